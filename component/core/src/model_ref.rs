//! What a model reference names: a provider, and an id that is the provider's own.
//! Knows no catalog: whether the model exists is asked elsewhere.

use crate::error::body::words;
use crate::error::{Error, ErrorKind};
use crate::prelude::*;

/// This provider's own word in references and configurations.
pub const PROVIDER: &str = "qwen";

/// How much of another provider's id is repeated, in characters.
const LONGEST_ID: usize = 80;

/// A reference taken apart, such as `qwen/qwen3.5-plus`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelRef {
    /// The provider, with aliases folded: [`PROVIDER`] for this one.
    pub provider: String,
    /// The provider's id of the model. It may hold slashes.
    pub id: String,
}

/// A provider that a configuration names, as far as owning a reference goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfiguredProvider<'a> {
    /// Its key in the configuration, as written.
    pub key: &'a str,
    /// Its `api`, as written.
    pub api: Option<&'a str>,
}

impl ModelRef {
    /// Takes a reference apart: `qwen/<id>`, an alias such as `modelstudio/<id>`, or a bare id, which is of this
    /// provider.
    ///
    /// # Errors
    /// `invalid-request` when it names no model.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::parse_among(text, &[])
    }

    /// Takes a reference apart in a configuration that may define providers of its own, by the rule of [`owner`].
    ///
    /// A first part that is neither a word of this provider nor a configured key is part of the id.
    ///
    /// # Errors
    /// Like [`ModelRef::parse`].
    pub fn parse_among(text: &str, configured: &[ConfiguredProvider<'_>]) -> Result<Self, Error> {
        let text = text.trim();
        let (provider, id) = match text.split_once('/') {
            Some((first, id)) if is_provider(first, configured) => {
                (owner(first, configured), id.trim())
            }
            _ => (PROVIDER.to_owned(), text),
        };
        if id.is_empty() {
            return Err(Error::invalid("the model reference names no model")
                .with_hint("write it as qwen/<id>, such as qwen/qwen3.5-plus"));
        }
        Ok(Self {
            provider,
            id: id.to_owned(),
        })
    }

    /// The bare id that a reference to a model of this provider names.
    ///
    /// # Errors
    /// Like [`ModelRef::parse`], and `not-found` for another provider's.
    pub fn own(text: &str) -> Result<String, Error> {
        let Self { provider, id } = Self::parse(text)?;
        if provider == PROVIDER {
            return Ok(id);
        }
        Err(foreign(&provider, &words(&id, LONGEST_ID)))
    }
}

/// The refusal of a model that a reference says to be another provider's. The id is told as it is.
pub(crate) fn foreign(provider: &str, id: &str) -> Error {
    let message = format!("the model `{id}` is of another provider, {provider}");
    Error::new(ErrorKind::NotFound, message)
        .with_hint(&["write qwen/", id, " to ask this provider for it"].concat())
}

/// The provider that a provider word stands for: blanks and case do not matter, and aliases fold to [`PROVIDER`].
#[must_use]
pub fn folded(word: &str) -> String {
    let word = literal(word);
    if ALIASES.contains(&word.as_str()) {
        PROVIDER.to_owned()
    } else {
        word
    }
}

