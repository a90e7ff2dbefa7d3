//! Syllables and words: what cannot be one, what was meant otherwise, what stands twice.

use super::line::{FOUND_LIMIT, Found, Line};
use super::pairs::{Pairs, Part};
use super::suggest::{self, Beside};
use super::syllable::{Reading, letter, read};
use super::tables::{Confusion, word_tables};
use super::words::{Case, Kind, Token, Word};
use super::{Knowledge, RuleId, Severity, ToneStyle};

pub(super) fn look(line: &Line, parts: &[Part<'_>], knowledge: &Knowledge, found: &mut Vec<Found>) {
    let style = knowledge.style;
    let words: Vec<usize> =
        (0..line.tokens.len()).filter(|n| line.tokens[*n].word().is_some()).collect();
    for (at, n) in words.iter().enumerate() {
        // No more are shown of one line, and suggestions cost.
        if found.len() > FOUND_LIMIT {
            break;
        }
        syllable(line, *n, parts, knowledge, found);
        telex(line, &words, at, style, found);
        confusion(line, &words[at..], at.checked_sub(1).map(|at| words[at]), found);
        tone_style(line, *n, style, found);
    }
    doubled(line, &words, found);
}

/// The words that follow one another with nothing but one space between two, from the first on.
pub(super) fn phrase<'a>(line: &'a Line, words: &'a [usize]) -> impl Iterator<Item = &'a Word> {
    let follows = |n: usize| n == 0 || is_next(line, words[n - 1], words[n]);
    let length = (0..words.len()).take_while(move |n| follows(*n)).map(|n| words[n]);
    length.filter_map(|n| line.tokens[n].word())
}

pub(super) fn is_next(line: &Line, first: usize, second: usize) -> bool {
    second == first + 2 && line.tokens[first + 1].is_space()
}

/// Glued to an address, a number, a sign of code, another syllable: part of something else.
pub(super) fn is_glued(line: &Line, n: usize) -> bool {
    let glues = |token: Option<&Token>| match token.map(|token| &token.kind) {
        Some(Kind::Number | Kind::Opaque) => true,
        Some(Kind::Sign(sign)) => {
            matches!(
                sign,
                '/' | '@' | '_' | '-' | '‑' | '–' | '\'' | '’' | '\\' | '&' | '+' | '*' | '$'
            )
        }
        Some(Kind::Word(_) | Kind::Space) | None => false,
    };
    glues(n.checked_sub(1).and_then(|n| line.tokens.get(n))) || glues(line.tokens.get(n + 1))
}

fn syllable(
    line: &Line,
    n: usize,
    parts: &[Part<'_>],
    knowledge: &Knowledge,
    found: &mut Vec<Found>,
) {
    let token = &line.tokens[n];
    let Some(word) = token.word() else { return };
    if word.reading != Reading::Broken
        || word.is_syllable()
        || word.case == Case::Upper
        // "Đ." is short for something.
        || word.lower.chars().nth(1).is_none()
        || is_glued(line, n)
    {
        return;
    }
    let text = line.text_of(token);
    // People and places are called what they are called; glued words are seen all the same.
    let named = word.is_named();
    if let Some(parted) = parted(text, word) {
        let severity =
            if named && word.case == Case::Capital { Severity::Hint } else { Severity::Warning };
        let glued = Found::new(RuleId::SylLetters, severity, token.from, token.to);
        return found.push(glued.fix(parted));
    }
    let foreign = word.lower.contains(['f', 'j', 'w', 'z']);
    let (rule, severity) = match (foreign, named) {
        (true, true) => return,
        // café, résumé: loans keep their marks.
        (true, false) => (RuleId::SylLetters, Severity::Hint),
        (false, true) => (RuleId::SylInvalid, Severity::Hint),
        (false, false) => (RuleId::SylInvalid, Severity::Error),
    };
    let pairs = &knowledge.pairs;
    let meant = suggest::syllables(&word.lower, pairs, beside(parts, n, pairs));
    let broken = Found::new(rule, severity, token.from, token.to);
    let broken = broken.offer(&meant, word.case, knowledge.style);
    // Pelé, voilà: marks that other languages have, and nothing that it could be instead.
    let near = rule == RuleId::SylInvalid && !broken.fixes.is_empty();
    if near || word.lower.contains(is_vietnamese_only) {
        found.push(broken);
    }
}

/// What stands before and behind the word of a token.
fn beside(parts: &[Part<'_>], n: usize, pairs: &Pairs) -> Beside {
    let is_it =
        |part: &Part<'_>| matches!(part, Part::Word(at, _) | Part::Unknown(at, _) if *at == n);
    let place = parts.iter().position(is_it);
    let id = |part: Option<&Part<'_>>| part.and_then(|part| pairs.id(part.key()?));
    place.map_or([None, None], |at| [id(parts.get(at.wrapping_sub(1))), id(parts.get(at + 1))])
}

/// Letters that no other language of news has.
fn is_vietnamese_only(c: char) -> bool {
    matches!(c, 'ă' | 'đ' | 'ơ' | 'ư' | '\u{1EA0}'..='\u{1EF9}')
}

/// Two words that were written as one, parted: the second begins with a capital, or both are
/// syllables and at least one of them has marks.
fn parted(text: &str, word: &Word) -> Option<String> {
    // A longer word is no two words.
    const LONGEST: usize = 24;
    let count = text.chars().count();
    if !(4..=LONGEST).contains(&count) {
        return None;
    }
    let is_syllable = |part: &str| matches!(read(&part.to_lowercase()), Reading::Syllable(_));
    let starts: Vec<(usize, char)> = text.char_indices().skip(2).collect();
    // "bộTinh", and a name with a word: "Pochettinothực".
    let capital = starts.iter().find(|(_, c)| c.is_uppercase()).map(|(at, _)| *at);
    if word.case == Case::Mixed {
        let (first, second) = text.split_at(capital?);
        let both = is_syllable(first) && is_syllable(second);
        return both.then(|| format!("{first} {second}"));
    }
    let places =
        || starts.iter().map(|(at, _)| *at).filter(|at| text[*at..].chars().nth(1).is_some());
    let whole = places().find(|at| {
        let (first, second) = text.split_at(*at);
        is_syllable(first) && is_syllable(second) && is_known(first) && is_known(second)
    });
    let after_name = || {
        let plain_name = |first: &str| first.len() >= 5 && first.is_ascii();
        places().find(|at| {
            let (first, second) = text.split_at(*at);
            second.chars().count() >= 3
                && plain_name(first)
                && text.chars().next().is_some_and(char::is_uppercase)
                && is_syllable(second)
                && is_known(second)
                && !second.is_ascii()
        })
    };
    let at = whole.or_else(after_name)?;
    let (first, second) = text.split_at(at);
    Some(format!("{first} {second}"))
}

fn is_known(syllable: &str) -> bool {
    super::tables::tables().common.contains_key(&*syllable.to_lowercase())
}

/// What is left when Vietnamese typing was off: "vieecj", "cuar".
fn telex(line: &Line, words: &[usize], at: usize, style: ToneStyle, found: &mut Vec<Found>) {
    let token = &line.tokens[words[at]];
    let Some(word) = token.word() else { return };
    if word.reading != Reading::Plain
        || word.case == Case::Upper
        || word.is_named()
        || is_glued(line, words[at])
    {
        return;
    }
    let Some(typed) = typed(&word.lower, style) else { return };
    let near = [at.checked_sub(1), Some(at + 1)];
    // Among words of another language it is one of them.
    let english = near.into_iter().flatten().any(|at| {
        let other = words.get(at).and_then(|n| line.tokens[*n].word());
        other.is_some_and(|other| {
            other.reading == Reading::Plain && self::typed(&other.lower, style).is_none()
        })
    });
    let sure =
        typed.keys > 1 || is_known(&typed.text) && !word_tables().english.contains(&*word.lower);
    if sure && !english {
        let fix = suggest::in_case_of(&typed.text, word.case);
        found.push(Found::new(RuleId::Telex, Severity::Error, token.from, token.to).fix(fix));
    }
}

/// Whether a word in lower case may be one of Vietnamese as Telex keys write it.
pub(super) fn is_telex(word: &str) -> bool {
    typed(word, ToneStyle::Old).is_some()
}

struct Typed {
    text: String,
    /// How many of its letters were keys for marks.
    keys: u32,
}

/// What a Telex keyboard makes of these keys, where it is a syllable.
fn typed(keys: &str, style: ToneStyle) -> Option<Typed> {
    if keys.len() > 10 || !keys.is_ascii() {
        return None;
    }
    let mut letters: Vec<char> = Vec::new();
    let (mut tone, mut marks) = (0, 0);
    for key in keys.chars() {
        let has_vowel = letters.iter().any(|c| "aăâeêioôơuưy".contains(*c));
        let tone_of = match key {
            's' => 2,
            'f' => 1,
            'r' => 3,
            'x' => 4,
            'j' => 5,
            _ => 0,
        };
        if tone_of > 0 && has_vowel {
            if tone > 0 {
                return None;
            }
            (tone, marks) = (tone_of, marks + 1);
            continue;
        }
        let shaped = match key {
            'a' | 'e' | 'o' | 'd' => {
                letters.iter().rposition(|c| *c == key).filter(|at| key != 'd' || *at == 0).map(
                    |at| {
                        (
                            at,
                            match key {
                                'a' => 'â',
                                'e' => 'ê',
                                'o' => 'ô',
                                _ => 'đ',
                            },
                        )
                    },
                )
            }
            'w' => letters.iter().rposition(|c| matches!(c, 'a' | 'o' | 'u')).map(|at| {
                (
                    at,
                    match letters[at] {
                        'a' => 'ă',
                        'o' => 'ơ',
                        _ => 'ư',
                    },
                )
            }),
            _ => None,
        };
        match shaped {
            Some((at, shape)) => {
                letters[at] = shape;
                if key == 'w' && shape == 'ơ' && at > 0 && letters[at - 1] == 'u' {
                    letters[at - 1] = 'ư';
                }
                marks += 1;
            }
            None if key == 'w' => return None,
            None => letters.push(key),
        }
    }
    let letters: String = letters.into_iter().collect();
    let syllable = super::syllable::toned(&letters).find(|syllable| syllable.tone == tone)?;
    (marks > 0).then(|| Typed { text: syllable.written(style), keys: marks })
}

fn confusion(line: &Line, words: &[usize], previous: Option<usize>, found: &mut Vec<Found>) {
    let Some(first) = line.tokens[words[0]].word() else { return };
    let Some(confusions) = word_tables().confusions.get(&first.key) else { return };
    let is_wrong = |confusion: &&Confusion| {
        let length = confusion.wrong.len();
        let mut phrase = phrase(line, &words[..words.len().min(length + 1)]);
        let is_there = confusion.wrong.iter().enumerate().all(|(n, key)| {
            let word = phrase.next();
            // A capital inside is that of a name.
            word.is_some_and(|word| word.key == *key && (n == 0 || word.case != Case::Capital))
        });
        let next = phrase.next().is_some_and(|word| confusion.next.contains(&&*word.lower));
        let before = previous.filter(|n| is_next(line, *n, words[0]));
        let before = before.and_then(|n| line.tokens[n].word());
        let before = before.is_some_and(|word| confusion.previous.contains(&&*word.lower));
        is_there && !next && !before
    };
    let Some(confusion) = confusions.iter().find(is_wrong) else { return };
    if first.is_named() && first.case == Case::Capital {
        return;
    }
    let last = words[confusion.wrong.len() - 1];
    let severity = if confusion.sure { Severity::Error } else { Severity::Hint };
    let (from, to) = (line.tokens[words[0]].from, line.tokens[last].to);
    let fix = suggest::in_case_of(confusion.right, first.case);
    let wrong = Found::new(RuleId::Confusion, severity, from, to).fix(&*fix);
    found.push(wrong.with("right", fix));
}

fn tone_style(line: &Line, n: usize, style: ToneStyle, found: &mut Vec<Found>) {
    let token = &line.tokens[n];
    let Some(word) = token.word() else { return };
    let Reading::Syllable(syllable) = &word.reading else { return };
    if syllable.style.is_none_or(|written| written == style) || word.quoted || word.is_named() {
        return;
    }
    let fix = suggest::in_case_of(&syllable.written(style), word.case);
    let other = Found::new(RuleId::ToneStyle, Severity::Hint, token.from, token.to);
    found.push(other.fix(&*fix).with("right", fix).with("mixed", "no"));
}

/// Words that are hardly ever written twice on purpose.
const GRAMMAR: &[&str] = &[
    "của", "các", "những", "và", "được", "trong", "cho", "với", "để", "đã", "đang", "sẽ", "tại",
    "này", "đó", "một", "về", "theo", "đến", "trên", "bị", "bởi", "do", "ở", "như", "cũng", "thì",
    "mà", "nhưng", "hoặc", "vì", "nên", "rằng", "nếu", "khi",
];

fn doubled(line: &Line, words: &[usize], found: &mut Vec<Found>) {
    let word = |at: usize| words.get(at).and_then(|n| line.tokens[*n].word());
    let follow = |at: usize| at + 1 < words.len() && is_next(line, words[at], words[at + 1]);
    let mut at = 0;
    while let (Some(a), Some(b)) = (word(at), word(at + 1)) {
        let plain = |word: &Word| word.is_syllable() && word.case == Case::Lower;
        let span = |last: usize| (line.tokens[words[at]].from, line.tokens[words[last]].to);
        let quoted = a.quoted;
        if follow(at)
            && a.lower == b.lower
            && a.is_syllable()
            && plain(b)
            && !a.is_named()
            && !quoted
        {
            let run = (at + 1..words.len())
                .take_while(|n| follow(n - 1) && word(*n).is_some_and(|word| word.lower == a.lower))
                .count();
            let first = line.text_of(&line.tokens[words[at]]);
            let sure = GRAMMAR.contains(&&*a.lower);
            if (sure || run > 1) && !word_tables().doubled.contains(&*a.lower) {
                let (from, to) = span(at + run);
                let twice = Found::new(RuleId::Double, Severity::Warning, from, to);
                found.push(twice.fix(first));
            }
            at += run + 1;
            continue;
        }
        // "phát triển phát triển"
        if let (Some(c), Some(d)) = (word(at + 2), word(at + 3))
            && (0..3).all(|n| follow(at + n))
            && a.lower != b.lower
            && (a.lower == c.lower && b.lower == d.lower)
            && [b, c, d].into_iter().all(plain)
            && a.is_syllable()
            && !a.is_named()
            && !quoted
            && !matches!(&*a.lower, "từng" | "mỗi" | "càng" | "vừa" | "lại" | "đi" | "nói" | "cứ")
        {
            // However often it stands there, it is put right at once.
            let same = |at: usize, other: &Word| {
                follow(at - 1)
                    && word(at).is_some_and(|word| plain(word) && word.lower == other.lower)
            };
            let mut last = at + 3;
            while same(last + 1, a) && same(last + 2, b) {
                last += 2;
            }
            let (from, to) = span(last);
            let (start, end) = span(at + 1);
            let twice = Found::new(RuleId::Double, Severity::Warning, from, to);
            found.push(twice.fix(&line.text[start..end]));
            at = last + 1;
            continue;
        }
        at += 1;
    }
}

/// Without tones and shapes: the letters that a word was typed with.
pub(super) fn plain(lower: &str) -> String {
    let plain = |c| letter(c).map_or(c, |(letter, _)| super::syllable::plain(letter));
    lower.chars().map(plain).collect()
}
