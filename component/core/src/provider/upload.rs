//! The call that asks for leave to send a file.

use super::Provider;
use crate::error::{Error, ErrorKind};
use crate::transport::Transport;
use crate::upload::{Form, Request};

impl Provider {
    /// Asks where and how to send a file.
    ///
    /// # Errors
    /// `invalid-request` for a name that is none, and whatever stands between the request and its answer.
    pub async fn prepare_upload<T: Transport + 'static>(
        &self,
        _transport: &T,
        _request: &Request,
    ) -> Result<Form, Error> {
        Err(Error::new(
            ErrorKind::Unsupported,
            "this version uploads nothing yet",
        ))
    }
}
