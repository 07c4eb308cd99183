//! The code table as data: first the rows by text and code, then what a bare HTTP status means.

use super::hints::{
    ALWAYS_THINKS, ASK_AGAIN, BROKEN_TOOL_CALL, CODING_GATE, FILTER, FREE_QUOTA, GATEWAY,
    JOB_TIMEOUT, LAST_IS_USER, LEAVE_OUT, MEDIA_RULES, MEDIA_URL, MODEL_NAME, NO_ACCESS,
    NO_THINKING, OTHER_CALL, OTHER_PLAN, OVERLOADED, PAY, PLAN_WINDOW, REDIRECT, RETIRED, SHORTER,
    SLOW_DOWN, STREAM_IT, STREAM_ONLY, TEXT_ONLY, TOKENS_A_MINUTE, TOO_LARGE, TOO_MANY_KEPT,
    WRONG_ID, WRONG_KEY, WRONG_PATH,
};
use super::{Fallback, Retry, Rule};
use crate::error::ErrorKind::{
    self, BadResponse, Billing, ContentFiltered, ContextExceeded, InvalidRequest, NotFound,
    Overloaded, PermissionDenied, QuotaExhausted, RateLimited, Timeout, Unauthorized, Unsupported,
};
use Retry::{AfterWindow, Never, Soon, SoonIfFree};

/// Rows in the order in which they are tried: what only the text tells comes before what the code tells, and a code
/// before the beginning that it shares with others.
#[rustfmt::skip]
pub(super) static RULES: &[Rule] = &[
    // Quotas that do not come back by waiting, or not soon, under codes that otherwise mean a short wait.
    text(&["free allocated quota exceeded"], QuotaExhausted, Never, FREE_QUOTA),
    code(&["AllocationQuota.FreeTierOnly"], QuotaExhausted, Never, FREE_QUOTA),
    text(PLAN_WINDOWS, QuotaExhausted, AfterWindow, PLAN_WINDOW),
    text(SHORT_WINDOWS, RateLimited, Soon, SLOW_DOWN),
    // Money.
    code(UNPAID, Billing, Never, PAY),
    // What only the text tells.
    text(&["range of input length should be"], ContextExceeded, Never, SHORTER),
    text(&["enable_thinking parameter is restricted to true"], Unsupported, Never, ALWAYS_THINKS),
    text(STREAMED_ONLY, InvalidRequest, Never, STREAM_ONLY),
    text(NO_SUCH_OPTION, Unsupported, Never, LEAVE_OUT),
    text(&["input content must be a string"], Unsupported, Never, TEXT_ONLY),
    text(&["model '*' is not supported"], Unsupported, Never, OTHER_PLAN),
    text(&["model not exist"], NotFound, Never, MODEL_NAME),
    text(BAD_MESSAGES, InvalidRequest, Never, LAST_IS_USER),
    text(&["expecting ',' delimiter"], Overloaded, Soon, BROKEN_TOOL_CALL),
    text(BAD_KEYS, Unauthorized, Never, WRONG_KEY),
    text(OTHER_CALLS, Unsupported, Never, OTHER_CALL).at(403),
    text(&["coding plan"], PermissionDenied, Never, CODING_GATE).at(405),
    // Content and media.
    code(FILTERED, ContentFiltered, Never, FILTER),
    code(&["InvalidParameter.DataInspection", "InvalidURL.Timeout"], Timeout, Soon, MEDIA_URL),
    code(UNFETCHED, InvalidRequest, Never, MEDIA_URL),
    code(BAD_MEDIA, InvalidRequest, Never, MEDIA_RULES),
    // Keys and permissions.
    code(&["InvalidApiKey", "NOT AUTHORIZED"], Unauthorized, Never, WRONG_KEY),
    code(&["Endpoint.AccessDenied"], PermissionDenied, Never, RETIRED),
    code(DENIED, PermissionDenied, Never, NO_ACCESS),
    // Models.
    code(&["model_not_supported"], Unsupported, Never, OTHER_PLAN),
    code(&["ModelNotFound"], NotFound, Never, MODEL_NAME),
    code(&["WorkSpaceNotFound", "NotFound"], NotFound, Never, WRONG_ID),
    // Requests.
    code(&["InvalidParameter.NotSupportEnableThinking"], Unsupported, Never, NO_THINKING),
    code(&["UnsupportedOperation"], Unsupported, Never, ""),
    code(BAD_REQUESTS, InvalidRequest, Never, ""),
    // Limits.
    code(TOKEN_RATE, RateLimited, Soon, TOKENS_A_MINUTE).at(429),
    code(&["Throttling.AllocationQuota"], QuotaExhausted, Never, TOO_MANY_KEPT).at(400),
    code(THROTTLED, RateLimited, Soon, SLOW_DOWN),
    // Failures of the provider.
    code(&["InternalError.Timeout"], Timeout, Never, JOB_TIMEOUT),
    code(&["RequestTimeOut", "ResponseTimeout"], Timeout, Never, STREAM_IT),
    code(BROKEN, Overloaded, Soon, OVERLOADED),
    // The type word of the compatible interface comes with other statuses too, which say more.
    code(&["invalid_request_error"], InvalidRequest, Never, "").at(400),
];

