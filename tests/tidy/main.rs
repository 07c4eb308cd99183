//! The house rules, each a test that says where a rule is broken and what to do.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::missing_panics_doc,
    clippy::match_wild_err_arm,
    clippy::type_complexity,
    reason = "a test that cannot go on stops, and says where"
)]

mod attributes;
mod contract;
mod documents;
mod files;
mod manifests;
mod sizes;
mod source;
mod uses;
mod walls;
