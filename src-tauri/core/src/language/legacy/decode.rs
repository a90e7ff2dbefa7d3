//! The old encodings letter by letter, and their tables.

use std::collections::HashMap;
use std::sync::OnceLock;

use encoding_rs::WINDOWS_1258;
use unicode_normalization::UnicodeNormalization;

use super::Written;
use crate::proof::is_syllable;

/// What windows-1252 has for the bytes 80 to 9F; where it has nothing, the controls of Latin-1.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";

/// TCVN3 from A1 on; a space where the fonts have no letter. AD, the soft hyphen, is ư.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";

/// VISCII from 80 on.
const VISCII: &str = "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ";

/// Letters that VISCII has in the place of controls.
const VISCII_CONTROLS: [(char, char); 6] = [
    ('\u{2}', 'Ẳ'),
    ('\u{5}', 'Ẵ'),
    ('\u{6}', 'Ẫ'),
    ('\u{14}', 'Ỷ'),
    ('\u{19}', 'Ỹ'),
    ('\u{1E}', 'Ỵ'),
];

const HARD_SPACE: char = '\u{A0}';

/// VNI, each letter behind what it is written with; capitals have the capitals of both.
const VNI: &str = "aùá aøà aûả aõã aïạ aââ aáấ aàầ aåẩ aãẫ aäậ aêă aéắ aèằ aúẳ aüẵ aëặ \
    eùé eøè eûẻ eõẽ eïẹ eâê eáế eàề eåể eãễ eäệ íí ìì æỉ óĩ òị \
    oùó oøò oûỏ oõõ oïọ oâô oáố oàồ oåổ oãỗ oäộ ôơ ôùớ ôøờ ôûở ôõỡ ôïợ \
    uùú uøù uûủ uõũ uïụ öư öùứ öøừ öûử öõữ öïự yùý yøỳ yûỷ yõỹ îỵ ñđ";

/// The text in Unicode; what is no letter of the encoding stays as it is.
pub fn decode(text: &str, written: Written) -> String {
    text.split_inclusive('\n').map(|line| decoded(line, written).text).collect()
}

/// A line and what could not be made of it.
pub(super) struct Decoded {
    pub(super) text: String,
    /// Letters that the encoding does not have.
    pub(super) strays: usize,
    /// Syllables that are none unless a sign is taken for a letter: `m²` for "mỗ".
    pub(super) doubtful: usize,
}

impl Decoded {
    fn of(text: String, strays: usize) -> Self {
        Self { text, strays, doubtful: 0 }
    }
}

/// Decodes a line.
pub(super) fn decoded(line: &str, written: Written) -> Decoded {
    match written {
        Written::Unicode => Decoded::of(line.to_owned(), 0),
        Written::Tcvn3 => {
            let Decoded { text, strays, .. } = letters(line, |c| tcvn3(byte(c)?));
            Decoded::of(whole_capitals(&text), strays)
        }
        Written::Vni => vni(line),
        Written::Viscii => viscii(line),
        Written::Windows1258 => windows_1258(line),
        Written::Mojibake => mojibake(line),
        Written::Viqr => viqr(line),
    }
}

/// The byte above ASCII that a character stands for.
fn byte(c: char) -> Option<u8> {
    match u32::from(c) {
        0..0x80 => None,
        code @ 0x80..=0xFF => u8::try_from(code).ok(),
        _ => u8::try_from(0x80 + WINDOWS_1252.chars().position(|it| it == c)?).ok(),
    }
}

fn letters(line: &str, letter: impl Fn(char) -> Option<char>) -> Decoded {
    let mut strays = 0;
    let one = |c| {
        let found = letter(c);
        strays += usize::from(found.is_none() && is_stray(c));
        found.unwrap_or(c)
    };
    let text = line.chars().map(one).collect();
    Decoded::of(text, strays)
}

fn is_stray(c: char) -> bool {
    !c.is_ascii() && c.is_alphabetic()
}

