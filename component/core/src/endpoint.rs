//! Which base URL requests go to, and what is known of it.
//! Knows no model and no key: only whether the key is a subscription's.

mod address;
mod base_url;
mod hosts;

use alloc::borrow::Cow;

use base_url::BaseUrl;
use hosts::Host;

use crate::error::{Error, ErrorKind};
use crate::model::{Plan, Region};
use crate::prelude::*;

/// Where requests go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The base URL in its normal form: scheme and host in lower case, no default port, no slash at the end.
    pub base_url: String,
    /// The plan behind it; `None` for a Token Plan, and for an address that is not the provider's own unless the caller
    /// named a plan.
    pub plan: Option<Plan>,
    /// The region it runs in; `None` for an address that is not the provider's own, unless the caller named a region.
    pub region: Option<Region>,
    /// Whether the whole URL is one of the provider's documented base URLs.
    pub native: bool,
    /// Which rule chose it, in one sentence.
    pub chosen_by: &'static str,
    class: Class,
    origin: String,
    /// What the paths of the native API are added to; `None` where there is none.
    api: Option<String>,
}

/// What an endpoint is chosen from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice<'a> {
    /// A base URL that was configured; blank is none.
    pub base_url: Option<&'a str>,
    /// The plan that was asked for.
    pub plan: Option<Plan>,
    /// The region that was asked for.
    pub region: Option<Region>,
    /// Whether the key is a subscription's (`sk-sp-`).
    pub subscription_key: bool,
}

/// What kind of address a base URL is, as far as the behaviour behind it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// One of the provider's documented base URLs, whole.
    Native,
    /// Another address on a host of the provider, such as a workspace's.
    Provider,
    /// This machine or its own network, by name.
    Local,
    /// Anything else: what stands there is not known.
    Custom,
}

impl Endpoint {
    /// Chooses where requests go.
    ///
    /// A base URL wins. Without one, plan and region select a documented URL; unset, the plan follows the key and the
    /// region is Global.
    ///
    /// # Errors
    /// `invalid-request` when the base URL is not one, when it is known to be of another plan or region than the one
    /// asked for, or when no documented URL is of the plan and region asked for.
    pub fn choose(choice: &Choice<'_>) -> Result<Self, Error> {
        match choice.base_url.map(str::trim).filter(|url| !url.is_empty()) {
            Some(url) => Self::at(&BaseUrl::parse(url)?, choice),
            None => Self::documented(choice),
        }
    }

    /// What kind of address the base URL is.
    #[must_use]
    pub fn class(&self) -> Class {
        self.class
    }

    /// Whether usage may be asked for in streams when no setting says so: an unknown proxy may refuse the question.
    #[must_use]
    pub fn streams_usage(&self) -> bool {
        self.class != Class::Custom
    }

    /// Scheme, host and port, as in `https://dashscope-intl.aliyuncs.com`; a default port is left out.
    #[must_use]
    pub fn origin(&self) -> String {
        self.origin.clone()
    }

