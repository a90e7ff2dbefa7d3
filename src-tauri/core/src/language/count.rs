//! Counting what a newsroom counts: syllables, the parts that spaces separate.

/// Syllables: runs without space that hold at least one letter or digit.
pub fn syllables(text: &str) -> u32 {
    let count =
        text.split_whitespace().filter(|part| part.chars().any(char::is_alphanumeric)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_dash_between_spaces_is_no_syllable() {
        assert_eq!(super::syllables("kinh tế - xã hội năm 2020"), 6);
        assert_eq!(super::syllables(" \u{a0} "), 0);
    }
}
