//! What each line is: rules in a fixed order, the first that fits wins. Each confidence is a
//! starting value, not a probability; a screen shows the label for correction below 0.9.

use super::names::{Likeness, likeness, names, starts_with_role};
use super::signs::{
    ends_clause, ends_in_full_stop, ends_sentence, find_last, is_web_address, prefix,
    words as count_words,
};
use super::{Label, RecognisedLine, dates, words};
use crate::article::BylineRole;

pub(super) fn label(lines: Vec<String>) -> Vec<RecognisedLine> {
    label_known(lines.into_iter().map(|text| (text, None)).collect())
}

/// Labels the lines of which nothing is known yet, beside those whose file says what they are.
pub(in crate::exchange) fn label_known(
    lines: Vec<(String, Option<(Label, f64)>)>,
) -> Vec<RecognisedLine> {
    let lines: Vec<Line> = lines
        .into_iter()
        .map(|(text, guess)| Line { words: count_words(&text), text, guess })
        .collect();
    let mut page = Page { lines };
    page.junk();
    page.dates();
    page.tail();
    page.sources();
    page.bylines();
    page.headline_and_lead();
    page.rest();
    page.lines
        .into_iter()
        .map(|line| {
            let (label, confidence) = line.guess.unwrap_or((Label::Paragraph, 0.5));
            RecognisedLine {
                text: line.text,
                label,
                confidence: (confidence * 100.0).round() / 100.0,
            }
        })
        .collect()
}

/// Whether the line starts with a label of its own ("Nguồn:", "Bài, ảnh:") and so continues none.
pub(super) fn has_prefix(line: &str) -> bool {
    starts_with_role(line)
        || prefix(line).is_some_and(|(head, _)| SOURCE_PREFIXES.contains(&head.as_str()))
}

/// Who a source line names, without "Nguồn:", "Theo" and brackets.
pub(super) fn source_name(line: &str) -> &str {
    let line = unbracketed(line);
    if let Some((head, name)) = prefix(line)
        && (SOURCE_PREFIXES.contains(&head.as_str()) || head == "theo")
    {
        return name;
    }
    strip_word(line, "nguồn").or_else(|| strip_word(line, "theo")).unwrap_or(line)
}

/// Caption and who took the photo: "Quang cảnh hội nghị. Ảnh: Thanh Hiếu".
pub(in crate::exchange) fn caption_and_credit(line: &str) -> (&str, &str) {
    let whole = (line, "");
    let Some((start, end)) = find_last(line, "ảnh:") else { return whole };
    let start = find_last(&line[..start], "nguồn")
        .filter(|(_, end)| line[*end..start].trim().is_empty())
        .map_or(start, |(start, _)| start);
    let caption = line[..start].trim_end();
    if line[..start].ends_with(char::is_alphanumeric) {
        return whole;
    }
    let credit = line[end..].trim().trim_end_matches([')', ']', '.']).trim_end();
    if credit.len() > SHORT_LINE {
        return whole;
    }
    let is_name = names(credit).iter().all(|name| likeness(name.text) > Likeness::No)
        || words::is_newspaper(credit);
    // "Ảnh: Các đại biểu dự họp" is a caption with a prefix and not one without words.
    let fits = if caption.is_empty() { is_name } else { is_name || count_words(credit) <= 5 };
    if !fits || !credit.chars().any(char::is_alphanumeric) {
        return whole;
    }
    (caption.trim_end_matches(['(', '[', '|']).trim_end(), credit)
}

/// Longest line in bytes that is looked at as a source, a byline or a credit.
const SHORT_LINE: usize = 400;

const SOURCE_PREFIXES: &[&str] =
    &["nguồn", "nguồn tin", "nguồn bài viết", "nguồn bài", "theo nguồn", "theo nguồn tin"];

struct Line {
    text: String,
    words: usize,
    guess: Option<(Label, f64)>,
}

struct Page {
    lines: Vec<Line>,
}

impl Page {
    fn set(&mut self, at: usize, label: Label, confidence: f64) {
        self.lines[at].guess = Some((label, confidence));
    }

