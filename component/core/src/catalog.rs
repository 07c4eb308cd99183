//! The models that an endpoint serves: a dated snapshot of the provider's list, joined with the configured models.
//! Knows no wire and no key. Looking something up does no I/O and gives the same answer every time.

mod closest;
mod merge;
mod snapshot;

use crate::endpoint::{self, Endpoint};
use crate::error::{Error, ErrorKind};
use crate::model::{InputKind, Model, Plan, Region};
use crate::model_ref::{self, ModelRef};
use crate::prelude::*;
use crate::settings::ConfiguredModel;

/// The id of the model that is used when a request names none (Qwen provider page, November 2026).
pub const DEFAULT_MODEL: &str = "qwen3.5-plus";

/// The models of one endpoint.
#[derive(Clone, Debug)]
pub struct Catalog {
    models: Vec<Model>,
    base_url: String,
    /// Where a model is served that this endpoint's plan does not serve.
    standard_url: Option<String>,
    /// Whether the configured models stand alone.
    alone: bool,
}

impl Catalog {
    /// The models of an endpoint: the configured ones in their order, then the others in the provider's documented
    /// order.
    ///
    /// A Coding Plan endpoint leaves out the models that its plan is not known to serve, unless they are configured.
    #[must_use]
    pub fn of(endpoint: &Endpoint, configured: &[ConfiguredModel]) -> Self {
        let region = endpoint.region.as_ref().unwrap_or(&Region::Global);
        Self {
            models: merge::merged(endpoint.plan, configured),
            base_url: endpoint.base_url.clone(),
            standard_url: endpoint::documented_url(Plan::Standard, region),
            alone: false,
        }
    }

    /// Without any model that is not configured.
    #[must_use]
    pub fn only(mut self, configured: &[ConfiguredModel]) -> Self {
        let is_configured = |model: &Model| configured.iter().any(|other| other.id == model.id);
        self.models.retain(is_configured);
        self.alone = true;
        self
    }

    /// All of them.
    #[must_use]
    pub fn models(&self) -> &[Model] {
        &self.models
    }

    /// The model that a reference names. Ids match as written, or else without regard to case.
    ///
    /// # Errors
    /// `not-found`, naming the closest ids; `unsupported` when the endpoint's plan does not serve the model;
    /// `invalid-request` when the reference names no model at all.
    pub fn resolve(&self, reference: &str) -> Result<&Model, Error> {
        let ModelRef { provider, id } = ModelRef::parse(reference)?;
        if provider != model_ref::PROVIDER {
            return Err(model_ref::foreign(&provider, &shown(&id)));
        }
        match self.find(&id) {
            Some(model) => Ok(model),
            None if !self.alone && snapshot::find_ignoring_case(&id).is_some() => {
                Err(self.not_on_this_plan(&id))
            }
            None => Err(self.unknown(&id)),
        }
    }

    /// The model that is used when a request names none: of configured models that stand alone, the first, unless
    /// [`DEFAULT_MODEL`] is among them.
    ///
    /// # Errors
    /// Like [`Catalog::resolve`].
    pub fn default_model(&self) -> Result<&Model, Error> {
        match (self.find(DEFAULT_MODEL), self.models.first()) {
            (None, Some(first)) if self.alone => Ok(first),
            _ => self.resolve(DEFAULT_MODEL),
        }
    }

    /// Why a model is not sent a kind of content that it does not take, and which models of the endpoint take it.
    #[must_use]
    pub fn refuse_input(&self, model: &Model, kind: &InputKind) -> Error {
        let takers = self
            .models
            .iter()
            .filter(|other| other.input.contains(kind));
        let takers: Vec<_> = takers.map(|other| other.id.as_str()).collect();
        let advice = if takers.is_empty() {
            "no model of this endpoint is known to take it".to_owned()
        } else {
            format!("models that take it: {}", takers.join(", "))
        };
        let message = format!("{} takes no {}", model.id, kind.word());
        Error::new(ErrorKind::Unsupported, message).with_hint(&advice)
    }

    fn find(&self, id: &str) -> Option<&Model> {
        let exact = self.models.iter().find(|model| model.id == id);
        exact.or_else(|| {
            self.models
                .iter()
                .find(|model| model.id.eq_ignore_ascii_case(id))
        })
    }

    fn not_on_this_plan(&self, id: &str) -> Error {
        let place = match &self.standard_url {
            Some(url) => format!("the Standard endpoint {url}"),
            None => "a Standard endpoint".to_owned(),
        };
        Error::new(
            ErrorKind::Unsupported,
            format!("the Coding Plan endpoint {} is not known to serve the model `{id}`", self.base_url),
        )
        .with_hint(&format!(
            "use {place} with a Standard key, or qwen/{DEFAULT_MODEL}; if your subscription has the model, configure \
             it under models"
        ))
    }

    fn unknown(&self, id: &str) -> Error {
        let ids = self.models.iter().map(|model| model.id.as_str());
        let advice = match closest::closest(id, ids).as_slice() {
            [] => "list the models to see what there is".to_owned(),
            [one] => format!("the closest is {one}"),
            several => format!("the closest are {}", several.join(", ")),
        };
        Error::new(
            ErrorKind::NotFound,
            format!("no model `{}` is known at {}", shown(id), self.base_url),
        )
        .with_hint(&format!(
            "{advice}; a newer model can be configured under models"
        ))
    }
}

/// As much of an id as a message needs: ids come from callers, may be of any length and hold anything.
fn shown(id: &str) -> String {
    id.chars()
        .take(MOST_SHOWN)
        .map(|character| {
            if character.is_control() {
                '\u{fffd}'
            } else {
                character
            }
        })
        .collect()
}

/// In characters. The longest id of the provider's list has fewer than half as many.
const MOST_SHOWN: usize = 80;

#[cfg(test)]
mod tests;
