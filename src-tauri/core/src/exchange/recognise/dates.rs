//! Lines that say only when: "Thứ Bảy, 23/5/2020 | 14:30 GMT+7".

use time::{Date, Month};

/// What a date line says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DateLine {
    /// `YYYY-MM-DD`, where a full date of the calendar is written.
    pub(super) date: Option<String>,
    /// Whether the line says more than the date and its weekday.
    pub(super) says_more: bool,
}

/// `None` where the line has any other word.
pub(super) fn date_line(text: &str) -> Option<DateLine> {
    // Longer ones are sentences; this is asked for every line.
    // What ends in a stop is the rest of a sentence that a page has broken.
    if text.len() > 120
        || text.ends_with(['.', ',', ';'])
        || !text.bytes().any(|b| b.is_ascii_digit())
    {
        return None;
    }
    let lower = text.to_lowercase();
    let parts: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || ",|;()[]–—•".contains(c))
        .map(|part| part.trim_end_matches([':', '.']))
        .filter(|part| !part.is_empty() && *part != "-")
        .collect();
    let mut found = Found::default();
    for (at, part) in parts.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |before| parts[before]);
        let after = parts.get(at + 1).copied().unwrap_or_default();
        if !found.take(part, before, after) {
            return None;
        }
    }
    if found.day.is_some() && found.month.is_some() {
        found.marks += 1;
    }
    (found.marks > 0).then(|| DateLine {
        date: found.date(),
        says_more: found.says_more || found.date().is_none(),
    })
}

#[derive(Default)]
struct Found {
    day: Option<u8>,
    month: Option<u8>,
    year: Option<i32>,
    /// Signs that this is a date and not a figure.
    marks: u32,
    says_more: bool,
}

impl Found {
    /// Whether the part may stand in a date line.
    fn take(&mut self, part: &str, before: &str, after: &str) -> bool {
        if WORDS.contains(&part) {
            return true;
        }
        if part.bytes().all(|b| b.is_ascii_digit()) {
            return self.number(part, before, after);
        }
        if is_clock(part) || part.starts_with("gmt") || matches!(part, "+7" | "+07" | "+0700") {
            self.says_more = true;
            self.marks += u32::from(is_clock(part));
            return true;
        }
        self.numeric_date(part)
    }

    /// "ngày 23 tháng 5 năm 2020", "14 giờ 30 phút".
    fn number(&mut self, part: &str, before: &str, after: &str) -> bool {
        if matches!(after, "giờ" | "phút") {
            self.says_more = true;
            return part.len() <= 2;
        }
        match before {
            "tháng" => self.month(part),
            "năm" => self.year(part),
            "giờ" | "lúc" | "hồi" => {
                self.says_more = true;
                part.len() <= 2
            }
            _ if self.month.is_some() && part.len() == 4 => self.year(part),
            _ if self.day.is_none() && part.len() <= 2 => {
                self.day = part.parse().ok().filter(|day| (1..=31).contains(day));
                self.day.is_some()
            }
            _ => {
                self.says_more = true;
                part.len() <= 2
            }
        }
    }

    fn month(&mut self, part: &str) -> bool {
        self.month = part.parse().ok().filter(|month| (1..=12).contains(month));
        self.month.is_some()
    }

    fn year(&mut self, part: &str) -> bool {
        self.year = part.parse().ok().filter(|year| (1900..=2199).contains(year));
        self.year.is_some()
    }

