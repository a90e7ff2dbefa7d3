//! The pages as other programs read them (poppler's `pdftotext` and `pdfinfo`; a test that needs
//! them says that it is skipped where they are not), and as the layout promises them.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::flow::{Drawn, paginate};
use super::layout::{BOTTOM, MEASURE, TOP};
use super::text::{Align, Style};
use super::*;
use crate::article::{Block, BlockId, Text, plain_text, text_of};
use crate::exchange::recognise::{compose, recognise};
use crate::exchange::sample::sample;
use crate::exchange::sheet::picture_key;
use crate::photo::{Edits, Rendition, render};

const REVISION: &str = "c0ffee84db00d2fce00b31a7fc73224d5f1d7a84db00d2fce00b31a7fc73224d";
/// 15:30 on 23 May 2020 in Vietnam.
const DATED: Timestamp = Timestamp(1_590_222_600_000);

/// An article with all that a paper needs.
struct Case {
    id: ArticleId,
    document: Document,
    fields: Fields,
    letterhead: Letterhead,
    pictures: BTreeMap<String, Vec<u8>>,
    approved: bool,
}

impl Case {
    fn of(blocks: &[Value]) -> Self {
        let mut content = vec![
            json!({ "type": "headline", "content": text("Khai mạc hội chợ sách xã Đồng Hỷ") }),
            json!({ "type": "lead", "content": text("Sáng 12/6, hội chợ sách lần thứ ba khai mạc.") }),
        ];
        content.extend_from_slice(blocks);
        Self::with(serde_json::from_value(json!({ "type": "doc", "content": content })).unwrap())
    }

    fn with(document: Document) -> Self {
        let mut count = 0;
        let mut id = || {
            count += 1;
            BlockId(format!("made{count}"))
        };
        Self {
            id: ArticleId("bai-1".into()),
            document: document.accept(&mut id).unwrap(),
            fields: Fields::default(),
            letterhead: Letterhead::default(),
            pictures: BTreeMap::new(),
            approved: true,
        }
    }

    /// The report that every desk starts with, with its two pictures.
    fn sample() -> Self {
        let sample = sample();
        let lines: Vec<_> = recognise(sample.text, "UTF-8").unwrap().lines;
        let lines: Vec<_> = lines.into_iter().map(Into::into).collect();
        let mut count = 0;
        let mut id = || {
            count += 1;
            BlockId(format!("b{count}"))
        };
        let (mut document, fields) = compose(&lines, &[], &mut id).unwrap();
        let mut pictures = BTreeMap::new();
        for (block, photo) in document.photos_mut().zip(&sample.photos) {
            block.attrs.photo = Some(blake3::hash(photo.bytes).to_hex().to_string());
            block.attrs.credit = photo.credit.into();
            block.attrs.alt = photo.alt.into();
            let wanted = Rendition::Web.wanted();
            let picture = render(photo.bytes, &wanted, &Edits::default()).unwrap();
            pictures.insert(picture_key(block).unwrap(), picture);
        }
        Self { fields, pictures, ..Self::with(document) }
    }

    fn paper(&self) -> Paper<'_> {
        Paper {
            article: &self.id,
            revision: REVISION,
            document: &self.document,
            fields: &self.fields,
            newsroom: "Báo Sông Vân",
            zone: ZoneMinutes::default(),
            approved: self.approved,
            dated: DATED,
            letterhead: &self.letterhead,
            logo: None,
            pictures: &self.pictures,
        }
    }

    fn made(&self) -> Pdf {
        pdf(&self.paper()).unwrap()
    }

    fn layout(&self) -> flow::Flow {
        let paper = self.paper();
        let words = wording::of("vi");
        let mut layout =
            Layout { paper: &paper, words, fonts: Fonts::new("vi"), flow: flow::Flow::default() };
        layout.whole().unwrap();
        layout.flow
    }

    /// Every word that the paper must carry, in reading order.
    fn told(&self) -> Vec<String> {
        let words = wording::of("vi");
        let mut told = vec![self.fields.section.clone(), self.document.headline_text()];
        let date = self.fields.event_date.as_deref().map(|date| words.date(date));
        let dateline = [Some(self.fields.event_place.clone()), date];
        let dateline: Vec<String> =
            dateline.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        told.push(dateline.join(", "));
        told.push(self.document.lead_text());
        for block in self.document.walk() {
            match block {
                Block::List { attrs, content } => {
                    let items = content.iter().filter(|item| !text_of(&item.content).is_empty());
                    for (at, item) in items.enumerate() {
                        told.push(if attrs.ordered {
                            format!("{}.", at + 1)
                        } else {
                            "•".into()
                        });
                        told.push(text_of(&item.content));
                    }
                }
                Block::Table { content, .. } => {
                    let cells = content.iter().flat_map(|row| &row.content);
                    told.extend(cells.map(|cell| text_of(&cell.content)));
                }
                Block::Photo(photo) => {
                    told.push(text_of(&photo.content));
                    told.push(words.credit(&photo.attrs.credit));
                }
                Block::Paragraph { content, .. }
                | Block::Subhead { content, .. }
                | Block::Quote { content, .. } => told.push(text_of(content)),
                Block::Box { .. } | Block::PhotoGroup { .. } => {}
            }
        }
        if !self.fields.source.is_empty() {
            told.push(format!("Nguồn: {}", self.fields.source));
        }
        told.push(self.fields.byline_line());
        told.push("15:30, 23/5/2020".to_owned());
        words_in(&told.join(" "))
    }
}

