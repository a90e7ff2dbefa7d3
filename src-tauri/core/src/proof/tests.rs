//! Proofs of the proofreader: the reference report, clean prose, each rule, hostile text.

mod english;
mod parts;
mod photos;

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::article::{Block, BlockId, Text};
use crate::language::normal::nfc;

/// An article of a headline and paragraphs.
fn article(lines: &[&str]) -> Document {
    let mut lines = lines.iter().map(|line| nfc(line));
    let headline = Text::runs(&lines.next().unwrap_or_default());
    let blocks = lines.zip(1..).map(|(line, n)| Block::paragraph(BlockId(format!("b{n}")), &line));
    Document { headline, lead: Vec::new(), blocks: blocks.collect() }
}

fn read(document: &Document) -> Vec<Finding> {
    let occasion = Occasion { today: "2026-11-27".into(), ..Occasion::default() };
    let knowledge = Knowledge { directory: Directory::standard(), ..Knowledge::default() };
    proof_on(&occasion, document, &Fields::default(), &knowledge, &mut Cache::default())
}

fn look(text: &str) -> Vec<Finding> {
    let lines: Vec<&str> = std::iter::once("Tin").chain(text.lines()).collect();
    read(&article(&lines))
}

/// What one rule finds, as text and first fix.
fn by(rule: RuleId, text: &str) -> Vec<(String, String)> {
    let found = look(text).into_iter().filter(|finding| finding.rule == rule);
    found.map(|it| (it.text, it.fixes.into_iter().next().unwrap_or_default())).collect()
}

/// In each text the rule finds just this, with this fix; in the others nothing.
#[track_caller]
fn check(rule: RuleId, wrong: &[(&str, &str, &str)], right: &[&str]) {
    for (text, found, fix) in wrong {
        let expected = vec![((*found).to_owned(), (*fix).to_owned())];
        assert_eq!(by(rule, text), expected, "{rule:?} in {text:?}");
    }
    for text in right {
        assert_eq!(by(rule, text), [], "{rule:?} in {text:?}");
    }
}

/// Errors and warnings, as rule and text.
fn grave(document: &Document) -> Vec<(RuleId, String)> {
    let found = read(document).into_iter();
    let grave = found.filter(|it| matches!(it.severity, Severity::Error | Severity::Warning));
    grave.map(|it| (it.rule, it.text)).collect()
}

#[test]
fn every_error_of_the_reference_report_is_found_and_nothing_else() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/report/thai-nguyen-2020-05-23.txt");
    let Ok(report) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    let lines: Vec<&str> = report.lines().filter(|line| !line.trim().is_empty()).collect();
    let document = article(&lines);
    let found = read(&document);
    let of = |severity: &[Severity]| -> Vec<(RuleId, &str)> {
        let found = found.iter().filter(|it| severity.contains(&it.severity));
        found.map(|it| (it.rule, it.text.as_str())).collect()
    };
    assert_eq!(
        of(&[Severity::Error, Severity::Warning]),
        [
            (RuleId::SpaceRun, "\u{a0} "),
            (RuleId::CaseTerm, "Ban chấp hành"),
            (RuleId::SpaceRun, "\u{a0} "),
            (RuleId::SylInvalid, "viêc"),
            (RuleId::SpaceMissing, "bộ,tinh"),
            (RuleId::SpaceRun, "\u{a0} "),
            (RuleId::HyphenSpace, "tế- xã"),
            (RuleId::DocVariant, "vặn kiện"),
        ]
    );
    let hints = of(&[Severity::Hint]);
    for hint in [
        (RuleId::Nbsp, "\u{a0}"),
        (RuleId::CaseVariant, "xây dựng đảng"),
        (RuleId::Abbr, "CCHC"),
        (RuleId::HyphenVariant, "an ninh quốc phòng"),
        (RuleId::TermMix, "2020-2022"),
    ] {
        assert!(hints.contains(&hint), "{hint:?} among {hints:?}");
    }
    assert_eq!(
        of(&[Severity::Right]),
        [
            (RuleId::DateOk, "23/5"),
            (RuleId::RatioFull, "19/19"),
            (RuleId::RatioFull, "4.687/4.687"),
            (RuleId::Ratio, "254/616 tổ chức cơ sở đảng (đạt 41,23%"),
            (RuleId::Remain, "362"),
            (RuleId::DateOk, "30/6/2020"),
        ]
    );
    let fix = |rule| found.iter().find(|it| it.rule == rule).unwrap().fixes[0].as_str();
    assert_eq!(fix(RuleId::SylInvalid), "việc");
    assert_eq!(fix(RuleId::DocVariant), "văn kiện");
    assert_eq!(fix(RuleId::CaseTerm), "Ban Chấp hành");
    assert_eq!(fix(RuleId::HyphenSpace), "tế - xã");
    assert_eq!(fix(RuleId::Abbr), "cải cách hành chính (CCHC)");
}

