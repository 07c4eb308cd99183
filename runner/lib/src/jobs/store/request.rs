//! What was asked for, as rows: every field has its column, so that the same request can be sent by a later process.

use super::words;
use crate::jobs::id::JobId;
use crate::video::{Input, Request};
use rusqlite::types::Type;
use rusqlite::{Error, Result, Row, Transaction, named_params, params};

/// Writes a request down.
pub(super) fn insert(tx: &Transaction<'_>, id: &JobId, request: &Request) -> Result<()> {
    tx.execute(
        "INSERT INTO requests VALUES (:job, :model, :prompt, :negative_prompt, :size, :aspect_ratio, :resolution,
           :duration_seconds, :audio, :watermark, :prompt_extend, :shot_type, :seed, :extra_json)",
        named_params! {
            ":job": id.as_str(),
            ":model": request.model,
            ":prompt": request.prompt,
            ":negative_prompt": request.negative_prompt,
            ":size": request.size,
            ":aspect_ratio": request.aspect_ratio,
            ":resolution": request.resolution,
            ":duration_seconds": request.duration_seconds,
            ":audio": request.audio,
            ":watermark": request.watermark,
            ":prompt_extend": request.prompt_extend,
            ":shot_type": request.shot_type.map(words::of_shot),
            ":seed": request.seed,
            ":extra_json": request.extra_json,
        },
    )?;
    for (place, input) in (0_i64..).zip(&request.inputs) {
        tx.execute(
            "INSERT INTO inputs VALUES (?1, ?2, ?3, ?4)",
            params![id.as_str(), place, words::of_role(&input.role), input.url],
        )?;
    }
    Ok(())
}

/// The request of a job.
pub(super) fn load(tx: &Transaction<'_>, id: &JobId) -> Result<Request> {
    let mut statement = tx.prepare("SELECT role, url FROM inputs WHERE job = ?1 ORDER BY place")?;
    let inputs = statement.query_map([id.as_str()], input)?;
    let inputs = inputs.collect::<Result<Vec<_>>>()?;
    tx.query_row(
        "SELECT * FROM requests WHERE job = ?1",
        [id.as_str()],
        |row| request(row, inputs),
    )
}

fn request(row: &Row<'_>, inputs: Vec<Input>) -> Result<Request> {
    let shot: Option<String> = row.get("shot_type")?;
    let shot = shot.map(|word| known(words::shot(&word), "shot_type"));
    Ok(Request {
        model: row.get("model")?,
        prompt: row.get("prompt")?,
        negative_prompt: row.get("negative_prompt")?,
        inputs,
        size: row.get("size")?,
        aspect_ratio: row.get("aspect_ratio")?,
        resolution: row.get("resolution")?,
        duration_seconds: row.get("duration_seconds")?,
        audio: row.get("audio")?,
        watermark: row.get("watermark")?,
        prompt_extend: row.get("prompt_extend")?,
        shot_type: shot.transpose()?,
        seed: row.get("seed")?,
        extra_json: row.get("extra_json")?,
    })
}

fn input(row: &Row<'_>) -> Result<Input> {
    let role: String = row.get("role")?;
    Ok(Input {
        role: known(words::role(&role), "role")?,
        url: row.get("url")?,
    })
}

/// The value of a word, or that the column holds one that this version does not know.
pub(super) fn known<T>(value: Option<T>, column: &str) -> Result<T> {
    value.ok_or_else(|| {
        let why = format!("an unknown word in the column {column}");
        Error::FromSqlConversionFailure(0, Type::Text, why.into())
    })
}
