//! Every key of a configuration: its path, what it holds, what it is for. The checks and the page in `docs/` follow this
//! table. Keys as documented for the provider and its host program in November 2026.

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Flag,
    /// A whole number.
    Whole,
    /// A list of texts.
    Texts,
    Object,
    /// A list of objects.
    Objects,
    /// A text, or an object in its place.
    TextOrObject,
    /// Anything: it is checked where it is used.
    Any,
}

impl Kind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Flag => "true or false",
            Self::Whole => "a whole number",
            Self::Texts => "a list of texts",
            Self::Object => "an object",
            Self::Objects => "a list of objects",
            Self::TextOrObject => "a text or an object",
            Self::Any => "anything",
        }
    }
}

/// What becomes of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// It has an effect.
    Read,
    /// It has none here, and nothing is amiss.
    Quiet,
    /// It has none here, and that is a warning.
    Told,
}

/// A key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    /// The names from the root on: `*` is any name, `[]` an item of a list.
    pub(crate) path: &'static str,
    pub(crate) kind: Kind,
    pub(crate) to: Use,
    /// What it is for, or why it has no effect.
    pub(crate) meaning: &'static str,
}

const fn key(path: &'static str, kind: Kind, to: Use, meaning: &'static str) -> Key {
    Key {
        path,
        kind,
        to,
        meaning,
    }
}

use Kind::{Any, Flag, Object, Objects, Text, TextOrObject, Texts, Whole};
use Use::{Quiet, Read, Told};

/// All of them.
#[rustfmt::skip]
pub(crate) const KEYS: &[Key] = &[
    key("$schema", Text, Quiet, "for editors"),
    key("models", Object, Read, "providers and their models"),
    key("models.mode", Text, Read, "`merge`: configured models beside the built-in ones; `replace`: configured models alone"),
    key("models.providers", Object, Read, "providers by their ids"),
    key("models.providers.*", Object, Read, "`qwen`, its aliases `modelstudio` and `qwencloud`, or a provider of your own"),
    key("models.providers.*.baseUrl", Text, Read, "where requests go; may hold `${VARIABLE}`"),
    key("models.providers.*.api", Text, Read, "the protocol: `openai-completions`, the only one that is spoken"),
    key("models.providers.*.auth", Text, Read, "`api-key`: a key written in `apiKey` goes over the environment"),
    key("models.providers.*.apiKey", TextOrObject, Read, "the key, `${VARIABLE}`, the name of a key variable, or a reference"),
    key("models.providers.*.apiKey.source", Text, Read, "`env`, `file`, `keyring` or `exec` (also `command`)"),
    key("models.providers.*.apiKey.provider", Text, Quiet, "one kind of each source is known here"),
    key("models.providers.*.apiKey.id", Text, Read, "the variable, the file, the entry of the keyring or the program"),
    key("models.providers.*.apiKey.args", Texts, Read, "what the program is given"),
    key("models.providers.*.headers", Any, Read, "headers of every request; values may hold `${VARIABLE}`"),
    key("models.providers.*.timeoutSeconds", Whole, Read, "the longest wait for an answer's beginning and between its pieces, 1 to 86400"),
    key("models.providers.*.params", Any, Read, "body fields where a request says nothing"),
    key("models.providers.*.models", Objects, Read, "models beside the built-in ones, or in their place"),
    key("models.providers.*.models[].id", Text, Read, "the id that the service takes"),
    key("models.providers.*.models[].name", Text, Read, "the name for people; default: the id"),
    key("models.providers.*.models[].input", Texts, Read, "`text`, `image`, `video`, `audio`"),
    key("models.providers.*.models[].reasoning", Flag, Read, "whether it thinks"),
    key("models.providers.*.models[].contextWindow", Whole, Read, "input and output together, in tokens"),
    key("models.providers.*.models[].maxTokens", Whole, Read, "the longest answer, in tokens"),
    key("models.providers.*.models[].contextTokens", Whole, Quiet, "for programs that cut conversations; nothing is cut here"),
    key("models.providers.*.models[].cost", Any, Quiet, "prices are the service's list prices"),
    key("models.providers.*.models[].api", Text, Quiet, "the provider's `api` holds for all its models"),
    key("models.providers.*.models[].headers", Any, Told, "headers are the provider's, not a model's"),
    key("models.providers.*.models[].compat", Object, Read, "how requests to it differ"),
    key("models.providers.*.models[].compat.supportsUsageInStreaming", Flag, Read, "whether usage may be asked for in streams"),
    key("models.providers.*.models[].compat.thinkingFormat", Text, Read, "`qwen` or `qwen-chat-template`: how thinking is switched"),
    key("models.providers.*.models[].compat.maxTokensField", Text, Read, "`max_tokens` or `max_completion_tokens`"),
    key("models.providers.*.models[].compat.supportsStore", Flag, Quiet, "such a field is never sent"),
    key("models.providers.*.models[].compat.supportsDeveloperRole", Flag, Quiet, "such a role is never sent"),
    key("models.providers.*.models[].compat.supportsReasoningEffort", Flag, Quiet, "the catalog knows which models take it"),
    key("models.providers.*.models[].compat.supportsStrictMode", Flag, Quiet, "such a field is never sent"),
    key("agents", Object, Read, "what is used when a command says nothing"),
    key("agents.defaults", Object, Read, "the same"),
    key("agents.defaults.model", TextOrObject, Read, "the model of `chat`, alone or as `primary`"),
    key("agents.defaults.model.primary", Text, Read, "the model of `chat`"),
    key("agents.defaults.model.fallbacks", Texts, Read, "models to ask in its place, in this order"),
    key("agents.defaults.models", Object, Read, "what holds for single models, by their references"),
    key("agents.defaults.models.*", Object, Read, "a reference, such as `qwen/qwen3.5-plus`"),
    key("agents.defaults.models.*.alias", Text, Read, "a name of yours for it, wherever a model is named"),
    key("agents.defaults.models.*.params", Any, Read, "body fields for this model, over the provider's `params`"),
    key("agents.defaults.models.*.thinking", Text, Read, "how much it thinks; `params.thinking` goes over it"),
    key("agents.defaults.videoGenerationModel", TextOrObject, Read, "the model of `video generate`, alone or as `primary`"),
    key("agents.defaults.videoGenerationModel.primary", Text, Read, "the model of `video generate`"),
    key("agents.defaults.videoGenerationModel.fallbacks", Texts, Told, "a video is never made by another model: it might be billed twice"),
    key("agents.defaults.videoGenerationModel.timeoutMs", Whole, Read, "how long `video generate` waits, in milliseconds"),
    key("tools", Object, Read, "what goes beyond chat"),
    key("tools.media", Object, Read, "how `describe` looks at images and videos"),
    key("tools.media.models", Objects, Read, "like `tools.media.image.models`, for both"),
    key("tools.media.image", Object, Read, "how it looks at images"),
    key("tools.media.video", Object, Read, "how it looks at videos"),
    key("env", Object, Read, "variables for where the environment has none"),
    key("env.*", Text, Read, "the value of the variable of this name"),
    key("env.vars", Object, Read, "variables, as in `env` itself"),
    key("env.vars.*", Text, Read, "the value of the variable of this name"),
    key("env.shellEnv", Any, Told, "no shell is started: set the variable, or write it in a `.env` file"),
];

