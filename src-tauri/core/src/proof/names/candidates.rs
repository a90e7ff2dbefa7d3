//! People whom the newsroom's own approved articles name and the directory does not know.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use super::super::line::{Line, bare_lines};
use super::super::spelling::is_next;
use super::super::words::Case;
use super::Directory;
use super::people::people;
use crate::article::Document;

/// Somebody who may belong into the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NameCandidate {
    pub name: String,
    /// What most often stands before the name; may be empty.
    pub title: String,
    /// How many articles name them.
    pub articles: u32,
}

/// Most candidates that are asked about at once.
const LIMIT: usize = 200;

/// First words of what people are. A title begins at one of them and ends before the name.
const HEADS: &[&str] = &[
    "tổng bí thư",
    "chủ tịch",
    "phó chủ tịch",
    "bí thư",
    "phó bí thư",
    "ủy viên",
    "trưởng",
    "phó trưởng",
    "giám đốc",
    "phó giám đốc",
    "tổng giám đốc",
    "thủ tướng",
    "phó thủ tướng",
    "bộ trưởng",
    "thứ trưởng",
    "hiệu trưởng",
    "phó hiệu trưởng",
    "chánh",
    "phó chánh",
    "cục trưởng",
    "phó cục trưởng",
    "vụ trưởng",
    "phó vụ trưởng",
    "viện trưởng",
    "phó viện trưởng",
    "đại tướng",
    "thượng tướng",
    "trung tướng",
    "thiếu tướng",
    "đại tá",
    "thượng tá",
    "trung tá",
    "thiếu tá",
    "đại úy",
    "đại sứ",
    "chủ nhiệm",
    "phó chủ nhiệm",
    "tổng biên tập",
    "phó tổng biên tập",
    "tổng thư ký",
    "giáo sư",
    "phó giáo sư",
    "tiến sĩ",
    "thạc sĩ",
    "bác sĩ",
    "luật sư",
    "kỹ sư",
    "nhà báo",
    "nghệ sĩ",
    "kiến trúc sư",
    "quyền",
    "trợ lý",
    "thư ký",
    "tham mưu trưởng",
    "chính ủy",
    "phó chính ủy",
    "chỉ huy trưởng",
    "đội trưởng",
    "trạm trưởng",
    "trưởng thôn",
];

/// The people of some articles whom the directory does not know, those in most articles first.
/// `asked` are names that somebody has decided about.
pub fn candidates(
    articles: &[Document],
    directory: &Directory,
    asked: &HashSet<String>,
) -> Vec<NameCandidate> {
    let mut seen: HashMap<String, Counted> = HashMap::new();
    for article in articles {
        let mut here: HashSet<String> = HashSet::new();
        for placed in bare_lines(article) {
            let line = &placed.line;
            for name in people(line, directory) {
                let keys = name.keys.join(" ");
                if name.broken || !directory.people(&keys).is_empty() {
                    continue;
                }
                let written = &line.text[line.tokens[name.first].from..line.tokens[name.last].to];
                let counted = seen.entry(keys.clone()).or_insert_with(|| Counted::new(written));
                if here.insert(keys) {
                    counted.articles += 1;
                }
                if let Some(title) = title_before(line, name.first) {
                    *counted.titles.entry(title.to_owned()).or_default() += 1;
                }
            }
        }
    }
    let mut all: Vec<NameCandidate> =
        seen.into_values()
            .filter(|counted| !asked.contains(&counted.name))
            .map(|counted| {
                // Of as many the longer one, and then the first by its letters: always the same one.
                let title = counted.titles.into_iter().max_by(|(a, m), (b, n)| {
                    (m, a.len()).cmp(&(n, b.len())).then_with(|| b.cmp(a))
                });
                NameCandidate {
                    name: counted.name,
                    title: title.map(|(title, _)| title).unwrap_or_default(),
                    articles: counted.articles,
                }
            })
            .collect();
    all.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
    all.truncate(LIMIT);
    all
}

struct Counted {
    name: String,
    articles: u32,
    titles: BTreeMap<String, u32>,
}

impl Counted {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), articles: 0, titles: BTreeMap::new() }
    }
}

/// The title right before a token, as it is written.
fn title_before(line: &Line, end: usize) -> Option<&str> {
    const WORDS: usize = 14;
    let mut first = end;
    let mut starts = Vec::new();
    while starts.len() < WORDS && first >= 2 && is_next(line, first - 2, first) {
        let Some(word) = line.tokens[first - 2].word() else { break };
        first -= 2;
        starts.push((first, word));
    }
    let to = line.tokens[end.checked_sub(2)?].to;
    let is_head = |from: usize| {
        let text = line.text[line.tokens[from].from..to].to_lowercase();
        HEADS.iter().any(|head| {
            text.strip_prefix(head).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    };
    // The farthest: "Phó Chủ tịch" and not "Chủ tịch".
    let from =
        starts.iter().rev().find(|(from, word)| word.case != Case::Lower && is_head(*from))?.0;
    Some(&line.text[line.tokens[from].from..to])
}
