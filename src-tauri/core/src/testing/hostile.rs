//! The readers of photos, of what is said about them, of texts and of rules of a house, each as a
//! door that takes any bytes. A door panics where its reader is at fault: where it panics itself, or
//! says what cannot be.
//!
//! The same doors stand open to libFuzzer (`src-tauri/fuzz`) and, for a moment, to every ordinary
//! run of the tests.

use std::io::Cursor;
use std::sync::{Arc, LazyLock, Mutex};

use image::{DynamicImage, ImageFormat, RgbImage};

use super::Dice;
use super::card::{Camera, jpeg, structure_with_a_place};
use super::office;
use crate::article::{ArticleId, Block, BlockId, Document, Fields, plain_text};
use crate::discuss::accept_anchor;
use crate::exchange::import::flaw::gave_up;
use crate::exchange::import::past::{self, Next, PastArticles};
use crate::exchange::import::{self, Incoming};
use crate::exchange::recognise::{LINE_LIMIT, Label, recognise, recognise_runs};
use crate::exchange::text_file;
use crate::failure::{Code, Failure};
use crate::language::legacy::{self, Run, Written};
use crate::language::normal::nfc;
use crate::photo::metadata::{self, Metadata};
use crate::photo::{Edits, Rendition, glance, inspect, render, take_in};
use crate::proof::{
    Find, HouseRule, HouseRules, Occasion, RuleState, SharedRules, TriedArticle, Trying,
    read_rules, starter_rules,
};
use crate::{ingest, photo, proof};

/// A reader and files to begin with.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    pub name: &'static str,
    /// Hands bytes to the reader, without the guard that keeps its panics from the screens.
    pub open: fn(&[u8]),
    /// Right files, small ones.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// Every door.
pub const DOORS: &[Door] = &[
    Door { name: "photo_jpeg", open: photo::jpeg_door, seeds: jpegs },
    Door { name: "photo_exif", open: metadata::exif_door, seeds: structures },
    Door { name: "photo_iim", open: metadata::iim_door, seeds: resources },
    Door { name: "photo_xmp", open: metadata::xmp_door, seeds: packets },
    Door { name: "photo_metadata", open: metadata::door, seeds: files },
    Door { name: "photo_credentials", open: metadata::credentials_door, seeds: signed },
    Door { name: "photo_position", open: metadata::position_door, seeds: places },
    Door { name: "photo_kept", open: metadata::kept_door, seeds: outgoing },
    Door { name: "photo_inspect", open: inspected, seeds: pictures },
    Door { name: "contact_sheet", open: ingest::door, seeds: files },
    Door { name: "photo_edits", open: edits, seeds: edit_texts },
    Door { name: "text_file", open: text, seeds: texts },
    Door { name: "old_encodings", open: old_encodings, seeds: texts },
    Door { name: "house_rules", open: house_rules, seeds: rule_files },
    Door { name: "house_pattern", open: house_pattern, seeds: patterns },
    Door { name: "proofread", open: proofread, seeds: drafts },
    Door { name: "names_sheet", open: proof::names_door, seeds: name_sheets },
    Door { name: "import_file", open: imported, seeds: office_files },
    Door { name: "import_docx", open: docx_parts, seeds: docx_texts },
    Door { name: "import_odt", open: odt_parts, seeds: odt_texts },
    Door { name: "import_rtf", open: imported, seeds: rich_texts },
    Door { name: "import_doc", open: old_word, seeds: old_word_files },
    Door { name: "import_html", open: page, seeds: pages },
    Door { name: "import_wordpress", open: export, seeds: exports },
    Door { name: "import_ninjs", open: reports, seeds: ninjs },
    Door { name: "import_newsml", open: reports, seeds: newsml },
    Door { name: "import_markdown", open: markdown, seeds: markdown_texts },
];

/// The door of this name.
///
/// # Panics
/// Where there is none.
pub fn door(name: &str) -> &'static Door {
    DOORS.iter().find(|door| door.name == name).expect("a door of this name")
}

