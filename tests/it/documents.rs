//! Office documents, PDF and columnar tables under the knife: bombs, depth, lies about lengths.
//!
//! Each hostile file is told in one line, at once and in little memory; what is whole beside it is kept.

use std::io::Write;
use std::time::{Duration, Instant};

use kiosque::article::RawArticle;
use kiosque::parse::Options;
use kiosque::stage::{Code, Rejection};

use crate::formats::read_file;

type Read = Vec<Result<RawArticle, Rejection>>;

/// Reads bytes under a name with this ending, in less than ten seconds and without a defect.
fn read(bytes: &[u8], ending: &str) -> Read {
    let mut file = tempfile::Builder::new().suffix(ending).tempfile().expect("made");
    file.write_all(bytes).expect("written");
    let start = Instant::now();
    let read = read_file(file.path(), &Options::default());
    assert!(start.elapsed() < Duration::from_secs(10), "took {:?}", start.elapsed());
    assert!(!read.is_empty());
    for one in read.iter().filter_map(|one| one.as_ref().err()) {
        assert_ne!(one.code, Code::Panic, "{one}");
    }
    read
}

fn codes(read: &Read) -> Vec<Option<Code>> {
    read.iter().map(|one| one.as_ref().err().map(|rejection| rejection.code)).collect()
}

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("begun");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("finished").into_inner()
}

fn docx(text: &str) -> Vec<u8> {
    packed(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", text.as_bytes())])
}

fn odt(text: &str) -> Vec<u8> {
    let kind = b"application/vnd.oasis.opendocument.text";
    packed(&[("mimetype", kind), ("content.xml", text.as_bytes())])
}

/// A workbook of one sheet whose cells hold their texts themselves.
fn xlsx(sheet: &str) -> Vec<u8> {
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: &str, kind: &str, part: &str| {
        format!(
            "<Relationships><Relationship Id=\"{id}\" Type=\"{kinds}/{kind}\" Target=\"{part}\"/></Relationships>"
        )
    };
    packed(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", relation("a", "officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"S\" r:id=\"b\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", relation("b", "worksheet", "sheet.xml").as_bytes()),
        ("xl/sheet.xml", sheet.as_bytes()),
    ])
}

