//! What the host keeps beside a running instance, and which call a request belongs to.

use crate::egress::hooks::Hooks;
use crate::engine::TICK;
use crate::limits::Limits;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use wasmtime::component::{Accessor, GuestTaskId, HasData, Resource, ResourceTable};
use wasmtime::{AsContextMut, StoreLimits, StoreLimitsBuilder, UpdateDeadline};
use wasmtime_wasi::{TrappableError, WasiCtx, WasiCtxView, WasiView};
use wasmtime_wasi_http::p3::bindings::http::client::HostWithStore;
use wasmtime_wasi_http::p3::bindings::http::types::ErrorCode;
use wasmtime_wasi_http::p3::bindings::http::types::{Request, Response};
use wasmtime_wasi_http::{WasiHttp, WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

/// The data of one instance's store.
pub(crate) struct State {
    wasi: WasiCtx,
    http: WasiHttpCtx,
    table: ResourceTable,
    hooks: Hooks,
    calls: HashMap<GuestTaskId, CancellationToken>,
    busy: Busy,
    seen: Arc<AtomicBool>,
    pub(crate) limiter: StoreLimits,
}

impl State {
    pub(crate) fn new(wasi: WasiCtx, hooks: Hooks, limits: &Limits) -> Self {
        Self {
            wasi,
            http: WasiHttpCtx::new(),
            table: ResourceTable::new(),
            hooks,
            calls: HashMap::new(),
            busy: Busy::new(limits.busy),
            seen: Arc::default(),
            limiter: StoreLimitsBuilder::new()
                .memory_size(limits.memory_bytes)
                .trap_on_grow_failure(true)
                .build(),
        }
    }

    /// Notes which token cancels the requests of a call.
    pub(crate) fn call_begins(&mut self, call: GuestTaskId, cancel: CancellationToken) {
        self.busy.progress();
        self.calls.insert(call, cancel);
    }

    /// Forgets a call that has returned. What it left running keeps its token.
    pub(crate) fn call_returned(&mut self, call: GuestTaskId) {
        self.calls.remove(&call);
    }

    /// The component did something that the host saw: it is not stuck.
    pub(crate) fn progress(&mut self) {
        self.busy.progress();
    }

    /// What is set where the component's progress is seen outside of its store.
    pub(crate) fn seen(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.seen)
    }

    /// What happens when the component is interrupted in its computing: others get a turn, unless it is stuck.
    pub(crate) fn interrupted(&mut self) -> wasmtime::Result<UpdateDeadline> {
        if self.seen.swap(false, Ordering::Relaxed) {
            self.progress();
        }
        if self.busy.tick() {
            wasmtime::bail!(
                "it computed for {} seconds without a result",
                self.busy.limit.as_secs()
            );
        }
        Ok(UpdateDeadline::YieldCustom(
            1,
            Box::pin(tokio::task::yield_now()),
        ))
    }
}

/// How long a component has computed since it last did something visible. Counted in epochs in which it was found
/// computing, so an instance that waits costs nothing and is never stopped.
struct Busy {
    ticks: u128,
    limit: Duration,
}

impl Busy {
    fn new(limit: Duration) -> Self {
        Self { ticks: 0, limit }
    }

    fn progress(&mut self) {
        self.ticks = 0;
    }

    /// Counts one more epoch; whether that is too many.
    fn tick(&mut self) -> bool {
        self.ticks = self.ticks.saturating_add(1);
        self.ticks.saturating_mul(TICK.as_millis()) > self.limit.as_millis()
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

impl WasiHttpView for State {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView {
            hooks: &mut self.hooks,
            table: &mut self.table,
            ctx: &mut self.http,
        }
    }
}

/// `wasi:http/client` that knows which call it works for, so that a call can be cancelled alone.
pub(crate) struct Calls;

impl HasData for Calls {
    type Data<'a> = WasiHttpCtxView<'a>;
}

impl HostWithStore<State> for Calls {
    async fn send(
        store: &Accessor<State, Self>,
        request: Resource<Request>,
    ) -> Result<Resource<Response>, TrappableError<ErrorCode>> {
        store.with(|mut access| {
            // The last task of the stack is the export that the host called.
            let call = access
                .as_context_mut()
                .async_call_stack()
                .ok()
                .and_then(Iterator::last);
            let state = access.data_mut();
            state.progress();
            let cancel = call.and_then(|call| state.calls.get(&call)).cloned();
            state.hooks.set_cancel(cancel.unwrap_or_default());
        });
        WasiHttp::send(&store.with_getter::<WasiHttp>(State::http), request).await
    }
}

#[cfg(test)]
mod tests {
    use super::Busy;
    use std::time::Duration;

    #[test]
    fn only_computing_without_progress_counts() {
        let mut busy = Busy::new(Duration::from_millis(30));
        assert!(!busy.tick() && !busy.tick() && !busy.tick());
        busy.progress();
        assert!(!busy.tick() && !busy.tick() && !busy.tick());
        assert!(busy.tick(), "the fourth epoch in a row is over 30 ms");
    }
}
