//! The pages that lie beside an issue, and the issue beside a page.

use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use flate2::read::MultiGzDecoder;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::parse::frame::open;
use crate::parse::xml::{self, attribute, local};

/// Entries of a folder that are looked at for an issue.
const ENTRIES: usize = 2_000;
/// Issues in a folder that are looked into for one page.
const ISSUES: usize = 8;
/// Bytes of an issue that are looked into.
const ISSUE_BYTES: u64 = 16 << 20;
/// Pages of one issue.
const PAGES: usize = 10_000;

/// Returns name and path of each XML file that a METS document lists, in order.
pub(super) fn listed(document: &[u8]) -> Vec<(String, String)> {
    let Ok(text) = xml::text(document) else { return Vec::new() };
    let mut reader = Reader::from_str(&text);
    let mut id = String::new();
    let mut found = Vec::new();
    while let Ok(event) = reader.read_event() {
        let tag = match event {
            Event::Start(tag) | Event::Empty(tag) => tag,
            Event::Eof => break,
            _ => continue,
        };
        let name = tag.name();
        let wanted = match local(name.as_ref()) {
            "file" => "ID",
            "FLocat" => "href",
            _ => continue,
        };
        let value = attribute(&tag, wanted).unwrap_or_default();
        if wanted == "ID" {
            id = value;
        } else if is_page(&value) && found.len() < PAGES {
            found.push((id.clone(), value));
        }
    }
    found
}

fn is_page(href: &str) -> bool {
    let href = href.to_ascii_lowercase();
    href.strip_suffix(".gz").unwrap_or(&href).ends_with(".xml")
}

/// Reads a listed file, unpacked, if it lies in the issue's folder or the one around it.
pub(super) fn read(issue: &Path, href: &str, limit: u64) -> Result<Vec<u8>, String> {
    let path = place(issue, href).ok_or_else(|| "not there".to_owned())?;
    let bytes = unpacked(&path, limit + 1)?;
    if bytes.len() as u64 > limit { Err("the issue is too long with it".to_owned()) } else { Ok(bytes) }
}

/// Finds a listed file: where it is said to lie, else by its name in the folders where pages usually lie.
fn place(issue: &Path, href: &str) -> Option<PathBuf> {
    let folder = issue.parent()?;
    let href = href.strip_prefix("file:").unwrap_or(href).trim_start_matches('/').replace('\\', "/");
    let path = Path::new(&href);
    let name = path.file_name()?;
    let ups = path.components().filter(|part| *part == Component::ParentDir).count();
    let is_near = path
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir | Component::ParentDir));
    let mut places = Vec::new();
    if is_near && ups <= 1 {
        places.push(folder.join(path));
    }
    places.extend(
        ["ALTO", "alto", "ocr", "../ocr", "../ALTO", "../alto", "."].map(|near| folder.join(near).join(name)),
    );
    places.into_iter().find_map(|place| {
        let packed = PathBuf::from([place.as_os_str(), OsStr::new(".gz")].join(OsStr::new("")));
        [place, packed].into_iter().find(|path| fs::metadata(path).is_ok_and(|metadata| metadata.is_file()))
    })
}

/// Returns the name of the issue that lists a page: it lies in the page's folder, in the one around it, or
/// in a folder `toc` there.
///
/// Cost: reads the folders, and the issues in them, of which there are few beside a page.
pub(in crate::parse) fn listing(page: &Path) -> Option<String> {
    let name = page.file_name()?.to_str()?;
    let name = name.strip_suffix(".gz").unwrap_or(name);
    let here = Some(fs::canonicalize(page).ok()?);
    let folder = page.parent()?;
    let around = folder.parent();
    let folders =
        [Some(folder.to_path_buf()), around.map(Path::to_path_buf), around.map(|around| around.join("toc"))];
    let mut looked = 0;
    for folder in folders.into_iter().flatten() {
        let is_toc = folder.file_name() == Some(OsStr::new("toc"));
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        let mut names: Vec<String> = entries
            .take(ENTRIES)
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|other| is_page(other) && (is_toc || other.to_lowercase().contains("mets")))
            .collect();
        names.sort();
        for issue in names {
            looked += 1;
            if looked > ISSUES {
                return None;
            }
            let path = folder.join(&issue);
            let lists =
                |href: &str| place(&path, href).is_some_and(|place| fs::canonicalize(place).ok() == here);
            let Ok(document) = unpacked(&path, ISSUE_BYTES) else { continue };
            if memchr::memmem::find(&document, name.as_bytes()).is_some()
                && listed(&document).iter().any(|(_, href)| href.contains(name) && lists(href))
            {
                return Some(issue);
            }
        }
    }
    None
}

/// Returns the first bytes of a file, unpacked where it is packed.
fn unpacked(path: &Path, count: u64) -> Result<Vec<u8>, String> {
    let (file, _) = open(path).map_err(|fault| fault.detail)?;
    let mut bytes = Vec::new();
    let is_packed = path.extension() == Some(OsStr::new("gz"));
    let reader: Box<dyn Read> = if is_packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    reader.take(count).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn pages_are_listed_with_their_entities_opened() {
        let document = br#"<mets><file ID="P1"><FLocat xlink:href="file://./ALTO/quai&amp;port.xml"/></file>
            <file ID="I1"><FLocat xlink:href="scan.jp2"/></file></mets>"#;
        assert_eq!(listed(document), [("P1".to_owned(), "file://./ALTO/quai&port.xml".to_owned())]);
    }
}
