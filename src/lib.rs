//! Kiosque turns folders of press articles into a searchable index: French full text, people,
//! organisations and places, one binary, no server.
//!
//! # The path of the data
//!
//! Verbs are stages, nouns are places, and only one room knows the way. Each stage takes one type by value
//! and returns the next; the type in your hand tells which room you stand in.
//!
//! ```text
//! SourceFile → Record → RawArticle → Article → AnnotatedArticle → Document → Entry → segments
//!  discover    frame      parse    normalize      annotate        document   sink    index
//! ```
//!
//! # The house
//!
//! ```text
//! floor 7   main.rs                                     the door
//! floor 6   cli                                         the only room that speaks (argv, env, terminal, exit)
//! floor 5   evaluate   bench                            relevance on judged queries, and speed, measured
//! floor 4   pipeline   search   maintain                flows: what the program does
//! floor 3   index                                       the engine: with `search` the only room that knows it
//! floor 2   sink                                        what an engine promises
//! floor 1   discover parse normalize annotate dedup     stages (siblings)
//!           document manifest names vocabulary          shapes at rest; how French is inflected and named
//!           query analysis                              how a query is written; how French is read
//!           synthesize                                  corpora made of counts, of any size
//! floor 0   article  stage  clock                       the words that all rooms share
//! ```
//!
//! | room | may import |
//! |---|---|
//! | `article`, `clock`, `query`, `analysis` | nothing of the crate |
//! | `stage` | article |
//! | `discover`, `parse`, `normalize` | article, stage |
//! | `annotate`, `dedup` | article, stage, analysis |
//! | `document` | article |
//! | `manifest` | article, document, stage |
//! | `vocabulary` | article, analysis |
//! | `names` | article, analysis |
//! | `sink` | article, document, analysis |
//! | `index` | article, document, sink, analysis, vocabulary, names |
//! | `pipeline` | floors 0 to 2 |
//! | `search` | article, document, query, analysis, vocabulary, manifest, names, index |
//! | `maintain` | article, document, analysis, manifest, index |
//! | `evaluate` | clock, query, analysis, sink, index, pipeline, search |
//! | `synthesize` | nothing of the crate |
//! | `bench` | article, clock, query, discover, parse, normalize, annotate, document, analysis, sink, index, pipeline, search, synthesize |
//! | `cli` | everything |
//!
//! What is absent matters. `pipeline` is handed a [`Sink`](sink::Sink) and knows no engine; `query` knows no
//! engine; tantivy is named in `index` and `search` alone, rayon in `pipeline`, `search` and `evaluate`, clap
//! in `cli`.
//! The library never prints, reads the environment or exits. A test (`tests/it/architecture.rs`) reads the
//! imports and keeps these absences.
//!
//! # What holds everywhere
//!
//! - **Nothing lost, nothing twice.** Articles met = indexed + replaced + unchanged + duplicates + rejected,
//!   in every run's [`Report`](pipeline::Report).
//! - **One answer.** An index that grew is equal to one built at once, whatever the number of threads: equal
//!   dump, equal scores, equal order, equal counts.
//! - **The index holds what was written.** Inflection happens when a query is asked: a word becomes the
//!   graded group of the forms that the index knows ([`vocabulary`]), scored as one term.
//! - **A bad article is data** (a [`Rejection`](stage::Rejection)), a broken run an `Err`, a bug a panic.

pub mod analysis;
pub mod annotate;
pub mod article;
pub mod bench;
pub mod cli;
pub mod clock;
pub mod dedup;
pub mod discover;
pub mod document;
pub mod evaluate;
pub mod index;
pub mod maintain;
pub mod manifest;
pub mod names;
pub mod normalize;
pub mod parse;
pub mod pipeline;
pub mod query;
pub mod search;
pub mod sink;
pub mod stage;
pub mod synthesize;
pub mod vocabulary;
