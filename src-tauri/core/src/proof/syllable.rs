//! The grammar of the Vietnamese syllable: which letters make one, and where its tone stands.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::ToneStyle;
use super::tables::tables;

/// Tones in the order of [`VOWELS`]: level, falling, rising, asking, tumbling, heavy.
pub(super) const RISING: u8 = 2;
pub(super) const HEAVY: u8 = 5;

/// Each vowel with its tones.
const VOWELS: [&str; 12] = [
    "aàáảãạ",
    "ăằắẳẵặ",
    "âầấẩẫậ",
    "eèéẻẽẹ",
    "êềếểễệ",
    "iìíỉĩị",
    "oòóỏõọ",
    "ôồốổỗộ",
    "ơờớởỡợ",
    "uùúủũụ",
    "ưừứửữự",
    "yỳýỷỹỵ",
];

/// Longest first where one begins another.
const ONSETS: [&str; 27] = [
    "ngh", "ng", "nh", "gh", "gi", "g", "kh", "k", "ch", "c", "đ", "d", "ph", "p", "qu", "th",
    "tr", "t", "v", "x", "s", "r", "l", "m", "n", "h", "b",
];

/// Longest syllable in letters: nghiêng.
const LONGEST: usize = 7;

/// A syllable taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Syllable {
    pub(super) onset: &'static str,
    /// Without tone.
    pub(super) rime: &'static str,
    pub(super) tone: u8,
    /// The style it is written in, where the two differ.
    pub(super) style: Option<ToneStyle>,
}

/// What a word is, read as a syllable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    Syllable(Syllable),
    /// It has marks as only Vietnamese has them, and is no syllable.
    Broken,
    /// Only plain letters, and no syllable.
    Plain,
    /// Letters that Vietnamese does not have.
    Foreign,
}

/// Reads a word in lower case and NFC.
pub(super) fn read(word: &str) -> Reading {
    let mut letters = String::with_capacity(word.len());
    let (mut tone, mut at, mut tones, mut marked, mut count) = (0, 0, 0, false, 0);
    for c in word.chars() {
        let Some((letter, its_tone)) = letter(c) else { return Reading::Foreign };
        marked |= !c.is_ascii();
        if its_tone > 0 {
            (tone, at, tones) = (its_tone, count, tones + 1);
        }
        // What is longer than any syllable is looked through for foreign letters only.
        if count <= LONGEST {
            letters.push(letter);
        }
        count += 1;
    }
    let broken = if marked { Reading::Broken } else { Reading::Plain };
    if tones > 1 || count > LONGEST {
        return broken;
    }
    let Some((onset, rime)) = split(&letters) else { return broken };
    if tone != RISING && tone != HEAVY && is_stopped(rime) {
        return broken;
    }
    let offset = onset.chars().count();
    let stands = |style| at == offset + tone_place(rime, style);
    let style = match tone {
        0 => None,
        _ => match (stands(ToneStyle::Old), stands(ToneStyle::New)) {
            (true, true) => None,
            (true, false) => Some(ToneStyle::Old),
            (false, true) => Some(ToneStyle::New),
            (false, false) => return broken,
        },
    };
    Reading::Syllable(Syllable { onset, rime, tone, style })
}

impl Syllable {
    /// How it is written.
    pub(super) fn written(&self, style: ToneStyle) -> String {
        let place = tone_place(self.rime, style);
        let mut text = self.onset.to_owned();
        for (n, letter) in self.rime.chars().enumerate() {
            text.push(if n == place { with_tone(letter, self.tone) } else { letter });
        }
        text
    }

    /// The same for both styles.
    pub(super) fn key(&self) -> String {
        self.written(ToneStyle::Old)
    }
}

/// A key as this style writes it.
pub(super) fn written(key: &str, style: ToneStyle) -> String {
    match read(key) {
        Reading::Syllable(syllable) => syllable.written(style),
        Reading::Broken | Reading::Plain | Reading::Foreign => key.to_owned(),
    }
}

