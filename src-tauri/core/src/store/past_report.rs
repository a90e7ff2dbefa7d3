//! What became of an archive: counted, and by name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Language;
use crate::article::ArticleId;
use crate::exchange::import::LeftOut;
use crate::failure::{Code, Failure};
use crate::royalty::harmless;

/// Most articles that are told of by name; the counts go on.
const ROW_LIMIT: usize = 200_000;

/// What a run over an archive has come to.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PastReport {
    /// Among them those that are nearly the same as another article.
    pub taken: u32,
    pub near: u32,
    /// Taken in by an earlier run.
    pub here: u32,
    /// The same text is here from elsewhere.
    pub same: u32,
    pub refused: u32,
    /// What is no article, by what it calls itself.
    pub passed: BTreeMap<String, u32>,
    pub left_out: Vec<(LeftOut, u32)>,
    /// Codes of plugins that were left out, by name.
    pub codes: BTreeMap<String, u32>,
    /// Whether somebody ended it before its end.
    pub stopped: bool,
    #[serde(skip)]
    rows: Vec<PastRow>,
}

/// An article of an archive, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PastRow {
    pub kind: PastRowKind,
    /// Where it stands in the archive: a path, an address.
    pub from: String,
    pub headline: String,
    /// The article that it became or is.
    pub article: Option<ArticleId>,
    /// The article of this desk that it is like.
    pub other: Option<ArticleId>,
    pub other_headline: String,
    /// How much of it is in the other, in percent.
    pub percent: Option<u8>,
    pub failure: Option<Failure>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum PastRowKind {
    Taken,
    /// Taken in, and nearly the same as another.
    Near,
    Here,
    Same,
    Refused,
}

/// A piece of the rows of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PastRows {
    pub total: u32,
    pub rows: Vec<PastRow>,
}

/// What was found in an archive before anything of it is kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PastLook {
    /// Articles that are not here yet, and those that an earlier run has taken in.
    pub new: u32,
    pub here: u32,
    pub refused: u32,
    pub passed: BTreeMap<String, u32>,
    /// Of the first new ones.
    pub headlines: Vec<String>,
    /// Whether all of it was looked at.
    pub whole: bool,
}

/// How far an archive has come in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ArchivePhase {
    #[default]
    Nothing,
    /// It was looked into and waits for somebody to say yes.
    Looked,
    Running,
    /// At its end, stopped, or broken off with a failure.
    Done,
}

/// An archive as the window shows it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ArchiveState {
    pub phase: ArchivePhase,
    /// Of the folder or file, without where it lies.
    pub name: String,
    pub look: Option<PastLook>,
    pub percent: u8,
    pub report: Option<PastReport>,
    pub failure: Option<Failure>,
}

impl PastReport {
    /// The counts alone, while it goes on.
    pub fn counts(&self) -> Self {
        Self {
            taken: self.taken,
            near: self.near,
            here: self.here,
            same: self.same,
            refused: self.refused,
            passed: self.passed.clone(),
            left_out: self.left_out.clone(),
            codes: self.codes.clone(),
            stopped: self.stopped,
            rows: Vec::new(),
        }
    }

    /// Counts a row, and keeps it while there are not too many.
    pub(super) fn add(&mut self, row: PastRow) {
        match row.kind {
            PastRowKind::Taken => self.taken += 1,
            PastRowKind::Near => {
                self.taken += 1;
                self.near += 1;
            }
            PastRowKind::Here => self.here += 1,
            PastRowKind::Same => self.same += 1,
            PastRowKind::Refused => self.refused += 1,
        }
        if self.rows.len() < ROW_LIMIT {
            self.rows.push(row);
        }
    }

    pub(super) fn leave_out(&mut self, what: LeftOut, count: u32) {
        match self.left_out.iter_mut().find(|(it, _)| *it == what) {
            Some((_, sum)) => *sum = sum.saturating_add(count),
            None => self.left_out.push((what, count)),
        }
    }

