//! Every documented rule of keys, addresses and owners, a row each, named by the section that states it.

use super::{Purpose, Sources};
use crate::args::{Arguments, Global};
use crate::environment::Environment;
use crate::settings::Settings;
use clap::Parser;
use std::ffi::OsString;
use tempfile::TempDir;

/// A configuration in a folder of its own, variables, and flags.
struct Case {
    folder: TempDir,
    environment: Environment,
    global: Global,
}

impl Case {
    fn new(config: &str, variables: &[(&str, &str)], flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.json5");
        std::fs::write(&path, config).unwrap();
        let environment = Environment::of(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        });
        let line = ["qwenbox"].iter().chain(flags).chain(&["demo"]);
        let mut global = Arguments::try_parse_from(line).unwrap().global;
        global.config = Some(path);
        Self {
            folder,
            environment,
            global,
        }
    }

    fn sources(&self) -> Sources<'_> {
        Sources::gather(&self.global, &self.environment).unwrap()
    }

    fn settings(&self, reference: Option<&str>, purpose: Purpose) -> Settings {
        self.sources().settings(reference, purpose).unwrap()
    }

    /// The key and where it comes from, with the folder left out; or why there is none.
    fn key(&self, reference: Option<&str>, purpose: Purpose) -> String {
        let key = self.settings(reference, purpose).key;
        let folder = format!("{}/", self.folder.path().display());
        let text = match (key.value, key.why) {
            (Some(told), _) => format!("{} from {}", told.value, told.origin),
            (None, Some(why)) => format!("none: {why}"),
            (None, None) => "none".to_owned(),
        };
        text.replace(&folder, "")
    }
}

const Q: &str = "QWEN_API_KEY";
const M: &str = "MODELSTUDIO_API_KEY";
const D: &str = "DASHSCOPE_API_KEY";

const NO_FILE: &str = "{}";
const LITERAL: &str = "{ models: { providers: { qwen: { apiKey: 'sk-c' } } } }";
const PREFERRED: &str = "{ models: { providers: { qwen: { auth: 'api-key', apiKey: 'sk-c' } } } }";

type KeyRow = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    Purpose,
    &'static str,
);

#[rustfmt::skip]
const KEYS: &[KeyRow] = &[
    ("1.3 QWEN first", NO_FILE, &[(Q, "sk-q"), (M, "sk-m"), (D, "sk-d")], Purpose::Any, "sk-q from QWEN_API_KEY in the environment"),
    ("1.3 MODELSTUDIO second", NO_FILE, &[(M, "sk-m"), (D, "sk-d")], Purpose::Any, "sk-m from MODELSTUDIO_API_KEY in the environment"),
    ("1.3 DASHSCOPE third", NO_FILE, &[(D, "sk-d")], Purpose::Any, "sk-d from DASHSCOPE_API_KEY in the environment"),
    ("1.3 blank is not set", NO_FILE, &[(Q, "  "), (M, "sk-m")], Purpose::Any, "sk-m from MODELSTUDIO_API_KEY in the environment"),
    ("1.3 nobody else's", NO_FILE, &[("OPENAI_API_KEY", "sk-o")], Purpose::Any, "none"),
    ("1.3 another plan's variable is not looked at", NO_FILE, &[("QWEN_TOKEN_PLAN_API_KEY", "sk-t")], Purpose::Any, "none"),
    ("1.4.1, 1.4.4 profiles are not read", "{ auth: { profiles: { 'qwen:default': { provider: 'qwen', mode: 'api_key', key: 'sk-p' } } } }", &[(D, "sk-d")], Purpose::Any, "sk-d from DASHSCOPE_API_KEY in the environment"),
    ("1.4.3 no word stands for a key that is elsewhere", "{ models: { providers: { qwen: { apiKey: 'managed' } } } }", &[], Purpose::Any, "managed from config.json5:1"),
    ("1.4.2 auth api-key and a literal first", PREFERRED, &[(Q, "sk-q")], Purpose::Any, "sk-c from config.json5:1"),
    ("1.4.2 not without a literal", "{ models: { providers: { qwen: { auth: 'api-key', apiKey: '${DASHSCOPE_API_KEY}' } } } }", &[(Q, "sk-q"), (D, "sk-d")], Purpose::Any, "sk-q from QWEN_API_KEY in the environment"),
    ("1.4.5 variables before the configuration", LITERAL, &[(Q, "sk-q")], Purpose::Any, "sk-q from QWEN_API_KEY in the environment"),
    ("1.4.5 the env block is a variable", "{ env: { QWEN_API_KEY: 'sk-e' }, models: { providers: { qwen: { apiKey: 'sk-c' } } } }", &[], Purpose::Any, "sk-e from config.json5:1"),
    ("1.4.5 env.vars too", "{ env: {\n vars: { DASHSCOPE_API_KEY: 'sk-e' } } }", &[], Purpose::Any, "sk-e from config.json5:2"),
    ("1.4.6 literal", LITERAL, &[], Purpose::Any, "sk-c from config.json5:1"),
    ("1.4.6 ${VARIABLE}", "{ env: { MY: 'sk-e' }, models: { providers: { qwen: { apiKey: '${MY}' } } } }", &[], Purpose::Any, "sk-e from config.json5:1"),
    ("1.4.6 ${VARIABLE} that is not set", "{ models: { providers: { qwen: {\n apiKey: '${MY}' } } } }", &[], Purpose::Any, "none: models.providers.qwen.apiKey (config.json5:2): MY is not set"),
    ("1.4.6 reference to a variable", "{ env: { MY: 'sk-e' }, models: { providers: { qwen: { apiKey: { source: 'env', provider: 'default', id: 'MY' } } } } }", &[], Purpose::Any, "sk-e from config.json5:1"),
    ("1.4.6 reference to a file", "{ models: { providers: { qwen: { apiKey: { source: 'file', id: 'key' } } } } }", &[], Purpose::Any, "sk-f from config.json5:1"),
    ("1.4.6 reference to a program", "{ models: { providers: { qwen: { apiKey: { source: 'exec', id: '/bin/echo', args: ['sk-x'] } } } } }", &[], Purpose::Any, "sk-x from config.json5:1"),
    ("1.4.6 the name of a key variable", "{ env: { DASHSCOPE_API_KEY: '' }, models: { providers: { qwen: { apiKey: 'DASHSCOPE_API_KEY' } } } }", &[], Purpose::Any, "none: models.providers.qwen.apiKey (config.json5:1): DASHSCOPE_API_KEY is not set"),
    ("1.4.7 none", NO_FILE, &[], Purpose::Any, "none"),
    ("1.4 understanding looks at a literal first", LITERAL, &[(Q, "sk-q")], Purpose::Understanding, "sk-c from config.json5:1"),
];

