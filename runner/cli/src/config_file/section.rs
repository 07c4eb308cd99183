//! An object of a configuration whose fields are taken out one by one, so that what is left is known.

use serde_json::{Map, Value};

/// An object and where it stands.
pub(super) struct Section {
    path: String,
    fields: Map<String, Value>,
}

impl Section {
    pub(super) fn new(path: &str, fields: Map<String, Value>) -> Self {
        let path = path.to_owned();
        Self { path, fields }
    }

    pub(super) fn root(value: Value) -> Result<Self, String> {
        match value {
            Value::Object(fields) => Ok(Self::new("", fields)),
            other => Err(format!("it must be an object, not {}", kind(&other))),
        }
    }

    /// The object under a name.
    pub(super) fn section(&mut self, name: &str) -> Result<Option<Self>, String> {
        match self.fields.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(fields)) => Ok(Some(Self::new(&self.path(name), fields))),
            Some(other) => Err(self.wrong(name, "an object", &other)),
        }
    }

    /// The text under a name; a blank one is none.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, String> {
        match self.fields.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
            Some(other) => Err(self.wrong(name, "a text", &other)),
        }
    }

    pub(super) fn is_text(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(Value::is_string)
    }

    /// The text of a field of an object, without taking it.
    pub(super) fn peek(&self, name: &str, field: &str) -> Option<&str> {
        self.fields.get(name)?.get(field)?.as_str()
    }

    /// The fields of these names, as they are.
    pub(super) fn take(&mut self, names: &[&str]) -> Map<String, Value> {
        let taken = names
            .iter()
            .filter_map(|name| self.fields.remove_entry(*name));
        taken.collect()
    }

    /// Notes the paths of what nobody took.
    pub(super) fn leave(self, unread: &mut Vec<String>) {
        unread.extend(self.fields.keys().map(|name| self.path(name)));
    }

    fn path(&self, name: &str) -> String {
        match self.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        }
    }

    /// Says what stands there by kind: the value may be secret.
    fn wrong(&self, name: &str, wanted: &str, value: &Value) -> String {
        format!("{} must be {wanted}, not {}", self.path(name), kind(value))
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
