//! Vietnamese as it was written before Unicode: told by its fonts or by its syllables, and
//! converted.
//!
//! A text that already has a letter which only Unicode has is never converted unasked. What is
//! no letter of an encoding stays as it is, so a wrong guess loses nothing that cannot be read.

mod decode;
mod detect;

use serde::{Deserialize, Serialize};

pub use decode::decode;
pub use detect::{detect, is_doubtful};

/// How a text was written where it came from.
///
/// The bytes of the old encodings arrive as the letters and signs that windows-1252 or Latin-1
/// has in their place: `ViÖt`, `Vieät`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Written {
    /// As it is stored here: nothing is to be converted.
    Unicode,
    /// TCVN 5712 in the form of the fonts `.VnTime` and its like ("ABC").
    Tcvn3,
    /// VNI for Windows, with the fonts `VNI-Times` and its like.
    Vni,
    Viscii,
    /// The code page of Windows for Vietnamese.
    Windows1258,
    /// UTF-8 that a program has read as windows-1252: `Viá»‡t`.
    Mojibake,
    /// Letters and signs of ASCII: `Vie^.t`.
    Viqr,
}

/// A stretch of text in one font.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Run {
    pub text: String,
    /// As HTML names it, a list of fonts too; empty where it is not known.
    pub font: String,
}

/// What became of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Conversion {
    /// One text for each run.
    pub texts: Vec<String>,
    /// How most of what was converted was written.
    pub written: Written,
    /// The fonts that told it, in the order in which they came.
    pub fonts: Vec<String>,
}

/// Converts a text from what it was written in, by the font of each run and by the syllables of
/// all runs that have none of the old fonts; or from what somebody says that it was written in.
pub fn convert(runs: &[Run], wanted: Option<Written>) -> Conversion {
    match wanted {
        None => as_found(runs),
        Some(written) => Conversion {
            texts: rejoined(runs, |run| written == Written::Vni && !is_unicode(&run.text))
                .iter()
                .map(|run| as_wanted(run, written))
                .collect(),
            written,
            fonts: Vec::new(),
        },
    }
}

/// Whether the text has a letter of Vietnamese that the old encodings do not leave in a text, or
/// one of its marks alone: it is Unicode.
pub fn is_unicode(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\u{1EA0}'..='\u{1EF9}' | 'ă' | 'Ă' | 'đ' | 'Đ' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ'
            | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{300}'..='\u{303}' | '\u{306}' | '\u{309}'
            | '\u{31B}' | '\u{323}')
    })
}

/// Most fonts that are named.
const NAMED: usize = 4;

fn as_found(runs: &[Run]) -> Conversion {
    let by_font = |run: &Run| OldFont::of(&run.font).filter(|_| !is_unicode(&run.text));
    let others: String =
        runs.iter().filter(|run| by_font(run).is_none()).map(|run| &*run.text).collect();
    let found = detect(&others);
    let is_vni = |run: &Run| match by_font(run) {
        Some(font) => font.written == Written::Vni,
        None => found == Some(Written::Vni),
    };
    let runs = &rejoined(runs, is_vni);
    let mut fonts: Vec<String> = Vec::new();
    let mut letters = [0_usize; 2];
    let texts = runs
        .iter()
        .map(|run| match (by_font(run), found) {
            (Some(font), _) => {
                let of_this = usize::from(font.written == Written::Vni);
                letters[of_this] += run.text.len();
                if !fonts.contains(&font.name) && fonts.len() < NAMED {
                    fonts.push(font.name.clone());
                }
                font.read(&run.text)
            }
            (None, Some(written)) => decode(&run.text, written),
            (None, None) => run.text.clone(),
        })
        .collect();
    let written = match letters {
        [0, 0] => found.unwrap_or(Written::Unicode),
        [tcvn3, vni] if tcvn3 >= vni => Written::Tcvn3,
        _ => Written::Vni,
    };
    Conversion { texts, written, fonts }
}

/// The runs with each mark of VNI in that of its letter: where a font changes, or a word is half
/// bold, they may come apart.
fn rejoined(runs: &[Run], is_vni: impl Fn(&Run) -> bool) -> Vec<Run> {
    let vni: Vec<bool> = runs.iter().map(is_vni).collect();
    let mut joined = runs.to_vec();
    for n in (1..joined.len()).filter(|n| vni[n - 1] && vni[*n]) {
        let (letter, mark) = (joined[n - 1].text.chars().last(), joined[n].text.chars().next());
        let Some((letter, mark)) = letter.zip(mark) else { continue };
        if decode(&format!("{letter}{mark}"), Written::Vni).chars().count() == 1 {
            joined[n - 1].text.push(mark);
            joined[n].text.remove(0);
        }
    }
    joined
}

/// Lines in Unicode stay: texts of two programs stand in one document.
fn as_wanted(run: &Run, written: Written) -> String {
    let font = OldFont::of(&run.font).filter(|font| font.written == written);
    let line = |line: &str| match &font {
        _ if is_unicode(line) => line.to_owned(),
        Some(font) => font.read(line),
        None => decode(line, written),
    };
    run.text.split_inclusive('\n').map(line).collect()
}

/// A font that gives the bytes of an old encoding the shapes of its letters.
struct OldFont {
    name: String,
    written: Written,
    /// It has capitals in the place of small letters: `.VnTimeH`.
    capitals: bool,
}

impl OldFont {
    fn of(family: &str) -> Option<Self> {
        let first = family.split(',').next().unwrap_or_default();
        let name = first.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
        let begins = |start: &str| {
            name.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
        };
        let written = match () {
            () if begins(".vn") => Written::Tcvn3,
            () if begins("vni-") || begins("vni ") => Written::Vni,
            () => return None,
        };
        let capitals = written == Written::Tcvn3 && name.ends_with(['H', 'h']);
        // A name that is none is not shown.
        let name = name.chars().filter(|c| !c.is_control()).take(60).collect();
        Some(Self { name, written, capitals })
    }

    fn read(&self, text: &str) -> String {
        let text = decode(text, self.written);
        if self.capitals { text.to_uppercase() } else { text }
    }
}

#[cfg(test)]
mod tests;
