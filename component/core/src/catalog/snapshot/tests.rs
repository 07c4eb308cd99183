//! What the snapshot is held to.

use std::collections::HashSet;

use super::*;

fn ids(keep: impl Fn(&Row) -> bool) -> Vec<&'static str> {
    rows().filter(|row| keep(row)).map(|row| row.id).collect()
}

#[test]
fn the_page_comes_first_and_whole() {
    use InputKind::{Image, Text};
    use ThinkingSupport::{Always, None as Never, OptionalOff, OptionalOn};
    #[rustfmt::skip]
    let expected = [
        ("qwen3.5-plus",         &[Text, Image][..], 1_000_000, 65_536, OptionalOn,  Some(81_920)),
        ("qwen3.6-plus",         &[Text, Image],     1_000_000, 65_536, OptionalOn,  Some(81_920)),
        ("qwen3-max-2026-01-23", &[Text],              262_144, 65_536, OptionalOff, Some(81_920)),
        ("qwen3-coder-next",     &[Text],              262_144, 65_536, Never,       None),
        ("qwen3-coder-plus",     &[Text],            1_000_000, 65_536, Never,       None),
        ("MiniMax-M2.5",         &[Text],            1_000_000, 65_536, Always,      None),
        ("glm-5",                &[Text],              202_752, 16_384, OptionalOn,  Some(32_768)),
        ("glm-4.7",              &[Text],              202_752, 16_384, OptionalOn,  Some(32_768)),
        ("kimi-k2.5",            &[Text, Image],       262_144, 32_768, OptionalOff, Some(81_920)),
    ];
    for (row, (id, input, context, output, thinking, budget)) in rows().zip(expected) {
        let model = row.to_model();
        assert_eq!((model.id.as_str(), model.input.as_slice()), (id, input));
        assert_eq!(
            (model.context_window, model.output_limit),
            (context, output),
            "{id}"
        );
        assert_eq!(
            (model.thinking, model.thinking_budget_limit),
            (thinking, budget),
            "{id}"
        );
    }
}

#[test]
fn the_coding_plan_serves_its_list() {
    assert_eq!(
        ids(|row| row.coding),
        [
            "qwen3.5-plus",
            "qwen3-max-2026-01-23",
            "qwen3-coder-next",
            "qwen3-coder-plus",
            "MiniMax-M2.5",
            "glm-5",
            "glm-4.7",
            "kimi-k2.5",
            "qwen3.7-plus",
        ]
    );
}

#[test]
fn thinking_is_the_models_own() {
    assert_eq!(
        ids(|row| row.thinking == ALWAYS),
        ["MiniMax-M2.5", "glm-5.3", "qwq-plus"]
    );
    assert_eq!(
        ids(|row| row.thinking == NEVER),
        [
            "qwen3-coder-next",
            "qwen3-coder-plus",
            "qwen-max",
            "qwen-vl-max-latest"
        ]
    );
    assert_eq!(
        ids(|row| row.thinking.0 == ThinkingSupport::OptionalOff),
        [
            "qwen3-max-2026-01-23",
            "kimi-k2.5",
            "qwen3-max",
            "qwen-plus",
            "qwen-flash",
            "qwen3-vl-plus"
        ]
    );
    assert_eq!(
        ids(|row| row.thinking.1 == Some(262_144)),
        [
            "qwen3.8-max",
            "qwen3.8-flash",
            "qwen3.7-max",
            "qwen3.7-plus",
            "qwen3.7-flash"
        ]
    );
}

#[test]
fn every_row_is_whole() {
    let mut seen = HashSet::new();
    for row in rows() {
        assert!(seen.insert(row.id.to_ascii_lowercase()), "{} twice", row.id);
        assert!(
            !row.id.is_empty() && row.source.ends_with("November 2026"),
            "{}",
            row.id
        );
        assert!(
            0 < row.output_limit && row.output_limit < row.context_window,
            "{}",
            row.id
        );
        assert!(row.id.len() * 2 < super::super::MOST_SHOWN);
        let (support, limit) = row.thinking;
        if matches!(support, ThinkingSupport::None | ThinkingSupport::Always) {
            assert_eq!(limit, None, "{}", row.id);
        }
    }
    assert_eq!(seen.len(), 30);
    assert!(find(super::super::DEFAULT_MODEL).is_some_and(|row| row.coding));
}

#[test]
fn tiers_rise_and_the_last_has_no_bound() {
    for row in rows() {
        for tiers in [row.cny, row.usd] {
            let Some((last, bounded)) = tiers.split_last() else {
                continue;
            };
            assert_eq!(last.up_to, None, "{}", row.id);
            assert!(
                bounded.iter().all(|tier| tier.up_to.is_some()),
                "{}",
                row.id
            );
            for pair in tiers.windows(2) {
                assert!(
                    pair[1].up_to.is_none() || pair[0].up_to < pair[1].up_to,
                    "{}",
                    row.id
                );
                assert!(
                    pair[0].input < pair[1].input && pair[0].output < pair[1].output,
                    "{}",
                    row.id
                );
            }
            assert!(
                tiers
                    .iter()
                    .all(|tier| tier.input > 0 && tier.input < tier.output),
                "{}",
                row.id
            );
        }
    }
}

#[test]
fn prices_are_in_millionths() {
    let prices = find("qwen3.7-flash").unwrap().to_model().prices;
    let tier = |up_to_input_tokens, input_micros, output_micros| PriceTier {
        up_to_input_tokens,
        input_micros,
        output_micros,
        thinking_output_micros: None,
    };
    assert_eq!(
        prices,
        [
            Price {
                region: Region::China,
                currency: "CNY",
                tiers: vec![
                    tier(Some(32_000), 200_000, 800_000),
                    tier(Some(256_000), 600_000, 2_400_000),
                    tier(None, 1_200_000, 4_800_000),
                ],
            },
            Price {
                region: Region::Global,
                currency: "USD",
                tiers: vec![
                    tier(Some(32_000), 30_000, 130_000),
                    tier(Some(256_000), 100_000, 400_000),
                    tier(None, 200_000, 800_000),
                ],
            },
        ]
    );
    let plus = find("qwen-plus").unwrap().to_model().prices;
    assert_eq!(
        plus,
        [Price {
            region: Region::Global,
            currency: "USD",
            tiers: vec![PriceTier {
                thinking_output_micros: Some(4_000_000),
                ..tier(None, 400_000, 1_200_000)
            }],
        }]
    );
    assert!(
        find("qwen3-coder-plus")
            .unwrap()
            .to_model()
            .prices
            .is_empty()
    );
}
