//! The grammar of the Vietnamese syllable: which letters make one, and where its tone stands.

use arrayvec::ArrayString;
use foldhash::HashMap;

use super::ToneStyle;
use super::tables::tables;

/// Tones in the order of [`VOWELS`]: level, falling, rising, asking, tumbling, heavy.
pub(super) const RISING: u8 = 2;
pub(super) const HEAVY: u8 = 5;

/// Each vowel with its tones.
const VOWELS: [[char; 6]; 12] = [
    ['a', 'à', 'á', 'ả', 'ã', 'ạ'],
    ['ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ'],
    ['â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ'],
    ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ'],
    ['ê', 'ề', 'ế', 'ể', 'ễ', 'ệ'],
    ['i', 'ì', 'í', 'ỉ', 'ĩ', 'ị'],
    ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ'],
    ['ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ'],
    ['ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ'],
    ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ'],
    ['ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự'],
    ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'],
];

const ONSETS: [&str; 27] = [
    "ngh", "ng", "nh", "gh", "gi", "g", "kh", "k", "ch", "c", "đ", "d", "ph", "p", "qu", "th",
    "tr", "t", "v", "x", "s", "r", "l", "m", "n", "h", "b",
];

/// Longest syllable in letters: nghiêng.
const LONGEST: usize = 7;

/// What stands behind the onset, without tone.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rime {
    text: &'static str,
    /// It ends in a consonant that only two tones go with.
    stopped: bool,
    /// It begins with a vowel that *k, gh, ngh* are written before, and not *c, g, ng*.
    front: bool,
    /// Which letter carries the tone, in the old style and in the new one.
    places: [usize; 2],
}

/// A syllable taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Syllable {
    onset: &'static str,
    rime: &'static Rime,
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
    // What is longer than any syllable is looked through for foreign letters only.
    let mut letters = ArrayString::<{ (LONGEST + 1) * size_of::<char>() }>::new();
    let (mut tone, mut at, mut tones, mut marked, mut count) = (0, 0, 0, false, 0);
    for c in word.chars() {
        let Some((letter, its_tone)) = letter(c) else { return Reading::Foreign };
        marked |= !c.is_ascii();
        if its_tone > 0 {
            (tone, at, tones) = (its_tone, count, tones + 1);
        }
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
    if rime.stopped && tone != RISING && tone != HEAVY {
        return broken;
    }
    let offset = onset.chars().count();
    let style = match tone {
        0 => None,
        _ => match rime.places.map(|place| at == offset + place) {
            [true, true] => None,
            [true, false] => Some(ToneStyle::Old),
            [false, true] => Some(ToneStyle::New),
            [false, false] => return broken,
        },
    };
    Reading::Syllable(Syllable { onset, rime, tone, style })
}

impl Rime {
    fn of(text: &'static str) -> Self {
        Self {
            text,
            stopped: text.ends_with(['c', 'p', 't']) || text.ends_with("ch"),
            front: text.starts_with(['e', 'ê', 'i', 'y']),
            places: [ToneStyle::Old, ToneStyle::New].map(|style| tone_place(text, style)),
        }
    }

    /// By their letters.
    pub(super) fn table(rimes: impl Iterator<Item = &'static str>) -> HashMap<&'static str, Rime> {
        rimes.map(|text| (text, Rime::of(text))).collect()
    }
}

impl Syllable {
    /// How it is written.
    pub(super) fn written(&self, style: ToneStyle) -> String {
        let place = self.rime.places[usize::from(style == ToneStyle::New)];
        let mut text = String::with_capacity(self.onset.len() + self.rime.text.len() + 1);
        text.push_str(self.onset);
        for (n, letter) in self.rime.text.chars().enumerate() {
            text.push(if n == place { with_tone(letter, self.tone) } else { letter });
        }
        text
    }

