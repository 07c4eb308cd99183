//! Command lines as people type them.

use super::Said;
use crate::args::{AUTH_CHOICES, Arguments, Command, Plan, Region};
use crate::failure::Failure;
use clap::Parser;

fn said(line: &[&str]) -> Result<Said, Failure> {
    let line = ["qwenbox", "onboard"].iter().chain(line);
    let arguments = Arguments::try_parse_from(line).unwrap();
    let Command::Onboard(onboard) = arguments.command else {
        panic!("the command is onboard")
    };
    Said::of(&onboard, &arguments.global)
}

#[test]
fn every_choice_says_plan_and_region_under_both_its_names() {
    for choice in &AUTH_CHOICES {
        for word in [choice.id, choice.legacy] {
            let said = said(&["--auth-choice", word]).unwrap();
            assert_eq!(
                (said.plan, said.region),
                (Some(choice.plan), Some(choice.region))
            );
        }
    }
}

#[test]
fn plan_and_region_may_be_said_apart() {
    let said = said(&["--plan", "coding", "--region", "china"]).unwrap();
    assert_eq!(
        (said.plan, said.region),
        (Some(Plan::Coding), Some(Region::China))
    );
}

#[test]
fn what_contradicts_itself_is_refused() {
    for (flag, value) in [("--plan", "standard"), ("--region", "global")] {
        let line = ["--auth-choice", "modelstudio-api-key-cn", flag, value];
        let failure = said(&line).err().unwrap();
        let told = format!("--auth-choice qwen-api-key-cn and {flag} contradict each other");
        assert_eq!(failure.to_string(), told);
    }
    let agreeing = [
        "--auth-choice",
        "qwen-api-key-cn",
        "--plan",
        "coding",
        "--region",
        "china",
    ];
    assert!(said(&agreeing).is_ok());
}

#[test]
fn what_is_missing_is_named() {
    for (line, missing) in [
        (
            &[][..],
            "plan and region, by --auth-choice or by --plan and --region; the key, by --api-key-stdin or --api-key",
        ),
        (
            &["--plan", "coding"],
            "the region, by --auth-choice or --region; the key, by --api-key-stdin or --api-key",
        ),
        (
            &["--region", "china", "--api-key", "sk-1"],
            "the plan, by --auth-choice or --plan",
        ),
        (
            &["--auth-choice", "qwen-api-key"],
            "the key, by --api-key-stdin or --api-key",
        ),
    ] {
        let failure = said(line).unwrap().refuse_gaps().unwrap_err();
        let told = format!("nobody can be asked here, and these are missing: {missing}");
        assert_eq!(failure.to_string(), told);
    }
    let all = said(&["--auth-choice", "qwen-api-key", "--api-key", "sk-1"]).unwrap();
    assert!(all.is_all() && all.refuse_gaps().is_ok());
}

#[test]
fn a_key_is_never_shown() {
    let failure = said(&["sk-secret"]).err().unwrap();
    assert!(!failure.to_string().contains("sk-"), "{failure}");
    for key in ["sk-se cret", "sk-secret\u{e9}"] {
        let failure = said(&["--api-key", key]).err().unwrap();
        assert!(!failure.to_string().contains("cret"), "{failure}");
    }
    let line = ["qwenbox", "onboard", "--api-key", "sk-secret"];
    let arguments = Arguments::try_parse_from(line).unwrap();
    let printed = format!("{arguments:?}");
    assert!(!printed.contains("secret"), "{printed}");
}
