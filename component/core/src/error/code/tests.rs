//! Every row of the provider's error reference of November 2026.

use super::ErrorKind::{
    self, BadResponse, Billing, ContentFiltered, ContextExceeded, InvalidRequest, NotFound,
    Overloaded, PermissionDenied, QuotaExhausted, RateLimited, Timeout, Unauthorized, Unsupported,
};
use super::Retry::{self, AfterWindow, Never, Soon, SoonIfFree};
use super::{classify, input_limit};

#[track_caller]
fn check(status: u16, code: &str, text: &str, kind: ErrorKind, retry: Retry) {
    let codes: &[&str] = if code.is_empty() { &[] } else { &[code] };
    let verdict = classify(Some(status), codes, text);
    assert_eq!(
        (verdict.kind, verdict.retry),
        (kind, retry),
        "{status} {code} {text}"
    );
}

#[test]
fn bad_requests() {
    for code in [
        "InvalidParameter",
        "invalid_parameter_error",
        "invalid_request_error",
        "invalid_value",
        "InternalError.Algo.InvalidParameter",
        "InvalidURL",
        "InvalidURL.ConnectionRefused",
        "BadRequest.InputDownloadFailed",
        "InvalidFile.Duration",
        "InvalidImage.NoHuman",
        "InvalidImageResolution",
        "InvalidImageFormat",
        "InvalidPerson",
        "InvalidGarment",
        "BadRequest.EmptyInput",
        "BadRequest.EmptyModel",
        "BadRequest.EmptyParameters",
        "BadRequest.IllegalInput",
        "BadRequest.TooLarge",
        "BadRequest.ResourceNotExist",
        "BadRequest.UnsupportedFileFormat",
        "BadRequest.VoiceNotFound",
        "ClientDisconnect",
        "Audio.Decode",
        "unheard_of",
        "",
    ] {
        check(400, code, "", InvalidRequest, Never);
    }
    check(
        400,
        "InvalidParameter.NotSupportEnableThinking",
        "",
        Unsupported,
        Never,
    );
    check(
        400,
        "Arrearage",
        "Access denied, please make sure your account is in good standing.",
        Billing,
        Never,
    );
    for code in [
        "DataInspectionFailed",
        "data_inspection_failed",
        "IPInfringementSuspect",
        "CustomRoleBlocked",
        "FaqRuleBlocked",
    ] {
        check(400, code, "", ContentFiltered, Never);
    }
    check(400, "InvalidParameter.DataInspection", "", Timeout, Soon);
    check(400, "InvalidURL.Timeout", "", Timeout, Soon);
    check(400, "UnsupportedOperation", "", Unsupported, Never);
    check(400, "Throttling.AllocationQuota", "", QuotaExhausted, Never);
}

#[test]
fn keys_and_permissions() {
    check(
        401,
        "InvalidApiKey",
        "Invalid API-key provided.",
        Unauthorized,
        Never,
    );
    check(
        401,
        "invalid_api_key",
        "Incorrect API key provided.",
        Unauthorized,
        Never,
    );
    check(
        401,
        "",
        "invalid access token or token expired",
        Unauthorized,
        Never,
    );
    check(401, "NOT AUTHORIZED", "", Unauthorized, Never);
    check(401, "", "", Unauthorized, Never);
    check(
        403,
        "AccessDenied",
        "current user api does not support synchronous calls.",
        Unsupported,
        Never,
    );
    check(
        403,
        "AccessDenied",
        "current user api does not support asynchronous calls.",
        Unsupported,
        Never,
    );
    check(
        403,
        "access_denied",
        "Access denied.",
        PermissionDenied,
        Never,
    );
    check(
        403,
        "AccessDenied",
        "Policy expired",
        PermissionDenied,
        Never,
    );
    check(403, "AccessDenied.Unpurchased", "", Billing, Never);
    for code in [
        "Model.AccessDenied",
        "App.AccessDenied",
        "Workspace.AccessDenied",
        "Endpoint.AccessDenied",
    ] {
        check(403, code, "", PermissionDenied, Never);
    }
    check(
        403,
        "AllocationQuota.FreeTierOnly",
        "",
        QuotaExhausted,
        Never,
    );
    check(
        405,
        "",
        "Coding Plan is currently only available for Coding Agents",
        PermissionDenied,
        Never,
    );
}