/// The syllables that these letters, without tone, are with each tone.
pub(super) fn toned(letters: &str) -> impl Iterator<Item = Syllable> {
    split(letters).into_iter().flat_map(|(onset, rime)| {
        let tones =
            if is_stopped(rime) { [RISING, HEAVY].iter() } else { [0, 1, 2, 3, 4, 5].iter() };
        tones.map(move |tone| Syllable { onset, rime, tone: *tone, style: None })
    })
}

/// Every syllable that the grammar knows, the frequent ones first, the others in one order without
/// a meaning.
pub(crate) fn written_syllables() -> Vec<String> {
    let common = &tables().common;
    let mut frequent: Vec<(usize, &str)> = common.iter().map(|(text, n)| (*n, *text)).collect();
    frequent.sort_unstable();
    let mut others: Vec<String> = ONSETS
        .iter()
        .chain(&[""])
        .flat_map(|onset| tables().rimes.general.iter().map(move |rime| format!("{onset}{rime}")))
        .flat_map(|letters| toned(&letters).collect::<Vec<_>>())
        .map(|syllable| syllable.written(ToneStyle::Old))
        .filter(|text| !common.contains_key(text.as_str()))
        .collect();
    others.sort_unstable();
    others.dedup();
    others.sort_by_cached_key(|text| *blake3::hash(text.as_bytes()).as_bytes());
    frequent.into_iter().map(|(_, text)| text.to_owned()).chain(others).collect()
}

/// Onset and rime of letters without tone, where they are those of a syllable.
fn split(letters: &str) -> Option<(&'static str, &'static str)> {
    let rimes = &tables().rimes;
    let known = |rimes: &HashSet<&'static str>, rime: &str| rimes.get(rime).copied();
    let onset = ONSETS.into_iter().find(|onset| letters.starts_with(onset)).unwrap_or("");
    let rest = &letters[onset.len()..];
    match onset {
        "qu" => known(&rimes.after_qu, rest).map(|rime| ("qu", rime)),
        "gi" => known(&rimes.after_gi, rest).map(|rime| ("gi", rime)).or_else(|| {
            // gì, gìn: the i is the vowel.
            known(&rimes.general, &letters[1..])
                .filter(|rime| !matches!(*rime, "inh" | "ioa") && !rime.starts_with("iê"))
                .map(|rime| ("g", rime))
        }),
        _ => known(&rimes.general, rest)
            .filter(|rime| is_spelt(onset, rime))
            .map(|rime| (onset, rime)),
    }
}

/// Which spelling of a sound goes with which vowels.
fn is_spelt(onset: &str, rime: &str) -> bool {
    let front = rime.starts_with(['e', 'ê', 'i', 'y']);
    let fits = match onset {
        "k" | "gh" | "ngh" => front,
        "c" | "g" | "ng" => !front,
        _ => true,
    };
    let vowel = match onset {
        "" => !rime.starts_with("iê"),
        _ => !rime.starts_with("yê"),
    };
    fits && vowel
}

fn is_stopped(rime: &str) -> bool {
    rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch")
}

/// Which letter of the rime carries the tone.
fn tone_place(rime: &str, style: ToneStyle) -> usize {
    let (mut length, mut vowels, mut shaped) = (0, 0, None);
    for letter in rime.chars() {
        if matches!(letter, 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư') {
            shaped = Some(length);
        }
        if vowels == length && is_vowel(letter) {
            vowels += 1;
        }
        length += 1;
    }
    if let Some(place) = shaped {
        return place;
    }
    match (vowels, length > vowels) {
        (0 | 1, _) => 0,
        (n, true) => n - 1,
        (2, false) => usize::from(style == ToneStyle::New && matches!(rime, "oa" | "oe" | "uy")),
        (_, false) => 1,
    }
}

fn is_vowel(letter: char) -> bool {
    VOWELS.iter().any(|row| row.starts_with(letter))
}

