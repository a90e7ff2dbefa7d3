//! Answers on the terminal: sentences for people, JSON for scripts. Nothing else prints.
#![expect(clippy::print_stdout, reason = "this is the one place that prints")]

use std::io::Write;
use std::path::Path;

use banthao_core::article::plain_text;
use banthao_core::exchange::letterhead::Letterhead;
use banthao_core::photo::metadata::Credentials;
use banthao_core::proof::{BrokenRow, Finding, NameTitle, NamesPreview, RuleId, Severity};
use banthao_core::review::LogFault;
use banthao_core::store::{
    Diagnosis, ExportReport, HandOffReport, HistoryRow, ListPage, NamePage, NameRow, OpenArticle,
    Opened, PdfReport, Peer, PhotoDetails, PhotoPage, SearchPage, SearchRow, Standing, ThisDevice,
};
use banthao_core::time::ZoneMinutes;
use banthao_core::{Failure, Result};
use serde::Serialize;

use crate::check::{Checked, Spotted};
use crate::words::Words;

/// As that of the standard library, but it goes on where nobody reads any more (`| head`): what was
/// asked for has to be done all the same.
macro_rules! println {
    ($($arguments:tt)*) => { line(format_args!($($arguments)*)) };
}

fn line(text: std::fmt::Arguments<'_>) {
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            panic!("the answer cannot be written: {error}")
        }
        Ok(()) | Err(_) => {}
    }
}

pub(crate) struct Output {
    json: bool,
    pub(crate) words: &'static Words,
}

/// A rule of the house as one of many under the same name.
fn rule_id(finding: &Finding) -> String {
    let name = finding.rule.name();
    finding.params.get("house").map_or(name.clone(), |house| format!("{name}/{house}"))
}

impl Output {
    pub(crate) fn new(json: bool, words: &'static Words) -> Self {
        Self { json, words }
    }

    pub(crate) fn done(&self, value: &impl Serialize, lines: &[&str]) {
        if self.json {
            print_json(value);
        } else {
            lines.iter().for_each(|line| println!("{}", clean(line)));
        }
    }

    /// Says in between how far it is, beside the answer.
    pub(crate) fn note(&self, line: &str) {
        if !self.json {
            eprintln!("{}", clean(line));
        }
    }

    pub(crate) fn list(&self, page: &ListPage, zone: ZoneMinutes) {
        if self.json {
            return print_json(page);
        }
        for row in &page.rows {
            println!(
                "{}  {}  {:<14}  {}",
                row.id,
                &row.updated_at.rfc3339(zone)[..16],
                self.words.state(&row.editorial),
                clean(&row.headline)
            );
        }
        println!("{}: {}", self.words.total, page.total);
    }

    pub(crate) fn search(&self, page: &SearchPage, zone: ZoneMinutes) {
        if self.json {
            return print_json(page);
        }
        for SearchRow { article, passage, .. } in &page.rows {
            println!(
                "{}  {}  {:<14}  {}",
                article.id,
                &article.updated_at.rfc3339(zone)[..16],
                self.words.state(&article.editorial),
                clean(&article.headline)
            );
            if let Some(passage) = passage {
                let before = if passage.cut_before { "…" } else { "" };
                let after = if passage.cut_after { "…" } else { "" };
                println!("    {before}{}{after}", clean(&passage.text));
            }
        }
        println!("{}: {}{}", self.words.total, page.total, if page.more { "+" } else { "" });
    }

    pub(crate) fn names(&self, page: &NamePage) {
        if self.json {
            return print_json(page);
        }
        for NameRow { entry, .. } in &page.rows {
            println!("{}", clean(&entry.name));
            for NameTitle { title, from, to } in &entry.titles {
                println!("    {}  {}", days(from.as_deref(), to.as_deref()), clean(title));
            }
            if entry.to.is_some() {
                let days = days(entry.from.as_deref(), entry.to.as_deref());
                println!("    {days}  → {}", clean(&entry.successor));
            }
        }
        println!("{}: {}", self.words.total, page.total);
    }

    /// What a table did, or would do.
    pub(crate) fn names_import(&self, preview: &NamesPreview, refused: bool) {
        if self.json {
            return print_json(preview);
        }
        let words = self.words;
        for BrokenRow { row, why, text } in &preview.broken_rows {
            println!("{} {row}: {} [{}]", words.row, words.row_fault(*why), clean(text));
        }
        for (what, count) in [
            (words.names_new, preview.new),
            (words.names_changed, preview.changed),
            (words.names_same, preview.same),
            (words.rows_broken, preview.broken),
        ] {
            println!("{what}: {count}");
        }
        if refused {
            println!("{}", words.nothing_changed);
        }
    }

    pub(crate) fn article(&self, article: &OpenArticle) {
        if self.json {
            return print_json(article);
        }
        print!("{}", clean(&plain_text(&article.document)));
        println!("{}", clean(&article.fields.byline_line()));
    }

