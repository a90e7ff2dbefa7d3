//! Figures: arithmetic in prose, dates, and how numbers are written.

use super::line::{Found, Line};
use super::numbers::{WEEKDAYS, date, decimal, grouped, integer, is_day, number, percent, weekday};
use super::suggest::in_case_of;
use super::words::{Case, Kind, Token, Word};
use super::{RuleId, Severity};

pub(super) fn look(line: &Line, year: Option<i32>, found: &mut Vec<Found>) {
    let Some(first) = line.tokens.iter().position(|token| token.kind == Kind::Number) else {
        return;
    };
    let figures = Figures { line };
    let mut n = first;
    while n < line.tokens.len() {
        if line.tokens[n].kind != Kind::Number {
            n += 1;
            continue;
        }
        let read = figures.date(n, year, found).or_else(|| figures.ratio(n, found));
        let read = read.or_else(|| figures.range(n, found));
        if read.is_none() {
            figures.format(n, found);
        }
        n = read.unwrap_or(n + 1);
    }
}

struct Figures<'a> {
    line: &'a Line,
}

/// What is counted, after which a/b is so many of so many and no date.
const COUNTED: &[&str] = &[
    "chỉ tiêu",
    "xã",
    "phường",
    "hộ",
    "chi bộ",
    "tổ chức",
    "đảng bộ",
    "tiêu chí",
    "huyện",
    "tỉnh",
    "thôn",
    "xóm",
    "đại biểu",
    "phiếu",
    "đơn vị",
    "dự án",
    "công trình",
    "nhiệm vụ",
    "học sinh",
    "trường",
    "cơ sở",
    "hồ sơ",
    "người",
    "cán bộ",
    "thành viên",
    "doanh nghiệp",
    "bản",
    "lớp",
    "sở",
    "thí sinh",
    "giáo viên",
    "khu",
    "đề tài",
    "tàu",
    "chi đảng bộ",
    "mục tiêu",
    "nội dung",
    "ý kiến",
    "đảng viên",
    "hợp tác xã",
    "trạm",
    "sản phẩm",
];

/// What is measured with decimals.
const UNITS: &[&str] = &[
    "triệu", "tỷ", "tỉ", "nghìn", "ngàn", "ha", "km", "km2", "m", "m2", "m3", "cm", "mm", "kg",
    "tấn", "tạ", "lít", "usd", "euro", "đồng", "mét", "độ", "phần", "điểm", "héc",
];

/// Behind "còn", what is no remainder of what was counted before.
const OTHER_UNITS: &[&str] = &[
    "ngày", "tháng", "năm", "giờ", "phút", "giây", "tuần", "quý", "triệu", "tỷ", "tỉ", "nghìn",
    "đồng", "km", "m", "ha", "điểm", "lần", "tuổi", "kg", "tấn",
];

/// How far from a ratio its percentage, and how far its remainder, in bytes.
const PERCENT_REACH: usize = 120;
const REMAIN_REACH: usize = 240;

