//! Factiva's exports: XML, pages and documents of text (RTF, DOCX), which say the same in three ways.

mod code;
mod lines;
mod page;
mod xml_export;

pub(crate) use lines::articles;
pub(crate) use page::FORMAT as HTML;
pub(crate) use xml_export::FORMAT as XML;
