//! Chat: requests from the contract to the core, events and completions back.

mod answer;
mod request;