#[test]
fn keys_are_found_in_the_documented_order() {
    for (row, config, variables, purpose, key) in KEYS {
        let case = Case::new(config, variables, &[]);
        std::fs::write(case.folder.path().join("key"), "sk-f\n").unwrap();
        assert_eq!(case.key(None, *purpose), *key, "{row}");
    }
}

#[test]
fn the_configuration_folders_file_stands_between_the_environment_and_the_configuration() {
    let config = "{ env: { QWEN_API_KEY: 'sk-e' } }";
    for (variables, key) in [
        (
            &[(Q, "sk-q")][..],
            "sk-q from QWEN_API_KEY in the environment",
        ),
        (&[], "sk-f from .env:2"),
    ] {
        let case = Case::new(config, variables, &[]);
        std::fs::write(
            case.folder.path().join(".env"),
            "# keys\nQWEN_API_KEY=sk-f\n",
        )
        .unwrap();
        assert_eq!(case.key(None, Purpose::Any), key);
    }
}

const CUSTOM: &str = "{ models: { providers: {
    modelstudio: { api: 'openai-completions', baseUrl: 'https://proxy.test/v1' },
    native: { baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1' },
    own: { baseUrl: 'https://own.test/v1', apiKey: 'sk-own' },
} } }";

#[test]
fn keys_of_this_service_go_to_its_own_hosts_alone() {
    for (reference, key) in [
        ("modelstudio/a", "none"),
        ("native/a", "sk-q from QWEN_API_KEY in the environment"),
        ("own/a", "sk-own from config.json5:4"),
    ] {
        let case = Case::new(CUSTOM, &[(Q, "sk-q")], &[]);
        assert_eq!(case.key(Some(reference), Purpose::Any), key, "{reference}");
    }
}

