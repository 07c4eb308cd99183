//! `docs/models.md` says what the catalog says.

use qwenbox::catalog::{InputKind, Model, Plan, PriceTier, Region, ThinkingSupport};
use qwenbox_tests::provider;
use std::fmt::Write;

fn input(model: &Model) -> String {
    let kinds = model.input.iter().map(|kind| match kind {
        InputKind::Text => "text",
        InputKind::Image => "image",
        InputKind::Video => "video",
        InputKind::Audio => "audio",
        InputKind::Other(word) => word,
    });
    kinds.collect::<Vec<_>>().join(", ")
}

/// With commas between thousands.
fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut written = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

fn thinking(model: &Model) -> String {
    let rule = match model.thinking {
        ThinkingSupport::None => "never",
        ThinkingSupport::OptionalOff => "when asked",
        ThinkingSupport::OptionalOn => "unless told not to",
        ThinkingSupport::Always => "always",
    };
    match model.thinking_budget_limit {
        Some(limit) => format!("{rule}, up to {}", number(limit.into())),
        None => rule.to_owned(),
    }
}

fn plans(model: &Model) -> &'static str {
    let serves = |plan| model.plans.contains(&plan);
    match (serves(Plan::Standard), serves(Plan::Coding)) {
        (true, true) => "both",
        (true, false) => "Standard",
        (false, true) => "Coding Plan",
        (false, false) => "–",
    }
}

fn money(micros: u64) -> String {
    let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn tier(tier: &PriceTier) -> String {
    let mut written = format!(
        "{} / {}",
        money(tier.input_micros),
        money(tier.output_micros)
    );
    if let Some(thinking) = tier.thinking_output_micros {
        let _ = write!(written, " ({} thinking)", money(thinking));
    }
    if let Some(bound) = tier.up_to_input_tokens {
        let _ = write!(written, " up to {}", number(bound));
    }
    written
}

/// What a million tokens cost in a region.
fn prices(model: &Model, region: &Region, currency: &str) -> String {
    let mut prices = model.prices.iter();
    let Some(price) = prices.find(|price| price.region == *region) else {
        return "–".to_owned();
    };
    assert_eq!(price.currency, currency, "{}", model.ref_);
    price.tiers.iter().map(tier).collect::<Vec<_>>().join("; ")
}

fn row(model: &Model) -> String {
    format!(
        "| `{}` | {} | {} | {} | {} | {} | {} | {} |\n",
        model.ref_,
        input(model),
        number(model.context_window.into()),
        number(model.output_limit.into()),
        thinking(model),
        plans(model),
        prices(model, &Region::Global, "USD"),
        prices(model, &Region::China, "CNY"),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_has_a_row_for_every_model() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/models.md");
    let page = std::fs::read_to_string(page).unwrap();
    let provider = provider::at("https://dashscope-intl.aliyuncs.com/compatible-mode/v1");
    let models = provider.models().await.unwrap();
    let rows: String = models.iter().map(row).collect();
    assert!(page.contains(&rows), "docs/models.md must have:\n{rows}");
    let dates = models.iter().map(|model| model.as_of.as_str());
    let newest = dates.max().unwrap();
    assert!(page.contains(newest), "docs/models.md must name {newest}");
}