    /// "23/5/2020", "23-05-2020", "2020-05-23", "23/5", "5/2020" behind "tháng".
    fn numeric_date(&mut self, part: &str) -> bool {
        let fields: Vec<&str> = part.split(['/', '-', '.']).collect();
        if self.month.is_some()
            || !fields.iter().all(|f| !f.is_empty() && f.bytes().all(|b| b.is_ascii_digit()))
        {
            return false;
        }
        let (day, month, year) = match fields[..] {
            [year, month, day] if year.len() == 4 => (Some(day), month, Some(year)),
            [day, month, year] if year.len() == 4 => (Some(day), month, Some(year)),
            [month, year] if year.len() == 4 && self.day.is_some() => (None, month, Some(year)),
            // A dot or hyphen between two numbers is a decimal or a range.
            [day, month] if part.contains('/') => (Some(day), month, None),
            _ => return false,
        };
        if let Some(day) = day {
            self.day = day.parse().ok().filter(|day| (1..=31).contains(day));
        }
        self.marks += 1;
        self.day.is_some() && self.month(month) && year.is_none_or(|year| self.year(year))
    }

    fn date(&self) -> Option<String> {
        let month = Month::try_from(self.month?).ok()?;
        let date = Date::from_calendar_date(self.year?, month, self.day?).ok()?;
        Some(format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()))
    }
}

/// "14:30", "14:30:05", "14h30", "8h".
fn is_clock(part: &str) -> bool {
    let part = part.strip_suffix("am").or_else(|| part.strip_suffix("pm")).unwrap_or(part);
    let fields: Vec<&str> = part.split([':', 'h', 'g']).collect();
    let is_number = |field: &str, limit: u32| {
        (1..=2).contains(&field.len()) && field.parse::<u32>().is_ok_and(|n| n < limit)
    };
    match fields[..] {
        [hour, ""] => !part.contains(':') && is_number(hour, 25),
        [hour, minute] => is_number(hour, 25) && is_number(minute, 60),
        [hour, minute, second] => {
            is_number(hour, 25) && is_number(minute, 60) && is_number(second, 60)
        }
        _ => false,
    }
}

/// Words that may stand in a date line.
const WORDS: &[&str] = &[
    "thứ",
    "hai",
    "ba",
    "tư",
    "năm",
    "sáu",
    "bảy",
    "bẩy",
    "chủ",
    "nhật",
    "t2",
    "t3",
    "t4",
    "t5",
    "t6",
    "t7",
    "cn",
    "ngày",
    "tháng",
    "giờ",
    "phút",
    "lúc",
    "hồi",
    "vào",
    "cập",
    "đăng",
    "gửi",
    "xuất",
    "bản",
    "phát",
    "hành",
    "thời",
    "gian",
    "sáng",
    "trưa",
    "chiều",
    "tối",
    "sa",
    "ch",
    "am",
    "pm",
    "updated",
    "update",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(Option<&str>, bool)>) {
        let found = date_line(text);
        let found = found.as_ref().map(|line| (line.date.as_deref(), line.says_more));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_date_line_says_only_when() {
        let day = Some("2020-05-23");
        check("23/5/2020", Some((day, false)));
        check("Thứ Bảy, 23/05/2020", Some((day, false)));
        check("Thứ bảy, ngày 23 tháng 5 năm 2020", Some((day, false)));
        check("ngày 23 tháng 5, 2020", Some((day, false)));
        check("Ngày 23 tháng 5/2020", Some((day, false)));
        check("2020-05-23", Some((day, false)));
        check("Thứ Bảy, 23/5/2020 | 14:30 GMT+7", Some((day, true)));
        check("Cập nhật: 14h30 - 23/5/2020", Some((day, true)));
        check("Cập nhật lúc 14 giờ 30 phút ngày 23/5/2020", Some((day, true)));
        check("14 giờ 30 phút, ngày 23 tháng 5 năm 2020", Some((day, true)));
        check("23/5", Some((None, true)));
        check("14:30", Some((None, true)));
        check("31/4/2020", Some((None, true)));
    }

    #[test]
    fn figures_and_sentences_are_no_date_lines() {
        for text in [
            "19/19",
            "254/616",
            "Năm 2020",
            "2020",
            "4.687",
            "2020-2025",
            "Chiều 23/5, đoàn làm việc tại tỉnh",
            "Thứ Hai",
            "23/5/2020 24/5/2020",
            "tối 5/6.",
            "",
        ] {
            check(text, None);
        }
    }
}
