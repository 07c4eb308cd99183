//! Files as people have them.

use super::{Config, entry_of_variable, is_deep, parse};

fn read(text: &str) -> Config {
    parse(json5::from_str(text).unwrap()).unwrap()
}

#[test]
fn the_entry_and_the_default_model_are_read() {
    let config = read(
        "{
          // as in the documentation
          models: { providers: { qwen: { baseUrl: 'https://x.test/v1', models: [{ id: 'a' }, { id: 'b' }] } } },
          agents: { defaults: { model: { primary: 'qwen/qwen3.5-plus' } } },
        }",
    );
    let entry = config.entry.unwrap();
    assert_eq!(
        entry.json,
        r#"{"baseUrl":"https://x.test/v1","models":[{"id":"a"},{"id":"b"}]}"#
    );
    assert_eq!(entry.models, ["a", "b"]);
    assert_eq!(config.model.as_deref(), Some("qwen/qwen3.5-plus"));
    assert!(config.unread.is_empty());
}

#[test]
fn what_is_not_read_is_named_by_its_path() {
    let config = read(
        "{
          models: { mode: 'merge', providers: { qwen: { apiKey: 'sk-1' }, openai: {} } },
          agents: { list: [], defaults: { workspace: 'x', model: { primary: 'a', fallbacks: [] } } },
          gateway: { port: 1 },
        }",
    );
    let unread = [
        "agents.defaults.model.fallbacks",
        "agents.defaults.workspace",
        "agents.list",
        "gateway",
        "models.mode",
        "models.providers.openai",
        "models.providers.qwen.apiKey",
    ];
    assert_eq!(config.unread, unread);
    assert_eq!(config.entry.unwrap().json, "{}");
}

#[test]
fn an_alias_stands_in_for_a_missing_entry() {
    let path = |providers: &str| {
        let config = read(&format!("{{ models: {{ providers: {providers} }} }}"));
        (config.entry.map(|entry| entry.path), config.unread)
    };
    let (entry, unread) = path("{ qwencloud: {}, modelstudio: {} }");
    assert_eq!(entry, Some("models.providers.modelstudio"));
    assert_eq!(unread, ["models.providers.qwencloud"]);
    let (entry, unread) = path("{ modelstudio: { api: 'anthropic-messages' }, qwencloud: {} }");
    assert_eq!(entry, Some("models.providers.qwencloud"));
    assert_eq!(unread, ["models.providers.modelstudio"]);
    assert_eq!(path("{}").0, None);
}

#[test]
fn the_default_model_may_be_a_text() {
    let config = read("{ agents: { defaults: { model: 'qwen/glm-5' } } }");
    assert_eq!(config.model.as_deref(), Some("qwen/glm-5"));
    assert_eq!(read("{ agents: { defaults: { model: ' ' } } }").model, None);
}

#[test]
fn wrong_types_are_refused_without_their_values() {
    for (text, message) in [
        ("[]", "it must be an object, not a list"),
        ("{ models: 'sk-1' }", "models must be an object, not a text"),
        (
            "{ models: { providers: { qwen: 1 } } }",
            "models.providers.qwen must be an object, not a number",
        ),
        (
            "{ agents: { defaults: { model: { primary: true } } } }",
            "agents.defaults.model.primary must be a text, not a boolean",
        ),
    ] {
        assert_eq!(parse(json5::from_str(text).unwrap()).unwrap_err(), message);
    }
}

#[test]
fn the_variable_keeps_what_the_library_reads() {
    let mut unread = Vec::new();
    let entry = entry_of_variable(r#"{"apiKey":"sk-1","models":[{"id":"a"}]}"#, &mut unread);
    assert_eq!(entry.json, r#"{"models":[{"id":"a"}]}"#);
    assert_eq!(unread, ["QWEN_CONFIG.apiKey"]);
    // The library says what is wrong with it.
    assert_eq!(entry_of_variable("{", &mut unread).json, "{");
}

#[test]
fn a_bottomless_file_is_told_before_it_is_parsed() {
    assert!(is_deep(&"[".repeat(100_000)));
    assert!(!is_deep(&"[]".repeat(100_000)));
}
