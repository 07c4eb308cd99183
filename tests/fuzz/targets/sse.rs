//! Any bytes as an event stream.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qwenbox_fuzz_checks::sse(data));