/// A file that was spoilt: bits, bytes, numbers and whole parts, as `dice` has it.
pub fn spoil(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(5) {
        if bytes.is_empty() {
            return;
        }
        let at = dice.below(bytes.len());
        let end = (at + 1 + dice.below(40)).min(bytes.len());
        match dice.below(9) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let part = bytes[at..end].to_vec();
                drop(bytes.splice(at..at, part));
            }
            3 => bytes[at..end].fill(*dice.pick(&[0, 0xFF, 0x7F, 0x80])),
            4 => {
                let number = dice.pick(&[0, 1, 8, 0x7FFF_FFFF, u32::MAX, u32::MAX - 7]);
                let number =
                    if dice.chance(1, 2) { number.to_be_bytes() } else { number.to_le_bytes() };
                bytes.iter_mut().skip(at).zip(number).for_each(|(byte, new)| *byte = new);
            }
            5 => {
                let from = dice.below(bytes.len());
                let part = bytes[from..(from + end - at).min(bytes.len())].to_vec();
                bytes.iter_mut().skip(at).zip(part).for_each(|(byte, new)| *byte = new);
            }
            6 => bytes[at] = dice.number().to_le_bytes()[0],
            _ => bytes[at] ^= 1 << dice.below(8),
        }
    }
}

/// Files with Content Credentials, those by themselves, and what is signed with.
fn signed() -> Vec<Vec<u8>> {
    const CAMERA: &[u8] = include_bytes!("../photo/metadata/credentials/signed/camera.jpg");
    let files: [&[u8]; 2] = [
        include_bytes!("../photo/metadata/credentials/signed/ai.png"),
        include_bytes!("../photo/metadata/credentials/signed/ai.webp"),
    ];
    let mut all = metadata::der_in(CAMERA);
    all.extend(files.iter().flat_map(|file| [file.to_vec(), metadata::credentials_in(file)]));
    all
}

/// What was found whole can be taken in and shown, and all looks at it see the same.
fn inspected(bytes: &[u8]) {
    let Ok(seen) = inspect(bytes, "a") else {
        assert!(take_in(bytes, "a").is_err(), "what is not whole is not taken in");
        return;
    };
    assert_eq!(glance(bytes, "a").ok(), Some(seen), "a short look sees the same");
    let (taken, _) = take_in(bytes, "a").expect("what is whole is taken in");
    assert_eq!(taken, seen);
    let shown = render(bytes, &Rendition::Thumb.wanted(), &Edits::default());
    assert!(shown.is_ok_and(|jpeg| inspect(&jpeg, "a").is_ok()), "what is whole is shown");
}

/// A text of edits stands for itself or is refused.
fn edits(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(edits) = text.parse::<Edits>() {
        assert_eq!(edits.to_string(), text, "one text for the same edits");
    }
}

/// What is taken for a text becomes lines of normal text, however it was written.
fn text(bytes: &[u8]) {
    let Ok(file) = text_file::decode(bytes) else { return };
    let Ok(found) = recognise(&file.text, file.encoding) else { return };
    assert!(found.lines.len() <= LINE_LIMIT);
    for line in &found.lines {
        assert!(!line.text.chars().any(char::is_control), "a line is one");
        assert_eq!(crate::language::normal::nfc(&line.text), line.text);
    }
    assert!(found.written == Written::Unicode || !found.source.is_empty(), "it can be read anew");
}

/// Lines of any text, each second one in a font, by each encoding: one text for each, and what is
/// Unicode stays.
fn old_encodings(bytes: &[u8]) {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    };
    let fonts = ["", ".VnTimeH", "", "VNI-Times"].into_iter().cycle();
    let run = |(text, font): (&str, &str)| Run { text: text.to_owned(), font: font.to_owned() };
    let runs: Vec<Run> = text.split_inclusive('\n').zip(fonts).map(run).collect();
    let all = [
        Written::Unicode,
        Written::Tcvn3,
        Written::Vni,
        Written::Viscii,
        Written::Windows1258,
        Written::Mojibake,
        Written::Viqr,
    ];
    for wanted in all.map(Some).into_iter().chain([None]) {
        let converted = legacy::convert(&runs, wanted);
        assert_eq!(converted.texts.len(), runs.len());
        for (run, text) in runs.iter().zip(&converted.texts) {
            let stays = wanted == Some(Written::Unicode) || legacy::is_unicode(&run.text);
            assert!(!stays || *text == run.text, "what is Unicode stays");
            assert!(text.len() <= 4 * run.text.len(), "nothing is made up");
        }
        let _ = recognise_runs(runs.clone(), wanted, "UTF-8");
    }
}

