//! Office documents: zip archives of XML parts that belong together, told from archives of articles by the
//! parts that they have.
//!
//! Text documents (DOCX, ODT) become one record each, their text's part; workbooks (XLSX, ODS) a record a row.
//! Of an archive that breaks off the parts before the break are read, where they suffice.

mod cells;
mod docx;
mod odf;
mod odt;
mod package;
mod relations;
mod xlsx;

use std::io::{Read, Seek};

use super::Format;
use super::input::Fault;
use super::unwrap::{Layer, Unwrapping};
use crate::stage::Code;

pub(crate) use docx::{FACTIVA as FACTIVA_DOCX, FORMAT as DOCX, LEXISNEXIS as LEXISNEXIS_DOCX};
pub(crate) use odf::FORMAT as ODS;
pub(crate) use odt::FORMAT as ODT;
pub(crate) use package::Package;
pub(crate) use xlsx::FORMAT as XLSX;

/// A document at its place.
struct Place<'p, 'u, 'e> {
    layer: &'p Layer,
    unwrapping: &'p mut Unwrapping<'u, 'e>,
    /// The package breaks off: parts that others refer to may be missing.
    is_broken: bool,
}

impl Place<'_, '_, '_> {
    /// Sends a document's only record.
    fn record(&mut self, format: &'static Format, payload: Vec<u8>, context: Option<Vec<u8>>) {
        let origin = self.layer.origin.clone();
        self.unwrapping.sink.record(origin, format.name, payload, context.map(Into::into));
    }

    /// The format to read a document as: that which was asked for, where it is one of the document's own.
    fn format(&self, own: &[&'static Format]) -> Result<&'static Format, Fault> {
        let Some(asked) = self.unwrapping.options.input_format else { return Ok(own[0]) };
        own.iter().copied().find(|format| format.name == asked).ok_or_else(|| {
            let detail = format!("to be read as {asked}, and is {}", own[0].name);
            Fault::new(Code::Binary, detail)
        })
    }

    /// Whether a part that another refers to is there. In a package that breaks off it must be: without styles
    /// headings and dates would be read as something else.
    fn has<R: Read + Seek>(&self, package: &Package<'_, R>, part: &str) -> Result<bool, Fault> {
        match package.has(part) {
            false if self.is_broken => {
                Err(Fault::new(Code::Truncated, format!("a document without its part {part}")))
            }
            has => Ok(has),
        }
    }

    fn fault(&mut self, fault: Fault) {
        self.unwrapping.fault(&self.layer.origin, fault);
    }
}

/// Whether packages are to be read as documents: not where everything is to be read in a format of another kind.
fn are_asked_for(unwrapping: &Unwrapping<'_, '_>) -> bool {
    let formats = [&DOCX, &FACTIVA_DOCX, &LEXISNEXIS_DOCX, &ODT, &XLSX, &ODS];
    unwrapping.options.input_format.is_none_or(|asked| formats.iter().any(|format| format.name == asked))
}

/// Reads the document that a package is; `false` where it is none or to be read otherwise, and nothing was read.
///
/// `broken` is why the package is not whole; it is told after what could be read.
pub(crate) fn read<R: Read + Seek>(
    package: &mut Package<'_, R>,
    broken: Option<&Fault>,
    layer: &Layer,
    unwrapping: &mut Unwrapping<'_, '_>,
) -> bool {
    if !are_asked_for(unwrapping) {
        return false;
    }
    let mut place = Place { layer, unwrapping, is_broken: broken.is_some() };
    let read = if package.has("[Content_Types].xml") {
        office_open(package, &mut place)
    } else if package.has("content.xml") && package.has("mimetype") {
        odf::read(package, &mut place)
    } else {
        return false;
    };
    match (read, broken) {
        // Why a part is missing is what made the package break off.
        (_, Some(fault)) => place.fault(fault.clone()),
        (Err(fault), None) => place.fault(fault),
        (Ok(()), None) => {}
    }
    true
}

fn office_open<R: Read + Seek>(
    package: &mut Package<'_, R>,
    place: &mut Place<'_, '_, '_>,
) -> Result<(), Fault> {
    let relations = relations::of(package, "", place)?;
    let main = relations.iter().find(|relation| relation.is("officeDocument"));
    let usual = ["word/document.xml", "xl/workbook.xml"];
    let main = main
        .map(|relation| relation.target.clone())
        .or_else(|| usual.iter().find(|name| package.has(name)).map(|name| (*name).to_owned()));
    let Some(main) = main else {
        return Err(Fault::new(Code::Binary, "an Office document without a text or tables"));
    };
    let what = match main.split('/').next().unwrap_or_default() {
        "word" => return docx::read(package, &main, place),
        "xl" if main.ends_with(".xml") => return xlsx::read(package, &main, place),
        "xl" => "a binary workbook (XLSB)",
        "ppt" => "a presentation",
        _ => "an Office document of an unknown kind",
    };
    Err(Fault::new(Code::Binary, format!("{what}: not read by this version")))
}
