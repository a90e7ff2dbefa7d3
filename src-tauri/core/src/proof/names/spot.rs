//! What one line says of people and places, read against the directory: kept with the line.

use super::super::line::{FOUND_LIMIT, Found, Line};
use super::super::spelling::is_next;
use super::super::words::{Case, Kind, Word};
use super::super::{RuleId, Severity};
use super::directory::{Near, TitleWords, gaps, spelt_out};
use super::entry::shown;
use super::letters::fold_of;
use super::people::{Name, people};
use super::{Directory, Known};

/// A person whom a line names.
#[derive(Debug, Clone)]
pub(in super::super) struct Spotted {
    /// In bytes of the line.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) keys: Vec<String>,
    /// The keys as one, and what names that are nearly this one share with it.
    pub(super) key: String,
    pub(super) alike: Vec<String>,
    /// Somebody in the directory is called so.
    pub(super) known: bool,
    /// Names of the directory that are nearly this one, where this one is not there.
    pub(super) near: Vec<Near>,
    /// One of its words is no syllable.
    pub(super) broken: bool,
    /// Which of the near ones holds a title that stands beside the name.
    pub(super) titled: Option<u32>,
    /// Who took the picture, not who is in it.
    pub(super) credit: bool,
    /// Counts the sentences of the line.
    pub(super) sentence: usize,
    pub(super) quoted: bool,
}

/// Most words of a title before a name.
const TITLE_WORDS: usize = 16;
/// Most titles behind a name.
const TITLES_BEHIND: usize = 6;

/// So far a sentence is looked through on either side: what is longer is none.
const SENTENCE: usize = 120;

/// Words after which a title is of another time: "khi đó là Bí thư Tỉnh ủy".
const OF_THEN: &[&str] = &[
    "khi đó",
    "lúc đó",
    "lúc bấy giờ",
    "bấy giờ",
    "khi ấy",
    "lúc ấy",
    "thời điểm đó",
    "thời kỳ đó",
    "từng là",
    "từng giữ",
    "khi còn",
    "thời còn",
    "trước đây",
    "trước đó",
    "sinh thời",
    "năm xưa",
];

/// Words in whose sentence a former place is named as what it was.
const OF_BEFORE: &[&str] = &[
    "cũ",
    "trước đây",
    "trước kia",
    "trước khi",
    "nay là",
    "nay thuộc",
    "sáp nhập",
    "hợp nhất",
    "tái lập",
    "chia tách",
    "khi đó",
    "lúc đó",
    "khi ấy",
    "lúc ấy",
    "bấy giờ",
    "thời điểm đó",
    "nguyên là",
    "từng",
    "sắp xếp",
    "thành lập",
    "thời kỳ",
    "giai đoạn",
    "kháng chiến",
    "ngày xưa",
    "thuở",
];

/// The people of a line; what it says of titles and of former places goes to `found`.
pub(in super::super) fn read(
    line: &Line,
    known: Known<'_>,
    found: &mut Vec<Found>,
) -> Vec<Spotted> {
    let directory = known.directory;
    let mut spotted = Vec::new();
    let mut sentence = (0, 0);
    for name in people(line, directory) {
        sentence.0 += line.tokens[sentence.1..name.first]
            .iter()
            .filter(|token| matches!(token.kind, Kind::Sign('.' | '?' | '!' | ';')))
            .count();
        sentence.1 = name.first;
        let keys = name.keys.join(" ");
        let persons = directory.people(&keys);
        let near = if persons.is_empty() { directory.near(&name.keys) } else { Vec::new() };
        // What is no syllable is a person only where one is nearly called so.
        if name.broken && persons.is_empty() && near.is_empty() {
            continue;
        }
        let quoted = line.is_quoted(name.first);
        if !persons.is_empty() && !quoted && found.len() <= FOUND_LIMIT {
            titles(line, &name, persons, known, found);
        }
        let titled = near.iter().find(|near| {
            let person = directory.form(near.form).entry;
            has_title(line, &name, directory.titles(person))
        });
        let titled = titled.map(|near| near.form);
        let alike = std::iter::once(fold_of(&name.keys)).chain(gaps(&name.keys)).collect();
        spotted.push(Spotted {
            from: line.tokens[name.first].from,
            to: line.tokens[name.last].to,
            known: !persons.is_empty(),
            near,
            broken: name.broken,
            titled,
            credit: is_credit(line, name.first),
            sentence: sentence.0,
            quoted,
            key: keys,
            alike,
            keys: name.keys,
        });
    }
    former_places(line, known, found);
    spotted
}

