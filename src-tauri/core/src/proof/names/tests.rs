//! Proofs of the directory's rules: what each must and must not say.

use std::sync::Arc;

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::article::{
    Block, BlockId, Byline, BylineRole, Document, Fields, Photo, PhotoAttrs, Text,
};
use crate::language::normal::nfc;
use crate::proof::{Cache, Finding, Knowledge, Occasion, RuleId, Severity, proof, proof_on};

fn person(name: &str, titles: &[(&str, Option<&str>, Option<&str>)]) -> NameEntry {
    let title = |(title, from, to): &(&str, Option<&str>, Option<&str>)| NameTitle {
        title: (*title).to_owned(),
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
    };
    let titles = titles.iter().map(title).collect();
    NameEntry { titles, ..NameEntry::new(NameKind::Person, name) }
}

/// The directory of a newsroom in Thái Nguyên, as made up for these tests.
fn directory() -> Directory {
    let mut entries = built_in().to_vec();
    entries.extend([
        person(
            "Trần Quốc Tỏ",
            &[
                ("Bí thư Tỉnh ủy Thái Nguyên", Some("2015-02-01"), Some("2020-05-15")),
                ("Thứ trưởng Bộ Công an", Some("2020-05-16"), None),
            ],
        ),
        person("Nguyễn Thanh Hải", &[("Bí thư Tỉnh ủy Thái Nguyên", Some("2020-05-22"), None)]),
        person(
            "Bùi Xuân Hòa",
            &[("Phó Bí thư Thường trực Tỉnh ủy, Chủ tịch HĐND tỉnh", Some("2016-01-01"), None)],
        ),
        person(
            "Lê Quang Tiến",
            &[("Phó Chủ tịch UBND tỉnh", Some("2018-01-01"), Some("2022-12-31"))],
        ),
        person("Nguyễn Văn Hùng", &[]),
        person("Nguyễn Văn Hưng", &[]),
        person(
            "Phạm Minh Chính",
            &[("Trưởng Ban Tổ chức Trung ương", Some("2016-02-05"), Some("2021-04-08"))],
        ),
        NameEntry {
            other_names: vec!["Thanh Hiếu".to_owned()], ..person("Lưu Thanh Hiếu", &[])
        },
        NameEntry {
            to: Some("2025-02-28".to_owned()),
            successor: "Bộ Xây dựng".to_owned(),
            ..NameEntry::new(NameKind::Organisation, "Bộ Giao thông vận tải")
        },
    ]);
    Directory::of(entries, [nfc("Đặng Thùy Linh")])
}

const DAY: &str = "2026-03-02";

fn article(text: &str) -> Document {
    let blocks = text.lines().zip(1..).map(|(line, n)| {
        let id = BlockId(format!("b{n}"));
        let line = nfc(line);
        match line.strip_prefix("# ") {
            Some(caption) => {
                let attrs = PhotoAttrs { id, ..PhotoAttrs::default() };
                Block::Photo(Photo { attrs, content: Text::runs(caption) })
            }
            None => Block::paragraph(id, &line),
        }
    });
    Document { headline: Text::runs("Tin"), lead: Vec::new(), blocks: blocks.collect() }
}

fn read_on(day: &str, text: &str) -> Vec<Finding> {
    let knowledge = Knowledge { directory: Arc::new(directory()), ..Knowledge::default() };
    let occasion = Occasion { today: day.to_owned(), ..Occasion::default() };
    proof_on(&occasion, &article(text), &Fields::default(), &knowledge, &mut Cache::default())
        .into_iter()
        .filter(|finding| is_of_names(finding.rule))
        .collect()
}

fn is_of_names(rule: RuleId) -> bool {
    matches!(
        rule,
        RuleId::NameKnown
            | RuleId::Title
            | RuleId::NameTwoWays
            | RuleId::CaptionName
            | RuleId::PlaceOld
    )
}

/// What is said of a text, as rule, severity, words and first fix.
#[track_caller]
fn check(text: &str, expected: &[(RuleId, Severity, &str, &str)]) {
    check_on(DAY, text, expected);
}

