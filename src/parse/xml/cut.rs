//! Cuts a stream of XML at the elements that are articles, without reading what lies in them.
//!
//! The scanner knows tags, quotes, comments and CDATA, nothing else: only end tags of a record's own name
//! end it, so that whatever is broken within costs that record alone. Memory is one record. What stands
//! before a document's first record travels with each as its context; the XML declaration begins every
//! record, for its encoding.

use std::sync::Arc;

use crate::parse::source::Source;
use crate::stage::Code;

/// Bytes before the first record that travel with each.
const CONTEXT_BYTES: usize = 256 << 10;

/// Where a format's records lie.
pub(crate) struct Cutting {
    /// How a record is called in reports.
    pub(crate) record: &'static str,
    /// Whether a start tag (name without prefix, whole tag) begins a record.
    pub(crate) begins: fn(&str, &str) -> bool,
    /// Elements that are a record themselves where none lies within; each has a context of its own.
    pub(crate) holders: &'static [&'static str],
}

/// Cuts a document, or several that follow each other, into records.
pub(crate) fn frame(source: &mut Source<'_, '_, '_>, cutting: &Cutting) {
    frame_list(source, cutting, &[]);
}

/// The same, where a document whose root is one of `lists` may well have no record in it.
pub(crate) fn frame_list(source: &mut Source<'_, '_, '_>, cutting: &Cutting, lists: &'static [&'static str]) {
    let limit = source.limits.line_bytes as usize;
    let mut cutter = Cutter {
        source,
        cutting,
        lists,
        limit,
        at: 0,
        dropped: 0,
        ordinal: 0,
        declaration: Vec::new(),
        context: None,
        root: None,
        holder: None,
    };
    let _ended = cutter.document();
}

/// Nobody wants more, or there is no more: the reason is told already.
struct Ended;

/// A tag in the look ahead.
struct Tag {
    start: usize,
    name: String,
    kind: TagKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TagKind {
    Start,
    End,
    Empty,
}

struct Cutter<'c, 's, 'r, 'e> {
    source: &'c mut Source<'s, 'r, 'e>,
    cutting: &'c Cutting,
    /// Roots of lists, which may be empty.
    lists: &'static [&'static str],
    limit: usize,
    /// Bytes of the look ahead that have been scanned.
    at: usize,
    /// Bytes of the element at hand that were left behind, since it is too long.
    dropped: usize,
    ordinal: u32,
    declaration: Vec<u8>,
    /// What stood before the first record; `None` while it is still held in the look ahead.
    context: Option<Arc<[u8]>>,
    /// The root element, until it ends.
    root: Option<String>,
    /// The holder that is open, how many of its name, and whether a record lay in it.
    holder: Option<(String, usize, bool)>,
}

impl Cutter<'_, '_, '_, '_> {
    fn document(&mut self) -> Result<(), Ended> {
        let mut root_ever: Option<String> = None;
        while let Some(tag) = self.next_tag()? {
            if tag.kind == TagKind::End {
                self.end(&tag)?;
            } else {
                root_ever.get_or_insert_with(|| tag.name.clone());
                self.begin(&tag)?;
            }
            self.shed();
        }
        if self.source.is_broken() {
            return Ok(());
        }
        let unfinished = self.holder.take().filter(|(_, _, had_records)| !had_records).map(|(name, ..)| name);
        if let Some(name) = unfinished {
            self.reject(Code::Truncated, &format!("the document ends within <{name}>"))?;
        } else if let Some(root) = self.root.take() {
            self.reject(Code::Truncated, &format!("the document ends before </{root}>"))?;
        } else if let Some(root) =
            root_ever.as_deref().filter(|root| self.ordinal == 0 && self.lists.contains(root))
        {
            self.reject(Code::Empty, &format!("no {} in its <{root}>", self.cutting.record))?;
        } else if self.ordinal == 0 {
            let root = root_ever.map_or("no element".into(), |root| format!("the root element is <{root}>"));
            self.reject(Code::Xml, &format!("no {} in it: {root}", self.cutting.record))?;
        }
        Ok(())
    }

    fn begin(&mut self, tag: &Tag) -> Result<(), Ended> {
        let whole = String::from_utf8_lossy(&self.source.input.available()[tag.start..self.at]).into_owned();
        if (self.cutting.begins)(&tag.name, &whole) {
            return self.take_record(tag);
        }
        if tag.kind == TagKind::Empty {
            return Ok(());
        }
        self.root.get_or_insert_with(|| tag.name.clone());
        match &mut self.holder {
            Some((name, depth, _)) => *depth += usize::from(*name == tag.name),
            None if self.cutting.holders.contains(&&*tag.name) => {
                self.holder = Some((tag.name.clone(), 1, false));
                self.context = None;
                self.dropped = 0;
                self.source.input.skip(tag.start);
                self.at -= tag.start;
            }
            None => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: &Tag) -> Result<(), Ended> {
        if self.root.as_ref() == Some(&tag.name)
            && self.holder.as_ref().is_none_or(|(_, depth, _)| *depth == 1)
        {
            self.root = None;
        }
        let Some((name, depth, had_records)) = &mut self.holder else { return Ok(()) };
        if *name != tag.name {
            return Ok(());
        }
        *depth -= 1;
        if *depth > 0 {
            return Ok(());
        }
        let had_records = *had_records;
        self.holder = None;
        if had_records { Ok(()) } else { self.emit() }
    }

    /// Takes the element that begins with a tag.
    fn take_record(&mut self, tag: &Tag) -> Result<(), Ended> {
        if self.context.is_none() {
            let head = &self.source.input.available()[..tag.start];
            self.context = Some(head[..head.len().min(CONTEXT_BYTES)].into());
        }
        if let Some((_, _, had_records)) = &mut self.holder {
            *had_records = true;
        }
        self.source.input.skip(tag.start);
        self.at -= tag.start;
        self.dropped = 0;
        let mut depth = usize::from(tag.kind == TagKind::Start);
        while depth > 0 {
            let Some(next) = self.next_tag()? else {
                if !self.source.is_broken() {
                    self.reject(Code::Truncated, &format!("the document ends within <{}>", tag.name))?;
                }
                return Err(Ended);
            };
            if next.name == tag.name {
                match next.kind {
                    TagKind::Start => depth += 1,
                    TagKind::End => depth -= 1,
                    TagKind::Empty => {}
                }
            }
            if self.at > self.limit {
                self.drop_scanned();
            }
        }
        self.emit()
    }

    /// Hands over what has been scanned as a record.
    fn emit(&mut self) -> Result<(), Ended> {
        let ordinal = self.ordinal;
        self.ordinal = ordinal.saturating_add(1);
        let length = self.at;
        self.at = 0;
        let goes_on = if self.dropped > 0 {
            let seen = (self.dropped + length) as u64;
            self.source.input.skip(length);
            self.dropped = 0;
            self.source.beyond(ordinal, Code::TooBig, "the article is too long", self.limit as u64, seen)
        } else {
            let mut payload = Vec::with_capacity(self.declaration.len() + length);
            payload.extend_from_slice(&self.declaration);
            payload.extend_from_slice(self.source.input.take_bytes(length));
            self.source.record(ordinal, payload, self.context.as_ref())
        };
        if goes_on { Ok(()) } else { Err(Ended) }
    }

    /// Leaves behind what has been scanned, where nobody needs it any more.
    fn shed(&mut self) {
        let holds = match (&self.holder, &self.context) {
            (Some((_, _, false)), _) => self.limit,
            (_, None) => CONTEXT_BYTES,
            _ => 0,
        };
        if self.at <= holds {
            return;
        }
        if self.context.is_none() {
            let head = &self.source.input.available()[..self.at.min(CONTEXT_BYTES)];
            self.context = Some(head.into());
        }
        self.drop_scanned();
    }

    fn drop_scanned(&mut self) {
        self.source.input.skip(self.at);
        self.dropped += self.at;
        self.at = 0;
    }

    /// Scans to the next tag and stops behind it; `None` at the end.
    fn next_tag(&mut self) -> Result<Option<Tag>, Ended> {
        loop {
            if self.find(b"<").is_none() {
                return Ok(None);
            }
            let start = self.at;
            while self.source.input.available().len() < start + 9 && self.source.input.more() {}
            let rest = &self.source.input.available()[start..];
            let end: &[u8] = if rest.starts_with(b"<!--") {
                b"-->"
            } else if rest.starts_with(b"<![CDATA[") {
                b"]]>"
            } else if rest.starts_with(b"<?") {
                b"?>"
            } else if rest.len() > 8 && rest[..9].eq_ignore_ascii_case(b"<!doctype") {
                self.pass_doctype(start)?;
                continue;
            } else if rest
                .get(1)
                .is_some_and(|byte| *byte == b'/' || byte.is_ascii_alphabetic() || *byte == b'_')
            {
                return self.tag(start);
            } else {
                self.at = start + 1;
                continue;
            };
            let is_declaration =
                rest.starts_with(b"<?xml") && self.declaration.is_empty() && self.ordinal == 0;
            let Some(found) = self.find(end) else { return Ok(None) };
            self.at = found + end.len();
            if is_declaration && self.at.saturating_sub(start) < 1_024 {
                let declaration = self.source.input.available().get(start..self.at);
                self.declaration = declaration.unwrap_or_default().to_vec();
            }
        }
    }

    /// Measures the tag at `start` and stops behind it.
    fn tag(&mut self, start: usize) -> Result<Option<Tag>, Ended> {
        let mut quote = None;
        let mut last = b'<';
        let mut at = start + 1;
        'tag: loop {
            let bytes = self.source.input.available();
            while at < bytes.len() {
                let byte = bytes[at];
                match (quote, byte) {
                    (Some(open), _) if open == byte => quote = None,
                    (Some(_), _) => {}
                    // A tag that never ends, ends where the next one begins.
                    (None, b'<') => break 'tag,
                    (None, b'>') => {
                        at += 1;
                        break 'tag;
                    }
                    (None, b'"' | b'\'') if last == b'=' => quote = Some(byte),
                    (None, _) => {}
                }
                if !byte.is_ascii_whitespace() {
                    last = byte;
                }
                at += 1;
            }
            let longest = self.source.limits.xml_tag_bytes;
            if at - start > longest {
                let (seen, ordinal) = ((at - start) as u64, self.ordinal);
                self.source.beyond(ordinal, Code::Xml, "too long a tag", longest as u64, seen);
                return Err(Ended);
            }
            if !self.source.input.more() {
                self.at = at;
                return Ok(None);
            }
        }
        self.at = at;
        let tag = &self.source.input.available()[start..at];
        let kind = match tag {
            [b'<', b'/', ..] => TagKind::End,
            [.., b'/', b'>'] => TagKind::Empty,
            _ => TagKind::Start,
        };
        let name = &tag[1 + usize::from(kind == TagKind::End)..];
        let end = name.iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
        let name = &name[..end.unwrap_or(name.len()).min(200)];
        let name = String::from_utf8_lossy(name);
        Ok(Some(Tag { start, name: super::local(&name).to_owned(), kind }))
    }

    /// Passes a document type, and refuses one with declarations of its own.
    fn pass_doctype(&mut self, start: usize) -> Result<(), Ended> {
        self.at = start;
        let Some(end) = self.find(b">") else { return Ok(()) };
        if self.source.input.available().get(start..end).is_none_or(|declaration| declaration.contains(&b'['))
        {
            self.reject(Code::Dtd, "a document type with declarations of its own")?;
            return Err(Ended);
        }
        self.at = end + 1;
        Ok(())
    }

    /// Looks for bytes from the scanner on and puts it there; at the end of all if they are not there.
    ///
    /// Text of no end is left behind on the way.
    fn find(&mut self, wanted: &[u8]) -> Option<usize> {
        let mut from = self.at;
        loop {
            let bytes = self.source.input.available();
            if let Some(found) = memchr::memmem::find(&bytes[from..], wanted) {
                self.at = from + found;
                return Some(self.at);
            }
            from = bytes.len().saturating_sub(wanted.len() - 1).max(from);
            if from > self.limit {
                self.source.input.skip(from);
                self.dropped += from;
                from = 0;
            }
            if !self.source.input.more() {
                self.at = self.source.input.available().len();
                return None;
            }
        }
    }
}

impl Cutter<'_, '_, '_, '_> {
    fn reject(&mut self, code: Code, detail: &str) -> Result<(), Ended> {
        let ordinal = self.ordinal;
        self.ordinal = ordinal.saturating_add(1);
        if self.source.reject(ordinal, code, detail) { Ok(()) } else { Err(Ended) }
    }
}
