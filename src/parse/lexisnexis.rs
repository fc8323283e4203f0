//! LexisNexis: pages and documents of text (RTF, DOCX), of which the fields stand behind labels in the
//! language of the user.

mod label;
mod lines;
mod page;

pub(crate) use lines::{articles, is_end};
pub(crate) use page::FORMAT;
