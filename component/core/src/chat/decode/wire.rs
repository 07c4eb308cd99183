//! The answer as it stands on the wire. One shape serves both a streamed chunk and a whole answer: they differ only in
//! `delta` and `message`, and servers send either in either place.
//! Knows nothing of events.
//!
//! What a chunk seldom has and is large is boxed: there is a chunk for every token.
//!
//! Source: DashScope chat reference and Qwen provider page, November 2026.

mod calls;
mod content;

use alloc::borrow::Cow;
use core::mem;

use crate::chat::usage::WireUsage;
use crate::json::{Next, Parts, Place, Plain, Presence, Text};
use crate::prelude::*;
use calls::CallPiece;
pub(crate) use calls::Calls;
use content::Content;

/// `chat.completion` or `chat.completion.chunk`.
#[derive(Debug, Default)]
pub(crate) struct Chunk<'a> {
    pub(crate) id: Text<'a>,
    pub(crate) request_id: Text<'a>,
    pub(crate) model: Text<'a>,
    pub(crate) choices: Choices<'a>,
    pub(crate) usage: Option<Box<WireUsage>>,
    error: Presence,
    code: Presence,
    message: Presence,
}

impl<'a> Place<'a> for Chunk<'a> {
    fn field(&mut self, name: Cow<'a, str>) -> Next<'_, 'a> {
        Next::Into(match name.as_ref() {
            "id" => &mut self.id,
            "request_id" => &mut self.request_id,
            "model" => &mut self.model,
            "choices" => &mut self.choices,
            "usage" => &mut self.usage,
            "error" => &mut self.error,
            "code" => &mut self.code,
            "message" => &mut self.message,
            _ => return Next::Over,
        })
    }
}

impl Chunk<'_> {
    /// Whether it is an error in one of the provider's shapes instead of a piece of an answer.
    pub(crate) fn is_error(&self) -> bool {
        self.error.0 || (!self.choices.present && (self.code.0 || self.message.0))
    }
}

/// The list of choices, of which only the first answer counts: no more is ever asked for.
#[derive(Debug, Default)]
pub(crate) struct Choices<'a> {
    /// Whether the list was there, empty or not.
    pub(crate) present: bool,
    pub(crate) first: Option<Choice<'a>>,
    /// The first item was read: those that follow do not count.
    more: bool,
}

impl<'a> Place<'a> for Choices<'a> {
    fn take(&mut self, _: Plain<'a>) {
        *self = Self::default();
    }

    fn open(&mut self, parts: Parts) {
        *self = Self {
            present: parts == Parts::List,
            ..Self::default()
        };
    }

    fn item(&mut self) -> Next<'_, 'a> {
        if mem::replace(&mut self.more, true) {
            return Next::Over;
        }
        Next::Into(&mut self.first)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Choice<'a> {
    delta: Option<Delta<'a>>,
    message: Option<Box<Delta<'a>>>,
    pub(crate) finish_reason: Text<'a>,
    pub(crate) usage: Option<Box<WireUsage>>,
}

impl<'a> Place<'a> for Choice<'a> {
    fn field(&mut self, name: Cow<'a, str>) -> Next<'_, 'a> {
        Next::Into(match name.as_ref() {
            "delta" => &mut self.delta,
            "message" => &mut self.message,
            "finish_reason" => &mut self.finish_reason,
            "usage" => &mut self.usage,
            _ => return Next::Over,
        })
    }
}

impl<'a> Choice<'a> {
    /// What it adds, its finish reason and its usage.
    pub(crate) fn into_parts(self) -> (Delta<'a>, Cow<'a, str>, Option<Box<WireUsage>>) {
        let message = || self.message.map(|message| *message);
        let delta = self.delta.or_else(message).unwrap_or_default();
        (delta, self.finish_reason.0, self.usage)
    }
}

/// What a chunk adds to the answer, or the answer itself.
#[derive(Debug, Default)]
pub(crate) struct Delta<'a> {
    pub(crate) content: Content<'a>,
    reasoning_content: Text<'a>,
    reasoning: Text<'a>,
    reasoning_text: Text<'a>,
    reasoning_details: Content<'a>,
    tool_calls: Calls<'a>,
    function_call: Option<Box<CallPiece<'a>>>,
}

impl<'a> Place<'a> for Delta<'a> {
    fn field(&mut self, name: Cow<'a, str>) -> Next<'_, 'a> {
        Next::Into(match name.as_ref() {
            "content" => &mut self.content,
            "reasoning_content" => &mut self.reasoning_content,
            "reasoning" => &mut self.reasoning,
            "reasoning_text" => &mut self.reasoning_text,
            "reasoning_details" => &mut self.reasoning_details,
            "tool_calls" => &mut self.tool_calls,
            "function_call" => &mut self.function_call,
            _ => return Next::Over,
        })
    }
}

impl<'a> Delta<'a> {
    /// The reasoning, the text and the pieces of tool calls that it adds; each may be empty. With `lines`, the texts of
    /// a list are each a line.
    pub(crate) fn into_parts(self, lines: bool) -> (Cow<'a, str>, Cow<'a, str>, Calls<'a>) {
        let mut calls = self.tool_calls;
        if let (true, Some(function)) = (calls.is_empty(), self.function_call) {
            calls = Calls::of(*function);
        }
        let named = [self.reasoning_content, self.reasoning, self.reasoning_text]
            .into_iter()
            .map(|text| text.0)
            .find(|text| !text.is_empty());
        let (in_content, text) = if lines {
            self.content.into_lines()
        } else {
            self.content.into_words()
        };
        let reasoning = named.or_else(|| {
            [in_content, self.reasoning_details.into_words().0]
                .into_iter()
                .find(|text| !text.is_empty())
        });
        (reasoning.unwrap_or_default(), text, calls)
    }
}
