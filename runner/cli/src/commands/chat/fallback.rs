//! One question to a model, and to others in its place when it cannot answer.

use super::{Look, SoFar};
use crate::connection::{COMPILING, Connection};
use crate::failure::Failure;
use crate::output::Output;
use crate::settings::Settings;
use qwenbox::chat::Request;
use qwenbox::types::{Error, ErrorKind};

/// How long a model is asked again when others may be asked in its place, in milliseconds, unless the person says so.
const PATIENCE_MS: u64 = 5_000;

/// Asks the models in their order, until one answers or fails in a way that is the answer.
pub(super) async fn ask(
    request: Request,
    look: Look,
    candidates: &[Settings],
    output: &mut Output,
) -> Result<(), Failure> {
    let mut left = candidates.iter();
    while let Some(settings) = left.next() {
        let next = left.as_slice().first();
        let mut request = request.clone();
        request.model.clone_from(&settings.model);
        if next.is_some() {
            request.retry_budget_ms.get_or_insert(PATIENCE_MS);
        }
        let mut so_far = SoFar::default();
        let answered = one(settings, request, look, &mut so_far, output).await;
        let (Err(failure), Some(next)) = (&answered, next) else {
            return answered;
        };
        let record = failure.record();
        if so_far.began || !may_ask_another(&record) {
            return answered;
        }
        output.warning(&format!(
            "{} cannot answer, so {} is asked: {}",
            name(settings),
            name(next),
            record.message
        ));
    }
    Ok(())
}

async fn one(
    settings: &Settings,
    request: Request,
    look: Look,
    so_far: &mut SoFar,
    output: &mut Output,
) -> Result<(), Failure> {
    settings.require_key()?;
    settings.tell_place(output);
    let opened = output.patiently(COMPILING, Connection::open(settings));
    let connection = opened.await?;
    let provider = connection.with_key()?;
    look.ask(provider, request, so_far, output).await?;
    Ok(())
}

fn name(settings: &Settings) -> &str {
    settings.model.as_deref().unwrap_or("the default model")
}

/// The statuses with which the service refuses before it begins. Behind others it may have worked, and billed.
const REFUSALS: [u16; 2] = [429, 503];

/// Whether another model is likely to answer, and the failed question cannot have been billed.
///
/// Nothing of an answer may have come: that is the caller's to know.
pub(super) fn may_ask_another(error: &Error) -> bool {
    let is_unsent = !error.request_sent;
    let is_refused = error
        .status
        .is_some_and(|status| REFUSALS.contains(&status));
    let is_rejected = error
        .status
        .is_some_and(|status| (400..500).contains(&status));
    match error.kind {
        // No work was done for these, whatever the status.
        ErrorKind::RateLimited | ErrorKind::QuotaExhausted => true,
        ErrorKind::Overloaded => is_unsent || is_refused,
        ErrorKind::NotFound | ErrorKind::Unsupported => is_unsent || is_rejected,
        ErrorKind::Network | ErrorKind::Timeout => is_unsent,
        // The same key, question or machine would fail again, or a person must know.
        ErrorKind::InvalidRequest
        | ErrorKind::Unauthorized
        | ErrorKind::PermissionDenied
        | ErrorKind::Billing
        | ErrorKind::ContentFiltered
        | ErrorKind::ContextExceeded
        | ErrorKind::BadResponse
        | ErrorKind::Cancelled
        | ErrorKind::DeniedByHost
        | ErrorKind::Other(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::may_ask_another;
    use qwenbox::types::{Error, ErrorKind};

    /// Each kind, and whether another model is asked: when nothing was sent, after a refusal with 400, with 429 or 503,
    /// and after anything else.
    const TABLE: [(ErrorKind, [bool; 4]); 16] = [
        (ErrorKind::InvalidRequest, [false; 4]),
        (ErrorKind::Unauthorized, [false; 4]),
        (ErrorKind::PermissionDenied, [false; 4]),
        (ErrorKind::Billing, [false; 4]),
        (ErrorKind::NotFound, [true, true, true, false]),
        (ErrorKind::Unsupported, [true, true, true, false]),
        (ErrorKind::RateLimited, [true; 4]),
        (ErrorKind::QuotaExhausted, [true; 4]),
        (ErrorKind::ContentFiltered, [false; 4]),
        (ErrorKind::ContextExceeded, [false; 4]),
        (ErrorKind::Overloaded, [true, false, true, false]),
        (ErrorKind::Timeout, [true, false, false, false]),
        (ErrorKind::Network, [true, false, false, false]),
        (ErrorKind::BadResponse, [false; 4]),
        (ErrorKind::Cancelled, [false; 4]),
        (ErrorKind::DeniedByHost, [false; 4]),
    ];

    #[test]
    fn every_kind_has_its_rule() {
        for (kind, expected) in TABLE {
            let asked = [
                (false, None),
                (true, Some(400)),
                (true, Some(429)),
                (true, Some(504)),
            ];
            let asked = asked.map(|(request_sent, status)| {
                may_ask_another(&Error {
                    kind: kind.clone(),
                    message: String::new(),
                    hint: None,
                    status,
                    code: None,
                    request_id: None,
                    retry_after_ms: None,
                    request_sent,
                })
            });
            assert_eq!(asked, expected, "{kind:?}");
        }
    }
}
