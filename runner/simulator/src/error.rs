//! Every refusal of the API: its status, its code and the JSON around its message.
//! The rules that lead to a refusal live with what they check.

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::access::Denial;
use crate::fields::Malformed;
use crate::identity;
use crate::plan::Plan;

/// A refusal, ready to be sent. Texts and codes: Model Studio error page and live answers, November 2026.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    /// `error.type`.
    kind: &'static str,
    code: Option<&'static str>,
    param: Option<String>,
    message: String,
    /// Refusals from behind the gateway carry the id of the completion as well.
    has_completion_id: bool,
    retry_after: Option<Duration>,
}

impl ApiError {
    /// A key that may not call the chat of a plan.
    pub(crate) fn denied(denial: Denial, plan: Plan) -> Self {
        match denial {
            Denial::Missing => Self::missing_key(),
            Denial::Wrong => Self::wrong_key(plan),
        }
    }

    /// No key, or nothing that can be read as one.
    fn missing_key() -> Self {
        // The real text ends in a space.
        Self::gateway(
            StatusCode::UNAUTHORIZED,
            None,
            "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer \
             auth (i.e. Authorization: Bearer YOUR_KEY). ",
        )
    }

    /// A key that is unknown or belongs to another plan.
    pub(crate) fn wrong_key(plan: Plan) -> Self {
        let message = match plan {
            Plan::Coding => "invalid access token or token expired",
            Plan::Standard => {
                "Incorrect API key provided. For details, see: \
                 https://www.alibabacloud.com/help/en/model-studio/error-code#apikey-error"
            }
        };
        Self::gateway(StatusCode::UNAUTHORIZED, Some("invalid_api_key"), message)
    }

    /// The chat path, but not a POST.
    pub(crate) fn method(method: &str) -> Self {
        let message = format!("Request method '{method}' is not supported.");
        Self::gateway(
            StatusCode::BAD_REQUEST,
            Some("invalid_request_error"),
            message,
        )
    }

    /// Not a JSON object.
    pub(crate) fn unreadable_body() -> Self {
        let message = "Required body invalid, please check the request body format.";
        Self::gateway(StatusCode::BAD_REQUEST, None, message)
    }

    /// No `model`.
    pub(crate) fn missing_model() -> Self {
        Self::gateway(
            StatusCode::BAD_REQUEST,
            None,
            "you must provide a model parameter",
        )
    }

    /// A model nobody serves.
    pub(crate) fn unknown_model(id: &str) -> Self {
        let message = format!("The model `{id}` does not exist or you do not have access to it.");
        Self::gateway(StatusCode::NOT_FOUND, Some("model_not_found"), message)
    }

    /// A model the Coding Plan does not contain, whether or not it exists elsewhere.
    pub(crate) fn outside_plan(id: &str) -> Self {
        let message = format!("model `{id}` is not supported.");
        Self::gateway(
            StatusCode::BAD_REQUEST,
            Some("invalid_parameter_error"),
            message,
        )
    }

    /// `content` that is neither a string nor an array.
    pub(crate) fn content_type(path: &str, found: &str) -> Self {
        Self {
            param: Some(format!("'{path}'")),
            ..Self::gateway(
                StatusCode::BAD_REQUEST,
                Some("invalid_type"),
                format!(
                    "Invalid type for '{path}': expected one of a string or array of objects, but got {found} instead."
                ),
            )
        }
    }

    /// The body does not have the declared form.
    pub(crate) fn schema(message: impl Into<String>) -> Self {
        Self {
            has_completion_id: true,
            ..Self::gateway(
                StatusCode::BAD_REQUEST,
                Some("invalid_parameter_error"),
                message,
            )
        }
    }

    /// The form is right but the model service refuses a value; it prefixes its texts.
    pub(crate) fn parameter(message: impl AsRef<str>) -> Self {
        Self::schema(format!(
            "<400> InternalError.Algo.InvalidParameter: {}",
            message.as_ref()
        ))
    }

