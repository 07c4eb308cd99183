//! Which tools are accepted, and when they are called.

use serde_json::{Value, json};

use super::{check_refusals, parse};

fn tool(name: &str) -> Value {
    json!({ "type": "function", "function": { "name": name } })
}

#[test]
fn tools() {
    let forced = "~The tool_choice parameter does not support being set to required or object in thinking mode";
    let long = "a".repeat(65);
    let long_refusal =
        format!("{long} does not match '^[a-zA-Z0-9_-]{{1,64}}$' - 'tools.[0].function.name'");
    check_refusals([
        (
            "qwen-plus",
            json!({"tools": []}),
            "[] is too short - 'tools'",
        ),
        (
            "qwen-plus",
            json!({"tools": [{}]}),
            "'type' is a required property - 'tools.[0]'",
        ),
        (
            "qwen-plus",
            json!({"tools": [{"type": "web"}]}),
            "web is not one of ['function'] - 'tools.[0].type'",
        ),
        (
            "qwen-plus",
            json!({"tools": [{"type": "function", "function": {}}]}),
            "'name' is a required property - 'tools.[0].function'",
        ),
        (
            "qwen-plus",
            json!({"tools": [tool("search")]}),
            "Tool names are not allowed to be [search]",
        ),
        (
            "qwen-plus",
            json!({"tools": [tool("ok"), tool("get weather")]}),
            "get weather does not match '^[a-zA-Z0-9_-]{1,64}$' - 'tools.[1].function.name'",
        ),
        ("qwen-plus", json!({"tools": [tool(&long)]}), &long_refusal),
        (
            "qwen-plus",
            json!({"tools": [tool("a")], "tool_choice": "always"}),
            r#"~tool_choice is one of the strings that should be ["none", "auto"]"#,
        ),
        (
            "qwen-plus",
            json!({"tools": [tool("a")], "n": 2}),
            "~Range of n should be [1, 1]",
        ),
        (
            "qwen3.7-plus",
            json!({"tools": [tool("a")], "tool_choice": "required"}),
            forced,
        ),
        (
            "qwen3.7-plus",
            json!({"tools": [tool("a")], "tool_choice": {"type": "function", "function": {"name": "a"}}}),
            forced,
        ),
    ]);
}

#[test]
fn tools_are_called_when_asked_for() {
    let all = json!([tool("get_time"), tool("get_weather")]);
    let named = json!({"type": "function", "function": {"name": "get_weather"}});
    let rows: [(Value, &str, bool, &[&str]); 9] = [
        (json!({}), "Hello", true, &[]),
        (
            json!({}),
            "Use get_weather, please.",
            true,
            &["get_weather"],
        ),
        (json!({}), "forget_weather_now", true, &[]),
        (json!({}), "get_weather and get_time", true, &["get_time"]),
        (
            json!({"parallel_tool_calls": true}),
            "get_weather and get_time",
            true,
            &["get_time", "get_weather"],
        ),
        (json!({}), "Use get_weather", false, &[]),
        (json!({"tool_choice": "none"}), "Use get_weather", true, &[]),
        (
            json!({"tool_choice": "required"}),
            "Hello",
            true,
            &["get_time"],
        ),
        (
            json!({"tool_choice": named}),
            "Hello",
            true,
            &["get_weather"],
        ),
    ];
    for (mut changes, text, asks, expected) in rows {
        changes["tools"] = all.clone();
        let tools = parse("qwen-plus", &changes).tools;
        let called: Vec<&str> = tools
            .called_for(text, asks)
            .iter()
            .map(|tool| tool.name.as_str())
            .collect();
        assert_eq!(called, expected, "{changes} {text}");
    }
}
