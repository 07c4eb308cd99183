//! Why an answer's tool calls cannot be used.

use core::fmt;

use super::{ARGUMENTS_LIMIT, MOST_CALLS};
use crate::chat::excerpt::Excerpt;
use crate::prelude::*;

/// What is wrong with the tool calls of an answer. Written after the words "the answer from ...".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// More than [`MOST_CALLS`].
    TooMany,
    /// The arguments of a call, by its name and id, are longer than [`ARGUMENTS_LIMIT`].
    TooLong(String),
    /// A call that was never named, by its arguments.
    Nameless(String),
    /// The arguments of a call are not a JSON object.
    Arguments {
        /// Its name and id.
        call: String,
        /// The arguments as they came.
        text: String,
    },
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany => write!(f, "holds more than {MOST_CALLS} tool calls"),
            Self::TooLong(call) => write!(
                f,
                "gives the tool call {call} more than {ARGUMENTS_LIMIT} bytes of arguments"
            ),
            Self::Nameless(text) => write!(
                f,
                "holds a tool call that names no function; its arguments: {}",
                Excerpt(text)
            ),
            Self::Arguments { call, text } => write!(
                f,
                "gives the tool call {call} arguments that are not a JSON object: {}",
                Excerpt(text)
            ),
        }
    }
}
