//! Who makes the calls of the cases: one file a host. A host knows neither what a case expects nor what was answered.

mod driver;
mod gateway;
mod library;
mod openai;
mod wasmtime_run;
mod wasmtime_serve;

pub(crate) use driver::{Node, NodeJspi, Python};
pub(crate) use gateway::Gateway;
pub(crate) use library::Library;
pub(crate) use wasmtime_run::WasmtimeRun;
pub(crate) use wasmtime_serve::WasmtimeServe;

use crate::case::call::{self, Kind};
use crate::case::{Case, Settings};
use crate::observed::Observed;
use serde_json::{Value, json};

/// One call to make.
pub(crate) struct Call<'a> {
    /// Where the upstream is.
    pub(crate) base_url: String,
    pub(crate) settings: &'a Settings,
    /// The function of the contract, and its request.
    pub(crate) function: &'a call::Call,
    /// The request as the case writes it.
    pub(crate) request: &'a Value,
}

/// Something that has the component and can call it.
pub(crate) trait Host: Sync {
    /// What the table of hosts calls it.
    const NAME: &'static str;

    /// The cases that come out otherwise here, by their names, with the reason. Each is run, and must come out otherwise.
    const OTHERWISE: &'static [Otherwise] = &[];

    /// Sets up what the host needs, which may take minutes.
    fn set_up(&self) {}

    /// Why it cannot make the call of a case; `None` when it can.
    fn cannot(&self, _: &Case) -> Option<&'static str> {
        None
    }

    /// Makes one call and waits for its end.
    fn call(&self, call: &Call<'_>) -> impl Future<Output = Observed> + Send;
}

/// Cases that a host does not hold to.
pub(crate) struct Otherwise {
    /// Their names, with the family.
    pub(crate) cases: &'static [&'static str],
    pub(crate) why: &'static str,
}

const NO_JSON: &str = "the request is handed over as JSON, which has no such number";

const BROKEN: &str = "Wasmtime's own client calls a connection that broke a protocol error, as it does an answer that is none: the \
          kind is `bad-response`, and nothing is sent again";

/// Of Wasmtime's own client.
const BROKEN_CONNECTION: Otherwise = Otherwise {
    cases: &[
        "failures/closed-without-answer",
        "failures/cut",
        "failures/reset",
        "video_submit/answer-cut",
        "video_submit/cut",
        "video_submit/reset",
        "video_tasks/cancel-answer-lost",
        "video_tasks/cut",
    ],
    why: BROKEN,
};

/// Of the server door.
const OPENAI_FIELDS: Otherwise = Otherwise {
    cases: &["answers/minimal", "streams/minimal-deltas"],
    why: "clients of OpenAI's API need an id and a model, so an answer that has none gets some",
};

/// Of the server door.
const OPENAI_SOUND: Otherwise = Otherwise {
    cases: &["media/audio-bare-base64"],
    why: "clients of OpenAI's API send sound as base64 without a scheme, so the server takes it",
};

/// Of every host but the library.
const OWN_SETTINGS: Otherwise = Otherwise {
    cases: &["settings/other-api"],
    why: "the component says `unsupported`; the library reads the settings before it does, and says `invalid-request`",
};

/// The component's whole environment, where the host does not add the key itself.
fn environment(call: &Call<'_>) -> Vec<(&'static str, String)> {
    let settings = call.settings;
    let config = settings.config.as_ref();
    let others = [
        ("QWEN_REGION", settings.region.clone()),
        (
            "QWEN_CONFIG",
            config.map(|config| json!(config).to_string()),
        ),
    ];
    let others = others
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    [
        ("QWEN_API_KEY", settings.key.clone()),
        ("QWEN_BASE_URL", call.base_url.clone()),
    ]
    .into_iter()
    .chain(others)
    .collect()
}

/// What a case expects of a function's value: the list price of a chat is no part of it, and all of an estimate is.
fn shown(kind: Kind, mut value: Value) -> Value {
    if kind == Kind::Estimate {
        return value["cost"].take();
    }
    if let (Kind::Complete | Kind::Stream, Some(fields)) = (kind, value.as_object_mut()) {
        fields.remove("cost");
    }
    value
}
