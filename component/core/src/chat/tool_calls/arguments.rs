//! The arguments of one tool call while they come in: where their object begins and ends, and whether it is one.

use crate::prelude::*;
use core::ops::Range;

use crate::json;

/// The text of a call's arguments as far as it has come.
///
/// Each byte is looked at once, however the text is cut.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    text: String,
    phase: Phase,
    /// Where the object stands in the text; its end moves until it is whole.
    object: Range<usize>,
}

#[derive(Clone, Copy, Debug, Default)]
enum Phase {
    /// Nothing but blanks.
    #[default]
    Before,
    /// Within the object, at a depth of at least 1.
    Within { depth: usize, string: Quoted },
    /// The object is closed.
    After,
    /// It begins with something that is no object.
    Other,
}

/// Where the text stands with regard to JSON strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quoted {
    Outside,
    Inside,
    /// Right after a backslash.
    Escaped,
}

impl Arguments {
    /// Adds the next piece and gives what of it belongs to the object.
    pub(super) fn push<'a>(&mut self, fragment: &'a str) -> &'a str {
        let offset = self.text.len();
        self.text.push_str(fragment);
        let mut begin = 0;
        if matches!(self.phase, Phase::Before) {
            begin = fragment.len() - fragment.trim_start().len();
            match fragment.as_bytes().get(begin) {
                None => return "",
                Some(b'{') => {
                    self.object = offset + begin..offset + begin;
                    self.phase = Phase::Within {
                        depth: 0,
                        string: Quoted::Outside,
                    };
                }
                Some(_) => self.phase = Phase::Other,
            }
        }
        let Phase::Within { .. } = self.phase else {
            return "";
        };
        let rest = fragment.get(begin..).unwrap_or_default();
        let taken = self.phase.take(rest.as_bytes());
        self.object.end = offset + begin + taken;
        rest.get(..taken).unwrap_or_default()
    }

    /// The length in bytes of all that came.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// All that came.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing but blanks came.
    pub(super) fn is_blank(&self) -> bool {
        matches!(self.phase, Phase::Before)
    }

    /// Whether the object has begun and is not closed.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Within { .. })
    }

    /// Whether the object is closed, so that no more can belong to it.
    pub(super) fn is_closed(&self) -> bool {
        matches!(self.phase, Phase::After)
    }

    /// What has come of the object.
    pub(super) fn object(&self) -> &str {
        self.text.get(self.object.clone()).unwrap_or_default()
    }

    /// The arguments, once all has come: `{}` when there are none, `None` when they are not a JSON object.
    ///
    /// One `}` too many at the end is let pass: a sample of the provider's own shows it (DashScope function calling,
    /// November 2026).
    pub(super) fn finish(&self) -> Option<&str> {
        match self.phase {
            Phase::Before => Some("{}"),
            Phase::Other if self.text.trim() == "null" => Some("{}"),
            Phase::After => {
                let rest = self.text.get(self.object.end..).unwrap_or_default();
                let is_end = matches!(rest.trim(), "" | "}");
                let object = self.object();
                (is_end && json::value(object).is_ok()).then_some(object)
            }
            Phase::Within { .. } | Phase::Other => None,
        }
    }
}

impl Phase {
    /// Reads on within the object and gives the number of bytes up to its end.
    fn take(&mut self, bytes: &[u8]) -> usize {
        let Self::Within { depth, string } = self else {
            return 0;
        };
        for (at, byte) in bytes.iter().enumerate() {
            match (*string, *byte) {
                (Quoted::Escaped, _) | (Quoted::Outside, b'"') => *string = Quoted::Inside,
                (Quoted::Inside, b'\\') => *string = Quoted::Escaped,
                (Quoted::Inside, b'"') => *string = Quoted::Outside,
                (Quoted::Outside, b'{' | b'[') => *depth += 1,
                (Quoted::Outside, b'}' | b']') => {
                    *depth = depth.saturating_sub(1);
                    if *depth == 0 {
                        *self = Self::After;
                        return at + 1;
                    }
                }
                _ => {}
            }
        }
        bytes.len()
    }
}
