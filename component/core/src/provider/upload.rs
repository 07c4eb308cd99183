//! The call that asks for leave to send a file.

#[cfg(test)]
mod tests;

use super::Provider;
use super::exchange::exchange;
use crate::error::Error;
use crate::model_ref::ModelRef;
use crate::prelude::*;
use crate::transport::Transport;
use crate::upload::{self, Form, Request};

const POLICY: &str = "/api/v1/uploads?action=getPolicy&model=";

impl Provider {
    /// Asks where and how to send a file.
    ///
    /// # Errors
    /// `invalid-request` for a name that is none, and whatever stands between the request and its answer.
    pub async fn prepare_upload<T: Transport + 'static>(
        &self,
        transport: &T,
        request: &Request,
    ) -> Result<Form, Error> {
        let id = ModelRef::own(&request.model)?;
        upload::check(&id, &request.file_name)?;
        let outgoing = self.native(&[POLICY, &id].concat(), Vec::new(), Vec::new())?;
        let document = exchange(transport, outgoing, None).await?;
        upload::form(&document.json, &request.file_name).map_err(|wrong| document.of_no_use(&wrong))
    }
}