/// A letter of the Vietnamese alphabet, or one of f j w z, without its tone, and the tone.
pub(super) fn letter(c: char) -> Option<(char, u8)> {
    /// Latin-1 to Latin Extended-B, and the Vietnamese part of Latin Extended Additional.
    const FIRST: [usize; 2] = [0xE0, 0x1EA0];
    const SIZES: [usize; 2] = [0x1B1 - FIRST[0], 0x1EFA - FIRST[1]];
    fn place(c: char) -> Option<usize> {
        let code = c as usize;
        let below = code.checked_sub(FIRST[0]).filter(|at| *at < SIZES[0]);
        let above = || code.checked_sub(FIRST[1]).filter(|at| *at < SIZES[1]);
        below.or_else(|| above().map(|at| SIZES[0] + at))
    }
    static LETTERS: LazyLock<[Option<(char, u8)>; SIZES[0] + SIZES[1]]> = LazyLock::new(|| {
        let mut letters = [None; SIZES[0] + SIZES[1]];
        let toned = VOWELS
            .into_iter()
            .flat_map(|row| row.chars().zip(0..).map(move |(c, tone)| (c, first(row), tone)));
        for (c, letter, tone) in toned.chain([('đ', 'đ', 0)]) {
            if let Some(at) = place(c) {
                letters[at] = Some((letter, tone));
            }
        }
        letters
    });
    if c.is_ascii_lowercase() {
        return Some((c, 0));
    }
    LETTERS[place(c)?]
}

fn with_tone(letter: char, tone: u8) -> char {
    let row = VOWELS.iter().find(|row| row.starts_with(letter));
    row.and_then(|row| row.chars().nth(usize::from(tone))).unwrap_or(letter)
}

fn first(row: &str) -> char {
    row.chars().next().unwrap_or_default()
}

/// The plain letter under a letter without tone.
pub(super) fn plain(letter: char) -> char {
    match letter {
        'ă' | 'â' => 'a',
        'ê' => 'e',
        'ô' | 'ơ' => 'o',
        'ư' => 'u',
        'đ' => 'd',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_syllable_is_read_and_written_in_both_styles() {
        for (word, old, new) in [
            ("việc", "việc", "việc"),
            ("hòa", "hòa", "hoà"),
            ("hoà", "hòa", "hoà"),
            ("thủy", "thủy", "thuỷ"),
            ("quý", "quý", "quý"),
            ("giếng", "giếng", "giếng"),
            ("gì", "gì", "gì"),
            ("giữa", "giữa", "giữa"),
            ("nghiêng", "nghiêng", "nghiêng"),
            ("khuỷu", "khuỷu", "khuỷu"),
            ("của", "của", "của"),
            ("được", "được", "được"),
            ("toán", "toán", "toán"),
            ("ý", "ý", "ý"),
            ("yếu", "yếu", "yếu"),
        ] {
            let Reading::Syllable(syllable) = read(word) else { panic!("{word} is a syllable") };
            assert_eq!(syllable.written(ToneStyle::Old), old);
            assert_eq!(syllable.written(ToneStyle::New), new);
        }
    }

    #[test]
    fn what_breaks_the_grammar_is_told_from_what_is_no_vietnamese_at_all() {
        for word in ["viêc", "hoăc", "nghành", "kông", "cếch", "đựơc", "toàán", "càp", "iêu", "fố"]
        {
            assert_eq!(read(word), Reading::Broken, "{word}");
        }
        for word in ["online", "clip", "vieecj", "w"] {
            assert_eq!(read(word), Reading::Plain, "{word}");
        }
        for word in ["são", "über", "москва", "ñ"] {
            let foreign = word != "são";
            assert_eq!(read(word) == Reading::Foreign, foreign, "{word}");
        }
    }

    /// The figures are those of the table that was compiled beside the grammar.
    #[test]
    fn the_grammar_makes_as_many_syllables_as_were_counted() {
        let rimes = &tables().rimes;
        let mut all = std::collections::HashSet::new();
        let general = rimes.general.iter().flat_map(|rime| {
            std::iter::once("").chain(ONSETS).map(move |onset| format!("{onset}{rime}"))
        });
        let after = [("qu", &rimes.after_qu), ("gi", &rimes.after_gi)];
        let after = after
            .into_iter()
            .flat_map(|(onset, rimes)| rimes.iter().map(move |rime| format!("{onset}{rime}")));
        for letters in general.chain(after) {
            all.extend(toned(&letters).map(|syllable| syllable.key()));
        }
        assert_eq!(all.len(), 18_600);
    }
}
