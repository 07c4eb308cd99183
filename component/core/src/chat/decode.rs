//! Turns the frames of an answer, or a whole unstreamed one, into events and a completion.
//! Knows nothing of connections: it is given bytes that were already taken apart.

mod source;
#[cfg(test)]
mod tests;
mod think_tag;
mod wire;

use alloc::borrow::Cow;

use super::structured::{Json, Misfit};
use super::surrogates;
use super::tool_calls::{Assembler, Flaw};
use super::types::{Completion, Event, FinishReason, Opening};
use super::usage::WireUsage;
use crate::error::{Error, body};
use crate::http::Head;
use crate::json;
use crate::prelude::*;
use crate::sse::{self, Frame};
use crate::warning::Warning;
pub(crate) use source::Source;
use think_tag::{Sorted, ThinkTag};
use wire::{Calls, Chunk, Delta};

/// Why a frame could not be taken.
#[derive(Debug)]
pub(crate) enum Fault {
    /// It is not JSON, or not UTF-8: cut, or noise.
    Malformed,
    /// It is an error, or something that was not asked for.
    Failed(Box<Error>),
}

/// What the texts of a list are in an answer that is given at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lists {
    /// Pieces of one text.
    Pieces,
    /// Each a line.
    Lines,
}

/// The answer as far as it has been read.
#[derive(Debug)]
pub(crate) struct Draft {
    source: Source,
    /// What the words must be in the end.
    json: Json,
    lists: Lists,
    completion: Completion,
    think_tag: ThinkTag,
    calls: Assembler,
    /// A choice was read: there is an answer, even if it is empty.
    begun: bool,
    /// The provider said why the answer ended.
    finished: bool,
    /// The end mark was read.
    done: bool,
}

impl Draft {
    pub(crate) fn new(source: Source, json: Json) -> Self {
        Self {
            source,
            json,
            lists: Lists::Pieces,
            completion: Completion::default(),
            think_tag: ThinkTag::default(),
            calls: Assembler::default(),
            begun: false,
            finished: false,
            done: false,
        }
    }

    /// From now on the texts of a list are each a line, in an answer that is given at once: those of a stream are pieces.
    pub(crate) fn read_lines(&mut self) {
        self.lists = Lists::Lines;
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// Whether the end mark was read: nothing after it counts.
    pub(crate) fn is_done(&self) -> bool {
        self.done
    }

    /// Whether nothing is missing of the answer's words.
    pub(crate) fn is_whole(&self) -> bool {
        self.done || self.finished
    }

    pub(crate) fn warn(&mut self, warning: Warning, events: &mut Vec<Event>) {
        self.completion.warnings.push(warning.clone());
        events.push(Event::Warning(warning));
    }

    /// Takes one frame of a stream and adds its events.
    pub(crate) fn take_frame(
        &mut self,
        frame: &Frame<'_>,
        events: &mut Vec<Event>,
    ) -> Result<(), Fault> {
        if self.done {
            return Ok(());
        }
        let is_error = frame.event == b"error" || frame.status.is_some_and(|status| status >= 400);
        if is_error {
            return Err(self.broken_off(frame.status, frame.data));
        }
        let data = frame.data.trim_ascii();
        if data == b"[DONE]" {
            self.done = true;
            return Ok(());
        }
        if data.is_empty() {
            return Ok(());
        }
        let mut mended = String::new();
        let chunk = read(data, &mut mended).ok_or(Fault::Malformed)?;
        if chunk.is_error() {
            return Err(self.broken_off(None, data));
        }
        self.take_chunk(chunk, events)
    }

    /// Takes the body of an answer that was given at once.
    pub(crate) fn take_whole(
        &mut self,
        head: &Head,
        bytes: &[u8],
        events: &mut Vec<Event>,
    ) -> Result<(), Error> {
        if !head.is_success() {
            return Err(body::from_response(head, bytes, &self.source.url));
        }
        let mut mended = String::new();
        let chunk = read(bytes, &mut mended)
            .ok_or_else(|| self.source.bad_response("is not a chat answer"))?;
        if chunk.is_error() {
            return Err(body::from_response(head, bytes, &self.source.url));
        }
        if chunk.choices.first.is_none() {
            return Err(self.source.bad_response(NO_CHOICES));
        }
        self.done = true;
        self.take_chunk(chunk, events).map_err(|fault| match fault {
            Fault::Malformed => self.source.bad_response("is not a chat answer"),
            Fault::Failed(error) => *error,
        })
    }

    /// Gives out what was held back because it might have been the beginning of something else. Call it when nothing
    /// more comes, whatever the reason.
    pub(crate) fn release(&mut self, events: &mut Vec<Event>) {
        if !self.think_tag.is_settled() {
            let sorted = self.think_tag.finish();
            self.add_sorted(sorted, events);
        }
    }

    /// Ends the answer: what may only be done with all of it is done now. Call it once, when nothing more comes.
    pub(crate) fn finish(&mut self, events: &mut Vec<Event>) -> Result<(), Error> {
        self.release(events);
        if !self.begun {
            return Err(self.source.bad_response(NO_CHOICES));
        }
        let calls = self.calls.finish(events);
        let calls = calls.map_err(|flaw| self.flawed(&flaw))?;
        // A model that calls a tool has not answered yet.
        if calls.is_empty() {
            let fits = self.json.check(&self.completion.text);
            fits.map_err(|misfit| self.misfit(&misfit))?;
        }
        let completion = &mut self.completion;
        completion.tool_calls = calls;
        // Servers write either reason with and without calls.
        if completion.finish_reason == FinishReason::Stop && !completion.tool_calls.is_empty() {
            completion.finish_reason = FinishReason::ToolCalls;
        }
        Ok(())
    }

    /// What is known of the answer before its end.
    pub(crate) fn opening(&self) -> Opening<'_> {
        Opening {
            id: &self.completion.id,
            model: &self.completion.model,
            request_id: self.source.request_id.as_deref(),
            created: self.source.date,
        }
    }

