//! The `catalog` export.

use crate::generated::exports::qwen::provider::catalog::Guest;
use crate::{Component, provider};
use qwen_bindings::catalog_types::{EndpointInfo, Model};
use qwen_bindings::types::Error;
use qwen_core::prelude::*;

impl Guest for Component {
    fn models() -> Result<Vec<Model>, Error> {
        let models = provider()?.catalog().models();
        Ok(models.iter().map(Into::into).collect())
    }

    fn resolve(reference: String) -> Result<Model, Error> {
        Ok(provider()?.catalog().resolve(&reference)?.into())
    }

    fn default_model() -> Result<Model, Error> {
        Ok(provider()?.catalog().default_model()?.into())
    }

    fn endpoint() -> Result<EndpointInfo, Error> {
        Ok(provider()?.endpoint().into())
    }
}
