//! What a syllable that is none was probably meant to be.

use std::collections::HashMap;

use super::ToneStyle;
use super::syllable::{letter, plain, toned};
use super::tables::tables;
use super::words::Case;

/// Most that a line keeps of a word's suggestions; the article then chooses among them.
const KEPT: usize = 24;

/// Syllables that differ from `word` by marks or by one letter, likeliest first.
pub(super) fn syllables(word: &str, style: ToneStyle) -> Vec<String> {
    const LONGEST: usize = 9;
    let mut letters = Vec::new();
    let mut tone = 0;
    for c in word.chars() {
        let Some((letter, its_tone)) = letter(c) else { return Vec::new() };
        letters.push(letter);
        if its_tone > 0 {
            tone = its_tone;
        }
        if letters.len() > LONGEST {
            return Vec::new();
        }
    }
    let mut costs: HashMap<String, u32> = HashMap::new();
    let mut offer = |letters: &[char], cost: u32| {
        let text: String = letters.iter().collect();
        for syllable in toned(&text) {
            let cost = cost + u32::from(syllable.tone != tone);
            let written = syllable.written(style);
            let least = costs.entry(written).or_insert(cost);
            *least = cost.min(*least);
        }
    };
    shapes(&letters, 0, &mut letters.clone(), 0, &mut offer);
    // One letter too many, too few, another, or two the wrong way round.
    for at in 0..letters.len() {
        let mut other = letters.clone();
        other.remove(at);
        offer(&other, 2);
        if at + 1 < letters.len() {
            let mut other = letters.clone();
            other.swap(at, at + 1);
            offer(&other, 2);
        }
    }
    for at in 0..=letters.len() {
        for c in "abcdđeghiklmnopqrstuvxyăâêôơư".chars() {
            let mut other = letters.clone();
            other.insert(at, c);
            offer(&other, 3);
            if at < letters.len() {
                other.remove(at + 1);
                offer(&other, 3 - u32::from(is_near(c, letters[at])));
            }
        }
    }
    let mut ranked: Vec<(u32, usize, String)> = costs
        .into_iter()
        .filter(|(text, _)| text != word)
        .map(|(text, cost)| {
            let rank = tables().common.get(&*text).copied().unwrap_or(usize::MAX);
            (cost, rank, text)
        })
        // Another letter only where it makes a word that everybody writes.
        .filter(|(cost, rank, _)| *cost < 2 || *rank < usize::MAX)
        .collect();
    ranked.sort_unstable();
    // The tone on the wrong letter, and nothing else: that is what was meant.
    if ranked.first().is_some_and(|(cost, ..)| *cost == 0) {
        ranked.truncate(1);
    }
    ranked.truncate(KEPT);
    ranked.into_iter().map(|(_, _, text)| text).collect()
}

/// Every other shape of the letters: a ă â, d đ, e ê, o ô ơ, u ư.
fn shapes(
    letters: &[char],
    at: usize,
    made: &mut Vec<char>,
    cost: u32,
    offer: &mut impl FnMut(&[char], u32),
) {
    if at == letters.len() {
        return offer(made, cost);
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
        if cost + other <= 2 {
            shapes(letters, at + 1, made, cost + other, offer);
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