    /// Every article, in the order in which it was decided: what was here already before what came
    /// with it into one batch.
    pub fn rows(&self) -> &[PastRow] {
        &self.rows
    }

    /// A piece of the rows of one kind; those nearly the same are among the taken ones as well.
    pub fn piece(&self, kind: PastRowKind, offset: usize, limit: usize) -> PastRows {
        let is_one = |row: &&PastRow| {
            row.kind == kind || (kind == PastRowKind::Taken && row.kind == PastRowKind::Near)
        };
        let total = self.rows.iter().filter(is_one).count();
        let rows = self.rows.iter().filter(is_one).skip(offset).take(limit).cloned().collect();
        PastRows { total: u32::try_from(total).unwrap_or(u32::MAX), rows }
    }

    /// All rows as a table for a spreadsheet, with a mark at its beginning by which Excel knows UTF-8.
    pub fn csv(&self, language: Language) -> String {
        let head = match language {
            Language::Vi => "Kết quả,Ở kho cũ,Tít,Giống bài,Giống (%),Vì sao",
            Language::En => "Outcome,In the archive,Headline,Like,Alike (%),Why",
        };
        let mut csv = format!("\u{FEFF}{head}\r\n");
        for row in &self.rows {
            let percent = row.percent.map(|it| it.to_string()).unwrap_or_default();
            let cells = [
                outcome(row.kind, language),
                &row.from,
                &row.headline,
                &row.other_headline,
                &percent,
                &row.failure.as_ref().map(|it| why(it, language)).unwrap_or_default(),
            ];
            csv.push_str(&cells.map(cell).join(","));
            csv.push_str("\r\n");
        }
        csv
    }

    /// The counts, and by name what was not taken in as it is, as a text to read.
    pub fn text(&self, language: Language) -> String {
        let pick = |vi, en| match language {
            Language::Vi => vi,
            Language::En => en,
        };
        let mut lines = vec![
            format!("{}: {}", pick("Bài đã nhập", "Articles taken in"), self.taken),
            format!("{}: {}", pick("Gần giống bài khác", "Nearly the same as another"), self.near),
            format!(
                "{}: {}",
                pick("Đã có từ lần nhập trước", "Here from an earlier run"),
                self.here
            ),
            format!(
                "{}: {}",
                pick("Trùng nguyên văn, bỏ qua", "The same text, passed over"),
                self.same
            ),
            format!("{}: {}", pick("Không đọc được", "Not read"), self.refused),
        ];
        for (name, count) in &self.passed {
            lines.push(format!("{}: {name} × {count}", pick("Không phải bài", "No article")));
        }
        for (name, count) in &self.codes {
            lines.push(format!(
                "{}: {name} × {count}",
                pick("Mã không hiểu", "Code not understood")
            ));
        }
        if self.stopped {
            lines.push(pick("Đã dừng giữa chừng.", "Ended before its end.").to_owned());
        }
        for row in self.rows.iter().filter(|row| row.kind != PastRowKind::Taken) {
            let mut line = format!("{}: {}", outcome(row.kind, language), row.from);
            for part in [&row.headline, &row.other_headline] {
                if !part.is_empty() {
                    line.push_str(" · ");
                    line.push_str(part);
                }
            }
            if let Some(percent) = row.percent {
                line.push_str(&format!(" · {percent} %"));
            }
            if let Some(failure) = &row.failure {
                line.push_str(&format!(" · {}", why(failure, language)));
            }
            lines.push(line);
        }
        lines.join("\n") + "\n"
    }
}

fn outcome(kind: PastRowKind, language: Language) -> &'static str {
    match (kind, language) {
        (PastRowKind::Taken, Language::Vi) => "đã nhập",
        (PastRowKind::Taken, Language::En) => "taken in",
        (PastRowKind::Near, Language::Vi) => "đã nhập, gần giống bài khác",
        (PastRowKind::Near, Language::En) => "taken in, nearly the same as another",
        (PastRowKind::Here, Language::Vi) => "đã có",
        (PastRowKind::Here, Language::En) => "was here",
        (PastRowKind::Same, Language::Vi) => "trùng nguyên văn",
        (PastRowKind::Same, Language::En) => "the same text",
        (PastRowKind::Refused, Language::Vi) => "không đọc được",
        (PastRowKind::Refused, Language::En) => "not read",
    }
}

