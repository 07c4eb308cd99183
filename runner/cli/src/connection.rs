//! A provider or its server door, and a simulator behind it if that was asked for.

use crate::args::Plan;
use crate::failure::Failure;
use crate::settings::{Settings, no_key};
use qwenbox::door::Door;
use qwenbox::{Builder, Limits, Provider};
use qwenbox_simulator::{Options, Simulator};
use std::io;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use tokio::net::TcpListener;

/// What takes so long when something is called for the first time.
pub(crate) const COMPILING: &str = "compiling the component, once for this machine";

/// A provider that can be called.
pub(crate) struct Connection {
    pub(crate) provider: Provider,
    /// It runs as long as the provider may ask it.
    _simulator: Option<Simulator>,
}

impl Connection {
    /// Makes the provider. Nothing is sent.
    pub(crate) async fn open(settings: &Settings) -> Result<Self, Failure> {
        let (builder, simulator) = prepare(settings).await?;
        // Compiling takes a second, in which somebody may be told so.
        let built = tokio::task::spawn_blocking(|| builder.build()).await;
        let stopped = |error| Failure::machine("loading the component", io::Error::other(error));
        Ok(Self {
            provider: built.map_err(stopped)??,
            _simulator: simulator,
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

/// A server door that can be asked.
pub(crate) struct OpenDoor {
    pub(crate) door: Door,
    /// It runs as long as the door may ask it.
    pub(crate) simulator: Option<Simulator>,
}

impl OpenDoor {
    /// Opens it, with so many instances behind it under these limits. Nothing is sent.
    pub(crate) async fn open(
        settings: &Settings,
        limits: Limits,
        instances: NonZeroUsize,
    ) -> Result<Self, Failure> {
        let (builder, simulator) = prepare(settings).await?;
        let door = builder.limits(limits).build_door(instances)?;
        Ok(Self { door, simulator })
    }
}

/// The provider's description, and a simulator behind it if that was asked for. It runs as long as it is kept.
pub(crate) async fn prepare(settings: &Settings) -> Result<(Builder, Option<Simulator>), Failure> {
    let builder = settings.builder();
    if !settings.simulate {
        return Ok((builder, None));
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
    Ok((builder, Some(simulator)))
}

/// Starts a simulator.
pub(crate) async fn simulate(address: SocketAddr, options: Options) -> Result<Simulator, Failure> {
    let refuse = |error| Failure::machine(format!("listening on {address}"), error);
    let listener = TcpListener::bind(address).await.map_err(refuse)?;
    Simulator::start(listener, options).map_err(refuse)
}
