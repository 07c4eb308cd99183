//! Chat: requests, events and completions.
#![expect(
    missing_docs,
    reason = "the contract's `chat-types` documents each item, and the names are the same"
)]

pub use crate::types::{Cost, Usage, Warning};
pub use qwen_core::chat::types::{
    AssistantMessage, AudioPart, Event, FinishReason, ImagePart, JsonSchema, Message, Part,
    Request, ResponseFormat, TextPart, ThinkingLevel, TimeoutOverrides as Timeouts, Tool, ToolCall,
    ToolCallFragment, ToolCallStart, ToolChoice, ToolMessage, TurnStatus, VideoPart, VideoSource,
};

use qwen_core::chat::types as core;

use qwen_core::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    pub id: String,
    pub model: String,
    pub text: String,
    pub reasoning: String,
    pub tool_calls: Vec<ToolCall>,
    pub finish_reason: FinishReason,
    pub usage: Option<Usage>,
    pub cost: Option<Cost>,
    pub warnings: Vec<Warning>,
    pub request_id: Option<String>,
}

impl From<core::Completion> for Completion {
    #[inline(never)]
    fn from(completion: core::Completion) -> Self {
        Self {
            id: completion.id,
            model: completion.model,
            text: completion.text,
            reasoning: completion.reasoning,
            tool_calls: completion.tool_calls,
            finish_reason: completion.finish_reason,
            usage: completion.usage,
            cost: completion.cost,
            warnings: completion.warnings,
            request_id: completion.request_id,
        }
    }
}
