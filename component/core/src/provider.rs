//! The calls that a component exports, joined from settings, endpoint, catalog and chat.
//! Knows no WIT: a shell converts its types and brings the [`Transport`].

mod call;
mod describe;
mod exchange;
mod upload;
mod video;

use crate::catalog::Catalog;
use crate::chat::stream::Answer;
use crate::chat::types::Opening;
use crate::chat::{Completion, Event, Request, encode, usage};
use crate::endpoint::{Choice, Endpoint};
use crate::error::{Error, ErrorKind};
use crate::http::{self, Effect, Method};
use crate::model::{InputKind, Model};
use crate::prelude::*;
use crate::settings::{Auth, KEY_VARIABLES, Settings, ThinkingFormat};
use crate::transport::Transport;
use crate::warning::Warning;
use call::{Call, Patience, Reading};

/// What requests call themselves. An honest name: the Coding Plan looks at it.
const USER_AGENT: &str = concat!("qwenbox/", env!("CARGO_PKG_VERSION"));

/// One configured provider. Holds no connection: any number of calls may be under way at once.
#[derive(Debug)]
pub struct Provider {
    settings: Settings,
    endpoint: Endpoint,
    catalog: Catalog,
}

impl Provider {
    /// The provider that the settings describe.
    ///
    /// # Errors
    /// `invalid-request` when the base URL is not one.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        let endpoint = Endpoint::choose(&Choice {
            base_url: settings.base_url.as_deref(),
            plan: None,
            region: settings.region.clone(),
            subscription_key: settings.auth.is_subscription(),
        })?;
        let catalog = Catalog::of(&endpoint, &settings.models);
        let catalog = if settings.models_alone {
            catalog.only(&settings.models)
        } else {
            catalog
        };
        Ok(Self {
            settings,
            endpoint,
            catalog,
        })
    }

    /// Where requests go.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The models that the endpoint serves.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// One chat call, its answer whole. It is asked for unstreamed, unless the model thinks only in streams.
    ///
    /// # Errors
    /// Whatever stands between the request and a whole answer; `request_sent` says whether it may have been billed.
    pub async fn complete<T: Transport + 'static>(
        &self,
        transport: &T,
        request: Request,
    ) -> Result<Completion, Error> {
        let target = self.target(&request)?;
        self.whole(transport, target, request, Form::Whole).await
    }

    /// One chat call, streamed: gives the reply as soon as it begins.
    ///
    /// # Errors
    /// Whatever stands between the request and the beginning of its answer.
    pub async fn open<'a, T: Transport + 'static>(
        &'a self,
        transport: &'a T,
        request: Request,
    ) -> Result<Reply<'a, T>, Error> {
        let target = self.target(&request)?;
        self.call(transport, target, request, Form::Stream).await
    }

    async fn whole<T: Transport + 'static>(
        &self,
        transport: &T,
        target: Target<'_>,
        request: Request,
        form: Form,
    ) -> Result<Completion, Error> {
        let mut reply = self.call(transport, target, request, form).await?;
        while reply.next().await?.is_some() {}
        Ok(reply.into_completion())
    }

    /// The endpoint, and the model that a chat asks there.
    fn target(&self, request: &Request) -> Result<Target<'_>, Error> {
        Ok(Target {
            endpoint: &self.endpoint,
            catalog: &self.catalog,
            model: self.model_of(request)?,
        })
    }

    /// The model that a chat asks.
    pub(crate) fn model_of(&self, request: &Request) -> Result<&Model, Error> {
        match &request.model {
            Some(reference) => self.catalog.resolve(reference),
            None => self.catalog.default_model(),
        }
    }

    async fn call<'a, T: Transport + 'static>(
        &'a self,
        transport: &'a T,
        target: Target<'a>,
        request: Request,
        form: Form,
    ) -> Result<Reply<'a, T>, Error> {
        let mut reply = self.prepared(transport, target, request, form)?;
        reply.call.attempt().await?;
        Ok(reply)
    }

    /// The reply to a request that is not sent yet.
    fn prepared<'a, T: Transport + 'static>(
        &'a self,
        transport: &'a T,
        target: Target<'a>,
        request: Request,
        form: Form,
    ) -> Result<Reply<'a, T>, Error> {
        let Target {
            endpoint, model, ..
        } = target;
        let timeouts = request.timeouts.unwrap_or_default();
        let patience = Patience {
            retry_budget_ms: request.retry_budget_ms,
            total_ms: timeouts.total_ms,
        };
        let timeouts = timeouts.over(self.settings.timeouts);
        let mut warnings = target.unlisted_input(&request)?;
        let mut encoded = encode::body(request, model, &self.options(target, form))?;
        warnings.append(&mut encoded.warnings);
        warnings.extend(self.settings.ignored.iter().map(ignored));
        let outgoing = http::Request {
            method: Method::Post,
            url: endpoint.url("/chat/completions"),
            headers: self.headers(chat_headers(&encoded))?,
            body: encoded.body,
            timeouts,
            effect: Effect::Billable,
        };
        let reading = Reading {
            json: encoded.json,
            lines: form == Form::Lines,
        };
        Ok(Reply {
            call: Call::new(transport, outgoing, reading, patience, warnings),
            model,
            endpoint,
        })
    }

    fn options(&self, target: Target<'_>, form: Form) -> encode::Options<'_> {
        let compat = self
            .settings
            .model(&target.model.id)
            .map(|model| model.compat);
        let compat = compat.unwrap_or_default();
        encode::Options {
            stream: form == Form::Stream,
            ask_usage: compat
                .supports_usage_in_streaming
                .unwrap_or_else(|| target.endpoint.streams_usage()),
            max_tokens_field: compat.max_tokens_field,
            template: compat.thinking_format == Some(ThinkingFormat::QwenChatTemplate),
            params: Some(self.settings.params_of(&target.model.id)),
        }
    }

    /// The headers of a request: its own, and those of every request.
    fn headers(&self, mut headers: Vec<(String, String)>) -> Result<Vec<(String, String)>, Error> {
        headers.push(header("user-agent", USER_AGENT));
        match &self.settings.auth {
            Auth::Key(key) => {
                headers.push(header("authorization", format!("Bearer {}", key.expose())));
            }
            Auth::Host { .. } => {}
            Auth::Missing => return Err(no_key()),
        }
        // A configured header goes over the one of the same name.
        for (name, value) in &self.settings.headers {
            headers.retain(|(own, _)| own != name);
            headers.push(header(name, value.as_str()));
        }
        Ok(headers)
    }
}

