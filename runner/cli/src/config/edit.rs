//! Sets a value in a JSON5 text and leaves all else as it is written: comments, order, form. Texts in, texts out.

use super::place::quoted;
use super::tree::{Content, Field, LINE_ENDS, Node, comment_length, is_blank};
use serde_json::{Map, Value};

/// The text with the value under these names, one below the other, set. Objects that are missing on the way are added; a
/// value that is there already stays as it is written. A comment inside a value that is replaced is put behind the new
/// one.
///
/// The text was parsed before. `None` when it holds no object, or something else than an object stands on the way.
pub(crate) fn set(text: &str, path: &[&str], value: &Value) -> Option<String> {
    let root = Node::of(text)?;
    let style = Style::of(text, &root);
    let editor = Editor { text, style };
    let (mut node, mut owner, mut rest) = (&root, root.at, path);
    while let Some((name, below)) = rest.split_first() {
        let Content::Object(fields) = &node.content else {
            return None;
        };
        let Some(field) = fields.iter().rev().find(|field| field.name == *name) else {
            return editor.insert(node, fields.last(), owner, name, &nested(below, value));
        };
        owner = field.at;
        node = &field.node;
        rest = below;
        if node.is_null() {
            // As good as nothing.
            break;
        }
    }
    let value = nested(rest, value);
    if node.to_value() == value {
        return Some(text.to_owned());
    }
    editor.replace(node, owner, &value)
}

/// The value below objects of these names.
fn nested(path: &[&str], value: &Value) -> Value {
    path.iter().rev().fold(value.clone(), |value, name| {
        Value::Object(Map::from_iter([((*name).to_owned(), value)]))
    })
}

/// How the text is written.
struct Style {
    newline: &'static str,
    /// What a line stands further in than the one of the object around it.
    unit: String,
    /// Whether it is written as JSON: names in quotes, no comma behind the last field.
    json: bool,
}

impl Style {
    fn of(text: &str, root: &Node) -> Self {
        let first = root.fields().first();
        let written = first.and_then(|field| text.get(field.at..));
        let unit = first.and_then(|field| indentation(text, field.at));
        let unit = unit.filter(|unit| !unit.is_empty()).unwrap_or("  ");
        Self {
            newline: if text.contains("\r\n") { "\r\n" } else { "\n" },
            unit: unit.to_owned(),
            json: written.is_some_and(|name| name.starts_with('"')),
        }
    }

    /// A value as it is written behind its name: over several lines, whose first has this indentation, or in one.
    fn written(&self, value: &Value, indentation: Option<&str>) -> String {
        let Value::Object(fields) = value else {
            return value.to_string();
        };
        let is_flat = fields.values().all(|value| !value.is_object());
        match indentation.filter(|_| !is_flat) {
            Some(outer) => {
                let inner = [outer, &self.unit].concat();
                let lines: Vec<String> = fields
                    .iter()
                    .map(|(name, value)| [&inner, &*self.field(name, value, Some(&inner))].concat())
                    .collect();
                let comma = if self.json { "" } else { "," };
                let between = [",", self.newline].concat();
                let lines = lines.join(&between);
                ["{", self.newline, &lines, comma, self.newline, outer, "}"].concat()
            }
            None if fields.is_empty() => "{}".to_owned(),
            None => {
                let fields = fields.iter();
                let fields: Vec<String> = fields
                    .map(|(name, value)| self.field(name, value, None))
                    .collect();
                ["{ ", &fields.join(", "), " }"].concat()
            }
        }
    }

    fn field(&self, name: &str, value: &Value, indentation: Option<&str>) -> String {
        let is_letter =
            |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$');
        let is_plain = name.chars().all(is_letter)
            && !name.is_empty()
            && !name.starts_with(|letter: char| letter.is_ascii_digit());
        let name = if is_plain && !self.json {
            name.to_owned()
        } else {
            Value::from(name).to_string()
        };
        [&name, ": ", &self.written(value, indentation)].concat()
    }
}

struct Editor<'a> {
    text: &'a str,
    style: Style,
}