fn cell(text: &str) -> String {
    format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn hostile_text_documents_are_refused_at_once() {
    let body = |inner: &str| {
        format!("<w:document><w:body>{}{inner}</w:body></w:document>", paragraph("Un titre qui précède"))
    };
    let deep = format!("{}{}", "<w:sdt>".repeat(100_000), "</w:sdt>".repeat(100_000));
    let long = format!("<w:p w:x=\"{}\"/>", "y".repeat(10 << 20));
    for (name, inner, code) in [
        ("depth", deep, Code::Depth),
        ("long tag", long, Code::Xml),
        ("open", "<w:p><w:r><w:t>sans fin".to_owned(), Code::Truncated),
        ("crossed", "<w:p></w:r>".to_owned(), Code::Xml),
        ("comment", "<!-- ".repeat(100_000), Code::Xml),
    ] {
        let text =
            if name == "open" { body(&inner).replace("</w:body></w:document>", "") } else { body(&inner) };
        assert_eq!(codes(&read(&docx(&text), ".docx")), [Some(code)], "{name}");
    }
    let declared = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    for bytes in [docx(&format!("{declared}{}", body("&a;"))), odt(&format!("{declared}<a>&a;</a>"))] {
        assert_eq!(codes(&read(&bytes, "")), [Some(Code::Dtd)]);
    }
    // 40 MiB of blanks in 40 KiB.
    let bomb = docx(&body(&" ".repeat(40 << 20)));
    assert!(bomb.len() < 1 << 20);
    assert_eq!(codes(&read(&bomb, ".docx")), [Some(Code::Ratio)]);
    // A text in another encoding than it declares.
    let text = body(&paragraph("Le préfet reçoit les élus."));
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    let bytes = packed(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", &latin)]);
    let read = read(&bytes, ".docx");
    assert_eq!(read[0].as_ref().map(|raw| raw.body.as_str()), Ok("Le préfet reçoit les élus."));
}

#[test]
fn hostile_workbooks_keep_the_rows_before() {
    let row = |cells: &str| format!("<row>{cells}</row>");
    let names = row(&(cell("titre") + &cell("texte")));
    let good = row(&(cell("Entier") + &cell("Le texte.")));
    let sheet = |rows: &str| format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let many = row(&cell("x").repeat(20_000));
    let long = row(&cell(&"mot ".repeat(9 << 20)));
    let deep = row(&format!("{}{}", "<ext>".repeat(1_000), "</ext>".repeat(1_000)));
    for (name, rows, code) in [
        ("columns", format!("{names}{good}{many}{good}"), Code::Csv),
        ("row", format!("{names}{good}{long}"), Code::Ratio),
        ("depth", format!("{names}{good}{deep}"), Code::Depth),
        ("text not there", format!("{names}{good}<row><c t=\"s\"><v>7</v></c></row>"), Code::Truncated),
    ] {
        let found = codes(&read(&xlsx(&sheet(&rows)), ".xlsx"));
        // A row of one word over and over is a bomb before it is too long.
        let fits = found == [None, Some(code)] || (name == "row" && found == [None, Some(Code::Csv)]);
        assert!(fits, "{name}: {found:?}");
    }
    let none = read(&xlsx(&sheet("")), ".xlsx");
    assert_eq!(codes(&none), [Some(Code::Empty)]);
}

/// An archive of articles that has a folder named like a part is an archive of articles.
#[test]
fn archives_with_names_like_parts_are_archives() {
    for members in [
        vec![("word/a.txt", b"Titre\n\nTexte." as &[u8]), ("b.txt", b"Titre\n\nTexte.")],
        vec![("mimetype", b"Titre\n\nTexte."), ("b.txt", b"Titre\n\nTexte.")],
    ] {
        let bytes = packed(&members);
        assert_eq!(codes(&read(&bytes, ".zip")), [None, None]);
        // Without its directory too.
        let end = bytes.windows(4).position(|window| window == b"PK\x01\x02").expect("a directory");
        let cut = codes(&read(&bytes[..end], ".zip"));
        assert_eq!(cut, [None, None, Some(Code::Truncated)]);
    }
}

/// A build without a reader names the feature that has it, and fails: nothing is left out in silence.
#[test]
fn a_feature_left_out_is_named() {
    for (bytes, feature, is_built) in [
        (b"%PDF-1.4\n%%EOF" as &[u8], "pdf", cfg!(feature = "pdf")),
        (b"PAR1....PAR1", "columnar", cfg!(feature = "columnar")),
        (b"ARROW1\0\0....", "columnar", cfg!(feature = "columnar")),
    ] {
        let read = read(bytes, ".bin");
        let told = read[0].as_ref().expect_err("no article");
        assert_eq!(told.code == Code::NotBuilt, !is_built, "{told}");
        assert_eq!(told.detail.contains(&format!("\"{feature}\"")), !is_built, "{told}");
    }
}

#[cfg(feature = "pdf")]
mod pdf {
    use super::*;

    /// A document of these objects, numbered from 1; the first is its catalogue.
    fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
        let mut out = b"%PDF-1.5\n".to_vec();
        let mut places = Vec::new();
        for (number, object) in objects.iter().enumerate() {
            places.push(out.len());
            out.extend(format!("{} 0 obj\n", number + 1).bytes());
            out.extend(object);
            out.extend(b"\nendobj\n");
        }
        let start = out.len();
        out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
        places.iter().for_each(|place| out.extend(format!("{place:010} 00000 n \n").bytes()));
        let size = objects.len() + 1;
        out.extend(format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes());
        out
    }

    fn object(text: &str) -> Vec<u8> {
        text.as_bytes().to_vec()
    }

    fn stream(content: &[u8], more: &str) -> Vec<u8> {
        let mut out = format!("<</Length {}{more}>>\nstream\n", content.len()).into_bytes();
        out.extend(content);
        out.extend(b"\nendstream");
        out
    }

    /// One page with this content.
    fn page(content: Vec<u8>) -> Vec<u8> {
        pdf(&[
            object("<</Type/Catalog/Pages 2 0 R>>"),
            object("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
            object(
                "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
            ),
            content,
            object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"),
            stream(b"/X Do /X Do BT /F 10 Tf (encore) Tj ET", "/Subtype/Form"),
        ])
    }

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("written");
        encoder.finish().expect("finished")
    }

    #[test]
    fn hostile_pdf_is_refused_at_once() {
        let text = b"BT /F 10 Tf 50 700 Td (Le pr\xe9fet re\xe7oit les \xe9lus.) Tj ET";
        let good = read(&page(stream(text, "")), ".pdf");
        assert_eq!(good[0].as_ref().map(|raw| raw.body.as_str()), Ok("Le préfet reçoit les élus."));
        let zeros = deflated(&vec![b' '; 100 << 20]);
        let bomb = read(&page(stream(&zeros, "/Filter/FlateDecode")), ".pdf");
        assert_eq!(codes(&bomb), [Some(Code::Ratio)]);
        let objects = deflated(&vec![b' '; 100 << 20]);
        let in_objects = pdf(&[stream(&objects, "/Type/ObjStm/N 1/First 4/Filter/FlateDecode")]);
        assert!(codes(&read(&in_objects, ".pdf"))[0].is_some());
        // Pages that hold each other, and none.
        let circle = pdf(&[
            object("<</Type/Catalog/Pages 2 0 R>>"),
            object("<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>"),
            object("<</Type/Pages/Kids[2 0 R 3 0 R]/Count 1/Parent 2 0 R>>"),
        ]);
        assert!(codes(&read(&circle, ".pdf"))[0].is_some());
        for nested in [b"[" as &[u8], b"<<", b"(", b"<</A"] {
            let deep = [b"<</Type/Catalog/A " as &[u8], &nested.repeat(200_000)].concat();
            assert!(codes(&read(&pdf(&[deep]), ".pdf"))[0].is_some());
            read(&page(stream(&nested.repeat(200_000), "")), ".pdf");
        }
    }

    /// A form that draws itself twice, eight levels deep, ends.
    #[test]
    fn forms_within_forms_have_an_end() {
        let drawn = read(&page(stream(b"/X Do BT /F 10 Tf 50 700 Td (Un texte.) Tj ET", "")), ".pdf");
        assert!(drawn.iter().any(Result::is_ok), "{drawn:?}");
    }

    #[test]
    fn states_that_are_never_restored_cost_little() {
        let content = [b"q ".repeat(2_000_000), b"BT /F 10 Tf 50 700 Td (Un texte.) Tj ET".to_vec()].concat();
        let drawn = read(&page(stream(&content, "")), ".pdf");
        assert_eq!(drawn[0].as_ref().map(|raw| raw.body.as_str()), Ok("Un texte."));
    }
}

#[cfg(feature = "columnar")]
mod columnar {
    use std::path::Path;

    use super::*;

    fn sample(path: &str) -> Vec<u8> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats");
        std::fs::read(folder.join(path)).expect("there")
    }

    #[test]
    fn lengths_that_lie_allocate_nothing() {
        // The length of a message's description, then of its body.
        let mut stream = sample("arrow/usual.arrow");
        stream[4..8].copy_from_slice(&0x7fff_fff0_u32.to_le_bytes());
        let cut = codes(&read(&stream, ".arrow"));
        assert!(cut[0].is_some(), "{cut:?}");
        let whole = sample("arrow/usual.arrow");
        for at in (8..whole.len().min(700)).step_by(3) {
            let mut stream = whole.clone();
            stream[at..at + 3].copy_from_slice(&[0xff, 0xff, 0x7f]);
            read(&stream, ".arrow");
        }
        let whole = sample("parquet/full.parquet");
        let end = whole.len();
        for at in (end - 1_800..end - 3).step_by(5) {
            let mut table = whole.clone();
            table[at..at + 3].copy_from_slice(&[0xff, 0xff, 0x7f]);
            read(&table, ".parquet");
        }
    }

    /// A schema of groups within groups, one child each.
    #[test]
    fn a_schema_without_an_end_is_refused() {
        // Field 2 of the description: a list of structures, each a name (field 4) and a child (field 5).
        let mut footer = vec![0x15, 0x02, 0x19, 0xfc];
        let count = 200_000_u32;
        let mut left = count;
        while left >= 0x80 {
            footer.push((left & 0x7f) as u8 | 0x80);
            left >>= 7;
        }
        footer.push(left as u8);
        for _ in 0..count {
            footer.extend([0x48, 1, b'a', 0x15, 2, 0]);
        }
        footer.push(0);
        let mut table = b"PAR1".to_vec();
        table.extend(&footer);
        table.extend((footer.len() as u32).to_le_bytes());
        table.extend(b"PAR1");
        assert_eq!(codes(&read(&table, ".parquet")), [Some(Code::Crc)]);
    }

    /// What lies in an archive has no file of its own.
    #[test]
    fn tables_are_read_within_archives() {
        for path in ["parquet/full.parquet", "arrow/full.feather"] {
            let bytes = sample(path);
            let alone = read(&bytes, ".bin");
            let within = read(&packed(&[("table.bin", &bytes)]), ".zip");
            assert_eq!(codes(&alone), codes(&within), "{path}");
            for (one, other) in alone.iter().zip(&within) {
                let bodies = (one.as_ref().map(|raw| &raw.body), other.as_ref().map(|raw| &raw.body));
                assert_eq!(bodies.0.ok(), bodies.1.ok(), "{path}");
            }
        }
    }
}
