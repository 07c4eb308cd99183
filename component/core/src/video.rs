//! Making videos: what a model family takes, the task that works on one, and how both stand on the wire.
//! Knows neither the catalog nor the settings.
//!
//! ```text
//! request ─▶ families (the table) ─▶ encode ─▶ body        answer ─▶ task ─▶ status, output, cost
//! ```

pub mod encode;
pub mod families;
pub mod filter;
pub mod price;
pub mod task;
pub mod time;
pub mod types;
