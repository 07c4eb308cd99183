//! The contract's request as a case writes it: fields in camelCase, an arm by its name, and short forms for texts.
//! Knows no host.

use serde::Deserialize;

/// A record that may be given as its one important text.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Short<T> {
    Text(String),
    Full(T),
}

/// The parts of a message, or its one text.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Parts<T> {
    Text(String),
    List(Vec<T>),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Request {
    pub(crate) model: Option<String>,
    pub(crate) messages: Vec<Message>,
    #[serde(default)]
    pub(crate) tools: Vec<Tool>,
    pub(crate) tool_choice: Option<ToolChoice>,
    pub(crate) parallel_tool_calls: Option<bool>,
    pub(crate) response_format: Option<ResponseFormat>,
    pub(crate) thinking: Option<ThinkingLevel>,
    pub(crate) thinking_budget: Option<u32>,
    pub(crate) preserve_thinking: Option<bool>,
    pub(crate) max_tokens: Option<u32>,
    pub(crate) temperature: Option<f64>,
    pub(crate) top_p: Option<f64>,
    pub(crate) top_k: Option<u32>,
    pub(crate) presence_penalty: Option<f64>,
    pub(crate) repetition_penalty: Option<f64>,
    pub(crate) seed: Option<u32>,
    #[serde(default)]
    pub(crate) stop: Vec<String>,
    pub(crate) timeouts: Option<Timeouts>,
    pub(crate) retry_budget_ms: Option<u64>,
    pub(crate) extra_json: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names are the contract's")]
pub(crate) struct Timeouts {
    pub(crate) connect_ms: Option<u64>,
    pub(crate) first_byte_ms: Option<u64>,
    pub(crate) between_bytes_ms: Option<u64>,
    pub(crate) total_ms: Option<u64>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Message {
    System(Parts<Short<TextPart>>),
    User(Parts<Part>),
    Assistant(Short<AssistantMessage>),
    Tool(ToolMessage),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Part {
    Text(Short<TextPart>),
    Image(Short<ImagePart>),
    Video(VideoPart),
    Audio(Short<AudioPart>),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct TextPart {
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) cache: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ImagePart {
    pub(crate) url: String,
    pub(crate) min_pixels: Option<u32>,
    pub(crate) max_pixels: Option<u32>,
    #[serde(default)]
    pub(crate) cache: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct VideoPart {
    pub(crate) source: VideoSource,
    pub(crate) fps: Option<f64>,
    pub(crate) total_pixels: Option<u32>,
    #[serde(default)]
    pub(crate) cache: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum VideoSource {
    File(String),
    Frames(Vec<String>),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct AudioPart {
    pub(crate) url: String,
    pub(crate) format: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct AssistantMessage {
    #[serde(default)]
    pub(crate) text: String,
    pub(crate) reasoning: Option<String>,
    #[serde(default)]
    pub(crate) tool_calls: Vec<ToolCall>,
    #[serde(default)]
    pub(crate) status: TurnStatus,
    pub(crate) model: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TurnStatus {
    #[default]
    Complete,
    Partial,
    Failed,
    Aborted,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ToolMessage {
    pub(crate) call_id: String,
    pub(crate) content: Parts<Part>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ToolCall {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) arguments_json: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Tool {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) parameters_json: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ToolChoice {
    Auto,
    None,
    Required,
    Function(String),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ResponseFormat {
    Text,
    JsonObject,
    JsonSchema(JsonSchema),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct JsonSchema {
    pub(crate) name: String,
    pub(crate) schema_json: String,
    #[serde(default)]
    pub(crate) strict: bool,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ThinkingLevel {
    Off,
    Minimal,
    Low,
    Medium,
    High,
    Xhigh,
    Adaptive,
    Max,
}
