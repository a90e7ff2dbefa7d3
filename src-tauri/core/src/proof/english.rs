//! English: a line of it is read by a dictionary and by none of the rules of Vietnamese.
//!
//! The dictionary is that of SCOWL, British and American spellings in one (`data/english`), read by
//! spellbook. It is unpacked with the first line of English that somebody reads, and never before.

use std::io::Read as _;
use std::sync::OnceLock;

use flate2::read::GzDecoder;
use foldhash::HashSet;
use spellbook::Dictionary;

use super::line::{FOUND_LIMIT, Found, Line};
use super::names::Known;
use super::spelling::{is_next, is_telex};
use super::syllable::{Reading, letter};
use super::words::{Case, Kind, Token, Word};
use super::{RuleId, Severity};

/// Words that hardly a sentence of English goes without; none is a syllable of Vietnamese.
const FUNCTION: &[&str] = &[
    "and", "are", "been", "but", "from", "had", "has", "have", "his", "is", "it", "its", "of",
    "or", "said", "that", "their", "they", "this", "was", "were", "which", "will", "with", "would",
    "for", "we", "not", "as", "who", "after", "more",
];

/// Words that are hardly ever written twice on purpose; "had had" and "that that" are.
const ONCE: &[&str] = &[
    "the", "a", "an", "of", "to", "in", "and", "is", "are", "was", "were", "for", "on", "with",
    "at", "by", "from", "it", "be", "as", "this", "or", "but", "its", "their", "has", "have",
];

/// Words that stand beside all others, so that a space is easily forgotten. Of two letters there
/// are none: other words begin and end with those.
const SMALL: &[&str] = &[
    "also", "and", "are", "but", "can", "for", "from", "had", "has", "have", "her", "his", "its",
    "not", "now", "our", "the", "their", "they", "this", "that", "was", "were", "when", "which",
    "who", "will", "with",
];

/// Short words of English that are syllables of Vietnamese, too.
const SHORT: &[&str] =
    &["a", "an", "do", "go", "ha", "he", "hi", "in", "me", "my", "no", "on", "so", "to", "up"];

/// Least words by which a line in a Vietnamese article is told for English.
const ENOUGH: usize = 6;
/// Longest word that is looked up, in bytes: what is longer is none.
const LONGEST: usize = 40;
/// So many words of a line are given suggestions: each costs some milliseconds.
const SUGGESTED: usize = 20;
const FIXES: usize = 3;

/// Whether a line is in English: in an English article unless it is plainly Vietnamese, in another
/// only where it plainly is.
pub(super) fn is_english(tokens: &[Token], article: bool) -> bool {
    let (mut words, mut marked, mut function, mut telex, mut other) = (0, 0, 0, 0, 0);
    for word in tokens.iter().filter_map(Token::word) {
        words += 1;
        marked += usize::from(!word.lower.is_ascii() && is_vietnamese(word));
        match FUNCTION.contains(&&*word.lower) {
            true => function += 1,
            false if word.reading != Reading::Plain => {}
            false if is_telex(&word.lower) => telex += 1,
            false => other += 1,
        }
    }
    if article {
        return marked * 3 < words || words == 0;
    }
    // News has few function words in a sentence, but most of its words are none of Vietnamese,
    // with or without its marks.
    let plainly = function * 6 >= words || (function + other) * 2 >= words;
    words >= ENOUGH && marked * 10 <= words && telex * 4 <= words && function >= 2 && plainly
}

