//! How French is read: folds, forms, stems, stop words.
mod fold;
pub use fold::{fold, fold_into};