fn text(text: &str) -> Value {
    json!([{ "type": "text", "text": text }])
}

fn block(kind: &str, words: &str) -> Value {
    json!({ "type": kind, "attrs": { "id": "" }, "content": text(words) })
}

/// Words, and the parts of those that a line may end within.
fn words_in(text: &str) -> Vec<String> {
    let parts = text.split_whitespace().flat_map(|word| word.split_inclusive(['-', '/']));
    parts.map(ToOwned::to_owned).collect()
}

fn run(program: &str, arguments: &[&str], file: &Path) -> Option<String> {
    let mut command = Command::new(program);
    let file = file.display().to_string();
    let arguments: Vec<&str> =
        arguments.iter().map(|it| if *it == "FILE" { file.as_str() } else { it }).collect();
    match command.args(arguments).output() {
        Ok(output) => {
            assert!(output.status.success(), "{program}: {output:?}");
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(error) => {
            eprintln!("skipped: {program} is not installed ({error})");
            None
        }
    }
}

fn with_file<T>(bytes: &[u8], look: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bai.pdf");
    std::fs::write(&path, bytes).unwrap();
    look(&path)
}

/// The words of the pages without what stands around the text; `None` without poppler.
fn words_of(bytes: &[u8], pages: usize) -> Option<Vec<String>> {
    with_file(bytes, |path| {
        let height = |from: f32| format!("{:.0}", BOTTOM + 6.0 - from);
        let mut found = Vec::new();
        for (first, last, top) in [(1, 1, 46.0), (2, pages, TOP - 6.0)] {
            if first > last {
                continue;
            }
            let (first, last) = (first.to_string(), last.to_string());
            let (y, height) = (format!("{top:.0}"), height(top));
            let arguments = [
                "-raw", "-enc", "UTF-8", "-nopgbrk", "-r", "72", "-x", "0", "-y", &y, "-W", "600",
                "-H", &height, "-f", &first, "-l", &last, "FILE", "-",
            ];
            found.extend(words_in(&run("pdftotext", &arguments, path)?));
        }
        Some(found)
    })
}

#[track_caller]
fn comes_out(case: &Case) -> Pdf {
    let made = case.made();
    if let Some(found) = words_of(&made.bytes, made.pages) {
        assert_eq!(found, case.told());
    }
    made
}

#[test]
fn the_words_of_the_sample_come_out_of_its_pdf() {
    let case = Case::sample();
    let made = comes_out(&case);
    assert_eq!(made.missing, "", "the faces have every letter of it");
    let told = case.told().join(" ");
    for line in plain_text(&case.document).lines() {
        assert!(told.contains(&words_in(line).join(" ")), "{line}");
    }
}

#[test]
fn the_same_revision_gives_the_same_bytes() {
    let case = Case::sample();
    assert_eq!(case.made(), case.made());
    let other = Case { letterhead: letterhead(), ..Case::sample() };
    assert_ne!(other.made().bytes, case.made().bytes);
}

#[test]
fn a_photo_is_in_it_as_it_was_rendered() {
    let case = Case::sample();
    let made = case.made();
    for picture in case.pictures.values() {
        assert!(
            made.bytes.windows(picture.len()).any(|window| window == picture),
            "not a pixel is touched again"
        );
    }
}

#[test]
fn the_file_says_what_it_is_and_when_the_revision_was_made() {
    let made = Case::sample().made();
    let Some(info) = with_file(&made.bytes, |path| run("pdfinfo", &["-isodates", "FILE"], path))
    else {
        return;
    };
    let says = |name: &str| {
        let line = info.lines().find_map(|line| line.strip_prefix(&format!("{name}:")));
        line.unwrap_or_else(|| panic!("no {name} in {info}")).trim().to_owned()
    };
    let case = Case::sample();
    assert_eq!(says("Title"), case.document.headline_text());
    assert_eq!(says("Author"), case.fields.byline_line().replace(" - ", ", "));
    assert!(says("CreationDate").starts_with("2020-05-23T15:30:00+07"), "{info}");
    assert_eq!(says("Tagged"), "yes");
    assert!(says("Page size").contains("A4"), "{info}");
    let xmp = String::from_utf8_lossy(&made.bytes);
    for claim in ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"] {
        assert!(xmp.contains(claim), "no {claim}");
    }
}

