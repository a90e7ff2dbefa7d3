//! What stands out at the photos of an article, told at their captions: a click leads there.
//!
//! Where a rule of the house asks the same of photos, in words of its own, that rule alone speaks.

use std::collections::HashMap;

use super::house_rules::{Find, longest_side};
use super::line::{Found, Placed};
use super::names::shown;
use super::{Knowledge, Occasion, RuleId, Severity};
use crate::article::{BlockId, Document, Photo, text_of};
use crate::photo::{Colours, RightsKind};

/// Longest side in pixels from which a photo looks well across a page on the web.
pub(crate) const LONG_SIDE: u32 = 1_000;

pub(super) fn look(
    document: &Document,
    lines: &[Placed],
    knowledge: &Knowledge,
    day: &str,
    occasion: &Occasion,
    found: &mut [Vec<Found>],
) {
    let of_block: HashMap<&BlockId, usize> =
        lines.iter().enumerate().filter_map(|(n, it)| Some((it.block.as_ref()?, n))).collect();
    let asked = |asks: fn(&Find) -> bool| knowledge.rules.ask_of_photos(day, asks);
    let by_house = [
        (RuleId::PhotoCaption, asked(|find| matches!(find, Find::NoCaption))),
        (RuleId::PhotoCredit, asked(|find| matches!(find, Find::NoCredit))),
        (RuleId::PhotoAlt, asked(|find| matches!(find, Find::NoAlt))),
        (RuleId::PhotoSmall, asked(|find| matches!(find, Find::SmallPicture { .. }))),
    ];
    for photo in document.photos() {
        let Some(line) = of_block.get(&photo.attrs.id) else { continue };
        let mut told = missed(photo, occasion);
        told.retain(|found| !by_house.contains(&(found.rule, true)));
        found[*line].extend(told);
    }
}

fn missed(photo: &Photo, occasion: &Occasion) -> Vec<Found> {
    let caption = text_of(&photo.content);
    let length = caption.len();
    // Two photos without captions have the same words: their places tell them apart.
    let told =
        |rule, severity| Found::new(rule, severity, 0, length).with("photo", &photo.attrs.id.0);
    let mut found = Vec::new();
    if caption.trim().is_empty() {
        found.push(told(RuleId::PhotoCaption, Severity::Hint));
    }
    // A caption that waits for its photo has nothing else to say of it.
    let Some(hash) = &photo.attrs.photo else { return found };
    if photo.attrs.credit.trim().is_empty() {
        found.push(told(RuleId::PhotoCredit, Severity::Hint));
    }
    if photo.attrs.alt.trim().is_empty() {
        found.push(told(RuleId::PhotoAlt, Severity::Hint));
    }
    if let Some(pixels) = longest_side(photo, &occasion.pictures).filter(|it| *it < LONG_SIDE) {
        let small = told(RuleId::PhotoSmall, Severity::Hint);
        found.push(small.with("count", pixels).with("least", LONG_SIDE));
    }
    if let Some(rights) = occasion.rights.get(hash) {
        if let Some(until) = rights.until.as_ref().filter(|_| rights.expired(&occasion.today)) {
            // An export stops at it.
            found.push(told(RuleId::PhotoRights, Severity::Error).with("until", shown(until)));
        } else if rights.kind == RightsKind::Unknown && occasion.need_rights {
            found.push(told(RuleId::PhotoRights, Severity::Warning));
        }
    }
    match occasion.colours.get(hash) {
        Some(Colours::Other { profile }) => {
            let other = told(RuleId::PhotoColours, Severity::Hint).with("profile", profile);
            found.push(other.with("kind", if profile.is_empty() { "unnamed" } else { "other" }));
        }
        Some(Colours::Unreadable) => {
            found.push(told(RuleId::PhotoColours, Severity::Hint).with("kind", "unreadable"));
        }
        Some(Colours::Srgb) | None => {}
    }
    found
}