/// The character of a table at a byte.
fn at(table: &'static str, chars: &'static OnceLock<Vec<char>>, place: usize) -> Option<char> {
    chars.get_or_init(|| table.chars().collect()).get(place).copied().filter(|c| *c != ' ')
}

fn tcvn3(byte: u8) -> Option<char> {
    static CHARS: OnceLock<Vec<char>> = OnceLock::new();
    at(TCVN3, &CHARS, usize::from(byte.checked_sub(0xA1)?))
}

/// The fonts have no capitals of letters with marks: capitals are set in a font of their own, whose
/// name is lost here. Where all plain letters of a word or line are capitals, the others were, too.
fn whole_capitals(line: &str) -> String {
    let plain = |text: &str| {
        let letters = text.bytes().filter(u8::is_ascii_alphabetic);
        let (capitals, small): (Vec<u8>, Vec<u8>) = letters.partition(u8::is_ascii_uppercase);
        if small.is_empty() { capitals.len() } else { 0 }
    };
    if plain(line) >= 4 {
        return line.to_uppercase();
    }
    let word = |word: &str| if plain(word) >= 2 { word.to_uppercase() } else { word.to_owned() };
    line.split_inclusive(|c: char| !c.is_alphabetic()).map(word).collect()
}

fn vni(line: &str) -> Decoded {
    static PAIRS: OnceLock<HashMap<(char, Option<char>), char>> = OnceLock::new();
    let pairs = PAIRS.get_or_init(|| {
        let pair = |entry: &str| {
            let mut chars = entry.chars();
            let (letter, base) = (chars.next_back()?, chars.next()?);
            Some(((base, chars.next()), letter))
        };
        VNI.split_whitespace().filter_map(pair).collect()
    });
    let mut result = Decoded::of(String::with_capacity(line.len()), 0);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let base = small(c);
        let mark = chars.peek().filter(|next| !next.is_ascii()).map(|next| small(*next));
        let with_mark = mark.and_then(|mark| pairs.get(&(base, Some(mark))));
        if with_mark.is_some() {
            chars.next();
        }
        match with_mark.or_else(|| pairs.get(&(base, None))) {
            Some(letter) if c != base => result.text.extend(letter.to_uppercase()),
            Some(letter) => result.text.push(*letter),
            None => {
                result.strays += usize::from(is_stray(c));
                result.text.push(c);
            }
        }
    }
    result
}

fn small(c: char) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn viscii(line: &str) -> Decoded {
    let mut result = Decoded::of(String::with_capacity(line.len()), 0);
    let chars: Vec<char> = line.chars().collect();
    for run in chars.chunk_by(|a, b| in_viscii_word(*a) == in_viscii_word(*b)) {
        if in_viscii_word(run[0]) {
            viscii_word(run, &mut result);
        } else {
            result.text.extend(run);
        }
    }
    result
}

/// Signs of windows-1252 and the hard space have the codes of letters, and people set signs. What
/// makes a syllable are letters, and so are signs inside a word; hard spaces are none otherwise.
fn viscii_word(run: &[char], result: &mut Decoded) {
    for (n, part) in syllable_or_parts(run).enumerate() {
        if n > 0 {
            result.text.push(HARD_SPACE);
        }
        let (before, behind) = signs_around(part);
        let found = match part {
            [sign] => is_lone_letter(*sign, &result.text).then_some((0, 1)),
            _ => viscii_syllable(part),
        };
        let (first, last) = found.unwrap_or((before, part.len() - behind));
        let bare = |c: &char| c.is_ascii_alphabetic() || is_sign(*c);
        result.doubtful += usize::from(found.is_some() && part[first..last].iter().all(bare));
        result.text.extend(&part[..first]);
        result.text.push_str(&viscii_letters(&part[first..last]));
        result.text.extend(&part[last..]);
    }
}