#[track_caller]
fn check_on(day: &str, text: &str, expected: &[(RuleId, Severity, &str, &str)]) {
    let found = read_on(day, text);
    let found: Vec<_> = found
        .iter()
        .map(|it| (it.rule, it.severity, &*it.text, it.fixes.first().map_or("", String::as_str)))
        .collect();
    assert_eq!(found, expected, "{text}");
}

use RuleId::{CaptionName, NameKnown, NameTwoWays, PlaceOld, Title};
use Severity::{Hint, Warning};

fn names_in(text: &str) -> Vec<String> {
    let line = crate::proof::line::Line::bare(nfc(text), false);
    let found = people::people(&line, &Directory::default());
    let text = |name: &people::Name| {
        line.text[line.tokens[name.first].from..line.tokens[name.last].to].to_owned()
    };
    found.iter().map(text).collect()
}

#[test]
fn people_are_told_from_places_offices_and_things() {
    for (text, names) in [
        ("Ông Nguyễn Văn An và bà Lê Thị Bình đã đến.", &["Nguyễn Văn An", "Lê Thị Bình"][..]),
        ("Chủ tịch nước Tô Lâm tiếp Thủ tướng Phạm Minh Chính.", &["Tô Lâm", "Phạm Minh Chính"]),
        ("Bí thư Thành ủy Hà Nội Nguyễn Duy Ngọc dự họp.", &["Nguyễn Duy Ngọc"]),
        ("Bộ trưởng Bộ Công an Lương Tam Quang phát biểu.", &["Lương Tam Quang"]),
        ("Chủ tịch UBND tỉnh Phạm Hoàng Sơn kiểm tra.", &["Phạm Hoàng Sơn"]),
        ("Giáo viên Trần Thị Lan, đồng chí Thanh Hiếu.", &["Trần Thị Lan", "Thanh Hiếu"]),
        ("Chủ tịch xã Đại Từ Phạm Quang Anh nói.", &[]),
        ("Theo Lê Văn Thành, việc này đã xong.", &["Lê Văn Thành"]),
        ("Phó Chủ tịch, Phó Trưởng Ban Tổ chức, Đoàn Thanh niên, Đoàn Kiểm tra.", &[]),
        ("Hoa Kỳ, Thái Nguyên, Hà Nội, Hòa Bình, Cao Bằng, Lai Châu, Kim ngạch.", &[]),
        ("Đường Nguyễn Trãi, phường Lê Lợi, Trường THPT Chuyên Lê Hồng Phong.", &[]),
        ("Thành phố Hồ Chí Minh và Huân chương Hồ Chí Minh.", &[]),
        ("Công viên Lê Văn Tám, Bệnh viện Nguyễn Tri Phương, Đại học Nguyễn Tất Thành.", &[]),
        ("Ủy ban nhân dân, Hội đồng nhân dân, Mặt trận Tổ quốc Việt Nam.", &[]),
        ("Văn phòng Quốc hội, Sở Khoa học và Công nghệ, Võ Nhai, Mai Châu.", &[]),
    ] {
        assert_eq!(names_in(text), names, "{text}");
    }
}

#[test]
fn a_known_name_misspelt_is_told_and_a_namesake_is_not() {
    // A title of that very person stands beside it.
    check(
        "Thứ trưởng Bộ Công an Trần Quốc Tô dự buổi làm việc.",
        &[(NameKnown, Warning, "Trần Quốc Tô", "Trần Quốc Tỏ")],
    );
    check(
        "Đồng chí Nguyễn Thanh Hai, Bí thư Tỉnh ủy, chủ trì.",
        &[(NameKnown, Warning, "Nguyễn Thanh Hai", "Nguyễn Thanh Hải")],
    );
    // The article knows better elsewhere.
    check(
        "Ông Bùi Xuân Hòa đến xã.\nÔng Bùi Xuân Hoa nói chuyện với dân.",
        &[(NameKnown, Warning, "Bùi Xuân Hoa", "Bùi Xuân Hòa")],
    );
    // A syllable that does not exist.
    check("Ông Bùi Xuân Hòaa đến xã.", &[(NameKnown, Warning, "Bùi Xuân Hòaa", "Bùi Xuân Hòa")]);
    // Nothing but the letters speak for it: somebody else may be called so.
    check("Ông Lê Quang Tiên đến xã.", &[(NameKnown, Hint, "Lê Quang Tiên", "Lê Quang Tiến")]);
    for right in [
        "Ông Bùi Xuân Hoà đến xã.",
        "Ông Nguyễn Văn Hừng đến xã.",
        "Ông Nguyễn Văn Hùng và ông Nguyễn Văn Hưng đến xã.",
        "Phóng viên Thanh Hiếu đưa tin.",
        "Trường THCS Lê Quang Tiên khai giảng.",
    ] {
        check(right, &[]);
    }
}

