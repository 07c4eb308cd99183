//! The facts of one model, as the catalog knows them and as chat needs them.

use crate::prelude::*;

/// One model that an endpoint serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The id that the provider's API takes, such as `qwen3.5-plus`.
    pub id: String,
    /// The name to show to people.
    pub name: String,
    /// What a message may hold; text is always among them.
    pub input: Vec<InputKind>,
    /// Input and output together, in tokens.
    pub context_window: u32,
    /// The longest answer, in tokens.
    pub output_limit: u32,
    /// Whether it thinks before it answers.
    pub thinking: ThinkingSupport,
    /// The most tokens that thinking may be limited to; `None` when it takes no budget.
    pub thinking_budget_limit: Option<u32>,
    /// The plans that serve it; empty for a model that only the configuration names.
    pub plans: Vec<Plan>,
    /// List prices, one entry a region.
    pub prices: Vec<Price>,
    /// Where these facts come from.
    pub source: String,
    /// The day the facts were last checked, as `YYYY-MM-DD`.
    pub as_of: String,
}

impl Model {
    /// How configurations name the model: `qwen/<id>`.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("qwen/{}", self.id)
    }
}

/// A kind of content that a model takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// Text.
    Text,
    /// Still images.
    Image,
    /// Video.
    Video,
    /// Sound.
    Audio,
    /// Another kind, by the configuration's word.
    Other(String),
}

impl InputKind {
    /// Its word in configurations.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Text => "text",
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Other(word) => word,
        }
    }
}

/// Whether a model thinks, and what happens when the caller does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThinkingSupport {
    /// It never thinks; the flag is never sent to it.
    None,
    /// It can think, and does not unless asked.
    OptionalOff,
    /// It can think, and does unless told not to.
    OptionalOn,
    /// It always thinks; it cannot be told not to.
    Always,
}

/// How the provider sells access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Pay as you go.
    Standard,
    /// The Coding Plan subscription.
    Coding,
}

/// Where an endpoint runs. Keys do not work across regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Region {
    /// International (Singapore).
    Global,
    /// Mainland China (Beijing).
    China,
    /// Another region, by the provider's id.
    Other(String),
}

impl Region {
    /// The region that a word names: `global`, `china`, or the provider's id of another.
    #[must_use]
    pub fn of_word(word: &str) -> Self {
        match word.trim().to_ascii_lowercase().as_str() {
            "global" => Self::Global,
            "china" => Self::China,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The word that names it.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Global => "global",
            Self::China => "china",
            Self::Other(id) => id,
        }
    }
}

/// The list prices of a model in one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// The region whose list this is.
    pub region: Region,
    /// ISO 4217 code of the currency.
    pub currency: &'static str,
    /// In rising order of their bounds. The first tier whose bound is not exceeded by a request's input applies to the
    /// whole request.
    pub tiers: Vec<PriceTier>,
}

/// The prices for requests up to a size, in millionths of the currency unit for a million tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceTier {
    /// The most input tokens of a request of this tier; `None` in the last tier.
    pub up_to_input_tokens: Option<u64>,
    /// A million input tokens.
    pub input_micros: u64,
    /// A million output tokens.
    pub output_micros: u64,
    /// A million output tokens of an answer with thinking, where that differs.
    pub thinking_output_micros: Option<u64>,
}
