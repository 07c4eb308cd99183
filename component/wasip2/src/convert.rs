//! What `wasi:http` 0.2 makes of the core's requests, and of its own failures.

qwen_bindings::wasi_http!(wasip2::http::types, OutgoingRequest,);
