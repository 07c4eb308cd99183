//! The nine models of the Qwen provider page, in its order, with its input kinds and context windows.
//!
//! Output limits are those of the provider's catalog; thinking, its limits and prices those of the Model Studio model
//! list (all November 2026). Where the two differ in a context window or an output limit, the first stands here and the
//! comment names the other.

use super::{ALWAYS, Input, MILLION, ROW, Row, above, off, on, up_to};

const PAGE: Row = Row {
    source: "Qwen provider page and Model Studio model list, November 2026",
    coding: true,
    ..ROW
};

pub(super) static ROWS: [Row; 9] = [
    // The list adds video, and gives two international tiers without their bound.
    Row {
        id: "qwen3.5-plus",
        input: Input::TextImage,
        context_window: MILLION,
        output_limit: 65_536,
        thinking: on(81_920),
        cny: &[
            up_to(128, 800, 4_800),
            up_to(256, 2_000, 12_000),
            above(4_000, 24_000),
        ],
        ..PAGE
    },
    // The list adds video, and names it among the Coding Plan's models; the page knows it to work on Standard only.
    // International bounds are those of the Chinese tiers.
    Row {
        id: "qwen3.6-plus",
        input: Input::TextImage,
        context_window: MILLION,
        output_limit: 65_536,
        thinking: on(81_920),
        coding: false,
        cny: &[up_to(256, 2_000, 12_000), above(8_000, 48_000)],
        usd: &[up_to(256, 500, 3_000), above(2_000, 6_000)],
        ..PAGE
    },
    // An answer with thinking has at most 32,768 tokens. International bounds are those of the Chinese tiers.
    Row {
        id: "qwen3-max-2026-01-23",
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
        ..PAGE
    },
    // International bounds are those of the Chinese tiers.
    Row {
        id: "qwen3-coder-next",
        context_window: 262_144,
        output_limit: 65_536,
        cny: &[
            up_to(32, 1_000, 4_000),
            up_to(128, 1_500, 6_000),
            above(2_500, 10_000),
        ],
        usd: &[
            up_to(32, 300, 1_500),
            up_to(128, 500, 2_500),
            above(800, 4_000),
        ],
        ..PAGE
    },
    // The list gives four tiers without their bounds.
    Row {
        id: "qwen3-coder-plus",
        context_window: MILLION,
        output_limit: 65_536,
        ..PAGE
    },
    // The list says 204,800 tokens in all and 131,072 of answer.
    Row {
        id: "MiniMax-M2.5",
        context_window: MILLION,
        output_limit: 65_536,
        thinking: ALWAYS,
        cny: &[above(2_100, 8_400)],
        ..PAGE
    },
    // The list gives two tiers without their bound.
    Row {
        id: "glm-5",
        context_window: 202_752,
        output_limit: 16_384,
        thinking: on(32_768),
        ..PAGE
    },
    // The list gives two tiers without their bound.
    Row {
        id: "glm-4.7",
        context_window: 202_752,
        output_limit: 16_384,
        thinking: on(32_768),
        ..PAGE
    },
    // The list adds video, and says 16,384 tokens of answer in one place and 32,768 in another.
    Row {
        id: "kimi-k2.5",
        input: Input::TextImage,
        context_window: 262_144,
        output_limit: 32_768,
        thinking: off(81_920),
        cny: &[above(4_000, 21_000)],
        ..PAGE
    },
];
