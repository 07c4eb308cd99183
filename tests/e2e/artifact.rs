//! The built component itself: what it asks of a host, what it gives, and its size.

use qwenbox_tests::artifact::face;

/// All that a host must provide, or declare as types.
const IMPORTS: &[&str] = &[
    "qwen:provider/catalog-types@0.1.0",
    "qwen:provider/chat-types@0.1.0",
    "qwen:provider/types@0.1.0",
    "qwen:provider/understanding-types@0.1.0",
    "qwen:provider/upload-types@0.1.0",
    "qwen:provider/video-types@0.1.0",
    "wasi:cli/environment@0.3.2",
    "wasi:cli/stderr@0.3.2",
    "wasi:cli/stdin@0.3.2",
    "wasi:cli/stdout@0.3.2",
    "wasi:cli/terminal-output@0.3.2",
    "wasi:cli/terminal-stderr@0.3.2",
    "wasi:cli/terminal-stdout@0.3.2",
    "wasi:cli/types@0.3.2",
    "wasi:clocks/monotonic-clock@0.3.2",
    "wasi:clocks/types@0.3.2",
    "wasi:http/client@0.3.2",
    "wasi:http/types@0.3.2",
];

const EXPORTS: &[&str] = &[
    "qwen:provider/catalog@0.1.0",
    "qwen:provider/chat@0.1.0",
    "qwen:provider/understanding@0.1.0",
    "qwen:provider/uploads@0.1.0",
    "qwen:provider/video@0.1.0",
    "wasi:cli/run@0.3.2",
    "wasi:http/handler@0.3.2",
];

/// The budget of a component with everything in it, in bytes. What grows must be paid for by what shrinks: ARCHITECTURE.md
/// says what the bytes went for.
const BUDGET: usize = 500_000;

/// All that a host must provide to the twin, or declare as types.
const IMPORTS_OF_THE_TWIN: &[&str] = &[
    "qwen:provider/catalog-types@0.1.0",
    "qwen:provider/chat-types@0.1.0",
    "qwen:provider/types@0.1.0",
    "qwen:provider/understanding-types@0.1.0",
    "qwen:provider/upload-types@0.1.0",
    "qwen:provider/video-types@0.1.0",
    "wasi:cli/environment@0.2.12",
    "wasi:clocks/monotonic-clock@0.2.12",
    "wasi:http/outgoing-handler@0.2.12",
    "wasi:http/types@0.2.12",
    "wasi:io/error@0.2.12",
    "wasi:io/poll@0.2.12",
    "wasi:io/streams@0.2.12",
];

const EXPORTS_OF_THE_TWIN: &[&str] = &[
    "qwen:provider/catalog@0.1.0",
    "qwen:provider/chat-sync@0.1.0",
    "qwen:provider/understanding-sync@0.1.0",
    "qwen:provider/uploads-sync@0.1.0",
    "qwen:provider/video-sync@0.1.0",
];

#[test]
fn the_imports_are_exactly_these() {
    assert_eq!(face(qwenbox::component()).imports, IMPORTS);
}

#[test]
fn the_twins_face_is_exactly_this() {
    let face = face(qwen_twin::component());
    assert_eq!(face.imports, IMPORTS_OF_THE_TWIN);
    assert_eq!(face.exports, EXPORTS_OF_THE_TWIN);
}

#[test]
fn no_import_reaches_files_sockets_or_chance() {
    let both = [qwenbox::component(), qwen_twin::component()];
    for import in both.iter().flat_map(|component| face(component).imports) {
        for package in ["wasi:filesystem", "wasi:sockets", "wasi:random"] {
            assert!(!import.starts_with(package), "{import}");
        }
    }
}

#[test]
fn the_exports_are_exactly_these() {
    assert_eq!(face(qwenbox::component()).exports, EXPORTS);
}

#[test]
fn they_are_small() {
    for component in [qwenbox::component(), qwen_twin::component()] {
        let size = component.len();
        assert!(size <= BUDGET, "{size} bytes");
    }
}
