//! The ledger: who claims which identity and which text, who stands in the index, who must go.
//!
//! While articles arrive, each is judged at once against those met before, so that almost all are written
//! in one pass. When all are known, [`Ledger::settle`] judges anew from the whole: what it says depends on
//! the set of claims alone, never on the order in which they came or on runs before.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::article::{ArticleId, Digest, Origin};
use crate::dedup::stand_ins;
use crate::document::Copy;
use crate::manifest::{self, Claim, Manifest, ManifestWriter, Pending, Source};
use crate::sink::Amendment;

/// A claim: number of its source, number within.
type Place = (u32, u32);

/// A source in the ledger.
pub(super) struct Slot {
    pub(super) path: Arc<str>,
    pub(super) source: Source,
    /// Whether it lies under the roots of this run.
    pub(super) inside: bool,
}

/// What the index holds under an id.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    before: Option<Digest>,
    now: Option<Digest>,
    /// Digest of the sections that it has from copies.
    sections: Option<Digest>,
}

impl Held {
    /// Notes that this version is written; returns whether it replaces another.
    fn write(&mut self, digest: Digest) -> bool {
        let replaces = self.now.is_some();
        (self.now, self.sections) = (Some(digest), None);
        replaces
    }
}

/// Digest of further sections; none have none.
fn digest_of(sections: &[String]) -> Option<Digest> {
    let parts: Vec<&str> = sections.iter().map(String::as_str).collect();
    (!parts.is_empty()).then(|| Digest::of(&parts))
}

/// What to do with an article that arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Write it; `replaces` says whether the id must be deleted first.
    Write {
        /// Whether the index holds something under its id.
        replaces: bool,
    },
    /// It stands as it is.
    Keep,
    /// Another article stands for it.
    Yield,
}

/// All claims, and what the index holds.
#[derive(Default)]
pub(super) struct Ledger {
    slots: Vec<Slot>,
    best: HashMap<ArticleId, Place>,
    texts: HashMap<Digest, Vec<Place>>,
    held: HashMap<ArticleId, Held>,
    /// What claims that do not stand keep of themselves.
    copies: HashMap<Place, Copy>,
    /// The same, of claims whose sources were not read, by place in the corpus.
    earlier_copies: HashMap<Origin, Copy>,
}

/// Copies that are kept in case they will be needed; each takes some 300 bytes.
const COPIES_IN_CASE: usize = 80_000;

/// Members and ordinals of one source, and the numbers of their claims.
pub(super) type Fetch = BTreeMap<(Option<Arc<str>>, u32), u32>;

/// What remains to be done when all claims are known.
#[derive(Debug, Default)]
pub(super) struct Settlement {
    /// Ids to delete: nothing stands under them any more.
    pub(super) delete: Vec<ArticleId>,
    /// Articles whose content is needed again: by source, then by place within, the claim's number.
    pub(super) fetch: BTreeMap<u32, Fetch>,
    /// Copies of the documents that stand for several.
    pub(super) copies: BTreeMap<ArticleId, Vec<Copy>>,
}

impl Ledger {
    /// Makes room for so many sources and claims, so that nothing has to grow while they are entered.
    pub(super) fn reserve(&mut self, sources: usize, claims: usize) {
        self.slots.reserve_exact(sources);
        self.held.reserve(claims);
        self.best.reserve(claims);
        self.texts.reserve(claims);
    }

    /// Enters what the index held before this run.
    pub(super) fn remember(&mut self, source: &Source) {
        for claim in source.claims.iter().filter(|claim| claim.stands) {
            let (digest, sections) = (Some(claim.digest), claim.sections);
            self.held.insert(claim.id, Held { before: digest, now: digest, sections });
        }
    }

    /// Enters what a run that did not get to its end had written beyond its claims.
    pub(super) fn remember_held(&mut self, held: &[manifest::Held]) {
        for manifest::Held { id, digest, sections } in held {
            let digest = Some(*digest);
            self.held.insert(*id, Held { before: digest, now: digest, sections: *sections });
        }
    }

    /// Enters what copies kept of themselves in earlier runs.
    pub(super) fn remember_copies(&mut self, copies: impl IntoIterator<Item = Copy>) {
        self.earlier_copies.extend(copies.into_iter().map(|copy| (copy.origin.clone(), copy)));
    }

    /// Opens a source and returns its number.
    pub(super) fn open(&mut self, path: Arc<str>, source: Source, inside: bool) -> u32 {
        self.slots.push(Slot { path, source, inside });
        u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
    }

