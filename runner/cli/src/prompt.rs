//! Where the prompt comes from: the argument, a pipe, or both.

use crate::failure::Failure;
use std::io::{self, IsTerminal, Read};

/// More than any model takes: a million tokens are about four megabytes.
const LONGEST: u64 = 16 << 20;

/// The prompt. Waits for the end of what is piped in. `None` when nobody gives one and nothing is piped in.
pub(crate) fn read(argument: Option<&str>) -> Result<Option<String>, Failure> {
    let stdin = io::stdin();
    let piped = match argument {
        Some("-") => Some(all_of(stdin.lock())?),
        _ if is_piped(&stdin) => Some(all_of(stdin.lock())?),
        _ => None,
    };
    join(
        argument.filter(|argument| *argument != "-"),
        piped.as_deref(),
    )
}

/// Whether somebody sits at a terminal and can be asked.
pub(crate) fn is_typed() -> bool {
    io::stdin().is_terminal()
}

/// Whether somebody sends something: a terminal does not, and neither does a device such as `/dev/null`.
fn is_piped(stdin: &io::Stdin) -> bool {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        use std::os::unix::fs::FileTypeExt;

        let Ok(copy) = stdin.as_fd().try_clone_to_owned() else {
            return false;
        };
        std::fs::File::from(copy)
            .metadata()
            .is_ok_and(|metadata| !metadata.file_type().is_char_device())
    }
    #[cfg(not(unix))]
    !stdin.is_terminal()
}

/// The key that is piped in, to the end.
pub(crate) fn secret() -> Result<String, Failure> {
    let key = all_of(io::stdin().lock());
    // What was said of a prompt would be strange here, and a byte of a key is nobody's business.
    key.map_err(|failure| match failure {
        Failure::Usage { .. } => Failure::usage("stdin holds no key: it is too long, or no text"),
        other => other,
    })
}

fn all_of(input: impl Read) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    input
        .take(LONGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::machine("reading stdin", error))?;
    if bytes.len() as u64 > LONGEST {
        return Err(Failure::usage(format!(
            "the prompt on stdin is longer than {} MiB",
            LONGEST >> 20
        )));
    }
    String::from_utf8(bytes).map_err(|error| {
        let position = error.utf8_error().valid_up_to();
        Failure::usage(format!(
            "the prompt on stdin is not UTF-8 text: byte {position} is not part of any character"
        ))
    })
}

/// The argument, a blank line, then what was piped.
fn join(argument: Option<&str>, piped: Option<&str>) -> Result<Option<String>, Failure> {
    let parts: Vec<&str> = [argument, piped.map(str::trim_end)]
        .into_iter()
        .flatten()
        .filter(|part| !part.trim().is_empty())
        .collect();
    match (parts.is_empty(), argument, piped) {
        (false, ..) => Ok(Some(parts.join("\n\n"))),
        (true, None, None) => Ok(None),
        (true, ..) => Err(missing("the prompt is empty")),
    }
}

/// What those are told who give no prompt.
pub(crate) fn missing(message: &str) -> Failure {
    Failure::usage_with_hint(
        message,
        "give one as an argument, as in qwenbox chat \"hello\", or pipe it in",
    )
}

#[cfg(test)]
mod tests {
    use super::{all_of, join};

    #[test]
    fn the_argument_comes_before_what_is_piped() {
        let cases = [
            (Some("a"), None, "a"),
            (None, Some("b\n"), "b"),
            (Some("a"), Some("b\n"), "a\n\nb"),
            (Some("a"), Some("\n"), "a"),
            (Some(" "), Some(" b"), " b"),
        ];
        for (argument, piped, prompt) in cases {
            assert_eq!(join(argument, piped).unwrap().as_deref(), Some(prompt));
        }
    }

    #[test]
    fn a_blank_prompt_is_none() {
        assert_eq!(join(None, None).unwrap(), None);
        for (argument, piped) in [(Some(" "), None), (None, Some("")), (Some(""), Some("\n"))] {
            let failure = join(argument, piped).unwrap_err();
            assert_eq!(failure.to_string(), "the prompt is empty");
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let failure = all_of(&b"ab\xff"[..]).unwrap_err();
        assert!(failure.to_string().contains("byte 2"), "{failure}");
    }

    #[test]
    fn what_is_too_long_is_refused() {
        let failure = all_of(std::io::repeat(b'a')).unwrap_err();
        assert!(failure.to_string().contains("16 MiB"), "{failure}");
    }
}
