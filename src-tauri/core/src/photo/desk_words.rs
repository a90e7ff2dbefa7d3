//! What the desk says of a photo, beside what its file says, which never changes.
//!
//! Everything said is an edit: who has put which fields to what, and when. Edits are only ever
//! added; of each field the latest word holds. So two desks that have the same edits say the same
//! of a photo, in whatever order the edits came, and nothing that was typed is lost.

use serde::{Deserialize, Serialize};

use super::metadata::{LIST_LIMIT, Metadata, STARS, TEXT_LIMIT};
use crate::failure::{Failure, Result};
use crate::person::PersonId;
use crate::time::{Timestamp, ZoneMinutes};

/// Most bytes of one edit as JSON: some thirty captions as long as IIM lets them be.
pub const EDIT_BYTES: usize = 128 << 10;
/// Most characters of the note on rights.
const NOTE_LIMIT: usize = 2_000;

/// On what grounds a photo may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum RightsKind {
    /// Nobody has said.
    #[default]
    Unknown,
    /// The newsroom's own.
    Own,
    /// Under a contract with an agency.
    Agency,
    /// Given out for free use, by an office or a company.
    Handout,
    /// Allowed by whoever holds the rights.
    Permission,
}

/// The right to use a photo.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rights {
    pub kind: RightsKind,
    /// The last day on which it may be used, `2026-12-31`, in the newsroom's own time.
    pub until: Option<String>,
    /// Contract, message of the holder, conditions; may be empty.
    pub note: String,
}

impl Rights {
    /// Whether the right has run out on `today` (as [`day_of`] gives it).
    pub fn expired(&self, today: &str) -> bool {
        self.until.as_deref().is_some_and(|until| until < today)
    }

    fn tidied(&self) -> Result<Self> {
        let until = self.until.clone().filter(|day| !day.is_empty());
        if until.as_deref().is_some_and(|day| !is_day(day)) {
            return Err(Failure::bad_input("a day is written 2026-12-31"));
        }
        Ok(Self { kind: self.kind, until, note: tidied(&self.note, NOTE_LIMIT)? })
    }
}

/// The day of a point in time where the newsroom is, `2026-12-31`.
pub fn day_of(at: Timestamp, zone: ZoneMinutes) -> String {
    at.rfc3339(zone).chars().take(10).collect()
}

/// Whether a text is a day of the calendar, `2026-12-31`.
pub fn is_day(text: &str) -> bool {
    let form = time::macros::format_description!("[year]-[month]-[day]");
    text.len() == 10 && time::Date::parse(text, form).is_ok()
}

/// Everything that the desk holds of a photo.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    pub metadata: Metadata,
    pub rights: Rights,
}

/// What the desk says of a photo once somebody has said something: the file's words where nobody
/// has said anything else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeskWords {
    pub metadata: Metadata,
    pub rights: Rights,
    /// Who has said the latest word, when, and on which device.
    pub by_name: String,
    pub at: Timestamp,
    pub device: String,
}

/// One edit: what somebody has said of one photo. Immutable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WordEdit {
    /// 16 letters and digits, unique across desks.
    pub id: String,
    /// Hash of the photo.
    pub photo: String,
    /// The same for all edits that were made in one go.
    pub batch: String,
    pub at: Timestamp,
    pub by: PersonId,
    pub by_name: String,
    pub device: String,
    pub changes: WordChanges,
}

impl WordEdit {
    /// What decides between two edits: the time, then device and id, which no two share.
    fn rank(&self) -> (Timestamp, &str, &str) {
        (self.at, &self.device, &self.id)
    }

