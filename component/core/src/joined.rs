//! Texts in a row.

use crate::prelude::*;

/// Texts with something between them. The standard `join` of texts that are owned would be a kilobyte beside that of
/// borrowed ones.
pub(crate) fn joined(texts: &[String], between: &str) -> String {
    let mut all = String::new();
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            all.push_str(between);
        }
        all.push_str(text);
    }
    all
}
