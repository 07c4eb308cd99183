//! The fields of a body in the order in which they were first set, each once.

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use crate::error::Error;
use crate::names::Names;
use crate::prelude::*;
use crate::write::{self, Object};

/// A body under construction.
#[derive(Default)]
pub(super) struct Fields {
    all: Vec<(String, Field)>,
    /// Where the last field of each name stands in `all`.
    places: Names,
}

/// What a field holds.
enum Field {
    /// JSON.
    Json(String),
    /// The messages, which may be long and are written at the end, where they stay.
    Messages,
    /// Nothing any more.
    Out,
}

impl Fields {
    /// Sets a field that has a value; one that stands keeps its place.
    pub(super) fn set(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.set_value(name, &value.into());
        }
    }

    fn set_value(&mut self, name: &str, value: &Value) {
        self.put(name, Field::Json(write::json(value)));
    }

    /// Sets a field whose value is JSON already.
    pub(super) fn set_json(&mut self, name: &str, json: Option<String>) {
        if let Some(json) = json {
            self.put(name, Field::Json(json));
        }
    }

    /// Says where the messages stand.
    pub(super) fn set_messages(&mut self) {
        self.put("messages", Field::Messages);
    }

    /// Sets the fields that are not set yet.
    pub(super) fn fill(&mut self, fields: &[(&str, &Value)]) {
        for (name, value) in fields {
            if self.standing(name).is_none() {
                self.set_value(name, value);
            }
        }
    }

    /// Sets fields whatever they are now; `null` takes a field out. Gives the names of those that stood already, as they
    /// were.
    pub(super) fn override_with(&mut self, fields: &Map<String, Value>) -> Vec<String> {
        let mut overridden = Vec::new();
        for (name, value) in fields {
            let stands = self.standing(name);
            overridden.extend(stands.as_ref().map(|(known, _)| known.clone()));
            if !value.is_null() {
                self.set_value(name, value);
            } else if let Some((_, field)) = stands {
                *field = Field::Out;
            }
        }
        overridden
    }

    /// The body's bytes. `messages` writes the messages where they stand.
    ///
    /// # Errors
    /// Those of `messages`.
    pub(super) fn into_json(
        self,
        mut messages: impl FnMut(&mut String) -> Result<(), Error>,
    ) -> Result<Vec<u8>, Error> {
        let mut out = String::new();
        let mut body = Object::begin(&mut out);
        for (name, field) in &self.all {
            match field {
                Field::Json(json) => body.field(name).push_str(json),
                Field::Messages => messages(body.field(name))?,
                Field::Out => {}
            }
        }
        body.end();
        Ok(out.into_bytes())
    }

    fn put(&mut self, name: &str, field: Field) {
        let set = (name.to_owned(), field);
        if let Some(stands) = self.standing(name) {
            *stands = set;
        } else {
            self.places.insert(key(name), self.all.len());
            self.all.push(set);
        }
    }

    fn standing(&mut self, name: &str) -> Option<&mut (String, Field)> {
        let place = self.places.get(key(name))?;
        let field = self.all.get_mut(place);
        field.filter(|(_, field)| !matches!(field, Field::Out))
    }
}

/// What a name stands for: the two fields for the longest answer never go together.
fn key(name: &str) -> &str {
    match name {
        "max_completion_tokens" => "max_tokens",
        name => name,
    }
}
