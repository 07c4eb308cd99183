//! TLS, with a certificate made for the test.

use crate::client::{Answer, chat, http2, speak};
use crate::served::serve;
use hyper::Version;
use qwenbox::Provider;
use qwenbox_gateway::{Gateway, Options, TlsFiles};
use qwenbox_tests::{Upstream, answer, runtime, soon};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// A certificate for `localhost` and its key.
fn files(folder: &Path) -> TlsFiles {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let files = TlsFiles {
        certificates: folder.join("cert.pem"),
        key: folder.join("key.pem"),
    };
    std::fs::write(&files.certificates, made.cert.pem()).unwrap();
    std::fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
    files
}

fn connector(files: &TlsFiles, protocol: &[u8]) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    let certificate = CertificateDer::from_pem_file(&files.certificates).unwrap();
    roots.add(certificate).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    TlsConnector::from(Arc::new(config))
}

#[tokio::test(flavor = "multi_thread")]
async fn chats_go_over_tls_in_both_versions_of_http() {
    let upstream = Upstream::start(|request| answer::good(request, "good"));
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path());
    let gateway = serve(&upstream, |options| options.tls = Some(files.clone())).await;
    for (protocol, version, request) in [
        (&b"http/1.1"[..], Version::HTTP_11, chat("hello", true)),
        (&b"h2"[..], Version::HTTP_2, http2(chat("hello", true))),
    ] {
        let stream = TcpStream::connect(gateway.address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let stream = connector(&files, protocol)
            .connect(name, stream)
            .await
            .unwrap();
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(protocol));
        let (mut sender, connection) = speak(stream, version).await;
        let answer = Answer::new(soon(sender.send(request)).await.unwrap(), connection);
        assert_eq!(answer.status(), 200);
        assert!(answer.whole().await.contains("good"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_no_certificate_are_refused_without_being_shown() {
    let folder = tempfile::tempdir().unwrap();
    let good = files(folder.path());
    let other = tempfile::tempdir().unwrap();
    let other = files(other.path());
    let text = folder.path().join("text");
    std::fs::write(&text, "what stands here is nobody's business").unwrap();
    for (certificates, key) in [
        (&text, &good.key),
        (&good.certificates, &text),
        (&good.key, &good.certificates),
        (&good.certificates, &other.key),
        (&folder.path().join("none"), &good.key),
    ] {
        let door = Provider::builder()
            .runtime(runtime())
            .base_url("http://127.0.0.1:9/v1")
            .build_door(NonZeroUsize::MIN)
            .unwrap();
        let options = Options {
            listen: "127.0.0.1:0".parse().unwrap(),
            tls: Some(TlsFiles {
                certificates: certificates.clone(),
                key: key.clone(),
            }),
            ..Options::default()
        };
        let error = Gateway::bind(door, options).await.unwrap_err().to_string();
        assert!(error.contains("cannot be used"), "{error}");
        assert!(!error.contains("nobody's business"), "{error}");
    }
}
