//! A JSON5 text as a tree that knows where each value stands. The text was parsed before: this only finds the places.

use serde_json::{Map, Value};
use std::fmt;

/// A value, the byte at which it begins, and the one behind it.
#[derive(Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) at: usize,
    pub(crate) end: usize,
    pub(crate) content: Content,
}

/// Shows no value: any may be a key.
impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node")
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// What a value is.
#[derive(Clone, PartialEq)]
pub(crate) enum Content {
    /// The fields in the order in which they are written.
    Object(Vec<Field>),
    List(Vec<Node>),
    Scalar(Value),
}

/// A field of an object.
#[derive(Clone, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// The byte at which the name begins.
    pub(crate) at: usize,
    pub(crate) node: Node,
}

impl Node {
    /// The tree of a text that is JSON5; `None` if it is not after all.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut scanner = Scanner { text, at: 0 };
        scanner.value()
    }

    /// The value without its places.
    pub(crate) fn to_value(&self) -> Value {
        match &self.content {
            Content::Object(fields) => Value::Object(
                fields
                    .iter()
                    .map(|field| (field.name.clone(), field.node.to_value()))
                    .collect::<Map<_, _>>(),
            ),
            Content::List(items) => items.iter().map(Self::to_value).collect(),
            Content::Scalar(value) => value.clone(),
        }
    }

    /// The fields, if it is an object.
    pub(crate) fn fields(&self) -> &[Field] {
        match &self.content {
            Content::Object(fields) => fields,
            _ => &[],
        }
    }

    /// The items, if it is a list.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.content {
            Content::List(items) => items,
            _ => &[],
        }
    }

    /// The value under a name. Of several, the last one counts, as everywhere in JSON; `null` is as good as nothing.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let mut named = self.fields().iter().rev();
        let field = named.find(|field| field.name == name)?;
        Some(&field.node).filter(|node| !node.is_null())
    }

    /// The value under several names, one below the other.
    pub(crate) fn at(&self, names: &[&str]) -> Option<&Self> {
        names.iter().try_fold(self, |node, name| node.get(name))
    }

    /// The text without the blanks around it; a blank one is as good as none.
    pub(crate) fn text(&self) -> Option<&str> {
        let Content::Scalar(Value::String(text)) = &self.content else {
            return None;
        };
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    pub(crate) fn is_null(&self) -> bool {
        self.content == Content::Scalar(Value::Null)
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn value(&mut self) -> Option<Node> {
        self.skip();
        let at = self.at;
        let content = match self.peek()? {
            '{' => Content::Object(self.object()?),
            '[' => Content::List(self.list()?),
            _ => Content::Scalar(json5::from_str(self.token()?).ok()?),
        };
        let end = self.at;
        Some(Node { at, end, content })
    }

    fn object(&mut self) -> Option<Vec<Field>> {
        let mut fields = Vec::new();
        self.step()?;
        while !self.closes('}')? {
            let at = self.at;
            let written = self.token()?;
            let name = if written.contains(['"', '\'', '\\']) {
                name_of(written)?
            } else {
                written.to_owned()
            };
            self.skip();
            // The colon.
            self.step()?;
            let node = self.value()?;
            fields.push(Field { name, at, node });
        }
        Some(fields)
    }

    fn list(&mut self) -> Option<Vec<Node>> {
        let mut items = Vec::new();
        self.step()?;
        while !self.closes(']')? {
            items.push(self.value()?);
        }
        Some(items)
    }

    /// Whether nothing comes before the closing bracket, which is passed then.
    fn closes(&mut self, bracket: char) -> Option<bool> {
        self.skip();
        if self.peek()? == ',' {
            self.step()?;
            self.skip();
        }
        if self.peek()? == bracket {
            self.step()?;
            return Some(true);
        }
        Some(false)
    }

    /// A text, a number or a word, as it is written.
    fn token(&mut self) -> Option<&str> {
        let from = self.at;
        let first = self.step()?;
        if matches!(first, '"' | '\'') {
            loop {
                match self.step()? {
                    '\\' => {
                        self.step()?;
                    }
                    letter if letter == first => break,
                    _ => {}
                }
            }
        } else {
            while self.peek().is_some_and(is_of_word) {
                self.step()?;
            }
        }
        self.text.get(from..self.at)
    }

    /// Passes blanks and comments.
    fn skip(&mut self) {
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
            let length = blanks.max(comment_length(rest));
            if length == 0 {
                return;
            }
            self.at += length;
        }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn step(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += letter.len_utf8();
        Some(letter)
    }
}

/// What ends a line, and a comment that begins with `//`.
pub(super) const LINE_ENDS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];

