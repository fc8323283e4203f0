//! Dates that are days counted from 1900 or 1904.

use jiff::civil::{Date, DateTime, Time};

/// Writes the day, and the time where there is one, that a count of days means.
///
/// Excel holds 1900 for a leap year: its day 60 never was, and those before are one off.
pub(super) fn written(number: &str, is_1904: bool) -> Option<String> {
    let days: f64 = number.parse().ok().filter(|days: &f64| (1.0..2_958_466.0).contains(days))?;
    let whole = days.trunc();
    let start = match is_1904 {
        true => jiff::civil::date(1904, 1, 1),
        false if whole < 60.0 => jiff::civil::date(1899, 12, 31),
        false => jiff::civil::date(1899, 12, 30),
    };
    // The range is checked above.
    let seconds = ((days - whole) * 86_400.0).round() as i64;
    let day: Date = start.checked_add(jiff::Span::new().try_days(whole as i64).ok()?).ok()?;
    if seconds == 0 {
        return Some(day.to_string());
    }
    let moment: DateTime = day.to_datetime(Time::midnight());
    let moment = moment.checked_add(jiff::Span::new().try_seconds(seconds).ok()?).ok()?;
    Some(moment.to_string())
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn days_are_counted_as_excel_does() {
        for (number, is_1904, date) in [
            ("45363", false, Some("2024-03-12")),
            ("45363.4375", false, Some("2024-03-12T10:30:00")),
            ("43901", true, Some("2024-03-12")),
            ("59", false, Some("1900-02-28")),
            ("61", false, Some("1900-03-01")),
            ("0.5", false, None),
            ("-4", false, None),
            ("1e300", false, None),
            ("NaN", false, None),
            ("douze", false, None),
        ] {
            assert_eq!(written(number, is_1904).as_deref(), date, "{number}");
        }
    }
}
