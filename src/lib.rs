//! Kiosque turns folders of press articles into a searchable index.
pub mod analysis;
pub mod annotate;
pub mod article;

pub mod cli;
pub mod clock;
pub mod dedup;
pub mod discover;
pub mod document;
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
pub mod vocabulary;