/// The same report with its figures changed.
#[test]
fn changed_figures_are_told_with_the_right_ones() {
    let sentence = "Đến nay 254/616 tổ chức cơ sở đảng (đạt 42,23%) đã tổ chức thành công đại hội \
                    cấp cơ sở (còn 361 chi đảng bộ tổ chức đại hội xong trước ngày 31/4/2020).";
    assert_eq!(by(RuleId::Ratio, sentence), [("42,23%".into(), "41,23%".into())]);
    assert_eq!(by(RuleId::Remain, sentence), [("361".into(), "362".into())]);
    assert_eq!(by(RuleId::DateBad, sentence), [("31/4/2020".into(), String::new())]);
}

#[test]
fn clean_prose_gives_no_error_and_no_warning() {
    let text = include_str!("clean.txt");
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.len() > 50);
    assert_eq!(grave(&article(&lines)), []);
    let sample = include_str!("../../sample/report.txt");
    let lines: Vec<&str> = sample.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(grave(&article(&lines)), []);
}

#[test]
fn spaces_stand_where_they_belong() {
    check(
        RuleId::SpaceRun,
        &[("hai  ba", "  ", " "), ("Đảng,\u{a0} Phó", "\u{a0} ", " ")],
        &["hai ba", "hai\u{a0}ba"],
    );
    check(
        RuleId::Nbsp,
        &[("kết luận\u{a0}tại", "\u{a0}", " ")],
        &["20\u{a0}triệu", "kết luận tại"],
    );
    check(
        RuleId::SpaceBefore,
        &[("Cán bộ , hội", " ,", ","), ("hội  .", "  .", "."), ("(tỉnh )", " )", ")")],
        &["dùng .NET", "vân vân ...", "Cán bộ, hội", "xem :)", "– ở đó"],
    );
    check(
        RuleId::SpaceAfterOpen,
        &[("nói ( tại tỉnh)", "( ", "("), ("“ Tôi nói”", "“ ", "“")],
        &["nói (tại tỉnh)"],
    );
    check(
        RuleId::SpaceMissing,
        &[
            ("cán bộ,tinh thần", "bộ,tinh", "bộ, tinh"),
            ("đã xong.Sau đó", "xong.Sau", "xong. Sau"),
            ("Ảnh:Thanh Mai", "Ảnh:Thanh", "Ảnh: Thanh"),
            ("Vì sao?Tôi hỏi", "sao?Tôi", "sao? Tôi"),
        ],
        &[
            "TP.HCM",
            "PGS.TS.Nguyễn Văn A",
            "thainguyen.gov.vn",
            "a,b",
            "lúc 7:30",
            "https://abc.vn/tin,bai",
            "anh@bao.vn",
            "41,23%",
            "St.Petersburg",
        ],
    );
    check(
        RuleId::HyphenSpace,
        &[
            ("kinh tế- xã hội", "tế- xã", "tế - xã"),
            ("kinh tế -xã hội", "tế -xã", "tế - xã"),
            ("giai đoạn 2020- 2025", "2020- 2025", "2020-2025"),
        ],
        &["kinh tế - xã hội", "Ê-đê", "- Nội dung", "lạnh -5 độ", "2020-2025"],
    );
}

