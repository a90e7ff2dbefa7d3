//! The order of words and names in lists: the Vietnamese one of the Unicode CLDR, whatever language
//! the screens speak, since the names are Vietnamese. a ă â … d đ … o ô ơ are letters of their own, tones
//! come after them, case last; numbers stand by their value. English words keep their order in it.

use std::cmp::Ordering;
use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;
use serde::{Deserialize, Serialize};

/// Of which rules the keys are: another number where the library or what goes into a key changes.
/// Keys that are kept are made anew then.
pub const GENERATION: u32 = 1;

/// Longest beginning of a text that its key tells, in characters: what differs later is equal.
const KEY_CHARS: usize = 120;

/// By which of its parts a Vietnamese name stands in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum NameOrder {
    /// By the last syllable, as classes and payrolls are listed.
    #[default]
    Given,
    /// As it is written, as official lists often are.
    Family,
}

static COLLATOR: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    let mut preferences = CollatorPreferences::from(&locale!("vi"));
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    CollatorBorrowed::try_new(preferences, CollatorOptions::default())
        .expect("the order is compiled in")
});

/// The order of two texts.
pub fn compare(a: &str, b: &str) -> Ordering {
    COLLATOR.compare(a, b)
}

/// Bytes that compare as the texts do, as far as the first 120 characters tell.
pub fn key(text: &str) -> Vec<u8> {
    let beginning = match text.char_indices().nth(KEY_CHARS) {
        Some((end, _)) => &text[..end],
        None => text,
    };
    let mut key = Vec::new();
    let Ok(()) = COLLATOR.write_sort_key_to(beginning.trim(), &mut key);
    key
}

/// Bytes that compare as people are listed: by the given name, then the family and middle names; or
/// as the names are written.
pub fn person_key(name: &str, order: NameOrder) -> Vec<u8> {
    let name = name.trim();
    let Some((before, given)) = name.rsplit_once(char::is_whitespace) else { return key(name) };
    match order {
        NameOrder::Family => key(name),
        NameOrder::Given => {
            let mut whole = key(given);
            // Below every byte of a key: a given name stands before one that it begins.
            whole.push(0);
            whole.extend(key(before));
            whole
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<'a>(texts: &[&'a str], key: impl Fn(&str) -> Vec<u8>) -> Vec<&'a str> {
        let mut texts = texts.to_vec();
        // From the wrong end, so that nothing stands right by itself.
        texts.reverse();
        texts.sort_by_key(|text| key(text));
        texts
    }

    #[test]
    fn letters_stand_as_in_the_vietnamese_alphabet() {
        let letters = [
            "a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m", "n", "o",
            "ô", "ơ", "p", "q", "r", "s", "t", "u", "ư", "v", "x", "y",
        ];
        assert_eq!(sorted(&letters, key), letters);
    }

    #[test]
    fn tones_stand_as_in_a_dictionary_and_count_only_where_letters_do_not_tell() {
        let tones = ["ma", "mà", "mả", "mã", "má", "mạ"];
        assert_eq!(sorted(&tones, key), tones);
        let words = ["má", "mai", "mái", "mãn", "măng", "mâm", "mưa"];
        assert_eq!(sorted(&words, key), words);
    }

    #[test]
    fn places_stand_as_newsrooms_expect_them() {
        let places = [
            "An Giang",
            "Bắc Ninh",
            "Cà Mau",
            "Cao Bằng",
            "Cần Thơ",
            "Da Lat",
            "Đà Nẵng",
            "Đắk Lắk",
            "Điện Biên",
            "Đồng Nai",
            "Đồng Tháp",
            "Gia Lai",
            "Hà Nội",
            "Hà Tĩnh",
            "Hải Phòng",
            "Huế",
            "Hưng Yên",
            "Tây Ninh",
            "Thái Nguyên",
            "Thanh Hóa",
            "Tuyên Quang",
        ];
        assert_eq!(sorted(&places, key), places);
    }

    #[test]
    fn people_stand_by_their_given_name_or_by_their_family_name() {
        let by_given = [
            "Phạm Văn An",
            "Trần Văn Bình",
            "Nguyễn Thị Hoa",
            "Vũ Hoa",
            "Trần Hòa",
            "Lê Thanh Mai",
            "Nguyễn Thị Thanh Mai",
            "Đỗ Đức",
        ];
        let given = sorted(&by_given, |name| person_key(name, NameOrder::Given));
        assert_eq!(given[..3], ["Phạm Văn An", "Trần Văn Bình", "Đỗ Đức"]);
        assert_eq!(given[3..6], ["Nguyễn Thị Hoa", "Vũ Hoa", "Trần Hòa"]);
        assert_eq!(given[6..], ["Lê Thanh Mai", "Nguyễn Thị Thanh Mai"]);
        let family = sorted(&by_given, |name| person_key(name, NameOrder::Family));
        assert_eq!(
            family,
            [
                "Đỗ Đức",
                "Lê Thanh Mai",
                "Nguyễn Thị Hoa",
                "Nguyễn Thị Thanh Mai",
                "Phạm Văn An",
                "Trần Hòa",
                "Trần Văn Bình",
                "Vũ Hoa",
            ]
        );
    }

    #[test]
    fn english_words_and_numbers_keep_their_order() {
        let headlines = ["Bài 2", "Bài 10", "breaking", "Breaking news", "update", "Update 2"];
        assert_eq!(sorted(&headlines, key), headlines);
    }

    #[test]
    fn keys_say_what_the_comparison_says() {
        let texts =
            ["", "a", "Á", "ă", "Đặng", "đang", "Trần", "tran 2", "tran 10", "hòa", "hoà", "—"];
        for a in texts {
            for b in texts {
                assert_eq!(key(a).cmp(&key(b)), compare(a, b), "{a} {b}");
            }
        }
    }
}
