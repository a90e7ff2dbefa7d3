//! The fields of an article one by one.

use crate::article::{BlockId, Byline, BylineRole, Fields};
use crate::time::Timestamp;

/// One of the fields.
pub(super) struct Field {
    /// As in the JSON of [`Fields`].
    pub(super) name: &'static str,
    pub(super) differs: fn(&Fields, &Fields) -> bool,
    /// Puts what the second has into the first.
    pub(super) copy: fn(&mut Fields, &Fields),
    /// For a screen.
    pub(super) print: fn(&Fields) -> String,
}

macro_rules! fields {
    ($($member:ident: $name:literal, $print:expr;)+) => {
        /// Every field, in the order in which changes are listed.
        pub(super) const FIELDS: &[Field] = &[$(
            Field {
                name: $name,
                differs: |one, other| one.$member != other.$member,
                copy: |to, from| to.$member.clone_from(&from.$member),
                print: |fields| $print(&fields.$member),
            },
        )+];

        /// Does not compile where a field is missing above.
        #[cfg(test)]
        fn every_field_is_named(fields: Fields) {
            let Fields { $($member: _),+ } = fields;
        }
    };
}

fields! {
    bylines: "bylines", bylines;
    source: "source", text;
    section: "section", text;
    tags: "tags", tags;
    event_date: "eventDate", option_text;
    event_place: "eventPlace", text;
    slug: "slug", text;
    language: "language", text;
    embargo: "embargo", time;
    deadline: "deadline", time;
    priority: "priority", number;
    note_to_receiver: "noteToReceiver", text;
    internal_note: "internalNote", text;
    target_length: "targetLength", option_number;
    royalty_class: "royaltyClass", text;
    lead_photo: "leadPhoto", block;
}

fn block(id: &Option<BlockId>) -> String {
    id.as_ref().map(|id| id.0.clone()).unwrap_or_default()
}

/// Pen names in order; the role in brackets for all but the text's: `Mai, Hiếu [photo]`.
fn bylines(bylines: &[Byline]) -> String {
    let names: Vec<String> = bylines
        .iter()
        .map(|byline| match byline.role {
            BylineRole::Text => byline.pen_name.clone(),
            BylineRole::Photo => format!("{} [photo]", byline.pen_name),
            BylineRole::Translation => format!("{} [translation]", byline.pen_name),
            BylineRole::EditedBy => format!("{} [editedBy]", byline.pen_name),
        })
        .collect();
    names.join(", ")
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn option_text(text: &Option<String>) -> String {
    text.clone().unwrap_or_default()
}

fn tags(tags: &[String]) -> String {
    tags.join(", ")
}

/// Milliseconds since 1970; a screen writes them in the newsroom's own zone.
fn time(time: &Option<Timestamp>) -> String {
    time.map(|time| time.0.to_string()).unwrap_or_default()
}

fn number(number: &u8) -> String {
    number.to_string()
}

fn option_number(number: &Option<u32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_have_the_names_of_their_json() {
        every_field_is_named(Fields::default());
        let json = Fields::default().values();
        let mut names: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
        names.sort_unstable();
        let mut expected: Vec<&String> = json.keys().collect();
        expected.sort_unstable();
        assert_eq!(names, expected);
    }

    #[test]
    fn bylines_are_printed_with_their_roles() {
        let byline =
            |pen_name: &str, role| Byline { contributor: None, pen_name: pen_name.into(), role };
        let printed =
            bylines(&[byline("Mai", BylineRole::Text), byline("Hiếu", BylineRole::Photo)]);
        assert_eq!(printed, "Mai, Hiếu [photo]");
    }
}
