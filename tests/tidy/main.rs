//! The house rules, each a test that says where a rule is broken and what to do.

mod attributes;
mod contract;
mod documents;
mod files;
mod manifests;
mod sizes;
mod source;
mod uses;
mod walls;
