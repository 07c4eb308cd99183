//! Names that a caller gave, and a number with each: one is found among many without a look at all of them.

use serde_json::{Map, Value};

use crate::prelude::*;

/// A request may hold a hundred thousand names. A tree, since a table of hashes would ask the host for random numbers, and
/// that of JSON objects, since one of another type would be code of its own.
#[derive(Default)]
pub(crate) struct Names(Map<String, Value>);

impl Names {
    /// Gives a name its number, and says which it had.
    pub(crate) fn insert(&mut self, name: &str, number: usize) -> Option<usize> {
        let known = self.0.insert(name.to_owned(), number.into());
        known.as_ref().and_then(usize_of)
    }

    /// The number of a name.
    pub(crate) fn get(&self, name: &str) -> Option<usize> {
        self.0.get(name).and_then(usize_of)
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

fn usize_of(number: &Value) -> Option<usize> {
    number
        .as_u64()
        .and_then(|number| usize::try_from(number).ok())
}
