//! The options of `chat`.

use clap::{Args, ValueEnum};

/// Ask a model, and print its answer while it is written.
///
/// The prompt is the argument, or what is piped in; with both, the argument comes first. The answer goes to stdout, and
/// nothing else does.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox chat \"What is a component?\"
  git diff | qwenbox chat \"Write a commit message for this\"
  qwenbox chat -m qwen3-coder-plus --usage \"A haiku about borrow checkers\"
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
    /// The most tokens to answer with.
    #[arg(long, value_name = "N", help_heading = "Model options")]
    pub(crate) max_tokens: Option<u32>,
    /// How freely to choose words, from 0 to below 2.
    #[arg(
        long,
        value_name = "X",
        allow_negative_numbers = true,
        help_heading = "Model options"
    )]
    pub(crate) temperature: Option<f64>,
    /// Choose among the likeliest words up to this share, above 0 to 1.
    #[arg(
        long,
        value_name = "X",
        allow_negative_numbers = true,
        help_heading = "Model options"
    )]
    pub(crate) top_p: Option<f64>,
    /// Makes answers repeatable as far as the service can.
    #[arg(long, value_name = "N", help_heading = "Model options")]
    pub(crate) seed: Option<u32>,
    /// End the answer before this text; may be given several times.
    #[arg(long, value_name = "TEXT", help_heading = "Model options")]
    pub(crate) stop: Vec<String>,
    /// How much the model thinks before it answers.
    #[arg(long, value_name = "LEVEL", help_heading = "Model options")]
    pub(crate) thinking: Option<Thinking>,
    /// The most tokens to think with.
    #[arg(long, value_name = "N", help_heading = "Model options")]
    pub(crate) thinking_budget: Option<u32>,
    /// A JSON object of more fields for the request.
    #[arg(long, value_name = "JSON", help_heading = "Model options")]
    pub(crate) extra: Option<String>,
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
