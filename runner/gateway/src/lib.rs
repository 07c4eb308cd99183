//! Serves the component's server door over HTTP/1.1 and HTTP/2: who may come in, how many at once, and how it went.
//! Knows neither what is asked and answered nor how the component runs.
//!
//! | module | its one job |
//! |---|---|
//! | `options` | what whoever starts a gateway may say |
//! | `tokens` | who may come in |
//! | `tls` | the certificate that clients see |
//! | `server` | accepts connections, and drains them at the end |
//! | `connection` | one connection, and how long it may be idle |
//! | `service` | one request: let in, refused, or handed to the door |
//! | `admission` | room for requests and for their bodies |
//! | `host` | which name a client called the gateway by |
//! | `route` | which path a request is for, in the words of logs and metrics |
//! | `refusal` | the answers to what is refused here |
//! | `request_body`, `response_body` | bodies within their limits, and counted |
//! | `record` | what is remembered of a request until it ends |
//! | `metrics` | what is counted, as Prometheus reads it |

mod admission;
mod connection;
mod error;
mod host;
mod metrics;
mod options;
mod record;
mod refusal;
mod request_body;
mod response_body;
mod route;
mod server;
mod service;
mod tls;
mod tokens;

pub use error::Error;
pub use options::{Limits, Options, TlsFiles};
pub use server::{Drained, Gateway};
pub use tokens::Tokens;