    /// The URL of a path below the base URL, such as `chat/completions`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        let path = path.trim_start_matches('/');
        [self.base_url.as_str(), "/", path].concat()
    }

    /// The URL of a path of the native API, such as `/api/v1/tasks/`: on the provider's hosts that of the same region's
    /// Standard host, and anywhere else at the same origin, beside the compatible API.
    ///
    /// # Errors
    /// `unsupported` for a plan that has no native API.
    pub fn api_url(&self, path: &str) -> Result<String, Error> {
        let api = self.api.as_deref().ok_or_else(|| {
            Error::new(
                ErrorKind::Unsupported,
                format!("{} serves chat only", self.base_url),
            )
            .with_hint("set the base URL of a Standard endpoint and a key for it")
        })?;
        Ok([api, path].concat())
    }

    /// The endpoint that serves what subscriptions do not: the Standard one of the same region for the Coding Plan's own
    /// hosts, and this one for any other.
    ///
    /// # Errors
    /// Those of [`choose`](Self::choose), none for a documented region.
    pub fn standard(&self) -> Result<Cow<'_, Self>, Error> {
        let is_known = matches!(self.class, Class::Native | Class::Provider);
        if !is_known || self.plan != Some(Plan::Coding) {
            return Ok(Cow::Borrowed(self));
        }
        let choice = Choice {
            plan: Some(Plan::Standard),
            region: self.region.clone(),
            ..Choice::default()
        };
        Self::choose(&choice).map(Cow::Owned)
    }

    /// The origins that calls go to: chat's, and with a key that is not a subscription's that of video, understanding
    /// and uploads.
    #[must_use]
    pub fn origins(&self, subscription_key: bool) -> Vec<String> {
        let mut origins = vec![self.origin.clone()];
        if !subscription_key {
            let api = self.api.as_deref().and_then(|url| BaseUrl::parse(url).ok());
            origins.extend(api.map(|url| url.origin()));
            origins.dedup();
        }
        origins
    }

    fn at(url: &BaseUrl, choice: &Choice<'_>) -> Result<Self, Error> {
        let host = hosts::find(url);
        if let Some(host) = &host {
            refuse_contradiction(url, host, choice)?;
        }
        let (plan, region) = match host.as_ref() {
            Some(host) => (host.plan, Some(host.region.clone())),
            None => (choice.plan, choice.region.clone()),
        };
        let native = host.as_ref().is_some_and(|host| host.native);
        let class = if native {
            Class::Native
        } else if host.is_some() {
            Class::Provider
        } else if url.is_local() {
            Class::Local
        } else {
            Class::Custom
        };
        Ok(Self {
            // Documented URLs are known in any case, and the provider knows their paths in lower case only.
            base_url: if native {
                url.to_text().to_ascii_lowercase()
            } else {
                url.to_text()
            },
            plan,
            region,
            native,
            chosen_by: "a base URL was configured",
            class,
            origin: url.origin(),
            api: match host {
                Some(host) => host.api.map(|host| ["https://", &host].concat()),
                None => Some(url.without_compatible_path()),
            },
        })
    }

    fn documented(choice: &Choice<'_>) -> Result<Self, Error> {
        let plan = choice.plan.unwrap_or(if choice.subscription_key {
            Plan::Coding
        } else {
            Plan::Standard
        });
        let region = choice.region.as_ref().unwrap_or(&Region::Global);
        let url = documented_url(plan, region).ok_or_else(|| {
            Error::invalid(format!(
                "no documented base URL serves {} in the region `{}`",
                plan_name(plan),
                region.word()
            ))
            .with_hint("choose the region global or china, or set the base URL of your workspace")
        })?;
        let endpoint = Self::at(&BaseUrl::parse(&url)?, choice)?;
        Ok(Self {
            chosen_by: rule(choice),
            ..endpoint
        })
    }
}

/// The documented base URL of a plan in a region; `None` where the provider documents none.
#[must_use]
pub fn documented_url(plan: Plan, region: &Region) -> Option<String> {
    hosts::documented(plan, region)
}

fn rule(choice: &Choice<'_>) -> &'static str {
    match (choice.plan, &choice.region, choice.subscription_key) {
        (Some(_), Some(_), _) => "the plan and the region were asked for",
        (Some(_), None, _) => "the plan was asked for; the region is Global unless set",
        (None, Some(_), true) => {
            "the region was asked for; the key starts with sk-sp-, so the Coding Plan"
        }
        (None, Some(_), false) => "the region was asked for; the plan is Standard unless set",
        (None, None, true) => {
            "the key starts with sk-sp-, so the Coding Plan; the region is Global unless set"
        }
        (None, None, false) => "nothing was set, so Standard Global",
    }
}

fn refuse_contradiction(url: &BaseUrl, host: &Host, choice: &Choice<'_>) -> Result<(), Error> {
    let known_plan = host.plan.map_or("a Token Plan", plan_name);
    let (known, asked) = match (choice.plan, &choice.region) {
        (Some(plan), _) if host.plan != Some(plan) => (known_plan, plan_name(plan)),
        (_, Some(region)) if host.region != *region => (host.region.word(), region.word()),
        _ => return Ok(()),
    };
    Err(Error::invalid(format!(
        "the base URL {} belongs to {known}, but {asked} was asked for",
        url.to_text()
    ))
    .with_hint("leave out the plan and the region, or the base URL"))
}

fn plan_name(plan: Plan) -> &'static str {
    match plan {
        Plan::Standard => "the Standard plan",
        Plan::Coding => "the Coding Plan",
    }
}

#[cfg(test)]
mod tests;
