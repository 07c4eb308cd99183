//! Whether an answer that was asked for as JSON is what was asked for.
//! Knows no wire: it is given the answer's words.

mod pointer;
mod schema;
#[cfg(test)]
mod tests;

use core::fmt;

pub use schema::Schema;

use super::excerpt::Excerpt;
use crate::json;
use crate::prelude::*;

/// What an answer's words must be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Json {
    /// Anything: no JSON was asked for.
    #[default]
    Unasked,
    /// A JSON object.
    Object,
    /// JSON that fits a schema.
    Schema(Schema),
}

/// Why an answer is not what was asked for. Written after the words "the answer from ...".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misfit<'a> {
    flaw: Flaw,
    words: &'a str,
}

/// What is wrong in a JSON value, and where. Boxed: it is the way back from every place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flaw(Box<Reason>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Reason {
    /// From the inside to the outside, as the value is left.
    path: Vec<String>,
    what: String,
}

impl Json {
    /// Checks the words of a whole answer. Blanks around the JSON are fine; anything else around it, such as the fences
    /// of a code block, is not: a caller reads the words as they are.
    pub(crate) fn check<'a>(&self, words: &'a str) -> Result<(), Misfit<'a>> {
        let flaw = match self {
            Self::Unasked => return Ok(()),
            Self::Object => object(words),
            Self::Schema(schema) => value(words).and_then(|value| schema.check(&value)),
        };
        flaw.map_err(|flaw| Misfit { flaw, words })
    }
}

fn object(words: &str) -> Result<(), Flaw> {
    if value(words)?.is_object() {
        return Ok(());
    }
    Err(Flaw::new("it is no object"))
}

fn value(words: &str) -> Result<serde_json::Value, Flaw> {
    json::value(words).map_err(|error| Flaw::new(format!("it is not JSON: {error}")))
}

impl Flaw {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self(Box::new(Reason {
            path: Vec::new(),
            what: what.into(),
        }))
    }

    /// The same flaw, seen from the value around the one that has it.
    pub(crate) fn within(mut self, place: impl fmt::Display) -> Self {
        self.0.path.push(place.to_string());
        self
    }
}

impl fmt::Display for Misfit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not the JSON that was asked for: at $")?;
        let Reason { path, what } = &*self.flaw.0;
        for place in path.iter().rev() {
            f.write_str(place)?;
        }
        write!(f, " {what}. Its words: {}", Excerpt(self.words))
    }
}
