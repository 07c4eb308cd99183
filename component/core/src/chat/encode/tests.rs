//! Golden bodies, and every refusal.

use serde_json::{Map, Value, json};

use super::{Encoded, MaxTokensField, Options, body};
use crate::chat::types::{
    AssistantMessage, Message, Part, Request, ResponseFormat, TextPart, ThinkingLevel, TurnStatus,
};
use crate::error::{Error, ErrorKind};
use crate::model::{Model, ThinkingSupport};

fn model(id: &str) -> Model {
    Model {
        id: String::from(id),
        name: String::from(id),
        input: Vec::new(),
        context_window: 1_000_000,
        output_limit: 65_536,
        thinking: ThinkingSupport::OptionalOn,
        thinking_budget_limit: Some(81_920),
        plans: Vec::new(),
        prices: Vec::new(),
        source: String::new(),
        as_of: String::new(),
    }
}

fn asking(text: &str) -> Request {
    Request {
        messages: vec![Message::user(text)],
        ..Request::default()
    }
}

fn text_part(text: &str) -> TextPart {
    TextPart {
        text: String::from(text),
        cache: false,
    }
}

fn answer(text: &str, status: TurnStatus) -> AssistantMessage {
    AssistantMessage {
        text: String::from(text),
        reasoning: None,
        tool_calls: Vec::new(),
        status,
        model: None,
    }
}

fn encode_for(
    id: &str,
    request: &Request,
    options: &Options<'_>,
) -> Result<(String, Vec<String>), Error> {
    let Encoded { body, warnings, .. } = body(request.clone(), &model(id), options)?;
    let body = String::from_utf8(body).expect("UTF-8");
    Ok((
        body,
        warnings.into_iter().map(|warning| warning.code).collect(),
    ))
}

