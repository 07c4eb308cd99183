//! The call that describes pictures and videos.

#[cfg(test)]
mod tests;

use super::{Form, Provider, Target};
use crate::catalog::Catalog;
use crate::endpoint::Endpoint;
use crate::error::{Error, ErrorKind};
use crate::model::Region;
use crate::prelude::*;
use crate::transport::Transport;
use crate::understanding::answer::{self, description};
use crate::understanding::question::Question;
use crate::understanding::{DEFAULT_MODEL, Description, Request};

impl Provider {
    /// Describes pictures or videos, or answers a question about them. From a Coding Plan endpoint it goes to the
    /// Standard one of the same region. A model that gave nothing but its reasoning is asked once more without.
    ///
    /// # Errors
    /// `unauthorized` for a subscription key, `invalid-request` or `unsupported` for what the provider or the model does
    /// not take, all before anything is sent; and whatever stands between the request and its words.
    pub async fn describe<T: Transport + 'static>(
        &self,
        transport: &T,
        request: Request,
    ) -> Result<Description, Error> {
        let endpoint = self.endpoint.standard()?;
        if self.settings.auth.is_subscription() {
            return Err(wrong_key(&endpoint));
        }
        let catalog = Catalog::of(&endpoint, &self.settings.models);
        let model = catalog.resolve(request.model.as_deref().unwrap_or(DEFAULT_MODEL))?;
        let target = Target {
            endpoint: &endpoint,
            catalog: &catalog,
            model,
        };
        // A copy holds all media, so it is kept only for a model that may have to be asked again.
        let mut again = answer::can_do_without_thinking(model).then(|| request.clone());
        let mut question = Question::of(request, model)?;
        let most_characters = question.most_characters;
        let mut first = None;
        let completion = loop {
            question.limit_time(self.settings.timeouts);
            let answer = self
                .whole(transport, target, question.chat, Form::Lines)
                .await;
            if let Some(first) = first {
                break answer::joined(first, answer, model);
            }
            let answer = answer?;
            let again = again.take_if(|_| answer::has_only_reasoning(&answer));
            let Some(request) = again else { break answer };
            question = Question::of(request, model)?;
            question.forbid_thinking(model);
            first = Some(answer);
        };
        description(completion, most_characters, model)
    }
}

fn wrong_key(standard: &Endpoint) -> Error {
    let region = match &standard.region {
        Some(Region::Global) => " of the region global",
        Some(Region::China) => " of the region china",
        Some(Region::Other(_)) | None => "",
    };
    Error::new(
        ErrorKind::Unauthorized,
        "the key is a subscription's (sk-sp-), which does not serve descriptions",
    )
    .with_hint(&format!(
        "use a Standard key{region}; descriptions go to {}",
        standard.base_url
    ))
}
