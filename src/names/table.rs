//! The table of names at rest: from key to canonical key and back, and to the spelling that is shown.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Deref;

use super::aliases::Aliases;
use super::{Merge, Reason};
use crate::article::Kind;

/// Mark and version of the table.
///
/// | bytes | what, numbers little-endian |
/// |---|---|
/// | 8 | this mark |
/// | 4, 4, 4 | numbers of rows, of shown names, of groupings |
/// | 8 | bytes of the whole table |
/// | 16 each | rows: kind (1), reason (1), lengths of key and canonical key (2, 2), 2 unused, their places (4, 4); sorted by kind and key |
/// | 4 each | numbers of the rows, sorted by kind, canonical key, key |
/// | 16 each | shown names: as rows, of key and name; reason unused: those that the user gave, and of every key that articles spell in several ways the spelling to show |
/// | 32 each | groupings: 16 bytes of the caller's, kind (1), 3 unused, place of its pairs (8), their number (4) |
/// | 8 each | pairs of two numbers |
/// | rest | text |
const MAGIC: &[u8; 8] = b"KQNAMES2";
const HEADER: usize = 28;
const ROW: usize = 16;
const GROUPING: usize = 32;

/// The table is damaged or of another version.
#[derive(Debug, thiserror::Error)]
#[error("the table of names is damaged")]
pub struct TableError;

/// Numbers of keys in one part of the index that count as another number's: what makes counting cheap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    /// The part: whatever tells it from others.
    pub part: [u8; 16],
    /// The kind.
    pub kind: Kind,
    /// A key's number, and the number that it counts under.
    pub pairs: Vec<(u32, u32)>,
}

/// Returns the table of these merges, which are sorted by kind and key, and of the spellings to show of keys
/// that have several; a name that the user gave goes before them.
pub fn write_table(
    merges: &[(Kind, Merge)],
    spellings: &[(Kind, String, String)],
    aliases: &Aliases,
    groupings: &[Grouping],
) -> Vec<u8> {
    let mut text = Text::default();
    let mut rows = Vec::with_capacity(merges.len() * ROW);
    for (kind, merge) in merges {
        row(&mut rows, *kind, merge.why as u8, &merge.from, &merge.to, &mut text);
    }
    let mut back: Vec<u32> = (0..merges.len() as u32).collect();
    back.sort_by(|one, other| {
        let place = |at: u32| {
            let (kind, merge) = &merges[at as usize];
            (*kind, &merge.to, &merge.from)
        };
        place(*one).cmp(&place(*other))
    });
    let mut given: Vec<(Kind, &str, &str)> = aliases
        .rules
        .iter()
        .filter(|rule| rule.one)
        .map(|rule| (rule.kind, rule.names[0].0.as_str(), rule.names[0].1.as_str()))
        .collect();
    given.sort_unstable();
    let spelt = spellings.iter().map(|(kind, key, name)| (*kind, key.as_str(), name.as_str()));
    let mut names: BTreeMap<(Kind, &str), &str> = BTreeMap::new();
    for (kind, key, name) in given.into_iter().chain(spelt) {
        names.entry((kind, key)).or_insert(name);
    }
    let mut shown = Vec::new();
    for ((kind, key), name) in &names {
        row(&mut shown, *kind, 0, key, name, &mut text);
    }
    let (mut heads, mut pairs) = (Vec::new(), Vec::new());
    for grouping in groupings {
        heads.extend_from_slice(&grouping.part);
        heads.extend_from_slice(&[grouping.kind as u8, 0, 0, 0]);
        heads.extend_from_slice(&(pairs.len() as u64 / 8).to_le_bytes());
        heads.extend_from_slice(&(grouping.pairs.len() as u32).to_le_bytes());
        for (from, to) in &grouping.pairs {
            pairs.extend_from_slice(&from.to_le_bytes());
            pairs.extend_from_slice(&to.to_le_bytes());
        }
    }
    let mut out = MAGIC.to_vec();
    for number in [merges.len(), names.len(), groupings.len()] {
        out.extend_from_slice(&(number as u32).to_le_bytes());
    }
    let back_bytes = back.len() * 4;
    let bytes = HEADER + rows.len() + back_bytes + shown.len() + heads.len() + pairs.len() + text.bytes.len();
    out.extend_from_slice(&(bytes as u64).to_le_bytes());
    out.extend_from_slice(&rows);
    out.extend(back.iter().flat_map(|at| at.to_le_bytes()));
    out.extend_from_slice(&shown);
    out.extend_from_slice(&heads);
    out.extend_from_slice(&pairs);
    out.extend_from_slice(text.bytes.as_bytes());
    out
}

/// Text of a table; a name that stands twice in a row is kept once.
#[derive(Default)]
struct Text {
    bytes: String,
    last: (usize, usize),
}

impl Text {
    fn place(&mut self, name: &str) -> u32 {
        if self.bytes.get(self.last.0..self.last.1) != Some(name) {
            self.last = (self.bytes.len(), self.bytes.len() + name.len());
            self.bytes.push_str(name);
        }
        self.last.0 as u32
    }
}

