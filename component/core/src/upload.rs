//! Lending the provider a file: what is asked for, and where the file is to be sent.
//! Knows no file: only its name.

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
#[derive(Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the contract's `upload-types` documents each field"
)]
pub struct Form {
    pub url: String,
    pub fields: Vec<(String, String)>,
    pub reference: String,
    pub expires_in_seconds: Option<u64>,
    pub max_bytes: Option<u64>,
}