#[test]
fn a_title_that_is_no_longer_held_is_told_with_the_one_that_is() {
    check(
        "Bí thư Tỉnh ủy Trần Quốc Tỏ phát biểu.",
        &[(Title, Warning, "Bí thư Tỉnh ủy", "Thứ trưởng Bộ Công an")],
    );
    check(
        "Đồng chí Trần Quốc Tỏ, Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy Thái Nguyên, dự.",
        &[(Title, Warning, "Bí thư Tỉnh ủy Thái Nguyên", "Thứ trưởng Bộ Công an")],
    );
    // Nothing is held any more.
    check(
        "Phó Chủ tịch Ủy ban nhân dân tỉnh Lê Quang Tiến đến xã.",
        &[(
            Title,
            Warning,
            "Phó Chủ tịch Ủy ban nhân dân tỉnh",
            "nguyên Phó Chủ tịch Ủy ban nhân dân tỉnh",
        )],
    );
    // Somebody else's.
    check(
        "Thứ trưởng Bộ Công an Nguyễn Thanh Hải dự.",
        &[(Title, Hint, "Thứ trưởng Bộ Công an", "")],
    );
    // On its own day it was right.
    check_on("2019-06-01", "Bí thư Tỉnh ủy Trần Quốc Tỏ phát biểu.", &[]);
    for right in [
        "Nguyên Bí thư Tỉnh ủy Trần Quốc Tỏ phát biểu.",
        "Đồng chí Trần Quốc Tỏ, Thứ trưởng Bộ Công an, nguyên Bí thư Tỉnh ủy Thái Nguyên, dự.",
        "Năm 2018, Bí thư Tỉnh ủy Trần Quốc Tỏ về xã.",
        "Khi đó, Bí thư Tỉnh ủy Trần Quốc Tỏ về xã.",
        "“Tôi nhớ Bí thư Tỉnh ủy Trần Quốc Tỏ,” ông kể.",
        "Thứ trưởng Trần Quốc Tỏ phát biểu.",
        "Chủ tịch HĐND tỉnh Bùi Xuân Hòa phát biểu.",
        "Ông Bùi Xuân Hòa, Phó Bí thư Thường trực Tỉnh ủy, Chủ tịch Hội đồng nhân dân tỉnh, dự.",
        "Ông Trần Quốc Tỏ và Bí thư Tỉnh ủy Nguyễn Thanh Hải dự.",
        "Phó giáo sư Nguyễn Thanh Hải trình bày.",
    ] {
        check(right, &[]);
    }
}

#[test]
fn an_event_in_the_past_is_read_by_its_own_day() {
    let knowledge = Knowledge { directory: Arc::new(directory()), ..Knowledge::default() };
    let occasion = Occasion { today: DAY.to_owned(), ..Occasion::default() };
    let document = article("Bí thư Tỉnh ủy Trần Quốc Tỏ về tỉnh Bắc Kạn.");
    let read = |date: Option<&str>| {
        let fields = Fields { event_date: date.map(str::to_owned), ..Fields::default() };
        let found = proof_on(&occasion, &document, &fields, &knowledge, &mut Cache::default());
        found.into_iter().filter(|it| is_of_names(it.rule)).count()
    };
    assert_eq!(read(None), 2);
    assert_eq!(read(Some("2019-03-01")), 0);
}

