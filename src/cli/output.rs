//! Standard output and standard error: colours for terminals, no control characters for anybody.

use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use anstyle::{AnsiColor, Style};

use crate::article::stands_for_byte;

/// Width of a line where no terminal says another.
const WIDTH: usize = 100;
/// Width of the narrowest terminal that is catered for.
const NARROWEST: usize = 40;
/// Width beyond which lines do not grow.
const WIDEST: usize = 200;

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How text is painted on one stream.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    on: bool,
}

impl Paint {
    /// Whether anything is painted.
    pub(super) fn is_on(self) -> bool {
        self.on
    }

    pub(super) const HIT: Style = AnsiColor::Yellow.on_default().bold();
    pub(super) const TITLE: Style = Style::new().bold();
    pub(super) const DIM: Style = Style::new().dimmed();
    pub(super) const GOOD: Style = AnsiColor::Green.on_default();
    pub(super) const WARN: Style = AnsiColor::Yellow.on_default().bold();
    pub(super) const ERROR: Style = AnsiColor::Red.on_default().bold();
    pub(super) const BAR: Style = AnsiColor::Cyan.on_default();

    /// Text in a style; text that comes from a corpus must have gone through [`safe`].
    pub(super) fn paint(self, style: Style, text: &str) -> String {
        if self.on && !text.is_empty() {
            format!("{}{text}{}", style.render(), style.render_reset())
        } else {
            text.to_owned()
        }
    }
}

/// How a text is to look where it is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) paint: Paint,
    /// Cells of a line.
    pub(super) width: usize,
    /// Whether addresses may lie behind words.
    pub(super) links: bool,
}

impl Look {
    /// Of a file.
    pub(super) const PLAIN: Look = Look { paint: Paint { on: false }, width: WIDTH, links: false };

    /// Text that leads to an address, as terminals have it (OSC 8); both free of control characters.
    pub(super) fn link(self, address: &str, text: &str) -> String {
        if !self.links
            || text.is_empty()
            || address.is_empty()
            || address.bytes().any(|b| !(b'!'..=b'~').contains(&b))
        {
            return text.to_owned();
        }
        format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
    }
}

/// Standard output, locked and buffered, with its width and colours.
pub(super) struct Out {
    to: BufWriter<StdoutLock<'static>>,
    pub(super) paint: Paint,
    pub(super) width: usize,
    /// Lines of the screen, if it is one.
    pub(super) rows: Option<usize>,
    links: bool,
}

/// What the environment says about colours.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ColorWishes {
    /// `NO_COLOR` is set and not empty.
    pub(super) none: bool,
    /// `CLICOLOR_FORCE` is set and not `0`.
    pub(super) forced: bool,
    /// The terminal has none (`TERM=dumb`).
    pub(super) dumb: bool,
}

fn colours(color: Color, wishes: ColorWishes, terminal: bool) -> Paint {
    let on = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => wishes.forced || (terminal && !wishes.none && !wishes.dumb),
    };
    Paint { on }
}

impl Out {
    pub(super) fn open(color: Color, wishes: ColorWishes) -> Self {
        let terminal = io::stdout().is_terminal();
        let size = terminal_size::terminal_size().filter(|_| terminal);
        let width = match size {
            Some((terminal_size::Width(width), _)) => usize::from(width).clamp(NARROWEST, WIDEST),
            None => WIDTH,
        };
        let paint = colours(color, wishes, terminal);
        Out {
            to: BufWriter::with_capacity(64 << 10, io::stdout().lock()),
            paint,
            width,
            rows: size.map(|(_, terminal_size::Height(rows))| usize::from(rows)),
            links: terminal && paint.on && !wishes.dumb,
        }
    }

    /// How text looks here.
    pub(super) fn look(&self) -> Look {
        Look { paint: self.paint, width: self.width, links: self.links }
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Standard error, for people.
#[derive(Debug, Clone, Copy)]
pub(super) struct Err {
    pub(super) paint: Paint,
    pub(super) terminal: bool,
}

impl Err {
    pub(super) fn open(color: Color, wishes: ColorWishes) -> Self {
        let terminal = io::stderr().is_terminal();
        Err { paint: colours(color, wishes, terminal), terminal }
    }

    /// Writes a line; where standard error is closed there is nobody to tell.
    pub(super) fn line(self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }
}

/// Text as a terminal may see it: control characters (but line ends) and signs that turn the direction of
/// writing are shown by their number, for text of a corpus must not move a cursor.
pub(super) fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push(c),
            '\t' => out.push(' '),
            '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{61c}'
            | '\u{2028}'
            | '\u{2029}' => escape(c, &mut out),
            _ if stands_for_byte(c) => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\x{:02X}", 0x80 | (u32::from(c) & 0x7f));
            }
            _ if c.is_control() => escape(c, &mut out),
            _ => out.push(c),
        }
    }
    out
}

fn escape(c: char, out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "‹U+{:04X}›", u32::from(c));
}

/// A look without colours or links.
#[cfg(test)]
pub(super) fn plain_look(width: usize) -> Look {
    Look { paint: Paint { on: false }, width, links: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_corpus_moves_the_cursor() {
        assert_eq!(safe("caf\u{f7e9}"), "caf\\xE9");
        assert_eq!(safe("a\x1b[31mb\u{9b}c\u{202e}d\te\n"), "a‹U+001B›[31mb‹U+009B›c‹U+202E›d e\n");
    }

    proptest::proptest! {
        #[test]
        fn no_control_character_passes(text in "[\\x00-\\u{2fff}]{0,80}") {
            proptest::prop_assert!(!safe(&text).chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}
