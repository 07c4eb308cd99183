//! What the catalog is held to.

use proptest::prelude::*;

use super::*;
use crate::endpoint::Choice;
use crate::model::{InputKind, ThinkingSupport};

const CODING: &str = "https://coding-intl.dashscope.aliyuncs.com/v1";
const CODING_CHINA: &str = "https://coding.dashscope.aliyuncs.com/v1";
const STANDARD: &str = "https://dashscope-intl.aliyuncs.com/compatible-mode/v1";
const PROXY: &str = "https://proxy.example/v1";

fn catalog(base_url: &str, configured: &[ConfiguredModel]) -> Catalog {
    let endpoint = Endpoint::choose(&Choice {
        base_url: Some(base_url),
        ..Choice::default()
    })
    .unwrap();
    Catalog::of(&endpoint, configured)
}

fn configured(id: &str) -> ConfiguredModel {
    ConfiguredModel {
        id: id.to_owned(),
        ..ConfiguredModel::default()
    }
}

fn ids(catalog: &Catalog) -> Vec<&str> {
    catalog
        .models()
        .iter()
        .map(|model| model.id.as_str())
        .collect()
}

#[test]
fn standard_and_unknown_endpoints_offer_every_row() {
    for base_url in [
        STANDARD,
        PROXY,
        "https://token-plan.cn-beijing.maas.aliyuncs.com/compatible-mode/v1",
    ] {
        let catalog = catalog(base_url, &[]);
        let all: Vec<_> = snapshot::rows().map(|row| row.id).collect();
        assert_eq!(ids(&catalog), all);
    }
}

#[test]
fn a_coding_endpoint_offers_its_plan() {
    assert_eq!(
        ids(&catalog(CODING, &[])),
        [
            "qwen3.5-plus",
            "qwen3-max-2026-01-23",
            "qwen3-coder-next",
            "qwen3-coder-plus",
            "MiniMax-M2.5",
            "glm-5",
            "glm-4.7",
            "kimi-k2.5",
            "qwen3.7-plus",
        ]
    );
}

/// 3.3: an explicit `qwen3.6-plus` is honoured.
#[test]
fn a_configured_model_is_honoured_on_the_coding_plan() {
    let catalog = catalog(CODING_CHINA, &[configured("qwen3.6-plus")]);
    assert_eq!(
        catalog.models().first().map(|model| model.id.as_str()),
        Some("qwen3.6-plus")
    );
    assert_eq!(catalog.models().len(), 10);
    let model = catalog.resolve("qwen/qwen3.6-plus").unwrap();
    assert_eq!(
        (model.context_window, model.thinking),
        (1_000_000, ThinkingSupport::OptionalOn)
    );
}

#[test]
fn configured_models_come_first_and_keep_what_they_say() {
    let own = ConfiguredModel {
        name: Some("Mine".to_owned()),
        input: Some(vec![InputKind::Text, InputKind::Audio]),
        reasoning: Some(false),
        context_window: Some(1_000),
        max_tokens: Some(100),
        ..configured("glm-5")
    };
    let catalog = catalog(
        STANDARD,
        &[configured("own/model"), own, configured("kimi-k2.5")],
    );
    let listed = ids(&catalog);
    assert_eq!(listed.len(), 31);
    assert_eq!(
        listed[..4],
        ["own/model", "glm-5", "kimi-k2.5", "qwen3.5-plus"]
    );

    let snapshot = snapshot::find("glm-5").unwrap().to_model();
    assert_eq!(
        *catalog.resolve("glm-5").unwrap(),
        Model {
            name: "Mine".to_owned(),
            input: vec![InputKind::Text, InputKind::Audio],
            context_window: 1_000,
            output_limit: 100,
            thinking: ThinkingSupport::None,
            thinking_budget_limit: None,
            source: "configuration; Qwen provider page and Model Studio model list, November 2026"
                .to_owned(),
            ..snapshot
        }
    );
    // What is left open comes from the snapshot.
    let snapshot = snapshot::find("kimi-k2.5").unwrap().to_model();
    assert_eq!(
        *catalog.resolve("kimi-k2.5").unwrap(),
        Model {
            source: "configuration; Qwen provider page and Model Studio model list, November 2026"
                .to_owned(),
            ..snapshot
        }
    );
}

/// What a configuration says of a model.
type Says = fn(ConfiguredModel) -> ConfiguredModel;

/// What holds of the merged model, beside the built-in one.
type Merged = fn(&Model, &Model) -> bool;

