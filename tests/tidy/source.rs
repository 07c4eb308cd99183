//! Rust as text, without what is not code. Lines stay where they are.

/// The code without comments and without what strings and characters hold.
pub(crate) fn code(text: &str) -> String {
    Stripper::new(text, false).strip()
}

/// The code without comments.
pub(crate) fn without_comments(text: &str) -> String {
    Stripper::new(text, true).strip()
}

struct Stripper {
    characters: Vec<char>,
    place: usize,
    output: String,
    keep_strings: bool,
}

impl Stripper {
    fn new(text: &str, keep_strings: bool) -> Self {
        Self {
            characters: text.chars().collect(),
            place: 0,
            output: String::with_capacity(text.len()),
            keep_strings,
        }
    }

    fn strip(mut self) -> String {
        while let Some(character) = self.peek(0) {
            match (character, self.peek(1)) {
                ('/', Some('/')) => self.line_comment(),
                ('/', Some('*')) => self.block_comment(),
                ('"', _) => self.string(),
                ('r', Some('"' | '#')) if !self.is_in_word() => self.raw_string(),
                ('b' | 'c', Some('r')) if matches!(self.peek(2), Some('"' | '#')) => self.take(),
                ('\'', next) if next == Some('\\') || self.peek(2) == Some('\'') => {
                    self.character();
                }
                _ => self.take(),
            }
        }
        self.output
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.characters.get(self.place + ahead).copied()
    }

    /// Whether the character before is part of a word, other than the mark of a byte or C string.
    fn is_in_word(&self) -> bool {
        let word: String = self.characters[..self.place]
            .iter()
            .rev()
            .take_while(|character| character.is_alphanumeric() || **character == '_')
            .collect();
        !matches!(word.as_str(), "" | "b" | "c")
    }

    fn take(&mut self) {
        self.output.extend(self.peek(0));
        self.place += 1;
    }

    /// Leaves a character out, but for the ends of lines.
    fn skip(&mut self) {
        if self.peek(0) == Some('\n') {
            self.output.push('\n');
        }
        self.place += 1;
    }

    /// A character of a string.
    fn hold(&mut self) {
        if self.keep_strings {
            self.take();
        } else {
            self.skip();
        }
    }

    fn line_comment(&mut self) {
        while !matches!(self.peek(0), None | Some('\n')) {
            self.skip();
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (None, _) => return,
                _ => {
                    self.skip();
                    continue;
                }
            }
            self.skip();
            self.skip();
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        self.take();
        while let Some(character) = self.peek(0) {
            match character {
                '"' => return self.take(),
                '\\' => {
                    self.hold();
                    self.hold();
                }
                _ => self.hold(),
            }
        }
    }

    fn raw_string(&mut self) {
        self.take();
        let mut marks = 0;
        while self.peek(0) == Some('#') {
            marks += 1;
            self.take();
        }
        if self.peek(0) != Some('"') {
            return;
        }
        self.take();
        while let Some(character) = self.peek(0) {
            let closes = (1..=marks).all(|ahead| self.peek(ahead) == Some('#'));
            if character == '"' && closes {
                (0..=marks).for_each(|_| self.take());
                return;
            }
            self.hold();
        }
    }

    fn character(&mut self) {
        self.take();
        if self.peek(0) == Some('\\') {
            self.hold();
        }
        self.hold();
        while !matches!(self.peek(0), None | Some('\'')) {
            self.hold();
        }
        self.take();
    }
}

/// The code with the modules left out that are built for tests only.
pub(crate) fn without_tests(code: &str) -> String {
    let mut output = String::with_capacity(code.len());
    let mut rest = code;
    while let Some((before, after)) = rest.split_once("#[cfg(test)]") {
        output.push_str(before);
        let end = block_end(after).unwrap_or(after.len());
        let (left_out, after) = after.split_at(end);
        output.extend(left_out.chars().filter(|character| *character == '\n'));
        rest = after;
    }
    output + rest
}

/// Where the first block or statement of some code ends, behind its brace or semicolon.
pub(crate) fn block_end(code: &str) -> Option<usize> {
    let mut depth = 0;
    for (place, character) in code.char_indices() {
        match character {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => {
                depth -= 1;
                if depth == 0 && character == '}' {
                    return Some(place + 1);
                }
            }
            ';' if depth == 0 => return Some(place + 1),
            _ => {}
        }
    }
    None
}

/// The number of the line at a place, from 1.
pub(crate) fn line_at(text: &str, place: usize) -> usize {
    text[..place].matches('\n').count() + 1
}

#[test]
fn comments_and_strings_are_not_code() {
    for (text, expected) in [
        ("a // b \"c\nd", "a \nd"),
        ("a /* b /* c */ d\n */ e", "a \n e"),
        ("a(\"b \\\" c\", d)", "a(\"\", d)"),
        ("a(r#\"b \" c\"#, br\"d\")", "a(r#\"\"#, br\"\")"),
        ("'a' 'b: &'c str '\\'' '\"' d", "'' 'b: &'c str '' '' d"),
        ("for\"x\"", "for\"\""),
        ("r#type", "r#type"),
    ] {
        assert_eq!(code(text), expected, "{text}");
    }
    assert_eq!(without_comments("a(\"// b\") // c"), "a(\"// b\") ");
}

#[test]
fn modules_of_tests_are_left_out() {
    let text = "a\n#[cfg(test)]\nmod tests {\n    { b }\n}\nc\n#[cfg(test)]\nmod d;\ne\n";
    assert_eq!(without_tests(text), "a\n\n\n\n\nc\n\n\ne\n");
}