#[test]
fn a_name_that_an_article_spells_two_ways_is_told_at_the_rarer_one() {
    check(
        "Bà Hoàng Thị Thúy trồng chè.\nBà Hoàng Thị Thủy thu lãi. Bà Hoàng Thị Thủy rất vui.",
        &[(NameTwoWays, Hint, "Hoàng Thị Thúy", "Hoàng Thị Thủy")],
    );
    check(
        "Anh Đỗ Đình Khang lái xe.\nAnh Đỗ Đình Khan kể lại.",
        &[(NameTwoWays, Hint, "Đỗ Đình Khan", "Đỗ Đình Khang")],
    );
    for right in [
        // Two who are named together are two.
        "Hai chị em Hoàng Thị Thúy, Hoàng Thị Thủy trồng chè.",
        "Bà Hoàng Thị Thuỷ trồng chè.\nBà Hoàng Thị Thủy rất vui.",
        "Ông Nguyễn Văn Hùng nói.\nÔng Nguyễn Văn Hưng đáp.",
        "Anh Lê Nam lái xe.\nAnh Lê Nga kể lại.",
    ] {
        check(right, &[]);
    }
}

#[test]
fn a_person_of_a_caption_whom_no_line_names_is_told() {
    let text = "Ông Lê Quang Tiến thăm dân.\n# Ông Phan Đình Tùng trao quà";
    check(text, &[(CaptionName, Hint, "Phan Đình Tùng", "")]);
    for right in [
        "Ông Lê Quang Tiến thăm dân.\n# Ông Lê Quang Tiến trao quà",
        "Ông Tùng thăm dân.\n# Ông Phan Đình Tùng trao quà",
        "Ông Lê Quang Tiến thăm dân.\n# Trao quà. Ảnh: Phan Đình Tùng",
        "Ông Lê Quang Tiến thăm dân.\n# Trao quà (Ảnh Phan Đình Tùng)",
        "# Ông Phan Đình Tùng trao quà",
    ] {
        check(right, &[]);
    }
    // Whoever has signed the article took the picture.
    let byline = Byline {
        contributor: None,
        pen_name: "Phan Đình Tùng".to_owned(),
        role: BylineRole::Photo,
    };
    let fields = Fields { bylines: vec![byline], ..Fields::default() };
    let found = proof(&article(text), &fields, &Knowledge::default(), &mut Cache::default());
    assert!(found.iter().all(|it| it.rule != CaptionName));
}

#[test]
fn a_former_province_is_told_once_and_never_in_an_old_article() {
    check(
        "UBND tỉnh Bắc Kạn họp. Công an tỉnh Bắc Kạn dự.\nÔng về tỉnh Bắc Kạn.",
        &[(PlaceOld, Hint, "tỉnh Bắc Kạn", "tỉnh Bắc Kạn (nay thuộc tỉnh Thái Nguyên)")],
    );
    check(
        "Bộ Giao thông vận tải cấp phép.",
        &[(
            PlaceOld,
            Hint,
            "Bộ Giao thông vận tải",
            "Bộ Giao thông vận tải (nay thuộc Bộ Xây dựng)",
        )],
    );
    check_on("2025-06-30", "UBND tỉnh Bắc Kạn họp.", &[]);
    for right in [
        "Ông sinh ra ở tỉnh Bắc Kạn cũ.",
        "Ông quê tỉnh Bắc Kạn (nay là tỉnh Thái Nguyên).",
        "Trước đây, tỉnh Bắc Kạn có tám huyện.",
        "Năm 1997, tỉnh Bắc Kạn có sáu huyện.",
        "Ông về tỉnh Thái Nguyên, tỉnh Phú Thọ.",
        "Phường Bắc Kạn ra mắt. Ai cũng mong hòa bình.",
        "“Tôi ở tỉnh Bắc Kạn,” bà nói.",
        "Thị trấn tỉnh lỵ.",
    ] {
        check(right, &[]);
    }
}

