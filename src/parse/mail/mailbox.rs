//! Mailboxes: mails one after the other, each begun by a line `From ` with a time in it.

use super::Format;
use crate::parse::Bounded;
use crate::parse::recognise::Head;
use crate::parse::source::Source;
use crate::stage::Code;

/// Mailboxes.
pub(crate) const FORMAT: Format = Format {
    name: "mbox",
    title: "mailbox of newsletters, alerts",
    extensions: &["mbox", "mbx"],
    recognised: "a first line From, an address and a time",
    likeness: |head: &Head<'_>| {
        let line = head.text.lines().next().unwrap_or_default();
        if begins_mail(line.as_bytes()) { 97 } else { 0 }
    },
    frame,
    parse: |record: &Bounded<'_>| super::parse(record),
};

/// Whether a line begins a mail: `From ADDRESS Tue Mar 12 08:30:00 2024`, the time in any order.
fn begins_mail(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let words: Vec<&[u8]> =
        rest.trim_ascii().split(|byte| *byte == b' ').filter(|word| !word.is_empty()).collect();
    let is_clock = |word: &&[u8]| {
        word.len() >= 5 && word[2] == b':' && word[..2].iter().chain(&word[3..5]).all(u8::is_ascii_digit)
    };
    let is_year = |word: &&[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    (4..=10).contains(&words.len()) && words.iter().any(is_clock) && words.iter().any(is_year)
}

fn frame(source: &mut Source<'_, '_, '_>) {
    let limit = source.limits.document_bytes;
    let mut ordinal = 0;
    let mut mail: Option<Vec<u8>> = None;
    // Bytes of a mail that is too long to be held.
    let mut dropped = 0_u64;
    let mut after_blank = true;
    loop {
        let line = match source.next_line(limit) {
            None => break,
            Some(Ok(line)) => line,
            Some(Err(seen)) => {
                dropped += seen;
                after_blank = false;
                continue;
            }
        };
        if after_blank && begins_mail(line) {
            after_blank = false;
            if let Some(mail) = mail.replace(Vec::new()) {
                if !hand_over(source, ordinal, mail, dropped) {
                    return;
                }
                ordinal += 1;
            }
            dropped = 0;
            continue;
        }
        after_blank = line.is_empty();
        let Some(mail) = &mut mail else { continue };
        // `>From ` stands for a line of the mail that begins so.
        let quotes = line.iter().take_while(|byte| **byte == b'>').count();
        let line = if quotes > 0 && line[quotes..].starts_with(b"From ") { &line[1..] } else { line };
        if dropped > 0 || (mail.len() + line.len()) as u64 > limit {
            dropped += line.len() as u64 + 1;
            continue;
        }
        mail.extend_from_slice(line);
        mail.push(b'\n');
    }
    if source.is_broken() {
        return;
    }
    match mail {
        Some(mail) => {
            hand_over(source, ordinal, mail, dropped);
        }
        None => {
            source.reject(0, Code::NotArticle, "no mail in it: no line that begins with From and a time");
        }
    }
}

fn hand_over(source: &mut Source<'_, '_, '_>, ordinal: u32, mail: Vec<u8>, dropped: u64) -> bool {
    if dropped > 0 {
        let (limit, seen) = (source.limits.document_bytes, mail.len() as u64 + dropped);
        return source.beyond(ordinal, Code::TooBig, "the mail is too long", limit, seen);
    }
    source.record(ordinal, mail, None)
}

#[cfg(test)]
mod tests {
    use super::begins_mail;

    #[test]
    fn mails_begin_with_an_address_and_a_time() {
        for (line, begins) in [
            ("From lettre@courrier.exemple Tue Mar 12 08:30:00 2024", true),
            ("From 17901@xxx Tue Mar 12 08:30:00 +0000 2024", true),
            ("From MAILER-DAEMON Fri Jul  8 12:08:34 2011", true),
            ("From Paris to Lyon, 2024 was a year", false),
            ("From a@b", false),
            ("from a@b Tue Mar 12 08:30:00 2024", false),
        ] {
            assert_eq!(begins_mail(line.as_bytes()), begins, "{line}");
        }
    }
}
