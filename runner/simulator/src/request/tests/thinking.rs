//! Who thinks, and what may be said about it.

use serde_json::json;

use super::{check_refusals, parse, refusal_of, request};
use crate::plan::Plan;
use crate::request::ThinkingMode;

#[test]
fn thinking_refusals() {
    let budget = |limit| {
        format!(
            "~The thinking_budget parameter must be a positive integer and not greater than {limit}"
        )
    };
    let together = "'reasoning_effort' and 'thinking_budget' cannot be set simultaneously";
    check_refusals([
        (
            "qwen-max",
            json!({"enable_thinking": true}),
            "The model qwen-max does not support enable_thinking.",
        ),
        (
            "glm-5.3",
            json!({"enable_thinking": false}),
            "~The value of the enable_thinking parameter is restricted to True.",
        ),
        (
            "qwen3-32b",
            json!({}),
            "parameter.enable_thinking must be set to false for non-streaming calls",
        ),
        (
            "qwen3.6-plus",
            json!({"thinking_budget": 81_921}),
            &budget("81920"),
        ),
        (
            "qwen3.6-plus",
            json!({"thinking_budget": 0}),
            &budget("81920"),
        ),
        (
            "qwen3.6-flash",
            json!({"thinking_budget": -1}),
            &budget("65536"),
        ),
        (
            "qwen3.8-max",
            json!({"reasoning_effort": "low", "thinking_budget": 10}),
            together,
        ),
        (
            "qwen3.8-max",
            json!({"reasoning_effort": "extreme"}),
            "'reasoning_effort' must be one of: 'none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'",
        ),
        (
            "glm-5.3",
            json!({"reasoning_effort": "medium"}),
            "'reasoning_effort' must be one of: 'low', 'high', 'max'",
        ),
    ]);
    let (_, body) = refusal_of(
        &request("qwen-max", &json!({"enable_thinking": true})),
        Plan::Standard,
    );
    assert_eq!(
        body["error"]["code"],
        "InvalidParameter.NotSupportEnableThinking"
    );
}

#[test]
fn thinking_follows_the_model_and_the_request() {
    let mode = |on, budget| ThinkingMode { on, budget };
    let rows = [
        ("qwen3.7-plus", json!({}), mode(true, None)),
        (
            "qwen3.7-plus",
            json!({"enable_thinking": false}),
            mode(false, None),
        ),
        (
            "qwen3.7-plus",
            json!({"thinking_budget": 100}),
            mode(true, Some(100)),
        ),
        (
            "qwen3.7-plus",
            json!({"reasoning_effort": "what?"}),
            mode(true, None),
        ),
        ("qwen-plus", json!({}), mode(false, None)),
        (
            "qwen-plus",
            json!({"enable_thinking": true}),
            mode(true, None),
        ),
        (
            "qwen-max",
            json!({"enable_thinking": false, "thinking_budget": -5}),
            mode(false, None),
        ),
        (
            "glm-5.3",
            json!({"enable_thinking": true}),
            mode(true, None),
        ),
        (
            "qwen3.8-max",
            json!({"reasoning_effort": "none"}),
            mode(false, None),
        ),
        (
            "qwen3.8-max",
            json!({"reasoning_effort": "low"}),
            mode(true, None),
        ),
        (
            "glm-5",
            json!({"reasoning_effort": "max", "thinking_budget": 5}),
            mode(true, Some(5)),
        ),
        ("qwen3-32b", json!({"stream": true}), mode(true, None)),
        (
            "qwen3-32b",
            json!({"enable_thinking": false}),
            mode(false, None),
        ),
    ];
    for (model, changes, expected) in rows {
        assert_eq!(
            parse(model, &changes).thinking,
            expected,
            "{model} {changes}"
        );
    }
}