/// Any file: refused in words, or its lines can be made an article of.
fn imported(bytes: &[u8]) {
    arrived(bytes, "a.docx");
}

/// Any bytes as the text of a Word document.
fn docx_parts(bytes: &[u8]) {
    let comments = office::comment("1", "Hà", "A", "Xem lại.");
    let docx = office::Docx { comments, ..office::Docx::default() };
    arrived(&docx.with_document(bytes), "a.docx");
}

/// Any bytes as the content of an OpenDocument text.
fn odt_parts(bytes: &[u8]) {
    arrived(&office::odt(bytes, &[]), "a.odt");
}

fn page(bytes: &[u8]) {
    arrived(bytes, "a.html");
}

fn markdown(bytes: &[u8]) {
    arrived(bytes, "a.md");
}

/// Any bytes as what WordPress exports: it ends, and what is read of it can be made articles of.
fn export(bytes: &[u8]) {
    let bytes = bytes.to_vec();
    let whole = bytes.len() as u64;
    let mut articles = PastArticles::of_export(std::io::Cursor::new(bytes), whole);
    while let Ok(Some(next)) = articles.read_next() {
        match next {
            Next::Article(past) => articles_of(&past.incoming),
            Next::Refused { failure, .. } => in_words(&failure),
            Next::Passed(_) => {}
        }
        assert!(articles.progress().done <= whole);
    }
}

/// What is read can be made an article of, whatever a person says of its lines, and everything
/// in it is in its one form.
fn arrived(bytes: &[u8], name: &str) {
    let read = match import::read_unguarded(bytes, name, None, import::read_here) {
        Ok(read) => read,
        Err(failure) => return in_words(&failure),
    };
    articles_of(&read);
}

/// What a reader says of a file, and not what is said where it panicked: under a guard, or on a
/// thread of its own.
fn in_words(failure: &Failure) {
    assert!(!matches!(failure.code, Code::Internal | Code::DamagedPhoto), "{failure}");
    assert_ne!(*failure, gave_up());
}

fn articles_of(read: &Incoming) {
    if read.recognition.file.is_none() {
        return;
    }
    assert!(read.recognition.lines.iter().all(|line| !line.text.chars().any(char::is_control)));
    let photos = vec![None; read.pictures().count()];
    for label in [None, Some(Label::Paragraph), Some(Label::Caption), Some(Label::Headline)] {
        let guessed = read.labels();
        let labels: Vec<Label> = guessed.iter().map(|guess| label.unwrap_or(*guess)).collect();
        let mut count = 0;
        let mut new_id = || {
            count += 1;
            BlockId(format!("n{count}"))
        };
        let made = read.compose(&labels, &photos, &[], &mut new_id).expect("an article");
        for stage in made.stages {
            let again = stage.content.document.clone().accept(&mut || BlockId("again".into()));
            assert_eq!(again.as_ref(), Ok(&stage.content.document), "in its one form");
        }
        for talk in made.talks {
            accept_anchor(&talk.anchor).expect("an anchor that a desk can have");
        }
    }
}

fn office_files() -> Vec<Vec<u8>> {
    let body = [
        office::styled("Title", "Tít"),
        office::p("Một đoạn văn."),
        "<w:p><w:commentRangeStart w:id=\"1\"/><w:ins w:author=\"Hà\"><w:r><w:t>mới</w:t></w:r></w:ins><w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r></w:p>".to_owned(),
    ];
    let comments = office::comment("1", "Hà", "A", "Xem lại.");
    let docx = office::Docx { body: body.concat(), comments, ..office::Docx::default() };
    let mut files = vec![docx.bytes()];
    files.extend(odt_texts().iter().map(|content| office::odt(content, &[])));
    files
}

