//! From one state to the next. Each move looks and writes in one transaction, so that of two processes that want the same
//! job only one gets it.
//! Knows what follows what by the table of states alone.

use super::error::StoreError;
use super::record::{path_of, path_to, whole};
use super::{Store, outcome};
use crate::jobs::clock::now_ms;
use crate::jobs::id::JobId;
use crate::jobs::job::{File, Part};
use crate::jobs::state::State;
use crate::types;
use crate::video::{Status, Task};
use rusqlite::{OptionalExtension, Result, Transaction, named_params, params};
use std::path::{Path, PathBuf};

/// What becomes of a job whose submit gave no task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsent {
    /// It provably was not sent, and can be.
    Created,
    /// It was refused.
    Refused,
    /// The provider may have it.
    Unknown,
}

/// What came of taking a task for a job's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Adopted {
    /// It is the job's now.
    Yes,
    /// The job is in this state, in which it takes none.
    Not(State),
    /// It is already this other job's.
    Taken(JobId),
}

/// What of a job moves go by, as it is within a transaction.
struct Now {
    state: State,
    owner: Option<String>,
    output: Option<PathBuf>,
}

impl Store {
    /// Claims a job that was not sent, for the one process that will send it. It is on the disk before anything is sent.
    pub(crate) async fn begin_submit(&self, id: &JobId, owner: &str) -> Done {
        let owner = owner.to_owned();
        self.shift(
            id,
            State::Submitting,
            |now| now.state == State::Created,
            move |tx, id| {
                tx.execute(
                    "UPDATE jobs SET owner = ?2, submitting_ms = ?3 WHERE id = ?1",
                    params![id.as_str(), owner, whole(now_ms())],
                )?;
                outcome::put_error(tx, id, None)
            },
        )
        .await
    }

    /// The provider took the job. True also when it was thought lost in between, and has no task yet.
    pub(crate) async fn submitted(&self, id: &JobId, owner: &str, task: Task) -> Done {
        let owner = owner.to_owned();
        let may = move |now: &Now| {
            let waits = matches!(now.state, State::Submitting | State::Unknown);
            waits && now.owner.as_deref() == Some(owner.as_str())
        };
        let state = state_of(&task.status);
        self.shift(id, state, may, move |tx, id| {
            let mut warnings = outcome::warnings(tx, id)?;
            let known = |warning: &types::Warning| warnings.contains(warning);
            let new: Vec<_> = task
                .warnings
                .iter()
                .filter(|warning| !known(warning))
                .cloned()
                .collect();
            warnings.extend(new);
            outcome::put_warnings(tx, id, &warnings)?;
            put_task(tx, id, &task)
        })
        .await
    }

    /// The job was sent by this owner, and no task came of it.
    pub(crate) async fn not_submitted(
        &self,
        id: &JobId,
        owner: &str,
        outcome: Unsent,
        error: types::Error,
    ) -> Done {
        let owner = owner.to_owned();
        let may = move |now: &Now| {
            now.state == State::Submitting && now.owner.as_deref() == Some(owner.as_str())
        };
        let (state, keeps_owner) = match outcome {
            Unsent::Created => (State::Created, false),
            Unsent::Refused => (State::Refused, false),
            Unsent::Unknown => (State::Unknown, true),
        };
        self.shift(id, state, may, move |tx, id| {
            if !keeps_owner {
                disown(tx, id)?;
            }
            outcome::put_error(tx, id, Some(&error))
        })
        .await
    }

    /// The owner died while it sent the job.
    pub(crate) async fn abandoned(&self, id: &JobId, owner: Option<&str>) -> Done {
        let owner = owner.map(str::to_owned);
        let may = move |now: &Now| now.state == State::Submitting && now.owner == owner;
        self.shift(id, State::Unknown, may, |_, _| Ok(())).await
    }

    /// What the provider said of the job's task. False when it comes too late.
    pub(crate) async fn seen(&self, id: &JobId, task: Task) -> Done {
        let state = state_of(&task.status);
        let may = |now: &Now| now.state.is_under_way() || now.state == State::Succeeded;
        self.shift(id, state, may, move |tx, id| put_task(tx, id, &task))
            .await
    }