#[test]
fn the_parts_are_told_to_those_who_do_not_see_them() {
    let table = json!({ "type": "table", "attrs": { "id": "" }, "content": [
        { "type": "tableRow", "content": [cell("Xã", true), cell("Số hộ", true)] },
        { "type": "tableRow", "content": [cell("Đồng Hỷ", false), cell("", false)] },
    ] });
    let list = json!({ "type": "list", "attrs": { "id": "", "ordered": true }, "content": [
        { "type": "listItem", "content": text("Một") },
    ] });
    let link = json!({ "type": "paragraph", "attrs": { "id": "" }, "content": [
        { "type": "text", "text": "Xem " },
        { "type": "text", "text": "trang của xã", "marks": [
            { "type": "link", "attrs": { "href": "https://dongHy.example.vn/" } },
        ] },
    ] });
    let mut case =
        Case::of(&[block("subhead", "Số liệu"), table, list, link, block("quote", "Hay!")]);
    let photo = Case::sample();
    case.document
        .blocks
        .extend(photo.document.blocks.iter().filter(|it| matches!(it, Block::Photo(_))).cloned());
    case.pictures = photo.pictures;
    let made = comes_out(&case);
    let Some(tree) = with_file(&made.bytes, |path| run("pdfinfo", &["-struct-text", "FILE"], path))
    else {
        return;
    };
    for part in [
        "H1",
        "H2",
        "Table",
        "THead",
        "TH",
        "TD",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Link",
        "BlockQuote",
        "Figure",
        "Caption",
        "P",
    ] {
        let is_part = |line: &str| line.trim_start().split([' ', ':']).next() == Some(part);
        assert!(tree.lines().any(is_part), "no {part} in {tree}");
    }
    let cells = tree.lines().filter(|line| line.trim_start().starts_with("TD")).count();
    assert_eq!(cells, 2, "an empty cell keeps its column: {tree}");
}

fn cell(words: &str, header: bool) -> Value {
    let content = if words.is_empty() { json!([]) } else { text(words) };
    json!({ "type": "tableCell", "attrs": { "header": header }, "content": content })
}

fn letterhead() -> Letterhead {
    Letterhead {
        office: "BÁO ĐIỆN TỬ SÔNG VÂN".into(),
        second_line: "Cơ quan của Đảng bộ tỉnh".into(),
        place: "Đồng Hỷ".into(),
        footer: "Số 1, đường Hoa Phượng · 0208 000 000".into(),
        logo: None,
    }
}

