//! One article from its number: original, or a near copy of one before it.

use std::fmt::Write as _;

use serde::Serialize;

use super::model::{Form, Model};
use super::random::Random;
use super::{COPY_REACH, NEAR_COPIES, names};

/// Logarithm of the median number of steps of a body, and its deviation.
const LENGTH: (f64, f64) = (5.62, 0.62);
/// Scale (in seen stems) and tail of the ranks of rare words.
const RARE: (f64, f64) = (0.9, 0.62);
/// How often a rare word is one that the article has had.
const AGAIN: f64 = 0.35;
/// Scales and tails of the ranks of people, organisations, places.
const POPULARITY: [(f64, f64); 3] = [(60.0, 0.75), (25.0, 0.8), (15.0, 0.85)];
const SECTIONS: [&str; 10] = [
    "France",
    "Monde",
    "Économie",
    "Sport",
    "Culture",
    "Société",
    "Politique",
    "Régions",
    "Sciences",
    "Santé",
];
/// First and last year.
const YEARS: (u32, u32) = (1990, 2024);

/// Makes the articles of one seed.
pub(super) struct Maker<'m> {
    pub(super) seed: u64,
    pub(super) model: &'m Model,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    date: &'a str,
    source: &'a str,
    section: &'a str,
    author: &'a str,
    body: &'a str,
}

impl Maker<'_> {
    /// The article that this one nearly copies, if it does.
    pub(super) fn copied(&self, number: u64) -> Option<u64> {
        let mut random = Random::of(self.seed ^ 0xC0_97, number);
        if number == 0 || !random.chance(NEAR_COPIES) {
            return None;
        }
        Some(number - 1 - random.below(number.min(COPY_REACH)))
    }

    pub(super) fn write(&self, number: u64, line: &mut String) {
        let original = self.copied(number).unwrap_or(number);
        let mut telling = Telling::new(self.model, Random::of(self.seed, original));
        let title = telling.title();
        let mut body = telling.body();
        let days = telling.days();
        let section = SECTIONS[telling.random.rank(2.0, 1.2).min(9) as usize];
        let mut own = Random::of(self.seed ^ 0x0B_0D, number);
        let mut later = 0;
        if original != number {
            later = own.below(3);
            body = edited(&body, &mut own);
        }
        let date = date(days + later);
        let (mut source, mut author) = (String::new(), String::new());
        let source_number = own.rank(4.0, 1.1).min(60);
        names::source(source_number, &mut source);
        names::person(1_000_000 + own.rank(40.0, 1.0), true, &mut author);
        let id = format!("s{}-{number}", self.seed);
        let url = format!("https://journal-{source_number}.example/{}/{number}", date.replace('-', "/"));
        let made = Line {
            id: &id,
            url: &url,
            title: &title,
            date: &date,
            source: &source,
            section,
            author: &author,
            body: &body,
        };
        line.push_str(&serde_json::to_string(&made).expect("strings are JSON"));
        line.push('\n');
    }
}

/// A day since the first year's first, as ISO date (civil from days by Hinnant).
fn date(day: u64) -> String {
    // 1990-01-01 is day 726,773 since 0000-03-01.
    let day = day + 726_773;
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let (month, of_month) = if month_from_march < 10 {
        (month_from_march + 3, of_year - (153 * month_from_march + 2) / 5 + 1)
    } else {
        (month_from_march - 9, of_year - (153 * month_from_march + 2) / 5 + 1)
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{of_month:02}")
}

/// Changes some words of a body and drops a sentence of it.
fn edited(body: &str, random: &mut Random) -> String {
    let sentences: Vec<&str> = body.split_inclusive(". ").collect();
    let dropped = random.below(2 * sentences.len() as u64) as usize;
    let mut out = String::with_capacity(body.len());
    for (at, sentence) in sentences.iter().enumerate() {
        if at == dropped && sentences.len() > 2 {
            continue;
        }
        for word in sentence.split_inclusive(' ') {
            let changed = word.len() > 5 && random.chance(0.01);
            out.push_str(if changed { "selon " } else { word });
        }
    }
    out
}

/// An article being told: its cast, its words, where the chain stands.
struct Telling<'m> {
    model: &'m Model,
    random: Random,
    people: Vec<(u64, bool)>,
    organisations: Vec<u64>,
    places: Vec<u64>,
    /// Rare words told: form and rank.
    told: Vec<(u16, u64)>,
}

impl<'m> Telling<'m> {
    fn new(model: &'m Model, random: Random) -> Self {
        let mut telling = Telling {
            model,
            random,
            people: Vec::new(),
            organisations: Vec::new(),
            places: Vec::new(),
            told: Vec::new(),
        };
        let cast = |random: &mut Random, kind: usize, least: u64| -> Vec<u64> {
            let (scale, tail) = POPULARITY[kind];
            let members = least + random.rank(2.0, 1.5).min(12);
            (0..members).map(|_| random.rank(scale, tail)).collect()
        };
        telling.people = cast(&mut telling.random, 0, 2).into_iter().map(|rank| (rank, false)).collect();
        telling.organisations = cast(&mut telling.random, 1, 2);
        telling.places = cast(&mut telling.random, 2, 2);
        telling
    }

