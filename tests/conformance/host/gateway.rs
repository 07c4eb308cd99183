//! `qwenbox serve`: the gateway with the library's door behind it, one a call.

use super::{Call, Host, Otherwise, library, openai};
use crate::case::Case;
use crate::observed::Observed;
use qwenbox_gateway::Options;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroUsize;

/// The gateway, as `qwenbox serve` sets it up.
pub(crate) struct Gateway;

impl Host for Gateway {
    const NAME: &'static str = "`qwenbox serve`";

    const OTHERWISE: &'static [Otherwise] = &[super::OPENAI_FIELDS, super::OPENAI_SOUND];

    fn cannot(&self, case: &Case) -> Option<&'static str> {
        openai::cannot(case)
    }

    async fn call(&self, call: &Call<'_>) -> Observed {
        let door = match library::builder(call).build_door(NonZeroUsize::MIN) {
            Ok(door) => door,
            Err(error) => return library::failed(Vec::new(), &error),
        };
        let options = Options {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            ..Options::default()
        };
        let gateway = qwenbox_gateway::Gateway::bind(door, options).await.unwrap();
        let address = gateway.address().to_string();
        tokio::select! {
            observed = openai::ask(&address, call) => observed,
            drained = gateway.run(std::future::pending()) => panic!("it stopped by itself: {drained:?}"),
        }
    }
}
