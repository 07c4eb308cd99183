//! What a call costs by list price. Money is whole millionths of a currency unit, never a floating-point number.

use crate::prelude::*;

/// An amount by a list price of some day. The contract's `cost` documents the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the contract's `cost` documents each field")]
pub struct Cost {
    pub currency: String,
    pub micros: u64,
    pub prices_as_of: String,
}
