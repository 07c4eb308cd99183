//! Which model answers when none is named: the one that was typed, the configured one, or the recommended one.

use crate::config::owner::OURS;
use crate::failure::Failure;
use crate::output::Output;
use crate::sources::Sources;
use qwenbox::{Provider, catalog};

/// What was said of it.
pub(super) enum Configured {
    /// It was typed, and must be served.
    Typed(String),
    /// The configuration says so already.
    There(String),
    /// The configuration names another provider's.
    Elsewhere(String),
    None,
}

/// The model to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Model {
    pub(super) reference: String,
    /// Whether the configuration names it already, in whatever words.
    pub(super) is_there: bool,
}

/// What the options and the configuration say.
pub(super) fn configured(
    sources: &Sources<'_>,
    typed: Option<&str>,
) -> Result<Configured, Failure> {
    let Some(told) = sources.chat_model(typed) else {
        return Ok(Configured::None);
    };
    let reference = sources.config.reference(&told.value)?;
    let is_ours = reference.provider == OURS;
    let reference = format!("{}/{}", reference.provider, reference.id);
    match (typed.is_some(), is_ours) {
        (true, false) => Err(Failure::usage_with_hint(
            format!("the model {reference} is of another provider"),
            "onboarding is for the models of this service; qwenbox models list shows them",
        )),
        (true, true) => Ok(Configured::Typed(reference)),
        (false, true) => Ok(Configured::There(reference)),
        (false, false) => Ok(Configured::Elsewhere(reference)),
    }
}

impl Configured {
    /// The model to answer, of those that are served; the first of them is recommended.
    pub(super) async fn among(
        &self,
        models: &[catalog::Model],
        provider: &Provider,
        output: &mut Output,
    ) -> Result<Model, Failure> {
        let recommended = || models.first().map(|model| model.ref_.clone());
        let recommended = || Model {
            reference: recommended().unwrap_or_default(),
            is_there: false,
        };
        match self {
            Self::None => Ok(recommended()),
            Self::Elsewhere(reference) => Ok(Model {
                reference: reference.clone(),
                is_there: true,
            }),
            Self::Typed(reference) => Ok(Model {
                reference: provider.resolve(reference).await?.ref_,
                is_there: false,
            }),
            Self::There(reference) => match provider.resolve(reference).await {
                Ok(model) => Ok(Model {
                    reference: model.ref_,
                    is_there: true,
                }),
                Err(error) => {
                    let model = recommended();
                    let reference = &model.reference;
                    output.warning(&format!("{error}; {reference} takes its place"));
                    Ok(model)
                }
            },
        }
    }
}

impl Model {
    /// The model to check a key with: this one, or the recommended one in place of another provider's.
    pub(super) fn asked<'a>(&self, models: &'a [catalog::Model]) -> Option<&'a catalog::Model> {
        let own = models.iter().find(|model| model.ref_ == self.reference);
        own.or(models.first())
    }
}
