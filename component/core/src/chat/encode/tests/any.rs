//! Arbitrary requests: whatever goes in, a body is refused or is JSON that keeps the provider's rules.

use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value};

use super::*;
use crate::chat::types::{JsonSchema, ResponseFormat, ThinkingLevel, ToolChoice};

/// Conversations whose calls and results may or may not fit each other.
pub(in crate::chat::encode) fn any_messages() -> impl Strategy<Value = Vec<Message>> {
    prop::collection::vec(any_message(), 0..9)
}

fn any_message() -> impl Strategy<Value = Message> {
    let content = || prop::collection::vec(any_part(), 0..3);
    prop_oneof![
        1 => prop::collection::vec(any_text_part(), 0..3).prop_map(Message::System),
        2 => content().prop_map(Message::User),
        3 => any_answer().prop_map(Message::Assistant),
        4 => (any_id(), content())
            .prop_map(|(call_id, content)| Message::Tool(ToolMessage { call_id, content })),
    ]
}

fn any_answer() -> impl Strategy<Value = AssistantMessage> {
    let status = prop_oneof![
        20 => Just(TurnStatus::Complete),
        2 => Just(TurnStatus::Failed),
        2 => Just(TurnStatus::Aborted),
        1 => Just(TurnStatus::Partial),
    ];
    let calls = prop::collection::vec(any_call(), 0..4);
    let model = option::of(select(vec!["own", "qwen/qwen3.8-max", "openai/gpt"]));
    (any_text(), option::of(any_text()), calls, status, model).prop_map(
        |(text, reasoning, tool_calls, status, model)| AssistantMessage {
            text,
            reasoning,
            tool_calls,
            status,
            model: model.map(String::from),
        },
    )
}

fn any_call() -> impl Strategy<Value = ToolCall> {
    let arguments = prop_oneof![
        19 => Just(String::from(r#"{"a": 1}"#)),
        1 => any_text(),
    ];
    (any_id(), any_text(), arguments).prop_map(|(id, name, arguments_json)| ToolCall {
        id,
        name,
        arguments_json,
    })
}

/// Few ids, so that they meet again.
fn any_id() -> impl Strategy<Value = String> {
    let long = "x".repeat(50);
    let longer = "x".repeat(60);
    let ids = ["a", "b", "a|1", "a|2", "a.", "", "é", &long, &longer];
    select(ids.map(String::from).to_vec())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), Just(String::from("a")), ".{0,20}"]
}

fn any_text_part() -> impl Strategy<Value = TextPart> {
    (any_text(), any::<bool>()).prop_map(|(text, cache)| TextPart { text, cache })
}

fn any_part() -> impl Strategy<Value = Part> {
    let pixels = || option::of(rarely(Just(65_536), 0));
    let fps = option::of(rarely(0.1..=10.0, f64::NAN));
    let source = prop_oneof![
        any_url().prop_map(VideoSource::File),
        prop::collection::vec(any_url(), 4..6).prop_map(VideoSource::Frames),
    ];
    prop_oneof![
        12 => any_text_part().prop_map(Part::Text),
        1 => (any_url(), pixels(), pixels(), any::<bool>()).prop_map(
            |(url, min_pixels, max_pixels, cache)| Part::Image(ImagePart {
                url,
                min_pixels,
                max_pixels,
                cache,
            })
        ),
        1 => (source, fps, pixels(), any::<bool>()).prop_map(
            |(source, fps, total_pixels, cache)| Part::Video(VideoPart {
                source,
                fps,
                total_pixels,
                cache,
            })
        ),
        1 => (any_url(), option::of(any_text()))
            .prop_map(|(url, format)| Part::Audio(AudioPart { url, format })),
    ]
}

/// Mostly values of a range, and now and then the one that is refused.
fn rarely<S: Strategy>(values: S, refused: S::Value) -> impl Strategy<Value = S::Value>
where
    S::Value: Clone,
{
    prop_oneof![19 => values, 1 => Just(refused)]
}

fn any_url() -> impl Strategy<Value = String> {
    let known = ["https://h/a.png", "http://h/v", "oss://b/k"].map(String::from);
    prop_oneof![19 => select(known.to_vec()), 1 => any_text()]
}

