//! The server door through the real component in a plain host: what clients get, and what the provider is sent.

use http::Request;
use http_body_util::Full;
use qwenbox_simulator::{Options, Simulator};
use qwenbox_tests::{Door, KEY, Signal, Step, Upstream, answer, soon};
use serde_json::{Value, json};

const CHAT: &str = "/v1/chat/completions";

fn ask(words: &str, stream: bool) -> String {
    let message = json!({ "role": "user", "content": words });
    json!({ "messages": [message], "stream": stream }).to_string()
}

/// What the frames of a stream hold.
fn data(text: &str) -> Vec<&str> {
    let frames = text.split_terminator("\n\n");
    frames
        .map(|frame| frame.strip_prefix("data: ").unwrap())
        .collect()
}

/// The words of an answer's chunks.
fn words(frames: &[&str]) -> String {
    let chunks = frames
        .iter()
        .filter_map(|frame| serde_json::from_str::<Value>(frame).ok());
    let words = chunks.filter_map(|chunk| {
        let words = chunk.pointer("/choices/0/delta/content")?;
        words.as_str().map(str::to_owned)
    });
    words.collect()
}

#[tokio::test]
async fn an_answer_is_the_same_whole_and_in_pieces() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let simulator = Simulator::start(listener, Options::unpaced()).unwrap();
    let door = Door::open(&simulator.standard_base_url());
    let whole = door.post(CHAT, &ask("hello there", false)).await;
    assert_eq!(whole.status, 200);
    assert_eq!(whole.header("content-type"), "application/json");
    let whole: Value = serde_json::from_str(&whole.text().await).unwrap();
    assert_eq!(whole["object"], "chat.completion");
    assert!(whole["created"].as_u64() > Some(1_700_000_000), "{whole}");
    assert!(whole["usage"]["total_tokens"].as_u64() > Some(0), "{whole}");

    let stream = door.post(CHAT, &ask("hello there", true)).await;
    assert_eq!(
        stream.header("content-type"),
        "text/event-stream; charset=utf-8"
    );
    let text = stream.text().await;
    let frames = data(&text);
    assert_eq!(frames.last(), Some(&"[DONE]"));
    assert_eq!(words(&frames), whole["choices"][0]["message"]["content"]);
}

#[tokio::test]
async fn signs_of_life_and_models_ask_nobody() {
    let upstream = Upstream::always(vec![]);
    let door = Door::open(&upstream.base_url());
    let health = door.get("/healthz").await;
    assert_eq!(
        (health.status.as_u16(), health.text().await),
        (200, r#"{"status":"ok"}"#.to_owned())
    );
    let models: Value = serde_json::from_str(&door.get("/v1/models").await.text().await).unwrap();
    assert!(
        models["data"]
            .as_array()
            .is_some_and(|models| models.len() > 3),
        "{models}"
    );
    let request = Request::head("http://door/v1/models").body(Full::default());
    let head = door.ask(request.unwrap()).await;
    assert_eq!(
        (head.status.as_u16(), head.text().await),
        (200, String::new())
    );
    let nowhere = door.get("/v2/models").await;
    assert_eq!(nowhere.status, 404);
    assert!(
        nowhere
            .text()
            .await
            .starts_with(r#"{"error":{"message":"nothing is at /v2/models","#)
    );
    assert_eq!(upstream.counts().connections, 0);
}

#[tokio::test]
async fn the_provider_is_sent_our_headers_and_none_of_the_clients() {
    let upstream = Upstream::start(|request| answer::good(request, "good"));
    let door = Door::open(&upstream.base_url());
    assert_eq!(door.post(CHAT, &ask("hi", false)).await.status, 200);
    let sent = upstream.requests();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        sent[0].header("authorization"),
        Some(format!("Bearer {KEY}"))
    );
    assert!(!format!("{:?}", sent[0].headers()).contains("a-client's-own"));
    assert_eq!(sent[0].prompt(), "hi");
}

#[tokio::test]
async fn a_refusal_of_the_provider_keeps_its_status_and_its_advice() {
    let body = br#"{"error":{"message":"Incorrect API key provided.","code":"invalid_api_key"},"request_id":"r1"}"#;
    let bytes = answer::http("401 Unauthorized", "application/json", body);
    let upstream = Upstream::always(vec![Step::Send(bytes)]);
    let door = Door::open(&upstream.base_url());
    for stream in [false, true] {
        let refused = door.post(CHAT, &ask("hi", stream)).await;
        assert_eq!(refused.status, 401);
        assert_eq!(
            (
                refused.header("x-should-retry"),
                refused.header("x-request-id")
            ),
            ("false", "r1")
        );
        let json: Value = serde_json::from_str(&refused.text().await).unwrap();
        assert_eq!(json["error"]["kind"], "unauthorized");
    }
}

#[tokio::test]
async fn a_broken_stream_ends_with_its_error() {
    let upstream = Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(answer::text("half"))),
        Step::Reset,
    ]);
    let door = Door::open(&upstream.base_url());
    let stream = door.post(CHAT, &ask("hi", true)).await;
    assert_eq!(stream.status, 200);
    let text = stream.text().await;
    let frames = data(&text);
    assert_eq!(words(&frames), "half");
    let error: Value = serde_json::from_str(frames.last().unwrap()).unwrap();
    assert_eq!(error["error"]["kind"], "network");
    assert_eq!(error["error"]["request_sent"], true);
}

