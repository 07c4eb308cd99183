//! Files as people have them.

use super::document::Document;
use super::keys::{KEYS, Kind, MEDIA_KEYS, Use};
use super::{Config, ENTRY_FIELDS};
use std::path::Path;

fn read(text: &str) -> Config {
    let document = Document::parse(Path::new("c.json5"), text.to_owned(), false).unwrap();
    Config::of(document).unwrap()
}

fn refusal(text: &str) -> String {
    let document = Document::parse(Path::new("c.json5"), text.to_owned(), false);
    document.and_then(Config::of).unwrap_err()
}

#[test]
fn the_documented_shape_is_read_and_nothing_of_it_warned_of() {
    let config = read(
        r#"{ models: { mode: "merge", providers: { qwen: { baseUrl: "https://x.test/v1", api: "openai-completions", apiKey: "${QWEN_API_KEY}", timeoutSeconds: 600,
            models: [ { id: "qwen3.6-plus", name: "Plus", reasoning: true, input: ["text","image"], contextWindow: 1000000, maxTokens: 65536,
              cost: { input: 0, output: 0 }, compat: { thinkingFormat: "qwen", supportsUsageInStreaming: true } } ] } } },
  agents: { defaults: { model: { primary: "qwen/qwen3.5-plus", fallbacks: ["qwen/glm-5"] }, videoGenerationModel: { primary: "qwen/wan2.6-t2v" },
    models: { "qwen/qwen3.5-plus": { alias: "Qwen", params: { temperature: 0.7 } } } } } }"#,
    );
    assert_eq!(config.warnings, [] as [&str; 0]);
    assert_eq!(config.model.unwrap().value, "qwen/qwen3.5-plus");
    assert_eq!(config.fallbacks[0].value, "qwen/glm-5");
    assert_eq!(config.fallbacks[0].origin.to_string(), "c.json5:4");
    assert_eq!(config.video.unwrap().value, "qwen/wan2.6-t2v");
    assert_eq!(config.models[0].alias.as_deref(), Some("Qwen"));
    let entry = &config.providers[0];
    assert_eq!(entry.models, ["qwen3.6-plus"]);
    assert_eq!(
        entry.base_url.as_ref().unwrap().origin.to_string(),
        "c.json5:1"
    );
    assert_eq!(
        format!("{:?}", entry.secret.as_ref().unwrap().value),
        "Secret(by variable)"
    );
}

#[test]
fn models_may_be_texts() {
    let config = read(
        "{ agents: { defaults: { model: ' qwen/glm-5 ', videoGenerationModel: 'wan2.7-t2v' } } }",
    );
    assert_eq!(config.model.unwrap().value, "qwen/glm-5");
    assert_eq!(config.video.unwrap().value, "wan2.7-t2v");
    assert!(
        read("{ agents: { defaults: { model: ' ' } } }")
            .model
            .is_none()
    );
}

#[test]
fn looking_is_configured_for_images_and_videos_apart() {
    let config = read(
        "{ tools: { media: {
            models: [{ provider: 'openai', model: 'no' }, { provider: 'modelstudio', model: 'shared', capabilities: ['image'] }],
            image: { prompt: 'section', maxChars: 100, timeoutSeconds: 60 },
            video: { maxBytes: 50, models: [{ provider: 'google', model: 'no' }, { provider: 'qwen', model: 'own', prompt: 'item', maxChars: 7 }], prompt: 'section', maxChars: 8, baseUrl: 'https://v.test' },
        } } }",
    );
    let image = config.image_understanding;
    assert_eq!(image.model.unwrap().value, "shared");
    assert_eq!(image.prompt.unwrap().value, "section");
    assert_eq!(
        (
            image.max_characters.unwrap().value,
            image.timeout_seconds.unwrap().value
        ),
        (100, 60)
    );
    let video = config.video_understanding;
    assert_eq!(video.model.unwrap().value, "own");
    assert_eq!(video.prompt.unwrap().value, "item");
    assert_eq!(
        (
            video.max_characters.unwrap().value,
            video.max_bytes.unwrap().value
        ),
        (7, 50)
    );
    assert_eq!(video.base_url.unwrap().value, "https://v.test");
}

#[test]
fn values_that_mean_nothing_are_shown_where_they_stand() {
    for (text, message) in [
        (
            "{ models: { mode: 'add' } }",
            "c.json5:1:19: models.mode must be merge or replace",
        ),
        (
            "{ models: { providers: { qwen: { apiKey: { source: 'env' } } } } }",
            "c.json5:1:42: a reference to a key needs id",
        ),
        (
            "{ models: { providers: { qwen: { apiKey: { source: 'vault', id: 'x' } } } } }",
            "c.json5:1:52: the source of a key is env, file, keyring or exec",
        ),
        (
            "{ tools: { media: { image: { maxChars: 0 } } } }",
            "c.json5:1:40: maxChars must be at least 1, and not beyond all measure",
        ),
    ] {
        let refused = refusal(text);
        assert_eq!(refused.lines().next(), Some(message));
    }
}

#[test]
fn one_alias_for_two_models_is_a_warning() {
    let config =
        read("{ agents: { defaults: { models: { a: { alias: 'x' }, b: { alias: 'X' } } } } }");
    assert_eq!(
        config.warnings[0],
        "c.json5:1: the alias x stands for several models; the first counts"
    );
}

#[test]
fn what_the_library_is_given_is_in_the_table() {
    for field in ENTRY_FIELDS {
        let path = format!("models.providers.*.{field}");
        assert!(
            KEYS.iter()
                .any(|key| key.path == path && key.to == Use::Read),
            "{path}"
        );
    }
}

/// The page is the table in words: a row each, in the table's order.
#[test]
fn the_page_says_what_the_table_says() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/configuration.md");
    let page = std::fs::read_to_string(page).unwrap();
    let row = |path: &str, kind: Kind, to: Use, meaning: &str| {
        let effect = match to {
            Use::Read => "",
            Use::Quiet => "no effect: ",
            Use::Told => "no effect, with a warning: ",
        };
        format!("| `{path}` | {} | {effect}{meaning} |\n", kind.word())
    };
    let rows = |keys: &[super::keys::Key]| -> String {
        let rows = keys.iter();
        rows.map(|key| row(key.path, key.kind, key.to, key.meaning))
            .collect()
    };
    for rows in [rows(KEYS), rows(MEDIA_KEYS)] {
        assert!(
            page.contains(&rows),
            "docs/configuration.md must have:\n{rows}"
        );
    }
}

#[test]
fn no_debug_print_shows_a_key() {
    let text = r#"{ models: { providers: { qwen: { apiKey: "sk-secret", headers: { "x-token": "secret" } } },
        }, env: { OTHER: "secret" } }"#;
    let document = Document::parse(Path::new("c.json5"), text.to_owned(), false).unwrap();
    let before = format!("{document:?}");
    let config = Config::of(document).unwrap();
    let lines = super::dotenv::parse("QWEN_API_KEY=sk-secret");
    let printed = format!("{before} {config:?} {:?} {lines:?}", config.providers);
    assert!(!printed.contains("secret"), "{printed}");
    assert!(printed.contains("models.providers.qwen"), "{printed}");
}
