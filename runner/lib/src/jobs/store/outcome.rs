//! What became of a job, as rows: warnings, the error, the video at the provider, the file.

use super::record::{path_of, path_to, unsigned, whole};
use super::request::known;
use super::words;
use crate::jobs::id::JobId;
use crate::jobs::job::{File, Part};
use crate::types::{Cost, Error, Warning};
use crate::video::Output;
use rusqlite::{OptionalExtension, Result, Row, Transaction, named_params, params};

/// Writes an error down in place of the one before, or takes that one away.
pub(super) fn put_error(tx: &Transaction<'_>, id: &JobId, error: Option<&Error>) -> Result<()> {
    tx.execute("DELETE FROM errors WHERE job = ?1", [id.as_str()])?;
    let Some(error) = error else {
        return Ok(());
    };
    tx.execute(
        "INSERT INTO errors VALUES (:job, :kind, :message, :hint, :status, :code, :request_id, :retry_after_ms,
           :request_sent)",
        named_params! {
            ":job": id.as_str(),
            ":kind": words::of_kind(&error.kind),
            ":message": error.message,
            ":hint": error.hint,
            ":status": error.status,
            ":code": error.code,
            ":request_id": error.request_id,
            ":retry_after_ms": error.retry_after_ms.map(whole),
            ":request_sent": error.request_sent,
        },
    )?;
    Ok(())
}

/// The error of a job.
pub(super) fn error(tx: &Transaction<'_>, id: &JobId) -> Result<Option<Error>> {
    let read = |row: &Row<'_>| {
        let kind: String = row.get("kind")?;
        Ok(Error {
            kind: known(words::kind(&kind), "kind")?,
            message: row.get("message")?,
            hint: row.get("hint")?,
            status: row.get("status")?,
            code: row.get("code")?,
            request_id: row.get("request_id")?,
            retry_after_ms: unsigned(row, "retry_after_ms")?,
            request_sent: row.get("request_sent")?,
        })
    };
    tx.query_row("SELECT * FROM errors WHERE job = ?1", [id.as_str()], read)
        .optional()
}

/// Writes warnings down in place of those before.
pub(super) fn put_warnings(tx: &Transaction<'_>, id: &JobId, warnings: &[Warning]) -> Result<()> {
    tx.execute("DELETE FROM warnings WHERE job = ?1", [id.as_str()])?;
    for (place, warning) in (0_i64..).zip(warnings) {
        tx.execute(
            "INSERT INTO warnings VALUES (?1, ?2, ?3, ?4)",
            params![id.as_str(), place, warning.code, warning.message],
        )?;
    }
    Ok(())
}

/// The warnings of a job.
pub(super) fn warnings(tx: &Transaction<'_>, id: &JobId) -> Result<Vec<Warning>> {
    let mut statement =
        tx.prepare("SELECT code, message FROM warnings WHERE job = ?1 ORDER BY place")?;
    let read = |row: &Row<'_>| {
        Ok(Warning {
            code: row.get(0)?,
            message: row.get(1)?,
        })
    };
    statement.query_map([id.as_str()], read)?.collect()
}

/// Writes a result down in place of the one before.
pub(super) fn put_result(tx: &Transaction<'_>, id: &JobId, output: &Output) -> Result<()> {
    let cost = output.cost.as_ref();
    tx.execute(
        "INSERT OR REPLACE INTO results VALUES (:job, :expires_at, :duration_seconds, :billed_seconds, :size,
           :resolution, :aspect_ratio, :cost_currency, :cost_micros, :cost_as_of)",
        named_params! {
            ":job": id.as_str(),
            ":expires_at": output.expires_at.map(whole),
            ":duration_seconds": output.duration_seconds,
            ":billed_seconds": output.billed_seconds,
            ":size": output.size,
            ":resolution": output.resolution,
            ":aspect_ratio": output.aspect_ratio,
            ":cost_currency": cost.map(|cost| &cost.currency),
            ":cost_micros": cost.map(|cost| whole(cost.micros)),
            ":cost_as_of": cost.map(|cost| &cost.prices_as_of),
        },
    )?;
    tx.execute("DELETE FROM urls WHERE job = ?1", [id.as_str()])?;
    for (place, url) in (0_i64..).zip(&output.urls) {
        tx.execute(
            "INSERT INTO urls VALUES (?1, ?2, ?3)",
            params![id.as_str(), place, url],
        )?;
    }
    Ok(())
}

