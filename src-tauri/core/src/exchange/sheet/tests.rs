use std::path::Path;

use serde_json::json;

use super::*;
use crate::article::{Byline, BylineRole, Document, Fields};
use crate::compare::compare;
use crate::discuss::{Anchor, Comment, EventId, Place, ThreadId, ThreadState};
use crate::person::{Person, PersonId, Role};
use crate::review::{Action, CheckKind, Editorial, Gap, LogEvent, SignedAs, StepId};
use crate::store::{Blocked, CheckRow, CheckState, RevisionReason};

const FILED: &str = "5f1d7a84db00d2fce00b31a7fc73224d5f1d7a84db00d2fce00b31a7fc73224d";
const NOW: &str = "c0ffee84db00d2fce00b31a7fc73224d5f1d7a84db00d2fce00b31a7fc73224d";

fn minute(minute: i64) -> Timestamp {
    Timestamp(1_590_222_600_000 + minute * 60_000)
}

fn text(text: &str) -> serde_json::Value {
    json!([{ "type": "text", "text": text }])
}

fn paragraph(id: &str, words: &str) -> serde_json::Value {
    json!({ "type": "paragraph", "attrs": { "id": id }, "content": text(words) })
}

fn photo(id: &str, hash: char, caption: &str, credit: &str) -> serde_json::Value {
    let attrs = json!({
        "id": id, "photo": hash.to_string().repeat(64), "credit": credit, "alt": "Hội trường",
    });
    json!({ "type": "photo", "attrs": attrs, "content": text(caption) })
}

fn content(headline: &str, blocks: &[serde_json::Value], section: &str) -> Content {
    let mut all = vec![
        json!({ "type": "headline", "content": text(headline) }),
        json!({ "type": "lead", "content": text("Chiều 23/5, hội nghị khai mạc tại Thái Nguyên.") }),
    ];
    all.extend_from_slice(blocks);
    let document: Document =
        serde_json::from_value(json!({ "type": "doc", "content": all })).unwrap();
    let byline =
        |pen_name: &str, role| Byline { contributor: None, pen_name: pen_name.into(), role };
    let bylines =
        vec![byline("Thanh Mai", BylineRole::Text), byline("Thanh Hiếu", BylineRole::Photo)];
    let fields = Fields {
        bylines,
        source: "thainguyen.gov.vn".into(),
        section: section.into(),
        deadline: Some(minute(300)),
        internal_note: format!("Nội bộ {section}"),
        ..Fields::default()
    };
    Content { document, fields }
}

const SECOND: &str = "Đến nay, 254/616 tổ chức cơ sở đảng (41,23%) đã tổ chức đại hội; 362 tổ chức \
    còn lại sẽ hoàn thành trước ngày 30/6.";
const THIRD: &str = "Công tác nhân sự được chuẩn bị kỹ, đúng quy trình, bảo đảm dân chủ.";

fn before() -> Content {
    let blocks = [
        paragraph("p1", "Dự hội nghị có đồng chí Bí thư Tỉnh ủy và các đồng trí lãnh đạo tỉnh."),
        photo("f1", 'a', "Các đại biểu dự hội nghị", "Thanh Hiếu"),
        paragraph("p2", SECOND),
        paragraph("p3", THIRD),
        paragraph("p4", "Đoạn này thừa và sẽ bị bỏ."),
        paragraph("p5", "Hội nghị bế mạc cùng ngày."),
    ];
    content("Thực hiện nghiêm quy định", &blocks, "Thời sự")
}

fn after() -> Content {
    let blocks = [
        paragraph("p3", THIRD),
        paragraph("p1", "Dự hội nghị có đồng chí Bí thư Tỉnh ủy và các đồng chí lãnh đạo tỉnh."),
        photo("f1", 'b', "Các đại biểu dự hội nghị chiều 23/5", "Thanh Hiếu/TTXVN"),
        paragraph("p2", SECOND),
        paragraph("p6", "Một đoạn mới."),
        paragraph("p5", "Hội nghị bế mạc cùng ngày."),
    ];
    content("Thực hiện nghiêm quy định về đại hội", &blocks, "Xây dựng Đảng")
}

