//! Reads an error out of an answer, whichever of the provider's shapes it has.
//! Knows what a shape is, not what a code means: [`super::code`] does.

#[cfg(test)]
mod tests;
mod text;

use serde_json::Value;

use super::code::{self, Verdict};
use super::{Details, Error, ErrorKind};
use crate::http::{Head, date};
use crate::json;
use crate::lossy::lossy;
use crate::prelude::*;

/// The most bytes of an error answer that are worth reading; the provider's have some hundred.
pub const ERROR_BODY_LIMIT: usize = 64 * 1024;

/// The error that an answer carries: any answer whose status is not 2xx, or a 2xx one that holds an error.
///
/// Takes every shape that the provider documents (DashScope error reference, November 2026), and an empty body, HTML or
/// noise as well, which are told by their status. The message has at most 500 characters of the provider's own text,
/// and never the body itself.
#[must_use]
pub fn from_response(head: &Head, body: &[u8], url: &str) -> Error {
    let report = Report::read(body);
    let told = match &report.text {
        Some(text) => [": ", text].concat(),
        None if body.trim_ascii().is_empty() => String::from(" with an empty body"),
        None => [" with ", &content_type(head), " and no error message"].concat(),
    };
    let what = format!("{url} answered {}{told}", head.status);
    let mut error = report.into_error(Some(head.status), what);
    error.request_id = error.request_id.take().or_else(|| request_id(head));
    error.retry_after_ms = retry_after_ms(head);
    error
}

/// The error that a frame of a stream carries, with the status that the frame names.
///
/// `data` may be any of the shapes, or bare text.
#[must_use]
pub fn from_frame(status: Option<u16>, data: &[u8], url: &str) -> Error {
    let mut report = Report::read(data);
    if report.text.is_none() && !report.is_json {
        report.text = text::clean(&lossy(data));
    }
    let told = match &report.text {
        Some(text) => [": ", text].concat(),
        None => String::from(" that gives no reason"),
    };
    let what = ["the answer from ", url, " broke off with an error", &told].concat();
    let status = status.or(report.status_in_text);
    report.into_error(status, what)
}

/// Why a task failed, as the answer to a look at it tells: the answer itself is a good one.
#[must_use]
pub fn from_task(answer: &Value, id: &str) -> Error {
    let report = Report::of(answer);
    let id = words(id, 100);
    let told = match report.text.as_ref().or(report.code.as_ref()) {
        Some(reason) => [": ", reason].concat(),
        None => String::from(", and the provider gives no reason"),
    };
    let what = ["the task ", &id, " failed", &told].concat();
    report.into_error(None, what)
}

/// The provider's id of a request, from the headers of its answer.
#[must_use]
pub fn request_id(head: &Head) -> Option<String> {
    let id = head
        .header("x-request-id")
        .or_else(|| head.header("request-id"))?;
    text::clean(id)
}

/// The content type of an answer, for people.
#[must_use]
pub fn content_type(head: &Head) -> String {
    head.header("content-type")
        .and_then(|value| text::clean_to(value, 80))
        .unwrap_or_else(|| String::from("no content type"))
}

/// Words of the provider or of a model in one line without control characters and keys, cut to a number of characters.
pub(crate) fn words(text: &str, limit: usize) -> String {
    text::clean_to(text, limit).unwrap_or_default()
}

/// How long the provider asks callers to wait, in milliseconds: `retry-after-ms`, else `retry-after` in seconds or as a
/// date. A date counts from the one that the answer itself carries, so that nobody's clock need be right.
#[must_use]
pub fn retry_after_ms(head: &Head) -> Option<u64> {
    let milliseconds = head
        .header("retry-after-ms")
        .and_then(text::thousandths)
        .map(|thousandths| thousandths.div_ceil(1_000));
    let seconds = || head.header("retry-after").and_then(text::thousandths);
    milliseconds
        .or_else(seconds)
        .or_else(|| until_ms(head.header("retry-after")?, head.header("date")?))
}

/// From one HTTP date to another; nothing when it has passed.
fn until_ms(end: &str, begin: &str) -> Option<u64> {
    let wait = date::seconds(end)?.saturating_sub(date::seconds(begin)?);
    Some(wait * 1_000)
}

/// What an answer says of its error.
#[derive(Default)]
struct Report {
    is_json: bool,
    /// The code, or the type when there is no code.
    code: Option<String>,
    /// The code that a wrapped error names in its text.
    inner_code: Option<String>,
    /// The status that a wrapped error names in its text.
    status_in_text: Option<u16>,
    text: Option<String>,
    request_id: Option<String>,
}

impl Report {
    fn read(body: &[u8]) -> Self {
        let Some(body) = body.get(..body.len().min(ERROR_BODY_LIMIT)) else {
            return Self::default();
        };
        // As text, like all other JSON of the core: from bytes, the parser would be there twice.
        let text = str::from_utf8(body).unwrap_or_default();
        // A refused stream may have its error in a frame.
        let frame = || text.lines().find_map(|line| line.strip_prefix("data:"));
        let Some(answer) = json(text).or_else(|| json(frame()?)) else {
            return Self::default();
        };
        Self::of(&answer)
    }

    fn of(answer: &Value) -> Self {
        let message = message_of(answer);
        let unwrapped = text::unwrap(message.unwrap_or_default());
        Self {
            is_json: true,
            code: code_of(answer),
            inner_code: unwrapped.code.map(String::from),
            status_in_text: unwrapped.status,
            text: text::clean(unwrapped.text),
            request_id: ["request_id", "requestId", "id"]
                .iter()
                .find_map(|name| word(answer, name)),
        }
    }

    fn into_error(self, status: Option<u16>, message: String) -> Error {
        let codes = [&self.code, &self.inner_code];
        let codes = codes.map(|code| code.as_deref().unwrap_or_default());
        let text = self.text.as_deref().unwrap_or_default();
        let Verdict { kind, retry, hint } = code::classify(status, &codes, text);
        let hint = match (&kind, code::input_limit(text)) {
            (ErrorKind::ContextExceeded, Some(limit)) => Some(format!(
                "the input may have at most {limit} tokens; shorten the conversation"
            )),
            _ => hint.map(String::from),
        };
        Error::from(Details {
            kind,
            message,
            hint,
            status,
            code: self.code.or(self.inner_code),
            request_id: self.request_id,
            retry_after_ms: None,
            request_sent: true,
            retry,
        })
    }
}

fn json(text: &str) -> Option<Value> {
    json::value(text).ok()
}

/// Where an error may stand: under `error`, at the top, or under `output` for a failed job.
fn places(answer: &Value) -> [&Value; 3] {
    let under = |name| answer.get(name).unwrap_or(&Value::Null);
    [under("error"), answer, under("output")]
}

fn message_of(answer: &Value) -> Option<&str> {
    let [error, ..] = places(answer);
    // The Coding Plan's gate gives a bare text.
    let mut message = error.as_str();
    for place in places(answer) {
        for name in ["message", "detail"] {
            message = message.or_else(|| place.get(name)?.as_str());
        }
    }
    message.filter(|text| !text.trim().is_empty())
}

fn code_of(answer: &Value) -> Option<String> {
    let places = places(answer);
    let [error, ..] = places;
    let code = places.iter().find_map(|place| word(place, "code"));
    code.or_else(|| word(error, "type"))
}

/// A short word: text or a whole number.
fn word(place: &Value, name: &str) -> Option<String> {
    match place.get(name)? {
        Value::String(text) => text::clean_to(text, 100),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