/// What a status means when no row fits. The first row that holds it counts.
pub(super) static FALLBACKS: &[Fallback] = &[
    status(300, 399, BadResponse, Never, REDIRECT),
    status(401, 401, Unauthorized, Never, WRONG_KEY),
    status(402, 402, Billing, Never, PAY),
    status(403, 403, PermissionDenied, Never, NO_ACCESS),
    status(404, 404, NotFound, Never, MODEL_NAME),
    status(405, 405, NotFound, Never, WRONG_PATH),
    status(408, 408, Timeout, SoonIfFree, ASK_AGAIN),
    status(413, 413, InvalidRequest, Never, TOO_LARGE),
    status(429, 429, RateLimited, Soon, SLOW_DOWN),
    status(400, 499, InvalidRequest, Never, ""),
    status(504, 504, Timeout, SoonIfFree, GATEWAY),
    status(500, 599, Overloaded, Soon, OVERLOADED),
];

const PLAN_WINDOWS: &[&str] = &[
    "hour allocated quota exceeded",
    "week allocated quota exceeded",
    "month allocated quota exceeded",
];

const SHORT_WINDOWS: &[&str] = &[
    "concurrency allocated quota exceeded",
    "usage allocated quota exceeded",
];

const UNPAID: &[&str] = &[
    "Arrearage",
    "CommodityNotPurchased",
    "PrepaidBillOverdue",
    "PostpaidBillOverdue",
    "AccessDenied.Unpurchased",
];

const STREAMED_ONLY: &[&str] = &[
    "for non-streaming calls",
    "only support stream",
    "only support with stream=true",
];

const NO_SUCH_OPTION: &[&str] = &[
    "the tool call is not supported",
    "does not support enable_search",
];

const BAD_MESSAGES: &[&str] = &[
    "list index out of range",
    "role must be in [user, assistant]",
    "missing content-length of multimodal url",
];

const BAD_KEYS: &[&str] = &[
    "invalid access token or token expired",
    "no api-key provided",
    "incorrect api key",
];

const OTHER_CALLS: &[&str] = &[
    "does not support synchronous calls",
    "does not support asynchronous calls",
];

const FILTERED: &[&str] = &[
    "DataInspectionFailed",
    "IPInfringementSuspect",
    "CustomRoleBlocked",
    "FaqRuleBlocked",
];

const UNFETCHED: &[&str] = &[
    "InvalidURL",
    "InvalidURL.*",
    "BadRequest.InputDownloadFailed",
];

const BAD_MEDIA: &[&str] = &[
    "InvalidFile.*",
    "InvalidImage.*",
    "InvalidImageResolution",
    "InvalidImageFormat",
    "InvalidPerson",
    "InvalidGarment",
    "Audio.*",
];

const DENIED: &[&str] = &[
    "AccessDenied",
    "AccessDenied.*",
    "Model.AccessDenied",
    "App.AccessDenied",
    "Workspace.AccessDenied",
];

const BAD_REQUESTS: &[&str] = &[
    "InvalidParameter",
    "InvalidParameter.*",
    "invalid_parameter_error",
    "invalid_value",
    "InternalError.Algo.InvalidParameter",
    "BadRequest.*",
    "ClientDisconnect",
    "Conflict",
];

const TOKEN_RATE: &[&str] = &["Throttling.AllocationQuota", "insufficient_quota"];

const THROTTLED: &[&str] = &[
    "Throttling",
    "Throttling.*",
    "LimitRequests",
    "limit_burst_rate",
];

const BROKEN: &[&str] = &[
    "InternalError",
    "InternalError.*",
    "SystemError",
    "ModelServiceFailed",
    "RewriteFailed",
    "ModelServingError",
    "ModelUnavailable",
];

/// A row that the code decides.
const fn code(
    codes: &'static [&'static str],
    kind: ErrorKind,
    retry: Retry,
    hint: &'static str,
) -> Rule {
    Rule {
        status: None,
        codes,
        texts: &[],
        kind,
        retry,
        hint,
    }
}

/// A row that the text decides.
const fn text(
    texts: &'static [&'static str],
    kind: ErrorKind,
    retry: Retry,
    hint: &'static str,
) -> Rule {
    Rule {
        status: None,
        codes: &[],
        texts,
        kind,
        retry,
        hint,
    }
}

impl Rule {
    /// The same row for one status only.
    const fn at(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }
}

const fn status(
    first: u16,
    last: u16,
    kind: ErrorKind,
    retry: Retry,
    hint: &'static str,
) -> Fallback {
    Fallback {
        statuses: first..=last,
        kind,
        retry,
        hint,
    }
}
