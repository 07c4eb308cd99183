//! The answer as it stands on the wire. One shape serves both a streamed chunk and a whole answer: they differ only in
//! `delta` and `message`, and servers send either in either place.
//! Knows nothing of events.
//!
//! What a chunk seldom has is boxed: a chunk is moved several times while it is read, and there is one for every token.
//!
//! Source: DashScope chat reference and Qwen provider page, November 2026.

mod calls;
mod content;

use alloc::borrow::Cow;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess};

use super::lenient::{self, Lenient, Object, Presence, Text};
use crate::chat::usage::WireUsage;
use crate::prelude::*;
use calls::CallPiece;
pub(crate) use calls::Calls;
use content::Content;

/// `chat.completion` or `chat.completion.chunk`.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Chunk<'a> {
    #[serde(borrow)]
    pub(crate) id: Text<'a>,
    #[serde(borrow)]
    pub(crate) request_id: Text<'a>,
    #[serde(borrow)]
    pub(crate) model: Text<'a>,
    #[serde(borrow)]
    pub(crate) choices: Choices<'a>,
    pub(crate) usage: Object<Box<WireUsage>>,
    error: Presence,
    code: Presence,
    message: Presence,
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
}

impl<'de: 'a, 'a> Lenient<'de> for Choices<'a> {
    fn from_list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        let first = list.next_element::<Object<Choice<'a>>>()?;
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self {
            present: true,
            first: first.and_then(|choice| choice.0),
        })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Choices<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        lenient::read(deserializer)
    }
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Choice<'a> {
    #[serde(borrow)]
    delta: Object<Delta<'a>>,
    #[serde(borrow)]
    message: Object<Box<Delta<'a>>>,
    #[serde(borrow)]
    pub(crate) finish_reason: Text<'a>,
    pub(crate) usage: Object<Box<WireUsage>>,
}

impl<'a> Choice<'a> {
    /// What it adds, its finish reason and its usage.
    pub(crate) fn into_parts(self) -> (Delta<'a>, Cow<'a, str>, Option<Box<WireUsage>>) {
        let message = || self.message.0.map(|message| *message);
        let delta = self.delta.0.or_else(message).unwrap_or_default();
        (delta, self.finish_reason.0, self.usage.0)
    }
}

/// What a chunk adds to the answer, or the answer itself.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Delta<'a> {
    #[serde(borrow)]
    pub(crate) content: Content<'a>,
    #[serde(borrow)]
    reasoning_content: Text<'a>,
    #[serde(borrow)]
    reasoning: Text<'a>,
    #[serde(borrow)]
    reasoning_text: Text<'a>,
    #[serde(borrow)]
    reasoning_details: Option<Box<Content<'a>>>,
    #[serde(borrow)]
    tool_calls: Option<Box<Calls<'a>>>,
    #[serde(borrow)]
    function_call: Object<Box<CallPiece<'a>>>,
}

impl<'a> Delta<'a> {
    /// The reasoning, the text and the pieces of tool calls that it adds; each may be empty. With `lines`, the texts of
    /// a list are each a line.
    pub(crate) fn into_parts(
        self,
        lines: bool,
    ) -> (Cow<'a, str>, Cow<'a, str>, Option<Box<Calls<'a>>>) {
        let calls = self.tool_calls.filter(|calls| !calls.is_empty());
        let call = self.function_call.0;
        let calls = calls.or_else(|| call.map(|function| Box::new(Calls::of(*function))));
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
            let details = self.reasoning_details.map(|details| details.into_words().0);
            [in_content, details.unwrap_or_default()]
                .into_iter()
                .find(|text| !text.is_empty())
        });
        (reasoning.unwrap_or_default(), text, calls)
    }
}
