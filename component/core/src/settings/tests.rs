//! What the reading of settings is held to.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::chat::encode::MaxTokensField;
use crate::error::ErrorKind;
use crate::model::InputKind;

fn read(variables: &[(&str, &str)]) -> Result<Settings, Error> {
    Settings::from_environment(|name| {
        variables
            .iter()
            .find(|(variable, _)| *variable == name)
            .map(|(_, value)| (*value).to_owned())
    })
}

fn configured(entry: &Value) -> Result<Settings, Error> {
    read(&[(CONFIG_VARIABLE, &entry.to_string())])
}

#[test]
fn nothing_set_gives_the_default() {
    assert_eq!(read(&[]), Ok(Settings::default()));
    let blank = [
        AUTH_VARIABLE,
        BASE_URL_VARIABLE,
        REGION_VARIABLE,
        CONFIG_VARIABLE,
        "QWEN_API_KEY",
    ]
    .map(|name| (name, " \n"));
    assert_eq!(read(&blank), Ok(Settings::default()));
    assert_eq!(Settings::default().auth, Auth::Missing);
}

#[test]
fn the_first_key_that_is_not_blank_wins() {
    for (variables, key) in [
        (
            &[
                ("QWEN_API_KEY", "sk-1"),
                ("MODELSTUDIO_API_KEY", "sk-2"),
                ("DASHSCOPE_API_KEY", "sk-3"),
            ][..],
            "sk-1",
        ),
        (
            &[
                ("QWEN_API_KEY", " "),
                ("MODELSTUDIO_API_KEY", "sk-2"),
                ("DASHSCOPE_API_KEY", "sk-3"),
            ],
            "sk-2",
        ),
        (
            &[("QWEN_API_KEY", "''"), ("DASHSCOPE_API_KEY", "`sk-3`;")],
            "sk-3",
        ),
        (
            &[
                ("DASHSCOPE_API_KEY", "sk-3"),
                ("MODELSTUDIO_API_KEY", "sk-2"),
            ],
            "sk-2",
        ),
    ] {
        let settings = read(variables).unwrap();
        let Auth::Key(found) = &settings.auth else {
            panic!("{variables:?} gave {settings:?}");
        };
        assert_eq!(found.expose(), key);
    }
    assert!(
        read(&[("QWEN_API_KEY", "sk-sp-1")])
            .unwrap()
            .auth
            .is_subscription()
    );
    assert!(
        !read(&[("QWEN_API_KEY", "sk-1")])
            .unwrap()
            .auth
            .is_subscription()
    );
}

#[test]
fn a_broken_key_is_not_passed_over() {
    let error = read(&[("QWEN_API_KEY", "sk-\u{7}1"), ("DASHSCOPE_API_KEY", "sk-2")]).unwrap_err();
    assert!(
        error.message.starts_with("the key in QWEN_API_KEY holds"),
        "{}",
        error.message
    );
}

#[test]
fn the_host_may_add_the_key() {
    for (word, subscription) in [
        ("host", false),
        (" HOST ", false),
        ("host-subscription", true),
    ] {
        let settings = read(&[(AUTH_VARIABLE, word), ("QWEN_API_KEY", "sk-1")]).unwrap();
        assert_eq!(settings.auth, Auth::Host { subscription });
        assert_eq!(settings.auth.is_subscription(), subscription);
    }
    let error = read(&[(AUTH_VARIABLE, "guest")]).unwrap_err();
    assert_eq!(
        error.message,
        "QWEN_AUTH is set to something other than `host` and `host-subscription`"
    );
}

#[test]
fn the_variable_goes_over_the_entry() {
    let entry = json!({ "baseUrl": " https://a.example/v1 " }).to_string();
    let settings = read(&[(CONFIG_VARIABLE, &entry)]).unwrap();
    assert_eq!(settings.base_url.as_deref(), Some("https://a.example/v1"));
    let settings = read(&[
        (CONFIG_VARIABLE, &entry),
        (BASE_URL_VARIABLE, "https://b.example\n"),
    ])
    .unwrap();
    assert_eq!(settings.base_url.as_deref(), Some("https://b.example"));
    assert_eq!(
        configured(&json!({ "baseUrl": " " })).unwrap().base_url,
        None
    );
}

