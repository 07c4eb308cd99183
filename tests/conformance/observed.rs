//! What a call gave, in a form that any host can report: JSON with the contract's names.

use serde_json::Value;

/// What came of one call.
///
/// Fields are in camelCase, an arm with a payload is an object whose one key is the arm, an arm without is its name.
/// Absent fields are `null`. What a host does not show is [`UNSEEN`].
#[derive(Clone, Debug)]
pub(crate) struct Observed {
    pub(crate) events: Events,
    /// What the function returned, or the error record.
    pub(crate) result: Result<Value, Value>,
}

/// What was seen of a stream.
#[derive(Clone, Debug)]
pub(crate) enum Events {
    /// All events in order; none for a call that does not stream.
    All(Vec<Value>),
    /// All events in order but those of some arms, which the host does not show.
    Without(&'static [&'static str], Vec<Value>),
    /// The words of the answer and nothing else, as one text that ends its last line.
    Words(String),
}

/// Takes the place of what a host does not show.
pub(crate) const UNSEEN: &str = "(unseen)";
