//! Small signs by which a line shows what it is.

/// Parts between spaces that have a letter or a digit.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Whether the line ends as a sentence or a clause does, closing quotes and brackets aside.
pub(super) fn ends_clause(text: &str) -> bool {
    last_sign(text).is_some_and(|c| matches!(c, '.' | '!' | '?' | '…' | ':' | ';'))
}

/// As [`ends_clause`], without colon and semicolon.
pub(super) fn ends_sentence(text: &str) -> bool {
    last_sign(text).is_some_and(|c| matches!(c, '.' | '!' | '?' | '…'))
}

/// A full stop, which no headline has; three of them are another sign.
pub(super) fn ends_in_full_stop(text: &str) -> bool {
    last_sign(text) == Some('.') && !text.trim_end_matches(is_closer).ends_with("...")
}

/// "- một", "+ hai", "a) ba", "1. bốn", "• năm".
pub(super) fn is_list_item(text: &str) -> bool {
    let Some((mark, _)) = text.split_once(' ') else { return false };
    matches!(mark, "-" | "–" | "—" | "+" | "*" | "•" | "·" | "▪" | "●" | "o")
        || mark.chars().count() <= 4
            && mark.ends_with(['.', ')'])
            && mark.trim_end_matches(['.', ')']).chars().all(char::is_alphanumeric)
            && !mark.starts_with(['.', ')'])
}

/// "thainguyen.gov.vn", "https://vnexpress.net/…"; not "TP.HCM".
pub(super) fn is_web_address(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
    let bare = ["https://", "http://", "www."].iter().find_map(|start| word.strip_prefix(start));
    // Up to the path, or to the sign of a sentence that goes on.
    let host = bare
        .unwrap_or(&word)
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-')
        .next()
        .unwrap_or_default();
    let labels: Vec<&str> = host.trim_end_matches('.').split('.').collect();
    labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty())
        && (bare.is_some() || labels.last().is_some_and(|top| TOP_DOMAINS.contains(top)))
}

/// Those of Vietnamese and international news; without the list "TP.HCM" is an address.
const TOP_DOMAINS: &[&str] =
    &["vn", "com", "net", "org", "info", "gov", "edu", "news", "tv", "asia"];

/// The words before the first colon in lower case, without the signs and words that join them,
/// and what follows: "Tin và ảnh: Thanh Mai" gives ("tin ảnh", "Thanh Mai").
pub(super) fn prefix(text: &str) -> Option<(String, &str)> {
    // A prefix is short; a sentence up to its colon is none.
    let colon = text.bytes().take(60).position(|b| b == b':')?;
    let (head, rest) = (&text[..colon], &text[colon + 1..]);
    (!rest.starts_with("//")).then(|| (joined(head), rest.trim()))
}

/// A prefix without its commas and "và": "Bài, ảnh" is "bài ảnh".
pub(super) fn joined(head: &str) -> String {
    let head = head.trim_start_matches(['(', '[', '*']).to_lowercase();
    let words: Vec<&str> = head
        .split(|c: char| c.is_whitespace() || ",&-–/+".contains(c))
        .filter(|word| !word.is_empty() && *word != "và")
        .collect();
    words.join(" ")
}

/// Where `needle` (lower case) starts and ends in the text, whatever the case there.
pub(super) fn find_last(text: &str, needle: &str) -> Option<(usize, usize)> {
    text.char_indices().rev().find_map(|(start, _)| {
        let mut rest = text[start..].char_indices();
        for wanted in needle.chars() {
            let (_, found) = rest.next()?;
            if !found.to_lowercase().eq([wanted]) {
                return None;
            }
        }
        Some((start, start + rest.next().map_or(text.len() - start, |(end, _)| end)))
    })
}

fn last_sign(text: &str) -> Option<char> {
    text.trim_end_matches(is_closer).chars().next_back()
}

fn is_closer(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '"' | '\'' | '”' | '’' | '»') || c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_an_abbreviation() {
        for (word, address) in [
            ("thainguyen.gov.vn", true),
            ("(vnexpress.net)", true),
            ("https://baochinhphu.vn/tin-1.htm", true),
            ("TP.HCM", false),
            ("4.687", false),
            ("Q.1", false),
            ("việt.vn", false),
            ("thainguyen.gov.vn,hôm", true),
            ("...", false),
        ] {
            assert_eq!(is_web_address(word), address, "{word}");
        }
    }

    #[test]
    fn the_end_of_a_sentence_is_seen_through_its_quotes() {
        for (text, sentence, full_stop) in [
            ("Bà nói: “Tốt.”", true, true),
            ("Vì sao? (Hỏi)", false, false),
            ("chạy chức chạy quyền...", true, false),
            ("gồm:", false, false),
            ("Quang cảnh", false, false),
            ("", false, false),
        ] {
            assert_eq!(
                (ends_sentence(text), ends_in_full_stop(text)),
                (sentence, full_stop),
                "{text}"
            );
        }
    }

    #[test]
    fn list_marks_are_short() {
        for (text, item) in [
            ("- một", true),
            ("a) hai", true),
            ("10. ba", true),
            ("TP. Thái Nguyên", true),
            ("... bốn", false),
            ("Năm 2020", false),
        ] {
            assert_eq!(is_list_item(text), item, "{text}");
        }
    }

    #[test]
    fn a_word_is_found_in_any_case() {
        assert_eq!(find_last("Dự họp. ẢNH: Mai", "ảnh:"), Some((12, 18)));
        assert_eq!(find_last("Dự họp", "ảnh:"), None);
        assert_eq!(find_last("ảnh:", "ảnh:"), Some((0, 6)));
    }
}
