//! What is still missing before an article may be filed or approved.

use serde::{Deserialize, Serialize};

use crate::article::{Document, Fields, text_of};

/// Something missing. What filing and each step wait for is data: see [`super::Gate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Gap {
    Headline,
    Lead,
    /// Not one letter below the lead.
    Text,
    Byline,
    /// A caption whose photo is missing.
    Photo,
    Caption,
    /// A photo without text alternative.
    AltText,
    Credit,
}

/// Every kind of gap in an article, once each, in reading order.
pub fn gaps(document: &Document, fields: &Fields) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut note = |missing: bool, gap: Gap| {
        if missing {
            gaps.push(gap);
        }
    };
    note(document.headline_text().trim().is_empty(), Gap::Headline);
    note(document.lead_text().trim().is_empty(), Gap::Lead);
    note(!crate::article::has_body_text(document), Gap::Text);
    note(fields.byline_line().trim().is_empty(), Gap::Byline);
    note(document.photos().any(|photo| photo.attrs.photo.is_none()), Gap::Photo);
    note(document.photos().any(|photo| text_of(&photo.content).trim().is_empty()), Gap::Caption);
    let shown = || document.photos().filter(|photo| photo.attrs.photo.is_some());
    note(shown().any(|photo| photo.attrs.alt.trim().is_empty()), Gap::AltText);
    note(shown().any(|photo| photo.attrs.credit.trim().is_empty()), Gap::Credit);
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, BlockId};

    #[test]
    fn an_empty_article_lacks_headline_lead_text_and_byline() {
        let empty = Document::empty(BlockId("a".into()));
        assert_eq!(
            gaps(&empty, &Fields::default()),
            [Gap::Headline, Gap::Lead, Gap::Text, Gap::Byline]
        );
    }

    #[test]
    fn a_caption_without_its_photo_is_a_gap() {
        let mut article = Document::empty(BlockId("a".into()));
        article.blocks.push(Block::photo_missing(BlockId("b".into()), "Quang cảnh hội nghị"));
        assert!(gaps(&article, &Fields::default()).contains(&Gap::Photo));
    }
}
