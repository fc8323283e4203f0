//! Where a record ends: behind it stand line ends and the next record, or nothing.

use memchr::memmem;

/// What stands behind a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Border {
    /// The next record, or the end.
    Here,
    /// Neither: the record is shorter or longer than it says.
    Unclear,
}

/// Looks at what stands behind the first `total` bytes.
pub(super) fn border(bytes: &[u8], total: usize) -> Border {
    let Some(behind) = bytes.get(total..) else { return Border::Unclear };
    let line_ends = behind.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let next = &behind[line_ends..];
    let is_record = next.is_empty() || next.starts_with(b"WARC/") || b"WARC/".starts_with(next);
    if is_record || behind.starts_with(b"\r\n\r\n") { Border::Here } else { Border::Unclear }
}

/// Returns where the first record in `bytes` begins that begins a line of them.
pub(super) fn find_record(bytes: &[u8]) -> Option<usize> {
    memmem::find_iter(bytes, b"\nWARC/").map(|found| found + 1).find(|&at| is_record(bytes, at))
}

/// Returns where the last record in `bytes` begins that begins a line of them.
pub(super) fn find_last_record(bytes: &[u8]) -> Option<usize> {
    let mut end = bytes.len();
    while let Some(found) = memmem::rfind(&bytes[..end], b"\nWARC/") {
        if is_record(bytes, found + 1) {
            return Some(found + 1);
        }
        end = found;
    }
    None
}

/// Whether a record's first line stands there.
fn is_record(bytes: &[u8], at: usize) -> bool {
    matches!(bytes[at + 5..], [b'0' | b'1', b'.', digit, b'\r' | b'\n', ..] if digit.is_ascii_digit())
}
