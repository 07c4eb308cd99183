//! Carries `qwen-sync.wasm`: the provider on WASI 0.2, for hosts in other languages. Knows nothing of what is in it.
//!
//! The library `qwenbox` runs `qwen.wasm` and does not need the twin, so that it is not in it: the command line hands the
//! twin out, and the tests of other hosts take it from here.

/// The bytes of `qwen-sync.wasm`.
#[must_use]
pub fn component() -> &'static [u8] {
    include_bytes!(env!("QWENBOX_COMPONENT_SYNC"))
}
