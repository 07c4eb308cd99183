//! All that is known of one model, for people.

use crate::commands::chat::number;
use crate::{json, money};
use qwenbox::catalog::{Model, Plan, Price, PriceTier, ThinkingSupport};

/// A heading, then a fact a line.
pub(super) fn of(model: &Model) -> String {
    let mut facts = vec![
        ("Input", inputs(model)),
        ("Context window", tokens(model.context_window)),
        ("Output limit", tokens(model.output_limit)),
        ("Thinking", thinking(model)),
        ("Plans", plans(model)),
    ];
    facts.extend(model.prices.iter().flat_map(prices));
    facts.push(("Facts", format!("{}, as of {}", model.source, model.as_of)));
    facts.push((
        "Use it",
        format!("qwenbox chat -m {} \"hello\"", model.ref_),
    ));
    let lines = facts
        .iter()
        .map(|(name, fact)| format!("  {name:<16}{fact}\n"));
    let heading = format!("{} ({})\n\n", model.ref_, model.name);
    std::iter::once(heading).chain(lines).collect()
}

fn inputs(model: &Model) -> String {
    let kinds: Vec<&str> = model.input.iter().map(json::input_word).collect();
    kinds.join(", ")
}

fn tokens(count: u32) -> String {
    format!("{} tokens", number(count.into()))
}

fn thinking(model: &Model) -> String {
    let rule = match model.thinking {
        ThinkingSupport::None => "never",
        ThinkingSupport::OptionalOff => "when asked to",
        ThinkingSupport::OptionalOn => "unless told not to",
        ThinkingSupport::Always => "always",
    };
    match model.thinking_budget_limit {
        Some(limit) => format!("{rule}; budget up to {}", tokens(limit)),
        None => rule.to_owned(),
    }
}

fn plans(model: &Model) -> String {
    let names: Vec<&str> = model
        .plans
        .iter()
        .map(|plan| match plan {
            Plan::Standard => "Standard",
            Plan::Coding => "Coding Plan",
        })
        .collect();
    if names.is_empty() {
        "not known: the configuration alone names this model".to_owned()
    } else {
        names.join(", ")
    }
}

fn prices(price: &Price) -> Vec<(&'static str, String)> {
    let heading = format!(
        "{}, {} a million tokens",
        json::region_word(&price.region),
        price.currency
    );
    let tiers = price
        .tiers
        .iter()
        .map(|tier| ("", format!("  {}", prices_of(tier))));
    std::iter::once(("Prices", heading)).chain(tiers).collect()
}

fn prices_of(tier: &PriceTier) -> String {
    let [input, output] = [tier.input_micros, tier.output_micros].map(money::decimal);
    let mut parts = vec![format!("input {input}, output {output}")];
    if let Some(micros) = tier.thinking_output_micros {
        parts.push(format!("with thinking {}", money::decimal(micros)));
    }
    if let Some(bound) = tier.up_to_input_tokens {
        parts.push(format!("for requests up to {} input tokens", number(bound)));
    }
    parts.join(", ")
}
