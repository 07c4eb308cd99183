//! What becomes of each field of a body.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::chat::encode::tests::{any_request, model};
use crate::chat::encode::{self, Options};
use crate::chat::types::{
    AssistantMessage, AudioPart, ImagePart, JsonSchema, Message, Part, Request, ResponseFormat,
    TextPart, Tool, ToolCall, ToolChoice, ToolMessage, TurnStatus, VideoPart, VideoSource,
};

fn read(fields: &serde_json::Value) -> Box<Asked> {
    let mut body = json!({ "messages": [] });
    let all = body.as_object_mut().unwrap();
    all.extend(fields.as_object().unwrap().clone());
    let text = body.to_string();
    Asked::of_chat(&text).unwrap_or_else(|refusal| panic!("{text}: {refusal:?}"))
}

fn unknown(asked: &Asked) -> Vec<&str> {
    let messages = asked.warnings.kept.iter().map(|warning| {
        assert_eq!(warning.code, "unknown-field");
        let name = warning
            .message
            .strip_suffix(" is not known here and was left out");
        name.unwrap()
    });
    messages.collect()
}

/// The message and the field of a refusal.
fn refusal(body: &str) -> (String, Option<String>) {
    let mut out = String::new();
    Asked::of_chat(body).unwrap_err().write(&mut out);
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    let text = |name: &str| told["error"][name].as_str().map(String::from);
    (text("message").unwrap(), text("param"))
}

