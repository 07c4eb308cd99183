//! Reads a JSON object field by field, and names the path in every error.
//! Knows no field of the configuration. Errors never show a value, since any may be secret.

use serde_json::{Map, Value};

use crate::error::Error;
use crate::prelude::*;

/// The fields of an object, and which of them were read.
pub(super) struct Fields<'a> {
    path: String,
    /// `None` where there is no object.
    all: Option<&'a Map<String, Value>>,
    read: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The fields of a value that must be an object.
    pub(super) fn of(path: String, value: &'a Value) -> Result<Self, Error> {
        match value {
            Value::Object(fields) => Ok(Self::within(path, Some(fields))),
            other => Err(wrong(&path, AN_OBJECT, other)),
        }
    }

    fn within(path: String, all: Option<&'a Map<String, Value>>) -> Self {
        let read = Vec::new();
        Self { path, all, read }
    }

    /// The path of a field.
    pub(super) fn path(&self, name: &str) -> String {
        [&self.path, ".", name].concat()
    }

    /// The path of an item of a list.
    pub(super) fn item_path(&self, name: &str, index: usize) -> String {
        format!("{}.{name}[{index}]", self.path)
    }

    /// A text without the blanks around it; a blank one is as good as none.
    pub(super) fn text(&mut self, name: &'static str) -> Result<Option<&'a str>, Error> {
        let value = self.value(name, "a text", Value::is_string)?;
        let text = value.and_then(Value::as_str).map(str::trim);
        Ok(text.filter(|text| !text.is_empty()))
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, name: &'static str) -> Result<Option<bool>, Error> {
        let value = self.value(name, "true or false", Value::is_boolean)?;
        Ok(value.and_then(Value::as_bool))
    }

    /// A whole number.
    pub(super) fn integer(&mut self, name: &'static str) -> Result<Option<i64>, Error> {
        let value = self.value(name, WHOLE_NUMBER, Value::is_i64)?;
        Ok(value.and_then(Value::as_i64))
    }

    /// The items of a list.
    pub(super) fn list(&mut self, name: &'static str) -> Result<Option<&'a Vec<Value>>, Error> {
        let value = self.value(name, "a list", Value::is_array)?;
        Ok(value.and_then(Value::as_array))
    }

    /// The fields of an object; none when there is no object.
    pub(super) fn object(&mut self, name: &'static str) -> Result<Self, Error> {
        let value = self.value(name, AN_OBJECT, Value::is_object)?;
        let fields = value.and_then(Value::as_object);
        Ok(Self::within(self.path(name), fields))
    }

    /// All fields, as they are.
    pub(super) fn all(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.all.into_iter().flatten()
    }

    /// Notes the paths of the fields that nobody asked for.
    pub(super) fn finish(self, ignored: &mut Vec<String>) {
        for (name, _) in self.all() {
            if !self.read.contains(&name.as_str()) {
                ignored.push(self.path(name));
            }
        }
    }

    /// A value of the right type. `null` is as good as nothing.
    fn value(
        &mut self,
        name: &'static str,
        wanted: &str,
        is_right: fn(&Value) -> bool,
    ) -> Result<Option<&'a Value>, Error> {
        self.read.push(name);
        match self.all.and_then(|all| all.get(name)) {
            None | Some(Value::Null) => Ok(None),
            Some(value) if is_right(value) => Ok(Some(value)),
            Some(other) => Err(wrong(&self.path(name), wanted, other)),
        }
    }
}

const AN_OBJECT: &str = "an object";
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