#[test]
fn a_region_is_read_by_its_word() {
    for (word, region) in [
        ("global", Region::Global),
        (" China\n", Region::China),
        ("us-east-1", Region::Other("us-east-1".to_owned())),
    ] {
        let settings = read(&[(REGION_VARIABLE, word)]).unwrap();
        assert_eq!(settings.region.as_ref(), Some(&region), "{word}");
        assert_eq!(Region::of_word(region.word()), region);
    }
}

#[test]
fn a_whole_entry_is_read() {
    let settings = configured(&json!({
        "baseUrl": "https://a.example/v1",
        "api": "openai-completions",
        "headers": { "X-DashScope-WorkSpace": "ws-1", "x-a": null },
        "timeoutSeconds": 600,
        "params": { "temperature": 0.5 },
        "models": [
            {
                "id": " qwen3.6-plus ",
                "name": "Plus",
                "reasoning": true,
                "input": ["image", "text", "image", "scent"],
                "contextWindow": 1_000_000,
                "maxTokens": 65_536,
                "compat": {
                    "supportsUsageInStreaming": false,
                    "thinkingFormat": "qwen-chat-template",
                    "maxTokensField": "max_tokens",
                },
            },
            { "id": "own", "name": null, "input": [] },
        ],
    }))
    .unwrap();
    let plus = ConfiguredModel {
        id: "qwen3.6-plus".to_owned(),
        name: Some("Plus".to_owned()),
        input: Some(vec![
            InputKind::Text,
            InputKind::Image,
            InputKind::Other("scent".to_owned()),
        ]),
        reasoning: Some(true),
        context_window: Some(1_000_000),
        max_tokens: Some(65_536),
        compat: Compat {
            supports_usage_in_streaming: Some(false),
            thinking_format: Some(ThinkingFormat::QwenChatTemplate),
            max_tokens_field: Some(MaxTokensField::MaxTokens),
        },
    };
    let own = ConfiguredModel {
        id: "own".to_owned(),
        input: Some(vec![InputKind::Text]),
        ..ConfiguredModel::default()
    };
    assert_eq!(settings.model("qwen3.6-plus"), Some(&plus));
    assert_eq!(settings.model("Own"), None);
    let expected = Settings {
        auth: Auth::Missing,
        base_url: Some("https://a.example/v1".to_owned()),
        region: None,
        models: vec![plus, own],
        headers: vec![("x-dashscope-workspace".to_owned(), "ws-1".to_owned())],
        timeouts: Timeouts {
            connect_ms: Timeouts::default().connect_ms,
            first_byte_ms: 600_000,
            between_bytes_ms: 600_000,
        },
        params: Map::from_iter([("temperature".to_owned(), json!(0.5))]),
        ..Settings::default()
    };
    assert_eq!(settings, expected);
}

#[test]
fn what_has_no_effect_is_named() {
    let settings = configured(&json!({
        "apiKey": "sk-1",
        "models": [
            { "id": "a", "cost": {}, "contextWindow": 0, "maxTokens": -1, "compat": { "thinkingFormat": "openai", "supportsStore": true } },
            { "id": "a", "alias": "A" },
        ],
    }))
    .unwrap();
    assert_eq!(
        settings.ignored,
        [
            "QWEN_CONFIG.models[0].contextWindow",
            "QWEN_CONFIG.models[0].maxTokens",
            "QWEN_CONFIG.models[0].compat.thinkingFormat",
            "QWEN_CONFIG.models[0].compat.supportsStore",
            "QWEN_CONFIG.models[0].cost",
            "QWEN_CONFIG.models[1]",
            "QWEN_CONFIG.apiKey",
        ]
    );
    assert_eq!(settings.models.len(), 1);
}

