//! Definitions as they are sent and as they are refused, and every choice for every kind of model.

use ThinkingSupport::{Always, None as Never, OptionalOff, OptionalOn};
use proptest::prelude::*;

use super::*;
use crate::chat::encode::tests::{asking, codes, model, thinker, tool};
use crate::error::ErrorKind;

fn with(tools: Vec<Tool>) -> Request {
    Request {
        tools,
        ..asking("a")
    }
}

fn of(request: &Request, model: &Model) -> Result<Tools, Error> {
    Tools::of(request, model)
}

fn json(value: Option<&String>) -> &str {
    value.map_or("null", String::as_str)
}

#[track_caller]
fn refused(request: &Request, message: &str, hint: &str) {
    let error = of(request, &model("qwen-plus")).expect_err("a refusal");
    assert_eq!(error.kind, ErrorKind::InvalidRequest);
    assert_eq!(error.message, message);
    assert_eq!(error.hint.as_deref(), Some(hint));
}

fn taking(parameters: &str) -> Tool {
    Tool {
        parameters_json: Some(String::from(parameters)),
        ..tool("f")
    }
}

#[test]
fn definitions_stay_in_their_order() {
    let described = Tool {
        description: Some(String::from("Adds \"numbers\".")),
        ..taking("{\"type\":\"object\"}")
    };
    let request = with(vec![tool("z"), described, tool("a")]);
    let tools = of(&request, &model("qwen-plus")).expect("tools");
    assert_eq!(
        json(tools.definitions.as_ref()),
        concat!(
            r#"[{"type":"function","function":{"name":"z"}},"#,
            r#"{"type":"function","function":{"name":"f","description":"Adds \"numbers\".","#,
            r#""parameters":{"type":"object"}}},"#,
            r#"{"type":"function","function":{"name":"a"}}]"#,
        )
    );
    assert_eq!(codes(&tools.warnings), [""; 0]);
    assert!(!tools.forces);
}

#[test]
fn parameters_go_out_to_the_letter() {
    for parameters in [
        "{}",
        "{ }",
        r#"{"type":"object"}"#,
        r#"{ "type" : "object",
            "properties": {"z": {"type":["string","null"]}, "a": {"minimum": 1e2, "x": 1.0}} }"#,
        r#"{"properties":{"type":{"type":"array"}}}"#,
        r#"{"type":"object","type":"object","z":1,"a":"\u00e9/\/"}"#,
    ] {
        for blanks in ["", " \n"] {
            let request = with(vec![taking(&[blanks, parameters, blanks].concat())]);
            let tools = of(&request, &model("qwen-plus")).expect(parameters);
            let sent = json(tools.definitions.as_ref());
            let expected = format!(
                r#"[{{"type":"function","function":{{"name":"f","parameters":{parameters}}}}}]"#
            );
            assert_eq!(sent, expected);
        }
    }
}

