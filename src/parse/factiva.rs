//! Factiva's exports: XML, pages and RTF, which say the same in three ways.

mod code;
mod page;
mod rtf;
mod rtf_text;
mod xml_export;

pub(crate) use page::FORMAT as HTML;
pub(crate) use rtf::FORMAT as RTF;
pub(crate) use xml_export::FORMAT as XML;