fn revision(hash: &str, at: i64, author: &str) -> RevisionRow {
    RevisionRow {
        hash: hash.into(),
        reason: RevisionReason::Filed,
        action: None,
        author: author.into(),
        device: "MAY-01".into(),
        at: minute(at),
        headline: String::new(),
        syllables: 0,
        is_head: true,
    }
}

fn signed(step: &str, by: &str, changes_since: u32) -> Signed {
    let sign_off = StepSignOff {
        step: StepId(step.into()),
        name: step.into(),
        by: by.into(),
        at: minute(60),
        device: "MAY-02".into(),
        revision: FILED.into(),
        changed: changes_since > 0,
        outdated: false,
    };
    Signed { sign_off, changes_since }
}

fn standing(editorial: Editorial) -> Standing {
    let check = |kind, state, reason: Option<&str>| CheckRow {
        kind,
        state,
        reason: reason.map(Into::into),
        by: Some("Trần Thị Lan".into()),
        at: Some(minute(50)),
        device: Some("MAY-02".into()),
        changed: false,
        open: false,
        demanded: true,
    };
    Standing {
        editorial,
        author: Some(Person {
            id: PersonId("mai".into()),
            name: "Nguyễn Thị Thanh Mai".into(),
            pen_name: "Thanh Mai".into(),
            role: Role::Reporter,
            sections: Vec::new(),
        }),
        with: None,
        actions: Vec::new(),
        gaps: Vec::new(),
        approval: None,
        changed_since_approval: false,
        since: None,
        sign_offs: Vec::new(),
        checks: vec![
            check(CheckKind::Figures, CheckState::Done, None),
            check(CheckKind::Names, CheckState::Waived, Some("Danh sách do Văn phòng gửi")),
        ],
        photo_notes: Vec::new(),
        blocked: Blocked::default(),
        rights: Vec::new(),
        leases: Vec::new(),
        last_return: None,
    }
}

fn question(quote: &str, words: &str) -> Thread {
    let comment = Comment {
        id: EventId("e1".into()),
        by: PersonId("lan".into()),
        by_name: "Trần Thị Lan".into(),
        device: "MAY-02".into(),
        at: minute(40),
        text: words.into(),
        mentions: Vec::new(),
        edited_at: None,
        removed: false,
    };
    let anchor = Anchor {
        place: Place::Article,
        quote: quote.into(),
        before: String::new(),
        after: String::new(),
        lost: false,
    };
    Thread {
        id: ThreadId("t1".into()),
        anchor,
        suggestion: None,
        why: None,
        state: ThreadState::Open,
        state_by: "Trần Thị Lan".into(),
        state_at: minute(40),
        comments: vec![comment],
    }
}

fn history() -> Vec<HistoryRow> {
    let row = |at, by: &str, event| HistoryRow {
        at: minute(at),
        by: by.into(),
        device: "MAY-02".into(),
        revision: FILED.into(),
        event,
        about: None,
        peer: false,
        intact: true,
    };
    let moved = |action, from, to, signed| LogEvent::Moved {
        action: Box::new(action),
        from: Box::new(from),
        to: Box::new(to),
        signed,
        waived: None,
    };
    let review = SignedAs { step: StepId::review(), name: "review".into() };
    vec![
        row(
            60,
            "Trần Thị Lan",
            moved(Action::PassOn, Editorial::Filed, Editorial::Approved, Some(review)),
        ),
        row(
            10,
            "Nguyễn Thị Thanh Mai",
            moved(Action::File, Editorial::Draft, Editorial::Filed, None),
        ),
        row(0, "Nguyễn Thị Thanh Mai", LogEvent::Created),
    ]
}