#[test]
fn parameters_are_the_schema_of_an_object() {
    let hint = "a JSON Schema of an object, such as {\"type\":\"object\",\"properties\":{}}";
    for (parameters, what) in [
        ("[]", "are not a JSON object"),
        ("\"{}\"", "are not a JSON object"),
        ("true", "are not a JSON object"),
        (r#"{"type":"string"}"#, "are of type \"string\""),
        (
            r#"{"type":["object","null"]}"#,
            "are of type [\"object\",\"null\"]",
        ),
        (r#"{"type":null}"#, "are of type null"),
        (
            "",
            "are not JSON: EOF while parsing a value at line 1 column 0",
        ),
        (
            "{'a':1}",
            "are not JSON: key must be a string at line 1 column 2",
        ),
        (
            "{} {}",
            "are not JSON: trailing characters at line 1 column 4",
        ),
        (
            r#"{"a":"\ud83d"}"#,
            "are not JSON: unexpected end of hex escape at line 1 column 13",
        ),
    ] {
        let request = with(vec![tool("a"), taking(parameters)]);
        refused(
            &request,
            &format!("tools[1]: the parameters of f {what}"),
            hint,
        );
    }
    let long = format!(r#"{{"type":"{}"}}"#, "x".repeat(100));
    let what = format!("are of type \"{}", "x".repeat(63));
    refused(
        &with(vec![taking(&long)]),
        &format!("tools[0]: the parameters of f {what}"),
        hint,
    );
}

#[test]
fn names_are_those_that_the_provider_takes() {
    let longest = "x".repeat(64);
    for name in ["a", "Z9_-", "-", "searches", "Search", &longest] {
        let request = with(vec![tool(name)]);
        assert!(of(&request, &model("qwen-plus")).is_ok(), "{name}");
    }
    let letters = "1 to 64 of the characters A to Z, a to z, 0 to 9, _ and -";
    let long = "x".repeat(65);
    for name in ["", "a b", "a.b", "a:b", "é", "名", "a\n", &long] {
        let shown: String = name.chars().take(64).collect();
        refused(
            &with(vec![tool(name)]),
            &format!("tools[0]: `{shown}` is not a name that the provider takes"),
            letters,
        );
    }
    refused(
        &with(vec![tool("a"), tool("search")]),
        "tools[1]: the provider keeps the name search for itself",
        "give the tool another name",
    );
    refused(
        &with(vec![tool("a"), tool("b"), tool("a")]),
        "tools[2]: the name a stands twice",
        "give each tool a name of its own",
    );
}

#[test]
fn many_names_are_distinct() {
    // A look at all earlier ones for each would take minutes.
    let mut tools: Vec<_> = (0..150_000)
        .map(|number| tool(&format!("f{number}")))
        .collect();
    let request = with(tools.clone());
    let taken = of(&request, &model("qwen3.5-plus")).expect("tools");
    let sent: Vec<serde::de::IgnoredAny> =
        serde_json::from_str(json(taken.definitions.as_ref())).expect("JSON");
    assert_eq!(sent.len(), 150_000);
    tools.push(tool("f0"));
    refused(
        &with(tools),
        "tools[150000]: the name f0 stands twice",
        "give each tool a name of its own",
    );
}

#[test]
fn each_choice_for_each_kind_of_model() {
    const F: &str = r#"{"type":"function","function":{"name":"f"}}"#;
    let (one, two) = (vec![tool("f")], vec![tool("g"), tool("f")]);
    let named = || ToolChoice::Function(String::from("f"));
    for (tools, choice, sent, forces) in [
        (&one, None, r#""auto""#, false),
        (&two, Some(ToolChoice::Auto), r#""auto""#, false),
        (&two, Some(ToolChoice::None), r#""none""#, false),
        // One function by its name, which more models take than the word.
        (&one, Some(ToolChoice::Required), F, true),
        (&two, Some(ToolChoice::Required), r#""required""#, true),
        (&one, Some(named()), F, true),
        (&two, Some(named()), F, true),
    ] {
        let request = Request {
            tool_choice: choice.clone(),
            ..with(tools.clone())
        };
        for support in [Never, OptionalOff, OptionalOn] {
            let tools = of(&request, &thinker("m", support)).expect("tools");
            assert_eq!(json(tools.choice.as_ref()), sent, "{choice:?} {support:?}");
            assert_eq!(tools.forces, forces, "{choice:?} {support:?}");
            assert_eq!(codes(&tools.warnings), [""; 0]);
        }
        let tools = of(&request, &thinker("m", Always)).expect("tools");
        assert!(!tools.forces);
        if forces {
            assert_eq!(json(tools.choice.as_ref()), r#""auto""#, "{choice:?}");
            assert_eq!(codes(&tools.warnings), ["tool-choice-auto"]);
            assert_eq!(
                tools.warnings[0].message,
                "m always thinks and cannot be made to call a tool; it decides by itself"
            );
        } else {
            assert_eq!(json(tools.choice.as_ref()), sent, "{choice:?}");
            assert_eq!(codes(&tools.warnings), [""; 0]);
        }
    }
}

#[test]
fn a_choice_names_one_of_the_tools() {
    for id in ["qwen-plus", "qwq-plus"] {
        let request = Request {
            tool_choice: Some(ToolChoice::Function(String::from("h"))),
            ..with(vec![tool("f"), tool("g")])
        };
        let error = of(&request, &thinker(id, Always)).expect_err("a refusal");
        assert_eq!(error.kind, ErrorKind::InvalidRequest);
        assert_eq!(
            error.message,
            "tool-choice names h, which is not among the tools"
        );
        assert_eq!(error.hint.as_deref(), Some("the tools are f, g"));
    }
}

#[test]
fn without_tools_nothing_is_said_of_them() {
    for choice in [None, Some(ToolChoice::Auto), Some(ToolChoice::None)] {
        for (parallel, warned) in [
            (None, &[][..]),
            (Some(true), &["parallel-tool-calls-ignored"]),
        ] {
            let request = Request {
                tool_choice: choice.clone(),
                parallel_tool_calls: parallel,
                ..asking("a")
            };
            let tools = of(&request, &model("qwen-plus")).expect("no tools");
            assert!(tools.definitions.is_none() && tools.choice.is_none());
            assert_eq!(tools.parallel, None);
            assert_eq!(codes(&tools.warnings), warned);
        }
    }
    for choice in [
        ToolChoice::Required,
        ToolChoice::Function(String::from("f")),
    ] {
        let request = Request {
            tool_choice: Some(choice),
            ..asking("a")
        };
        refused(
            &request,
            "tool-choice asks for a call, and there are no tools",
            "give the tools, or leave tool-choice out",
        );
    }
}

#[test]
fn several_calls_at_once_are_the_callers_wish() {
    for parallel in [None, Some(true), Some(false)] {
        let request = Request {
            parallel_tool_calls: parallel,
            ..with(vec![tool("f")])
        };
        let tools = of(&request, &model("qwen-plus")).expect("tools");
        assert_eq!(tools.parallel, parallel);
    }
}

proptest! {
    #[test]
    fn any_parameters_are_refused_or_sent_to_the_letter(text in "[ \\[\\]{}:,\"a\\\\u\u{e9}1.e-]{0,24}") {
        let request = with(vec![taking(&text)]);
        match of(&request, &model("qwen-plus")) {
            Ok(tools) => prop_assert!(json(tools.definitions.as_ref()).contains(text.trim())),
            Err(error) => prop_assert!(error.message.starts_with("tools[0]: the parameters of f are ")),
        }
    }

    #[test]
    fn any_name_is_refused_or_sent(name in ".{0,70}") {
        let request = with(vec![tool(&name)]);
        match of(&request, &model("qwen-plus")) {
            Ok(_) => prop_assert!(name.is_ascii() && (1..=64).contains(&name.len())),
            Err(error) => prop_assert!(error.message.chars().count() < 130),
        }
    }
}
