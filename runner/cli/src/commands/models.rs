//! `models list` and `models show`.

mod facts;
mod table;

use crate::args::{Global, Models, ModelsAction};
use crate::config::owner::OURS;
use crate::connection::Connection;
use crate::environment::Environment;
use crate::failure::Failure;
use crate::output::Output;
use crate::settings::Settings;
use crate::sources::{Purpose, Sources};
use crate::{json, runtime};
use qwenbox::Provider;
use qwenbox::catalog::Model;

pub(super) use table::{input, kilo};

/// Shows what was asked for.
pub(super) fn run(
    models: &Models,
    global: &Global,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    let sources = Sources::gather(global, environment)?;
    let (reference, default) = match &models.action {
        ModelsAction::List { .. } => (None, own_default(&sources)?),
        ModelsAction::Show { reference } => (Some(reference.as_str()), None),
    };
    let settings = sources.settings(reference, Purpose::Any)?;
    tell_warnings(&settings, output);
    runtime::run(async {
        let connection = Connection::open(&settings).await?;
        let provider = &connection.provider;
        match &models.action {
            ModelsAction::List { plain } => {
                let configured = &settings.given.models;
                list(provider, configured, default, *plain, output).await
            }
            ModelsAction::Show { reference } => {
                let reference = settings.model.as_ref().unwrap_or(reference);
                show(provider, reference, output).await
            }
        }
    })
}

/// Warns of what was configured and has no effect.
pub(super) fn tell_warnings(settings: &Settings, output: &mut Output) {
    for warning in &settings.warnings {
        output.warning(warning);
    }
    settings.tell_place(output);
}

/// What a chat asks when it names no model.
enum Default {
    /// The configured model of this service.
    Configured(String),
    /// A model of another provider, which is not in the list.
    Elsewhere,
}

fn own_default(sources: &Sources<'_>) -> Result<Option<Default>, Failure> {
    let Some(model) = sources.chat_model(None) else {
        return Ok(None);
    };
    let reference = sources.config.reference(&model.value)?;
    Ok(Some(if reference.provider == OURS {
        Default::Configured(format!("{OURS}/{}", reference.id))
    } else {
        Default::Elsewhere
    }))
}

async fn list(
    provider: &Provider,
    configured: &[String],
    default: Option<Default>,
    plain: bool,
    output: &mut Output,
) -> Result<(), Failure> {
    let models = provider.models().await?;
    let default = default_id(provider, default, output).await;
    let rows: Vec<(Model, Vec<&'static str>)> = models
        .into_iter()
        .map(|model| {
            let is_default = default.as_ref() == Some(&model.id);
            let is_configured = configured.contains(&model.id);
            let tags = [(is_default, "default"), (is_configured, "configured")];
            let tags = tags.into_iter().filter(|(has, _)| *has);
            (model, tags.map(|(_, tag)| tag).collect())
        })
        .collect();
    if output.is_json() {
        return output.document(&json::models(
            &rows,
            provider.endpoint(),
            provider.has_key(),
        ));
    }
    if plain {
        for (model, _) in &rows {
            output.line(&model.ref_)?;
        }
        return Ok(());
    }
    output.text(&table::of(&rows, provider.has_key()))
}

/// The id of the model that a chat would use.
async fn default_id(
    provider: &Provider,
    default: Option<Default>,
    output: &mut Output,
) -> Option<String> {
    let default = match default {
        Some(Default::Configured(reference)) => provider.resolve(reference).await,
        Some(Default::Elsewhere) => return None,
        None => provider.default_model().await,
    };
    match default {
        Ok(model) => Some(model.id),
        Err(error) => {
            output.warning(&format!("there is no default model: {error}"));
            None
        }
    }
}

async fn show(provider: &Provider, reference: &str, output: &mut Output) -> Result<(), Failure> {
    let model = provider.resolve(reference).await?;
    if output.is_json() {
        output.document(&json::model(&model))
    } else {
        output.text(&facts::of(&model))
    }
}