/// An article in the middle of its way: filed, edited, passed on.
fn sheet() -> Sheet {
    let (old, new) = (before(), after());
    let mut changes = compare(&old, &new).into_changes();
    for change in &mut changes {
        change.by = Some("Trần Thị Lan".into());
        change.by_at = Some(minute(45));
    }
    Sheet {
        article: ArticleId("abcdefgh23456789".into()),
        language: Language::Vi,
        newsroom: "Báo Thái Nguyên".into(),
        zone: ZoneMinutes::default(),
        printed_at: minute(90),
        printed_by: "Trần Thị Lan".into(),
        device: "MAY-02".into(),
        revision: revision(NOW, 60, "Trần Thị Lan"),
        version: 4,
        content: new,
        standing: standing(Editorial::AwaitingApproval { step: 1, of: 1 }),
        workflow: Workflow::three_step(),
        sign_offs: vec![
            signed("filing", "Nguyễn Thị Thanh Mai", u32::try_from(changes.len()).unwrap()),
            signed("review", "Trần Thị Lan", 0),
        ],
        filed: Some(Filed {
            revision: revision(FILED, 10, "Nguyễn Thị Thanh Mai"),
            content: old,
            changes,
            unsigned: BTreeSet::new(),
        }),
        questions: vec![question("254/616", "Đã đối chiếu với báo cáo chưa?")],
        history: history(),
        log_fault: None,
    }
}

fn pictures() -> BTreeMap<String, Vec<u8>> {
    BTreeMap::from([("a".repeat(64), b"before".to_vec()), ("b".repeat(64), b"after".to_vec())])
}

fn printed(sheet: &Sheet) -> String {
    page(sheet, &pictures())
}

/// The words of a page without its markup, for looking for what it says.
fn words(page: &str) -> String {
    let body = page.split_once("<body>").map_or(page, |(_, body)| body);
    let mut words = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => words.push(c),
            _ => {}
        }
    }
    words
}

#[test]
fn a_sheet_comes_out_as_agreed_in_both_languages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/sheet");
    for (name, language) in [("vi.html", Language::Vi), ("en.html", Language::En)] {
        let made = printed(&Sheet { language, ..sheet() });
        let path = folder.join(name);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &made).unwrap();
        }
        let agreed = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(
            made == agreed,
            "{name} differs from {}; look at it, then run with UPDATE_GOLDEN=1:\n{made}",
            path.display()
        );
    }
}

#[test]
fn changes_are_drawn_in_the_text_with_their_numbers() {
    let page = printed(&sheet());
    assert!(page.contains("<del>trí</del><ins>chí</ins><sup class=\"n\">["), "{page}");
    assert!(page.contains("<ins> về đại hội</ins>"), "words put into the headline");
    assert!(page.contains("<p class=\"deleted\"><del>Đoạn này thừa và sẽ bị bỏ.</del>"));
    assert!(page.contains("<ins>Một đoạn mới.</ins>"));
}

#[test]
fn a_moved_paragraph_says_where_it_stood_and_its_old_place_that_it_left() {
    let page = printed(&sheet());
    assert!(page.contains("numbered moved"), "{page}");
    assert!(words(&page).contains("Chuyển đến đây; trước đứng sau"), "{page}");
    assert!(words(&page).contains("Đoạn ở đây đã chuyển đi chỗ khác"));
}

#[test]
fn a_swapped_photo_shows_both_and_what_its_credit_was() {
    let page = printed(&sheet());
    let swap = page.split_once("<div class=\"swap\">").unwrap().1.split_once("</div>").unwrap().0;
    let (old, new) = (STANDARD.encode("before"), STANDARD.encode("after"));
    assert!(swap.find(&old).unwrap() < swap.find(&new).unwrap(), "the old one first");
    assert!(words(&page).contains("Đổi tác giả ảnh; trước là: Thanh Hiếu"));
    let lost = super::page(&sheet(), &BTreeMap::new());
    assert!(words(&lost).contains("Không đọc được ảnh: bbbbbbbbbbbb"), "said, not left out");
}

#[test]
fn fields_are_told_with_their_values_and_the_internal_note_is_not() {
    let said = words(&printed(&sheet()));
    assert!(said.contains("Đổi “Chuyên mục”") && said.contains("Xây dựng Đảng"));
    assert!(said.contains("Đổi “Ghi chú nội bộ”"));
    assert!(!said.contains("Nội bộ Thời sự"), "{said}");
}

