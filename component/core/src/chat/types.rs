//! What goes into a chat call and what comes out of it. The contract's `chat-types` documents every field.
#![expect(
    missing_docs,
    reason = "the contract's `chat-types` documents each item, and the names are the same"
)]

use crate::cost::Cost;
use crate::http::Timeouts;
use crate::prelude::*;
use crate::warning::Warning;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    pub model: Option<String>,
    pub messages: Vec<Message>,
    pub tools: Vec<Tool>,
    pub tool_choice: Option<ToolChoice>,
    pub parallel_tool_calls: Option<bool>,
    pub response_format: Option<ResponseFormat>,
    pub thinking: Option<ThinkingLevel>,
    pub thinking_budget: Option<u32>,
    pub preserve_thinking: Option<bool>,
    pub max_tokens: Option<u32>,
    pub temperature: Option<f64>,
    pub top_p: Option<f64>,
    pub top_k: Option<u32>,
    pub presence_penalty: Option<f64>,
    pub repetition_penalty: Option<f64>,
    pub seed: Option<u32>,
    pub stop: Vec<String>,
    pub timeouts: Option<TimeoutOverrides>,
    pub retry_budget_ms: Option<u64>,
    pub extra_json: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeoutOverrides {
    pub connect_ms: Option<u64>,
    pub first_byte_ms: Option<u64>,
    pub between_bytes_ms: Option<u64>,
    pub total_ms: Option<u64>,
}

impl TimeoutOverrides {
    /// The time limits of one call, given the configured ones.
    #[must_use]
    pub fn over(self, configured: Timeouts) -> Timeouts {
        Timeouts {
            connect_ms: self.connect_ms.unwrap_or(configured.connect_ms),
            first_byte_ms: self.first_byte_ms.unwrap_or(configured.first_byte_ms),
            between_bytes_ms: self.between_bytes_ms.unwrap_or(configured.between_bytes_ms),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    System(Vec<TextPart>),
    User(Vec<Part>),
    Assistant(AssistantMessage),
    Tool(ToolMessage),
}

impl Message {
    /// A user message of plain text.
    pub fn user(text: impl Into<String>) -> Self {
        Self::User(vec![Part::Text(TextPart {
            text: text.into(),
            cache: false,
        })])
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Text(TextPart),
    Image(ImagePart),
    Video(VideoPart),
    Audio(AudioPart),
}

impl Part {
    /// An image as it is.
    #[must_use]
    pub fn image(url: String) -> Self {
        Self::Image(ImagePart {
            url,
            min_pixels: None,
            max_pixels: None,
            cache: false,
        })
    }

    /// A video as it is.
    #[must_use]
    pub fn video(url: String) -> Self {
        Self::Video(VideoPart {
            source: VideoSource::File(url),
            fps: None,
            total_pixels: None,
            cache: false,
        })
    }

    /// A sound recording whose form its address tells.
    #[must_use]
    pub fn audio(url: String) -> Self {
        Self::Audio(AudioPart { url, format: None })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPart {
    pub text: String,
    pub cache: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImagePart {
    pub url: String,
    pub min_pixels: Option<u32>,
    pub max_pixels: Option<u32>,
    pub cache: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct VideoPart {
    pub source: VideoSource,
    pub fps: Option<f64>,
    pub total_pixels: Option<u32>,
    pub cache: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VideoSource {
    File(String),
    Frames(Vec<String>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudioPart {
    pub url: String,
    pub format: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssistantMessage {
    pub text: String,
    pub reasoning: Option<String>,
    pub tool_calls: Vec<ToolCall>,
    pub status: TurnStatus,
    pub model: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnStatus {
    Complete,
    Partial,
    Failed,
    Aborted,
}

impl TurnStatus {
    /// The arm that has this number in the contract, by the name that generated bindings call.
    #[doc(hidden)]
    #[must_use]
    pub fn _lift(number: u8) -> Self {
        match number {
            0 => Self::Complete,
            1 => Self::Partial,
            2 => Self::Failed,
            _ => Self::Aborted,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct ToolMessage {
    pub call_id: String,
    pub content: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolCall {
    pub id: String,
    pub name: String,
    pub arguments_json: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tool {
    pub name: String,
    pub description: Option<String>,
    pub parameters_json: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToolChoice {
    Auto,
    None,
    Required,
    Function(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResponseFormat {
    Text,
    JsonObject,
    JsonSchema(JsonSchema),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonSchema {
    pub name: String,
    pub schema_json: String,
    pub strict: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThinkingLevel {
    Off,
    Minimal,
    Low,
    Medium,
    High,
    Xhigh,
    Adaptive,
    Max,
}

impl ThinkingLevel {
    /// The arm that has this number in the contract, by the name that generated bindings call.
    #[doc(hidden)]
    #[must_use]
    pub fn _lift(number: u8) -> Self {
        match number {
            0 => Self::Off,
            1 => Self::Minimal,
            2 => Self::Low,
            3 => Self::Medium,
            4 => Self::High,
            5 => Self::Xhigh,
            6 => Self::Adaptive,
            _ => Self::Max,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Text(String),
    Reasoning(String),
    ToolCallStarted(ToolCallStart),
    ToolCallArguments(ToolCallFragment),
    ToolCallFinished(ToolCall),
    Usage(Usage),
    Warning(Warning),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolCallStart {
    pub index: u32,
    pub id: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolCallFragment {
    pub index: u32,
    pub fragment: String,
}

/// What is known of an answer before its end. Texts are empty where the server says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opening<'a> {
    /// The answer's id.
    pub id: &'a str,
    /// The model that writes it.
    pub model: &'a str,
    /// The provider's id of the request.
    pub request_id: Option<&'a str>,
    /// When it began, by the provider's clock, in seconds since 1970 UTC.
    pub created: Option<u64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    pub id: String,
    /// When the answer began, by the provider's clock, in seconds since 1970 UTC. The contract does not tell it.
    pub created: Option<u64>,
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

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FinishReason {
    #[default]
    Stop,
    Length,
    ToolCalls,
    ContentFilter,
    Other(String),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    pub input_tokens: u64,
    pub output_tokens: u64,
    pub total_tokens: u64,
    pub cached_input_tokens: u64,
    pub cache_write_tokens: u64,
    pub reasoning_tokens: u64,
}