#[test]
fn options_are_taken_as_they_are() {
    let request = || Request::default();
    let some = |text: &str| Some(String::from(text));
    #[rustfmt::skip]
    let cases = [
        (json!({ "model": "qwen/a" }), Request { model: some("qwen/a"), ..request() }),
        (json!({ "parallel_tool_calls": true }), Request { parallel_tool_calls: Some(true), ..request() }),
        (json!({ "max_tokens": 5 }), Request { max_tokens: Some(5), ..request() }),
        (json!({ "max_completion_tokens": 6, "max_tokens": 5 }), Request { max_tokens: Some(6), ..request() }),
        (json!({ "temperature": 1 }), Request { temperature: Some(1.0), ..request() }),
        (json!({ "top_p": 0.5, "top_k": 3 }), Request { top_p: Some(0.5), top_k: Some(3), ..request() }),
        (json!({ "presence_penalty": -1.5 }), Request { presence_penalty: Some(-1.5), ..request() }),
        (json!({ "repetition_penalty": 1.1 }), Request { repetition_penalty: Some(1.1), ..request() }),
        (json!({ "seed": 7, "stop": "x" }), Request { seed: Some(7), stop: vec!["x".into()], ..request() }),
        (json!({ "stop": ["x", "y"] }), Request { stop: vec!["x".into(), "y".into()], ..request() }),
        (json!({ "reasoning_effort": "none" }), Request { thinking: Some(ThinkingLevel::Off), ..request() }),
        (json!({ "reasoning_effort": "high" }), Request { thinking: Some(ThinkingLevel::High), ..request() }),
        (json!({ "enable_thinking": true }), Request { thinking: Some(ThinkingLevel::Adaptive), ..request() }),
        (json!({ "enable_thinking": false }), Request { thinking: Some(ThinkingLevel::Off), ..request() }),
        (json!({ "enable_thinking": true, "reasoning_effort": "low" }), Request { thinking: Some(ThinkingLevel::Low), ..request() }),
        (json!({ "thinking_budget": 9, "preserve_thinking": true }), Request { thinking_budget: Some(9), preserve_thinking: Some(true), ..request() }),
        (json!({ "tool_choice": "required" }), Request { tool_choice: Some(ToolChoice::Required), ..request() }),
        (json!({ "tool_choice": { "type": "function", "function": { "name": "f" } } }), Request { tool_choice: Some(ToolChoice::Function("f".into())), ..request() }),
        (json!({ "response_format": { "type": "json_object" } }), Request { response_format: Some(ResponseFormat::JsonObject), ..request() }),
        (json!({ "n": 1, "logprobs": false, "top_logprobs": 0, "modalities": ["text"] }), request()),
        (json!({ "n": null, "stream": false, "model": null, "stop": null }), request()),
        (json!({ "enable_search": true, "search_options": { "forced_search": true } }),
            Request { extra_json: some(r#"{"enable_search":true,"search_options":{"forced_search":true}}"#), ..request() }),
    ];
    for (fields, expected) in cases {
        let asked = read(&fields);
        assert_eq!(asked.chat, expected, "{fields}");
        assert_eq!(unknown(&asked), [""; 0], "{fields}");
    }
    let asked = read(
        &json!({ "stream": true, "stream_options": { "include_usage": true, "include_obfuscation": false } }),
    );
    assert_eq!((asked.stream, asked.include_usage), (Some(true), true));
}

#[test]
fn every_field_is_documented() {
    let document = include_str!("../../../../../../docs/gateway-api.md");
    let rows: Vec<_> = document
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let is_documented = |name: &str| rows.iter().any(|row| row.contains(&format!("`{name}`")));
    let missing: Vec<_> = FIELDS
        .iter()
        .filter(|(name, _)| !is_documented(name))
        .map(|(name, _)| name)
        .collect();
    assert!(
        missing.is_empty(),
        "name {missing:?} in docs/gateway-api.md"
    );
}

#[test]
fn a_flag_goes_over_a_level() {
    let asked = read(&json!({ "enable_thinking": false, "reasoning_effort": "high" }));
    assert_eq!(asked.chat.thinking, Some(ThinkingLevel::Off));
    assert_eq!(asked.warnings.kept[0].code, "thinking-level-ignored");
}

#[test]
fn of_a_name_that_stands_twice_the_last_one_counts() {
    let asked = Asked::of_chat(
        r#"{"messages":1,"seed":7,"enable_search":true,"seed":null,"user":1,"enable_search":false,"messages":[],"user":2}"#,
    );
    let asked = asked.unwrap();
    assert_eq!(asked.chat.seed, None);
    assert_eq!(
        asked.chat.extra_json.as_deref(),
        Some(r#"{"enable_search":false}"#)
    );
    assert_eq!(unknown(&asked), ["user"]);
    // As many as a body holds: a look at all of them for each would take minutes.
    let many = [r#"{"messages":[]"#, &r#","a":0"#.repeat(200_000), "}"].concat();
    assert_eq!(unknown(&Asked::of_chat(&many).unwrap()), ["a"]);
}

#[test]
fn tools_and_forms_keep_the_order_of_their_fields() {
    let body = r#"{"messages":[],"tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,
        "parameters":{"type":"object","properties":{"z":{},"a":{}}}}},{"type":"function","function":{"name":"g"}}],
        "response_format":{"type":"json_schema","json_schema":{"name":"s","strict":true,"schema":{"z":1,"a":2}}}}"#;
    let asked = Asked::of_chat(body).unwrap();
    let tool = |name: &str, description: Option<&str>, parameters: Option<&str>| Tool {
        name: String::from(name),
        description: description.map(String::from),
        parameters_json: parameters.map(String::from),
    };
    let parameters = r#"{"type":"object","properties":{"z":{},"a":{}}}"#;
    assert_eq!(
        asked.chat.tools,
        [
            tool("f", Some("d"), Some(parameters)),
            tool("g", None, None)
        ]
    );
    let form = JsonSchema {
        name: String::from("s"),
        schema_json: String::from(r#"{"z":1,"a":2}"#),
        strict: true,
    };
    assert_eq!(
        asked.chat.response_format,
        Some(ResponseFormat::JsonSchema(form))
    );
    assert_eq!(asked.warnings.kept.len(), 1);
    assert_eq!(
        asked.warnings.kept[0].message,
        "tools[0].function.strict has no effect"
    );
}

fn message(message: &serde_json::Value) -> Message {
    let asked = read(&json!({ "messages": [message] }));
    assert_eq!(unknown(&asked), [""; 0], "{message}");
    asked.chat.messages[0].clone()
}

fn text(text: &str, cache: bool) -> TextPart {
    let text = String::from(text);
    TextPart { text, cache }
}

#[test]
fn messages_are_taken_as_they_are() {
    let call = ToolCall {
        id: String::from("c1"),
        name: String::from("f"),
        arguments_json: String::from("{}"),
    };
    let assistant = |text: &str, reasoning: Option<&str>, status| AssistantMessage {
        text: String::from(text),
        reasoning: reasoning.map(String::from),
        tool_calls: vec![],
        status,
        model: None,
    };
    let wire_call = json!({ "id": "c1", "type": "function", "index": 0, "function": { "name": "f", "arguments": "{}" } });
    let cached =
        json!({ "type": "text", "text": "more", "cache_control": { "type": "ephemeral" } });
    let lines = json!([{ "type": "text", "text": "a" }, { "type": "text", "text": "b" }]);
    for (wire, expected) in [
        (
            json!({ "role": "developer", "content": "rules" }),
            Message::System(vec![text("rules", false)]),
        ),
        (
            json!({ "role": "system", "content": [cached] }),
            Message::System(vec![text("more", true)]),
        ),
        (
            json!({ "role": "user", "content": "hi" }),
            Message::user("hi"),
        ),
        (
            json!({ "role": "assistant", "content": null, "reasoning_content": "hm", "tool_calls": [wire_call] }),
            Message::Assistant(AssistantMessage {
                tool_calls: vec![call],
                ..assistant("", Some("hm"), TurnStatus::Complete)
            }),
        ),
        (
            json!({ "role": "assistant", "content": lines, "partial": true }),
            Message::Assistant(assistant("a\nb", None, TurnStatus::Partial)),
        ),
        (
            json!({ "role": "tool", "tool_call_id": "c1", "content": "42" }),
            Message::Tool(ToolMessage {
                call_id: String::from("c1"),
                content: vec![Part::Text(text("42", false))],
            }),
        ),
    ] {
        assert_eq!(message(&wire), expected);
    }
}

#[test]
fn parts_are_taken_as_they_are() {
    let image = |url: &str, min_pixels, max_pixels| {
        let url = String::from(url);
        Part::Image(ImagePart {
            url,
            min_pixels,
            max_pixels,
            cache: false,
        })
    };
    let video = |source, fps, total_pixels| {
        Part::Video(VideoPart {
            source,
            fps,
            total_pixels,
            cache: false,
        })
    };
    let audio = |url: &str, format: Option<&str>| {
        let url = String::from(url);
        Part::Audio(AudioPart {
            url,
            format: format.map(String::from),
        })
    };
    let frames = ["https://h/1", "https://h/2"].map(String::from).to_vec();
    #[rustfmt::skip]
    let cases = [
        (json!({ "type": "text", "text": "look" }), Part::Text(text("look", false))),
        (json!({ "type": "image_url", "image_url": { "url": "https://h/a" }, "max_pixels": 9, "min_pixels": 8 }), image("https://h/a", Some(8), Some(9))),
        (json!({ "type": "image_url", "image_url": "https://h/b" }), image("https://h/b", None, None)),
        (json!({ "type": "video_url", "video_url": { "url": "https://h/v" }, "fps": 2, "total_pixels": 7 }), video(VideoSource::File("https://h/v".into()), Some(2.0), Some(7))),
        (json!({ "type": "video", "video": ["https://h/1", "https://h/2"] }), video(VideoSource::Frames(frames), None, None)),
        (json!({ "type": "input_audio", "input_audio": { "data": "https://h/s.wav" } }), audio("https://h/s.wav", None)),
        (json!({ "type": "input_audio", "input_audio": { "data": "AAAA", "format": "mp3" } }), audio("data:audio/mpeg;base64,AAAA", Some("mp3"))),
        (json!({ "type": "input_audio", "input_audio": { "data": "AAAA", "format": "wav" } }), audio("data:audio/wav;base64,AAAA", Some("wav"))),
    ];
    for (wire, expected) in cases {
        let parts = Message::User(vec![expected]);
        assert_eq!(
            message(&json!({ "role": "user", "content": [wire] })),
            parts
        );
    }
}

#[test]
fn unknown_fields_are_named_by_their_paths() {
    let asked = read(&json!({
        "user": "u", "store": null, "frequency_penalty": 0, "stream_options": { "x": 1 },
        "messages": [
            { "role": "user", "name": "n", "content": [{ "type": "text", "text": "a", "min_pixels": 1 },
                { "type": "image_url", "image_url": { "url": "u", "detail": "low" } }] },
            { "role": "assistant", "refusal": "no", "content": "a" },
        ],
        "tools": [{ "type": "function", "function": { "name": "f" }, "cache": 1 }],
    }));
    let mut names = unknown(&asked);
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "frequency_penalty",
            "messages[0].content[0].min_pixels",
            "messages[0].content[1].image_url.detail",
            "messages[0].name",
            "messages[1].refusal",
            "stream_options.x",
            "tools[0].cache",
            "user",
        ]
    );
}