fn docx_texts() -> Vec<Vec<u8>> {
    let moved = "<w:p><w:pPr><w:rPr><w:ins w:author=\"Hà\"/></w:rPr></w:pPr><w:ins w:author=\"Hà\"><w:commentRangeStart w:id=\"1\"/><w:r><w:t>mới</w:t></w:r></w:ins><w:del w:author=\"Mai\"><w:r><w:delText>cũ</w:delText></w:r></w:del><w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r></w:p>";
    let table = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>{0}</w:tc></w:tr><w:tr><w:tc>{0}</w:tc><w:tc>{0}</w:tc></w:tr></w:tbl>",
        office::p("ô")
    );
    let parts = [moved.to_owned(), table, office::styled("Title", "Tít"), office::drawing(1, "a")];
    parts.iter().map(|body| office::Docx::of(body).document().into_bytes()).collect()
}

fn odt_texts() -> Vec<Vec<u8>> {
    let text = "<text:tracked-changes><text:changed-region text:id=\"c1\"><text:deletion><office:change-info><dc:creator>Hà</dc:creator><dc:date>2026-05-23T08:00:00</dc:date></office:change-info><text:p>cũ</text:p><text:p>và</text:p></text:deletion></text:changed-region></text:tracked-changes><text:h text:outline-level=\"1\">Tít</text:h><text:p>Một <text:change text:change-id=\"c1\"/><text:span text:style-name=\"T1\">hai</text:span><office:annotation office:name=\"a\"><dc:creator>Mai</dc:creator><text:p>?</text:p></office:annotation> ba<office:annotation-end office:name=\"a\"/></text:p><text:list><text:list-item><text:p>mục</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>ô</text:p></table:table-cell><table:table-cell><text:p>ô</text:p></table:table-cell></table:table-row></table:table>";
    let styles = "<style:style style:name=\"T1\"><style:text-properties fo:font-weight=\"bold\"/></style:style>";
    vec![office::odt_content(styles, text).into_bytes()]
}

/// Any bytes as a Word file of before 2007, read in this very process.
fn old_word(bytes: &[u8]) {
    let signed =
        [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], bytes.get(8..).unwrap_or_default()].concat();
    arrived(&signed, "a.doc");
}

fn old_word_files() -> Vec<Vec<u8>> {
    let drawn = include_bytes!("../exchange/import/fixtures/small-drawn.doc");
    vec![include_bytes!("../exchange/import/fixtures/small.doc").to_vec(), drawn.to_vec()]
}

fn rich_texts() -> Vec<Vec<u8>> {
    let text = br#"{\rtf1\ansi\ansicpg1258\deff0{\fonttbl{\f0\fcharset163 Times;}{\f1 .VnTime;}}{\stylesheet{Normal;}{\s1 Title;}}{\*\revtbl{Unknown;}{H\u224?;}}\pard\s1\qc T\u237?t\par\pard\plain\f1 Vi\'d6t {\b hai}{\deleted\revauthdel1 ba}{\revised\revauth1 b\u7889?n}{\field{\*\fldinst HYPERLINK "https://a.vn"}{\fldrslt n}}{\footnote x}\par{\listtext 1.\tab}\pard\ls1 m\u7909?c\par\trowd\pard\intbl a\cell b\cell\row{\shp{\*\shpinst{\shptxt khung\par}{\sp{\sv{\pict\bin2 {}}}}}}{\*\annotation x}{\*\shppict{\pict\jpegblip ffd8ff}}\par}"#;
    vec![text.to_vec()]
}

/// Reports of agencies: each is refused in words or can be made an article of.
fn reports(bytes: &[u8]) {
    let Ok(found) = past::reports_of(bytes) else { return };
    for next in found {
        match next {
            Next::Article(past) => articles_of(&past.incoming),
            Next::Refused { failure, .. } => in_words(&failure),
            Next::Passed(_) => {}
        }
    }
}

fn ninjs() -> Vec<Vec<u8>> {
    let old = r#"{"uri":"urn:x:1","type":"text","versioncreated":"2019-05-23T08:00:00Z","headline":"Tít","byline":"Mai","body_xhtml":"<p>Đoạn <em>một</em>.</p>","subject":[{"name":"Kinh tế"}]}"#;
    let new = r#"[{"uri":"urn:x:2","headlines":[{"role":"main","value":"Tít"}],"bodies":[{"contentType":"text/plain","value":"Một.\n\nHai."}]}]"#;
    vec![old.into(), new.into()]
}

