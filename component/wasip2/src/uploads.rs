//! The `uploads-sync` export.

use crate::generated::exports::qwen::provider::uploads_sync::Guest;
use crate::transport::Http;
use crate::waiting::wait_for;
use crate::{Component, provider};
use qwen_bindings::types::Error;
use qwen_bindings::upload_types::{Form, Request};

impl Guest for Component {
    fn prepare(request: Request) -> Result<Form, Error> {
        Ok(wait_for(provider()?.prepare_upload(&Http, &request))?)
    }
}