pub(super) fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter == '\u{feff}'
}

/// How long the comment is that a text begins with; 0 if it begins with none.
pub(super) fn comment_length(text: &str) -> usize {
    if text.starts_with("//") {
        return text.find(LINE_ENDS).unwrap_or(text.len());
    }
    match text.strip_prefix("/*") {
        Some(inner) => inner.find("*/").map_or(text.len(), |end| end + 4),
        None => 0,
    }
}

/// The text with a value: an empty file, or one of comments alone, is an empty object.
pub(super) fn with_value(text: String) -> String {
    let mut rest = text.trim_start_matches(is_blank);
    while comment_length(rest) > 0 {
        let after = rest.get(comment_length(rest)..).unwrap_or_default();
        rest = after.trim_start_matches(is_blank);
    }
    if !rest.is_empty() {
        return text;
    }
    let is_open = !text.is_empty() && !text.ends_with(LINE_ENDS);
    let gap = if is_open { "\n" } else { "" };
    text + gap + "{\n}\n"
}

/// A name with quotes or escapes: the parser of the whole reads it.
fn name_of(written: &str) -> Option<String> {
    let object = format!("{{{written}:0}}");
    let fields: Map<String, Value> = json5::from_str(&object).ok()?;
    fields.into_iter().next().map(|(name, _)| name)
}

fn is_of_word(letter: char) -> bool {
    !letter.is_whitespace()
        && !matches!(letter, ':' | ',' | '}' | ']' | '{' | '[' | '/' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::Node;
    use proptest::prelude::*;
    use serde_json::Value;

    const TEXT: &str = "// first\n{ a: [1, +0x10, .5,], /* b: 0 */ \"b\\\"x\": 'it\\'s // no comment',\n  c\u{301}: { d: null, d: true } , }\n";

    #[test]
    fn the_tree_is_the_value_that_the_parser_reads() {
        let node = Node::of(TEXT).unwrap();
        assert_eq!(node.to_value(), json5::from_str::<Value>(TEXT).unwrap());
    }

    #[test]
    fn values_know_where_they_stand() {
        let node = Node::of(TEXT).unwrap();
        let text = node.get("b\"x").unwrap();
        assert_eq!(&TEXT[text.at..text.end], "'it\\'s // no comment'");
        assert_eq!(text.text(), Some("it's // no comment"));
        assert!(TEXT[node.fields()[1].at..].starts_with("\"b\\\"x\""));
        assert!(TEXT[node.get("a").unwrap().items()[1].at..].starts_with("+0x10"));
        assert_eq!(node.at(&["c\u{301}", "d"]).unwrap().to_value(), true);
    }

    #[test]
    fn a_comment_ends_behind_its_beginning() {
        let text = "{ a: 1 /*/ b: 2, */, c: 3 }";
        let node = Node::of(text).unwrap();
        assert_eq!(node.to_value(), json5::from_str::<Value>(text).unwrap());
        assert_eq!(text.get(node.at..node.end), Some(text));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_stop(text in "\\PC{0,60}") {
            let _ = Node::of(&text);
        }

        #[test]
        fn what_the_parser_reads_has_its_tree(text in "[\\[{a'\"\\\\:, 1}\\]/*\n]{0,12}") {
            if let Ok(value) = json5::from_str::<Value>(&text) {
                prop_assert_eq!(Node::of(&text).map(|node| node.to_value()), Some(value));
            }
        }
    }
}
