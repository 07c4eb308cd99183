//! The gateway, as `qwenbox serve` makes it.

use qwenbox::{Limits, Provider, Runtime};
use qwenbox_gateway::{Gateway, Options};
use std::num::NonZeroUsize;
use std::path::PathBuf;

pub(crate) const KIND: &str = "gateway";

/// Serves for ever, and says where.
pub(crate) async fn serve(base_url: &str) {
    let cache = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("code");
    let mut limits = Limits::default();
    limits.memory_bytes = 1 << 30;
    limits.calls = 2_048;
    let runtime = Runtime::with_component(qwenbox::component(), limits, Some(cache)).unwrap();
    let door = Provider::builder()
        .runtime(runtime)
        .api_key("sk-bench")
        .base_url(base_url)
        .build_door(NonZeroUsize::new(2).unwrap())
        .unwrap();
    let options = Options {
        listen: "127.0.0.1:0".parse().unwrap(),
        ..Options::default()
    };
    let gateway = Gateway::bind(door, options).await.unwrap();
    println!("{}", gateway.address());
    gateway.run(std::future::pending()).await;
}
