//! The `understanding` export.

use crate::generated::exports::qwen::provider::understanding::Guest;
use crate::transport::Http;
use crate::{Component, provider};
use qwen_bindings::types::Error;
use qwen_bindings::understanding_types::{Description, Request};

impl Guest for Component {
    async fn describe(request: Request) -> Result<Description, Error> {
        Ok(provider()?.describe(&Http, request).await?)
    }
}
