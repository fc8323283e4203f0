//! Mails: newsletters and alerts, alone (`.eml`) or in mailboxes (`.mbox`). A mail is an article; mails that it
//! carries whole are articles of their own, and attached files are read as if they lay in an archive.

mod mailbox;
mod message;
mod text;

use super::Format;
use super::headers::Headers;
use super::input::Fault;
use super::mime::{self, Part};
use super::recognise::Head;
use super::source::Source;
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Rejection};

pub(super) use mailbox::FORMAT as MAILBOX;

/// Mails in files of their own.
pub(crate) const FORMAT: Format = Format {
    name: "eml",
    title: "mail: newsletters, alerts",
    extensions: &["eml"],
    recognised: "header lines From, Date or Subject, and others of mail",
    likeness,
    frame: |source: &mut Source<'_, '_, '_>| source.whole(source.limits.document_bytes, Code::TooBig),
    parse,
};

/// Lines that only mails begin with.
const TELLING: &[&str] = &[
    "Message-ID",
    "MIME-Version",
    "Received",
    "Return-Path",
    "Delivered-To",
    "To",
    "Reply-To",
    "List-Id",
    "List-Unsubscribe",
    "DKIM-Signature",
];

fn likeness(head: &Head<'_>) -> u8 {
    if !begins_with_header(head.text) {
        return 0;
    }
    let headers = Headers::of(head.text.as_bytes());
    let has = |name: &str| headers.get(name).is_some();
    let telling = TELLING.iter().filter(|name| has(name)).count();
    let is_mail = has("From") && (has("Date") || has("Subject")) && telling > 0;
    match (is_mail, head.is_named(&FORMAT)) {
        (true, _) if telling > 1 || head.is_named(&FORMAT) => 94,
        (true, false) => 70,
        (false, true) if telling > 0 || has("From") || has("Subject") => 75,
        (_, true) => 30,
        _ => 0,
    }
}

/// Whether a text begins with a line of a header.
pub(super) fn begins_with_header(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let Some((name, _)) = line.split_once(':') else { return false };
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !name.is_empty() && name.len() <= 60 && name.bytes().all(is_name)
}

fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    let mail = match mime::read(&record.payload) {
        Ok(mail) => mail,
        Err(fault) => return vec![Err(fault.at(&record.origin))],
    };
    let mut found = Vec::new();
    message::read(&mail, record, 0, &mut Vec::new(), &mut found);
    if mail.is_open && found.iter().all(Result::is_ok) {
        let ordinal = record.origin.ordinal.saturating_add(u32::try_from(found.len()).unwrap_or(u32::MAX));
        let detail = "the mail ends before its last part does";
        found.push(Err(Rejection::new(record.origin.at(ordinal), Code::Truncated, detail)));
    }
    found
}

/// Why a mail cannot be read at all.
fn refused(mail: &Part<'_>) -> Option<Fault> {
    match &*mail.media.name {
        "multipart/encrypted" | "application/pkcs7-mime" | "application/x-pkcs7-mime" => {
            Some(Fault::new(Code::Encrypted, "an encrypted mail"))
        }
        "multipart/report" => Some(Fault::new(Code::NotArticle, "a report of a mail server")),
        _ => None,
    }
}
