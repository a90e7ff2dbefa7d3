//! Variables in the words of a photo: `{city}, {date:dd/MM/yyyy}` becomes
//! `Thái Nguyên, 23/05/2020`.

use super::desk_words::{WordChanges, Words};

/// What a photo's variables are filled from.
pub struct Filling<'a> {
    pub words: &'a Words,
    /// Name of its file.
    pub file_name: &'a str,
    /// Its place in the selection, from 1.
    pub seq: u32,
}

/// Every variable that there is, for screens and the handbook. `date` and `time` take a format
/// after a colon (`dd d MM M yyyy yy HH mm EEEE`), `seq` the number of digits.
pub const VARIABLES: &[&str] = &[
    "date",
    "time",
    "headline",
    "caption",
    "creator",
    "creators",
    "credit",
    "source",
    "sublocation",
    "city",
    "province",
    "country",
    "people",
    "keywords",
    "filename",
    "seq",
];

/// Fills the variables in changes that are about to be made to a photo. Values without variables
/// count already: a template may set the city and name it in the caption. What is no variable
/// stays as it was written.
#[must_use]
pub fn filled(changes: &WordChanges, filling: &Filling<'_>) -> WordChanges {
    let mut words = filling.words.clone();
    changes.with_texts(&|text| !text.contains('{')).apply(&mut words);
    let with = Filling { words: &words, ..*filling };
    let mut made = changes.clone();
    made.map_texts(&mut |text| fill(text, &with));
    made
}

