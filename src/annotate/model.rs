//! The compiled model: lexicon, word clusters and weights in one versioned file, read where it lies.
//!
//! [`train`](super::train) writes it, the program carries it; nothing is parsed or copied at start. How it was
//! made, from what, and how well it does stands beside it in `data/README.md`.

use std::borrow::Cow;

use super::table::{home, mix};

/// The model that this program carries.
static COMPILED: &[u8] = include_bytes!("data/tagger.bin");

/// What a model file begins with.
const MAGIC: &[u8; 16] = b"kiosque tagger\n\0";

/// Changes with the format and with every change of what a feature means: a model of another version is refused,
/// since its weights would be read as something else.
pub(super) const VERSION: u32 = 1;

/// Labels of the sequence: none, the first token of each class, and one further inside each.
pub(super) const LABELS: usize = 9;
/// Person, organisation, place, other thing with a name.
pub(super) const CLASSES: usize = 4;
/// Weights are relative to those of the label *none*, which has none.
pub(super) const WEIGHTS: usize = LABELS - 1;

/// The weights of one feature: first tokens of the four classes, then inner ones.
pub(super) type Weights = [u8; WEIGHTS];

/// Why a file is no model for this program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// It does not begin as a model does, or ends too early.
    #[error("no tagger model: the file begins or ends otherwise")]
    NoModel,
    /// It was trained by another version.
    #[error("tagger model of version {found}, this program reads version {VERSION}: train it again")]
    Version {
        /// The version in the file.
        found: u32,
    },
}

/// Bytes of a model that have been looked at once: their sections lie where the header says.
///
/// | bytes | what |
/// |---|---|
/// | 16 | `kiosque tagger`, newline, NUL |
/// | 4 each, little-endian | version; slots of the lexicon; slots of the clusters; plain features; slots of the hashed features |
/// | 2 × 81 | transitions: from label (row) to label, in the unit of the weights |
/// | 8 a slot | the lexicon ([`lexicon`](super::lexicon)) |
/// | 4 a slot | the clusters: 17 bits of fingerprint, 6 bits of coarse class, 9 of fine |
/// | 8 a feature | weights of plain features, by number |
/// | 4 a slot | fingerprints of hashed features, 0 where a slot is empty |
/// | 8 a slot | weights of hashed features |
pub(super) struct Model {
    bytes: Cow<'static, [u8]>,
}

/// The sections of a model.
#[derive(Clone, Copy)]
pub(super) struct Sections<'m> {
    pub(super) transitions: &'m [[u8; 2]],
    pub(super) lexicon: &'m [[u8; 8]],
    pub(super) clusters: &'m [[u8; 4]],
    pub(super) plain: &'m [Weights],
    fingerprints: &'m [[u8; 4]],
    pub(super) hashed: &'m [Weights],
}

impl Model {
    /// The model that the program carries.
    pub(super) fn compiled() -> Model {
        let model = Model { bytes: Cow::Borrowed(COMPILED) };
        debug_assert!(sections(COMPILED).is_ok(), "the compiled model is of this version");
        model
    }

    /// Takes a model that was trained elsewhere.
    ///
    /// # Errors
    ///
    /// If the bytes are no model of this version.
    pub(super) fn new(bytes: Vec<u8>) -> Result<Model, ModelError> {
        sections(&bytes)?;
        Ok(Model { bytes: Cow::Owned(bytes) })
    }

    /// Its sections; a few additions.
    #[inline]
    pub(super) fn sections(&self) -> Sections<'_> {
        sections(&self.bytes).expect("a model is looked at before it is kept")
    }
}

/// Puts sections together.
pub(super) struct Parts {
    pub(super) transitions: [[i16; LABELS]; LABELS],
    pub(super) lexicon: Vec<u8>,
    pub(super) clusters: Vec<u8>,
    pub(super) plain: Vec<[i8; WEIGHTS]>,
    pub(super) hashed: Vec<Option<(u32, [i8; WEIGHTS])>>,
}

impl Parts {
    /// Returns the model file.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let counts = [self.lexicon.len() / 8, self.clusters.len() / 4, self.plain.len(), self.hashed.len()];
        bytes.extend(VERSION.to_le_bytes());
        for count in counts {
            bytes.extend(u32::try_from(count).expect("a model has fewer features than 2^32").to_le_bytes());
        }
        bytes.extend(self.transitions.iter().flatten().flat_map(|weight| weight.to_le_bytes()));
        bytes.extend(&self.lexicon);
        bytes.extend(&self.clusters);
        bytes.extend(self.plain.iter().flatten().map(|weight| *weight as u8));
        let fingerprints = self.hashed.iter().map(|slot| slot.map_or(0, |(fingerprint, _)| fingerprint));
        bytes.extend(fingerprints.flat_map(u32::to_le_bytes));
        let weights = self.hashed.iter().map(|slot| slot.map_or([0; WEIGHTS], |(_, weights)| weights));
        bytes.extend(weights.flatten().map(|weight| weight as u8));
        bytes
    }
}

