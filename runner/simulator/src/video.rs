//! The native video API: submit, poll, cancel, list, and the films themselves.
//!
//! * `families`, `request`: what may be asked for; `dimensions`: how large the film is then.
//! * `task`, `tasks`: what becomes of it over time; `quota`: how often one may ask.
//! * `endpoint`: the calls; `listing`, `answers`: how they are read and written.
//! * `results`: the download; `links`: its signed address.

mod answers;
mod dimensions;
mod endpoint;
mod families;
mod fault;
mod links;
mod listing;
mod options;
mod quota;
mod request;
mod results;
mod task;
mod tasks;

pub(crate) use endpoint::{Submitted, cancel, list, poll, submit};
pub use fault::VideoFault;
pub(crate) use links::{Links, task_of};
pub use options::VideoOptions;
pub(crate) use results::download;
pub use task::{TaskState, VideoTask};
pub(crate) use tasks::Tasks;

/// Whether there is a video model of this name.
pub(crate) fn is_model(name: &str) -> bool {
    families::find(name).is_some()
}
