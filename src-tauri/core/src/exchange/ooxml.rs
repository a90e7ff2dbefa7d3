//! What the parts of a Word document are called: for the one that writes them and the one that
//! reads them.
//!
//! Office Open XML as ISO/IEC 29500 has it in its transitional form, which every word processor
//! writes, and the two extensions of Word for conversations (`w14:paraId`, `commentsExtended`).

/// Namespaces.
pub(crate) mod ns {
    pub(crate) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    pub(crate) const R: &str =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    /// Drawings in a text.
    pub(crate) const WP: &str =
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
    pub(crate) const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
    pub(crate) const PIC: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
    /// Markup compatibility: names the prefixes that a reader may ignore.
    pub(crate) const MC: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
    pub(crate) const W14: &str = "http://schemas.microsoft.com/office/word/2010/wordml";
    pub(crate) const W15: &str = "http://schemas.microsoft.com/office/word/2012/wordml";
    pub(crate) const CONTENT_TYPES: &str =
        "http://schemas.openxmlformats.org/package/2006/content-types";
    pub(crate) const RELATIONSHIPS: &str =
        "http://schemas.openxmlformats.org/package/2006/relationships";
    pub(crate) const CORE: &str =
        "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    pub(crate) const CUSTOM: &str =
        "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties";
    /// Types of the values of properties.
    pub(crate) const VT: &str =
        "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes";
    pub(crate) const DC: &str = "http://purl.org/dc/elements/1.1/";
    pub(crate) const DCTERMS: &str = "http://purl.org/dc/terms/";
    pub(crate) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
}

/// Paths of the parts as this program writes them. A reader goes by the relationships instead:
/// other programs use other paths.
pub(crate) mod part {
    pub(crate) const CONTENT_TYPES: &str = "[Content_Types].xml";
    pub(crate) const RELATIONSHIPS: &str = "_rels/.rels";
    pub(crate) const CORE: &str = "docProps/core.xml";
    /// Properties that a program gives names to; word processors keep those that they do not know.
    pub(crate) const CUSTOM: &str = "docProps/custom.xml";
    pub(crate) const DOCUMENT: &str = "word/document.xml";
    pub(crate) const DOCUMENT_RELATIONSHIPS: &str = "word/_rels/document.xml.rels";
    pub(crate) const STYLES: &str = "word/styles.xml";
    pub(crate) const NUMBERING: &str = "word/numbering.xml";
    pub(crate) const SETTINGS: &str = "word/settings.xml";
    pub(crate) const COMMENTS: &str = "word/comments.xml";
    pub(crate) const COMMENTS_EXTENDED: &str = "word/commentsExtended.xml";
    /// Folder of the pictures, below `word/`.
    pub(crate) const MEDIA: &str = "media";
}

/// Types of relationships.
pub(crate) mod rel {
    pub(crate) const DOCUMENT: &str =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    pub(crate) const CORE: &str =
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    pub(crate) const CUSTOM: &str =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties";
    pub(crate) const STYLES: &str =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles";
    pub(crate) const NUMBERING: &str =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering";
    pub(crate) const SETTINGS: &str =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings";
    pub(crate) const COMMENTS: &str =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
    pub(crate) const COMMENTS_EXTENDED: &str =
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended";
    pub(crate) const IMAGE: &str =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";
    pub(crate) const HYPERLINK: &str =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";
}

/// Content types of the parts.
pub(crate) mod content {
    pub(crate) const RELATIONSHIPS: &str =
        "application/vnd.openxmlformats-package.relationships+xml";
    pub(crate) const CORE: &str = "application/vnd.openxmlformats-package.core-properties+xml";
    pub(crate) const CUSTOM: &str =
        "application/vnd.openxmlformats-officedocument.custom-properties+xml";
    pub(crate) const DOCUMENT: &str =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    pub(crate) const STYLES: &str =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml";
    pub(crate) const NUMBERING: &str =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml";
    pub(crate) const SETTINGS: &str =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml";
    pub(crate) const COMMENTS: &str =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
    pub(crate) const COMMENTS_EXTENDED: &str =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml";
}