    pub(super) fn slot(&self, number: u32) -> &Slot {
        &self.slots[number as usize]
    }

    pub(super) fn slot_mut(&mut self, number: u32) -> &mut Slot {
        &mut self.slots[number as usize]
    }

    pub(super) fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter()
    }

    /// Enters the claims that a source already has, as unread.
    pub(super) fn enter_unread(&mut self, number: u32) {
        for at in 0..self.slots[number as usize].source.claims.len() {
            let place = (number, at as u32);
            let claim = self.claim(place);
            let (id, key, stands) = (claim.id, claim.copy_key, claim.stands);
            if self.best.get(&id).is_none_or(|best| self.beats(place, *best)) {
                self.best.insert(id, place);
            }
            if let Some(key) = key.filter(|_| stands) {
                self.texts.entry(key).or_insert_with(|| Vec::with_capacity(1)).push(place);
            }
        }
    }

    /// Enters a claim of the source that is being read, and judges it against those entered before.
    pub(super) fn enter(&mut self, number: u32, claim: Claim) -> Verdict {
        let claims = &mut self.slots[number as usize].source.claims;
        claims.push(claim);
        let place = (number, (claims.len() - 1) as u32);
        // What an earlier run kept of this place may have been edited since.
        self.earlier_copies.remove(&self.origin(place));
        let claim = self.claim(place);
        let (id, digest, key) = (claim.id, claim.digest, claim.copy_key);
        if self.best.get(&id).is_some_and(|best| !self.beats(place, *best)) {
            return Verdict::Yield;
        }
        if let Some(key) = key {
            let standing = self.texts.get(&key).map_or(&[][..], Vec::as_slice);
            if standing.iter().any(|other| self.claim(*other).id != id && self.stands_for(*other, place)) {
                self.best.insert(id, place);
                return Verdict::Yield;
            }
            self.texts.entry(key).or_insert_with(|| Vec::with_capacity(1)).push(place);
        }
        self.best.insert(id, place);
        let held = self.held.entry(id).or_default();
        if held.now == Some(digest) {
            return Verdict::Keep;
        }
        Verdict::Write { replaces: held.write(digest) }
    }

    /// Keeps what the last claim of a source, which stands as far as can be told yet, says of itself: an older
    /// article of the same text may come and stand for it, and then its source need not be read again. Keeps
    /// nothing more once some 24 MB are kept.
    pub(super) fn keep_in_case(&mut self, number: u32, copy: impl FnOnce() -> Copy) {
        if self.copies.len() < COPIES_IN_CASE {
            self.keep_copy(number, copy());
        }
    }

    /// Keeps what the last claim of a source, which does not stand, says of itself.
    pub(super) fn keep_copy(&mut self, number: u32, copy: Copy) {
        let last = self.slots[number as usize].source.claims.len().saturating_sub(1);
        self.copies.insert((number, last as u32), copy);
    }

    fn claim(&self, (source, at): Place) -> &Claim {
        &self.slots[source as usize].source.claims[at as usize]
    }

    fn origin(&self, place: Place) -> Origin {
        let claim = self.claim(place);
        Origin {
            path: Arc::clone(&self.slots[place.0 as usize].path),
            member: claim.member.clone(),
            ordinal: claim.ordinal,
        }
    }

    /// Of one id the latest modified wins, then the smallest origin.
    fn beats(&self, one: Place, other: Place) -> bool {
        let rank = |place: Place| {
            let modified = self.slots[place.0 as usize].source.stamp.modified_nanos / 1_000_000_000;
            (modified, Reverse(self.origin(place)))
        };
        rank(one) > rank(other)
    }

    /// Whether of two articles of one text the first stands for the second, as far as these two tell.
    fn stands_for(&self, one: Place, other: Place) -> bool {
        stand_ins(&[self.claim(one).first_day, self.claim(other).first_day]) == [0, 0]
    }

    /// Judges all claims anew, marks those that stand, and says what remains to be done.
    pub(super) fn settle(&mut self) -> Settlement {
        let winners = self.winners();
        let stand_ins = self.stand_ins(&winners);
        let mut settlement = Settlement::default();
        let mut standing = Vec::new();
        let mut followers: Vec<(ArticleId, Place)> = Vec::new();
        for place in self.places() {
            let claim = self.claim(place);
            let winner = winners[&claim.id];
            let anchor = stand_ins.get(&winner).copied().unwrap_or(winner);
            if place == anchor {
                standing.push((place, claim.id, claim.digest));
            } else if self.claim(anchor).copy_key == claim.copy_key && claim.copy_key.is_some() {
                followers.push((self.claim(anchor).id, place));
            }
        }
        for slot in &mut self.slots {
            slot.source.claims.iter_mut().for_each(|claim| claim.stands = false);
        }
        let mut ids: BTreeSet<ArticleId> = self.held_now();
        for ((source, at), id, digest) in standing {
            self.slots[source as usize].source.claims[at as usize].stands = true;
            ids.remove(&id);
            if self.held.get(&id).and_then(|held| held.now) != Some(digest) {
                self.want(&mut settlement, (source, at));
            }
        }
        settlement.delete = ids.into_iter().collect();
        for (anchor, place) in followers {
            let known =
                self.copies.get(&place).or_else(|| self.earlier_copies.get(&self.origin(place))).cloned();
            match known {
                Some(copy) => settlement.copies.entry(anchor).or_default().push(copy),
                None => self.want(&mut settlement, place),
            }
        }
        settlement.copies.values_mut().for_each(|copies| copies.sort());
        settlement
    }

    /// Tells what the index holds at this moment, in the midst of a run: a manifest like `head`, and what it
    /// cannot say. `waiting` are the earlier records of sources that are not read yet or, as that of the
    /// number `open`, not to their end; the next run reads those again.
    ///
    /// Some 30 bytes of memory for each article, and the bytes returned.
    pub(super) fn unfinished(
        &self,
        head: &Manifest,
        waiting: &BTreeMap<Arc<str>, Source>,
        open: Option<u32>,
    ) -> (Vec<u8>, Pending) {
        let mut sources: BTreeMap<&Arc<str>, Option<u32>> = waiting.keys().map(|path| (path, None)).collect();
        sources.extend(self.slots.iter().zip(0..).map(|(slot, number)| (&slot.path, Some(number))));
        let mut told: HashSet<ArticleId> = HashSet::new();
        let mut writer = ManifestWriter::new(head, sources.len());
        for (path, number) in sources {
            let earlier = waiting.get(path);
            let mut source = match (number, earlier) {
                (Some(number), _) => self.slot(number).source.clone(),
                (None, Some(earlier)) => earlier.clone(),
                (None, None) => continue,
            };
            if number.is_none() || number == open {
                source.forget_stamp();
            }
            if let (true, Some(earlier)) = (number.is_some() && number == open, earlier) {
                let read: HashSet<(Option<Arc<str>>, u32)> =
                    source.claims.iter().map(|claim| (claim.member.clone(), claim.ordinal)).collect();
                let unread = |claim: &&Claim| !read.contains(&(claim.member.clone(), claim.ordinal));
                source.claims.extend(earlier.claims.iter().filter(unread).cloned());
            }
            for claim in &mut source.claims {
                let held = self.held.get(&claim.id).and_then(|held| held.now);
                claim.stands = held == Some(claim.digest) && told.insert(claim.id);
                claim.sections = self.sections_of(claim);
            }
            writer.add(path, &source);
        }
        let mut held: Vec<manifest::Held> = self
            .held
            .iter()
            .filter(|(id, _)| !told.contains(id))
            .filter_map(|(id, held)| {
                Some(manifest::Held { id: *id, digest: held.now?, sections: held.sections })
            })
            .collect();
        held.sort_by_key(|held| held.id);
        let mut copies: Vec<Copy> =
            self.copies.values().chain(self.earlier_copies.values()).cloned().collect();
        copies.sort();
        (writer.finish(), Pending { held, copies })
    }

    /// The sections from copies that the document of a claim has, if it stands.
    fn sections_of(&self, claim: &Claim) -> Option<Digest> {
        self.held.get(&claim.id).filter(|_| claim.stands)?.sections
    }

    fn want(&self, settlement: &mut Settlement, place: Place) {
        let claim = self.claim(place);
        settlement.fetch.entry(place.0).or_default().insert((claim.member.clone(), claim.ordinal), place.1);
    }

    fn held_now(&self) -> BTreeSet<ArticleId> {
        let held = self.held.iter().filter(|(_, held)| held.now.is_some());
        held.map(|(id, _)| *id).collect()
    }

    fn places(&self) -> Vec<Place> {
        let mut places = Vec::new();
        for (number, slot) in self.slots.iter().enumerate() {
            places.extend((0..slot.source.claims.len()).map(|at| (number as u32, at as u32)));
        }
        places
    }

    /// The claim that wins each id.
    fn winners(&self) -> HashMap<ArticleId, Place> {
        let mut winners: HashMap<ArticleId, Place> = HashMap::new();
        for place in self.places() {
            let id = self.claim(place).id;
            if winners.get(&id).is_none_or(|best| self.beats(place, *best)) {
                winners.insert(id, place);
            }
        }
        winners
    }

    /// For winners whose text another winner stands for: that one.
    fn stand_ins(&self, winners: &HashMap<ArticleId, Place>) -> HashMap<Place, Place> {
        let mut texts: Vec<(Digest, Place)> = winners
            .values()
            .filter_map(|place| self.claim(*place).copy_key.map(|key| (key, *place)))
            .collect();
        texts.sort_unstable();
        let mut yielding = HashMap::new();
        for same in texts.chunk_by_mut(|one, other| one.0 == other.0) {
            if same.len() < 2 {
                continue;
            }
            same.sort_by_cached_key(|(_, place)| self.origin(*place));
            let days: Vec<Option<i32>> = same.iter().map(|(_, place)| self.claim(*place).first_day).collect();
            for (at, anchor) in stand_ins(&days).into_iter().enumerate() {
                if at != anchor {
                    yielding.insert(same[at].1, same[anchor].1);
                }
            }
        }
        yielding
    }

    /// Notes that the article of a claim was fetched again, as [`Ledger::settle`] asked: whether it must be
    /// written now. One that is no longer what was claimed is of no use.
    pub(super) fn fetched(&mut self, number: u32, at: u32, digest: Digest, copy: Copy) -> Verdict {
        let claim = self.claim((number, at));
        let (id, stands) = (claim.id, claim.stands);
        if claim.digest != digest {
            return Verdict::Yield;
        }
        if !stands {
            self.copies.insert((number, at), copy);
            return Verdict::Yield;
        }
        let held = self.held.entry(id).or_default();
        Verdict::Write { replaces: held.write(digest) }
    }

    /// Notes that an id was deleted.
    pub(super) fn deleted(&mut self, id: ArticleId) {
        let held = self.held.entry(id).or_default();
        (held.now, held.sections) = (None, None);
    }

    /// Says which documents are not yet found under all sections of their copies, as [`Ledger::settle`] told
    /// them last, or still under others.
    pub(super) fn amendments(&self, copies: &BTreeMap<ArticleId, Vec<Copy>>) -> Vec<Amendment> {
        let mut amendments = Vec::new();
        let standing = self.slots.iter().flat_map(|slot| &slot.source.claims).filter(|claim| claim.stands);
        for claim in standing {
            let more = copies.get(&claim.id).map_or(&[][..], Vec::as_slice);
            let other = |section: &&String| Some(Claim::section_mark(section)) != claim.section;
            let mut sections: Vec<String> =
                more.iter().filter_map(|copy| copy.section.as_ref()).filter(other).cloned().collect();
            sections.sort_unstable();
            sections.dedup();
            if self.held.get(&claim.id).is_some_and(|held| held.sections != digest_of(&sections)) {
                amendments.push(Amendment { id: claim.id, sections });
            }
        }
        amendments
    }

    /// Notes that documents are amended.
    pub(super) fn amended(&mut self, amendments: &[Amendment]) {
        for Amendment { id, sections } in amendments {
            self.held.entry(*id).or_default().sections = digest_of(sections);
        }
    }

    /// What the index held under an id before the run.
    pub(super) fn before(&self, id: ArticleId) -> Option<Digest> {
        self.held.get(&id).and_then(|held| held.before)
    }

    /// Number of ids that stood before and that nobody claims any more.
    pub(super) fn removed(&self) -> u64 {
        let claimed: HashSet<ArticleId> =
            self.slots.iter().flat_map(|slot| slot.source.claims.iter().map(|claim| claim.id)).collect();
        let gone = self.held.iter().filter(|(id, held)| held.before.is_some() && !claimed.contains(id));
        gone.count() as u64
    }

    /// Gives the sources back, in order of path.
    pub(super) fn into_sources(mut self) -> BTreeMap<Arc<str>, Source> {
        let mut slots = std::mem::take(&mut self.slots);
        for claim in slots.iter_mut().flat_map(|slot| &mut slot.source.claims) {
            claim.sections = self.sections_of(claim);
        }
        slots.into_iter().map(|slot| (slot.path, slot.source)).collect()
    }
}
