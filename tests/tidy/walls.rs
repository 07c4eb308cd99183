//! The walls between the parts: what each may not name, and what it may not be built with.

use crate::files::{all, is_test, none, read, root};
use crate::source::{code, without_comments};
use crate::uses::names;
use std::process::Command;

/// What some files may not name.
struct Wall {
    /// The files, by how their paths begin.
    inside: &'static [&'static str],
    outside: &'static [&'static str],
    why: &'static str,
}

const WALLS: &[Wall] = &[
    Wall {
        inside: &["component/core/src/"],
        outside: &[
            "std::env",
            "std::time",
            "std::fs",
            "std::net",
            "std::process",
            "std::thread",
            "wasmtime*",
            "wasip3",
            "wit_bindgen",
            "tokio*",
        ],
        why: "the core does no I/O: take it as a parameter, or do it in a Transport",
    },
    Wall {
        inside: &["component/core/src/chat/", "component/core/src/chat.rs"],
        outside: &[
            "catalog",
            "crate::understanding",
            "crate::video",
            "crate::server",
        ],
        why: "operations do not know each other: provider.rs joins them",
    },
    Wall {
        inside: &[
            "component/core/src/understanding/",
            "component/core/src/understanding.rs",
        ],
        outside: &["catalog", "crate::video", "crate::server"],
        why: "a description is a question for chat and nothing else: provider.rs finds the model and asks",
    },
    Wall {
        inside: &["component/core/src/video/", "component/core/src/video.rs"],
        outside: &["catalog", "crate::chat", "crate::server"],
        why: "operations do not know each other: provider.rs joins them",
    },
    Wall {
        inside: &[
            "component/core/src/catalog/",
            "component/core/src/catalog.rs",
        ],
        outside: &["chat", "crate::video", "crate::server"],
        why: "operations do not know each other: provider.rs joins them",
    },
    Wall {
        inside: &[
            "component/core/src/provider/",
            "component/core/src/provider.rs",
        ],
        outside: &["crate::server"],
        why: "the server door calls the provider, never the other way round",
    },
    Wall {
        inside: &["component/core/src/server/", "component/core/src/server.rs"],
        outside: &[
            "crate::endpoint",
            "crate::retry",
            "crate::secret",
            "crate::sse",
        ],
        why: "the server knows calls and their types: where they go, how and with which key is the provider's business",
    },
    Wall {
        inside: &["component/wasip3/src/", "component/wasip2/src/"],
        outside: &["serde*", "reqwest", "url"],
        why: "a shell converts types and moves bytes: the rest is the core's",
    },
    Wall {
        inside: &[
            "component/wasip3/src/command/",
            "component/wasip3/src/command.rs",
        ],
        outside: &["qwen_bindings", "crate::generated", "crate::chat"],
        why: "a door calls the core: the exports are another door",
    },
    Wall {
        inside: &["runner/lib/src/"],
        outside: &[
            "qwen_core::chat",
            "qwen_core::video",
            "qwen_core::upload",
            "qwen_core::sse",
            "qwen_core::error::body",
            "qwen_core::error::code",
            "qwen_core::catalog",
            "qwen_core::provider",
            "qwen_bindings",
            "serde*",
        ],
        why: "the library does not know the wire: only settings and endpoints are its own",
    },
    Wall {
        inside: &["runner/lib/src/jobs/", "runner/lib/src/jobs.rs"],
        outside: &["wasmtime*", "hyper*", "crate::egress", "crate::bindings"],
        why: "a job calls the provider as an embedder does, and reaches its storage through storage.rs",
    },
    Wall {
        inside: &[
            "runner/lib/src/jobs/state.rs",
            "runner/lib/src/jobs/verdict.rs",
            "runner/lib/src/jobs/backoff.rs",
            "runner/lib/src/jobs/recover/decide.rs",
            "runner/lib/src/jobs/download/answer.rs",
        ],
        outside: &["rusqlite", "tokio*", "std::fs", "std::env"],
        why: "what becomes of a job is decided by pure functions",
    },
    Wall {
        inside: &[
            "runner/lib/src/egress/policy.rs",
            "runner/lib/src/egress/address.rs",
            "runner/lib/src/egress/origin.rs",
        ],
        outside: &["wasmtime*", "hyper*", "tokio*", "rustls*"],
        why: "whether something may be reached is decided by pure functions",
    },
    Wall {
        inside: &["runner/gateway/src/"],
        outside: &[
            "wasmtime*",
            "qwen_core",
            "qwen_bindings",
            "qwenbox_simulator",
            "qwenbox::chat",
            "qwenbox::video",
        ],
        why: "a gateway lets in and counts: what is asked and answered is the component's, how it runs the library's",
    },
    Wall {
        inside: &[
            "runner/gateway/src/admission.rs",
            "runner/gateway/src/connection.rs",
            "runner/gateway/src/metrics.rs",
            "runner/gateway/src/record.rs",
            "runner/gateway/src/request_body.rs",
            "runner/gateway/src/response_body.rs",
            "runner/gateway/src/server.rs",
            "runner/gateway/src/service.rs",
        ],
        outside: &["serde*"],
        why: "the one JSON that a gateway writes is its refusals': see refusal.rs",
    },
    Wall {
        inside: &["runner/cli/src/args.rs", "runner/cli/src/args/"],
        outside: &["qwenbox", "wasmtime*", "hyper*"],
        why: "arguments are plain data: a command turns them into calls",
    },
    Wall {
        inside: &["runner/cli/src/commands/", "runner/cli/src/commands.rs"],
        outside: &["wasmtime*", "hyper*", "qwen_core"],
        why: "a command calls the library: what runs and how is not its business",
    },
    Wall {
        inside: &[
            "runner/cli/src/config/copied.rs",
            "runner/cli/src/config/edit.rs",
            "runner/cli/src/config/entering.rs",
        ],
        outside: &["std::fs", "std::io", "std::env", "std::process"],
        why: "a configuration is edited as a text: whole.rs writes it",
    },
    Wall {
        inside: &[
            "runner/cli/src/commands/chat/conversation/command.rs",
            "runner/cli/src/commands/chat/conversation/input.rs",
            "runner/cli/src/commands/chat/conversation/session.rs",
            "runner/cli/src/commands/chat/conversation/spent.rs",
            "runner/cli/src/commands/chat/conversation/transcript.rs",
        ],
        outside: &[
            "rustyline",
            "tokio*",
            "std::io",
            "std::fs",
            "qwenbox::Provider",
        ],
        why: "what a line means follows from what was said: the terminal is outside",
    },
    Wall {
        inside: &["runner/simulator/src/"],
        outside: &[
            "qwen_core",
            "qwen_bindings",
            "qwenbox",
            "wasmtime*",
            "wit_bindgen",
        ],
        why: "a bug that both sides share would hide",
    },
];

