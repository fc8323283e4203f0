//! Every document of an index, in order of id: two indexes of equal dump hold the same articles.

use std::collections::HashMap;

use super::Error;
use crate::article::Kind;
use crate::document::line::Line;
use crate::index::Snapshot;
use crate::manifest::{COPIES, CopyTable};

/// Calls `emit` with the line of every document, sorted by id.
///
/// Memory: 24 bytes a document, and the names of all entities.
///
/// # Errors
/// If the index is damaged or `emit` fails.
pub fn dump(
    snapshot: &Snapshot,
    mut emit: impl FnMut(&Line<'_>) -> std::io::Result<()>,
) -> Result<(), Error> {
    let copies = snapshot.attachment(COPIES)?.map(|bytes| CopyTable::open(std::sync::Arc::from(bytes)));
    let copies: Option<CopyTable<std::sync::Arc<[u8]>>> = copies.transpose()?;
    let mut names: HashMap<(Kind, String), String> = HashMap::new();
    for (id, address) in snapshot.ids()? {
        let document = snapshot.document(address)?;
        for entity in &document.entities {
            let key = (entity.kind, entity.key.clone());
            if let std::collections::hash_map::Entry::Vacant(unnamed) = names.entry(key) {
                unnamed.insert(snapshot.entity_name(entity)?);
            }
        }
        let others = copies.as_ref().map_or(Ok(Vec::new()), |copies| copies.of(id))?;
        let own = document.copy();
        let name = |entity: &crate::article::Entity| {
            names.get(&(entity.kind, entity.key.clone())).unwrap_or(&entity.name).clone()
        };
        emit(&Line::new(&document, &own, &others, name))?;
    }
    Ok(())
}
