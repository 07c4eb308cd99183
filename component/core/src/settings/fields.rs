//! Reads a JSON object field by field, and names the path in every error.
//! Knows no field of the configuration. Errors never show a value, since any may be secret.

use serde_json::{Map, Value};

use crate::error::Error;
use crate::prelude::*;

/// The fields of an object that have not been read yet.
pub(super) struct Fields {
    path: String,
    left: Vec<(String, Value)>,
}

impl Fields {
    /// The fields of a value that must be an object.
    pub(super) fn of(path: String, value: Value) -> Result<Self, Error> {
        match value {
            Value::Object(fields) => Ok(Self {
                path,
                left: fields.into_iter().collect(),
            }),
            other => Err(wrong(&path, "an object", &other)),
        }
    }

    /// The path of a field.
    pub(super) fn path(&self, name: &str) -> String {
        [&self.path, ".", name].concat()
    }

    /// A text without the blanks around it; a blank one is as good as none.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => {
                Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
            }
            Some(other) => Err(wrong(&self.path(name), "a text", &other)),
        }
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, name: &str) -> Result<Option<bool>, Error> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(other) => Err(wrong(&self.path(name), "true or false", &other)),
        }
    }

    /// A whole number.
    pub(super) fn integer(&mut self, name: &str) -> Result<Option<i64>, Error> {
        match self.take(name) {
            None => Ok(None),
            Some(value) => match value.as_i64() {
                Some(number) => Ok(Some(number)),
                None => Err(wrong(&self.path(name), WHOLE_NUMBER, &value)),
            },
        }
    }

    /// The items of a list, each with its path; none when there is no list.
    pub(super) fn list(&mut self, name: &str) -> Result<Option<Vec<(String, Value)>>, Error> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Array(items)) => {
                let path = self.path(name);
                let with_path = |(index, item)| (format!("{path}[{index}]"), item);
                Ok(Some(items.into_iter().enumerate().map(with_path).collect()))
            }
            Some(other) => Err(wrong(&self.path(name), "a list", &other)),
        }
    }

    /// The fields of an object; none when there is no object.
    pub(super) fn object(&mut self, name: &str) -> Result<Self, Error> {
        let value = self.take(name).unwrap_or_else(|| Map::new().into());
        Self::of(self.path(name), value)
    }

    /// The fields that are left, as they are.
    pub(super) fn into_left(self) -> Vec<(String, Value)> {
        self.left
    }

    /// Notes the paths of the fields that nobody asked for.
    pub(super) fn finish(self, ignored: &mut Vec<String>) {
        ignored.extend(self.left.iter().map(|(name, _)| self.path(name)));
    }

    /// `null` is as good as nothing.
    fn take(&mut self, name: &str) -> Option<Value> {
        let place = self.left.iter().position(|(known, _)| known == name)?;
        let (_, value) = self.left.remove(place);
        (!value.is_null()).then_some(value)
    }
}

const WHOLE_NUMBER: &str = "a whole number";

/// A value of the wrong type.
pub(super) fn wrong(path: &str, wanted: &str, value: &Value) -> Error {
    let found = match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) if wanted == WHOLE_NUMBER => {
            "one with a fraction, an exponent or too many digits"
        }
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    Error::invalid(format!("{path} must be {wanted}, not {found}"))
}