impl<'a> Figures<'a> {
    fn token(&self, n: usize) -> Option<&'a Token> {
        self.line.tokens.get(n)
    }

    fn text(&self, n: usize) -> &'a str {
        self.line.tokens.get(n).map_or("", |token| self.line.text_of(token))
    }

    fn is_number(&self, n: usize) -> bool {
        self.token(n).is_some_and(|token| token.kind == Kind::Number)
    }

    fn is_sign(&self, n: usize, sign: char) -> bool {
        self.token(n).is_some_and(|token| token.is_sign(sign))
    }

    /// The words before a token, from the nearest on, as long as only spaces part them.
    fn words_before(&self, n: usize) -> impl Iterator<Item = &'a Word> {
        let line: &'a Line = self.line;
        line.tokens[..n]
            .iter()
            .rev()
            .take_while(|token| token.is_space() || token.word().is_some())
            .filter_map(Token::word)
    }

    fn words_after(&self, n: usize) -> impl Iterator<Item = &'a Word> {
        let line: &'a Line = self.line;
        line.tokens[n.min(line.tokens.len())..]
            .iter()
            .take_while(|token| token.is_space() || token.word().is_some())
            .filter_map(Token::word)
    }

    fn is_before(&self, n: usize, words: &[&str]) -> bool {
        self.words_before(n).next().is_some_and(|word| words.contains(&&*word.lower))
    }

    /// The parts of what is written with this sign between its numbers, and where it ends.
    fn parted(&self, n: usize, sign: char) -> (Vec<i128>, usize) {
        let mut parts = Vec::new();
        let mut at = n;
        while let Some(part) = self.is_number(at).then(|| integer(self.text(at))).flatten() {
            parts.push(part);
            at += 1;
            // Longer than any date: no more is read, or a line of nothing else is read for ever.
            if parts.len() > 3 || !self.is_sign(at, sign) || !self.is_number(at + 1) {
                break;
            }
            at += 1;
        }
        (parts, at)
    }

    /// A date that begins here; where it ends.
    fn date(&self, n: usize, year: Option<i32>, found: &mut Vec<Found>) -> Option<usize> {
        if n > 0 && (self.is_sign(n - 1, '/') || self.is_sign(n - 1, '-')) {
            return None;
        }
        let told = self.is_before(n, &["ngày"]);
        let around = ["sáng", "trưa", "chiều", "tối", "đêm", "hôm", "dịp", "mùng", "mồng"];
        let hinted = self.is_before(n, &around);
        let (day, month, its_year, end) = match self.parted(n, '/') {
            (parts, end) if parts.len() == 3 => (parts[0], parts[1], Some(parts[2]), end),
            (parts, end) if parts.len() == 2 && self.text(n).len() <= 2 => {
                (parts[0], parts[1], None, end)
            }
            (parts, end) if parts.len() == 1 && told => {
                let (month, end) = self.named_part(end, "tháng")?;
                let (its_year, end) = self
                    .named_part(end, "năm")
                    .map_or((None, end), |(year, end)| (Some(year), end));
                (parts[0], month, its_year, end)
            }
            _ => return None,
        };
        let full = its_year.is_some_and(|year| (1800..2200).contains(&year));
        if its_year.is_some() && !full {
            return None;
        }
        // "ngày 24/24 giờ", "số 15/20/2020": no dates.
        let hours = self
            .words_after(end)
            .next()
            .is_some_and(|word| matches!(&*word.lower, "giờ" | "h" | "tiếng"));
        let numbered = self
            .words_before(n)
            .take(2)
            .any(|word| matches!(&*word.lower, "số" | "quyết" | "công"));
        if hours || numbered || !(told || hinted || full) || self.is_sign(end, '/') {
            return None;
        }
        let counted = self.is_counted(end);
        if !told && !full && (counted || self.percent_after(end).is_some()) {
            return None;
        }
        let its_year = its_year.and_then(|year| i32::try_from(year).ok());
        let exists = match its_year {
            Some(year) => date(year, month, day).is_some(),
            None => is_day(month, day),
        };
        let (from, to) = (self.token(n)?.from, self.token(end - 1)?.to);
        if !exists {
            // Without "ngày" two numbers may be anything.
            if told || full {
                // The month first, as Americans write: a day all the same, in another order.
                let turned = its_year.filter(|year| date(*year, day, month).is_some());
                found.push(match turned {
                    Some(year) => {
                        let severity = if told { Severity::Error } else { Severity::Hint };
                        Found::new(RuleId::DateBad, severity, from, to)
                            .fix(format!("{month}/{day}/{year}"))
                    }
                    None => Found::new(RuleId::DateBad, Severity::Error, from, to),
                });
            }
            return (told || full).then_some(end);
        }
        let iso = match its_year.or(year) {
            Some(year) => format!("{year:04}-{month:02}-{day:02}"),
            None => format!("--{month:02}-{day:02}"),
        };
        let known = its_year.or(year).and_then(|year| date(year, month, day));
        if let Some(known) = known {
            self.weekday(n, weekday(known), its_year.is_some(), found);
        }
        if its_year.is_some() || year.is_none() || known.is_some() {
            found.push(Found::new(RuleId::DateOk, Severity::Right, from, to).with("date", iso));
        }
        Some(end)
    }

    /// " tháng 5", " năm 2020" behind a number.
    fn named_part(&self, at: usize, name: &str) -> Option<(i128, usize)> {
        let word = self.token(at + 1)?.word()?;
        let there = self.token(at)?.is_space() && word.lower == name;
        let there = there && self.token(at + 2)?.is_space() && self.is_number(at + 3);
        Some((integer(self.text(at + 3)).filter(|_| there)?, at + 4))
    }

    /// The weekday that is written before a date: "thứ Hai, ngày 23/5".
    fn weekday(&self, n: usize, is: usize, sure: bool, found: &mut Vec<Found>) {
        let mut at = n;
        let mut parted = false;
        let mut back = 0;
        // Back over "ngày", a comma or bracket, and spaces.
        while at > 0 && back < 5 {
            let token = &self.line.tokens[at - 1];
            let day = token.word().is_some_and(|word| word.lower == "ngày");
            if !(token.is_space() || day || token.is_sign(',') || token.is_sign('(')) {
                break;
            }
            parted |= !token.is_space();
            at -= 1;
            back += 1;
        }
        let (Some(second), Some(first)) = (at.checked_sub(1), at.checked_sub(3)) else { return };
        let words = (self.line.tokens[first].word(), self.line.tokens[second].word());
        let (Some(a), Some(b)) = words else { return };
        if !parted || !self.line.tokens[second - 1].is_space() {
            return;
        }
        let said = match &*a.lower {
            "thứ" => WEEKDAYS[..6].iter().position(|day| *day == b.lower),
            "chủ" if b.lower == "nhật" => Some(6),
            _ => None,
        };
        // "lần thứ hai, ngày …" counts.
        let counts = [
            "lần", "kỳ", "khóa", "khoá", "hạng", "năm", "đợt", "vòng", "phiên", "buổi", "người",
            "tập", "quý",
        ];
        if said.is_none_or(|said| said == is) || self.is_before(first, &counts) {
            return;
        }
        let case =
            |word: &Word| if word.case == Case::Capital { Case::Capital } else { Case::Lower };
        let (from, to) = (self.line.tokens[first].from, self.line.tokens[second].to);
        let name = if is == 6 {
            let (first, second) = ("chủ", "nhật");
            let second_case = if said == Some(6) { case(b) } else { Case::Lower };
            format!("{} {}", in_case_of(first, case(a)), in_case_of(second, second_case))
        } else {
            let day = if said == Some(6) { Case::Capital } else { case(b) };
            format!("{} {}", in_case_of("thứ", case(a)), in_case_of(WEEKDAYS[is], day))
        };
        let severity = if sure { Severity::Error } else { Severity::Warning };
        let wrong = Found::new(RuleId::WeekdayBad, severity, from, to).fix(&*name);
        found.push(wrong.with("is", name).with("day", is));
    }

    /// Whether what is counted follows.
    fn is_counted(&self, at: usize) -> bool {
        let words: Vec<&str> = self.words_after(at).take(3).map(|word| &*word.lower).collect();
        COUNTED.iter().any(|noun| {
            let noun: Vec<&str> = noun.split(' ').collect();
            words.starts_with(&noun)
        })
    }

    /// The percentage that is said of a ratio that ends here: its number's token.
    fn percent_after(&self, end: usize) -> Option<usize> {
        let start = self.token(end)?.from;
        let mut said = false;
        let mut at = end;
        while let Some(token) = self.token(at).filter(|token| token.from < start + PERCENT_REACH) {
            match &token.kind {
                Kind::Number => {
                    let sign = at + 1 + usize::from(self.token(at + 1)?.is_space());
                    if self.is_sign(sign, '%') {
                        return said.then_some(at);
                    }
                    // Another figure comes between.
                    return None;
                }
                Kind::Word(word) => {
                    let says = matches!(&*word.lower, "đạt" | "chiếm" | "bằng" | "đương");
                    said |= says;
                    // A rise is no share.
                    if matches!(&*word.lower, "tăng" | "giảm" | "vượt" | "hơn" | "còn") {
                        return None;
                    }
                }
                Kind::Sign('.' | ';' | '!' | '?') => return None,
                Kind::Sign('(') => said |= self.is_number(at + 1),
                Kind::Sign('=') => said = true,
                Kind::Space | Kind::Sign(_) | Kind::Opaque => {}
            }
            at += 1;
        }
        None
    }

    /// A part of a whole, a/b; where it ends.
    fn ratio(&self, n: usize, found: &mut Vec<Found>) -> Option<usize> {
        let (parts, end) = self.parted(n, '/');
        let [part, whole] = parts[..] else { return None };
        if n > 0 && self.is_sign(n - 1, '/') || self.is_sign(end, '/') || self.is_sign(end, '-') {
            return None;
        }
        let dated = self.is_before(n, &["ngày", "tháng", "số", "quý", "điều", "đường", "tổ"]);
        let is_date = is_day(whole, part) && self.text(n).len() <= 2;
        let counted = self.is_counted(end);
        if dated || whole == 0 || is_date && !counted {
            return None;
        }
        let (from, to) = (self.token(n)?.from, self.token(end - 1)?.to);
        let with =
            |found: Found| found.with("part", self.text(n)).with("whole", self.text(end - 1));
        let mut last = end;
        let said = self.percent_after(end);
        if let Some(at) = said.and_then(|at| Some((at, number(self.text(at))?))) {
            let (at, said) = at;
            let is = percent(part, whole, said.decimals).filter(|_| said.decimals <= 6)?;
            // Cut off instead of rounded is a habit, not a mistake.
            let cut = part.checked_mul(100 * 10_i128.pow(said.decimals))? / whole;
            let sign = (at + 1..at + 3).find(|n| self.is_sign(*n, '%'))?;
            let right = format!("{}%", decimal(is, said.decimals));
            let range = (self.token(at)?.from, self.token(sign)?.to);
            let text = &self.line.text[range.0..range.1];
            found.push(with(if said.value == is || said.value == cut {
                Found::new(RuleId::Ratio, Severity::Right, from, range.1)
                    .with("is", &right)
                    .with("said", text)
            } else {
                Found::new(RuleId::Ratio, Severity::Error, range.0, range.1)
                    .fix(&*right)
                    .with("is", &right)
                    .with("said", text)
            }));
            last = sign + 1;
        } else if part == whole && counted {
            found.push(with(Found::new(RuleId::RatioFull, Severity::Right, from, to)));
        } else if part > whole && counted && !is_day(whole, part) {
            found.push(with(Found::new(RuleId::RatioGt1, Severity::Warning, from, to)));
        }
        self.remainder(last, end, (part, whole), &with, found);
        Some(end)
    }

    /// What is said to be left of a whole: "(còn 362 chi bộ …".
    fn remainder(
        &self,
        from: usize,
        ratio_end: usize,
        (part, whole): (i128, i128),
        with: &impl Fn(Found) -> Found,
        found: &mut Vec<Found>,
    ) {
        let Some(start) = self.token(ratio_end).map(|token| token.from) else { return };
        let mut same_sentence = true;
        for at in from..self.line.tokens.len() {
            let token = &self.line.tokens[at];
            if token.from > start + REMAIN_REACH {
                return;
            }
            same_sentence &= !matches!(token.kind, Kind::Sign('.' | '!' | '?'));
            // The next ratio has its own remainder.
            if self.is_number(at) && self.is_sign(at + 1, '/') && self.is_number(at + 2) {
                return;
            }
            if token.word().is_none_or(|word| word.lower != "còn") {
                continue;
            }
            let after = self.words_after(at + 1).next().is_some_and(|word| word.lower == "lại");
            let number = at + if after { 4 } else { 2 };
            let Some(left) = self.is_number(number).then(|| integer(self.text(number))).flatten()
            else {
                continue;
            };
            if self.is_sign(number + 1, '/')
                || self.is_sign(number + 1, '%')
                || self.is_sign(number + 2, '%')
            {
                continue;
            }
            let is = whole - part;
            let (from, to) = (self.line.tokens[number].from, self.line.tokens[number].to);
            let text = self.text(number);
            let right = if text.contains('.') { grouped(is) } else { is.to_string() };
            let said = |found: Found| with(found).with("is", &right).with("said", text);
            let unit = self.words_after(number + 1).next();
            let other = unit.is_none_or(|word| OTHER_UNITS.contains(&&*word.lower));
            let asked = after || at > 0 && self.is_sign(at - 1, '(');
            if left == is && is > 0 {
                found.push(said(Found::new(RuleId::Remain, Severity::Right, from, to)));
            } else if is > 0 && left <= whole && same_sentence && asked && !other {
                let wrong = Found::new(RuleId::Remain, Severity::Error, from, to);
                found.push(said(wrong.fix(&*right)));
            }
            return;
        }
    }

    /// A range of years; where it ends.
    fn range(&self, n: usize, found: &mut Vec<Found>) -> Option<usize> {
        let year = |at: usize| {
            let text = self.text(at);
            (self.is_number(at) && text.len() == 4)
                .then(|| text.parse::<i32>().ok())
                .flatten()
                .filter(|year| (1900..=2100).contains(year))
        };
        let first = year(n)?;
        let mut at = n + 1;
        let open = self.token(at)?.is_space();
        at += usize::from(open);
        if !self.is_sign(at, '-') && !self.is_sign(at, '–') {
            return None;
        }
        at += 1;
        at += usize::from(self.token(at)?.is_space());
        let last = year(at)?;
        let joined =
            |at: Option<usize>| at.is_some_and(|at| self.is_sign(at, '-') || self.is_sign(at, '–'));
        let told = self.words_before(n).take(3).any(|word| {
            matches!(&*word.lower, "kỳ" | "đoạn" | "năm" | "khóa" | "khoá" | "học" | "từ")
        });
        if first > last && told && !joined(n.checked_sub(1)) && !joined(Some(at + 1)) {
            let (from, to) = (self.token(n)?.from, self.token(at)?.to);
            let between = &self.line.text[self.token(n)?.to..self.token(at)?.from];
            let fix = format!("{last}{between}{first}");
            found.push(Found::new(RuleId::RangeBad, Severity::Error, from, to).fix(fix));
        }
        Some(at + 1)
    }

    /// How a number alone is written.
    fn format(&self, n: usize, found: &mut Vec<Found>) {
        let text = self.text(n);
        let token = &self.line.tokens[n];
        let glued = |at: Option<usize>| {
            at.and_then(|at| self.token(at)).is_some_and(|token| {
                matches!(
                    token.kind,
                    Kind::Word(_) | Kind::Opaque | Kind::Sign('/' | '-' | '–' | ':' | '.')
                )
            })
        };
        if glued(n.checked_sub(1)) || self.line.is_quoted(n) {
            return;
        }
        let space = self.token(n + 1).is_some_and(Token::is_space);
        let percent = self.is_sign(n + 1 + usize::from(space), '%');
        let unit = self.words_after(n + 1).next();
        let unit = unit.filter(|_| space).is_some_and(|word| UNITS.contains(&&*word.lower));
        let (from, to) = (token.from, token.to);
        if let Some((whole, decimals)) = text.split_once('.')
            && (1..=2).contains(&decimals.len())
            && [whole, decimals].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
            && (percent || unit)
        {
            let fix = text.replace('.', ",");
            found.push(Found::new(RuleId::NumDecimal, Severity::Warning, from, to).fix(fix));
        }
        let mut groups = text.split(',');
        let first = groups.next().unwrap_or_default();
        let groups: Vec<&str> = groups.collect();
        let is_grouped = !groups.is_empty()
            && (1..=3).contains(&first.len())
            && !first.starts_with('0')
            && groups.iter().all(|group| group.len() == 3 && !group.contains('.'));
        // "1,234 tấn" may be a decimal of three places.
        if is_grouped && !glued(Some(n + 1)) && (groups.len() > 1 || !percent && !unit) {
            let fix = text.replace(',', ".");
            found.push(Found::new(RuleId::NumGroup, Severity::Hint, from, to).fix(fix));
        }
    }
}
