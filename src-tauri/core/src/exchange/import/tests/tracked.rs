//! Changes and comments of Word documents.

use super::*;

fn ins(author: &str, text: &str) -> String {
    format!(
        "<w:ins w:id=\"1\" w:author=\"{author}\" w:date=\"2026-05-23T08:00:00Z\"><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:ins>"
    )
}

fn del(author: &str, day: u32, text: &str) -> String {
    format!(
        "<w:del w:id=\"2\" w:author=\"{author}\" w:date=\"2026-05-{day}T08:00:00Z\"><w:r><w:delText xml:space=\"preserve\">{text}</w:delText></w:r></w:del>"
    )
}

fn t(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn range(id: u32, inside: &str) -> String {
    format!(
        "<w:commentRangeStart w:id=\"{id}\"/>{inside}<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:commentReference w:id=\"{id}\"/></w:r>"
    )
}

fn para(inside: &str) -> String {
    format!("<w:p>{inside}</w:p>")
}

/// Made an article of without a guess at its words.
fn as_paragraphs(read: &Incoming) -> Arrival {
    let structure = |label: &Label| matches!(label, Label::List | Label::Table | Label::Photo);
    let labels: Vec<Label> = read
        .labels()
        .into_iter()
        .map(|label| if structure(&label) { label } else { Label::Paragraph })
        .collect();
    composed_as(read, &labels)
}

/// Each stage, as the text of its blocks.
fn stages(body: &str) -> Vec<(String, Vec<String>)> {
    as_paragraphs(&read_docx(&Docx::of(body)))
        .stages
        .into_iter()
        .map(|stage| {
            let blocks = stage.content.document.blocks.iter().map(|block| {
                line_of(block).trim_start_matches("p: ").trim_start_matches("sub: ").to_owned()
            });
            (stage.author, blocks.collect())
        })
        .collect()
}

fn check(body: &[String], base: &[&str], head: &[&str]) {
    let body = format!(
        "{}{}",
        p(
            "Đoạn đứng đầu để không dòng nào ở dưới làm tít, dài hơn hai mươi lăm chữ một chút cho chắc chắn là đoạn văn."
        ),
        body.concat()
    );
    let stages = stages(&body);
    let texts = |at: usize| stages[at].1[1..].to_vec();
    assert_eq!(texts(0), base, "with all turned down");
    assert_eq!(texts(stages.len() - 1), head, "with all taken");
}

#[test]
fn turned_down_is_the_text_before_and_taken_the_text_after() {
    check(
        &[para(&[t("Có "), del("Hà", 23, "245"), ins("Hà", "254"), t(" đại biểu.")].concat())],
        &["Có 245 đại biểu."],
        &["Có 254 đại biểu."],
    );
    // What one put in another took out: it stands on neither side.
    let both = "<w:ins w:author=\"Hà\"><w:del w:author=\"Mai\"><w:r><w:delText>thừa </w:delText></w:r></w:del></w:ins>";
    check(&[para(&[t("Câu "), both.to_owned(), t("này.")].concat())], &["Câu này."], &["Câu này."]);
}

#[test]
fn ends_of_paragraphs_come_and_go() {
    let mark = |kind: &str| {
        format!(
            "<w:pPr><w:rPr><w:{kind} w:id=\"3\" w:author=\"Hà\" w:date=\"2026-05-23T08:00:00Z\"/></w:rPr></w:pPr>"
        )
    };
    // One paragraph cut in two.
    check(
        &[
            para(&(mark("ins") + &t("Câu thứ nhất của đoạn này. "))),
            para(&t("Câu thứ hai của đoạn này.")),
        ],
        &["Câu thứ nhất của đoạn này. Câu thứ hai của đoạn này."],
        &["Câu thứ nhất của đoạn này.", "Câu thứ hai của đoạn này."],
    );
    // Two made one.
    check(
        &[
            para(&(mark("del") + &t("Câu thứ nhất của đoạn này."))),
            para(&t(" Câu thứ hai của đoạn này.")),
        ],
        &["Câu thứ nhất của đoạn này.", "Câu thứ hai của đoạn này."],
        &["Câu thứ nhất của đoạn này. Câu thứ hai của đoạn này."],
    );
    // A whole one put in, and one taken out.
    check(
        &[
            para(&t("Đoạn này đứng ở đầu bài.")),
            para(&(mark("ins") + &ins("Hà", "Đoạn này là đoạn mới thêm."))),
            para(&(mark("del") + &del("Hà", 23, "Đoạn này là đoạn cũ bỏ."))),
            para(&t("Đoạn này đứng ở cuối bài.")),
        ],
        &["Đoạn này đứng ở đầu bài.", "Đoạn này là đoạn cũ bỏ.", "Đoạn này đứng ở cuối bài."],
        &["Đoạn này đứng ở đầu bài.", "Đoạn này là đoạn mới thêm.", "Đoạn này đứng ở cuối bài."],
    );
}

#[test]
fn what_was_moved_stands_in_its_old_place_before_and_in_its_new_one_after() {
    let moved = |kind: &str| {
        format!(
            "<w:p><w:pPr><w:rPr><w:{kind} w:author=\"Hà\"/></w:rPr></w:pPr><w:{kind}RangeStart w:id=\"9\" w:name=\"move1\"/><w:{kind} w:author=\"Hà\"><w:r><w:t>Đoạn này bị dời đi nơi khác.</w:t></w:r></w:{kind}><w:{kind}RangeEnd w:id=\"9\"/></w:p>"
        )
    };
    check(
        &[moved("moveFrom"), para(&t("Đoạn này đứng ở giữa bài.")), moved("moveTo")],
        &["Đoạn này bị dời đi nơi khác.", "Đoạn này đứng ở giữa bài."],
        &["Đoạn này đứng ở giữa bài.", "Đoạn này bị dời đi nơi khác."],
    );
}

#[test]
fn rows_of_tables_come_and_go() {
    let row = |change: &str, text: &str| {
        format!(
            "<w:tr><w:trPr>{change}</w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>",
            p(text),
            p("x")
        )
    };
    check(
        &[format!(
            "<w:tbl>{}{}{}</w:tbl>",
            row("", "giữ"),
            row("<w:del w:author=\"Hà\"/>", "cũ"),
            row("<w:ins w:author=\"Hà\"/>", "mới")
        )],
        &["table: giữ | x / cũ | x"],
        &["table: giữ | x / mới | x"],
    );
}

#[test]
fn each_author_is_a_stage_of_their_own_in_the_order_in_which_they_finished() {
    let body = para(
        &[t("Một "), del("Mai", 25, "bốn"), t(" hai "), del("Hà", 24, "năm"), t(" ba.")].concat(),
    );
    let found: Vec<(String, String)> =
        stages(&body).into_iter().map(|(author, blocks)| (author, blocks.concat())).collect();
    let expected = [("", "Một bốn hai năm ba."), ("Hà", "Một bốn hai ba."), ("Mai", "Một hai ba.")];
    assert_eq!(found, expected.map(|(author, text)| (author.to_owned(), text.to_owned())));
}

#[test]
fn blocks_keep_their_ids_on_all_sides_and_those_of_ours_are_found_again() {
    let body = [
        format!("<w:p><w:pPr><w:rPr><w:ins w:author=\"Hà\"/></w:rPr></w:pPr><w:bookmarkStart w:id=\"0\" w:name=\"nd_k7m2pq9x\"/>{}<w:bookmarkEnd w:id=\"0\"/></w:p>", t("Câu thứ nhất của đoạn này. ")),
        para(&t("Câu thứ hai của đoạn này.")),
        format!("<w:p><w:bookmarkStart w:id=\"1\" w:name=\"nd_a_db\"/>{}</w:p>", t("Câu thứ ba của bài này.")),
    ]
    .concat();
    let made = as_paragraphs(&read_docx(&Docx::of(&body)));
    let ids = |at: usize| -> Vec<String> {
        made.stages[at].content.document.blocks.iter().map(|block| block.id().0.clone()).collect()
    };
    let (base, head) = (ids(0), ids(1));
    assert_eq!((base[0].as_str(), base[1].as_str()), ("k7m2pq9x", "a-b"));
    assert_eq!((head[0].as_str(), head[2].as_str()), ("k7m2pq9x", "a-b"));
}

struct Found {
    quote: String,
    said: Vec<(String, String)>,
    resolved: bool,
    place: Place,
}

fn talks(docx: &Docx) -> Vec<Found> {
    composed(&read_docx(docx))
        .talks
        .into_iter()
        .map(|talk| Found {
            quote: talk.anchor.quote,
            said: talk.said.into_iter().map(|said| (said.author, said.text)).collect(),
            resolved: talk.resolved,
            place: talk.anchor.place,
        })
        .collect()
}

#[test]
fn comments_stand_at_their_words_with_their_answers() {
    let docx = Docx {
        body: [
            styled("Title", "Tít"),
            para(&[t("Có  "), range(1, &[t("254 đại "), range(2, ""), t("biểu")].concat()), t(".")].concat()),
        ]
        .concat(),
        comments: [
            comment("1", "Hà", "0000000A", "Số này đúng chưa?"),
            comment("2", "Mai", "0000000B", "Đúng rồi."),
        ]
        .concat(),
        extended: "<w15:commentEx w15:paraId=\"0000000A\" w15:done=\"1\"/><w15:commentEx w15:paraId=\"0000000B\" w15:paraIdParent=\"0000000A\" w15:done=\"1\"/>".to_owned(),
        ..Docx::default()
    };
    let found = talks(&docx);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].quote, "254 đại biểu");
    assert!(found[0].resolved);
    let said = [("Hà", "Số này đúng chưa?"), ("Mai", "Đúng rồi.")];
    assert_eq!(found[0].said, said.map(|(by, text)| (by.to_owned(), text.to_owned())));
}

