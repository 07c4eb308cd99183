//! A program that is asked for a key, which may not keep anybody waiting.

use super::secret;
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Long enough to type a password that opens a store of keys.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// How often a program is looked at that has not ended.
const PACE: Duration = Duration::from_millis(5);

/// What it prints until `end`, which is `patience` from some moment on. It is `shown` to people by this name.
pub(super) fn run(
    mut command: Command,
    shown: &str,
    input: Option<&str>,
    patience: Duration,
    end: Instant,
) -> Result<String, String> {
    let stdin = if input.is_some() {
        Stdio::piped()
    } else {
        Stdio::null()
    };
    let child = command.stdin(stdin).stdout(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| format!("{shown} cannot be run: {error}"))?;
    if let (Some(mut stdin), Some(input)) = (child.stdin.take(), input) {
        // It has ended already if this fails, and says so by its status.
        let _ = stdin.write_all(input.as_bytes());
    }
    let (sender, printed) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        // Whoever holds the other end may never let go of it: nobody waits for this thread.
        std::thread::spawn(move || sender.send(secret::told(stdout)));
    }
    let late = || {
        let seconds = patience.as_secs_f32();
        format!("{shown} did not answer within {seconds} seconds")
    };
    if !has_ended(&mut child, shown, end)? {
        return Err(late());
    }
    let left = end.saturating_duration_since(Instant::now());
    match printed.recv_timeout(left) {
        Ok(printed) => printed.map_err(|what| format!("what {shown} prints {what}")),
        Err(_) => Err(late()),
    }
}

/// Whether it ended well in time; else it is made to end.
fn has_ended(child: &mut Child, shown: &str, end: Instant) -> Result<bool, String> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(true),
            Ok(Some(status)) => return Err(format!("{shown} ended with {status}")),
            Ok(None) if Instant::now() < end => std::thread::sleep(PACE),
            Ok(None) => {
                // What cannot be killed is let go.
                let _ = child.kill().and_then(|()| child.wait().map(drop));
                return Ok(false);
            }
            Err(error) => return Err(format!("{shown} cannot be waited for: {error}")),
        }
    }
}