/// The result of a job.
pub(super) fn result(tx: &Transaction<'_>, id: &JobId) -> Result<Option<Output>> {
    let mut statement = tx.prepare("SELECT url FROM urls WHERE job = ?1 ORDER BY place")?;
    let urls = statement.query_map([id.as_str()], |row| row.get(0))?;
    let urls = urls.collect::<Result<Vec<String>>>()?;
    let read = |row: &Row<'_>| {
        Ok(Output {
            urls,
            expires_at: unsigned(row, "expires_at")?,
            duration_seconds: row.get("duration_seconds")?,
            billed_seconds: row.get("billed_seconds")?,
            size: row.get("size")?,
            resolution: row.get("resolution")?,
            aspect_ratio: row.get("aspect_ratio")?,
            cost: cost(row, "cost")?,
        })
    };
    tx.query_row("SELECT * FROM results WHERE job = ?1", [id.as_str()], read)
        .optional()
}

/// The money in the three columns whose names begin with a word.
pub(super) fn cost(row: &Row<'_>, word: &str) -> Result<Option<Cost>> {
    let column = |ending: &str| [word, ending].concat();
    let Some(currency) = row.get(column("_currency").as_str())? else {
        return Ok(None);
    };
    let micros = unsigned(row, &column("_micros"))?;
    let prices_as_of: Option<String> = row.get(column("_as_of").as_str())?;
    Ok(Some(Cost {
        currency,
        micros: micros.unwrap_or_default(),
        prices_as_of: prices_as_of.unwrap_or_default(),
    }))
}

/// Writes down what the storage said, in place of what it said before; `None` takes that away.
pub(super) fn put_part(tx: &Transaction<'_>, id: &JobId, part: Option<&Part>) -> Result<()> {
    tx.execute("DELETE FROM parts WHERE job = ?1", [id.as_str()])?;
    if let Some(part) = part {
        tx.execute(
            "INSERT INTO parts VALUES (?1, ?2, ?3)",
            params![id.as_str(), part.etag, part.total.map(whole)],
        )?;
    }
    Ok(())
}

/// What the storage said of a job's file.
pub(super) fn part(tx: &Transaction<'_>, id: &JobId) -> Result<Option<Part>> {
    let read = |row: &Row<'_>| {
        Ok(Part {
            etag: row.get("etag")?,
            total: unsigned(row, "total")?,
        })
    };
    tx.query_row("SELECT * FROM parts WHERE job = ?1", [id.as_str()], read)
        .optional()
}

/// Writes a file down in place of the one before; `None` takes that away.
pub(super) fn put_file(tx: &Transaction<'_>, id: &JobId, file: Option<&File>) -> Result<()> {
    tx.execute("DELETE FROM files WHERE job = ?1", [id.as_str()])?;
    if let Some(file) = file {
        tx.execute(
            "INSERT INTO files VALUES (?1, ?2, ?3, ?4)",
            params![
                id.as_str(),
                path_to(&file.path),
                whole(file.bytes),
                file.sha256
            ],
        )?;
    }
    Ok(())
}

/// The file of a job.
pub(super) fn file(tx: &Transaction<'_>, id: &JobId) -> Result<Option<File>> {
    let read = |row: &Row<'_>| {
        Ok(File {
            path: path_of(row.get("path")?),
            bytes: unsigned(row, "bytes")?.unwrap_or_default(),
            sha256: row.get("sha256")?,
        })
    };
    tx.query_row("SELECT * FROM files WHERE job = ?1", [id.as_str()], read)
        .optional()
}