/// The body without model and messages, which every body begins with.
#[track_caller]
fn rest(id: &str, request: &Request, options: &Options<'_>) -> (String, Vec<String>) {
    let (body, warnings) = encode_for(id, request, options).expect("a body");
    let beginning = format!(r#"{{"model":"{id}","messages":[{{"role":"user","content":"a"}}]"#);
    let rest = body
        .strip_prefix(&beginning)
        .expect("the beginning")
        .trim_start_matches(',');
    (rest.trim_end_matches('}').to_owned(), warnings)
}

#[track_caller]
fn refusal(request: &Request) -> Error {
    let error = encode_for("qwen3.5-plus", request, &Options::default()).expect_err("a refusal");
    assert!(!error.request_sent);
    error
}

#[test]
fn the_least_body() {
    let (body, warnings) =
        encode_for("qwen-plus", &asking("a"), &Options::default()).expect("a body");
    assert_eq!(
        body,
        r#"{"model":"qwen-plus","messages":[{"role":"user","content":"a"}]}"#
    );
    assert_eq!(warnings, Vec::<String>::new());
}

#[test]
fn every_field_in_its_order() {
    let request = Request {
        messages: vec![
            Message::System(vec![text_part("Be brief.")]),
            Message::user("Hi \"you\"\n"),
            Message::Assistant(answer("Hello.", TurnStatus::Complete)),
            Message::User(vec![
                Part::Text(text_part("Tell")),
                Part::Text(text_part("more.")),
            ]),
        ],
        thinking: Some(ThinkingLevel::High),
        thinking_budget: Some(4_096),
        preserve_thinking: Some(false),
        max_tokens: Some(8_192),
        temperature: Some(0.7),
        top_p: Some(1.0),
        top_k: Some(20),
        presence_penalty: Some(-2.0),
        repetition_penalty: Some(1.05),
        seed: Some(2_147_483_647),
        stop: vec![String::from("END"), String::from("\n\n")],
        extra_json: Some(String::from(r#"{"enable_search":true,"top_k":7}"#)),
        response_format: Some(ResponseFormat::Text),
        retry_budget_ms: Some(0),
        ..Request::default()
    };
    let options = Options {
        stream: true,
        ask_usage: true,
        ..Options::default()
    };
    let (body, warnings) = encode_for("qwen3.7-plus", &request, &options).expect("a body");
    assert_eq!(
        body,
        concat!(
            r#"{"model":"qwen3.7-plus","messages":[{"role":"system","content":"Be brief."},"#,
            r#"{"role":"user","content":"Hi \"you\"\n"},{"role":"assistant","content":"Hello."},"#,
            r#"{"role":"user","content":"Tell\nmore."}],"stream":true,"stream_options":{"include_usage":true},"#,
            r#""max_completion_tokens":8192,"temperature":0.7,"top_p":1.0,"top_k":7,"presence_penalty":-2.0,"#,
            r#""repetition_penalty":1.05,"seed":2147483647,"stop":["END","\n\n"],"enable_thinking":true,"#,
            r#""thinking_budget":4096,"preserve_thinking":false,"enable_search":true}"#,
        ),
    );
    assert_eq!(warnings, Vec::<String>::new());
}

#[test]
fn usage_is_asked_for_only_in_a_stream() {
    let request = asking("a");
    for (stream, ask_usage, expected) in [
        (false, false, ""),
        (false, true, ""),
        (true, false, r#""stream":true"#),
        (
            true,
            true,
            r#""stream":true,"stream_options":{"include_usage":true"#,
        ),
    ] {
        let options = Options {
            stream,
            ask_usage,
            ..Options::default()
        };
        assert_eq!(rest("qwen-plus", &request, &options).0, expected);
    }
}

#[test]
fn the_longest_answer_has_the_models_field() {
    let request = Request {
        max_tokens: Some(9),
        ..asking("a")
    };
    for (id, field) in [
        ("qwen3.7-max", "max_completion_tokens"),
        ("qwen3.5-plus", "max_completion_tokens"),
        ("qwen3.5-flash", "max_completion_tokens"),
        ("qwen3.8-max", "max_completion_tokens"),
        ("qwen4-max-preview", "max_completion_tokens"),
        ("kimi-k2.5", "max_completion_tokens"),
        ("glm-5", "max_completion_tokens"),
        ("MiniMax-M2.5", "max_completion_tokens"),
        ("deepseek-v3.2", "max_completion_tokens"),
        ("glm-4.7", "max_tokens"),
        ("kimi/kimi-k3", "max_tokens"),
        ("siliconflow/deepseek-v3.2", "max_tokens"),
        ("qwen3-max-2026-01-23", "max_tokens"),
        ("qwen3-coder-plus", "max_tokens"),
        ("qwen-plus", "max_tokens"),
        ("qwen3.6-max-preview", "max_tokens"),
    ] {
        assert_eq!(
            rest(id, &request, &Options::default()).0,
            format!("\"{field}\":9"),
            "{id}"
        );
        assert_eq!(MaxTokensField::of(id).name(), field);
    }
    let options = Options {
        max_tokens_field: Some(MaxTokensField::MaxTokens),
        ..Options::default()
    };
    assert_eq!(
        rest("qwen3.5-plus", &request, &options).0,
        r#""max_tokens":9"#
    );
}

#[test]
fn efforts_and_warnings_come_through() {
    let request = Request {
        thinking: Some(ThinkingLevel::Medium),
        ..asking("a")
    };
    let expected = r#""enable_thinking":true,"reasoning_effort":"medium""#;
    assert_eq!(
        rest("qwen3.8-max", &request, &Options::default()).0,
        expected
    );
    let request = Request {
        preserve_thinking: Some(true),
        top_k: Some(1),
        stop: vec![String::from("x"); 17],
        ..asking("a")
    };
    let (body, warnings) = rest("kimi-k2.5", &request, &Options::default());
    assert_eq!(body, format!("\"stop\":[{}]", ["\"x\""; 16].join(",")));
    assert_eq!(
        warnings,
        ["top-k-ignored", "stop-cut", "preserve-thinking-ignored"]
    );
    let sixteen = Request {
        stop: vec![String::from("x"); 16],
        ..asking("a")
    };
    assert_eq!(
        rest("qwen-plus", &sixteen, &Options::default()).1,
        Vec::<String>::new()
    );
}

#[test]
fn turns_that_say_nothing_are_left_out() {
    let conversation = |last| Request {
        messages: vec![
            Message::System(vec![]),
            Message::System(vec![text_part("")]),
            Message::user("a"),
            Message::Assistant(answer("", TurnStatus::Complete)),
            Message::Assistant(answer("broken", TurnStatus::Failed)),
            Message::Assistant(answer("stopped", TurnStatus::Aborted)),
            last,
        ],
        ..Request::default()
    };
    let begun = conversation(Message::Assistant(answer("Once", TurnStatus::Partial)));
    let (body, _) = encode_for("qwen-plus", &begun, &Options::default()).expect("a body");
    assert_eq!(
        body,
        concat!(
            r#"{"model":"qwen-plus","messages":[{"role":"user","content":"a"},"#,
            r#"{"role":"assistant","content":"Once","partial":true}]}"#,
        ),
    );
    let nothing = conversation(Message::Assistant(answer("", TurnStatus::Partial)));
    assert_eq!(rest("qwen-plus", &nothing, &Options::default()).0, "");
}

#[test]
fn earlier_reasoning_goes_back_to_the_model_that_wrote_it() {
    let said = |model: Option<&str>| Request {
        messages: vec![
            Message::user("a"),
            Message::Assistant(AssistantMessage {
                reasoning: Some(String::from("r")),
                model: model.map(String::from),
                ..answer("b", TurnStatus::Complete)
            }),
        ],
        ..Request::default()
    };
    let sent = |id: &str, request: &Request| {
        let (body, _) = encode_for(id, request, &Options::default()).expect("a body");
        body.contains(r#""content":"b","reasoning_content":"r""#)
    };
    assert!(sent("qwen3.8-max", &said(None)));
    assert!(sent("qwen3.8-max", &said(Some("qwen3.8-max"))));
    assert!(sent("qwen3.8-max", &said(Some("qwen/qwen3.8-max"))));
    assert!(!sent("qwen3.8-max", &said(Some("qwen/qwen3.7-plus"))));
    assert!(!sent("qwen3.7-plus", &said(None)));
    assert!(sent(
        "qwen3.7-plus",
        &Request {
            preserve_thinking: Some(true),
            ..said(None)
        }
    ));
    assert!(!sent(
        "qwen3.8-max",
        &Request {
            preserve_thinking: Some(false),
            ..said(None)
        }
    ));
}

/// A request that asks something and has one option changed.
fn changed(change: fn(&mut Request)) -> Request {
    let mut request = asking("a");
    change(&mut request);
    request
}

#[track_caller]
fn refused(change: fn(&mut Request), message: &str) {
    let error = refusal(&changed(change));
    assert_eq!(
        (error.kind, error.message.as_str()),
        (ErrorKind::InvalidRequest, message)
    );
}

#[test]
fn values_outside_their_range_are_refused() {
    let allowed = "allowed is from 0 up to but not including 2";
    refused(
        |request| request.temperature = Some(2.1),
        &format!("temperature is 2.1; {allowed}"),
    );
    refused(
        |request| request.temperature = Some(-0.1),
        &format!("temperature is -0.1; {allowed}"),
    );
    refused(
        |request| request.temperature = Some(f64::NAN),
        &format!("temperature is NaN; {allowed}"),
    );
    let allowed = "allowed is above 0 and at most 1";
    refused(
        |request| request.top_p = Some(-0.1),
        &format!("top_p is -0.1; {allowed}"),
    );
    refused(
        |request| request.top_p = Some(1.01),
        &format!("top_p is 1.01; {allowed}"),
    );
    let allowed = "allowed is from -2 to 2";
    refused(
        |request| request.presence_penalty = Some(2.5),
        &format!("presence_penalty is 2.5; {allowed}"),
    );
    let allowed = "allowed is more than 0";
    refused(
        |request| request.repetition_penalty = Some(0.0),
        &format!("repetition_penalty is 0; {allowed}"),
    );
    refused(
        |request| request.repetition_penalty = Some(f64::INFINITY),
        &format!("repetition_penalty is inf; {allowed}"),
    );
}

#[test]
fn whole_numbers_outside_their_range_are_refused() {
    let allowed = "allowed is from 0 to 2147483647";
    refused(
        |request| request.seed = Some(2_147_483_648),
        &format!("seed is 2147483648; {allowed}"),
    );
    let allowed = "allowed is from 1 to 65536, the output limit of qwen3.5-plus";
    refused(
        |request| request.max_tokens = Some(0),
        &format!("max_tokens is 0; {allowed}"),
    );
    refused(
        |request| request.thinking_budget = Some(0),
        "thinking_budget is 0, and qwen3.5-plus takes 1 to 81920",
    );
    refused(
        |request| request.stop = vec![String::new()],
        "stop is an empty text; allowed is texts that are not empty",
    );
}

#[test]
fn values_at_the_edge_of_their_range_are_taken() {
    let changes: [fn(&mut Request); 8] = [
        |request| request.temperature = Some(0.0),
        |request| request.temperature = Some(1.99),
        |request| request.top_p = Some(1.0),
        |request| request.presence_penalty = Some(2.0),
        |request| request.repetition_penalty = Some(0.01),
        |request| request.max_tokens = Some(65_536),
        |request| request.max_tokens = Some(1),
        |request| request.seed = Some(0),
    ];
    for change in changes {
        let encoded = encode_for("qwen3.5-plus", &changed(change), &Options::default());
        assert!(encoded.is_ok(), "{encoded:?}");
    }
}

#[test]
fn a_conversation_needs_a_user_message() {
    let said = |messages| Request {
        messages,
        ..Request::default()
    };
    for request in [
        said(vec![]),
        said(vec![Message::System(vec![text_part("a")])]),
        said(vec![Message::Assistant(answer("a", TurnStatus::Complete))]),
        said(vec![Message::User(vec![])]),
        asking(""),
    ] {
        let error = refusal(&request);
        assert_eq!(error.kind, ErrorKind::InvalidRequest);
        assert_eq!(
            error.message,
            "the conversation holds no user message with anything in it"
        );
    }
    let error = refusal(&said(vec![
        Message::Assistant(answer("a", TurnStatus::Partial)),
        Message::user("b"),
    ]));
    assert_eq!(
        error.message,
        "messages[0] is partial and not the last message"
    );
}

#[test]
fn a_value_that_plainly_means_the_bound_is_brought_to_it() {
    for (change, sent) in [
        (
            (|request| request.temperature = Some(2.0)) as fn(&mut Request),
            r#""temperature":1.99"#,
        ),
        (|request| request.top_p = Some(0.0), r#""top_p":0.01"#),
        (
            |request| request.max_tokens = Some(u32::MAX),
            r#""max_completion_tokens":65536"#,
        ),
        (
            |request| request.thinking_budget = Some(81_921),
            r#""thinking_budget":81920"#,
        ),
    ] {
        let (body, warnings) = rest("qwen3.5-plus", &changed(change), &Options::default());
        assert_eq!(
            (body.as_str(), warnings),
            (sent, vec![String::from("value-adjusted")])
        );
    }
}

#[test]
fn extra_fields_go_over_all_others() {
    let extra = |json: &str| Request {
        extra_json: Some(String::from(json)),
        max_tokens: Some(9),
        ..asking("a")
    };
    for (json, expected) in [
        ("{}", r#""max_completion_tokens":9"#),
        (r#"{"max_tokens":5}"#, r#""max_tokens":5"#),
        (
            r#"{"x":[1,null,{"b":1.5}]}"#,
            r#""max_completion_tokens":9,"x":[1,null,{"b":1.5}]"#,
        ),
    ] {
        let (body, _) = encode_for("qwen3.5-plus", &extra(json), &Options::default()).expect(json);
        assert!(body.ends_with(&format!("}}],{expected}}}")), "{body}");
    }
    let (body, _) = encode_for(
        "qwen3.5-plus",
        &extra(r#"{"model":"other"}"#),
        &Options::default(),
    )
    .expect("a body");
    assert!(body.starts_with(r#"{"model":"other","messages""#));
    for (json, message) in [
        ("[]", "extra-json is not a JSON object"),
        ("7", "extra-json is not a JSON object"),
        (r#"{"messages":[]}"#, "extra-json may not name messages"),
        (r#"{"stream":false}"#, "extra-json may not name stream"),
    ] {
        let error = refusal(&extra(json));
        assert_eq!(
            (error.kind, error.message.as_str()),
            (ErrorKind::InvalidRequest, message)
        );
    }
    let error = refusal(&extra("{"));
    assert!(
        error.message.starts_with("extra-json is not JSON: "),
        "{error}"
    );
}

#[test]
fn configured_params_go_under_the_requests_own() {
    let check = |params: Value, request: &Request| {
        let params: Map<String, Value> = params.as_object().expect("an object").clone();
        let options = Options {
            params: Some(&params),
            ..Options::default()
        };
        encode_for("qwen3.5-plus", request, &options)
    };
    let request = Request {
        temperature: Some(0.5),
        ..asking("a")
    };
    let (body, _) = check(
        json!({"temperature": 1, "topP": 0.9, "maxTokens": 7}),
        &request,
    )
    .expect("a body");
    assert!(
        body.ends_with(r#""max_completion_tokens":7,"temperature":0.5,"top_p":0.9}"#),
        "{body}"
    );
    let limited = Request {
        max_tokens: Some(5),
        ..asking("a")
    };
    let (body, _) = check(json!({"max_tokens": 7}), &limited).expect("a body");
    assert!(body.ends_with(r#"],"max_completion_tokens":5}"#), "{body}");
    let error = check(json!({"model": "m"}), &request).expect_err("a refusal");
    assert_eq!(error.message, "params.model may not name model");
}
