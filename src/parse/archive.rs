//! tar and zip: members read where they lie, never unpacked. A member's name is data, not a path. A zip that
//! is an office document is handed to [`office`](super::office). Where a zip's directory is no help its members
//! are held one by one, those of an office document all together, up to the limit for documents.

mod zip;

use std::collections::HashMap;

use super::input::{Fault, Input};
use super::meter::Promised;
use super::paragraphs::beginning;
use super::unwrap::{Layer, Unwrapping, unwrap};
use crate::article::Origin;
use crate::stage::Code;

pub(crate) use self::zip::read as zip;
pub(super) use self::zip::zip_fault;

/// Bytes of a name that is too long that are shown.
const SHOWN_BYTES: usize = 80;

/// Reads the members of a tar stream in their order.
pub(crate) fn tar(input: &mut Input<'_>, layer: Layer, unwrapping: &mut Unwrapping<'_, '_>) {
    let health = input.health();
    let mut names = Names::default();
    let mut archive = tar::Archive::new(input);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => {
            return unwrapping.fault(&layer.origin, Fault::new(Code::Io, error.to_string()));
        }
    };
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let fault = health.fault().unwrap_or_else(|| tar_fault(&error));
                return unwrapping.fault(&layer.origin, fault);
            }
        };
        let kind = entry.header().entry_type();
        if !(kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let Some(member) = names.member(&layer, &name, unwrapping) else {
            if unwrapping.is_over() {
                return;
            }
            continue;
        };
        let length = entry.size();
        let mut guarded = unwrapping.guard(Promised::new(&mut entry, length), member.raw_before);
        let mut inner = Input::new(&mut guarded);
        let inner_health = inner.health();
        unwrap(&mut inner, None, member, unwrapping);
        // A member that the archive breaks off in has told so.
        if unwrapping.is_over() || inner_health.is_broken() {
            return;
        }
    }
    // What follows the last member shows whether the stream around it is whole.
    let input = archive.into_inner();
    input.skip_all();
    if let Some(fault) = health.fault() {
        unwrapping.fault(&layer.origin, fault);
    }
}

fn tar_fault(error: &std::io::Error) -> Fault {
    if error.kind() == std::io::ErrorKind::UnexpectedEof || error.to_string().contains("entire block") {
        Fault::new(Code::Truncated, "the archive ends too early")
    } else {
        Fault::new(Code::Crc, format!("damaged archive: {error}"))
    }
}

/// The names of an archive's members, so that two of one name stay two.
#[derive(Default)]
struct Names {
    seen: HashMap<String, u32>,
    /// Whether the archive is a WACZ: only the crawls in it are read, not what describes and indexes them.
    is_wacz: bool,
}

/// The folder of a WACZ that holds its crawls.
const CRAWLS: &str = "archive/";

impl Names {
    /// Returns the layer of a member, or `None` if it is not to be read.
    fn member(&mut self, layer: &Layer, name: &str, unwrapping: &mut Unwrapping<'_, '_>) -> Option<Layer> {
        if self.is_wacz && !name.starts_with(CRAWLS) {
            return None;
        }
        unwrapping.entries += 1;
        let limits = unwrapping.limits();
        if unwrapping.entries > limits.entries {
            let limit = Some((limits.entries, unwrapping.entries));
            let detail = "too many members".to_owned();
            unwrapping.fault(&layer.origin, Fault { code: Code::Entries, detail, limit });
            return None;
        }
        let name = name.strip_prefix("./").unwrap_or(name);
        if name.split('/').any(|part| part == "__MACOSX" || (part.starts_with('.') && part != "..")) {
            unwrapping.hidden += 1;
            return None;
        }
        if name.len() > limits.name_bytes {
            let limit = Some((limits.name_bytes as u64, name.len() as u64));
            let detail = format!("a member with a name that is too long: {}…", beginning(name, SHOWN_BYTES));
            unwrapping.fault(&layer.origin, Fault { code: Code::Name, detail, limit });
            return None;
        }
        let times = self.seen.entry(name.to_owned()).or_insert(0);
        *times += 1;
        let mut member = match &layer.origin.member {
            Some(outer) => format!("{outer}!/{name}"),
            None => name.to_owned(),
        };
        if *times > 1 {
            member.push_str(&format!("#{times}"));
        }
        let origin = Origin { member: Some(member.into()), ..layer.origin.clone() };
        let raw_before = if layer.archives == 0 { unwrapping.raw.get() } else { layer.raw_before };
        Some(Layer { origin, archives: layer.archives + 1, compressions: 0, raw_before })
    }
}
