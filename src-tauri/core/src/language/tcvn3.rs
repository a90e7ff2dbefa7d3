//! TCVN 5712 in the form of the old fonts (TCVN3, "ABC"): one byte a letter, without a word in the
//! file that says so.

use encoding_rs::WINDOWS_1258;

/// First byte of the table below.
const FIRST: u8 = 0xA1;
/// The letters from `FIRST` on; a space where the fonts have none.
const LETTERS: &str = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";

/// Whether bytes look like TCVN3 more than like windows-1258, which has signs (`¨`, `©`, `ª`, `¸` …)
/// where TCVN3 has letters: none of them stands inside a word there.
pub fn is_likely(bytes: &[u8]) -> bool {
    let sign_in_a_word = |(at, byte): (usize, &u8)| {
        let before_a_letter = bytes.get(at + 1).is_some_and(|next| is_letter(*next));
        let behind_a_letter = at > 0 && is_letter(bytes[at - 1]);
        match byte {
            // đ begins words and never ends one: behind a word it is the sign of a trade mark.
            0xAE => before_a_letter,
            0xA1..=0xBE => behind_a_letter,
            _ => false,
        }
    };
    let signs = bytes.iter().enumerate().filter(|each| sign_in_a_word(*each)).count();
    // A tone behind a vowel now and then is chance; many for each sign are windows-1258.
    bytes.iter().all(|byte| byte.is_ascii() || letter(*byte).is_some())
        && signs > 0
        && signs * 4 >= tones_of_windows_1258(bytes)
}

/// The text of bytes in TCVN3; what is no letter becomes the replacement character.
pub fn decode(bytes: &[u8]) -> String {
    let one = |byte: &u8| match byte {
        0..=0x7F => char::from(*byte),
        _ => letter(*byte).unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    bytes.iter().map(one).collect()
}

fn letter(byte: u8) -> Option<char> {
    let place = usize::from(byte.checked_sub(FIRST)?);
    LETTERS.chars().nth(place).filter(|c| *c != ' ')
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || letter(byte).is_some()
}

/// How many tones stand behind vowels, read as windows-1258.
fn tones_of_windows_1258(bytes: &[u8]) -> usize {
    let (text, _) = WINDOWS_1258.decode_without_bom_handling(bytes);
    let tone = |c: char| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let vowel = |c: char| "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY".contains(c);
    let behind = text.chars().skip(1);
    text.chars().zip(behind).filter(|(before, c)| vowel(*before) && tone(*c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_old_fonts_are_read() {
        for (bytes, text) in [
            (&b"Th\xB8i Nguy\xAAn"[..], "Thái Nguyên"),
            (b"\xAE\xB9i h\xE9i \xAE\xB6ng b\xE9", "đại hội đảng bộ"),
            (b"\xAEi\xD2u ki\xD6n c\xF1a huy\xD6n, xe \xAEi\xD6n", "điều kiện của huyện, xe điện"),
            (b"L\xB7nh \xAE\xB9o t\xD8nh ch\xF3c m\xF5ng", "Lãnh đạo tỉnh chúc mừng"),
        ] {
            assert!(is_likely(bytes), "{text}");
            assert_eq!(decode(bytes), text);
        }
    }

    #[test]
    fn other_encodings_are_left_to_others() {
        let (windows_1258, _, _) =
            WINDOWS_1258.encode("Ho\u{323}p ba\u{300}n ta\u{323}i xa\u{303}");
        for bytes in [
            &windows_1258[..],
            b"Canon\xAE \xA9 2020",
            b"H\xE0 N\xF4i",
            b"5 m\xB2",
            b"Thai Nguyen",
            b"",
        ] {
            assert!(!is_likely(bytes), "{bytes:?}");
        }
    }

    #[test]
    fn the_table_has_every_vietnamese_letter_that_the_fonts_have_in_its_place() {
        assert_eq!(LETTERS.chars().count(), usize::from(0xFE - FIRST) + 1);
        for (byte, c) in
            [(0xA1, 'Ă'), (0xAE, 'đ'), (0xB5, 'à'), (0xC6, 'ặ'), (0xD0, 'é'), (0xFE, 'ỵ')]
        {
            assert_eq!(letter(byte), Some(c), "{byte:x}");
        }
        assert_eq!(letter(0xFF), None);
    }
}
