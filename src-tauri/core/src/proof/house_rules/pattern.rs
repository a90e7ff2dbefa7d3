//! Patterns: read by one engine that takes linear time over any text, and bounded in their size.

use regex::{Regex, RegexBuilder};
use regex_syntax::ast::ErrorKind as Ast;
use regex_syntax::hir::ErrorKind as Hir;

use super::needles::needle_of;
use super::problem;
use crate::failure::{Failure, Result};

/// Longest pattern in characters.
const PATTERN_LIMIT: usize = 1_000;
/// Deepest that groups stand in groups.
const NEST_LIMIT: u32 = 50;
/// Most bytes that a pattern becomes when it is compiled: what is larger is slow on any text.
const SIZE_LIMIT: usize = 512 << 10;
/// Most bytes that its search remembers.
const SEARCH_LIMIT: usize = 1 << 20;

/// A pattern ready for searching.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) regex: Regex,
    /// Letters that stand in everything that it finds.
    pub(super) needle: Option<String>,
}

/// Makes a pattern ready for searching.
///
/// # Errors
/// `BadInput` with a `problem`: `pattern`, with `why` and `at`; `patternSize`; `patternEmpty`, where
/// it finds nothing at all or the empty text.
pub(super) fn compile(pattern: &str, match_case: bool) -> Result<Pattern> {
    if pattern.chars().count() > PATTERN_LIMIT {
        return Err(problem("patternSize"));
    }
    let parsed = regex_syntax::ParserBuilder::new()
        .nest_limit(NEST_LIMIT)
        .case_insensitive(!match_case)
        .build()
        .parse(pattern)
        .map_err(|error| told(pattern, &error))?;
    if parsed.properties().minimum_len().unwrap_or(0) == 0 {
        return Err(problem("patternEmpty"));
    }
    let regex = RegexBuilder::new(pattern)
        .nest_limit(NEST_LIMIT)
        .case_insensitive(!match_case)
        .size_limit(SIZE_LIMIT)
        .dfa_size_limit(SEARCH_LIMIT)
        .build()
        .map_err(|_| problem("patternSize"))?;
    Ok(Pattern { regex, needle: needle_of(&parsed) })
}

/// What is wrong with a pattern, and at which of its characters.
fn told(pattern: &str, error: &regex_syntax::Error) -> Failure {
    let (why, offset) = match error {
        regex_syntax::Error::Parse(error) => (why(error.kind()), error.span().start.offset),
        regex_syntax::Error::Translate(error) => {
            let why = match error.kind() {
                Hir::UnicodePropertyNotFound
                | Hir::UnicodePropertyValueNotFound
                | Hir::UnicodePerlClassNotFound => "class",
                _ => "other",
            };
            (why, error.span().start.offset)
        }
        _ => ("other", 0),
    };
    let before = pattern.get(..offset).map_or(0, |before| before.chars().count());
    problem("pattern").with("why", why).with("at", before + 1)
}

fn why(kind: &Ast) -> &'static str {
    match kind {
        Ast::GroupUnclosed | Ast::FlagUnexpectedEof | Ast::GroupNameUnexpectedEof => "groupOpen",
        Ast::GroupUnopened => "groupClosed",
        Ast::ClassUnclosed => "classOpen",
        Ast::ClassRangeInvalid | Ast::ClassRangeLiteral | Ast::ClassEscapeInvalid => "class",
        Ast::UnicodeClassInvalid => "class",
        Ast::RepetitionMissing => "nothingToRepeat",
        Ast::RepetitionCountInvalid
        | Ast::RepetitionCountDecimalEmpty
        | Ast::RepetitionCountUnclosed
        | Ast::DecimalEmpty
        | Ast::DecimalInvalid => "count",
        Ast::EscapeUnexpectedEof
        | Ast::EscapeUnrecognized
        | Ast::EscapeHexEmpty
        | Ast::EscapeHexInvalid
        | Ast::EscapeHexInvalidDigit => "escape",
        // What needs more than linear time.
        Ast::UnsupportedBackreference | Ast::UnsupportedLookAround => "unsupported",
        Ast::NestLimitExceeded(_) => "nested",
        _ => "other",
    }
}