#[test]
fn signs_stand_once_and_in_pairs() {
    check(
        RuleId::PunctRun,
        &[("hội,, họp", ",,", ","), ("họp xong..", "..", "."), ("họp xong,.", ",.", ".")],
        &["vân vân...", "gạo, ngô,...", "v.v., và", "TP., tỉnh", "thật?!"],
    );
    check(
        RuleId::Pair,
        &[("nói (tại tỉnh", "(", ""), ("tại tỉnh) nói", ")", ""), ("ông nói: “Tôi", "“", "")],
        &["nói (tại tỉnh)", "a) Một; b) hai", "1) Một", "“Tôi đi. Tôi về."],
    );
    check(RuleId::Quote, &[], &["“Một” và “hai”", "\"Một\" và \"hai\"", "màn hình 5\" “đẹp”"]);
    assert_eq!(by(RuleId::Quote, "“Một” và “hai” và \"ba\"").len(), 2);
    check(RuleId::Ellipsis, &[("Một… hai… ba...", "...", "…")], &["Một... hai...", "Một…"]);
}

#[test]
fn what_is_no_syllable_is_told_and_names_and_loans_are_left_alone() {
    check(
        RuleId::SylInvalid,
        &[
            ("ông làm viêc", "viêc", "việc"),
            ("Hoăc là", "Hoăc", "Hoặc"),
            ("được giải quyêt", "quyêt", "quyết"),
            ("cơ quan chủ qủan", "qủan", "quản"),
        ],
        &[
            "Đắk Lắk, Krông, Bắc Kạn",
            "Mát-xcơ-va",
            "Khóa XIII",
            "HĐND",
            "đường Lý Thường Kiệt",
            "online",
            "H’Mông",
            "hoà bình, hòa bình",
            "100đ",
            "Pelé",
            "résumé",
        ],
    );
    check(
        RuleId::SylLetters,
        &[
            ("để pháttriển", "pháttriển", "phát triển"),
            ("theo Pochettinothực hiện", "Pochettinothực", "Pochettino thực"),
            ("cán bộTinh thần", "bộTinh", "bộ Tinh"),
        ],
        &["YouTube", "iPhone", "café sáng", "VnExpress", "nghiêng"],
    );
    check(
        RuleId::Telex,
        &[
            ("làm vieecj tốt", "vieecj", "việc"),
            ("cuar tỉnh", "cuar", "của"),
            ("Ddaij hội", "Ddaij", "Đại"),
        ],
        &[
            "bus tour",
            "xem online",
            "chơi game",
            "as for us",
            "test nhanh",
            "clip",
            "taxi",
            "Facebook",
        ],
    );
}

#[test]
fn words_written_twice_are_told_and_those_that_are_words_are_not() {
    check(
        RuleId::Double,
        &[
            ("kế hoạch của của tỉnh", "của của", "của"),
            ("để phát triển phát triển mạnh", "phát triển phát triển", "phát triển"),
            ("các chỉ tiêu chỉ tiêu chỉ tiêu", "chỉ tiêu chỉ tiêu chỉ tiêu", "chỉ tiêu"),
        ],
        &[
            "từ từ đi",
            "Ủy ban ban hành",
            "xã hội hội nhập",
            "học sinh sinh viên",
            "luôn luôn",
            "từng bước từng bước",
            "chạy chức chạy quyền",
            "“của của”",
        ],
    );
}

#[test]
fn a_slip_is_told_by_what_the_article_writes_elsewhere() {
    let usual = "văn kiện một\nvăn kiện hai\nvăn kiện ba\n";
    let with = |text: &str| format!("{usual}{text}");
    assert_eq!(
        by(RuleId::DocVariant, &with("xây dựng vặn kiện")),
        [("vặn kiện".into(), "văn kiện".into())]
    );
    for text in ["van kiên", "Văn Kiên", "“vặn kiện”", "văn, kiên"] {
        assert_eq!(by(RuleId::DocVariant, &with(text)), [], "{text}");
    }
    assert_eq!(by(RuleId::DocVariant, "văn kiện\nvăn kiện\nvặn kiện"), [], "two are too few");
    // *các* stands before anything: that it stands before *văn* says nothing of *vấn*.
    let any = "các văn kiện\ncác văn bản\ncác văn nghệ sĩ\ncác xã, các bộ, các sở, các ngành\n";
    assert_eq!(by(RuleId::DocVariant, &format!("{any}các vấn đề")), []);
}

