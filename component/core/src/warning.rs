//! What every call may tell beside its result: something that was adjusted, left out or tried again.

/// Something for the caller to know that is no error. The contract's `warning` documents the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the contract's `warning` documents each field")]
pub struct Warning {
    pub code: String,
    pub message: String,
}

impl Warning {
    /// What happened, by a stable word for programs and a sentence for people.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: String::from(code),
            message: message.into(),
        }
    }
}
