//! What the table is held to.

use super::*;

#[test]
fn an_id_is_in_the_table_once_and_found_in_any_case() {
    let ids: Vec<_> = FAMILIES.iter().flat_map(Family::ids).collect();
    for id in &ids {
        assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{id}");
        assert_eq!(Family::find(&id.to_ascii_uppercase()).unwrap().1, *id);
    }
    assert_eq!(FAMILIES[0].id, DEFAULT);
}

#[test]
fn an_unknown_model_is_told_the_known_ones() {
    let error = Family::find("wan9-t2v").unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    assert_eq!(error.message, "no video model is called `wan9-t2v`");
    let hint = error.into_details().hint.unwrap();
    for family in FAMILIES {
        assert!(hint.contains(family.id), "{hint}");
    }
}

#[test]
fn a_role_leads_to_one_slot() {
    for family in FAMILIES {
        let roles: Vec<_> = family.slots.iter().flat_map(|slot| slot.roles).collect();
        for role in &roles {
            let count = roles.iter().filter(|other| *other == role).count();
            assert_eq!(count, 1, "{}: {role}", family.id);
        }
    }
}

#[test]
fn rules_name_slots_and_each_slot_has_company() {
    for family in FAMILIES {
        let is_slot = |name: &&str| family.slots.iter().any(|slot| slot.name == *name);
        let together = family.together.iter().copied().flatten();
        let counted = family.most_of.iter().flat_map(|(_, names)| *names);
        for name in together.chain(family.needs).chain(counted) {
            assert!(is_slot(name), "{}: {name}", family.id);
        }
        for slot in family.slots {
            let in_set = |set: &&[&str]| set.contains(&slot.name);
            assert!(
                family.together.iter().any(in_set),
                "{}: {}",
                family.id,
                slot.name
            );
        }
    }
}

#[test]
fn a_sibling_takes_one_picture() {
    for family in FAMILIES {
        let Some(sibling) = family.from_image else {
            continue;
        };
        let (sibling, _) = Family::find(sibling).unwrap();
        assert!(sibling.slot("image").is_some(), "{}", family.id);
    }
}

#[test]
fn prices_are_of_resolutions_that_may_be_asked_for() {
    for family in FAMILIES {
        for price in family.prices {
            let priced: Vec<_> = price.seconds.iter().map(|(name, ..)| *name).collect();
            assert_eq!(priced, family.shape.resolutions(), "{}", family.id);
            for (_, with_sound, without) in price.seconds {
                assert!(without <= with_sound && *without > 0, "{}", family.id);
            }
        }
        assert!(family.shape.resolutions().contains(&DEFAULT_RESOLUTION));
        assert!(family.duration.contains(&DEFAULT_DURATION));
    }
}

#[test]
fn a_size_is_in_the_table_once() {
    for family in FAMILIES {
        let sizes = family.shape.sizes();
        for size in &sizes {
            let same = sizes.iter().filter(|other| other.pixels == size.pixels);
            assert_eq!(same.count(), 1, "{}: {}", family.id, size.pixels);
        }
    }
}
