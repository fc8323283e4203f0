//! One mail: who sent it and when, its text, the mails and files that it carries.

use super::{refused, text};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::parse::fields::is_url;
use crate::parse::mime::{self, Part};
use crate::parse::names::{self, add};
use crate::parse::{blank, carried};
use crate::stage::{Code, Rejection};

/// Mails within mails, at most.
const DEPTH: u32 = 4;

/// Reads a mail and what it carries, in order. `files` are the names of those met so far.
pub(super) fn read(
    mail: &Part<'_>,
    record: &Bounded<'_>,
    depth: u32,
    files: &mut Vec<String>,
    found: &mut Vec<Result<RawArticle, Rejection>>,
) {
    let ordinal = record.origin.ordinal.saturating_add(u32::try_from(found.len()).unwrap_or(u32::MAX));
    let origin = record.origin.at(ordinal);
    if let Some(fault) = refused(mail) {
        return found.push(Err(fault.at(&origin)));
    }
    let mut raw = blank(record, ordinal);
    raw.title = mail.header("Subject");
    raw.guid = mail.header("Message-ID").map(|id| id.trim_matches(['<', '>']).to_owned());
    raw.date = mail.header("Date");
    raw.source = mail.header("From").map(|from| sender(&from)).filter(|name| !name.is_empty());
    raw.language = mail.header("Content-Language");
    raw.url = mail
        .header("Archived-At")
        .map(|address| address.trim_matches(['<', '>']).to_owned())
        .filter(|address| is_url(address));
    for keyword in mail.header("Keywords").iter().flat_map(|list| names::keywords(list)) {
        add(&mut raw.keywords, keyword);
    }
    match text::of(mail, record.limits) {
        Err(fault) => found.push(Err(fault.at(&origin))),
        Ok(text) => {
            raw.body = text.body;
            raw.language = raw.language.or(text.language);
            let carries = raw.body.is_empty() && carried(mail).next().is_some();
            if raw.body.is_empty() && !carries {
                let detail = "a mail without text";
                found.push(Err(Rejection::new(origin, Code::NotArticle, detail)));
            } else if !carries {
                found.push(Ok(raw));
            }
        }
    }
    for part in carried(mail) {
        let ordinal = record.origin.ordinal.saturating_add(u32::try_from(found.len()).unwrap_or(u32::MAX));
        let origin = record.origin.at(ordinal);
        if part.media.name != "message/rfc822" {
            let name = part.file_name().unwrap_or_else(|| part.media.name.clone());
            let times = files.iter().filter(|known| **known == name).count();
            let unique = if times > 0 { format!("{name}#{}", times + 1) } else { name.clone() };
            files.push(name);
            match part.content() {
                // That the mail breaks off in it is told at its end.
                Ok(_) if part.is_open => {}
                Ok(content) => found.extend(carried::read(record, &unique, &content)),
                Err(fault) => found.push(Err(fault.at(&origin))),
            }
            continue;
        }
        if depth >= DEPTH {
            let rejection = Rejection::new(origin, Code::Depth, "mails within mails");
            found.push(Err(rejection.beyond(DEPTH.into(), u64::from(depth) + 1)));
            continue;
        }
        let content = part.content();
        match content.as_deref().map(mime::read) {
            Ok(Ok(inner)) => read(&inner, record, depth + 1, files, found),
            Ok(Err(fault)) => found.push(Err(fault.at(&origin))),
            Err(fault) => found.push(Err(fault.clone().at(&origin))),
        }
    }
}

/// The parts that are no text of the mail itself: mails, and files that may hold articles.
fn carried<'p, 'b>(mail: &'p Part<'b>) -> impl Iterator<Item = &'p Part<'b>> + use<'p, 'b> {
    let mut leaves = Vec::new();
    mail.leaves(&mut leaves);
    leaves.into_iter().filter(|part| {
        let name = &*part.media.name;
        let is_picture =
            name.starts_with("image/") || name.starts_with("audio/") || name.starts_with("video/");
        let is_machinery = name.contains("signature") || name == "text/calendar" || name.contains("pgp");
        name == "message/rfc822"
            || (!is_picture && !is_machinery && (part.is_attached() || name.starts_with("application/")))
    })
}

/// The name of a sender, or its address's host: `Le Courrier <lettre@courrier.exemple>`.
fn sender(from: &str) -> String {
    let (name, address) = match from.split_once('<') {
        Some((name, address)) => (name, address.split('>').next().unwrap_or(address)),
        None => match from.split_once('(') {
            Some((address, name)) => (name.trim_end_matches([')', ' ']), address),
            None => ("", from),
        },
    };
    let name = name.trim().trim_matches('"').trim();
    if name.is_empty() || name.contains('@') {
        return address.rsplit('@').next().unwrap_or(address).trim().to_owned();
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::sender;

    #[test]
    fn senders_have_names() {
        for (from, name) in [
            ("\"Le Courrier du Val\" <lettre@courrier.exemple>", "Le Courrier du Val"),
            ("Le Courrier <a@b>, Autre <c@d>", "Le Courrier"),
            ("<lettre@courrier.exemple>", "courrier.exemple"),
            ("lettre@courrier.exemple (Le Courrier)", "Le Courrier"),
            ("lettre@courrier.exemple", "courrier.exemple"),
        ] {
            assert_eq!(sender(from), name, "{from}");
        }
    }
}
