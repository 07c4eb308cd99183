//! Models that the provider serves for chat besides those of its page: the Model Studio model list, November 2026.
//!
//! Left out are models of which the list does not give context window, output limit and thinking: kimi-k2.6,
//! kimi-k2.7-code, kimi-k3 and deepseek-v3.2 have no output limit there. Dated snapshots of a listed model are left out
//! too. A configuration can name any of them.

use super::{ALWAYS, Input, MILLION, OFF, ON, ROW, Row, Tier, above, off, on, up_to};

const LIST: Row = Row {
    source: "Model Studio model list, November 2026",
    ..ROW
};

pub(super) static ROWS: [Row; 21] = [
    Row {
        id: "qwen3.8-max",
        input: Input::TextImageVideo,
        context_window: MILLION,
        output_limit: 131_072,
        thinking: on(262_144),
        cny: &[above(12_000, 36_000)],
        usd: &[above(2_000, 6_000)],
        ..LIST
    },
    Row {
        id: "qwen3.8-flash",
        input: Input::TextImageVideo,
        context_window: MILLION,
        output_limit: 131_072,
        thinking: on(262_144),
        cny: &[above(800, 2_700)],
        usd: &[above(150, 470)],
        ..LIST
    },
    // Pages of May 2026 said 65,536 tokens of answer for qwen3.7, those of September 131,072.
    Row {
        id: "qwen3.7-max",
        context_window: MILLION,
        output_limit: 131_072,
        thinking: on(262_144),
        cny: &[above(12_000, 36_000)],
        usd: &[above(2_500, 7_500)],
        ..LIST
    },
    // The Coding Plan's questions and answers name it too. International bounds are those of the Chinese tiers.
    Row {
        id: "qwen3.7-plus",
        input: Input::TextImageVideo,
        context_window: MILLION,
        output_limit: 131_072,
        thinking: on(262_144),
        coding: true,
        cny: &[up_to(256, 2_000, 8_000), above(6_000, 24_000)],
        usd: &[up_to(256, 400, 1_600), above(1_200, 4_800)],
        ..LIST
    },
    // International bounds are those of the Chinese tiers.
    Row {
        id: "qwen3.7-flash",
        input: Input::TextImageVideo,
        context_window: MILLION,
        output_limit: 131_072,
        thinking: on(262_144),
        cny: &[
            up_to(32, 200, 800),
            up_to(256, 600, 2_400),
            above(1_200, 4_800),
        ],
        usd: &[up_to(32, 30, 130), up_to(256, 100, 400), above(200, 800)],
        ..LIST
    },
    // Two tiers without their bound.
    Row {
        id: "qwen3.6-flash",
        input: Input::TextImageVideo,
        context_window: MILLION,
        output_limit: 65_536,
        thinking: ON,
        ..LIST
    },
    // Two tiers without their bound.
    Row {
        id: "qwen3.6-max-preview",
        context_window: 262_144,
        output_limit: 65_536,
        thinking: ON,
        ..LIST
    },
    // Three Chinese tiers without their bounds.
    Row {
        id: "qwen3.5-flash",
        input: Input::TextImageVideo,
        context_window: MILLION,
        output_limit: 65_536,
        thinking: ON,
        usd: &[above(100, 400)],
        ..LIST
    },
    // An answer with thinking has at most 32,768 tokens. International bounds are those of the Chinese tiers.
    Row {
        id: "qwen3-max",
        context_window: 262_144,
        output_limit: 65_536,
        thinking: off(81_920),
        cny: &[
            up_to(32, 2_500, 10_000),
            up_to(128, 4_000, 16_000),
            above(7_000, 28_000),
        ],
        usd: &[
            up_to(32, 1_200, 6_000),
            up_to(128, 2_400, 12_000),
            above(3_000, 15_000),
        ],
        ..LIST
    },
    // Only the first Chinese tier is given, without its bound.
    Row {
        id: "qwen-plus",
        context_window: MILLION,
        output_limit: 32_768,
        thinking: OFF,
        usd: &[Tier {
            thinking_output: Some(4_000),
            ..above(400, 1_200)
        }],
        ..LIST
    },
    // Only the first Chinese tier is given, without its bound.
    Row {
        id: "qwen-flash",
        context_window: MILLION,
        output_limit: 32_768,
        thinking: OFF,
        usd: &[above(50, 400)],
        ..LIST
    },
    Row {
        id: "qwen-max",
        context_window: 32_768,
        output_limit: 8_192,
        cny: &[above(2_400, 9_600)],
        usd: &[above(1_600, 6_400)],
        ..LIST
    },
    Row {
        id: "qwen-vl-max-latest",
        input: Input::TextImageVideo,
        context_window: 131_072,
        output_limit: 8_192,
        cny: &[above(1_600, 4_000)],
        usd: &[above(800, 3_200)],
        ..LIST
    },
    // Tiers without their bounds.
    Row {
        id: "qwen3-vl-plus",
        input: Input::TextImageVideo,
        context_window: 262_144,
        output_limit: 32_768,
        thinking: OFF,
        ..LIST
    },
    // Two Chinese tiers without their bound.
    Row {
        id: "glm-5.1",
        context_window: 202_745,
        output_limit: 131_072,
        thinking: ON,
        usd: &[above(1_400, 4_400)],
        ..LIST
    },
    Row {
        id: "glm-5.2",
        context_window: MILLION,
        output_limit: 131_072,
        thinking: ON,
        ..LIST
    },
    Row {
        id: "glm-5.3",
        context_window: MILLION,
        output_limit: 131_072,
        thinking: ALWAYS,
        ..LIST
    },
    Row {
        id: "deepseek-v4-pro",
        context_window: MILLION,
        output_limit: 393_216,
        thinking: ON,
        ..LIST
    },
    Row {
        id: "deepseek-v4-flash",
        context_window: MILLION,
        output_limit: 393_216,
        thinking: ON,
        ..LIST
    },
    Row {
        id: "deepseek-v4.1-flash",
        input: Input::TextImageVideo,
        context_window: MILLION,
        output_limit: 393_216,
        thinking: ON,
        ..LIST
    },
    Row {
        id: "qwq-plus",
        context_window: 131_072,
        output_limit: 8_192,
        thinking: ALWAYS,
        cny: &[above(1_600, 4_000)],
        usd: &[above(800, 2_400)],
        ..LIST
    },
];
