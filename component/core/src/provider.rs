//! The calls that a component exports, joined from settings, endpoint, catalog and chat.
//! Knows no WIT: a shell converts its types and brings the [`Transport`].

use crate::catalog::Catalog;
use crate::chat::stream::Answer;
use crate::chat::types::Warning;
use crate::chat::{Completion, Event, Request, encode, usage};
use crate::endpoint::{Choice, Endpoint};
use crate::error::{Error, ErrorKind};
use crate::http::{self, Effect, Method};
use crate::model::Model;
use crate::settings::{Auth, KEY_VARIABLES, Settings, ThinkingFormat};
use crate::transport::{Body, Transport};

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
            region: None,
            subscription_key: settings.auth.is_subscription(),
        })?;
        let catalog = Catalog::of(&endpoint, &settings.models);
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

    /// One chat call, unstreamed.
    ///
    /// # Errors
    /// Whatever stands between the request and a whole answer; `request_sent` says whether it may have been billed.
    pub async fn complete<T: Transport>(
        &self,
        transport: &T,
        request: Request,
    ) -> Result<Completion, Error> {
        let mut reply = self.call(transport, request, false).await?;
        while reply.next().await?.is_some() {}
        Ok(reply.into_completion())
    }

    /// One chat call, streamed: gives the reply as soon as it begins.
    ///
    /// # Errors
    /// Whatever stands between the request and the beginning of its answer.
    pub async fn open<T: Transport>(
        &self,
        transport: &T,
        request: Request,
    ) -> Result<Reply<'_, T::Body>, Error> {
        self.call(transport, request, true).await
    }

    async fn call<T: Transport>(
        &self,
        transport: &T,
        request: Request,
        stream: bool,
    ) -> Result<Reply<'_, T::Body>, Error> {
        let model = match &request.model {
            Some(reference) => self.catalog.resolve(reference)?,
            None => self.catalog.default_model()?,
        };
        let mut encoded = encode::body(&request, model, &self.options(model, stream)?)?;
        encoded
            .warnings
            .extend(self.settings.ignored.iter().map(ignored));
        let url = self.endpoint.url("/chat/completions");
        let outgoing = http::Request {
            method: Method::Post,
            url: url.clone(),
            headers: self.headers(encoded.body.len(), stream)?,
            body: encoded.body,
            timeouts: request.timeouts.over(self.settings.timeouts),
            effect: Effect::Billable,
        };
        let (head, body) = transport
            .send(outgoing)
            .await
            .map_err(|failure| failure.into_error(&url))?;
        let mut reply = Reply {
            answer: Answer::new(body, &head, &url, encoded.warnings),
            model,
            endpoint: &self.endpoint,
        };
        if !head.is_success() {
            // The answer to a refused request is its error.
            while reply.next().await?.is_some() {}
        }
        Ok(reply)
    }

    fn options(&self, model: &Model, stream: bool) -> Result<encode::Options<'_>, Error> {
        let compat = self.settings.model(&model.id).map(|model| model.compat);
        let compat = compat.unwrap_or_default();
        if compat.thinking_format == Some(ThinkingFormat::QwenChatTemplate) {
            return Err(Error::new(
                ErrorKind::Unsupported,
                format!(
                    "thinkingFormat qwen-chat-template of model {} is not supported yet",
                    model.id
                ),
            )
            .with_hint("leave thinkingFormat out, or set it to qwen"));
        }
        Ok(encode::Options {
            stream,
            ask_usage: compat
                .supports_usage_in_streaming
                .unwrap_or_else(|| self.endpoint.streams_usage()),
            max_tokens_field: compat.max_tokens_field,
            params: Some(&self.settings.params),
        })
    }

    fn headers(&self, length: usize, stream: bool) -> Result<Vec<(String, String)>, Error> {
        let accept = if stream {
            "text/event-stream"
        } else {
            "application/json"
        };
        let mut headers = vec![
            header("content-type", "application/json"),
            header("content-length", length.to_string()),
            header("accept", accept),
            header("user-agent", USER_AGENT),
        ];
        match &self.settings.auth {
            Auth::Key(key) => {
                headers.push(header("authorization", format!("Bearer {}", key.expose())));
            }
            Auth::Host => {}
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

/// The answer to one call, with what its tokens cost.
#[derive(Debug)]
pub struct Reply<'a, B> {
    answer: Answer<B>,
    model: &'a Model,
    endpoint: &'a Endpoint,
}

impl<B: Body> Reply<'_, B> {
    /// The events that came next, never none; `None` after the answer's end.
    ///
    /// # Errors
    /// The error that cut the answer. What was given until then stands.
    pub async fn next(&mut self) -> Result<Option<Vec<Event>>, Error> {
        self.answer.next().await
    }

    /// The whole answer, once [`next`](Self::next) has given `None`.
    #[must_use]
    pub fn into_completion(self) -> Completion {
        let mut completion = self.answer.into_completion();
        if let (Some(usage), Some(region)) = (&completion.usage, &self.endpoint.region) {
            let thought = !completion.reasoning.is_empty();
            completion.cost = usage::cost(usage, self.model, region, thought);
        }
        completion
    }
}

fn ignored(path: &String) -> Warning {
    Warning {
        code: "setting-ignored".to_owned(),
        message: format!("{path} has no effect"),
    }
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