/// Looks every word of an English line up.
pub(super) fn look(line: &Line, known: Known<'_>, found: &mut Vec<Found>) {
    let words: Vec<usize> =
        (0..line.tokens.len()).filter(|n| line.tokens[*n].word().is_some()).collect();
    let mut suggested = 0;
    for (at, n) in words.iter().enumerate() {
        if found.len() > FOUND_LIMIT {
            break;
        }
        twice(line, &words, at, found);
        let Some((to, severity)) = unknown(line, *n, known) else { continue };
        let neighbours = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let foreign = |at: usize| {
            words.get(at).is_some_and(|other| is_foreign(line, *n.min(other), *n.max(other), known))
        };
        // "banh mi", "ao dai": words of Vietnamese without their marks.
        if neighbours.filter(|at| *at < words.len()).any(foreign) {
            continue;
        }
        let from = line.tokens[*n].from;
        let mut fixes = Vec::new();
        if suggested < SUGGESTED {
            suggested += 1;
            dictionary().suggest(&plain_apostrophe(&line.text[from..to]), &mut fixes);
            fixes.truncate(FIXES);
        }
        // What is no slip of a finger is rather a name or a term.
        let slip = fixes.first().is_some_and(|fix| is_slip(&line.text[from..to], fix));
        let severity = if slip { severity } else { Severity::Hint };
        let mut wrong = Found::new(RuleId::EnSpelling, severity, from, to);
        wrong.fixes = fixes;
        found.push(wrong);
    }
}

/// A word that no dictionary has: where it ends, and how grave that is. `None` where it is known, or
/// where nobody can say.
fn unknown(line: &Line, n: usize, known: Known<'_>) -> Option<(usize, Severity)> {
    let word = line.tokens[n].word()?;
    // "don't" is one word, and so is "Hanoi's"; its end is looked at with it.
    if part_of(line, n, -1).is_some_and(|sign| is_apostrophe(sign) || !is_joint(sign)) {
        return None;
    }
    let mut last = n;
    while part_of(line, last, 1).is_some_and(is_apostrophe)
        && line.tokens.get(last + 2).is_some_and(|token| token.word().is_some())
    {
        last += 2;
    }
    if part_of(line, last, 1).is_some_and(|sign| !is_joint(sign) && !is_apostrophe(sign)) {
        return None;
    }
    let joined = part_of(line, n, -1).is_some() || part_of(line, last, 1).is_some_and(is_joint);
    let short = word.lower.chars().count() < if joined { 4 } else { 2 };
    let to = line.tokens[last].to;
    let text = &line.text[line.tokens[n].from..to];
    let odd = matches!(word.case, Case::Upper | Case::Mixed) || text.len() > LONGEST;
    if short || odd || word.is_named() || !word.lower.is_ascii() || is_vietnamese(word) {
        return None;
    }
    let text = plain_apostrophe(text);
    let stem = text.strip_suffix("'s").or_else(|| text.strip_suffix('\'')).unwrap_or(&text);
    let is_known = |text: &str| {
        dictionary().check(text)
            || text.chars().any(char::is_uppercase) && dictionary().check(&text.to_lowercase())
    };
    let lower = stem.to_lowercase();
    if is_known(&text)
        || is_known(stem)
        || rarer().contains(&*lower)
        || known.directory.has_word(&lower)
    {
        return None;
    }
    // What begins a sentence may be a name.
    let sure = word.case == Case::Lower;
    Some((to, if sure { Severity::Warning } else { Severity::Hint }))
}

/// Whether a slip of a finger makes this word of a word of the dictionary: two letters swapped, one
/// twice, no space beside a word that sentences are made of; in a long word also one letter too many,
/// too few or another. An ending, a first letter and a short word tell too little: *champiom*,
/// *vitro*, *loya*.
fn is_slip(word: &str, fix: &str) -> bool {
    const LONG: usize = 6;
    if let Some((first, second)) = fix.split_once(' ') {
        return [first, second].iter().any(|part| SMALL.contains(part));
    }
    let (word, fix) = (word.to_ascii_lowercase(), fix.to_ascii_lowercase());
    let (word, fix) = (word.as_bytes(), fix.as_bytes());
    let begin = word.iter().zip(fix).take_while(|(a, b)| a == b).count();
    let rest = word.len().min(fix.len()) - begin;
    let ends = word.iter().rev().zip(fix.iter().rev()).take(rest);
    let end = ends.take_while(|(a, b)| a == b).count();
    let (typed, meant) = (&word[begin..word.len() - end], &fix[begin..fix.len() - end]);
    match (typed, meant) {
        ([a, b], [c, d]) => a == d && b == c,
        ([twice], []) if begin > 0 && word[begin - 1] == *twice => true,
        ([_], [] | [_]) | ([], [_]) => begin > 0 && end > 0 && word.len() >= LONG,
        _ => false,
    }
}

