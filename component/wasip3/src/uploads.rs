//! The `uploads` export.

use crate::generated::exports::qwen::provider::uploads::Guest;
use crate::transport::Http;
use crate::{Component, provider};
use qwen_bindings::types::Error;
use qwen_bindings::upload_types::{Form, Request};

impl Guest for Component {
    async fn prepare(request: Request) -> Result<Form, Error> {
        Ok(provider()?.prepare_upload(&Http, &request).await?)
    }
}