#[test]
fn the_fix_of_each_finding_makes_it_go() {
    for text in [
        "Thứ trưởng Bộ Công an Trần Quốc Tô dự buổi làm việc.",
        "Bí thư Tỉnh ủy Trần Quốc Tỏ phát biểu.",
        "Phó Chủ tịch UBND tỉnh Lê Quang Tiến đến xã.",
        "UBND tỉnh Bắc Kạn họp.",
        "Anh Đỗ Đình Khang lái xe.\nAnh Đỗ Đình Khan kể lại.",
    ] {
        let found = read_on(DAY, text);
        let [one] = &*found else { panic!("{text}: {found:?}") };
        let fixed = text.replacen(&one.text, &one.fixes[0], 1);
        // Of two spellings the other is the one that was meant.
        let fixed = if one.rule == NameTwoWays {
            let at = text.rfind(&one.text).unwrap();
            format!("{}{}{}", &text[..at], one.fixes[0], &text[at + one.text.len()..])
        } else {
            fixed
        };
        assert_eq!(read_on(DAY, &fixed), [], "{fixed}");
    }
}

#[test]
fn what_is_written_into_the_directory_as_no_person_is_none() {
    check("# Nghệ sĩ Đặng Thùy Linh\nÔng Lê Quang Tiến thăm dân.", &[]);
}

#[test]
fn people_of_approved_articles_are_asked_about_with_their_titles() {
    let articles: Vec<Document> = [
        "Chủ tịch UBND xã Hoàng Văn Thụ nói. Bí thư Đảng ủy xã Nông Quốc Chấn dự.",
        "Phó Chủ tịch HĐND tỉnh Trương Mạnh Kiểm dự họp.",
        "Phó Chủ tịch HĐND tỉnh Trương Mạnh Kiểm phát biểu. Đồng chí Trần Quốc Tỏ dự.",
        "Ông Trương Mạnh Kiểm cho biết. Bà Lý Thị Lan kể.",
    ]
    .map(article)
    .to_vec();
    let asked = HashSet::from(["Lý Thị Lan".to_owned()]);
    let found = candidates(&articles, &directory(), &asked);
    let found: Vec<_> = found.iter().map(|it| (&*it.name, &*it.title, it.articles)).collect();
    assert_eq!(found, [("Trương Mạnh Kiểm", "Phó Chủ tịch HĐND tỉnh", 3)],);
}

#[test]
fn what_is_no_entry_is_refused_and_told_why() {
    let base = person("Trần Quốc Tỏ", &[("Bí thư", Some("2015-02-01"), Some("2020-05-15"))]);
    let place = NameEntry::new(NameKind::Place, "tỉnh Bắc Kạn");
    let day = |text: &str| Some(text.to_owned());
    let cases: Vec<(&str, NameEntry)> = vec![
        ("nameEmpty", NameEntry { name: " . ".to_owned(), ..base.clone() }),
        ("nameLong", NameEntry { name: "a".repeat(201), ..base.clone() }),
        ("day", person("A", &[("B", Some("2015-02-30"), None)])),
        ("day", person("A", &[("B", None, Some("1/2/2015"))])),
        ("daysReversed", person("A", &[("B", Some("2016-01-01"), Some("2015-01-01"))])),
        ("titleLong", person("A", &[(&"b".repeat(301), None, None)])),
        ("titleEmpty", person("A", &[("", Some("2016-01-01"), None)])),
        ("titleTwice", person("A", &[("B", None, None), ("b", None, None)])),
        ("titleKind", NameEntry { kind: NameKind::Place, ..base.clone() }),
        ("id", NameEntry { id: NameId("../x".to_owned()), ..base.clone() }),
        ("day", NameEntry { to: day("2025"), ..place.clone() }),
        (
            "daysReversed",
            NameEntry { from: day("2025-07-01"), to: day("2025-06-30"), ..place.clone() },
        ),
        ("textLong", NameEntry { note: "x".repeat(2_001), ..place }),
    ];
    for (what, entry) in cases {
        let failure = entry.accept().expect_err(what);
        assert_eq!(failure.params["what"], what);
    }
    let accepted = NameEntry {
        name: "  Tra\u{302}\u{300}n Quốc   Tỏ ".to_owned(),
        other_names: vec!["Trần Quốc Tỏ".to_owned(), " ".to_owned()],
        ..base.clone()
    };
    assert_eq!(accepted.accept().unwrap(), base);
}

