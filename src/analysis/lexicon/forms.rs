//! A table from forms to numbers that costs little to make: all forms stand in one text, and a slot of the
//! table is a number.

/// Forms and the number of each.
#[derive(Debug, Clone, Default)]
pub(super) struct Forms {
    /// All forms, one behind the other.
    text: String,
    entries: Vec<Entry>,
    /// Numbers of entries, from 1, at the slot that their hash names or the next that was free; a power of two
    /// of slots, at most half of them taken.
    slots: Vec<u32>,
}

/// One form.
#[derive(Debug, Clone, Copy)]
struct Entry {
    hash: u64,
    start: u32,
    end: u32,
    number: u32,
}

/// Slots of the first table: what our own lexicon needs.
const SLOTS: usize = 1 << 13;

impl Forms {
    /// No form yet, and room for half so many, a power of two.
    pub(super) fn with_slots(slots: usize) -> Self {
        Forms {
            text: String::with_capacity(4 * slots),
            entries: Vec::with_capacity(slots / 2),
            slots: vec![0; slots],
        }
    }

    /// The number of a form. Some ten nanoseconds.
    pub(super) fn get(&self, form: &str) -> Option<u32> {
        let at = self.find(hash(form), form)?;
        let entry = self.slots[at].checked_sub(1)?;
        Some(self.entries[entry as usize].number)
    }

    /// Gives a form a number, in place of the one that it had.
    pub(super) fn insert(&mut self, form: &str, number: u32) {
        if 2 * (self.entries.len() + 1) > self.slots.len() {
            self.grow();
        }
        let hash = hash(form);
        let Some(at) = self.find(hash, form) else { return };
        if let Some(known) = self.slots[at].checked_sub(1) {
            self.entries[known as usize].number = number;
            return;
        }
        let start = self.text.len() as u32;
        self.text.push_str(form);
        self.entries.push(Entry { hash, start, end: self.text.len() as u32, number });
        self.slots[at] = self.entries.len() as u32;
    }

    /// Forms and their numbers, in the order in which they first came.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.entries.iter().map(|entry| (self.text_of(entry), entry.number))
    }

    fn text_of(&self, entry: &Entry) -> &str {
        &self.text[entry.start as usize..entry.end as usize]
    }

    /// The slot of a form, or the free one where it would stand; `None` of a table without slots.
    fn find(&self, hash: u64, form: &str) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        loop {
            let Some(entry) = self.slots[at].checked_sub(1) else { return Some(at) };
            let entry = &self.entries[entry as usize];
            if entry.hash == hash && self.text_of(entry) == form {
                return Some(at);
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let size = (2 * self.slots.len()).max(SLOTS);
        self.slots = vec![0; size];
        self.entries.reserve(size / 2 - self.entries.len());
        self.text.reserve(4 * size);
        for (number, entry) in self.entries.iter().enumerate() {
            let mut at = entry.hash as usize & (size - 1);
            while self.slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = number as u32 + 1;
        }
    }
}

/// A hash of eight bytes a step, well spread in its low bits. Whoever chose forms to collide would slow down
/// their own lexicon.
fn hash(form: &str) -> u64 {
    const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = form.len() as u64;
    for bytes in form.as_bytes().chunks(8) {
        let mut word = [0; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        hash = (hash.rotate_left(23) ^ u64::from_le_bytes(word)).wrapping_mul(SPREAD);
    }
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    proptest::proptest! {
        #[test]
        fn a_table_holds_what_a_map_holds(forms in proptest::collection::vec(("[a-cé]{0,9}", 0u32..9), 0..200)) {
            let (mut table, mut map) = (Forms::default(), BTreeMap::new());
            proptest::prop_assert_eq!(table.get(""), None);
            for (form, number) in &forms {
                table.insert(form, *number);
                map.insert(form.as_str(), *number);
            }
            for (form, number) in &map {
                proptest::prop_assert_eq!(table.get(form), Some(*number));
            }
            proptest::prop_assert_eq!(table.get("d"), None);
            proptest::prop_assert_eq!(table.iter().collect::<BTreeMap<_, _>>(), map);
        }

        #[test]
        fn it_grows(count in 0u32..40_000) {
            let mut table = Forms::default();
            (0..count).for_each(|number| table.insert(&number.to_string(), number));
            proptest::prop_assert!((0..count).all(|number| table.get(&number.to_string()) == Some(number)));
        }
    }
}
