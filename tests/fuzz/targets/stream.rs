//! Any bytes as the answer to a chat call.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qwenbox_fuzz_checks::stream(data));
