//! The families of video models and what each of them takes.
//! Source: Model Studio video pages, November 2026.

use super::Media::{Audio, Document, Image, Reference, Video, Web};
use super::{Address, Choice, Durations, Family, Media, MediaKind, MediaRules, Prompt, UsageForm};

#[rustfmt::skip]
pub(super) static FAMILIES: [Family; 13] = [
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
        prompt: prompt(false, 5_000, None),
        addresses: &[],
        media: Some(&FROM_FRAMES),
        durations: durations(2, 15, 15, None),
        choices: &[RESOLUTION],
        flags: &["prompt_extend", "watermark"],
        usage: UsageForm::Ratio,
    },
    Family {
        models: &["wan2.7-r2v", "wan2.7-r2v-2026-06-12"],
        prompt: prompt(true, 5_000, None),
        addresses: &[],
        media: Some(&FROM_REFERENCES),
        durations: durations(2, 15, 10, None),
        choices: &[RESOLUTION, RATIO],
        flags: &["prompt_extend", "watermark"],
        usage: UsageForm::Ratio,
    },
    Family {
        models: &["wan2.7-videoedit"],
        prompt: prompt(false, 5_000, None),
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
