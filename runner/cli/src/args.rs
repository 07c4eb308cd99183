//! What may be typed. Knows nothing of the runner.

mod auth_choice;
mod chat;
mod config;
mod describe;
mod doctor;
mod generated;
mod global;
mod models;
mod onboard;
mod seconds;
mod serve;
mod stray;
mod video;

#[cfg(test)]
pub(crate) use auth_choice::AUTH_CHOICES;
pub(crate) use auth_choice::AuthChoice;
pub(crate) use chat::{Chat, Form, Limits, Media, Thinking};
pub(crate) use config::{Config, ConfigAction};
pub(crate) use describe::{Describe, Seen};
pub(crate) use doctor::Doctor;
pub(crate) use generated::{Completions, Man};
pub(crate) use global::{Color, Global, Plan, Region};
pub(crate) use models::{List, Models, ModelsAction};
pub(crate) use onboard::{KeyStore, Onboard};
pub(crate) use serve::Serve;
pub(crate) use stray::without_keys;
pub(crate) use video::{Generate, Inputs, Recover, Shots, Video, VideoAction, Wait};

use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;

/// Chat with Qwen through a sandboxed WebAssembly component.
///
/// The provider runs as a component without files, sockets or your API key; qwenbox decides what it may reach, and adds
/// the key on the way out.
#[derive(Debug, Parser)]
#[command(
    name = "qwenbox",
    version,
    disable_help_subcommand = true,
    after_help = "Examples:
  qwenbox demo                          no key, no network: see it work
  qwenbox onboard                       set up your key
  qwenbox chat \"What is a component?\"   needs a key
  git diff | qwenbox chat \"Review this\"
  qwenbox describe photo.jpg
  qwenbox video generate \"a paper boat on a river\" -o boat.mp4
  qwenbox serve                         an OpenAI-compatible API on this machine
  qwenbox models list",
    after_long_help = crate::environment::help()
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Chat(Box<Chat>),
    Describe(Describe),
    Video(Video),
    Models(Models),
    Onboard(Onboard),
    Config(Config),
    Doctor(Doctor),
    Serve(Serve),
    Simulate(Simulate),
    Demo(Demo),
    Component(Component),
    Completions(Completions),
    Man(Man),
}

/// Run a stand-in for the service on this machine, for tests and experiments.
///
/// It checks requests as strictly as the real service and streams made-up answers at the pace of a model. It listens on
/// loopback only, and ends on Ctrl-C.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox simulate
  qwenbox simulate --listen 127.0.0.1:8080 --first-token-ms 0 --per-token-ms 0")]
pub(crate) struct Simulate {
    /// Where to listen: a loopback address and a port, 0 for any free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
    /// Milliseconds from a request to the first token.
    #[arg(long, value_name = "N", default_value_t = 150)]
    pub(crate) first_token_ms: u64,
    /// Milliseconds from one token to the next.
    #[arg(long, value_name = "N", default_value_t = 15)]
    pub(crate) per_token_ms: u64,
    /// Milliseconds that a video waits its turn.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub(crate) video_pending_ms: u64,
    /// Milliseconds that a video is made.
    #[arg(long, value_name = "N", default_value_t = 4_000)]
    pub(crate) video_running_ms: u64,
}

/// See it work: a catalog and a chat against the simulator. No key, no network.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox demo
  qwenbox --json demo")]
pub(crate) struct Demo {}

/// The WebAssembly component itself, for other hosts.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  wasmtime run -S http --invoke 'models()' \"$(qwenbox component path)\"
  qwenbox component wit > qwen.wit")]
pub(crate) struct Component {
    #[command(subcommand)]
    pub(crate) action: ComponentAction,
}

/// What to show of the component.
#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum ComponentAction {
    /// Write the component to the cache folder, if it is not there, and print its path.
    #[command(after_help = "Examples:
  cp \"$(qwenbox component path)\" qwen.wasm
  cp \"$(qwenbox component path --sync)\" qwen-sync.wasm")]
    Path {
        /// The twin on WASI 0.2, for hosts that have no WASI 0.3 yet.
        #[arg(long)]
        sync: bool,
    },
    /// Print the component's contract as one WIT file.
    #[command(after_help = "Example:
  qwenbox component wit > qwen.wit")]
    Wit,
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use clap::CommandFactory;

    #[test]
    fn the_commands_do_not_contradict_each_other() {
        Arguments::command().debug_assert();
    }
}
