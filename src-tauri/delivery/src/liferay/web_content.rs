//! Web content as Liferay 6.2 keeps it: text in XML, each language apart, times in parts.

use banthao_core::time::{Timestamp, ZoneMinutes};

use crate::text::{escaped, unescaped};

/// The text as the portal keeps it: in this field of a structure, or alone.
pub(super) fn xml(html: &str, language: &str, field: Option<&String>) -> String {
    // Nothing in a text may end the section that it stands in.
    let html = html.replace("]]>", "]]]]><![CDATA[>");
    let root = format!("<root available-locales=\"{language}\" default-locale=\"{language}\">");
    let Some(field) = field else {
        return format!(
            "<?xml version=\"1.0\"?>{root}<static-content language-id=\"{language}\">\
             <![CDATA[{html}]]></static-content></root>"
        );
    };
    let field = escaped(field);
    format!(
        "<?xml version=\"1.0\"?>{root}<dynamic-element name=\"{field}\" type=\"text_area\" \
         index-type=\"text\"><dynamic-content language-id=\"{language}\"><![CDATA[{html}]]>\
         </dynamic-content></dynamic-element></root>"
    )
}

/// What only a new article wants: it is shown from this time on, for ever.
pub(super) fn new_article(
    at: Timestamp,
    structure: &str,
    template: &str,
) -> Vec<(&'static str, String)> {
    let time = at.rfc3339(ZoneMinutes(0));
    let part = |range: std::ops::Range<usize>| {
        time.get(range).and_then(|part| part.parse::<u32>().ok()).unwrap_or_default()
    };
    let text = |text: &str| text.to_owned();
    let mut fields = vec![
        ("classNameId", text("0")),
        ("classPK", text("0")),
        ("autoArticleId", text("false")),
        ("type", text("general")),
        ("ddmStructureKey", text(structure)),
        ("ddmTemplateKey", text(template)),
        // Months are counted from 0 there.
        ("displayDateMonth", part(5..7).saturating_sub(1).to_string()),
        ("displayDateDay", part(8..10).to_string()),
        ("displayDateYear", part(0..4).to_string()),
        ("displayDateHour", part(11..13).to_string()),
        ("displayDateMinute", part(14..16).to_string()),
        ("neverExpire", text("true")),
        ("neverReview", text("true")),
        ("indexable", text("true")),
        ("articleURL", text("")),
    ];
    for name in [
        "expirationDateMonth",
        "expirationDateDay",
        "expirationDateYear",
        "expirationDateHour",
        "expirationDateMinute",
        "reviewDateMonth",
        "reviewDateDay",
        "reviewDateYear",
        "reviewDateHour",
        "reviewDateMinute",
    ] {
        fields.push((name, text("0")));
    }
    fields
}

/// `vi_VN` of `vi`.
pub(super) fn locale_of(language: &str) -> &'static str {
    if language.starts_with("en") { "en_US" } else { "vi_VN" }
}

/// The text of a field that is kept in several languages: said beside it, or the first in its XML.
pub(super) fn in_language(current: &str, all: &str) -> String {
    if !current.is_empty() {
        return current.to_owned();
    }
    if !all.trim_start().starts_with('<') {
        return all.to_owned();
    }
    let inside = all.split_once("language-id=").and_then(|(_, rest)| rest.split_once('>'));
    let inside = inside.and_then(|(_, rest)| rest.split_once("</")).map_or("", |(text, _)| text);
    unescaped(inside)
}

/// The text of the first sections in which nothing is markup, as one.
pub(super) fn cdata_of(xml: &str) -> String {
    let mut out = String::new();
    let mut rest = xml;
    while let Some((_, after)) = rest.split_once("<![CDATA[") {
        let (text, after) = after.split_once("]]>").unwrap_or((after, ""));
        out.push_str(text);
        // What follows at once is the same text, which was only cut for its own `]]>`.
        if !after.starts_with("<![CDATA[") {
            break;
        }
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_out_of_its_xml_as_it_went_in() {
        let parts = ["<p>a</p>", "a ]]> b", "]]>]]>", ""];
        for html in parts {
            for field in [None, Some(&"noi \"dung\"".to_owned())] {
                assert_eq!(cdata_of(&xml(html, "vi_VN", field)), html);
            }
        }
        assert_eq!(cdata_of("<root>"), "");
    }

    #[test]
    fn a_title_in_several_languages_is_read() {
        let xml =
            "<?xml version='1.0'?><root><Title language-id=\"vi_VN\">A &amp; B</Title></root>";
        assert_eq!(in_language("", xml), "A & B");
        assert_eq!(in_language("Nay", xml), "Nay");
        assert_eq!(in_language("", "Trơn"), "Trơn");
    }

    #[test]
    fn a_time_is_told_in_parts_and_january_is_month_nought() {
        let fields = new_article(Timestamp(1_796_068_800_000), "", "");
        let of = |name: &str| fields.iter().find(|it| it.0 == name).map(|it| it.1.clone());
        assert_eq!(of("displayDateMonth").as_deref(), Some("10"));
        assert_eq!(of("displayDateDay").as_deref(), Some("30"));
        assert_eq!(of("displayDateHour").as_deref(), Some("20"));
    }
}
