//! The `understanding` export.

use crate::Component;
use crate::generated::exports::qwen::provider::understanding::Guest;
use qwen_bindings::types::Error;
use qwen_bindings::understanding_types::{Description, Request};
use qwen_core::ErrorKind;

impl Guest for Component {
    async fn describe(_request: Request) -> Result<Description, Error> {
        let message = "this version describes nothing yet";
        Err(qwen_core::Error::new(ErrorKind::Unsupported, message).into())
    }
}
