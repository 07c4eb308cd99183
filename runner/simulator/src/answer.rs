//! What the "model" says to a request: the same words for the same request, and honest about who wrote them.
//! Knows nothing of how an answer is sent.

use serde_json::json;

use crate::identity;
use crate::request::{ChatRequest, Format, Lengths, Tool};
use crate::{sample, tokens};

/// Longer messages are quoted up to here, in characters.
const LONGEST_QUOTE: usize = 1_000;

/// What made-up strings say.
const SAMPLE_WORD: &str = "simulated";

/// One answer, in token-like pieces.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) reasoning: Vec<String>,
    pub(crate) content: Vec<String>,
    pub(crate) calls: Vec<Call>,
    pub(crate) finish: Finish,
}

/// A call of a tool.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) id: String,
    pub(crate) name: String,
    /// JSON text in pieces; cut off if the answer is.
    pub(crate) arguments: Vec<String>,
}

/// Why an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finish {
    Length,
    Stop,
    ToolCalls,
}

impl Finish {
    /// The word on the wire.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Stop => "stop",
            Self::ToolCalls => "tool_calls",
        }
    }
}

impl Answer {
    /// Answers a request.
    pub(crate) fn to(request: &ChatRequest) -> Self {
        let mut reasoning = reasoning(request);
        let mut allowance = Allowance(request.lengths.total.unwrap_or(usize::MAX));
        let mut is_cut = allowance.spend(&mut reasoning);
        allowance.0 = allowance
            .0
            .min(request.lengths.answer.unwrap_or(usize::MAX));

        let conversation = &request.conversation;
        let called = request
            .tools
            .called_for(&conversation.last_user_text, conversation.ends_with_user);
        let mut calls: Vec<Call> = called.into_iter().map(Call::of).collect();
        calls.retain_mut(|call| {
            let has_begun = allowance.0 > 0;
            is_cut |= allowance.spend(&mut call.arguments);
            has_begun
        });

        let mut content = Vec::new();
        if calls.is_empty() && !is_cut {
            content = tokens::split(&cut_at_stop(text(request), &request.lengths));
            is_cut = allowance.spend(&mut content);
        }
        let finish = match (is_cut, calls.is_empty()) {
            (true, _) => Finish::Length,
            (false, true) => Finish::Stop,
            (false, false) => Finish::ToolCalls,
        };
        Self {
            reasoning,
            content,
            calls,
            finish,
        }
    }

    /// Tokens of the thinking.
    pub(crate) fn reasoning_tokens(&self) -> usize {
        self.reasoning.len()
    }

    /// Tokens of everything: thinking, content and calls. The name of a tool is part of its first fragment.
    pub(crate) fn tokens(&self) -> usize {
        let calls = self.calls.iter().map(|call| call.arguments.len());
        self.reasoning.len() + self.content.len() + calls.sum::<usize>()
    }
}

impl Call {
    fn of(tool: &Tool) -> Self {
        let arguments = sample::of(&tool.parameters, SAMPLE_WORD).to_string();
        Self {
            id: identity::call_id(),
            name: tool.name.clone(),
            arguments: tokens::split(&arguments),
        }
    }
}

/// How many tokens may still be said.
struct Allowance(usize);

impl Allowance {
    /// Shortens the pieces to what is left. Says whether anything was cut off.
    fn spend(&mut self, pieces: &mut Vec<String>) -> bool {
        let is_cut = pieces.len() > self.0;
        pieces.truncate(self.0);
        self.0 -= pieces.len();
        is_cut
    }
}

fn reasoning(request: &ChatRequest) -> Vec<String> {
    if !request.thinking.on {
        return Vec::new();
    }
    let quote = quote(&request.conversation.last_user_text, 60);
    let text = format!(
        "The last message of the user says: \"{quote}\". A simulator has nothing to think about. It only shows where \
         the thinking of {} would be, and then answers.",
        request.model.id
    );
    let mut pieces = tokens::split(&text);
    pieces.truncate(request.thinking.budget.unwrap_or(usize::MAX));
    pieces
}

fn text(request: &ChatRequest) -> String {
    let plain = || {
        let quote = quote(&request.conversation.last_user_text, LONGEST_QUOTE);
        format!(
            "This is a simulated answer: no model was asked. Your last message was: \"{quote}\". The simulator stands \
             in for {}, checks each request by the rules of the real service, and found nothing wrong with this one. \
             It always says the same to the same request, so you can rely on these words in a test.",
            request.model.id
        )
    };
    match &request.format {
        Format::Text => plain(),
        Format::JsonObject => json!({ "answer": plain() }).to_string(),
        Format::JsonSchema(schema) => sample::of(schema, SAMPLE_WORD).to_string(),
    }
}

fn quote(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Ends the text before the stop sequence that comes first.
fn cut_at_stop(mut text: String, lengths: &Lengths) -> String {
    let first = lengths
        .stop
        .iter()
        .filter_map(|stop| text.find(stop.as_str()))
        .min();
    if let Some(end) = first {
        text.truncate(end);
    }
    text
}

#[cfg(test)]
mod tests;
