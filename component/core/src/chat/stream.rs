//! An answer while it comes in: reads the body and gives events.
//! Knows no JSON: [`super::decode`] reads the frames.

#[cfg(test)]
mod tests;

use super::decode::{Draft, Fault, Source};
use super::structured::Json;
use super::types::{Completion, Event, Opening};
use crate::coding::{self, Uncoded};
use crate::error::{Error, ErrorKind, body};
use crate::http::Head;
use crate::prelude::*;
use crate::sse;
use crate::transport::{Body, Cause};
use crate::warning::Warning;

/// The most bytes of an answer that is given at once; longer than any model's output.
const WHOLE_LIMIT: usize = sse::FRAME_LIMIT;

/// An answer under way.
///
/// Takes any answer to a chat call: an event stream, a whole answer as JSON, or an error of any status.
#[derive(Debug)]
pub struct Answer<B> {
    body: Uncoded<B>,
    head: Head,
    draft: Draft,
    form: Form,
    state: State,
    /// What the last read gave.
    buffer: Vec<u8>,
}

/// What the body holds.
#[derive(Debug)]
enum Form {
    /// An event stream.
    Frames(sse::Decoder),
    /// One JSON text, or an error, read up to a number of bytes.
    Whole { bytes: Vec<u8>, limit: usize },
    /// The answer names no content type: its first byte tells.
    Unnamed,
    /// Something else, which is not read.
    Foreign,
}

#[derive(Debug)]
enum State {
    Reading,
    /// The events before the error were given out; the error comes next.
    Failed(Box<Error>),
    Ended,
}

impl<B: Body> Answer<B> {
    /// The answer that began with `head`, to a request to `url`. Its words must be `json` before it counts as one.
    #[must_use]
    pub fn new(body: B, head: &Head, url: &str, json: Json) -> Self {
        Self {
            body: Uncoded::of(body, head),
            head: head.clone(),
            draft: Draft::new(Source::of(head, url), json),
            form: Form::of(head),
            state: State::Reading,
            buffer: Vec::new(),
        }
    }

    /// The same answer, where the texts of a list are each a line when it is given at once.
    #[must_use]
    pub(crate) fn in_lines(mut self) -> Self {
        self.draft.read_lines();
        self
    }

    /// The events that the next read of the body completed, in order and never none; `None` after the answer's end.
    ///
    /// Adjacent pieces of text stay separate events, so that tokens can be told apart.
    ///
    /// # Errors
    ///
    /// The error that cut the answer: the provider's, the connection's, or `bad-response`. What was given until then
    /// stands. `None` follows.
    pub async fn next(&mut self) -> Result<Option<Vec<Event>>, Error> {
        let mut events = Vec::new();
        loop {
            match core::mem::replace(&mut self.state, State::Reading) {
                State::Reading => {
                    if let Err(error) = self.read(&mut events).await {
                        self.draft.release(&mut events);
                        self.state = State::Failed(Box::new(error));
                    }
                }
                State::Failed(error) => {
                    self.state = State::Ended;
                    return Err(*error);
                }
                State::Ended => {
                    self.state = State::Ended;
                    return Ok(None);
                }
            }
            if !events.is_empty() {
                return Ok(Some(events));
            }
        }
    }