    /// Lines without a label yet.
    fn free(&self) -> Vec<usize> {
        (0..self.lines.len()).filter(|at| self.lines[*at].guess.is_none()).collect()
    }

    fn first_with(&self, label: Label) -> Option<usize> {
        self.lines.iter().position(|line| line.guess.is_some_and(|(guess, _)| guess == label))
    }

    /// Lines of the article itself: neither junk nor dates.
    fn body(&self) -> Vec<usize> {
        (0..self.lines.len())
            .filter(|at| !matches!(self.lines[*at].guess, Some((Label::Junk | Label::DateLine, _))))
            .collect()
    }

    fn junk(&mut self) {
        for at in self.free() {
            let line = &self.lines[at];
            if words::is_page_junk(&line.text) {
                self.set(at, Label::Junk, 0.99);
            } else if line.words == 0 || is_counter(line) || at < 4 && is_breadcrumb(line) {
                self.set(at, Label::Junk, 0.8);
            }
        }
    }

    fn dates(&mut self) {
        for at in self.free() {
            if dates::date_line(&self.lines[at].text).is_some() {
                self.set(at, Label::DateLine, 0.97);
            }
        }
    }

    /// Titles of other articles below "Tin liên quan". Only where nothing that looks like text,
    /// source or byline follows: what a person would miss is never dropped on this guess.
    fn tail(&mut self) {
        let is_title = |line: &Line| {
            !ends_clause(&line.text)
                && (4..=40).contains(&line.words)
                && source_confidence(line).is_none()
                && byline_confidence(line).is_none()
        };
        let free = self.free();
        let text_ends = free.iter().rev().find(|at| !is_title(&self.lines[**at])).copied();
        let page_end = (text_ends.map_or(1, |at| at + 1)..self.lines.len())
            .find(|at| words::is_page_end(&self.lines[*at].text));
        if let Some(end) = page_end {
            for at in free.into_iter().filter(|at| *at > end) {
                self.set(at, Label::Junk, 0.7);
            }
        }
    }

    fn sources(&mut self) {
        for at in last(&self.body(), 4) {
            if self.lines[at].guess.is_none()
                && let Some(confidence) = source_confidence(&self.lines[at])
            {
                self.set(at, Label::Source, confidence);
            }
        }
    }

    fn bylines(&mut self) {
        let body = self.body();
        let first = body.first().copied();
        for at in last(&body, 3) {
            let above = body.iter().rev().find(|other| **other < at);
            // "Ảnh: Thanh Hiếu" below a caption is the credit of that photo.
            let is_credit = above.is_some_and(|above| !ends_clause(&self.lines[*above].text))
                && is_photo_credit(&self.lines[at].text);
            if Some(at) != first && self.lines[at].guess.is_none() && !is_credit {
                self.byline(at);
            }
        }
    }

    fn byline(&mut self, at: usize) {
        if let Some(confidence) = byline_confidence(&self.lines[at]) {
            self.set(at, Label::Byline, confidence);
        }
    }

    fn headline_and_lead(&mut self) {
        let given = self.first_with(Label::Headline);
        let Some(headline) = given.or_else(|| self.find_headline()) else { return };
        let below: Vec<usize> = self.free().into_iter().filter(|at| *at > headline).collect();
        let words = self.lines[headline].words;
        let next_is_longer = below.first().is_some_and(|next| self.lines[*next].words > words);
        if given.is_none() {
            self.set(headline, Label::Headline, if next_is_longer { 0.95 } else { 0.7 });
        }
        for above in self.free().into_iter().filter(|at| *at < headline) {
            if self.lines[above].words < 3 {
                self.set(above, Label::Subhead, 0.5);
            }
        }
        self.byline_below(headline, 1.0);
        if self.first_with(Label::Lead).is_none()
            && let Some((lead, confidence)) = self.find_lead(headline)
        {
            self.set(lead, Label::Lead, confidence);
            // A subhead of two capitals looks the same.
            self.byline_below(lead, 0.6);
        }
    }

