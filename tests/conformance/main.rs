//! The conformance cases of `cases/`, run by the real component in the real runner. `README.md` says how to write one.
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
mod documented;
mod folder;
mod host;
mod observed;
mod run;
mod self_test;

/// One test a family, so that a report says which part of the behaviour is wrong.
macro_rules! families {
    ($($name:ident),* $(,)?) => {
        /// The folders that `cases/` may hold.
        const FAMILIES: &[&str] = &[$(stringify!($name)),*];

        $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                run::family(stringify!($name)).await;
            }
        )*
    };
}

families![
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
