//! Every kind of model with every level.

mod conflicts;
mod words;

use super::{
    Conflict, Fields, Preserving, Wish, fields, level, preserving, preserving_in_template,
    streams_only,
};
use crate::chat::types::ThinkingLevel::{
    self, Adaptive, High, Low, Max, Medium, Minimal, Off, Xhigh,
};
use crate::error::ErrorKind;
use crate::model::{Model, ThinkingSupport};

const LEVELS: [ThinkingLevel; 7] = [Minimal, Low, Medium, High, Xhigh, Adaptive, Max];

fn model(id: &str, thinking: ThinkingSupport, limit: Option<u32>) -> Model {
    Model {
        id: String::from(id),
        name: String::from(id),
        input: Vec::new(),
        context_window: 100_000,
        output_limit: 10_000,
        thinking,
        thinking_budget_limit: limit,
        plans: Vec::new(),
        prices: Vec::new(),
        source: String::new(),
        as_of: String::new(),
    }
}

/// What is sent: the switch, the effort, the budget, and the codes of the warnings.
type Sent = (Option<bool>, Option<&'static str>, Option<u32>, Vec<String>);

fn sent(model: &Model, level: Option<ThinkingLevel>, budget: Option<u32>) -> Sent {
    let Fields {
        enable,
        effort,
        budget,
        warnings,
    } = fields(model, wish(level, budget)).expect("fields");
    (
        enable,
        effort,
        budget,
        warnings.into_iter().map(|warning| warning.code).collect(),
    )
}

fn wish(level: Option<ThinkingLevel>, budget: Option<u32>) -> Wish {
    Wish {
        level,
        budget,
        conflict: None,
    }
}

fn warned(code: &str) -> Vec<String> {
    vec![String::from(code)]
}

#[test]
fn a_model_that_never_thinks_is_sent_nothing() {
    let model = model("qwen3-coder-plus", ThinkingSupport::None, None);
    assert_eq!(sent(&model, None, None), (None, None, None, vec![]));
    assert_eq!(sent(&model, Some(Off), None), (None, None, None, vec![]));
    for level in LEVELS {
        assert_eq!(
            sent(&model, Some(level), None),
            (None, None, None, warned("thinking-unsupported"))
        );
    }
}

#[test]
fn a_model_that_can_think_is_switched() {
    for support in [ThinkingSupport::OptionalOff, ThinkingSupport::OptionalOn] {
        let model = model("qwen3.5-plus", support, Some(81_920));
        assert_eq!(sent(&model, None, None), (None, None, None, vec![]));
        assert_eq!(
            sent(&model, Some(Off), None),
            (Some(false), None, None, vec![])
        );
        assert_eq!(
            sent(&model, Some(Off), Some(5)),
            (Some(false), None, None, warned("thinking-budget-ignored"))
        );
        for level in LEVELS {
            assert_eq!(
                sent(&model, Some(level), None),
                (Some(true), None, None, vec![])
            );
            assert_eq!(
                sent(&model, Some(level), Some(5)),
                (Some(true), None, Some(5), vec![])
            );
        }
    }
}

#[test]
fn a_budget_alone_turns_thinking_on_where_it_is_off() {
    let off = model("qwen-plus", ThinkingSupport::OptionalOff, Some(38_912));
    assert_eq!(
        sent(&off, None, Some(100)),
        (Some(true), None, Some(100), vec![])
    );
    let on = model("qwen3.5-plus", ThinkingSupport::OptionalOn, Some(81_920));
    assert_eq!(sent(&on, None, Some(100)), (None, None, Some(100), vec![]));
}

#[test]
fn a_model_that_always_thinks_is_not_switched() {
    let model = model("qwq-plus", ThinkingSupport::Always, Some(1_000));
    assert_eq!(sent(&model, None, None), (None, None, None, vec![]));
    assert_eq!(
        sent(&model, Some(Off), None),
        (None, None, None, warned("thinking-always-on"))
    );
    assert_eq!(
        sent(&model, Some(Off), Some(7)),
        (None, None, Some(7), warned("thinking-always-on"))
    );
    for level in LEVELS {
        assert_eq!(
            sent(&model, Some(level), Some(7)),
            (None, None, Some(7), vec![])
        );
    }
}

#[test]
fn a_budget_has_a_range() {
    let takes = model("qwen3.5-plus", ThinkingSupport::OptionalOn, Some(81_920));
    for budget in [1, 81_920] {
        assert_eq!(sent(&takes, None, Some(budget)).2, Some(budget));
    }
    for budget in [81_921, u32::MAX] {
        assert_eq!(
            sent(&takes, None, Some(budget)),
            (None, None, Some(81_920), warned("value-adjusted"))
        );
    }
    let error = fields(&takes, wish(None, Some(0))).expect_err("out of range");
    assert_eq!(error.kind, ErrorKind::InvalidRequest);
    assert_eq!(
        error.message,
        "thinking_budget is 0, and qwen3.5-plus takes 1 to 81920"
    );
    for support in [
        ThinkingSupport::None,
        ThinkingSupport::OptionalOn,
        ThinkingSupport::Always,
    ] {
        let error =
            fields(&model("m", support, None), wish(None, Some(5))).expect_err("takes none");
        assert_eq!(error.kind, ErrorKind::Unsupported);
        assert_eq!(error.message, "m takes no thinking_budget");
    }
}

#[test]
fn earlier_reasoning_is_kept_where_the_model_can() {
    let kept = |field, replay| Some(Preserving { field, replay });
    let cases = [
        ("qwen3.8-max", None, kept(None, true)),
        ("qwen3.8-max", Some(false), kept(Some(false), false)),
        ("qwen3.8-27b", None, kept(None, false)),
        ("qwen3.7-plus", None, kept(None, false)),
        ("qwen3.7-plus", Some(true), kept(Some(true), true)),
        ("qwen3.8-flash", None, kept(None, true)),
        ("qwen3.8-omni-flash", Some(true), kept(Some(true), true)),
        ("qwen3.7-max", Some(true), kept(Some(true), true)),
        ("qwen3.7-max-2026-05-20", Some(true), kept(Some(true), true)),
        ("qwen3.7-max-2026-05-17", Some(true), None),
        ("qwen3.7-max-preview", Some(true), None),
        ("qwen3.7-max-preview", Some(false), kept(None, false)),
        ("qwen3.7-max-preview", None, kept(None, false)),
        ("qwen3.7-flash", None, kept(None, false)),
        ("qwen3.6-max-preview", Some(true), kept(Some(true), true)),
        ("qwen3.6-plus", None, kept(None, false)),
        ("qwen3.6-flash", Some(false), kept(Some(false), false)),
        ("kimi-k2.6", None, kept(None, false)),
        ("kimi-k2.7-code", None, kept(None, true)),
        ("kimi-k2.5", Some(true), None),
        ("qwen3.5-plus", None, kept(None, false)),
        ("qwen3.5-plus", Some(false), kept(None, false)),
        ("qwen3.5-plus", Some(true), None),
    ];
    for (id, asked, expected) in cases {
        assert_eq!(preserving(id, asked), expected, "{id} {asked:?}");
    }
}

#[test]
fn a_template_keeps_reasoning_unless_it_is_told_not_to() {
    for (asked, keeps) in [(None, true), (Some(true), true), (Some(false), false)] {
        let expected = Preserving {
            field: Some(keeps),
            replay: keeps,
        };
        assert_eq!(preserving_in_template(asked), expected);
    }
}

#[test]
fn open_models_think_only_in_streams() {
    for id in [
        "qwen3-235b-a22b",
        "qwen3-32b",
        "qwen3-8b",
        "qwen3-30b-a3b-thinking-2507",
    ] {
        assert!(streams_only(id), "{id}");
    }
    for id in [
        "qwen3-30b-a3b-instruct-2507",
        "qwen3-max",
        "qwen3-max-2026-01-23",
        "qwen3-coder-plus",
        "qwen3-vl-plus",
        "qwen3.5-plus",
        "qwen-plus",
        "qwen3-",
        "own/qwen3-8b",
        "",
    ] {
        assert!(!streams_only(id), "{id}");
    }
}
