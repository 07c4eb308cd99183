//! The whole simulator over real sockets: statuses, headers, framing and order, as bytes.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{Fault, Options, Simulator};
use client::{Answer, Client};

mod client;
mod lifecycle;
mod streams;
mod uploads;
mod videos;

const STANDARD: &str = "/compatible-mode/v1/chat/completions";
const CODING: &str = "/v1/chat/completions";
const KEY: Option<&str> = Some("Bearer sk-test");

async fn start(options: Options) -> Simulator {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    Simulator::start(listener, options).unwrap()
}

fn hello(model: &str) -> Value {
    json!({ "model": model, "messages": [{ "role": "user", "content": "Hello there" }] })
}

/// One request to a fresh simulator.
async fn ask(options: Options, path: &str, key: Option<&str>, body: &Value) -> Answer {
    let simulator = start(options).await;
    Client::new(&simulator)
        .post(path, key, &body.to_string())
        .await
}

/// The id in a refusal is the one in the header.
fn check_request_id(answer: &Answer) {
    let id = answer.header("x-request-id").unwrap().to_owned();
    assert_eq!(answer.json()["request_id"], json!(id));
}

#[tokio::test]
async fn a_whole_answer() {
    let answer = ask(Options::unpaced(), STANDARD, KEY, &hello("qwen-plus")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let completion = answer.json();
    let id = answer.header("x-request-id").unwrap();
    assert_eq!(completion["id"], format!("chatcmpl-{id}"));
    assert_eq!(completion["object"], "chat.completion");
    assert_eq!(completion["model"], "qwen-plus");
    assert!(completion["created"].as_u64().unwrap() > 1_700_000_000);
    let choice = &completion["choices"][0];
    assert_eq!(choice["finish_reason"], "stop");
    assert_eq!(choice["message"]["role"], "assistant");
    assert!(
        choice["message"]["content"]
            .as_str()
            .unwrap()
            .contains("\"Hello there\"")
    );
    assert!(choice["message"].get("reasoning_content").is_none());
    let usage = &completion["usage"];
    let [prompt, said, total] = ["prompt_tokens", "completion_tokens", "total_tokens"]
        .map(|name| usage[name].as_u64().unwrap());
    assert_eq!((prompt, total), (2, prompt + said));
    assert!(
        usage["completion_tokens_details"]
            .get("reasoning_tokens")
            .is_none()
    );
}

#[tokio::test]
async fn a_whole_answer_with_thinking() {
    let completion = ask(
        Options::unpaced(),
        CODING,
        Some("Bearer sk-sp-a"),
        &hello("glm-5"),
    )
    .await
    .json();
    let message = &completion["choices"][0]["message"];
    assert!(
        message["reasoning_content"]
            .as_str()
            .unwrap()
            .contains("Hello there")
    );
    let details = &completion["usage"]["completion_tokens_details"];
    assert!(details["reasoning_tokens"].as_u64().unwrap() > 0);
    assert_eq!(
        details["text_tokens"],
        completion["usage"]["completion_tokens"]
    );
}

#[tokio::test]
async fn a_whole_answer_with_a_call() {
    let mut request = hello("qwen-plus");
    request["tools"] =
        json!([{"type": "function", "function": {"name": "get_time", "parameters": {}}}]);
    request["tool_choice"] = json!({"type": "function", "function": {"name": "get_time"}});
    let completion = ask(Options::unpaced(), STANDARD, KEY, &request)
        .await
        .json();
    let choice = &completion["choices"][0];
    assert_eq!(choice["finish_reason"], "tool_calls");
    assert_eq!(choice["message"]["content"], "");
    let call = &choice["message"]["tool_calls"][0];
    assert!(call["id"].as_str().unwrap().starts_with("call_"));
    assert_eq!(
        call["function"],
        json!({"name": "get_time", "arguments": "{}"})
    );
}

#[tokio::test]
async fn several_choices() {
    let mut request = hello("qwen-plus");
    request["n"] = json!(3);
    let completion = ask(Options::unpaced(), STANDARD, KEY, &request)
        .await
        .json();
    let indexes: Vec<&Value> = completion["choices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|choice| &choice["index"])
        .collect();
    assert_eq!(indexes, [0, 1, 2]);
}

#[tokio::test]
async fn pictures_and_videos_are_seen_on_the_standard_path() {
    for part in [
        json!({"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}),
        json!({"type": "image_url", "image_url": {"url": "https://h/a.png"}}),
        json!({"type": "video_url", "video_url": {"url": "data:video/mp4;base64,AAAA"}}),
        json!({"type": "video_url", "video_url": {"url": "https://h/a.mp4"}, "fps": 2}),
    ] {
        let mut request = hello("qwen-vl-max-latest");
        request["messages"][0]["content"] = json!([part, {"type": "text", "text": "What is it?"}]);
        let answer = ask(Options::unpaced(), STANDARD, KEY, &request).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
}

#[tokio::test]
async fn refusals_have_their_status_and_ids() {
    let bad = json!({"model": "qwen-plus", "messages": [], "stream": true});
    let rows = [
        (STANDARD, None, hello("qwen-plus"), 401, Value::Null),
        (
            STANDARD,
            Some("Bearer sk-sp-a"),
            hello("qwen-plus"),
            401,
            json!("invalid_api_key"),
        ),
        (CODING, KEY, hello("glm-5"), 401, json!("invalid_api_key")),
        (STANDARD, KEY, hello("gpt"), 404, json!("model_not_found")),
        (
            CODING,
            Some("Bearer sk-sp-a"),
            hello("qwen-plus"),
            400,
            json!("invalid_parameter_error"),
        ),
        (STANDARD, KEY, bad, 400, json!("invalid_parameter_error")),
        (STANDARD, KEY, json!([]), 400, Value::Null),
    ];
    for (path, key, body, status, code) in rows {
        let answer = ask(Options::unpaced(), path, key, &body).await;
        assert_eq!(answer.status, status, "{body}");
        assert_eq!(answer.json()["error"]["code"], code, "{body}");
        check_request_id(&answer);
    }
}

#[tokio::test]
async fn unknown_paths_and_methods() {
    let simulator = start(Options::unpaced()).await;
    let client = Client::new(&simulator);
    for path in [
        "/",
        "/v1/models",
        "/compatible-mode/v1/models",
        "/api/v1/models",
    ] {
        let answer = client.get(path, KEY).await;
        assert_eq!((answer.status, answer.body.as_str()), (404, ""), "{path}");
    }
    let answer = client.get(STANDARD, KEY).await;
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.json()["error"]["message"],
        "Request method 'GET' is not supported."
    );
}

#[tokio::test]
async fn faults_that_refuse() {
    let rows = [
        (Fault::Unauthorized, 401, "invalid_api_key", None),
        (Fault::InternalError, 500, "InternalError", None),
        (
            Fault::RateLimited {
                retry_after: Duration::from_secs(7),
            },
            429,
            "Throttling.RateQuota",
            Some("7"),
        ),
    ];
    for (fault, status, code, retry_after) in rows {
        let options = Options {
            fault: Some(fault),
            ..Options::unpaced()
        };
        let answer = ask(options, STANDARD, KEY, &hello("qwen-plus")).await;
        assert_eq!(answer.status, status, "{fault:?}");
        assert_eq!(answer.json()["error"]["code"], code, "{fault:?}");
        assert_eq!(answer.header("retry-after"), retry_after, "{fault:?}");
        check_request_id(&answer);
    }
}

#[tokio::test]
async fn pinned_keys() {
    let options = || Options {
        keys: vec!["sk-test".to_owned()],
        ..Options::unpaced()
    };
    let wrong = Some("Bearer sk-other");
    assert_eq!(
        ask(options(), STANDARD, KEY, &hello("qwen-plus"))
            .await
            .status,
        200
    );
    assert_eq!(
        ask(options(), STANDARD, wrong, &hello("qwen-plus"))
            .await
            .status,
        401
    );
}
