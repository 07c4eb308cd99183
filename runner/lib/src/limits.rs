//! How much an instance may take of the machine.

use std::time::Duration;

/// What one instance may use. The defaults suit a server that runs many; raise what a test or a log asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Linear memory of an instance, in bytes. Default 64 MiB: an idle instance takes 2, an open stream some kilobytes,
    /// and a request with images its own size a few times over.
    pub memory_bytes: usize,
    /// How long the component may compute without a call, an event or a request, in CPU time. Default 10 seconds: a
    /// whole answer takes milliseconds, so only a component that is stuck gets here. It is stopped, and the calls in it
    /// fail.
    pub busy: Duration,
    /// How long one call may take from beginning to end, streams included. Default 30 minutes.
    pub call: Duration,
    /// Instances that one runtime holds ready memory for. Default 64; each costs 4 GiB of address space, not memory.
    pub instances: u32,
    /// Calls at once in one instance; more wait. Default 1,000.
    pub calls: usize,
    /// Until a connection stands, name lookup and TLS included. Default 30 seconds. What a request asks for holds when
    /// it is less.
    pub connect: Duration,
    /// From the connection to the answer's first byte. Default 10 minutes, as models may think long in silence.
    pub first_byte: Duration,
    /// Between two pieces of an answer. Default 5 minutes.
    pub between_bytes: Duration,
    /// The longest answer, in bytes. Default 64 MiB; it is counted while it is read, whatever its headers say.
    pub response_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_bytes: 64 << 20,
            busy: Duration::from_secs(10),
            call: Duration::from_mins(30),
            instances: 64,
            calls: 1_000,
            connect: Duration::from_secs(30),
            first_byte: Duration::from_mins(10),
            between_bytes: Duration::from_mins(5),
            response_bytes: 64 << 20,
        }
    }
}
