//! The fields of a body in the order in which they were first set, each once.

use alloc::borrow::Cow;

use serde::{Serialize, Serializer};

use super::format::WireFormat;
use super::messages::WireMessage;
use super::tools::{WireChoice, WireTool};
use crate::error::Error;
use crate::prelude::*;

/// A body under construction.
#[derive(Default)]
pub(super) struct Fields<'a>(Vec<(Cow<'a, str>, Value<'a>)>);

/// The value of a field.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Value<'a> {
    Flag(bool),
    Count(u32),
    Number(f64),
    Text(&'a str),
    Texts(&'a [String]),
    Messages(Vec<WireMessage<'a>>),
    Tools(Vec<WireTool<'a>>),
    Choice(WireChoice<'a>),
    Format(WireFormat<'a>),
    IncludeUsage { include_usage: bool },
    Json(serde_json::Value),
}

impl<'a> Fields<'a> {
    /// Sets a field; one that stands already keeps its place.
    pub(super) fn set(&mut self, name: impl Into<Cow<'a, str>>, value: Value<'a>) {
        let name = name.into();
        match self.0.iter_mut().find(|(known, _)| is_same(known, &name)) {
            Some(field) => *field = (name, value),
            None => self.0.push((name, value)),
        }
    }

    /// Sets a field that has a value.
    pub(super) fn set_some(&mut self, name: &'static str, value: Option<Value<'a>>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    /// Sets the fields that are not set yet.
    pub(super) fn fill(&mut self, fields: serde_json::Map<String, serde_json::Value>) {
        for (name, value) in fields {
            if !self.0.iter().any(|(known, _)| is_same(known, &name)) {
                self.set(name, Value::Json(value));
            }
        }
    }

    /// Sets fields whatever they are now; `null` takes a field out. Gives the names of those that stood already, as they
    /// were.
    pub(super) fn override_with(
        &mut self,
        fields: serde_json::Map<String, serde_json::Value>,
    ) -> Vec<String> {
        let mut overridden = Vec::new();
        for (name, value) in fields {
            let stands = self.0.iter().find(|(known, _)| is_same(known, &name));
            overridden.extend(stands.map(|(known, _)| known.to_string()));
            if value.is_null() {
                self.0.retain(|(known, _)| !is_same(known, &name));
            } else {
                self.set(name, Value::Json(value));
            }
        }
        overridden
    }

    /// The body's bytes.
    pub(super) fn into_json(self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(&self).map_err(|error| {
            Error::invalid(format!("the request cannot be written as JSON: {error}"))
        })
    }
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// Whether two names set the same thing: the two fields for the longest answer never go together.
fn is_same(left: &str, right: &str) -> bool {
    let limits_answer = |name| matches!(name, "max_tokens" | "max_completion_tokens");
    left == right || (limits_answer(left) && limits_answer(right))
}
