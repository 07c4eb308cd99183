//! One request whose answer is one JSON document; sent again where that is safe.
//! Knows no settings, and not what the document says.

use serde_json::Value;

use crate::coding::{self, Uncoded};
use crate::error::{Error, ErrorKind, body};
use crate::http::{self, Head};
use crate::json;
use crate::prelude::*;
use crate::retry::Attempts;
use crate::transport::{Body, Transport};
use crate::warning::Warning;

/// The most bytes of a document; a list of a hundred tasks has a twentieth.
const LONGEST: usize = 1 << 20;

/// How much of the provider's id of a request is kept, in characters; its own have 36.
const LONGEST_ID: usize = 100;

/// What an exchange may spend on repeating where callers repeat it themselves, at a pace of their own.
pub(super) const NOTHING: Option<u64> = Some(0);

/// An answer.
#[derive(Debug)]
pub(super) struct Document {
    url: String,
    pub(super) head: Head,
    pub(super) json: Value,
    /// One for each attempt before the last.
    pub(super) warnings: Vec<Warning>,
}

impl Document {
    /// The document that an answer holds.
    ///
    /// # Errors
    /// The error that it holds, or is.
    fn of(url: String, head: Head, bytes: &[u8]) -> Result<Self, Error> {
        if !head.is_success() {
            return Err(body::from_response(&head, bytes, &url));
        }
        let text = str::from_utf8(bytes).unwrap_or_default();
        let json: Value = json::value(text).map_err(|_| {
            let what = format!("it is not JSON but {}", body::content_type(&head));
            bad_answer(&url, &head, &what)
        })?;
        if is_error(&json) {
            return Err(body::from_response(&head, bytes, &url));
        }
        Ok(Self {
            url,
            head,
            json,
            warnings: Vec::new(),
        })
    }

    /// The provider's id of the request: the header's, else the document's own.
    pub(super) fn request_id(&self) -> Option<String> {
        let own = self.json.get("request_id").and_then(Value::as_str);
        let own = own.map(|id| body::words(id, LONGEST_ID));
        body::request_id(&self.head).or(own.filter(|id| !id.is_empty()))
    }

    /// The error of a document that is not what is documented.
    pub(super) fn of_no_use(&self, what: &str) -> Error {
        let mut error = bad_answer(&self.url, &self.head, what);
        error.request_id = self.request_id();
        error
    }
}

/// Sends a request until it is answered. The budget is the one of [`Attempts::new`].
///
/// # Errors
/// What came instead of a document, the last time.
pub(super) async fn exchange<T: Transport>(
    transport: &T,
    request: http::Request,
    budget_ms: Option<u64>,
) -> Result<Document, Error> {
    let mut attempts = Attempts::new(budget_ms, request.effect);
    let mut warnings = Vec::new();
    loop {
        let url = request.url.clone();
        let answer = attempt(transport, &request).await;
        match answer.and_then(|(head, bytes)| Document::of(url, head, &bytes)) {
            Ok(mut document) => {
                document.warnings = warnings;
                return Ok(document);
            }
            Err(error) => {
                let again = attempts.after(error, transport.now_ns())?;
                warnings.push(again.warning);
                transport.sleep(again.wait_ms).await;
            }
        }
    }
}

/// The error of an answer that is not what is documented.
fn bad_answer(url: &str, head: &Head, what: &str) -> Error {
    let mut error = Error::new(
        ErrorKind::BadResponse,
        format!("the answer from {url} is of no use: {what}"),
    )
    .sent();
    error.status = Some(head.status);
    error.request_id = body::request_id(head);
    error
}

async fn attempt<T: Transport>(
    transport: &T,
    request: &http::Request,
) -> Result<(Head, Vec<u8>), Error> {
    let url = &request.url;
    let sent = transport.send(request.clone()).await;
    let (head, body) = sent.map_err(|failure| failure.into_error(url))?;
    if let Some(coding) = coding::unknown(&head) {
        let what = format!("it is coded as {coding}, which nobody asked for");
        return Err(bad_answer(url, &head, &what));
    }
    let bytes = read(Uncoded::of(body, &head), &head, url).await?;
    Ok((head, bytes))
}

async fn read(mut body: impl Body, head: &Head, url: &str) -> Result<Vec<u8>, Error> {
    let (mut bytes, mut buffer) = (Vec::new(), Vec::new());
    loop {
        let more = body.read(&mut buffer).await;
        // The request was answered, so it was sent.
        if !more.map_err(|failure| failure.into_error(url).sent())? {
            return Ok(bytes);
        }
        if bytes.len() + buffer.len() > LONGEST {
            let what = format!("it has more than {LONGEST} bytes");
            return Err(bad_answer(url, head, &what));
        }
        bytes.extend_from_slice(&buffer);
    }
}

/// Whether an answer that began well names a code and holds nothing else.
fn is_error(json: &Value) -> bool {
    let is_named = json
        .get("code")
        .and_then(Value::as_str)
        .is_some_and(|code| !code.is_empty());
    let holds = |name: &&str| json.get(*name).is_some_and(|value| !value.is_null());
    is_named && !["output", "data"].iter().any(holds)
}