#[test]
fn what_is_not_there() {
    check(404, "ModelNotFound", "", NotFound, Never);
    check(404, "model_not_found", "", NotFound, Never);
    check(
        404,
        "model_not_supported",
        "Unsupported model X for OpenAI compatibility mode.",
        Unsupported,
        Never,
    );
    check(404, "WorkSpaceNotFound", "", NotFound, Never);
    check(404, "NotFound", "", NotFound, Never);
    check(404, "", "", NotFound, Never);
    check(405, "", "", NotFound, Never);
    check(409, "Conflict", "", InvalidRequest, Never);
    check(413, "", "", InvalidRequest, Never);
}

#[test]
fn limits() {
    check(
        429,
        "Throttling",
        "Too many requests in route",
        RateLimited,
        Soon,
    );
    for code in [
        "Throttling.RateQuota",
        "LimitRequests",
        "limit_requests",
        "Throttling.BurstRate",
        "limit_burst_rate",
    ] {
        check(429, code, "", RateLimited, Soon);
    }
    for code in ["Throttling.AllocationQuota", "insufficient_quota"] {
        check(
            429,
            code,
            "Allocated quota exceeded, please increase your quota limit.",
            RateLimited,
            Soon,
        );
        check(
            429,
            code,
            "You exceeded your current quota, please check your plan and billing details.",
            RateLimited,
            Soon,
        );
        check(
            429,
            code,
            "Free allocated quota exceeded.",
            QuotaExhausted,
            Never,
        );
        for window in ["hour", "week", "month"] {
            check(
                429,
                code,
                &format!("{window} allocated quota exceeded"),
                QuotaExhausted,
                AfterWindow,
            );
        }
        check(
            429,
            code,
            "concurrency allocated quota exceeded",
            RateLimited,
            Soon,
        );
        check(
            429,
            code,
            "usage allocated quota exceeded",
            RateLimited,
            Soon,
        );
    }
    for code in [
        "CommodityNotPurchased",
        "PrepaidBillOverdue",
        "PostpaidBillOverdue",
    ] {
        check(429, code, "", Billing, Never);
    }
    check(429, "", "", RateLimited, Soon);
    check(430, "Audio.Clone", "", InvalidRequest, Never);
}

#[test]
fn failures_of_the_provider() {
    for code in [
        "InternalError",
        "internal_error",
        "InternalError.Algo",
        "InternalError.FileUpload",
        "InternalError.Upload",
        "SystemError",
        "ModelServiceFailed",
        "RewriteFailed",
        "ModelServingError",
        "",
    ] {
        check(500, code, "", Overloaded, Soon);
    }
    check(500, "InternalError.Timeout", "", Timeout, Never);
    check(500, "RequestTimeOut", "", Timeout, Never);
    check(500, "ResponseTimeout", "", Timeout, Never);
    check(
        503,
        "ModelServingError",
        "throttled due to system capacity limits",
        Overloaded,
        Soon,
    );
    check(503, "ModelUnavailable", "", Overloaded, Soon);
    check(
        500,
        "InternalError",
        "list index out of range",
        InvalidRequest,
        Never,
    );
    check(
        500,
        "InternalError",
        "Role must be in [user, assistant]",
        InvalidRequest,
        Never,
    );
    check(
        500,
        "InternalError",
        "Missing Content-Length of multimodal url",
        InvalidRequest,
        Never,
    );
    check(
        500,
        "InternalError.Algo",
        "Expecting ',' delimiter: line 1 column 3",
        Overloaded,
        Soon,
    );
    check(502, "", "", Overloaded, Soon);
    check(504, "", "", Timeout, SoonIfFree);
    check(529, "", "", Overloaded, Soon);
    check(408, "", "", Timeout, SoonIfFree);
    check(302, "", "", BadResponse, Never);
}