fn newsml() -> Vec<Vec<u8>> {
    let nitf = r#"<nitf xmlns="x"><body><body.head><hedline><hl1>Tít</hl1></hedline><byline>By Mai</byline></body.head><body.content><p>Đoạn <em>một</em>.</p><media><media-reference alternate-text="a"/><media-caption>Ảnh</media-caption></media></body.content></body></nitf>"#;
    let item = format!(
        r#"<newsMessage xmlns="x"><itemSet><newsItem guid="a"><itemMeta><itemClass qcode="n:text"/></itemMeta><contentMeta><headline>Tít</headline></contentMeta><contentSet><inlineXML contenttype="application/nitf+xml">{nitf}</inlineXML></contentSet></newsItem></itemSet></newsMessage>"#
    );
    vec![item.into_bytes(), nitf.into()]
}

fn exports() -> Vec<Vec<u8>> {
    vec![super::export::sample().into_bytes()]
}

fn pages() -> Vec<Vec<u8>> {
    let text = "Đoạn văn của bài báo, có nhiều chữ, có dấu phẩy. ".repeat(8);
    let page = format!(
        "<!DOCTYPE html><html><head><title>Tin</title></head><body><nav><a href=/>Trang chủ</a></nav><article><h1>Tít</h1><p><b>{text}</b></p><figure><img src=x alt=y><figcaption>Ảnh</figcaption></figure><ul><li>một<li>hai</ul><table><tr><td>a<td>b<tr><td>c<td>d</table><ins>mới</ins><del>cũ</del></article></body></html>"
    );
    vec![page.into_bytes()]
}

fn markdown_texts() -> Vec<Vec<u8>> {
    vec!["# Tít\n\nĐoạn *một* và **hai**, [ba](https://a.vn).\n\n- một\n- hai\n\n> trích\n\n| a | b |\n|---|---|\n| c | d |\n\n![ảnh](x.jpg)\n".into()]
}

/// What is taken for a file of rules is written as it was read, and can be used.
fn house_rules(bytes: &[u8]) {
    let Ok(shared) = read_rules(bytes) else { return };
    let text = serde_json::to_vec(&shared).expect("rules are written");
    assert_eq!(read_rules(&text).ok().as_ref(), Some(&shared), "what was read is kept as it is");
    HouseRules::of(&shared.rules).expect("what was accepted can be used");
    shared.rules.into_iter().for_each(tried);
}

/// Any text as a pattern of a rule: refused in words, or it finds what is there.
fn house_pattern(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut rule = starter_rules().rules.remove(0);
    rule.find =
        Find::Pattern { pattern: text.to_owned(), match_case: bytes.len().is_multiple_of(2) };
    rule.fixes = vec![text.chars().take(50).collect()];
    rule.except = vec!["ở .{1,3}".to_owned()];
    match rule.clone().accept() {
        Ok(rule) => tried(rule),
        Err(failure) => assert!(failure.params.contains_key("problem"), "{failure}"),
    }
}

/// Tries a rule on a sentence and on itself.
fn tried(rule: HouseRule) {
    let own = format!("{} {:?}", rule.name, rule.find);
    let lines = ["Ông Bình đọc 3.145 trang ở thư viện, v.v... “Độc giả hỏi.” AAAA aaaa", &own];
    let articles = lines.map(|line| {
        let mut document = Document::empty(BlockId("b".into()));
        document.blocks = vec![Block::paragraph(BlockId("b".into()), &nfc(line))];
        let (id, fields) = (ArticleId("a".into()), Fields::default());
        TriedArticle { id, document, fields }
    });
    let mut trying = Trying::new(rule).expect("what was accepted can be tried");
    let occasion = Occasion { today: "2026-11-27".into(), ..Occasion::default() };
    trying.take(&articles, &occasion);
    let trial = trying.done();
    for passage in trial.passages.iter().filter(|passage| !passage.words.is_empty()) {
        let stands =
            articles.iter().any(|article| plain_text(&article.document).contains(&*passage.words));
        assert!(stands, "{:?} stands nowhere", passage.words);
    }
}

fn rule_files() -> Vec<Vec<u8>> {
    let rules = starter_rules().rules;
    rules
        .chunks(2)
        .map(|some| serde_json::to_vec(&SharedRules::of(some.to_vec())))
        .map(Result::unwrap_or_default)
        .collect()
}

