//! Whole descriptions over a scripted transport: where they go, what is sent, and when nothing is.

use crate::Provider;
use crate::error::{Details, ErrorKind};
use crate::http::Effect;
use crate::settings::Settings;
use crate::transport::script::{Played, Script};
use crate::understanding::{Media, Request};

const WORDS: &str = r#"{"id":"c1","model":"qwen-vl-max-latest","choices":[{"finish_reason":"stop",
    "message":{"content":"A boat."}}]}"#;
const THOUGHT: &str = r#"{"id":"c2","choices":[{"finish_reason":"stop","message":{"content":"",
    "reasoning_content":"A boat?"}}]}"#;

fn provider(key: &str, base_url: &str, config: &str) -> Provider {
    let settings = Settings::from_environment(|name| {
        let value = match name {
            "QWEN_API_KEY" => key,
            "QWEN_BASE_URL" => base_url,
            "QWEN_CONFIG" => config,
            _ => "",
        };
        Some(value.to_owned())
    });
    Provider::new(settings.unwrap()).unwrap()
}

fn image(model: Option<&str>) -> Request {
    Request {
        model: model.map(str::to_owned),
        media: vec![Media::Image("https://example.com/a.png".to_owned())],
        ..Request::default()
    }
}

fn bodies(script: &Script) -> Vec<String> {
    let sent = script.sent.borrow();
    let bodies = sent
        .iter()
        .map(|request| String::from_utf8(request.body.clone()).unwrap());
    bodies.collect()
}

#[test]
fn a_description_goes_to_the_standard_endpoint_of_the_region() {
    for (base_url, sent_to) in [
        ("", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"),
        (
            "https://coding-intl.dashscope.aliyuncs.com/v1",
            "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
        ),
        (
            "https://coding.dashscope.aliyuncs.com/v1",
            "https://dashscope.aliyuncs.com/compatible-mode/v1",
        ),
        (
            "https://dashscope.aliyuncs.com/compatible-mode/v1",
            "https://dashscope.aliyuncs.com/compatible-mode/v1",
        ),
        (
            "https://proxy.example.com/v1",
            "https://proxy.example.com/v1",
        ),
        ("http://127.0.0.1:9/v1", "http://127.0.0.1:9/v1"),
    ] {
        let provider = provider("sk-1", base_url, "");
        let script = Script::answering(200, WORDS);
        let description = script.run(provider.describe(&script, image(None))).unwrap();
        assert_eq!(description.text, "A boat.");
        let sent = script.sent.borrow_mut().remove(0);
        assert_eq!(sent.url, [sent_to, "/chat/completions"].concat());
        assert_eq!(sent.effect, Effect::Billable);
        assert_eq!(sent.timeouts.first_byte_ms, 60_000);
    }
}

#[test]
fn a_subscription_key_is_refused_with_the_one_that_is_needed() {
    for (base_url, needed) in [
        (
            "",
            "region global; descriptions go to https://dashscope-intl.",
        ),
        (
            "https://coding.dashscope.aliyuncs.com/v1",
            "region china; descriptions go to https://dashscope.aliyuncs.com",
        ),
        ("https://proxy.example.com/v1", "use a Standard key; "),
    ] {
        let script = Script::answering(200, WORDS);
        let provider = provider("sk-sp-1", base_url, "");
        let error = script
            .run(provider.describe(&script, image(None)))
            .unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unauthorized);
        assert!(!error.request_sent);
        assert!(
            error.into_details().hint.unwrap().contains(needed),
            "{base_url}"
        );
        assert!(script.sent.borrow().is_empty());
    }
}

#[test]
fn a_model_is_one_of_the_standard_endpoint_or_a_configured_one() {
    let coding = "https://coding-intl.dashscope.aliyuncs.com/v1";
    let config = r#"{"models":[{"id":"mine-vl","input":["text","image"]}]}"#;
    for (model, sent) in [
        ("qwen/qwen3-vl-plus", "\"qwen3-vl-plus\""),
        ("QWEN3.6-PLUS", "\"qwen3.6-plus\""),
        ("mine-vl", "\"mine-vl\""),
    ] {
        let script = Script::answering(200, WORDS);
        let provider = provider("sk-1", coding, config);
        script
            .run(provider.describe(&script, image(Some(model))))
            .unwrap();
        assert!(bodies(&script)[0].contains(sent), "{model}");
    }
    let refused = |model: &str| {
        let script = Script::answering(200, WORDS);
        let provider = provider("sk-1", coding, config);
        let result = script.run(provider.describe(&script, image(Some(model))));
        assert!(script.sent.borrow().is_empty());
        result.unwrap_err()
    };
    let Details { kind, hint, .. } = refused("glm-5").into_details();
    assert_eq!(kind, ErrorKind::Unsupported);
    let hint = hint.unwrap();
    assert!(
        hint.contains("mine-vl") && hint.contains("qwen-vl-max-latest"),
        "{hint}"
    );
    assert_eq!(refused("qwen-vl-mix").kind, ErrorKind::NotFound);
}

#[test]
fn reasoning_alone_is_asked_again_without() {
    for (second, text, warned) in [
        (Played::of(200, WORDS), "A boat.", &["asked-again"][..]),
        (
            Played::of(200, THOUGHT),
            "A boat?",
            &["asked-again", "reasoning-as-text"],
        ),
        (
            Played::of(401, "{}"),
            "A boat?",
            &["asked-again", "asking-failed", "reasoning-as-text"],
        ),
    ] {
        let provider = provider("sk-1", "", "");
        let script = Script::of([Ok(Played::of(200, THOUGHT)), Ok(second)]);
        let request = image(Some("qwen3.5-plus"));
        let description = script.run(provider.describe(&script, request)).unwrap();
        assert_eq!(description.text, text);
        let warnings = description.warnings.iter();
        let codes: Vec<_> = warnings.map(|warning| warning.code.as_str()).collect();
        assert_eq!(codes, warned);
        let [first, second] = bodies(&script).try_into().unwrap();
        assert!(!first.contains("enable_thinking"), "{first}");
        assert!(second.contains(r#""enable_thinking":false"#), "{second}");
        assert!(second.contains("https://example.com/a.png"), "{second}");
        let sent = script.sent.borrow();
        let waits: Vec<_> = sent
            .iter()
            .map(|sent| sent.timeouts.first_byte_ms)
            .collect();
        assert_eq!(waits, [300_000, 60_000]);
    }
}

#[test]
fn a_model_that_cannot_do_otherwise_is_asked_once() {
    let provider = provider("sk-1", "", "");
    let script = Script::answering(200, THOUGHT);
    let description = script.run(provider.describe(&script, image(None))).unwrap();
    assert_eq!(description.text, "A boat?");
    assert_eq!(script.sent.borrow().len(), 1);
}
