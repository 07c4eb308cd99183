//! Where an answer comes from, and the errors that say so.

use crate::error::{Error, ErrorKind, body};
use crate::http::Head;
use crate::prelude::*;

/// Where an answer comes from: what its errors name.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) url: String,
    /// From the headers.
    pub(crate) request_id: Option<String>,
    /// When it began, by the headers.
    pub(crate) date: Option<u64>,
}

impl Source {
    pub(crate) fn of(head: &Head, url: &str) -> Self {
        Self {
            url: String::from(url),
            request_id: body::request_id(head),
            date: head.date(),
        }
    }

    /// An answer that is not what the provider documents.
    pub(crate) fn bad_response(&self, what: &str) -> Error {
        let message = format!("the answer from {} {what}", self.url);
        self.complete(Error::new(ErrorKind::BadResponse, message).sent())
            .with_hint("check that the base URL is a chat endpoint")
    }

    /// An answer that ended because the provider lost the model that wrote it.
    pub(crate) fn cut_upstream(&self) -> Error {
        let message = format!("the answer from {} broke off with network_error", self.url);
        self.complete(Error::new(ErrorKind::Network, message).sent())
            .with_hint("the text so far stands; asking again may be billed again")
    }

    /// The same error with the request's id.
    pub(crate) fn complete(&self, mut error: Error) -> Error {
        let own = error.request_id.take();
        error.request_id = own.or_else(|| self.request_id.clone());
        error
    }
}