#[test]
fn known_confusions_are_told_but_not_where_the_words_belong_to_others() {
    check(
        RuleId::Confusion,
        &[
            ("đã bổ xung", "bổ xung", "bổ sung"),
            ("Sử lý nghiêm", "Sử lý", "Xử lý"),
            ("ngành và nghành", "nghành", "ngành"),
        ],
        &[
            "lịch sử lý luận",
            "tập trung cư dân",
            "tiếp xúc tích cực",
            "quốc gia cần",
            "bổ sung phong phú",
            "năng xuất hiện",
        ],
    );
}

#[test]
fn the_capitals_of_known_names_are_those_of_the_decree() {
    check(
        RuleId::CaseTerm,
        &[
            ("của Ban chấp hành Đảng bộ", "Ban chấp hành", "Ban Chấp hành"),
            ("tại Ủy ban Nhân dân tỉnh", "Ủy ban Nhân dân", "Ủy ban nhân dân"),
        ],
        &[
            "của Ban Chấp hành",
            "ban chấp hành chi đoàn",
            "BAN CHẤP HÀNH",
            "nói: “Của Ban chấp hành”",
        ],
    );
}

#[test]
fn an_article_that_writes_something_two_ways_is_told_of_the_rarer() {
    let capitals = "công tác xây dựng Đảng\nviệc xây dựng Đảng\ntrong xây dựng đảng";
    assert_eq!(
        by(RuleId::CaseVariant, capitals).last().unwrap(),
        &("xây dựng đảng".to_owned(), "xây dựng Đảng".to_owned())
    );
    assert_eq!(
        by(
            RuleId::HyphenVariant,
            "phát triển kinh tế - xã hội\nvề kinh tế - xã hội\nvề kinh tế xã hội"
        ),
        [("kinh tế xã hội".into(), "kinh tế - xã hội".into())]
    );
    assert_eq!(
        by(RuleId::TermMix, "nhiệm kỳ 2020-2025\nnhiệm kỳ 2020-2025\nnhiệm kỳ 2020-2022").len(),
        1
    );
    check(
        RuleId::Abbr,
        &[("về CCHC của tỉnh", "CCHC", "cải cách hành chính (CCHC)")],
        &[
            "cải cách hành chính (CCHC) và CCHC",
            "UBND tỉnh",
            "lần thứ XIII",
            "TIN NÓNG TRONG NGÀY",
            "Covid-19, GDP",
        ],
    );
    check(
        RuleId::ToneStyle,
        &[("ngôi nhà hoà bình", "hoà", "hòa")],
        &["ngôi nhà hòa bình", "ông Lê Hoà", "“nhà hoà bình”", "quý", "hoàn toàn"],
    );
}

#[test]
fn numbers_are_written_as_vietnamese_writes_them() {
    check(
        RuleId::NumDecimal,
        &[("tăng 3.5 tỷ đồng", "3.5", "3,5"), ("đạt 41.2%", "41.2", "41,2")],
        &["thời 4.0", "4.687 tỷ", "lúc 7.30"],
    );
    check(
        RuleId::NumGroup,
        &[("có 4,687 chi bộ", "4,687", "4.687"), ("cả 1,234,567 tấn", "1,234,567", "1.234.567")],
        &["1,234 tấn", "41,23%", "4.687"],
    );
    check(RuleId::PctSpace, &[("đạt 41,23 % số phiếu", "41,23 %", "41,23%")], &["đạt 41,23%"]);
    check(
        RuleId::RatioGt1,
        &[("có 62/40 xã đạt chuẩn", "62/40", "")],
        &["40/62 xã", "dịp 30/4 xã tổ chức"],
    );
    check(
        RuleId::Ratio,
        &[("có 40/62 xã, đạt 70%", "70%", "65%")],
        &["ngày 5/10 xã đạt 70%", "40/62 xã, tăng 20%"],
    );
    assert_eq!(by(RuleId::RatioFull, "19/19 chỉ tiêu đạt").len(), 1);
    assert_eq!(by(RuleId::RatioFull, "ngày 9/9, làm 24/24 giờ"), []);
    check(
        RuleId::RangeBad,
        &[("giai đoạn 2025-2020", "2025-2020", "2020-2025")],
        &["giai đoạn 2020-2025", "số 2080-2025"],
    );
}

