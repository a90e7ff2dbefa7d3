//! What can be wrong with a file that calls itself a hand-off.

use crate::failure::{Code, Failure};

/// Why a hand-off file is refused. The name goes to the screens as the param `why`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// It breaks off: copied in part, or the stick was pulled out.
    Short,
    /// A byte is not what it was when the file was made.
    Changed,
    /// A member's name leads out of the file: `..`, an absolute path, a drive, a NUL.
    Path,
    /// A member is a link to something else.
    Link,
    /// A member is there twice.
    Twice,
    /// A member, a field or an object that no hand-off has.
    Unknown,
    /// Packed in another way than this desk packs.
    Shape,
    /// Unpacks to more than any article has.
    Size,
    /// More members, revisions or entries than any article has.
    Count,
    /// A revision or comment of another article.
    OtherArticle,
    /// A revision stands before its parent: parents would go in a circle.
    Circle,
    /// A revision names a text that is in neither the file nor the desk.
    Missing,
    /// A document, a field or an entry that no desk can have made.
    Content,
    /// A log that was cut, rewritten or put under another name.
    Log,
    /// A photo that is none.
    Photo,
}

impl Flaw {
    pub fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Changed => "changed",
            Self::Path => "path",
            Self::Link => "link",
            Self::Twice => "twice",
            Self::Unknown => "unknown",
            Self::Shape => "shape",
            Self::Size => "size",
            Self::Count => "count",
            Self::OtherArticle => "otherArticle",
            Self::Circle => "circle",
            Self::Missing => "missing",
            Self::Content => "content",
            Self::Log => "log",
            Self::Photo => "photo",
        }
    }

    /// Damage happens to honest files on the way; everything else was made so.
    fn is_damage(self) -> bool {
        match self {
            Self::Short | Self::Changed => true,
            Self::Path
            | Self::Link
            | Self::Twice
            | Self::Unknown
            | Self::Shape
            | Self::Size
            | Self::Count
            | Self::OtherArticle
            | Self::Circle
            | Self::Missing
            | Self::Content
            | Self::Log
            | Self::Photo => false,
        }
    }

    /// The refusal, with what was found for whoever mends the program that made the file.
    pub(crate) fn found(self, what: impl std::fmt::Display) -> Failure {
        let code = if self.is_damage() { Code::HandOffDamaged } else { Code::HandOffRefused };
        Failure::new(code, format!("hand-off, {}: {what}", self.name())).with("why", self.name())
    }
}
