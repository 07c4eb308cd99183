//! What does not go with thinking, for each kind of model and each wish.

use super::*;

fn sent_beside(
    conflict: Conflict,
    support: ThinkingSupport,
    level: Option<ThinkingLevel>,
    budget: Option<u32>,
) -> Sent {
    let wish = Wish {
        level,
        budget,
        conflict: Some(conflict),
    };
    let model = model("qwen3.8-max", support, Some(9_000));
    let fields = fields(&model, wish).expect("fields");
    let codes = fields.warnings.into_iter().map(|warning| warning.code);
    (fields.enable, fields.effort, fields.budget, codes.collect())
}

/// Every wish: each level and none, each with a budget and without.
fn wishes() -> impl Iterator<Item = (Option<ThinkingLevel>, Option<u32>)> {
    let levels = LEVELS.into_iter().chain([Off]).map(Some).chain([None]);
    levels.flat_map(|level| [(level, None), (level, Some(9))])
}

/// Off, with a warning that says why, and one of a budget that is of no use then.
fn off(why: &str, budget: Option<u32>) -> Sent {
    let budget = budget.map(|_| String::from("thinking-budget-ignored"));
    let codes = [String::from(why)].into_iter().chain(budget);
    (Some(false), None, None, codes.collect())
}

/// What is sent where nothing is in conflict.
fn sent_alone(support: ThinkingSupport, level: Option<ThinkingLevel>, budget: Option<u32>) -> Sent {
    let model = model("qwen3.8-max", support, Some(9_000));
    sent(&model, level, budget)
}

#[test]
fn a_forced_call_turns_off_whatever_would_think() {
    const WHY: &str = "thinking-off-for-tool-choice";
    for (level, budget) in wishes() {
        let words = format!("{level:?} {budget:?}");
        for support in [ThinkingSupport::OptionalOn, ThinkingSupport::OptionalOff] {
            let thinks = match level {
                Some(level) => level != Off,
                None => support == ThinkingSupport::OptionalOn || budget.is_some(),
            };
            let expected = if thinks {
                off(WHY, budget)
            } else {
                sent_alone(support, level, budget)
            };
            let sent = sent_beside(Conflict::ForcedCall, support, level, budget);
            assert_eq!(sent, expected, "{support:?} {words}");
            assert_ne!(sent.0, Some(true), "{support:?} {words}");
        }
        for support in [ThinkingSupport::Always, ThinkingSupport::None] {
            let sent = sent_beside(Conflict::ForcedCall, support, level, budget);
            assert_eq!(
                sent,
                sent_alone(support, level, budget),
                "{support:?} {words}"
            );
        }
    }
}

#[test]
fn json_turns_off_what_thinks_unasked() {
    let supports = [
        ThinkingSupport::None,
        ThinkingSupport::OptionalOff,
        ThinkingSupport::OptionalOn,
        ThinkingSupport::Always,
    ];
    for (level, budget) in wishes() {
        for support in supports {
            let is_unasked = level.is_none() && budget.is_none();
            let expected = if is_unasked && support == ThinkingSupport::OptionalOn {
                off("thinking-off-for-json", None)
            } else {
                sent_alone(support, level, budget)
            };
            let sent = sent_beside(Conflict::Json, support, level, budget);
            assert_eq!(sent, expected, "{support:?} {level:?} {budget:?}");
        }
    }
}

#[test]
fn a_warning_names_the_model_and_the_cause() {
    let model = model("qwen3.5-plus", ThinkingSupport::OptionalOn, None);
    for (conflict, message) in [
        (
            Conflict::ForcedCall,
            "qwen3.5-plus cannot be made to call a tool while it thinks; thinking was turned off",
        ),
        (
            Conflict::Json,
            "qwen3.5-plus may write broken JSON when it thinks; thinking was turned off",
        ),
    ] {
        let wish = Wish {
            conflict: Some(conflict),
            ..Wish::default()
        };
        let warnings = fields(&model, wish).expect("fields").warnings;
        assert_eq!(warnings[0].message, message);
    }
}
