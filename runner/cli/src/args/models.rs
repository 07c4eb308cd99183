//! The options of `models`.

use clap::{Args, Subcommand};

/// Show the models of the endpoint. Needs no key.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox models list
  qwenbox models list --plan coding --region china
  qwenbox models show qwen3.5-plus")]
pub(crate) struct Models {
    #[command(subcommand)]
    pub(crate) action: ModelsAction,
}

/// What to show of the models.
#[derive(Debug, Subcommand)]
pub(crate) enum ModelsAction {
    List(List),
    /// Show all that is known of one model.
    #[command(after_help = "Examples:
  qwenbox models show qwen/qwen3.5-plus
  qwenbox --json models show qwen3-coder-plus")]
    Show {
        /// The model: qwen/ID, modelstudio/ID, qwencloud/ID, or its bare id.
        #[arg(value_name = "REF")]
        reference: String,
    },
}

/// List the models that the endpoint serves.
///
/// Those that the configuration names are among them, whether it serves them or not. Tags say what a model is configured for: default, fallback#N, image (what describe asks), configured, alias:NAME;
/// missing is a model that the configuration names and nobody describes.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox models list
  qwenbox models list --provider qwen
  qwenbox --json models list | jq -r '.models[].key'
  qwenbox models list --plain --plan coding")]
pub(crate) struct List {
    /// Print the references only, one a line.
    #[arg(long)]
    pub(crate) plain: bool,
    /// Of this provider only: qwen, an alias of it, or a configured one.
    #[arg(long, value_name = "ID")]
    pub(crate) provider: Option<String>,
    /// Also all models of the other configured providers.
    #[arg(long)]
    pub(crate) all: bool,
    /// Only models on this machine, or at a host whose name ends in .local or .internal.
    #[arg(long)]
    pub(crate) local: bool,
}
