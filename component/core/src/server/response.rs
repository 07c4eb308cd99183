//! What goes out: a status, headers, and a body that is whole or comes piece by piece.
//! Knows no route and no field.

use core::fmt::Write;
use core::mem;

use super::chat::Frames;
use crate::prelude::*;
use crate::transport::Transport;
use crate::warning::Warning;

/// What goes out.
pub struct Response<'a, T: Transport> {
    /// The status, 200 to 599.
    pub status: u16,
    /// Header names in lower case, with their values, which are printable ASCII.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Body<'a, T>,
}

/// The body of a response.
pub enum Body<'a, T: Transport> {
    /// All of it.
    Whole(String),
    /// The frames of a stream, which end with the body.
    Stream(Box<Frames<'a, T>>),
}

impl<T: Transport + 'static> Body<'_, T> {
    /// What comes next of it; `None` after its end.
    pub async fn next(&mut self) -> Option<String> {
        match self {
            Self::Whole(text) => Some(mem::take(text)).filter(|text| !text.is_empty()),
            Self::Stream(frames) => frames.next().await,
        }
    }
}

impl<T: Transport> Response<'_, T> {
    /// Tells what was adjusted or left out, as far as it is known before the first byte, and the provider's id of the
    /// request.
    pub(super) fn tell(&mut self, warnings: &[Warning], request_id: Option<&str>) {
        if let Some(value) = listed(warnings) {
            self.headers.push((WARNINGS, value));
        }
        let id = request_id.map(printable).filter(|id| !id.is_empty());
        self.headers.extend(id.map(|id| ("x-request-id", id)));
    }
}

/// The header that names what was adjusted or left out.
const WARNINGS: &str = "x-qwenbox-warnings";

/// The longest value of it, in bytes: what proxies and clients take without asking.
const LONGEST_WARNINGS: usize = 2_000;

/// The longest value of any other header, in bytes.
const LONGEST: usize = 200;

/// A response of JSON.
pub(super) fn json<T: Transport>(status: u16, body: String) -> Response<'static, T> {
    Response {
        status,
        headers: vec![
            ("content-type", String::from("application/json")),
            ("content-length", body.len().to_string()),
        ],
        body: Body::Whole(body),
    }
}

/// A response of JSON that tells of a call which succeeded.
pub(super) fn told<T: Transport>(
    body: String,
    warnings: &[Warning],
    request_id: Option<&str>,
) -> Response<'static, T> {
    let mut response = json(200, body);
    response.tell(warnings, request_id);
    response
}

/// A response of server-sent events.
pub(super) fn stream<T: Transport>(frames: Frames<'_, T>) -> Response<'_, T> {
    Response {
        status: 200,
        headers: vec![
            (
                "content-type",
                String::from("text/event-stream; charset=utf-8"),
            ),
            ("cache-control", String::from("no-cache")),
            // Proxies that gather what they pass on are told not to.
            ("x-accel-buffering", String::from("no")),
        ],
        body: Body::Stream(Box::new(frames)),
    }
}

/// A text as the value of a header.
pub(super) fn printable(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_graphic() || letter == ' ';
    let letters = text.chars().take(LONGEST);
    letters
        .map(|letter| if is_plain(letter) { letter } else { '?' })
        .collect()
}

/// The warnings as the value of a header: `code: message; code: message`. Those that find no room are counted.
fn listed(warnings: &[Warning]) -> Option<String> {
    let mut value = String::new();
    for (index, warning) in warnings.iter().enumerate() {
        let text = printable(&[&warning.code, ": ", &warning.message].concat());
        if value.len() + text.len() > LONGEST_WARNINGS {
            let left = warnings.len() - index;
            // Writing to a string cannot fail.
            let _ = write!(value, "; and {left} more");
            break;
        }
        if index > 0 {
            value.push_str("; ");
        }
        value.push_str(&text);
    }
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_one_printable_line_of_bounded_length() {
        let warning = |message: &str| Warning::new("code", message);
        assert_eq!(listed(&[]), None);
        assert_eq!(
            listed(&[warning("a"), warning("b\r\nx: ü")]).as_deref(),
            Some("code: a; code: b??x: ?")
        );
        let long = warning(&"x".repeat(10_000));
        let value = listed(&vec![long; 100]).unwrap();
        assert!(value.ends_with("; and 91 more"), "{value}");
        assert!(value.len() < LONGEST_WARNINGS + 20);
    }
}
