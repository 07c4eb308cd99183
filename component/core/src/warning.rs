//! What every call may tell beside its result: something that was adjusted, left out or tried again.

use crate::prelude::*;

/// Something for the caller to know that is no error. The contract's `warning` documents the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the contract's `warning` documents each field")]
pub struct Warning {
    pub code: String,
    pub message: String,
}

impl Warning {
    /// What happened, by a stable word for programs and a sentence for people.
    // Many places warn, and none of them often.
    #[inline(never)]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: String::from(code),
            message: message.into(),
        }
    }
}

/// The most warnings that are told of what a request holds any number of.
const MOST: usize = 64;

/// Warnings of what a request holds any number of: the first of them, and how many more there were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Warnings {
    pub(crate) kept: Vec<Warning>,
    more: usize,
}

impl Warnings {
    pub(crate) fn push(&mut self, warning: Warning) {
        if self.kept.len() < MOST {
            self.kept.push(warning);
        } else {
            self.more += 1;
        }
    }

    /// All that are kept, and one that counts the others.
    pub(crate) fn told(mut self) -> Vec<Warning> {
        if self.more > 0 {
            let message = format!("warnings like these that are not told: {}", self.more);
            self.kept.push(Warning::new("warnings-cut", message));
        }
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_beyond_the_most_are_counted() {
        for (pushed, told, last) in [
            (0, 0, None),
            (64, 64, Some("63")),
            (65, 65, Some("warnings like these that are not told: 1")),
            (
                100_000,
                65,
                Some("warnings like these that are not told: 99936"),
            ),
        ] {
            let mut warnings = Warnings::default();
            for number in 0..pushed {
                warnings.push(Warning::new("code", number.to_string()));
            }
            let all = warnings.told();
            let message = all.last().map(|warning| warning.message.as_str());
            assert_eq!((all.len(), message), (told, last));
        }
    }
}
