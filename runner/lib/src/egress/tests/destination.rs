//! Where requests may go: nothing is resolved or dialled that the policy does not allow.

use super::server::Server;
use super::*;

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

fn egress(policy: Policy, answers: &Arc<Answers>) -> Egress {
    let resolver: Arc<dyn Resolve> = answers.clone();
    Egress::with_resolver(policy, None, Options::default(), resolver)
}

#[tokio::test]
async fn a_denied_origin_is_neither_resolved_nor_dialled() {
    let server = Server::always(OK).await;
    let port = server.port();
    let answers = Answers::new(&["127.0.0.1"]);
    let policy = configured(&format!("http://allowed.test:{port}"))
        .allow(origin(&format!("http://public.test:{port}")), Reach::Public);
    let egress = egress(policy, &answers);
    for url in [
        format!("http://denied.test:{port}/"),
        format!("https://allowed.test:{port}/"),
        format!("http://127.0.0.1:{port}/"),
        // Clear text to a merely public origin.
        format!("http://public.test:{port}/"),
    ] {
        assert_eq!(failure(&egress, &url).await, "HttpRequestDenied", "{url}");
    }
    let smuggled = format!("http://allowed.test:{port}@127.0.0.1:{port}/");
    assert_eq!(failure(&egress, &smuggled).await, "HttpRequestUriInvalid");
    assert_eq!((answers.asked(), server.accepted()), (0, 0));
    assert_eq!(
        fetch(&egress, &format!("http://ALLOWED.test.:{port}/"))
            .await
            .unwrap(),
        "ok"
    );
    assert_eq!((answers.asked(), server.accepted()), (1, 1));
}

#[tokio::test]
async fn a_public_name_may_not_lead_inside() {
    let server = Server::always(OK).await;
    let port = server.port();
    let url = format!("https://public.test:{port}");
    // Each of these leads to the server, if it is dialled.
    for address in ["127.0.0.1", "::ffff:127.0.0.1", "0.0.0.0", "::"] {
        let answers = Answers::new(&[address]);
        let policy = Policy::deny_all().allow(origin(&url), Reach::Public);
        let failure = failure(&egress(policy, &answers), &url).await;
        assert_eq!(failure, "DestinationIpProhibited", "{address}");
        assert_eq!(answers.asked(), 1);
    }
    assert_eq!(server.accepted(), 0);
}

#[tokio::test]
async fn even_a_configured_name_may_not_lead_to_the_unspecified_address() {
    let server = Server::always(OK).await;
    let url = format!("http://configured.test:{}", server.port());
    for address in ["0.0.0.0", "::", "::ffff:0.0.0.0"] {
        let egress = egress(configured(&url), &Answers::new(&[address]));
        assert_eq!(
            failure(&egress, &url).await,
            "DestinationIpProhibited",
            "{address}"
        );
    }
    assert_eq!(server.accepted(), 0);
}

#[tokio::test]
async fn of_good_and_bad_addresses_only_the_good_are_dialled() {
    let server = Server::always(OK).await;
    let url = format!("http://mixed.test:{}", server.port());
    // On Linux the unspecified address would lead to this server, too.
    let answers = Answers::new(&["0.0.0.0", "::ffff:0.0.0.0", "127.0.0.1"]);
    assert_eq!(
        fetch(&egress(configured(&url), &answers), &url)
            .await
            .unwrap(),
        "ok"
    );
    assert_eq!(server.accepted(), 1);
}

#[tokio::test]
async fn the_next_address_is_tried_when_one_refuses() {
    let server = Server::start_at("127.0.0.2:0", |mut visitor| async move {
        visitor.head().await;
        visitor.write(OK).await;
    })
    .await;
    let url = format!("http://many.test:{}", server.port());
    let answers = Answers::new(&["127.0.0.1", "127.0.0.2"]);
    assert_eq!(
        fetch(&egress(configured(&url), &answers), &url)
            .await
            .unwrap(),
        "ok"
    );
}

/// A resolver that knows no name.
struct Broken;

impl Resolve for Broken {
    fn resolve(&self, _: String, _: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        Box::pin(async { Err(io::Error::other("no such name")) })
    }
}

#[tokio::test]
async fn failures_before_sending_stay_apart() {
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let url = format!("http://127.0.0.1:{closed}");
    assert_eq!(failure(&egress_to(&url), &url).await, "ConnectionRefused");

    let url = "http://empty.test";
    assert_eq!(
        failure(&egress(configured(url), &Answers::new(&[])), url).await,
        "DestinationNotFound"
    );

    let url = "http://unknown.test";
    let egress = Egress::with_resolver(configured(url), None, Options::default(), Arc::new(Broken));
    let error = fetch(&egress, url).await.unwrap_err();
    assert!(matches!(error, Error::DnsError { rcode: Some(text), .. } if text == "no such name"));
}

#[tokio::test]
async fn localhost_is_resolved_by_the_system_when_configured() {
    let server = Server::always(OK).await;
    let url = format!("http://localhost:{}", server.port());
    assert_eq!(fetch(&egress_to(&url), &url).await.unwrap(), "ok");
}