#[test]
fn the_letterhead_stands_on_the_first_page_and_its_foot_on_all() {
    let words = "Hội chợ kéo dài ba ngày với bốn mươi gian hàng. ".repeat(250);
    let case = Case { letterhead: letterhead(), ..Case::of(&[block("paragraph", &words)]) };
    let made = case.made();
    assert!(made.pages > 1, "{}", made.pages);
    let Some(all) = with_file(&made.bytes, |path| run("pdftotext", &["-raw", "FILE", "-"], path))
    else {
        return;
    };
    let pages: Vec<&str> = all.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert_eq!(pages.len(), made.pages);
    assert!(pages[0].contains("Cơ quan của Đảng bộ tỉnh"), "{}", pages[0]);
    assert!(pages[0].contains("Đồng Hỷ, ngày 23 tháng 5 năm 2020"), "{}", pages[0]);
    for (at, page) in pages.iter().enumerate() {
        assert!(page.contains("đường Hoa Phượng"), "{page}");
        assert!(page.contains(&format!("{}/{}", at + 1, made.pages)), "{page}");
        assert!(at == 0 || page.contains("Khai mạc hội chợ sách"), "the title goes on: {page}");
        assert!(!page.contains("chưa duyệt"), "{page}");
    }
}

#[test]
fn every_page_of_a_text_that_nobody_approved_says_so() {
    let words = "Hội chợ kéo dài ba ngày. ".repeat(500);
    let case = Case { approved: false, ..Case::of(&[block("paragraph", &words)]) };
    let made = case.made();
    let all = with_file(&made.bytes, |path| run("pdftotext", &["-raw", "FILE", "-"], path));
    if let Some(all) = all {
        assert_eq!(all.matches("Bản chưa duyệt · c0ffee84db00").count(), made.pages);
    }
}

const BODY: Style = Style {
    family: super::fonts::Family::Serif,
    bold: false,
    italic: false,
    size: 11.0,
    leading: 16.5,
    grey: 0,
    align: Align::Both,
};

#[test]
fn lines_are_parted_between_syllables_only() {
    let words =
        "Thủ tướng nghiêng mình trước những người nghèo khuyết tật ở Nghĩa Đường. ".repeat(40);
    let lines = Prose::plain(&words).lines(&mut Fonts::new("vi"), &BODY, MEASURE);
    let texts: Vec<String> =
        lines.iter().map(|line| line.runs.iter().map(|run| run.text.as_str()).collect()).collect();
    assert_eq!(texts.concat(), words.trim_end());
    for text in &texts[..texts.len() - 1] {
        assert!(text.ends_with(' '), "{text:?}");
    }
    let (last, full) = lines.split_last().unwrap();
    assert!(last.width <= MEASURE);
    let straight = full.iter().filter(|line| (line.width - MEASURE).abs() < 0.05).count();
    assert!(straight * 10 >= full.len() * 9, "{straight} of {} have both edges", full.len());
    assert!(full.iter().all(|line| line.width < MEASURE + 0.05));
}

#[test]
fn a_dash_that_stands_alone_begins_no_line() {
    let words = "Hà Nội – Thái Nguyên – Bắc Kạn – Cao Bằng – ".repeat(60);
    let lines = Prose::plain(&words).lines(&mut Fonts::new("vi"), &BODY, MEASURE);
    for line in &lines {
        assert!(!line.runs[0].text.starts_with('–'), "{:?}", line.runs[0].text);
    }
}

#[test]
fn what_is_wider_than_a_line_is_broken_between_letters() {
    let address = format!("https://example.vn/{}", "a".repeat(400));
    let lines = Prose::plain(&address).lines(&mut Fonts::new("vi"), &BODY, 200.0);
    let texts: Vec<&str> = lines.iter().flat_map(|it| &it.runs).map(|run| &run.text[..]).collect();
    assert_eq!(texts.concat(), address);
    assert!(lines.iter().all(|line| line.width <= 200.0));
    let narrow = Prose::plain("WWW").lines(&mut Fonts::new("vi"), &BODY, 0.5);
    assert_eq!(narrow.len(), 3, "a letter a line, where nothing else fits");
}

#[test]
fn letters_that_no_face_has_are_boxes_that_can_be_copied() {
    let case = Case::of(&[block(
        "paragraph",
        "Xin chào 你好 🙂, Привет и α, שלום \u{200B}và \u{202E}hết.",
    )]);
    let made = case.made();
    let lacking: BTreeSet<char> = "你好🙂שלום".chars().collect();
    assert_eq!(made.missing, lacking.into_iter().collect::<String>());
    if let Some(found) = words_of(&made.bytes, made.pages) {
        for word in ["你好", "🙂,", "Привет", "α,", "hết."] {
            assert!(found.iter().any(|it| it == word), "{word} in {found:?}");
        }
    }
}

