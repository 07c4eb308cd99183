//! Refusals of the object storage that results come from and uploads go to. It speaks XML.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A refusal, ready to be sent. Codes and texts: OSS error reference, November 2026.
#[derive(Debug)]
pub(crate) struct StorageError {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl StorageError {
    /// The time that a signature is good for is over.
    pub(crate) fn expired() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "AccessDenied",
            "Request has expired.",
        )
    }

    /// A signature that was not made for this.
    pub(crate) fn signature() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your key and \
             signing method.",
        )
    }

    /// An upload that its policy does not allow.
    pub(crate) fn policy(why: &str) -> Self {
        let message = format!("Invalid according to Policy: {why}");
        Self::new(StatusCode::FORBIDDEN, "AccessDenied", message)
    }

    /// Signed in the address and in a header. Whoever sends the header sends a key to a place that it is not for.
    pub(crate) fn signed_twice() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "InvalidArgument",
            "Only one way of signing is allowed, but there are a signature and an Authorization header.",
        )
    }

    /// A form that cannot be read, or a field of it.
    pub(crate) fn form(why: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "MalformedPOSTRequest", why)
    }

    pub(crate) fn too_large() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "EntityTooLarge",
            "Your proposed upload exceeds the maximum allowed size.",
        )
    }

    pub(crate) fn exists() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "FileAlreadyExists",
            "The object you specified already exists and can not be overwritten.",
        )
    }

    pub(crate) fn missing() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "NoSuchKey",
            "The specified key does not exist.",
        )
    }

    pub(crate) fn method() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "MethodNotAllowed",
            "The specified method is not allowed against this resource.",
        )
    }

    /// Nothing of the object lies in the range that was asked for.
    pub(crate) fn range() -> Self {
        Self::new(
            StatusCode::RANGE_NOT_SATISFIABLE,
            "InvalidRange",
            "The requested range cannot be satisfied",
        )
    }

    #[cfg(test)]
    pub(crate) fn parts(&self) -> (u16, &'static str, &str) {
        (self.status.as_u16(), self.code, &self.message)
    }

    pub(crate) fn into_response(self, request_id: &str) -> Response {
        let Self {
            status,
            code,
            message,
        } = self;
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>{code}</Code>\n  <Message>{message}</Message>\n  \
             <RequestId>{request_id}</RequestId>\n</Error>\n"
        );
        (status, [(header::CONTENT_TYPE, "application/xml")], body).into_response()
    }

    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
        }
    }
}
