//! What is missing in an article, and what the proofreader says of it.

use std::path::Path;

use banthao_core::article::{ArticleId, Block, BlockId, Document};
use banthao_core::exchange::recognise::{compose, convert_runs, recognise};
use banthao_core::exchange::text_file::read_text;
use banthao_core::language::legacy::Run;
use banthao_core::moment::Moment;
use banthao_core::proof::{Cache, Finding, Severity, line_numbers};
use banthao_core::review::{Gap, gaps};
use banthao_core::store::{Draft, Store};
use banthao_core::{Code, Result};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Checked {
    pub(crate) gaps: Vec<Gap>,
    pub(crate) findings: Vec<Spotted>,
}

/// A finding with its place as an editor of plain text counts it: lines and columns from 1 on,
/// columns in UTF-16 code units.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Spotted {
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) end_column: u32,
    #[serde(flatten)]
    pub(crate) finding: Finding,
}

impl Checked {
    pub(crate) fn is_clean(&self) -> bool {
        let is_grave =
            |it: &Spotted| matches!(it.finding.severity, Severity::Error | Severity::Warning);
        self.gaps.is_empty() && !self.findings.iter().any(is_grave)
    }
}

/// Checks an article of the desk, or a text file: what would be missing in it once imported, and
/// what stands out in its lines as they are.
pub(crate) fn check(store: &mut Store, article_or_file: &str, moment: &Moment) -> Result<Checked> {
    while store.learn_some()? {}
    let id = ArticleId(article_or_file.to_owned());
    match store.open_article(&id) {
        Ok(article) => {
            let numbers = line_numbers(&article.document);
            let draft = Draft { document: article.document, fields: article.fields };
            let cache = &mut Cache::default();
            let reader = store.proofreader(Some(&id), &draft, cache, moment)?;
            let found = reader.read(draft, cache, moment)?.findings;
            let line = |finding: &Finding| {
                let from = &finding.from;
                numbers.get(&(from.block.clone(), from.line)).copied().unwrap_or_default()
            };
            Ok(Checked { gaps: article.standing.gaps, findings: spotted(found, line) })
        }
        Err(failure) if failure.code == Code::NotFound => {
            let file = read_text(Path::new(article_or_file))?;
            let run = Run { text: file.text, font: String::new() };
            let text = convert_runs(&[run], None)?.texts.concat();
            let recognition = recognise(&text, file.encoding)?;
            let lines: Vec<_> = recognition.lines.into_iter().map(Into::into).collect();
            let mut count = 0;
            let (document, fields) = compose(&lines, &store.people()?, &mut || {
                count += 1;
                BlockId(format!("b{count}"))
            })?;
            let gaps = gaps(&document, &fields);
            let draft = Draft { document: as_it_is(&text), fields };
            let cache = &mut Cache::default();
            let reader = store.proofreader(None, &draft, cache, moment)?;
            let found = reader.read(draft, cache, moment)?.findings;
            let line = |finding: &Finding| {
                let block = finding.from.block.as_ref();
                block.and_then(|id| id.0.get(1..)?.parse().ok()).unwrap_or_default()
            };
            Ok(Checked { gaps, findings: spotted(found, line) })
        }
        Err(failure) => Err(failure),
    }
}

/// The lines of a text as so many paragraphs, each with its number for an id: an import would have
/// tidied their spaces already.
fn as_it_is(text: &str) -> Document {
    let mut document = Document::empty(BlockId("l0".to_owned()));
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    document.blocks.extend(lines.map(|(line, n)| Block::paragraph(BlockId(format!("l{n}")), line)));
    document
}

fn spotted(found: Vec<Finding>, line: impl Fn(&Finding) -> u32) -> Vec<Spotted> {
    let spot = |finding: Finding| Spotted {
        line: line(&finding),
        column: finding.from.offset + 1,
        end_column: finding.to.offset + 1,
        finding,
    };
    found.into_iter().map(spot).collect()
}