    fn find_headline(&self) -> Option<usize> {
        self.free()
            .into_iter()
            // Menus and sections of one or two words may stand above it.
            .take(12)
            .take_while(|at| !is_running_text(&self.lines[*at]))
            .filter(|at| self.lines[*at].words >= 3)
            .take(3)
            .find(|at| self.lines[*at].words <= 40 && !ends_in_full_stop(&self.lines[*at].text))
    }

    fn find_lead(&self, headline: usize) -> Option<(usize, f64)> {
        let below = self.free().into_iter().filter(|at| *at > headline);
        // Captions may have come between.
        let (skipped, lead) =
            below.take(3).enumerate().find(|(_, at)| ends_sentence(&self.lines[*at].text))?;
        match self.lines[lead].words {
            20..=120 if skipped == 0 => Some((lead, 0.85)),
            12..=120 => Some((lead, 0.6)),
            _ => None,
        }
    }

    /// Some papers sign above the text.
    fn byline_below(&mut self, above: usize, most: f64) {
        if let Some(next) = self.body().into_iter().find(|at| *at > above)
            && self.lines[next].guess.is_none()
            && let Some(confidence) = byline_confidence(&self.lines[next])
            && confidence > 0.8
        {
            self.set(next, Label::Byline, confidence.min(most));
        }
    }

    fn rest(&mut self) {
        for at in self.free() {
            let line = &self.lines[at];
            let evidence = photo_evidence(line);
            let (label, confidence) = if line.words <= 45 && evidence > 0.0 {
                (Label::Caption, caption_score(line) + evidence)
            } else if ends_clause(&line.text) {
                (Label::Paragraph, 0.97)
            } else if line.words > 45 {
                (Label::Paragraph, 0.6)
            } else {
                let below_open_line = at > 0 && !ends_clause(&self.lines[at - 1].text);
                let mut score = caption_score(line);
                if line.words <= 12 && score < 0.6 {
                    score -= 0.15;
                }
                if below_open_line {
                    score -= 0.1;
                }
                if score >= 0.5 {
                    (Label::Caption, score)
                } else {
                    (Label::Subhead, if line.words <= 12 { 0.75 } else { 0.65 })
                }
            };
            self.set(at, label, confidence.min(0.97));
        }
    }
}

fn last(lines: &[usize], count: usize) -> Vec<usize> {
    lines[lines.len().saturating_sub(count)..].to_vec()
}

/// "Lượt xem: 1.234", "1.234 lượt đọc".
fn is_counter(line: &Line) -> bool {
    let text = line.text.to_lowercase();
    let seen = ["lượt xem", "lượt đọc", "lượt truy cập"];
    line.words <= 6
        && (seen
            .iter()
            .any(|seen| text.starts_with(seen) || text.starts_with(&format!("số {seen}")))
            || text.starts_with(|c: char| c.is_ascii_digit())
                && seen.iter().any(|seen| text.ends_with(seen)))
}

/// "Trang chủ > Tin tức > Thời sự".
fn is_breadcrumb(line: &Line) -> bool {
    let crumbs = line.text.split(['>', '»', '›']).count();
    line.words <= 8
        && (crumbs >= 3 || crumbs == 2 && line.text.to_lowercase().starts_with("trang chủ"))
}

/// The start of a text without a headline.
fn is_running_text(line: &Line) -> bool {
    line.words > 45 || line.words >= 12 && ends_sentence(&line.text)
}

fn source_confidence(line: &Line) -> Option<f64> {
    if line.words > 14 || line.text.len() > SHORT_LINE {
        return None;
    }
    let text = unbracketed(&line.text);
    let has_address = text.split(' ').any(is_web_address);
    if prefix(text).is_some_and(|(head, _)| SOURCE_PREFIXES.contains(&head.as_str())) {
        return Some(0.98);
    }
    if let Some(name) = strip_word(text, "nguồn")
        && (has_address || words::is_newspaper(name))
    {
        return Some(0.98);
    }
    if let Some(name) = strip_word(text, "theo").map(|name| name.trim_start_matches([':', ' ']))
        && line.words <= 10
        && (has_address || !ends_clause(text) && names_a_source(name))
    {
        return Some(if has_address { 0.98 } else { 0.75 });
    }
    if line.words == 1 && has_address {
        return Some(0.75);
    }
    words::is_newspaper(text).then_some(0.6)
}

