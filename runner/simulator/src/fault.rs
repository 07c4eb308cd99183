//! Failures on purpose, chosen by the operator and never by a request.

use std::time::Duration;

use crate::chunks::{self, Frame};
use crate::error::ApiError;

/// What goes wrong, for every request the same: of the chat endpoint, and of the native API in its own shape.
/// What only goes wrong with videos is a [`VideoFault`](crate::VideoFault).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection breaks in the middle of a stream. Answers that are not streamed stay whole.
    CutAfter {
        /// How many tokens arrive before.
        tokens: usize,
    },
    /// A stream that began with status 200 ends in an error event, without `[DONE]`. Answers that are not streamed
    /// stay whole.
    ErrorFrameAfter {
        /// How many tokens arrive before.
        tokens: usize,
    },
    /// Status 500, code `InternalError`.
    InternalError,
    /// Status 429, code `Throttling.RateQuota`.
    RateLimited {
        /// Sent as `Retry-After`, in whole seconds, rounded up.
        retry_after: Duration,
    },
    /// Status 401, code `invalid_api_key` (`InvalidApiKey` in the native API), whatever the key.
    Unauthorized,
}

impl Fault {
    /// The refusal that takes the place of any answer.
    pub(crate) fn refusal(self, plan: crate::plan::Plan) -> Option<ApiError> {
        match self {
            Self::CutAfter { .. } | Self::ErrorFrameAfter { .. } => None,
            Self::InternalError => Some(ApiError::internal()),
            Self::RateLimited { retry_after } => Some(ApiError::rate_limited(retry_after)),
            Self::Unauthorized => Some(ApiError::wrong_key(plan)),
        }
    }

    /// Damages a stream. One that is shorter than the fault stays whole.
    pub(crate) fn damage(self, frames: &mut Vec<Frame>, request_id: &str) {
        let (tokens, end) = match self {
            Self::CutAfter { tokens } => (tokens, Frame::Break),
            Self::ErrorFrameAfter { tokens } => {
                let error = ApiError::internal().body(request_id);
                (tokens, Frame::Event(chunks::event(&error)))
            }
            Self::InternalError | Self::RateLimited { .. } | Self::Unauthorized => return,
        };
        let is_token = |(_, frame): &(usize, &Frame)| matches!(frame, Frame::Token(_));
        let next = frames.iter().enumerate().filter(is_token).nth(tokens);
        if let Some((position, _)) = next {
            frames.truncate(position);
            frames.push(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;
    use crate::chunks::Frame;

    fn frames() -> Vec<Frame> {
        let event = |text: &str| Frame::Event(text.to_owned());
        let token = |text: &str| Frame::Token(text.to_owned());
        vec![
            event("role"),
            token("1"),
            token("2"),
            event("finish"),
            event("done"),
        ]
    }

    #[test]
    fn streams_break_after_so_many_tokens() {
        for (tokens, left) in [(0, 1), (1, 2), (2, 5), (9, 5)] {
            let mut damaged = frames();
            Fault::CutAfter { tokens }.damage(&mut damaged, "r");
            if left < 5 {
                assert_eq!(damaged.pop(), Some(Frame::Break));
            }
            assert_eq!(damaged, frames()[..left], "{tokens}");
        }
    }

    #[test]
    fn an_error_frame_is_the_last() {
        let mut damaged = frames();
        Fault::ErrorFrameAfter { tokens: 1 }.damage(&mut damaged, "r1");
        assert_eq!(damaged.len(), 3);
        let Frame::Event(last) = &damaged[2] else {
            panic!("{damaged:?}")
        };
        assert!(last.starts_with("data: {\"error\":{"), "{last}");
        assert!(
            last.contains("\"request_id\":\"r1\"") && last.ends_with("}\n\n"),
            "{last}"
        );
    }

    #[test]
    fn refusals_leave_streams_alone() {
        let mut whole = frames();
        Fault::InternalError.damage(&mut whole, "r");
        assert_eq!(whole, frames());
    }
}
