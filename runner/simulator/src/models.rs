//! What each model is and takes, as a table.
//! Source: Model Studio chat reference, model list and Coding Plan pages, November 2026.

use Feature::{CodingPlan, CompletionLimit, EarlyThinking, JsonSchema, Sees, ThirdParty};
use MaxTokens::{Everything, EverythingUnlessBudget};
use Thinking::{Always, OffByDefault, OnByDefault};

/// One row of the table. A row says only what differs from a plain text model without thinking.
#[derive(Debug)]
pub(crate) struct Model {
    /// The exact, case-sensitive name.
    pub(crate) id: &'static str,
    /// The most tokens a prompt may have.
    pub(crate) input_limit: usize,
    /// The most tokens of `max_tokens` and `max_completion_tokens`.
    pub(crate) output_limit: i64,
    pub(crate) thinking: Thinking,
    /// The largest `thinking_budget`, where one is published.
    pub(crate) budget_limit: Option<i64>,
    /// `None`: the field `reasoning_effort` is not known to the model and is ignored.
    pub(crate) efforts: Option<&'static Efforts>,
    pub(crate) max_tokens: MaxTokens,
    features: &'static [Feature],
}

/// What a model has or takes beyond plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feature {
    /// Part of the Coding Plan.
    CodingPlan,
    /// Takes `max_completion_tokens`.
    CompletionLimit,
    /// An open model of 2025: it thinks only over a stream, and not together with JSON mode.
    EarlyThinking,
    /// Takes `response_format` of type `json_schema`.
    JsonSchema,
    /// Takes images and videos, and content as an array of parts.
    Sees,
    /// Made by another company than Alibaba: refuses `metadata`.
    ThirdParty,
}

/// Whether a model thinks, and whether a request may say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thinking {
    Always,
    Never,
    OffByDefault,
    OnByDefault,
}

/// What `max_tokens` counts; `max_completion_tokens` always counts everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MaxTokens {
    /// The answer without its thinking.
    Answer,
    /// Thinking and answer.
    Everything,
    /// Thinking and answer, unless there is a `thinking_budget`.
    EverythingUnlessBudget,
}

/// The words of `reasoning_effort`.
#[derive(Debug)]
pub(crate) struct Efforts {
    pub(crate) words: &'static [&'static str],
    /// May not be sent together with `thinking_budget`.
    pub(crate) excludes_budget: bool,
}

const QWEN_3_8: Efforts = Efforts {
    words: &["none", "minimal", "low", "medium", "high", "xhigh", "max"],
    excludes_budget: true,
};
const HIGH_OR_MAX: Efforts = Efforts {
    words: &["low", "medium", "high", "xhigh", "max"],
    excludes_budget: false,
};
const UP_TO_ULTRA: Efforts = Efforts {
    words: &["minimal", "low", "medium", "high", "xhigh", "max", "ultra"],
    excludes_budget: false,
};
const GLM_5_3: Efforts = Efforts {
    words: &["low", "high", "max"],
    excludes_budget: false,
};

