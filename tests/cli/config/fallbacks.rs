//! Models that are asked in place of one that cannot answer.

use super::{asked, at_home, home};
use qwenbox_tests::{KEY, Step, Upstream, answer};
use serde_json::json;

/// An upstream at which one model is refused, and the others answer.
fn refusing(model: &'static str, status: &'static str, code: &'static str) -> Upstream {
    Upstream::start(move |request| {
        if request.json()["model"] != model {
            return vec![Step::Send(answer::streamed(&["it is so"]))];
        }
        let body = json!({ "error": { "message": "not now", "code": code } }).to_string();
        vec![Step::Send(answer::http(
            status,
            "application/json",
            body.as_bytes(),
        ))]
    })
}

const FALLBACKS: &str = "{ agents: { defaults: { model: { primary: 'qwen/qwen3.5-plus', fallbacks: ['nobody-knows-it', 'modelstudio/glm-5', 'qwen/glm-4.7'] } } } }";

const ASK: [&str; 6] = [
    "--config",
    "c.json5",
    "chat",
    "--retry-budget",
    "0",
    "hello",
];

#[tokio::test(flavor = "multi_thread")]
async fn fallbacks_are_asked_in_their_order_each_with_a_warning() {
    let folder = home(&[("c.json5", FALLBACKS)]);
    let upstream = refusing(
        "qwen3.5-plus",
        "429 Too Many Requests",
        "insufficient_quota",
    );
    let run = at_home(folder.path(), &ASK).variable("QWEN_API_KEY", KEY);
    let ended = run
        .variable("QWEN_BASE_URL", &upstream.base_url())
        .end()
        .await
        .with(0);
    assert_eq!(ended.stdout, "it is so\n");
    let warnings: Vec<_> = ended
        .stderr
        .lines()
        .filter(|line| line.starts_with("warning: "))
        .collect();
    assert_eq!(warnings.len(), 2, "{}", ended.stderr);
    let first = "warning: qwen/qwen3.5-plus cannot answer, so qwen/nobody-knows-it is asked: ";
    assert!(warnings[0].starts_with(first), "{}", ended.stderr);
    let second = "warning: qwen/nobody-knows-it cannot answer, so qwen/glm-5 is asked: ";
    assert!(warnings[1].starts_with(second), "{}", ended.stderr);
    let models: Vec<_> = asked(&upstream)
        .into_iter()
        .map(|(model, _)| model)
        .collect();
    assert_eq!(models, ["qwen3.5-plus", "glm-5"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_model_is_asked_where_that_is_of_no_use_or_might_be_billed() {
    let folder = home(&[("c.json5", FALLBACKS)]);
    for (status, code, exit) in [
        ("401 Unauthorized", "invalid_api_key", 3),
        ("400 Bad Request", "data_inspection_failed", 5),
        ("504 Gateway Timeout", "timeout", 124),
    ] {
        let upstream = refusing("qwen3.5-plus", status, code);
        let run = at_home(folder.path(), &ASK).variable("QWEN_API_KEY", KEY);
        let ended = run
            .variable("QWEN_BASE_URL", &upstream.base_url())
            .end()
            .await;
        assert_eq!(ended.code, Some(exit), "{status}: {ended:?}");
        assert_eq!(upstream.requests().len(), 1, "{status}");
    }
    // After the first words.
    let cut = Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(answer::text("so far"))),
        Step::Reset,
    ]);
    let run = at_home(folder.path(), &ASK).variable("QWEN_API_KEY", KEY);
    let ended = run
        .variable("QWEN_BASE_URL", &cut.base_url())
        .end()
        .await
        .with(1);
    assert!(ended.stdout.starts_with("so far"), "{ended:?}");
    assert_eq!(cut.requests().len(), 1);
    // Whoever types a model asks that one.
    let upstream = refusing(
        "qwen3.5-plus",
        "429 Too Many Requests",
        "insufficient_quota",
    );
    let typed = [&ASK[..], &["-m", "qwen3.5-plus"]].concat();
    let run = at_home(folder.path(), &typed).variable("QWEN_API_KEY", KEY);
    run.variable("QWEN_BASE_URL", &upstream.base_url())
        .end()
        .await
        .with(4);
    assert_eq!(upstream.requests().len(), 1);
}