impl Editor<'_> {
    /// Puts a value in the place of another, whose name begins at `owner`.
    fn replace(&self, node: &Node, owner: usize, value: &Value) -> Option<String> {
        let mut new = self.style.written(value, indentation(self.text, owner));
        for comment in comments(self.text.get(node.at..node.end)?) {
            new.push(' ');
            new.push_str(comment);
            if comment.starts_with("//") {
                new.push_str(self.style.newline);
            }
        }
        self.splice(node.at, node.end, &new)
    }

    /// Adds a field behind the last one of an object, whose name begins at `owner`.
    fn insert(
        &self,
        object: &Node,
        last: Option<&Field>,
        owner: usize,
        name: &str,
        value: &Value,
    ) -> Option<String> {
        let Some(last) = last else {
            return self.fill(object, owner, name, value);
        };
        let end = last.node.end;
        let in_line = || {
            let field = self.style.field(name, value, None);
            self.splice(end, end, &[", ", &field].concat())
        };
        let Some(indentation) = indentation(self.text, last.at) else {
            return in_line();
        };
        let line = Line::behind(self.text, end)?;
        let field = self.style.field(name, value, Some(indentation));
        let field = [self.style.newline, indentation, &field].concat();
        if line.has_comma {
            return self.splice(line.end, line.end, &[&field, ","].concat());
        }
        if line.comma_follows {
            return in_line();
        }
        let with_field = self.splice(line.end, line.end, &field)?;
        let (before, after) = with_field.split_at_checked(end)?;
        Some([before, ",", after].concat())
    }

    /// Adds the first field of an object.
    fn fill(&self, object: &Node, owner: usize, name: &str, value: &Value) -> Option<String> {
        let (start, end) = (object.at + 1, object.end - 1);
        let inside = self.text.get(start..end)?;
        let comma = if self.style.json { "" } else { "," };
        let newline = self.style.newline;
        let outer = indentation(self.text, owner);
        if let (true, Some(outer)) = (inside.trim().is_empty(), outer) {
            let inner = [outer, &self.style.unit].concat();
            let field = self.style.field(name, value, Some(&inner));
            let lines = [newline, &inner, &field, comma, newline, outer].concat();
            return self.splice(start, end, &lines);
        }
        // Comments alone. What follows the last line end is no comment of a line.
        match inside.rsplit_once('\n') {
            Some((before, last)) if last.trim().is_empty() => {
                let inner = [last, &self.style.unit].concat();
                let field = self.style.field(name, value, Some(&inner));
                let at = start + before.len() + 1;
                self.splice(at, at, &[&inner, &*field, comma, newline].concat())
            }
            _ => {
                let field = self.style.field(name, value, None);
                self.splice(end, end, &[" ", &field, " "].concat())
            }
        }
    }

    fn splice(&self, from: usize, to: usize, new: &str) -> Option<String> {
        Some([self.text.get(..from)?, new, self.text.get(to..)?].concat())
    }
}

/// What stands behind the last field of an object.
struct Line {
    /// The end of what belongs to the field on its line: a comma, and comments.
    end: usize,
    /// Whether that holds a comma.
    has_comma: bool,
    /// Whether a comma comes on a later line.
    comma_follows: bool,
}

impl Line {
    fn behind(text: &str, end: usize) -> Option<Self> {
        let mut line = Self {
            end,
            has_comma: false,
            comma_follows: false,
        };
        let (mut at, mut is_same) = (end, true);
        loop {
            let rest = text.get(at..)?;
            let next = rest.chars().next()?;
            let comment = comment_length(rest);
            if comment == 0 && is_blank(next) {
                is_same &= !LINE_ENDS.contains(&next);
                at += next.len_utf8();
                continue;
            }
            if comment > 0 {
                at += comment;
                is_same &= !text.get(at - comment..at)?.contains(LINE_ENDS);
            } else if next == ',' && !line.has_comma {
                if !is_same {
                    line.comma_follows = true;
                    return Some(line);
                }
                line.has_comma = true;
                at += 1;
            } else {
                return Some(line);
            }
            if is_same {
                line.end = at;
            }
        }
    }
}

/// The blanks at the beginning of a place's line, when nothing else than comments stands before it there.
fn indentation(text: &str, at: usize) -> Option<&str> {
    let before = text.get(..at)?;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.get(start..)?;
    let lead = |text: &'_ str| text.len() - text.trim_start_matches([' ', '\t']).len();
    let blanks = lead(line);
    let mut rest = line.get(blanks..)?;
    while !rest.is_empty() {
        let length = comment_length(rest).max(lead(rest));
        rest = rest.get(length..).filter(|_| length > 0)?;
    }
    line.get(..blanks)
}

/// The comments in a piece of JSON5.
fn comments(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (_, from) = rest.split_at(at);
        let comment = comment_length(from);
        let length = if comment > 0 { comment } else { quoted(from) };
        let (token, after) = from.split_at(length);
        if comment > 0 {
            found.push(token);
        }
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests;
