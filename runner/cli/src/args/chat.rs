//! The options of `chat`.

use super::seconds;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

/// Ask a model, and print its answer while it is written.
///
/// The prompt is the argument, or what is piped in; with both, the argument comes first. On a terminal and without a
/// prompt, a conversation begins. The answer goes to stdout, and nothing else does.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox chat                          a conversation; /help in it says more
  qwenbox chat \"What is a component?\"
  git diff | qwenbox chat \"Write a commit message for this\"
  qwenbox chat -m qwen3-coder-plus --usage \"A haiku about borrow checkers\"
  qwenbox chat --image receipt.jpg --json-schema total.json \"What did it cost?\"
  qwenbox --json chat --no-stream --tools tools.json \"Is it raining?\" | jq '.toolCalls[]'
  qwenbox --simulate chat --thinking high --show-thinking \"hello\"")]
pub(crate) struct Chat {
    /// The prompt; - reads it from stdin.
    pub(crate) prompt: Option<String>,
    /// Which model: qwen/ID, an alias of it, or its bare id; default: the configured one.
    #[arg(short, long, value_name = "REF")]
    pub(crate) model: Option<String>,
    /// What the model is told to be and do.
    #[arg(long, value_name = "TEXT")]
    pub(crate) system: Option<String>,
    /// Wait for the whole answer.
    #[arg(long)]
    pub(crate) no_stream: bool,
    /// Show the model's reasoning, on stderr.
    #[arg(long)]
    pub(crate) show_thinking: bool,
    /// Say on stderr what the answer took: tokens, cost by list price, time.
    #[arg(long)]
    pub(crate) usage: bool,
    #[command(flatten)]
    pub(crate) media: Media,
    #[command(flatten)]
    pub(crate) form: Form,
    #[command(flatten)]
    pub(crate) tuning: Tuning,
    #[command(flatten)]
    pub(crate) limits: Limits,
}

/// What is shown with the prompt.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Images, video and sound")]
pub(crate) struct Media {
    /// Show an image with the prompt; may be given several times. A file may have 7.8 MB, one by URL 10 MB.
    #[arg(long, value_name = "FILE|URL")]
    pub(crate) image: Vec<String>,
    /// Show a video with the prompt; may be given several times. A file may have 7.8 MB, one by URL is larger.
    #[arg(long, value_name = "FILE|URL")]
    pub(crate) video: Vec<String>,
    /// Play a sound recording with the prompt; may be given several times. A file may have 7.8 MB.
    #[arg(long, value_name = "FILE|URL")]
    pub(crate) audio: Vec<String>,
}

/// What the answer may be other than text.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Tools and JSON")]
pub(crate) struct Form {
    /// The functions that the model may call: a JSON list of {name, description, parameters}, or of these as
    /// {type, function}. The calls that it asks for are printed as JSON, one a line: id, name, arguments.
    #[arg(long, value_name = "FILE")]
    pub(crate) tools: Option<PathBuf>,
    /// Whether it must call one: auto, none, required, or the name of one; default: auto.
    #[arg(long, value_name = "CHOICE", requires = "tools")]
    pub(crate) tool_choice: Option<String>,
    /// Answer in JSON that fits the JSON Schema in this file.
    #[arg(long, value_name = "FILE", conflicts_with = "json_object")]
    pub(crate) json_schema: Option<PathBuf>,
    /// Answer with a JSON object.
    #[arg(long)]
    pub(crate) json_object: bool,
}

/// How the model goes about it.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Model options")]
pub(crate) struct Tuning {
    /// The most tokens to answer with, from 1; default and most: what the model can.
    #[arg(long, value_name = "N")]
    pub(crate) max_tokens: Option<u32>,
    /// How freely to choose words, from 0 to below 2; default: the model's.
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    pub(crate) temperature: Option<f64>,
    /// Choose among the likeliest words up to this share, above 0 to 1; default: the model's.
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    pub(crate) top_p: Option<f64>,
    /// Makes answers repeatable as far as the service can, from 0 to 2147483647.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u32>,
    /// End the answer before this text; may be given up to 16 times.
    #[arg(long, value_name = "TEXT")]
    pub(crate) stop: Vec<String>,
    /// How much the model thinks before it answers; default: the model's.
    #[arg(long, value_name = "LEVEL")]
    pub(crate) thinking: Option<Thinking>,
    /// The most tokens to think with, from 1; default and most: what the model can.
    #[arg(long, value_name = "N")]
    pub(crate) thinking_budget: Option<u32>,
    /// In a conversation, send the reasoning of earlier answers back; it is billed as input. Default: the model's.
    #[arg(long)]
    pub(crate) preserve_thinking: bool,
    /// Mark the system prompt for the service's context cache, so that it costs less the next time.
    #[arg(long, requires = "system")]
    pub(crate) cache: bool,
    /// A JSON object of more fields for the request.
    #[arg(long, value_name = "JSON")]
    pub(crate) extra: Option<String>,
}

/// How long it may take.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Time limits")]
pub(crate) struct Limits {
    /// Give up when the answer is not whole after this time, in seconds; default and most: 1800.
    #[arg(long, value_name = "SECONDS", value_parser = seconds::above_zero)]
    pub(crate) timeout: Option<Duration>,
    /// Ask again after passing failures for this long, in seconds; 0 asks once; default: 30. Only what cannot have been
    /// billed is asked again, and each time is a warning.
    #[arg(long, value_name = "SECONDS", value_parser = seconds::from_zero)]
    pub(crate) retry_budget: Option<Duration>,
}

/// How much a model thinks. Each model knows some of these; the nearest is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Thinking {
    Off,
    Minimal,
    Low,
    Medium,
    High,
    Xhigh,
    Adaptive,
    Max,
}
