//! A provider, and a simulator behind it if that was asked for.

use crate::args::Plan;
use crate::failure::Failure;
use crate::settings::{Settings, no_key};
use qwenbox::Provider;
use qwenbox_simulator::{Options, Simulator};
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// A provider that can be called.
pub(crate) struct Connection {
    pub(crate) provider: Provider,
    /// It runs as long as the provider may ask it.
    _simulator: Option<Simulator>,
}

impl Connection {
    /// Makes the provider. Nothing is sent.
    pub(crate) async fn open(settings: &Settings) -> Result<Self, Failure> {
        let builder = settings.builder();
        if !settings.simulate {
            return Ok(Self {
                provider: builder.build()?,
                _simulator: None,
            });
        }
        let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
        let simulator = simulate(loopback, Options::default()).await?;
        // Made up: the simulator wants a key of the right plan, as the service does.
        let builder = match settings.plan {
            Some(Plan::Coding) => builder
                .api_key("sk-sp-simulated")
                .base_url(simulator.coding_base_url()),
            Some(Plan::Standard) | None => builder
                .api_key("sk-simulated")
                .base_url(simulator.standard_base_url()),
        };
        Ok(Self {
            provider: builder.build()?,
            _simulator: Some(simulator),
        })
    }

    /// The provider, if it has a key.
    pub(crate) fn with_key(&self) -> Result<&Provider, Failure> {
        if self.provider.has_key() {
            Ok(&self.provider)
        } else {
            Err(no_key())
        }
    }
}

/// Starts a simulator.
pub(crate) async fn simulate(address: SocketAddr, options: Options) -> Result<Simulator, Failure> {
    let refuse = |error| Failure::machine(format!("listening on {address}"), error);
    let listener = TcpListener::bind(address).await.map_err(refuse)?;
    Simulator::start(listener, options).map_err(refuse)
}
