//! What the answer to a question says, as a description.

#[cfg(test)]
mod tests;

use super::types::Description;
use crate::chat::types::{Completion, FinishReason, Usage};
use crate::error::{Error, ErrorKind};
use crate::model::{Model, ThinkingSupport};
use crate::prelude::*;
use crate::warning::Warning;

/// Whether a model thinks and can be told not to.
pub(crate) fn can_do_without_thinking(model: &Model) -> bool {
    match model.thinking {
        ThinkingSupport::OptionalOff | ThinkingSupport::OptionalOn => true,
        ThinkingSupport::None | ThinkingSupport::Always => false,
    }
}

/// Whether the model only thought, and nothing forbade it to say more.
pub(crate) fn has_only_reasoning(completion: &Completion) -> bool {
    completion.finish_reason != FinishReason::ContentFilter
        && completion.text.trim().is_empty()
        && !completion.reasoning.trim().is_empty()
}

/// Joins an answer of nothing but reasoning with what came of asking again without. What the first one cost counts too,
/// and its reasoning stands when nothing better came.
pub(crate) fn joined(
    mut first: Completion,
    second: Result<Completion, Error>,
    model: &Model,
) -> Completion {
    let again = format!(
        "{} gave nothing but its reasoning, and was asked again with the thinking off, which is billed too",
        model.id
    );
    first.warnings.push(Warning::new("asked-again", again));
    let mut second = match second {
        Ok(second) => second,
        Err(error) => {
            let failed = format!("asking again failed: {error}");
            first.warnings.push(Warning::new("asking-failed", failed));
            return first;
        }
    };
    let mut warnings = first.warnings;
    for warning in second.warnings {
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
    second.warnings = warnings;
    if second.reasoning.trim().is_empty() {
        second.reasoning = first.reasoning;
    }
    second.usage = sum(first.usage, second.usage);
    second
}

/// What an answer says.
///
/// # Errors
/// `content-filtered` when the provider's filter ended the answer, `bad-response` when it holds no words at all.
pub(crate) fn description(
    completion: Completion,
    most_characters: Option<u32>,
    model: &Model,
) -> Result<Description, Error> {
    let id = completion.request_id;
    let failed = |kind, what: String| {
        let mut error = Error::new(kind, what).sent();
        error.request_id.clone_from(&id);
        error
    };
    let mut warnings = completion.warnings;
    match &completion.finish_reason {
        FinishReason::ContentFilter => {
            let what = format!("the content filter ended the description by {}", model.id);
            return Err(failed(ErrorKind::ContentFiltered, what)
                .with_hint("show other pictures or videos, or ask something else"));
        }
        FinishReason::Length => warnings.push(Warning::new(
            "description-cut",
            "the description is cut: it reached its token limit",
        )),
        FinishReason::Other(word) => warnings.push(Warning::new(
            "finish-unknown",
            format!("the description ended for an unknown reason: {word}"),
        )),
        FinishReason::Stop | FinishReason::ToolCalls => {}
    }
    let mut text = completion.text.trim();
    if text.is_empty() {
        text = completion.reasoning.trim();
        if text.is_empty() {
            let what = format!("the answer of {} holds no words", model.id);
            return Err(failed(ErrorKind::BadResponse, what)
                .with_hint("ask again, or ask another model; the answer may have been billed"));
        }
        warnings.push(Warning::new(
            "reasoning-as-text",
            format!(
                "{} gave nothing but its reasoning, which stands for the description",
                model.id
            ),
        ));
    }
    warnings.extend(most_characters.and_then(|most| too_long(text, most)));
    Ok(Description {
        text: text.to_owned(),
        model: if completion.model.is_empty() {
            model.id.clone()
        } else {
            completion.model
        },
        usage: completion.usage,
        warnings,
        request_id: id,
    })
}

/// A text is never cut here: whoever asked for less is told that there is more.
fn too_long(text: &str, most: u32) -> Option<Warning> {
    let characters = text.chars().count();
    let is_longer = u32::try_from(characters).is_ok_and(|characters| characters <= most);
    (!is_longer).then(|| {
        Warning::new(
            "longer-than-asked",
            format!(
                "the description has {characters} characters, and {most} were asked for at most"
            ),
        )
    })
}

/// What both took; what one of them did not say cannot be known.
fn sum(first: Option<Usage>, second: Option<Usage>) -> Option<Usage> {
    let (first, second) = (first?, second?);
    let add = u64::saturating_add;
    Some(Usage {
        input_tokens: add(first.input_tokens, second.input_tokens),
        output_tokens: add(first.output_tokens, second.output_tokens),
        total_tokens: add(first.total_tokens, second.total_tokens),
        cached_input_tokens: add(first.cached_input_tokens, second.cached_input_tokens),
        cache_write_tokens: add(first.cache_write_tokens, second.cache_write_tokens),
        reasoning_tokens: add(first.reasoning_tokens, second.reasoning_tokens),
    })
}
