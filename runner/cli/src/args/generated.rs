//! The options of what is generated from all the others: completions and manual pages.

use clap::Args;
use clap_complete::Shell;
use std::path::PathBuf;

/// Print a script by which a shell completes commands and options.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  source <(qwenbox completions bash)
  qwenbox completions zsh > ~/.zfunc/_qwenbox        with ~/.zfunc in fpath
  qwenbox completions fish > ~/.config/fish/completions/qwenbox.fish
  qwenbox completions powershell | Out-String | Invoke-Expression")]
pub(crate) struct Completions {
    /// The shell that is to complete.
    pub(crate) shell: Shell,
}

/// Write manual pages, one for each command.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox man ~/.local/share/man/man1 && man qwenbox-chat
  qwenbox man . && man ./qwenbox.1")]
pub(crate) struct Man {
    /// The folder to write to, which is made if it is not there. Pages of the same names are replaced.
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}
