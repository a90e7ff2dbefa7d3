use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::article::{Block, BlockId, BylineRole, Document, Fields, plain_text, text_of};
use crate::language::normal::nfc;
use crate::person::{Person, PersonId, Role};

fn composed(lines: &[LabelledLine], people: &[Person]) -> (Document, Fields) {
    let mut count = 0;
    let mut new_id = || {
        count += 1;
        BlockId(format!("b{count}"))
    };
    compose(lines, people, &mut new_id).unwrap()
}

fn person(id: &str, pen_name: &str) -> Person {
    Person {
        id: PersonId(id.to_owned()),
        name: format!("Nguyễn {pen_name}"),
        pen_name: pen_name.to_owned(),
        role: Role::Reporter,
        sections: Vec::new(),
    }
}

fn line(label: Label, text: &str) -> LabelledLine {
    LabelledLine { text: text.to_owned(), label }
}

/// A letter for each block: p paragraph, s subhead, c photo with its caption.
fn shape(document: &Document) -> String {
    document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph { .. } => 'p',
            Block::Subhead { .. } => 's',
            Block::Photo(_) => 'c',
            Block::Quote { .. }
            | Block::List { .. }
            | Block::Table { .. }
            | Block::Box { .. }
            | Block::PhotoGroup { .. } => '?',
        })
        .collect()
}

/// Labels and text, a line each, as `label text`.
fn check(input: &str, expected: &str) {
    let found: String = recognise(input, "UTF-8")
        .unwrap()
        .lines
        .iter()
        .map(|line| format!("{:?} {}\n", line.label, line.text))
        .collect();
    let expected: String =
        expected.trim().lines().map(|line| format!("{}\n", line.trim())).collect();
    assert_eq!(found, expected, "{input}");
}

mod reference {
    use super::*;

    /// The report on which the rules were measured, where it lies beside the repository.
    fn report() -> Option<String> {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../../shared/report/thai-nguyen-2020-05-23.txt");
        let report = std::fs::read_to_string(path).ok();
        if report.is_none() {
            println!("skipped: the reference report is not beside this repository");
        }
        report
    }

    fn is_complete(report: &str) {
        use Label::{Byline, Caption, Headline, Junk, Lead, Paragraph, Source};
        let recognition = recognise(report, "UTF-8").unwrap();
        let labels: Vec<Label> = recognition.lines.iter().map(|line| line.label).collect();
        assert_eq!(
            labels,
            [
                Junk, Headline, Lead, Paragraph, Caption, Paragraph, Paragraph, Paragraph,
                Paragraph, Caption, Paragraph, Paragraph, Paragraph, Source, Byline
            ]
        );
        for line in &recognition.lines {
            assert!(
                line.confidence >= 0.8,
                "{} of {:?} {}",
                line.confidence,
                line.label,
                line.text
            );
            assert_eq!(line.text, nfc(&line.text));
            assert!(!line.text.contains(['\u{a0}']) && !line.text.contains("  "));
        }

        let lines: Vec<LabelledLine> = recognition.lines.into_iter().map(Into::into).collect();
        let people = [person("hieu", "Thanh Hiếu"), person("mai", "Thanh Mai")];
        let (document, fields) = composed(&lines, &people);
        assert!(document.headline_text().starts_with("Thực hiện nghiêm quy định của Bộ Chính trị"));
        assert!(document.lead_text().ends_with("công tác đối ngoại của tỉnh chiều ngày 23/5."));
        assert_eq!(shape(&document), "pcppppcppp");
        let captions: Vec<String> =
            document.photos().map(|photo| text_of(&photo.content)).collect();
        assert_eq!(
            captions,
            [
                "Các đại biểu tham dự buổi làm việc",
                "Đồng chí Phạm Minh Chính, Trưởng Ban Tổ chức Trung ương phát biểu kết luận \
                 buổi làm việc",
            ]
        );
        assert!(document.photos().all(|photo| photo.attrs.photo.is_none()));
        assert_eq!(fields.source, "thainguyen.gov.vn");
        assert_eq!(fields.byline_line(), "Thanh Mai - Thanh Hiếu");
        let contributors: Vec<&str> = fields
            .bylines
            .iter()
            .filter_map(|byline| byline.contributor.as_ref())
            .map(|id| id.0.as_str())
            .collect();
        assert_eq!(contributors, ["mai", "hieu"]);
        assert_eq!(fields.internal_note, "");
    }

