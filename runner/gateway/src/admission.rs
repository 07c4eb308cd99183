//! Room for requests and for their bodies. Who finds none is refused at once: a queue would only hide it.

use crate::options::Limits;
use crate::refusal::Refusal;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bodies are counted in units of this many bytes.
const UNIT: u64 = 1024;

/// The room there is.
pub(crate) struct Admission {
    requests: Arc<Semaphore>,
    bodies: Arc<Semaphore>,
    longest: u64,
}

/// A request's place; dropping it gives it back.
pub(crate) struct Place(#[expect(dead_code, reason = "held, not read")] OwnedSemaphorePermit);

impl Admission {
    pub(crate) fn new(limits: &Limits) -> Self {
        let units = usize::try_from(limits.bodies_bytes / UNIT).unwrap_or(usize::MAX);
        Self {
            requests: Arc::new(Semaphore::new(limits.requests.min(Semaphore::MAX_PERMITS))),
            bodies: Arc::new(Semaphore::new(units.min(Semaphore::MAX_PERMITS))),
            longest: limits.body_bytes,
        }
    }

    /// A place for a request, until its answer has ended.
    pub(crate) fn request(&self) -> Result<Place, Refusal> {
        let place = Arc::clone(&self.requests).try_acquire_owned();
        place.map(Place).map_err(|_| Refusal::Busy)
    }

    /// A place for a body, until its answer begins. One that does not tell its length counts as the longest.
    pub(crate) fn body(&self, length: Option<u64>) -> Result<Place, Refusal> {
        let length = length.unwrap_or(self.longest);
        if length > self.longest {
            return Err(Refusal::BodyTooLarge(self.longest));
        }
        let units = u32::try_from(length.div_ceil(UNIT)).map_err(|_| Refusal::BodiesFull)?;
        let place = Arc::clone(&self.bodies).try_acquire_many_owned(units);
        place.map(Place).map_err(|_| Refusal::BodiesFull)
    }
}

#[cfg(test)]
mod tests {
    use super::Admission;
    use crate::options::Limits;
    use crate::refusal::Refusal;

    fn admission() -> Admission {
        Admission::new(&Limits {
            requests: 2,
            body_bytes: 3_000,
            bodies_bytes: 6_000,
            ..Limits::default()
        })
    }

    #[test]
    fn requests_find_room_until_it_is_taken() {
        let admission = admission();
        let first = admission.request().ok();
        let second = admission.request().ok();
        assert!(first.is_some() && second.is_some());
        assert_eq!(admission.request().err(), Some(Refusal::Busy));
        drop(first);
        assert!(admission.request().is_ok());
    }

    #[test]
    fn bodies_find_room_by_their_length() {
        let admission = admission();
        assert_eq!(
            admission.body(Some(3_001)).err(),
            Some(Refusal::BodyTooLarge(3_000))
        );
        let unknown = admission.body(None).ok();
        let small = admission.body(Some(1_500)).ok();
        assert!(unknown.is_some() && small.is_some());
        assert_eq!(admission.body(Some(1)).err(), Some(Refusal::BodiesFull));
        assert!(admission.body(Some(0)).is_ok());
        drop(unknown);
        assert!(admission.body(Some(3_000)).is_ok());
    }
}
