//! Whole requests over a scripted provider: what is sent upstream, and what the client gets.

use super::*;
use crate::settings::Settings;
use crate::transport::Failure;
use crate::transport::script::{Played, Script};

/// What a client gets.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    /// The pieces of the body, one for each write.
    pub(super) pieces: Vec<String>,
}

impl Told {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(known, _)| *known == name)?;
        Some(value)
    }

    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.pieces.concat()).unwrap()
    }

    /// The error's message and field.
    pub(super) fn error(&self) -> (String, Option<String>) {
        let json = self.json();
        let text = |name: &str| json["error"][name].as_str().map(String::from);
        (text("message").unwrap(), text("param"))
    }
}

/// A body of some pieces.
pub(super) struct Pieces(pub(super) Vec<Result<Vec<u8>, Failure>>);

impl transport::Body for Pieces {
    async fn read(&mut self, buffer: &mut Vec<u8>) -> Result<bool, Failure> {
        buffer.clear();
        if self.0.is_empty() {
            return Ok(false);
        }
        buffer.extend(self.0.remove(0)?);
        Ok(true)
    }
}

pub(super) fn provider() -> Provider {
    let settings =
        Settings::from_environment(|name| (name == "QWEN_API_KEY").then(|| String::from("sk-own")));
    Provider::new(settings.unwrap()).unwrap()
}

pub(super) fn asking(method: &str, target: &str) -> Request {
    let header = |name: &str, value: &str| (String::from(name), String::from(value));
    Request {
        method: String::from(method),
        target: String::from(target),
        headers: vec![
            header("content-type", "application/json"),
            header("authorization", "Bearer the-client's"),
            header("x-dashscope-async", "the-client's"),
        ],
    }
}

pub(super) fn told(script: &Script, request: &Request, mut body: Pieces) -> Told {
    let provider = provider();
    script.run(async {
        let response = respond(Ok(&provider), script, request, &mut body).await;
        let pieces = match response.body {
            Body::Whole(text) => vec![text],
            Body::Stream(mut frames) => {
                let mut pieces = Vec::new();
                while let Some(text) = frames.next().await {
                    pieces.push(text);
                }
                pieces
            }
        };
        Told {
            status: response.status,
            headers: response.headers,
            pieces,
        }
    })
}

pub(super) fn post(script: &Script, target: &str, body: &str) -> Told {
    let body = Pieces(vec![Ok(body.as_bytes().to_vec())]);
    told(script, &asking("POST", target), body)
}

pub(super) fn get(script: &Script, target: &str) -> Told {
    told(script, &asking("GET", target), Pieces(vec![]))
}

/// A provider that is not to be asked.
pub(super) fn unasked() -> Script {
    Script::answering(500, "")
}

const CHAT: &str = "/v1/chat/completions";

#[test]
fn the_limit_of_a_body_is_documented() {
    let document = include_str!("../../../../docs/gateway-api.md");
    assert_eq!(BODY_LIMIT, 12_582_912);
    assert!(document.contains("at most 12,582,912 bytes (413)"));
}

#[test]
fn health_is_told_whatever_the_settings() {
    let script = unasked();
    let broken = Error::invalid("the base URL is none");
    let request = asking("GET", "/healthz");
    script.run(async {
        let mut body = Pieces(vec![]);
        let response = respond(Err(broken.clone()), &script, &request, &mut body).await;
        assert_eq!(response.status, 200);
        let request = asking("GET", "/v1/models");
        let response = respond(Err(broken), &script, &request, &mut body).await;
        assert_eq!(response.status, 500);
    });
}

#[test]
fn a_head_has_the_status_and_no_body() {
    for (target, status) in [
        ("/healthz", 200),
        ("/v1/models", 200),
        ("/nowhere", 404),
        (CHAT, 405),
    ] {
        let told = told(&unasked(), &asking("HEAD", target), Pieces(vec![]));
        assert_eq!(
            (told.status, told.pieces.concat()),
            (status, String::new()),
            "{target}"
        );
        assert_eq!(told.header("content-length"), None);
    }
}

#[test]
fn a_path_tells_its_methods() {
    let told = told(&unasked(), &asking("PATCH", "/v1/videos/a"), Pieces(vec![]));
    assert_eq!(told.status, 405);
    assert_eq!(told.header("allow"), Some("DELETE, GET, HEAD"));
    let (message, _) = told.error();
    assert_eq!(message, "/v1/videos/a does not take PATCH");
}