/// The models served, newest family first. Numbers: largest prompt, largest answer.
#[rustfmt::skip]
pub(crate) const MODELS: &[Model] = &[
    Model::new("qwen3.8-max", 991_808, 131_072).thinks(OnByDefault).budget(262_144).efforts(&QWEN_3_8).with(&[Sees, CompletionLimit, JsonSchema]),
    Model::new("qwen3.8-max-0902", 991_808, 131_072).thinks(OnByDefault).budget(262_144).efforts(&QWEN_3_8).with(&[Sees, CompletionLimit, JsonSchema]),
    Model::new("qwen3.8-flash", 991_808, 131_072).thinks(OnByDefault).budget(262_144).efforts(&QWEN_3_8).with(&[Sees, CompletionLimit, JsonSchema]),
    Model::new("qwen3.7-max", 991_808, 131_072).thinks(OnByDefault).budget(262_144).with(&[CompletionLimit, JsonSchema]),
    Model::new("qwen3.7-max-2026-05-20", 991_808, 131_072).thinks(OnByDefault).budget(262_144).with(&[CompletionLimit, JsonSchema]),
    Model::new("qwen3.7-plus", 991_808, 131_072).thinks(OnByDefault).budget(262_144).with(&[Sees, CompletionLimit, JsonSchema, CodingPlan]),
    Model::new("qwen3.7-flash", 991_808, 131_072).thinks(OnByDefault).budget(262_144).with(&[Sees, CompletionLimit, JsonSchema]),
    Model::new("qwen3.6-plus", 991_808, 65_536).thinks(OnByDefault).budget(81_920).with(&[Sees, CompletionLimit, CodingPlan]),
    Model::new("qwen3.6-flash", 991_808, 65_536).thinks(OnByDefault).with(&[Sees, CompletionLimit]),
    Model::new("qwen3.6-max-preview", 245_760, 65_536).thinks(OnByDefault),
    Model::new("qwen3.5-plus", 991_808, 65_536).thinks(OnByDefault).budget(81_920).with(&[Sees, CompletionLimit, CodingPlan]),
    Model::new("qwen3.5-flash", 991_808, 65_536).thinks(OnByDefault).with(&[Sees, CompletionLimit]),
    Model::new("qwen3-max", 258_048, 65_536).thinks(OffByDefault).budget(81_920),
    Model::new("qwen3-max-2026-01-23", 258_048, 65_536).thinks(OffByDefault).budget(81_920).with(&[CodingPlan]),
    Model::new("qwen3-coder-next", 204_800, 65_536).with(&[CodingPlan]),
    Model::new("qwen3-coder-plus", 997_952, 65_536).with(&[CodingPlan]),
    Model::new("qwen3-vl-plus", 260_096, 32_768).thinks(OffByDefault).with(&[Sees]),
    Model::new("qwen3-235b-a22b", 129_024, 16_384).thinks(OnByDefault).budget(38_912).with(&[EarlyThinking]),
    Model::new("qwen3-32b", 129_024, 16_384).thinks(OnByDefault).budget(38_912).with(&[EarlyThinking]),
    Model::new("qwen-plus", 997_952, 32_768).thinks(OffByDefault),
    Model::new("qwen-flash", 997_952, 32_768).thinks(OffByDefault),
    Model::new("qwen-max", 30_720, 8_192),
    Model::new("qwen-vl-max", 129_024, 8_192).with(&[Sees]),
    Model::new("qwen-vl-max-latest", 129_024, 8_192).with(&[Sees]),
    Model::new("qwq-plus", 98_304, 8_192).thinks(Always),
    Model::new("MiniMax-M2.5", 196_608, 131_072).thinks(Always).with(&[CompletionLimit, ThirdParty, CodingPlan]),
    Model::new("glm-5.3", 991_808, 131_072).thinks(Always).efforts(&GLM_5_3).max_tokens(Everything).with(&[CompletionLimit, ThirdParty]),
    Model::new("glm-5.2", 991_808, 131_072).thinks(OnByDefault).efforts(&HIGH_OR_MAX).max_tokens(EverythingUnlessBudget).with(&[CompletionLimit, ThirdParty]),
    Model::new("glm-5.1", 169_984, 131_072).thinks(OnByDefault).efforts(&HIGH_OR_MAX).with(&[CompletionLimit, ThirdParty]),
    Model::new("glm-5", 169_984, 16_384).thinks(OnByDefault).budget(32_768).efforts(&HIGH_OR_MAX).with(&[CompletionLimit, ThirdParty, CodingPlan]),
    Model::new("glm-4.7", 169_984, 16_384).thinks(OnByDefault).budget(32_768).with(&[ThirdParty, CodingPlan]),
    Model::new("kimi-k2.5", 229_376, 16_384).thinks(OffByDefault).budget(81_920).with(&[Sees, CompletionLimit, ThirdParty, CodingPlan]),
    Model::new("deepseek-v4.1-flash", 991_808, 393_216).thinks(OnByDefault).efforts(&UP_TO_ULTRA).max_tokens(Everything).with(&[Sees, CompletionLimit, ThirdParty]),
    Model::new("deepseek-v4-pro", 991_808, 393_216).thinks(OnByDefault).efforts(&HIGH_OR_MAX).max_tokens(Everything).with(&[CompletionLimit, ThirdParty]),
    Model::new("deepseek-v4-flash", 991_808, 393_216).thinks(OnByDefault).efforts(&HIGH_OR_MAX).max_tokens(Everything).with(&[CompletionLimit, ThirdParty]),
    Model::new("deepseek-v3.2", 98_304, 65_536).thinks(OffByDefault).with(&[CompletionLimit, ThirdParty]),
];

/// The row of a model, by its exact id.
pub(crate) fn find(id: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.id == id)
}

impl Model {
    pub(crate) fn has(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }
}

/// The words of the table. Each sets one fact.
impl Model {
    const fn new(id: &'static str, input_limit: usize, output_limit: i64) -> Self {
        Self {
            id,
            input_limit,
            output_limit,
            thinking: Thinking::Never,
            budget_limit: None,
            efforts: None,
            max_tokens: MaxTokens::Answer,
            features: &[],
        }
    }

    const fn thinks(self, thinking: Thinking) -> Self {
        Self { thinking, ..self }
    }

    const fn budget(self, limit: i64) -> Self {
        Self {
            budget_limit: Some(limit),
            ..self
        }
    }

    const fn efforts(self, efforts: &'static Efforts) -> Self {
        Self {
            efforts: Some(efforts),
            ..self
        }
    }

    const fn max_tokens(self, max_tokens: MaxTokens) -> Self {
        Self { max_tokens, ..self }
    }

    const fn with(self, features: &'static [Feature]) -> Self {
        Self { features, ..self }
    }
}

#[cfg(test)]
mod tests;
