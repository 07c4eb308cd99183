//! Any pieces of tool calls.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qwenbox_fuzz_checks::tool_arguments(data));
