//! The options of `config`.

use clap::{Args, Subcommand};

/// Show which configuration counts, and where it is from. Needs no key.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox config path
  qwenbox config show --origin")]
pub(crate) struct Config {
    #[command(subcommand)]
    pub(crate) action: ConfigAction,
}

/// What to show of the configuration.
#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum ConfigAction {
    /// Print each value that counts; keys are masked.
    #[command(after_help = "Examples:
  qwenbox config show --origin
  qwenbox --json config show | jq -r '.values[] | select(.name | endswith(\"baseUrl\")) | .value'")]
    Show {
        /// Say where each value comes from: a flag, a variable, a line of a file, or a rule.
        #[arg(long)]
        origin: bool,
    },
    /// Print the path of the configuration file, or where one would be.
    #[command(after_help = "Example:
  $EDITOR \"$(qwenbox config path)\"")]
    Path,
}
