//! Which of a name's addresses would be dialled. Nothing is dialled here, so that a mistake reaches no network.

use super::*;

/// A resolver that always gives the same addresses.
struct Fixed(Vec<SocketAddr>);

impl Resolve for Fixed {
    fn resolve(
        &self,
        _host: String,
        _port: u16,
    ) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        let answers = self.0.clone();
        Box::pin(async move { Ok(answers) })
    }
}

/// The addresses of `url` that may be dialled when its name leads to `found`.
async fn admitted(url: &str, reach: Reach, found: &[&str]) -> Result<Vec<String>, ConnectError> {
    let origin = Origin::parse(url)?;
    let answers = found
        .iter()
        .map(|text| SocketAddr::new(text.parse().unwrap(), origin.port()))
        .collect();
    let dialler = Dialler {
        policy: Arc::new(Policy::deny_all()),
        resolver: Arc::new(Fixed(answers)),
        tls: Tls::new(None),
        limit: Duration::from_secs(1),
    };
    let admitted = dialler.admitted_addresses(&origin, reach).await?;
    Ok(admitted.iter().map(ToString::to_string).collect())
}

#[tokio::test]
async fn only_admitted_addresses_are_left_in_their_order() {
    let found = [
        "169.254.169.254",
        "8.8.8.8",
        "10.0.0.1",
        "::ffff:127.0.0.1",
        "2606:4700::1",
        "0.0.0.0",
        "1.1.1.1",
    ];
    assert_eq!(
        admitted("https://a.test", Reach::Public, &found)
            .await
            .unwrap(),
        ["8.8.8.8:443", "[2606:4700::1]:443", "1.1.1.1:443"]
    );
    assert_eq!(
        admitted("http://a.test:8080", Reach::Configured, &found[..4])
            .await
            .unwrap(),
        ["8.8.8.8:8080", "10.0.0.1:8080", "[::ffff:127.0.0.1]:8080"]
    );
}

#[tokio::test]
async fn a_name_or_literal_that_leads_nowhere_allowed_is_prohibited() {
    let never = [
        "169.254.169.254",
        "169.254.0.1",
        "fe80::1",
        "0.0.0.0",
        "::",
        "255.255.255.255",
        "224.0.0.1",
        "100.100.100.200",
        "fd00:ec2::254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::",
    ];
    let only_configured = [
        "127.0.0.1",
        "::1",
        "10.0.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "::ffff:10.0.0.1",
        "fc00::1",
        "198.18.0.1",
    ];
    for address in never.iter().chain(&only_configured) {
        let is_prohibited = |result| matches!(result, Err(ConnectError::Prohibited { .. }));
        let literal = if address.contains(':') {
            format!("https://[{address}]")
        } else {
            format!("https://{address}")
        };
        for url in ["https://a.test", &literal] {
            assert!(
                is_prohibited(admitted(url, Reach::Public, &[address]).await),
                "{url} {address}"
            );
            let configured = is_prohibited(admitted(url, Reach::Configured, &[address]).await);
            assert_eq!(configured, never.contains(address), "{url} {address}");
        }
    }
}

#[tokio::test]
async fn at_most_a_handful_of_addresses_is_tried() {
    let found = vec!["8.8.8.8"; 100];
    assert_eq!(
        admitted("https://a.test", Reach::Public, &found)
            .await
            .unwrap()
            .len(),
        MAX_ADDRESSES
    );
}

#[tokio::test]
async fn an_unlisted_origin_is_denied_even_if_the_pool_asks_for_it() {
    let tls = Tls::new(None);
    let policy = Arc::new(Policy::deny_all());
    let mut connector = Connector::new(
        policy,
        Arc::new(Fixed(Vec::new())),
        tls,
        Duration::from_secs(1),
    );
    let result = connector.call(Uri::from_static("http://127.0.0.1:9")).await;
    assert!(matches!(result, Err(ConnectError::Denied { .. })));
}