    pub(crate) fn into_completion(mut self) -> Completion {
        self.completion.created = self.source.date;
        let id = self.completion.request_id.take();
        self.completion.request_id = self.source.request_id.or(id).or_else(|| {
            let id = &self.completion.id;
            (!id.is_empty()).then(|| id.clone())
        });
        self.completion
    }

    fn take_chunk(&mut self, chunk: Chunk<'_>, events: &mut Vec<Event>) -> Result<(), Fault> {
        let completion = &mut self.completion;
        keep_first(&mut completion.id, &chunk.id.0);
        keep_first(&mut completion.model, &chunk.model.0);
        if !chunk.request_id.0.is_empty() && completion.request_id.is_none() {
            completion.request_id = Some(chunk.request_id.0.into_owned());
        }
        let mut choice_usage = None;
        if let Some(choice) = chunk.choices.first {
            let (delta, finish_reason, usage) = choice.into_parts();
            choice_usage = usage;
            self.take_delta(delta, &finish_reason, events)?;
        }
        // Either place may hold a usage object without counts.
        let counts = |usage: Option<Box<WireUsage>>| usage.and_then(|usage| usage.counts());
        if let Some(usage) = counts(chunk.usage).or_else(|| counts(choice_usage)) {
            self.completion.usage = Some(usage);
            events.push(Event::Usage(usage));
        }
        Ok(())
    }

    fn take_delta(
        &mut self,
        delta: Delta<'_>,
        finish_reason: &str,
        events: &mut Vec<Event>,
    ) -> Result<(), Fault> {
        self.begun = true;
        // A stream that is done takes no more chunks: this is the answer that was given at once.
        let lines = self.lists == Lists::Lines && self.done;
        let (reasoning, text, calls) = delta.into_parts(lines);
        if finish_reason == "error_finish" {
            return Err(self.error_finish(&text));
        }
        if !reasoning.is_empty() {
            // Reasoning in its own place: the text holds none.
            self.release(events);
            self.add_reasoning(reasoning, events);
        }
        if self.think_tag.is_settled() {
            self.add_text(text, events);
        } else {
            let sorted = self.think_tag.take(&text);
            self.add_sorted(sorted, events);
        }
        if !calls.is_empty() {
            self.take_calls(&calls, events)?;
        }
        if finish_reason == "network_error" {
            return Err(Fault::Failed(Box::new(self.source.cut_upstream())));
        }
        if let Some(reason) = finish_reason_of(finish_reason) {
            self.completion.finish_reason = reason;
            self.finished = true;
        }
        Ok(())
    }

    fn add_sorted(&mut self, sorted: Sorted, events: &mut Vec<Event>) {
        self.add_reasoning(sorted.reasoning.into(), events);
        self.add_text(sorted.text.into(), events);
    }

