//! Kiosque turns folders of press articles into a searchable index.
pub mod analysis;
pub mod article;
pub mod discover;
pub mod parse;
pub mod stage;
