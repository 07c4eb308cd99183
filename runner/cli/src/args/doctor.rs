//! The options of `doctor`.

use clap::Args;

/// Look for what stands between you and an answer.
///
/// Each check is a line: ok, a warning or a problem, and what to do about it. It looks at the configuration, the key, the way to the endpoint and the folders, as a chat would find them, changes
/// nothing, and sends no request unless asked to. The exit code is that of the first problem, 0 when there is none.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox doctor
  qwenbox doctor --live
  qwenbox --json doctor | jq -r '.checks[] | select(.level == \"problem\") | .message'
  qwenbox --simulate doctor --live")]
pub(crate) struct Doctor {
    /// Also ask the model for one token, which is billed: whether the key is good, only the service knows.
    #[arg(long)]
    pub(crate) live: bool,
}
