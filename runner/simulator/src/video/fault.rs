//! Failures of the video service on purpose, chosen by the operator and never by a request.

/// What goes wrong, for every task the same. Several may go wrong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VideoFault {
    /// The first download of each film breaks.
    CutDownload {
        /// How many bytes of the answer's body arrive before.
        bytes: usize,
    },
    /// The first submits of the simulator's life get no answer: the connection is closed.
    CutSubmit {
        /// Whether the task exists nevertheless.
        accepted: bool,
        /// How many submits.
        times: u32,
    },
    /// Tasks end CANCELED.
    EndCanceled,
    /// Tasks end FAILED, code `InternalError`.
    EndFailed,
    /// Tasks end FAILED, code `DataInspectionFailed`.
    EndInspected,
    /// Tasks end with a status that no document names.
    EndOddly,
    /// The first polls of each task are answered 500, code `InternalError`.
    FailPolls {
        /// How many polls.
        times: u32,
    },
    /// Tasks are UNKNOWN as soon as they have ended, as if their time were over.
    Forget {
        /// How many polls of each task say SUCCEEDED before.
        successes: u32,
    },
    /// The address of a film begins with `http://`, at a host that does not exist.
    InsecureUrl,
    /// Tasks end SUCCEEDED without an address.
    NoUrl,
    /// Downloads are answered 403, as if the address had expired.
    RefuseDownload,
    /// Tasks that have begun are SUSPENDED at first.
    Suspend {
        /// How many polls of each task say so.
        polls: u32,
    },
    /// Films come as `text/html`.
    WrongContentType,
}