/// A phrase by the keys of its words, each with the token it comes from.
struct Phrase {
    keys: Vec<String>,
    tokens: Vec<usize>,
}

impl Phrase {
    /// The words up to a token, back to the first sign: abbreviations written out.
    fn before(line: &Line, end: usize) -> Self {
        let mut words: Vec<(usize, &Word)> = Vec::new();
        let mut next = end;
        while words.len() < TITLE_WORDS && next >= 2 && is_next(line, next - 2, next) {
            let Some(word) = line.tokens[next - 2].word() else { break };
            next -= 2;
            words.push((next, word));
        }
        words.reverse();
        Self::of(line, words)
    }

    /// The words between a token and the next sign.
    fn behind(line: &Line, start: usize) -> Self {
        let mut words: Vec<(usize, &Word)> = Vec::new();
        let mut at = start;
        while let Some(word) = line.tokens.get(at).and_then(|token| token.word()) {
            words.push((at, word));
            if words.len() >= TITLE_WORDS
                || at + 2 >= line.tokens.len()
                || !is_next(line, at, at + 2)
            {
                break;
            }
            at += 2;
        }
        Self::of(line, words)
    }

    fn of(line: &Line, words: Vec<(usize, &Word)>) -> Self {
        let mut phrase = Self { keys: Vec::new(), tokens: Vec::new() };
        for (token, word) in words {
            for key in spelt_out(&word.key, word.case, line.text_of(&line.tokens[token])) {
                phrase.keys.push(key);
                phrase.tokens.push(token);
            }
        }
        phrase
    }

    fn starts(&self, line: &Line, at: usize) -> bool {
        // Once for each word, not within what an abbreviation stands for.
        (at == 0 || self.tokens[at] != self.tokens[at - 1])
            && line.tokens[self.tokens[at]].word().is_some_and(|word| word.case != Case::Lower)
    }
}

/// What a title in the text is, seen from one that somebody holds.
fn says(text: &[String], title: &[String]) -> bool {
    text.len() >= 2 && (title.starts_with(text) || text.starts_with(title))
}

/// Words that make the title behind them another one.
fn turns(key: &str) -> bool {
    matches!(key, "phó" | "nguyên" | "cựu" | "quyền" | "tân" | "trợ" | "lý")
}

/// TITLE: what a person is called before or behind the name and is no longer, or is not yet.
fn titles(line: &Line, name: &Name, persons: &[u32], known: Known<'_>, found: &mut Vec<Found>) {
    let directory = known.directory;
    let held: Vec<&TitleWords> =
        persons.iter().flat_map(|person| directory.titles(*person)).collect();
    if held.is_empty() || is_of_then(line, name, &held) {
        return;
    }
    let called = line.text[line.tokens[name.first].from..line.tokens[name.last].to].to_owned();
    let mut told = |phrase: &Phrase, from: usize, to: usize, severity| {
        let (from, to) = (phrase.tokens[from], phrase.tokens[to]);
        let wrong = Found::new(RuleId::Title, severity, line.tokens[from].from, line.tokens[to].to);
        let mut valid: Vec<&TitleWords> =
            held.iter().copied().filter(|title| title.held.holds_on(known.day)).collect();
        // The newest office is the one that is meant.
        valid.sort_by(|a, b| b.held.from.cmp(&a.held.from));
        let valid: Vec<&str> = valid.iter().map(|title| title.held.title.as_str()).collect();
        let mut wrong = wrong.with("name", &called).with("now", valid.join(", "));
        wrong = wrong.with("entry", &directory.entry(persons[0]).id.0);
        if severity == Severity::Warning {
            let text = &line.text[wrong.from..wrong.to];
            wrong.fixes = valid.iter().take(3).map(|title| (*title).to_owned()).collect();
            if wrong.fixes.is_empty() {
                wrong.fixes.push(format!("nguyên {text}"));
            }
        }
        found.push(wrong);
    };
    let holds = |title: &&&TitleWords| title.held.holds_on(known.day);
    let before = Phrase::before(line, name.first);
    let starts: Vec<usize> = (0..before.keys.len()).filter(|at| before.starts(line, *at)).collect();
    // The longest first: "Phó Chủ tịch" is no "Chủ tịch".
    let judged = |at: usize| {
        let text = &before.keys[at..];
        if held.iter().filter(holds).any(|title| says(text, &title.keys)) {
            return Some(None);
        }
        let is_other = |key: &str| turns(key);
        if at > 0 && is_other(&before.keys[at - 1])
            || is_other(&before.keys[at]) && before.keys[at] != "phó"
        {
            return None;
        }
        if held.iter().any(|title| says(text, &title.keys)) {
            return Some(Some(Severity::Warning));
        }
        directory.is_office(&text.join(" ")).then_some(Some(Severity::Hint))
    };
    if let Some((at, verdict)) = starts.iter().find_map(|at| Some((*at, judged(*at)?))) {
        if let Some(severity) = verdict {
            told(&before, at, before.keys.len() - 1, severity);
        }
        return;
    }
    for behind in parts_behind(line, name.last) {
        if behind.keys.is_empty() || turns(&behind.keys[0]) && behind.keys[0] != "phó" {
            continue;
        }
        let valid = held.iter().filter(holds).any(|title| says(&behind.keys, &title.keys));
        let outdated = held.iter().find(|title| {
            !title.held.holds_on(known.day)
                && (behind.keys == title.keys || behind.keys.starts_with(&title.keys))
        });
        let Some(outdated) = outdated.filter(|_| !valid) else { continue };
        // "Bí thư Tỉnh ủy" of another province, of which the text says no more.
        if held.iter().filter(holds).any(|title| title.keys.starts_with(&outdated.keys)) {
            continue;
        }
        told(&behind, 0, outdated.keys.len() - 1, Severity::Warning);
    }
}

