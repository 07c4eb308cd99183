//! Names that a caller gave, and a number with each: one is found among many without a look at all of them.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;

/// A request may hold a hundred thousand names. A tree, since a table of hashes would ask the host for random numbers; one
/// type for all uses, since each more would be code of its own.
pub(crate) type Names<'a> = BTreeMap<Cow<'a, str>, usize>;
