//! What a word was probably meant to be: how likely one is typed for the other, and which of them
//! stands well between its neighbours.

use std::collections::HashMap;

use super::pairs::Pairs;
use super::syllable::{letter, plain, toned};
use super::tables::tables;
use super::words::Case;

/// Numbers of the words before and behind, where the newsroom has written them.
pub(super) type Beside = [Option<u32>; 2];

/// A word that may have been meant, by its key.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Meant {
    pub(super) key: String,
    /// How likely it is, as a logarithm: to be compared with others in the same place only.
    pub(super) weight: f64,
}

/// Most that a line keeps of a word's suggestions; the article then chooses among them.
const KEPT: usize = 24;
/// Longest word in letters that something is offered for.
const LONGEST: usize = 9;

/// Syllables that differ from `word` by marks or by one letter, likeliest first.
pub(super) fn syllables(word: &str, pairs: &Pairs, beside: Beside) -> Vec<Meant> {
    let Some(typed) = Letters::of(word) else { return Vec::new() };
    let letters = &typed.letters;
    let mut made: HashMap<String, f64> = HashMap::new();
    let mut offer = |letters: &[char]| {
        let text: String = letters.iter().collect();
        for syllable in toned(&text) {
            let key = syllable.key();
            if key == word || made.contains_key(&key) {
                continue;
            }
            let cost = Letters::of(&key).and_then(|meant| cost(&typed, &meant));
            made.insert(key, cost.map_or(f64::INFINITY, |cost| cost.0));
        }
    };
    shapes(letters, 0, &mut letters.clone(), 0, &mut offer);
    // One letter too many, too few, another, or two the wrong way round.
    for at in 0..letters.len() {
        let mut other = letters.clone();
        other.remove(at);
        shapes(&other, 0, &mut other.clone(), 1, &mut offer);
        if at + 1 < letters.len() {
            let mut other = letters.clone();
            other.swap(at, at + 1);
            offer(&other);
        }
    }
    for at in 0..=letters.len() {
        for c in "abcdđeghiklmnopqrstuvxyăâêôơư".chars() {
            let mut other = letters.clone();
            other.insert(at, c);
            offer(&other);
            if at < letters.len() {
                other.remove(at + 1);
                offer(&other);
            }
        }
    }
    // The tone on the wrong letter, and nothing else: that is what was meant.
    if let Some(misplaced) = made.iter().find(|(_, cost)| **cost == 0.0) {
        let key = misplaced.0.clone();
        return vec![Meant { key, weight: 0.0 }];
    }
    let weigh = |(key, cost): (String, f64)| {
        let weight = chance(pairs, &key, beside) - cost;
        Meant { key, weight }
    };
    let mut ranked: Vec<Meant> =
        made.into_iter().filter(|(_, cost)| cost.is_finite()).map(weigh).collect();
    ranked.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.key.cmp(&b.key)));
    ranked.truncate(KEPT);
    ranked
}

/// How likely a word stands between these neighbours, as a logarithm: by what the newsroom has
/// approved, and where that says nothing by how common it is at all.
pub(super) fn chance(pairs: &Pairs, key: &str, [left, right]: Beside) -> f64 {
    /// So many times a word is thought to have stood anywhere before the newsroom's own count.
    const BEFORE: f64 = 8.0;
    let common = match tables().common.get(key) {
        #[expect(clippy::cast_precision_loss, reason = "a table of some hundred words")]
        Some(rank) => 0.08 / (*rank as f64 + 8.0),
        None => 1e-5,
    };
    let total = f64::from(pairs.total());
    let id = pairs.id(key);
    let alone =
        (id.map_or(0.0, |id| f64::from(pairs.second(id))) + 2_000.0 * common) / (total + 2_000.0);
    let times = |first: Option<u32>, second: Option<u32>| {
        first.zip(second).map_or(0.0, |(first, second)| f64::from(pairs.count(first, second)))
    };
    let after = |left: u32| {
        (times(Some(left), id) + BEFORE * alone) / (f64::from(pairs.first(left)) + BEFORE)
    };
    let before = |right: u32| {
        let usual = (f64::from(pairs.second(right)) + 1.0) / (total + 1.0);
        let all = id.map_or(0.0, |id| f64::from(pairs.first(id)));
        (times(id, Some(right)) + BEFORE * usual) / (all + BEFORE)
    };
    left.map_or(alone, after).ln() + right.map_or(0.0, |right| before(right).ln())
}

/// A word as it is compared with others.
pub(super) struct Letters {
    /// Without tone.
    letters: Vec<char>,
    plain: Vec<char>,
    tone: u8,
}

impl Letters {
    /// Of a word in lower case; `None` where it has other letters than Latin ones, or too many.
    pub(super) fn of(word: &str) -> Option<Self> {
        let mut letters = Vec::new();
        let mut tone = 0;
        for c in word.chars() {
            let (letter, its_tone) = letter(c)?;
            letters.push(letter);
            if its_tone > 0 {
                tone = its_tone;
            }
            if letters.len() > LONGEST {
                return None;
            }
        }
        let plain = letters.iter().map(|letter| plain(*letter)).collect();
        Some(Self { letters, plain, tone })
    }
}