    pub(crate) fn checked(&self, checked: &Checked, what: &str, sarif: bool) {
        if sarif {
            return print_json(&self.sarif(checked, what));
        }
        if self.json {
            return print_json(checked);
        }
        if checked.gaps.is_empty() {
            println!("{}", self.words.nothing_missing);
        }
        for gap in &checked.gaps {
            println!("{}: {}", self.words.missing, self.words.gap(*gap));
        }
        for Spotted { line, column, finding, .. } in &checked.findings {
            let (severity, says) =
                (self.words.severity(finding.severity), self.words.finding(finding));
            println!("{line}:{column}  {severity}  {}  [{}]", clean(&says), finding.rule.name());
        }
    }

    /// What is right is no result: SARIF tells of what to look at.
    fn sarif(&self, checked: &Checked, what: &str) -> serde_json::Value {
        let level = |severity| match severity {
            Severity::Error => Some("error"),
            Severity::Warning => Some("warning"),
            Severity::Hint => Some("note"),
            Severity::Right => None,
        };
        let results: Vec<_> = checked
            .findings
            .iter()
            .filter_map(|spotted| {
                let Spotted { line, column, end_column, finding } = spotted;
                let region = serde_json::json!({
                    "startLine": line, "startColumn": column, "endColumn": end_column,
                    "snippet": { "text": finding.text },
                });
                let place = serde_json::json!({ "uri": what });
                Some(serde_json::json!({
                    "ruleId": rule_id(finding),
                    "level": level(finding.severity)?,
                    "message": { "text": self.words.finding(finding) },
                    "locations": [{
                        "physicalLocation": { "artifactLocation": place, "region": region }
                    }],
                    "partialFingerprints": { "finding/v1": finding.key },
                }))
            })
            .collect();
        let rules: Vec<_> =
            RuleId::ALL.iter().map(|rule| serde_json::json!({ "id": rule.name() })).collect();
        let driver = serde_json::json!({
            "name": "banthao", "version": env!("CARGO_PKG_VERSION"), "rules": rules,
        });
        serde_json::json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": driver },
                "columnKind": "utf16CodeUnits",
                "results": results,
            }],
        })
    }

    pub(crate) fn standing(&self, standing: &Standing) {
        if self.json {
            return print_json(standing);
        }
        println!("{}", self.words.state(&standing.editorial));
    }

    pub(crate) fn history(&self, rows: &[HistoryRow], fault: Option<&LogFault>, zone: ZoneMinutes) {
        if self.json {
            return print_json(&serde_json::json!({ "fault": fault, "rows": rows }));
        }
        if let Some(fault) = fault {
            println!("{}", clean(&self.words.log_fault(fault)));
        }
        for row in rows {
            let at = &row.at.rfc3339(zone)[..16];
            let revision = row.revision.get(..12).unwrap_or_default();
            let doubt = if row.intact { "" } else { " (?)" };
            let event = self.words.event(row);
            println!("{at}  {revision:<12}  {}  {}{doubt}", clean(&row.device), clean(&event));
        }
    }

    /// A file, for whatever reads the output.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> Result<()> {
        let mut out = std::io::stdout().lock();
        let written = out.write_all(bytes).and_then(|()| out.flush());
        written.map_err(|error| Failure::io(Path::new("-"), &error))
    }

    pub(crate) fn export(&self, report: &ExportReport) {
        if self.json {
            return print_json(report);
        }
        println!("{} {}", self.words.exported, report.path);
        report.files.iter().for_each(|file| println!("  {file}"));
    }

    /// `what` was done with a PDF.
    pub(crate) fn pdf(&self, what: &str, report: &PdfReport) {
        if self.json {
            return print_json(report);
        }
        println!("{what} {} · {}: {}", report.path, self.words.pages, report.pages);
        if !report.approved {
            println!("{}", self.words.not_approved);
        }
        if !report.missing.is_empty() {
            println!("{} {}", self.words.letters_missing, clean(&report.missing));
        }
    }

    pub(crate) fn letterhead(&self, letterhead: &Letterhead) {
        if self.json {
            return print_json(letterhead);
        }
        let logo = letterhead.logo.clone().unwrap_or_default();
        for (name, line) in [
            ("office", &letterhead.office),
            ("second-line", &letterhead.second_line),
            ("place", &letterhead.place),
            ("footer", &letterhead.footer),
            ("logo", &logo),
        ] {
            println!("{name:<12} {}", clean(line));
        }
    }

    pub(crate) fn hand_off(&self, report: &HandOffReport) {
        if self.json {
            return print_json(report);
        }
        println!("{} {}", self.words.handed_off, clean(&report.path));
        println!(
            "{}: {} · {}: {} · {}",
            self.words.revisions,
            report.revisions,
            self.words.photos,
            report.photos,
            self.words.sealed(report.sealed)
        );
        for name in &report.missing_photos {
            println!("{}: {}", self.words.photo_left_out, clean(name));
        }
    }

    pub(crate) fn opened(&self, opened: &Opened) {
        if self.json {
            return print_json(opened);
        }
        println!("{}  {}", opened.article, clean(&opened.headline));
        println!("{}: {} ({})", self.words.sender, clean(&opened.from), clean(&opened.device));
        if opened.first_time {
            println!("{}: {}", self.words.first_time, opened.fingerprint);
        }
        if !opened.note.is_empty() {
            println!("{}: {}", self.words.note, clean(&opened.note));
        }
        println!("{}", self.words.outcome(opened.outcome));
        let counts = [
            (self.words.changes, opened.changes),
            (self.words.comments, opened.comments),
            (self.words.questions, opened.questions),
            (self.words.photos, opened.photos),
        ];
        for (word, count) in counts {
            if count > 0 {
                println!("{word}: {count}");
            }
        }
        if opened.log_rewritten {
            println!("{}", self.words.log_rewritten);
        }
    }

    pub(crate) fn peers(&self, peers: &[Peer]) {
        if self.json {
            return print_json(&peers);
        }
        if peers.is_empty() {
            println!("{}", self.words.no_peers);
        }
        for peer in peers {
            println!(
                "{} ({})  {}  {}",
                clean(&peer.name),
                clean(&peer.device),
                peer.fingerprint,
                self.words.trust(peer.trust)
            );
        }
    }

    pub(crate) fn device(&self, device: &ThisDevice) {
        if self.json {
            return print_json(device);
        }
        println!("{}  {}", clean(&device.name), device.fingerprint);
        println!("{}", self.words.kept(device.in_keyring));
    }

    pub(crate) fn photos(&self, page: &PhotoPage) {
        if self.json {
            return print_json(page);
        }
        for row in &page.rows {
            let day = row.created.get(..10).unwrap_or("");
            println!(
                "{}  {day:<10}  {:<24}  {}",
                &row.hash[..12],
                clean(&row.file_name),
                clean(&row.caption.replace('\n', " "))
            );
        }
        println!("{}: {}", self.words.photos, page.total);
    }

    pub(crate) fn photo(
        &self,
        details: &PhotoDetails,
        credentials: Option<&Credentials>,
        zone: ZoneMinutes,
    ) {
        if self.json {
            #[derive(Serialize)]
            struct Told<'a> {
                #[serde(flatten)]
                details: &'a PhotoDetails,
                credentials: Option<&'a Credentials>,
            }
            return print_json(&Told { details, credentials });
        }
        let info = &details.info;
        println!("{}  {}  {}×{}", info.hash, clean(&info.file_name), info.width, info.height);
        let said = serde_json::to_value(info.words()).unwrap_or_default();
        for (field, value) in said.as_object().into_iter().flatten() {
            let text = match value {
                serde_json::Value::Array(list) => {
                    list.iter().filter_map(|it| it.as_str()).collect::<Vec<_>>().join("; ")
                }
                serde_json::Value::Number(stars) => stars.to_string(),
                other => other.as_str().unwrap_or_default().to_owned(),
            };
            if !text.is_empty() {
                println!("{field}: {}", clean(&text));
            }
        }
        let rights = info.rights();
        let kind = serde_json::to_value(rights.kind).unwrap_or_default();
        let until = rights.until.map(|until| format!(" – {until}")).unwrap_or_default();
        println!("rights: {}{until}  {}", kind.as_str().unwrap_or_default(), clean(&rights.note));
        if let Some(credentials) = credentials {
            let Credentials { signer, signer_house, generator, source_type, .. } = credentials;
            let told = [signer, signer_house, generator, source_type];
            let told: Vec<_> = told.into_iter().filter(|text| !text.is_empty()).collect();
            let told: Vec<String> = told.into_iter().map(|text| clean(text)).collect();
            println!("C2PA ({}): {}", self.words.unverified, told.join(" · "));
        }
        for used in &details.uses {
            println!("{}: {}  {}", self.words.articles, used.article, clean(&used.headline));
        }
        for said in &details.said {
            println!("{}  {}", &said.at.rfc3339(zone)[..16], clean(&said.by_name));
        }
    }

    pub(crate) fn diagnosis(&self, diagnosis: &Diagnosis) {
        if self.json {
            return print_json(diagnosis);
        }
        println!(
            "{}: {} · {}: {} · {}: {}",
            self.words.articles,
            diagnosis.articles,
            self.words.revisions,
            diagnosis.revisions,
            self.words.photos,
            diagnosis.photos
        );
        if diagnosis.problems.is_empty() {
            println!("{}", self.words.healthy);
        }
        for problem in &diagnosis.problems {
            println!("{}", clean(&self.words.problem(problem)));
        }
    }

    pub(crate) fn failure(&self, failure: &Failure) {
        if self.json {
            print_json(&serde_json::json!({ "failure": failure }));
        } else {
            eprintln!("{}", clean(&self.words.failure(failure)));
        }
    }
}

fn print_json(value: &impl Serialize) {
    println!(
        "{}",
        serde_json::to_string_pretty(value).expect("answers have string keys and no cycles")
    );
}

/// A headline must not be able to steer the terminal: control characters are shown as spaces.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

/// From when to when something holds; open ends are dots.
fn days(from: Option<&str>, to: Option<&str>) -> String {
    format!("{} – {}", from.unwrap_or("…"), to.unwrap_or("…"))
}
