//! Kiosque turns folders of press articles into a searchable index.
pub mod analysis;
pub mod annotate;
pub mod article;
pub mod stage;