    fn add_reasoning(&mut self, words: Cow<'_, str>, events: &mut Vec<Event>) {
        if !words.is_empty() {
            self.completion.reasoning.push_str(&words);
            events.push(Event::Reasoning(words.into_owned()));
        }
    }

    fn add_text(&mut self, words: Cow<'_, str>, events: &mut Vec<Event>) {
        if !words.is_empty() {
            self.completion.text.push_str(&words);
            events.push(Event::Text(words.into_owned()));
        }
    }

    fn take_calls(&mut self, calls: &Calls<'_>, events: &mut Vec<Event>) -> Result<(), Fault> {
        let taken = calls
            .pieces()
            .try_for_each(|piece| self.calls.take(piece, events));
        let taken = if calls.overflows() {
            taken.and(Err(Flaw::TooMany))
        } else {
            taken
        };
        taken.map_err(|flaw| Fault::Failed(Box::new(self.flawed(&flaw))))
    }

    /// The error of an answer whose tool calls cannot be used.
    fn flawed(&self, flaw: &Flaw) -> Error {
        let hint = match (flaw, &self.completion.finish_reason) {
            (Flaw::Arguments { .. }, FinishReason::Length) => {
                "the token limit cut the call off: raise max-tokens"
            }
            (Flaw::Arguments { .. }, FinishReason::ContentFilter) => {
                "the content filter cut the call off: change the content"
            }
            _ => "ask again: models write such calls now and then",
        };
        self.source.bad_response(&flaw.to_string()).with_hint(hint)
    }

    /// The error of an answer that is not the JSON that was asked for.
    fn misfit(&self, misfit: &Misfit<'_>) -> Error {
        let hint = match self.completion.finish_reason {
            FinishReason::Length => {
                "the token limit cut the JSON off: leave max-tokens out, or raise it"
            }
            FinishReason::ContentFilter => {
                "the content filter cut the JSON off: change the content"
            }
            _ => "ask again, with the thinking off, or say in the prompt what the JSON is to be",
        };
        self.source
            .bad_response(&misfit.to_string())
            .with_hint(hint)
    }

    /// The error of a chunk that ended with `error_finish`: its content is a native error frame in raw form.
    fn error_finish(&self, content: &str) -> Fault {
        let mut decoder = sse::Decoder::default();
        decoder.push(content.as_bytes());
        match decoder.finish() {
            Ok(Some(frame)) if !frame.data.is_empty() => self.broken_off(frame.status, frame.data),
            _ => self.broken_off(None, content.as_bytes()),
        }
    }

    fn broken_off(&self, status: Option<u16>, data: &[u8]) -> Fault {
        let status = status.filter(|status| *status >= 400);
        let error = body::from_frame(status, data, &self.source.url);
        Fault::Failed(Box::new(self.source.complete(error)))
    }
}

/// The chunk in a JSON text. Where halves of characters make it none, it is read without them, from `mended`: servers cut
/// texts in the middle of a character.
fn read<'a>(data: &'a [u8], mended: &'a mut String) -> Option<Chunk<'a>> {
    // Checked as a whole, the text need not be checked string by string.
    let text = core::str::from_utf8(data).ok()?;
    // A list would be read as the fields in their order.
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let mut chunk = Chunk::default();
    if json::read(text, &mut chunk).is_err() {
        *mended = surrogates::paired(text).into_owned();
        chunk = Chunk::default();
        json::read(mended, &mut chunk).ok()?;
    }
    Some(chunk)
}

fn keep_first(kept: &mut String, given: &str) {
    if kept.is_empty() && !given.is_empty() {
        kept.push_str(given);
    }
}

const NO_CHOICES: &str = "holds no choices";

/// Why the answer ended; `None` while it goes on. `error_finish` and `network_error` are no ends but failures.
///
/// A content filter's word is an end: what was written until then stands, and the caller learns that it is cut. The native interface writes the text `null` then.
fn finish_reason_of(word: &str) -> Option<FinishReason> {
    Some(match word {
        "" | "null" => return None,
        // Whether there are any calls, the calls themselves tell.
        "stop" | "end" | "tool_calls" | "tool_call" | "function_call" => FinishReason::Stop,
        "length" => FinishReason::Length,
        "content_filter" => FinishReason::ContentFilter,
        other => FinishReason::Other(String::from(other)),
    })
}