/// How unlikely one is typed for the other, as a logarithm, and whether another letter is in it;
/// `None` where more than one letter differs.
pub(super) fn cost(typed: &Letters, meant: &Letters) -> Option<(f64, bool)> {
    let (a, b) = (&typed.plain, &meant.plain);
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let end = a[start..].iter().rev().zip(b[start..].iter().rev()).take_while(|(x, y)| x == y);
    let end = end.count();
    let (x, y) = (&a[start..a.len() - end], &b[start..b.len() - end]);
    let heard = || heard_alike(a, b).then_some(5.0);
    let letter = match (x, y) {
        ([], []) => Some(0.0),
        ([], [_]) => heard().or(Some(6.0)),
        ([extra], []) => {
            let beside = [start.checked_sub(1), Some(start + 1)];
            let twice = beside.into_iter().flatten().any(|at| a.get(at) == Some(extra));
            heard().or(Some(if twice { 2.5 } else { 6.0 }))
        }
        ([one], [other]) => heard().or(Some(if is_near(*one, *other) { 4.5 } else { 8.0 })),
        ([p, q], [r, s]) if p == s && q == r => Some(3.5),
        _ => heard(),
    }?;
    // Marks of the letters that both have.
    let (a, b) = (&typed.letters, &meant.letters);
    let differs = |(x, y): (&char, &char)| x != y;
    let same = a[..start].iter().zip(&b[..start]).filter(|pair| differs(*pair)).count()
        + a[a.len() - end..].iter().zip(&b[b.len() - end..]).filter(|pair| differs(*pair)).count();
    #[expect(clippy::cast_precision_loss, reason = "at most nine letters")]
    let shapes = same as f64 * 4.0;
    let tone = match (typed.tone, meant.tone) {
        (one, other) if one == other => 0.0,
        (3, 4) | (4, 3) => 3.0,
        (0, _) => 3.5,
        _ => 4.0,
    };
    let mut marks = shapes + tone;
    // Nothing but plain letters: the input method was off.
    if typed.tone == 0 && typed.letters == typed.plain {
        marks = marks.min(5.0);
    }
    Some((letter + marks, letter > 0.0))
}

/// s/x, ch/tr, d/gi/r, l/n at the start; n/ng/nh, t/c/ch at the end.
fn heard_alike(a: &[char], b: &[char]) -> bool {
    const STARTS: [(&str, &str); 6] =
        [("s", "x"), ("ch", "tr"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("l", "n")];
    const ENDS: [(&str, &str); 4] = [("n", "ng"), ("n", "nh"), ("t", "c"), ("t", "ch")];
    let [a, b]: [String; 2] = [a.iter().collect(), b.iter().collect()];
    let swapped = |x: &str, y: &str| {
        let same = |(x, y): (&str, &str)| x == y;
        STARTS.iter().any(|(p, q)| x.strip_prefix(p).zip(y.strip_prefix(q)).is_some_and(same))
            || ENDS.iter().any(|(p, q)| x.strip_suffix(p).zip(y.strip_suffix(q)).is_some_and(same))
    };
    swapped(&a, &b) || swapped(&b, &a)
}

/// Every other shape of the letters: a ă â, d đ, e ê, o ô ơ, u ư.
fn shapes(
    letters: &[char],
    at: usize,
    made: &mut Vec<char>,
    count: u32,
    offer: &mut impl FnMut(&[char]),
) {
    if at == letters.len() {
        return offer(made);
    }
    let others: &[char] = match plain(letters[at]) {
        'a' => &['a', 'ă', 'â'],
        'd' => &['d', 'đ'],
        'e' => &['e', 'ê'],
        'o' => &['o', 'ô', 'ơ'],
        'u' => &['u', 'ư'],
        _ => &letters[at..=at],
    };
    for shape in others {
        made[at] = *shape;
        let other = u32::from(*shape != letters[at]);
        // Three shapes at once were not mistyped.
        if count + other <= 2 {
            shapes(letters, at + 1, made, count + other, offer);
        }
    }
    made[at] = letters[at];
}

/// Beside each other on the keyboard.
fn is_near(a: char, b: char) -> bool {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let place = |c: char| {
        let c = plain(c);
        ROWS.iter().enumerate().find_map(|(row, keys)| Some((row, keys.find(c)?)))
    };
    let (Some((row_a, at_a)), Some((row_b, at_b))) = (place(a), place(b)) else { return false };
    row_a.abs_diff(row_b) <= 1 && at_a.abs_diff(at_b) <= 1
}

/// The text as it would stand where a word of this case stands.
pub(super) fn in_case_of(text: &str, case: Case) -> String {
    match case {
        Case::Lower => text.to_owned(),
        Case::Upper => text.to_uppercase(),
        Case::Capital | Case::Mixed => {
            let mut letters = text.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters).collect()
        }
    }
}
