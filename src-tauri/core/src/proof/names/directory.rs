//! The directory as the rules ask it: compiled once for each state of its entries.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use super::super::tables::word_tables;
use super::super::words::{Case, tokens};
use super::letters::{Apart, apart, fold_of, keys_of};
use super::{NameEntry, NameKind, NameTitle, built_in};

/// What the newsroom knows, indexed.
#[derive(Debug, Default)]
pub struct Directory {
    entries: Vec<NameEntry>,
    /// Of each person their titles as words.
    titles: Vec<Vec<TitleWords>>,
    /// People by the keys of their names' syllables, a space between two.
    people: HashMap<String, Vec<u32>>,
    /// Longest name of a person in syllables.
    longest: usize,
    /// Names of people without marks, and with each syllable left out in turn.
    near: HashMap<String, Vec<u32>>,
    forms: Vec<Form>,
    /// How many people have a syllable in their name.
    syllables: HashMap<String, u32>,
    /// What somebody here is or was, by its words.
    offices: HashSet<String>,
    /// Organisations and places that are called otherwise now, by their first word.
    former: HashMap<String, Vec<Former>>,
    /// The words of all names in lower case, with marks and without.
    words: HashSet<String>,
    /// What looks like a person and is none.
    not_people: HashSet<String>,
    stamp: [u8; 16],
}

/// One spelling of a person's name.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) entry: u32,
    pub(super) name: String,
    pub(super) keys: Vec<String>,
}

#[derive(Debug)]
pub(super) struct TitleWords {
    pub(super) held: NameTitle,
    pub(super) keys: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Former {
    pub(super) entry: u32,
    pub(super) keys: Vec<String>,
}

/// Known names near one that is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Near {
    /// Place among the forms.
    pub(super) form: u32,
    pub(super) apart: Apart,
}

/// Most people whose names are compared letter by letter with one: "Nguyễn Văn" has so many
/// namesakes that no one of them is meant for sure.
const COMPARED: usize = 400;

impl Directory {
    /// Compiles entries, those that came with the program among them. `not_people` are names that
    /// somebody has said to be none.
    pub fn of(entries: Vec<NameEntry>, not_people: impl IntoIterator<Item = String>) -> Self {
        let mut directory = Self::default();
        let mut hasher = blake3::Hasher::new();
        for entry in entries.into_iter().filter(|entry| !entry.off) {
            let n = u32::try_from(directory.entries.len()).unwrap_or(u32::MAX);
            hasher.update(&serde_json::to_vec(&entry).unwrap_or_default()).update(b"\0");
            let mut titles = Vec::new();
            entry.forms().for_each(|form| directory.add_words(form));
            match entry.kind {
                NameKind::Person => {
                    entry.forms().for_each(|form| directory.add_form(n, form));
                    titles = entry.titles.iter().flat_map(title_words).collect();
                    directory.offices.extend(titles.iter().map(|title| title.keys.join(" ")));
                }
                NameKind::Organisation | NameKind::Place => {
                    if entry.to.is_some() && !entry.successor.is_empty() {
                        entry.forms().for_each(|form| directory.add_former(n, form));
                    }
                }
            }
            directory.titles.push(titles);
            directory.entries.push(entry);
        }
        for name in not_people {
            hasher.update(name.as_bytes()).update(b"\0");
            directory.not_people.insert(keys_of(&name).join(" "));
        }
        directory.stamp.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        directory
    }

    /// What every desk has.
    pub fn standard() -> Arc<Self> {
        static STANDARD: OnceLock<Arc<Directory>> = OnceLock::new();
        Arc::clone(STANDARD.get_or_init(|| Arc::new(Self::of(built_in().to_vec(), []))))
    }

    /// Tells one state of the directory from another.
    pub(in super::super) fn stamp(&self) -> &[u8; 16] {
        &self.stamp
    }