/// Writes a row. Keys and names are at most 255 bytes, as terms hold them.
fn row(out: &mut Vec<u8>, kind: Kind, why: u8, from: &str, to: &str, text: &mut Text) {
    let from_at = text.place(from);
    let to_at = text.place(to);
    out.extend_from_slice(&[kind as u8, why]);
    out.extend_from_slice(&(from.len() as u16).to_le_bytes());
    out.extend_from_slice(&(to.len() as u16).to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out.extend_from_slice(&from_at.to_le_bytes());
    out.extend_from_slice(&to_at.to_le_bytes());
}

/// A table over bytes `D`, mapped or in memory. Looking up is a binary search.
pub struct Table<D> {
    bytes: D,
    rows: usize,
    shown: usize,
    groupings: usize,
    /// Where the text begins: after the pairs of the last grouping.
    text: usize,
}

impl<D: Deref<Target = [u8]>> Table<D> {
    /// Opens a table. Constant time.
    ///
    /// # Errors
    /// If the bytes are cut or of another version.
    pub fn open(bytes: D) -> Result<Self, TableError> {
        let length = bytes.get(20..HEADER).and_then(|bytes| bytes.first_chunk::<8>());
        if !bytes.starts_with(MAGIC)
            || length.is_none_or(|length| u64::from_le_bytes(*length) != bytes.len() as u64)
        {
            return Err(TableError);
        }
        let number = |at: usize| u32_at(&bytes, 8 + 4 * at).map(|n| n as usize).ok_or(TableError);
        let (rows, shown, groupings) = (number(0)?, number(1)?, number(2)?);
        let mut table = Table { bytes, rows, shown, groupings, text: 0 };
        let heads = table.heads_at();
        let pairs: usize = (0..groupings.min(table.bytes.len()))
            .map(|at| u32_at(&table.bytes, heads + at * GROUPING + 28).unwrap_or(u32::MAX) as usize)
            .fold(0, usize::saturating_add);
        table.text = table.pairs_at().saturating_add(pairs.saturating_mul(8));
        if table.text > table.bytes.len() {
            return Err(TableError);
        }
        Ok(table)
    }

    /// Number of keys that are another one's name.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether every key is a name of its own.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The key that a key counts as, and why; `None` if it is canonical itself.
    pub fn canonical(&self, kind: Kind, key: &str) -> Option<(&str, Reason)> {
        let at = self.search(self.rows, |at| self.from(HEADER + at * ROW), (kind, key))?;
        let row = self.row(HEADER + at * ROW)?;
        Some((row.to, *Reason::ALL.get(usize::from(row.why))?))
    }

    /// The keys that count as a canonical key beside itself, in byte order, and why.
    pub fn members(&self, kind: Kind, canonical: &str) -> Vec<(&str, Reason)> {
        let row_of = |at: usize| {
            let row = u32_at(&self.bytes, self.back_at() + 4 * at)? as usize;
            self.row(HEADER + row * ROW)
        };
        let first = self.lower_bound(self.rows, |at| {
            row_of(at).map_or(Ordering::Greater, |row| (row.kind, row.to).cmp(&(kind as u8, canonical)))
        });
        (first..self.rows)
            .map_while(row_of)
            .take_while(|row| row.kind == kind as u8 && row.to == canonical)
            .filter_map(|row| Some((row.from, *Reason::ALL.get(usize::from(row.why))?)))
            .collect()
    }

    /// The name that the user gave a canonical key, else the spelling to show of one that articles spell in
    /// several ways; `None` of one that has a single spelling.
    pub fn shown(&self, kind: Kind, canonical: &str) -> Option<&str> {
        let place = |at: usize| self.shown_at() + at * ROW;
        let at = self.search(self.shown, |at| self.from(place(at)), (kind, canonical))?;
        Some(self.row(place(at))?.to)
    }

    /// The pairs of a part's grouping.
    pub fn grouping(&self, part: &[u8; 16], kind: Kind) -> impl Iterator<Item = (u32, u32)> {
        let heads = self.heads_at();
        let head = (0..self.groupings).map(|at| heads + at * GROUPING).find(|at| {
            self.bytes.get(*at..*at + 17).is_some_and(|head| head[..16] == *part && head[16] == kind as u8)
        });
        let place = head.and_then(|head| {
            let start = self.bytes.get(head + 20..head + 28)?.first_chunk::<8>()?;
            Some((
                usize::try_from(u64::from_le_bytes(*start)).ok()?,
                u32_at(&self.bytes, head + 28)? as usize,
            ))
        });
        let (start, number) = place.unwrap_or_default();
        let first = self.pairs_at().saturating_add(start.saturating_mul(8));
        (0..number).map_while(move |at| {
            let place = first + at * 8;
            Some((u32_at(&self.bytes, place)?, u32_at(&self.bytes, place + 4)?))
        })
    }

    fn back_at(&self) -> usize {
        HEADER + self.rows * ROW
    }

    fn shown_at(&self) -> usize {
        self.back_at() + self.rows * 4
    }

    fn heads_at(&self) -> usize {
        self.shown_at() + self.shown * ROW
    }

    fn pairs_at(&self) -> usize {
        self.heads_at() + self.groupings * GROUPING
    }

    /// Kind and key of a row, which is all that a search compares.
    fn from(&self, at: usize) -> Option<(u8, &[u8])> {
        let row = self.bytes.get(at..at + ROW)?;
        let length = usize::from(u16::from_le_bytes([row[2], row[3]]));
        let start = self.text + u32_at(row, 8)? as usize;
        Some((row[0], self.bytes.get(start..start + length)?))
    }

    fn row(&self, at: usize) -> Option<Row<'_>> {
        let row = self.bytes.get(at..at + ROW)?;
        let length = |at: usize| usize::from(u16::from_le_bytes([row[at], row[at + 1]]));
        let text = |at: usize, length: usize| {
            let start = self.text + u32_at(row, at)? as usize;
            std::str::from_utf8(self.bytes.get(start..start + length)?).ok()
        };
        Some(Row { kind: row[0], why: row[1], from: text(8, length(2))?, to: text(12, length(4))? })
    }

    fn search<'t>(
        &'t self,
        number: usize,
        place: impl Fn(usize) -> Option<(u8, &'t [u8])>,
        wanted: (Kind, &str),
    ) -> Option<usize> {
        let wanted = (wanted.0 as u8, wanted.1.as_bytes());
        let at =
            self.lower_bound(number, |at| place(at).map_or(Ordering::Greater, |place| place.cmp(&wanted)));
        (at < number && place(at) == Some(wanted)).then_some(at)
    }

    fn lower_bound(&self, number: usize, compare: impl Fn(usize) -> Ordering) -> usize {
        let (mut low, mut high) = (0, number);
        while low < high {
            let middle = low + (high - low) / 2;
            if compare(middle) == Ordering::Less { low = middle + 1 } else { high = middle }
        }
        low
    }
}