fn sheet(text: &str) -> NamesSheet {
    NamesSheet::read(text.as_bytes()).unwrap()
}

#[test]
fn a_table_tells_what_is_new_what_changes_and_which_rows_are_broken() {
    let known = [person("Trần Quốc Tỏ", &[("Bí thư Tỉnh ủy", Some("2015-02-01"), None)])];
    let read = sheet(
        "Họ và tên;Chức vụ;Từ ngày;Đến ngày;Đơn vị\n\
         Trần Quốc Tỏ;Bí thư Tỉnh ủy;01/02/2015;15/5/2020;\n\
         trần quốc tỏ;Thứ trưởng;16/5/2020;nay;Bộ Công an\n\
         ;Chủ tịch;;;\n\
         Lê Quang Tiến;Phó Chủ tịch;2018;31/02/2022;UBND tỉnh\n\
         Lê Quang Tiến;Phó Chủ tịch;2018;12/2022;UBND tỉnh\n\
         \n\
         Bùi Xuân Hòa;Chủ tịch;2020-01-01;2019-01-01;\n",
    );
    let (kept, preview) = read.plan(&known).unwrap();
    assert_eq!((preview.rows, preview.new, preview.changed, preview.same), (6, 1, 1, 0));
    let broken: Vec<_> = preview.broken_rows.iter().map(|it| (it.row, it.why, &*it.text)).collect();
    assert_eq!(broken[0].0, 4);
    assert_eq!(broken[0].1, RowFault::NoName);
    assert_eq!(broken[1], (5, RowFault::NoDay, "31/02/2022"));
    assert_eq!((broken[2].0, broken[2].1), (8, RowFault::DaysReversed));
    assert_eq!(
        kept[0].titles,
        person(
            "",
            &[
                ("Bí thư Tỉnh ủy", Some("2015-02-01"), Some("2020-05-15")),
                ("Thứ trưởng Bộ Công an", Some("2020-05-16"), None),
            ]
        )
        .titles
    );
    assert_eq!(
        kept[1].titles,
        person("", &[("Phó Chủ tịch UBND tỉnh", Some("2018-01-01"), Some("2022-12-31"))]).titles
    );
    let (again, preview) = read.plan(&kept).unwrap();
    assert_eq!((again.len(), preview.same), (0, 2), "the same table changes nothing");
}

#[test]
fn a_table_is_read_in_every_encoding_and_with_every_separator() {
    let text = "Tên,Chức danh,Từ\nNguyễn Thị Thủy,\"Bí thư, Trưởng ban\",26/1/2021\n";
    let expected = person("Nguyễn Thị Thủy", &[("Bí thư, Trưởng ban", Some("2021-01-26"), None)]);
    let utf_16 = |bytes_of: fn(u16) -> [u8; 2], mark: &[u8]| {
        [mark.to_vec(), text.encode_utf16().flat_map(bytes_of).collect()].concat()
    };
    let (windows, _, _) = encoding_rs::WINDOWS_1258.encode(
        "Tên,Ch\u{1b0}\u{301}c danh,T\u{1b0}\u{300}\nNguyê\u{303}n Thi\u{323} Thu\u{309}y,\"Bi\u{301} th\u{1b0}, Tr\u{1b0}\u{1a1}\u{309}ng ban\",26/1/2021\n",
    );
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), "UTF-8"),
        (utf_16(u16::to_le_bytes, b"\xFF\xFE"), "UTF-16LE"),
        (utf_16(u16::to_be_bytes, b"\xFE\xFF"), "UTF-16BE"),
        (windows.to_vec(), "windows-1258"),
        (text.replace(',', "\t").replace("thư\t", "thư,").into_bytes(), "UTF-8"),
        (text.replace(',', ";").replace("thư;", "thư,").into_bytes(), "UTF-8"),
        (format!("sep=,\r\n{text}").into_bytes(), "UTF-8"),
    ] {
        let (kept, preview) = NamesSheet::read(&bytes).unwrap().plan(&[]).unwrap();
        assert_eq!(
            (&*preview.encoding, kept.as_slice()),
            (encoding, std::slice::from_ref(&expected))
        );
    }
    // TCVN3: "nguyễn thị thủy,bí thư" in the lower case of the fonts.
    let old = b"t\xAAn,ch\xF8c danh\nnguy\xD4n th\xDE th\xF1y,b\xDD th\xAD tr\xAD\xEBng\n";
    let (kept, preview) = NamesSheet::read(old).unwrap().plan(&[]).unwrap();
    assert_eq!(preview.encoding, "TCVN3");
    assert_eq!(kept[0].titles[0].title, "bí thư trưởng");
    assert_eq!(kept[0].name, "Nguyễn Thị Thủy");
}

