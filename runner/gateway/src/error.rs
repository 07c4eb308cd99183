//! Why a gateway does not start.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// What is wrong. Nothing was served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What was asked for cannot be done.
    #[error("{message}")]
    Options {
        /// What is wrong.
        message: String,
        /// What to do about it.
        hint: String,
    },

    /// A file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    File {
        /// The file, as it was named.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },

    /// The address cannot be listened on.
    #[error("listening on {address}: {source}")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// Why not.
        source: io::Error,
    },
}

impl Error {
    pub(crate) fn options(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Options {
            message: message.into(),
            hint: hint.into(),
        }
    }
}
