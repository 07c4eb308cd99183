//! The two doors of the gateway and their paths.

/// How the caller pays, which decides the path, the keys and the models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// The Coding Plan subscription.
    Coding,
    /// Pay as you go.
    Standard,
}

impl Plan {
    /// What comes between the host and `/chat/completions`.
    pub(crate) const fn base_path(self) -> &'static str {
        match self {
            Self::Coding => "/v1",
            Self::Standard => "/compatible-mode/v1",
        }
    }

    /// The plan whose chat endpoint this path is.
    pub(crate) fn of_chat_path(path: &str) -> Option<Self> {
        let base = path.strip_suffix("/chat/completions")?;
        [Self::Coding, Self::Standard]
            .into_iter()
            .find(|plan| plan.base_path() == base)
    }
}

#[cfg(test)]
mod tests {
    use super::Plan;

    #[test]
    fn paths_are_exact() {
        let cases = [
            ("/compatible-mode/v1/chat/completions", Some(Plan::Standard)),
            ("/v1/chat/completions", Some(Plan::Coding)),
            ("/v1/chat/completions/", None),
            ("/V1/chat/completions", None),
            ("/compatible-mode/chat/completions", None),
            ("/v1/models", None),
            ("/chat/completions", None),
            ("/", None),
        ];
        for (path, plan) in cases {
            assert_eq!(Plan::of_chat_path(path), plan, "{path}");
        }
    }
}
