//! What the operator of a simulator chooses: pace, keys, faults.
//! Nothing here can be reached from a request.

use std::fmt;
use std::time::Duration;

use crate::fault::Fault;
use crate::video::VideoOptions;

/// How a simulator behaves. Chosen when it starts, the same for every request.
#[derive(Clone)]
pub struct Options {
    /// From the request to the first token. Default 150 ms; zero answers at once.
    pub first_token: Duration,
    /// From one token to the next. Default 15 ms; zero sends all tokens at once.
    /// An answer that is not streamed takes as long as its tokens would have.
    pub per_token: Duration,
    /// The only keys accepted. Empty, the default, accepts any key with the prefix of the plan:
    /// `sk-sp-` on the Coding Plan path, `sk-` but not `sk-sp-` on the standard path.
    pub keys: Vec<String>,
    /// What goes wrong on purpose, except with downloads and uploaded files. Default: nothing.
    pub fault: Option<Fault>,
    /// Times, limits and faults of videos.
    pub video: VideoOptions,
}

impl Options {
    /// The default options without any waiting, for tests.
    #[must_use]
    pub fn unpaced() -> Self {
        Self {
            first_token: Duration::ZERO,
            per_token: Duration::ZERO,
            video: VideoOptions::unpaced(),
            ..Self::default()
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            first_token: Duration::from_millis(150),
            per_token: Duration::from_millis(15),
            keys: Vec::new(),
            fault: None,
            video: VideoOptions::default(),
        }
    }
}

/// Prints how many keys there are, never a key.
impl fmt::Debug for Options {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Options")
            .field("first_token", &self.first_token)
            .field("per_token", &self.per_token)
            .field("keys", &format_args!("{} pinned", self.keys.len()))
            .field("fault", &self.fault)
            .field("video", &self.video)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn debug_never_shows_a_key() {
        let options = Options {
            keys: vec!["sk-secret".to_owned()],
            ..Options::default()
        };
        let printed = format!("{options:?}");
        assert!(!printed.contains("secret"), "{printed}");
        assert!(printed.contains("1 pinned"), "{printed}");
    }
}