    /// Makes a task the job's, which may have been submitted without an answer.
    pub(crate) async fn adopt(
        &self,
        id: &JobId,
        task: Task,
    ) -> std::result::Result<Adopted, StoreError> {
        let id = id.clone();
        self.write(move |tx| {
            let taken: Option<String> = tx
                .query_row(
                    "SELECT other.id FROM jobs AS other, jobs AS one
                     WHERE one.id = ?1 AND other.id <> one.id AND other.task = ?2
                       AND other.base_url = one.base_url AND other.account IS one.account",
                    params![id.as_str(), task.id],
                    |row| row.get(0),
                )
                .optional()?;
            if let Some(other) = taken.and_then(|other| other.parse().ok()) {
                return Ok(Adopted::Taken(other));
            }
            let Some(now) = now(tx, &id)? else {
                return Ok(Adopted::Not(State::Created));
            };
            if now.state != State::Unknown {
                return Ok(Adopted::Not(now.state));
            }
            set_state(tx, &id, state_of(&task.status))?;
            outcome::put_error(tx, &id, None)?;
            put_task(tx, &id, &task)?;
            Ok(Adopted::Yes)
        })
        .await
    }

    /// Lets a job be sent again.
    pub(crate) async fn again(&self, id: &JobId) -> Done {
        let may = |now: &Now| matches!(now.state, State::Unknown | State::Refused);
        self.shift(id, State::Created, may, |tx, id| {
            disown(tx, id)?;
            outcome::put_error(tx, id, None)
        })
        .await
    }

    /// Cancels a job that was not sent.
    pub(crate) async fn cancel_unsent(&self, id: &JobId) -> Done {
        let may = |now: &Now| now.state == State::Created;
        self.shift(id, State::Cancelled, may, |_, _| Ok(())).await
    }

    /// Gives a job up of which it is not known whether it was submitted. Why it is not stays written down.
    pub(crate) async fn give_up(&self, id: &JobId) -> Done {
        let message =
            "it was given up while it was not known whether it was submitted: it may cost money";
        let warning = types::Warning {
            code: "may-be-billed".to_owned(),
            message: message.to_owned(),
        };
        let may = |now: &Now| now.state == State::Unknown;
        self.shift(id, State::Cancelled, may, move |tx, id| {
            let mut warnings = outcome::warnings(tx, id)?;
            warnings.push(warning);
            outcome::put_warnings(tx, id, &warnings)
        })
        .await
    }

    /// Has the video of a job written elsewhere.
    pub(crate) async fn retarget(&self, id: &JobId, output: PathBuf, overwrite: bool) -> Done {
        let id = id.clone();
        self.write(move |tx| {
            let Some(now) = now(tx, &id)?.filter(|now| !now.state.is_over()) else {
                return Ok(false);
            };
            set_state(tx, &id, now.state)?;
            let path = path_to(&output);
            let moved = tx.execute(
                "UPDATE jobs SET output = ?2 WHERE id = ?1 AND output IS NOT ?2",
                params![id.as_str(), path],
            )?;
            tx.execute(
                "UPDATE jobs SET overwrite = ?2 WHERE id = ?1",
                params![id.as_str(), overwrite],
            )?;
            if moved > 0 {
                // What has arrived stands beside the other file.
                outcome::put_part(tx, &id, None)?;
                outcome::put_file(tx, &id, None)?;
            }
            Ok(true)
        })
        .await
    }

    /// Notes what the storage says of a file that begins to arrive for a target.
    pub(crate) async fn begin_file(&self, id: &JobId, target: &Path, part: Part) -> Done {
        let may = fetches(target);
        self.shift(id, State::Succeeded, may, move |tx, id| {
            outcome::put_file(tx, id, None)?;
            outcome::put_part(tx, id, Some(&part))
        })
        .await
    }

    /// Notes a file that is whole, before it gets its name: whoever finds it later knows it.
    pub(crate) async fn complete_file(&self, id: &JobId, file: File) -> Done {
        let may = fetches(&file.path);
        self.shift(id, State::Succeeded, may, move |tx, id| {
            outcome::put_file(tx, id, Some(&file))
        })
        .await
    }

