//! Models and endpoints, on each of the four documented endpoints.

use qwenbox::catalog::Model;
use qwenbox::types::ErrorKind;
use qwenbox::{Plan, Provider, Region};
use qwenbox_tests::{KEY, provider, runtime, soon};

/// The models of the provider page, in its order.
const PAGE: [&str; 9] = [
    "qwen3.5-plus",
    "qwen3.6-plus",
    "qwen3-max-2026-01-23",
    "qwen3-coder-next",
    "qwen3-coder-plus",
    "MiniMax-M2.5",
    "glm-5",
    "glm-4.7",
    "kimi-k2.5",
];

/// Plan, region and base URL.
const ENDPOINTS: [(Plan, Region, &str); 4] = [
    (
        Plan::Standard,
        Region::Global,
        "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
    ),
    (
        Plan::Standard,
        Region::China,
        "https://dashscope.aliyuncs.com/compatible-mode/v1",
    ),
    (
        Plan::Coding,
        Region::Global,
        "https://coding-intl.dashscope.aliyuncs.com/v1",
    ),
    (
        Plan::Coding,
        Region::China,
        "https://coding.dashscope.aliyuncs.com/v1",
    ),
];

fn on(plan: Plan, region: &Region) -> Provider {
    Provider::builder()
        .runtime(runtime())
        .api_key(KEY)
        .plan(plan)
        .region(region.clone())
        .build()
        .unwrap()
}

fn ids(models: &[Model]) -> Vec<&str> {
    models.iter().map(|model| model.id.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_plan_and_region_has_its_documented_endpoint() {
    for (plan, region, base_url) in ENDPOINTS {
        let provider = on(plan, &region);
        let endpoint = provider.endpoint();
        assert_eq!(endpoint.base_url, base_url);
        assert_eq!(
            (endpoint.plan, &endpoint.region),
            (Some(plan), &Some(region))
        );
        assert!(endpoint.native);
        assert_eq!(endpoint.chosen_by, "the plan and the region were asked for");
        assert!(provider.has_key());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_models_of_the_page_come_first_and_in_its_order() {
    for (plan, region, base_url) in ENDPOINTS {
        let models = soon(on(plan, &region).models()).await.unwrap();
        let expected: Vec<_> = PAGE
            .into_iter()
            .filter(|id| plan == Plan::Standard || *id != "qwen3.6-plus")
            .collect();
        assert_eq!(ids(&models)[..expected.len()], expected, "{base_url}");
        for model in &models {
            assert_eq!(model.ref_, format!("qwen/{}", model.id));
            assert!(model.output_limit <= model.context_window, "{}", model.id);
            assert!(!model.source.is_empty(), "{}", model.id);
            assert_eq!(model.as_of.len(), "YYYY-MM-DD".len(), "{}", model.id);
        }
        let mut unique = ids(&models);
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), models.len(), "no id twice");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_and_its_aliases_name_one_model() {
    for (plan, region, _) in ENDPOINTS {
        let provider = on(plan, &region);
        let default = soon(provider.default_model()).await.unwrap();
        assert_eq!(default.id, "qwen3.5-plus");
        assert_eq!(default.context_window, 1_000_000);
        assert_eq!(default.output_limit, 65_536);
        for reference in [
            "modelstudio/qwen3.5-plus",
            "qwencloud/qwen3.5-plus",
            "qwen/qwen3.5-plus",
            " QWEN / qwen3.5-plus ",
            "qwen3.5-plus",
        ] {
            let model = soon(provider.resolve(reference)).await.unwrap();
            assert_eq!(model, default, "{reference}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_outside_the_coding_plan_is_hidden_there() {
    for (plan, region, base_url) in ENDPOINTS {
        let resolved = soon(on(plan, &region).resolve("qwen/qwen3.6-plus")).await;
        match plan {
            Plan::Standard => assert_eq!(resolved.unwrap().id, "qwen3.6-plus"),
            Plan::Coding => {
                let error = provider::failure(resolved);
                assert!(matches!(error.kind, ErrorKind::Unsupported), "{error:?}");
                assert!(error.message.contains(base_url), "{error:?}");
                assert!(!error.request_sent);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_outside_the_coding_plan_is_honoured_when_configured() {
    let provider = Provider::builder()
        .runtime(runtime())
        .api_key("sk-sp-test")
        .config_json(r#"{ "models": [{ "id": "qwen3.6-plus" }, { "id": "my-own", "contextWindow": 1000 }] }"#)
        .build()
        .unwrap();
    assert_eq!(provider.endpoint().plan, Some(Plan::Coding));
    let models = soon(provider.models()).await.unwrap();
    let first: Vec<_> = ids(&models).into_iter().take(3).collect();
    assert_eq!(first, ["qwen3.6-plus", "my-own", "qwen3.5-plus"]);
    let resolved = soon(provider.resolve("qwen3.6-plus")).await.unwrap();
    assert_eq!(resolved.id, "qwen3.6-plus");
    let own = soon(provider.resolve("qwen/my-own")).await.unwrap();
    assert_eq!(own.context_window, 1_000);
}
