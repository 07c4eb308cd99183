//! The coding of an answer's bytes: as they are, or gzip. None is asked for, and proxies compress all the same.
//!
//! Source: RFC 9110, section 8.4.

#[cfg(test)]
mod tests;

use std::io::{ErrorKind, Write};

use flate2::write::GzDecoder;

use crate::error::body;
use crate::http::Head;
use crate::sse;
use crate::transport::{Body, Cause, Failure};

/// The most bytes that one read may unfold to. A compressed answer that grows beyond is made to do harm.
const MOST_UNFOLDED: usize = sse::FRAME_LIMIT;

/// How much of an unknown coding's name is repeated, in characters.
const LONGEST_NAME: usize = 40;

/// A body whose bytes are given uncoded.
#[derive(Debug)]
pub(crate) struct Uncoded<B> {
    body: B,
    gzip: Option<Box<GzDecoder<Unfolded>>>,
}

/// What a read unfolded to. It refuses what goes over [`MOST_UNFOLDED`] before it is there: some kilobytes may stand for
/// more than an instance holds.
#[derive(Debug, Default)]
struct Unfolded(Vec<u8>);

impl Write for Unfolded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_UNFOLDED {
            return Err(ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

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
        let gzip = is_gzip(coding.trim()).then(|| Box::new(GzDecoder::new(Unfolded::default())));
        Self { body, gzip }
    }
}

impl<B: Body> Body for Uncoded<B> {
    async fn read(&mut self, buffer: &mut Vec<u8>) -> Result<bool, Failure> {
        loop {
            let more = self.body.read(buffer).await?;
            let Some(gzip) = &mut self.gzip else {
                return Ok(more);
            };
            if !more {
                let whole = gzip.try_finish();
                return whole
                    .map(|()| false)
                    .map_err(|_| failure(Cause::Cut, "the compressed bytes are cut"));
            }
            unfold(gzip, buffer)?;
            if !buffer.is_empty() {
                return Ok(true);
            }
        }
    }
}

/// Replaces compressed bytes by what they stand for.
fn unfold(gzip: &mut GzDecoder<Unfolded>, buffer: &mut Vec<u8>) -> Result<(), Failure> {
    let written = gzip.write_all(buffer).and_then(|()| gzip.flush());
    match written.map_err(|error| (error.kind(), error)) {
        // What follows the end of the compressed bytes is padding.
        Ok(()) | Err((ErrorKind::WriteZero, _)) => {}
        Err((ErrorKind::FileTooLarge, _)) => {
            let detail = "the compressed bytes unfold to too many";
            return Err(failure(Cause::TooLarge, detail));
        }
        Err((_, error)) => return Err(failure(Cause::Protocol, &format!("not gzip: {error}"))),
    }
    buffer.clear();
    core::mem::swap(buffer, &mut gzip.get_mut().0);
    Ok(())
}

fn failure(cause: Cause, detail: &str) -> Failure {
    Failure {
        cause,
        detail: String::from(detail),
        request_sent: true,
    }
}