/// "Báo Thái Nguyên", "TTXVN"; not "đó".
fn names_a_source(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
        || ["báo ", "tạp chí ", "cổng ", "trang "].iter().any(|kind| name.starts_with(kind))
}

fn byline_confidence(line: &Line) -> Option<f64> {
    let text = line.text.as_str();
    if line.words > 24
        || text.len() > SHORT_LINE
        || text.ends_with(['!', '?', ':', ';'])
        || words::is_newspaper(text)
    {
        return None;
    }
    let names = names(text);
    if !(1..=4).contains(&names.len()) {
        return None;
    }
    let least = names.iter().map(|name| likeness(name.text)).min()?;
    if starts_with_role(text) {
        return match least {
            Likeness::No => (line.words <= 8 && !ends_sentence(text)).then_some(0.75),
            Likeness::OneWord | Likeness::PenName | Likeness::FullName => Some(0.97),
        };
    }
    let confidence: f64 = match least {
        Likeness::No => return None,
        Likeness::OneWord => 0.4,
        Likeness::PenName => 0.85,
        Likeness::FullName => 0.95,
    };
    if ends_sentence(text) && least != Likeness::FullName && names.len() == 1 {
        return None;
    }
    // Each of these is a name in form only: a place, a paper, a heading in capitals.
    let doubtful =
        names.iter().any(|name| words::is_place(name.text) || words::is_newspaper(name.text))
            || names.len() == 1 && least == Likeness::PenName && !text.contains(char::is_lowercase);
    Some(if doubtful { confidence.min(0.5) } else { confidence })
}

/// "Ảnh: Thanh Hiếu" and nothing else.
fn is_photo_credit(text: &str) -> bool {
    starts_with_role(text)
        && text.len() <= SHORT_LINE
        && names(text).iter().all(|name| name.roles == [BylineRole::Photo])
}

/// How strongly the line speaks of its own photo; 0 where it does not.
fn photo_evidence(line: &Line) -> f64 {
    let lower = line.text.to_lowercase();
    let lower = lower.trim_end_matches(['.', ')', ']', ' ']);
    let speaks = !caption_and_credit(&line.text).1.is_empty()
        || lower.contains("(ảnh")
        || lower.starts_with("ảnh:")
        || ["ảnh minh họa", "ảnh minh hoạ", "ảnh tư liệu", "ảnh internet", "ảnh chụp màn hình"]
            .iter()
            .any(|kind| lower.ends_with(kind));
    if speaks { 0.4 } else { 0.0 }
}

fn caption_score(line: &Line) -> f64 {
    let lower = line.text.to_lowercase();
    let start = if CAPTION_STARTS.iter().any(|start| lower.starts_with(start)) { 0.2 } else { 0.0 };
    // Whole words: "tại" is not in "tải".
    let spaced = format!(" {} ", lower.replace([',', ';', '.', ':', '(', ')'], " "));
    let scenes =
        CAPTION_SCENES.iter().filter(|scene| spaced.contains(&format!(" {scene} "))).count();
    0.5 + start + scenes.min(4) as f64 * 0.12
}

const CAPTION_STARTS: &[&str] = &[
    "các đại biểu",
    "đại biểu",
    "đồng chí",
    "các đồng chí",
    "quang cảnh",
    "toàn cảnh",
    "lãnh đạo",
    "đoàn công tác",
    "đoàn đại biểu",
    "một góc",
    "khung cảnh",
];

const CAPTION_SCENES: &[&str] =
    &["phát biểu", "tại", "trao", "thăm", "tham dự", "chụp", "kiểm tra", "tặng"];

fn unbracketed(text: &str) -> &str {
    text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text).trim()
}

/// What follows the first word, where it is this one (in lower case).
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (first, rest) = text.split_once(' ')?;
    (first.to_lowercase() == word).then_some(rest)
}