#[test]
fn what_was_never_filed_has_nothing_to_compare_and_says_so() {
    let draft = Sheet {
        filed: None,
        sign_offs: Vec::new(),
        standing: Standing {
            gaps: vec![Gap::Photo],
            checks: Vec::new(),
            ..standing(Editorial::Draft)
        },
        questions: Vec::new(),
        ..sheet()
    };
    let page = printed(&draft);
    let said = words(&page);
    for sentence in [
        "Bài chưa nộp nên chưa có bản nộp để so sánh.",
        "Chưa ai ký bước nào.",
        "Còn thiếu: ảnh cho chú thích",
        "Không còn câu hỏi nào.",
        "Bài này không cần kiểm tra nào.",
        "Thư ký tòa soạn – duyệt",
    ] {
        assert!(said.contains(sentence), "{sentence}: {said}");
    }
    assert!(!page.contains("<ins>") && !page.contains("<del>"));
}

#[test]
fn what_came_after_the_last_sign_off_is_marked_as_nobodys() {
    let mut sheet = sheet();
    let filed = sheet.filed.as_mut().unwrap();
    filed.unsigned = filed.changes.iter().take(1).map(|change| change.id.clone()).collect();
    sheet.sign_offs.push(Signed {
        sign_off: StepSignOff {
            outdated: true, ..signed("secretary", "Lê Văn Tâm", 1).sign_off
        },
        changes_since: 1,
    });
    let said = words(&printed(&sheet));
    assert!(said.contains("1†") && !said.contains("2†"), "{said}");
    assert!(said.contains("Bài đã đổi sau khi ký: 1 thay đổi") && said.contains("Phải ký lại"));
}

#[test]
fn hostile_text_stays_text_wherever_it_stands() {
    const EVIL: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\u{0}{}";
    let mut sheet = sheet();
    let evil = || EVIL.to_owned();
    let blocks = [paragraph("p1", EVIL), photo("f1", 'a', EVIL, EVIL)];
    let (mut old, mut new) = (before(), content(EVIL, &blocks, EVIL));
    new.fields.language = evil();
    new.fields.source = evil();
    new.fields.tags = vec![evil()];
    new.fields.note_to_receiver = evil();
    old.fields.royalty_class = evil();
    let changes = compare(&old, &new).into_changes();
    let hostile: Vec<Change> =
        changes.into_iter().map(|change| Change { by: Some(evil()), ..change }).collect();
    let filed = sheet.filed.as_mut().unwrap();
    (filed.content, filed.changes) = (old, hostile);
    filed.revision = RevisionRow { device: evil(), ..revision(EVIL, 1, EVIL) };
    sheet.revision = RevisionRow { device: evil(), ..revision(EVIL, 1, EVIL) };
    sheet.content = new;
    sheet.newsroom = evil();
    sheet.printed_by = evil();
    sheet.device = evil();
    sheet.article = ArticleId(evil());
    sheet.questions = vec![question(EVIL, EVIL)];
    sheet.standing = standing(Editorial::OnHold { was: Box::default(), reason: evil() });
    sheet.standing.checks[1].reason = Some(evil());
    sheet.workflow.review.name = evil();
    sheet.sign_offs[1].sign_off.name = evil();
    sheet.history[0].by = evil();
    let page = printed(&sheet);
    assert!(!page.contains("<script") && !page.contains("<img src=x"), "{page}");
    assert!(!page.contains('\0'));
    let images = page.matches("<img ").count();
    assert_eq!(images, page.matches("<img src=\"data:image/jpeg;base64,").count());
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    assert!(!style.contains("alert(1)>"), "nothing but letters and digits goes into the style");
}

#[test]
fn the_page_allows_nothing_but_its_own_style_and_pictures() {
    let page = printed(&sheet());
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    assert!(
        page.contains(&format!("default-src 'none'; style-src 'sha256-{hash}'; img-src data:"))
    );
    for outside in ["http://", "https://", "url(", "<link", "@import", "style=\""] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    assert_eq!(printed(&sheet()), printed(&sheet()));
}
