//! Making videos: what a model family takes, the task that works on one, and how both stand on the wire.
//! Knows neither the catalog nor the settings.

pub mod types;