    #[test]
    fn the_report_is_recognised_completely() {
        let Some(report) = report() else { return };
        is_complete(&report);
        let recognition = recognise(&report, "UTF-8").unwrap();
        assert_eq!(
            (recognition.hard_spaces, recognition.decomposed, recognition.invisible),
            (4, 0, 0)
        );
    }

    #[test]
    fn whatever_it_came_through_it_is_the_same_report() {
        let Some(report) = report() else { return };
        let nfd: String = report.nfd().collect();
        assert!(recognise(&nfd, "UTF-8").unwrap().decomposed > 1_000);
        is_complete(&nfd);
        is_complete(&report.replace('\n', "\r\n"));
        is_complete(&report.replace("\n\n", "\n"));
        is_complete(&report.replace('\n', "\n\n \u{a0}\n"));
        is_complete(&report.replace(' ', "\u{a0}"));
        is_complete(&format!("\u{feff}{}", report.replace(", ", ",\u{200b} \t")));
    }

    #[test]
    fn what_a_page_broke_inside_its_sentences_is_joined() {
        let Some(report) = report() else { return };
        let mut broken = report.clone();
        for (whole, parts) in [
            ("của Ban Chấp hành Trung ương Đảng", "của\nBan Chấp hành Trung ương Đảng\n"),
            ("(đạt 41,23%)", "(đạt 41,23\n%)"),
            ("; 254/616", "\n; 254/616"),
            ("đồng chí Bùi Xuân Hòa, Phó", "đồng chí Bùi Xuân Hòa\n, Phó"),
            ("nhân dân để xây dựng", "nhân dân\nđể xây dựng"),
        ] {
            assert!(broken.contains(whole), "{whole}");
            broken = broken.replacen(whole, parts, 1);
        }
        is_complete(&broken);
    }
}

/// Stands for the paragraphs that a case does not speak about.
const LEAD: &str = "Sáng 14/5, đoàn công tác của xã đã kiểm tra tuyến đê bao và làm việc với các \
                    thôn ven sông về phương án phòng, chống thiên tai.";
const TEXT: &str = "Tuyến đê dài 6,4 km, chạy qua ba thôn ven sông.";

#[test]
fn the_page_around_an_article_is_junk() {
    check(
        &format!(
            "Skip to Content\nTrang chủ > Tin tức > Thời sự\nXã kiểm tra đê\nThứ Bảy, 23/5/2020 | \
             14:30\nLượt xem: 1.234\nChia sẻ\nA-\nA+\n{LEAD}\n{TEXT}\n***\nTin liên quan\nXã họp bàn \
             việc đắp đê\nHai thôn thi đua làm đường"
        ),
        &format!(
            "Junk Skip to Content
            Junk Trang chủ > Tin tức > Thời sự
            Headline Xã kiểm tra đê
            DateLine Thứ Bảy, 23/5/2020 | 14:30
            Junk Lượt xem: 1.234
            Junk Chia sẻ
            Junk A-
            Junk A+
            Lead {LEAD}
            Paragraph {TEXT}
            Junk ***
            Junk Tin liên quan
            Junk Xã họp bàn việc đắp đê
            Junk Hai thôn thi đua làm đường"
        ),
    );
}

#[test]
fn text_below_a_page_end_is_not_dropped() {
    check(
        &format!("Xã kiểm tra đê bao\n{LEAD}\nXem thêm\nXã họp bàn việc đắp đê\n{TEXT}\nThanh Mai"),
        &format!(
            "Headline Xã kiểm tra đê bao
            Lead {LEAD}
            Junk Xem thêm
            Subhead Xã họp bàn việc đắp đê
            Paragraph {TEXT}
            Byline Thanh Mai"
        ),
    );
}

