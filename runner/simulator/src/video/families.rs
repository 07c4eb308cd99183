//! What each family of video models takes, as a table.
//! Source: Model Studio video pages, November 2026. Fields that a family does not take are refused, where the service
//! may overlook them: a client's mistake should be seen.

use Media::{Audio, Document, Image, Reference, Video, Web};

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

const fn prompt(required: bool, longest: usize, longest_negative: Option<usize>) -> Prompt {
    Prompt {
        required,
        longest,
        longest_negative,
    }
}

const fn address(name: &'static str, media: Media, required: bool, most: Option<usize>) -> Address {
    Address {
        name,
        media,
        required,
        most,
    }
}

const fn kind(
    name: &'static str,
    media: Media,
    least: usize,
    most: usize,
    has_voice: bool,
) -> MediaKind {
    MediaKind {
        name,
        media,
        least,
        most,
        has_voice,
    }
}

const fn durations(
    shortest: i64,
    longest: i64,
    longest_with_video: i64,
    special: Option<i64>,
) -> Durations {
    Durations {
        shortest,
        longest,
        longest_with_video,
        special,
    }
}

/// Rules that say only which kinds there may be.
const fn media(required: bool, kinds: &'static [MediaKind]) -> MediaRules {
    MediaRules {
        required,
        kinds,
        together: None,
        sets: &[],
        apart: None,
        modes: None,
    }
}

const SHOT: Choice = Choice {
    name: "shot_type",
    words: &["single", "multi"],
};

const RESOLUTION: Choice = Choice {
    name: "resolution",
    words: &["1080P", "720P"],
};

const RATIO: Choice = Choice {
    name: "ratio",
    words: &["16:9", "9:16", "1:1", "4:3", "3:4"],
};

const HORSE_RATIO: Choice = Choice {
    name: "ratio",
    words: &[
        "16:9", "9:16", "1:1", "4:3", "3:4", "4:5", "5:4", "9:21", "21:9",
    ],
};

const SIZE: Choice = Choice {
    name: "size",
    words: &[
        "1920*1080",
        "1080*1920",
        "1440*1440",
        "1632*1248",
        "1248*1632",
        "1280*720",
        "720*1280",
        "960*960",
        "1088*832",
        "832*1088",
    ],
};

static FROM_FRAMES: MediaRules = MediaRules {
    sets: &[
        &["first_frame"],
        &["driving_audio", "first_frame"],
        &["first_frame", "last_frame"],
        &["driving_audio", "first_frame", "last_frame"],
        &["first_clip"],
        &["first_clip", "last_frame"],
    ],
    ..media(
        true,
        &[
            kind("first_frame", Image, 0, 1, false),
            kind("last_frame", Image, 0, 1, false),
            kind("driving_audio", Audio, 0, 1, false),
            kind("first_clip", Video, 0, 1, false),
        ],
    )
};

static FROM_REFERENCES: MediaRules = MediaRules {
    together: Some((&["reference_image", "reference_video"], 1, 5)),
    ..media(
        true,
        &[
            kind("reference_image", Image, 0, 5, true),
            kind("reference_video", Video, 0, 5, true),
            kind("first_frame", Image, 0, 1, false),
        ],
    )
};

static EDITED: MediaRules = media(
    true,
    &[
        kind("video", Video, 1, 1, false),
        kind("reference_image", Image, 0, 4, false),
    ],
);

static ALL_IN_ONE: MediaRules = MediaRules {
    apart: Some(["file", "link"]),
    modes: Some([
        &["first_frame", "last_frame"],
        &[
            "file",
            "link",
            "reference_audio",
            "reference_image",
            "reference_video",
        ],
    ]),
    ..media(
        false,
        &[
            kind("reference_image", Image, 0, 10, false),
            kind("reference_video", Video, 0, 5, false),
            kind("reference_audio", Audio, 0, 5, false),
            kind("file", Document, 0, 1, false),
            kind("link", Web, 0, 1, false),
            kind("first_frame", Image, 0, 1, false),
            kind("last_frame", Image, 0, 1, false),
        ],
    )
};

static HORSE_FRAME: MediaRules = media(true, &[kind("first_frame", Image, 1, 1, false)]);

static HORSE_REFERENCES: MediaRules = media(true, &[kind("reference_image", Image, 1, 9, false)]);

