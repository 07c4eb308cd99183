//! What a call gave, in a form that any host can report: JSON with the contract's names.

use serde_json::Value;

/// What came of one call.
///
/// Fields are in camelCase, an arm with a payload is an object whose one key is the arm, an arm without is its name.
/// Absent fields are `null`.
#[derive(Clone, Debug)]
pub(crate) struct Observed {
    /// The events in order; none for a call that does not stream.
    pub(crate) events: Vec<Value>,
    /// What the function returned, or the error record.
    pub(crate) result: Result<Value, Value>,
}
