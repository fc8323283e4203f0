//! What a user says of names: which are one, which are not.
//!
//! ```text
//! # a line a rule
//! person: Emmanuel Macron = Macron, Manu Macron
//! organization: Rassemblement national = RN, Front national, FN
//! person: Pierre Martin != P. Martin, Martin
//! ```
//!
//! `=`: the names after it are the one before it, which is shown as written there. `!=`: no two of these are one,
//! whatever the rules of the corpus say. A name that holds one of `, = # "` stands in quotation marks, those
//! within it doubled.

use std::collections::BTreeMap;

use super::term::{clean, key};
use crate::article::Kind;

/// Lines that are read; a longer file is refused.
const MAX_LINES: usize = 1_000_000;
/// Longest name, in bytes.
const MAX_NAME: usize = 255;

/// The rules of a file, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases {
    pub(super) rules: Vec<Rule>,
    /// The rule that says of a key what it is.
    by_key: BTreeMap<(Kind, String), usize>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) kind: Kind,
    /// Keys and names as written, each key once.
    pub(super) names: Vec<(String, String)>,
    /// Whether the names are one, or no two of them are.
    pub(super) one: bool,
}

/// A line that is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct AliasesError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

impl Aliases {
    /// Reads the text of a file. Linear.
    ///
    /// # Errors
    /// At the first line that is no rule, or that contradicts an earlier one.
    pub fn parse(text: &str) -> Result<Self, AliasesError> {
        let mut aliases = Aliases::default();
        // To which name each was given, and in which line.
        let mut given: BTreeMap<(Kind, String), (String, usize)> = BTreeMap::new();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (at, line) in text.lines().enumerate() {
            let number = at + 1;
            let error = |what: String| AliasesError { line: number, what };
            if at == MAX_LINES {
                return Err(error(format!("more than {MAX_LINES} lines")));
            }
            let Some(rule) = read_line(line).map_err(error)? else { continue };
            if rule.one {
                let target = &rule.names[0].0;
                for (key, name) in &rule.names {
                    let known = given.insert((rule.kind, key.clone()), (target.clone(), number));
                    aliases.by_key.insert((rule.kind, key.clone()), aliases.rules.len());
                    if let Some((other, line)) = known.filter(|(other, _)| other != target) {
                        return Err(error(format!("\"{name}\" is another name by line {line} ({other})")));
                    }
                }
            }
            aliases.rules.push(rule);
        }
        aliases.parted_are_not_merged(&given)?;
        Ok(aliases)
    }

    /// Whether there is no rule.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The key that a key of that kind stands for by these rules, and the name to show, if one of them names it.
    pub fn canonical(&self, kind: Kind, key: &str) -> Option<(&str, &str)> {
        let rule = &self.rules[*self.by_key.get(&(kind, key.to_owned()))?];
        Some((rule.names[0].0.as_str(), rule.names[0].1.as_str()))
    }

    fn parted_are_not_merged(
        &self,
        given: &BTreeMap<(Kind, String), (String, usize)>,
    ) -> Result<(), AliasesError> {
        for rule in self.rules.iter().filter(|rule| !rule.one) {
            let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
            for (key, name) in &rule.names {
                let Some((target, line)) = given.get(&(rule.kind, key.clone())) else { continue };
                if let Some(other) = seen.insert(target, name) {
                    return Err(AliasesError {
                        line: *line,
                        what: format!("\"{other}\" and \"{name}\" are one here and not one elsewhere"),
                    });
                }
            }
        }
        Ok(())
    }
}

/// Reads one line; `None` if it says nothing.
fn read_line(line: &str) -> Result<Option<Rule>, String> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let (kind, rest) = line.split_once(':').ok_or("no kind: write person: NAME = NAME")?;
    let kind = kind_named(kind.trim())
        .ok_or_else(|| format!("\"{}\" is no kind: write person, organization or place", kind.trim()))?;
    let mut names: Vec<(String, String)> = Vec::new();
    let mut one = None;
    let mut rest = rest;
    loop {
        let (name, sign, after) = next_name(rest)?;
        if name.len() > MAX_NAME {
            return Err(format!("a name of {} bytes; the limit is {MAX_NAME}", name.len()));
        }
        let key = clean(&key(kind, &name));
        if key.is_empty() {
            return Err("a name is missing".to_owned());
        }
        if !names.iter().any(|(known, _)| *known == key) {
            names.push((key, clean(&name)));
        }
        match (sign, one) {
            (Sign::Equal, None) => one = Some(true),
            (Sign::Unequal, None) => one = Some(false),
            (Sign::Comma, Some(_)) => {}
            (Sign::End, Some(one)) => {
                if !one && names.len() < 2 {
                    return Err("only one name: two spellings of one key cannot be parted".to_owned());
                }
                return Ok(Some(Rule { kind, names, one }));
            }
            (Sign::Comma | Sign::End, None) => {
                return Err("no = (they are one) and no != (they are not) after the first name".to_owned());
            }
            (Sign::Equal | Sign::Unequal, Some(_)) => return Err("a second = or !=".to_owned()),
        }
        rest = after;
    }
}

