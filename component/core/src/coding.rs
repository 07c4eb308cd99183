//! The coding of an answer's bytes: as they are, or gzip. None is asked for, and proxies compress all the same.
//!
//! Source: RFC 9110, section 8.4.

mod gzip;
mod inflate;
#[cfg(test)]
mod tests;

use gzip::{Flaw, Gzip};

use crate::error::body;
use crate::http::Head;
use crate::prelude::*;
use crate::transport::{Body, Cause, Failure};

/// A body whose bytes are given uncoded.
#[derive(Debug)]
pub(crate) struct Uncoded<B> {
    body: B,
    gzip: Option<Box<Gzip>>,
    /// What comes after the bytes that were given.
    failure: Option<Failure>,
}

/// How much of an unknown coding's name is repeated, in characters.
const LONGEST_NAME: usize = 40;

/// The coding that an answer names and that is not read here, if it does, in words for people.
pub(crate) fn unknown(head: &Head) -> Option<String> {
    let coding = head.header("content-encoding")?.trim();
    let is_known = ["", "identity"]
        .iter()
        .any(|known| coding.eq_ignore_ascii_case(known));
    (!is_known && !is_gzip(coding)).then(|| body::words(coding, LONGEST_NAME))
}

fn is_gzip(coding: &str) -> bool {
    coding.eq_ignore_ascii_case("gzip") || coding.eq_ignore_ascii_case("x-gzip")
}

impl<B> Uncoded<B> {
    pub(crate) fn of(body: B, head: &Head) -> Self {
        let coding = head.header("content-encoding").unwrap_or_default();
        Self {
            body,
            gzip: is_gzip(coding.trim()).then(Box::default),
            failure: None,
        }
    }
}

impl<B: Body> Body for Uncoded<B> {
    async fn read(&mut self, buffer: &mut Vec<u8>) -> Result<bool, Failure> {
        loop {
            if let Some(failure) = self.failure.take() {
                buffer.clear();
                return Err(failure);
            }
            let more = self.body.read(buffer).await?;
            let Some(gzip) = &mut self.gzip else {
                return Ok(more);
            };
            if !more {
                return if gzip.is_whole() {
                    Ok(false)
                } else {
                    Err(failure(Cause::Cut, "the compressed bytes are cut"))
                };
            }
            let folded = core::mem::take(buffer);
            // What unfolded before a flaw stands, however the bytes were split.
            self.failure = gzip.unfold(&folded, buffer).err().map(flawed);
            if !buffer.is_empty() {
                return Ok(true);
            }
        }
    }
}

fn flawed(flaw: Flaw) -> Failure {
    match flaw {
        Flaw::Corrupt => failure(Cause::Protocol, "its bytes are not gzip"),
        Flaw::TooLarge => failure(Cause::TooLarge, "the compressed bytes unfold to too many"),
    }
}

fn failure(cause: Cause, detail: &str) -> Failure {
    Failure {
        cause,
        detail: String::from(detail),
        request_sent: true,
    }
}
