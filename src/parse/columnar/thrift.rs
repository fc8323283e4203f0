//! As much of Thrift's compact protocol as it takes to see what a file promises, before the crate believes it.

/// Structures within structures, at most.
const DEPTH: usize = 64;

/// A kind of value on the wire.
const STRUCT: u8 = 12;
const LIST: u8 = 9;

/// Reads values of the protocol; `None` wherever the bytes end too early or make no sense.
pub(super) struct Thrift<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Thrift<'t> {
    /// Begins at the first byte.
    pub(super) fn new(bytes: &'t [u8]) -> Self {
        Thrift { bytes, at: 0 }
    }

    /// Bytes read so far.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A signed number.
    pub(super) fn number(&mut self) -> Option<i64> {
        let number = self.unsigned()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// The kind and the number of entries of a list.
    pub(super) fn list(&mut self) -> Option<(u8, u64)> {
        let head = self.byte()?;
        let count = u64::from(head >> 4);
        Some((head & 0x0f, if count == 15 { self.unsigned()? } else { count }))
    }

    /// Shows the fields of a structure to `take`, each by number and kind; one that it returns `Some(false)`
    /// for is passed over.
    pub(super) fn fields(&mut self, take: &mut dyn FnMut(&mut Self, i64, u8) -> Option<bool>) -> Option<()> {
        let mut field = 0_i64;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            field = if head >> 4 == 0 { self.number()? } else { field + i64::from(head >> 4) };
            let kind = head & 0x0f;
            if !take(self, field, kind)? {
                self.pass(kind, DEPTH)?;
            }
        }
    }

    /// Passes a value over.
    fn pass(&mut self, kind: u8, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match kind {
            // Truth lies in the kind.
            1 | 2 => {}
            3 => self.skip(1)?,
            4..=6 => {
                self.unsigned()?;
            }
            7 => self.skip(8)?,
            8 => {
                let length = self.unsigned()?;
                self.skip(length)?;
            }
            LIST | 10 => {
                let (kind, count) = self.list()?;
                for _ in 0..count {
                    // In a list truth takes a byte of its own.
                    if matches!(kind, 1 | 2) { self.skip(1)? } else { self.pass(kind, depth)? }
                }
            }
            11 => {
                let count = self.unsigned()?;
                if count > 0 {
                    let kinds = self.byte()?;
                    for _ in 0..count {
                        self.pass(kinds >> 4, depth)?;
                        self.pass(kinds & 0x0f, depth)?;
                    }
                }
            }
            STRUCT => loop {
                let head = self.byte()?;
                if head == 0 {
                    break;
                }
                if head >> 4 == 0 {
                    self.number()?;
                }
                self.pass(head & 0x0f, depth)?;
            },
            _ => return None,
        }
        Some(())
    }

    fn skip(&mut self, count: u64) -> Option<()> {
        let end = self.at.checked_add(usize::try_from(count).ok()?)?;
        self.at = (end <= self.bytes.len()).then_some(end)?;
        Some(())
    }
}

/// Whether the schema in a footer is one that may be built: no deeper than `depth`, with as many elements as
/// its groups promise.
pub(super) fn is_sound_schema(footer: &[u8], depth: usize) -> bool {
    let mut children: Vec<i64> = Vec::new();
    let read = Thrift::new(footer).fields(&mut |thrift, field, kind| {
        if field != 2 || kind != LIST {
            return Some(false);
        }
        let (kind, count) = thrift.list()?;
        if kind != STRUCT || count > footer.len() as u64 {
            return None;
        }
        for _ in 0..count {
            let mut of = 0;
            thrift.fields(&mut |thrift, field, kind| {
                if field != 5 || kind != 5 {
                    return Some(false);
                }
                of = thrift.number()?;
                Some(true)
            })?;
            children.push(of);
        }
        Some(true)
    });
    if read.is_none() || children.is_empty() {
        return false;
    }
    let total = children.len() as i64;
    // Children that the groups around an element still wait for.
    let mut open: Vec<i64> = Vec::new();
    for (at, &of) in children.iter().enumerate() {
        if of < 0 || of > total - at as i64 - 1 || (at > 0 && open.is_empty()) {
            return false;
        }
        if let Some(left) = open.last_mut() {
            *left -= 1;
        }
        if of > 0 {
            open.push(of);
        }
        while open.last() == Some(&0) {
            open.pop();
        }
        if open.len() > depth {
            return false;
        }
    }
    open.is_empty()
}
