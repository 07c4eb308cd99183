//! A case as its file says it. Unknown fields are errors.

pub(crate) mod answer;
pub(crate) mod call;
pub(crate) mod describe;
pub(crate) mod expect;
pub(crate) mod request;
pub(crate) mod video;

use answer::Answer;
use call::{Call, Kind};
use expect::Expect;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// One call, what the upstream answers to it, and what must come of both.
#[derive(Debug)]
pub(crate) struct Case {
    /// What holds, in one sentence.
    pub(crate) title: String,
    /// Which public page says so, by topic and date.
    pub(crate) source: String,
    pub(crate) settings: Settings,
    pub(crate) call: Call,
    /// The call's request as it is written.
    pub(crate) request: Value,
    /// One answer a request, in order. Absent for [`Answer::ok`].
    pub(crate) upstream: Option<Vec<Answer>>,
    pub(crate) expect: Expect,
}

/// The fields of a file whose call takes a request of type `R`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Fields<R> {
    title: String,
    source: String,
    #[serde(default)]
    settings: Settings,
    #[serde(rename = "call")]
    _call: Kind,
    request: R,
    upstream: Option<Vec<Answer>>,
    #[serde(default)]
    expect: Expect,
}

/// The fields that say what the request of a file is.
#[derive(Debug, Deserialize)]
struct Header {
    call: Kind,
    #[serde(default)]
    request: Value,
}

/// How the provider is set up.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Settings {
    /// The API key; each request must bring it.
    pub(crate) key: String,
    /// The path of the base URL.
    pub(crate) path: String,
    /// The region whose prices hold, where the upstream's address tells none.
    pub(crate) region: Option<String>,
    /// The provider's entry of a configuration.
    pub(crate) config: Option<Map<String, Value>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            key: "sk-conformance".to_owned(),
            path: "/compatible-mode/v1".to_owned(),
            region: None,
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
        let Header { call, request } = read(text)?;
        let case = match call {
            Kind::Complete => Self::of(text, request, Call::Complete),
            Kind::Describe => Self::of(text, request, Call::Describe),
            Kind::Stream => Self::of(text, request, Call::Stream),
            Kind::Estimate => Self::of(text, request, Call::Estimate),
            Kind::Submit => Self::of(text, request, Call::Submit),
            Kind::Poll => Self::of(text, request, Call::Poll),
            Kind::Cancel => Self::of(text, request, Call::Cancel),
            Kind::Tasks => Self::of(text, request, Call::Tasks),
            Kind::Prepare => Self::of(text, request, Call::Prepare),
        }?;
        case.check()?;
        Ok(case)
    }

    /// What the upstream answers, one answer a request.
    pub(crate) fn answers(&self) -> Vec<Answer> {
        match &self.upstream {
            Some(answers) => answers.clone(),
            None if self.expect.error.is_some() || !self.call.kind().sends() => Vec::new(),
            None => vec![Answer::ok(self.call.kind())],
        }
    }

    /// The case in a text whose call takes a request of type `R`.
    fn of<R: DeserializeOwned>(
        text: &str,
        request: Value,
        call: impl FnOnce(R) -> Call,
    ) -> Result<Self, String> {
        let fields: Fields<R> = read(text)?;
        Ok(Self {
            title: fields.title,
            source: fields.source,
            settings: fields.settings,
            call: call(fields.request),
            request,
            upstream: fields.upstream,
            expect: fields.expect,
        })
    }

    /// Refuses what would make an expectation empty without anybody noticing.
    fn check(&self) -> Result<(), String> {
        let (expect, call) = (&self.expect, self.call.kind());
        let results = expect.results();
        let problem = if self.title.is_empty() || self.source.is_empty() {
            "title and source must not be empty".to_owned()
        } else if results.len() + usize::from(expect.error.is_some()) > 1 {
            "expect takes one result or an error".to_owned()
        } else if results.first().is_some_and(|name| *name != call.result()) {
            format!("this call gives a {}", call.result())
        } else if (self.upstream.is_some() || !call.sends())
            && results.is_empty()
            && expect.error.is_none()
        {
            let result = call.result();
            format!("what comes is the case's own: it needs expect.{result} or expect.error")
        } else if !call.streams() && expect.events.is_some() {
            "only a stream has events".to_owned()
        } else if call.streams() && !results.is_empty() && expect.events.is_none() {
            "a stream that ends well needs expect.events".to_owned()
        } else if expect.error.is_some() && !expect.warnings.is_empty() {
            "an error carries no warnings".to_owned()
        } else {
            return Ok(());
        };
        Err(problem)
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    json5::from_str(text).map_err(|error| error.to_string())
}
