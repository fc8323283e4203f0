//! Kiosque turns folders of press articles into a searchable index.
pub mod analysis;
pub mod article;
pub mod normalize;
pub mod query;
pub mod stage;
