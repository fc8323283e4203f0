//! Takes off either end of a text the lines that are about the article rather than of it: who wrote it and when,
//! what its author does, what else there is to read.
//!
//! A line of the first kind is known by its words alone: months, hours, verbs of publishing, the names that the
//! page itself gives as its authors and medium, in whatever order and language they stand. Lines between two
//! paragraphs are never looked at: a date there may head an entry.

mod words;

use std::collections::HashSet;

use self::words::Sort;
use crate::article::RawArticle;

/// A line of so many characters is a paragraph, between the first and the last of which nothing is taken.
const PARAGRAPH: usize = 120;
/// Lines at either end that are looked at.
const EDGE_LINES: usize = 8;
/// Longest line that is about the article, and longest that tells of its author.
const ABOUT_CHARACTERS: usize = 160;
const LIFE_CHARACTERS: usize = 600;

/// Takes the lines about the article off its text; the last line that remains stays in any case.
pub(super) fn trim(raw: &mut RawArticle) {
    let names = names(raw);
    let keywords: HashSet<String> = raw.keywords.iter().map(|keyword| keyword.to_lowercase()).collect();
    let lines: Vec<&str> = raw.body.lines().collect();
    let is_paragraph = |line: &&str| line.chars().nth(PARAGRAPH).is_some();
    let first = lines.iter().position(is_paragraph).unwrap_or(lines.len());
    let mut kept: Vec<bool> = vec![true; lines.len()];
    for at in 0..first.min(EDGE_LINES) {
        kept[at] = !is_about(lines[at], &names);
    }
    // The author's life may itself be a paragraph; what stands under it goes with it.
    let from = lines.len().saturating_sub(EDGE_LINES).max(1);
    let life = (from..lines.len()).find(|at| is_life(lines[*at], &raw.authors));
    let last = lines[..life.unwrap_or(lines.len())].iter().rposition(is_paragraph);
    if let Some(last) = last {
        for at in (last + 1).max(from)..lines.len() {
            let goes = is_about(lines[at], &names) || is_keywords(lines[at], &keywords);
            kept[at] = !goes && life.is_none_or(|life| at < life);
        }
    }
    if kept.iter().any(|kept| *kept) && kept.contains(&false) {
        let lines: Vec<&str> =
            lines.into_iter().zip(kept).filter_map(|(line, kept)| kept.then_some(line)).collect();
        raw.body = lines.join("\n");
    }
}

/// The words of the names of authors and medium, in lower case.
fn names(raw: &RawArticle) -> HashSet<String> {
    let names = raw.authors.iter().chain(&raw.source).chain(&raw.section);
    names.flat_map(|name| words::of(name)).collect()
}

/// Whether a line has no other words than those of dates, signatures and names that the page gives.
fn is_about(line: &str, names: &HashSet<String>) -> bool {
    if line.chars().nth(ABOUT_CHARACTERS).is_some() {
        return false;
    }
    let (mut named, mut signed, mut verbs, mut times, mut numbers, mut years) = (0, 0, 0, 0, 0, 0);
    let mut dated = false;
    for word in words::of(line) {
        match words::sort(&word) {
            Sort::Date => dated = true,
            Sort::Year => years += 1,
            Sort::Number => numbers += 1,
            Sort::Time => times += 1,
            Sort::Verb => verbs += 1,
            Sort::Signs => signed += 1,
            Sort::Links => {}
            Sort::Other if names.contains(&word) => named += 1,
            Sort::Other => return false,
        }
    }
    dated |= years > 0 && numbers > 0 && times > 0;
    dated |= verbs > 0 && numbers + years > 0 && (times > 0 || years > 0);
    let alone = signed > 0 && named + verbs + times + numbers + years == 0;
    dated || alone || named >= 2 || (named > 0 && (signed > 0 || verbs > 0))
}

/// Whether a line is a list of the page's own keywords.
fn is_keywords(line: &str, keywords: &HashSet<String>) -> bool {
    let parts = line.split(',').map(|part| part.trim().to_lowercase());
    let (mut known, mut all) = (0, 0);
    for part in parts {
        all += 1;
        known += usize::from(keywords.contains(&part));
    }
    all >= 3 && known * 10 >= all * 6
}

/// Whether a line tells of an author: begins with the name, as a subject.
fn is_life(line: &str, authors: &[String]) -> bool {
    line.chars().nth(LIFE_CHARACTERS).is_none()
        && authors.iter().any(|author| {
            let rest = line.strip_prefix(author.as_str()).filter(|_| author.chars().nth(3).is_some());
            let rest = rest.map(|rest| rest.trim_start_matches(',').trim_start());
            rest.is_some_and(|rest| words::LIVES.iter().any(|verb| rest.starts_with(verb)))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_about_the_article_has_no_words_but_those_of_dates_and_names() {
        let names: HashSet<String> = ["jeanne", "martin", "gazette"].map(str::to_owned).into();
        for about in [
            "Par Jeanne Martin",
            "By Jeanne Martin - 11/18/19 11:04 PM EST",
            "Nov 18, 2019 @17:19 PM · Updated: Nov 18, 2019 @17:26 PM",
            "segunda-feira, 22 de janeiro de 2018 às 0:13",
            "2018-08-16",
            "Published November 20th, 2019 - 07:50 GMT",
            "Veröffentlicht am 3. März 2020 um 14:05 Uhr",
            "Publié le 3 mars 2020 à 14h05 · Mis à jour le 4 mars",
            "Jeanne Martin, Gazette",
            "Temps de lecture : 3 minutes",
        ] {
            assert!(is_about(about, &names), "{about}");
        }
        for text in [
            "Le 14 juillet 1789, le peuple prit la Bastille.",
            "Jeanne Martin est venue",
            "2020",
            "Mars",
            "1.",
            "Le Havre",
            "En 2019 et 2020",
            "",
        ] {
            assert!(!is_about(text, &names), "{text}");
        }
    }

    #[test]
    fn the_life_of_an_author_goes_with_what_is_under_it() {
        let authors = vec!["Jeanne Martin".to_owned()];
        assert!(is_life("Jeanne Martin est journaliste au Havre.", &authors));
        assert!(is_life("Jeanne Martin, is a reporter in Lyon.", &authors));
        assert!(!is_life("Jeanne Martine est journaliste.", &authors));
        assert!(!is_life("Jeanne Martin", &authors));
    }
}
