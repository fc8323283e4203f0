//! How much is too much: limits against hostile and broken input.

/// Limits on what an input may hold. The defaults are generous for real corpora; whatever passes one is told in the
/// report, with the limit and what was observed. As settings (`[limits]` of `kiosque.toml`) their names have
/// hyphens: `document-bytes`.
///
/// Fixed all the same, since memory or the form of the index hangs on them: JSON nests 128 deep, a name, section
/// or keyword takes 255 bytes, a word 255; 64 folders are held open at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// Folders within folders.
    pub folder_depth: usize,
    /// Longest document that is read as a whole (a text, a feed, an archive within an archive), bytes.
    pub document_bytes: u64,
    /// Longest text of one article (title, standfirst and body together), in bytes.
    pub text_bytes: u64,
    /// Most values of one kind (authors, keywords, declared names) that one article keeps.
    pub values: usize,
    /// Longest HTML page, in bytes.
    pub page_bytes: u64,
    /// Elements of a page that are open at a time.
    pub page_depth: usize,
    /// Elements of a page, all together.
    pub page_elements: usize,
    /// Longest tag of a page, in bytes, embedded data aside.
    pub page_tag_bytes: usize,
    /// XML elements within elements.
    pub xml_depth: usize,
    /// Attributes of one XML element.
    pub xml_attributes: usize,
    /// Elements and attributes of one article in XML.
    pub xml_parts: usize,
    /// Longest XML tag, in bytes.
    pub xml_tag_bytes: usize,
    /// Longest line or JSON element, in bytes.
    pub line_bytes: u64,
    /// Longest table row, in bytes.
    pub row_bytes: u64,
    /// Longest cell of a table, in bytes.
    pub cell_bytes: usize,
    /// Columns of a table.
    pub columns: usize,
    /// Bytes that one file may decompress to.
    pub decompressed_bytes: u64,
    /// How many times its size a file may decompress to.
    pub ratio: u64,
    /// Decompressed bytes before the ratio counts.
    pub ratio_after_bytes: u64,
    /// Memory that a zstd or xz stream may ask for to look back into, in bytes.
    pub window_bytes: u64,
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
            folder_depth: 1_024,
            document_bytes: 256 << 20,
            text_bytes: 8 << 20,
            values: 10_000,
            page_bytes: 20 << 20,
            page_depth: 2_000,
            page_elements: 1_000_000,
            page_tag_bytes: 64 << 10,
            xml_depth: 256,
            xml_attributes: 1_000,
            xml_parts: 1_000_000,
            xml_tag_bytes: 1 << 20,
            line_bytes: 64 << 20,
            row_bytes: 32 << 20,
            cell_bytes: 16 << 20,
            columns: 10_000,
            decompressed_bytes: 64 << 30,
            ratio: 200,
            ratio_after_bytes: 16 << 20,
            window_bytes: 128 << 20,
            nesting: 4,
            entries: 1_000_000,
            name_bytes: 4_096,
            seconds: 60,
            seconds_per_mib: 10,
            seconds_at_most: 900,
        }
    }
}
