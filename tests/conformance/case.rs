//! A case as its file says it. Unknown fields are errors.

pub(crate) mod answer;
pub(crate) mod expect;
pub(crate) mod request;

use answer::Answer;
use expect::Expect;
use request::Request;
use serde::Deserialize;
use serde_json::{Map, Value};

/// One call, what the upstream answers to it, and what must come of both.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Case {
    /// What holds, in one sentence.
    pub(crate) title: String,
    /// Which public page says so, by topic and date.
    pub(crate) source: String,
    #[serde(default)]
    pub(crate) settings: Settings,
    pub(crate) call: Kind,
    pub(crate) request: Request,
    /// One answer a request, in order. Absent for [`Answer::ok`].
    pub(crate) upstream: Option<Vec<Answer>>,
    #[serde(default)]
    pub(crate) expect: Expect,
}

/// Which function of the contract is called.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Complete,
    Stream,
}

/// How the provider is set up.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Settings {
    /// The API key; each request must bring it.
    pub(crate) key: String,
    /// The path of the base URL.
    pub(crate) path: String,
    /// The provider's entry of a configuration.
    pub(crate) config: Option<Map<String, Value>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            key: "sk-conformance".to_owned(),
            path: "/compatible-mode/v1".to_owned(),
            config: None,
        }
    }
}

impl Case {
    /// The case in a text.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let case: Self = json5::from_str(text).map_err(|error| error.to_string())?;
        case.check()?;
        Ok(case)
    }

    /// What the upstream answers, one answer a request.
    pub(crate) fn answers(&self) -> Vec<Answer> {
        match &self.upstream {
            Some(answers) => answers.clone(),
            None if self.expect.error.is_some() => Vec::new(),
            None => vec![Answer::ok(self.call)],
        }
    }

    /// Refuses what would make an expectation empty without anybody noticing.
    fn check(&self) -> Result<(), String> {
        let expect = &self.expect;
        let problem = if self.title.is_empty() || self.source.is_empty() {
            "title and source must not be empty"
        } else if expect.completion.is_some() && expect.error.is_some() {
            "expect takes a completion or an error, not both"
        } else if self.upstream.is_some() && expect.completion.is_none() && expect.error.is_none() {
            "an upstream with answers of its own needs expect.completion or expect.error"
        } else if self.call == Kind::Complete && expect.events.is_some() {
            "a complete call has no events"
        } else if self.call == Kind::Stream
            && expect.completion.is_some()
            && expect.events.is_none()
        {
            "a stream that ends well needs expect.events"
        } else if expect.error.is_some() && !expect.warnings.is_empty() {
            "an error carries no warnings"
        } else {
            return Ok(());
        };
        Err(problem.to_owned())
    }
}