/// What stands between commas behind a name: its titles, as long as nothing else comes.
fn parts_behind(line: &Line, last: usize) -> Vec<Phrase> {
    let mut parts = Vec::new();
    let mut at = last + 1;
    while parts.len() < TITLES_BEHIND {
        let comma = line.tokens.get(at).is_some_and(|token| token.is_sign(','));
        let space = line.tokens.get(at + 1).is_some_and(|token| token.is_space());
        if !comma || !space {
            break;
        }
        let part = Phrase::behind(line, at + 2);
        let capital = |token: &usize| {
            line.tokens[*token]
                .word()
                .is_some_and(|word| word.case != Case::Lower || word.lower == "nguyên")
        };
        let Some(end) = part.tokens.last().copied().filter(|_| capital(&part.tokens[0])) else {
            break;
        };
        parts.push(part);
        at = end + 1;
    }
    parts
}

/// Whether a title of these stands beside the name.
fn has_title(line: &Line, name: &Name, titles: &[TitleWords]) -> bool {
    let before = Phrase::before(line, name.first);
    let is_title = |text: &[String]| titles.iter().any(|title| says(text, &title.keys));
    (0..before.keys.len()).any(|at| before.starts(line, at) && is_title(&before.keys[at..]))
        || parts_behind(line, name.last).iter().any(|part| is_title(&part.keys))
}

/// Whether the sentence tells of another time, when the title was right.
fn is_of_then(line: &Line, name: &Name, held: &[&TitleWords]) -> bool {
    let (from, to) = sentence_around(line, name.first, name.last);
    let sentence = line.text[line.tokens[from].from..line.tokens[to].to].to_lowercase();
    if OF_THEN.iter().any(|words| has_words(&sentence, words)) {
        return true;
    }
    years(line, from, to).any(|year| {
        let within = |title: &&TitleWords| {
            let year_of =
                |day: &Option<String>| day.as_deref().and_then(|day| day[..4].parse().ok());
            year_of(&title.held.to).is_some_and(|to: u32| year <= to)
                && year_of(&title.held.from).is_none_or(|from| from <= year)
        };
        held.iter().any(within)
    })
}

/// First and last token of the sentence, or sentences, that hold some tokens.
fn sentence_around(line: &Line, first: usize, last: usize) -> (usize, usize) {
    let ends = |n: &usize| matches!(line.tokens[*n].kind, Kind::Sign('.' | '?' | '!' | ';' | '…'));
    let (start, end) =
        (first.saturating_sub(SENTENCE), (last + SENTENCE).min(line.tokens.len() - 1));
    let from = (start..first).rev().find(ends).map_or(start, |n| n + 1);
    let to = (last + 1..=end).find(ends).unwrap_or(end);
    (from, to)
}

