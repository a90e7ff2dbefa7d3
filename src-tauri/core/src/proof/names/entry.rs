//! One entry of the directory, as it is kept and as it is accepted.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::failure::{Failure, Result};
use crate::language::normal::one_line;

/// Which entry; empty for one that is new.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct NameId(pub String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum NameKind {
    Person,
    Organisation,
    Place,
}

/// What somebody is, from one day to another, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NameTitle {
    pub title: String,
    /// `2021-01-26`; open where it is not known.
    pub from: Option<String>,
    pub to: Option<String>,
}

/// A person, an organisation or a place that articles name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NameEntry {
    pub id: NameId,
    pub kind: NameKind,
    pub name: String,
    /// Other spellings that are right, pen names, short names.
    pub other_names: Vec<String>,
    /// Of a person only.
    pub titles: Vec<NameTitle>,
    /// From when to when an organisation or place is called so; not of a person.
    pub from: Option<String>,
    pub to: Option<String>,
    /// What an organisation or place has become part of, or is called now.
    pub successor: String,
    pub note: String,
    /// Where the newsroom has it from.
    pub source: String,
    /// The rules pass over it: an entry that came with the program and does not hold here.
    pub off: bool,
}

const NAME_LIMIT: usize = 200;
const TITLE_LIMIT: usize = 300;
const NOTE_LIMIT: usize = 2_000;
const OTHERS_LIMIT: usize = 20;
const TITLES_LIMIT: usize = 60;

impl NameEntry {
    /// An entry of which nothing but the name is known.
    pub fn new(kind: NameKind, name: &str) -> Self {
        Self {
            id: NameId::default(),
            kind,
            name: name.to_owned(),
            other_names: Vec::new(),
            titles: Vec::new(),
            from: None,
            to: None,
            successor: String::new(),
            note: String::new(),
            source: String::new(),
            off: false,
        }
    }

    /// Its name and its other spellings.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.other_names).map(String::as_str)
    }

    /// Brings texts to NFC and one space between words, and drops what is empty.
    ///
    /// # Errors
    /// `BadInput` whose `what` names the field and whose `row` the title, where it is about one.
    pub fn accept(mut self) -> Result<Self> {
        let is_id = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if self.id.0.len() > 64 || !self.id.0.bytes().all(is_id) {
            return Err(Failure::bad_input("id"));
        }
        self.name = one_line(&self.name);
        if !self.name.contains(char::is_alphabetic) {
            return Err(Failure::bad_input("nameEmpty"));
        }
        self.other_names = self.other_names.iter().map(|name| one_line(name)).collect();
        let mut seen = HashSet::from([self.name.clone()]);
        self.other_names.retain(|name| !name.is_empty() && seen.insert(name.clone()));
        if self.other_names.len() > OTHERS_LIMIT {
            return Err(Failure::bad_input("otherNamesMany"));
        }
        if self.forms().any(|name| name.chars().count() > NAME_LIMIT) {
            return Err(Failure::bad_input("nameLong"));
        }
        let is_person = self.kind == NameKind::Person;
        self.titles.retain(|title| !one_line(&title.title).is_empty() || title.from.is_some());
        if self.titles.len() > TITLES_LIMIT {
            return Err(Failure::bad_input("titlesMany"));
        }
        if !is_person && !self.titles.is_empty() {
            return Err(Failure::bad_input("titleKind"));
        }
        let mut held = HashSet::new();
        for (row, title) in self.titles.iter_mut().enumerate() {
            let refused = |what| Err(Failure::bad_input(what).with("row", row));
            title.title = one_line(&title.title);
            let length = title.title.chars().count();
            if length == 0 || length > TITLE_LIMIT {
                return refused(if length == 0 { "titleEmpty" } else { "titleLong" });
            }
            if let Some(what) = span_fault(&mut title.from, &mut title.to) {
                return refused(what);
            }
            if !held.insert((title.title.to_lowercase(), title.from.clone())) {
                return refused("titleTwice");
            }
        }
        if is_person {
            (self.from, self.to) = (None, None);
            self.successor.clear();
        } else if let Some(what) = span_fault(&mut self.from, &mut self.to) {
            return Err(Failure::bad_input(what));
        }
        for (text, limit) in [
            (&mut self.successor, NAME_LIMIT),
            (&mut self.note, NOTE_LIMIT),
            (&mut self.source, TITLE_LIMIT),
        ] {
            *text = one_line(text);
            if text.chars().count() > limit {
                return Err(Failure::bad_input("textLong"));
            }
        }
        Ok(self)
    }
}

impl NameTitle {
    /// Whether it is held on that day.
    pub(super) fn holds_on(&self, day: &str) -> bool {
        holds(self.from.as_deref(), self.to.as_deref(), day)
    }
}

/// Whether a day lies between two others; without a day all do.
fn holds(from: Option<&str>, to: Option<&str>, day: &str) -> bool {
    day.is_empty() || from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
}

/// What is wrong with the days that something holds between; empty ones are dropped.
fn span_fault(from: &mut Option<String>, to: &mut Option<String>) -> Option<&'static str> {
    for day in [&mut *from, &mut *to] {
        *day = day.take().filter(|day| !day.is_empty());
        if day.as_deref().is_some_and(|day| !is_day(day)) {
            return Some("day");
        }
    }
    matches!((&*from, &*to), (Some(from), Some(to)) if from > to).then_some("daysReversed")
}

/// `2026-05-23`, a day of the calendar. Days so written are in order as texts.
pub(super) fn is_day(text: &str) -> bool {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    text.len() == 10 && time::Date::parse(text, &format).is_ok()
}

/// A day as the newsroom writes it.
pub(in super::super) fn shown(day: &str) -> String {
    let mut parts = day.split('-').rev();
    match (parts.next(), parts.next(), parts.next()) {
        (Some(day), Some(month), Some(year)) => format!("{day}/{month}/{year}"),
        _ => day.to_owned(),
    }
}
