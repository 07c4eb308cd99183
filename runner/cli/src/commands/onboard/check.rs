//! Where a key is used, what is offered there, and one small request that shows whether it works.

use super::key;
use super::model::{Configured, Model};
use crate::args::{AuthChoice, Plan, Region};
use crate::config::origin::{Origin, Told};
use crate::connection::Connection;
use crate::environment;
use crate::failure::Failure;
use crate::output::Output;
use crate::runtime;
use crate::settings::Settings;
use crate::sources::{Key, Sources};
use futures::StreamExt;
use qwenbox::catalog::{self, ThinkingSupport};
use qwenbox::chat::{Request, ThinkingLevel, Timeouts};
use qwenbox::types::ErrorKind;
use qwenbox::{Choice, Endpoint, Provider, Secret};

/// The longest that a check may take, in milliseconds.
const LONGEST_MS: u64 = 30_000;

/// Where a key is used.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) choice: &'static AuthChoice,
    /// The address that is written.
    pub(super) written: String,
    /// Whether that is one of the user's own.
    pub(super) is_elsewhere: bool,
    /// The address that is asked: a variable goes over what is written.
    asked: Told<String>,
}

/// A key, and where it is used.
pub(super) struct Access {
    pub(super) key: Secret,
    pub(super) address: Address,
}

/// What an address offers.
pub(super) struct Offer {
    /// The recommended one first.
    pub(super) models: Vec<catalog::Model>,
    /// The one to answer.
    pub(super) model: Model,
}

impl Address {
    /// By the documented address, unless another was typed.
    pub(super) fn new(choice: &'static AuthChoice, sources: &Sources<'_>) -> Result<Self, Failure> {
        let typed = sources.global.base_url.as_deref();
        let documented = Endpoint::choose(&Choice {
            base_url: typed,
            plan: Some(plan(choice.plan)),
            region: Some(region(choice.region)),
            subscription_key: false,
        })?;
        let written = documented.base_url;
        let asked = match typed {
            Some(_) => Some(Told::new(written.clone(), Origin::Flag("--base-url"))),
            None => sources.variables.find(environment::BASE_URL)?,
        };
        let rule = Origin::Default("--auth-choice".to_owned());
        let asked = asked.unwrap_or_else(|| Told::new(written.clone(), rule));
        Ok(Self {
            choice,
            written,
            is_elsewhere: typed.is_some(),
            asked,
        })
    }
}

impl Access {
    /// What there is to choose from, and whether the service takes the key.
    pub(super) fn offer(
        &self,
        configured: &Configured,
        checks: bool,
        sources: &Sources<'_>,
        output: &mut Output,
    ) -> Result<Offer, Failure> {
        let settings = self.settings(sources)?;
        settings.tell_place(output);
        runtime::run(async {
            let connection = Connection::open(&settings).await?;
            let provider = &connection.provider;
            let recommended = provider.default_model().await?;
            let mut models = provider.models().await?;
            models.retain(|model| model.ref_ != recommended.ref_);
            models.insert(0, recommended);
            let model = configured.among(&models, provider, output).await?;
            if let Some(asked) = model.asked(&models).filter(|_| checks) {
                output.note(&format!(
                    "checking the key with one request to {} ({}), whose answer may have one token",
                    asked.ref_, self.address.asked.value
                ));
                check(provider, asked)
                    .await
                    .map_err(|failure| self.advised(failure))?;
                output.note("the key is accepted");
            }
            Ok(Offer { models, model })
        })
    }

    fn settings(&self, sources: &Sources<'_>) -> Result<Settings, Failure> {
        let told = Told::new(
            self.key.expose().to_owned(),
            self.address.asked.origin.clone(),
        );
        let key = Key {
            value: Some(told),
            ..Key::default()
        };
        let mut settings = sources.with(key, self.address.asked.clone())?;
        settings.plan = Some(self.address.choice.plan);
        settings.region = Some(self.address.choice.region);
        Ok(settings)
    }

    /// What to do when the check fails.
    fn advised(&self, failure: Failure) -> Failure {
        let record = failure.record();
        let hint = match (&record.kind, record.hint) {
            (ErrorKind::Unauthorized, _) => {
                let advice = key::advice(self.address.choice, &self.address.asked);
                return failure.advised(advice);
            }
            (ErrorKind::Cancelled, _) => return failure,
            (_, Some(hint)) => format!("{hint}; or leave the check out with --no-check"),
            (_, None) => "ask again later, or leave the check out with --no-check".to_owned(),
        };
        failure.advised(format!("nothing was written; {hint}"))
    }
}

/// Asks for one token, streamed: some models answer in no other way.
async fn check(provider: &Provider, model: &catalog::Model) -> Result<(), Failure> {
    let can_be_off = matches!(
        model.thinking,
        ThinkingSupport::OptionalOff | ThinkingSupport::OptionalOn
    );
    let request = Request {
        model: Some(model.ref_.clone()),
        max_tokens: Some(1),
        thinking: can_be_off.then_some(ThinkingLevel::Off),
        retry_budget_ms: Some(0),
        timeouts: Some(Timeouts {
            total_ms: Some(LONGEST_MS),
            connect_ms: None,
            first_byte_ms: None,
            between_bytes_ms: None,
        }),
        ..Request::ask("Hi")
    };
    let mut answer = provider.stream(request).await?;
    while answer.next().await.is_some() {}
    answer.completion().await?;
    Ok(())
}

/// Whether a text names this address, which is in its normal form.
pub(super) fn is_same_address(text: &str, base_url: &str) -> bool {
    let choice = Choice {
        base_url: Some(text),
        ..Choice::default()
    };
    Endpoint::choose(&choice).is_ok_and(|endpoint| endpoint.base_url == base_url)
}

fn plan(plan: Plan) -> qwenbox::Plan {
    match plan {
        Plan::Standard => qwenbox::Plan::Standard,
        Plan::Coding => qwenbox::Plan::Coding,
    }
}

fn region(region: Region) -> qwenbox::Region {
    match region {
        Region::Global => qwenbox::Region::Global,
        Region::China => qwenbox::Region::China,
    }
}