/// The word as it is, where a hard space in it is a letter; or what stands between its hard spaces.
fn syllable_or_parts(run: &[char]) -> impl Iterator<Item = &[char]> {
    let whole = run.len() > 1 && viscii_syllable(run).is_some();
    run.split(move |c| !whole && *c == HARD_SPACE)
}

/// Where in a word with signs around it a syllable stands, if one does.
fn viscii_syllable(run: &[char]) -> Option<(usize, usize)> {
    let (before, behind) = signs_around(run);
    // Longer than nghiêng is none.
    if run.len() - before - behind > 7 {
        return None;
    }
    let ends = (run.len() - behind.min(3)..=run.len()).rev();
    let parts = (0..=before.min(2)).flat_map(|first| ends.clone().map(move |last| (first, last)));
    let mut parts = parts.filter(|(first, last)| first < last);
    parts.find(|(first, last)| {
        let part = &run[*first..*last];
        !part.iter().all(|c| is_sign(*c)) && is_syllable(&viscii_letters(part).to_lowercase())
    })
}

/// Whether a character that stands alone is a letter: ở is the raised dot, Ở is the dash, though in
/// the middle of a sentence that is one.
fn is_lone_letter(c: char, before: &str) -> bool {
    match c {
        '—' => before.trim_end().chars().next_back().is_none_or(|c| ".!?:\"".contains(c)),
        HARD_SPACE | '‘' | '’' | '“' | '”' | '«' | '»' | '•' | '–' | '…' => false,
        _ => true,
    }
}

/// Neither a letter nor one of the controls in the place of letters.
fn is_sign(c: char) -> bool {
    !c.is_alphabetic() && !c.is_control()
}

/// How many signs a word begins and ends with, of those that people set there.
fn signs_around(run: &[char]) -> (usize, usize) {
    let is_set = |c: &&char| "‘’“”„«»•–—…™®©°²³·\u{A0}".contains(**c);
    let before = run.iter().take_while(is_set).count();
    (before, run[before..].iter().rev().take_while(is_set).count())
}

fn viscii_letters(run: &[char]) -> String {
    run.iter().map(|c| viscii_letter(*c).unwrap_or(*c)).collect()
}

fn in_viscii_word(c: char) -> bool {
    c.is_ascii_alphabetic() || viscii_letter(c).is_some()
}

fn viscii_letter(c: char) -> Option<char> {
    static CHARS: OnceLock<Vec<char>> = OnceLock::new();
    let control = VISCII_CONTROLS.iter().find(|(code, _)| *code == c).map(|(_, letter)| *letter);
    control.or_else(|| at(VISCII, &CHARS, usize::from(byte(c)? - 0x80)))
}

/// A tone stands behind its vowel as a letter of its own.
fn windows_1258(line: &str) -> Decoded {
    static CHARS: OnceLock<Vec<char>> = OnceLock::new();
    let chars = CHARS.get_or_init(|| {
        let all: Vec<u8> = (0x80..=0xFF).collect();
        WINDOWS_1258.decode_without_bom_handling(&all).0.chars().collect()
    });
    let Decoded { text, mut strays, .. } = letters(line, |c| {
        let read = *chars.get(usize::from(byte(c)? - 0x80))?;
        (!read.is_control()).then_some(read)
    });
    let mut before = ' ';
    for c in text.chars() {
        let is_tone = matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
        strays += usize::from(is_tone && !"aăâeêioôơuưyAĂÂEÊIOÔƠUƯY".contains(before));
        before = c;
    }
    Decoded::of(text.nfc().collect(), strays)
}

fn mojibake(line: &str) -> Decoded {
    let mut result = Decoded::of(String::with_capacity(line.len()), 0);
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let (read, length) = match utf_8(rest) {
            Some((read, length)) => (read, length),
            None => {
                result.strays += usize::from(!c.is_ascii());
                (c, c.len_utf8())
            }
        };
        result.text.push(read);
        rest = &rest[length..];
    }
    result
}