/// How an answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Piece by piece.
    Stream,
    /// At once.
    Whole,
    /// At once, the texts of a list each on a line.
    Lines,
}

/// Where a request goes, and the model that it asks there.
#[derive(Clone, Copy)]
struct Target<'a> {
    endpoint: &'a Endpoint,
    catalog: &'a Catalog,
    model: &'a Model,
}

impl Target<'_> {
    /// What the request shows the model that the catalog does not list for it.
    ///
    /// # Errors
    /// `unsupported`, naming models that would take it, when the model takes text only, or no sound.
    fn unlisted_input(self, request: &Request) -> Result<Vec<Warning>, Error> {
        let model = self.model;
        let mut warnings = Vec::new();
        for kind in encode::kinds(&request.messages) {
            if model.input.contains(&kind) {
                continue;
            }
            // The page lists pictures alone for models whose own reference lists video too.
            if kind == InputKind::Video && model.input.contains(&InputKind::Image) {
                warnings.push(Warning::new(
                    "input-unlisted",
                    format!(
                        "the catalog does not list {} for {}; the provider decides",
                        kind.word(),
                        model.id
                    ),
                ));
                continue;
            }
            return Err(self.catalog.refuse_input(model, &kind));
        }
        Ok(warnings)
    }
}

/// The answer to one call, with what its tokens cost.
pub struct Reply<'a, T: Transport> {
    call: Call<'a, T>,
    model: &'a Model,
    endpoint: &'a Endpoint,
}

impl<T: Transport + 'static> Reply<'_, T> {
    /// The events that came next, never none; `None` after the answer's end.
    ///
    /// # Errors
    /// The error that cut the answer. What was given until then stands.
    pub async fn next(&mut self) -> Result<Option<Vec<Event>>, Error> {
        self.call.next().await
    }

    /// What is known of the answer once [`next`](Self::next) has given events. The model is the one that was asked where
    /// the server names none.
    #[must_use]
    pub fn opening(&self) -> Opening<'_> {
        let opening = self.call.opening();
        match opening.model {
            "" => Opening {
                model: &self.model.id,
                ..opening
            },
            _ => opening,
        }
    }

    /// The whole answer, once [`next`](Self::next) has given `None`.
    #[must_use]
    pub fn into_completion(self) -> Completion {
        let (mut warnings, answer) = self.call.into_parts();
        let mut completion = answer.map(Answer::into_completion).unwrap_or_default();
        warnings.append(&mut completion.warnings);
        completion.warnings = warnings;
        if let (Some(usage), Some(region)) = (&completion.usage, &self.endpoint.region) {
            let thought = !completion.reasoning.is_empty();
            completion.cost = usage::cost(usage, self.model, region, thought);
        }
        completion
    }
}

fn chat_headers(encoded: &encode::Encoded) -> Vec<(String, String)> {
    let accept = if encoded.stream {
        "text/event-stream"
    } else {
        "application/json"
    };
    let mut headers = vec![
        header("content-type", "application/json"),
        header("content-length", encoded.body.len().to_string()),
        header("accept", accept),
    ];
    let others = encoded.headers.iter();
    headers.extend(others.map(|(name, value)| header(name, *value)));
    headers
}

fn ignored(path: &String) -> Warning {
    Warning::new("setting-ignored", format!("{path} has no effect"))
}

fn header(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

fn no_key() -> Error {
    let [first, second, third] = KEY_VARIABLES;
    Error::new(
        ErrorKind::Unauthorized,
        format!("no API key is configured: {first}, {second} and {third} are not set"),
    )
    .with_hint("create a key at https://home.qwencloud.com/api-keys and set the first of them")
}

#[cfg(test)]
mod tests;