#[test]
fn a_body_must_be_json_of_bounded_length() {
    let cut = Failure {
        cause: transport::Cause::Cut,
        detail: String::from("so it says"),
        request_sent: true,
    };
    let mib = || Ok(vec![b' '; 1 << 20]);
    #[rustfmt::skip]
    let cases = [
        (Some("application/json; charset=utf-8"), None, vec![Ok(b"{".to_vec())], 400, "the body is not JSON: EOF while parsing an object at line 1 column 1"),
        (Some("application/vnd.x+json"), None, vec![], 400, "the body is not JSON: EOF while parsing a value at line 1 column 0"),
        (Some("text/plain"), None, vec![], 415, "the body must be JSON"),
        (None, None, vec![], 415, "the body must be JSON"),
        (Some("application/json"), Some("12582913"), vec![], 413, "the body is longer than 12582912 bytes"),
        (Some("application/json"), None, (0..13).map(|_| mib()).collect(), 413, "the body is longer than 12582912 bytes"),
        (Some("application/json"), None, vec![Ok(b"{\"a\":".to_vec()), Ok(vec![0xff])], 400, "the body is not UTF-8: see its byte 5"),
        (Some("application/json"), None, vec![Ok(b"{".to_vec()), Err(cut)], 400, "the request's body broke off (so it says)"),
    ];
    for (kind, length, pieces, status, message) in cases {
        let header = |name: &str, value: &str| (String::from(name), String::from(value));
        let mut request = asking("POST", CHAT);
        request.headers.clear();
        request
            .headers
            .extend(kind.map(|kind| header("content-type", kind)));
        request
            .headers
            .extend(length.map(|length| header("content-length", length)));
        let told = told(&unasked(), &request, Pieces(pieces));
        assert_eq!((told.status, told.error().0.as_str()), (status, message));
    }
}

#[test]
fn models_are_those_of_the_catalog() {
    let list = get(&unasked(), "/v1/models");
    let provider = provider();
    let ids: Vec<_> = provider
        .catalog()
        .models()
        .iter()
        .map(|model| model.id.as_str())
        .collect();
    let json = list.json();
    let told: Vec<_> = json["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|model| &model["id"])
        .collect();
    assert_eq!(told, ids);
    for target in [
        "qwen3.5-plus",
        "qwen/qwen3.5-plus",
        "modelstudio%2Fqwen3.5-plus",
    ] {
        let one = get(&unasked(), &format!("/v1/models/{target}")).json();
        assert_eq!(
            (
                &one["id"],
                &one["object"],
                &one["owned_by"],
                &one["thinking"]
            ),
            (
                &"qwen3.5-plus".into(),
                &"model".into(),
                &"qwen".into(),
                &"optional-on".into()
            )
        );
        assert!(one["context_window"].as_u64() > one["max_output_tokens"].as_u64());
        assert_eq!(one["input"][0], "text");
    }
    let none = get(&unasked(), "/v1/models/gpt-5");
    assert_eq!(none.status, 404);
    let error = &none.json()["error"];
    assert_eq!(
        (&error["code"], &error["param"]),
        (&"model_not_found".into(), &"model".into())
    );
}

#[test]
fn a_server_that_names_neither_id_nor_model_is_no_trouble() {
    let answer = r#"{"choices":[{"finish_reason":"stop","message":{"content":"hello"}}]}"#;
    let asked = r#"{"messages":[{"role":"user","content":"hi"}]}"#;
    let json = post(&Script::answering(200, answer), CHAT, asked).json();
    assert_eq!(
        (&json["id"], &json["model"], &json["created"]),
        (
            &"chatcmpl-unknown".into(),
            &"qwen3.5-plus".into(),
            &0.into()
        )
    );
}

#[test]
fn nothing_of_the_clients_headers_goes_on() {
    let answer =
        r#"{"id":"c1","choices":[{"finish_reason":"stop","message":{"content":"hello"}}]}"#;
    let script = Script::of([Ok(Played::of(200, answer))]);
    post(
        &script,
        CHAT,
        r#"{"messages":[{"role":"user","content":"hi"}]}"#,
    );
    let sent = script.sent.borrow();
    let headers = format!("{:?}", sent[0].headers);
    assert!(!headers.contains("the-client's"), "{headers}");
    assert!(headers.contains("Bearer sk-own"), "{headers}");
}