#[test]
fn source_and_names_are_found_at_the_end() {
    for (end, expected) in [
        ("Nguồn: TTXVN", "Source"),
        ("(Nguồn: thainguyen.gov.vn)", "Source"),
        ("Theo Báo Nhân Dân", "Source"),
        ("Theo vnexpress.net", "Source"),
        ("thainguyen.gov.vn", "Source"),
        ("Thanh Niên", "Source"),
        ("Thanh Mai", "Byline"),
        ("THANH MAI - THANH HIẾU", "Byline"),
        ("Nguyễn Thị Thanh Mai", "Byline"),
        ("Bài, ảnh: Thanh Mai", "Byline"),
        ("Bài: Thanh Mai - Ảnh: CTV", "Byline"),
        ("PV", "Byline"),
        ("Thực hiện: nhóm phóng viên thời sự", "Byline"),
        ("Nguồn nước sạch về bản", "Subhead"),
        ("Theo đó, mọi việc đã xong.", "Paragraph"),
        ("Quang cảnh buổi làm việc", "Caption"),
    ] {
        check(
            &format!("Xã kiểm tra đê bao\n{LEAD}\n{TEXT}\n{end}"),
            &format!(
                "Headline Xã kiểm tra đê bao\nLead {LEAD}\nParagraph {TEXT}\n{expected} {end}"
            ),
        );
    }
}

#[test]
fn names_may_stand_under_the_headline() {
    check(
        &format!("Xã kiểm tra đê bao\nThanh Mai\n23/5/2020\n{LEAD}\n{TEXT}\n{TEXT}\n{TEXT}"),
        &format!(
            "Headline Xã kiểm tra đê bao\nByline Thanh Mai\nDateLine 23/5/2020\nLead {LEAD}
            Paragraph {TEXT}\nParagraph {TEXT}\nParagraph {TEXT}"
        ),
    );
}

#[test]
fn names_may_stand_under_the_lead() {
    check(
        &format!("Xã kiểm tra đê bao\n{LEAD}\nThanh Mai\n{TEXT}\n{TEXT}\n{TEXT}"),
        &format!(
            "Headline Xã kiểm tra đê bao\nLead {LEAD}\nByline Thanh Mai
            Paragraph {TEXT}\nParagraph {TEXT}\nParagraph {TEXT}"
        ),
    );
}

#[test]
fn names_of_sections_do_not_hide_the_headline() {
    check(
        &format!("Thời sự\nChính trị\nDân sinh\nPhóng sự\nXã kiểm tra đê bao\n{LEAD}\n{TEXT}"),
        &format!(
            "Subhead Thời sự\nSubhead Chính trị\nSubhead Dân sinh\nSubhead Phóng sự
            Headline Xã kiểm tra đê bao\nLead {LEAD}\nParagraph {TEXT}"
        ),
    );
}

#[test]
fn a_text_without_a_headline_gets_none() {
    check(&format!("{LEAD}\n{TEXT}"), &format!("Paragraph {LEAD}\nParagraph {TEXT}"));
}

#[test]
fn captions_are_told_from_subheads() {
    for (text, expected) in [
        ("Các đại biểu tham dự buổi làm việc", "Caption"),
        ("Đồng chí Bí thư phát biểu tại hội nghị", "Caption"),
        ("Một đoạn đê. Ảnh: Thanh Hiếu", "Caption"),
        ("Một đoạn đê (Ảnh: TTXVN).", "Caption"),
        ("Ảnh: Thanh Hiếu", "Caption"),
        ("Đê bao trước mùa lũ. Ảnh minh họa", "Caption"),
        ("Chủ động từ cơ sở", "Subhead"),
        ("Giải pháp nào cho vùng trũng", "Subhead"),
        ("Sẽ làm gì trước mùa lũ?", "Paragraph"),
    ] {
        check(
            &format!("Xã kiểm tra đê bao\n{LEAD}\n{TEXT}\n{text}\n{TEXT}\n{TEXT}\n{TEXT}"),
            &format!(
                "Headline Xã kiểm tra đê bao\nLead {LEAD}\nParagraph {TEXT}\n{expected} {text}
                Paragraph {TEXT}\nParagraph {TEXT}\nParagraph {TEXT}"
            ),
        );
    }
}

