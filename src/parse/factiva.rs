//! Factiva's exports.

mod xml_export;

pub(crate) use xml_export::FORMAT as XML;
