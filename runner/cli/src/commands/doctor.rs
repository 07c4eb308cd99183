//! `doctor`: what stands between a person and an answer. Each check has a file; what was found out and what that means
//! are apart in it.
//!
//! | check | what it looks at |
//! |---|---|
//! | `versions` | this program, Wasmtime, the contract |
//! | `component` | the component, what it imports, its compiled code |
//! | `configuration` | the file, and what is wrong in it |
//! | `key` | where the key comes from, and whether it fits the plan |
//! | `endpoint` | where requests go, and which rule says so |
//! | `model` | the model of a chat that names none |
//! | `network` | name, connection, TLS |
//! | `live` | one token of the model |
//! | `clock` | this machine's clock |
//! | `state` | the folder of what is remembered |
//! | `jobs` | the store of video jobs |

mod check;
mod clock;
mod component;
mod configuration;
mod endpoint;
mod jobs;
mod key;
mod live;
mod model;
mod network;
mod state;
mod versions;

use crate::args::{Doctor, Global};
use crate::config::locate;
use crate::connection;
use crate::environment::Environment;
use crate::failure::Failure;
use crate::output::Output;
use crate::runtime;
use crate::settings::{Settings, limits};
use crate::sources::{Purpose, Sources};
use check::{Check, Level};
use qwenbox::Runtime;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long a look at the network, the disk or the key may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// Looks at everything, and says what it found.
pub(super) fn run(
    doctor: &Doctor,
    global: &Global,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    let examine = async {
        let (configuration, configured) = configured(global, environment).await;
        let disk = on_disk(environment);
        let (examined, disk) = futures::future::join(examine(doctor, configured), disk).await;
        let (mut checks, rest) = examined?;
        checks.push(configuration);
        checks.extend(rest);
        checks.extend(disk);
        Ok(checks)
    };
    let checks = runtime::run(output.patiently("looking around", examine))?;
    tell(&checks, output)?;
    let problem = checks.into_iter().find_map(Check::into_failure);
    problem.map_or(Ok(()), |failure| Err(Failure::Told(Box::new(failure))))
}

/// What a chat that names no model goes by.
struct Configured {
    settings: Settings,
    /// Whether other models are asked where the first one cannot answer.
    has_fallbacks: bool,
}

/// The check of the configuration, and what stands in it, or the check of a key that nobody tells. Both are read on a
/// thread of their own: a file or the program of a key may never answer.
async fn configured(
    global: &Global,
    environment: &Environment,
) -> (Check, Result<Configured, Check>) {
    let is_read = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&is_read);
    let (own_global, own_environment) = (global.clone(), environment.clone());
    let reading = check::aside(move || {
        let sources = Sources::gather(&own_global, &own_environment);
        told.store(sources.is_ok(), Ordering::Relaxed);
        let settings = match &sources {
            Ok(sources) => settings(sources).map(Some),
            Err(_) => Ok(None),
        };
        let check = configuration::of(&sources, &settings, &own_global, &own_environment);
        let has_fallbacks = sources.is_ok_and(|sources| !sources.config.fallbacks.is_empty());
        let settings = settings.ok().flatten();
        let configured = settings.map(|settings| Configured {
            settings,
            has_fallbacks,
        });
        (check, configured)
    });
    let place = || locate::place(global.config.as_deref(), environment);
    match within(reading).await {
        Some((check, Some(configured))) => (check, Ok(configured)),
        Some((check, None)) => (check, Err(key::skipped())),
        None if is_read.load(Ordering::Relaxed) => (
            configuration::verdict(place().as_ref(), None, &[]),
            Err(key::silent(PATIENCE)),
        ),
        None => (
            configuration::silent(place().as_ref(), PATIENCE),
            Err(key::skipped()),
        ),
    }
}

/// What came of it in time.
async fn within<T>(work: impl Future<Output = Option<T>>) -> Option<T> {
    tokio::time::timeout(PATIENCE, work).await.ok().flatten()
}

/// The settings of a chat that names no model.
fn settings(sources: &Sources<'_>) -> Result<Settings, Failure> {
    let model = sources.chat_model(None);
    let model = model.as_ref().map(|model| model.value.as_str());
    sources.settings(model, Purpose::Any)
}

