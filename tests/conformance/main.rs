//! The conformance cases of `cases/`, run by the real component in every host. `README.md` says how to write one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a test that cannot go on stops, and says where"
)]

mod case;
mod compare;
mod contract;
mod documented;
mod folder;
mod host;
mod observed;
mod run;
mod self_test;
mod table;

/// One test a family, so that a report says which part of the behaviour is wrong.
macro_rules! families {
    ($host:expr, [$($name:ident),*]) => {
        $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                crate::run::family(&$host, stringify!($name)).await;
            }
        )*
    };
}

/// All families by each host, in a module of the host's name.
macro_rules! hosts {
    ($families:tt; $($module:ident: $host:expr),* $(,)?) => {
        $(
            mod $module {
                use crate::host;

                families!($host, $families);
            }
        )*

        /// What is to be told of each host, in the order of the table.
        fn columns() -> Vec<table::Column> {
            vec![$(table::Column::of(&$host)),*]
        }
    };
}

/// The folders that `cases/` may hold, and the hosts that run what is in them.
macro_rules! suite {
    ([$($family:ident),* $(,)?]; $($hosts:tt)*) => {
        const FAMILIES: &[&str] = &[$(stringify!($family)),*];

        hosts!([$($family),*]; $($hosts)*);
    };
}

suite! {
    [
    answers,
        cache,
        errors,
        failures,
        history,
        limits,
        media,
        messages,
        models,
        parameters,
        retries,
        settings,
        streams,
        structured,
        thinking,
        tools,
        understanding,
        uploads,
        usage,
        video_families,
        video_inputs,
        video_lists,
        video_money,
        video_options,
        video_shape,
        video_submit,
        video_tasks,
    ];
    rust_runner: host::Library,
    gateway: host::Gateway,
    wasmtime_serve: host::WasmtimeServe,
    wasmtime_run: host::WasmtimeRun,
    python: host::Python,
    node: host::Node,
    node_jspi: host::NodeJspi,
}
