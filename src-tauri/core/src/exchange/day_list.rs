//! The list of a day for the wall of the newsroom: what is due, what waits, what may go out. Laid out as
//! an article is, so that it goes the way of every other page that is printed.

use super::sheet::words::Words;
use crate::article::{
    Block, BlockAttrs, BlockId, Document, Fields, TableCell, TableCellAttrs, TableRow, Text,
};
use crate::review::{Editorial, Workflow};
use crate::store::Language;
use crate::time::{Timestamp, ZoneMinutes};

/// Lines of one part that are printed; of more, how many there are.
const LINES: usize = 200;

/// An article on the list.
#[derive(Debug, Clone)]
pub struct DayLine {
    /// When it is due, or may go out.
    pub at: Option<Timestamp>,
    pub headline: String,
    pub byline: String,
    pub state: Editorial,
    /// Name of the one person it waits for.
    pub keeper: Option<String>,
}

/// What stands on the list of a day.
#[derive(Debug, Clone)]
pub struct DayList {
    /// When it is printed, and by whom.
    pub now: Timestamp,
    pub by: String,
    pub language: Language,
    pub zone: ZoneMinutes,
    pub workflow: Workflow,
    /// Due today or overdue, by deadline.
    pub due: Vec<DayLine>,
    /// What waits for whoever prints.
    pub waiting: Vec<DayLine>,
    /// Whose embargo ends today, by its end.
    pub embargoed: Vec<DayLine>,
}

impl DayList {
    /// The list as a text, with fields that say its language and nothing else.
    pub fn page(&self) -> (Document, Fields) {
        let words = Words::of(self.language);
        let now = self.now.rfc3339(self.zone);
        let headline = format!("{} {}", words.day_list(), words.day(&now));
        let lead = format!("{} {} · {}", words.printed_at(), words.time(&now), self.by);
        let mut blocks = Vec::new();
        let mut id = 0_u32;
        let mut next = || {
            id += 1;
            BlockId(format!("d{id}"))
        };
        for (title, at, lines) in [
            (words.due_today(), words.due_at(), &self.due),
            (words.waits_for(), words.due_at(), &self.waiting),
            (words.embargo_ends(), words.out_at(), &self.embargoed),
        ] {
            blocks.push(Block::subhead(next(), &format!("{title} ({})", lines.len())));
            if lines.is_empty() {
                blocks.push(Block::paragraph(next(), words.no_articles()));
                continue;
            }
            let head = [at, words.headline(), words.writer(), words.standing(), words.keeper()];
            let head = row(head.map(str::to_owned), true);
            let rows = lines.iter().take(LINES).map(|line| row(self.cells(line, words), false));
            let content = std::iter::once(head).chain(rows).collect();
            blocks.push(Block::Table { attrs: BlockAttrs { id: next() }, content });
            if lines.len() > LINES {
                let more = words.more(lines.len() - LINES);
                blocks.push(Block::paragraph(next(), &more));
            }
        }
        let document =
            Document { headline: Text::runs(&headline), lead: Text::runs(&lead), blocks };
        let language = match self.language {
            Language::Vi => "vi",
            Language::En => "en",
        };
        (document, Fields { language: language.to_owned(), ..Fields::default() })
    }

    fn cells(&self, line: &DayLine, words: Words) -> [String; 5] {
        let or = |text: &str, other: &str| {
            if text.trim().is_empty() { other.to_owned() } else { text.to_owned() }
        };
        [
            line.at.map_or_else(|| "–".to_owned(), |at| words.time(&at.rfc3339(self.zone))),
            or(&line.headline, words.no_headline()),
            or(&line.byline, "–"),
            words.state(&line.state, &self.workflow),
            or(line.keeper.as_deref().unwrap_or_default(), "–"),
        ]
    }
}

fn row(cells: [String; 5], header: bool) -> TableRow {
    let cell =
        |text: String| TableCell { attrs: TableCellAttrs { header }, content: Text::runs(&text) };
    TableRow { content: cells.into_iter().map(cell).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain_text;

    fn list(language: Language) -> DayList {
        let zone = ZoneMinutes::default();
        let at = |text: &str| Timestamp::typed(text, zone).unwrap();
        let line = DayLine {
            at: Some(at("2026-11-27T17:00")),
            headline: "Đồng Hỷ họp bàn văn kiện".into(),
            byline: "Thanh Mai".into(),
            state: Editorial::AwaitingApproval { step: 1, of: 1 },
            keeper: None,
        };
        DayList {
            now: at("2026-11-27T08:05"),
            by: "Trần Thị Lan".into(),
            language,
            zone,
            workflow: Workflow::three_step(),
            due: vec![line.clone()],
            waiting: vec![],
            embargoed: vec![DayLine { headline: String::new(), at: None, ..line }],
        }
    }

    #[test]
    fn the_list_says_when_it_was_printed_and_what_stands_where() {
        let (document, fields) = list(Language::Vi).page();
        assert_eq!(document.headline_text(), "Việc trong ngày 27/11/2026");
        assert_eq!(document.lead_text(), "In lúc 08:05 27/11/2026 · Trần Thị Lan");
        let text = plain_text(&document);
        for words in [
            "Đến hạn hôm nay (1)",
            "17:00 27/11/2026",
            "Chờ duyệt: Thư ký tòa soạn",
            "Đang chờ tôi (0)",
            "Không có bài nào.",
            "Hết giờ cấm đăng hôm nay (1)",
            "Chưa có tít",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert_eq!(fields.language, "vi");
        let mut id = 0;
        let accepted = document.clone().accept(&mut || {
            id += 1;
            BlockId(format!("x{id}"))
        });
        assert_eq!(accepted.unwrap(), document, "a page of its own, as any article is");
    }

    #[test]
    fn the_english_list_has_no_word_of_vietnamese_but_names() {
        let text = plain_text(&list(Language::En).page().0);
        for words in ["The day's list, 27 Nov 2026", "Due today (1)", "No headline", "Nothing."] {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
}