#[test]
fn the_counts_say_what_was_made_normal() {
    let recognition = recognise("\u{feff}Việt\u{a0}Na\u{301}m\u{200b}", "UTF-16LE").unwrap();
    assert_eq!((recognition.hard_spaces, recognition.decomposed, recognition.invisible), (1, 1, 2));
    assert_eq!(recognition.encoding, "UTF-16LE");
    let json = serde_json::to_value(&recognition).unwrap();
    assert_eq!(json["hardSpaces"], 1);
    assert_eq!(json["lines"][0]["label"], "subhead");
}

#[test]
fn texts_over_the_limits_are_refused() {
    let code = |text: &str| recognise(text, "UTF-8").unwrap_err().code;
    assert_eq!(code(""), Code::EmptyFile);
    assert_eq!(code(" \u{a0}\n…"), Code::EmptyFile);
    assert_eq!(code(&"Một câu.\n".repeat(LINE_LIMIT + 1)), Code::BadInput);
    let large = "một ".repeat(TEXT_LIMIT_MEGABYTES * MEGABYTE / 4);
    let failure = recognise(&large, "UTF-8").unwrap_err();
    assert_eq!((failure.code, failure.params["limitMegabytes"].as_str()), (Code::TooLarge, "5"));

    let lines = vec![line(Label::Paragraph, "một"); LINE_LIMIT + 1];
    let refused = compose(&lines, &[], &mut || BlockId("b".to_owned())).unwrap_err();
    assert_eq!(refused.code, Code::BadInput);
}

#[test]
fn the_first_headline_and_lead_win_and_the_others_stay_in_the_text() {
    let (document, _) = composed(
        &[
            line(Label::Headline, "Đầu đề"),
            line(Label::Headline, "Đầu đề thứ hai"),
            line(Label::Lead, "Sapo."),
            line(Label::Lead, "Sapo thứ hai."),
            line(Label::Junk, "Trang chủ"),
        ],
        &[],
    );
    assert_eq!(document.headline_text(), "Đầu đề");
    assert_eq!(document.lead_text(), "Sapo.");
    assert_eq!(shape(&document), "sp");
    assert_eq!(plain_text(&document), "Đầu đề\nSapo.\nĐầu đề thứ hai\nSapo thứ hai.\n");
}

#[test]
fn junk_alone_makes_an_empty_article() {
    let (document, fields) = composed(&[line(Label::Junk, "Trang chủ")], &[]);
    assert_eq!(shape(&document), "p");
    assert_eq!(fields, Fields::default());
}

#[test]
fn a_credit_in_a_caption_becomes_the_credit_of_its_photo() {
    for (text, caption, credit) in [
        ("Một đoạn đê. Ảnh: Thanh Hiếu", "Một đoạn đê.", "Thanh Hiếu"),
        ("Một đoạn đê (Ảnh: TTXVN).", "Một đoạn đê", "TTXVN"),
        ("Một đoạn đê. Nguồn ảnh: Văn phòng UBND xã", "Một đoạn đê.", "Văn phòng UBND xã"),
        ("Ảnh: Các đại biểu dự họp", "Ảnh: Các đại biểu dự họp", ""),
        ("Một đoạn đê", "Một đoạn đê", ""),
    ] {
        let (document, _) = composed(&[line(Label::Caption, text)], &[]);
        let photo = document.photos().next().unwrap();
        assert_eq!(
            (text_of(&photo.content).as_str(), photo.attrs.credit.as_str()),
            (caption, credit)
        );
    }
    let below = [line(Label::Caption, "Một đoạn đê"), line(Label::Caption, "Ảnh: Thanh Hiếu")];
    let (document, _) = composed(&below, &[]);
    assert_eq!(shape(&document), "c", "a credit on a line of its own is of the photo above");
    assert_eq!(document.photos().next().unwrap().attrs.credit, "Thanh Hiếu");
}