    fn add_words(&mut self, form: &str) {
        for word in form.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            self.words.insert(word.to_lowercase());
            self.words.insert(fold_of(&[word.to_lowercase()]));
        }
    }

    /// Whether a word in lower case is in somebody's name, or in that of something known.
    pub(in super::super) fn has_word(&self, lower: &str) -> bool {
        self.words.contains(lower)
    }

    /// Those whose name is spelt just so.
    pub(super) fn people(&self, keys: &str) -> &[u32] {
        self.people.get(keys).map_or(&[], Vec::as_slice)
    }

    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    pub(super) fn entry(&self, n: u32) -> &NameEntry {
        &self.entries[n as usize]
    }

    pub(super) fn titles(&self, n: u32) -> &[TitleWords] {
        &self.titles[n as usize]
    }

    pub(super) fn form(&self, n: u32) -> &Form {
        &self.forms[n as usize]
    }

    pub(super) fn is_office(&self, keys: &str) -> bool {
        self.offices.contains(keys)
    }

    pub(super) fn is_no_person(&self, keys: &str) -> bool {
        self.not_people.contains(keys)
    }

    /// Whether anybody here has this syllable in their name: then it is no slip by itself.
    pub(super) fn has_syllable(&self, key: &str) -> bool {
        self.syllables.contains_key(key)
    }

    /// Former names that begin with a word.
    pub(super) fn former(&self, first: &str) -> &[Former] {
        self.former.get(first).map_or(&[], Vec::as_slice)
    }

    /// Known names that differ from this one in marks, or in one letter; nearest first.
    pub(super) fn near(&self, keys: &[String]) -> Vec<Near> {
        if self.forms.is_empty() || keys.len() < 2 {
            return Vec::new();
        }
        let mut near: Vec<Near> = Vec::new();
        for key in std::iter::once(fold_of(keys)).chain(gaps(keys)) {
            let Some(forms) = self.near.get(&key) else { continue };
            for form in forms.iter().copied().take(COMPARED) {
                if let Some(apart) = apart(keys, &self.form(form).keys)
                    && !near.iter().any(|known| known.form == form)
                {
                    near.push(Near { form, apart });
                }
            }
        }
        near.sort_by_key(|near| (near.apart != Apart::Marks, near.form));
        near
    }

    fn add_form(&mut self, entry: u32, name: &str) {
        let keys = keys_of(name);
        if keys.is_empty() {
            return;
        }
        self.longest = self.longest.max(keys.len());
        let people = self.people.entry(keys.join(" ")).or_default();
        if !people.contains(&entry) {
            people.push(entry);
        }
        for key in &keys {
            *self.syllables.entry(key.clone()).or_default() += 1;
        }
        // What has one syllable is near to half the language.
        if keys.len() < 2 {
            return;
        }
        let n = u32::try_from(self.forms.len()).unwrap_or(u32::MAX);
        for key in std::iter::once(fold_of(&keys)).chain(gaps(&keys)) {
            self.near.entry(key).or_default().push(n);
        }
        self.forms.push(Form { entry, name: name.to_owned(), keys });
    }

    fn add_former(&mut self, entry: u32, name: &str) {
        let keys = words_of(name);
        if let Some(first) = keys.first() {
            self.former.entry(first.clone()).or_default().push(Former { entry, keys });
        }
    }
}

/// The name with each syllable left out in turn, of three and more: one letter of two is too much.
pub(super) fn gaps(keys: &[String]) -> impl Iterator<Item = String> + '_ {
    let places = if keys.len() < 3 { 0..0 } else { 0..keys.len() };
    places.map(|gap| {
        let keys: Vec<&str> = keys
            .iter()
            .enumerate()
            .map(|(n, key)| if n == gap { "_" } else { key.as_str() })
            .collect();
        keys.join(" ")
    })
}

/// "Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy" are two titles of the same days.
fn title_words(held: &NameTitle) -> impl Iterator<Item = TitleWords> + '_ {
    held.title.split([',', ';']).filter_map(|part| {
        let title = part.trim().to_owned();
        let keys = words_of(&title);
        let held = NameTitle { title, ..held.clone() };
        (!keys.is_empty()).then_some(TitleWords { held, keys })
    })
}

/// The keys of all words of a text, abbreviations written out: "Chủ tịch UBND tỉnh" has the words of
/// "Chủ tịch Ủy ban nhân dân tỉnh".
pub(super) fn words_of(text: &str) -> Vec<String> {
    let tokens = tokens(text, false);
    let words = tokens.iter().filter_map(|token| {
        let word = token.word()?;
        Some((word, &text[token.from..token.to]))
    });
    words.flat_map(|(word, text)| spelt_out(&word.key, word.case, text)).collect()
}

/// The keys that a word stands for: itself, or the words of what it is short for.
pub(super) fn spelt_out(key: &str, case: Case, text: &str) -> Vec<String> {
    static FULL: OnceLock<HashMap<&'static str, Vec<String>>> = OnceLock::new();
    let full = FULL.get_or_init(|| {
        let known = word_tables().abbreviations.iter().filter(|(_, known)| !known.full.is_empty());
        known
            .map(|(short, known)| {
                let words = known.full.split([' ', '-']).filter(|word| !word.is_empty());
                let key = |word: &str| super::super::words::key_of(&word.to_lowercase());
                (*short, words.map(key).collect())
            })
            .collect()
    });
    match full.get(text) {
        Some(keys) if case == Case::Upper => keys.clone(),
        Some(_) | None => vec![key.to_owned()],
    }
}
