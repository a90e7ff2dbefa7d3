//! Where a line names people: capitals, a family name, or a word that people's names follow.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::super::line::Line;
use super::super::spelling::is_next;
use super::super::syllable::Reading;
use super::super::words::{Case, Word};
use super::Directory;
use super::letters::keys_of;
use super::provinces::bare_names;

/// A name by its words in the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// Tokens of the first and the last word.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) keys: Vec<String>,
    /// One of its words is no syllable: only a known name tells what it is.
    pub(super) broken: bool,
}

/// Family names so common that what begins with one is a person, even two syllables alone.
const COMMON: &[&str] =
    &["nguyễn", "trần", "lê", "phạm", "huỳnh", "phan", "đặng", "bùi", "đỗ", "ngô", "trịnh"];

/// Family names that other names begin with, too: "Đoàn Thanh niên", "Phó Chủ tịch", "Hoa Kỳ".
const DOUBTFUL: &[&str] = &[
    "âu",
    "ca",
    "cao",
    "danh",
    "giáp",
    "hoa",
    "hà",
    "hầu",
    "hồ",
    "hứa",
    "khúc",
    "kim",
    "la",
    "lâm",
    "lại",
    "lục",
    "lý",
    "ma",
    "mai",
    "ninh",
    "phí",
    "phó",
    "phú",
    "quan",
    "sơn",
    "thi",
    "thái",
    "thạch",
    "tiêu",
    "trang",
    "triệu",
    "tống",
    "từ",
    "vi",
    "viên",
    "văn",
    "vàng",
    "vừ",
    "đoàn",
    "đài",
    "đàm",
    "đào",
    "đái",
    "đường",
    "đồng",
    "ứng",
    "ông",
];

/// Second syllables that only names of people have.
const MIDDLE: &[&str] = &[
    "văn", "thị", "đình", "hữu", "ngọc", "minh", "xuân", "đức", "quang", "quốc", "công", "thanh",
    "hoàng", "duy", "bá", "trọng", "tiến", "mạnh", "thế", "viết", "đăng", "kim", "thu", "hồng",
];

/// What stands before people's names: "ông Nguyễn Văn An".
const COURTESY: &[&str] =
    &["ông", "bà", "anh", "chị", "cô", "chú", "bác", "cụ", "em", "cháu", "thầy", "chí"];

/// Ends of offices and ranks: "Chủ tịch Tô Lâm".
const OFFICE: &[&str] = &[
    "tịch",
    "thư",
    "trưởng",
    "tướng",
    "tá",
    "úy",
    "sĩ",
    "sỹ",
    "sư",
    "đốc",
    "nhiệm",
    "đại sứ",
    "nước",
    "hội",
    "phủ",
    "viên",
    "ủy",
    "ban",
];

/// What is called after people and is none: streets, schools, prizes.
const THINGS: &[&str] = &[
    "tỉnh",
    "phố",
    "phường",
    "xã",
    "huyện",
    "quận",
    "thị",
    "trấn",
    "thôn",
    "bản",
    "làng",
    "ấp",
    "đường",
    "ngõ",
    "hẻm",
    "cầu",
    "chợ",
    "sông",
    "suối",
    "núi",
    "đèo",
    "đảo",
    "vịnh",
    "cảng",
    "trường",
    "học",
    "viện",
    "viên",
    "sân",
    "đền",
    "chùa",
    "lăng",
    "tượng",
    "đài",
    "giải",
    "quỹ",
    "thưởng",
    "chương",
    "tàng",
    "khu",
    "cụm",
    "ty",
    "đoàn",
    "clb",
    "thpt",
    "thcs",
    "tp",
    "lộ",
    "hồ",
    "tuyến",
    "tưởng",
];

/// Most syllables of a name that is not known.
const LONGEST: usize = 5;

/// The people that a line names, in order. What only looks like one and is written into the directory
/// as none, a place, or a thing called after somebody is left out.
pub(super) fn people(line: &Line, directory: &Directory) -> Vec<Name> {
    let words: Vec<usize> =
        (0..line.tokens.len()).filter(|n| line.tokens[*n].word().is_some()).collect();
    let word = |at: usize| line.tokens[words[at]].word();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let is_capital = |at: usize| {
            word(at)
                .is_some_and(|word| word.case == Case::Capital && word.reading != Reading::Foreign)
        };
        if !is_capital(at) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < words.len() && is_next(line, words[end - 1], words[end]) && is_capital(end) {
            end += 1;
        }
        let before: Vec<&Word> = (0..at)
            .rev()
            .take_while(|n| is_next(line, words[*n], words[n + 1]))
            .take(4)
            .filter_map(word)
            .collect();
        let run = Run { line, words: &words[at..end], before };
        run.names(directory, &mut found);
        at = end;
    }
    found
}

/// Words with capitals in a row.
struct Run<'a> {
    line: &'a Line,
    words: &'a [usize],
    /// What stands before, nearest first.
    before: Vec<&'a Word>,
}

