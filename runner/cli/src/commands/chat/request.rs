//! The options of `chat` → the request.

use crate::args::{Chat, Thinking};
use qwenbox::chat::{Message, Request, ThinkingLevel};

/// The request. Ranges are checked where the models are known: in the component.
pub(super) fn of(chat: Chat, prompt: String, default_model: Option<String>) -> Request {
    let system = chat.system.map(Message::system);
    let messages = system.into_iter().chain([Message::user(prompt)]);
    Request {
        model: chat.model.or(default_model),
        max_tokens: chat.max_tokens,
        temperature: chat.temperature,
        top_p: chat.top_p,
        seed: chat.seed,
        stop: chat.stop,
        thinking: chat.thinking.map(level),
        thinking_budget: chat.thinking_budget,
        extra_json: chat.extra,
        ..Request::new(messages.collect())
    }
}

fn level(thinking: Thinking) -> ThinkingLevel {
    match thinking {
        Thinking::Off => ThinkingLevel::Off,
        Thinking::Minimal => ThinkingLevel::Minimal,
        Thinking::Low => ThinkingLevel::Low,
        Thinking::Medium => ThinkingLevel::Medium,
        Thinking::High => ThinkingLevel::High,
        Thinking::Xhigh => ThinkingLevel::Xhigh,
        Thinking::Adaptive => ThinkingLevel::Adaptive,
        Thinking::Max => ThinkingLevel::Max,
    }
}
