//! Raw text into an article: what each line of a pasted or opened text is, as a guess that
//! people can correct before it lands.
//!
//! Two steps with a person between them: [`recognise`] cleans the text and puts a label on each
//! line, the screen shows the labels, [`compose`] makes the article of what was confirmed. No
//! word of a line that is not junk is lost on the way.

pub(super) mod clean;
pub(super) mod compose;
mod dates;
mod join;
pub(super) mod label;
mod names;
mod signs;
mod words;

pub use compose::compose;

use serde::{Deserialize, Serialize};

use super::import::FileSummary;
use crate::failure::{Code, Failure, Result};
use crate::language::legacy::{Conversion, Run, Written, convert, is_doubtful};

/// What a text was recognised as.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Recognition {
    pub lines: Vec<RecognisedLine>,
    /// Hard spaces that became normal ones.
    pub hard_spaces: u32,
    /// Letters that were written in parts (NFD), in another order or with a foreign `Ð`.
    pub decomposed: u32,
    /// Characters of no width that were taken out.
    pub invisible: u32,
    /// How the text was read where it came from, e.g. `UTF-8`.
    pub encoding: String,
    /// The old encoding that it was converted from.
    pub written: Written,
    /// The fonts that told the old encoding, if any did.
    pub fonts: Vec<String>,
    /// The text as it came, where it may be in an old encoding: to be recognised as another one.
    pub source: Vec<Run>,
    /// What came along, where it is a file of more than letters.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<FileSummary>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RecognisedLine {
    pub text: String,
    pub label: Label,
    /// 0 to 1; a screen takes 0.9 and more as settled.
    pub confidence: f64,
}

/// A line as a person has confirmed or corrected it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LabelledLine {
    pub text: String,
    pub label: Label,
}

/// What a line is in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Label {
    Headline,
    Lead,
    Paragraph,
    Subhead,
    /// Of the photo above; where none came with the text, of one that is missing.
    Caption,
    Quote,
    /// A list, a table or a photo, as the file has it. Only what a file came with is taken for one.
    List,
    Table,
    Photo,
    Source,
    Byline,
    DateLine,
    /// Of the page around the article; dropped.
    Junk,
}

/// Most lines of one text: some fifty long reports.
pub const LINE_LIMIT: usize = 5_000;
/// Most text that is looked at, in megabytes.
pub const TEXT_LIMIT_MEGABYTES: usize = 5;

const MEGABYTE: usize = 1024 * 1024;

/// Most stretches of one font: a page of a magazine has some hundred.
pub const RUN_LIMIT: usize = 100_000;

/// Cleans a text, joins what a page had broken inside a sentence and labels each line.
///
/// `encoding` is the name of the encoding that the text was read by; it is passed on as it is. What
/// was written in an old one is converted first.
///
/// # Errors
/// As [`recognise_runs`].
pub fn recognise(text: &str, encoding: &str) -> Result<Recognition> {
    let run = Run { text: text.to_owned(), font: String::new() };
    recognise_runs(vec![run], None, encoding)
}

/// Does so with a text in several fonts, and where somebody says how it was written.
///
/// # Errors
/// `EmptyFile` for a text without a word, `TooLarge` over [`TEXT_LIMIT_MEGABYTES`], `BadInput`
/// over [`LINE_LIMIT`] or [`RUN_LIMIT`].
pub fn recognise_runs(
    runs: Vec<Run>,
    wanted: Option<Written>,
    encoding: &str,
) -> Result<Recognition> {
    let Conversion { texts, written, fonts } = convert_runs(&runs, wanted)?;
    let cleaned = clean::clean(&texts.concat());
    if !cleaned.lines.iter().any(|line| line.chars().any(char::is_alphanumeric)) {
        return Err(Failure::new(Code::EmptyFile, "a text without a word"));
    }
    if cleaned.lines.len() > LINE_LIMIT {
        return Err(too_many_lines());
    }
    Ok(Recognition {
        lines: label::label(join::join(cleaned.lines)),
        hard_spaces: cleaned.hard_spaces,
        decomposed: cleaned.decomposed,
        invisible: cleaned.invisible,
        encoding: encoding.to_owned(),
        written,
        fonts,
        source: if may_be_old(&runs, wanted, written) { runs } else { Vec::new() },
        file: None,
    })
}

/// Converts runs of text from an old encoding, and nothing else.
///
/// # Errors
/// `TooLarge` over [`TEXT_LIMIT_MEGABYTES`], `BadInput` over [`RUN_LIMIT`].
pub fn convert_runs(runs: &[Run], wanted: Option<Written>) -> Result<Conversion> {
    within_limit(runs.iter().map(|run| run.text.len() + run.font.len()).sum())?;
    if runs.len() > RUN_LIMIT {
        return Err(Failure::bad_input(format!("a text of more than {RUN_LIMIT} runs")));
    }
    Ok(convert(runs, wanted))
}

/// Whether a person may want the text read otherwise.
fn may_be_old(runs: &[Run], wanted: Option<Written>, written: Written) -> bool {
    let whole = || runs.iter().map(|run| &*run.text).collect::<String>();
    wanted.is_some() || written != Written::Unicode || is_doubtful(&whole())
}

impl From<RecognisedLine> for LabelledLine {
    fn from(line: RecognisedLine) -> Self {
        Self { text: line.text, label: line.label }
    }
}

pub(super) fn within_limit(bytes: usize) -> Result<()> {
    if bytes > TEXT_LIMIT_MEGABYTES * MEGABYTE {
        return Err(Failure::new(Code::TooLarge, format!("a text of {bytes} bytes"))
            .with("megabytes", bytes.div_ceil(MEGABYTE))
            .with("limitMegabytes", TEXT_LIMIT_MEGABYTES));
    }
    Ok(())
}

pub(super) fn too_many_lines() -> Failure {
    Failure::bad_input(format!("a text of more than {LINE_LIMIT} lines"))
}

#[cfg(test)]
mod tests;
