//! What a component must bring along that does without the standard library: memory, and what becomes of a panic.
#![expect(
    unsafe_code,
    reason = "an allocator deals in addresses, and the host calls a function by its name"
)]

use alloc::alloc::{alloc, realloc};
use core::alloc::Layout;
use core::panic::PanicInfo;
use core::ptr::without_provenance_mut;
use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

/// Made for WebAssembly with one thread: a third of the size of the usual allocators, and as quick.
#[global_allocator]
static MEMORY: WasmDynamicTalc = new_wasm_dynamic_allocator();

// The compiler counts on `memcmp`. It is all that the linker takes of the C library.
#[link(name = "c")]
unsafe extern "C" {}

/// A panic is a trap: the host takes the instance down and says where. Its words would need all of formatting, and a
/// place to go to.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// Where the host puts what it hands in. The name and the arguments are the canonical ABI's.
///
/// # Safety
/// The host asks for an alignment that is a power of two, and gives back what it got here.
#[unsafe(no_mangle)]
unsafe extern "C" fn cabi_realloc(
    old: *mut u8,
    old_size: usize,
    align: usize,
    size: usize,
) -> *mut u8 {
    // SAFETY: as above; a size of zero does not reach the allocator. To shrink to nothing is not asked for.
    let place = unsafe {
        match (old_size, size) {
            (_, 0) => without_provenance_mut(align),
            (0, _) => alloc(Layout::from_size_align_unchecked(size, align)),
            _ => realloc(
                old,
                Layout::from_size_align_unchecked(old_size, align),
                size,
            ),
        }
    };
    if place.is_null() {
        core::arch::wasm32::unreachable()
    }
    place
}
