//! Lending the provider a file: what is asked for, and where the file is to be sent.
//! Knows no file: only its name.
//!
//! Source: DashScope temporary storage reference, November 2026.

use core::fmt;

use serde_json::Value;

use crate::error::Error;
use crate::prelude::*;

/// A file that is to be lent. The contract's `upload-types` documents the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the contract's `upload-types` documents each field"
)]
pub struct Request {
    pub model: String,
    pub file_name: String,
}

/// Where and how to send it. The contract's `upload-types` documents the fields.
///
/// The debug print shows no field: they are as good as a key.
#[derive(Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the contract's `upload-types` documents each field"
)]
pub struct Form {
    pub url: String,
    pub fields: Vec<Field>,
    pub reference: String,
    pub expires_in_seconds: Option<u64>,
    pub max_bytes: Option<u64>,
}

/// One field of a form.
#[derive(Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the contract's `upload-types` documents each field"
)]
pub struct Field {
    pub name: String,
    pub value: String,
}

/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 200;

/// The form's fields, and what of the answer each is.
const FIELDS: [(&str, &str); 5] = [
    ("OSSAccessKeyId", "oss_access_key_id"),
    ("Signature", "signature"),
    ("policy", "policy"),
    ("x-oss-object-acl", "x_oss_object_acl"),
    ("x-oss-forbid-overwrite", "x_oss_forbid_overwrite"),
];

/// Checks what stands in a path: the model's id and the file's name.
///
/// # Errors
/// `invalid-request`, naming the field.
pub fn check(model: &str, file_name: &str) -> Result<(), Error> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
    if !model.bytes().all(is_plain) {
        return Err(Error::invalid("model is not the id of a model"));
    }
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let is_name = (1..=LONGEST_NAME).contains(&file_name.len())
        && file_name.bytes().all(is_plain)
        && !file_name.starts_with('.');
    if !is_name {
        return Err(Error::invalid(
            "file-name is not one: it has 1 to 200 letters, digits, dots, hyphens and underscores, and no dot in front",
        ));
    }
    Ok(())
}

/// The form of an answer.
///
/// # Errors
/// What of the answer is not as documented.
pub fn form(answer: &Value, file_name: &str) -> Result<Form, String> {
    let data = answer.get("data").ok_or("it holds no policy")?;
    let text = |name: &str| {
        let value = data.get(name).and_then(Value::as_str);
        value.ok_or_else(|| format!("it has no `{name}`"))
    };
    let folder = text("upload_dir")?;
    let key = [folder.trim_end_matches('/'), "/", file_name].concat();
    let mut fields = Vec::new();
    for (field, name) in FIELDS {
        fields.push(Field::of(field, text(name)?));
    }
    fields.push(Field::of("key", &key));
    fields.push(Field::of("success_action_status", "200"));
    let number = |name| data.get(name).and_then(Value::as_u64);
    Ok(Form {
        url: text("upload_host")?.to_owned(),
        fields,
        reference: ["oss://", &key].concat(),
        expires_in_seconds: number("expire_in_seconds"),
        max_bytes: number("max_file_size_mb").map(|megabytes| megabytes.saturating_mul(1 << 20)),
    })
}

impl Field {
    fn of(name: &str, value: &str) -> Self {
        Self {
            name: name.to_owned(),
            value: value.to_owned(),
        }
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form")
            .field("url", &self.url)
            .field("reference", &self.reference)
            .finish_non_exhaustive()
    }
}
