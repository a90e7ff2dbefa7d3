//! File names in the order in which people count: `IMG_9` before `IMG_10`.

use std::cmp::Ordering;

/// Compares two names with the numbers in them taken as numbers, without regard to case.
pub(super) fn natural(one: &str, other: &str) -> Ordering {
    let (mut left, mut right) = (one, other);
    loop {
        let (a, b) = match (first(left), first(right)) {
            (None, None) => return one.cmp(other),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => (a, b),
        };
        let order = match (number(a), number(b)) {
            // Longer means larger once the leading zeros are gone, however long it is.
            (Some(a), Some(b)) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
            _ => a.to_lowercase().cmp(&b.to_lowercase()),
        };
        if order.is_ne() {
            return order;
        }
        (left, right) = (&left[a.len()..], &right[b.len()..]);
    }
}

/// The digits at the beginning, or else one letter.
fn first(text: &str) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let end = if digits > 0 { digits } else { text.chars().next()?.len_utf8() };
    Some(&text[..end])
}

fn number(part: &str) -> Option<&str> {
    part.starts_with(|c: char| c.is_ascii_digit()).then(|| part.trim_start_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = ["IMG_10.JPG", "img_2.jpg", "IMG_1.JPG", "IMG_010.JPG", "DSC_5", "Ảnh 3"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(
            names,
            ["DSC_5", "IMG_1.JPG", "img_2.jpg", "IMG_010.JPG", "IMG_10.JPG", "Ảnh 3"]
        );
        let long = "9".repeat(60);
        assert_eq!(natural(&long, &format!("1{long}")), Ordering::Less, "longer than any integer");
        assert_eq!(natural("a", "a"), Ordering::Equal);
        assert_eq!(natural("a1", "a01").reverse(), natural("a01", "a1"), "an order, not a guess");
    }
}