#[test]
fn hostile_articles_become_pages_all_the_same() {
    let rows: Vec<Value> = (0..500)
        .map(|row| {
            let cells: Vec<Value> =
                (0..5).map(|at| cell(&format!("ô {row}.{at}"), row == 0)).collect();
            json!({ "type": "tableRow", "content": cells })
        })
        .collect();
    let wide: Vec<Value> = (0..3)
        .map(|_| {
            let cells: Vec<Value> = (0..100).map(|at| cell(&format!("cột {at}"), false)).collect();
            json!({ "type": "tableRow", "content": cells })
        })
        .collect();
    let tall = json!([{ "type": "tableRow", "content": [
        cell(&"hàng cao ".repeat(3_000), false), cell("bên cạnh", false),
    ] }]);
    let table = |rows: Value| json!({ "type": "table", "attrs": { "id": "" }, "content": rows });
    for (name, blocks) in [
        ("a paragraph of 10,000 syllables", vec![block("paragraph", &"nghiêng ".repeat(10_000))]),
        ("a word of a megabyte", vec![block("paragraph", &"nghiêng".repeat(120_000))]),
        ("a heading of a thousand words", vec![block("subhead", &"tít ".repeat(1_000))]),
        ("a quote over pages", vec![block("quote", &"trích dẫn ".repeat(2_000))]),
        ("500 rows", vec![table(json!(rows))]),
        ("100 columns", vec![table(json!(wide))]),
        ("a row over pages", vec![table(tall)]),
        ("an empty page", vec![]),
        (
            "nothing but signs",
            vec![block("paragraph", "\u{FFFE}\u{E000}\u{0}\u{301}\u{301}\u{10FFFF}\u{AD}")],
        ),
        ("only what is not seen", vec![block("paragraph", "\u{200B}\u{200D}")]),
        ("marks upon marks", vec![block("paragraph", &format!("a{}", "\u{301}".repeat(5_000)))]),
        ("emoji of families", vec![block("paragraph", &"👩‍👩‍👧‍👦🏽".repeat(200))]),
        ("right to left", vec![block("paragraph", &"\u{202E}مرحبا بالعالم\u{202C} ".repeat(100))]),
    ] {
        let made = Case::of(&blocks).made();
        assert!(made.pages > 0, "{name}");
    }
}

#[test]
fn the_head_of_a_long_table_comes_again_on_every_page() {
    let rows: Vec<Value> = (0..200)
        .map(|row| {
            let words = if row == 0 { "Đầu bảng".to_owned() } else { format!("dòng {row}") };
            json!({ "type": "tableRow", "content": [cell(&words, row == 0)] })
        })
        .collect();
    let table = json!({ "type": "table", "attrs": { "id": "" }, "content": rows });
    let made = Case::of(&[table]).made();
    assert!(made.pages > 3, "{}", made.pages);
    let all = with_file(&made.bytes, |path| run("pdftotext", &["-raw", "FILE", "-"], path));
    if let Some(all) = all {
        assert_eq!(all.matches("Đầu bảng").count(), made.pages);
    }
}

#[test]
fn sixty_photos_find_their_places() {
    let sample = Case::sample();
    let photos: Vec<Block> = sample.document.photos().cloned().map(Block::Photo).collect();
    let mut blocks: Vec<Block> = photos.iter().cycle().take(60).cloned().collect();
    blocks.push(Block::PhotoGroup {
        attrs: Default::default(),
        content: photos.iter().cycle().take(5).cloned().collect(),
    });
    let mut case = Case::with(Document { blocks, ..sample.document.clone() });
    case.pictures = sample.pictures;
    let flow = case.layout();
    let pages = paginate(&flow, 52.0, TOP, BOTTOM);
    for page in &pages {
        for placing in page {
            let piece = &flow.pieces[placing.piece];
            let is_picture =
                piece.items.iter().any(|item| matches!(item.drawn, Drawn::Picture { .. }));
            if is_picture {
                assert!(placing.height >= piece.height - piece.slack - 0.01, "not too small");
            }
        }
    }
    let made = comes_out(&case);
    let bytes: usize = case.pictures.values().map(Vec::len).sum();
    assert!(made.bytes.len() < bytes + 400_000, "a picture is in the file once");
}

