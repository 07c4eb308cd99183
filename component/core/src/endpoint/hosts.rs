//! The provider's hosts, as data: which plan and region stands behind each, and which base URLs are documented.

use super::base_url::BaseUrl;
use crate::model::{Plan, Region};
use crate::prelude::*;
use crate::search;

/// What is known of a base URL on one of the provider's hosts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Host {
    /// `None` for a Token Plan, which is neither.
    pub(super) plan: Option<Plan>,
    pub(super) region: Region,
    /// Whether the whole URL is a documented one.
    pub(super) native: bool,
    /// The host of the native API for the same accounts; `None` where they have none.
    pub(super) api: Option<String>,
}

/// What is known of a base URL; `None` when its host is not the provider's.
pub(super) fn find(url: &BaseUrl) -> Option<Host> {
    match TABLE.iter().find(|row| row.host == url.host()) {
        Some(row) => Some(Host {
            plan: row.plan,
            region: region(row.region),
            native: row.is_base_of(url),
            api: row.api.map(str::to_owned),
        }),
        None => workspace(url.host()),
    }
}

/// The documented base URL of a plan in a region.
pub(super) fn documented(plan: Plan, wanted: &Region) -> Option<String> {
    TABLE
        .iter()
        .find(|row| {
            row.native_path.is_some() && row.plan == Some(plan) && region(row.region) == *wanted
        })
        .map(|row| ["https://", row.host, row.native_path.unwrap_or_default()].concat())
}

struct Row {
    host: &'static str,
    /// `None` where no base URL of the host is among those that clients know whole.
    native_path: Option<&'static str>,
    plan: Option<Plan>,
    region: &'static str,
    api: Option<&'static str>,
}

impl Row {
    fn is_base_of(&self, url: &BaseUrl) -> bool {
        self.native_path
            .is_some_and(|path| url.is_default_https() && url.path().eq_ignore_ascii_case(path))
    }
}

/// The first four are those of the Qwen provider page, the others of the DashScope API reference; November 2026.
#[rustfmt::skip]
static TABLE: [Row; 9] = [
    Row { host: BEIJING_HOST,                                     native_path: Some(COMPATIBLE), plan: Some(Plan::Standard), region: BEIJING, api: Some(BEIJING_HOST) },
    Row { host: SINGAPORE_HOST,                                   native_path: Some(COMPATIBLE), plan: Some(Plan::Standard), region: SINGAPORE, api: Some(SINGAPORE_HOST) },
    Row { host: "coding.dashscope.aliyuncs.com",                  native_path: Some("/v1"),      plan: Some(Plan::Coding),   region: BEIJING, api: Some(BEIJING_HOST) },
    Row { host: "coding-intl.dashscope.aliyuncs.com",             native_path: Some("/v1"),      plan: Some(Plan::Coding),   region: SINGAPORE, api: Some(SINGAPORE_HOST) },
    Row { host: "token-plan.cn-beijing.maas.aliyuncs.com",        native_path: Some(COMPATIBLE), plan: None,                 region: BEIJING, api: None },
    Row { host: "token-plan.ap-southeast-1.maas.aliyuncs.com",    native_path: Some(COMPATIBLE), plan: None,                 region: SINGAPORE, api: None },
    Row { host: "dashscope-us.aliyuncs.com",                      native_path: None,             plan: Some(Plan::Standard), region: "us-east-1", api: Some("dashscope-us.aliyuncs.com") },
    Row { host: "cn-hongkong.dashscope.aliyuncs.com",             native_path: None,             plan: Some(Plan::Standard), region: "cn-hongkong", api: Some("cn-hongkong.dashscope.aliyuncs.com") },
    Row { host: "batch.dashscope.aliyuncs.com",                   native_path: None,             plan: Some(Plan::Standard), region: BEIJING, api: Some(BEIJING_HOST) },
];

const BEIJING_HOST: &str = "dashscope.aliyuncs.com";
const SINGAPORE_HOST: &str = "dashscope-intl.aliyuncs.com";
const COMPATIBLE: &str = "/compatible-mode/v1";
const BEIJING: &str = "cn-beijing";
const SINGAPORE: &str = "ap-southeast-1";

/// Workspaces, and the trial, have hosts of the form `{workspace}.{region}.maas.aliyuncs.com`, all pay as you go.
fn workspace(host: &str) -> Option<Host> {
    let (workspace, id) = search::split_last(host.strip_suffix(".maas.aliyuncs.com")?, b'.')?;
    Some(Host {
        plan: (workspace != "token-plan").then_some(Plan::Standard),
        region: region(id),
        native: false,
        api: (workspace != "token-plan").then(|| host.to_owned()),
    })
}

fn region(id: &str) -> Region {
    match id {
        SINGAPORE => Region::Global,
        BEIJING => Region::China,
        other => Region::Other(other.to_owned()),
    }
}