#[test]
fn a_date_with_the_month_first_is_a_hint_unless_it_is_called_a_day() {
    let severity = |text: &str| {
        let found = look(text).into_iter().find(|it| it.rule == RuleId::DateBad);
        found.map(|it| it.severity)
    };
    assert_eq!(severity("Bản ra 11/22/1999 là bản cũ."), Some(Severity::Hint));
    assert_eq!(severity("Bản ra ngày 11/22/1999 là bản cũ."), Some(Severity::Error));
    assert_eq!(severity("Bản ra 22/22/1999 là bản cũ."), Some(Severity::Error));
}

#[test]
fn dates_are_held_to_the_calendar() {
    check(
        RuleId::DateBad,
        &[
            ("ngày 31/4", "31/4", ""),
            ("vào 29/2/2021", "29/2/2021", ""),
            ("ngày 31 tháng 6 năm 2020", "31 tháng 6 năm 2020", ""),
            ("ngày 11/22/1999", "11/22/1999", "22/11/1999"),
        ],
        &[
            "ngày 30/4",
            "29/2/2020",
            "mỗi ngày 24/24 giờ",
            "số 15/20/2020",
            "ngày 23 tháng 5",
            "tỷ lệ 31/42",
        ],
    );
    check(
        RuleId::WeekdayBad,
        &[
            ("thứ Hai, ngày 23/5/2020", "thứ Hai", "thứ Bảy"),
            ("Chủ nhật (23/5/2020)", "Chủ nhật", "Thứ Bảy"),
        ],
        &["thứ Bảy, ngày 23/5/2020", "lần thứ hai, ngày 23/5/2020", "thứ Hai, ngày 23/5"],
    );
    let dates: Vec<_> = look("ngày 23/5 và ngày 30/6/2020")
        .into_iter()
        .filter(|it| it.rule == RuleId::DateOk)
        .map(|it| it.params["date"].clone())
        .collect();
    assert_eq!(dates, ["--05-23", "2020-06-30"]);
    let fields = Fields { event_date: Some("2020-05-23".into()), ..Fields::default() };
    let document = article(&["Tin", "Chiều thứ Hai, ngày 23/5"]);
    let found = proof(&document, &fields, &Knowledge::default(), &mut Cache::default());
    assert_eq!(found[0].rule, RuleId::WeekdayBad);
    assert_eq!(found[0].severity, Severity::Warning, "the year is that of the event");
}

#[test]
fn a_finding_keeps_its_key_while_other_words_change() {
    let key = |text: &str| {
        let found = look(text);
        found.iter().find(|it| it.rule == RuleId::SylInvalid).unwrap().key.clone()
    };
    let before = key("Ông bà cùng nhau làm viêc tại cơ quan tỉnh.");
    assert_eq!(before, key("Hôm nay ông bà cùng nhau làm viêc tại cơ quan tỉnh nhà."));
    assert_ne!(before, key("Ông bà cùng nhau làm viêc ở cơ quan tỉnh."));
}

#[test]
fn what_was_read_once_is_not_read_again() {
    let mut cache = Cache::default();
    let one = article(&["Tin", "Một viêc.", "Hai viêc."]);
    let first = proof(&one, &Fields::default(), &Knowledge::default(), &mut cache);
    let again = proof(&one, &Fields::default(), &Knowledge::default(), &mut cache);
    assert_eq!(first, again);
    assert_eq!(cache.lines.len(), 4, "headline, empty lead, two paragraphs");
    let new = proof(
        &one,
        &Fields::default(),
        &Knowledge { style: ToneStyle::New, ..Knowledge::default() },
        &mut cache,
    );
    assert_eq!(new.len(), first.len(), "another style is another reading");
    assert_eq!(cache.lines.len(), 8);
}

const PARTS: &[&str] = &[
    "việc",
    "viêc",
    "văn",
    "vặn",
    "kiện",
    "của",
    "Ban",
    "chấp",
    "hành",
    "đảng",
    "Đảng",
    "hoà",
    "hòa",
    "vieecj",
    "bổ",
    "xung",
    "254/616",
    "đạt",
    "41,23%",
    "42,23%",
    "còn",
    "lại",
    "362",
    "23/5",
    "ngày",
    "31/4/2020",
    "thứ",
    "hai",
    "3.5",
    "tỷ",
    "4,687",
    "CCHC",
    "pháttriển",
    " ",
    "  ",
    "\u{a0}",
    ",",
    ".",
    "...",
    "…",
    "(",
    ")",
    "“",
    "”",
    "\"",
    "-",
    " - ",
    "%",
    "tế",
    "xã",
    "hội",
    "kinh",
    "nhiệm kỳ 2020-2025",
    "🙂",
    "Привет",
    "\u{301}",
    "x",
    "chỉ tiêu",
    "năm",
    "2025-2020",
    "WHO",
    "Quốc",
];

