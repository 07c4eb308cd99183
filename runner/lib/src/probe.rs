//! The way to an endpoint, looked at without the component and without a request.

use crate::egress::Egress;
use crate::egress::origin::Origin;
use qwen_core::endpoint::Endpoint;
use std::fmt;
use std::time::Duration;

pub use crate::egress::walk::{Obstacle, Walk};

/// An endpoint, and the egress through which calls to it would go: the same policy, the same trust. Made by
/// [`Builder::probe`](crate::Builder::probe).
pub struct Probe {
    endpoint: Endpoint,
    origin: Origin,
    egress: Egress,
}

impl Probe {
    pub(crate) fn new(endpoint: Endpoint, origin: Origin, egress: Egress) -> Self {
        Self {
            endpoint,
            origin,
            egress,
        }
    }

    /// Where requests go, and which rule chose it.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Resolves the name, connects and speaks TLS, as a call would, and hangs up. No request is sent. No step takes
    /// longer than `limit`.
    pub async fn walk(&self, limit: Duration) -> Walk {
        self.egress.walk(&self.origin, limit).await
    }
}

impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Probe")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}
