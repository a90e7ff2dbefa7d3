//! A line taken apart into words, numbers, spaces and signs.

use super::syllable::{self, Reading, read};
use super::tables::tables;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// In bytes of the line.
    pub(super) from: usize,
    pub(super) to: usize,
    /// It stands between quotation marks.
    pub(super) quoted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Word(Word),
    /// Digits, with dots and commas between digits.
    Number,
    Space,
    Sign(char),
    /// An address or a file name: nothing in it is looked at.
    Opaque,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) lower: String,
    /// In lower case, the tone placed in one style: what words are compared by.
    pub(super) key: String,
    pub(super) case: Case,
    pub(super) reading: Reading,
    /// It begins a sentence, or something that looks like one.
    pub(super) opens: bool,
    /// It stands between quotation marks.
    pub(super) quoted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Lower,
    /// The first letter, and no other.
    Capital,
    Upper,
    Mixed,
}

impl Word {
    pub(super) fn is_syllable(&self) -> bool {
        matches!(self.reading, Reading::Syllable(_)) || tables().allowed.contains(&*self.lower)
    }

    /// A name, as far as capitals tell: not in lower case where nothing asks for a capital.
    pub(super) fn is_named(&self) -> bool {
        self.case != Case::Lower && !self.opens
    }
}

impl Token {
    pub(super) fn word(&self) -> Option<&Word> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            Kind::Number | Kind::Space | Kind::Sign(_) | Kind::Opaque => None,
        }
    }

    pub(super) fn is_space(&self) -> bool {
        self.kind == Kind::Space
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

/// The key of a word in lower case.
pub(super) fn key_of(lower: &str) -> String {
    syllable::key_of(lower, &read(lower))
}

/// Whether a word in NFC is a syllable of Vietnamese, those of names among them, whatever its case.
#[must_use]
pub fn is_syllable(word: &str) -> bool {
    let is_known = |lower: &str| {
        matches!(read(lower), Reading::Syllable(_)) || tables().allowed.contains(lower)
    };
    // Most words are in lower case.
    is_known(word) || word.contains(char::is_uppercase) && is_known(&word.to_lowercase())
}

/// Takes a line apart. All of it is in one of the tokens.
pub(super) fn tokens(text: &str, quoted: bool) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    // Whether a chunk between spaces begins here.
    let mut fresh = true;
    while let Some(c) = text[at..].chars().next() {
        let from = at;
        let rest = &text[from..];
        let kind = if is_space(c) {
            at += run(rest, is_space);
            Kind::Space
        } else if let Some(length) = (fresh && !opens_chunk(c)).then(|| address(rest)).flatten() {
            at += length;
            Kind::Opaque
        } else if c.is_ascii_digit() {
            at += number(rest);
            Kind::Number
        } else if c.is_alphabetic() {
            at += run(rest, |c| c.is_alphabetic() || is_mark(c));
            Kind::Word(word(&text[from..at]))
        } else {
            at += c.len_utf8();
            Kind::Sign(c)
        };
        fresh = match &kind {
            Kind::Space => true,
            // Still before the first letter: "(www.…".
            Kind::Sign(sign) => fresh && opens_chunk(*sign),
            Kind::Word(_) | Kind::Number | Kind::Opaque => false,
        };
        tokens.push(Token { kind, from, to: at, quoted: false });
    }
    mark_openings(&mut tokens);
    mark_quotes(text, &mut tokens, quoted);
    tokens
}

/// What may stand before an address that is one all the same.
fn opens_chunk(c: char) -> bool {
    matches!(c, '(' | '[' | '"' | '“' | '«' | '<' | '‘')
}

pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace()
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn run(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is(c)).unwrap_or(text.len())
}

fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let inner =
            matches!(bytes[at], b'.' | b',') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if !bytes[at].is_ascii_digit() && !inner {
            break;
        }
        at += 1;
    }
    at
}

/// Length of the address, path, file name or tag that a chunk begins with.
fn address(text: &str) -> Option<usize> {
    let whole = &text[..run(text, |c| !is_space(c))];
    // =PMT(1.99%/12;36)
    if whole.starts_with('=') && whole.contains('(') {
        return Some(whole.len());
    }
    let chunk = whole
        .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '"', '”', '»', '’', '>', '…']);
    // "define=TÊN[=GIÁ_TRỊ]": what it opens it closes.
    let closes = |open, close| {
        chunk.contains(open) && !chunk.contains(close) && whole[chunk.len()..].starts_with(close)
    };
    let chunk = if closes('[', ']') || closes('(', ')') { &whole[..=chunk.len()] } else { chunk };
    let marked = chunk.contains("://") || chunk.contains(['@', '_', '\\']);
    let tagged = chunk.starts_with('#') && chunk.len() > 1;
    (marked || tagged || is_domain(chunk)).then_some(chunk.len())
}

/// `thainguyen.gov.vn`, `www.abc.vn/tin`, `anh.jpg`.
fn is_domain(chunk: &str) -> bool {
    let host = chunk.split(['/', '?', ':']).next().unwrap_or_default();
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let Some((_, last)) = host.rsplit_once('.') else { return false };
    host.split('.').all(is_label)
        && last.len() >= 2
        && last.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && last.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
        && host.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
}

fn word(text: &str) -> Word {
    let lower = text.to_lowercase();
    let reading = read(&lower);
    let key = syllable::key_of(&lower, &reading);
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    let first = letters.next().is_some_and(char::is_uppercase);
    let (mut upper, mut small) = (false, false);
    for c in letters {
        upper |= c.is_uppercase();
        small |= !c.is_uppercase();
    }
    let case = match (first, upper, small) {
        (false, false, _) => Case::Lower,
        (true, false, _) => Case::Capital,
        (true, true, false) => Case::Upper,
        _ => Case::Mixed,
    };
    Word { lower, key, case, reading, opens: false, quoted: false }
}

fn mark_openings(tokens: &mut [Token]) {
    let mut opens = true;
    for token in tokens {
        match &mut token.kind {
            Kind::Word(word) => {
                word.opens = opens;
                opens = false;
            }
            Kind::Number | Kind::Opaque => opens = false,
            Kind::Sign('.' | '?' | '!' | '…' | ':' | '“' | '"' | '«' | '(' | '[' | '‘') => {
                opens = true;
            }
            Kind::Sign(_) | Kind::Space => {}
        }
    }
}

/// Words between marks that belong together; a mark without its other half opens nothing.
fn mark_quotes(text: &str, tokens: &mut [Token], all: bool) {
    let mut open: Option<(usize, char)> = None;
    let mut spans = Vec::new();
    for (n, token) in tokens.iter().enumerate() {
        let Kind::Sign(sign) = token.kind else { continue };
        match (sign, open) {
            ('“', None) => open = Some((n, '”')),
            ('«', None) => open = Some((n, '»')),
            ('"', None) => open = Some((n, '"')),
            (sign, Some((from, close))) if sign == close => {
                spans.push((from, n));
                open = None;
            }
            _ => {}
        }
    }
    // Speech that goes on in the next paragraph.
    if let Some((from, '”')) = open
        && text.starts_with('“')
    {
        spans.push((from, tokens.len()));
    }
    if all {
        spans = vec![(0, tokens.len())];
    }
    for (from, to) in spans {
        for token in &mut tokens[from..to] {
            token.quoted = true;
            if let Kind::Word(word) = &mut token.kind {
                word.quoted = true;
            }
        }
    }
}
