//! Any bytes as an error answer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qwenbox_fuzz_checks::error_body(data));
