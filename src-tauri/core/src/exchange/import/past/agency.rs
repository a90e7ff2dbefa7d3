//! What agencies and content systems hand over in a form of the IPTC's: ninjs, NewsML-G2, NITF. A
//! file has one report or several, and is small: it is read as a whole.

use std::collections::BTreeMap;

use super::{Next, Past};
use crate::exchange::import::flaw::{gave_up, unread};
use crate::exchange::import::{FileFormat, html, incoming, moment, person_name};
use crate::failure::{Code, Failure, Result};
use crate::photo::guarded;

/// Largest file, in megabytes.
pub(super) const LIMIT_MEGABYTES: u64 = 64;
/// Most reports of one file.
pub(super) const REPORT_LIMIT: usize = 50_000;

/// A report, as its form has it.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Names it everywhere, whatever file it is in.
    pub(super) uri: String,
    /// What it is, where it is no text, or one that was taken back.
    pub(super) passed: Option<String>,
    pub(super) title: String,
    pub(super) lead: String,
    /// As HTML, without headline and lead.
    pub(super) body: String,
    pub(super) by: String,
    pub(super) published: String,
    pub(super) section: String,
    pub(super) tags: Vec<String>,
    pub(super) slug: String,
    pub(super) address: String,
}

/// Whether these are the first bytes of such a file.
pub(super) fn is_one(start: &[u8]) -> bool {
    is_json(start) || is_xml(start)
}

pub(super) fn is_json(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    start.starts_with(b"[") || (start.starts_with(b"{") && !start.starts_with(b"{\\rtf"))
}

/// By the name of the first element, with whatever prefix.
pub(super) fn is_xml(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start);
    text.match_indices('<').map(|(at, _)| &text[at + 1..]).find_map(|rest| {
        let name = rest.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next()?;
        let name = name.rsplit(':').next()?;
        (!rest.starts_with(['?', '!']))
            .then_some(matches!(name, "newsMessage" | "newsItem" | "packageItem" | "nitf"))
    }) == Some(true)
}

/// The reports of a file, each read or refused by itself.
pub(super) fn all(bytes: &[u8], from: &str) -> Result<Vec<Next>> {
    if bytes.len() as u64 > LIMIT_MEGABYTES << 20 {
        return Err(Failure::new(Code::TooLarge, "a file of reports without end")
            .with("megabytes", bytes.len().div_ceil(1 << 20))
            .with("limitMegabytes", LIMIT_MEGABYTES));
    }
    let read = || {
        if is_json(bytes) { super::ninjs::reports(bytes) } else { super::newsml::reports(bytes) }
    };
    let reports = guarded(read).map_err(as_panic)?;
    if reports.is_empty() {
        return Err(unread("xml"));
    }
    let one = reports.len() == 1;
    Ok(reports
        .into_iter()
        .enumerate()
        .map(|(n, report)| {
            let from = if one { from.to_owned() } else { format!("{from} #{}", n + 1) };
            next(report, from)
        })
        .collect())
}

fn next(report: Result<Report>, from: String) -> Next {
    let read = report.and_then(|report| match &report.passed {
        Some(kind) => Ok(Err(kind.clone())),
        None => guarded(|| past(&report, &from)).map_err(as_panic).map(Ok),
    });
    match read {
        Ok(Ok(past)) => Next::Article(Box::new(past)),
        Ok(Err(kind)) => Next::Passed(kind),
        Err(failure) => Next::Refused { from, failure },
    }
}

/// A panic of a reader, as the guard calls it.
fn as_panic(failure: Failure) -> Failure {
    match failure.code {
        Code::DamagedPhoto => gave_up(),
        _ => failure,
    }
}

fn past(report: &Report, from: &str) -> Result<Past> {
    let lead = match report.lead.trim() {
        lead if lead.is_empty() || report.body.contains(&escaped(lead)) => String::new(),
        lead => format!("<p class=\"MsoSubtitle\">{}</p>", escaped(lead)),
    };
    let title = escaped(report.title.trim());
    let page = format!("<html><body><h1>{title}</h1>{lead}{}</body></html>", report.body);
    let draft = html::read_whole(&page)?;
    let incoming = incoming(draft, FileFormat::Html, page.as_bytes(), None)?;
    let mut key = blake3::Hasher::new_derive_key("banthao 2026 report of an agency");
    key.update(if report.uri.is_empty() { page.as_bytes() } else { report.uri.as_bytes() });
    let is_plain = report.slug.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is_web = |it: &&String| it.starts_with("https://") || it.starts_with("http://");
    Ok(Past {
        key: key.finalize().to_hex().to_string(),
        from: from.to_owned(),
        incoming,
        at: moment(&report.published),
        author: person_name(Some(report.by.clone())),
        section: report.section.clone(),
        tags: report.tags.clone(),
        slug: if is_plain { report.slug.clone() } else { String::new() },
        address: [&report.address, &report.uri]
            .into_iter()
            .find(is_web)
            .cloned()
            .unwrap_or_default(),
        codes: BTreeMap::new(),
    })
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Paragraphs of a text that has none but by its empty lines, or its lines.
pub(super) fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let parts: Vec<&str> =
        if text.contains("\n\n") { text.split("\n\n").collect() } else { text.lines().collect() };
    let parts = parts.into_iter().map(str::trim).filter(|it| !it.is_empty());
    parts.map(|it| format!("<p>{}</p>", escaped(it).replace('\n', " "))).collect()
}
