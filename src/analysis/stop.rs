//! Stop words: kept in the index, for phrases need them; weightless in a query of other words.

/// Articles, pronouns, prepositions, conjunctions, and the auxiliaries' commonest forms, but for `été`, which
/// is a word of its own (summer).
const WORDS: &str = "
a à ai aient ait as au auront aux avaient avais avait avec avez aviez avons ayant c ce ceci cela ces cet
cette ceux d dans de des donc du elle elles en es est et étaient étais était étant êtes être eu eux furent fut
il ils j je l la le les leur leurs lui m ma mais me même mes moi mon n ne ni nos notre nous on ont or ou où par
pas pour qu quand que quel quelle quelles quels qui s sa sans se sera seront ses si soi soient soit sommes son
sont suis sur t ta te tes toi ton tu un une vos votre vous y
chez comme comment combien depuis donc dont entre jusqu jusque lorsqu lorsque lors parce pourquoi puisqu puisque quoi
sous vers";

/// Whether a form is a stop word. Constant time, no allocation.
pub fn is_stop_word(form: &str) -> bool {
    let packed = pack(form.as_bytes());
    let mut slot = place(packed);
    while TABLE[slot] != 0 {
        if TABLE[slot] == packed {
            return packed != NONE;
        }
        slot = (slot + 1) % SIZE;
    }
    false
}

const SIZE: usize = 512;

/// Words of at most eight bytes as numbers, in an open-addressed table.
static TABLE: [u64; SIZE] = {
    let words = WORDS.as_bytes();
    let mut slots = [0; SIZE];
    let mut start = 0;
    while start < words.len() {
        let mut end = start;
        while end < words.len() && !words[end].is_ascii_whitespace() {
            end += 1;
        }
        if end > start {
            let packed = pack(words.split_at(end).0.split_at(start).1);
            assert!(packed != NONE, "a stop word has at most eight bytes");
            let mut slot = place(packed);
            while slots[slot] != 0 {
                slot = (slot + 1) % SIZE;
            }
            slots[slot] = packed;
        }
        start = end + 1;
    }
    slots
};

/// What a word that is empty or too long for the table is packed to: no UTF-8 has this byte.
const NONE: u64 = 0xff;

/// A word's bytes as one number, the first the lowest; read by two overlapping halves.
const fn pack(word: &[u8]) -> u64 {
    let len = word.len();
    match len {
        4..=8 => {
            let low = u32::from_le_bytes([word[0], word[1], word[2], word[3]]) as u64;
            let high =
                u32::from_le_bytes([word[len - 4], word[len - 3], word[len - 2], word[len - 1]]) as u64;
            low | high << (8 * (len - 4))
        }
        1..=3 => {
            let (first, middle, last) = (word[0] as u64, word[len / 2] as u64, word[len - 1] as u64);
            first | middle << (8 * (len / 2)) | last << (8 * (len - 1))
        }
        _ => NONE,
    }
}

const fn place(packed: u64) -> usize {
    (packed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 55) as usize % SIZE
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
