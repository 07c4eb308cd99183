//! The house rules, each a test that says where a rule is broken and what to do.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on stops, and says where"
)]
#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "the names of the repository's files are exact"
)]

mod attributes;
mod contract;
mod documents;
mod files;
mod links;
mod manifests;
mod sizes;
mod source;
mod uses;
mod walls;
