//! Who comes in.

use crate::client::{chat, get, with_token};
use crate::served::serve;
use qwenbox::Provider;
use qwenbox_gateway::{Gateway, Options, Tokens};
use qwenbox_tests::{KEY, Upstream, answer, runtime, soon};
use std::num::NonZeroUsize;
use std::time::Duration;

const ONE: &str = "token-of-the-first-client";
const TWO: &str = "token-of-the-second-client";

#[tokio::test(flavor = "multi_thread")]
async fn only_who_shows_a_token_comes_in_and_the_token_goes_no_further() {
    let upstream = Upstream::start(|request| answer::good(request, "good"));
    let tokens = Tokens::new(Some(&format!("{ONE} {TWO}")), None).unwrap();
    let gateway = serve(&upstream, |options| options.tokens = Some(tokens)).await;
    let request = || chat("hello", false);
    for request in [
        request(),
        with_token(request(), "another-token-altogether"),
        with_token(request(), KEY),
        get("/v1/models"),
        get("/metrics"),
        get("/nothing/here"),
    ] {
        let answer = gateway.ask(request).await;
        assert_eq!(answer.status(), 401);
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        let error = &answer.json().await["error"];
        assert_eq!(error["type"], "authentication_error");
        assert_eq!(error["code"], "invalid_api_key");
        assert_eq!(error["kind"], "unauthorized");
    }
    assert_eq!(upstream.counts().requests, 0);
    for path in ["/healthz", "/readyz"] {
        assert_eq!(gateway.get(path).await.status(), 200);
    }
    for token in [ONE, TWO] {
        assert_eq!(
            gateway.ask(with_token(request(), token)).await.status(),
            200
        );
    }
    for request in upstream.requests() {
        assert_eq!(
            request.header("authorization"),
            Some(format!("Bearer {KEY}"))
        );
        assert!(!format!("{request:?}").contains("token-of"), "{request:?}");
    }
    let metrics = gateway
        .ask(with_token(get("/metrics"), ONE))
        .await
        .whole()
        .await;
    assert!(
        metrics.contains("qwenbox_refused_total{reason=\"no_token\"} 6\n"),
        "{metrics}"
    );
    assert!(
        !metrics.contains("token-of") && !metrics.contains(KEY),
        "{metrics}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_changes_counts_without_a_restart() {
    let upstream = Upstream::start(|request| answer::good(request, "good"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tokens");
    std::fs::write(&path, format!("# clients\n{ONE}\n")).unwrap();
    let tokens = Tokens::new(None, Some(path.clone())).unwrap();
    let gateway = serve(&upstream, |options| options.tokens = Some(tokens)).await;
    let status = async |token| {
        gateway
            .ask(with_token(chat("hello", false), token))
            .await
            .status()
    };
    assert_eq!((status(ONE).await, status(TWO).await), (200, 401));

    std::fs::write(folder.path().join("new"), format!("{TWO}\n")).unwrap();
    std::fs::rename(folder.path().join("new"), &path).unwrap();
    soon(async {
        while status(TWO).await != 200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    assert_eq!(status(ONE).await, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_others_reach_needs_tokens() {
    for listen in ["0.0.0.0:0", "[::]:0", "192.0.2.1:80"] {
        let door = Provider::builder()
            .runtime(runtime())
            .base_url("http://127.0.0.1:9/v1")
            .build_door(NonZeroUsize::MIN)
            .unwrap();
        let options = Options {
            listen: listen.parse().unwrap(),
            ..Options::default()
        };
        let error = Gateway::bind(door, options).await.unwrap_err();
        assert!(
            matches!(error, qwenbox_gateway::Error::Options { .. }),
            "{error:?}"
        );
        assert!(
            error.to_string().contains("there are no client tokens"),
            "{error}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_tokens_only_names_of_this_machine_are_answered() {
    let upstream = Upstream::start(|request| answer::good(request, "good"));
    let gateway = serve(&upstream, |_| {}).await;
    let called = |name: &str| {
        let mut request = chat("hello", false);
        request.headers_mut().insert("host", name.parse().unwrap());
        request
    };
    let page = gateway.ask(called("page.example.com:8787")).await;
    assert_eq!(page.status(), 403);
    assert_eq!(page.json().await["error"]["kind"], "permission-denied");
    assert_eq!(upstream.counts().requests, 0);
    for name in ["localhost:8787", "127.0.0.1", "[::1]:8787"] {
        assert_eq!(gateway.ask(called(name)).await.status(), 200, "{name}");
    }
    let tokens = Tokens::new(Some(ONE), None).unwrap();
    let gateway = serve(&upstream, |options| options.tokens = Some(tokens)).await;
    let request = with_token(called("gateway.example.com"), ONE);
    assert_eq!(gateway.ask(request).await.status(), 200);
}
