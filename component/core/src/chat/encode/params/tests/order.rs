//! What goes over what.

use super::*;

#[test]
fn the_first_name_of_an_option_counts() {
    for (params, rest) in [
        (
            json!({"maxTokens": 2, "max_completion_tokens": 3, "max_tokens": 1}),
            r#""max_completion_tokens":1"#,
        ),
        (
            json!({"maxTokens": 2, "max_completion_tokens": 3}),
            r#""max_completion_tokens":2"#,
        ),
        (json!({"topP": 0.1, "top_p": 0.2}), r#""top_p":0.2"#),
        (
            json!({"thinking": "off", "enable_thinking": true}),
            r#""enable_thinking":false"#,
        ),
        (
            json!({"thinking": "low", "enable_thinking": false}),
            r#""enable_thinking":true"#,
        ),
    ] {
        check(asking("a"), params, rest, &[]);
    }
}

#[test]
fn parameters_go_under_the_request_and_extra_fields_over_it() {
    let request = || Request {
        temperature: Some(0.5),
        extra_json: Some(String::from(r#"{"seed":9,"x":4}"#)),
        ..asking("a")
    };
    for (params, rest, codes) in [
        (json!({}), r#""temperature":0.5,"seed":9,"x":4"#, &[][..]),
        (
            json!({"temperature": 1, "seed": 1, "x": 1, "y": 1}),
            r#""temperature":0.5,"seed":9,"x":4,"y":1"#,
            &[],
        ),
        (
            json!({"temperature": 1, "extra_body": {"temperature": 0.1, "x": 2, "y": 2, "z": 2}, "y": 1}),
            r#""temperature":0.1,"y":2,"x":4,"z":2,"seed":9"#,
            &["extra-body"],
        ),
    ] {
        check(request(), params, rest, codes);
    }
}

#[test]
fn the_two_fields_for_the_longest_answer_are_one() {
    let limited = |extra_json: &str| Request {
        max_tokens: Some(7),
        extra_json: Some(String::from(extra_json)),
        ..asking("a")
    };
    for (extra_json, params, rest, codes) in [
        (
            "{}",
            json!({"max_tokens": 1}),
            r#""max_completion_tokens":7"#,
            &[][..],
        ),
        (r#"{"max_tokens":9}"#, json!({}), r#""max_tokens":9"#, &[]),
        (r#"{"max_tokens":null}"#, json!({}), "", &[]),
        (
            r#"{"max_completion_tokens":9}"#,
            json!({"extra_body": {"max_tokens": 5}}),
            r#""max_completion_tokens":9"#,
            &["extra-body"],
        ),
        (
            r#"{"max_tokens":9}"#,
            json!({"extra_body": {"max_completion_tokens": 5}}),
            r#""max_tokens":9"#,
            &["extra-body"],
        ),
    ] {
        check(limited(extra_json), params, rest, codes);
    }
}

#[test]
fn null_takes_a_field_out() {
    let extra = |extra_json: &str| Request {
        temperature: Some(0.5),
        extra_json: Some(String::from(extra_json)),
        ..asking("a")
    };
    for (extra_json, params, rest, codes) in [
        (
            r#"{"temperature":null,"x":null}"#,
            json!({"x": 1, "y": 1}),
            r#""y":1"#,
            &[][..],
        ),
        (
            "{}",
            json!({"extra_body": {"temperature": null, "x": null}}),
            "",
            &["extra-body"],
        ),
        (
            r#"{"temperature":1}"#,
            json!({"extra_body": {"temperature": null}}),
            r#""temperature":1"#,
            &["extra-body"],
        ),
        (
            r#"{"n":null,"audio":null,"logprobs":null}"#,
            json!({}),
            r#""temperature":0.5"#,
            &[],
        ),
    ] {
        check(extra(extra_json), params, rest, codes);
    }
}

#[test]
fn extra_body_is_told_of_where_it_goes_over_something() {
    let params =
        json!({"extra_body": {"max_tokens": 1, "temperature": null, "enable_search": true}});
    let request = Request {
        max_tokens: Some(7),
        temperature: Some(0.5),
        ..asking("a")
    };
    let params = map(params);
    let options = Options {
        params: Some(&params),
        ..Options::default()
    };
    let encoded = body(request, &model("qwen3.5-plus"), &options).expect("a body");
    assert_eq!(
        encoded.warnings[0].message,
        "params.extra_body went over max_completion_tokens and temperature of the request"
    );
    let params = json!({"extra_body": {"enable_search": true}});
    check(asking("a"), params, r#""enable_search":true"#, &[]);
}

#[test]
fn fields_of_other_providers_are_left_out_unless_they_are_meant() {
    for name in FOREIGN {
        let params = json!({*name: 1});
        let (request, joined) = joined(asking("a"), &params).expect(name);
        assert_eq!(request, asking("a"), "{name}");
        assert!(joined.below.is_empty(), "{name}");
        assert_eq!(codes(&joined.warnings), ["param-ignored"]);
        assert_eq!(
            joined.warnings[0].message,
            format!("params.{name} is no field of this provider; it was left out")
        );
        let rest = format!("\"{name}\":1");
        check(asking("a"), json!({"extra_body": {*name: 1}}), &rest, &[]);
        check(extra(&json!({*name: 1})), json!({}), &rest, &[]);
    }
}

#[test]
fn arguments_of_the_chat_template_are_merged() {
    let thinking = |level| Request {
        thinking: Some(level),
        ..asking("a")
    };
    let kwargs = || json!({"chat_template_kwargs": {"enable_thinking": false, "x": 1}});
    let (on, off) = (ThinkingLevel::High, ThinkingLevel::Off);
    for (request, params, template, rest) in [
        (
            asking("a"),
            kwargs(),
            false,
            r#""chat_template_kwargs":{"enable_thinking":false,"x":1}"#,
        ),
        (
            thinking(on),
            json!({}),
            true,
            r#""chat_template_kwargs":{"enable_thinking":true,"preserve_thinking":true}"#,
        ),
        (
            thinking(off),
            json!({"chat_template_kwargs": {"preserve_thinking": false}}),
            true,
            r#""chat_template_kwargs":{"enable_thinking":false,"preserve_thinking":false}"#,
        ),
        (
            thinking(on),
            kwargs(),
            true,
            r#""chat_template_kwargs":{"enable_thinking":false,"preserve_thinking":true,"x":1}"#,
        ),
        (asking("a"), json!({}), true, ""),
    ] {
        assert_eq!(sent(request, params, template).0, rest);
    }
}
