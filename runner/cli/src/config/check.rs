//! Holds a configuration against the table of keys: wrong types are errors, keys without an effect are warnings.

use super::keys::{self, Key, Kind, Use};
use super::place::Source;
use super::tree::{Content, Field, Node};
use crate::nearest::nearest;
use serde_json::Value;

/// A configuration on its way through the table.
pub(crate) struct Check<'a> {
    pub(crate) source: &'a Source,
    /// Whether the file is another program's, which has many keys that are its own.
    pub(crate) foreign: bool,
    /// What was found, in the order of the file.
    pub(crate) warnings: Vec<String>,
}

impl Check<'_> {
    /// Checks the whole, and takes out what has no effect.
    pub(crate) fn whole(&mut self, node: &mut Node) -> Result<(), String> {
        match &mut node.content {
            Content::Object(fields) => self.fields(fields, "", ""),
            _ => Err(self.wrong(node, "the configuration", Kind::Object)),
        }
    }

    /// The fields of the object that stands at `shown`, which is `place` in the table.
    fn fields(&mut self, fields: &mut Vec<Field>, place: &str, shown: &str) -> Result<(), String> {
        let known = keys::children(place);
        let mut kept = Vec::new();
        for mut field in std::mem::take(fields) {
            let path = join(shown, &field.name);
            let exact = known.iter().find(|(name, _)| *name == field.name);
            let found = exact.or_else(|| known.iter().find(|(name, _)| *name == "*"));
            let Some((name, key)) = found else {
                self.unknown(&field, &path, &known);
                continue;
            };
            if field.node.is_null() {
                continue;
            }
            match key.to {
                Use::Read => {
                    self.value(&mut field.node, key, &join_place(place, name), &path)?;
                    kept.push(field);
                }
                Use::Quiet => {}
                Use::Told => self.warn(&field, &format!("{path} has no effect: {}", key.meaning)),
            }
        }
        *fields = kept;
        Ok(())
    }

    fn value(
        &mut self,
        node: &mut Node,
        key: &Key,
        place: &str,
        shown: &str,
    ) -> Result<(), String> {
        if !is_of(node, key.kind) {
            return Err(self.wrong(node, shown, key.kind));
        }
        match (&mut node.content, key.kind) {
            (Content::Object(fields), Kind::Object | Kind::TextOrObject) => {
                self.fields(fields, place, shown)
            }
            (Content::List(items), Kind::Objects) => {
                let place = format!("{place}[]");
                for (index, item) in items.iter_mut().enumerate() {
                    let shown = format!("{shown}[{index}]");
                    match &mut item.content {
                        Content::Object(fields) => self.fields(fields, &place, &shown)?,
                        _ => return Err(self.wrong(item, &shown, Kind::Object)),
                    }
                }
                Ok(())
            }
            (Content::List(items), Kind::Texts) => {
                let mut items = items.iter().enumerate();
                match items.find(|(_, item)| !is_of(item, Kind::Text)) {
                    Some((index, item)) => {
                        Err(self.wrong(item, &format!("{shown}[{index}]"), Kind::Text))
                    }
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// Another program's keys are its business, unless they look like a slip.
    fn unknown(&mut self, field: &Field, path: &str, known: &[(&'static str, &'static Key)]) {
        match nearest(&field.name, known.iter().map(|(known, _)| *known)) {
            Some(name) => self.warn(field, &format!("{path} is not known; did you mean {name}?")),
            None if self.foreign => {}
            None => self.warn(field, &format!("{path} is not known, and has no effect")),
        }
    }

    fn warn(&mut self, field: &Field, what: &str) {
        let path = self.source.path.display();
        let line = self.source.line(field.at);
        self.warnings.push(format!("{path}:{line}: {what}"));
    }

    /// Says what stands there by kind: the value may be secret.
    fn wrong(&self, node: &Node, shown: &str, wanted: Kind) -> String {
        let (wanted, found) = (wanted.word(), found(node));
        let what = format!("{shown} must be {wanted}, not {found}");
        self.source.complain(node.at, &what)
    }
}

/// A path with a name below it, in brackets where it has dots and the like.
pub(crate) fn join(path: &str, name: &str) -> String {
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '$');
    if name.is_empty() || !name.chars().all(is_word) {
        format!("{path}[{}]", Value::from(name))
    } else {
        join_place(path, name)
    }
}

pub(super) fn join_place(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

fn is_of(node: &Node, kind: Kind) -> bool {
    match (&node.content, kind) {
        (_, Kind::Any)
        | (Content::Object(_), Kind::Object | Kind::TextOrObject)
        | (Content::List(_), Kind::Objects | Kind::Texts)
        | (Content::Scalar(Value::String(_)), Kind::Text | Kind::TextOrObject)
        | (Content::Scalar(Value::Bool(_)), Kind::Flag) => true,
        (Content::Scalar(Value::Number(number)), Kind::Whole) => number.is_i64() || number.is_u64(),
        _ => false,
    }
}

fn found(node: &Node) -> &'static str {
    match &node.content {
        Content::Object(_) => "an object",
        Content::List(_) => "a list",
        Content::Scalar(Value::Bool(_)) => "a boolean",
        Content::Scalar(Value::Number(number)) if number.is_f64() => "a number with a fraction",
        Content::Scalar(Value::Number(_)) => "a number",
        Content::Scalar(Value::String(_)) => "a text",
        Content::Scalar(_) => "null",
    }
}
