//! Slugs: the last part of an article's address on the web.

use super::fold::fold;

/// Longest slug in characters; cut at the end of a word.
const LIMIT: usize = 90;

/// `Đắk Lắk: Đường 30/4` becomes `dak-lak-duong-30-4`; empty where nothing is left.
pub fn slug(headline: &str) -> String {
    let folded = fold(headline);
    let mut slug = String::new();
    for word in folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if slug.is_empty() {
            slug.extend(word.chars().take(LIMIT));
        } else if slug.len() + 1 + word.len() <= LIMIT {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_becomes_an_address() {
        for (headline, expected) in [
            ("Đắk Lắk: Đường 30/4", "dak-lak-duong-30-4"),
            ("  “Văn kiện”  ", "van-kien"),
            ("!!!", ""),
        ] {
            assert_eq!(slug(headline), expected);
        }
    }

    #[test]
    fn a_long_headline_is_cut_at_the_end_of_a_word() {
        let made = slug(&"chống chạy chức chạy quyền ".repeat(9));
        assert!(made.len() <= LIMIT && made.ends_with(|c: char| c.is_ascii_alphanumeric()));
        assert!(
            made.ends_with("chuc")
                || made.ends_with("chong")
                || made.ends_with("chay")
                || made.ends_with("quyen"),
            "{made}"
        );
    }
}