/// The body of `models.providers.modelstudio`, and what `modelstudio/foo` means then: the model, and where it is asked.
#[rustfmt::skip]
const OWNERS: &[(&str, &str, &str, Option<&str>)] = &[
    ("1.6 absent", "", "qwen/foo", None),
    ("1.6 no api", "modelstudio: { baseUrl: 'https://m.test/v1', models: [] }", "qwen/foo", Some("https://m.test/v1")),
    ("1.6 api qwen", "modelstudio: { api: 'qwen', baseUrl: 'https://m.test/v1' }", "qwen/foo", Some("https://m.test/v1")),
    ("1.6 api modelstudio", "modelstudio: { api: 'modelstudio', baseUrl: 'https://m.test/v1' }", "qwen/foo", Some("https://m.test/v1")),
    ("1.6 api qwencloud", "modelstudio: { api: 'qwencloud', baseUrl: 'https://m.test/v1' }", "qwen/foo", Some("https://m.test/v1")),
    ("1.6 api openai-completions", "modelstudio: { api: 'openai-completions', baseUrl: 'https://m.test/v1' }, qwen: { baseUrl: 'https://q.test/v1' }", "qwen/foo", Some("https://m.test/v1")),
    ("1.6 api anthropic-messages", "modelstudio: { api: 'anthropic-messages', baseUrl: 'https://m.test/v1' }", "qwen/foo", Some("https://m.test/v1")),
    ("1.6 keys compare without case and blanks", "' ModelStudio ': { api: 'openai-completions', baseUrl: 'https://m.test/v1' }", "qwen/foo", Some("https://m.test/v1")),
    ("1.1 dashscope is not folded", "dashscope: {}", "qwen/foo", None),
];

#[test]
fn references_go_to_their_owner() {
    for (row, providers, model, url) in OWNERS {
        let config = format!("{{ models: {{ providers: {{ {providers} }} }} }}");
        let case = Case::new(&config, &[], &[]);
        let settings = case.settings(Some("modelstudio/foo"), Purpose::Any);
        assert_eq!(settings.model.as_deref(), Some(*model), "{row}");
        let base_url = settings.given.base_url.map(|told| told.value);
        assert_eq!(base_url.as_deref(), *url, "{row}");
        // A custom provider's model is asked at the custom provider, under this entry.
        let is_custom = row.contains("completions") || row.contains("anthropic");
        if is_custom {
            let path = settings.given.path.unwrap();
            assert_eq!(path, "models.providers.modelstudio", "{row}");
        }
    }
}

type UrlRow = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
    Option<&'static str>,
);

#[rustfmt::skip]
const URLS: &[UrlRow] = &[
    ("2.2 nothing: the plan's own", "", &[], &[], None),
    ("2.2 qwen", "qwen: { baseUrl: 'https://q.test' }", &[], &[], Some("https://q.test")),
    ("2.2 blanks around it are none of it", "' QWEN ': { baseUrl: '  https://q.test ' }", &[], &[], Some("https://q.test")),
    ("2.2 a blank one is none", "qwen: { baseUrl: ' ' }, modelstudio: { baseUrl: 'https://m.test' }", &[], &[], Some("https://m.test")),
    ("2.2 the first in the file's order", "modelstudio: { baseUrl: 'https://m.test' }, qwen: { baseUrl: 'https://q.test' }", &[], &[], Some("https://m.test")),
    ("2.2 not another provider's", "modelstudio: { api: 'openai-completions', baseUrl: 'https://m.test' }, qwen: { baseUrl: 'https://q.test' }", &[], &[], Some("https://q.test")),
    ("11.12 qwencloud only for itself", "qwencloud: { baseUrl: 'https://c.test' }, qwen: {}", &[], &[], None),
    ("a variable over the configuration", "qwen: { baseUrl: 'https://q.test' }", &[("QWEN_BASE_URL", "https://v.test")], &[], Some("https://v.test")),
    ("a flag over the variable", "qwen: { baseUrl: 'https://q.test' }", &[("QWEN_BASE_URL", "https://v.test")], &["--base-url", "https://f.test"], Some("https://f.test")),
    ("an entry in a variable in place of the file's", "qwen: { baseUrl: 'https://q.test' }", &[("QWEN_CONFIG", "{\"baseUrl\":\"https://e.test\"}")], &[], Some("https://e.test")),
    ("${VARIABLE}", "qwen: { baseUrl: '${QWEN_API_KEY}/v1' }", &[(Q, "https://x.test")], &[], Some("https://x.test/v1")),
];

#[test]
fn the_address_is_found_in_the_documented_order() {
    for (row, providers, variables, flags, url) in URLS {
        let config = format!("{{ models: {{ providers: {{ {providers} }} }} }}");
        let case = Case::new(&config, variables, flags);
        let settings = case.settings(None, Purpose::Any);
        let base_url = settings.given.base_url.map(|told| told.value);
        assert_eq!(base_url.as_deref(), *url, "{row}");
    }
}

