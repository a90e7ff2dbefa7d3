//! How the text of an article is written for a system that keeps it as HTML: pages, style sheets and
//! filters of markup differ from portal to portal.

use serde::{Deserialize, Serialize};

use super::kind::DestinationKind;

/// Data of a destination, frozen with each delivery. The default is what the kind of system is used to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct HtmlProfile {
    pub lead: LeadForm,
    pub lead_photo: LeadPhoto,
    pub subheads: SubheadForm,
    pub elements: Elements,
    /// Whether the line of the source stands under the text.
    pub source: bool,
    /// Whether names stand under the text. Authors who have a field of their own there are not
    /// repeated in any case.
    pub names: bool,
}

/// How the text begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum LeadForm {
    /// A paragraph of the class `lead`; not where the system shows its own field for it.
    #[default]
    Usual,
    Strong,
    /// A paragraph as any other.
    Plain,
    /// The system shows its own field.
    Out,
}

/// Where the photo stands that stands for the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum LeadPhoto {
    #[default]
    Usual,
    /// In the text as well.
    InText,
    /// The system shows it above the text. One that stands in a box or a group stays there.
    Above,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum SubheadForm {
    #[default]
    H2,
    H3,
    /// A paragraph in bold, for systems that keep headings to themselves.
    Strong,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Elements {
    /// Photos are figures, boxes are asides.
    #[default]
    Today,
    /// Paragraphs and divisions alone, for filters that drop what they do not know.
    Plain,
}

impl Default for HtmlProfile {
    fn default() -> Self {
        Self {
            lead: LeadForm::default(),
            lead_photo: LeadPhoto::default(),
            subheads: SubheadForm::default(),
            elements: Elements::default(),
            source: true,
            names: true,
        }
    }
}

impl HtmlProfile {
    /// What is left of it where a system of this kind has no such choice: nothing is, where it takes
    /// files; a lead photo has to be shown by the system to be left out of the text; blocks of an editor
    /// are made of its own elements.
    pub fn fitted(self, kind: &DestinationKind) -> Self {
        let usual = Self::default();
        match kind {
            DestinationKind::WordPress | DestinationKind::Ghost => {
                Self { elements: usual.elements, ..self }
            }
            DestinationKind::Liferay74 { .. } | DestinationKind::Liferay62 { .. } => {
                Self { lead_photo: usual.lead_photo, ..self }
            }
            DestinationKind::Webhook { .. } => self,
            DestinationKind::Folder { .. }
            | DestinationKind::WebDav { .. }
            | DestinationKind::Sftp { .. } => usual,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_has_chosen_is_as_usual_and_what_is_unknown_is_refused() {
        let read = |json: &str| serde_json::from_str::<HtmlProfile>(json);
        assert_eq!(read("{}").unwrap(), HtmlProfile::default());
        let chosen = read(r#"{"subheads":"h3","names":false}"#).unwrap();
        assert_eq!(
            chosen,
            HtmlProfile { subheads: SubheadForm::H3, names: false, ..HtmlProfile::default() }
        );
        assert!(read(r#"{"subheads":"h7"}"#).is_err());
        assert!(read(r#"{"class":"x"}"#).is_err());
    }

    #[test]
    fn a_choice_that_a_kind_of_system_does_not_have_is_as_usual() {
        let all = HtmlProfile {
            lead: LeadForm::Out,
            lead_photo: LeadPhoto::Above,
            subheads: SubheadForm::Strong,
            elements: Elements::Plain,
            source: false,
            names: false,
        };
        let usual = HtmlProfile::default();
        let liferay = DestinationKind::Liferay74 {
            site: String::new(),
            structure: String::new(),
            content_field: String::new(),
            folder: String::new(),
            oauth: false,
        };
        assert_eq!(all.fitted(&liferay), HtmlProfile { lead_photo: LeadPhoto::Usual, ..all });
        let word_press = all.fitted(&DestinationKind::WordPress);
        assert_eq!(word_press, HtmlProfile { elements: Elements::Today, ..all });
        let folder = DestinationKind::Folder { form: crate::store::ExportForm::Zip };
        assert_eq!(all.fitted(&folder), usual);
    }
}