#[test]
fn a_damaged_picture_is_told_and_no_panic() {
    let mut case = Case::sample();
    for picture in case.pictures.values_mut() {
        *picture = b"\xff\xd8\xff\xe0 no picture".to_vec();
    }
    let refused = pdf(&case.paper()).unwrap_err();
    assert_eq!(refused.code, crate::failure::Code::DamagedPhoto);
}

/// Runs with marks, of syllables that real articles are made of.
fn runs() -> impl Strategy<Value = Vec<Text>> {
    let syllable = prop::sample::select(vec![
        "Thủ",
        "tướng",
        "nghiêng",
        "Đồng",
        "Hỷ,",
        "2.540",
        "đồng/kg",
        "\"quyết",
        "liệt\"",
        "(41,23%)",
        "kinh",
        "tế-xã",
        "hội",
        "fi",
        "VÀ",
        "ở",
        "TP.HCM",
        "–",
        "không.",
        "Ngày",
        "30/4",
        "ưỡn",
    ]);
    let words = prop::collection::vec(syllable, 1..30).prop_map(|words| words.join(" "));
    let mark = prop::sample::select(vec![
        json!([]),
        json!([{ "type": "strong" }]),
        json!([{ "type": "em" }]),
        json!([{ "type": "em" }, { "type": "strong" }]),
        json!([{ "type": "link", "attrs": { "href": "https://example.vn/a?b=c" } }]),
    ]);
    prop::collection::vec((words, mark), 1..4).prop_map(|runs| {
        let runs = runs.into_iter().map(|(words, marks)| {
            let text = format!("{words} ");
            serde_json::from_value(json!({ "type": "text", "text": text, "marks": marks })).unwrap()
        });
        runs.collect()
    })
}

fn any_block() -> impl Strategy<Value = Value> {
    prop_oneof![
        5 => runs().prop_map(|content| json!({ "type": "paragraph", "attrs": { "id": "" }, "content": content })),
        1 => runs().prop_map(|content| json!({ "type": "subhead", "attrs": { "id": "" }, "content": content })),
        1 => runs().prop_map(|content| json!({ "type": "quote", "attrs": { "id": "" }, "content": content })),
        1 => (prop::collection::vec(runs(), 1..6), any::<bool>()).prop_map(|(items, ordered)| {
            let items: Vec<Value> =
                items.iter().map(|item| json!({ "type": "listItem", "content": item })).collect();
            json!({ "type": "list", "attrs": { "id": "", "ordered": ordered }, "content": items })
        }),
        1 => prop::collection::vec(prop::collection::vec(runs(), 3), 1..8).prop_map(|rows| {
            let rows: Vec<Value> = rows.iter().map(|row| {
                let cells: Vec<Value> = row.iter().map(|cell| json!({
                    "type": "tableCell", "attrs": { "header": false }, "content": cell,
                })).collect();
                json!({ "type": "tableRow", "content": cells })
            }).collect();
            json!({ "type": "table", "attrs": { "id": "" }, "content": rows })
        }),
        1 => prop::collection::vec(runs(), 1..4).prop_map(|parts| {
            let parts: Vec<Value> = parts.iter().map(|content| json!({
                "type": "paragraph", "attrs": { "id": "" }, "content": content,
            })).collect();
            json!({ "type": "box", "attrs": { "id": "" }, "content": parts })
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_words_of_any_article_come_out_in_order(
        blocks in prop::collection::vec(any_block(), 1..25),
    ) {
        comes_out(&Case::of(&blocks));
    }

    #[test]
    fn no_page_begins_or_ends_with_a_single_line(
        blocks in prop::collection::vec(any_block(), 20..60),
    ) {
        let flow = Case::of(&blocks).layout();
        let pages = paginate(&flow, 52.0, TOP, BOTTOM);
        let mut next = 0;
        for page in &pages {
            for placing in page.iter().filter(|placing| !placing.again) {
                prop_assert_eq!(placing.piece, next, "everything is there once, in order");
                prop_assert!(placing.y >= 52.0 && placing.y + placing.height <= BOTTOM + 0.1);
                next += 1;
            }
            if let Some(last) = page.last() {
                let kept = flow.pieces[last.piece].keeps;
                prop_assert!(!kept || next == flow.pieces.len(), "kept from what it belongs to");
            }
        }
        prop_assert_eq!(next, flow.pieces.len());
    }
}
