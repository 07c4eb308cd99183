//! Signed addresses of films: good for one film until a point in time, for whoever has them.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use crate::query::Query;
use crate::storage::StorageError;

/// The folder of all films.
const FOLDER: &str = "/results/";

/// What the signature is said to be made with.
const SIGNER: &str = "LTAIsimulator";

/// Signs and checks. Each simulator has its own secret; it is no cryptography.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links(RandomState);

impl Links {
    /// Path and query of a task's film.
    pub(super) fn path(&self, id: &str, expires: Duration) -> String {
        let expires = expires
            .as_secs()
            .saturating_add(u64::from(expires.subsec_nanos() > 0));
        let signature = self.signature(id, expires);
        format!("{FOLDER}{id}.mp4?Expires={expires}&OSSAccessKeyId={SIGNER}&Signature={signature}")
    }

    /// Whether the query of an address opens a task's film now.
    pub(super) fn check(&self, id: &str, query: &Query, now: Duration) -> Result<(), StorageError> {
        let expires = query.value("Expires").and_then(|text| text.parse().ok());
        let (Some(expires), Some(signature)) = (expires, query.value("Signature")) else {
            return Err(StorageError::signature());
        };
        if query.value("OSSAccessKeyId") != Some(SIGNER) || signature != self.signature(id, expires)
        {
            return Err(StorageError::signature());
        }
        if now.as_secs() >= expires {
            return Err(StorageError::expired());
        }
        Ok(())
    }

    fn signature(&self, id: &str, expires: u64) -> String {
        format!("{:016x}", self.0.hash_one((id, expires)))
    }
}

/// The task whose film is at a path.
pub(crate) fn task_of(path: &str) -> Option<&str> {
    path.strip_prefix(FOLDER)?.strip_suffix(".mp4")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Links, task_of};
    use crate::query::Query;

    #[test]
    fn an_address_opens_one_film_for_a_time() {
        let links = Links::default();
        let expires = Duration::from_millis(9_500);
        let address = links.path("t1", expires);
        let (path, query) = address.split_once('?').unwrap();
        assert_eq!(task_of(path), Some("t1"));
        let check = |id: &str, query: &str, second: u64| {
            let query = Query::parse(Some(query));
            links.check(id, &query, Duration::from_secs(second))
        };
        assert!(check("t1", query, 9).is_ok());
        let refusals = [
            ("t1", query.to_owned(), 10, "AccessDenied"),
            ("t2", query.to_owned(), 9, "SignatureDoesNotMatch"),
            (
                "t1",
                query.replace("Expires=10", "Expires=99"),
                9,
                "SignatureDoesNotMatch",
            ),
            (
                "t1",
                query.replace("LTAI", "LTAJ"),
                9,
                "SignatureDoesNotMatch",
            ),
            ("t1", String::new(), 9, "SignatureDoesNotMatch"),
        ];
        for (id, query, second, code) in refusals {
            let refusal = check(id, &query, second).unwrap_err();
            assert_eq!(
                (refusal.parts().0, refusal.parts().1),
                (403, code),
                "{query}"
            );
        }
        assert!(Links::default().path("t1", expires) != address);
    }
}