fn fill(text: &str, filling: &Filling<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let value = after.find('}').and_then(|end| Some((end, value_of(&after[..end], filling)?)));
        match value {
            Some((end, value)) => {
                filled.push_str(&value);
                rest = &after[end + 1..];
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// `None` for what is no variable.
fn value_of(name: &str, filling: &Filling<'_>) -> Option<String> {
    let (name, form) = name.split_once(':').map_or((name, None), |(name, form)| (name, Some(form)));
    let words = &filling.words.metadata;
    if form == Some("") {
        return None;
    }
    let no_form = |value: String| form.is_none().then_some(value);
    match name {
        "date" => Some(dated(&words.created, form.unwrap_or("dd/MM/yyyy"))),
        "time" => Some(dated(&words.created, form.unwrap_or("HH:mm"))),
        "seq" => {
            let digits: usize = form.map_or(Some(1), |digits| digits.parse().ok())?;
            (1..=9).contains(&digits).then(|| format!("{:0digits$}", filling.seq))
        }
        "headline" => no_form(words.headline.clone()),
        "caption" => no_form(words.caption.clone()),
        "creator" => no_form(words.creators.first().cloned().unwrap_or_default()),
        "creators" => no_form(words.creators.join(" - ")),
        "credit" => no_form(words.credit.clone()),
        "source" => no_form(words.source.clone()),
        "sublocation" => no_form(words.sublocation.clone()),
        "city" => no_form(words.city.clone()),
        "province" => no_form(words.province.clone()),
        "country" => no_form(words.country.clone()),
        "people" => no_form(words.people.join(", ")),
        "keywords" => no_form(words.keywords.join(", ")),
        "filename" => {
            let stem =
                filling.file_name.rsplit_once('.').map_or(filling.file_name, |(stem, _)| stem);
            no_form(stem.to_owned())
        }
        _ => None,
    }
}

/// A moment of ISO 8601 (`2020-05-23T08:15:00+07:00`, with as much of it as is known) in a form.
/// Empty where the day is not known, or the time and the form wants it.
fn dated(created: &str, form: &str) -> String {
    let number = |from: usize, to: usize| -> Option<u32> {
        created.get(from..to).filter(|it| it.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
    };
    let day = (|| {
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let month = time::Month::try_from(u8::try_from(month).ok()?).ok()?;
        time::Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?)
            .ok()
    })();
    let Some(day) = day else { return String::new() };
    let (hour, minute) = (number(11, 13), number(14, 16));
    let mut written = String::new();
    let mut rest = form;
    while let Some(sign) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches(sign).len();
        let part = &rest[..run];
        let value = match part {
            "dd" => Some(format!("{:02}", day.day())),
            "d" => Some(day.day().to_string()),
            "MM" => Some(format!("{:02}", u8::from(day.month()))),
            "M" => Some(u8::from(day.month()).to_string()),
            "yyyy" => Some(format!("{:04}", day.year())),
            "yy" => Some(format!("{:02}", day.year().rem_euclid(100))),
            "HH" | "mm" => {
                let of_clock = if part == "HH" { hour } else { minute };
                let Some(value) = of_clock else { return String::new() };
                Some(format!("{value:02}"))
            }
            "EEEE" => Some(weekday(day.weekday()).to_owned()),
            _ => None,
        };
        match value {
            Some(value) => written.push_str(&value),
            None => written.push_str(part),
        }
        rest = &rest[run..];
    }
    written
}

fn weekday(day: time::Weekday) -> &'static str {
    match day {
        time::Weekday::Monday => "thứ Hai",
        time::Weekday::Tuesday => "thứ Ba",
        time::Weekday::Wednesday => "thứ Tư",
        time::Weekday::Thursday => "thứ Năm",
        time::Weekday::Friday => "thứ Sáu",
        time::Weekday::Saturday => "thứ Bảy",
        time::Weekday::Sunday => "Chủ nhật",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::metadata::Metadata;

    fn caption_of(text: &str, words: &Words) -> String {
        let changes = WordChanges { caption: Some(text.to_owned()), ..WordChanges::default() };
        let filling = Filling { words, file_name: "DSC_0042.jpg", seq: 7 };
        filled(&changes, &filling).caption.unwrap_or_default()
    }

    #[test]
    fn variables_are_filled_from_the_words_of_the_photo() {
        let words = Words {
            metadata: Metadata {
                created: "2020-05-23T08:15:00+07:00".to_owned(),
                city: "Thái Nguyên".to_owned(),
                creators: vec!["Thanh Mai".to_owned(), "Thanh Hiếu".to_owned()],
                ..Metadata::default()
            },
            ..Words::default()
        };
        let check = |text: &str, expected: &str| assert_eq!(caption_of(text, &words), expected);
        check("{city}, {date}", "Thái Nguyên, 23/05/2020");
        check("{date:EEEE, d/M/yy} {time}", "thứ Bảy, 23/5/20 08:15");
        check("Ảnh {seq:3}: {creators}", "Ảnh 007: Thanh Mai - Thanh Hiếu");
        check("{filename}", "DSC_0042");
        check("{no} {city {date:} {seq:x} {city:x} }{", "{no} {city {date:} {seq:x} {city:x} }{");
        check("{headline}|", "|");
    }

    #[test]
    fn every_variable_that_is_told_is_one() {
        for name in VARIABLES {
            let text = format!("{{{name}}}");
            assert_ne!(caption_of(&text, &Words::default()), text, "{name}");
        }
    }

    #[test]
    fn a_template_names_in_the_caption_what_it_sets_itself() {
        let changes = WordChanges {
            city: Some("Huế".to_owned()),
            caption: Some("Tại {city}".to_owned()),
            ..WordChanges::default()
        };
        let words = Words::default();
        let made = filled(&changes, &Filling { words: &words, file_name: "a.jpg", seq: 1 });
        assert_eq!(made.caption.as_deref(), Some("Tại Huế"));
    }

    #[test]
    fn a_date_that_is_not_known_leaves_nothing() {
        for created in ["", "2020", "2020-13-01", "không rõ"] {
            assert_eq!(dated(created, "dd/MM/yyyy"), "", "{created}");
        }
        assert_eq!(dated("2020-05-23", "dd/MM HH:mm"), "", "the time is not known");
    }
}
