//! A job as rows, and back.
//! Knows no state from another: how a job moves on is not its business.

use super::request::known;
use super::{outcome, request};
use crate::jobs::id::JobId;
use crate::jobs::job::Job;
use crate::jobs::state::State;
use rusqlite::{OptionalExtension, Result, Row, Transaction, named_params};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Writes a new job down; false when its id is taken.
pub(super) fn insert(tx: &Transaction<'_>, job: &Job) -> Result<bool> {
    let estimate = job.estimate.as_ref();
    let inserted = tx.execute(
        "INSERT OR IGNORE INTO jobs (id, state, created_ms, updated_ms, base_url, account, estimate_currency,
           estimate_micros, estimate_as_of, output, overwrite)
         VALUES (:id, :state, :created_ms, :updated_ms, :base_url, :account, :currency, :micros, :as_of, :output,
           :overwrite)",
        named_params! {
            ":id": job.id.as_str(),
            ":state": job.state.as_str(),
            ":created_ms": whole(job.created_ms),
            ":updated_ms": whole(job.updated_ms),
            ":base_url": job.base_url,
            ":account": job.account,
            ":currency": estimate.map(|cost| &cost.currency),
            ":micros": estimate.map(|cost| whole(cost.micros)),
            ":as_of": estimate.map(|cost| &cost.prices_as_of),
            ":output": job.output.as_deref().map(path_to),
            ":overwrite": job.overwrite,
        },
    )?;
    if inserted == 0 {
        return Ok(false);
    }
    request::insert(tx, &job.id, &job.request)?;
    outcome::put_warnings(tx, &job.id, &job.warnings)?;
    Ok(true)
}

/// A job with all that belongs to it.
pub(super) fn load(tx: &Transaction<'_>, id: &JobId) -> Result<Option<Job>> {
    let read = |row: &Row<'_>| job(tx, row);
    tx.query_row("SELECT * FROM jobs WHERE id = ?1", [id.as_str()], read)
        .optional()
}

/// All jobs, the newest first.
pub(super) fn list(tx: &Transaction<'_>) -> Result<Vec<Job>> {
    let mut statement = tx.prepare("SELECT * FROM jobs ORDER BY id DESC")?;
    statement.query_map([], |row| job(tx, row))?.collect()
}

/// The tasks that other jobs of the same account have.
pub(super) fn tasks(tx: &Transaction<'_>, job: &Job) -> Result<HashSet<String>> {
    let mut statement = tx.prepare(
        "SELECT task FROM jobs
         WHERE task IS NOT NULL AND base_url = ?1 AND account IS ?2 AND id <> ?3",
    )?;
    let of = (&job.base_url, &job.account, job.id.as_str());
    statement.query_map(of, |row| row.get(0))?.collect()
}

fn job(tx: &Transaction<'_>, row: &Row<'_>) -> Result<Job> {
    let id: String = row.get("id")?;
    let id: JobId = known(id.parse().ok(), "id")?;
    let state: String = row.get("state")?;
    let output: Option<Vec<u8>> = row.get("output")?;
    Ok(Job {
        state: known(State::of_word(&state), "state")?,
        created_ms: unsigned(row, "created_ms")?.unwrap_or_default(),
        updated_ms: unsigned(row, "updated_ms")?.unwrap_or_default(),
        base_url: row.get("base_url")?,
        account: row.get("account")?,
        request: request::load(tx, &id)?,
        estimate: outcome::cost(row, "estimate")?,
        output: output.map(path_of),
        overwrite: row.get("overwrite")?,
        submitting_ms: unsigned(row, "submitting_ms")?,
        owner: row.get("owner")?,
        task: row.get("task")?,
        task_model: row.get("task_model")?,
        request_id: row.get("request_id")?,
        submitted_at: unsigned(row, "submitted_at")?,
        ended_at: unsigned(row, "ended_at")?,
        next_poll_ms: unsigned(row, "next_poll_ms")?,
        warnings: outcome::warnings(tx, &id)?,
        error: outcome::error(tx, &id)?,
        result: outcome::result(tx, &id)?,
        file: outcome::file(tx, &id)?,
        part: outcome::part(tx, &id)?,
        id,
    })
}

/// A number as SQLite holds it. What is larger than all it can hold is a time or a size that does not happen.
pub(super) fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number that is never below zero.
pub(super) fn unsigned(row: &Row<'_>, column: &str) -> Result<Option<u64>> {
    let number: Option<i64> = row.get(column)?;
    Ok(number.map(|number| u64::try_from(number).unwrap_or_default()))
}

/// A path as its bytes, since not every path is a text.
pub(super) fn path_to(path: &Path) -> Vec<u8> {
    path.as_os_str().as_encoded_bytes().to_vec()
}

/// The path of some bytes.
pub(super) fn path_of(bytes: Vec<u8>) -> PathBuf {
    #[cfg(unix)]
    return PathBuf::from(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes));
    #[cfg(not(unix))]
    return PathBuf::from(String::from_utf8_lossy(&bytes).into_owned());
}