/// Which provider owns the references that begin with `word`.
///
/// An alias stands for this provider, unless the configuration defines a provider under exactly that word with an `api`
/// of another kind: then that custom provider keeps its references (Qwen provider page, November 2026).
#[must_use]
pub fn owner(word: &str, configured: &[ConfiguredProvider<'_>]) -> String {
    let word = literal(word);
    let api = configured
        .iter()
        .find(|provider| literal(provider.key) == word)
        .and_then(|provider| provider.api)
        .map(folded)
        .filter(|api| !api.is_empty());
    match api {
        Some(api) if api != folded(&word) => word,
        _ => folded(&word),
    }
}

const ALIASES: [&str; 2] = ["modelstudio", "qwencloud"];

/// A word that configurations use for the same service. It is a provider of its own there, so it is not folded.
const UNFOLDED: &str = "dashscope";

fn is_provider(word: &str, configured: &[ConfiguredProvider<'_>]) -> bool {
    let word = literal(word);
    word == PROVIDER
        || word == UNFOLDED
        || ALIASES.contains(&word.as_str())
        || configured
            .iter()
            .any(|provider| literal(provider.key) == word)
}

/// Without regard to ASCII case: no provider is called otherwise, and the tables of other letters are 17 KB.
fn literal(word: &str) -> String {
    word.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reference(provider: &str, id: &str) -> ModelRef {
        ModelRef {
            provider: provider.to_owned(),
            id: id.to_owned(),
        }
    }

    #[test]
    fn references_are_taken_apart() {
        for (text, provider, id) in [
            ("qwen/qwen3.5-plus", "qwen", "qwen3.5-plus"),
            ("qwen3.5-plus", "qwen", "qwen3.5-plus"),
            ("  QWEN / qwen3.5-plus ", "qwen", "qwen3.5-plus"),
            ("modelstudio/glm-5", "qwen", "glm-5"),
            ("ModelStudio/glm-5", "qwen", "glm-5"),
            ("qwencloud/glm-5", "qwen", "glm-5"),
            ("dashscope/glm-5", "dashscope", "glm-5"),
            ("kimi/kimi-k3", "qwen", "kimi/kimi-k3"),
            ("qwen/kimi/kimi-k3", "qwen", "kimi/kimi-k3"),
            ("MiniMax-M2.5", "qwen", "MiniMax-M2.5"),
            ("qwen", "qwen", "qwen"),
            ("/glm-5", "qwen", "/glm-5"),
        ] {
            assert_eq!(ModelRef::parse(text), Ok(reference(provider, id)), "{text}");
        }
    }

    #[test]
    fn a_reference_without_a_model_is_refused() {
        for text in ["", "  ", "qwen/", "modelstudio/ "] {
            let error = ModelRef::parse(text).unwrap_err();
            assert_eq!(
                error.message, "the model reference names no model",
                "{text:?}"
            );
        }
    }

    #[test]
    fn configured_keys_are_provider_words() {
        let configured = [ConfiguredProvider {
            key: "My-Proxy",
            api: Some("openai-completions"),
        }];
        assert_eq!(
            ModelRef::parse_among("my-proxy/a/b", &configured),
            Ok(reference("my-proxy", "a/b"))
        );
    }

    const CUSTOM: &str = "modelstudio";

    const OWNERS: &[(&str, Option<&str>, Option<&str>, &str)] = &[
        ("modelstudio", None, None, "qwen"),
        ("modelstudio", Some("modelstudio"), None, "qwen"),
        ("modelstudio", Some("modelstudio"), Some(""), "qwen"),
        ("modelstudio", Some("modelstudio"), Some("  "), "qwen"),
        ("modelstudio", Some("modelstudio"), Some("qwen"), "qwen"),
        (
            "modelstudio",
            Some("modelstudio"),
            Some("modelstudio"),
            "qwen",
        ),
        (
            "modelstudio",
            Some("modelstudio"),
            Some("qwencloud"),
            "qwen",
        ),
        (
            "modelstudio",
            Some("modelstudio"),
            Some(" QwenCloud "),
            "qwen",
        ),
        (
            "modelstudio",
            Some("modelstudio"),
            Some("openai-completions"),
            CUSTOM,
        ),
        (
            "modelstudio",
            Some("modelstudio"),
            Some("anthropic-messages"),
            CUSTOM,
        ),
        (
            "modelstudio",
            Some("modelstudio"),
            Some("dashscope"),
            CUSTOM,
        ),
        (
            " ModelStudio ",
            Some(" MODELSTUDIO"),
            Some("openai-completions"),
            CUSTOM,
        ),
        // Keys are compared without folding: another alias does not own these references.
        (
            "modelstudio",
            Some("qwencloud"),
            Some("openai-completions"),
            "qwen",
        ),
        (
            "modelstudio",
            Some("qwen"),
            Some("openai-completions"),
            "qwen",
        ),
        (
            "qwencloud",
            Some("qwencloud"),
            Some("openai-completions"),
            "qwencloud",
        ),
        ("qwen", Some("qwen"), Some("openai-completions"), "qwen"),
        (
            "dashscope",
            Some("dashscope"),
            Some("openai-completions"),
            "dashscope",
        ),
        ("dashscope", None, None, "dashscope"),
    ];

    #[test]
    fn ownership_follows_the_configuration() {
        for &(word, key, api, owned_by) in OWNERS {
            let configured: Vec<_> = key
                .map(|key| ConfiguredProvider { key, api })
                .into_iter()
                .collect();
            assert_eq!(owner(word, &configured), owned_by, "{word} {key:?} {api:?}");
        }
    }

    #[test]
    fn the_first_of_two_equal_keys_decides() {
        let configured = [Some("qwen"), Some("openai-completions")].map(|api| ConfiguredProvider {
            key: "modelstudio",
            api,
        });
        assert_eq!(owner("modelstudio", &configured), "qwen");
    }

    proptest! {
        #[test]
        fn any_text_parses_to_its_own_id_or_is_refused(text in "\\PC{0,30}(/\\PC{0,30})?") {
            match ModelRef::parse(&text) {
                Ok(parsed) => {
                    prop_assert!(!parsed.id.is_empty());
                    prop_assert!(text.trim().ends_with(&parsed.id));
                }
                Err(error) => prop_assert!(!error.request_sent),
            }
        }

        #[test]
        fn every_id_survives_a_full_reference(id in "[A-Za-z0-9._/-]{1,30}") {
            let parsed = ModelRef::parse(&format!("qwen/{id}")).unwrap();
            prop_assert_eq!(parsed, reference("qwen", &id));
        }
    }
}
