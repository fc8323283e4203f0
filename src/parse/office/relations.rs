//! What a part of an Office Open XML document refers to: `_rels/NAME.rels` beside it.

use std::io::{Read, Seek};

use super::{Package, Place};
use crate::parse::input::Fault;
use crate::parse::xml::attribute;
use crate::parse::xml::walk::{Step, walk};

/// References of a part, at most.
const RELATIONS: usize = 100_000;

/// A reference.
#[derive(Debug, Default)]
pub(super) struct Relation {
    pub(super) id: String,
    /// The last part of the kind's name: `worksheet`, `styles`.
    kind: String,
    /// Name of the part in the package.
    pub(super) target: String,
}

impl Relation {
    /// Whether it is of a kind.
    pub(super) fn is(&self, kind: &str) -> bool {
        self.kind == kind
    }
}

/// Returns the references of a part; of the package itself where `part` is empty. None where the part has
/// none, which is no fault.
pub(super) fn of<R: Read + Seek>(
    package: &mut Package<'_, R>,
    part: &str,
    place: &Place<'_, '_, '_>,
) -> Result<Vec<Relation>, Fault> {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let path = format!("{prefix}_rels/{name}.rels");
    if !place.has(package, &path)? {
        return Ok(Vec::new());
    }
    let bytes = package.part(&path, place)?;
    let mut relations = Vec::new();
    walk(&bytes[..], place.unwrapping.limits(), |step| {
        let Step::Begin("Relationship", tag) = step else { return Ok(()) };
        let value = |name: &str| attribute(tag, name).unwrap_or_default();
        if value("TargetMode") != "External" && relations.len() < RELATIONS {
            let target = value("Target");
            let target = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("{prefix}{}", target.strip_prefix("./").unwrap_or(&target)),
            };
            let kind = value("Type").rsplit('/').next().unwrap_or_default().to_owned();
            relations.push(Relation { id: value("Id"), kind, target });
        }
        Ok(())
    })?;
    Ok(relations)
}
