//! The reading of a text as a table, and the forms of each word below it.

use std::io::{self, Write};

use anstyle::Style;

use super::super::output::{Out, Paint, safe};
use super::super::table::{Align, Table};
use super::super::text::{counted, number};
use super::Word;
use crate::analysis::{Audit, AuditedToken};
use crate::vocabulary::Grade;

/// Forms of a word that are shown where not all are asked for.
const FORMS: usize = 12;

/// Prints the tokens, then what each word reaches where there is an index.
pub(super) fn print(
    out: &mut Out,
    audit: &Audit,
    words: Option<&[Word<'_>]>,
    everything: bool,
) -> io::Result<()> {
    if audit.tokens.is_empty() {
        return writeln!(
            out,
            "{}",
            out.paint.paint(Paint::DIM, "no token: no letter, digit or sign that counts")
        );
    }
    let mut table = Table::new(&[
        ("place", Align::Right),
        ("token", Align::Left),
        ("form", Align::Left),
        ("fold", Align::Left),
        ("stem", Align::Left),
        ("made by", Align::Left),
        ("stop", Align::Left),
        ("rule", Align::Left),
    ]);
    for token in &audit.tokens {
        table.row(cells_of(token, &audit.text), style_of(token));
    }
    table.print(out)?;
    for word in words.unwrap_or_default() {
        if everything || !word.is_stop_word || words.is_some_and(|all| all.len() == 1) {
            print_word(out, word, everything)?;
        }
    }
    Ok(())
}

fn cells_of(token: &AuditedToken, text: &str) -> Vec<String> {
    let last = token.place + usize::from(token.parts.max(1)) - 1;
    let place =
        if last > token.place { format!("{}–{last}", token.place) } else { token.place.to_string() };
    vec![
        place,
        text[token.start..token.end].to_owned(),
        token.form.clone(),
        token.fold.clone(),
        token.stem.clone(),
        if token.is_exception { "lexicon" } else { "rule" }.to_owned(),
        if token.is_stop_word { "stop" } else { "" }.to_owned(),
        token.rule.name().to_owned(),
    ]
}

/// Stop words recede, what the lexicon made stands out.
fn style_of(token: &AuditedToken) -> Option<Style> {
    match (token.is_stop_word, token.is_exception) {
        (true, _) => Some(Paint::DIM),
        (_, true) => Some(Paint::HIT),
        _ => None,
    }
}

fn print_word(out: &mut Out, word: &Word<'_>, everything: bool) -> io::Result<()> {
    let forms = &word.reached.forms;
    let title = out.paint.paint(Paint::TITLE, &safe(word.form));
    let summary = summary(word);
    writeln!(out, "\n{title}  {}", out.paint.paint(Paint::DIM, &summary))?;
    if forms.len() < 2 {
        return Ok(());
    }
    let shown = if everything { forms.len() } else { forms.len().min(FORMS) };
    let mut table = Table::new(&[
        ("form", Align::Left),
        ("grade", Align::Left),
        ("title", Align::Right),
        ("body", Align::Right),
    ]);
    for form in &forms[..shown] {
        let cells = vec![
            form.form.clone(),
            form.grade.name().to_owned(),
            number(form.occurrences.titles),
            number(form.occurrences.bodies),
        ];
        table.row(cells, (form.grade == Grade::Typed).then_some(Paint::HIT));
    }
    table.indented("  ").print(out)?;
    if shown < forms.len() {
        let more = format!("  … and {} more; --verbose shows them", number((forms.len() - shown) as u64));
        writeln!(out, "{}", out.paint.paint(Paint::DIM, &more))?;
    }
    Ok(())
}

/// What a word reaches, in a line.
fn summary(word: &Word<'_>) -> String {
    let found = word.reached.occurrences;
    if found.documents == 0 {
        return "in no article".to_owned();
    }
    let articles = counted(found.documents, "article", "articles");
    let titles = match found.titles {
        0 => String::new(),
        titles => format!(", {} by its title", number(titles)),
    };
    match word.reached.forms.len() {
        1 => format!("this form alone, in {articles}{titles}"),
        many => format!("{} forms in {articles}{titles}", number(many as u64)),
    }
}
