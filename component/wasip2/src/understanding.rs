//! The `understanding-sync` export.

use crate::generated::exports::qwen::provider::understanding_sync::Guest;
use crate::transport::Http;
use crate::waiting::wait_for;
use crate::{Component, provider};
use qwen_bindings::types::Error;
use qwen_bindings::understanding_types::{Description, Request};

impl Guest for Component {
    fn describe(request: Request) -> Result<Description, Error> {
        Ok(wait_for(provider()?.describe(&Http, request))?)
    }
}