#[rustfmt::skip]
static FAMILIES: [Family; 13] = [
    Family {
        models: &["wan2.6-t2v"],
        prompt: prompt(true, 1_500, Some(500)),
        addresses: &[address("audio_url", Audio, false, None)],
        media: None,
        durations: durations(2, 15, 15, None),
        choices: &[SIZE, SHOT],
        flags: &["prompt_extend", "watermark"],
        usage: UsageForm::Size,
    },
    Family {
        models: &["wan2.6-i2v"],
        prompt: prompt(false, 1_500, Some(500)),
        addresses: &[address("img_url", Image, true, None), address("audio_url", Audio, false, None)],
        media: None,
        durations: durations(2, 15, 15, None),
        choices: &[RESOLUTION, SHOT],
        flags: &["prompt_extend", "watermark"],
        usage: UsageForm::Plain,
    },
    Family {
        models: &["wan2.6-i2v-flash"],
        prompt: prompt(false, 1_500, Some(500)),
        addresses: &[address("img_url", Image, true, None), address("audio_url", Audio, false, None)],
        media: None,
        durations: durations(2, 15, 15, None),
        choices: &[RESOLUTION, SHOT],
        flags: &["audio", "prompt_extend", "watermark"],
        usage: UsageForm::Plain,
    },
    Family {
        models: &["wan2.6-r2v"],
        prompt: prompt(true, 1_500, Some(500)),
        addresses: &[address("reference_urls", Reference, false, Some(5)), address("reference_video_urls", Video, false, Some(3))],
        media: None,
        durations: durations(2, 10, 10, None),
        choices: &[SIZE, SHOT],
        flags: &["watermark"],
        usage: UsageForm::Size,
    },
    Family {
        models: &["wan2.6-r2v-flash"],
        prompt: prompt(true, 1_500, Some(500)),
        addresses: &[address("reference_urls", Reference, false, Some(5)), address("reference_video_urls", Video, false, Some(3))],
        media: None,
        durations: durations(2, 10, 10, None),
        choices: &[SIZE, SHOT],
        flags: &["audio", "watermark"],
        usage: UsageForm::Size,
    },
    Family {
        models: &["wan2.7-t2v", "wan2.7-t2v-2026-04-25", "wan2.7-t2v-2026-06-12"],
        prompt: prompt(true, 5_000, Some(500)),
        addresses: &[address("audio_url", Audio, false, None)],
        media: None,
        durations: durations(2, 15, 15, None),
        choices: &[RESOLUTION, RATIO],
        flags: &["prompt_extend", "watermark"],
        usage: UsageForm::Ratio,
    },
    Family {
        models: &["wan2.7-i2v", "wan2.7-i2v-2026-04-25"],
        prompt: prompt(false, 5_000, Some(500)),
        addresses: &[],
        media: Some(&FROM_FRAMES),
        durations: durations(2, 15, 15, None),
        choices: &[RESOLUTION],
        flags: &["prompt_extend", "watermark"],
        usage: UsageForm::Ratio,
    },
    Family {
        models: &["wan2.7-r2v", "wan2.7-r2v-2026-06-12"],
        prompt: prompt(true, 5_000, Some(500)),
        addresses: &[],
        media: Some(&FROM_REFERENCES),
        durations: durations(2, 15, 10, None),
        choices: &[RESOLUTION, RATIO],
        flags: &["prompt_extend", "watermark"],
        usage: UsageForm::Ratio,
    },
    Family {
        models: &["wan2.7-videoedit"],
        prompt: prompt(false, 5_000, Some(500)),
        addresses: &[],
        media: Some(&EDITED),
        durations: durations(2, 10, 10, Some(0)),
        choices: &[RESOLUTION, RATIO, Choice { name: "audio_setting", words: &["auto", "origin"] }],
        flags: &["prompt_extend", "watermark"],
        usage: UsageForm::Ratio,
    },
    Family {
        models: &["wan3.0-video", "wan3.0-video-prime"],
        prompt: prompt(false, 20_000, None),
        addresses: &[],
        media: Some(&ALL_IN_ONE),
        durations: durations(2, 30, 29, Some(-1)),
        choices: &[
            Choice { name: "resolution", words: &["1080P", "720P", "480P"] },
            Choice { name: "ratio", words: &["adaptive", "16:9", "4:3", "1:1", "3:4", "9:16"] },
        ],
        flags: &["audio", "prompt_extend", "watermark"],
        usage: UsageForm::RatioAndRate,
    },
    Family {
        models: &["happyhorse-1.0-t2v", "happyhorse-1.1-t2v"],
        prompt: prompt(true, 5_000, None),
        addresses: &[],
        media: None,
        durations: durations(3, 15, 15, None),
        choices: &[RESOLUTION, HORSE_RATIO],
        flags: &["watermark"],
        usage: UsageForm::Ratio,
    },
    Family {
        models: &["happyhorse-1.0-i2v", "happyhorse-1.1-i2v"],
        prompt: prompt(false, 5_000, None),
        addresses: &[],
        media: Some(&HORSE_FRAME),
        durations: durations(3, 15, 15, None),
        choices: &[RESOLUTION, HORSE_RATIO],
        flags: &["watermark"],
        usage: UsageForm::Ratio,
    },
    Family {
        models: &["happyhorse-1.0-r2v", "happyhorse-1.1-r2v"],
        prompt: prompt(true, 5_000, None),
        addresses: &[],
        media: Some(&HORSE_REFERENCES),
        durations: durations(3, 15, 15, None),
        choices: &[RESOLUTION, HORSE_RATIO],
        flags: &["watermark"],
        usage: UsageForm::Ratio,
    },
];

#[cfg(test)]
mod tests;