impl Run<'_> {
    fn names(&self, directory: &Directory, found: &mut Vec<Name>) {
        let all: Vec<&Word> =
            self.words.iter().filter_map(|n| self.line.tokens[*n].word()).collect();
        if self.is_of_a_thing() {
            return;
        }
        let mut at = 0;
        // Whoever is known is seen anywhere in the run, however many capitals stand around.
        while at < all.len() {
            let most = (all.len() - at).min(directory.longest());
            let known = (2..=most).rev().find(|count| {
                let keys = joined(&all[at..at + count]);
                !directory.people(&keys).is_empty() && !directory.is_no_person(&keys)
            });
            let Some(count) = known else {
                at += 1;
                continue;
            };
            found.push(self.name(&all, at, count));
            at += count;
        }
        if found.last().is_some_and(|name| name.last >= self.words[0]) {
            return;
        }
        let Some((start, count)) = self.new_name(&all) else { return };
        if directory.is_no_person(&joined(&all[start..start + count])) {
            return;
        }
        found.push(self.name(&all, start, count));
    }

    fn name(&self, all: &[&Word], start: usize, count: usize) -> Name {
        let words = &all[start..start + count];
        Name {
            first: self.words[start],
            last: self.words[start + count - 1],
            keys: words.iter().map(|word| word.key.clone()).collect(),
            broken: words.iter().any(|word| !word.is_syllable()),
        }
    }

    /// "đường Nguyễn Trãi", "Trường THPT Chuyên Lê Hồng Phong".
    fn is_of_a_thing(&self) -> bool {
        // Back over what has capitals, too.
        let reach = self.before.iter().position(|word| word.case == Case::Lower);
        let reach = reach.map_or(self.before.len(), |at| at + 1);
        let is_thing = |word: &&&Word| THINGS.contains(&&*word.lower);
        let [first, second] = [0, 1].map(|n| self.before.get(n).map_or("", |word| &*word.lower));
        // "Giáo viên", "Ủy viên" and "Tiến sĩ khoa học" are people.
        let person = first == "viên" && second != "công" || first == "học" && second == "khoa";
        // "Chủ tịch Ủy ban nhân dân tỉnh Nguyễn Văn An": no province is called after anybody.
        let office = matches!(first, "tỉnh" | "đoàn")
            && matches!(second, "dân" | "ubnd" | "hđnd" | "ủy" | "an" | "sự" | "tỉnh" | "trưởng");
        !person && !office && self.before.iter().take(reach).any(|word| is_thing(&word))
    }

    /// Where a name that nobody knows stands in the run, and how many syllables it has.
    fn new_name(&self, all: &[&Word]) -> Option<(usize, usize)> {
        let mut start = 0;
        // "Bí thư Thành ủy Hà Nội Nguyễn Văn An"
        while let Some(length) = place_at(&all[start..]) {
            start += length;
        }
        // The word that names follow may be a capital of the run itself: "Ông Nguyễn Văn An".
        let own = all.get(start).filter(|word| word.opens && is_courtesy(word));
        if own.is_some() && all.len() > start + 1 {
            start += 1;
        }
        let rest = &all[start..];
        let introduced = match own {
            Some(_) => true,
            None => start == 0 && self.before.first().is_some_and(|word| is_courtesy(word)),
        };
        let in_office =
            start > 0 || self.before.first().is_some_and(|word| OFFICE.contains(&&*word.lower));
        let broken = rest.iter().filter(|word| !word.is_syllable()).count();
        let first = rest.first()?;
        let fits = (2..=LONGEST).contains(&rest.len()) && broken <= 1;
        let surname = is_surname(&first.lower) && first.is_syllable();
        let two = rest.len() == 2;
        let doubtful = DOUBTFUL.contains(&&*first.lower);
        let named = rest.get(1).is_some_and(|word| MIDDLE.contains(&&*word.lower)) && !two;
        if fits && surname && (broken == 0 || rest.len() > 2) {
            let common = COMMON.contains(&&*first.lower);
            // "phó" and "ông" before anything but a courtesy are what they say.
            let never = matches!(&*first.lower, "phó" | "ông") && !introduced;
            let sure = match (two, doubtful) {
                _ if introduced => true,
                (true, _) => common || in_office && !doubtful,
                (false, true) => named || in_office && rest.len() == 3,
                (false, false) => true,
            };
            if sure && !never {
                return Some((start, rest.len()));
            }
        }
        if fits && introduced && broken == 0 && rest.len() <= 4 {
            return Some((start, rest.len()));
        }
        // "xã Đại Từ Phạm Quang Anh", "Sáng Lê Văn An": a common family name somewhere behind.
        let behind = (1..rest.len()).find(|at| COMMON.contains(&&*rest[*at].lower))?;
        let name = &rest[behind..];
        let whole = name.iter().all(|word| word.is_syllable());
        (whole && (3..=4).contains(&name.len())).then_some((start + behind, name.len()))
    }
}

fn is_courtesy(word: &Word) -> bool {
    COURTESY.contains(&&*word.lower)
}

fn joined(words: &[&Word]) -> String {
    words.iter().map(|word| word.key.as_str()).collect::<Vec<_>>().join(" ")
}

/// How many words the province that stands here has.
fn place_at(words: &[&Word]) -> Option<usize> {
    static PLACES: OnceLock<HashSet<String>> = OnceLock::new();
    let places = PLACES.get_or_init(|| {
        let names = bare_names().chain(["Hồ Chí Minh", "Hoa Kỳ", "Thái Lan", "Hà Lan", "La Mã"]);
        names.map(|name| keys_of(name).join(" ")).collect()
    });
    (2..=3).rev().find(|count| words.len() >= *count && places.contains(&joined(&words[..*count])))
}

fn is_surname(lower: &str) -> bool {
    static SURNAMES: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let surnames = SURNAMES.get_or_init(|| {
        let table = include_str!("../../../data/vietnamese/surnames.txt");
        table.lines().filter(|line| !line.starts_with('#')).collect()
    });
    surnames.contains(lower)
}