/// What the library is given, and the catalog that the component makes of it is its own business.
#[test]
fn the_entry_is_handed_on_with_what_holds_for_single_models() {
    let case = Case::new(
        "{ models: { mode: 'replace', providers: { qwen: {
             apiKey: 'sk-1', headers: { 'x-team': '${QWEN_API_KEY}!' }, timeoutSeconds: 600,
             models: [{ id: 'qwen3.6-plus', cost: { input: 0 } }],
           } } },
           agents: { defaults: { models: {
             'qwen/qwen3.5-plus': { alias: 'Qwen', params: { temperature: 0.7 }, thinking: 'low' },
             'modelstudio/glm-5': { params: { seed: 1 } },
             'other/x': {},
           } } } }",
        &[(Q, "q")],
        &[],
    );
    let settings = case.settings(Some("qwEN"), Purpose::Any);
    assert_eq!(
        settings.model.as_deref(),
        Some("qwen/qwen3.5-plus"),
        "an alias"
    );
    assert_eq!(
        serde_json::Value::Object(settings.given.fields),
        serde_json::json!({
            "headers": { "x-team": "q!" },
            "mode": "replace",
            "modelParams": {
                "glm-5": { "seed": 1 },
                "qwen3.5-plus": { "temperature": 0.7, "thinking": "low" },
            },
            "models": [{ "id": "qwen3.6-plus" }],
            "timeoutSeconds": 600,
        })
    );
}

/// 3.3, last rule: a model that a configured provider does not list.
#[test]
fn an_unlisted_model_of_another_provider_is_what_its_first_one_is() {
    let case = Case::new(
        "{ models: { providers: { own: { baseUrl: 'https://own.test/v1', models: [{ id: 'a', contextWindow: 5, maxTokens: 2, reasoning: true }] } } } }",
        &[],
        &[],
    );
    let settings = case.settings(Some("own/b/c"), Purpose::Any);
    assert_eq!(settings.model.as_deref(), Some("qwen/b/c"));
    let models = settings.given.fields.get("models").unwrap();
    let added = serde_json::json!({ "id": "b/c", "contextWindow": 5, "maxTokens": 2 });
    assert_eq!(models.get(1), Some(&added));
}

/// 2.4: usage in streams follows from the address, whatever the provider's id.
#[rustfmt::skip]
const STREAMING: &[(&str, &str, bool)] = &[
    ("2.4 native, Coding China", "https://coding.dashscope.aliyuncs.com/v1", true),
    ("2.4 native, Coding Global", "https://coding-intl.dashscope.aliyuncs.com/v1", true),
    ("2.4 native, Standard China", "https://dashscope.aliyuncs.com/compatible-mode/v1", true),
    ("2.4 native, Standard Global", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", true),
    ("2.4 case and slashes at the end do not matter", "https://DashScope-intl.aliyuncs.com/compatible-mode/v1/", true),
    ("2.4 a proxy is not asked", "https://proxy.test/v1", false),
    ("2.4 this machine is asked", "http://127.0.0.1:8080/v1", true),
];

#[test]
fn usage_in_streams_follows_from_the_address() {
    for (row, url, streams) in STREAMING {
        let config = format!("{{ models: {{ providers: {{ mine: {{ baseUrl: '{url}' }} }} }} }}");
        let case = Case::new(&config, &[], &[]);
        let settings = case.settings(Some("mine/a"), Purpose::Any);
        let base_url = settings.given.base_url.map(|told| told.value);
        let endpoint = qwenbox::Endpoint::choose(&qwenbox::Choice {
            base_url: base_url.as_deref(),
            ..qwenbox::Choice::default()
        });
        assert_eq!(endpoint.unwrap().streams_usage(), *streams, "{row}");
    }
}

/// Another provider's key is where its own entry says, and not in the variables of this service.
#[test]
fn a_key_of_another_provider_is_missed_where_it_belongs() {
    for (entry, message) in [
        ("apiKey: '${ACME_KEY}', ", "models.providers.acme.apiKey ("),
        ("", "models.providers.acme.apiKey is not set"),
    ] {
        let config = format!(
            "{{ models: {{ providers: {{ acme: {{ {entry}baseUrl: 'https://acme.test/v1' }} }} }} }}"
        );
        let case = Case::new(&config, &[], &[]);
        let settings = case.settings(Some("acme/big"), Purpose::Any);
        let record = settings.require_key().unwrap_err().record();
        assert!(record.message.contains(message), "{}", record.message);
        let hint = record.hint.unwrap();
        assert!(!hint.contains(Q) && !hint.contains("onboard"), "{hint}");
    }
}
