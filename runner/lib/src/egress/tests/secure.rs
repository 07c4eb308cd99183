//! TLS: both protocols with the operator's own authority, and nothing without trust.

use std::convert::Infallible;
use std::path::PathBuf;

use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tempfile::TempDir;
use tokio_rustls::TlsAcceptor;

use super::server::Server;
use super::*;

/// A certificate authority of this test alone, and a server certificate from it.
pub(super) struct Authority {
    folder: TempDir,
    server: Arc<ServerConfig>,
}

impl Authority {
    /// Certifies `names`; the server then speaks `protocols`.
    pub(super) fn new(names: &[&str], protocols: &[&str]) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca_key = KeyPair::generate().unwrap();
        let ca = params.self_signed(&ca_key).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ca.pem"), ca.pem()).unwrap();

        let names: Vec<_> = names.iter().map(ToString::to_string).collect();
        let key = KeyPair::generate().unwrap();
        let issuer = Issuer::new(params, ca_key);
        let certificate = CertificateParams::new(names)
            .unwrap()
            .signed_by(&key, &issuer)
            .unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let mut server =
            ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(vec![certificate.der().clone()], key)
                .unwrap();
        server.alpn_protocols = protocols
            .iter()
            .map(|name| name.as_bytes().to_vec())
            .collect();
        Self {
            folder,
            server: Arc::new(server),
        }
    }

    fn ca_file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    pub(super) fn options(&self) -> Options {
        Options {
            ca_file: Some(self.ca_file()),
            ..Options::default()
        }
    }

    /// A server that answers with the version and the key it was asked with.
    pub(super) async fn serve(&self) -> Server {
        let acceptor = TlsAcceptor::from(Arc::clone(&self.server));
        Server::start(move |visitor| {
            let acceptor = acceptor.clone();
            async move {
                let Ok(stream) = acceptor.accept(visitor.stream).await else {
                    return;
                };
                let _ = auto::Builder::new(TokioExecutor::new())
                    .serve_connection(TokioIo::new(stream), service_fn(echo))
                    .await;
            }
        })
        .await
    }
}

async fn echo(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let key = request
        .headers()
        .get("authorization")
        .map_or("no key", |value| value.to_str().unwrap());
    let text = format!(
        "{:?} {} {key}",
        request.version(),
        request.headers().contains_key("host")
    );
    Ok(Response::new(Full::new(Bytes::from(text))))
}

#[tokio::test]
async fn both_protocols_work_with_the_operators_authority() {
    for (protocols, answer) in [
        (
            ["h2", "http/1.1"].as_slice(),
            "HTTP/2.0 false Bearer sk-host",
        ),
        (&["http/1.1"], "HTTP/1.1 true Bearer sk-host"),
        (&[], "HTTP/1.1 true Bearer sk-host"),
    ] {
        let authority = Authority::new(&["secure.test", "127.0.0.1"], protocols);
        let server = authority.serve().await;
        for host in ["secure.test", "127.0.0.1"] {
            let url = format!("https://{host}:{}", server.port());
            let answers = Answers::new(&["127.0.0.1"]);
            let egress = Egress::with_resolver(
                configured(&url),
                Some(credential(&url)),
                authority.options(),
                answers,
            );
            let before = server.accepted();
            for _ in 0..3 {
                assert_eq!(fetch(&egress, &url).await.unwrap(), answer);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            assert_eq!(server.accepted() - before, 1, "one connection for all");
        }
    }
}

#[tokio::test]
async fn many_requests_share_one_http2_connection() {
    let authority = Authority::new(&["127.0.0.1"], &["h2"]);
    let server = authority.serve().await;
    let url = format!("https://127.0.0.1:{}", server.port());
    let egress = Egress::new(configured(&url), None, authority.options());
    fetch(&egress, &url).await.unwrap();
    let answers = futures::future::join_all((0..20).map(|_| fetch(&egress, &url))).await;
    assert!(
        answers
            .iter()
            .all(|answer| answer.as_deref().unwrap() == "HTTP/2.0 false no key")
    );
    assert_eq!(server.accepted(), 1);
}

#[tokio::test]
async fn an_untrusted_certificate_is_refused() {
    let authority = Authority::new(&["127.0.0.1"], &[]);
    let stranger = Authority::new(&["127.0.0.1"], &[]);
    let server = stranger.serve().await;
    let url = format!("https://127.0.0.1:{}", server.port());
    let egress = Egress::new(configured(&url), None, authority.options());
    assert_eq!(failure(&egress, &url).await, "TlsCertificateError");
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let authority = Authority::new(&["other.test"], &[]);
    let server = authority.serve().await;
    let url = format!("https://127.0.0.1:{}", server.port());
    let egress = Egress::new(configured(&url), None, authority.options());
    assert_eq!(failure(&egress, &url).await, "TlsCertificateError");
}

#[tokio::test]
async fn what_is_not_tls_is_a_tls_error_and_nothing_is_sent() {
    let server = Server::start(|mut visitor| async move {
        visitor
            .write("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
            .await;
        visitor.closed().await;
    })
    .await;
    let url = format!("https://127.0.0.1:{}", server.port());
    assert_eq!(failure(&egress_to(&url), &url).await, "TlsProtocolError");
    assert!(server.heads().is_empty());
}

#[tokio::test]
async fn a_missing_authority_file_is_an_error_of_the_first_secure_request_only() {
    let plain = Server::always("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
    let plain_url = format!("http://127.0.0.1:{}", plain.port());
    let url = format!("https://127.0.0.1:{}", plain.port());
    let options = Options {
        ca_file: Some(PathBuf::from("/nonexistent/ca.pem")),
        ..Options::default()
    };
    let policy = configured(&url).allow(origin(&plain_url), Reach::Configured);
    let egress = Egress::new(policy, None, options);
    assert_eq!(fetch(&egress, &plain_url).await.unwrap(), "ok");
    assert_eq!(failure(&egress, &url).await, "TlsCertificateError");
}
