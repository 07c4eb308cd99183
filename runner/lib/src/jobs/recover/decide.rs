//! Which of some tasks is the one that a job's request made.
//! Pure: it decides over what others found.

use crate::video::{Status, Task, TaskSummary};

/// A task that may be a job's.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Candidate {
    /// The provider's id of the task.
    pub task: String,
    /// The model that works on it; `None` when the provider did not say.
    pub model: Option<String>,
    /// The prompt; `None` when the provider did not tell it, as it mostly does while a task runs.
    pub prompt: Option<String>,
    /// When it was submitted, in seconds since 1970 UTC; `None` when the provider did not say.
    pub submitted_at: Option<u64>,
    /// Whether it has not ended. The prompt of one that has is mostly told.
    pub is_under_way: bool,
}

/// What to do about the candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// This task is the job's.
    Adopt(String),
    /// Any of these may be: a person has to say which.
    Several(Vec<Candidate>),
    /// There is none.
    None,
}

/// A candidate by all that was told of it.
pub(super) fn candidate(summary: &TaskSummary, task: &Task) -> Candidate {
    Candidate {
        task: summary.id.clone(),
        model: summary.model.clone().or_else(|| task.model.clone()),
        prompt: task.prompt.clone(),
        submitted_at: summary.submitted_at.or(task.submitted_at),
        is_under_way: matches!(task.status, Status::Pending | Status::Running),
    }
}

/// Whether a task is of another model than the job's. One whose model is not told may be its own.
pub(super) fn is_other_model(own: Option<&str>, told: Option<&str>) -> bool {
    match (own, told) {
        (Some(own), Some(told)) => !own.eq_ignore_ascii_case(told),
        _ => false,
    }
}

/// Decides by the prompt: a different one excludes a task, an equal one makes it the job's, and one that is not told
/// leaves it possible: an account may have more machines than this one. `intent` is when the request began to be sent, in seconds since 1970 UTC.
///
/// | equal | not told | decision |
/// |---|---|---|
/// | some | any | the equal one nearest after the intent |
/// | none | some | a person decides, or time does: prompts are told when tasks end |
/// | none | none | there is none |
///
/// A request without a prompt has none that could be told: the only task without one is its own.
pub(super) fn decide(prompt: Option<&str>, intent: u64, candidates: &[Candidate]) -> Decision {
    let prompt = prompt.map(str::trim);
    let equal = candidates.iter().filter(|candidate| {
        prompt.is_some() && candidate.prompt.as_deref().map(str::trim) == prompt
    });
    if let Some(nearest) = equal.min_by_key(|candidate| distance(intent, candidate)) {
        return Decision::Adopt(nearest.task.clone());
    }
    let possible: Vec<_> = candidates
        .iter()
        .filter(|candidate| match (prompt, candidate.prompt.as_deref()) {
            (_, None) => true,
            (None, Some(told)) => told.trim().is_empty(),
            (Some(_), Some(_)) => false,
        })
        .cloned()
        .collect();
    match possible.as_slice() {
        [] => Decision::None,
        [only] if prompt.is_none() => Decision::Adopt(only.task.clone()),
        _ => Decision::Several(possible),
    }
}

/// How far a task is from the intent: those after it first, then those before, then those without a time.
fn distance(intent: u64, candidate: &Candidate) -> (u8, u64) {
    match candidate.submitted_at {
        Some(at) if at >= intent => (0, at - intent),
        Some(at) => (1, intent - at),
        None => (2, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOAT: Option<&str> = Some("a boat");

    /// Tasks by id, prompt and time.
    fn candidates(of: &[(&str, Option<&str>, Option<u64>)]) -> Vec<Candidate> {
        of.iter()
            .map(|(task, prompt, submitted_at)| Candidate {
                task: (*task).to_owned(),
                model: None,
                prompt: prompt.map(str::to_owned),
                submitted_at: *submitted_at,
                is_under_way: false,
            })
            .collect()
    }

    #[test]
    fn one_task_or_a_person_decides() {
        let adopt = |task: &str| Decision::Adopt(task.to_owned());
        let other = Some("a cat");
        for (name, prompt, tasks, decision) in [
            ("nothing", BOAT, &[][..], Decision::None),
            (
                "only others",
                BOAT,
                &[("a", other, Some(100))],
                Decision::None,
            ),
            (
                "one equal",
                BOAT,
                &[("a", BOAT, Some(100)), ("b", other, Some(100))],
                adopt("a"),
            ),
            (
                "equal before possible",
                BOAT,
                &[("a", None, Some(100)), ("b", BOAT, Some(500))],
                adopt("b"),
            ),
            (
                "the nearest after",
                BOAT,
                &[
                    ("a", BOAT, Some(99)),
                    ("b", BOAT, Some(130)),
                    ("c", BOAT, Some(110)),
                ],
                adopt("c"),
            ),
            (
                "the nearest before",
                BOAT,
                &[
                    ("a", BOAT, Some(50)),
                    ("b", BOAT, Some(90)),
                    ("c", BOAT, None),
                ],
                adopt("b"),
            ),
            (
                "blanks around it",
                BOAT,
                &[("a", Some("a boat\n"), Some(100))],
                adopt("a"),
            ),
            ("no time", BOAT, &[("a", BOAT, None)], adopt("a")),
            (
                "no prompt was sent, none is told",
                None,
                &[("a", None, Some(100)), ("b", other, Some(100))],
                adopt("a"),
            ),
            (
                "no prompt was sent, an empty one is told",
                None,
                &[("a", Some(""), Some(100))],
                adopt("a"),
            ),
        ] {
            assert_eq!(decide(prompt, 100, &candidates(tasks)), decision, "{name}");
        }
        for untold in [
            candidates(&[("a", None, Some(100))]),
            candidates(&[("a", None, Some(100)), ("b", None, None)]),
        ] {
            assert_eq!(decide(BOAT, 100, &untold), Decision::Several(untold));
        }
        let two = candidates(&[("a", None, Some(100)), ("b", Some(""), None)]);
        assert_eq!(decide(None, 100, &two), Decision::Several(two));
    }

    #[test]
    fn a_model_excludes_the_tasks_of_others() {
        for (own, told, other) in [
            (None, Some("wan2.6-t2v"), false),
            (Some("wan2.6-t2v"), None, false),
            (Some("wan2.6-t2v"), Some("WAN2.6-t2v"), false),
            (Some("wan2.6-t2v"), Some("wan2.6-i2v"), true),
            (Some("wan2.6-t2v"), Some("qwen-image"), true),
        ] {
            assert_eq!(is_other_model(own, told), other, "{own:?} {told:?}");
        }
    }
}
