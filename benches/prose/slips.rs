//! Slips as people make them at a keyboard, by a seeded generator: the same ones in every run.

/// A kind of slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slip {
    ToneDropped,
    WrongTone,
    AskingTumbling,
    ShapeLost,
    MarksLost,
    HeardAlike,
    LetterLost,
    NearKey,
    Swapped,
    Doubled,
    Telex,
}

pub(crate) const ALL: [(Slip, &str); 11] = [
    (Slip::ToneDropped, "tone dropped (việc → viêc)"),
    (Slip::WrongTone, "wrong tone (việc → viếc)"),
    (Slip::AskingTumbling, "hỏi/ngã (sửa → sữa)"),
    (Slip::ShapeLost, "one shape lost (ư → u)"),
    (Slip::MarksLost, "all marks lost (việc → viec)"),
    (Slip::HeardAlike, "heard alike (s/x, ch/tr, n/ng …)"),
    (Slip::LetterLost, "letter lost"),
    (Slip::NearKey, "key beside the right one"),
    (Slip::Swapped, "two letters swapped"),
    (Slip::Doubled, "letter doubled"),
    (Slip::Telex, "Telex left over (việc → vieecj)"),
];

/// xorshift64*: small, and the same everywhere.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(drawn).unwrap_or(0) % limit.max(1)
    }
}

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

/// The letter without its tone, and the tone.
fn parted(c: char) -> (char, usize) {
    for row in VOWELS {
        if let Some(tone) = row.chars().position(|letter| letter == c) {
            return (row.chars().next().unwrap_or(c), tone);
        }
    }
    (c, 0)
}

fn toned(letter: char, tone: usize) -> char {
    VOWELS
        .iter()
        .find(|row| row.starts_with(letter))
        .and_then(|row| row.chars().nth(tone))
        .unwrap_or(letter)
}

fn plain(letter: char) -> char {
    match letter {
        'ă' | 'â' => 'a',
        'ê' => 'e',
        'ô' | 'ơ' => 'o',
        'ư' => 'u',
        'đ' => 'd',
        _ => letter,
    }
}

/// The word in lower case with this slip in it; `None` where it cannot have one.
pub(crate) fn slipped(word: &str, slip: Slip, chance: &mut Chance) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let place = letters.iter().position(|c| parted(*c).1 > 0);
    let of = |letters: Vec<char>| letters.into_iter().collect::<String>();
    let retoned = |tone: usize| {
        let at = place?;
        let mut other = letters.clone();
        other[at] = toned(parted(other[at]).0, tone);
        Some(of(other))
    };
    let tone = place.map(|at| parted(letters[at]).1);
    let made = match slip {
        Slip::ToneDropped => retoned(0),
        Slip::WrongTone => {
            let others: Vec<usize> = (1..6).filter(|other| Some(*other) != tone).collect();
            retoned(others[chance.below(others.len())])
        }
        Slip::AskingTumbling => match tone {
            Some(3) => retoned(4),
            Some(4) => retoned(3),
            _ => None,
        },
        Slip::ShapeLost => {
            let shaped: Vec<usize> = (0..letters.len())
                .filter(|at| plain(parted(letters[*at]).0) != parted(letters[*at]).0)
                .collect();
            let at = *shaped.get(chance.below(shaped.len()))?;
            let mut other = letters.clone();
            let (letter, tone) = parted(other[at]);
            other[at] = if letter == 'đ' { 'd' } else { toned(plain(letter), tone) };
            Some(of(other))
        }
        Slip::MarksLost => Some(of(letters.iter().map(|c| plain(parted(*c).0)).collect())),
        Slip::HeardAlike => heard_alike(word, chance),
        Slip::LetterLost => {
            let mut other = letters.clone();
            other.remove(chance.below(letters.len()));
            (other.len() > 1).then(|| of(other))
        }
        Slip::NearKey => {
            let at = chance.below(letters.len());
            let (letter, tone) = parted(letters[at]);
            let near = near_keys(plain(letter));
            let mut other = letters.clone();
            let key = *near.get(chance.below(near.len()))?;
            other[at] = toned(key, tone);
            Some(of(other))
        }
        Slip::Swapped => {
            let at = chance.below(letters.len().saturating_sub(1));
            let mut other = letters.clone();
            other.swap(at, (at + 1).min(letters.len() - 1));
            Some(of(other))
        }
        Slip::Doubled => {
            let at = chance.below(letters.len());
            let mut other = letters.clone();
            other.insert(at, parted(letters[at]).0);
            Some(of(other))
        }
        Slip::Telex => telex(&letters),
    };
    made.filter(|made| made != word)
}

fn near_keys(key: char) -> Vec<char> {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let mut near = Vec::new();
    for (n, row) in ROWS.iter().enumerate() {
        if let Some(at) = row.find(key) {
            let beside = [at.checked_sub(1), Some(at + 1)];
            near.extend(beside.into_iter().flatten().filter_map(|at| row.chars().nth(at)));
            for other in [n.checked_sub(1), Some(n + 1)].into_iter().flatten() {
                near.extend(ROWS.get(other).and_then(|row| row.chars().nth(at)));
            }
        }
    }
    near
}

fn heard_alike(word: &str, chance: &mut Chance) -> Option<String> {
    const STARTS: [(&str, &str); 10] = [
        ("ch", "tr"),
        ("tr", "ch"),
        ("s", "x"),
        ("x", "s"),
        ("gi", "d"),
        ("d", "gi"),
        ("r", "d"),
        ("d", "r"),
        ("l", "n"),
        ("n", "l"),
    ];
    const ENDS: [(&str, &str); 6] =
        [("ng", "n"), ("n", "ng"), ("nh", "n"), ("c", "t"), ("t", "c"), ("n", "nh")];
    let start = STARTS.iter().filter_map(|(a, b)| {
        let rest = word.strip_prefix(a)?;
        let whole = a.len() > 1 || !rest.starts_with(['h', 'g', 'r']);
        (whole && rest.chars().next().is_some_and(|c| VOWELS.iter().any(|row| row.contains(c))))
            .then(|| format!("{b}{rest}"))
    });
    let end = ENDS.iter().filter_map(|(a, b)| {
        let rest = word.strip_suffix(a)?;
        rest.chars().last().filter(|c| VOWELS.iter().any(|row| row.contains(*c)))?;
        Some(format!("{rest}{b}"))
    });
    let all: Vec<String> = start.chain(end).collect();
    all.get(chance.below(all.len())).cloned()
}

/// The keys of the word, as they stand where Vietnamese typing was off.
fn telex(letters: &[char]) -> Option<String> {
    let mut keys = String::new();
    let mut mark = None;
    for c in letters {
        let (letter, tone) = parted(*c);
        keys.push_str(match letter {
            'ă' => "aw",
            'â' => "aa",
            'đ' => "dd",
            'ê' => "ee",
            'ô' => "oo",
            'ơ' => "ow",
            'ư' => "uw",
            _ => "",
        });
        if plain(letter) == letter {
            keys.push(letter);
        }
        if tone > 0 {
            mark = "fsrxj".chars().nth([0, 0, 1, 2, 3, 4][tone]);
        }
    }
    keys.extend(mark);
    (keys != letters.iter().collect::<String>()).then_some(keys)
}