    /// Whether an edit is one that a desk can have made, to the letter.
    ///
    /// # Errors
    /// `BadInput` where it is not.
    pub fn accept(&self) -> Result<()> {
        let id = |text: &str| {
            (1..=64).contains(&text.len())
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        let name = |text: &str| text.len() <= 400 && !text.chars().any(char::is_control);
        let sound = id(&self.id)
            && id(&self.batch)
            && id(&self.by.0)
            && super::is_hash(&self.photo)
            && name(&self.by_name)
            && !self.device.is_empty()
            && name(&self.device)
            && (0..253_402_300_800_000).contains(&self.at.0);
        if !sound || self.changes.is_empty() || self.changes.tidied()? != self.changes {
            return Err(Failure::bad_input("an edit of a photo's words"));
        }
        Ok(())
    }
}

/// What the edits of one photo make of the words of its file. The order in which they come does
/// not matter, nor does one that comes twice. `None` without an edit.
pub fn settle(file: &Metadata, edits: &[WordEdit]) -> Option<DeskWords> {
    let mut in_order: Vec<&WordEdit> = edits.iter().collect();
    in_order.sort_by(|one, other| one.rank().cmp(&other.rank()));
    let last = *in_order.last()?;
    let mut words = Words { metadata: file.clone(), rights: Rights::default() };
    for edit in in_order {
        edit.changes.apply(&mut words);
    }
    Some(DeskWords {
        metadata: words.metadata,
        rights: words.rights,
        by_name: last.by_name.clone(),
        at: last.at,
        device: last.device.clone(),
    })
}

/// What takes the edits of `batch` back on one photo: each of its fields to what it would be
/// without them, unless somebody has said something later. Empty where nothing is left to do.
pub fn undoing(file: &Metadata, edits: &[WordEdit], batch: &str) -> WordChanges {
    let (undone, others): (Vec<WordEdit>, Vec<WordEdit>) =
        edits.iter().cloned().partition(|edit| edit.batch == batch);
    let words = |edits: &[WordEdit]| match settle(file, edits) {
        Some(DeskWords { metadata, rights, .. }) => Words { metadata, rights },
        None => Words { metadata: file.clone(), rights: Rights::default() },
    };
    let (before, now) = (words(&others), words(edits));
    let mut touched = WordChanges::default();
    let mut said_later = WordChanges::default();
    for edit in &undone {
        touched = touched.and(&edit.changes);
        for other in others.iter().filter(|other| other.rank() > edit.rank()) {
            said_later = said_later.and(&other.changes);
        }
    }
    touched.values_in(&before).without(&said_later).differing_from(&now)
}

/// Text as [`super::metadata::read`] gives it; what is too long is refused instead of cut.
fn tidied(text: &str, limit: usize) -> Result<String> {
    if text.chars().count() > limit {
        return Err(Failure::bad_input(format!("a text of more than {limit} characters")));
    }
    Ok(super::metadata::tidy_text(text))
}

/// A kind of value that a field holds.
trait FieldValue: Clone + PartialEq {
    fn tidied(&self) -> Result<Self>;
    fn all(&self, keep: &dyn Fn(&str) -> bool) -> bool;
    fn map(&mut self, each: &mut dyn FnMut(&str) -> String);
}

impl FieldValue for String {
    fn tidied(&self) -> Result<Self> {
        tidied(self, TEXT_LIMIT)
    }

    fn all(&self, keep: &dyn Fn(&str) -> bool) -> bool {
        keep(self)
    }

    fn map(&mut self, each: &mut dyn FnMut(&str) -> String) {
        *self = each(self);
    }
}

impl FieldValue for Vec<String> {
    fn tidied(&self) -> Result<Self> {
        if self.len() > LIST_LIMIT {
            return Err(Failure::bad_input(format!("a list of more than {LIST_LIMIT}")));
        }
        let mut list: Self = Vec::new();
        for text in self {
            let text = tidied(text, TEXT_LIMIT)?;
            if !text.is_empty() && !list.contains(&text) {
                list.push(text);
            }
        }
        Ok(list)
    }

    fn all(&self, keep: &dyn Fn(&str) -> bool) -> bool {
        self.iter().all(|text| keep(text))
    }

    fn map(&mut self, each: &mut dyn FnMut(&str) -> String) {
        self.iter_mut().for_each(|text| *text = each(text));
    }
}

impl FieldValue for u8 {
    fn tidied(&self) -> Result<Self> {
        if *self > STARS {
            return Err(Failure::bad_input(format!("more than {STARS} stars")));
        }
        Ok(*self)
    }

    /// A number holds no text.
    fn all(&self, _: &dyn Fn(&str) -> bool) -> bool {
        true
    }

