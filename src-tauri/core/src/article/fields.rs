//! What stands beside the document: bylines, source, dates, notes.

use serde::{Deserialize, Serialize};

use super::BlockId;
use crate::failure::{Failure, Result};
use crate::language::normal;
use crate::person::PersonId;
use crate::time::Timestamp;

/// The fields of an article. Text is NFC; an empty string means "not given".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Fields {
    /// In the order in which they are printed.
    pub bylines: Vec<Byline>,
    /// The source line without its label, e.g. `thainguyen.gov.vn`.
    pub source: String,
    pub section: String,
    pub tags: Vec<String>,
    /// When it happened, `YYYY-MM-DD`.
    pub event_date: Option<String>,
    pub event_place: String,
    /// Last part of the address on the web; empty means "made from the headline".
    pub slug: String,
    /// BCP 47, `vi` by default.
    pub language: String,
    /// Not to be published before this time.
    pub embargo: Option<Timestamp>,
    pub deadline: Option<Timestamp>,
    /// 1 (now) to 9, as ninjs' `urgency`; 5 is normal.
    pub priority: u8,
    /// Goes out with the article, to the receiving desk; never published.
    pub note_to_receiver: String,
    /// Never leaves the desk.
    pub internal_note: String,
    /// In syllables.
    pub target_length: Option<u32>,
    pub royalty_class: String,
    /// Block of the photo that stands for the article in lists; the first photo where there is
    /// none, or where that block has no photo any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub lead_photo: Option<BlockId>,
}

/// One name under the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Byline {
    /// The contributor behind the pen name, where this desk knows them.
    pub contributor: Option<PersonId>,
    pub pen_name: String,
    pub role: BylineRole,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum BylineRole {
    Text,
    Photo,
    Translation,
    EditedBy,
}

impl Default for Fields {
    fn default() -> Self {
        Self {
            bylines: Vec::new(),
            source: String::new(),
            section: String::new(),
            tags: Vec::new(),
            event_date: None,
            event_place: String::new(),
            slug: String::new(),
            language: "vi".to_owned(),
            embargo: None,
            deadline: None,
            priority: 5,
            note_to_receiver: String::new(),
            internal_note: String::new(),
            target_length: None,
            royalty_class: String::new(),
            lead_photo: None,
        }
    }
}

/// Longest single field in bytes; a note longer than this is an attack or a mistake.
const FIELD_LIMIT: usize = 100_000;
const LIST_LIMIT: usize = 200;

impl Fields {
    /// The text bylines as printed under the article: pen names joined by " - ".
    pub fn byline_line(&self) -> String {
        let names: Vec<&str> = self
            .bylines
            .iter()
            .filter(|byline| byline.role == BylineRole::Text)
            .map(|byline| byline.pen_name.as_str())
            .collect();
        names.join(" - ")
    }

    /// Each field by its name, as JSON; also those that are not stored where there is none.
    pub(crate) fn values(&self) -> serde_json::Map<String, serde_json::Value> {
        let Ok(serde_json::Value::Object(mut values)) = serde_json::to_value(self) else {
            unreachable!("fields are a map of plain values");
        };
        values.entry("leadPhoto").or_insert(serde_json::Value::Null);
        values
    }

    /// Brings every text to NFC and refuses what no screen can have sent.
    ///
    /// # Errors
    /// `BadInput` for a list or text over the limit, a priority outside 1 to 9, a language tag
    /// that is no tag, or an event date that is not `YYYY-MM-DD` of the calendar.
    pub fn accept(mut self) -> Result<Self> {
        if self.bylines.len() > LIST_LIMIT || self.tags.len() > LIST_LIMIT {
            return Err(Failure::bad_input("bylines or tags: too many"));
        }
        for text in [
            &mut self.source,
            &mut self.section,
            &mut self.event_place,
            &mut self.slug,
            &mut self.note_to_receiver,
            &mut self.internal_note,
            &mut self.royalty_class,
        ]
        .into_iter()
        .chain(self.tags.iter_mut())
        .chain(self.bylines.iter_mut().map(|byline| &mut byline.pen_name))
        {
            if text.len() > FIELD_LIMIT {
                return Err(Failure::bad_input("a field is too long"));
            }
            *text = normal::nfc(text);
        }
        if self.lead_photo.as_ref().is_some_and(|id| !id.is_well_formed()) {
            return Err(Failure::bad_input("a block id is 1 to 24 letters or digits"));
        }
        if !(1..=9).contains(&self.priority) {
            return Err(Failure::bad_input("priority is 1 to 9"));
        }
        let tag = self.language.as_bytes();
        if !(2..=35).contains(&tag.len())
            || !tag.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
        {
            return Err(Failure::bad_input("language is a BCP 47 tag"));
        }
        if let Some(date) = &self.event_date {
            let format = time::macros::format_description!("[year]-[month]-[day]");
            time::Date::parse(date, &format)
                .map_err(|_| Failure::bad_input("eventDate is YYYY-MM-DD"))?;
        }
        Ok(self)
    }
}
