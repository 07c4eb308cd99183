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
mod network;
mod state;
mod versions;

use crate::args::{Doctor, Global};
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
use std::time::Duration;

/// How long a look at the network or the disk may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// Looks at everything, and says what it found.
pub(super) fn run(
    doctor: &Doctor,
    global: &Global,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    let sources = Sources::gather(global, environment);
    let settings = match &sources {
        Ok(sources) => settings(sources).map(Some),
        Err(_) => Ok(None),
    };
    let examine = async {
        let mut checks = vec![configuration::of(&sources, &settings, global, environment)];
        let settings = settings.unwrap_or_default();
        let (first, rest) = examine(doctor, settings.as_ref(), environment).await?;
        checks.splice(0..0, first);
        checks.extend(rest);
        Ok(checks)
    };
    let checks = runtime::run(output.patiently("looking around", examine))?;
    tell(&checks, output)?;
    let problem = checks.into_iter().find_map(Check::into_failure);
    problem.map_or(Ok(()), |failure| Err(Failure::Told(Box::new(failure))))
}

/// The settings of a chat that names no model.
fn settings(sources: &Sources<'_>) -> Result<Settings, Failure> {
    let model = sources.chat_model(None);
    let model = model.as_ref().map(|model| model.value.as_str());
    sources.settings(model, Purpose::Any)
}

/// The checks before that of the configuration, and those after it. All that waits waits at the same time.
async fn examine(
    doctor: &Doctor,
    settings: Option<&Settings>,
    environment: &Environment,
) -> Result<(Vec<Check>, Vec<Check>), Failure> {
    let folder = environment.state_folder();
    let on_disk = check::aside(move || {
        let state = state::look(folder);
        let store = jobs::look(&state);
        (state, store)
    });
    let on_disk = tokio::time::timeout(PATIENCE, on_disk);
    let ((first, middle), on_disk) =
        futures::future::join(with_settings(doctor, settings), on_disk).await;
    let mut rest = middle?;
    match on_disk {
        Ok(Some((state, store))) => rest.extend([state::verdict(&state), jobs::verdict(store)]),
        Ok(None) | Err(_) => rest.push(state::silent(PATIENCE)),
    }
    Ok((first, rest))
}

/// The component, then the way to the endpoint and a call that takes it.
async fn with_settings(
    doctor: &Doctor,
    settings: Option<&Settings>,
) -> (Vec<Check>, Result<Vec<Check>, Failure>) {
    let compiled = check::aside(|| Runtime::new(limits()));
    let Some(settings) = settings else {
        let runtime = compiled.await;
        let first = vec![
            versions::of(runtime.as_ref()),
            component::of(runtime.as_ref()),
        ];
        let unseen = [
            "key",
            "endpoint",
            "name",
            "connection",
            "tls",
            "live",
            "clock",
        ];
        let told = "not looked at: the configuration must be right first";
        let skipped = unseen.map(|name| Check::skipped(name, told));
        return (first, Ok(skipped.into()));
    };
    let prepared = connection::prepare(settings).await;
    let (builder, _simulator) = match prepared {
        Ok(prepared) => prepared,
        Err(failure) => return (Vec::new(), Err(failure)),
    };
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
        let called = live::of(doctor.live, may_call, builder, runtime.as_ref(), settings).await;
        (runtime, called)
    };
    let (walk, (runtime, (live, offset))) = futures::future::join(walk, call).await;
    let first = vec![
        versions::of(runtime.as_ref()),
        component::of(runtime.as_ref()),
    ];
    let mut rest = vec![key, endpoint];
    rest.extend(walk);
    rest.extend([live, clock::verdict(offset)]);
    (first, Ok(rest))
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