    /// Thinking was asked of a model that has none.
    pub(crate) fn cannot_think(id: &str) -> Self {
        Self {
            code: Some("InvalidParameter.NotSupportEnableThinking"),
            ..Self::schema(format!("The model {id} does not support enable_thinking."))
        }
    }

    /// Too many requests.
    pub(crate) fn rate_limited(retry_after: Duration) -> Self {
        Self {
            kind: "Throttling.RateQuota",
            retry_after: Some(retry_after),
            ..Self::gateway(
                StatusCode::TOO_MANY_REQUESTS,
                Some("Throttling.RateQuota"),
                "Requests rate limit exceeded, please try again later.",
            )
        }
    }

    /// The service broke.
    pub(crate) fn internal() -> Self {
        Self {
            kind: "InternalError",
            ..Self::gateway(
                StatusCode::INTERNAL_SERVER_ERROR,
                Some("InternalError"),
                "An internal error has occured, please try again later or contact service support.",
            )
        }
    }

    /// The HTTP status.
    #[cfg(test)]
    pub(crate) const fn status(&self) -> StatusCode {
        self.status
    }

    /// The JSON text of the refusal.
    pub(crate) fn body(&self, request_id: &str) -> Value {
        let mut body = Map::new();
        body.insert(
            "error".to_owned(),
            json!({
                "message": self.message,
                "type": self.kind,
                "param": self.param,
                "code": self.code,
            }),
        );
        if self.has_completion_id {
            body.insert("id".to_owned(), identity::completion_id(request_id).into());
        }
        body.insert("request_id".to_owned(), request_id.into());
        body.into()
    }

    /// The whole HTTP answer, but for the request id header that all answers share.
    pub(crate) fn into_response(self, request_id: &str) -> Response {
        let mut response = (self.status, Json(self.body(request_id))).into_response();
        if let Some(delay) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, retry_after(delay));
        }
        response
    }

    fn gateway(status: StatusCode, code: Option<&'static str>, message: impl Into<String>) -> Self {
        Self {
            status,
            kind: "invalid_request_error",
            code,
            param: None,
            message: message.into(),
            has_completion_id: false,
            retry_after: None,
        }
    }
}

impl From<Malformed> for ApiError {
    fn from(Malformed(message): Malformed) -> Self {
        Self::schema(message)
    }
}

/// Whole seconds, rounded up: a client must not come back too early.
pub(crate) fn retry_after(delay: Duration) -> HeaderValue {
    HeaderValue::from(delay.as_secs() + u64::from(delay.subsec_nanos() > 0))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::ApiError;

    #[test]
    fn gateway_refusals_have_the_plain_shape() {
        assert_eq!(
            ApiError::unknown_model("m").body("0f"),
            json!({
                "error": {
                    "message": "The model `m` does not exist or you do not have access to it.",
                    "type": "invalid_request_error", "param": null, "code": "model_not_found",
                },
                "request_id": "0f",
            })
        );
    }

    #[test]
    fn model_refusals_have_a_prefix_and_two_ids() {
        assert_eq!(
            ApiError::parameter("Range of top_p should be (0.0, 1.0]").body("0f"),
            json!({
                "error": {
                    "message": "<400> InternalError.Algo.InvalidParameter: Range of top_p should be (0.0, 1.0]",
                    "type": "invalid_request_error", "param": null, "code": "invalid_parameter_error",
                },
                "id": "chatcmpl-0f",
                "request_id": "0f",
            })
        );
    }

    #[test]
    fn retry_after_is_rounded_up_to_seconds() {
        for (delay, header) in [(0, "0"), (1, "1"), (1_000, "1"), (1_001, "2")] {
            let error = ApiError::rate_limited(Duration::from_millis(delay));
            assert_eq!(error.into_response("r").headers()["retry-after"], header);
        }
    }
}