/// What shells may not say in their strings: URLs and words of the provider.
const WORDS_OF_THE_WIRE: &[&str] = &[
    "http://",
    "https://",
    "aliyuncs",
    "dashscope",
    "DashScope",
    "Throttling",
    "InvalidApiKey",
    "InvalidParameter",
    "DataInspection",
    "invalid_api_key",
    "data:",
    "[DONE]",
];

/// What a package may not be built with.
const GRAPHS: &[(&str, &[&str])] = &[
    (
        "qwen-core",
        &[
            "wasmtime*",
            "wasi*",
            "wit-*",
            "tokio*",
            "hyper*",
            "qwen-bindings",
            "qwenbox*",
        ],
    ),
    (
        "qwenbox-simulator",
        &[
            "qwen-core",
            "qwen-bindings",
            "qwen-wasip3",
            "qwenbox",
            "wasmtime*",
            "wit-*",
        ],
    ),
    (
        "qwenbox",
        &[
            "qwen-bindings",
            "qwen-wasip3",
            "qwen-twin",
            "qwenbox-simulator",
            "reqwest",
        ],
    ),
    (
        "qwen-wasip3",
        &["wasmtime*", "tokio*", "qwenbox*", "reqwest", "qwen-wasip2"],
    ),
    (
        "qwen-wasip2",
        &[
            "wasmtime*",
            "tokio*",
            "qwenbox*",
            "reqwest",
            "qwen-wasip3",
            "wasip3",
        ],
    ),
];

impl Wall {
    fn problems(&self, path: &str, text: &str) -> Vec<String> {
        let code = code(text);
        let crossed = self.outside.iter().filter(|name| names(&code, name));
        crossed
            .map(|name| {
                let word = name.trim_end_matches('*');
                let line = line_of(&code, word.rsplit("::").next().unwrap_or(word));
                format!("{path}:{line}: names {word}; {}", self.why)
            })
            .collect()
    }

