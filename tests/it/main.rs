//! The one integration crate: each module tells one part of what Kiosque promises.

/// How a text is read, and what a word reaches in an index.
mod analyzing;
/// Floors, silence outside `cli`, a story in every file.
mod architecture;
/// Bad input costs itself and nothing else.
mod bad_input;
/// Files within files of other kinds: attachments, documents of crawls, packages read as asked.
mod carried;
/// One text, one document: who stands for whom.
mod copies;
/// Crawls, feeds, mails and saved pages: cut, damaged, lying; public samples of them.
mod crawls;
/// Damage to an index is named, and nothing is answered from it.
mod damage;
/// Walks find what is there and say what cannot be read.
mod discover;
/// Office documents, PDF and columnar tables under the knife.
mod documents;
/// People, organisations and places are found as a reader finds them.
mod entities;
/// Judged queries are asked and counted, and two systems told apart or not.
mod evaluating;
/// What scripts and spreadsheets get of a search.
mod exporting;
/// The text of an article is all there, and nothing else of its page is.
mod extraction;
/// Kills, signals, failing disks: nothing lost, nothing twice.
mod faults;
/// Each format's samples are read as their expected files say.
mod formats;
/// What meets and what stays apart in French.
mod french;
/// Any string is answered or refused at once.
mod fuzzed_queries;
/// After any history of edits an index equals a fresh one.
mod history;
/// Runs bring an index in line with files, and say what became of every article.
mod indexing;
/// What other programs use.
mod library;
/// Limits on whatever an input can grow, each a setting and told.
mod limits;
/// Speed is measured, and corpora made to measure with.
mod measuring;
/// Names are one across a corpus, are counted once, and are told: `entities`, `annotate`, aliases.
mod names;
/// Every answer is what a naive scan of the dump finds.
mod oracle;
/// Pages with an article are told from pages without one.
mod pages;
/// The press's own formats: cut anywhere, hostile, edited; public samples of them.
mod press_formats;
/// Every command of README.md answers as printed there.
mod readme;
/// Any bytes into every format: no panic, nothing unaccounted.
mod robust;
/// What a person sees at a terminal of 60, 80 and 200 columns.
mod screens;
/// Each form of the query language, filters, facets and outputs, on the seeds.
mod searching;
/// A search without hits says what to ask instead; synonyms.
mod spelling;
/// A folder of its own, the program in a fixed environment, its whole output.
mod support;
/// Help, completions, manual pages.
mod terminal;
/// Phrases meet across spellings; reading a text costs no memory a word.
mod tokens;
