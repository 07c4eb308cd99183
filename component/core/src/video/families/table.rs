//! The table of video models.
//!
//! Source: DashScope video synthesis references (wan2.6, wan2.7, wan3.0) and the Model Studio price list, November 2026.

use super::{
    Audio::{Always, Switch},
    Family, Medium,
    Optional::{Never, WithInput},
    Place, Price, Shape, ShotTypes, Size, Slot,
};
use crate::model::Region;

/// The day on which the table was last held against its sources.
pub const AS_OF: &str = "2026-11-23";

/// The model of a request that names none (Qwen provider page).
pub const DEFAULT: &str = "wan2.6-t2v";

/// Every model, the default first.
pub static FAMILIES: &[Family] = &[
    Family {
        id: DEFAULT,
        slots: &[AUDIO_URL],
        together: &[&["audio_url"]],
        from_image: Some("wan2.6-i2v"),
        ..WAN26
    },
    Family {
        id: "wan2.6-i2v",
        ..WAN26_I2V
    },
    Family {
        id: "wan2.6-i2v-flash",
        audio: Switch,
        prices: WAN26_FLASH_PRICES,
        ..WAN26_I2V
    },
    Family {
        id: "wan2.6-r2v",
        ..WAN26_R2V
    },
    Family {
        id: "wan2.6-r2v-flash",
        audio: Switch,
        prices: WAN26_FLASH_PRICES,
        ..WAN26_R2V
    },
    Family {
        id: "wan2.7-t2v",
        snapshots: &["wan2.7-t2v-2026-04-25", "wan2.7-t2v-2026-06-12"],
        negative_prompt: Some(500),
        slots: &[AUDIO_URL],
        together: &[&["audio_url"]],
        from_image: Some("wan2.7-i2v"),
        ..WAN27
    },
    Family {
        id: "wan2.7-i2v",
        snapshots: &["wan2.7-i2v-2026-04-25"],
        prompt_is_optional: WithInput,
        slots: &[
            media("first_frame", Medium::Image, &["image", "first-frame"], 1),
            media("last_frame", Medium::Image, &["last-frame"], 1),
            media("driving_audio", Medium::Audio, &["audio"], 1),
            media("first_clip", Medium::Video, &["video", "first-clip"], 1),
        ],
        needs: &["first_frame", "first_clip"],
        together: &[
            &["first_frame", "last_frame", "driving_audio"],
            &["first_clip", "last_frame"],
        ],
        shape: Shape::Resolution(FROM_720P),
        ..WAN27
    },
    Family {
        id: "wan2.7-r2v",
        snapshots: &["wan2.7-r2v-2026-06-12"],
        slots: &[
            media("reference_image", Medium::Image, IMAGE_REFERENCE, 5),
            media("reference_video", Medium::Video, VIDEO_REFERENCE, 5),
            media("first_frame", Medium::Image, &["first-frame"], 1),
            Slot {
                name: "reference_voice",
                place: Place::Voice,
                medium: Medium::Audio,
                roles: &["reference-audio", "audio"],
                most: 5,
            },
        ],
        needs: &["reference_image", "reference_video"],
        together: &[&[
            "reference_image",
            "reference_video",
            "first_frame",
            "reference_voice",
        ]],
        most_of: Some((5, &["reference_image", "reference_video"])),
        longest_with_video: Some(10),
        ..WAN27
    },
    Family {
        id: "wan3.0-video",
        ..WAN30
    },
    Family {
        id: "wan3.0-video-prime",
        prices: &[Price {
            region: Region::Global,
            currency: "USD",
            seconds: &[
                ("480P", 68_000, 68_000),
                ("720P", 140_000, 140_000),
                ("1080P", 280_000, 280_000),
            ],
        }],
        ..WAN30
    },
];

/// What the wan2.6 models share, and those that make videos of words.
const WAN26: Family = Family {
    id: "",
    snapshots: &[],
    prompt: 1_500,
    prompt_is_optional: Never,
    negative_prompt: Some(500),
    slots: &[],
    needs: &[],
    together: &[],
    most_of: None,
    shape: Shape::Size(FROM_720P),
    duration: 2..=15,
    longest_with_video: None,
    audio: Always,
    prompt_extend: true,
    shot_type: ShotTypes::WithPromptExtend,
    from_image: None,
    prices: &[
        Price {
            region: Region::China,
            currency: "CNY",
            seconds: &[("720P", 600_000, 600_000), ("1080P", 1_000_000, 1_000_000)],
        },
        Price {
            region: Region::Global,
            currency: "USD",
            seconds: &[("720P", 100_000, 100_000), ("1080P", 150_000, 150_000)],
        },
    ],
};

const WAN26_I2V: Family = Family {
    prompt_is_optional: WithInput,
    slots: &[
        Slot {
            name: "img_url",
            place: Place::Field,
            medium: Medium::Image,
            roles: &["image", "first-frame"],
            most: 1,
        },
        AUDIO_URL,
    ],
    needs: &["img_url"],
    together: &[&["img_url", "audio_url"]],
    shape: Shape::Resolution(FROM_720P),
    ..WAN26
};