/// LibreOffice puts the beginning of a passage into the change where it lies, and of an answer it
/// may leave nothing but the reference.
#[test]
fn comments_are_found_where_libre_office_puts_them() {
    let inside = "<w:ins w:author=\"Hà\"><w:commentRangeStart w:id=\"1\"/><w:r><w:t>254</w:t></w:r></w:ins><w:del w:author=\"Hà\"><w:r><w:delText>245</w:delText></w:r><w:commentRangeEnd w:id=\"1\"/></w:del><w:r><w:commentReference w:id=\"1\"/></w:r><w:r><w:commentReference w:id=\"2\"/></w:r>";
    let docx = Docx {
        body: para(&[t("Có "), inside.to_owned(), t(" đại biểu dự.")].concat()),
        comments: [comment("1", "Hà", "A", "Sửa số."), comment("2", "Mai", "B", "Ừ.")].concat(),
        ..Docx::default()
    };
    let found = talks(&docx);
    assert_eq!(found.len(), 1, "the answer belongs to what it answers");
    assert_eq!(found[0].quote, "254");
    assert_eq!(found[0].said.len(), 2);
}

#[test]
fn a_comment_without_a_passage_stands_at_its_line_and_one_on_a_photo_at_the_photo() {
    let docx = Docx {
        body: [
            styled("Title", "Tít của bài"),
            para(
                &[
                    t("Câu này có nhận xét."),
                    "<w:r><w:commentReference w:id=\"1\"/></w:r>".to_owned(),
                ]
                .concat(),
            ),
            para(&range(2, &format!("<w:r>{}</w:r>", drawing(1, "")))),
            // Over two paragraphs, between which it begins.
            "<w:commentRangeStart w:id=\"3\"/>".to_owned(),
            para(&t("Đoạn đầu của nhận xét.")),
            para(
                &[
                    t("Đoạn sau cũng có vài chữ."),
                    "<w:commentRangeEnd w:id=\"3\"/><w:r><w:commentReference w:id=\"3\"/></w:r>"
                        .to_owned(),
                ]
                .concat(),
            ),
            // On what is left out of the text.
            para(&range(4, &del("Hà", 23, "đã xóa"))),
        ]
        .concat(),
        comments: (1..=4).map(|id| comment(&id.to_string(), "Hà", &id.to_string(), "?")).collect(),
        media: vec![picture()],
        ..Docx::default()
    };
    let found = talks(&docx);
    let quotes: Vec<&str> = found.iter().map(|talk| talk.quote.as_str()).collect();
    assert_eq!(quotes[0], "Câu này có nhận xét.");
    assert!(matches!(found[1].place, Place::Photo { .. }), "{:?}", found[1].place);
    assert_eq!(quotes[2], "Đoạn đầu của nhận xét.\nĐoạn sau cũng có vài chữ.");
    assert_eq!(found[3].place, Place::Article);
    assert_eq!(found.len(), 4, "no comment is lost");
}

#[test]
fn a_caption_keeps_the_comment_on_its_words() {
    let docx = Docx {
        body: [
            p("Đoạn văn thứ nhất của bài báo."),
            para(&format!("<w:r>{}</w:r>", drawing(1, ""))),
            format!(
                "<w:p><w:pPr><w:pStyle w:val=\"Caption1\"/></w:pPr>{}</w:p>",
                [t("Các "), range(1, &t("đại biểu")), t(" dự họp. Ảnh: Thanh Hiếu")].concat()
            ),
        ]
        .concat(),
        comments: comment("1", "Hà", "1", "Ai?"),
        media: vec![picture()],
        ..Docx::default()
    };
    assert_eq!(talks(&docx)[0].quote, "đại biểu");
}
