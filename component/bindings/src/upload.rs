//! Lending files: requests from the contract to the core, forms back.

use qwen_core::upload as core;

use crate::upload_types as wit;

impl From<wit::Request> for core::Request {
    fn from(request: wit::Request) -> Self {
        Self {
            model: request.model,
            file_name: request.file_name,
        }
    }
}

impl From<core::Form> for wit::Form {
    fn from(form: core::Form) -> Self {
        let field = |(name, value)| wit::Field { name, value };
        Self {
            url: form.url,
            fields: form.fields.into_iter().map(field).collect(),
            reference: form.reference,
            expires_in_seconds: form.expires_in_seconds,
            max_bytes: form.max_bytes,
        }
    }
}
