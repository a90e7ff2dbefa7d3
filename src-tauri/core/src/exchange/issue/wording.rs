//! The few words that the desk itself puts into an article, in the article's language.

pub(in crate::exchange) struct Words {
    pub(in crate::exchange) skip_to_content: &'static str,
    pub(in crate::exchange) untitled: &'static str,
    pub(in crate::exchange) source: &'static str,
    pub(in crate::exchange) photo: &'static str,
    pub(in crate::exchange) photo_missing: &'static str,
    pub(in crate::exchange) photos: &'static str,
    pub(in crate::exchange) table: &'static str,
    pub(in crate::exchange) side_bar: &'static str,
    pub(in crate::exchange) translation: &'static str,
    pub(in crate::exchange) edited_by: &'static str,
    /// What a suggestion would do: other words, nothing instead, join, move, another value. `{}` is
    /// filled in.
    pub(in crate::exchange) suggestions: [&'static str; 5],
    /// What is read out for a newsroom's picture that has no name beside it.
    pub(in crate::exchange) logo: &'static str,
    /// On every page of a text that nobody has approved.
    pub(in crate::exchange) not_approved: &'static str,
    months: Option<[&'static str; 12]>,
}

static VI: Words = Words {
    skip_to_content: "Đi tới nội dung",
    untitled: "Chưa có tít",
    source: "Nguồn",
    photo: "Ảnh",
    photo_missing: "Thiếu ảnh",
    photos: "Chùm ảnh",
    table: "Bảng",
    side_bar: "Thông tin thêm",
    translation: "Dịch",
    edited_by: "Biên tập",
    suggestions: [
        "Đề nghị sửa thành: “{}”",
        "Đề nghị bỏ.",
        "Đề nghị nối với đoạn trước.",
        "Đề nghị chuyển chỗ.",
        "Đề nghị đổi thành: {}",
    ],
    logo: "Biểu trưng",
    not_approved: "Bản chưa duyệt",
    months: None,
};

static EN: Words = Words {
    skip_to_content: "Skip to content",
    untitled: "Untitled",
    source: "Source",
    photo: "Photo",
    photo_missing: "Photo missing",
    photos: "Photos",
    table: "Table",
    side_bar: "More on this",
    translation: "Translation",
    edited_by: "Edited by",
    suggestions: [
        "Suggested: “{}”",
        "Suggested: leave out.",
        "Suggested: join with the paragraph before.",
        "Suggested: move.",
        "Suggested: {}",
    ],
    logo: "Logo",
    not_approved: "Not approved",
    months: Some([
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]),
};

/// Vietnamese for an article in Vietnamese, English for every other language.
pub(in crate::exchange) fn of(language: &str) -> &'static Words {
    let primary = language.split('-').next().unwrap_or_default();
    if primary.is_empty() || primary.eq_ignore_ascii_case("vi") { &VI } else { &EN }
}

impl Words {
    /// `2020-05-23` as `23/5/2020` or `23 May 2020`; anything else as it is.
    pub(in crate::exchange) fn date(&self, iso: &str) -> String {
        let mut parts = iso.splitn(3, '-').map(|part| part.parse::<u16>().ok());
        let (Some(Some(year)), Some(Some(month)), Some(Some(day))) =
            (parts.next(), parts.next(), parts.next())
        else {
            return iso.to_owned();
        };
        match self.months.map(|months| months.get(usize::from(month).wrapping_sub(1)).copied()) {
            None => format!("{day}/{month}/{year}"),
            Some(Some(name)) => format!("{day} {name} {year}"),
            Some(None) => iso.to_owned(),
        }
    }

    /// `2020-05-23T15:30:00+07:00` as `15:30, 23/5/2020`.
    pub(in crate::exchange) fn time(&self, rfc3339: &str) -> String {
        match rfc3339.split_once('T') {
            Some((date, clock)) => {
                format!("{}, {}", clock.get(..5).unwrap_or(clock), self.date(date))
            }
            None => rfc3339.to_owned(),
        }
    }

    /// The day of an RFC 3339 time as on a letter: `ngày 05 tháng 02 năm 2020`, after Nghị định
    /// 30/2020/NĐ-CP, Phụ lục I, which wants two digits of days below ten and of the months 1 and
    /// 2; or `23 May 2020`.
    pub(in crate::exchange) fn letter_date(&self, rfc3339: &str) -> String {
        let date = rfc3339.get(..10).unwrap_or(rfc3339);
        let mut parts = date.splitn(3, '-').map(|part| part.parse::<u16>().ok());
        match (self.months, parts.next(), parts.next(), parts.next()) {
            (None, Some(Some(year)), Some(Some(month)), Some(Some(day))) => {
                let month = if month <= 2 { format!("{month:02}") } else { month.to_string() };
                format!("ngày {day:02} tháng {month} năm {year}")
            }
            _ => self.date(date),
        }
    }

    /// `Ảnh: Thanh Hiếu`; a credit that brings its own label keeps it.
    pub(in crate::exchange) fn credit(&self, credit: &str) -> String {
        let label = format!("{}:", self.photo);
        if credit.to_lowercase().starts_with(&label.to_lowercase()) {
            credit.to_owned()
        } else {
            format!("{label} {credit}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_the_language_writes_them() {
        for (language, expected) in [
            ("vi", "15:30, 23/5/2020"),
            ("VI-VN", "15:30, 23/5/2020"),
            ("en", "15:30, 23 May 2020"),
        ] {
            assert_eq!(of(language).time("2020-05-23T15:30:00+07:00"), expected);
        }
        assert_eq!(of("en").date("2020-13-40"), "2020-13-40", "no such month is left as it is");
    }

    #[test]
    fn the_day_of_a_letter_has_its_zeros_after_the_decree() {
        for (language, day, expected) in [
            ("vi", "2020-02-05T15:30:00+07:00", "ngày 05 tháng 02 năm 2020"),
            ("vi", "2020-05-23T15:30:00+07:00", "ngày 23 tháng 5 năm 2020"),
            ("en", "2020-05-23T15:30:00+07:00", "23 May 2020"),
        ] {
            assert_eq!(of(language).letter_date(day), expected);
        }
    }

    #[test]
    fn a_credit_with_its_own_label_is_not_labelled_twice() {
        assert_eq!(of("vi").credit("Thanh Hiếu"), "Ảnh: Thanh Hiếu");
        assert_eq!(of("vi").credit("ảnh: TTXVN"), "ảnh: TTXVN");
    }
}