fn wrong_values() -> Vec<(Value, &'static str)> {
    vec![
        (json!([]), "QWEN_CONFIG must be an object, not a list"),
        (
            json!({ "baseUrl": 1 }),
            "QWEN_CONFIG.baseUrl must be a text, not a number",
        ),
        (
            json!({ "headers": "x" }),
            "QWEN_CONFIG.headers must be an object, not a text",
        ),
        (
            json!({ "headers": { "x-a": true } }),
            "QWEN_CONFIG.headers.x-a must be a text, not true or false",
        ),
        (
            json!({ "models": [null] }),
            "QWEN_CONFIG.models[0] must be an object, not nothing",
        ),
        (
            json!({ "params": [] }),
            "QWEN_CONFIG.params must be an object, not a list",
        ),
        (
            json!({ "timeoutSeconds": "60" }),
            "QWEN_CONFIG.timeoutSeconds must be a whole number, not a text",
        ),
        (
            json!({ "timeoutSeconds": 1.5 }),
            "QWEN_CONFIG.timeoutSeconds must be a whole number, not one with a fraction, an exponent or too many digits",
        ),
        (
            json!({ "timeoutSeconds": 0 }),
            "QWEN_CONFIG.timeoutSeconds must be from 1 to 86400",
        ),
        (
            json!({ "timeoutSeconds": 86_401 }),
            "QWEN_CONFIG.timeoutSeconds must be from 1 to 86400",
        ),
        (
            json!({ "timeoutSeconds": -1 }),
            "QWEN_CONFIG.timeoutSeconds must be from 1 to 86400",
        ),
    ]
}

fn wrong_models() -> Vec<(Value, &'static str)> {
    vec![
        (
            json!({ "models": {} }),
            "QWEN_CONFIG.models must be a list, not an object",
        ),
        (
            json!({ "models": ["a"] }),
            "QWEN_CONFIG.models[0] must be an object, not a text",
        ),
        (
            json!({ "models": [{ "id": "a" }, {}] }),
            "QWEN_CONFIG.models[1].id is missing",
        ),
        (
            json!({ "models": [{ "id": " " }] }),
            "QWEN_CONFIG.models[0].id is missing",
        ),
        (
            json!({ "models": [{ "id": "a", "reasoning": "yes" }] }),
            "QWEN_CONFIG.models[0].reasoning must be true or false, not a text",
        ),
        (
            json!({ "models": [{ "id": "a", "input": "text" }] }),
            "QWEN_CONFIG.models[0].input must be a list, not a text",
        ),
        (
            json!({ "models": [{ "id": "a", "input": [1] }] }),
            "QWEN_CONFIG.models[0].input[0] must be a text, not a number",
        ),
        (
            json!({ "models": [{ "id": "a", "maxTokens": 4_294_967_296_u64 }] }),
            "QWEN_CONFIG.models[0].maxTokens must be at most 4294967295",
        ),
        (
            json!({ "models": [{ "id": "a", "compat": { "maxTokensField": "tokens" } }] }),
            "QWEN_CONFIG.models[0].compat.maxTokensField must be max_tokens or max_completion_tokens",
        ),
    ]
}

#[test]
fn a_wrong_value_is_an_error_that_names_its_path() {
    for (entry, message) in wrong_values().into_iter().chain(wrong_models()) {
        let error = configured(&entry).unwrap_err();
        assert_eq!(
            (&error.kind, error.message.as_str()),
            (&ErrorKind::InvalidRequest, message)
        );
    }
}

#[test]
fn broken_json_is_told_by_its_place() {
    let error = read(&[(CONFIG_VARIABLE, "{\"apiKey\": \"sk-1\",}")]).unwrap_err();
    assert_eq!(
        error.message,
        "QWEN_CONFIG is not JSON: trailing comma at line 1 column 19"
    );
}

