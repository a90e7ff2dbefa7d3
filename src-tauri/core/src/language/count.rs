//! Counting what a newsroom counts: syllables, the parts that spaces separate.

/// Syllables: runs without space that hold at least one letter or digit.
pub fn syllables(text: &str) -> u32 {
    let count =
        text.split_whitespace().filter(|part| part.chars().any(char::is_alphanumeric)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Words as word processors count them: runs without space, whatever is in them.
pub fn words(text: &str) -> u32 {
    u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX)
}

/// Characters with spaces, and without. Line breaks are neither.
pub fn characters(text: &str) -> (u32, u32) {
    let all = text.chars().filter(|c| !matches!(c, '\n' | '\r'));
    let (spaces, solid): (Vec<char>, Vec<char>) = all.partition(|c| c.is_whitespace());
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    (count(spaces.len() + solid.len()), count(solid.len()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_and_characters_are_those_of_word_processors() {
        let text = "kinh tế - xã hội\nnăm 2020";
        assert_eq!(super::words(text), 7);
        assert_eq!(super::characters(text), (24, 19));
    }

    #[test]
    fn a_dash_between_spaces_is_no_syllable() {
        assert_eq!(super::syllables("kinh tế - xã hội năm 2020"), 6);
        assert_eq!(super::syllables(" \u{a0} "), 0);
    }
}