#[tokio::test]
async fn a_client_that_hangs_up_ends_the_request_to_the_provider() {
    let for_ever = Signal::default();
    let upstream = Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(answer::text("words"))),
        Step::Wait(for_ever),
    ]);
    let door = Door::open(&upstream.base_url());
    let mut stream = door.post(CHAT, &ask("hi", true)).await;
    let first = stream.next().await.unwrap();
    assert!(first.contains("words"), "{first}");
    drop(stream);
    upstream.until(|counts| counts.abandoned == 1).await;
    // The instance goes on.
    assert_eq!(door.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_client_that_does_not_read_holds_the_provider_back() {
    let frames = answer::text(&"x".repeat(1_000)).repeat(64);
    let many = (0..1_000).map(|_| Step::Send(answer::piece(&frames)));
    let head = [Step::Send(answer::stream_head())];
    let upstream = Upstream::always(head.into_iter().chain(many).collect());
    let door = Door::open(&upstream.base_url());
    let mut stream = door.post(CHAT, &ask("hi", true)).await;
    assert!(stream.next().await.is_some());
    // What is sent of 70 MB stops somewhere, because nobody reads.
    let mut written = 0;
    loop {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        let now = upstream.counts().written;
        if now == written {
            break;
        }
        written = now;
    }
    assert!(written < 10 << 20, "{written} bytes were taken");
}

#[tokio::test]
async fn many_streams_run_in_one_instance_at_once() {
    let go_on = Signal::default();
    let signal = go_on.clone();
    let upstream = Upstream::start(move |request| {
        let words = request.prompt();
        vec![
            Step::Send(answer::stream_head()),
            Step::Send(answer::piece(answer::text(&words))),
            Step::Wait(signal.clone()),
            Step::Send([answer::piece(answer::ending()), answer::last_piece()].concat()),
        ]
    });
    let door = Door::open(&upstream.base_url());
    let mut streams = Vec::new();
    for number in 0..20 {
        let mut stream = door
            .post(CHAT, &ask(&format!("stream {number}"), true))
            .await;
        let first = stream.next().await.unwrap();
        streams.push((number, first, stream));
    }
    go_on.fire();
    for (number, first, stream) in streams {
        let text = first + &soon(stream.text()).await;
        let frames = data(&text);
        assert_eq!(words(&frames), format!("stream {number}"));
        assert_eq!(frames.last(), Some(&"[DONE]"));
    }
}

/// The beginning of a picture of 32 by 32 pixels.
const PICTURE: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAYAAAAA";

/// The longest `data` URL that the provider takes, without its beginning.
const LONGEST: usize = 10_485_760;

#[tokio::test]
async fn the_largest_picture_finds_room() {
    let upstream = Upstream::start(|request| answer::good(request, "good"));
    let door = Door::open(&upstream.base_url());
    let (_, data) = PICTURE.split_once(',').unwrap();
    let url = PICTURE.to_owned() + &"A".repeat(LONGEST - data.len());
    let content = json!([
        { "type": "text", "text": "what is it?" },
        { "type": "image_url", "image_url": { "url": url } },
    ]);
    let body = json!({ "messages": [{ "role": "user", "content": content }] }).to_string();
    let answer = door.post(CHAT, &body).await;
    let status = answer.status;
    assert_eq!(status, 200, "{}", answer.text().await);
    let sent = upstream.requests();
    assert!(sent[0].body.len() > LONGEST);
}

#[tokio::test]
async fn a_video_goes_from_a_request_to_its_address() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let simulator = Simulator::start(listener, Options::unpaced()).unwrap();
    let door = Door::open(&simulator.standard_base_url());
    let asked = r#"{"model":"wan2.6-t2v","prompt":"a boat","seconds":"5","size":"1280x720"}"#;
    let made = door.post("/v1/videos", asked).await;
    assert_eq!(made.status, 200);
    let video: Value = serde_json::from_str(&made.text().await).unwrap();
    assert_eq!(
        (&video["status"], &video["seconds"]),
        (&"queued".into(), &"5".into())
    );
    let id = video["id"].as_str().unwrap();
    assert!(
        id.starts_with("video_") && id.ends_with("~wan2.6-t2v"),
        "{id}"
    );
    let looked_at = async {
        loop {
            let looked = door.get(&format!("/v1/videos/{id}")).await.text().await;
            let video: Value = serde_json::from_str(&looked).unwrap();
            match video["status"].as_str() {
                Some("queued" | "in_progress") => {
                    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                }
                _ => return video,
            }
        }
    };
    let video = soon(looked_at).await;
    assert_eq!(
        (&video["status"], &video["progress"]),
        (&"completed".into(), &100.into()),
        "{video}"
    );
    let content = door.get(&format!("/v1/videos/{id}/content")).await;
    assert_eq!(content.status, 302);
    assert_eq!(Some(content.header("location")), video["url"].as_str());
    let list: Value = serde_json::from_str(&door.get("/v1/videos").await.text().await).unwrap();
    assert_eq!(list["data"][0]["id"], id);
}
