//! JSON files that options name.

use crate::failure::Failure;
use serde_json::Value;
use std::path::Path;

/// Larger than any tools or schema that a model takes.
const LARGEST: u64 = 4 << 20;

/// The JSON value in a file.
pub(super) fn json(path: &Path) -> Result<Value, Failure> {
    let refuse = |what: String| Failure::usage(format!("{} {what}", path.display()));
    let unreadable = |error: std::io::Error| refuse(format!("cannot be read: {error}"));
    if std::fs::metadata(path).map_err(unreadable)?.len() > LARGEST {
        return Err(refuse(format!("is larger than {} MiB", LARGEST >> 20)));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    serde_json::from_slice(&bytes).map_err(|error| refuse(format!("is not JSON: {error}")))
}
