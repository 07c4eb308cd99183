//! Environment files: a `NAME=value` a line.

use std::fmt;

/// What a file says.
#[derive(Default, PartialEq, Eq)]
pub(crate) struct Lines {
    /// Name, value and line, from 1; of several of a name the last one counts, as in a shell.
    pub(crate) variables: Vec<(String, String, usize)>,
    /// The lines that say nothing known.
    pub(crate) strange: Vec<usize>,
}

/// Shows the lines and no value: any may be a key.
impl fmt::Debug for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.variables.iter().map(|(name, _, line)| (name, line));
        f.debug_struct("Lines")
            .field("variables", &names.collect::<Vec<_>>())
            .field("strange", &self.strange)
            .finish()
    }
}

/// Reads a file's text. Nothing in it is run or replaced.
pub(crate) fn parse(text: &str) -> Lines {
    let mut lines = Lines::default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let number = index + 1;
        match variable(line) {
            Some((name, value)) => {
                lines.variables.retain(|(other, ..)| *other != name);
                lines.variables.push((name, value, number));
            }
            None => lines.strange.push(number),
        }
    }
    lines
}

fn variable(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once('=')?;
    let name = name.trim();
    let name = match name.strip_prefix("export") {
        Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => name,
    };
    is_name(name).then(|| (name.to_owned(), self::value(value.trim())))
}

/// Whether a variable may be called so.
pub(crate) fn is_name(text: &str) -> bool {
    let is_letter = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    text.bytes().all(is_letter)
        && !text.starts_with(|letter: char| letter.is_ascii_digit())
        && !text.is_empty()
}

/// A value may stand in quotes; what follows them or a blank and a `#` is a comment.
fn value(text: &str) -> String {
    for quote in ['"', '\''] {
        if let Some((inner, _)) = text
            .strip_prefix(quote)
            .and_then(|rest| rest.split_once(quote))
        {
            return inner.to_owned();
        }
    }
    let end = text.find(" #").or_else(|| text.find("\t#"));
    let bare = end.and_then(|end| text.get(..end)).unwrap_or(text);
    bare.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Lines, parse};

    #[test]
    fn lines_are_read_as_people_write_them() {
        let text = "\u{feff}# keys\nQWEN_API_KEY=sk-1\nexport B = \"a # b\" # c\r\n\nC='x'\nD=\nE=1 # one\nF=a=b\nQWEN_API_KEY=sk-2\n";
        let variables = [
            ("B", "a # b", 3),
            ("C", "x", 5),
            ("D", "", 6),
            ("E", "1", 7),
            ("F", "a=b", 8),
            ("QWEN_API_KEY", "sk-2", 9),
        ];
        let variables =
            variables.map(|(name, value, line)| (name.to_owned(), value.to_owned(), line));
        assert_eq!(
            parse(text),
            Lines {
                variables: variables.to_vec(),
                strange: Vec::new()
            }
        );
    }

    #[test]
    fn lines_that_say_nothing_are_told_by_their_numbers() {
        assert_eq!(parse("A\n1B=2\n=3\nC D=4\nE=5").strange, [1, 2, 3, 4]);
    }
}
