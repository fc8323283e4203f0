//! Dates of a query: as precise as they were written, and ranges of them.

use std::fmt;

/// A year, a month or a day of the Gregorian calendar, from year 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
}

/// A range of dates, both bounds inclusive; a bound covers all days of its precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// The first date; `None` is open.
    pub from: Option<PartialDate>,
    /// The last date; `None` is open.
    pub to: Option<PartialDate>,
}

impl PartialDate {
    /// Returns that date, or `None` if the calendar has it not, or a day comes without a month.
    pub fn new(year: i32, month: Option<u32>, day: Option<u32>) -> Option<Self> {
        let good = match (month, day) {
            (None, None) => (1..=9999).contains(&year),
            (None, Some(_)) => false,
            (Some(month), day) => {
                let length = days_in_month(year, month)?;
                day.is_none_or(|day| (1..=length).contains(&day))
            }
        };
        good.then_some(PartialDate { year, month, day })
    }

    /// Reads a date as a person writes it behind `date:`, quotation marks aside: `2020`, `2020-03`,
    /// `20200304`, `04/03/2020` (day first), `mars 2020`, `mercredi 1er avril 2020`, `March 4, 2020`.
    pub fn from_text(text: &str) -> Option<Self> {
        super::date_text::read(text)
    }

    /// Returns year, month and day of the first day that it covers.
    pub fn first_day(&self) -> (i32, u32, u32) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// Returns year, month and day of the last day that it covers.
    pub fn last_day(&self) -> (i32, u32, u32) {
        let month = self.month.unwrap_or(12);
        let day = self.day.or_else(|| days_in_month(self.year, month)).unwrap_or(31);
        (self.year, month, day)
    }

    /// Returns the next date of the same precision, `None` after 9999.
    pub(super) fn next(&self) -> Option<Self> {
        let PartialDate { year, month, day } = *self;
        match (month, day) {
            (Some(_), Some(d)) if PartialDate::new(year, month, Some(d + 1)).is_some() => {
                PartialDate::new(year, month, Some(d + 1))
            }
            (Some(12), _) => PartialDate::new(year + 1, Some(1), day.map(|_| 1)),
            (Some(m), _) => PartialDate::new(year, Some(m + 1), day.map(|_| 1)),
            (None, _) => PartialDate::new(year + 1, None, None),
        }
    }

    /// Returns the date before it of the same precision, `None` before year 1.
    pub(super) fn previous(&self) -> Option<Self> {
        let PartialDate { year, month, day } = *self;
        let last = |year, month| day.and_then(|_| days_in_month(year, month));
        match (month, day) {
            (Some(_), Some(d)) if d > 1 => PartialDate::new(year, month, Some(d - 1)),
            (Some(1), _) => PartialDate::new(year - 1, Some(12), last(year - 1, 12)),
            (Some(m), _) => PartialDate::new(year, Some(m - 1), last(year, m - 1)),
            (None, _) => PartialDate::new(year - 1, None, None),
        }
    }
}

/// ISO 8601, as precise as the date is.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

/// As in a query, without `date:`.
impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (None, None) => f.write_str("*"),
            (Some(from), None) => write!(f, ">={from}"),
            (None, Some(to)) => write!(f, "<={to}"),
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (Some(from), Some(to)) => write!(f, "[{from} TO {to}]"),
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