struct Row<'t> {
    kind: u8,
    why: u8,
    from: &'t str,
    to: &'t str,
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|four| u32::from_le_bytes(*four))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merge(from: &str, to: &str, why: Reason) -> Merge {
        Merge { from: from.into(), to: to.into(), why }
    }

    #[test]
    fn keys_lead_to_their_canonical_key_and_back() {
        let merges = [
            (Kind::Person, merge("macron", "emmanuel macron", Reason::Surname)),
            (Kind::Person, merge("macron emmanuel", "emmanuel macron", Reason::Order)),
            (Kind::Organization, merge("ps", "parti socialiste", Reason::Known)),
        ];
        let aliases = Aliases::parse("person: Le Président = emmanuel macron").expect("a rule");
        let grouping = Grouping { part: [7; 16], kind: Kind::Person, pairs: vec![(3, 1), (4, 1)] };
        let spelt = |key: &str, name: &str| (Kind::Person, key.to_owned(), name.to_owned());
        let spellings = [spelt("angela merkel", "Angela Merkel"), spelt("le president", "le Président")];
        let bytes = write_table(&merges, &spellings, &aliases, &[grouping]);
        let table = Table::open(&bytes[..]).expect("opens");
        assert_eq!(table.canonical(Kind::Person, "macron"), Some(("emmanuel macron", Reason::Surname)));
        assert_eq!(table.canonical(Kind::Place, "macron"), None);
        assert_eq!(
            table.members(Kind::Person, "emmanuel macron"),
            [("macron", Reason::Surname), ("macron emmanuel", Reason::Order)]
        );
        assert_eq!(table.members(Kind::Person, "parti socialiste"), []);
        assert_eq!(table.shown(Kind::Person, "le president"), Some("Le Président"));
        assert_eq!(table.shown(Kind::Person, "angela merkel"), Some("Angela Merkel"));
        assert_eq!(table.shown(Kind::Person, "emmanuel macron"), None);
        assert_eq!(table.grouping(&[7; 16], Kind::Person).collect::<Vec<_>>(), [(3, 1), (4, 1)]);
        assert_eq!(table.grouping(&[7; 16], Kind::Place).count(), 0);
        for cut in 0..bytes.len() {
            assert!(Table::open(&bytes[..cut]).is_err(), "{cut}");
        }
    }

    proptest::proptest! {
        #[test]
        fn damaged_bytes_are_no_defect(mut bytes in proptest::collection::vec(0_u8.., 0..200)) {
            let length = (bytes.len().max(20) + 8) as u64;
            bytes.resize(length as usize - 8, 0);
            bytes[12..20].copy_from_slice(&length.to_le_bytes());
            bytes.splice(..0, *MAGIC);
            if let Ok(table) = Table::open(&bytes[..]) {
                let _ = table.canonical(Kind::Person, "a");
                let _ = table.members(Kind::Person, "a");
                let _ = table.shown(Kind::Person, "a");
                let _ = table.grouping(&[0; 16], Kind::Person).take(10).count();
            }
        }
    }
}
