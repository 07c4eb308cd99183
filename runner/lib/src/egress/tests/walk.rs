//! How far the way leads, and what stands in it. Nothing is sent.

use super::secure::Authority;
use super::server::Server;
use super::*;
use crate::egress::walk::Obstacle;

const LIMIT: Duration = Duration::from_secs(5);

/// A server that reads what comes, and says nothing.
async fn silent() -> Server {
    Server::start(|mut visitor| async move { while visitor.head().await.is_some() {} }).await
}

#[tokio::test]
async fn plain_http_ends_with_the_connection() {
    let server = silent().await;
    let url = format!("http://127.0.0.1:{}", server.port());
    let walk = egress_to(&url).walk(&origin(&url), LIMIT).await;
    assert_eq!(walk.addresses, Ok(vec![server.address]));
    assert_eq!(walk.connection, Some(Ok(server.address)));
    assert_eq!(walk.tls, None);
    assert_eq!(server.heads(), [""; 0]);
}

#[tokio::test]
async fn a_trusted_server_is_met_with_tls() {
    let authority = Authority::new(&["127.0.0.1"], &["h2"]);
    let server = authority.serve().await;
    let url = format!("https://127.0.0.1:{}", server.port());
    let trusting = Egress::new(configured(&url), None, authority.options());
    let walk = trusting.walk(&origin(&url), LIMIT).await;
    assert_eq!(walk.tls, Some(Ok("TLS 1.3".to_owned())));

    let other = Authority::new(&["127.0.0.1"], &[]);
    let doubting = Egress::new(configured(&url), None, other.options());
    let walk = doubting.walk(&origin(&url), LIMIT).await;
    let Some(Err(Obstacle::Certificate(told))) = walk.tls else {
        panic!("{walk:?}");
    };
    assert!(told.contains("certificate"), "{told}");
    assert!(server.heads().is_empty());
}

#[tokio::test]
async fn what_stands_in_the_way_is_told_apart() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let refused = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let walk = egress_to(&refused).walk(&origin(&refused), LIMIT).await;
    let Some(Err(Obstacle::Unreachable(told))) = &walk.connection else {
        panic!("{walk:?}");
    };
    assert!(told.contains("refused"), "{told}");
    assert_eq!(walk.tls, None);

    // A server that speaks no TLS.
    let server = Server::start(|mut visitor| async move {
        visitor.write("HTTP/1.1 400 Bad Request\r\n\r\n").await;
        visitor.closed().await;
    })
    .await;
    let url = format!("https://127.0.0.1:{}", server.port());
    let authority = Authority::new(&["127.0.0.1"], &[]);
    let egress = Egress::new(configured(&url), None, authority.options());
    let walk = egress.walk(&origin(&url), LIMIT).await;
    assert!(matches!(walk.tls, Some(Err(Obstacle::Tls(_)))), "{walk:?}");

    let named = "https://named.example";
    let walk = |policy: Policy, addresses: Arc<Answers>, limit| async move {
        let egress = Egress::with_resolver(policy, None, Options::default(), addresses);
        egress.walk(&origin(named), limit).await.addresses
    };
    let none = walk(configured(named), Answers::new(&[]), LIMIT).await;
    assert!(matches!(none, Err(Obstacle::Name(_))), "{none:?}");
    let public = Policy::deny_all().allow(origin(named), Reach::Public);
    let private = walk(public, Answers::new(&["10.0.0.1"]), LIMIT).await;
    assert!(
        matches!(private, Err(Obstacle::Forbidden(_))),
        "{private:?}"
    );
    let denied = walk(Policy::deny_all(), Answers::new(&["1.1.1.1"]), LIMIT).await;
    assert!(matches!(denied, Err(Obstacle::Forbidden(_))), "{denied:?}");
    let (limit, late) = (Duration::from_millis(20), Duration::from_mins(1));
    let slow = walk(configured(named), Answers::after(late, &["1.1.1.1"]), limit).await;
    assert_eq!(slow, Err(Obstacle::Slow(limit)));
}
