//! The compiled model: lexicon, word clusters and weights in one versioned file, read where it lies.
//!
//! [`train`](super::train) writes it, the program carries it; nothing is parsed or copied at start. How it was
//! made, from what, and how well it does stands beside it in `data/README.md`.

use std::borrow::Cow;

use super::lexicon::Lexicon;
use super::table::{Table, mix};

/// The model that this program carries.
static COMPILED: &[u8] = include_bytes!("data/tagger.bin");

/// What a model file begins with.
const MAGIC: &[u8; 16] = b"kiosque tagger\n\0";

/// Changes with the format and with every change of what a feature means: a model of another version is refused,
/// since its weights would be read as something else.
pub(super) const VERSION: u32 = 2;

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
/// | 4 each, little-endian | version; bytes of the lexicon, of the clusters, of the plain and of the hashed features |
/// | 2 × 81 | transitions: from label (row) to label, in the unit of the weights |
/// | 9 a slot | the lexicon ([`lexicon`](super::lexicon)), a [table](super::table) |
/// | 5 a slot | the clusters, a table: 17 bits of fingerprint, 6 bits of coarse class, 9 of fine |
/// | 8 a feature | weights of plain features, by number |
/// | 13 a slot | hashed features, a table: 32 bits of fingerprint, then weights |
pub(super) struct Model {
    bytes: Cow<'static, [u8]>,
}

/// The sections of a model.
#[derive(Clone, Copy)]
pub(super) struct Sections<'m> {
    pub(super) transitions: &'m [[u8; 2]],
    pub(super) lexicon: Lexicon<'m>,
    clusters: Table<'m, 4>,
    pub(super) plain: &'m [Weights],
    hashed: Table<'m, { 4 + WEIGHTS }>,
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

    /// The bytes of its lexicon.
    #[cfg(test)]
    pub(super) fn lexicon_bytes(&self) -> &[u8] {
        let lengths = 16 + 4;
        let length = self.bytes[lengths..].first_chunk().map_or(0, |length| u32::from_le_bytes(*length));
        let begin = lengths + 16 + 2 * LABELS * LABELS;
        &self.bytes[begin..begin + length as usize]
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
    pub(super) hashed: Vec<u8>,
}

impl Parts {
    /// Returns the model file.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let lengths =
            [self.lexicon.len(), self.clusters.len(), self.plain.len() * WEIGHTS, self.hashed.len()];
        bytes.extend(VERSION.to_le_bytes());
        for length in lengths {
            bytes.extend(u32::try_from(length).expect("a model is smaller than 4 GiB").to_le_bytes());
        }
        bytes.extend(self.transitions.iter().flatten().flat_map(|weight| weight.to_le_bytes()));
        bytes.extend(&self.lexicon);
        bytes.extend(&self.clusters);
        bytes.extend(self.plain.iter().flatten().map(|weight| *weight as u8));
        bytes.extend(&self.hashed);
        bytes
    }
}

/// Finds the sections of a model file.
#[inline]
fn sections(bytes: &[u8]) -> Result<Sections<'_>, ModelError> {
    let header = bytes.strip_prefix(MAGIC).and_then(|rest| rest.split_at_checked(20));
    let (header, mut rest) = header.ok_or(ModelError::NoModel)?;
    let mut numbers = header.as_chunks().0.iter().map(|number| u32::from_le_bytes(*number));
    let mut number = || numbers.next().unwrap_or(0);
    let version = number();
    if version != VERSION {
        return Err(ModelError::Version { found: version });
    }
    let mut take = |length: usize| {
        let (section, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(section)
    };
    let mut sections = || {
        Some(Sections {
            transitions: take(2 * LABELS * LABELS)?.as_chunks().0,
            lexicon: Lexicon::new(Table::new(take(number() as usize)?)?),
            clusters: Table::new(take(number() as usize)?)?,
            plain: take(number() as usize)?.as_chunks().0,
            hashed: Table::new(take(number() as usize)?)?,
        })
    };
    let sections = sections().ok_or(ModelError::NoModel)?;
    if rest.is_empty() { Ok(sections) } else { Err(ModelError::NoModel) }
}

/// The row of a hashed feature: what its slot keeps of it, and its weights.
pub(super) fn hashed_row(feature: u64, weights: [i8; WEIGHTS]) -> [u8; 4 + WEIGHTS] {
    let mut row = [0; 4 + WEIGHTS];
    row[..4].copy_from_slice(&(feature as u32).to_le_bytes());
    row[4..].copy_from_slice(&weights.map(|weight| weight as u8));
    row
}

/// The class of a word in two clusterings of the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cluster {
    /// 1 to 64; 0 is a word that the vocabulary lacks.
    pub(super) coarse: u8,
    /// 1 to 512; 0 likewise.
    pub(super) fine: u16,
}

/// The key of a word in the table of clusters, given the hash of its folded letters, the lowest bit turned if it
/// begins with a capital.
#[inline]
pub(super) fn cluster_key(word: u64) -> u64 {
    mix(word)
}

/// The row of a word in the table of clusters.
pub(super) fn cluster_row(key: u64, coarse: u32, fine: u32) -> [u8; 4] {
    ((key as u32) << 15 | coarse << 9 | fine).to_le_bytes()
}

impl<'m> Sections<'m> {
    /// Whether the model lacks a hashed feature, as most are; `false` says nothing.
    #[inline]
    pub(super) fn lacks(&self, feature: u64) -> bool {
        self.hashed.lacks(feature)
    }

    /// Returns the weights of a hashed feature.
    #[inline]
    pub(super) fn weights(&self, feature: u64) -> Option<&'m Weights> {
        let row = self.hashed.find(feature, |row| row[..4] == (feature as u32).to_le_bytes())?;
        row.last_chunk()
    }

    /// Returns the clusters of a word, as [`cluster_key`] takes it.
    #[inline]
    pub(super) fn cluster(&self, word: u64) -> Cluster {
        let key = cluster_key(word);
        let found = self.clusters.find(key, |row| u32::from_le_bytes(*row) >> 15 == key as u32 & 0x1_ffff);
        found.map_or(Cluster::default(), |row| {
            let row = u32::from_le_bytes(*row);
            Cluster { coarse: (row >> 9 & 63) as u8 + 1, fine: (row & 511) as u16 + 1 }
        })
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
