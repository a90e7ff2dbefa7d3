//! Numbers as they are written, and the calendar.

use time::{Date, Month, Weekday};

/// A number as it was written: `41,23` is 4123 with two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: i128,
    pub(super) decimals: u32,
}

/// Most digits that are reckoned with.
const DIGITS: usize = 15;

/// Reads a number: dots part thousands, a comma decimals. `None` where it is written otherwise.
pub(super) fn number(text: &str) -> Option<Number> {
    let (whole, decimals) = text.split_once(',').unwrap_or((text, ""));
    let mut groups = whole.split('.');
    let first = groups.next()?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    digits.push_str(decimals);
    if digits.is_empty() || digits.len() > DIGITS || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(Number { value: digits.parse().ok()?, decimals: u32::try_from(decimals.len()).ok()? })
}

/// A number without decimals.
pub(super) fn integer(text: &str) -> Option<i128> {
    number(text).filter(|number| number.decimals == 0).map(|number| number.value)
}

/// With dots between thousands.
pub(super) fn grouped(value: i128) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// The share in percent with so many decimals, rounded half up; `None` of nothing.
pub(super) fn percent(part: i128, whole: i128, decimals: u32) -> Option<i128> {
    let scaled = part.checked_mul(100 * 10_i128.checked_pow(decimals.min(6))?)?;
    (whole > 0).then(|| (2 * scaled + whole) / (2 * whole))
}

/// 4123 with two decimals as `41,23`.
pub(super) fn decimal(value: i128, decimals: u32) -> String {
    if decimals == 0 {
        return grouped(value);
    }
    let scale = 10_i128.pow(decimals);
    let width = usize::try_from(decimals).unwrap_or_default();
    format!("{},{:0width$}", grouped(value / scale), value % scale)
}

pub(super) fn date(year: i32, month: i128, day: i128) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()
}

/// Whether a day is in the calendar of any year.
pub(super) fn is_day(month: i128, day: i128) -> bool {
    date(2000, month, day).is_some()
}

/// The days of the week from Monday on, as they are written behind "thứ".
pub(super) const WEEKDAYS: [&str; 7] = ["hai", "ba", "tư", "năm", "sáu", "bảy", "chủ nhật"];

pub(super) fn weekday(date: Date) -> usize {
    match date.weekday() {
        Weekday::Monday => 0,
        Weekday::Tuesday => 1,
        Weekday::Wednesday => 2,
        Weekday::Thursday => 3,
        Weekday::Friday => 4,
        Weekday::Saturday => 5,
        Weekday::Sunday => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_vietnamese_writes_them() {
        let read = |text| number(text).map(|number| (number.value, number.decimals));
        assert_eq!(read("4.687"), Some((4687, 0)));
        assert_eq!(read("41,23"), Some((4123, 2)));
        assert_eq!(read("1.234.567,8"), Some((12_345_678, 1)));
        for wrong in ["3.5", "1234.567", "1,2,3", "12345678901234567", ""] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(decimal(percent(254, 616, 2).unwrap(), 2), "41,23");
        assert_eq!(percent(2, 3, 0), Some(67));
        assert_eq!(grouped(1_234_567), "1.234.567");
        assert_eq!(percent(1, 0, 2), None);
    }
}
