//! The text of a mail: of alternatives the page, else the plain text, without what serves the reader's
//! program only.

use dom_query::Document;

use crate::parse::decode::Declares;
use crate::parse::html::guard;
use crate::parse::input::Fault;
use crate::parse::mime::Part;
use crate::parse::{fields, paragraphs, text};
use crate::stage::{Code, Limits};

/// Text and language of a mail.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) body: String,
    pub(super) language: Option<String>,
}

/// Lines that speak of the mail and not of the news, by what is in them.
const SERVICE: &[&str] = &[
    "désabonn",
    "désinscri",
    "unsubscribe",
    "dans votre navigateur",
    "dans le navigateur",
    "version en ligne",
    "version web",
    "in your browser",
    "in browser",
    "gérer vos préférences",
    "cet email vous a été envoyé",
    "cet e-mail vous a été envoyé",
];
/// Longest of such lines, in characters.
const SERVICE_CHARACTERS: usize = 160;

/// Returns the text of a mail.
///
/// # Errors
///
/// Where the mail ends within its text, or that cannot be decoded.
pub(super) fn of(mail: &Part<'_>, limits: &Limits) -> Result<Text, Fault> {
    let mut text = Text::default();
    take(mail, limits, &mut text)?;
    let is_service = |line: &str| {
        let is_short = line.chars().nth(SERVICE_CHARACTERS).is_none();
        let line = if is_short { line.to_lowercase().replace('’', "'") } else { return false };
        SERVICE.iter().any(|words| line.contains(words))
    };
    let kept: Vec<&str> = text.body.lines().filter(|line| !is_service(line)).collect();
    text.body = kept.join("\n");
    Ok(text)
}

/// Takes the text of a part.
fn take(part: &Part<'_>, limits: &Limits, into: &mut Text) -> Result<(), Fault> {
    if part.is_attached() {
        return Ok(());
    }
    match &*part.media.name {
        "multipart/alternative" => {
            let best = part
                .parts
                .iter()
                .find(|part| holds(part, "text/html"))
                .or_else(|| part.parts.iter().find(|part| holds(part, "text/plain")));
            best.map_or(Ok(()), |best| take(best, limits, into))
        }
        "multipart/related" => part.parts.first().map_or(Ok(()), |root| take(root, limits, into)),
        name if name.starts_with("multipart/") => {
            part.parts.iter().try_for_each(|part| take(part, limits, into))
        }
        "text/html" | "application/xhtml+xml" => {
            let page = whole(part, Declares::Html)?;
            push_page(&page, limits, into);
            Ok(())
        }
        "text/plain" | "text" | "" => {
            let plain = whole(part, Declares::Nothing)?;
            let flows =
                part.media.parameter("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
            paragraphs::push_all(&self::plain(&plain, flows), &mut into.body);
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Whether a part of that kind lies in it.
fn holds(part: &Part<'_>, kind: &str) -> bool {
    part.media.name == kind || part.parts.iter().any(|part| holds(part, kind))
}

/// The text of a part that must not be cut.
fn whole(part: &Part<'_>, declares: Declares) -> Result<String, Fault> {
    if part.is_open {
        return Err(Fault::new(Code::Truncated, "the mail ends within its text"));
    }
    part.text(declares)
}

/// Takes a page without what it hides: the line that mail programs show beside the subject, above all.
fn push_page(page: &str, limits: &Limits, into: &mut Text) {
    let Ok(page) = guard::checked(page, limits) else {
        // No tree is built of such a page; its text can be had without.
        return paragraphs::push_all(&fields::prose(page), &mut into.body);
    };
    let document = Document::from(&*page);
    let language = document.select("html").attr("lang").map(|language| language.to_string());
    into.language = into.language.take().or(language.filter(|language| !language.is_empty()));
    document.select("head, style, script, title").remove();
    for node in document.select("[style]").nodes() {
        let style = node.attr("style").unwrap_or_default().to_ascii_lowercase();
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        if style.contains("display:none") || style.contains("mso-hide:all") {
            node.remove_from_parent();
        }
    }
    paragraphs::push_all(&fields::prose(&document.html()), &mut into.body);
}

/// Makes paragraphs of plain text: lines that flow are joined, a signature ends it.
fn plain(text: &str, flows: bool) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.split("\n-- \n").next().unwrap_or(&text);
    if !flows {
        return text::paragraphs_of(text);
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        out.push_str(line.strip_prefix(' ').unwrap_or(line));
        if !line.ends_with(' ') {
            out.push('\n');
        }
    }
    paragraphs::tidy(&out)
}