fn line() -> impl Strategy<Value = String> {
    prop::collection::vec((prop::sample::select(PARTS), prop::bool::weighted(0.7)), 0..25).prop_map(
        |parts| {
            let text: String = parts
                .into_iter()
                .map(|(part, spaced)| format!("{part}{}", if spaced { " " } else { "" }))
                .collect();
            nfc(&text)
        },
    )
}

fn text_at(line: &str, finding: &Finding) -> Option<String> {
    let units: Vec<u16> = line.encode_utf16().collect();
    let range = finding.from.offset as usize..finding.to.offset as usize;
    String::from_utf16(units.get(range)?).ok()
}

fn line_of<'a>(lines: &'a [String], finding: &Finding) -> &'a str {
    match &finding.from.block {
        None => &lines[0],
        Some(block) => &lines[block.0[1..].parse::<usize>().unwrap()],
    }
}

proptest! {
    #[test]
    fn a_finding_lies_on_letters_inside_its_line(lines in prop::collection::vec(line(), 1..6)) {
        let texts: Vec<&str> = lines.iter().map(String::as_str).collect();
        for finding in read(&article(&texts)) {
            prop_assert_eq!(&finding.from.block, &finding.to.block);
            prop_assert_eq!(finding.from.line, finding.to.line);
            prop_assert!(finding.from.offset < finding.to.offset);
            let there = text_at(line_of(&lines, &finding), &finding);
            prop_assert_eq!(there.as_ref(), Some(&finding.text), "{:?}", finding.rule);
            prop_assert!(!finding.fixes.contains(&finding.text), "{:?}", finding);
            if finding.severity == Severity::Right {
                prop_assert!(finding.fixes.is_empty());
            }
        }
    }

    #[test]
    fn a_finding_goes_when_its_fix_is_made(lines in prop::collection::vec(line(), 1..6)) {
        let texts: Vec<&str> = lines.iter().map(String::as_str).collect();
        let before = read(&article(&texts));
        for finding in &before {
            for fix in &finding.fixes {
                let there = line_of(&lines, finding);
                let units: Vec<u16> = there.encode_utf16().collect();
                let part = |range: &[u16]| String::from_utf16(range).unwrap();
                let (from, to) = (finding.from.offset as usize, finding.to.offset as usize);
                let fixed = format!("{}{fix}{}", part(&units[..from]), part(&units[to..]));
                let mut changed = lines.clone();
                let n = lines.iter().position(|line| std::ptr::eq(line.as_str(), there)).unwrap();
                changed[n] = fixed;
                let texts: Vec<&str> = changed.iter().map(String::as_str).collect();
                let end = from + fix.encode_utf16().count();
                let same = |other: &&Finding| {
                    other.rule == finding.rule
                        && other.severity == finding.severity
                        && other.from.block == finding.from.block
                        && (other.from.offset as usize) < end
                        && other.to.offset as usize > from
                };
                let known: Vec<&str> = before
                    .iter()
                    .filter(|other| other.rule == finding.rule && *other != finding)
                    .map(|other| other.text.as_str())
                    .collect();
                let after = read(&article(&texts));
                for left in after.iter().filter(same) {
                    prop_assert!(
                        known.contains(&left.text.as_str()),
                        "{:?} became {:?} in {:?}", finding, left, changed[n]
                    );
                }
            }
        }
    }

    #[test]
    fn what_a_line_says_of_itself_does_not_depend_on_others(
        lines in prop::collection::vec(line(), 2..6)
    ) {
        const OF_LINES: [RuleId; 14] = [
            RuleId::SpaceRun, RuleId::Nbsp, RuleId::SpaceBefore, RuleId::SpaceMissing,
            RuleId::HyphenSpace, RuleId::PunctRun, RuleId::Pair, RuleId::SylInvalid,
            RuleId::Telex, RuleId::Confusion, RuleId::CaseTerm, RuleId::Ratio, RuleId::DateBad,
            RuleId::NumDecimal,
        ];
        let said = |document: &Document, block: &str| -> Vec<(RuleId, u32, String)> {
            let found = read(document).into_iter().filter(|it| OF_LINES.contains(&it.rule));
            let found = found.filter(|it| it.from.block.as_ref().is_some_and(|id| id.0 == block));
            found.map(|it| (it.rule, it.from.offset, it.text)).collect()
        };
        let texts: Vec<&str> = lines.iter().map(String::as_str).collect();
        let among = article(&texts);
        for (n, text) in texts.iter().enumerate().skip(1) {
            let alone = article(&["", text]);
            prop_assert_eq!(said(&among, &format!("b{n}")), said(&alone, "b1"));
        }
    }
}

