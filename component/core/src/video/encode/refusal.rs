//! How a request that a model does not take is refused: the field, its value, and what is allowed.

use crate::error::body::words;
use crate::error::{Error, ErrorKind};
use crate::prelude::*;

/// How much of a wrong value is repeated, in characters.
const LONGEST_VALUE: usize = 80;

/// Refuses in the name of a model.
#[derive(Clone, Copy)]
pub(super) struct Refusal {
    pub(super) model: &'static str,
}

impl Refusal {
    /// A value that the model does not take, and what it takes.
    pub(super) fn outside(self, field: &str, value: &str, allowed: &str) -> Error {
        let value = words(value, LONGEST_VALUE);
        let model = self.model;
        Error::invalid(format!("{field} is {value}: {model} takes {allowed}"))
    }

    /// A field that the model does not have.
    pub(super) fn not_taken(self, field: &str, instead: &str) -> Error {
        let message = format!("{field} is set: {} does not take it", self.model);
        Error::new(ErrorKind::Unsupported, message).with_hint(instead)
    }

    /// A field that the model needs.
    pub(super) fn missing(self, field: &str, what: &str) -> Error {
        Error::invalid(format!("{field} is missing: {} needs {what}", self.model))
    }

    /// Refuses a text of more than `most` characters.
    pub(super) fn longer(self, field: &str, text: &str, most: usize) -> Result<(), Error> {
        match text.chars().count() {
            length if length <= most => Ok(()),
            length => Err(Error::invalid(format!(
                "{field} has {length} characters: {} takes at most {most}",
                self.model
            ))),
        }
    }
}