/// What the objects for images and videos hold, and the items of their lists of models.
#[rustfmt::skip]
pub(crate) const MEDIA_KEYS: &[Key] = &[
    key("enabled", Flag, Quiet, "`describe` is asked for by its name"),
    key("models", Objects, Read, "the first of this service counts; what it says goes over what stands beside the list"),
    key("prompt", Text, Read, "what to tell"),
    key("maxChars", Whole, Read, "the most characters that are asked for"),
    key("maxBytes", Whole, Read, "the largest file, in bytes"),
    key("timeoutSeconds", Whole, Read, "the time limit, in seconds"),
    key("baseUrl", Text, Read, "where these requests go"),
    key("provider", Text, Read, "only in `models`: the provider"),
    key("model", Text, Read, "only in `models`: the model"),
    key("type", Text, Quiet, "only in `models`: all are providers here"),
    key("capabilities", Texts, Read, "only in `tools.media.models`: `image`, `video`"),
    key("headers", Any, Told, "headers are the provider's"),
];

/// Where [`MEDIA_KEYS`] stand.
pub(crate) const MEDIA_PLACES: [&str; 5] = [
    "tools.media.image",
    "tools.media.image.models[]",
    "tools.media.models[]",
    "tools.media.video",
    "tools.media.video.models[]",
];

/// The keys of the object at a place, by their last names.
pub(crate) fn children(place: &str) -> Vec<(&'static str, &'static Key)> {
    if MEDIA_PLACES.contains(&place) {
        return MEDIA_KEYS.iter().map(|key| (key.path, key)).collect();
    }
    let below = |key: &'static Key| {
        let name = match place {
            "" => key.path,
            _ => key.path.strip_prefix(place)?.strip_prefix('.')?,
        };
        (!name.contains(['.', '['])).then_some((name, key))
    };
    KEYS.iter().filter_map(below).collect()
}
