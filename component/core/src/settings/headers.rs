//! Reads configured headers, and refuses those that are not the configuration's to set.

use serde_json::Value;

use super::fields::{Fields, wrong};
use crate::error::Error;
use crate::prelude::*;

/// Header names in lower case with their values.
pub(super) fn parse(fields: &Fields<'_>) -> Result<Vec<(String, String)>, Error> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for (name, value) in fields.all().filter(|(_, value)| !value.is_null()) {
        let path = fields.path(name);
        let name = name.to_ascii_lowercase();
        if let Some((_, why)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
            return Err(
                Error::invalid(format!("{path} cannot be configured: {why}"))
                    .with_hint("take the header out of the configuration"),
            );
        }
        if name.is_empty() || !name.bytes().all(is_name_byte) {
            return Err(Error::invalid(format!("{path} is not a header name"))
                .with_hint("a header name is ASCII letters, digits and hyphens"));
        }
        if headers.iter().any(|(other, _)| *other == name) {
            return Err(Error::invalid(format!(
                "{path} is set twice, in different case"
            )));
        }
        headers.push((name, header_value(&path, value)?));
    }
    Ok(headers)
}

const OF_CONNECTION: &str = "it belongs to one connection, not to a request";
const OF_BODY: &str = "it follows from the body, which is written here";
const OF_ANSWER: &str = "it says what the answer may be, which is read here";

/// Names that the configuration may not set: those of a connection (RFC 9110, section 7.6.1), and those whose value the
/// component decides.
const REFUSED: [(&str, &str); 17] = [
    ("accept", OF_ANSWER),
    ("accept-encoding", OF_ANSWER),
    (
        "authorization",
        "the key goes there; set it in QWEN_API_KEY",
    ),
    ("connection", OF_CONNECTION),
    ("content-encoding", OF_BODY),
    ("content-length", OF_BODY),
    ("content-type", OF_BODY),
    ("expect", OF_CONNECTION),
    ("host", "it follows from the base URL"),
    ("keep-alive", OF_CONNECTION),
    ("proxy-authenticate", OF_CONNECTION),
    ("proxy-authorization", OF_CONNECTION),
    ("proxy-connection", OF_CONNECTION),
    ("te", OF_CONNECTION),
    ("trailer", OF_CONNECTION),
    ("transfer-encoding", OF_CONNECTION),
    ("upgrade", OF_CONNECTION),
];

fn header_value(path: &str, value: &Value) -> Result<String, Error> {
    let Value::String(text) = value else {
        return Err(wrong(path, "a text", value));
    };
    let text = text.trim();
    if text
        .bytes()
        .all(|byte| byte == b' ' || byte.is_ascii_graphic())
    {
        Ok(text.to_owned())
    } else {
        Err(Error::invalid(format!(
            "{path} holds a control character or a character outside ASCII"
        ))
        .with_hint("a header's value is printable ASCII on one line"))
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
