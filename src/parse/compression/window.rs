//! How much memory a compressed stream asks for to look back into, told from its first bytes.

/// Bytes of a stream that tell its window, at most.
pub(super) const HEADER_BYTES: usize = 12 + 1024;

/// The window that the frame which begins a zstd stream asks for (RFC 8878, 3.1.1.1), in bytes; `None` where the
/// stream begins otherwise.
pub(super) fn of_zstd(head: &[u8]) -> Option<u64> {
    let rest = head.strip_prefix(&[0x28, 0xb5, 0x2f, 0xfd])?;
    let (&descriptor, rest) = rest.split_first()?;
    if descriptor & 0x20 == 0 {
        let window = rest.first()?;
        let base = 1_u64 << (10 + (window >> 3));
        return Some(base + base / 8 * u64::from(window & 7));
    }
    // A single segment is its own window: its length stands behind the dictionary's number.
    let dictionary = [0, 1, 2, 4][usize::from(descriptor & 3)];
    let (length, more) = [(1, 0), (2, 256), (4, 0), (8, 0)][usize::from(descriptor >> 6)];
    let mut bytes = [0; 8];
    bytes[..length].copy_from_slice(rest.get(dictionary..dictionary + length)?);
    Some(u64::from_le_bytes(bytes).saturating_add(more))
}

/// The dictionary that the first block of an xz stream asks for (xz file format 1.2, 3.1 and 5.3.1), in bytes;
/// `None` where there is no block.
pub(super) fn of_xz(head: &[u8]) -> Option<u64> {
    let block = head.get(12..)?;
    let length = match *block.first()? {
        0 => return None,
        size => (usize::from(size) + 1) * 4,
    };
    let flags = *block.get(1)?;
    let mut at = 2;
    let mut number = || -> Option<u64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = *block.get(..length)?.get(at)?;
            at += 1;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    };
    for present in [0x40, 0x80] {
        if flags & present != 0 {
            number()?;
        }
    }
    for _ in 0..=flags & 3 {
        let (filter, length) = (number()?, number()?);
        let mut properties = 0;
        for _ in 0..length {
            properties = number()?;
        }
        if filter == 0x21 && length == 1 {
            let bits = u32::try_from(properties).ok().filter(|bits| *bits <= 40)?;
            return Some(if bits == 40 {
                u64::from(u32::MAX)
            } else {
                u64::from(2 | bits & 1) << (bits / 2 + 11)
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_read_as_the_formats_have_them() {
        assert_eq!(of_zstd(&[0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x88]), Some(1 << 27));
        assert_eq!(of_zstd(&[0x28, 0xb5, 0x2f, 0xfd, 0x20, 200]), Some(200));
        assert_eq!(of_zstd(&[0x28, 0xb5, 0x2f, 0xfd, 0x60, 0, 1]), Some(512));
        assert_eq!(of_zstd(b"\x28\xb5"), None);
        let xz = [&[0xfd, b'7', b'z', b'X', b'Z', 0, 0, 4, 0, 0, 0, 0][..], &[1, 0, 0x21, 1, 30, 0, 0, 0]]
            .concat();
        assert_eq!(of_xz(&xz), Some(2 << 26));
        assert_eq!(of_xz(&xz[..14]), None);
    }
}