    /// Days since the first year began: late years have more articles, weekends fewer.
    fn days(&mut self) -> u64 {
        let years = YEARS.1 - YEARS.0 + 1;
        let all = u64::from(years) * 365 + u64::from(years / 4);
        let mut day = (self.random.unit().sqrt() * all as f64) as u64;
        // 1990-01-01 was a Monday.
        if day % 7 > 4 && self.random.chance(0.5) {
            day -= 2;
        }
        day
    }

    fn title(&mut self) -> String {
        let mut title = String::new();
        let wanted = 6 + self.random.below(7);
        let mut form = self.model.border;
        for step in 0..wanted + 6 {
            form = self.model.next(form, &mut self.random);
            let ends = match &self.model.forms[usize::from(form)] {
                Form::Border => true,
                Form::Word(word) => matches!(&**word, "." | "!" | "?" | "…"),
                _ => false,
            };
            if ends && step > 3 || step >= wanted && !ends && title.ends_with(char::is_alphabetic) {
                break;
            }
            if !ends {
                self.tell(form, &mut title);
            }
        }
        title
    }

    fn body(&mut self) -> String {
        let steps = (LENGTH.0 + LENGTH.1 * self.random.normal()).exp().clamp(25.0, 20_000.0) as usize;
        let mut body = String::with_capacity(steps * 6);
        let mut form = self.model.border;
        let (mut told, mut sentences) = (0, 0);
        loop {
            form = self.model.next(form, &mut self.random);
            told += 1;
            if form == self.model.border {
                sentences += 1;
                if told >= steps {
                    return body;
                }
                if sentences >= 2 && self.random.chance(0.4) {
                    body.push('\n');
                    sentences = 0;
                }
                continue;
            }
            // A sentence that will not end is ended.
            if told > 2 * steps + 200 {
                body.push('.');
                return body;
            }
            self.tell(form, &mut body);
        }
    }

    /// Appends what a form stands for, spaced and capitalised as French is.
    fn tell(&mut self, form: u16, out: &mut String) {
        let model = self.model;
        let last = out.chars().next_back();
        let begins = matches!(last, None | Some('\n' | '.' | '!' | '?' | '…'));
        let form_is = &model.forms[usize::from(form)];
        let closes = matches!(form_is, Form::Word(word) if matches!(&**word, "," | "." | ")" | "…"));
        if !closes && !matches!(last, None | Some('\n' | '\'' | '(')) {
            out.push(' ');
        }
        let start = out.len();
        match form_is {
            Form::Border => {}
            Form::Word(word) => out.push_str(word),
            Form::Open(class) => {
                let rank = self.rare(form, class.seen());
                class.write(rank, out);
            }
            Form::Person => {
                let at = self.random.rank(1.0, 1.0).min(self.people.len() as u64 - 1) as usize;
                let (rank, known) = self.people[at];
                names::person(rank, !known || self.random.chance(0.15), out);
                self.people[at].1 = true;
            }
            Form::Organisation => {
                let at = self.random.rank(1.0, 1.0).min(self.organisations.len() as u64 - 1) as usize;
                names::organisation(self.organisations[at], out);
            }
            Form::Place => {
                let at = self.random.rank(1.0, 1.0).min(self.places.len() as u64 - 1) as usize;
                names::place(self.places[at], out);
            }
            Form::Number => {
                let number = match self.random.below(4) {
                    0 => 1990 + self.random.below(35),
                    1 => self.random.rank(300.0, 0.7).min(10_000_000),
                    _ => 1 + self.random.rank(12.0, 1.2).min(99_999),
                };
                // Writing to a string does not fail.
                let _ = write!(out, "{number}");
            }
        }
        if begins && let Some(first) = out[start..].chars().next().filter(|c| c.is_lowercase()) {
            let upper: String = first.to_uppercase().collect();
            out.replace_range(start..start + first.len_utf8(), &upper);
        }
    }

    /// The rank of a rare word: one that the article has had, or a new one.
    fn rare(&mut self, form: u16, seen: usize) -> u64 {
        if self.random.chance(AGAIN) {
            let had = self.told.iter().filter(|(other, _)| *other == form).count() as u64;
            if had > 0 {
                let chosen = self.random.below(had) as usize;
                let again = self.told.iter().filter(|(other, _)| *other == form).nth(chosen);
                if let Some((_, rank)) = again {
                    return *rank;
                }
            }
        }
        let rank = self.random.rank(RARE.0 * seen as f64, RARE.1);
        self.told.push((form, rank));
        rank
    }
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn days_are_dates() {
        assert_eq!(date(0), "1990-01-01");
        assert_eq!(date(59), "1990-03-01");
        assert_eq!(date(789), "1992-02-29");
        assert_eq!(date(12_783), "2024-12-31");
    }
}
