//! `config`: which configuration counts, and where it is from. Asks nobody.

use crate::args::{Config, ConfigAction, Global};
use crate::environment::Environment;
use crate::failure::Failure;
use crate::output::Output;
use crate::sources::{Effective, Purpose, Sources};
use crate::{config, table};
use serde_json::{Value, json};

/// Shows what was asked for.
pub(super) fn run(
    config: &Config,
    global: &Global,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    match config.action {
        ConfigAction::Path => path(global, environment, output),
        ConfigAction::Show { origin } => show(origin, global, environment, output),
    }
}

/// A file that is wrong has a path too, so it is not read.
fn path(global: &Global, environment: &Environment, output: &mut Output) -> Result<(), Failure> {
    let place = config::locate::place(global.config.as_deref(), environment);
    let place = place.ok_or_else(config::locate::nowhere)?;
    let is_there = place.path.is_file();
    if output.is_json() {
        return output.document(&json!({
            "path": place.path.display().to_string(),
            "exists": is_there,
            "rule": place.rule,
            "readOnly": place.foreign,
        }));
    }
    output.line(&place.path.display().to_string())?;
    if !is_there {
        output.note("there is no such file");
    } else if place.foreign {
        output.note("it is OpenClaw's, and is only read");
    }
    Ok(())
}

fn show(
    origin: bool,
    global: &Global,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    let sources = Sources::gather(global, environment)?;
    let settings = sources.settings(None, Purpose::Any)?;
    super::models::tell_warnings(&settings, output);
    let values = sources.effective(&settings)?;
    if output.is_json() {
        let file = sources.config.path.as_ref();
        let values: Vec<Value> = values.iter().map(in_json).collect();
        return output.document(&json!({
            "file": file.map(|path| path.display().to_string()),
            "values": values,
        }));
    }
    let rows: Vec<[String; 3]> = values
        .iter()
        .map(|effective| {
            let origin = origin.then(|| effective.origin.to_string());
            let (name, value) = (effective.name.clone(), shown(&effective.value));
            [name, value, origin.unwrap_or_default()]
        })
        .collect();
    output.text(&table::aligned(&rows))
}

fn in_json(effective: &Effective) -> Value {
    json!({
        "name": effective.name,
        "value": effective.value,
        "origin": effective.origin.to_string(),
    })
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "none".to_owned(),
        other => other.to_string(),
    }
}
