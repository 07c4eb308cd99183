//! What `serve` takes.

use super::seconds;
use clap::Args;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

/// Serve an OpenAI-compatible API that asks the provider.
///
/// Clients need no key of the provider: qwenbox adds it on the way out. It listens on loopback unless it is told otherwise;
/// an address that others can reach needs client tokens. Ctrl-C or SIGTERM lets the answers under way end; a second one
/// ends at once.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox serve
  qwenbox --simulate serve --listen 127.0.0.1:9000
  qwenbox serve --listen 0.0.0.0:8787 --tokens-file tokens --tls-cert cert.pem --tls-key key.pem
  curl http://127.0.0.1:8787/v1/models")]
pub(crate) struct Serve {
    /// Where to listen: an address and a port, 0 for any free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    pub(crate) listen: SocketAddr,
    /// Let in clients that show one of the tokens in this file, one a line; it is read again when it changes. Those in
    /// `QWENBOX_TOKENS` count too.
    #[arg(long, value_name = "FILE")]
    pub(crate) tokens_file: Option<PathBuf>,
    /// Serve HTTPS with this certificate, a PEM file.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// The certificate's private key, a PEM file.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,
    /// The longest request, in MiB; longer ones get 413.
    #[arg(long, value_name = "MIB", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=12))]
    pub(crate) max_body: u32,
    /// Requests at once; more get 503.
    #[arg(long, value_name = "N", default_value = "2048")]
    pub(crate) max_requests: NonZeroUsize,
    /// Connections at once; more wait.
    #[arg(long, value_name = "N", default_value = "4096")]
    pub(crate) max_connections: NonZeroUsize,
    /// Instances of the component beside each other, each on one thread at a time; default: as many as there are cores.
    #[arg(long, value_name = "N")]
    pub(crate) instances: Option<NonZeroUsize>,
    /// How long answers under way may take at the end.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds::from_zero)]
    pub(crate) drain: Duration,
    /// Log no requests.
    #[arg(long)]
    pub(crate) no_access_log: bool,
}
