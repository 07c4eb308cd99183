//! Wasmtime's engine as this library needs it, and the thread that counts its time.

use crate::error::Error;
use crate::limits::Limits;
use std::time::Duration;
use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

/// How often the engine's epoch moves on. A component that computes is interrupted this often, so that other work of
/// its thread gets a turn.
pub(crate) const TICK: Duration = Duration::from_millis(10);

/// An engine that pools memory, maps it copy-on-write, and can interrupt what runs in it.
pub(crate) fn engine(limits: &Limits) -> Result<Engine, Error> {
    let mut config = Config::new();
    config
        .wasm_component_model_async(true)
        .epoch_interruption(true)
        .memory_init_cow(true)
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool(limits)));
    let engine = Engine::new(&config).map_err(Error::Load)?;
    start_ticking(&engine)?;
    Ok(engine)
}

fn pool(limits: &Limits) -> PoolingAllocationConfig {
    let mut pool = PoolingAllocationConfig::default();
    pool.total_component_instances(limits.instances)
        // The component is one core module and its adapters, each an instance; it has one memory and few tables.
        .total_core_instances(limits.instances.saturating_mul(8))
        .total_memories(limits.instances)
        .total_tables(limits.instances.saturating_mul(4))
        // One that runs and one that is kept for the next: a component that waits holds none.
        .total_stacks(limits.instances.saturating_mul(2))
        .max_memory_size(limits.memory_bytes)
        .max_core_instances_per_component(8)
        .max_memories_per_component(1)
        .max_tables_per_component(4)
        .table_keep_resident(4 * 1024);
    // Where the kernel tells which pages an instance wrote to, those alone are cleared for the next one, by hand: it
    // finds its memory in place. Elsewhere the kernel takes the pages back, which is cheaper than clearing them all.
    if PoolingAllocationConfig::is_pagemap_scan_available() {
        pool.pagemap_scan(Enabled::Yes)
            .linear_memory_keep_resident(256 * 1024);
    }
    pool
}

/// Moves the epoch on from a thread of its own: a runtime whose threads are all busy could not. The thread ends with the
/// engine.
fn start_ticking(engine: &Engine) -> Result<(), Error> {
    let weak = engine.weak();
    std::thread::Builder::new()
        .name("qwenbox-epoch".to_owned())
        .spawn(move || {
            while let Some(engine) = weak.upgrade() {
                engine.increment_epoch();
                drop(engine);
                std::thread::sleep(TICK);
            }
        })
        .map(drop)
        .map_err(|error| Error::Load(wasmtime::Error::new(error)))
}
