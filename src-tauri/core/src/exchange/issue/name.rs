//! Names of folders and files: letters, digits and `-`, so that they mean the same on every file
//! system and hide nothing.

use super::Edition;
use crate::language::slug::slug;

/// The folder's name: the slug, else the headline, else the article's id.
pub(in crate::exchange) fn of(edition: &Edition<'_>) -> String {
    let candidates = [slug(&edition.fields.slug), slug(&edition.document.headline_text())];
    let name = candidates.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    if name.is_empty() {
        safe(&edition.article.0)
    } else if is_device(&name) {
        format!("{name}-{}", safe(&edition.article.0))
    } else {
        name
    }
}

/// An id as part of a name: ids of this program come through unchanged.
pub(in crate::exchange) fn safe(id: &str) -> String {
    let safe: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(64).collect();
    if safe.is_empty() { "article".to_owned() } else { safe }
}

/// Part of a file's name, cut at the end of a word.
pub(in crate::exchange) fn short(text: &str, limit: usize) -> String {
    let full = slug(text);
    if full.len() <= limit {
        return full;
    }
    let cut = full[..limit].rfind('-').unwrap_or(limit);
    full[..cut].to_owned()
}

/// Names that Windows keeps for devices.
fn is_device(name: &str) -> bool {
    let bytes = name.as_bytes();
    matches!(name, "con" | "prn" | "aux" | "nul")
        || (bytes.len() == 4
            && (name.starts_with("com") || name.starts_with("lpt"))
            && bytes[3].is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_devices_are_known() {
        for (name, expected) in
            [("con", true), ("lpt1", true), ("com-an-trua", false), ("comi", false)]
        {
            assert_eq!(is_device(name), expected, "{name}");
        }
    }

    #[test]
    fn a_name_is_cut_between_words() {
        assert_eq!(short("Các đại biểu tham dự", 14), "cac-dai-bieu");
        assert_eq!(short("Một", 14), "mot");
        assert_eq!(short("\u{202E}gpj.exe", 14), "gpj-exe");
    }
}
