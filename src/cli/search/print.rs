//! One answer in the format that was asked for.

use std::io::Write;

use super::super::args::HitFormat;
use super::super::failure::Failure;
use super::super::output::Look;
#[cfg(feature = "columnar")]
use super::parquet;
use super::paths::Paths;
use super::{csv, json, text};
use crate::document::line::Line;
use crate::search::{Found, Hit};

/// What is printed of answers, and how.
#[derive(Clone, Copy)]
pub(super) struct Printing<'a> {
    pub(super) format: HitFormat,
    /// Whole articles rather than hits.
    pub(super) full: bool,
    /// The number of hits alone.
    pub(super) count: bool,
    pub(super) look: Look,
    pub(super) paths: &'a Paths,
    /// Whether answers to several queries come one behind the other.
    pub(super) in_batch: bool,
}

/// A query and its name among others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) qid: &'a str,
    pub(super) text: &'a str,
}

impl Printing<'_> {
    /// What stands before all answers.
    pub(super) fn head(self, out: &mut dyn Write) -> Result<(), Failure> {
        if self.format == HitFormat::Csv && !self.count {
            csv::print_head(out, self.in_batch, self.full)?;
        }
        Ok(())
    }

    /// One answer.
    pub(super) fn answer(
        self,
        out: &mut dyn Write,
        query: Named<'_>,
        found: &Found<'_>,
        took_ms: f64,
    ) -> Result<(), Failure> {
        let before = if self.in_batch { format!("{}\t", query.qid) } else { String::new() };
        if self.count && self.format != HitFormat::Json {
            writeln!(out, "{before}{}", found.total)?;
            return Ok(());
        }
        let qid = self.in_batch.then_some(query.qid);
        match self.format {
            HitFormat::Text => {
                if self.in_batch {
                    text::print_query(out, self.look, query)?;
                }
                text::print(out, self.look, self.paths, found, took_ms)?;
                if self.in_batch {
                    writeln!(out)?;
                }
            }
            HitFormat::Json => json::print_answer(out, self.paths, found, query.text, took_ms)?,
            HitFormat::Jsonl => {
                for hit in found.hits() {
                    let hit = hit?;
                    if self.full {
                        print_article(out, hit)?;
                    } else {
                        json::print_hit(out, &hit, self.paths, qid)?;
                    }
                }
            }
            HitFormat::Csv => {
                for hit in found.hits() {
                    csv::print_hit(out, &hit?, self.paths, qid, self.full)?;
                }
            }
            #[cfg(feature = "columnar")]
            HitFormat::Parquet => parquet::print_answer(out, found, self.paths, self.full)?,
            // Refused before anything is searched.
            #[cfg(not(feature = "columnar"))]
            HitFormat::Parquet => {}
            HitFormat::Ids => {
                for document in found.documents() {
                    writeln!(out, "{before}{}", document?.2.id)?;
                }
            }
            HitFormat::Paths => {
                for document in found.documents() {
                    writeln!(out, "{before}{}", self.paths.shown(&document?.2.origin))?;
                }
            }
            HitFormat::Trec => {
                for document in found.documents() {
                    let (rank, score, document) = document?;
                    let id = document.source_id.unwrap_or_else(|| document.id.to_string());
                    // The fields of a run are parted by blanks.
                    let id: String = id.chars().map(|c| if c.is_whitespace() { '_' } else { c }).collect();
                    writeln!(out, "{} Q0 {id} {rank} {score} kiosque", query.qid)?;
                }
            }
        }
        Ok(())
    }
}

/// The whole article of a hit, the line of `dump`.
fn print_article(out: &mut dyn Write, hit: Hit) -> Result<(), Failure> {
    let own = hit.document.copy();
    let mut names = hit.names.into_iter();
    let line = Line::new(&hit.document, &own, &hit.copies, |entity| {
        names.next().unwrap_or_else(|| entity.name.clone())
    });
    serde_json::to_writer(&mut *out, &line).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}
