//! Dates as the press has them: a day, a month or a year, from 1 to 9999.
//!
//! A date is the interval of its precision. It is kept as a number of days, since an engine's own
//! date type does not reach the first newspapers (1631).

use std::fmt;

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Precision {
    /// The year alone.
    Year,
    /// Year and month.
    Month,
    /// Year, month and day.
    Day,
}

/// A day, month or year of the Gregorian calendar, carried back before 1582.
///
/// Sorts by first day; of equal first days the coarser comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Date {
    first_day: i32,
    precision: Precision,
}

impl Date {
    /// Returns the date of that day, or `None` if the calendar has no such day.
    pub fn day(year: i32, month: u32, day: u32) -> Option<Self> {
        if day < 1 || day > days_in_month(year, month)? {
            return None;
        }
        Some(Date { first_day: days_from_civil(year, month, day), precision: Precision::Day })
    }

    /// Returns the date of that month, or `None` if the calendar has no such month.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        days_in_month(year, month)?;
        Some(Date { first_day: days_from_civil(year, month, 1), precision: Precision::Month })
    }

    /// Returns the date of that year, or `None` outside 1 to 9999.
    pub fn year(year: i32) -> Option<Self> {
        days_in_month(year, 1)?;
        Some(Date { first_day: days_from_civil(year, 1, 1), precision: Precision::Year })
    }

    /// Returns the date that begins on this day (days since 1970-01-01), of this precision.
    pub fn from_first_day(first_day: i32, precision: Precision) -> Self {
        Date { first_day, precision }
    }

    /// Reads `2020`, `2020-03` or `2020-03-04`.
    pub fn from_iso(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |width: usize| -> Option<Option<u32>> {
            match parts.next() {
                None => Some(None),
                Some(p) if p.len() == width && p.bytes().all(|b| b.is_ascii_digit()) => Some(p.parse().ok()),
                Some(_) => None,
            }
        };
        let year = number(4)?? as i32;
        let month = number(2)?;
        let day = number(2)?;
        if parts.next().is_some() {
            return None;
        }
        match (month, day) {
            (None, _) => Date::year(year),
            (Some(month), None) => Date::month(year, month),
            (Some(month), Some(day)) => Date::day(year, month, day),
        }
    }

    /// First day of the date, in days since 1970-01-01.
    pub fn first_day(&self) -> i32 {
        self.first_day
    }

    /// Last day of the date, in days since 1970-01-01.
    pub fn last_day(&self) -> i32 {
        let (year, month, _) = self.civil();
        match self.precision {
            Precision::Day => self.first_day,
            Precision::Month => self.first_day + days_in_month(year, month).unwrap_or(31) as i32 - 1,
            Precision::Year => days_from_civil(year, 12, 31),
        }
    }

    /// How much of the date is known.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Year, month and day of the first day.
    pub fn civil(&self) -> (i32, u32, u32) {
        civil_from_days(self.first_day)
    }
}

/// ISO 8601, as precise as the date is.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        match self.precision {
            Precision::Year => write!(f, "{year:04}"),
            Precision::Month => write!(f, "{year:04}-{month:02}"),
            Precision::Day => write!(f, "{year:04}-{month:02}-{day:02}"),
        }
    }
}

fn days_in_month(year: i32, month: u32) -> Option<u32> {
    if !(1..=9999).contains(&year) {
        return None;
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap { 29 } else { 28 }),
        _ => None,
    }
}

/// Days since 1970-01-01, counted in years that begin in March so that the leap day comes last
/// (the method of Howard Hinnant's "chrono-compatible low-level date algorithms").
fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month as i32 + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day as i32 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The inverse of [`days_from_civil`].
fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u32;
    let month = ((month_from_march + 2) % 12 + 1) as u32;
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_press_reads_back() {
        let mut expected = Date::day(1631, 5, 30).map(|d| d.first_day());
        for year in 1631..2101 {
            for month in 1..=12 {
                for day in 1..=31 {
                    let Some(date) = Date::day(year, month, day) else { continue };
                    if (year, month, day) < (1631, 5, 30) {
                        continue;
                    }
                    assert_eq!(Some(date.first_day()), expected);
                    assert_eq!(date.civil(), (year, month, day));
                    assert_eq!(Date::from_iso(&date.to_string()), Some(date));
                    expected = expected.map(|d| d + 1);
                }
            }
        }
    }

    #[test]
    fn a_date_is_the_interval_of_its_precision() {
        let year = Date::from_iso("2020").expect("a year");
        assert_eq!(year.first_day(), Date::day(2020, 1, 1).expect("a day").first_day());
        assert_eq!(year.last_day(), Date::day(2020, 12, 31).expect("a day").first_day());
        let month = Date::from_iso("2020-02").expect("a month");
        assert_eq!(month.last_day(), Date::day(2020, 2, 29).expect("a day").first_day());
        assert_eq!(Date::day(1970, 1, 1).expect("a day").first_day(), 0);
        for wrong in ["", "20", "2020-13", "2020-02-30", "2020-2-3", "2020-02-03-04", "0000"] {
            assert_eq!(Date::from_iso(wrong), None, "{wrong}");
        }
    }
}
