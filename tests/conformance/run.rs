//! Runs cases by a host: an upstream and an instance for each, some at a time, and one report of all that fail.

use crate::case::Case;
use crate::case::answer::Answer;
use crate::compare;
use crate::folder::{self, File};
use crate::host::{Call, Host};
use crate::observed::{Events, Observed};
use futures::StreamExt;
use qwenbox_tests::{Step, Upstream};
use serde_json::Value;
use std::sync::Mutex;
use std::time::Duration;

/// Cases at once in one family. Together with the families that run beside it this stays below the 64 instances that
/// the runtime holds memory for.
const AT_ONCE: usize = 8;

/// Far longer than any case takes.
const PATIENCE: Duration = Duration::from_secs(90);

/// Only the cases whose names hold this text are run, and what came of them is shown.
const FILTER: &str = "CASE";

/// Runs the cases of a family that a host can make the call of.
///
/// # Panics
/// With all differences, when a case does not hold, or holds and is said not to.
pub(crate) async fn family<H: Host>(host: &H, name: &str) {
    host.set_up();
    let filter = std::env::var(FILTER).ok();
    let chosen = |file: &File| filter.as_ref().is_none_or(|text| file.name.contains(text));
    let files = folder::family(name).into_iter().filter(chosen);
    let shows = filter.is_some();
    let reports: Vec<_> = futures::stream::iter(files)
        .map(|file| async move {
            let result = judged(&file, host, shows).await;
            result.map_err(|differences| report(&file.name, &differences))
        })
        .buffered(AT_ONCE)
        .filter_map(|result| async { result.err() })
        .collect()
        .await;
    let failed = reports.len();
    assert!(
        failed == 0,
        "\n{}\n{failed} cases of {name} do not hold\n",
        reports.concat()
    );
}

/// Runs a case, unless the host cannot make its call; where it comes out otherwise, it must.
async fn judged<H: Host>(file: &File, host: &H, shows: bool) -> Result<(), Vec<String>> {
    let case = Case::parse(&file.text).map_err(|problem| vec![problem])?;
    if host.cannot(&case).is_some() {
        return Ok(());
    }
    let result = check(&file.text, host, shows).await;
    if !is_otherwise::<H>(&file.name) {
        return result;
    }
    match result {
        Ok(()) => Err(vec![format!("it holds by {}: say so", H::NAME)]),
        Err(_) => Ok(()),
    }
}

/// Whether a case is known to come out otherwise.
fn is_otherwise<H: Host>(name: &str) -> bool {
    let mut known = H::OTHERWISE.iter().flat_map(|otherwise| otherwise.cases);
    known.any(|case| *case == name)
}

/// Runs the case in a text.
///
/// # Errors
/// What is wrong with the case, or how what came of it differs from what it expects.
pub(crate) async fn check(text: &str, host: &impl Host, shows: bool) -> Result<(), Vec<String>> {
    let case = Case::parse(text).map_err(|problem| vec![problem])?;
    let script = script(&case).map_err(|problem| vec![problem])?;
    let upstream = Upstream::start(script);
    let call = Call {
        base_url: format!("http://{}{}", upstream.address(), case.settings.path),
        settings: &case.settings,
        function: &case.call,
        request: &case.request,
    };
    let Ok(observed) = tokio::time::timeout(PATIENCE, host.call(&call)).await else {
        return Err(vec![format!("the call did not end within {PATIENCE:?}")]);
    };
    let requests = upstream.requests();
    let mut found = compare::differences(&case, &requests, &observed);
    if shows && !found.is_empty() {
        found.extend(
            requests
                .iter()
                .map(|request| format!("was sent: {request:?}")),
        );
        found.push(all(&observed));
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// The answers one after the other; a request too many is closed without an answer, and counted.
fn script(
    case: &Case,
) -> Result<impl Fn(&qwenbox_tests::upstream::Request) -> Vec<Step> + Send + Sync + use<>, String> {
    let answers = case.answers();
    let steps: Vec<_> = answers
        .iter()
        .map(Answer::steps)
        .collect::<Result<_, _>>()?;
    let steps = Mutex::new(steps.into_iter());
    Ok(move |_: &_| steps.lock().unwrap().next().unwrap_or(vec![Step::Close]))
}

fn report(name: &str, differences: &[String]) -> String {
    let lines: Vec<_> = differences
        .iter()
        .map(|line| format!("    {line}\n"))
        .collect();
    format!("\n{name}\n{}", lines.concat())
}

fn all(observed: &Observed) -> String {
    let events: Vec<_> = match &observed.events {
        Events::All(events) | Events::Without(_, events) => {
            events.iter().map(Value::to_string).collect()
        }
        Events::Words(text) => vec![format!("{text:?}")],
    };
    let events: Vec<_> = events
        .iter()
        .map(|event| format!("\n        {event}"))
        .collect();
    let (Ok(result) | Err(result)) = &observed.result;
    format!("events:{}\n    result: {result:#}", events.concat())
}