/// The letter that a text begins with, where that stands as the bytes of UTF-8, and how much of the
/// text it takes.
fn utf_8(text: &str) -> Option<(char, usize)> {
    let mut chars = text.char_indices();
    let first = byte(chars.next()?.1)?;
    let length = match first {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [first, 0, 0, 0];
    for (n, place) in bytes.iter_mut().enumerate().take(length).skip(1) {
        *place = match chars.next()?.1 {
            // Browsers hand on the hard space, A0, as a plain one.
            ' ' if n == length - 1 => 0xA0,
            c => byte(c)?,
        };
    }
    let read = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
    let taken = chars.next().map_or(text.len(), |(at, _)| at);
    (!read.is_control()).then_some((read, taken))
}

fn viqr(line: &str) -> Decoded {
    let chars: Vec<char> = line.chars().collect();
    let mut text = String::with_capacity(line.len());
    // A syllable has one tone: what follows it is a sign.
    let mut toned = false;
    let mut named = false;
    let mut before = ' ';
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        at += 1;
        let next = chars.get(at).copied().unwrap_or('\n');
        if before.is_whitespace() {
            let chunk = chars[at - 1..].split(|c| c.is_whitespace()).next().unwrap_or_default();
            if chunk.contains(&'@') || chunk.windows(3).any(|three| three == [':', '/', '/']) {
                text.extend(chunk);
                at += chunk.len().saturating_sub(1);
                continue;
            }
        }
        if !before.is_alphabetic() {
            named = c.is_uppercase();
        }
        before = c;
        match (c.to_ascii_lowercase(), next.to_ascii_lowercase()) {
            ('\\', '\'' | '`' | '?' | '~' | '.' | '^' | '(' | '+' | 'd') => {
                text.push(next);
                at += 1;
                toned = false;
            }
            ('d', 'd') => {
                text.push(if c == 'D' { 'Đ' } else { 'đ' });
                at += 1;
            }
            ('a' | 'e' | 'i' | 'o' | 'u' | 'y', _) => {
                text.push(c);
                if let Some(shape) = shape(c, next) {
                    text.push(shape);
                    at += 1;
                }
                let tone = chars.get(at).and_then(|sign| tone(*sign));
                if let Some(tone) = tone
                    && !toned
                    && (named || !is_end(&chars[at..]))
                {
                    text.push(tone);
                    at += 1;
                    toned = true;
                }
            }
            _ => {
                text.push(c);
                toned &= c.is_alphabetic();
            }
        }
    }
    Decoded::of(text.nfc().collect(), 0)
}

fn shape(vowel: char, sign: char) -> Option<char> {
    match (vowel.to_ascii_lowercase(), sign) {
        ('a' | 'e' | 'o', '^') => Some('\u{302}'),
        ('a', '(') => Some('\u{306}'),
        ('o' | 'u', '+' | '*') => Some('\u{31B}'),
        _ => None,
    }
}

fn tone(sign: char) -> Option<char> {
    match sign {
        '`' => Some('\u{300}'),
        '\'' => Some('\u{301}'),
        '~' => Some('\u{303}'),
        '?' => Some('\u{309}'),
        '.' => Some('\u{323}'),
        _ => None,
    }
}

/// Whether what begins here is the end of a sentence and no tone, behind a word in small letters:
/// the two look alike, and a name before another name is more often one with a tone (`Thi. Lan`).
fn is_end(rest: &[char]) -> bool {
    match rest {
        // A tone and a full stop.
        ['?', '.', ..] => false,
        ['.', '.', next, ..] => *next == '.',
        ['.', '.'] => false,
        ['.' | '?'] | ['.' | '?', '?' | '!' | '"' | ')' | '\n' | '\r', ..] => true,
        ['.', ' ', next, ..] => !next.is_lowercase() && !next.is_ascii_digit(),
        _ => false,
    }
}
