//! Stop words: kept in the index, for phrases need them; weightless in a query of other words.

use std::sync::OnceLock;

/// Articles, pronouns, prepositions, conjunctions, and the auxiliaries' commonest forms; `été`, `fut`'s
/// like that are words of their own (summer) stay out.
const WORDS: &str = "
a à ai aient ait as au auront aux avaient avais avait avec avez aviez avons ayant c car ce ceci cela ces cet
cette ceux d dans de des donc du elle elles en es est et étaient étais était étant êtes être eu eux furent fut
il ils j je l la le les leur leurs lui m ma mais me même mes moi mon n ne ni nos notre nous on ont or ou où par
pas pour qu quand que quel quelle quelles quels qui s sa sans se sera seront ses si soi soient soit sommes son
sont suis sur t ta te tes toi ton tu un une vos votre vous y";

/// Whether a form is a stop word. Constant time, no allocation.
pub fn is_stop_word(form: &str) -> bool {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(Table::new).contains(form)
}

/// Words of at most eight bytes as numbers, in an open-addressed table.
struct Table {
    slots: [u64; Table::SIZE],
}

impl Table {
    const SIZE: usize = 512;

    fn new() -> Self {
        let mut slots = [0; Table::SIZE];
        for word in WORDS.split_whitespace() {
            let packed = pack(word).expect("stop words have at most eight bytes");
            let mut slot = place(packed);
            while slots[slot] != 0 {
                slot = (slot + 1) % Table::SIZE;
            }
            slots[slot] = packed;
        }
        Table { slots }
    }

    fn contains(&self, form: &str) -> bool {
        let Some(packed) = pack(form) else { return false };
        let mut slot = place(packed);
        while self.slots[slot] != 0 {
            if self.slots[slot] == packed {
                return true;
            }
            slot = (slot + 1) % Table::SIZE;
        }
        false
    }
}

fn pack(word: &str) -> Option<u64> {
    if word.is_empty() || word.len() > 8 {
        return None;
    }
    let mut bytes = [0; 8];
    bytes[..word.len()].copy_from_slice(word.as_bytes());
    Some(u64::from_le_bytes(bytes))
}

fn place(packed: u64) -> usize {
    (packed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 55) as usize % Table::SIZE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_stop_and_others_do_not() {
        for word in WORDS.split_whitespace() {
            assert!(is_stop_word(word), "{word}");
        }
        for word in ["été", "maire", "gouvernement", "", "xyz", "nord", "étaien"] {
            assert!(!is_stop_word(word), "{word}");
        }
    }
}
