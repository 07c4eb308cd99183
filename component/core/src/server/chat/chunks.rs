//! The events of an answer as chunks of a stream of server-sent events, in OpenAI's words.
//! Knows no connection: it is given events and gives text.

#[cfg(test)]
mod tests;

use super::answer;
use crate::chat::types::{Completion, Event, Opening};
use crate::prelude::*;
use crate::server::error::Refusal;
use crate::server::write::{self, Object};
use crate::warning::Warning;

/// Writes the chunks of one answer.
pub(super) struct Chunks {
    /// What every chunk begins with, up to its choices.
    beginning: String,
    include_usage: bool,
    /// The chunk that names the role was written.
    begun: bool,
}

impl Chunks {
    /// For an answer that began like this.
    pub(super) fn new(opening: Opening<'_>, include_usage: bool) -> Self {
        let mut beginning = String::from("data: ");
        let mut object = Object::begin(&mut beginning);
        object
            .text("id", answer::id(opening.id))
            .text("object", "chat.completion.chunk")
            .whole("created", opening.created.unwrap_or(0))
            .text("model", opening.model);
        Self {
            beginning,
            include_usage,
            begun: false,
        }
    }

    /// Appends the chunks of some events.
    pub(super) fn events(&mut self, events: &[Event], out: &mut String) {
        for event in events {
            match event {
                Event::Text(text) => self.delta(out, |delta| {
                    delta.text("content", text);
                }),
                Event::Reasoning(text) => self.delta(out, |delta| {
                    delta.text("reasoning_content", text);
                }),
                Event::ToolCallStarted(start) => self.call(out, start.index, |call| {
                    call.text("id", &start.id).text("type", "function").object(
                        "function",
                        |function| {
                            function.text("name", &start.name).text("arguments", "");
                        },
                    );
                }),
                Event::ToolCallArguments(more) => self.call(out, more.index, |call| {
                    call.object("function", |function| {
                        function.text("arguments", &more.fragment);
                    });
                }),
                // The fragments said it; counts and warnings come at the end.
                Event::ToolCallFinished(_) | Event::Usage(_) | Event::Warning(_) => {}
            }
        }
    }

    /// Appends the end of a whole answer, with the warnings that were not told before.
    pub(super) fn end(&mut self, completion: &Completion, warnings: &[Warning], out: &mut String) {
        let reason = answer::finish_reason(&completion.finish_reason);
        self.begin(out);
        self.choice(out, &|_| {}, Some(reason));
        answer::extras(
            &mut Object::goes_on(out),
            completion.cost.as_ref(),
            warnings,
        );
        out.push_str(END);
        if let Some(usage) = completion.usage.as_ref().filter(|_| self.include_usage) {
            out.push_str(&self.beginning);
            let mut chunk = Object::goes_on(out);
            chunk.json("choices", "[]");
            chunk.object("usage", |object| answer::usage(object, usage));
            out.push_str(END);
        }
        out.push_str("data: [DONE]\n\n");
    }

    /// Appends the error that cut the answer. No end mark follows: the answer has none.
    pub(super) fn error(error: &Refusal, out: &mut String) {
        out.push_str("data: ");
        error.write(out);
        out.push_str("\n\n");
    }

    /// Appends the chunk that names the role, once.
    fn begin(&mut self, out: &mut String) {
        if !self.begun {
            self.begun = true;
            self.delta(out, |delta| {
                delta.text("role", "assistant").text("content", "");
            });
        }
    }

    fn call(&mut self, out: &mut String, index: u32, fill: impl Fn(&mut Object<'_>)) {
        self.delta(out, |delta| {
            delta.list("tool_calls", [&fill], |out, fill| {
                write::object(out, |call| {
                    call.whole("index", index);
                    fill(call);
                });
            });
        });
    }

    fn delta(&mut self, out: &mut String, fill: impl Fn(&mut Object<'_>)) {
        self.begin(out);
        self.choice(out, &fill, None);
        out.push_str(END);
    }

    /// Appends a chunk up to the end of its choices. One for all kinds of chunks, each of which fills in its delta.
    fn choice(
        &self,
        out: &mut String,
        fill: &dyn Fn(&mut Object<'_>),
        finish_reason: Option<&str>,
    ) {
        out.push_str(&self.beginning);
        out.push_str(",\"choices\":[");
        write::object(out, |choice| {
            choice
                .json("index", "0")
                .object("delta", fill)
                .text_or_null("finish_reason", finish_reason);
        });
        out.push(']');
    }
}

/// The end of a chunk.
const END: &str = "}\n\n";