/// The folder of what is remembered, and the store in it.
async fn on_disk(environment: &Environment) -> [Check; 2] {
    let folder = environment.state_folder();
    let Some(state) = within(check::aside(move || state::look(folder))).await else {
        return [state::silent(PATIENCE), jobs::verdict(None)];
    };
    let jobs = match state.usable().map(Path::to_owned) {
        None => jobs::verdict(None),
        Some(folder) => match within(check::aside(move || jobs::look(&folder))).await {
            Some(store) => jobs::verdict(Some(store)),
            None => jobs::silent(PATIENCE),
        },
    };
    [state::verdict(&state), jobs]
}

/// The checks before that of the configuration, and those after it. All that waits waits at the same time.
async fn examine(
    doctor: &Doctor,
    configured: Result<Configured, Check>,
) -> Result<(Vec<Check>, Vec<Check>), Failure> {
    let compiled = check::aside(|| Runtime::new(limits()));
    let configured = match configured {
        Ok(configured) => configured,
        Err(key) => return Ok(unseen(key, compiled.await.as_ref())),
    };
    let settings = &configured.settings;
    let (builder, _simulator) = connection::prepare(settings).await?;
    let probe = builder.probe();
    let key = key::of(settings, probe.as_ref().ok());
    let endpoint = endpoint::of(settings, &probe);
    let may_call = !key.is_problem() && !endpoint.is_problem();
    let walk = async {
        match &probe {
            Ok(probe) => network::of(probe.endpoint(), &probe.walk(PATIENCE).await),
            Err(_) => network::not_known(),
        }
    };
    let call = async {
        let runtime = compiled.await;
        let provider = match &runtime {
            Some(Ok(runtime)) if probe.is_ok() => Some(builder.runtime(runtime.clone()).build()),
            _ => None,
        };
        let (model, provider) = model::of(provider, &configured).await;
        let provider = provider.filter(|_| may_call && model.level == Level::Ok);
        let called = live::of(doctor.live, provider, settings).await;
        (runtime, model, called)
    };
    let (walk, (runtime, model, (live, offset))) = futures::future::join(walk, call).await;
    let mut rest = vec![key, endpoint, model];
    rest.extend(walk);
    rest.extend([live, clock::verdict(offset, doctor.live)]);
    Ok((of_build(runtime.as_ref()), rest))
}

/// The same when the configuration or the key is not known.
fn unseen(
    key: Check,
    runtime: Option<&Result<Runtime, qwenbox::Error>>,
) -> (Vec<Check>, Vec<Check>) {
    let told = if key.is_problem() {
        "not looked at: the key must be right first"
    } else {
        "not looked at: the configuration must be right first"
    };
    let unseen = [
        "endpoint",
        "model",
        "name",
        "connection",
        "tls",
        "live",
        "clock",
    ];
    let mut rest = vec![key];
    rest.extend(unseen.map(|name| Check::skipped(name, told)));
    (of_build(runtime), rest)
}

fn of_build(runtime: Option<&Result<Runtime, qwenbox::Error>>) -> Vec<Check> {
    vec![versions::of(runtime), component::of(runtime)]
}

fn tell(checks: &[Check], output: &mut Output) -> Result<(), Failure> {
    let count = |level| checks.iter().filter(|check| check.level == level).count();
    let (problems, warnings) = (count(Level::Problem), count(Level::Warning));
    if output.is_json() {
        let checks: Vec<_> = checks.iter().map(Check::json).collect();
        return output.document(&json!({
            "problems": problems,
            "warnings": warnings,
            "checks": checks,
        }));
    }
    for check in checks {
        check.tell(output)?;
    }
    let counted = |count: usize, word| match count {
        0 => format!("no {word}s"),
        1 => format!("1 {word}"),
        _ => format!("{count} {word}s"),
    };
    let (problems, warnings) = (counted(problems, "problem"), counted(warnings, "warning"));
    output.line(&format!("\n{problems}, {warnings}"))
}
