//! Folds that an automaton takes, without reading the others.

use std::ops::Deref;

use fst::{Automaton, IntoStreamer, Streamer};

use super::Vocabulary;
use super::set::join;

impl<D: Deref<Target = [u8]>> Vocabulary<D> {
    /// Calls `visit` with each fold that the automaton takes and each of its forms that is not the fold itself,
    /// in byte order. Costs what the automaton's live branches hold.
    pub fn with_folds_like(&self, folds: impl Automaton, mut visit: impl FnMut(&str, &str)) {
        let mut stream = self.set().search(FoldKeys(folds)).into_stream();
        let mut form = String::new();
        while let Some(key) = stream.next() {
            if let Some(zero) = key.iter().position(|b| *b == 0)
                && let Ok(fold) = std::str::from_utf8(&key[1..zero])
                && join(fold.as_bytes(), &key[zero + 1..], &mut form)
            {
                visit(fold, &form);
            }
        }
    }
}

/// Keys of the class `F` whose fold an automaton takes.
struct FoldKeys<A>(A);

#[derive(Clone)]
enum At<S> {
    Class,
    Fold(S),
    Form,
    Nowhere,
}

impl<A: Automaton> Automaton for FoldKeys<A> {
    type State = At<A::State>;

    fn start(&self) -> Self::State {
        At::Class
    }

    fn is_match(&self, state: &Self::State) -> bool {
        matches!(state, At::Form)
    }

    fn can_match(&self, state: &Self::State) -> bool {
        match state {
            At::Fold(state) => self.0.can_match(state),
            At::Class | At::Form => true,
            At::Nowhere => false,
        }
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        match state {
            At::Class if byte == b'F' => At::Fold(self.0.start()),
            At::Fold(state) if byte == 0 && self.0.is_match(state) => At::Form,
            At::Fold(_) if byte == 0 => At::Nowhere,
            At::Fold(state) => At::Fold(self.0.accept(state, byte)),
            At::Form => At::Form,
            At::Class | At::Nowhere => At::Nowhere,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Inflection;
    use crate::vocabulary::Builder;

    #[test]
    fn folds_are_taken_whole_with_all_their_forms() {
        let inflection = Inflection::default();
        let mut builder = Builder::new(&inflection);
        for form in ["élève", "élevé", "eleve", "élèves", "été", "système"] {
            builder.add(form);
        }
        let vocabulary = Vocabulary::open(builder.finish(0, 0), &inflection).expect("opens");
        let found = |automaton: fst::automaton::Str<'_>| {
            let mut found = Vec::new();
            vocabulary.with_folds_like(automaton, |fold, form| found.push(format!("{fold} {form}")));
            found
        };
        assert_eq!(found(fst::automaton::Str::new("eleve")), ["eleve élevé", "eleve élève"]);
        assert_eq!(found(fst::automaton::Str::new("elev")), Vec::<String>::new());
        assert_eq!(found(fst::automaton::Str::new("")), Vec::<String>::new());
    }
}
