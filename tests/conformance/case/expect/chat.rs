//! What a chat and a description must give.

use super::{ANY, Words, texts};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Completion {
    /// Absent for any.
    id: Option<String>,
    /// Absent for any.
    model: Option<String>,
    #[serde(default)]
    text: Option<Words>,
    #[serde(default)]
    reasoning: Option<Words>,
    #[serde(default)]
    tool_calls: Vec<ToolCall>,
    #[serde(default)]
    finish_reason: FinishReason,
    usage: Option<Usage>,
    /// Absent for any.
    request_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Description {
    text: Words,
    /// Absent for any.
    model: Option<String>,
    usage: Option<Usage>,
    /// Absent for any.
    request_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ToolCall {
    id: Id,
    name: String,
    arguments_json: String,
}

/// A tool call's id; `null` for any, where the provider gave none.
pub(super) type Id = Option<String>;

/// Counts that are left out are 0.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names are the contract's")]
pub(crate) struct Usage {
    input_tokens: u64,
    output_tokens: u64,
    total_tokens: u64,
    cached_input_tokens: u64,
    cache_write_tokens: u64,
    reasoning_tokens: u64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FinishReason {
    #[default]
    Stop,
    Length,
    ToolCalls,
    ContentFilter,
    Other(String),
}

impl Completion {
    /// The answer of a case that is about its request alone.
    pub(super) fn ok() -> Self {
        Self {
            id: None,
            model: None,
            text: Some(Words::Text("ok".to_owned())),
            reasoning: None,
            tool_calls: Vec::new(),
            finish_reason: FinishReason::Stop,
            usage: None,
            request_id: None,
        }
    }

    /// The fields to compare.
    pub(super) fn value(&self) -> Value {
        let words = |words: &Option<Words>| words.as_ref().map(Words::text).unwrap_or_default();
        let calls: Vec<_> = self.tool_calls.iter().map(ToolCall::value).collect();
        let named = [
            ("id", &self.id),
            ("model", &self.model),
            ("requestId", &self.request_id),
        ];
        let mut fields = texts(&named);
        fields.extend([
            ("text".to_owned(), words(&self.text).into()),
            ("reasoning".to_owned(), words(&self.reasoning).into()),
            ("toolCalls".to_owned(), calls.into()),
            ("finishReason".to_owned(), self.finish_reason.value()),
            (
                "usage".to_owned(),
                self.usage.as_ref().map(Usage::value).into(),
            ),
        ]);
        Value::Object(fields)
    }
}

impl Description {
    /// The description of a case that is about its request alone.
    pub(super) fn ok() -> Self {
        Self {
            text: Words::Text("ok".to_owned()),
            model: None,
            usage: None,
            request_id: None,
        }
    }

    /// The fields to compare.
    pub(super) fn value(&self) -> Value {
        let mut fields = texts(&[("model", &self.model), ("requestId", &self.request_id)]);
        fields.extend([
            ("text".to_owned(), self.text.text().into()),
            (
                "usage".to_owned(),
                self.usage.as_ref().map(Usage::value).into(),
            ),
        ]);
        Value::Object(fields)
    }
}

impl ToolCall {
    pub(super) fn value(&self) -> Value {
        json!({ "id": id(&self.id), "name": self.name, "argumentsJson": self.arguments_json })
    }
}

pub(super) fn id(id: &Id) -> &str {
    id.as_deref().unwrap_or(ANY)
}

impl Usage {
    pub(super) fn value(&self) -> Value {
        json!({
            "inputTokens": self.input_tokens,
            "outputTokens": self.output_tokens,
            "totalTokens": self.total_tokens,
            "cachedInputTokens": self.cached_input_tokens,
            "cacheWriteTokens": self.cache_write_tokens,
            "reasoningTokens": self.reasoning_tokens,
        })
    }
}

impl FinishReason {
    pub(super) fn value(&self) -> Value {
        match self {
            Self::Stop => "stop".into(),
            Self::Length => "length".into(),
            Self::ToolCalls => "tool-calls".into(),
            Self::ContentFilter => "content-filter".into(),
            Self::Other(word) => json!({ "other": word }),
        }
    }
}
