//! Usage in every spelling, and prices.

use super::{WireUsage, cost};
use crate::chat::types::Usage;
use crate::json;
use crate::model::{Model, Plan, Price, PriceTier, Region, ThinkingSupport};

fn counts(json: &str) -> Option<Usage> {
    let mut usage = WireUsage::default();
    json::read(json, &mut usage).expect(json);
    usage.counts()
}

#[test]
fn reads_every_spelling() {
    let plain = Usage {
        input_tokens: 9,
        output_tokens: 4,
        total_tokens: 13,
        ..Usage::default()
    };
    let cases = [
        ("{}", None),
        (r#"{"prompt_tokens":null}"#, None),
        (
            r#"{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13}"#,
            Some(plain),
        ),
        (r#"{"prompt_tokens":9,"completion_tokens":4}"#, Some(plain)),
        (
            r#"{"prompt_tokens":9.0,"completion_tokens":3.6,"total_tokens":null}"#,
            Some(plain),
        ),
        (
            r#"{"prompt_tokens":9,"completion_tokens":4,"prompt_tokens_details":null,"completion_tokens_details":"x"}"#,
            Some(plain),
        ),
        (
            r#"{"prompt_tokens":9,"completion_tokens":4,"x":[{"y":1}],"prompt_tokens_details":[]}"#,
            Some(plain),
        ),
        (
            r#"{"prompt_tokens":-9,"completion_tokens":4}"#,
            Some(Usage {
                output_tokens: 4,
                total_tokens: 4,
                ..Usage::default()
            }),
        ),
        (
            r#"{"prompt_tokens":1e300,"completion_tokens":4}"#,
            Some(Usage {
                output_tokens: 4,
                total_tokens: 4,
                ..Usage::default()
            }),
        ),
        (
            r#"{"prompt_tokens":18446744073709551615,"total_tokens":"7"}"#,
            None,
        ),
    ];
    for (json, expected) in cases {
        assert_eq!(counts(json), expected, "{json}");
    }
}

#[test]
fn reads_the_parts_of_a_count_wherever_they_stand() {
    let plain = Usage {
        input_tokens: 9,
        output_tokens: 4,
        total_tokens: 13,
        ..Usage::default()
    };
    let cases = [
        (
            r#"{"prompt_tokens":9,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":5,"cache_creation_input_tokens":2},"completion_tokens_details":{"reasoning_tokens":3}}"#,
            Some(Usage {
                cached_input_tokens: 5,
                cache_write_tokens: 2,
                reasoning_tokens: 3,
                ..plain
            }),
        ),
        (
            r#"{"prompt_tokens":9,"completion_tokens":4,"prompt_cache_hit_tokens":6,"cache_write_tokens":1}"#,
            Some(Usage {
                cached_input_tokens: 6,
                cache_write_tokens: 1,
                ..plain
            }),
        ),
        (
            r#"{"prompt_tokens":9,"completion_tokens":4,"prompt_tokens_details":{"cache_creation":{"ephemeral_5m_input_tokens":5},"cache_type":"ephemeral"}}"#,
            Some(Usage {
                cache_write_tokens: 5,
                ..plain
            }),
        ),
        (
            r#"{"prompt_tokens":9,"completion_tokens":4,"cache_creation_input_tokens":8,"prompt_tokens_details":{"cache_write_tokens":7}}"#,
            Some(Usage {
                cache_write_tokens: 7,
                ..plain
            }),
        ),
    ];
    for (json, expected) in cases {
        assert_eq!(counts(json), expected, "{json}");
    }
}

fn model() -> Model {
    Model {
        id: String::from("m"),
        name: String::from("m"),
        input: Vec::new(),
        context_window: 1_000_000,
        output_limit: 65_536,
        thinking: ThinkingSupport::OptionalOn,
        thinking_budget_limit: None,
        plans: vec![Plan::Standard],
        prices: vec![Price {
            region: Region::China,
            currency: "CNY",
            tiers: vec![
                PriceTier {
                    up_to_input_tokens: Some(100),
                    input_micros: 800_000,
                    output_micros: 2_000_000,
                    thinking_output_micros: Some(8_000_000),
                },
                PriceTier {
                    up_to_input_tokens: Some(200),
                    input_micros: 3,
                    output_micros: 5,
                    thinking_output_micros: None,
                },
            ],
        }],
        source: String::new(),
        as_of: String::from("2026-11-01"),
    }
}

#[test]
fn prices_by_tier() {
    let cases = [
        (100, 10, false, Some(100)),
        (100, 10, true, Some(160)),
        (0, 0, false, Some(0)),
        // 3 × 101 + 5 × 99,939 is just below and with one more above half a millionth.
        (101, 99_939, true, Some(0)),
        (101, 99_940, true, Some(1)),
        (200, 0, false, Some(0)),
        (201, 0, false, None),
        (1, u64::MAX, true, None),
    ];
    for (input_tokens, output_tokens, thought, expected) in cases {
        let usage = Usage {
            input_tokens,
            output_tokens,
            ..Usage::default()
        };
        let cost = cost(&usage, &model(), &Region::China, thought);
        assert_eq!(
            cost.as_ref().map(|cost| cost.micros),
            expected,
            "{input_tokens} {output_tokens}"
        );
        if let Some(cost) = cost {
            assert_eq!(
                (cost.currency.as_str(), cost.prices_as_of.as_str()),
                ("CNY", "2026-11-01")
            );
        }
    }
    assert_eq!(
        cost(&Usage::default(), &model(), &Region::Global, false),
        None
    );
}

#[test]
fn what_is_written_to_a_cache_costs_a_quarter_more() {
    let mut model = model();
    model.prices[0].tiers[0].input_micros = 800_000;
    let usage = Usage {
        input_tokens: 100,
        cache_write_tokens: 50,
        ..Usage::default()
    };
    let cost = cost(&usage, &model, &Region::China, false).expect("a price");
    assert_eq!(cost.micros, 80 + 10);
}
