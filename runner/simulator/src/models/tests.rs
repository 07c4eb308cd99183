//! The table against itself and against the lists of the documentation.

use super::{Feature, MODELS, MaxTokens, Thinking, find};

fn ids(holds: impl Fn(&super::Model) -> bool) -> Vec<&'static str> {
    let mut ids: Vec<_> = MODELS
        .iter()
        .filter(|model| holds(model))
        .map(|model| model.id)
        .collect();
    ids.sort_unstable();
    ids
}

#[test]
fn rows_are_sound() {
    for model in MODELS {
        let same = MODELS.iter().filter(|other| other.id == model.id);
        assert_eq!(same.count(), 1, "{} twice", model.id);
        assert!(
            model.input_limit > 0 && model.output_limit > 0,
            "{}",
            model.id
        );
        let thinks = model.thinking != Thinking::Never;
        assert!(
            thinks || model.budget_limit.is_none(),
            "{} has a budget",
            model.id
        );
        assert!(
            thinks || model.efforts.is_none(),
            "{} has efforts",
            model.id
        );
        assert!(
            thinks || model.max_tokens == MaxTokens::Answer,
            "{}",
            model.id
        );
        assert_eq!(
            model.has(Feature::ThirdParty),
            !model.id.starts_with("qw"),
            "{}",
            model.id
        );
    }
}

#[test]
fn the_coding_plan_is_the_published_list() {
    assert_eq!(
        ids(|model| model.has(Feature::CodingPlan)),
        [
            "MiniMax-M2.5",
            "glm-4.7",
            "glm-5",
            "kimi-k2.5",
            "qwen3-coder-next",
            "qwen3-coder-plus",
            "qwen3-max-2026-01-23",
            "qwen3.5-plus",
            "qwen3.6-plus",
            "qwen3.7-plus",
        ]
    );
    assert_eq!(
        ids(|model| model.has(Feature::CodingPlan) && model.has(Feature::Sees)),
        ["kimi-k2.5", "qwen3.5-plus", "qwen3.6-plus", "qwen3.7-plus"]
    );
}

#[test]
fn thinking_is_the_published_default() {
    for (id, thinking) in [
        ("glm-5.3", Thinking::Always),
        ("qwq-plus", Thinking::Always),
        ("MiniMax-M2.5", Thinking::Always),
        ("qwen3.8-max", Thinking::OnByDefault),
        ("qwen3.6-plus", Thinking::OnByDefault),
        ("qwen3-32b", Thinking::OnByDefault),
        ("qwen-plus", Thinking::OffByDefault),
        ("qwen3-max", Thinking::OffByDefault),
        ("kimi-k2.5", Thinking::OffByDefault),
        ("qwen3-coder-plus", Thinking::Never),
        ("qwen-max", Thinking::Never),
    ] {
        assert_eq!(find(id).unwrap().thinking, thinking, "{id}");
    }
}

#[test]
fn only_two_families_take_a_schema() {
    assert!(
        ids(|model| model.has(Feature::JsonSchema))
            .iter()
            .all(|id| id.starts_with("qwen3.7-") || id.starts_with("qwen3.8-"))
    );
}

#[test]
fn ids_are_exact() {
    assert!(find("qwen3.7-plus").is_some());
    for id in ["Qwen3.7-Plus", " qwen3.7-plus", "qwen3.7", ""] {
        assert!(find(id).is_none(), "{id}");
    }
}