#[test]
fn what_is_no_table_is_refused() {
    use crate::Code::{BadInput, EmptyFile, NotText, TooLarge};
    for (bytes, code) in [
        (b"".as_slice(), EmptyFile),
        (b"\x89PNG\r\n\x1A\n", NotText),
        (b"a,b\n1,2\n", BadInput),
        (b"title,from\nx,2020\n", BadInput),
    ] {
        assert_eq!(NamesSheet::read(bytes).unwrap_err().code, code);
    }
    let large = vec![b'a'; (8 << 20) + 1];
    assert_eq!(NamesSheet::read(&large).unwrap_err().code, TooLarge);
    let long = format!("name\n{}", "An\n".repeat(50_001));
    assert_eq!(NamesSheet::read(long.as_bytes()).unwrap_err().params["what"], "rowsMany");
}

#[test]
fn a_table_that_was_written_reads_the_same() {
    let mut entries = vec![
        NameEntry {
            other_names: vec!["Tỏ".to_owned(), "QT".to_owned()],
            note: "a \"b\", c".to_owned(),
            ..person(
                "Trần Quốc Tỏ",
                &[("Bí thư", Some("2015-02-01"), Some("2020-05-15")), ("Thứ trưởng", None, None)],
            )
        },
        person("Lê Thị Lan", &[]),
    ];
    entries.push(NameEntry {
        to: Some("2025-06-30".to_owned()),
        successor: "tỉnh Thái Nguyên".to_owned(),
        ..NameEntry::new(NameKind::Place, "tỉnh Bắc Kạn")
    });
    for vietnamese in [true, false] {
        let bytes = super::sheet::write_sheet(&entries, vietnamese).unwrap();
        let (kept, preview) = NamesSheet::read(&bytes).unwrap().plan(&[]).unwrap();
        assert_eq!((kept, preview.broken), (entries.clone(), 0));
    }
}

proptest! {
    #[test]
    fn no_bytes_of_a_table_bring_it_down(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        head in prop_oneof![Just(&b"name,title,from,to\n"[..]), Just(&b"T\xEAn;lo\xB9i\n"[..]), Just(&b""[..])],
    ) {
        super::sheet::door(&[head, &bytes].concat());
    }

    #[test]
    fn a_table_of_any_cells_is_kept_and_written_the_same(
        rows in proptest::collection::vec("[A-Za-zÀ-ỹ \",;|\n/0-9-]{0,40}", 0..20),
    ) {
        super::sheet::door(format!("name,title,from,to,other names,note\n{}", rows.join("\n")).as_bytes());
    }

    #[test]
    fn no_text_brings_the_rules_down_and_places_are_on_letters(
        text in "(ông |bà |Bí thư |Chủ tịch UBND tỉnh |Nguyễn |Trần |Quốc |Tỏ|Tô|Văn |An|, |\\. |“|”|tỉnh Bắc Kạn|Lê Thị|\n# |\\PC){0,30}"
    ) {
        for finding in read_on(DAY, &text) {
            prop_assert!(!finding.text.is_empty());
        }
    }
}
