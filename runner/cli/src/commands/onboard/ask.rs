//! The questions, for what no option says.

use super::check::Offer;
use super::key::PAGE;
use super::keyboard::Keyboard;
use super::model::Model;
use super::said::Said;
use crate::args::{AuthChoice, Plan, Region};
use crate::commands::models::kilo;
use crate::failure::Failure;
use crate::json;
use crate::output::Output;
use crate::table;

/// Which plan in which region.
pub(super) fn choice(
    said: &Said,
    keyboard: Option<&mut Keyboard>,
    output: &mut Output,
) -> Result<&'static AuthChoice, Failure> {
    let (plan, region) = match (said.plan, said.region, keyboard) {
        (plan, region, Some(keyboard)) => {
            output.report(&format!(
                "This sets up your key of Qwen Cloud; keys are at {PAGE}.\nCtrl-C leaves everything as it is."
            ));
            let plan = match plan {
                Some(plan) => plan,
                None => self::plan(keyboard, output)?,
            };
            let region = match region {
                Some(region) => region,
                None => self::region(keyboard, output)?,
            };
            (Some(plan), Some(region))
        }
        (plan, region, None) => (plan, region),
    };
    let choice = plan
        .zip(region)
        .and_then(|(plan, region)| AuthChoice::of(plan, region));
    choice.ok_or_else(|| Failure::usage("there is no such plan in this region"))
}

fn plan(keyboard: &mut Keyboard, output: &mut Output) -> Result<Plan, Failure> {
    let plans = [
        ("standard", "Standard: pay as you go; keys begin with sk-"),
        (
            "coding",
            "Coding Plan: a subscription; keys begin with sk-sp-",
        ),
    ];
    let index = one_of(
        "Which plan is the key of?",
        "Plan",
        &plans,
        keyboard,
        output,
    )?;
    Ok(if index == 0 {
        Plan::Standard
    } else {
        Plan::Coding
    })
}

fn region(keyboard: &mut Keyboard, output: &mut Output) -> Result<Region, Failure> {
    let regions = [
        ("global", "Global: the international service"),
        ("china", "China: the service of mainland China"),
    ];
    let index = one_of(
        "Where is the key from?",
        "Region",
        &regions,
        keyboard,
        output,
    )?;
    Ok(if index == 0 {
        Region::Global
    } else {
        Region::China
    })
}

/// Which model answers when none is named. What is configured is proposed, or else what is recommended.
pub(super) fn model(
    offer: Offer,
    keyboard: &mut Keyboard,
    output: &mut Output,
) -> Result<Model, Failure> {
    let proposed = offer.model;
    let rows: Vec<[String; 5]> = offer
        .models
        .iter()
        .enumerate()
        .map(|(index, model)| {
            let remark = if index == 0 { "recommended" } else { "" };
            [
                format!("{:>4}", index + 1),
                model.ref_.clone(),
                json::input(model),
                kilo(model.context_window),
                remark.to_owned(),
            ]
        })
        .collect();
    let list = table::aligned(&rows);
    output.report(&format!(
        "\nWhich model answers when you name none?\n{}",
        list.trim_end()
    ));
    let named = |answer: &str| {
        let number = answer
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1));
        let by_number = number.and_then(|index| offer.models.get(index));
        let is_named = |model: &&qwenbox::catalog::Model| {
            let id = model.ref_.split_once('/').map(|(_, id)| id);
            model.ref_.eq_ignore_ascii_case(answer)
                || id.is_some_and(|id| id.eq_ignore_ascii_case(answer))
        };
        by_number.or_else(|| offer.models.iter().find(is_named))
    };
    loop {
        let answer = keyboard.line(&format!("Model [{}]: ", proposed.reference))?;
        if answer.is_empty() {
            return Ok(proposed);
        }
        match named(&answer) {
            Some(model) if model.ref_ == proposed.reference => return Ok(proposed),
            Some(model) => {
                return Ok(Model {
                    reference: model.ref_.clone(),
                    is_there: false,
                });
            }
            None => output.report("a number or a model of the list, please"),
        }
    }
}

/// The index of what was chosen, by its number or its word; the first is proposed.
fn one_of(
    question: &str,
    prompt: &str,
    options: &[(&str, &str)],
    keyboard: &mut Keyboard,
    output: &mut Output,
) -> Result<usize, Failure> {
    let lines = options.iter().enumerate();
    let lines = lines.map(|(index, (_, text))| format!("\n{:>4}  {text}", index + 1));
    output.report(&format!("\n{question}{}", lines.collect::<String>()));
    loop {
        let answer = keyboard.line(&format!("{prompt} [1]: "))?;
        if answer.is_empty() {
            return Ok(0);
        }
        let mut numbered = options.iter().enumerate();
        let is_meant = |(index, (word, _)): &(usize, &(&str, &str))| {
            answer == (index + 1).to_string() || answer.eq_ignore_ascii_case(word)
        };
        match numbered.find(is_meant) {
            Some((index, _)) => return Ok(index),
            None => output.report(&format!("a number from 1 to {}, please", options.len())),
        }
    }
}