#[test]
fn frequent_texts() {
    let code = "invalid_parameter_error";
    check(
        400,
        code,
        "Range of input length should be [1, 30720]",
        ContextExceeded,
        Never,
    );
    check(
        400,
        code,
        "The value of the enable_thinking parameter is restricted to True.",
        Unsupported,
        Never,
    );
    check(
        400,
        code,
        "parameter.enable_thinking must be set to false for non-streaming calls",
        InvalidRequest,
        Never,
    );
    check(
        400,
        code,
        "This model only support stream mode, please enable the stream parameter to access the model.",
        InvalidRequest,
        Never,
    );
    check(
        400,
        code,
        "'audio' output only support with stream=true",
        InvalidRequest,
        Never,
    );
    check(400, code, "Model not exist.", NotFound, Never);
    check(
        400,
        code,
        "The tool call is not supported.",
        Unsupported,
        Never,
    );
    check(
        400,
        code,
        "This model does not support enable_search.",
        Unsupported,
        Never,
    );
    check(
        400,
        code,
        "input content must be a string.",
        Unsupported,
        Never,
    );
    check(
        400,
        code,
        "model 'qwen3.8-max' is not supported",
        Unsupported,
        Never,
    );
    check(
        400,
        code,
        "Tool names are not allowed to be [search]",
        InvalidRequest,
        Never,
    );
}

#[test]
fn an_error_in_a_stream_is_known_by_its_code() {
    for status in [None, Some(200)] {
        assert_eq!(
            classify(status, &["data_inspection_failed"], "").kind,
            ContentFiltered
        );
        assert_eq!(
            classify(status, &["Throttling.AllocationQuota"], "").kind,
            RateLimited
        );
        assert_eq!(
            classify(status, &["invalid_request_error"], "").kind,
            InvalidRequest
        );
        assert_eq!(classify(status, &["unheard_of"], "").kind, BadResponse);
        assert_eq!(classify(status, &[], "").retry, Never);
    }
}

#[test]
fn any_of_several_codes_decides_by_the_order_of_the_rows() {
    let verdict = classify(
        Some(400),
        &[
            "invalid_parameter_error",
            "InternalError.Algo.DataInspectionFailed",
        ],
        "",
    );
    assert_eq!(verdict.kind, InvalidRequest);
    let verdict = classify(Some(400), &["invalid_parameter_error", "Arrearage"], "");
    assert_eq!(verdict.kind, Billing);
}

#[test]
fn hints_say_what_to_do() {
    let hint = |status, code| classify(Some(status), &[code], "").hint.unwrap_or_default();
    assert!(hint(401, "invalid_api_key").contains("sk-sp-"));
    assert!(hint(401, "").contains("same plan and region"));
    assert!(hint(400, "Arrearage").contains("overdue"));
    assert!(hint(403, "AllocationQuota.FreeTierOnly").contains("free quota"));
    assert!(hint(404, "model_not_supported").contains("plan"));
    assert_eq!(classify(Some(400), &[], "").hint, None);
}

#[test]
fn the_input_limit_is_read_from_the_text() {
    let cases = [
        ("Range of input length should be [1, 30720]", Some(30_720)),
        (
            "<400> x: range of input length should be [1,983616].",
            Some(983_616),
        ),
        ("Range of input length should be [1, N]", None),
        ("Range of input length should be [1", None),
        ("Range of input length should be [1]", None),
        ("", None),
    ];
    for (text, expected) in cases {
        assert_eq!(input_limit(text), expected, "{text}");
    }
}
