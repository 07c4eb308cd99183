//! All tasks of a simulator, and whose turn it is.
//! Bounded: a simulator may run for days.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use super::options::VideoOptions;
use super::quota::Quota;
use super::task::{Task, TaskState, VideoTask};

/// How many tasks are kept; the oldest are forgotten first.
const KEPT_TASKS: usize = 5_000;

/// How many keys are kept apart; when there are more, the limits of all begin anew.
const KEPT_KEYS: usize = 1_000;

/// The tasks, oldest first, and what each key has used up.
#[derive(Debug, Default)]
pub(crate) struct Tasks {
    kept: VecDeque<Task>,
    accounts: HashMap<String, Account>,
    /// How many submits were left without an answer.
    pub(super) cut_submits: u32,
}

/// What a key has used up.
#[derive(Debug, Default)]
pub(super) struct Account {
    pub(super) submits: Quota,
    pub(super) polls: Quota,
    pub(super) lists: Quota,
    /// When each of the tasks that run will have ended.
    ends: Vec<Duration>,
}

impl Tasks {
    pub(super) fn account(&mut self, key: &str) -> &mut Account {
        if self.accounts.len() >= KEPT_KEYS && !self.accounts.contains_key(key) {
            self.accounts.clear();
        }
        self.accounts.entry(key.to_owned()).or_default()
    }

    pub(super) fn add(&mut self, task: Task) {
        self.kept.push_back(task);
        if self.kept.len() > KEPT_TASKS {
            self.kept.pop_front();
        }
    }

    /// A task of a key, as far as it has come.
    pub(super) fn find(
        &mut self,
        key: &str,
        id: &str,
        now: Duration,
        options: &VideoOptions,
    ) -> Option<&mut Task> {
        self.schedule(key, now, options);
        self.kept
            .iter_mut()
            .find(|task| task.id == id && task.key == key)
    }

    /// A task whose film someone has the address of.
    pub(super) fn find_by_id(&mut self, id: &str) -> Option<&mut Task> {
        self.kept.iter_mut().find(|task| task.id == id)
    }

    /// The tasks of a key that are still known, newest first.
    pub(super) fn of_key<'a>(
        &'a mut self,
        key: &'a str,
        now: Duration,
        options: &'a VideoOptions,
    ) -> impl Iterator<Item = &'a Task> {
        self.schedule(key, now, options);
        self.kept
            .iter()
            .rev()
            .filter(move |task| task.key == key && task.state(now, options) != TaskState::Unknown)
    }

    /// All of them, oldest first.
    pub(crate) fn seen(&mut self, now: Duration, options: &VideoOptions) -> Vec<VideoTask> {
        let keys: Vec<String> = self.accounts.keys().cloned().collect();
        for key in keys {
            self.schedule(&key, now, options);
        }
        self.kept
            .iter()
            .map(|task| task.seen(now, options))
            .collect()
    }

    /// Notes when the tasks of a key began whose turn has come, in the order in which they were submitted.
    fn schedule(&mut self, key: &str, now: Duration, options: &VideoOptions) {
        let Some(account) = self.accounts.get_mut(key) else {
            return;
        };
        let is_waiting = |task: &&mut Task| {
            task.key == key && task.scheduled.is_none() && task.canceled.is_none()
        };
        for task in self.kept.iter_mut().filter(is_waiting) {
            let ready = task.submitted.saturating_add(options.pending);
            match account.begin(ready, now, options) {
                Some(begun) => task.scheduled = Some(begun),
                None => break,
            }
        }
    }
}

impl Account {
    /// When a task that was ready at a point in time began. `None`: it has not by now.
    fn begin(
        &mut self,
        ready: Duration,
        now: Duration,
        options: &VideoOptions,
    ) -> Option<Duration> {
        if ready > now {
            return None;
        }
        self.ends.retain(|end| *end > ready);
        let most = options.running_tasks.map(|most| most as usize);
        let begun = if most.is_none_or(|most| self.ends.len() < most) {
            ready
        } else {
            // The place of the first that ends; with no places at all there is none.
            let (place, end) = self
                .ends
                .iter()
                .copied()
                .enumerate()
                .min_by_key(|(_, end)| *end)?;
            if end > now {
                return None;
            }
            self.ends.swap_remove(place);
            end
        };
        self.ends.push(begun.saturating_add(options.running));
        Some(begun)
    }
}

#[cfg(test)]
mod tests;
