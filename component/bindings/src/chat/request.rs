//! Requests and their messages, from the contract to the core.

use qwen_core::chat::types as core;
use qwen_core::prelude::*;

use crate::chat_types as wit;

impl From<wit::Request> for core::Request {
    fn from(request: wit::Request) -> Self {
        Self {
            model: request.model,
            messages: convert(request.messages),
            tools: convert(request.tools),
            tool_choice: request.tool_choice.map(Into::into),
            parallel_tool_calls: request.parallel_tool_calls,
            response_format: request.response_format.map(Into::into),
            thinking: request.thinking.map(Into::into),
            thinking_budget: request.thinking_budget,
            preserve_thinking: request.preserve_thinking,
            max_tokens: request.max_tokens,
            temperature: request.temperature,
            top_p: request.top_p,
            top_k: request.top_k,
            presence_penalty: request.presence_penalty,
            repetition_penalty: request.repetition_penalty,
            seed: request.seed,
            stop: request.stop,
            timeouts: request.timeouts.map(Into::into).unwrap_or_default(),
            retry_budget_ms: request.retry_budget_ms,
            extra_json: request.extra_json,
        }
    }
}

fn convert<A, B: From<A>>(list: Vec<A>) -> Vec<B> {
    list.into_iter().map(Into::into).collect()
}

impl From<wit::Timeouts> for core::TimeoutOverrides {
    fn from(timeouts: wit::Timeouts) -> Self {
        Self {
            connect_ms: timeouts.connect_ms,
            first_byte_ms: timeouts.first_byte_ms,
            between_bytes_ms: timeouts.between_bytes_ms,
            total_ms: timeouts.total_ms,
        }
    }
}

impl From<wit::Message> for core::Message {
    fn from(message: wit::Message) -> Self {
        match message {
            wit::Message::System(parts) => Self::System(convert(parts)),
            wit::Message::User(parts) => Self::User(convert(parts)),
            wit::Message::Assistant(turn) => Self::Assistant(turn.into()),
            wit::Message::Tool(result) => Self::Tool(core::ToolMessage {
                call_id: result.call_id,
                content: convert(result.content),
            }),
        }
    }
}

impl From<wit::AssistantMessage> for core::AssistantMessage {
    fn from(turn: wit::AssistantMessage) -> Self {
        Self {
            text: turn.text,
            reasoning: turn.reasoning,
            tool_calls: convert(turn.tool_calls),
            status: match turn.status {
                wit::TurnStatus::Complete => core::TurnStatus::Complete,
                wit::TurnStatus::Partial => core::TurnStatus::Partial,
                wit::TurnStatus::Failed => core::TurnStatus::Failed,
                wit::TurnStatus::Aborted => core::TurnStatus::Aborted,
            },
            model: turn.model,
        }
    }
}

impl From<wit::Part> for core::Part {
    fn from(part: wit::Part) -> Self {
        match part {
            wit::Part::Text(part) => Self::Text(part.into()),
            wit::Part::Image(part) => Self::Image(core::ImagePart {
                url: part.url,
                min_pixels: part.min_pixels,
                max_pixels: part.max_pixels,
                cache: part.cache,
            }),
            wit::Part::Video(part) => Self::Video(core::VideoPart {
                source: match part.source {
                    wit::VideoSource::File(url) => core::VideoSource::File(url),
                    wit::VideoSource::Frames(urls) => core::VideoSource::Frames(urls),
                },
                fps: part.fps,
                total_pixels: part.total_pixels,
                cache: part.cache,
            }),
            wit::Part::Audio(part) => Self::Audio(core::AudioPart {
                url: part.url,
                format: part.format,
            }),
        }
    }
}

impl From<wit::TextPart> for core::TextPart {
    fn from(part: wit::TextPart) -> Self {
        Self {
            text: part.text,
            cache: part.cache,
        }
    }
}

impl From<wit::ToolCall> for core::ToolCall {
    fn from(call: wit::ToolCall) -> Self {
        Self {
            id: call.id,
            name: call.name,
            arguments_json: call.arguments_json,
        }
    }
}

impl From<wit::Tool> for core::Tool {
    fn from(tool: wit::Tool) -> Self {
        Self {
            name: tool.name,
            description: tool.description,
            parameters_json: tool.parameters_json,
        }
    }
}

impl From<wit::ToolChoice> for core::ToolChoice {
    fn from(choice: wit::ToolChoice) -> Self {
        match choice {
            wit::ToolChoice::Auto => Self::Auto,
            wit::ToolChoice::None => Self::None,
            wit::ToolChoice::Required => Self::Required,
            wit::ToolChoice::Function(name) => Self::Function(name),
        }
    }
}

impl From<wit::ResponseFormat> for core::ResponseFormat {
    fn from(format: wit::ResponseFormat) -> Self {
        match format {
            wit::ResponseFormat::Text => Self::Text,
            wit::ResponseFormat::JsonObject => Self::JsonObject,
            wit::ResponseFormat::JsonSchema(schema) => Self::JsonSchema(core::JsonSchema {
                name: schema.name,
                schema_json: schema.schema_json,
                strict: schema.strict,
            }),
        }
    }
}

impl From<wit::ThinkingLevel> for core::ThinkingLevel {
    fn from(level: wit::ThinkingLevel) -> Self {
        match level {
            wit::ThinkingLevel::Off => Self::Off,
            wit::ThinkingLevel::Minimal => Self::Minimal,
            wit::ThinkingLevel::Low => Self::Low,
            wit::ThinkingLevel::Medium => Self::Medium,
            wit::ThinkingLevel::High => Self::High,
            wit::ThinkingLevel::Xhigh => Self::Xhigh,
            wit::ThinkingLevel::Adaptive => Self::Adaptive,
            wit::ThinkingLevel::Max => Self::Max,
        }
    }
}
