//! The article as plain text: for mail, chat, and a CMS that takes nothing else.

use crate::article::{Block, Mark, Photo, Text, is_safe_link, text_of};
use crate::exchange::issue::{Issue, given};
use crate::exchange::markup::is_blank;
use crate::language::count::syllables;
use crate::language::normal::one_line;

/// `article.txt`: UTF-8, paragraphs separated by an empty line.
pub(super) fn text(issue: &Issue<'_>) -> String {
    let mut parts = vec![issue.title()];
    parts.extend(paragraphs(issue, Missing::Named));
    parts.extend(issue.source_line());
    parts.extend(issue.credits());
    parts.join("\n\n") + "\n"
}

/// Lead and text with captions in their places, for a system that may publish it unseen.
pub(super) fn body(issue: &Issue<'_>) -> String {
    paragraphs(issue, Missing::LeftOut).join("\n\n")
}

/// What is counted: lead and text as written, without captions.
pub(super) struct Count {
    pub(super) chars: usize,
    pub(super) words: u32,
}

pub(super) fn count(issue: &Issue<'_>) -> Count {
    let mut count = Count { chars: 0, words: 0 };
    let mut add = |runs: &[Text]| {
        let text = one_line(&text_of(runs));
        count.chars += text.chars().count();
        count.words = count.words.saturating_add(syllables(&text));
    };
    add(&issue.document().lead);
    for block in issue.document().walk() {
        match block {
            Block::Paragraph { content, .. }
            | Block::Subhead { content, .. }
            | Block::Quote { content, .. } => add(content),
            Block::List { content, .. } => content.iter().for_each(|item| add(&item.content)),
            Block::Table { content, .. } => {
                content.iter().flat_map(|row| &row.content).for_each(|cell| add(&cell.content));
            }
            // Their inner blocks are walked one by one; captions are not counted.
            Block::Box { .. } | Block::PhotoGroup { .. } | Block::Photo(_) => {}
        }
    }
    count
}

/// What becomes of the caption of a missing photo.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    /// A person reads it and looks for the photo.
    Named,
    LeftOut,
}

fn paragraphs(issue: &Issue<'_>, missing: Missing) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(running(&issue.document().lead));
    for block in &issue.document().blocks {
        add(issue, block, missing, &mut parts);
    }
    parts
}

fn add(issue: &Issue<'_>, block: &Block, missing: Missing, parts: &mut Vec<String>) {
    match block {
        Block::Paragraph { content, .. }
        | Block::Subhead { content, .. }
        | Block::Quote { content, .. } => parts.extend(running(content)),
        Block::List { attrs, content } => {
            let items: Vec<String> = content
                .iter()
                .filter_map(|item| running(&item.content))
                .enumerate()
                .map(|(at, item)| {
                    if attrs.ordered { format!("{}. {item}", at + 1) } else { format!("- {item}") }
                })
                .collect();
            if !items.is_empty() {
                parts.push(items.join("\n"));
            }
        }
        Block::Table { content, .. } => {
            let rows: Vec<String> = content
                .iter()
                .map(|row| {
                    let cells: Vec<String> = row
                        .content
                        .iter()
                        .map(|cell| running(&cell.content).unwrap_or_default())
                        .collect();
                    cells.join(" | ")
                })
                .collect();
            if rows.iter().any(|row| row.chars().any(|c| c != '|' && c != ' ')) {
                parts.push(rows.join("\n"));
            }
        }
        Block::Box { content, .. } | Block::PhotoGroup { content, .. } => {
            for inner in content {
                add(issue, inner, missing, parts);
            }
        }
        Block::Photo(photo) => {
            if missing == Missing::Named || issue.has(photo) {
                parts.push(caption(issue, photo));
            }
        }
    }
}

/// `[Ảnh: caption (credit)]`, or `[Thiếu ảnh: caption]`.
fn caption(issue: &Issue<'_>, photo: &Photo) -> String {
    let label = if issue.has(photo) { issue.words.photo } else { issue.words.photo_missing };
    match (running(&photo.content), given(&photo.attrs.credit)) {
        (Some(caption), Some(credit)) => format!("[{label}: {caption} ({credit})]"),
        (Some(words), None) | (None, Some(words)) => format!("[{label}: {words}]"),
        (None, None) => format!("[{label}]"),
    }
}

/// Runs as one line; a link is followed by its address, which the text would lose otherwise.
fn running(runs: &[Text]) -> Option<String> {
    if is_blank(runs) {
        return None;
    }
    let mut text = String::new();
    for (at, run) in runs.iter().enumerate() {
        text.push_str(&run.text);
        let Some(href) = link(run) else { continue };
        let goes_on = runs.get(at + 1).and_then(link) == Some(href);
        if !goes_on && !text.ends_with(href) {
            text.push_str(&format!(" ({href})"));
        }
    }
    Some(one_line(&text))
}

fn link(run: &Text) -> Option<&str> {
    run.marks.iter().find_map(|mark| match mark {
        Mark::Link { href } if is_safe_link(href) => Some(href.as_str()),
        Mark::Link { .. } | Mark::Em | Mark::Strong | Mark::Sub | Mark::Sup => None,
    })
}