/// Whether two words that follow one another are both syllables of Vietnamese, and neither is a
/// word that English sentences are made of.
fn is_foreign(line: &Line, first: usize, second: usize, known: Known<'_>) -> bool {
    let is_other = |n: usize| {
        line.tokens[n].word().is_some_and(|word| {
            let short = word.lower.len() <= 2 && !SHORT.contains(&&*word.lower);
            let syllable = matches!(word.reading, Reading::Syllable(_));
            syllable && (short || unknown(line, n, known).is_some())
        })
    };
    is_next(line, first, second) && is_other(first) && is_other(second)
}

/// The sign that glues a token to the one before or behind.
fn part_of(line: &Line, n: usize, step: isize) -> Option<char> {
    match &line.tokens.get(n.checked_add_signed(step)?)?.kind {
        Kind::Sign(sign) => {
            let glues = matches!(
                sign,
                '-' | '‑' | '\'' | '’' | '/' | '@' | '_' | '\\' | '&' | '+' | '*' | '$' | '#'
            );
            // A quotation mark behind a word and before a space glues nothing.
            let beyond = line.tokens.get(n.checked_add_signed(2 * step)?);
            let joins = beyond.is_some_and(|token| {
                matches!(token.kind, Kind::Word(_) | Kind::Number | Kind::Opaque)
            });
            (glues && (joins || !is_apostrophe(*sign))).then_some(*sign)
        }
        Kind::Number | Kind::Opaque => Some('_'),
        Kind::Word(_) | Kind::Space => None,
    }
}

fn is_apostrophe(sign: char) -> bool {
    matches!(sign, '\'' | '’')
}

/// Parts of "state-owned" are words of their own.
fn is_joint(sign: char) -> bool {
    matches!(sign, '-' | '‑' | '/')
}

fn plain_apostrophe(text: &str) -> String {
    text.replace('’', "'")
}

/// Whether a word has letters of Vietnamese, or is a syllable by its marks.
fn is_vietnamese(word: &Word) -> bool {
    let marked = matches!(word.reading, Reading::Syllable(_)) && !word.lower.is_ascii();
    marked || word.lower.chars().any(|c| !c.is_ascii() && letter(c).is_some() && !is_shared(c))
}

/// Letters that English takes over with words of French and Spanish.
fn is_shared(c: char) -> bool {
    matches!(c, 'à' | 'â' | 'é' | 'è' | 'ê' | 'í' | 'ó' | 'ô' | 'ù' | 'ú')
}

fn twice(line: &Line, words: &[usize], at: usize, found: &mut Vec<Found>) {
    let (Some(first), Some(second)) = (words.get(at), words.get(at + 1)) else { return };
    let (Some(a), Some(b)) = (line.tokens[*first].word(), line.tokens[*second].word()) else {
        return;
    };
    let same = a.lower == b.lower && b.case == Case::Lower && ONCE.contains(&&*a.lower);
    if same && is_next(line, *first, *second) && !a.quoted {
        let (from, to) = (line.tokens[*first].from, line.tokens[*second].to);
        let once = line.text_of(&line.tokens[*first]);
        found.push(Found::new(RuleId::Double, Severity::Warning, from, to).fix(once));
    }
}

fn dictionary() -> &'static Dictionary {
    static DICTIONARY: OnceLock<Dictionary> = OnceLock::new();
    DICTIONARY.get_or_init(|| {
        let words = unpacked(include_bytes!("../../data/english/en.dic.gz"));
        let affixes = include_str!("../../data/english/en.aff");
        Dictionary::new(affixes, &words).expect("the file is in the program")
    })
}

/// Words that are right, but too rare to be offered for others.
fn rarer() -> &'static HashSet<&'static str> {
    static RARER: OnceLock<HashSet<&'static str>> = OnceLock::new();
    RARER.get_or_init(|| {
        let words: &str = unpacked(include_bytes!("../../data/english/rarer.txt.gz")).leak();
        words.lines().collect()
    })
}

fn unpacked(packed: &[u8]) -> String {
    let mut words = String::new();
    GzDecoder::new(packed).read_to_string(&mut words).expect("the file is in the program");
    words
}
