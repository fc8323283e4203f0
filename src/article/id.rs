//! Fixed-width names of articles and of contents.

use std::fmt;
use std::str::FromStr;

/// The identity of an article: 128 bits of BLAKE3 over what names it, never over what it says.
///
/// Written as 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ArticleId([u8; 16]);

impl ArticleId {
    /// Returns the id of an identity made of these parts; the parts' borders count.
    pub fn of(parts: &[&str]) -> Self {
        ArticleId(hash_parts(parts))
    }

    /// Returns the id with these bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        ArticleId(bytes)
    }

    /// Returns the sixteen bytes, in the order in which ids sort.
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Returns the first eight bytes as a big-endian number: sorts as the id does.
    pub fn leading(&self) -> u64 {
        let mut head = [0; 8];
        head.copy_from_slice(&self.0[..8]);
        u64::from_be_bytes(head)
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArticleId({self})")
    }
}

impl FromStr for ArticleId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text.len() != 32 || !text.is_ascii() {
            return Err(());
        }
        let mut bytes = [0; 16];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| ())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| ())?;
        }
        Ok(ArticleId(bytes))
    }
}

/// 128 bits of BLAKE3 over a content: equal digests mean equal contents.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize,
)]
pub struct Digest(pub [u8; 16]);

impl Digest {
    /// Returns the digest of a content made of these parts; the parts' borders count.
    pub fn of(parts: &[&str]) -> Self {
        Digest(hash_parts(parts))
    }

    /// Returns the digest of these bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut digest = [0; 16];
        digest.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
        Digest(digest)
    }
}

fn hash_parts(parts: &[&str]) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_is_written() {
        let id = ArticleId::of(&["url", "https://exemple.fr/a"]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("xyz".parse::<ArticleId>(), Err(()));
        assert_eq!("é".repeat(16).parse::<ArticleId>(), Err(()));
    }

    #[test]
    fn borders_between_parts_count() {
        assert_ne!(ArticleId::of(&["ab", "c"]), ArticleId::of(&["a", "bc"]));
    }
}
