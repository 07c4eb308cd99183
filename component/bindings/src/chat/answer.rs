//! Events and completions, from the core to the contract.

use qwen_core::chat::types as core;

use crate::chat_types as wit;

impl From<core::Event> for wit::Event {
    fn from(event: core::Event) -> Self {
        match event {
            core::Event::Text(text) => Self::Text(text),
            core::Event::Reasoning(text) => Self::Reasoning(text),
            core::Event::ToolCallStarted { index, id, name } => {
                Self::ToolCallStarted(wit::ToolCallStart { index, id, name })
            }
            core::Event::ToolCallArguments { index, fragment } => {
                Self::ToolCallArguments(wit::ToolCallFragment { index, fragment })
            }
            core::Event::ToolCallFinished(call) => Self::ToolCallFinished(call.into()),
            core::Event::Usage(usage) => Self::Usage(usage.into()),
            core::Event::Warning(warning) => Self::Warning(warning.into()),
        }
    }
}

impl From<core::Completion> for wit::Completion {
    fn from(completion: core::Completion) -> Self {
        Self {
            id: completion.id,
            model: completion.model,
            text: completion.text,
            reasoning: completion.reasoning,
            tool_calls: completion.tool_calls.into_iter().map(Into::into).collect(),
            finish_reason: completion.finish_reason.into(),
            usage: completion.usage.map(Into::into),
            cost: completion.cost.map(Into::into),
            warnings: completion.warnings.into_iter().map(Into::into).collect(),
            request_id: completion.request_id,
        }
    }
}

impl From<core::FinishReason> for wit::FinishReason {
    fn from(reason: core::FinishReason) -> Self {
        match reason {
            core::FinishReason::Stop => Self::Stop,
            core::FinishReason::Length => Self::Length,
            core::FinishReason::ToolCalls => Self::ToolCalls,
            core::FinishReason::ContentFilter => Self::ContentFilter,
            core::FinishReason::Other(word) => Self::Other(word),
        }
    }
}

impl From<core::ToolCall> for wit::ToolCall {
    fn from(call: core::ToolCall) -> Self {
        Self {
            id: call.id,
            name: call.name,
            arguments_json: call.arguments_json,
        }
    }
}
