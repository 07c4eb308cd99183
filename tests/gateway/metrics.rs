//! What Prometheus reads.

use crate::client::chat;
use crate::served::serve;
use qwenbox_tests::{KEY, Signal, Step, Upstream, answer};

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_is_counted() {
    let upstream = Upstream::start(|request| match request.prompt().as_str() {
        "silence" => vec![Step::Wait(Signal::default())],
        "refused" => vec![Step::Send(answer::http(
            "400 Bad Request",
            "application/json",
            br#"{"error":{"message":"No.","code":"invalid_parameter_error"}}"#,
        ))],
        _ => answer::good(request, "good"),
    });
    let gateway = serve(&upstream, |_| {}).await;
    for _ in 0..2 {
        let answer = gateway.ask(chat("hello", false)).await;
        assert_eq!(answer.status(), 200);
        answer.whole().await;
    }
    let refused = gateway.ask(chat("refused", false)).await;
    assert_eq!(refused.status(), 400);
    refused.whole().await;
    gateway.get("/v1/models/qwen3.5-plus").await.whole().await;
    gateway.get("/some/path/of-a-client").await.whole().await;
    let under_way = gateway.ask(chat("silence", false));
    let metrics = tokio::select! {
        answer = under_way => panic!("{}", answer.status()),
        metrics = async {
            upstream.until(|counts| counts.requests == 4).await;
            gateway.metrics().await
        } => metrics,
    };
    for line in [
        "qwenbox_requests_total{route=\"/v1/chat/completions\",status=\"200\"} 2\n",
        "qwenbox_requests_total{route=\"/v1/chat/completions\",status=\"400\"} 1\n",
        "qwenbox_requests_total{route=\"other\",status=\"404\"} 1\n",
        // The chat under way, and whoever asks for this.
        "\nqwenbox_requests_in_flight 2\n",
        "\nqwenbox_draining 0\n",
        "\nqwenbox_cut_total 0\n",
        "qwenbox_upstream_requests_total{outcome=\"good\"} 2\n",
        "qwenbox_upstream_requests_total{outcome=\"refused\"} 1\n",
        "qwenbox_request_seconds_count{route=\"/v1/chat/completions\"} 3\n",
        "qwenbox_first_byte_seconds_count{route=\"/v1/chat/completions\"} 3\n",
        "qwenbox_request_seconds_count{route=\"/v1/models/{id}\"} 1\n",
    ] {
        assert!(metrics.contains(line), "{line}{metrics}");
    }
    for secret in [KEY, "of-a-client", "qwen3.5-plus", "hello"] {
        assert!(!metrics.contains(secret), "{secret} {metrics}");
    }
}