#[test]
fn a_pen_name_is_matched_only_where_one_person_alone_fits() {
    let people =
        [person("mai", "Thanh Mai"), person("hieu", "Thanh Hiếu"), person("hieu2", "Thanh Hiệu")];
    let (_, fields) = composed(&[line(Label::Byline, "THANH MAI, Thanh Hiếu, Minh")], &people);
    let found: Vec<_> = fields
        .bylines
        .iter()
        .map(|byline| {
            (byline.pen_name.as_str(), byline.contributor.as_ref().map(|id| id.0.as_str()))
        })
        .collect();
    assert_eq!(found, [("THANH MAI", Some("mai")), ("Thanh Hiếu", None), ("Minh", None)]);
}

#[test]
fn who_wrote_and_photographed_is_both() {
    let (_, fields) = composed(
        &[
            line(Label::Byline, "Bài, ảnh: Mai - Hiếu"),
            line(Label::Byline, "Dịch: Lan (theo TTXVN)"),
        ],
        &[],
    );
    let found: Vec<_> =
        fields.bylines.iter().map(|byline| (byline.pen_name.as_str(), byline.role)).collect();
    assert_eq!(
        found,
        [
            ("Mai", BylineRole::Text),
            ("Hiếu", BylineRole::Text),
            ("Mai", BylineRole::Photo),
            ("Hiếu", BylineRole::Photo),
            ("Lan", BylineRole::Translation),
        ]
    );
    assert_eq!((fields.byline_line().as_str(), fields.source.as_str()), ("Mai - Hiếu", "TTXVN"));
}

#[test]
fn a_date_becomes_the_day_of_the_event_and_what_is_more_than_a_date_a_note() {
    for (text, date, note) in [
        ("Thứ Bảy, 23/5/2020", Some("2020-05-23"), ""),
        ("23/5/2020 14:30", Some("2020-05-23"), "23/5/2020 14:30"),
        ("31/4/2020", None, "31/4/2020"),
        ("Hôm qua", None, "Hôm qua"),
    ] {
        let (_, fields) = composed(&[line(Label::DateLine, text)], &[]);
        assert_eq!((fields.event_date.as_deref(), fields.internal_note.as_str()), (date, note));
    }
}

#[test]
fn running_text_with_the_label_of_a_field_stays_text() {
    let long = "Một câu dài. ".repeat(200);
    let lines: Vec<_> =
        [Label::Source, Label::Byline].into_iter().map(|label| line(label, &long)).collect();
    let (document, fields) = composed(&lines, &[]);
    assert_eq!(shape(&document), "pp");
    assert_eq!(fields, Fields::default());
    let many = vec![line(Label::Byline, "Mai"); 300];
    let (document, fields) = composed(&many, &[]);
    assert_eq!(fields.bylines.len() + document.blocks.len(), 300);
}

/// Every part of the article as one text.
fn everything(document: &Document, fields: &Fields) -> String {
    let mut all = plain_text(document);
    for photo in document.photos() {
        all.push_str(&photo.attrs.credit);
        all.push(' ');
    }
    for byline in &fields.bylines {
        all.push_str(&byline.pen_name);
        all.push(' ');
    }
    let date = fields.event_date.as_deref().unwrap_or_default();
    [all.as_str(), " ", &fields.source, " ", &fields.internal_note, " ", date].concat()
}

/// Syllables and how often each stands in the text.
fn syllables(text: &str) -> std::collections::BTreeMap<String, usize> {
    let mut count = std::collections::BTreeMap::new();
    for syllable in text.split(|c: char| !c.is_alphanumeric()).filter(|s| !s.is_empty()) {
        *count.entry(syllable.to_owned()).or_insert(0) += 1;
    }
    count
}

