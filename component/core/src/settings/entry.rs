//! Reads the provider entry of a configuration: base URL, api, models, headers, time limit, parameters.

use serde_json::Value;

use super::fields::Fields;
use super::{Settings, headers, models};
use crate::error::{Error, ErrorKind};
use crate::http::Timeouts;
use crate::model_ref;

/// The settings of an entry, with no key. `origin` is where the JSON stands, and the beginning of every path.
pub(super) fn parse(text: &str, origin: &str) -> Result<Settings, Error> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        Error::invalid(format!("{origin} is not JSON: {error}")).with_hint(
            "it holds one provider's entry, such as {\"baseUrl\": \"https://…\", \"models\": []}",
        )
    })?;
    let mut fields = Fields::of(origin.to_owned(), value)?;
    refuse_other_api(&mut fields)?;
    let base_url = fields.text("baseUrl")?;
    let timeouts = timeouts(&mut fields)?;
    let headers = headers::parse(fields.object("headers")?)?;
    let params = fields.object("params")?.into_left();
    let mut ignored = Vec::new();
    let models = models::parse(&mut fields, &mut ignored)?;
    fields.finish(&mut ignored);
    Ok(Settings {
        base_url,
        models,
        headers,
        timeouts,
        params,
        ignored,
        ..Settings::default()
    })
}

/// The one protocol that is spoken.
const API: &str = "openai-completions";

/// The longest time limit that is taken: a day.
const MOST_SECONDS: i64 = 86_400;

/// An entry whose `api` is a word of this provider is this provider's, as everywhere in such configurations.
fn refuse_other_api(fields: &mut Fields) -> Result<(), Error> {
    match fields.text("api")? {
        Some(api) if api != API && model_ref::folded(&api) != model_ref::PROVIDER => {
            let message = format!(
                "{} names a protocol that is not spoken here",
                fields.path("api")
            );
            Err(Error::new(ErrorKind::Unsupported, message)
                .with_hint(["leave it out, or set it to ", API].concat()))
        }
        _ => Ok(()),
    }
}

/// The configured limit holds for the answer's beginning and between its pieces; connecting has a limit of its own.
fn timeouts(fields: &mut Fields) -> Result<Timeouts, Error> {
    let timeouts = Timeouts::default();
    let Some(seconds) = fields.integer("timeoutSeconds")? else {
        return Ok(timeouts);
    };
    let milliseconds = u64::try_from(seconds)
        .ok()
        .filter(|_| (1..=MOST_SECONDS).contains(&seconds))
        .map(|seconds| seconds.saturating_mul(1_000))
        .ok_or_else(|| {
            Error::invalid(format!(
                "{} must be from 1 to {MOST_SECONDS}",
                fields.path("timeoutSeconds")
            ))
        })?;
    Ok(Timeouts {
        first_byte_ms: milliseconds,
        between_bytes_ms: milliseconds,
        ..timeouts
    })
}
