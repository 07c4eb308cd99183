//! Where the component may not go, whatever it asks for.

use qwenbox::chat::Request;
use qwenbox::types::ErrorKind;
use qwenbox::{Limits, Provider, Runtime};
use qwenbox_tests::{KEY, Step, Upstream, answer, artifact, provider, runtime, soon};
use std::sync::OnceLock;

/// A component that does not heed the base URL that the host gives it, and so asks where its configuration says.
fn disobedient() -> Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME
        .get_or_init(|| {
            let component = qwenbox::component();
            let deaf = artifact::with_text(component, "QWEN_BASE_URL", "QWEN_BASE_URX");
            provider::altered(&deaf, Limits::default())
        })
        .clone()
}

/// A provider whose host allows one base URL and whose component asks for another.
fn asking_for(allowed: &str, asked: &str) -> Provider {
    Provider::builder()
        .runtime(disobedient())
        .api_key(KEY)
        .base_url(allowed)
        .config_json(format!(r#"{{ "baseUrl": "{asked}" }}"#))
        .build()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_altered_component_does_ask_where_its_configuration_says() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    let provider = asking_for(&upstream.base_url(), &upstream.base_url());
    assert_eq!(soon(provider.ask("hello")).await.unwrap(), "hi");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_configured_endpoint_is_reached() {
    let allowed = Upstream::start(|request| answer::good(request, "hi"));
    let other = Upstream::start(|request| answer::good(request, "stolen"));
    let port = allowed.address().port();
    let other_port = other.address().port();
    for asked in [
        format!("http://127.0.0.1:{other_port}/v1"),
        format!("http://localhost:{other_port}/v1"),
        format!("http://localhost:{port}/v1"),
        format!("https://127.0.0.1:{port}/v1"),
        format!("http://[::1]:{port}/v1"),
        "http://127.0.0.1/v1".to_owned(),
        "http://0.0.0.0:81/v1".to_owned(),
        "http://10.0.0.1/v1".to_owned(),
        "http://192.168.1.1/v1".to_owned(),
        "http://169.254.169.254/latest/meta-data".to_owned(),
        "http://100.100.100.200/latest/meta-data".to_owned(),
        "http://metadata.google.internal/v1".to_owned(),
        "https://dashscope-intl.aliyuncs.com/compatible-mode/v1".to_owned(),
        "https://example.com/v1".to_owned(),
    ] {
        let provider = asking_for(&allowed.base_url(), &asked);
        let error = provider::failure(soon(provider.ask("hello")).await);
        assert!(
            matches!(error.kind, ErrorKind::DeniedByHost),
            "{asked}: {error:?}"
        );
        assert!(!error.request_sent, "{asked}");
        assert!(error.message.contains(&asked), "{asked}: {error:?}");
        assert_eq!(error.status, None);
    }
    assert_eq!(allowed.counts().connections, 0);
    assert_eq!(other.counts().connections, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_no_server_may_have_is_denied_even_when_configured() {
    for base_url in [
        "http://169.254.169.254/v1",
        "http://100.100.100.200/v1",
        "http://[fd00:ec2::254]/v1",
        "http://[::ffff:169.254.169.254]/v1",
        "http://169.254.1.1/v1",
        "http://0.0.0.0:80/v1",
        "http://[::]:80/v1",
        "http://224.0.0.1/v1",
        "http://255.255.255.255/v1",
    ] {
        let provider = Provider::builder()
            .runtime(runtime())
            .base_url(base_url)
            .build()
            .unwrap();
        let error = provider::failure(soon(provider.ask("hello")).await);
        assert!(
            matches!(error.kind, ErrorKind::DeniedByHost),
            "{base_url}: {error:?}"
        );
        assert!(!error.request_sent, "{base_url}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_not_followed() {
    let other = Upstream::start(|request| answer::good(request, "stolen"));
    for status in ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"] {
        let location = other.base_url();
        let head =
            format!("HTTP/1.1 {status}\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
        let upstream = Upstream::always(vec![Step::Send(head.into_bytes())]);
        let provider = provider::at(&upstream.base_url());
        let asked = provider::failure(soon(provider.ask("hello")).await);
        let streamed = soon(provider.stream(Request::ask("hello"))).await;
        for error in [asked, provider::failure(streamed)] {
            assert!(matches!(error.kind, ErrorKind::BadResponse), "{error:?}");
            assert_eq!(error.status, status[..3].parse().ok());
            assert!(error.request_sent);
            assert!(error.hint.unwrap().contains("redirect"));
        }
        assert_eq!(upstream.counts().requests, 2);
    }
    assert_eq!(other.counts().connections, 0);
}

#[test]
fn a_key_does_not_cross_a_network_in_the_clear() {
    let builder = Provider::builder()
        .runtime(runtime())
        .api_key(KEY)
        .base_url("http://192.168.1.1:8080/v1");
    let error = provider::failure(builder.build());
    assert!(matches!(error.kind, ErrorKind::InvalidRequest), "{error:?}");
    assert!(error.message.contains("unprotected"), "{error:?}");
    assert!(!error.message.contains(KEY));
}