    fn map(&mut self, _: &mut dyn FnMut(&str) -> String) {}
}

macro_rules! word_changes {
    ($($name:ident: $kind:ty),+ $(,)?) => {
        /// Fields that are to say something else; those that are not named stay as they are.
        #[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "camelCase", default, deny_unknown_fields)]
        pub struct WordChanges {
            $(
                #[serde(skip_serializing_if = "Option::is_none")]
                #[cfg_attr(test, ts(optional))]
                pub $name: Option<$kind>,
            )+
            #[serde(skip_serializing_if = "Option::is_none")]
            #[cfg_attr(test, ts(optional))]
            pub rights: Option<Rights>,
        }

        impl WordChanges {
            /// Whether nothing is to change.
            pub fn is_empty(&self) -> bool {
                *self == Self::default()
            }

            /// Puts the values in.
            pub fn apply(&self, words: &mut Words) {
                $(if let Some(value) = &self.$name {
                    words.metadata.$name.clone_from(value);
                })+
                if let Some(rights) = &self.rights {
                    words.rights.clone_from(rights);
                }
            }

            /// In the one form in which words are kept: NFC, no control characters, no white
            /// space around them, nothing empty or twice in a list.
            ///
            /// # Errors
            /// `BadInput` where a text, a list or the whole is too long, or a day is none.
            pub fn tidied(&self) -> Result<Self> {
                let changes = Self {
                    $($name: self.$name.as_ref().map(FieldValue::tidied).transpose()?,)+
                    rights: self.rights.as_ref().map(Rights::tidied).transpose()?,
                };
                let bytes = serde_json::to_vec(&changes).map_err(Failure::internal)?.len();
                if bytes > EDIT_BYTES {
                    return Err(Failure::bad_input("too many words about a photo"));
                }
                Ok(changes)
            }

            /// Leaves out what `words` say already.
            #[must_use]
            pub fn differing_from(&self, words: &Words) -> Self {
                Self {
                    $($name: self.$name.clone().filter(|value| *value != words.metadata.$name),)+
                    rights: self.rights.clone().filter(|rights| *rights != words.rights),
                }
            }

            /// The same fields with the values that `words` have.
            #[must_use]
            fn values_in(&self, words: &Words) -> Self {
                Self {
                    $($name: self.$name.as_ref().map(|_| words.metadata.$name.clone()),)+
                    rights: self.rights.as_ref().map(|_| words.rights.clone()),
                }
            }

            /// The fields that `other` does not name.
            #[must_use]
            fn without(&self, other: &Self) -> Self {
                Self {
                    $($name: self.$name.clone().filter(|_| other.$name.is_none()),)+
                    rights: self.rights.clone().filter(|_| other.rights.is_none()),
                }
            }

            /// The fields of both; where both name one, `other`'s value.
            #[must_use]
            pub fn and(&self, other: &Self) -> Self {
                Self {
                    $($name: other.$name.clone().or_else(|| self.$name.clone()),)+
                    rights: other.rights.clone().or_else(|| self.rights.clone()),
                }
            }

            /// The fields whose texts are all as `keep` wants them.
            pub(super) fn with_texts(&self, keep: &dyn Fn(&str) -> bool) -> Self {
                Self {
                    $($name: self.$name.clone().filter(|value| value.all(keep)),)+
                    rights: self.rights.clone(),
                }
            }

            /// Each text in turn, rights apart, as `each` makes it.
            pub(super) fn map_texts(&mut self, each: &mut dyn FnMut(&str) -> String) {
                $(if let Some(value) = &mut self.$name {
                    value.map(each);
                })+
            }
        }
    };
}

word_changes! {
    headline: String,
    caption: String,
    creators: Vec<String>,
    credit: String,
    source: String,
    copyright: String,
    usage_terms: String,
    created: String,
    sublocation: String,
    city: String,
    province: String,
    country: String,
    country_code: String,
    people: Vec<String>,
    keywords: Vec<String>,
    instructions: String,
    alt: String,
    extended_description: String,
    digital_source_type: String,
    rating: u8,
}

#[cfg(test)]
mod tests;