/// Why an article was not read, and in brackets what the failure says of it. What befalls no file of
/// an archive is named by its code.
fn why(failure: &Failure, language: Language) -> String {
    let said = match (failure.code, language) {
        (Code::EmptyFile, Language::Vi) => "tệp trống",
        (Code::EmptyFile, Language::En) => "the file is empty",
        (Code::NotText, Language::Vi) => "không phải văn bản",
        (Code::NotText, Language::En) => "not a text",
        (Code::FileDamaged, Language::Vi) => "tệp bị hỏng hoặc chép dở",
        (Code::FileDamaged, Language::En) => "the file is damaged or was not fully copied",
        (Code::FileRefused, Language::Vi) => "tệp có cấu tạo bất thường",
        (Code::FileRefused, Language::En) => "the file is built as no word processor builds one",
        (Code::FileSealed, Language::Vi) => "tệp có mật khẩu",
        (Code::FileSealed, Language::En) => "the file has a password",
        (Code::FileNotRead, Language::Vi) => "loại tệp này chưa đọc được",
        (Code::FileNotRead, Language::En) => "files of this kind are not read",
        (Code::TooLarge, Language::Vi) => "quá lớn",
        (Code::TooLarge, Language::En) => "too large",
        (Code::BadInput, Language::Vi) => "vượt giới hạn của một bài",
        (Code::BadInput, Language::En) => "over a limit of an article",
        (code, _) => {
            let code = serde_json::to_value(code).ok();
            return code.as_ref().and_then(|it| it.as_str()).unwrap_or_default().to_owned();
        }
    };
    let unit = |name: &str| if name.to_lowercase().ends_with("megabytes") { " MB" } else { "" };
    let params = failure.params.iter().map(|(name, value)| format!("{value}{}", unit(name)));
    let params: Vec<String> = params.collect();
    if params.is_empty() { said.to_owned() } else { format!("{said} ({})", params.join("; ")) }
}

/// A cell of a table; one that a spreadsheet would take for a formula is none.
fn cell(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", harmless(&text).replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: PastRowKind, headline: &str) -> PastRow {
        PastRow {
            kind,
            from: "a/b.docx".to_owned(),
            headline: headline.to_owned(),
            article: None,
            other: None,
            other_headline: String::new(),
            percent: None,
            failure: None,
        }
    }

    #[test]
    fn a_table_holds_no_formula_and_keeps_its_cells_apart() {
        let mut report = PastReport::default();
        report.add(row(PastRowKind::Taken, "=HYPERLINK(\"x\"),\ny"));
        report.add(PastRow {
            failure: Some(Failure::new(crate::Code::TooLarge, "x").with("megabytes", 17)),
            ..row(PastRowKind::Refused, "")
        });
        let csv = report.csv(Language::Vi);
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(
            lines[1],
            "\"đã nhập\",\"a/b.docx\",\"'=HYPERLINK(\"\"x\"\"), y\",\"\",\"\",\"\""
        );
        assert!(lines[2].ends_with("\"quá lớn (17 MB)\""), "{}", lines[2]);
        assert_eq!((report.taken, report.refused, lines.len()), (1, 1, 3));
    }

    #[test]
    fn rows_come_in_pieces_of_one_kind() {
        let mut report = PastReport::default();
        for n in 0..5 {
            let kind = if n % 2 == 0 { PastRowKind::Taken } else { PastRowKind::Near };
            report.add(row(kind, &n.to_string()));
        }
        let piece = report.piece(PastRowKind::Taken, 3, 10);
        assert_eq!((piece.total, piece.rows.len()), (5, 2));
        assert_eq!(report.piece(PastRowKind::Near, 0, 1).total, 2);
        assert!(report.text(Language::En).contains("taken in, nearly the same"), "by name");
    }
}
