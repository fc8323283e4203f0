//! What a run that is not yet at its end leaves for the next one, should it never get there.

use serde::{Deserialize, Serialize};

use super::Error;
use crate::article::{ArticleId, Digest};
use crate::document::Copy;

/// Name of the attachment; only commits in the midst of a run have it. Zstd of `postcard` of [`Pending`]
/// follows its mark.
pub const PENDING: &str = "pending";

const MAGIC: &[u8; 8] = b"KQPENDI1";

/// What the manifest of an unfinished run does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Documents in the index that no claim of the manifest gives as they are: of sources that are gone, or
    /// read in part, or outdone since.
    pub held: Vec<Held>,
    /// What articles that do not stand say of themselves, so that their sources need not be read again.
    pub copies: Vec<Copy>,
}

/// A document in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its id.
    #[serde(with = "super::id_bytes")]
    pub id: ArticleId,
    /// Its digest.
    pub digest: Digest,
    /// Digest of the sections that it has from its copies.
    pub sections: Option<Digest>,
}

impl Pending {
    /// Returns this as bytes.
    ///
    /// # Panics
    /// Never: memory takes what is written.
    pub fn to_bytes(&self) -> Vec<u8> {
        let plain = postcard::to_stdvec(self).expect("postcard writes any value to memory");
        let mut bytes = MAGIC.to_vec();
        bytes.extend(zstd::bulk::compress(&plain, 1).expect("zstd compresses any bytes in memory"));
        bytes
    }

    /// Reads it back.
    ///
    /// # Errors
    /// If the bytes are cut, damaged or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let packed = bytes.strip_prefix(MAGIC).ok_or(Error::Foreign)?;
        let plain = zstd::stream::decode_all(packed).map_err(|_| Error::Damaged)?;
        postcard::from_bytes(&plain).map_err(|_| Error::Damaged)
    }
}