/// Words that say what a line is ("Nguồn:", "Bài, ảnh:", "Theo", "Thứ Bảy") and are said by the
/// field afterwards.
fn is_label_word(syllable: &str) -> bool {
    let lower = syllable.to_lowercase();
    [
        "nguồn", "tin", "theo", "bài", "ảnh", "thực", "hiện", "dịch", "và", "thứ", "bảy", "ngày",
        "tháng", "năm",
    ]
    .contains(&lower.as_str())
}

fn some_line() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-ZĐ][a-zàáảãạăâđèéẻẽẹêìíòóôơùúưỳý]{0,6}( [A-Za-zĐđàáạảãôơưêâ0-9,;:()“”.%-]{1,8}){0,30}[.!?:;…]?",
        "(Nguồn: |Theo |Bài, ảnh: |Ảnh: |Tin và ảnh: |Dịch: |\\(Nguồn: )?[A-ZĐ][a-zạếơ]{1,5}( [A-ZĐ][a-zạếơ]{1,5}){0,3}( - | – |, | và |/)?([A-Z][a-z]{1,5}( [A-Z][a-z]{1,5}){0,2})?( \\(theo [A-Z]{2,5}\\)| \\([a-z]{3,8}\\))?",
        "(Thứ Bảy, )?[0-9]{1,2}/[0-9]{1,2}(/20[0-9]{2})?( 14:30)?",
        Just("Truy cập nội dung luôn".to_owned()),
        Just("Tin liên quan".to_owned()),
        Just("Theo".to_owned()),
        Just("thainguyen.gov.vn".to_owned()),
        Just(", và tiếp".to_owned()),
        "[a-zđ ,.;:()/\u{a0}\u{200b}\u{ad}-]{0,20}",
        "\\PC{0,30}",
    ]
}

fn some_text() -> impl Strategy<Value = String> {
    proptest::collection::vec((some_line(), "(\n|\n\n|\r\n)"), 1..14)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + &end).collect())
}

fn run(text: &str, font: &str) -> Run {
    Run { text: text.to_owned(), font: font.to_owned() }
}

#[test]
fn what_was_written_in_an_old_encoding_is_converted_before_it_is_recognised() {
    let text = "§¹i héi §¶ng bé x·\n\nS¸ng 12/6, Ban Th\u{AD}êng vô häp bµn vÒ v¨n kiÖn.";
    let found = recognise(text, "windows-1252").unwrap();
    assert_eq!((found.written, found.invisible), (Written::Tcvn3, 0));
    let lines: Vec<&str> = found.lines.iter().map(|line| &*line.text).collect();
    assert_eq!(lines, ["Đại hội Đảng bộ xã", "Sáng 12/6, Ban Thường vụ họp bàn về văn kiện."]);
    assert_eq!(found.source, [run(text, "")], "it can be read otherwise");

    let kept = recognise_runs(found.source, Some(Written::Unicode), "UTF-8").unwrap();
    assert_eq!(kept.written, Written::Unicode);
    assert_eq!(kept.lines[1].text, "S¸ng 12/6, Ban Th\u{AD}êng vô häp bµn vÒ v¨n kiÖn.");
    assert!(!kept.source.is_empty(), "and back");
}

#[test]
fn headings_in_an_old_font_are_converted_beside_a_text_in_unicode() {
    let runs = vec![
        run("®¹i héi ®¶ng bé", ".VnTimeH"),
        run("\n", ""),
        run("Sáng 12/6, Đại hội khai mạc.", "Times New Roman"),
    ];
    let found = recognise_runs(runs, None, "UTF-8").unwrap();
    assert_eq!(found.lines[0].text, "ĐẠI HỘI ĐẢNG BỘ");
    assert_eq!(found.lines[1].text, "Sáng 12/6, Đại hội khai mạc.");
    assert_eq!((found.written, &found.fonts[..]), (Written::Tcvn3, &[".VnTimeH".to_owned()][..]));
}