/// The rules of merging, each with what a configuration says of `glm-5`, and what holds for it beside the built-in row.
#[rustfmt::skip]
const MERGES: &[(&str, Says, Merged)] = &[
    ("3.3 a configured name counts", |model| ConfiguredModel { name: Some("Mine".to_owned()), ..model }, |merged, _| merged.name == "Mine"),
    ("3.3 a configured input counts", |model| ConfiguredModel { input: Some(vec![InputKind::Audio]), ..model }, |merged, _| merged.input == [InputKind::Audio]),
    ("3.3 else the built-in input", |model| model, |merged, row| merged.input == row.input),
    ("3.3 configured reasoning counts", |model| ConfiguredModel { reasoning: Some(false), ..model }, |merged, _| merged.thinking == ThinkingSupport::None),
    ("3.3 else the built-in thinking", |model| model, |merged, row| merged.thinking == row.thinking),
    ("3.3 a configured window counts", |model| ConfiguredModel { context_window: Some(7), ..model }, |merged, _| merged.context_window == 7),
    ("3.3 else the built-in window", |model| model, |merged, row| merged.context_window == row.context_window),
    ("3.3 a configured limit counts", |model| ConfiguredModel { max_tokens: Some(7), ..model }, |merged, _| merged.output_limit == 7),
    ("3.3 else the built-in limit", |model| model, |merged, row| merged.output_limit == row.output_limit),
];

#[test]
fn a_configured_model_is_merged_with_the_built_in_one() {
    let row = snapshot::find("glm-5").unwrap().to_model();
    for (name, says, holds) in MERGES {
        let merged = catalog(STANDARD, &[says(configured("glm-5"))]);
        let first = merged.models().first().unwrap();
        assert_eq!(first.id, "glm-5", "{name}: configured ones stand first");
        assert!(holds(first, &row), "{name}: {first:?}");
        let built_in = ids(&merged);
        assert_eq!(
            built_in.len(),
            30,
            "{name}: the others follow, and none twice"
        );
    }
}

/// 3.3: a model that no table knows.
#[test]
fn an_unlisted_model_takes_the_defaults() {
    let catalog = catalog(STANDARD, &[configured("own/model")]);
    assert_eq!(
        *catalog.resolve("qwen/own/model").unwrap(),
        Model {
            id: "own/model".to_owned(),
            name: "own/model".to_owned(),
            input: vec![InputKind::Text],
            context_window: 262_144,
            output_limit: 65_536,
            thinking: ThinkingSupport::None,
            thinking_budget_limit: None,
            plans: vec![],
            prices: vec![],
            source: "configuration".to_owned(),
            as_of: "2026-11-24".to_owned(),
        }
    );
}

#[test]
fn reasoning_says_whether_and_the_snapshot_how() {
    use ThinkingSupport::{Always, None as Never, OptionalOff, OptionalOn};
    for (id, reasoning, thinking, budget) in [
        ("unlisted", None, Never, None),
        ("unlisted", Some(true), OptionalOn, None),
        ("unlisted", Some(false), Never, None),
        ("qwen3-coder-plus", Some(true), OptionalOn, None),
        ("qwen3.5-plus", None, OptionalOn, Some(81_920)),
        ("qwen3.5-plus", Some(true), OptionalOn, Some(81_920)),
        ("qwen3.5-plus", Some(false), Never, None),
        ("kimi-k2.5", Some(true), OptionalOff, Some(81_920)),
        ("MiniMax-M2.5", Some(true), Always, None),
        ("MiniMax-M2.5", Some(false), Never, None),
    ] {
        let model = ConfiguredModel {
            reasoning,
            ..configured(id)
        };
        let catalog = catalog(STANDARD, &[model]);
        let model = catalog.resolve(id).unwrap();
        assert_eq!(
            (model.thinking, model.thinking_budget_limit),
            (thinking, budget),
            "{id} {reasoning:?}"
        );
    }
}

#[test]
fn references_find_their_model() {
    let catalog = catalog(STANDARD, &[configured("Qwen3.5-Plus")]);
    for (reference, id) in [
        ("qwen/glm-5", "glm-5"),
        ("glm-5", "glm-5"),
        (" ModelStudio/glm-5 ", "glm-5"),
        ("qwencloud/GLM-5", "glm-5"),
        ("minimax-m2.5", "MiniMax-M2.5"),
        // As written goes before any case, and of two that differ in case only the configured one is first.
        ("qwen3.5-plus", "qwen3.5-plus"),
        ("Qwen3.5-Plus", "Qwen3.5-Plus"),
        ("QWEN3.5-PLUS", "Qwen3.5-Plus"),
    ] {
        assert_eq!(catalog.resolve(reference).unwrap().id, id, "{reference}");
    }
}

