//! A place in a text: its line and column, and a caret under it. What stands in quotes there may be secret, and is masked.

use std::fmt;
use std::path::{Path, PathBuf};

/// A text, and the file that it is of.
#[derive(Clone)]
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// Shows no text: it may hold a key.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Source {
    /// Line and column of a byte, both from 1, in characters.
    pub(crate) fn position(&self, at: usize) -> (usize, usize) {
        let before = self.text.get(..at).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.get(start..).unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    /// The line of a byte, from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.position(at).0
    }

    /// What is wrong at a byte, with the line and a caret.
    pub(crate) fn complain(&self, at: usize, what: &str) -> String {
        let (line, column) = self.position(at);
        complain(&self.path, &self.text, (line, column), what)
    }
}

/// What is wrong in a line and a column of a text, both from 1.
pub(crate) fn complain(
    path: &Path,
    text: &str,
    (line, column): (usize, usize),
    what: &str,
) -> String {
    let written = text.split('\n').nth(line - 1).unwrap_or_default();
    let shown = masked(written.trim_end());
    let number = line.to_string();
    let gap = " ".repeat(number.len());
    // A tab is as wide under itself as above.
    let lead: String = written
        .chars()
        .take(column - 1)
        .map(|letter| if letter == '\t' { '\t' } else { ' ' })
        .collect();
    format!(
        "{}:{line}:{column}: {what}\n  {number} | {shown}\n  {gap} | {lead}^",
        path.display()
    )
}

/// The line with what stands in quotes replaced, names of fields apart.
fn masked(line: &str) -> String {
    let mut shown = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(['"', '\'', '/']) {
        let (before, from) = rest.split_at(start);
        shown.push_str(before);
        let length = if from.starts_with("//") {
            from.len()
        } else if from.starts_with("/*") {
            from.find("*/").map_or(from.len(), |end| end + 2)
        } else if from.starts_with('/') {
            1
        } else {
            quoted(from)
        };
        let (token, after) = from.split_at(length);
        if after.trim_start().starts_with(':') || !token.starts_with(['"', '\'']) {
            shown.push_str(&keyless(token));
        } else {
            shown.extend(token.chars().map(|letter| match letter {
                '"' | '\'' => letter,
                _ => '*',
            }));
        }
        rest = after;
    }
    shown.push_str(&keyless(rest));
    shown
}

/// The length of a text in quotes, or of all that is left when it is not closed.
pub(super) fn quoted(from: &str) -> usize {
    let mut letters = from.char_indices();
    let quote = letters.next().map(|(_, quote)| quote);
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' {
            letters.next();
        } else if Some(letter) == quote {
            return at + letter.len_utf8();
        }
    }
    from.len()
}

/// Whatever looks like a key is taken out, wherever it stands.
fn keyless(text: &str) -> String {
    match text.find("sk-") {
        Some(at) => format!("{}sk-…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Source, masked};
    use std::path::PathBuf;

    #[test]
    fn a_caret_stands_under_the_place() {
        let source = Source {
            path: PathBuf::from("c.json5"),
            text: "{\n\t\"ä\": 'x', b: 1\n}".to_owned(),
        };
        let at = source.text.find("b:").unwrap();
        assert_eq!(source.position(at), (2, 12));
        assert_eq!(
            source.complain(at, "no"),
            "c.json5:2:12: no\n  2 | \t\"ä\": '*', b: 1\n    | \t          ^"
        );
        assert_eq!(source.position(usize::MAX), (3, 2));
    }

    #[test]
    fn what_may_be_secret_is_not_shown() {
        for (line, shown) in [
            ("apiKey: 'sk-1', b: 2", "apiKey: '****', b: 2"),
            (r#""apiKey": "a\"b""#, r#""apiKey": "**"*""#),
            ("apiKey: 'abc", "apiKey: '***"),
            ("/* don't */ apiKey: 'abc'", "/* don't */ apiKey: '***'"),
            ("a: 1 // sk-sp-1", "a: 1 // sk-…"),
            ("sk-1: 2", "sk-…"),
        ] {
            assert_eq!(masked(line), shown);
        }
    }
}