#[test]
fn what_is_wrong_is_told_with_its_path() {
    #[rustfmt::skip]
    let cases = [
        ("", "the body is not JSON: EOF while parsing a value at line 1 column 0", None),
        ("[]", "the body is a list: it must be an object", None),
        ("{}", "messages is missing", Some("messages")),
        (r#"{"messages":null}"#, "messages is missing", Some("messages")),
        (r#"{"messages":{}}"#, "messages is an object: it must be a list", Some("messages")),
        (r#"{"messages":["a"]}"#, "messages[0] is a text: it must be an object", Some("messages[0]")),
        (r#"{"messages":[{}]}"#, "messages[0].role is missing", Some("messages[0].role")),
        (r#"{"messages":[{"role":"bot"}]}"#, "messages[0].role is \"bot\": allowed is system, developer, user, assistant and tool", Some("messages[0].role")),
        (r#"{"messages":[{"role":"user"}]}"#, "messages[0].content is missing", Some("messages[0].content")),
        (r#"{"messages":[{"role":"user","content":5}]}"#, "messages[0].content is a number: it must be a text or a list of parts", Some("messages[0].content")),
        (r#"{"messages":[{"role":"user","content":[{"type":"file"}]}]}"#, "messages[0].content[0].type is \"file\": allowed is text, image_url, video_url, video and input_audio", Some("messages[0].content[0].type")),
        (r#"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":true}}]}]}"#, "messages[0].content[0].image_url.url is true or false: it must be a text", Some("messages[0].content[0].image_url.url")),
        (r#"{"messages":[{"role":"system","content":[{"type":"image_url","image_url":"u"}]}]}"#, "messages[0].content[0].type: such a message takes text only", Some("messages[0].content[0].type")),
        (r#"{"messages":[{"role":"tool","content":"a"}]}"#, "messages[0].tool_call_id is missing", Some("messages[0].tool_call_id")),
        (r#"{"messages":[{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":{}}}]}]}"#, "messages[0].tool_calls[0].function.arguments is an object: it must be a text", Some("messages[0].tool_calls[0].function.arguments")),
        (r#"{"messages":[],"stream":"yes"}"#, "stream is a text: it must be true or false", Some("stream")),
        (r#"{"messages":[],"max_tokens":-1}"#, "max_tokens is a number: it must be a whole number from 0 to 4294967295", Some("max_tokens")),
        (r#"{"messages":[],"temperature":"hot"}"#, "temperature is a text: it must be a number", Some("temperature")),
        (r#"{"messages":[],"n":2}"#, "n can only be 1", Some("n")),
        (r#"{"messages":[],"logprobs":true}"#, "logprobs can only be false", Some("logprobs")),
        (r#"{"messages":[],"modalities":["text","audio"]}"#, "modalities can only be [\"text\"]", Some("modalities")),
        (r#"{"messages":[],"reasoning_effort":"lots"}"#, "reasoning_effort is \"lots\": allowed is none, minimal, low, medium, high, xhigh and max", Some("reasoning_effort")),
        (r#"{"messages":[],"stop":[1]}"#, "stop[0] is a number: it must be a text", Some("stop[0]")),
        (r#"{"messages":[],"stop":1}"#, "stop is a number: it must be a text or a list of texts", Some("stop")),
        (r#"{"messages":[],"tools":[{"type":"web_search"}]}"#, "tools[0].type is \"web_search\": allowed is function", Some("tools[0].type")),
        (r#"{"messages":[],"tools":[{"type":"function","function":{}}]}"#, "tools[0].function.name is missing", Some("tools[0].function.name")),
        (r#"{"messages":[],"tool_choice":"any"}"#, "tool_choice is \"any\": allowed is auto, none, required and a function", Some("tool_choice")),
        (r#"{"messages":[],"response_format":{"type":"xml"}}"#, "response_format.type is \"xml\": allowed is text, json_object and json_schema", Some("response_format.type")),
        (r#"{"messages":[],"response_format":{"type":"json_schema","json_schema":{"name":"s","schema":[]}}}"#, "response_format.json_schema.schema is a list: it must be an object", Some("response_format.json_schema.schema")),
    ];
    for (body, message, param) in cases {
        let (told, told_param) = refusal(body);
        assert_eq!(
            (told.as_str(), told_param.as_deref()),
            (message, param),
            "{body}"
        );
    }
}

/// The body that the provider is sent, which is in OpenAI's words.
fn body(request: Request) -> Option<serde_json::Value> {
    let encoded = encode::body(request, &model("qwen3.5-plus"), &Options::default()).ok()?;
    Some(serde_json::from_slice(&encoded.body).unwrap())
}

/// The same without earlier reasoning: it goes back only while the tools that it called are at work, and what a tool shows
/// is written as a message of the user's.
fn without_reasoning(mut body: serde_json::Value) -> serde_json::Value {
    for message in body["messages"].as_array_mut().unwrap() {
        message.as_object_mut().unwrap().remove("reasoning_content");
    }
    body
}

proptest! {
    /// What the core writes is what it reads: a call that goes through the server twice is the same call.
    #[test]
    fn a_request_that_is_written_is_read_the_same(request in any_request()) {
        if let Some(written) = body(request) {
            let asked = Asked::of_chat(&written.to_string()).unwrap();
            prop_assert!(asked.warnings.kept.is_empty(), "{:?}", asked.warnings);
            let again = body(asked.chat).map(without_reasoning);
            prop_assert_eq!(again, Some(without_reasoning(written)));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        let _ = Asked::of_chat(&text);
    }

    #[test]
    fn any_json_in_any_field_is_read_or_refused(
        field in 0..FIELDS.len(),
        value in any_json(),
        messages in any_json(),
    ) {
        let (name, _) = FIELDS[field];
        let text = json!({ "messages": messages, name: value }).to_string();
        if let Ok(asked) = Asked::of_chat(&text) {
            let _ = encode::body(asked.chat, &model("qwen3.5-plus"), &Options::default());
        }
    }
}

/// JSON of the names and words that the reader looks at.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let words = [
        "role",
        "content",
        "user",
        "assistant",
        "tool",
        "type",
        "text",
        "image_url",
        "url",
        "function",
        "name",
        "tool_calls",
        "arguments",
        "json_schema",
        "schema",
        "id",
        "input_audio",
        "data",
        "cache_control",
        "ephemeral",
    ];
    let word = move || proptest::sample::select(words.to_vec()).prop_map(String::from);
    let leaf = prop_oneof![
        4 => word().prop_map(serde_json::Value::from),
        1 => any::<i64>().prop_map(serde_json::Value::from),
        1 => any::<f64>().prop_map(serde_json::Value::from),
        1 => any::<Option<bool>>().prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(5, 40, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::vec((word(), inner), 0..5)
                .prop_map(|fields| serde_json::Value::Object(fields.into_iter().collect())),
        ]
    })
}