/// What follows a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Equal,
    Unequal,
    Comma,
    End,
}

/// Takes the first name of a text: the name, the sign after it, the rest.
fn next_name(text: &str) -> Result<(String, Sign, &str), String> {
    let text = text.trim_start();
    let (name, rest) = match text.strip_prefix('"') {
        Some(quoted) => {
            let mut name = String::new();
            let mut rest = quoted;
            loop {
                let end = rest.find('"').ok_or("a quotation mark is not closed")?;
                name.push_str(&rest[..end]);
                rest = &rest[end + 1..];
                match rest.strip_prefix('"') {
                    Some(more) => {
                        name.push('"');
                        rest = more;
                    }
                    None => break,
                }
            }
            (name, rest.trim_start())
        }
        None => {
            let end = text.find([',', '=', '≠', '#']).unwrap_or(text.len());
            let end = if text[end..].starts_with('=') && text[..end].ends_with('!') { end - 1 } else { end };
            (text[..end].trim().to_owned(), &text[end..])
        }
    };
    for (sign, reading) in
        [("!=", Sign::Unequal), ("≠", Sign::Unequal), ("=", Sign::Equal), (",", Sign::Comma)]
    {
        if let Some(after) = rest.strip_prefix(sign) {
            return Ok((name, reading, after));
        }
    }
    if rest.is_empty() || rest.starts_with('#') {
        return Ok((name, Sign::End, ""));
    }
    Err(format!("\"{}\" stands after a name in quotation marks", rest.trim()))
}

/// The kind of that name, as queries call it, in English or French.
fn kind_named(name: &str) -> Option<Kind> {
    Some(match name.to_lowercase().as_str() {
        "person" | "personne" | "per" => Kind::Person,
        "organization" | "organisation" | "org" => Kind::Organization,
        "place" | "lieu" | "loc" => Kind::Place,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_merges_and_parts() {
        let text = "\u{feff}# noms\n\nperson: Emmanuel Macron = Macron, \"Macron, Emmanuel\" # le président\n\
                    organisation: Le Monde = lemonde.fr\npersonne: P. Martin != Pierre Martin\n";
        let aliases = Aliases::parse(text).expect("three rules");
        assert_eq!(aliases.canonical(Kind::Person, "macron"), Some(("emmanuel macron", "Emmanuel Macron")));
        assert_eq!(
            aliases.canonical(Kind::Person, "macron emmanuel").map(|one| one.0),
            Some("emmanuel macron")
        );
        assert_eq!(aliases.canonical(Kind::Organization, "lemondefr"), Some(("monde", "Le Monde")));
        assert_eq!(aliases.canonical(Kind::Person, "p martin"), None);
        assert!(Aliases::parse("").expect("no rule").is_empty());
    }

    #[test]
    fn what_is_no_rule_is_told_with_its_line() {
        for (text, line, what) in [
            ("Macron = Emmanuel Macron", 1, "no kind"),
            ("\nanimal: Macron = Emmanuel Macron", 2, "\"animal\" is no kind"),
            ("person: Macron", 1, "no = "),
            ("person: A = B = C", 1, "a second ="),
            ("person: A = , C", 1, "a name is missing"),
            ("person: \"A = B", 1, "not closed"),
            ("person: A != a", 1, "only one name"),
            ("person: A = B\nperson: C = B", 2, "another name by line 1"),
            ("person: A = B\nperson: A != B", 1, "one here and not one elsewhere"),
            ("person: \"A\" x = B", 1, "stands after"),
        ] {
            let error = Aliases::parse(text).expect_err(text);
            assert!(error.line == line && error.what.contains(what), "{text}: {error}");
        }
        let long = format!("person: A = {}", "x".repeat(300));
        assert!(Aliases::parse(&long).expect_err("long").what.contains("300 bytes"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(person: |[a,=!\"# \\n:é]){0,40}") {
            let _ = Aliases::parse(&text);
        }
    }
}