    fn files(&self) -> Vec<String> {
        let all = all().into_iter().filter(|path| path.ends_with(".rs"));
        all.filter(|path| self.inside.iter().any(|inside| path.starts_with(inside)))
            .collect()
    }
}

/// The first line that a word stands on.
fn line_of(text: &str, word: &str) -> usize {
    let mut lines = text.lines();
    lines.position(|line| line.contains(word)).unwrap_or(0) + 1
}

fn words_of_the_wire(path: &str, text: &str) -> Vec<String> {
    let code = without_comments(text);
    let said = WORDS_OF_THE_WIRE
        .iter()
        .filter(|word| code.contains(**word));
    said.map(|word| {
        let line = line_of(&code, word);
        format!("{path}:{line}: says {word}; what the wire says is the core's business")
    })
    .collect()
}

/// The packages that a package is built with, by cargo's own account.
fn built_with(package: &str) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["tree", "--offline", "--package", package])
        .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{output:?}");
    packages(&String::from_utf8(output.stdout).unwrap())
}

/// The names in a listing of cargo's, without the first, which is the package asked for.
fn packages(tree: &str) -> Vec<String> {
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    names.skip(1).map(str::to_owned).collect()
}

fn graph_problems(package: &str, built_with: &[String], forbidden: &[&str]) -> Vec<String> {
    let fits = |name: &str, pattern: &&str| match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == *pattern,
    };
    let mut found: Vec<_> = built_with
        .iter()
        .filter(|name| forbidden.iter().any(|pattern| fits(name, pattern)))
        .map(|name| {
            format!("{package}: is built with {name}; see cargo tree -p {package} -i {name}")
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn no_file_names_what_is_behind_its_wall() {
    let mut problems = Vec::new();
    for wall in WALLS {
        let files = wall.files();
        if files.is_empty() {
            problems.push(format!("{}:1: the wall guards nothing", wall.inside[0]));
        }
        for path in files {
            problems.extend(wall.problems(&path, &read(&path)));
        }
    }
    none(&problems);
}

#[test]
fn the_shells_say_nothing_of_the_wire() {
    let shells = ["component/wasip2/src/", "component/wasip3/src/"];
    let files = all().into_iter().filter(|path| !is_test(path));
    let shell = files.filter(|path| shells.iter().any(|shell| path.starts_with(shell)));
    let problems: Vec<_> = shell
        .flat_map(|path| words_of_the_wire(&path, &read(&path)))
        .collect();
    none(&problems);
}

#[test]
fn no_package_is_built_with_what_is_behind_its_wall() {
    let problems: Vec<_> = GRAPHS
        .iter()
        .flat_map(|(package, forbidden)| graph_problems(package, &built_with(package), forbidden))
        .collect();
    none(&problems);
}

#[test]
fn each_wall_is_felt() {
    for wall in WALLS {
        for name in wall.outside {
            let word = name.trim_end_matches('*');
            let found = wall.problems("a.rs", &format!("//! A.\nuse {word}::b;\n"));
            assert_eq!(found.len(), 1, "{word}");
            assert!(found[0].starts_with("a.rs:2: names "), "{found:?}");
            let only_said = format!("//! {word}\nconst A: &str = \"{word}\";\n");
            assert_eq!(wall.problems("a.rs", &only_said), [""; 0], "{word}");
        }
    }
}

#[test]
fn a_word_of_the_wire_is_found() {
    for word in WORDS_OF_THE_WIRE {
        let found = words_of_the_wire("a.rs", &format!("//! A.\nlet a = \"{word}x\";"));
        assert!(found[0].starts_with("a.rs:2: says "), "{found:?}");
    }
    assert_eq!(words_of_the_wire("a.rs", "// http://a"), [""; 0]);
}

#[test]
fn a_package_that_should_not_be_there_is_found() {
    let tree = "a v0.1.0 (/x)\ntokio-util v0.7.1\nwasmtime v48.0.0\nserde v1.0.0 (*)\n";
    let built_with = packages(tree);
    assert_eq!(built_with, ["tokio-util", "wasmtime", "serde"]);
    assert_eq!(
        graph_problems("a", &built_with, &["tokio", "hyper*"]),
        [""; 0]
    );
    assert_eq!(
        graph_problems("a", &built_with, &["tokio*", "wasmtime"]).len(),
        2
    );
}
