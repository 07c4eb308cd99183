//! A model's own words in an error message.

use core::fmt;

use crate::error::body;

/// The most characters of a model's words in an error message: enough to see what is wrong with them.
pub(crate) const EXCERPT_LIMIT: usize = 500;

/// A text as an error message shows it: in one line, without control characters and keys, at most [`EXCERPT_LIMIT`]
/// characters, and with a mark where it is cut.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Excerpt<'a>(pub(crate) &'a str);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // One more than is shown tells whether there is more.
        let words = body::words(self.0, EXCERPT_LIMIT + 1);
        match words.char_indices().nth(EXCERPT_LIMIT) {
            Some((end, _)) => write!(f, "{} ...", words.get(..end).unwrap_or_default()),
            None if words.is_empty() => f.write_str("(nothing)"),
            None => f.write_str(&words),
        }
    }
}
