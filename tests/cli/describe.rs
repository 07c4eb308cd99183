//! Descriptions of files and URLs: what is sent for them, and what is printed.

use crate::run::{asking, qwenbox};
use qwenbox_tests::{Step, Upstream, answer};
use serde_json::{Value, json};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x20\x08\x02\0\0\0";
const MP4: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom";

/// A folder with these files, and their paths.
fn files<const N: usize>(named: [(&str, &[u8]); N]) -> (tempfile::TempDir, [String; N]) {
    let folder = tempfile::tempdir().unwrap();
    let paths = named.map(|(name, content)| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    });
    (folder, paths)
}

/// An upstream that gives whole answers with these fields of their message.
fn saying(message: &Value) -> Upstream {
    let body = json!({
        "id": "c-1",
        "model": "qwen-vl-max-latest",
        "choices": [{ "index": 0, "finish_reason": "stop", "message": message }],
        "usage": { "prompt_tokens": 1200, "completion_tokens": 5, "total_tokens": 1205 },
    });
    let body = serde_json::to_vec(&body).unwrap();
    let answer = answer::http("200 OK", "application/json", &body);
    Upstream::always(vec![Step::Send(answer)])
}

fn boat() -> Upstream {
    saying(&json!({ "content": "A boat.\n" }))
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_told_by_their_content_and_urls_by_their_ending() {
    let upstream = boat();
    let (_folder, [image, video]) = files([("a", PNG), ("b.png", MP4)]);
    let arguments = [
        "describe",
        &image,
        &video,
        "https://x.test/c.webp?s=1",
        "https://x.test/d.mov",
        "https://x.test/watch",
        "--as",
        "video",
    ];
    let run = asking(&upstream, &arguments);
    run.end().await.said_only("A boat.\n");
    let sent = upstream.requests()[0].json();
    assert_eq!(sent["model"], "qwen-vl-max-latest");
    let content = sent["messages"][0]["content"].as_array().unwrap();
    let told: Vec<_> = content[1..]
        .iter()
        .map(|part| {
            let kind = part["type"].as_str().unwrap();
            let url = part[kind]["url"].as_str().unwrap();
            (kind, url.split(',').next().unwrap())
        })
        .collect();
    assert_eq!(
        told,
        [
            ("image_url", "data:image/png;base64"),
            ("video_url", "data:video/mp4;base64"),
            ("image_url", "https://x.test/c.webp?s=1"),
            ("video_url", "https://x.test/d.mov"),
            ("video_url", "https://x.test/watch"),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn options_go_into_the_request() {
    let upstream = boat();
    let arguments = [
        "describe",
        "https://x.test/a.png",
        "--prompt",
        "Who is it?",
        "--max-characters",
        "80",
        "-m",
        "qwen3-vl-plus",
    ];
    let run = asking(&upstream, &arguments);
    run.end().await.said_only("A boat.\n");
    let sent = upstream.requests()[0].json();
    assert_eq!(sent["model"], "qwen3-vl-plus");
    let text = &sent["messages"][0]["content"][0]["text"];
    assert_eq!(text, "Who is it?\nAnswer in at most 80 characters.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_description_is_one_document_for_programs() {
    let upstream = boat();
    let arguments = ["--json", "describe", "https://x.test/a.png"];
    let ended = asking(&upstream, &arguments).end().await.with(0);
    assert_eq!(ended.stderr, "");
    let document: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(
        document,
        json!({
            "type": "description",
            "text": "A boat.",
            "model": "qwen-vl-max-latest",
            "usage": {
                "inputTokens": 1200,
                "outputTokens": 5,
                "totalTokens": 1205,
                "cachedInputTokens": 0,
                "cacheWriteTokens": 0,
                "reasoningTokens": 0,
            },
            "warnings": [],
            "requestId": "c-1",
        })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn warnings_and_usage_are_told_on_stderr() {
    let upstream = saying(&json!({ "content": "", "reasoning_content": "A boat?" }));
    let arguments = ["describe", "--usage", "https://x.test/a.png"];
    let ended = asking(&upstream, &arguments).end().await.with(0);
    assert_eq!(ended.stdout, "A boat?\n");
    let [warning, usage] = ended.stderr.lines().collect::<Vec<_>>().try_into().unwrap();
    assert!(warning.starts_with("warning: qwen-vl-max-latest gave nothing but"));
    assert!(usage.starts_with("1,200 tokens in (0 cached,"), "{usage}");
    assert!(usage.contains("answered after "), "{usage}");

    let quiet = asking(&upstream, &["-q", "describe", "https://x.test/a.png"]);
    quiet.end().await.said_only("A boat?\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_looked_at_is_refused_before_anything_is_sent() {
    let upstream = boat();
    let (folder, [text]) = files([("a.png", b"just words")]);
    let absent = folder.path().join("absent.png");
    let absent = absent.to_str().unwrap();
    let text = text.as_str();
    let url = "https://x.test/a.png";
    for (arguments, message) in [
        (&[][..], "required arguments were not provided"),
        (&[text], "a.png is neither an image nor a video"),
        (&[absent], "absent.png cannot be read"),
        (&["file:///a.png"], "file URLs are not taken"),
        (
            &["https://x.test/watch?v=1"],
            "`watch` does not tell whether it is an image or a video",
        ),
        (&["https://x.test/watch"], "hint: say which with --as image"),
        (&[text, "--as", "image"], "neither an image nor a video"),
        (&[url, "--as", "sound"], "invalid value 'sound'"),
        (&[url, "--max-characters", "0"], "max-characters is 0"),
        (&[url, "--max-characters", "-1"], "unexpected argument '-1'"),
        (&[url, "--prompt", ""], "prompt is blank"),
        (&[url, "-m", "qwen3-coder-plus"], "takes no image"),
        (&[url, "-m", "qwen-vl-max-lates"], "hint: the closest"),
    ] {
        let arguments = [&["describe"][..], arguments].concat();
        let ended = asking(&upstream, &arguments).end().await.with(2);
        assert!(ended.stderr.contains(message), "{message}: {ended:?}");
        assert_eq!(ended.stdout, "");
    }
    assert_eq!(upstream.requests().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_the_wrong_plan_is_refused_before_anything_is_sent() {
    let upstream = boat();
    let run = qwenbox(&["describe", "https://x.test/a.png"])
        .variable("QWEN_API_KEY", "sk-sp-0123456789")
        .variable("QWEN_BASE_URL", &upstream.base_url());
    let ended = run.end().await.with(3);
    assert!(ended.stderr.contains("(sk-sp-)"), "{ended:?}");
    assert!(ended.stderr.contains("use a Standard key"), "{ended:?}");
    assert_eq!(upstream.requests().len(), 0);

    let ended = qwenbox(&["describe", "https://x.test/a.png"]).end().await;
    assert!(ended.with(2).stderr.contains("there is no API key"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_provider_s_refusal_is_told_with_its_exit_code() {
    for (status, code, exit) in [
        ("400 Bad Request", "BadRequest.InputDownloadFailed", 1),
        ("401 Unauthorized", "invalid_api_key", 3),
        ("400 Bad Request", "data_inspection_failed", 5),
    ] {
        let body = json!({ "error": { "message": "No.", "code": code } }).to_string();
        let answer = answer::http(status, "application/json", body.as_bytes());
        let upstream = Upstream::always(vec![Step::Send(answer)]);
        let run = asking(&upstream, &["describe", "https://x.test/a.png"]);
        let ended = run.end().await.with(exit);
        assert!(ended.stderr.contains("No."), "{ended:?}");
        assert_eq!(ended.stdout, "");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_simulator_looks_at_images_and_videos_too() {
    let (_folder, [image, video]) = files([("a.png", PNG), ("b.mp4", MP4)]);
    let arguments = ["--simulate", "describe", &image, &video];
    let ended = qwenbox(&arguments).end().await.with(0);
    assert_eq!(ended.stderr, "");
    let words = "The simulator stands in for qwen-vl-max-latest";
    assert!(ended.stdout.contains(words), "{ended:?}");

    let arguments = ["--simulate", "--plan", "coding", "describe", &image];
    let ended = qwenbox(&arguments).end().await.with(3);
    assert!(ended.stderr.contains("Standard key"), "{ended:?}");
}