/// What is found in the first paragraph by a desk that has approved these texts.
fn by_context(approved: &[&str], text: &str) -> Vec<(String, String)> {
    let mut counts = PairCounts::new();
    for line in approved {
        for (pair, count) in pairs_in(&article(&["Tin", line])) {
            *counts.entry(pair).or_default() += count;
        }
    }
    let knowledge = Knowledge { pairs: Pairs::of(&counts), ..Knowledge::default() };
    let lines: Vec<&str> = std::iter::once("Tin").chain(text.lines()).collect();
    let found =
        proof(&article(&lines), &Fields::default(), &knowledge, &mut Cache::default()).into_iter();
    let found = found.filter(|it| it.rule == RuleId::Context);
    found.map(|it| (it.text, it.fixes.into_iter().next().unwrap_or_default())).collect()
}

const APPROVED: [&str; 4] = [
    "Hội nghị cho ý kiến vào dự thảo văn kiện đại hội.",
    "Chi bộ góp ý vào dự thảo văn kiện và cử ba đại biểu.",
    "Dự thảo văn kiện được gửi tới hai chi bộ trước ngày 30/6.",
    "Các chi bộ gửi tới đảng ủy xã dự thảo văn kiện đại hội.",
];

#[test]
fn a_word_never_approved_between_its_neighbours_is_questioned_where_another_was() {
    for (text, wrong, right) in [
        ("Đảng ủy gửi dự thảo vặn kiện cho các chi bộ.", "vặn", "văn"),
        ("Họ góp ý vào dự thảo văn kiên đại hội.", "kiên", "kiện"),
        ("Cho ý kiến vào dụ thảo văn kiện.", "dụ", "dự"),
        ("Cho ý kiến vào dự thao văn kiện.", "thao", "thảo"),
        ("Cho ý kiến vào dự thaor văn kiện.", "thaor", "thảo"),
        ("Cho ý kiến vào dự thảo vawn kiện đại hội.", "vawn", "văn"),
    ] {
        let found = by_context(&APPROVED, text);
        let telex = found.is_empty() && !by(RuleId::Telex, text).is_empty();
        assert!(telex || found == [(wrong.to_owned(), right.to_owned())], "{text}: {found:?}");
    }
}

#[test]
fn nothing_is_questioned_without_proof_or_against_the_authors_own_usage() {
    let wrong = "Đảng ủy gửi dự thảo vặn kiện cho các chi bộ.";
    assert_eq!(by_context(&[], wrong), [], "nothing approved");
    assert_eq!(by_context(&["Chi bộ gửi văn thư."], wrong), [], "on one side, once");
    for text in [
        // Somebody's own words, and names.
        "Ông nói: “Gửi dự thảo vặn kiện cho chi bộ”.",
        "Ông Dự Thảo Vặn Kiện có mặt.",
        // Said twice it was meant.
        "Gửi dự thảo vặn kiện cho chi bộ.\nGóp ý vào dự thảo vặn kiện đại hội.",
        // A numeral for a numeral would change what was counted.
        "Chi bộ cử bảy đại biểu.",
        // Words that nobody has approved, and nobody has approved anything like them.
        "Cho ý kiến vào đề cương thơ lục bát.",
        "Họp bàn về marketing online và livestream.",
    ] {
        assert_eq!(by_context(&APPROVED, text), [], "{text}");
    }
}
