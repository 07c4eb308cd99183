//! Reads configured models.
//! Knows no catalog: what a model leaves open stays open here.

use serde_json::Value;

use super::fields::{Fields, wrong};
use crate::chat::encode::MaxTokensField;
use crate::error::Error;
use crate::model::InputKind;
use crate::prelude::*;

/// A model as the configuration describes it. What is `None` was left open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfiguredModel {
    /// The id that the provider's API takes.
    pub id: String,
    /// The name to show to people.
    pub name: Option<String>,
    /// What a message may hold; text is always among them.
    pub input: Option<Vec<InputKind>>,
    /// Whether it thinks.
    pub reasoning: Option<bool>,
    /// Input and output together, in tokens, at least 1.
    pub context_window: Option<u32>,
    /// The longest answer, in tokens, at least 1.
    pub max_tokens: Option<u32>,
    /// How requests to it differ.
    pub compat: Compat,
}

/// How requests to a model differ from what its endpoint suggests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compat {
    /// Whether usage may be asked for in streams.
    pub supports_usage_in_streaming: Option<bool>,
    /// How thinking is switched.
    pub thinking_format: Option<ThinkingFormat>,
    /// Which field limits the answer.
    pub max_tokens_field: Option<MaxTokensField>,
}

/// How thinking is switched in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThinkingFormat {
    /// By `enable_thinking` in the body (`qwen`).
    Qwen,
    /// By `enable_thinking` in `chat_template_kwargs` (`qwen-chat-template`).
    QwenChatTemplate,
}

/// The models of an entry. A later model with the id of an earlier one has no effect.
pub(super) fn parse(
    entry: &mut Fields<'_>,
    ignored: &mut Vec<String>,
) -> Result<Vec<ConfiguredModel>, Error> {
    let mut models: Vec<ConfiguredModel> = Vec::new();
    let items = entry.list("models")?.into_iter().flatten();
    for (index, value) in items.enumerate() {
        let path = entry.item_path("models", index);
        let mut unused = Vec::new();
        let model = parse_model(Fields::of(path.clone(), value)?, &mut unused)?;
        if models.iter().any(|earlier| earlier.id == model.id) {
            ignored.push(path);
        } else {
            ignored.append(&mut unused);
            models.push(model);
        }
    }
    Ok(models)
}

fn parse_model(
    mut fields: Fields<'_>,
    ignored: &mut Vec<String>,
) -> Result<ConfiguredModel, Error> {
    let id = fields.text("id")?.ok_or_else(|| {
        Error::invalid(format!("{} is missing", fields.path("id")))
            .with_hint("every configured model needs the id that the provider's API takes")
    })?;
    let model = ConfiguredModel {
        id: id.to_owned(),
        name: fields.text("name")?.map(String::from),
        input: parse_input(&mut fields)?,
        reasoning: fields.flag("reasoning")?,
        context_window: parse_limit(&mut fields, "contextWindow", ignored)?,
        max_tokens: parse_limit(&mut fields, "maxTokens", ignored)?,
        compat: parse_compat(fields.object("compat")?, ignored)?,
    };
    fields.finish(ignored);
    Ok(model)
}

fn parse_input(fields: &mut Fields<'_>) -> Result<Option<Vec<InputKind>>, Error> {
    let Some(items) = fields.list("input")? else {
        return Ok(None);
    };
    let mut kinds = vec![InputKind::Text];
    for (index, item) in items.iter().enumerate() {
        let Value::String(word) = item else {
            return Err(wrong(&fields.item_path("input", index), "a text", item));
        };
        let kind = input_kind(word.trim());
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    Ok(Some(kinds))
}

fn input_kind(word: &str) -> InputKind {
    match word {
        "text" => InputKind::Text,
        "image" => InputKind::Image,
        "video" => InputKind::Video,
        "audio" => InputKind::Audio,
        other => InputKind::Other(other.to_owned()),
    }
}

/// A limit in tokens. Zero and less, which configurations write for "not known", leave it open.
fn parse_limit(
    fields: &mut Fields<'_>,
    name: &'static str,
    ignored: &mut Vec<String>,
) -> Result<Option<u32>, Error> {
    match fields.integer(name)? {
        None => Ok(None),
        Some(number) if number <= 0 => {
            ignored.push(fields.path(name));
            Ok(None)
        }
        Some(number) => u32::try_from(number).map(Some).map_err(|_| {
            Error::invalid(format!(
                "{} must be at most {}",
                fields.path(name),
                u32::MAX
            ))
        }),
    }
}

fn parse_compat(mut fields: Fields<'_>, ignored: &mut Vec<String>) -> Result<Compat, Error> {
    let supports_usage_in_streaming = fields.flag("supportsUsageInStreaming")?;
    let thinking_format = match fields.text("thinkingFormat")? {
        None => None,
        Some("qwen") => Some(ThinkingFormat::Qwen),
        Some("qwen-chat-template") => Some(ThinkingFormat::QwenChatTemplate),
        // Formats of other providers stand in shared configurations and mean nothing here.
        Some(_) => {
            ignored.push(fields.path("thinkingFormat"));
            None
        }
    };
    let max_tokens_field = match fields.text("maxTokensField")? {
        None => None,
        Some("max_tokens") => Some(MaxTokensField::MaxTokens),
        Some("max_completion_tokens") => Some(MaxTokensField::MaxCompletionTokens),
        Some(_) => {
            return Err(Error::invalid(format!(
                "{} must be max_tokens or max_completion_tokens",
                fields.path("maxTokensField")
            )));
        }
    };
    fields.finish(ignored);
    Ok(Compat {
        supports_usage_in_streaming,
        thinking_format,
        max_tokens_field,
    })
}
