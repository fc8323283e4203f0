//! How much is too much: limits against hostile and broken input.

/// Limits on what one file may hold. The defaults are generous for real corpora. As settings their names have
/// hyphens: `document-bytes`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// Longest document that is read as a whole (a text, a feed, an archive within an archive), bytes.
    pub document_bytes: u64,
    /// Longest HTML page, in bytes.
    pub page_bytes: u64,
    /// Longest line or JSON element, in bytes.
    pub line_bytes: u64,
    /// Longest table row, in bytes.
    pub row_bytes: u64,
    /// Bytes that one file may decompress to.
    pub decompressed_bytes: u64,
    /// How many times its size a file may decompress to.
    pub ratio: u64,
    /// Decompressed bytes before the ratio counts.
    pub ratio_after_bytes: u64,
    /// Archives within archives.
    pub nesting: u32,
    /// Members of one file's archives, all together.
    pub entries: u64,
    /// Longest name of an archive member, in bytes.
    pub name_bytes: usize,
    /// Processor time that unpacking and cutting one file may take, in seconds; time that the machine sleeps
    /// or waits does not count.
    pub seconds: u64,
    /// And so many more for each MiB of it on the disk.
    pub seconds_per_mib: u64,
    /// But no more than so many in all.
    pub seconds_at_most: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            document_bytes: 256 << 20,
            page_bytes: 20 << 20,
            line_bytes: 64 << 20,
            row_bytes: 32 << 20,
            decompressed_bytes: 64 << 30,
            ratio: 200,
            ratio_after_bytes: 16 << 20,
            nesting: 4,
            entries: 1_000_000,
            name_bytes: 4_096,
            seconds: 60,
            seconds_per_mib: 10,
            seconds_at_most: 900,
        }
    }
}
