//! Who may call: the key in `Authorization`, checked against the plan of the path.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use crate::plan::Plan;

/// Why a key may not call. Each API says it in its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denial {
    /// No key, or nothing that can be read as one.
    Missing,
    /// A key that is unknown or belongs to another plan.
    Wrong,
}

/// Gives the bearer key if it belongs to the plan and, when keys are pinned, is one of them.
pub(crate) fn check<'a>(
    headers: &'a HeaderMap,
    plan: Plan,
    pinned: &[String],
) -> Result<&'a str, Denial> {
    let key = bearer_key(headers).ok_or(Denial::Missing)?;
    let allowed = pinned.is_empty() || pinned.iter().any(|pin| pin == key);
    if allowed && belongs_to(key, plan) {
        Ok(key)
    } else {
        Err(Denial::Wrong)
    }
}

fn bearer_key(headers: &HeaderMap) -> Option<&str> {
    let (scheme, key) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let key = key.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !key.is_empty()).then_some(key)
}

fn belongs_to(key: &str, plan: Plan) -> bool {
    let is_subscription = key.starts_with("sk-sp-");
    match plan {
        Plan::Coding => is_subscription,
        Plan::Standard => key.starts_with("sk-") && !is_subscription,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::check;
    use crate::error::ApiError;
    use crate::plan::Plan;

    /// Header, plan, pinned keys, and how the message begins if there is one.
    type Case<'a> = (Option<&'a str>, Plan, &'a [&'a str], Option<&'a str>);

    fn verdict(authorization: Option<&str>, plan: Plan, pinned: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        if let Some(value) = authorization {
            headers.insert("authorization", HeaderValue::from_str(value).unwrap());
        }
        let pinned: Vec<String> = pinned.iter().map(ToString::to_string).collect();
        let error = ApiError::denied(check(&headers, plan, &pinned).err()?, plan);
        assert_eq!(error.status().as_u16(), 401);
        Some(
            error.body("r")["error"]["message"]
                .as_str()
                .unwrap()
                .to_owned(),
        )
    }

    #[test]
    fn keys_are_checked_by_plan() {
        let missing = "You didn't provide an API key.";
        let wrong = "Incorrect API key provided.";
        let expired = "invalid access token or token expired";
        let (standard, coding) = (Plan::Standard, Plan::Coding);
        let cases: [Case<'_>; 14] = [
            (Some("Bearer sk-a"), standard, &[], None),
            (Some("bearer sk-a"), standard, &[], None),
            (Some("Bearer sk-sp-a"), coding, &[], None),
            (Some("Bearer sk-a"), standard, &["sk-b", "sk-a"], None),
            (Some("Bearer sk-a"), standard, &["sk-b"], Some(wrong)),
            (Some("Bearer sk-sp-a"), standard, &[], Some(wrong)),
            (Some("Bearer sk-sp-a"), standard, &["sk-sp-a"], Some(wrong)),
            (Some("Bearer sk-a"), coding, &[], Some(expired)),
            (Some("Bearer hello"), standard, &[], Some(wrong)),
            (None, standard, &[], Some(missing)),
            (None, coding, &[], Some(missing)),
            (Some("Bearer  "), standard, &[], Some(missing)),
            (Some("sk-a"), standard, &[], Some(missing)),
            (Some("Basic sk-a"), standard, &[], Some(missing)),
        ];
        for (authorization, plan, pinned, expected) in cases {
            let message = verdict(authorization, plan, pinned);
            match expected {
                None => assert_eq!(message, None, "{authorization:?}"),
                Some(start) => assert!(
                    message.as_ref().is_some_and(|text| text.starts_with(start)),
                    "{authorization:?}: {message:?}"
                ),
            }
        }
    }
}
