//! Chats through the sandbox: what is sent, and what comes back.

use qwenbox::chat::{Event, FinishReason, Request};
use qwenbox::types::Usage;
use qwenbox_simulator::{Delivery, Options, Simulator};
use qwenbox_tests::{KEY, Step, Upstream, answer, provider, read, soon};
use serde_json::json;
use tokio::net::TcpListener;

const TEXT: &str = "This is a simulated answer: no model was asked. Your last message was: \"hello there\". The \
    simulator stands in for qwen3.5-plus, checks each request by the rules of the real service, and found nothing \
    wrong with this one. It always says the same to the same request, so you can rely on these words in a test.";

const REASONING: &str = "The last message of the user says: \"hello there\". A simulator has nothing to think about. It \
    only shows where the thinking of qwen3.5-plus would be, and then answers.";

async fn simulator() -> Simulator {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    Simulator::start(listener, Options::unpaced()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_streamed_chat_gives_reasoning_then_text_then_usage() {
    let simulator = simulator().await;
    let provider = provider::at(&simulator.standard_base_url());
    let answer = soon(provider.stream(Request::ask("hello there"))).await;
    let (events, completion) = read(answer.unwrap()).await;
    let completion = completion.unwrap();

    let (mut reasoning, mut text, mut kinds) = (String::new(), String::new(), Vec::new());
    let mut usage = None;
    for event in &events {
        match event {
            Event::Reasoning(words) => reasoning.push_str(words),
            Event::Text(words) => text.push_str(words),
            Event::Usage(counts) => usage = Some(*counts),
            other => panic!("{other:?}"),
        }
        kinds.push(std::mem::discriminant(event));
    }
    assert!(kinds.len() > 50, "each token is an event of its own");
    kinds.dedup();
    assert_eq!(kinds.len(), 3, "reasoning, text and usage do not mix");
    assert_eq!((reasoning.as_str(), text.as_str()), (REASONING, TEXT));

    assert_eq!(completion.reasoning, reasoning);
    assert_eq!(completion.text, text);
    assert_eq!(completion.usage, usage);
    assert_eq!(completion.model, "qwen3.5-plus");
    assert!(matches!(completion.finish_reason, FinishReason::Stop));
    assert_eq!(completion.tool_calls, []);
    assert_eq!(completion.warnings, []);
    let counts = usage.unwrap();
    assert_eq!(
        counts.total_tokens,
        counts.input_tokens + counts.output_tokens
    );
    assert!(counts.reasoning_tokens > 0 && counts.reasoning_tokens < counts.output_tokens);
    assert_eq!(simulator.requests()[0].delivery, Delivery::Complete);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_request_has_the_documented_fields_and_headers_and_no_others() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    let provider = provider::at(&upstream.base_url());
    soon(provider.complete(Request::ask("hello")))
        .await
        .unwrap();
    let streamed = soon(provider.stream(Request::ask("hello"))).await;
    read(streamed.unwrap()).await.1.unwrap();

    let requests = upstream.requests();
    let bodies: Vec<_> = requests
        .iter()
        .map(|request| String::from_utf8(request.body.clone()).unwrap())
        .collect();
    assert_eq!(
        bodies,
        [
            r#"{"model":"qwen3.5-plus","messages":[{"role":"user","content":"hello"}]}"#,
            r#"{"model":"qwen3.5-plus","messages":[{"role":"user","content":"hello"}],"stream":true,"stream_options":{"include_usage":true}}"#,
        ]
    );
    for (request, accept) in requests
        .iter()
        .zip(["application/json", "text/event-stream"])
    {
        assert_eq!(request.line(), "POST /v1/chat/completions HTTP/1.1");
        let expected = [
            ("accept", accept.to_owned()),
            ("authorization", format!("Bearer {KEY}")),
            ("content-length", request.body.len().to_string()),
            ("content-type", "application/json".to_owned()),
            ("host", upstream.address().to_string()),
            ("user-agent", "qwenbox/0.1.0".to_owned()),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value));
        assert_eq!(request.headers(), expected);
    }
    assert_eq!(upstream.counts().connections, 1, "connections are reused");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_option_becomes_its_field() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    let provider = provider::at(&upstream.base_url());
    let request = Request {
        model: Some("modelstudio/qwen3.5-plus".to_owned()),
        messages: vec![
            qwenbox::chat::Message::system("be brief"),
            qwenbox::chat::Message::user("hello"),
        ],
        max_tokens: Some(100),
        temperature: Some(0.5),
        top_p: Some(0.9),
        top_k: Some(20),
        presence_penalty: Some(1.0),
        repetition_penalty: Some(1.1),
        seed: Some(7),
        stop: vec!["END".to_owned()],
        thinking: Some(qwenbox::chat::ThinkingLevel::Off),
        extra_json: Some(r#"{"enable_search":true}"#.to_owned()),
        ..Request::ask("")
    };
    soon(provider.complete(request)).await.unwrap();
    let expected = json!({
        "model": "qwen3.5-plus",
        "messages": [
            { "role": "system", "content": "be brief" },
            { "role": "user", "content": "hello" },
        ],
        "max_completion_tokens": 100,
        "temperature": 0.5,
        "top_p": 0.9,
        "top_k": 20,
        "presence_penalty": 1.0,
        "repetition_penalty": 1.1,
        "seed": 7,
        "stop": ["END"],
        "enable_thinking": false,
        "enable_search": true,
    });
    assert_eq!(upstream.requests()[0].json(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn asked_completed_and_streamed_the_words_are_the_same() {
    let simulator = simulator().await;
    let provider = provider::at(&simulator.standard_base_url());
    let asked = soon(provider.ask("hello there")).await.unwrap();
    let completed = soon(provider.complete(Request::ask("hello there"))).await;
    let completed = completed.unwrap();
    let streamed = soon(provider.stream(Request::ask("hello there"))).await;
    let streamed = read(streamed.unwrap()).await.1.unwrap();
    assert_eq!(asked, TEXT);
    assert_eq!(completed.text, TEXT);
    assert_eq!(streamed.text, TEXT);
    assert_eq!(completed.reasoning, streamed.reasoning);
    assert_eq!(completed.usage, streamed.usage);
}

#[tokio::test(flavor = "multi_thread")]
async fn token_counts_are_those_of_the_answer() {
    let upstream = Upstream::always(vec![Step::Send(answer::streamed(&["a", "b"]))]);
    let provider = provider::at(&upstream.base_url());
    let streamed = soon(provider.stream(Request::ask("hello"))).await.unwrap();
    let (events, completion) = read(streamed).await;
    let usage = Usage {
        input_tokens: 3,
        output_tokens: 5,
        total_tokens: 8,
        cached_input_tokens: 0,
        cache_write_tokens: 0,
        reasoning_tokens: 0,
    };
    assert_eq!(
        events,
        [
            Event::Text("a".to_owned()),
            Event::Text("b".to_owned()),
            Event::Usage(usage),
        ]
    );
    let completion = completion.unwrap();
    assert_eq!(completion.usage, Some(usage));
    assert_eq!(completion.id, "chatcmpl-1");
    assert_eq!(completion.request_id.as_deref(), Some("req-1"));
}