/// Finds the sections of a model file.
#[inline]
fn sections(bytes: &[u8]) -> Result<Sections<'_>, ModelError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::NoModel)?;
    let (counts, rest) = rest.split_at_checked(20).ok_or(ModelError::NoModel)?;
    let mut counts = counts.as_chunks().0.iter().map(|count| u32::from_le_bytes(*count));
    let mut count = || counts.next().map_or(0, |count| count as usize);
    let version = count() as u32;
    if version != VERSION {
        return Err(ModelError::Version { found: version });
    }
    let (lexicon, clusters, plain, hashed) = (count(), count(), count(), count());
    let (transitions, rest) = take(rest, LABELS * LABELS)?;
    let (lexicon, rest) = take(rest, lexicon)?;
    let (clusters, rest) = take(rest, clusters)?;
    let (plain, rest) = take(rest, plain)?;
    let (fingerprints, rest) = take(rest, hashed)?;
    let (hashed, rest) = take(rest, hashed)?;
    let sections = Sections { transitions, lexicon, clusters, plain, fingerprints, hashed };
    if rest.is_empty() { Ok(sections) } else { Err(ModelError::NoModel) }
}

/// Takes so many items of one size off the front.
#[inline]
fn take<const SIZE: usize>(bytes: &[u8], count: usize) -> Result<(&[[u8; SIZE]], &[u8]), ModelError> {
    let end = count.checked_mul(SIZE).ok_or(ModelError::NoModel)?;
    let (items, rest) = bytes.split_at_checked(end).ok_or(ModelError::NoModel)?;
    Ok((items.as_chunks().0, rest))
}

/// The bits of a hashed feature that its slot keeps; never 0.
#[inline]
pub(super) fn fingerprint(feature: u64) -> u32 {
    (feature as u32).max(1)
}

/// The class of a word in two clusterings of the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cluster {
    /// 1 to 64; 0 is a word that the vocabulary lacks.
    pub(super) coarse: u8,
    /// 1 to 512; 0 likewise.
    pub(super) fine: u16,
}

/// The key of a word in the table of clusters: its folded letters, and whether it begins with a capital.
#[inline]
pub(super) fn cluster_key(word: u64, capital: bool) -> u64 {
    mix(word ^ u64::from(capital))
}

/// The bits of a key that a slot of the clusters keeps; never 0.
#[inline]
pub(super) fn cluster_fingerprint(key: u64) -> u32 {
    (key as u32 & 0x1_ffff).max(1)
}

impl Sections<'_> {
    /// What stands where the search for a hashed feature begins; 0 if the model lacks it.
    #[inline]
    pub(super) fn first_look(&self, feature: u64) -> u32 {
        let slot = home(feature, self.fingerprints.len());
        self.fingerprints.get(slot).map_or(0, |found| u32::from_le_bytes(*found))
    }

    /// Returns the slot of a hashed feature. An unseen one costs a look or two at the fingerprints.
    #[inline]
    pub(super) fn slot(&self, feature: u64) -> Option<usize> {
        let wanted = fingerprint(feature);
        let mut slot = home(feature, self.fingerprints.len());
        // A table keeps an empty slot; one that a stranger made may not.
        for _ in 0..self.fingerprints.len() {
            let found = u32::from_le_bytes(*self.fingerprints.get(slot)?);
            if found == wanted {
                return Some(slot);
            }
            if found == 0 {
                return None;
            }
            slot += 1;
            if slot == self.fingerprints.len() {
                slot = 0;
            }
        }
        None
    }

    /// Returns the clusters of a word.
    #[inline]
    pub(super) fn cluster(&self, word: u64, capital: bool) -> Cluster {
        let key = cluster_key(word, capital);
        let wanted = cluster_fingerprint(key);
        let mut slot = home(key, self.clusters.len());
        while let Some(found) = self.clusters.get(slot) {
            let found = u32::from_le_bytes(*found);
            if found >> 15 == wanted {
                return Cluster { coarse: (found >> 9 & 63) as u8 + 1, fine: (found & 511) as u16 + 1 };
            }
            if found == 0 {
                break;
            }
            slot += 1;
            if slot == self.clusters.len() {
                slot = 0;
            }
        }
        Cluster::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_kind_or_version_is_refused() {
        assert!(sections(COMPILED).is_ok());
        assert_eq!(sections(b"").err(), Some(ModelError::NoModel));
        let mut other = COMPILED.to_vec();
        other.pop();
        assert_eq!(sections(&other).err(), Some(ModelError::NoModel));
        other[16] = 255;
        assert!(matches!(sections(&other).err(), Some(ModelError::Version { found }) if found != VERSION));
    }
}