fn any_tool() -> impl Strategy<Value = Tool> {
    let name = prop_oneof![19 => "[a-z]{1,3}", 1 => any_text()];
    let parameters = prop_oneof![
        19 => Just(String::from(r#"{ "type":"object" }"#)),
        1 => any_text()
    ];
    (name, option::of(any_text()), option::of(parameters)).prop_map(
        |(name, description, parameters_json)| Tool {
            name,
            description,
            parameters_json,
        },
    )
}

fn any_choice() -> impl Strategy<Value = ToolChoice> {
    prop_oneof![
        Just(ToolChoice::Auto),
        Just(ToolChoice::None),
        Just(ToolChoice::Required),
        "[a-z]{1,3}".prop_map(ToolChoice::Function),
    ]
}

fn any_format() -> impl Strategy<Value = ResponseFormat> {
    let schema = ("[a-z]{1,2}", any::<bool>()).prop_map(|(name, strict)| JsonSchema {
        name,
        schema_json: String::from(r#"{"type":"object"}"#),
        strict,
    });
    prop_oneof![
        Just(ResponseFormat::Text),
        Just(ResponseFormat::JsonObject),
        schema.prop_map(ResponseFormat::JsonSchema),
    ]
}

fn any_level() -> impl Strategy<Value = ThinkingLevel> {
    use ThinkingLevel::{Adaptive, High, Low, Max, Medium, Minimal, Off, Xhigh};
    select(vec![Off, Minimal, Low, Medium, High, Xhigh, Adaptive, Max])
}

prop_compose! {
    fn any_numbers()(
        max_tokens in option::of(rarely(select(vec![1, 65_536, u32::MAX]), 0)),
        temperature in option::of(rarely(0.0..=2.0, f64::NAN)),
        top_p in option::of(rarely(0.0..=1.0, 1.1)),
        top_k in option::of(any::<u32>()),
        presence_penalty in option::of(-2.0..=2.0),
        repetition_penalty in option::of(rarely(0.1..2.0, f64::INFINITY)),
        seed in option::of(0..1_u32 << 31),
        stop in prop::collection::vec("[a-z]{1,2}", 0..20),
    ) -> Request {
        Request {
            max_tokens,
            temperature,
            top_p,
            top_k,
            presence_penalty,
            repetition_penalty,
            seed,
            stop,
            ..Request::default()
        }
    }
}

prop_compose! {
    pub(crate) fn any_request()(
        numbers in any_numbers(),
        mut messages in any_messages(),
        asks in prop::bool::weighted(0.9),
        tools in prop::collection::vec(any_tool(), 0..3),
        tool_choice in option::weighted(0.3, any_choice()),
        parallel_tool_calls in option::of(any::<bool>()),
        response_format in option::weighted(0.3, any_format()),
        thinking in option::of(any_level()),
        thinking_budget in option::weighted(0.3, rarely(select(vec![1, 4_096, u32::MAX]), 0)),
        preserve_thinking in option::of(any::<bool>()),
    ) -> Request {
        if asks {
            messages.insert(0, Message::user("question"));
        }
        Request {
            messages,
            tools,
            tool_choice,
            parallel_tool_calls,
            response_format,
            thinking,
            thinking_budget,
            preserve_thinking,
            ..numbers
        }
    }
}

fn any_model() -> impl Strategy<Value = Model> {
    use ThinkingSupport::{Always, None, OptionalOff, OptionalOn};
    let ids = vec![
        "qwen3.8-max",
        "qwen-plus",
        "glm-5.3",
        "kimi-k2.5",
        "qwen3-8b",
        "own",
    ];
    let supports = vec![None, OptionalOff, OptionalOn, Always];
    let limit = rarely(Just(Some(81_920)), Option::None);
    (select(ids), select(supports), limit).prop_map(|(id, thinking, limit)| Model {
        thinking_budget_limit: limit,
        ..thinker(id, thinking)
    })
}

/// Texts that often are JSON objects with fields that this crate looks at.
fn any_fields() -> impl Strategy<Value = Map<String, Value>> {
    let names = vec![
        "temperature",
        "topP",
        "max_tokens",
        "max_completion_tokens",
        "thinking",
        "stop",
        "stream",
        "messages",
        "model",
        "n",
        "audio",
        "modalities",
        "extra_body",
        "chat_template_kwargs",
        "response_format",
        "tools",
        "enable_thinking",
        "x",
        "user",
    ];
    let name = select(names).prop_map(String::from);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<u8>().prop_map(Value::from),
        any_text().prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(3, 8, 3, move |inner| {
        let object = prop::collection::btree_map(any_text(), inner.clone(), 0..3);
        prop_oneof![
            prop::collection::vec(inner, 0..3).prop_map(Value::from),
            object.prop_map(|fields| fields.into_iter().collect::<Map<_, _>>().into()),
        ]
    });
    prop::collection::btree_map(name, value, 0..4).prop_map(|fields| fields.into_iter().collect())
}

/// What the provider refuses in any body.
fn keeps_the_rules(fields: &Map<String, Value>, model: &Model) -> Result<(), TestCaseError> {
    let has = |name: &str| fields.contains_key(name);
    let is = |name: &str, value: bool| fields.get(name) == Some(&Value::Bool(value));
    prop_assert!(!has("stream_options") || is("stream", true));
    prop_assert!(!(has("reasoning_effort") && has("thinking_budget")));
    prop_assert!(!(has("max_tokens") && has("max_completion_tokens")));
    prop_assert!(has("tools") || !(has("tool_choice") || has("parallel_tool_calls")));
    prop_assert!(
        fields
            .get("tools")
            .is_none_or(|tools| tools != &Value::Array(vec![]))
    );
    match model.thinking {
        ThinkingSupport::None => {
            for name in ["enable_thinking", "thinking_budget", "reasoning_effort"] {
                prop_assert!(!has(name), "{name}");
            }
        }
        ThinkingSupport::Always => prop_assert!(!has("enable_thinking")),
        ThinkingSupport::OptionalOff | ThinkingSupport::OptionalOn => {}
    }
    let choice = fields.get("tool_choice");
    let is_forced = choice.is_some_and(|choice| choice != "auto" && choice != "none");
    let may_think = match model.thinking {
        ThinkingSupport::OptionalOn => !is("enable_thinking", false),
        _ => is("enable_thinking", true) || model.thinking == ThinkingSupport::Always,
    };
    prop_assert!(!(is_forced && may_think));
    Ok(())
}

proptest! {
    #[test]
    fn any_request_is_refused_or_keeps_the_rules(
        request in any_request(),
        model in any_model(),
        stream in any::<bool>(),
        ask_usage in any::<bool>(),
    ) {
        let options = Options { stream, ask_usage, ..Options::default() };
        let encoded = body(request.clone(), &model, &options);
        prop_assert_eq!(&encoded, &body(request, &model, &options));
        match encoded {
            Ok(encoded) => {
                let fields: Map<String, Value> = serde_json::from_slice(&encoded.body).expect("an object");
                prop_assert_eq!(fields["model"].as_str(), Some(model.id.as_str()));
                prop_assert!(fields["messages"].as_array().is_some_and(|messages| !messages.is_empty()));
                prop_assert_eq!(encoded.stream, fields.contains_key("stream"));
                keeps_the_rules(&fields, &model)?;
            }
            Err(error) => prop_assert!(!error.request_sent && error.hint.is_some(), "{error}"),
        }
    }

    #[test]
    fn any_fields_from_elsewhere_are_refused_or_joined(
        params in any_fields(),
        extra in option::of(any_fields()),
        template in any::<bool>(),
    ) {
        let request = Request {
            extra_json: extra.map(|fields| Value::Object(fields).to_string()),
            ..asking("a")
        };
        let options = Options { template, params: Some(&params), ..Options::default() };
        if let Ok(encoded) = body(request, &model("qwen3.5-plus"), &options) {
            let fields: Map<String, Value> = serde_json::from_slice(&encoded.body).expect("an object");
            prop_assert_eq!(&fields["messages"][0]["role"], "user");
            prop_assert!(!fields.contains_key("stream"));
        }
    }

    #[test]
    fn any_text_as_extra_json_is_refused_or_joined(text in ".{0,40}") {
        let request = Request { extra_json: Some(text), ..asking("a") };
        if let Ok(encoded) = body(request, &model("qwen3.5-plus"), &Options::default()) {
            prop_assert!(serde_json::from_slice::<Map<String, Value>>(&encoded.body).is_ok());
        }
    }
}
