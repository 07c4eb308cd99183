//! What `wasi:http` 0.3 makes of the core's requests, and of its own failures.

qwen_bindings::wasi_http!(
    wasip3::http::types,
    Request,
    wasi::HeaderError::SizeExceeded => "SizeExceeded".to_owned(),
    wasi::HeaderError::Other(more) => ["Other(", &more.shown(), ")"].concat()
);
