//! The options of `onboard`.

use super::auth_choice;
use clap::{Args, ValueEnum};
use std::fmt;

/// Set up your key: ask for what is needed, check the key, write the configuration.
///
/// On a terminal it asks for plan, region, key and model, as far as no option says them. Without one, --auth-choice and a
/// key are needed. The check is one request, whose answer may have one token. The key goes to the keyring of the system, or
/// else to a file that only you may read; the configuration refers to it. What else the configuration says stays.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox onboard
  qwenbox onboard --auth-choice qwen-api-key-cn
  pass show qwen | qwenbox onboard --auth-choice qwen-standard-api-key --api-key-stdin
  qwenbox --json onboard --auth-choice qwen-api-key --api-key-stdin --no-check < key.txt")]
pub(crate) struct Onboard {
    /// Which plan the key is of, and where it is from; --plan and --region say the same.
    #[arg(long, value_name = "ID", value_parser = auth_choice::parser())]
    pub(crate) auth_choice: Option<String>,
    /// The key. Others on this machine may see it, and the shell may keep it: --api-key-stdin is safer.
    #[arg(long, value_name = "KEY", conflicts_with = "api_key_stdin")]
    pub(crate) api_key: Option<Typed>,
    /// Read the key from stdin.
    #[arg(long)]
    pub(crate) api_key_stdin: bool,
    /// The model that answers when none is named; default: the configured one, or else the one that is recommended.
    #[arg(short, long, value_name = "REF")]
    pub(crate) model: Option<String>,
    /// Write the key without asking the service whether it takes it.
    #[arg(long)]
    pub(crate) no_check: bool,
    /// Where the key is kept.
    #[arg(long, value_name = "WHERE", default_value = "auto")]
    pub(crate) key_store: KeyStore,
    /// A key that was typed without its option is not shown in the complaint.
    #[arg(hide = true)]
    pub(crate) stray: Vec<Typed>,
}

/// A text that may be a key. Its debug print does not show it.
#[derive(Clone)]
pub(crate) struct Typed(pub(crate) String);

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed(..)")
    }
}

impl From<String> for Typed {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// Where a key is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyStore {
    /// In the keyring if there is one, else in a file.
    Auto,
    /// In the keyring.
    Keyring,
    /// In a file beside the configuration.
    File,
}
