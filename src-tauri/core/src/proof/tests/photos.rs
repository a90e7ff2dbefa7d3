//! What stands out at photos.

use std::collections::BTreeMap;

use super::*;
use crate::article::Photo;
use crate::photo::{Colours, Rights, RightsKind};

fn with_photo(change: impl FnOnce(&mut Photo)) -> Document {
    let mut document = article(&["Tin", "Một câu."]);
    let block = Block::photo_missing(BlockId("f".into()), "Quang cảnh hội nghị.");
    document.blocks.push(block);
    let photo = document.photos_mut().next().unwrap();
    photo.attrs.photo = Some("a".repeat(64));
    photo.attrs.credit = "Ảnh: Lan".into();
    photo.attrs.alt = "Hội trường".into();
    change(photo);
    document
}

fn occasion() -> Occasion {
    let hash = || "a".repeat(64);
    Occasion {
        today: "2026-11-27".into(),
        pictures: BTreeMap::from([(hash(), (3_000, 2_000))]),
        rights: BTreeMap::from([(hash(), Rights::default())]),
        need_rights: false,
        colours: BTreeMap::new(),
    }
}

fn told(document: &Document, occasion: &Occasion, rules: HouseRules) -> Vec<(RuleId, Severity)> {
    let knowledge = Knowledge { rules, ..Knowledge::default() };
    let found = proof_on(occasion, document, &Fields::default(), &knowledge, &mut Cache::default());
    let photos = found.into_iter().filter(|it| it.rule.is_of_photos());
    photos.map(|it| (it.rule, it.severity)).collect()
}

#[test]
fn what_a_photo_lacks_is_told_at_its_caption() {
    let none = HouseRules::default;
    assert_eq!(told(&with_photo(|_| ()), &occasion(), none()), []);
    let bare = with_photo(|photo| {
        photo.content = Vec::new();
        photo.attrs.credit = " ".into();
        photo.attrs.alt = String::new();
    });
    assert_eq!(
        told(&bare, &occasion(), none()),
        [RuleId::PhotoCaption, RuleId::PhotoCredit, RuleId::PhotoAlt]
            .map(|it| (it, Severity::Hint))
    );
    let found = read(&bare);
    let caption = found.iter().find(|it| it.rule == RuleId::PhotoCaption).unwrap();
    assert_eq!(caption.from.block, Some(BlockId("f".into())), "a click leads to the photo");
    let missing = with_photo(|photo| {
        photo.attrs.photo = None;
        photo.attrs.credit = String::new();
    });
    assert_eq!(told(&missing, &occasion(), none()), [], "it waits for its photo");
}

#[test]
fn a_photo_too_small_for_its_use_is_told_with_its_size() {
    let small = Occasion { pictures: BTreeMap::from([("a".repeat(64), (900, 600))]), ..occasion() };
    let document = with_photo(|_| ());
    let rules = [(RuleId::PhotoSmall, Severity::Hint)];
    assert_eq!(told(&document, &small, HouseRules::default()), rules);
}

#[test]
fn rights_that_have_run_out_are_an_error_and_unknown_ones_matter_where_the_house_asks() {
    let rights = |rights: Rights, need_rights| Occasion {
        rights: BTreeMap::from([("a".repeat(64), rights)]),
        need_rights,
        ..occasion()
    };
    let until = |day: &str| Rights { until: Some(day.into()), ..Rights::default() };
    let document = with_photo(|_| ());
    let told = |occasion: &Occasion| told(&document, occasion, HouseRules::default());
    let rule = RuleId::PhotoRights;
    assert_eq!(told(&rights(until("2026-11-26"), false)), [(rule, Severity::Error)]);
    assert_eq!(told(&rights(until("2026-11-27"), false)), [], "the last day counts");
    assert_eq!(told(&rights(Rights::default(), true)), [(rule, Severity::Warning)]);
    let known = Rights { kind: RightsKind::Own, ..Rights::default() };
    assert_eq!(told(&rights(known, true)), []);
}

#[test]
fn colours_that_are_not_those_of_the_web_are_told_by_their_name() {
    let document = with_photo(|_| ());
    let told = |colours| {
        let colours = BTreeMap::from([("a".repeat(64), colours)]);
        let occasion = Occasion { colours, ..occasion() };
        told(&document, &occasion, HouseRules::default())
    };
    assert_eq!(told(Colours::Srgb), []);
    let hint = [(RuleId::PhotoColours, Severity::Hint)];
    assert_eq!(told(Colours::Other { profile: "Adobe RGB (1998)".into() }), hint);
    assert_eq!(told(Colours::Unreadable), hint);
}

#[test]
fn where_the_house_asks_the_same_in_its_own_words_it_alone_speaks() {
    let rule = |find| HouseRule {
        id: HouseRuleId("0123456789abcdef0123456789abcdef".into()),
        name: "Ảnh có mô tả".into(),
        state: RuleState::Live,
        severity: Severity::Warning,
        find,
        except: Vec::new(),
        scopes: Vec::new(),
        in_quotes: false,
        message: String::new(),
        fixes: Vec::new(),
        source: String::new(),
        valid_from: None,
        valid_to: None,
        matches: Vec::new(),
        matches_not: Vec::new(),
    };
    let bare = with_photo(|photo| {
        photo.attrs.alt = String::new();
        photo.attrs.credit = String::new();
    });
    let rules = HouseRules::of(&[rule(Find::NoAlt)]).unwrap();
    assert_eq!(told(&bare, &occasion(), rules), [(RuleId::PhotoCredit, Severity::Hint)]);
}
