//! The drivers of the conformance cases: what they are asked and what they say is the same in every host.

use crate::own_tests::KEY;
use qwenbox_simulator::{Options, Simulator};
use qwenbox_tests::hosts::Host;
use serde_json::{Value, json};
use std::io::Write;
use std::process::Stdio;
use tokio::net::TcpListener;

/// Every call once, with a request in which short forms stand.
fn calls() -> Vec<(&'static str, Value)> {
    let messages = json!([
        { "system": ["Be brief.", { "text": "Really.", "cache": true }] },
        { "user": "What time is it?" },
        { "assistant": { "toolCalls": [{ "id": "call_1", "name": "get_time", "argumentsJson": "{}" }] } },
        { "tool": { "callId": "call_1", "content": "12:00" } },
        { "user": [{ "text": "And here?" }, { "image": "https://example.com/a.png" }] },
    ]);
    let chat = json!({
        "messages": messages, "tools": [{ "name": "get_time" }], "toolChoice": "none",
        "thinking": "off", "temperature": 1, "timeouts": { "totalMs": 60_000 }, "retryBudgetMs": 0,
    });
    let video = json!({
        "model": "wan2.6-r2v", "prompt": { "text": "They meet. ", "repeat": 3 }, "shotType": "multi",
        "inputs": [{ "reference-image": "https://example.com/a.png" }],
    });
    vec![
        ("complete", chat.clone()),
        ("stream", chat),
        (
            "stream",
            json!({ "messages": [{ "user": "Call it." }], "tools": [{ "name": "get_time" }], "toolChoice": { "function": "get_time" } }),
        ),
        (
            "describe",
            json!({ "media": [{ "image": ["https://example.com/", { "text": "a", "repeat": 3 }] }], "maxCharacters": 9 }),
        ),
        ("estimate", video.clone()),
        ("submit", video),
        ("poll", json!({ "id": "no-such-task" })),
        ("cancel", json!({ "id": "no-such-task" })),
        ("tasks", json!({ "pageSize": 5, "model": "wan2.7-t2v" })),
        (
            "prepare",
            json!({ "model": "wan2.6-i2v", "fileName": "a.png" }),
        ),
        (
            "complete",
            json!({ "messages": [{ "user": "hi" }], "model": "nope" }),
        ),
        ("no-such-call", json!({})),
    ]
}

/// The replies, in the order of the requests.
async fn replies(host: Host) -> Vec<Value> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let simulator = Simulator::start(listener, Options::unpaced()).unwrap();
    let env = json!({ "QWEN_API_KEY": KEY, "QWEN_BASE_URL": simulator.standard_base_url() });
    let lines: Vec<String> = (0..)
        .zip(calls())
        .map(|(id, (call, request))| {
            json!({ "id": id, "env": env, "call": call, "request": request }).to_string()
        })
        .collect();
    let lines = lines.join("\n") + "\n";
    let said = tokio::task::spawn_blocking(move || {
        let mut driver = host.driver();
        driver.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut driver = driver.spawn().unwrap();
        driver
            .stdin
            .take()
            .unwrap()
            .write_all(lines.as_bytes())
            .unwrap();
        let output = driver.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    });
    let said = said.await.unwrap();
    let mut replies: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    replies.sort_by_key(|reply| reply["id"].as_u64());
    replies
}

/// A reply without what differs from run to run: ids, times, and the simulator's port.
fn lasting(value: &Value) -> Value {
    const CHANGING: [&str; 9] = [
        "id",
        "requestId",
        "submittedAt",
        "endedAt",
        "message",
        "fields",
        "url",
        "reference",
        "failure",
    ];
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| {
                let changes = CHANGING.contains(&name.as_str()) && !value.is_null();
                let value = if changes {
                    json!("…")
                } else {
                    lasting(value)
                };
                (name.clone(), value)
            })
            .collect(),
        Value::Array(values) => values.iter().map(lasting).collect(),
        other => other.clone(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_drivers_of_python_and_node_say_the_same() {
    let mut seen = Vec::new();
    for host in Host::ALL {
        let replies = replies(host).await;
        let ids: Vec<_> = replies.iter().map(|reply| reply["id"].as_u64()).collect();
        let asked: Vec<_> = (0..calls().len() as u64).map(Some).collect();
        assert_eq!(ids, asked, "{host:?}");
        seen.push(replies);
    }
    let kinds = [
        ("result", "text"),
        ("result", "finishReason"),
        ("result", "toolCalls"),
        ("result", "text"),
        ("result", "model"),
        ("result", "status"),
        ("result", "status"),
        ("error", "kind"),
        ("result", "0"),
        ("result", "maxBytes"),
        ("error", "kind"),
        ("failure", ""),
    ];
    for (place, reply) in seen[0].iter().enumerate() {
        let (arm, field) = kinds[place];
        let of_arm = &reply[arm];
        let there = match arm {
            "failure" => of_arm.is_string(),
            _ => of_arm.is_array() || !of_arm[field].is_null(),
        };
        assert!(there, "{}: {reply}", calls()[place].0);
        for other in &seen[1..] {
            assert_eq!(
                lasting(&other[place]),
                lasting(reply),
                "{}",
                calls()[place].0
            );
        }
    }
}
