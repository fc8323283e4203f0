//! Text of articles with words marked in it, made fit for a screen and broken into lines.

use std::ops::Range;

use anstyle::Style;

use super::output::{Look, safe};
use super::text::wrapped;

/// A piece of text and how parts of it are painted.
#[derive(Debug, Clone, Default)]
pub(super) struct Passage {
    text: String,
    marks: Vec<(Range<usize>, Style)>,
    /// How everything else is painted.
    plain: Option<Style>,
}

impl Passage {
    /// A text of one paragraph; `marks` are bytes of it, in order. What a terminal should not see is made safe.
    pub(super) fn new(text: &str, marks: &[(Range<usize>, Style)]) -> Self {
        let mut passage = Passage::default();
        let mut at = 0;
        for (range, style) in marks {
            if range.start < at || range.end > text.len() || range.is_empty() {
                continue;
            }
            passage.push(&text[at..range.start]);
            let start = passage.text.len();
            passage.push(&text[range.clone()]);
            passage.marks.push((start..passage.text.len(), *style));
            at = range.end;
        }
        passage.push(&text[at..]);
        passage
    }

    /// The same, painted so where nothing is marked.
    pub(super) fn styled(mut self, style: Style) -> Self {
        self.plain = Some(style);
        self
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(&safe(text).replace('\n', " "));
    }

    /// The lines, each of so many cells at most.
    pub(super) fn lines(&self, look: Look, width: usize) -> Vec<String> {
        let plain = |text: &str| match self.plain {
            Some(style) => look.paint.paint(style, text),
            None => text.to_owned(),
        };
        let mut marks = self.marks.iter().peekable();
        let mut lines = Vec::new();
        for line in wrapped(&self.text, width) {
            let mut painted = String::new();
            let mut at = line.start;
            while let Some((mark, style)) = marks.peek() {
                let inside = mark.start.max(at)..mark.end.min(line.end);
                if mark.start >= line.end {
                    break;
                }
                if inside.start < inside.end {
                    painted.push_str(&plain(&self.text[at..inside.start]));
                    painted.push_str(&look.paint.paint(*style, &self.text[inside.clone()]));
                    at = inside.end;
                }
                if mark.end > line.end {
                    break;
                }
                marks.next();
            }
            painted.push_str(&plain(&self.text[at..line.end]));
            lines.push(painted);
        }
        lines
    }
}