    /// The file has its name.
    pub(crate) async fn saved(&self, id: &JobId, target: &Path) -> Done {
        self.shift(id, State::Saved, fetches(target), |tx, id| {
            outcome::put_part(tx, id, None)
        })
        .await
    }

    /// The file of a saved job is gone, and its video is to be fetched again. What is known of the file stays, so that one
    /// that another process brings meanwhile is seen to be it.
    pub(crate) async fn gone(&self, id: &JobId) -> Done {
        let may = |now: &Now| now.state == State::Saved;
        self.shift(id, State::Succeeded, may, |_, _| Ok(())).await
    }

    /// Moves a job to `to` if it `may`, with a change in the same transaction.
    async fn shift(
        &self,
        id: &JobId,
        to: State,
        may: impl FnOnce(&Now) -> bool + Send + 'static,
        change: impl FnOnce(&Transaction<'_>, &JobId) -> Result<()> + Send + 'static,
    ) -> Done {
        let id = id.clone();
        self.write(move |tx| {
            let Some(now) = now(tx, &id)? else {
                return Ok(false);
            };
            if !now.state.may_become(to) || !may(&now) {
                return Ok(false);
            }
            set_state(tx, &id, to)?;
            change(tx, &id)?;
            Ok(true)
        })
        .await
    }
}

/// Whether a move was made. If not, nothing has changed: the job is in another state by now.
type Done = std::result::Result<bool, StoreError>;

/// Whether the video of a job is to be fetched, to this very target: it may have been given another one.
fn fetches(target: &Path) -> impl FnOnce(&Now) -> bool + Send + use<> {
    let target = target.to_owned();
    move |now| now.state == State::Succeeded && now.output.as_ref() == Some(&target)
}

fn now(tx: &Transaction<'_>, id: &JobId) -> Result<Option<Now>> {
    let row: Option<(String, Option<String>, Option<Vec<u8>>)> = tx
        .query_row(
            "SELECT state, owner, output FROM jobs WHERE id = ?1",
            [id.as_str()],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    Ok(row.and_then(|(state, owner, output)| {
        Some(Now {
            state: State::of_word(&state)?,
            owner,
            output: output.map(path_of),
        })
    }))
}

fn set_state(tx: &Transaction<'_>, id: &JobId, state: State) -> Result<()> {
    tx.execute(
        "UPDATE jobs SET state = ?2, updated_ms = ?3 WHERE id = ?1",
        params![id.as_str(), state.as_str(), whole(now_ms())],
    )?;
    Ok(())
}

fn disown(tx: &Transaction<'_>, id: &JobId) -> Result<()> {
    tx.execute(
        "UPDATE jobs SET owner = NULL, submitting_ms = NULL WHERE id = ?1",
        [id.as_str()],
    )?;
    Ok(())
}

/// Writes down what a task tells. What it does not tell any more stays as it was.
fn put_task(tx: &Transaction<'_>, id: &JobId, task: &Task) -> Result<()> {
    tx.execute(
        "UPDATE jobs SET owner = NULL, task = :task, task_model = coalesce(:model, task_model),
           request_id = coalesce(:request_id, request_id), submitted_at = coalesce(:submitted_at, submitted_at),
           ended_at = coalesce(:ended_at, ended_at), next_poll_ms = :next_poll_ms
         WHERE id = :id",
        named_params! {
            ":id": id.as_str(),
            ":task": task.id,
            ":model": task.model,
            ":request_id": task.request_id,
            ":submitted_at": task.submitted_at.map(whole),
            ":ended_at": task.ended_at.map(whole),
            ":next_poll_ms": task.next_poll_ms.map(|wait| whole(now_ms().saturating_add(wait))),
        },
    )?;
    match &task.status {
        Status::Succeeded(output) => outcome::put_result(tx, id, output),
        Status::Failed(error) => outcome::put_error(tx, id, Some(error)),
        Status::Pending | Status::Running | Status::Cancelled | Status::Expired => {
            outcome::put_error(tx, id, None)
        }
    }
}

fn state_of(status: &Status) -> State {
    match status {
        Status::Pending => State::Pending,
        Status::Running => State::Running,
        Status::Succeeded(_) => State::Succeeded,
        Status::Failed(_) => State::Failed,
        Status::Cancelled => State::Cancelled,
        Status::Expired => State::Expired,
    }
}
