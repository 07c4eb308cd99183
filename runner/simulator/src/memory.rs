//! What all requests of a simulator share.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clock::Clock;
use crate::options::Options;
use crate::uploads::Uploads;
use crate::video::{Links, Tasks};

/// Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Memory {
    pub(crate) options: Arc<Options>,
    pub(crate) clock: Clock,
    /// Like `http://127.0.0.1:8080`.
    pub(crate) origin: Arc<str>,
    pub(crate) links: Links,
    tasks: Arc<Mutex<Tasks>>,
    uploads: Arc<Mutex<Uploads>>,
}

impl Memory {
    pub(crate) fn new(options: Options, address: SocketAddr) -> Self {
        Self {
            options: Arc::new(options),
            clock: Clock::start(),
            origin: format!("http://{address}").into(),
            links: Links::default(),
            tasks: Arc::default(),
            uploads: Arc::default(),
        }
    }

    /// Whoever needs both takes these before the uploads.
    pub(crate) fn tasks(&self) -> MutexGuard<'_, Tasks> {
        // Nothing panics while it holds the lock, and tasks would be whole even then.
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn uploads(&self) -> MutexGuard<'_, Uploads> {
        self.uploads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
