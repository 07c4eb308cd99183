//! Reads a text that must hold an object, and says of any other what it holds.

use serde_json::{Map, Value};

use super::value;
use crate::prelude::*;
use crate::quoted::quoted;
use crate::search;

/// The fields of the object that a text holds.
///
/// # Errors
/// What the text is instead, and where.
pub(crate) fn object(text: &str) -> Result<Map<String, Value>, String> {
    let begin = text.len() - text.trim_start_matches(BLANKS).len();
    let mut end = text.trim_end_matches(BLANKS).len();
    let found = if text.get(begin..).unwrap_or_default().starts_with('[') {
        // Nobody looks into a list.
        end = begin;
        "sequence".to_owned()
    } else {
        match value(text).map_err(|error| error.to_string())? {
            Value::Object(fields) => return Ok(fields),
            Value::Null => "null".to_owned(),
            Value::Bool(flag) => format!("boolean `{flag}`"),
            Value::Number(number) if number.is_f64() => format!("floating point `{number}`"),
            Value::Number(number) => format!("integer `{number}`"),
            Value::String(text) => ["string ", &quoted(&text)].concat(),
            Value::Array(_) => "sequence".to_owned(),
        }
    };
    let before = text.get(..end).unwrap_or_default();
    let line = 1 + before.matches('\n').count();
    let column = search::last_piece(before, b'\n').len();
    Err(format!(
        "invalid type: {found}, expected a map at line {line} column {column}"
    ))
}

/// What may stand around a value.
const BLANKS: [char; 4] = [' ', '\n', '\r', '\t'];