const WAN26_R2V: Family = Family {
    slots: &[
        Slot {
            name: "reference_image",
            place: Place::List("reference_urls"),
            medium: Medium::Image,
            roles: IMAGE_REFERENCE,
            most: 5,
        },
        Slot {
            name: "reference_video",
            place: Place::List("reference_urls"),
            medium: Medium::Video,
            roles: VIDEO_REFERENCE,
            most: 3,
        },
    ],
    needs: &["reference_image", "reference_video"],
    together: &[&["reference_image", "reference_video"]],
    most_of: Some((5, &["reference_image", "reference_video"])),
    duration: 2..=10,
    prompt_extend: false,
    shot_type: ShotTypes::Any,
    ..WAN26
};

const WAN27: Family = Family {
    prompt: 5_000,
    negative_prompt: None,
    shape: Shape::ResolutionAndRatio(FROM_720P, RATIOS),
    shot_type: ShotTypes::None,
    ..WAN26
};

const WAN30: Family = Family {
    prompt: 20_000,
    prompt_is_optional: WithInput,
    negative_prompt: None,
    slots: &[
        media("reference_image", Medium::Image, IMAGE_REFERENCE, 10),
        media("reference_video", Medium::Video, VIDEO_REFERENCE, 5),
        media(
            "reference_audio",
            Medium::Audio,
            &["reference-audio", "audio"],
            5,
        ),
        media("file", Medium::Document, &["file"], 1),
        media("link", Medium::Page, &["link"], 1),
        media("first_frame", Medium::Image, &["first-frame"], 1),
        media("last_frame", Medium::Image, &["last-frame"], 1),
    ],
    together: &[
        &[
            "reference_image",
            "reference_video",
            "reference_audio",
            "file",
        ],
        &[
            "reference_image",
            "reference_video",
            "reference_audio",
            "link",
        ],
        &["first_frame", "last_frame"],
    ],
    shape: Shape::ResolutionAndRatio(
        &["480P", "720P", "1080P"],
        &["adaptive", "16:9", "9:16", "1:1", "4:3", "3:4"],
    ),
    duration: 2..=30,
    // Input and output together have at most 30 seconds, and a reference video has at least one.
    longest_with_video: Some(29),
    audio: Switch,
    shot_type: ShotTypes::None,
    prices: &[Price {
        region: Region::Global,
        currency: "USD",
        seconds: &[
            ("480P", 50_000, 50_000),
            ("720P", 100_000, 100_000),
            ("1080P", 200_000, 200_000),
        ],
    }],
    ..WAN26
};

const WAN26_FLASH_PRICES: &[Price] = &[
    Price {
        region: Region::China,
        currency: "CNY",
        seconds: &[("720P", 300_000, 150_000), ("1080P", 500_000, 250_000)],
    },
    Price {
        region: Region::Global,
        currency: "USD",
        seconds: &[("720P", 50_000, 25_000), ("1080P", 75_000, 37_500)],
    },
];

const FROM_720P: &[&str] = &["720P", "1080P"];
const RATIOS: &[&str] = &["16:9", "9:16", "1:1", "4:3", "3:4"];
const IMAGE_REFERENCE: &[&str] = &["image", "reference-image"];
const VIDEO_REFERENCE: &[&str] = &["video", "reference-video"];

const AUDIO_URL: Slot = Slot {
    name: "audio_url",
    place: Place::Field,
    medium: Medium::Audio,
    roles: &["audio"],
    most: 1,
};

const fn media(
    name: &'static str,
    medium: Medium,
    roles: &'static [&'static str],
    most: usize,
) -> Slot {
    Slot {
        name,
        place: Place::Media,
        medium,
        roles,
        most,
    }
}

/// The sizes that may be asked for.
pub(super) static SIZES: &[Size] = &[
    size("1280*720", "720P", "16:9"),
    size("720*1280", "720P", "9:16"),
    size("960*960", "720P", "1:1"),
    size("1088*832", "720P", "4:3"),
    size("832*1088", "720P", "3:4"),
    size("1920*1080", "1080P", "16:9"),
    size("1080*1920", "1080P", "9:16"),
    size("1440*1440", "1080P", "1:1"),
    size("1632*1248", "1080P", "4:3"),
    size("1248*1632", "1080P", "3:4"),
];

/// The sizes that models give which are asked by resolution and aspect ratio, where they differ; and those of 480P.
pub(super) static OUTPUT_SIZES: &[Size] = &[
    size("1104*832", "720P", "4:3"),
    size("832*1104", "720P", "3:4"),
    size("1648*1248", "1080P", "4:3"),
    size("1248*1648", "1080P", "3:4"),
    size("832*480", "480P", "16:9"),
    size("480*832", "480P", "9:16"),
    size("624*624", "480P", "1:1"),
];

const fn size(pixels: &'static str, resolution: &'static str, ratio: &'static str) -> Size {
    Size {
        pixels,
        resolution,
        ratio,
    }
}