#[test]
fn only_one_protocol_is_spoken() {
    for api in [
        "openai-completions",
        " openai-completions ",
        "",
        "qwen",
        "ModelStudio",
        "qwencloud",
    ] {
        assert!(configured(&json!({ "api": api })).is_ok(), "{api}");
    }
    for api in [
        "anthropic-messages",
        "openai-responses",
        "dashscope",
        "OpenAI-Completions",
    ] {
        let error = configured(&json!({ "api": api })).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsupported);
        assert_eq!(
            error.message,
            "QWEN_CONFIG.api names a protocol that is not spoken here"
        );
        assert_eq!(
            error.hint.as_deref(),
            Some("leave it out, or set it to openai-completions")
        );
    }
}

#[test]
fn headers_that_are_not_the_configurations_are_refused() {
    for (name, message) in [
        (
            "Authorization",
            "QWEN_CONFIG.headers.Authorization cannot be configured: the key goes there; set it in QWEN_API_KEY",
        ),
        (
            "HOST",
            "QWEN_CONFIG.headers.HOST cannot be configured: it follows from the base URL",
        ),
        (
            "Connection",
            "QWEN_CONFIG.headers.Connection cannot be configured: it belongs to one connection, not to a request",
        ),
        (
            "content-type",
            "QWEN_CONFIG.headers.content-type cannot be configured: it follows from the body, which is written here",
        ),
        ("x a", "QWEN_CONFIG.headers.x a is not a header name"),
        ("", "QWEN_CONFIG.headers. is not a header name"),
        (
            "x:\r\ny",
            "QWEN_CONFIG.headers.x:\r\ny is not a header name",
        ),
    ] {
        let error = configured(&json!({ "headers": { name: "v" } })).unwrap_err();
        assert_eq!(
            (&error.kind, error.message.as_str()),
            (&ErrorKind::InvalidRequest, message)
        );
    }
    for name in [
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "expect",
        "content-length",
        "content-encoding",
        "accept",
        "accept-encoding",
    ] {
        let error = configured(&json!({ "headers": { name: "v" } })).unwrap_err();
        assert!(error.message.contains(" cannot be configured: "), "{name}");
    }
    let error = configured(&json!({ "headers": { "X-A": "1", "x-a": "2" } })).unwrap_err();
    assert_eq!(
        error.message,
        "QWEN_CONFIG.headers.x-a is set twice, in different case"
    );
    let error = configured(&json!({ "headers": { "x-a": "1\r\nx-b: 2" } })).unwrap_err();
    assert_eq!(
        error.message,
        "QWEN_CONFIG.headers.x-a holds a control character or a character outside ASCII"
    );
}

#[test]
fn debug_shows_no_secret() {
    let entry =
        json!({ "headers": { "x-token": "hush-1" }, "params": { "user": "hush-2" } }).to_string();
    let settings = read(&[(CONFIG_VARIABLE, &entry), ("QWEN_API_KEY", "hush-3")]).unwrap();
    let text = format!("{settings:?}");
    assert!(text.contains("x-token") && !text.contains("hush"), "{text}");
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    let names = prop::sample::select(vec![
        "baseUrl",
        "api",
        "models",
        "headers",
        "timeoutSeconds",
        "params",
        "id",
        "name",
        "input",
        "reasoning",
        "contextWindow",
        "maxTokens",
        "compat",
        "thinkingFormat",
        "maxTokensField",
        "x-any",
    ]);
    leaf.prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names.clone().prop_map(str::to_owned), inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_entry_is_read_or_refused(entry in any_json()) {
        match configured(&entry) {
            Ok(settings) => {
                prop_assert!(settings.models.iter().all(|model| !model.id.is_empty() && model.context_window != Some(0)));
                prop_assert!(settings.ignored.iter().all(|path| path.starts_with(CONFIG_VARIABLE)));
            }
            Err(error) => prop_assert!(error.message.starts_with(CONFIG_VARIABLE)),
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        let _ = read(&[(CONFIG_VARIABLE, &text), ("QWEN_API_KEY", &text), (AUTH_VARIABLE, &text)]);
    }
}