    /// What is known of the answer once [`next`](Self::next) has given events.
    #[must_use]
    pub fn opening(&self) -> Opening<'_> {
        self.draft.opening()
    }

    /// The answer as far as it was read; the whole of it once [`next`](Self::next) has given `None`.
    ///
    /// Its cost is left out: that takes the model's prices.
    #[must_use]
    pub fn into_completion(self) -> Completion {
        self.draft.into_completion()
    }

    async fn read(&mut self, events: &mut Vec<Event>) -> Result<(), Error> {
        if matches!(self.form, Form::Foreign) {
            let what = match coding::unknown(&self.head) {
                Some(coding) => format!("is coded as {coding}, which nobody asked for"),
                None => format!(
                    "is not a chat answer but {}",
                    body::content_type(&self.head)
                ),
            };
            return Err(self.draft.source().bad_response(&what));
        }
        let ended = match self.body.read(&mut self.buffer).await {
            Ok(more) => !more,
            // Only the end mark, and perhaps the token counts, can be missing.
            Err(failure) if self.draft.is_whole() && failure.cause != Cause::Denied => {
                self.draft.warn(cut_after_end(), events);
                return self.end(events);
            }
            Err(failure) => {
                let error = failure.into_error(&self.draft.source().url);
                return Err(self.draft.source().complete(error.sent()));
            }
        };
        self.form.settle(&mut self.buffer);
        match &mut self.form {
            Form::Frames(decoder) => {
                decoder.push(&self.buffer);
                take_frames(decoder, &mut self.draft, events)?;
                if ended && !self.draft.is_done() {
                    take_last_frame(decoder, &mut self.draft, events)?;
                }
            }
            Form::Whole { bytes, limit } => {
                let room = limit.saturating_sub(bytes.len());
                let (taken, left) = self
                    .buffer
                    .split_at_checked(room)
                    .unwrap_or((&self.buffer, &[]));
                bytes.extend_from_slice(taken);
                if ended || !left.is_empty() {
                    self.draft.take_whole(&self.head, bytes, events)?;
                }
            }
            Form::Unnamed | Form::Foreign => {}
        }
        if self.draft.is_done() || (ended && self.draft.is_whole()) {
            return self.end(events);
        }
        if ended {
            return Err(ended_early(self.draft.source()));
        }
        Ok(())
    }

    fn end(&mut self, events: &mut Vec<Event>) -> Result<(), Error> {
        self.state = State::Ended;
        self.draft.finish(events)
    }
}

impl Form {
    fn of(head: &Head) -> Self {
        if !head.is_success() {
            return Self::whole(body::ERROR_BODY_LIMIT);
        }
        if coding::unknown(head).is_some() {
            return Self::Foreign;
        }
        let Some(content_type) = head.header("content-type") else {
            return Self::Unnamed;
        };
        let essence = content_type.split(';').next().unwrap_or_default();
        let essence = essence.trim().to_ascii_lowercase();
        match essence.as_str() {
            "text/event-stream" => Self::Frames(sse::Decoder::default()),
            "application/json" => Self::whole(WHOLE_LIMIT),
            _ if essence.ends_with("+json") => Self::whole(WHOLE_LIMIT),
            _ => Self::Foreign,
        }
    }

    fn whole(limit: usize) -> Self {
        Self::Whole {
            bytes: Vec::new(),
            limit,
        }
    }

    /// Decides by the first byte, when nothing else tells. Blanks before it tell nothing: they are left out, however the
    /// bytes are split.
    fn settle(&mut self, bytes: &mut Vec<u8>) {
        if !matches!(self, Self::Unnamed) {
            return;
        }
        let blanks = bytes.len() - bytes.trim_ascii_start().len();
        bytes.drain(..blanks);
        if let Some(first) = bytes.first() {
            *self = if *first == b'{' {
                Self::whole(WHOLE_LIMIT)
            } else {
                Self::Frames(sse::Decoder::default())
            };
        }
    }
}

fn take_frames(
    decoder: &mut sse::Decoder,
    draft: &mut Draft,
    events: &mut Vec<Event>,
) -> Result<(), Error> {
    while !draft.is_done() {
        let frame = decoder.next_frame().map_err(|_| too_long(draft.source()))?;
        let Some(frame) = frame else { break };
        draft
            .take_frame(&frame, events)
            .map_err(|fault| match fault {
                Fault::Malformed => draft
                    .source()
                    .bad_response("holds a chunk that is not JSON"),
                Fault::Failed(error) => *error,
            })?;
    }
    Ok(())
}

/// Takes a frame that no blank line ended. One that cannot be read was cut off, and is nothing.
fn take_last_frame(
    decoder: &mut sse::Decoder,
    draft: &mut Draft,
    events: &mut Vec<Event>,
) -> Result<(), Error> {
    let frame = decoder.finish().map_err(|_| too_long(draft.source()))?;
    let Some(frame) = frame else { return Ok(()) };
    match draft.take_frame(&frame, events) {
        Ok(()) | Err(Fault::Malformed) => Ok(()),
        Err(Fault::Failed(error)) => Err(*error),
    }
}

fn too_long(source: &Source) -> Error {
    source.bad_response("holds a chunk of more than 4 MiB")
}

fn ended_early(source: &Source) -> Error {
    let message = format!(
        "the stream ended before the answer did, from {}",
        source.url
    );
    source
        .complete(Error::new(ErrorKind::Network, message).sent())
        .with_hint("the text so far stands; asking again may be billed again")
}

fn cut_after_end() -> Warning {
    Warning::new(
        "stream-cut-after-answer",
        "the connection failed after the answer's last word; the token counts may be missing",
    )
}