    /// The same for both styles.
    pub(super) fn key(&self) -> String {
        self.written(ToneStyle::Old)
    }
}

/// The key of a word that was read so.
pub(super) fn key_of(word: &str, reading: &Reading) -> String {
    match reading {
        Reading::Syllable(syllable) if syllable.style == Some(ToneStyle::New) => syllable.key(),
        // A syllable whose tone stands as the key has it is its own key.
        Reading::Syllable(_) | Reading::Broken | Reading::Plain | Reading::Foreign => {
            word.to_owned()
        }
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
        let tones = if rime.stopped { [RISING, HEAVY].iter() } else { [0, 1, 2, 3, 4, 5].iter() };
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
        .flat_map(|onset| tables().rimes.general.keys().map(move |rime| format!("{onset}{rime}")))
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
fn split(letters: &str) -> Option<(&'static str, &'static Rime)> {
    let rimes = &tables().rimes;
    let onset = onset(letters);
    let rest = &letters[onset.len()..];
    match onset {
        "qu" => Some((onset, rimes.after_qu.get(rest)?)),
        "gi" => rimes.after_gi.get(rest).map(|rime| (onset, rime)).or_else(|| {
            // gì, gìn: the i is the vowel.
            let rime = rimes.general.get(&letters[1..])?;
            let fits = !matches!(rime.text, "inh" | "ioa") && !rime.text.starts_with("iê");
            fits.then_some(("g", rime))
        }),
        _ => {
            let rime = rimes.general.get(rest)?;
            is_spelt(onset, rime).then_some((onset, rime))
        }
    }
}

/// The longest onset that these letters begin with. Written out, because each word of a text comes
/// by here.
fn onset(letters: &str) -> &'static str {
    match letters.as_bytes() {
        [b'n', b'g', b'h', ..] => "ngh",
        [b'n', b'g', ..] => "ng",
        [b'n', b'h', ..] => "nh",
        [b'n', ..] => "n",
        [b'g', b'h', ..] => "gh",
        [b'g', b'i', ..] => "gi",
        [b'g', ..] => "g",
        [b'k', b'h', ..] => "kh",
        [b'k', ..] => "k",
        [b'c', b'h', ..] => "ch",
        [b'c', ..] => "c",
        [0xC4, 0x91, ..] => "đ",
        [b'd', ..] => "d",
        [b'p', b'h', ..] => "ph",
        [b'p', ..] => "p",
        [b'q', b'u', ..] => "qu",
        [b't', b'h', ..] => "th",
        [b't', b'r', ..] => "tr",
        [b't', ..] => "t",
        [b'v', ..] => "v",
        [b'x', ..] => "x",
        [b's', ..] => "s",
        [b'r', ..] => "r",
        [b'l', ..] => "l",
        [b'm', ..] => "m",
        [b'h', ..] => "h",
        [b'b', ..] => "b",
        _ => "",
    }
}

/// Which spelling of a sound goes with which vowels.
fn is_spelt(onset: &str, rime: &Rime) -> bool {
    match onset {
        "" => !rime.text.starts_with("iê"),
        "k" | "gh" | "ngh" => rime.front && !rime.text.starts_with("yê"),
        "c" | "g" | "ng" => !rime.front,
        _ => !rime.text.starts_with("yê"),
    }
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
    VOWELS.iter().any(|row| row[0] == letter)
}

/// A letter of the Vietnamese alphabet, or one of f j w z, without its tone, and the tone.
pub(super) fn letter(c: char) -> Option<(char, u8)> {
    static LETTERS: [Option<(char, u8)>; SIZES[0] + SIZES[1]] = {
        let mut letters = [None; SIZES[0] + SIZES[1]];
        let mut vowel = 0;
        while vowel < VOWELS.len() {
            let mut tone = 0;
            while tone < VOWELS[vowel].len() {
                if let Some(at) = place(VOWELS[vowel][tone]) {
                    letters[at] = Some((VOWELS[vowel][0], tone as u8));
                }
                tone += 1;
            }
            vowel += 1;
        }
        if let Some(at) = place('đ') {
            letters[at] = Some(('đ', 0));
        }
        letters
    };
    /// Latin-1 to Latin Extended-B, and the Vietnamese part of Latin Extended Additional.
    const FIRST: [usize; 2] = [0xE0, 0x1EA0];
    const SIZES: [usize; 2] = [0x1B1 - FIRST[0], 0x1EFA - FIRST[1]];
    const fn place(c: char) -> Option<usize> {
        let code = c as usize;
        if code >= FIRST[0] && code < FIRST[0] + SIZES[0] {
            Some(code - FIRST[0])
        } else if code >= FIRST[1] && code < FIRST[1] + SIZES[1] {
            Some(SIZES[0] + code - FIRST[1])
        } else {
            None
        }
    }
    if c.is_ascii_lowercase() {
        return Some((c, 0));
    }
    LETTERS[place(c)?]
}

fn with_tone(letter: char, tone: u8) -> char {
    let row = VOWELS.iter().find(|row| row[0] == letter);
    row.map_or(letter, |row| row[usize::from(tone)])
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

    #[test]
    fn each_onset_is_found_whatever_follows() {
        for onset in ONSETS {
            assert_eq!(super::onset(onset), onset);
            for follows in ["a", "y", "ươ", "ê"] {
                assert_eq!(super::onset(&format!("{onset}{follows}")), onset);
            }
        }
        for none in ["", "a", "ươ", "êm", "q", "w", "ă"] {
            assert_eq!(super::onset(none), "");
        }
    }

    /// The figures are those of the table that was compiled beside the grammar.
    #[test]
    fn the_grammar_makes_as_many_syllables_as_were_counted() {
        let rimes = &tables().rimes;
        let mut all = std::collections::HashSet::new();
        let general = rimes.general.keys().flat_map(|rime| {
            std::iter::once("").chain(ONSETS).map(move |onset| format!("{onset}{rime}"))
        });
        let after = [("qu", &rimes.after_qu), ("gi", &rimes.after_gi)];
        let after = after
            .into_iter()
            .flat_map(|(onset, rimes)| rimes.keys().map(move |rime| format!("{onset}{rime}")));
        for letters in general.chain(after) {
            all.extend(toned(&letters).map(|syllable| syllable.key()));
        }
        assert_eq!(all.len(), 18_600);
    }
}
