//! Jobs as people read them.

use crate::failure::Failure;
use crate::json;
use crate::output::Output;
use crate::{money, table};
use qwenbox::jobs::{Job, State};
use qwenbox::video::Quote;

/// How much of a prompt the table shows, in characters.
const SHOWN: usize = 40;

const HEADINGS: [&str; 5] = ["Job", "State", "Model", "Prompt", "File"];

/// All that is to be known of a job.
pub(super) fn whole(job: &Job, output: &mut Output) -> Result<(), Failure> {
    if output.is_json() {
        return output.document(&json::job(job));
    }
    let mut lines = vec![
        ("job", job.id.to_string()),
        ("state", job.state.to_string()),
    ];
    let mut add = |name, value: Option<String>| lines.extend(value.map(|value| (name, value)));
    add(
        "model",
        job.task_model.clone().or_else(|| job.request.model.clone()),
    );
    add("prompt", job.request.prompt.as_deref().map(one_line));
    add("task", job.task.clone());
    add(
        "error",
        job.error.as_ref().map(|error| error.message.clone()),
    );
    add(
        "code",
        job.error.as_ref().and_then(|error| error.code.clone()),
    );
    if let Some(result) = &job.result {
        add("cost", result.cost.as_ref().map(money::by_list_price));
        if job.file.is_none() {
            add("url", result.urls.first().cloned());
        }
    }
    add(
        "file",
        job.file
            .as_ref()
            .map(|file| file.path.display().to_string()),
    );
    add("sha256", job.file.as_ref().map(|file| file.sha256.clone()));
    for (name, value) in lines {
        output.line(&format!("{name:<8}{value}"))?;
    }
    Ok(())
}

/// The jobs as a table, or a sentence when there are none.
pub(super) fn table(jobs: &[Job]) -> String {
    if jobs.is_empty() {
        return "No video jobs.\n".to_owned();
    }
    let headings = HEADINGS.map(str::to_owned);
    let rows = jobs.iter().map(|job| {
        let model = job.task_model.as_deref().or(job.request.model.as_deref());
        let file = job
            .file
            .as_ref()
            .map(|file| file.path.display().to_string());
        [
            job.id.to_string(),
            job.state.to_string(),
            model.unwrap_or("-").to_owned(),
            short(job.request.prompt.as_deref().unwrap_or("-")),
            file.unwrap_or_else(|| "-".to_owned()),
        ]
    });
    let rows: Vec<_> = std::iter::once(headings).chain(rows).collect();
    table::aligned(&rows)
}

/// What a video would come to.
pub(super) fn estimate(estimate: &Quote, output: &mut Output) -> Result<(), Failure> {
    if output.is_json() {
        return output.document(&json::estimate(estimate));
    }
    for warning in &estimate.warnings {
        output.warning(&warning.message);
    }
    match &estimate.cost {
        Some(cost) => output.line(&money::by_list_price(cost)),
        None => output.line(&format!(
            "the price of {} is not known for this endpoint",
            estimate.model
        )),
    }
}

/// A state as a phrase, for somebody who waits.
pub(super) fn phase(state: State) -> &'static str {
    match state {
        State::Created => "about to be sent",
        State::Submitting => "being sent",
        State::Unknown => "looked for at the service",
        State::Pending => "waiting its turn",
        State::Running => "being made",
        State::Succeeded => "made",
        State::Saved => "saved",
        State::Failed => "failed",
        State::Cancelled => "cancelled",
        State::Expired => "expired",
        State::Refused => "refused",
        _ => "in a state of a newer version",
    }
}

/// A text on one line, so that none of it looks like another field.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn short(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_prompt_is_one_short_line() {
        for (text, line) in [
            ("a boat", "a boat".to_owned()),
            ("a\n  boat", "a boat".to_owned()),
            (&"ö".repeat(50), format!("{}…", "ö".repeat(40))),
        ] {
            assert_eq!(short(text), line);
        }
    }
}
