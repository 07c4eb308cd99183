//! The table against itself.

use super::{FAMILIES, INPUTS, PARAMETERS, find};

#[test]
fn rows_are_sound() {
    for family in &FAMILIES {
        for model in family.models {
            let same = FAMILIES
                .iter()
                .flat_map(|family| family.models)
                .filter(|other| *other == model);
            assert_eq!(same.count(), 1, "{model} twice");
            assert!(std::ptr::eq(find(model).unwrap(), family), "{model}");
        }
        for name in family.flags {
            assert!(PARAMETERS.contains(name), "{name}");
        }
        for choice in family.choices {
            assert!(PARAMETERS.contains(&choice.name), "{}", choice.name);
        }
        for address in family.addresses {
            assert!(INPUTS.contains(&address.name), "{}", address.name);
        }
        let lengths = &family.durations;
        assert!((lengths.shortest..=lengths.longest).contains(&5));
        assert!(lengths.longest_with_video <= lengths.longest);
    }
}

#[test]
fn media_rules_speak_of_their_own_kinds() {
    for rules in FAMILIES.iter().filter_map(|family| family.media) {
        let mut names: Vec<&str> = rules.sets.concat();
        names.extend(rules.apart.iter().flatten());
        names.extend(rules.modes.iter().flatten().copied().flatten());
        names.extend(rules.together.iter().flat_map(|(names, ..)| *names));
        for name in names {
            assert!(rules.kinds.iter().any(|kind| kind.name == name), "{name}");
        }
        for set in rules.sets {
            assert!(set.is_sorted(), "{set:?}");
        }
    }
}

#[test]
fn models_are_found_by_their_exact_name() {
    for model in [
        "wan2.6-t2v",
        "wan2.7-t2v-2026-06-12",
        "wan3.0-video-prime",
        "happyhorse-1.1-r2v",
    ] {
        assert!(find(model).is_some(), "{model}");
    }
    for model in ["", "wan2.6", "WAN2.6-T2V", "wan2.6-t2v ", "qwen-plus"] {
        assert!(find(model).is_none(), "{model}");
    }
}

#[test]
fn all_families_take_a_length_and_a_seed() {
    for family in &FAMILIES {
        assert!(family.takes_parameter("duration") && family.takes_parameter("seed"));
        assert!(family.takes_input("prompt"));
    }
    let family = find("wan2.7-i2v").unwrap();
    assert!(family.takes_parameter("resolution") && family.takes_input("media"));
    for name in ["size", "ratio", "audio", "shot_type"] {
        assert!(!family.takes_parameter(name), "{name}");
    }
    for name in ["img_url", "audio_url", "reference_urls"] {
        assert!(!family.takes_input(name), "{name}");
    }
}
