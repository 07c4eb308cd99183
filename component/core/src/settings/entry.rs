//! Reads the provider entry of a configuration: base URL, api, models, headers, time limit, parameters, those of single
//! models among them.

use serde_json::{Map, Value};

use super::fields::Fields;
use super::{Auth, ModelParams, Settings, headers, models};
use crate::error::{Error, ErrorKind};
use crate::http::Timeouts;
use crate::json;
use crate::model_ref;
use crate::prelude::*;

/// The settings of an entry, with no key. `origin` is where the JSON stands, and the beginning of every path.
pub(super) fn parse(text: &str, origin: &str) -> Result<Settings, Error> {
    let value: Value = json::value(text).map_err(|error| {
        Error::invalid(format!("{origin} is not JSON: {error}")).with_hint(
            "it holds one provider's entry, such as {\"baseUrl\": \"https://…\", \"models\": []}",
        )
    })?;
    let mut fields = Fields::of(origin.to_owned(), &value)?;
    refuse_other_api(&mut fields)?;
    let base_url = fields.text("baseUrl")?.map(String::from);
    let timeouts = timeouts(&mut fields)?;
    let headers = headers::parse(&fields.object("headers")?)?;
    let params = over(Map::new(), &fields.object("params")?);
    let mut ignored = Vec::new();
    let models = models::parse(&mut fields, &mut ignored)?;
    let models_alone = models_alone(&mut fields)?;
    let model_params = model_params(&fields.object("modelParams")?, &params)?;
    fields.finish(&mut ignored);
    Ok(Settings {
        base_url,
        models,
        models_alone,
        model_params,
        headers,
        timeouts,
        params,
        ignored,
        // These stand in variables of their own.
        auth: Auth::Missing,
        region: None,
    })
}

/// The one protocol that is spoken.
const API: &str = "openai-completions";

/// The longest time limit that is taken: a day.
const MOST_SECONDS: i64 = 86_400;

/// An entry whose `api` is a word of this provider is this provider's, as everywhere in such configurations.
fn refuse_other_api(fields: &mut Fields<'_>) -> Result<(), Error> {
    match fields.text("api")? {
        Some(api) if api != API && model_ref::folded(api) != model_ref::PROVIDER => {
            let message = format!(
                "{} names a protocol that is not spoken here",
                fields.path("api")
            );
            Err(Error::new(ErrorKind::Unsupported, message)
                .with_hint(&["leave it out, or set it to ", API].concat()))
        }
        _ => Ok(()),
    }
}

/// Whether the configured models stand in place of the built-in ones.
fn models_alone(fields: &mut Fields<'_>) -> Result<bool, Error> {
    match fields.text("mode")? {
        None | Some("merge") => Ok(false),
        Some("replace") => Ok(true),
        Some(_) => Err(Error::invalid(format!(
            "{} must be merge or replace",
            fields.path("mode")
        ))),
    }
}

/// Parameters for single models, each set over those of all models.
fn model_params(fields: &Fields<'_>, all: &Map<String, Value>) -> Result<ModelParams, Error> {
    let mut models = Vec::new();
    for (id, value) in fields.all() {
        let own = Fields::of(fields.path(id), value)?;
        models.push((id.clone(), over(all.clone(), &own)));
    }
    Ok(models)
}

/// Parameters with others set over them.
fn over(mut params: Map<String, Value>, own: &Fields<'_>) -> Map<String, Value> {
    for (name, value) in own.all() {
        params.insert(name.clone(), value.clone());
    }
    params
}

/// The configured limit holds for the answer's beginning and between its pieces; connecting has a limit of its own.
fn timeouts(fields: &mut Fields<'_>) -> Result<Timeouts, Error> {
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

#[cfg(test)]
mod tests {
    use super::parse;
    use serde_json::json;

    #[test]
    fn parameters_of_one_model_stand_over_those_of_all() {
        let entry = json!({ "params": { "a": 1, "b": 2 }, "modelParams": { "Own": { "b": 3 } } });
        let settings = parse(&entry.to_string(), "QWEN_CONFIG").unwrap();
        let params = |id| json!(settings.params_of(id));
        assert_eq!(params("own"), json!({ "a": 1, "b": 3 }));
        assert_eq!(params("other"), json!({ "a": 1, "b": 2 }));
    }

    #[test]
    fn the_mode_and_the_parameters_are_checked() {
        for (entry, message) in [
            (json!({ "mode": "add" }), "E.mode must be merge or replace"),
            (
                json!({ "modelParams": { "a": 1 } }),
                "E.modelParams.a must be an object, not a number",
            ),
        ] {
            let error = parse(&entry.to_string(), "E").unwrap_err();
            assert_eq!(error.message, message);
        }
        let alone = |entry: &str| parse(entry, "E").unwrap().models_alone;
        assert!(alone(r#"{"mode":"replace"}"#));
        assert!(!alone(r#"{"mode":"merge"}"#) && !alone("{}"));
    }
}
