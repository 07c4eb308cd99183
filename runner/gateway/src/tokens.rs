//! Who may come in: tokens that clients show, from the environment and from a file that is read again when it changes.
//! Knows no connection. What it keeps of a token is its hash, and it tells none.

mod list;

use crate::error::Error;
use http::HeaderValue;
use list::{Digest, digest, parse};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;
use subtle::{Choice, ConstantTimeEq};

/// How often the file is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// The tokens that let a client in. Each has 16 to 512 visible characters.
pub struct Tokens {
    /// Those that stay.
    fixed: Vec<Digest>,
    file: Option<PathBuf>,
    /// Those of the file.
    current: RwLock<Vec<Digest>>,
}

impl Tokens {
    /// The tokens in a text, such as a variable's, and those in a file: one a line, or with blanks or commas between them.
    /// What follows a `#` at the beginning of a line is a comment.
    ///
    /// # Errors
    /// When the file cannot be read, a token is too short, too long or not visible, or when there is none at all.
    pub fn new(text: Option<&str>, file: Option<PathBuf>) -> Result<Self, Error> {
        let place = |problem: String| {
            Error::options(
                problem,
                "a token has 16 to 512 visible characters; make one with: openssl rand -hex 32",
            )
        };
        let fixed = parse(text.unwrap_or_default())
            .map_err(|problem| place(format!("of the given tokens, {problem}")))?;
        let current = match &file {
            Some(path) => parse(&read(path)?)
                .map_err(|problem| place(format!("{}: {problem}", path.display())))?,
            None => Vec::new(),
        };
        if fixed.is_empty() && current.is_empty() {
            return Err(place("there is no client token".to_owned()));
        }
        Ok(Self {
            fixed,
            file,
            current: RwLock::new(current),
        })
    }

    /// Whether the value of an `Authorization` header holds a token. Takes as long whichever it is, or none.
    pub(crate) fn admit(&self, authorization: Option<&HeaderValue>) -> bool {
        let shown = authorization.and_then(|value| bearer(value.as_bytes()));
        let shown = digest(shown.unwrap_or_default());
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        let all = self.fixed.iter().chain(current.iter());
        all.fold(Choice::from(0), |found, known| {
            found | known.as_slice().ct_eq(shown.as_slice())
        })
        .into()
    }

    /// Reads the file again whenever it has changed, for ever. A file that cannot be used changes nothing.
    pub(crate) async fn follow(&self) {
        let Some(path) = &self.file else {
            return std::future::pending().await;
        };
        let mut known = None;
        let mut looks = tokio::time::interval(LOOK);
        loop {
            looks.tick().await;
            let text = tokio::fs::read_to_string(path).await;
            // A file that is being replaced may be missing for a moment.
            let read = text.map_err(|error| error.to_string());
            let outcome = read.and_then(|text| parse(&text));
            if known.as_ref() == Some(&outcome) {
                continue;
            }
            match &outcome {
                Ok(tokens) => {
                    let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
                    current.clone_from(tokens);
                    if known.is_some() {
                        tracing::info!(tokens = tokens.len(), "the tokens file was read again");
                    }
                }
                Err(problem) => {
                    tracing::warn!(
                        "the tokens file {} cannot be used, and what was in it stays: {problem}",
                        path.display()
                    );
                }
            }
            known = Some(outcome);
        }
    }
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error::File {
        path: path.to_owned(),
        source,
    })
}

/// What follows the word `Bearer`.
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = value.split_at_checked(7)?;
    scheme
        .eq_ignore_ascii_case(b"bearer ")
        .then(|| token.trim_ascii())
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
