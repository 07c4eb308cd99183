//! What a family of video models takes: the words that the table of all families is written in.
//! Fields that a family does not take are refused, where the service may overlook them: a client's mistake should be
//! seen.

mod table;

use table::FAMILIES;

/// Models that follow the same rules.
#[derive(Debug)]
pub(crate) struct Family {
    /// The exact names.
    models: &'static [&'static str],
    pub(crate) prompt: Prompt,
    /// Fields of `input` that hold an address or several.
    pub(crate) addresses: &'static [Address],
    /// `input.media`, if the family takes it.
    pub(crate) media: Option<&'static MediaRules>,
    pub(crate) durations: Durations,
    /// Parameters with a few legal words.
    pub(crate) choices: &'static [Choice],
    /// Parameters that are true or false.
    pub(crate) flags: &'static [&'static str],
    pub(crate) usage: UsageForm,
}

/// Rules of `input.prompt` and `input.negative_prompt`. Lengths are in characters.
#[derive(Debug)]
pub(crate) struct Prompt {
    pub(crate) required: bool,
    pub(crate) longest: usize,
    /// `None`: the family takes no negative prompt.
    pub(crate) longest_negative: Option<usize>,
}

/// One field of `input` with an address in it.
#[derive(Debug)]
pub(crate) struct Address {
    pub(crate) name: &'static str,
    pub(crate) media: Media,
    pub(crate) required: bool,
    /// The most addresses in an array; `None`: one address, not in an array.
    pub(crate) most: Option<usize>,
}

/// What is found at an address, which decides what kind of address may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    Audio,
    Document,
    Image,
    /// An image or a video: the end of the address tells.
    Reference,
    Video,
    /// A page: only of the web.
    Web,
}

/// Rules of `input.media`.
#[derive(Debug)]
pub(crate) struct MediaRules {
    pub(crate) required: bool,
    pub(crate) kinds: &'static [MediaKind],
    /// Kinds that are counted together, and how many there may be of them: at least, at most.
    pub(crate) together: Option<(&'static [&'static str], usize, usize)>,
    /// The sets of kinds that may be given; empty: any.
    pub(crate) sets: &'static [&'static [&'static str]],
    /// Two kinds that are refused beside each other.
    pub(crate) apart: Option<[&'static str; 2]>,
    /// Kinds of two ways of working. A mixture is accepted, and the task fails.
    pub(crate) modes: Option<[&'static [&'static str]; 2]>,
}

/// One legal `type` of an item of `input.media`.
#[derive(Debug)]
pub(crate) struct MediaKind {
    pub(crate) name: &'static str,
    pub(crate) media: Media,
    pub(crate) least: usize,
    pub(crate) most: usize,
    /// Whether an item may have a `reference_voice`.
    pub(crate) has_voice: bool,
}

/// Rules of `parameters.duration`, in whole seconds.
#[derive(Debug)]
pub(crate) struct Durations {
    pub(crate) shortest: i64,
    pub(crate) longest: i64,
    /// The most when a video is among the references.
    pub(crate) longest_with_video: i64,
    /// A value outside the range with a meaning of its own.
    pub(crate) special: Option<i64>,
}

/// One parameter and its legal words, the default first.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) name: &'static str,
    pub(crate) words: &'static [&'static str],
}

/// Which members `usage` has beside those that all have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UsageForm {
    /// Wan 2.6 from an image.
    Plain,
    /// Wan 2.7 and others: `ratio`. Numbers of seconds are floats.
    Ratio,
    /// Wan 3.0: `ratio` and `fps`.
    RatioAndRate,
    /// Wan 2.6 with a chosen size: `size`.
    Size,
}

/// The names of all parameters that some family takes.
pub(crate) const PARAMETERS: [&str; 10] = [
    "audio",
    "audio_setting",
    "duration",
    "prompt_extend",
    "ratio",
    "resolution",
    "seed",
    "shot_type",
    "size",
    "watermark",
];

/// The names of all fields of `input` that some family takes.
pub(crate) const INPUTS: [&str; 7] = [
    "audio_url",
    "img_url",
    "media",
    "negative_prompt",
    "prompt",
    "reference_urls",
    "reference_video_urls",
];

/// The family of a model.
pub(crate) fn find(model: &str) -> Option<&'static Family> {
    FAMILIES
        .iter()
        .find(|family| family.models.contains(&model))
}

impl Family {
    pub(crate) fn takes_parameter(&self, name: &str) -> bool {
        matches!(name, "duration" | "seed")
            || self.flags.contains(&name)
            || self.choices.iter().any(|choice| choice.name == name)
    }

    pub(crate) fn takes_input(&self, name: &str) -> bool {
        match name {
            "prompt" => true,
            "negative_prompt" => self.prompt.longest_negative.is_some(),
            "media" => self.media.is_some(),
            _ => self.addresses.iter().any(|address| address.name == name),
        }
    }
}

#[cfg(test)]
mod tests;
