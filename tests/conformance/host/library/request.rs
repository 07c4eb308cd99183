//! The request of a case as the library's record.

mod video;

use crate::case::describe;
use crate::case::request::{
    AssistantMessage, AudioPart, ImagePart, Message, Part, Parts, Request, ResponseFormat, Short,
    TextPart, ThinkingLevel, Tool, ToolCall, ToolChoice, TurnStatus, VideoSource,
};
use qwenbox::{chat, understanding};

fn convert<A, B: From<A>>(list: Vec<A>) -> Vec<B> {
    list.into_iter().map(Into::into).collect()
}

impl From<Request> for chat::Request {
    fn from(request: Request) -> Self {
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
            timeouts: request.timeouts.map(|limits| chat::Timeouts {
                connect_ms: limits.connect_ms,
                first_byte_ms: limits.first_byte_ms,
                between_bytes_ms: limits.between_bytes_ms,
                total_ms: limits.total_ms,
            }),
            retry_budget_ms: request.retry_budget_ms,
            extra_json: request.extra_json,
        }
    }
}

impl From<Message> for chat::Message {
    fn from(message: Message) -> Self {
        match message {
            Message::System(Parts::Text(text)) => Self::system(text),
            Message::System(Parts::List(parts)) => Self::System(convert(parts)),
            Message::User(parts) => Self::User(parts.into()),
            Message::Assistant(turn) => Self::Assistant(turn.into()),
            Message::Tool(result) => Self::Tool(chat::ToolMessage {
                call_id: result.call_id,
                content: result.content.into(),
            }),
        }
    }
}

impl From<Parts<Part>> for Vec<chat::Part> {
    fn from(parts: Parts<Part>) -> Self {
        match parts {
            Parts::Text(text) => vec![chat::Part::Text(chat::TextPart::new(text))],
            Parts::List(parts) => convert(parts),
        }
    }
}

impl From<Part> for chat::Part {
    fn from(part: Part) -> Self {
        match part {
            Part::Text(part) => Self::Text(part.into()),
            Part::Image(part) => Self::Image(part.into()),
            Part::Video(part) => Self::Video(chat::VideoPart {
                source: match part.source {
                    VideoSource::File(url) => chat::VideoSource::File(url),
                    VideoSource::Frames(urls) => chat::VideoSource::Frames(urls),
                },
                fps: part.fps,
                total_pixels: part.total_pixels,
                cache: part.cache,
            }),
            Part::Audio(part) => Self::Audio(part.into()),
        }
    }
}

impl From<Short<TextPart>> for chat::TextPart {
    fn from(part: Short<TextPart>) -> Self {
        match part {
            Short::Text(text) => Self::new(text),
            Short::Full(TextPart { text, cache }) => Self { text, cache },
        }
    }
}

impl From<Short<ImagePart>> for chat::ImagePart {
    fn from(part: Short<ImagePart>) -> Self {
        let part = match part {
            Short::Text(url) => ImagePart {
                url,
                min_pixels: None,
                max_pixels: None,
                cache: false,
            },
            Short::Full(part) => part,
        };
        Self {
            url: part.url,
            min_pixels: part.min_pixels,
            max_pixels: part.max_pixels,
            cache: part.cache,
        }
    }
}

impl From<Short<AudioPart>> for chat::AudioPart {
    fn from(part: Short<AudioPart>) -> Self {
        match part {
            Short::Text(url) => Self { url, format: None },
            Short::Full(AudioPart { url, format }) => Self { url, format },
        }
    }
}

impl From<Short<AssistantMessage>> for chat::AssistantMessage {
    fn from(turn: Short<AssistantMessage>) -> Self {
        let turn = match turn {
            Short::Text(text) => AssistantMessage {
                text,
                reasoning: None,
                tool_calls: Vec::new(),
                status: TurnStatus::Complete,
                model: None,
            },
            Short::Full(turn) => turn,
        };
        Self {
            text: turn.text,
            reasoning: turn.reasoning,
            tool_calls: convert(turn.tool_calls),
            status: match turn.status {
                TurnStatus::Complete => chat::TurnStatus::Complete,
                TurnStatus::Partial => chat::TurnStatus::Partial,
                TurnStatus::Failed => chat::TurnStatus::Failed,
                TurnStatus::Aborted => chat::TurnStatus::Aborted,
            },
            model: turn.model,
        }
    }
}

impl From<ToolCall> for chat::ToolCall {
    fn from(call: ToolCall) -> Self {
        Self {
            id: call.id,
            name: call.name,
            arguments_json: call.arguments_json,
        }
    }
}

impl From<Tool> for chat::Tool {
    fn from(tool: Tool) -> Self {
        Self {
            name: tool.name,
            description: tool.description,
            parameters_json: tool.parameters_json,
        }
    }
}

impl From<ToolChoice> for chat::ToolChoice {
    fn from(choice: ToolChoice) -> Self {
        match choice {
            ToolChoice::Auto => Self::Auto,
            ToolChoice::None => Self::None,
            ToolChoice::Required => Self::Required,
            ToolChoice::Function(name) => Self::Function(name),
        }
    }
}

impl From<ResponseFormat> for chat::ResponseFormat {
    fn from(format: ResponseFormat) -> Self {
        match format {
            ResponseFormat::Text => Self::Text,
            ResponseFormat::JsonObject => Self::JsonObject,
            ResponseFormat::JsonSchema(schema) => Self::JsonSchema(chat::JsonSchema {
                name: schema.name,
                schema_json: schema.schema_json,
                strict: schema.strict,
            }),
        }
    }
}

impl From<ThinkingLevel> for chat::ThinkingLevel {
    fn from(level: ThinkingLevel) -> Self {
        match level {
            ThinkingLevel::Off => Self::Off,
            ThinkingLevel::Minimal => Self::Minimal,
            ThinkingLevel::Low => Self::Low,
            ThinkingLevel::Medium => Self::Medium,
            ThinkingLevel::High => Self::High,
            ThinkingLevel::Xhigh => Self::Xhigh,
            ThinkingLevel::Adaptive => Self::Adaptive,
            ThinkingLevel::Max => Self::Max,
        }
    }
}

impl From<describe::Request> for understanding::Request {
    fn from(request: describe::Request) -> Self {
        Self {
            model: request.model,
            media: convert(request.media),
            prompt: request.prompt,
            max_characters: request.max_characters,
        }
    }
}

impl From<describe::Media> for understanding::Media {
    fn from(media: describe::Media) -> Self {
        match media {
            describe::Media::Image(url) => Self::Image(url.text()),
            describe::Media::Video(url) => Self::Video(url.text()),
        }
    }
}
