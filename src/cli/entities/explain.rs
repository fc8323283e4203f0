//! `kiosque entities --explain NAME`: what counts as a name, and why.

use std::io::{self, Write};

use serde::Serialize;

use super::super::args::NameFormat;
use super::super::exit::Exit;
use super::super::failure::Failure;
use super::super::output::{Out, Paint, safe};
use super::super::settings::Settings;
use super::super::text::{cells, counted, number};
use super::json::{CandidateObject, VERSION, print_line};
use crate::article::Kind;
use crate::search::{Explained, MergedForm};

/// Spellings and forms of a key that are told.
const TOLD: usize = 8;

#[derive(Serialize)]
struct ExplainedObject<'a> {
    v: u32,
    kind: &'a str,
    key: &'a str,
    name: &'a str,
    articles: u64,
    forms: Vec<FormObject<'a>>,
    others: Vec<CandidateObject<'a>>,
}

#[derive(Serialize)]
struct FormObject<'a> {
    key: &'a str,
    articles: u64,
    why: Option<&'a str>,
    spellings: Vec<TermObject<'a>>,
    forms: Vec<TermObject<'a>>,
}

#[derive(Serialize)]
struct TermObject<'a> {
    text: &'a str,
    articles: u64,
}

pub(super) fn run(
    name: &str,
    kinds: &[Kind],
    format: NameFormat,
    settings: &Settings,
) -> Result<Exit, Failure> {
    if format == NameFormat::Csv {
        return Err(Failure::usage("--explain prints no CSV").hint("write --format jsonl"));
    }
    let index = settings.open_index()?;
    let explained = index.explain_name(kinds, name)?;
    let mut out = Out::open(settings.color, settings.wishes);
    match format {
        NameFormat::Json | NameFormat::Jsonl | NameFormat::Csv => {
            explained.iter().try_for_each(|one| print_line(&mut out, &ExplainedObject::from(one)))?;
        }
        NameFormat::Text => {
            for (at, one) in explained.iter().enumerate() {
                if at > 0 {
                    writeln!(out)?;
                }
                print(&mut out, one)?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

impl<'a> From<&'a Explained> for ExplainedObject<'a> {
    fn from(one: &'a Explained) -> Self {
        let terms = |terms: &'a [(String, u64)]| {
            terms.iter().map(|(text, articles)| TermObject { text, articles: *articles }).collect()
        };
        let form = |form: &'a MergedForm| FormObject {
            key: &form.key,
            articles: form.articles,
            why: form.why.map(crate::names::Reason::name),
            spellings: terms(&form.spellings),
            forms: terms(&form.forms),
        };
        ExplainedObject {
            v: VERSION,
            kind: one.kind.name(),
            key: &one.name.key,
            name: &one.name.name,
            articles: one.name.articles,
            forms: one.forms.iter().map(form).collect(),
            others: one.others.iter().map(CandidateObject::from).collect(),
        }
    }
}

fn print(out: &mut Out, one: &Explained) -> io::Result<()> {
    let paint = out.paint;
    let facts = format!("  {}, {}", one.kind.name(), counted(one.name.articles, "article", "articles"));
    writeln!(out, "{}{}", paint.paint(Paint::TITLE, &safe(&one.name.name)), paint.paint(Paint::DIM, &facts))?;
    let width = one.forms.iter().map(|form| cells(&safe(&form.key))).max().unwrap_or(0);
    let digits = one.forms.iter().map(|form| number(form.articles).len()).max().unwrap_or(1);
    for form in &one.forms {
        let key = safe(&form.key);
        let pad = " ".repeat(width - cells(&key));
        let why = form.why.map_or("the name itself", crate::names::Reason::told);
        let count = number(form.articles);
        writeln!(out, "  {key}{pad}  {count:>digits$}  {}", paint.paint(Paint::DIM, why))?;
        print_terms(out, "written", &form.spellings)?;
        print_terms(out, "called", &form.forms)?;
    }
    if !one.others.is_empty() {
        let others: Vec<String> =
            one.others.iter().map(|other| format!("{} ({})", other.name, number(other.articles))).collect();
        writeln!(out, "{}", paint.paint(Paint::DIM, &safe(&format!("not: {}", others.join(", ")))))?;
    }
    Ok(())
}

fn print_terms(out: &mut Out, label: &str, terms: &[(String, u64)]) -> io::Result<()> {
    if terms.is_empty() {
        return Ok(());
    }
    let told: Vec<String> =
        terms.iter().take(TOLD).map(|(text, articles)| format!("{text} ({})", number(*articles))).collect();
    let more = match terms.len().saturating_sub(TOLD) {
        0 => String::new(),
        more => format!(", {} more", number(more as u64)),
    };
    let line = format!("    {label} {}{more}", told.join(", "));
    writeln!(out, "{}", out.paint.paint(Paint::DIM, &safe(&line)))
}
