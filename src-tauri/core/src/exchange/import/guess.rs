//! What each unit of a file may be: by its style and its place where these tell, else by its words.

use super::draft::{Draft, Style};
use super::sides::{Body, Unit};
use crate::exchange::recognise::label::label_known;
use crate::exchange::recognise::{Label, RecognisedLine};

/// Most of a list or table that is shown in one line, in characters.
const SHOWN: usize = 400;

/// One line for each unit.
pub(super) fn guess(draft: &Draft, units: &[Unit]) -> Vec<RecognisedLine> {
    let mut known: Vec<(String, Option<(Label, f64)>)> = Vec::with_capacity(units.len());
    let has_title = units.iter().any(|unit| style(unit) == Some(Style::Title));
    let mut has_headline = false;
    let mut has_lead = false;
    let mut has_text = false;
    for (at, unit) in units.iter().enumerate() {
        let above = at.checked_sub(1).map(|above| &units[above]);
        let guess = match &unit.body {
            Body::Picture { .. } => Some((Label::Photo, 0.99)),
            Body::List { .. } => Some((Label::List, 0.97)),
            Body::Table { .. } => Some((Label::Table, 0.97)),
            Body::Text { style, .. } => match style {
                Style::Title if !has_headline => Some((Label::Headline, 0.97)),
                Style::Heading if !has_headline && !has_title && !has_text => {
                    Some((Label::Headline, 0.93))
                }
                Style::Title | Style::Heading => Some((Label::Subhead, 0.95)),
                Style::Subtitle if !has_lead => Some((Label::Lead, 0.92)),
                Style::Quote => Some((Label::Quote, 0.95)),
                Style::Caption => Some((Label::Caption, 0.97)),
                Style::Source => Some((Label::Source, 0.97)),
                Style::Byline => Some((Label::Byline, 0.97)),
                // Side bars have no headline, no byline and no source of the article.
                Style::Subtitle | Style::Normal if unit.boxed.is_some() => {
                    Some((Label::Paragraph, 0.9))
                }
                Style::Subtitle | Style::Normal => below_a_picture(unit, above),
            },
        };
        match guess {
            Some((Label::Headline, _)) => has_headline = true,
            Some((Label::Lead, _)) => has_lead = true,
            _ => {}
        }
        has_text |= matches!(unit.body, Body::Text { .. }) && guess.is_none();
        known.push((shown(draft, unit), guess));
    }
    label_known(known)
}

fn style(unit: &Unit) -> Option<Style> {
    match &unit.body {
        Body::Text { style, .. } => Some(*style),
        Body::List { .. } | Body::Table { .. } | Body::Picture { .. } => None,
    }
}

/// A short line in italics or in the middle right below a picture is its caption.
fn below_a_picture(unit: &Unit, above: Option<&Unit>) -> Option<(Label, f64)> {
    let Body::Text { flat, centred, .. } = &unit.body else { return None };
    if !matches!(above?.body, Body::Picture { .. }) {
        return None;
    }
    let words = flat.text().split_whitespace().count();
    match (flat.is_italic(), *centred) {
        (true, true) if words <= 100 => Some((Label::Caption, 0.97)),
        (true, false) | (false, true) if words <= 80 => Some((Label::Caption, 0.93)),
        _ => None,
    }
}

/// A unit as one line of text.
fn shown(draft: &Draft, unit: &Unit) -> String {
    let whole = match &unit.body {
        Body::Text { flat, .. } => return flat.text(),
        Body::List { items, .. } => {
            let items: Vec<String> =
                items.iter().map(|item| format!("• {}", item.text())).collect();
            items.join(" ")
        }
        Body::Table { rows } => {
            let rows: Vec<String> = rows
                .iter()
                .map(|row| {
                    let cells: Vec<String> = row.iter().map(|(cell, _)| cell.text()).collect();
                    cells.join(" | ")
                })
                .collect();
            rows.join(" ‖ ")
        }
        Body::Picture { picture, .. } => {
            let name = picture.picture.map(|at| draft.pictures[at].name.clone());
            [picture.alt.clone(), name.unwrap_or_default()]
                .into_iter()
                .find(|text| !text.is_empty())
                .unwrap_or_default()
        }
    };
    match whole.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &whole[..end]),
        None => whole,
    }
}