#[test]
fn a_text_that_is_plainly_unicode_is_not_asked_about() {
    for text in ["Sáng 12/6, Đại hội khai mạc.", "Thông cáo báo chí", "A report"] {
        assert!(recognise(text, "UTF-8").unwrap().source.is_empty(), "{text}");
    }
    assert!(!recognise("Le café était fermé", "UTF-8").unwrap().source.is_empty());
}

#[test]
fn more_runs_than_a_text_has_are_refused() {
    let runs = vec![run("a", ""); RUN_LIMIT + 1];
    assert_eq!(convert_runs(&runs, None).unwrap_err().code, Code::BadInput);
    let long = run("a", &"x".repeat(TEXT_LIMIT_MEGABYTES * MEGABYTE));
    assert_eq!(convert_runs(&[long], None).unwrap_err().code, Code::TooLarge);
}

fn some_label() -> impl Strategy<Value = Label> {
    proptest::sample::select(vec![
        Label::Headline,
        Label::Lead,
        Label::Paragraph,
        Label::Subhead,
        Label::Caption,
        Label::Source,
        Label::Byline,
        Label::DateLine,
        Label::Junk,
    ])
}

proptest! {
    #[test]
    fn no_text_brings_it_down(text in any::<String>(), label in some_label()) {
        if let Ok(recognition) = recognise(&text, "UTF-8") {
            for found in recognition.lines {
                prop_assert!((0.0..=1.0).contains(&found.confidence));
                composed(&[line(label, &found.text), found.into()], &[]);
            }
        }
    }

    #[test]
    fn recognising_its_own_lines_again_changes_nothing(text in some_text()) {
        let Ok(once) = recognise(&text, "UTF-8") else { return Ok(()) };
        let lines: Vec<&str> = once.lines.iter().map(|line| line.text.as_str()).collect();
        let again = recognise(&lines.join("\n"), "UTF-8").unwrap();
        prop_assert_eq!(again.lines, once.lines);
    }

    #[test]
    fn no_word_is_lost_between_the_text_and_its_lines(text in some_text()) {
        let Ok(recognition) = recognise(&text, "UTF-8") else { return Ok(()) };
        // What looked like an old encoding has other letters now.
        prop_assume!(recognition.written == Written::Unicode);
        let squeezed = |text: &str| -> String {
            nfc(text).replace(['Ð', 'Ɖ', 'ð', 'đ'], "Đ").chars().filter(|c| c.is_alphanumeric()).collect()
        };
        let lines: String = recognition.lines.iter().map(|line| squeezed(&line.text)).collect();
        let text: String = text.lines().map(squeezed).collect();
        prop_assert_eq!(lines, text);
    }

    #[test]
    fn no_word_of_a_line_that_is_not_junk_is_lost(
        lines in proptest::collection::vec((some_line(), some_label()), 1..14)
    ) {
        let lines: Vec<LabelledLine> =
            lines.into_iter().map(|(text, label)| line(label, &text)).collect();
        let (document, fields) = composed(&lines, &[person("mai", "Thanh Mai")]);
        let kept = syllables(&everything(&document, &fields));
        let mut wanted = String::new();
        for line in lines.iter().filter(|line| line.label != Label::Junk) {
            // A full date may be said by the event date alone.
            let is_date = line.label == Label::DateLine
                && dates::date_line(&nfc(&line.text)).is_some_and(|line| line.date.is_some());
            if !is_date {
                wanted.push_str(&nfc(&line.text));
                wanted.push('\n');
            }
        }
        for (syllable, count) in syllables(&wanted) {
            if !is_label_word(&syllable) {
                let found = kept.get(&syllable).copied().unwrap_or(0);
                prop_assert!(found >= count, "{syllable:?}: {count} wanted, {found} kept");
            }
        }
    }
}
