//! Which of some tasks is the one that a job's request made.
//! Pure: it decides over what others found.

use crate::video::{Status, Task, TaskState, TaskSummary};

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

impl Candidate {
    /// Whether it may tell its prompt later.
    pub(crate) fn may_tell(&self) -> bool {
        self.is_under_way && self.prompt.is_none()
    }
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

/// A candidate by what the list told: the task itself cannot be read.
pub(super) fn unread(summary: &TaskSummary) -> Candidate {
    Candidate {
        task: summary.id.clone(),
        model: summary.model.clone(),
        prompt: None,
        submitted_at: summary.submitted_at,
        is_under_way: matches!(summary.state, TaskState::Pending | TaskState::Running),
    }
}

/// Whether a task is of another model than the job's. One whose model is not told may be its own.
pub(super) fn is_other_model(own: Option<&str>, told: Option<&str>) -> bool {
    match (own, told) {
        (Some(own), Some(told)) => !own.eq_ignore_ascii_case(told),
        _ => false,
    }
}

/// How long before the intent a task was submitted that clearly was not by it, in seconds. Clocks that are kept go less
/// apart.
const CLEARLY_BEFORE: u64 = 5;

/// Decides by the prompt: a different one excludes a task, an equal one makes it the job's if no other task has as good a
/// claim, and one that is not told leaves it possible: an account may have more machines than this one. `intent` is when
/// the request began to be sent, in seconds since 1970 UTC.
///
/// A task is *early* when it was submitted clearly before the intent: by the first run of what is run again, or by this
/// one on a machine whose clock is fast. One without a time is not early.
///
/// | equal, not early | equal, early | not told | decision |
/// |---|---|---|---|
/// | one | any | any | the one |
/// | more | any | any | a person decides among these |
/// | none | one | none, or early | the one |
/// | none | more | none, or early | a person decides among the equal |
/// | none | some | some not early | a person decides, or time does: prompts are told when tasks end |
/// | none | none | some | the same |
/// | none | none | none | there is none |
///
/// A request without a prompt has none that could be told: the only task without one is its own.
pub(super) fn decide(prompt: Option<&str>, intent: u64, candidates: &[Candidate]) -> Decision {
    let prompt = prompt.map(str::trim).filter(|prompt| !prompt.is_empty());
    let is_equal = |candidate: &Candidate| match candidate.prompt.as_deref().map(str::trim) {
        None => None,
        Some("") if prompt.is_none() => None,
        told => Some(told == prompt),
    };
    let of = |equal: Option<bool>| -> Vec<Candidate> {
        let fit = candidates.iter().filter(|task| is_equal(task) == equal);
        fit.cloned().collect()
    };
    let (equal, untold) = (of(Some(true)), of(None));
    let (early, late): (Vec<_>, Vec<_>) = equal.into_iter().partition(|it| is_early(intent, it));
    let all_early = untold.iter().all(|task| is_early(intent, task));
    match (late.as_slice(), early.as_slice(), untold.as_slice()) {
        ([one], _, _) => Decision::Adopt(one.task.clone()),
        ([_, _, ..], _, _) => Decision::Several(late),
        ([], [one], _) if all_early => Decision::Adopt(one.task.clone()),
        ([], [_, _, ..], _) if all_early => Decision::Several(early),
        ([], [], []) => Decision::None,
        ([], [], [only]) if prompt.is_none() => Decision::Adopt(only.task.clone()),
        _ => Decision::Several([early, untold].concat()),
    }
}

/// Whether a task was submitted clearly before the intent.
fn is_early(intent: u64, candidate: &Candidate) -> bool {
    let at = candidate.submitted_at;
    at.is_some_and(|at| at.saturating_add(CLEARLY_BEFORE) < intent)
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
                "the one that is not early",
                BOAT,
                &[("a", BOAT, Some(94)), ("b", BOAT, Some(130))],
                adopt("b"),
            ),
            (
                "an early one, of a clock that is fast",
                BOAT,
                &[("a", BOAT, Some(50)), ("b", None, Some(40))],
                adopt("a"),
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
    }

    #[test]
    fn none_of_several_as_likely_is_taken() {
        for (name, prompt, tasks) in [
            ("not told", BOAT, &[("a", None, Some(100))][..]),
            (
                "none told",
                BOAT,
                &[("a", None, Some(100)), ("b", None, None)],
            ),
            (
                "no prompt was sent, two without one",
                None,
                &[("a", None, Some(100)), ("b", Some(""), None)],
            ),
            (
                "two equal ones after",
                BOAT,
                &[("a", BOAT, Some(110)), ("b", BOAT, Some(130))],
            ),
            (
                "one at the intent, one after",
                BOAT,
                &[("a", BOAT, Some(95)), ("b", BOAT, Some(130))],
            ),
            (
                "one without a time",
                BOAT,
                &[("a", BOAT, Some(100)), ("b", BOAT, None)],
            ),
            (
                "two early ones",
                BOAT,
                &[("a", BOAT, Some(50)), ("b", BOAT, Some(90))],
            ),
            (
                "an early one, and one that may be it",
                BOAT,
                &[("a", BOAT, Some(50)), ("b", None, Some(101))],
            ),
        ] {
            let tasks = candidates(tasks);
            assert_eq!(
                decide(prompt, 100, &tasks),
                Decision::Several(tasks),
                "{name}"
            );
        }
        let tasks = candidates(&[
            ("a", BOAT, Some(50)),
            ("b", BOAT, Some(100)),
            ("c", None, Some(100)),
            ("d", BOAT, Some(101)),
        ]);
        let late = [tasks[1].clone(), tasks[3].clone()];
        assert_eq!(
            decide(BOAT, 100, &tasks),
            Decision::Several(late.to_vec()),
            "only those that are not early"
        );
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
