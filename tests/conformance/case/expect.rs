//! What must come of a case. What is left out must not be there, but for the ids, the message and the hint.

mod chat;
mod video;

use super::call::Kind;
use chat::{Completion, Description, Id, ToolCall, Usage, id};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use video::{Form, Price, Summary, Task};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Expect {
    /// The requests that the upstream received. Absent for as many as it had answers.
    pub(crate) sent: Option<Vec<Sent>>,
    /// The events, in order.
    pub(crate) events: Option<Vec<Event>>,
    /// Joins neighbouring pieces of the same thing before the events are compared.
    pub(crate) join: bool,
    /// What a chat gives.
    pub(crate) completion: Option<Completion>,
    /// What a description gives.
    pub(crate) description: Option<Description>,
    /// What an estimate gives; `null` for no price.
    #[serde(deserialize_with = "given")]
    cost: Option<Price>,
    /// What the calls about one video give.
    pub(crate) task: Option<Task>,
    /// What a list of videos gives.
    tasks: Option<Vec<Summary>>,
    /// What an upload begins with.
    form: Option<Form>,
    pub(crate) error: Option<Failure>,
    /// The warnings of the result, in order.
    pub(crate) warnings: Vec<Warning>,
}

/// A request as the upstream received it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Sent {
    /// Method and path, with the query; absent for those of the call.
    pub(crate) line: Option<String>,
    /// The body; absent for any.
    pub(crate) body: Option<Value>,
    /// Some of the headers, by their names in lower case; `null` for one that must not be there.
    pub(crate) headers: BTreeMap<String, Option<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Event {
    Text(Words),
    Reasoning(Words),
    ToolCallStarted(ToolCallStart),
    ToolCallArguments(ToolCallFragment),
    ToolCallFinished(ToolCall),
    Usage(Usage),
    Warning(Warning),
}

/// A text, or one that is a piece over and over.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Words {
    Text(String),
    Repeated(Repeated),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Repeated {
    text: String,
    repeat: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToolCallStart {
    index: u32,
    id: Id,
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToolCallFragment {
    index: u32,
    fragment: String,
}

/// A warning by its code, or with something that its message must say.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Warning {
    Code(String),
    Full(FullWarning),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FullWarning {
    code: String,
    message: Says,
}

/// One text, or several, that a message must hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Says {
    One(String),
    All(Vec<String>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Failure {
    pub(crate) kind: String,
    status: Option<u16>,
    code: Option<String>,
    /// Absent for any.
    request_id: Option<String>,
    retry_after_ms: Option<u64>,
    request_sent: bool,
    /// What the message must say; absent for anything.
    pub(crate) message: Option<Says>,
    /// What the hint must say; absent for anything, or no hint.
    pub(crate) hint: Option<Says>,
}

/// Takes the place of what may be anything.
pub(crate) const ANY: &str = "(any)";

impl Expect {
    /// The names of the results that are expected; more than one makes no sense.
    pub(crate) fn results(&self) -> Vec<&'static str> {
        let named = [
            ("completion", self.completion.is_some()),
            ("description", self.description.is_some()),
            ("cost", self.cost.is_some()),
            ("task", self.task.is_some()),
            ("tasks", self.tasks.is_some()),
            ("form", self.form.is_some()),
        ];
        let expected = named.into_iter().filter(|(_, expected)| *expected);
        expected.map(|(name, _)| name).collect()
    }

    /// The result that a call of this kind must have, as far as it is compared: the expected one, else the word `ok`, or
    /// anything where there are no words.
    pub(crate) fn result(&self, kind: Kind) -> Value {
        match kind {
            Kind::Complete | Kind::Stream => match &self.completion {
                Some(completion) => completion.value(),
                None => Completion::ok().value(),
            },
            Kind::Describe => match &self.description {
                Some(description) => description.value(),
                None => Description::ok().value(),
            },
            Kind::Estimate => self.cost.as_ref().map_or(ANY.into(), |cost| json!(cost)),
            Kind::Submit | Kind::Poll | Kind::Cancel => {
                self.task.as_ref().map_or(ANY.into(), Task::value)
            }
            Kind::Tasks => self.tasks.as_ref().map_or(ANY.into(), |tasks| json!(tasks)),
            Kind::Prepare => self.form.as_ref().map_or(ANY.into(), |form| json!(form)),
        }
    }
}

/// A field that is there, also when it is `null`.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

impl Words {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Repeated(Repeated { text, repeat }) => text.repeat(*repeat),
        }
    }
}

impl Says {
    pub(crate) fn pieces(&self) -> &[String] {
        match self {
            Self::One(piece) => std::slice::from_ref(piece),
            Self::All(pieces) => pieces,
        }
    }
}

impl Warning {
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Code(code) | Self::Full(FullWarning { code, .. }) => code,
        }
    }

    /// What the message must say.
    pub(crate) fn message(&self) -> &[String] {
        match self {
            Self::Code(_) => &[],
            Self::Full(warning) => warning.message.pieces(),
        }
    }
}

impl Event {
    /// The event as it is observed, but a warning by its code alone.
    pub(crate) fn value(&self) -> Value {
        match self {
            Self::Text(words) => json!({ "text": words.text() }),
            Self::Reasoning(words) => json!({ "reasoning": words.text() }),
            Self::ToolCallStarted(start) => json!({ "tool-call-started": {
                "index": start.index, "id": id(&start.id), "name": start.name,
            }}),
            Self::ToolCallArguments(piece) => json!({ "tool-call-arguments": {
                "index": piece.index, "fragment": piece.fragment,
            }}),
            Self::ToolCallFinished(call) => json!({ "tool-call-finished": call.value() }),
            Self::Usage(usage) => json!({ "usage": usage.value() }),
            Self::Warning(warning) => json!({ "warning": warning.code() }),
        }
    }
}

impl Failure {
    /// The fields to compare.
    pub(crate) fn value(&self) -> Value {
        let mut fields = texts(&[("requestId", &self.request_id)]);
        fields.extend([
            ("kind".to_owned(), self.kind.as_str().into()),
            ("status".to_owned(), self.status.into()),
            ("code".to_owned(), self.code.clone().into()),
            ("retryAfterMs".to_owned(), self.retry_after_ms.into()),
            ("requestSent".to_owned(), self.request_sent.into()),
        ]);
        Value::Object(fields)
    }
}

/// Texts by their names, those that may be anything marked so.
fn texts(named: &[(&str, &Option<String>)]) -> Map<String, Value> {
    let value = |text: &Option<String>| text.as_deref().unwrap_or(ANY).into();
    named
        .iter()
        .map(|(name, text)| ((*name).to_owned(), value(text)))
        .collect()
}