#[test]
fn the_default_is_served_everywhere() {
    for base_url in [STANDARD, CODING, CODING_CHINA, PROXY] {
        assert_eq!(
            catalog(base_url, &[]).default_model().unwrap().reference(),
            "qwen/qwen3.5-plus"
        );
    }
}

#[test]
fn a_model_of_another_plan_is_told_where_it_is_served() {
    for (base_url, reference, id, standard) in [
        (CODING, "qwen/qwen3.6-plus", "qwen3.6-plus", STANDARD),
        (
            CODING_CHINA,
            "QWEN3.8-max",
            "QWEN3.8-max",
            "https://dashscope.aliyuncs.com/compatible-mode/v1",
        ),
    ] {
        let error = catalog(base_url, &[]).resolve(reference).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsupported);
        assert_eq!(
            error.message,
            format!("the Coding Plan endpoint {base_url} is not known to serve the model `{id}`")
        );
        assert_eq!(
            error.hint,
            Some(format!(
                "use the Standard endpoint {standard} with a Standard key, or qwen/qwen3.5-plus; if your subscription \
                 has the model, configure it under models"
            ))
        );
    }
}

#[test]
fn an_unknown_model_is_told_what_comes_close() {
    let catalog = catalog(STANDARD, &[]);
    for (reference, id, advice) in [
        (
            "qwen/qwen3.5-puls",
            "qwen3.5-puls",
            "the closest are qwen3.5-plus, qwen3.6-plus, qwen3.7-plus",
        ),
        (
            "qwen3.5",
            "qwen3.5",
            "the closest are qwen3.5-plus, qwen3.5-flash",
        ),
        (
            "glm5.3",
            "glm5.3",
            "the closest are glm-5.3, glm-5.1, glm-5.2",
        ),
        ("kimi", "kimi", "the closest is kimi-k2.5"),
        (
            "anthropic/claude",
            "anthropic/claude",
            "list the models to see what there is",
        ),
    ] {
        let error = catalog.resolve(reference).unwrap_err();
        assert_eq!(error.kind, ErrorKind::NotFound);
        assert_eq!(
            error.message,
            format!("no model `{id}` is known at {STANDARD}")
        );
        assert_eq!(
            error.hint,
            Some(format!(
                "{advice}; a newer model can be configured under models"
            ))
        );
    }
    let control = catalog.resolve("a\r\n\u{1b}[31mb").unwrap_err();
    assert_eq!(
        control.message,
        format!("no model `a\u{fffd}\u{fffd}\u{fffd}[31mb` is known at {STANDARD}")
    );
    let long = catalog.resolve(&"é".repeat(500)).unwrap_err();
    assert_eq!(
        long.message,
        format!("no model `{}` is known at {STANDARD}", "é".repeat(80))
    );
    assert_eq!(
        catalog.resolve(" ").unwrap_err().kind,
        ErrorKind::InvalidRequest
    );
}

#[test]
fn another_providers_reference_is_not_found() {
    let error = catalog(STANDARD, &[])
        .resolve("dashscope/glm-5")
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    assert_eq!(
        error.message,
        "the model `glm-5` is of another provider, dashscope"
    );
    assert_eq!(
        error.hint.as_deref(),
        Some("write qwen/glm-5 to ask this provider for it")
    );
}

/// 3.3: with `mode` `replace` the configured ones stand alone.
#[test]
fn configured_models_may_stand_alone() {
    let own = [configured("own"), configured("glm-5")];
    let alone = catalog(STANDARD, &own).only(&own);
    assert_eq!(ids(&alone), ["own", "glm-5"]);
    assert_eq!(alone.default_model().unwrap().id, "own");
    let error = alone.resolve("qwen3-max-2026-01-23").unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    let own = [configured("own"), configured(DEFAULT_MODEL)];
    let alone = catalog(STANDARD, &own).only(&own);
    assert_eq!(alone.default_model().unwrap().id, DEFAULT_MODEL);
    assert!(catalog(STANDARD, &[]).only(&[]).default_model().is_err());
}

proptest! {
    #[test]
    fn any_reference_is_resolved_or_refused(reference in "(qwen/)?\\PC{0,90}", base_url in prop::sample::select(vec![STANDARD, CODING, PROXY])) {
        let catalog = catalog(base_url, &[]);
        match catalog.resolve(&reference) {
            Ok(model) => prop_assert!(reference.to_lowercase().contains(&model.id.to_lowercase())),
            Err(error) => prop_assert!(error.hint.is_some() && !error.request_sent),
        }
    }
}