fn patterns() -> Vec<Vec<u8>> {
    [
        r"\b(tái (?:lập|diễn)) lại\b",
        r"[A-ZĐ]\w+ \d{1,3}(?:\.\d{3})+",
        r"(?i)v\.?v\s?(?:\.{2,}|…)",
        r"(a+)+$",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

/// What takes longer to make ready than a text to read.
static KNOWN: LazyLock<Mutex<proof::Knowledge>> = LazyLock::new(|| {
    let mut rules = starter_rules().rules;
    rules.iter_mut().for_each(|rule| rule.state = RuleState::Live);
    Mutex::new(proof::Knowledge {
        directory: Arc::new(proof::Directory::of(Vec::new(), [])),
        rules: HouseRules::of(&rules).expect("the starter set can be used"),
        ..proof::Knowledge::default()
    })
});

/// Any text as an article: what is found stands where it is said to stand, and is the same when it
/// is looked for again.
fn proofread(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let lines: Vec<String> = text.split('\n').take(LINE_LIMIT).map(nfc).collect();
    let mut document = Document::empty(BlockId("b".into()));
    let blocks = lines.iter().enumerate();
    document.blocks =
        blocks.map(|(n, line)| Block::paragraph(BlockId(n.to_string()), line)).collect();
    let mut knowledge = KNOWN.lock().expect("no text before was told wrongly");
    knowledge.pairs = proof::Pairs::of(&proof::pairs_in(&document));
    // Some of these texts are those of an English article.
    let language = if bytes.len().is_multiple_of(3) { "en" } else { "vi" };
    let fields = Fields { language: language.into(), ..Fields::default() };
    let mut cache = proof::Cache::default();
    let found = proof::proof(&document, &fields, &knowledge, &mut cache);
    for finding in &found {
        let block = finding.from.block.as_ref().expect("all of this text stands in blocks");
        let line: &String = &lines[block.0.parse::<usize>().expect("a block of this article")];
        let units: Vec<u16> = line.encode_utf16().collect();
        let span = finding.from.offset as usize..finding.to.offset as usize;
        let there = units.get(span).map(String::from_utf16);
        let rule = finding.rule;
        assert_eq!(
            there.and_then(Result::ok).as_ref(),
            Some(&finding.text),
            "{rule:?} in {line:?}"
        );
    }
    assert_eq!(proof::proof(&document, &fields, &knowledge, &mut cache), found, "read again");
}

fn drafts() -> Vec<Vec<u8>> {
    [
        "Đ/c Nguyễn Văn Hùng, Phó chủ tịch UBND tỉnh Bắc Kạn nói : “cán bộ,tinh thần ( 616/661 đại biểu, đạt 93,2 %)",
        "vặn kiện của của Đại hội\nvăn kiện một, văn kiện hai, văn kiện ba; viêc, vieecj, hoà và hòa, sử lý, 3.5 tỷ",
        "Thứ Hai, ngày 31/2/2020, gồm 12 đồng chí, trong đó 7 nam, 6 nữ; còn 5 … còn lại 4 - 7 %\u{A0}.",
        "The goverment  has recieved the the plan , said Nguyen Van A of thehuge One.Tel (1,234.5 pct.",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

/// Tables of names in the encodings that newsrooms have.
fn name_sheets() -> Vec<Vec<u8>> {
    let table = "Tên,Chức danh,Từ,Đến,Loại,Tên khác\nLê Lan,\"Bí thư, Chủ tịch\",26/1/2021,nay,,Lan|L. Lan\n";
    let utf_16 = table.encode_utf16().flat_map(u16::to_le_bytes);
    vec![
        table.as_bytes().to_vec(),
        b"\xFF\xFE".iter().copied().chain(utf_16).collect(),
        b"t\xAAn;ch\xF8c danh\nnguy\xD4n th\xDE th\xF1y;b\xDD th\xAD\n".to_vec(),
        b"name\tkind\tto\tsuccessor\nBo A\tplace\t2025\tBo B\n".to_vec(),
    ]
}

fn picture(width: u32, height: u32) -> RgbImage {
    let mut dice = Dice::new(u64::from(width));
    RgbImage::from_fn(width, height, |x, y| {
        let grain = dice.below(30) as u8;
        image::Rgb([(x * 3) as u8 + grain, (y * 2) as u8 + grain, 90 + grain])
    })
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.into().write_to(&mut Cursor::new(&mut bytes), format).expect("memory takes all");
    bytes
}

fn words() -> Metadata {
    let text = str::to_owned;
    Metadata {
        headline: text("Đồng Hỷ họp bàn văn kiện"),
        caption: text("Chợ phiên & <vùng cao>"),
        creators: vec![text("Thanh Mai"), text("Hiếu")],
        created: text("2020-05-23T08:15:00+07:00"),
        city: text("Thái Nguyên"),
        keywords: vec![text("đại hội"), text("chợ")],
        alt: text("Một phiên chợ"),
        ..Metadata::default()
    }
}

fn jpegs() -> Vec<Vec<u8>> {
    let small = picture(33, 25);
    let grey = DynamicImage::ImageRgb8(small.clone()).into_luma8();
    vec![
        jpeg(&small, 70, |_| {}),
        jpeg(&small, 95, |encoder| encoder.set_restart_interval(2)),
        jpeg(&small, 60, |encoder| {
            encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_1_1);
        }),
        jpeg(&small, 60, |encoder| encoder.set_progressive(true)),
        encoded(grey, ImageFormat::Jpeg),
    ]
}

fn pictures() -> Vec<Vec<u8>> {
    let small = picture(24, 18);
    let deep = DynamicImage::ImageRgb8(small.clone()).into_rgba16();
    let mut all = jpegs();
    all.extend([
        encoded(small.clone(), ImageFormat::Png),
        encoded(deep, ImageFormat::Png),
        encoded(small.clone(), ImageFormat::WebP),
        encoded(small.clone(), ImageFormat::Tiff),
        Camera { orientation: 6, ..Camera::default() }.tiff(&small, &[]),
    ]);
    all
}

fn files() -> Vec<Vec<u8>> {
    let small = picture(40, 30);
    let camera = Camera { thumbnail: 16, preview: 24, orientation: 6, ..Camera::default() };
    let bare = jpeg(&small, 70, |_| {});
    let mut all = pictures();
    let words_of_tiff = [
        (700, 1, metadata::packet_of(&words()).into_bytes()),
        (34_377, 7, metadata::resources_of(&words())),
    ];
    all.extend([camera.jpeg(&small), camera.raw(&small), camera.cr3(&small), camera.heic(&small)]);
    all.push(camera.tiff(&picture(8, 6), &words_of_tiff));
    all.extend(metadata::write(&bare, &words(), None));
    all
}

/// Files that tell where the camera stood, in EXIF, in XMP, and as a TIFF does.
fn places() -> Vec<Vec<u8>> {
    let bare = picture(16, 12);
    let structure = structure_with_a_place();
    let packet = metadata::packet_with_a_place();
    let packet = [b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat();
    vec![
        jpeg(&bare, 70, |encoder| encoder.add_exif_metadata(&structure).expect("a small block")),
        jpeg(&bare, 70, |encoder| {
            encoder.add_app_segment(1, packet).expect("a small packet");
        }),
        structure,
        Camera::default()
            .tiff(&picture(8, 6), &[(700, 1, metadata::packet_with_a_place().into_bytes())]),
    ]
}

/// Files as they come, with and without profiles and words, which leave as a print.
fn outgoing() -> Vec<Vec<u8>> {
    let small = picture(24, 18);
    let profile = moxcms::ColorProfile::new_display_p3().encode().unwrap_or_default();
    let mut all = pictures();
    let coloured = jpeg(&small, 70, |encoder| {
        encoder.add_icc_profile(&profile).expect("a small profile");
    });
    let pixels = DynamicImage::ImageRgb8(small.clone()).into_rgba8();
    let web = webp::Encoder::from_rgba(&pixels, 24, 18).encode(80.0).to_vec();
    let png = encoded(small, ImageFormat::Png);
    all.extend(
        [&web, &png, &coloured]
            .map(|it| metadata::write_in_place(it, &words(), None))
            .into_iter()
            .flatten()
            .flatten(),
    );
    all.extend([web, coloured]);
    all
}

fn structures() -> Vec<Vec<u8>> {
    let small = picture(40, 30);
    let camera = Camera { thumbnail: 16, ..Camera::default() };
    // Behind the marker, the length and the name of the segment.
    vec![camera.jpeg(&small)[12..].to_vec(), camera.raw(&small)]
}

fn resources() -> Vec<Vec<u8>> {
    let latin = b"8BIM\x04\x04\0\0\0\0\0\x0c\x1C\x02\x78\0\x07H\xE0 N\xF4i".to_vec();
    let tcvn3 = b"8BIM\x04\x04\0\0\0\0\0\x10\x1C\x02\x78\0\x0bTh\xB8i Nguy\xAAn".to_vec();
    vec![metadata::resources_of(&words()), latin, tcvn3]
}

fn packets() -> Vec<Vec<u8>> {
    let short = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF \
        xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description \
        xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" photoshop:City=\"A &amp; B\" \
        xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:Rating=\"3\">\
        <photoshop:Headline><![CDATA[<tin>]]> &#8211; &quot;x&quot;</photoshop:Headline>\
        </rdf:Description></rdf:RDF></x:xmpmeta>";
    vec![metadata::packet_of(&words()).into_bytes(), short.as_bytes().to_vec()]
}

fn edit_texts() -> Vec<Vec<u8>> {
    [
        "turn=90;straighten=-150;light=3;crop=0,1250,10000,7500;focus=5000,4000;blur=1,2,3,4",
        "turn=270;light=-20;blur=0,0,1,1;blur=9999,9999,1,1",
        "crop=100,100,200,200",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

fn texts() -> Vec<Vec<u8>> {
    let mut all = vec![
        b"\xA7\xB9i h\xE9i \xAE\xB6ng b\xE9\nTh\xAD\xEAng v\xF4 T\xD8nh u\xFB".to_vec(),
        b"Co\xE4ng ho\xF8a xa\xF5 ho\xE4i\nchu\xFB ngh\xF3a Vie\xE4t Nam".to_vec(),
        b"K\x8FI \x90N \xD0\x90NG B\x81C\nTHU\x14 L\x90I, V\xA0".to_vec(),
        b"\xD0\xF4\xCCng chi\xEC Bi\xEC th\xFD Ti\xD2nh u\xD2y".to_vec(),
        b"Ho. dda~ dde^'n.\nCo^.ng ho`a xa~ ho^.i, http://a.vn/o. la\\.".to_vec(),
    ];
    let mojibake = "Viá»‡t Nam vÃ\u{A0} tháº¿ giá»›i\nÄ\u{90}áº£ng";
    let little: Vec<u8> = "\u{FEFF}Đại hội".encode_utf16().flat_map(u16::to_le_bytes).collect();
    all.extend([mojibake, "Đồng chí Bí thư\nHội nghị"].map(|text| text.as_bytes().to_vec()));
    all.push(little);
    all
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::*;

    const CASES: u64 = 150;
    /// How many cases of each door there are to be, if not so many.
    const WANTED: &str = "BANTHAO_HOSTILE_CASES";

    #[test]
    fn no_reader_fails_on_a_spoilt_file() {
        let wanted = std::env::var(WANTED).ok();
        let cases = wanted.map_or(CASES, |wanted| wanted.parse().expect("a number of cases"));
        for door in DOORS {
            let seeds = (door.seeds)();
            seeds.iter().for_each(|seed| (door.open)(seed));
            for case in 0..cases {
                let mut dice = Dice::new(case);
                let mut bytes = dice.pick(&seeds).clone();
                spoil(&mut bytes, &mut dice);
                let opened = catch_unwind(|| (door.open)(&bytes));
                assert!(opened.is_ok(), "{}, case {case}, {} bytes", door.name, bytes.len());
            }
        }
    }

    #[test]
    fn what_a_door_begins_with_is_no_more_than_a_fuzzer_takes() {
        for door in DOORS {
            let seeds = (door.seeds)();
            // It takes 16 KB, and what is changed may grow. No Word file of before 2007 has less than 12.
            assert!(
                !seeds.is_empty() && seeds.iter().all(|seed| seed.len() <= 14_336),
                "{}",
                door.name
            );
        }
    }
}