/// Ids of the styles that this program writes. Word keeps them; LibreOffice may number them
/// (`Caption1`), and then the style's name says what it is.
pub(crate) mod style {
    /// The headline.
    pub(crate) const TITLE: &str = "Title";
    pub(crate) const LEAD: &str = "Lead";
    pub(crate) const SUBHEAD: &str = "Heading2";
    pub(crate) const QUOTE: &str = "Quote";
    pub(crate) const LIST_ITEM: &str = "ListParagraph";
    /// The paragraph that holds a picture.
    pub(crate) const PHOTO: &str = "Photo";
    /// Stands where a photo is missing; its words are the program's own.
    pub(crate) const PHOTO_MISSING: &str = "PhotoMissing";
    /// The caption, below its picture.
    pub(crate) const CAPTION: &str = "Caption";
    /// A run within a caption: who took the photo, with a label.
    pub(crate) const CREDIT: &str = "Credit";
    /// Paragraphs, subheads and list items of a side bar.
    pub(crate) const BOX_TEXT: &str = "BoxText";
    pub(crate) const BOX_SUBHEAD: &str = "BoxHeading";
    pub(crate) const BOX_LIST_ITEM: &str = "BoxList";
    pub(crate) const CELL: &str = "TableText";
    pub(crate) const HEADER_CELL: &str = "TableHeading";
    pub(crate) const TABLE: &str = "TableGrid";
    /// An empty paragraph that keeps two tables apart; no part of the article.
    pub(crate) const GAP: &str = "Gap";
    /// The source line and the names, behind the text.
    pub(crate) const SOURCE: &str = "Source";
    pub(crate) const BYLINE: &str = "Byline";
    pub(crate) const HYPERLINK: &str = "Hyperlink";
    pub(crate) const COMMENT_TEXT: &str = "CommentText";
    pub(crate) const COMMENT_REFERENCE: &str = "CommentReference";
}

/// The property that says which revision of which article a document is.
pub(crate) const ORIGIN: &str = "BanThao";

/// The value of [`ORIGIN`].
pub(crate) fn origin_of(article: &str, revision: &str) -> String {
    format!("{article}/{revision}")
}

/// Article and revision of a value of [`ORIGIN`]; `None` for one that no desk can have written.
pub(crate) fn origin(value: &str) -> Option<(&str, &str)> {
    let (article, revision) = value.trim().split_once('/')?;
    let named = |id: &str| {
        (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    (named(article) && named(revision)).then_some((article, revision))
}

/// Begins the name of a bookmark that says which block a paragraph is.
const BOOKMARK: &str = "nd_";
/// Word cuts longer names of bookmarks.
const BOOKMARK_LIMIT: usize = 40;

/// The bookmark around a block: `nd_` and the block's id. Word allows letters, digits and `_` in
/// it, so `-` becomes `_d` and `_` becomes `_u`. `None` for an id that would be too long.
pub(crate) fn bookmark_of(block: &str) -> Option<String> {
    let name = format!("{BOOKMARK}{}", block.replace('_', "_u").replace('-', "_d"));
    (!block.is_empty() && name.len() <= BOOKMARK_LIMIT).then_some(name)
}

/// The id of the block that a bookmark stands around; `None` for a bookmark of somebody else.
pub(crate) fn block_of(bookmark: &str) -> Option<String> {
    let mut id = String::new();
    let mut letters = bookmark.strip_prefix(BOOKMARK)?.chars();
    while let Some(c) = letters.next() {
        id.push(match c {
            '_' => match letters.next()? {
                'u' => '_',
                'd' => '-',
                _ => return None,
            },
            c if c.is_ascii_alphanumeric() => c,
            _ => return None,
        });
    }
    (1..=24).contains(&id.len()).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_found_again_by_its_property_and_nothing_else_is() {
        assert_eq!(origin(&origin_of("k7m2", "5f1d")), Some(("k7m2", "5f1d")));
        for foreign in ["", "k7m2", "/5f1d", "k7m2/", "a/b/c", "a b/c", "../etc/x", "ă/b"] {
            assert_eq!(origin(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn a_block_is_found_again_by_its_bookmark() {
        for id in ["p1", "a-b_c", "__--", "k7m2pq9x"] {
            let name = bookmark_of(id).unwrap();
            assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'), "{name}");
            assert_eq!(block_of(&name).as_deref(), Some(id));
        }
        assert_eq!(bookmark_of(&"-".repeat(24)), None, "Word would cut it");
        for foreign in ["_GoBack", "nd_", "nd_a_", "nd_a_x", "nd_Ă", "Bảng"] {
            assert_eq!(block_of(foreign), None, "{foreign}");
        }
    }
}