/// Years that are written out between two tokens.
fn years(line: &Line, from: usize, to: usize) -> impl Iterator<Item = u32> + '_ {
    let numbers = line.tokens[from..=to].iter().filter(|token| token.kind == Kind::Number);
    numbers.filter_map(|token| {
        let year: u32 = line.text_of(token).parse().ok()?;
        (1900..2100).contains(&year).then_some(year)
    })
}

fn has_words(sentence: &str, words: &str) -> bool {
    sentence.match_indices(words).any(|(at, _)| {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        !is_letter(sentence[..at].chars().next_back())
            && !is_letter(sentence[at + words.len()..].chars().next())
    })
}

/// "Ảnh: Nguyễn Văn An", "(Ảnh Nguyễn Văn An)".
fn is_credit(line: &Line, first: usize) -> bool {
    let mut before = line.tokens[..first].iter().rev().filter(|token| !token.is_space());
    let is_photo = |word: &Word| {
        matches!(&*word.lower, "ảnh" | "nguồn" | "hình" | "photo" | "pv" | "ctv" | "theo")
    };
    let nearest = before.next();
    match nearest.map(|token| &token.kind) {
        Some(Kind::Word(word)) => word.lower == "ảnh",
        Some(Kind::Sign(':' | '/' | '-')) => {
            before.next().and_then(|token| token.word()).is_some_and(is_photo)
        }
        Some(Kind::Sign(_) | Kind::Number | Kind::Space | Kind::Opaque) | None => false,
    }
}

/// PLACE_OLD: a place or an organisation by a name that it no longer had on the day of the article.
fn former_places(line: &Line, known: Known<'_>, found: &mut Vec<Found>) {
    let directory: &Directory = known.directory;
    for (n, token) in line.tokens.iter().enumerate() {
        // No more are shown of one line.
        if found.len() > FOUND_LIMIT {
            break;
        }
        let Some(word) = token.word() else { continue };
        let former = directory.former(&word.key);
        if former.is_empty() || word.quoted {
            continue;
        }
        let place = former.iter().find_map(|former| {
            let mut last = n;
            for (key, place) in former.keys.iter().zip(0..) {
                if place > 0 {
                    last = next_word(line, last)?;
                }
                let word = line.tokens[last].word()?;
                let named = place == 0 || word.case != Case::Lower || former.keys.len() > 3;
                if word.key != *key || !named {
                    return None;
                }
            }
            Some((former.entry, last))
        });
        let Some((entry, last)) = place else { continue };
        let entry = directory.entry(entry);
        let Some(until) = entry.to.as_deref().filter(|until| *until < known.day) else { continue };
        if is_told_as_former(line, n, last, until) {
            continue;
        }
        let (from, to) = (token.from, line.tokens[last].to);
        let text = &line.text[from..to];
        let old = Found::new(RuleId::PlaceOld, Severity::Hint, from, to)
            .fix(format!("{text} (nay thuộc {})", entry.successor))
            .fix(entry.successor.as_str())
            .with("now", &entry.successor)
            .with("until", shown(until))
            .with("entry", &entry.id.0);
        found.push(old);
    }
}

/// The token of the next word, with a space or a spaced hyphen between.
fn next_word(line: &Line, from: usize) -> Option<usize> {
    let joins = |n: &usize| {
        let token = &line.tokens[*n];
        token.is_space() || token.is_sign('-') || token.is_sign('–')
    };
    let next = (from + 1..line.tokens.len()).find(|n| !joins(n))?;
    (next > from + 1 && line.tokens[next].word().is_some()).then_some(next)
}

/// Whether the sentence says itself that this was before, or tells of a time when it was so.
fn is_told_as_former(line: &Line, first: usize, last: usize, until: &str) -> bool {
    let (from, to) = sentence_around(line, first, last);
    let sentence = line.text[line.tokens[from].from..line.tokens[to].to].to_lowercase();
    let year: u32 = until.get(..4).and_then(|year| year.parse().ok()).unwrap_or(0);
    OF_BEFORE.iter().any(|words| has_words(&sentence, words))
        || has_words(&sentence, "(nay")
        || years(line, from, to).any(|said| said <= year)
}
