//! Whom the egress trusts: the system's certificate authorities, and the operator's own.
//! Knows no origin and no request. There is no mode without verification.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, InvalidDnsNameError, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio::sync::OnceCell;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// The TLS side of connections. Its roots are loaded at the first `https` request, since that costs milliseconds which a
/// start without one need not pay.
pub(crate) struct Tls {
    ca_file: Option<PathBuf>,
    connector: OnceCell<TlsConnector>,
}

/// Why no TLS connection stands.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    /// The operator's certificate file cannot be read.
    #[error("cannot read the certificate file {}", path.display())]
    CaFile {
        /// The file, as configured.
        path: PathBuf,
        /// What is wrong with it.
        source: pem::Error,
    },
    /// A certificate of the operator's file cannot be used.
    #[error("the certificate file {} holds a certificate that cannot be used", path.display())]
    CaCertificate {
        /// The file, as configured.
        path: PathBuf,
        /// What is wrong with the certificate.
        source: rustls::Error,
    },
    /// The operator's file holds no certificate.
    #[error("the certificate file {} holds no certificate", path.display())]
    CaFileEmpty {
        /// The file, as configured.
        path: PathBuf,
    },
    /// The system has no roots, and the operator named none.
    #[error(
        "no trusted certificate was found on this system; name a file with the SSL_CERT_FILE variable"
    )]
    NoRoots,
    /// The provider of cryptography lacks what the protocol versions need.
    #[error("TLS is not available")]
    Unavailable(#[source] rustls::Error),
    /// The task that loads the roots was stopped, as at the end of the program.
    #[error("loading the trusted certificates was stopped")]
    Stopped,
    /// No certificate can be issued for such a host.
    #[error("the host name cannot be verified")]
    Name(#[from] InvalidDnsNameError),
    /// The handshake failed; a rejected certificate is inside.
    #[error("the TLS handshake failed")]
    Handshake(#[source] io::Error),
}

impl Tls {
    /// TLS that trusts the system's roots, and those in `ca_file`.
    pub(crate) fn new(ca_file: Option<PathBuf>) -> Self {
        Self {
            ca_file,
            connector: OnceCell::new(),
        }
    }

    /// Speaks TLS on a fresh connection with `host`, a name or an address without brackets.
    pub(crate) async fn handshake(
        &self,
        host: &str,
        stream: TcpStream,
    ) -> Result<TlsStream<TcpStream>, TlsError> {
        let name = ServerName::try_from(host)?.to_owned();
        let connector = self
            .connector
            .get_or_try_init(|| connector(self.ca_file.clone()))
            .await?;
        connector
            .connect(name, stream)
            .await
            .map_err(TlsError::Handshake)
    }
}

/// Reading the roots blocks, so it has a thread of its own.
async fn connector(ca_file: Option<PathBuf>) -> Result<TlsConnector, TlsError> {
    let config = tokio::task::spawn_blocking(move || config(ca_file))
        .await
        .map_err(|_| TlsError::Stopped)??;
    Ok(TlsConnector::from(Arc::new(config)))
}

fn config(ca_file: Option<PathBuf>) -> Result<ClientConfig, TlsError> {
    let mut roots = RootCertStore::empty();
    let system = rustls_native_certs::load_native_certs();
    for error in &system.errors {
        tracing::warn!(%error, "a trusted certificate of the system was not loaded");
    }
    // A store may hold certificates that no verifier takes; one of them must not disable the others.
    roots.add_parsable_certificates(system.certs);
    if let Some(path) = ca_file {
        add_file(&mut roots, path)?;
    }
    if roots.is_empty() {
        return Err(TlsError::NoRoots);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Unavailable)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn add_file(roots: &mut RootCertStore, path: PathBuf) -> Result<(), TlsError> {
    let unreadable = |source| TlsError::CaFile {
        path: path.clone(),
        source,
    };
    let certificates: Vec<_> = CertificateDer::pem_file_iter(&path)
        .and_then(Iterator::collect)
        .map_err(unreadable)?;
    if certificates.is_empty() {
        return Err(TlsError::CaFileEmpty { path });
    }
    for certificate in certificates {
        roots
            .add(certificate)
            .map_err(|source| TlsError::CaCertificate {
                path: path.clone(),
                source,
            })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config_with(text: Option<&str>) -> Result<ClientConfig, TlsError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        if let Some(text) = text {
            std::fs::write(&path, text).unwrap();
        }
        config(Some(path))
    }

    #[test]
    fn a_certificate_file_that_gives_nothing_is_an_error() {
        assert!(matches!(config_with(None), Err(TlsError::CaFile { .. })));
        assert!(matches!(
            config_with(Some("")),
            Err(TlsError::CaFileEmpty { .. })
        ));
        let broken = "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
        assert!(matches!(
            config_with(Some(broken)),
            Err(TlsError::CaFile { .. })
        ));
        let nonsense = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert!(matches!(
            config_with(Some(nonsense)),
            Err(TlsError::CaCertificate { .. })
        ));
    }

    #[test]
    fn both_protocols_are_offered() {
        let certificate = rcgen::generate_simple_self_signed(["a.example".to_owned()]).unwrap();
        let config = config_with(Some(&certificate.cert.pem())).unwrap();
        assert_eq!(
            config.alpn_protocols,
            [b"h2".to_vec(), b"http/1.1".to_vec()]
        );
    }
}
