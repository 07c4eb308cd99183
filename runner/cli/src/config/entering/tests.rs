//! Configurations as people have them, before and after.

use super::{Entered, parse};
use serde_json::json;
use std::path::Path;

const URL: &str = "https://dashscope-intl.aliyuncs.com/compatible-mode/v1";

fn entered() -> Entered {
    Entered {
        base_url: URL.to_owned(),
        key: json!({ "source": "file", "id": "config.key" }),
        model: Some("qwen/qwen3.5-plus".to_owned()),
    }
}

fn into_text(entered: Entered, text: Option<&str>) -> String {
    entered.into_text(Path::new("config.json5"), text).unwrap()
}

#[test]
fn a_new_file_has_the_documented_shape() {
    let text = into_text(entered(), None);
    assert_eq!(
        text,
        "// `qwenbox config show --origin` says what of this counts.
{
  models: {
    providers: {
      qwen: {
        apiKey: { id: \"config.key\", source: \"file\" },
        baseUrl: \"https://dashscope-intl.aliyuncs.com/compatible-mode/v1\",
      },
    },
  },
  agents: {
    defaults: {
      model: { primary: \"qwen/qwen3.5-plus\" },
    },
  },
}
"
    );
    assert_eq!(into_text(entered(), Some(&text)), text);
}

/// What is written before and after; `URL` and `KEY` stand for the values.
#[rustfmt::skip]
const ROWS: &[(&str, &str, &str)] = &[
    ("an empty file is an empty configuration",
     "",
     "{\n  models: {\n    providers: {\n      qwen: {\n        apiKey: KEY,\n        baseUrl: URL,\n      },\n    },\n  },\n  agents: {\n    defaults: {\n      model: { primary: \"qwen/qwen3.5-plus\" },\n    },\n  },\n}\n"),
    ("so is one of comments alone, which stay",
     "// mine\n/* and\nthis */ // too",
     "// mine\n/* and\nthis */ // too\n{\n  models: {\n    providers: {\n      qwen: {\n        apiKey: KEY,\n        baseUrl: URL,\n      },\n    },\n  },\n  agents: {\n    defaults: {\n      model: { primary: \"qwen/qwen3.5-plus\" },\n    },\n  },\n}\n"),
    ("values are put in the place of others",
     "{ models: { providers: { qwen: { apiKey: 'sk-old', /* mine */ baseUrl: 'https://old.test' } } }, agents: { defaults: { model: { primary: 'qwen/glm-5', fallbacks: ['qwen/glm-4.7'] } } } }",
     "{ models: { providers: { qwen: { apiKey: KEY, /* mine */ baseUrl: URL } } }, agents: { defaults: { model: { primary: \"qwen/qwen3.5-plus\", fallbacks: ['qwen/glm-4.7'] } } } }"),
    ("a model may stand alone",
     "{ agents: { defaults: { model: 'qwen/glm-5' } }, models: { providers: { qwen: { baseUrl: 'URL', apiKey: KEY } } } }",
     "{ agents: { defaults: { model: \"qwen/qwen3.5-plus\" } }, models: { providers: { qwen: { baseUrl: 'URL', apiKey: KEY } } } }"),
    ("an entry under an alias goes on to be the one",
     "{ models: { providers: { modelstudio: { timeoutSeconds: 5 } } }, agents: { defaults: { model: { primary: 'qwen/qwen3.5-plus' } } } }",
     "{ models: { providers: { modelstudio: { timeoutSeconds: 5, baseUrl: URL, apiKey: KEY } } }, agents: { defaults: { model: { primary: 'qwen/qwen3.5-plus' } } } }"),
    ("a provider of its own under that name is left alone",
     "{ models: { providers: { modelstudio: { api: 'openai-completions', baseUrl: 'https://own.test' } } }, agents: { defaults: { model: 'qwen/qwen3.5-plus' } } }",
     "{ models: { providers: { modelstudio: { api: 'openai-completions', baseUrl: 'https://own.test' }, qwen: { apiKey: KEY, baseUrl: URL } } }, agents: { defaults: { model: 'qwen/qwen3.5-plus' } } }"),
    ("address and key are entered where they count",
     "{ models: { providers: { modelstudio: { baseUrl: 'https://a.test' }, qwen: { baseUrl: 'https://b.test' }, qwencloud: { apiKey: 'sk-1' } } }, agents: { defaults: { model: 'qwen/qwen3.5-plus' } } }",
     "{ models: { providers: { modelstudio: { baseUrl: URL }, qwen: { baseUrl: 'https://b.test' }, qwencloud: { apiKey: KEY } } }, agents: { defaults: { model: 'qwen/qwen3.5-plus' } } }"),
];

#[test]
fn what_counts_is_entered_and_nothing_else_is_touched() {
    for (row, before, after) in ROWS {
        let key = "{ id: \"config.key\", source: \"file\" }";
        let before = before
            .replace("'URL'", &format!("'{URL}'"))
            .replace("KEY", key);
        let after = after.replace("'URL'", &format!("'{URL}'"));
        let after = after
            .replace("URL", &format!("\"{URL}\""))
            .replace("KEY", key);
        let text = into_text(entered(), Some(&before));
        assert_eq!(text, after, "{row}");
        assert_eq!(into_text(entered(), Some(&text)), text, "{row}, twice");
    }
}

#[test]
fn a_model_that_stays_is_not_written() {
    let entered = Entered {
        model: None,
        ..entered()
    };
    let text = into_text(
        entered,
        Some("{ agents: { defaults: { model: 'mine/x' } } }"),
    );
    let config = parse(Path::new("config.json5"), &text).unwrap();
    assert_eq!(config.model.unwrap().value, "mine/x");
}

#[test]
fn a_file_that_is_wrong_is_told_and_not_touched() {
    let path = Path::new("config.json5");
    for (text, told) in [
        (
            "{ models: 1 }",
            "config.json5:1:11: models must be an object",
        ),
        ("{", "config.json5:1:1: this is not JSON5"),
    ] {
        let failure = entered().into_text(path, Some(text)).unwrap_err();
        assert!(failure.to_string().starts_with(told), "{failure}");
    }
}
