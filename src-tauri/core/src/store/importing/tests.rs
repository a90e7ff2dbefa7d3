use super::*;
use crate::article::text_of;
use crate::exchange::import::{read, read_here};
use crate::photo::test_pictures::{jpeg, noise};
use crate::store::tests::{Desk, minute};
use crate::store::views::{Draft, ListQuery, View};
use crate::testing::office::{Docx, comment, drawing, p, styled};

fn moment(n: i64) -> Moment {
    minute(1_779_500_000_000, n)
}

/// A report with changes by two people, a conversation of two and a photo.
fn report() -> Docx {
    let body = [
        styled("Title", "Làm việc với Huyện ủy"),
        p("Đoạn mở đầu của bài viết này."),
        "<w:p><w:r><w:t xml:space=\"preserve\">Có </w:t></w:r><w:del w:author=\"Lan\" w:date=\"2026-05-23T08:00:00Z\"><w:r><w:delText>245</w:delText></w:r></w:del><w:commentRangeStart w:id=\"1\"/><w:ins w:author=\"Nguyễn Văn Hà\" w:date=\"2026-05-24T08:00:00Z\"><w:r><w:t>254</w:t></w:r></w:ins><w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r><w:r><w:t xml:space=\"preserve\"> đại biểu.</w:t></w:r></w:p>".to_owned(),
        format!("<w:p><w:r>{}</w:r></w:p>", drawing(1, "Hội trường")),
        styled("Caption1", "Quang cảnh"),
    ];
    Docx {
        body: body.concat(),
        comments: [
            comment("1", "Nguyễn Văn Hà", "A", "Đã hỏi lại."),
            comment("2", "Lan", "B", "Được."),
        ]
        .concat(),
        extended: "<w15:commentEx w15:paraId=\"A\"/><w15:commentEx w15:paraId=\"B\" w15:paraIdParent=\"A\"/>".into(),
        media: vec![("image1.jpeg".into(), jpeg(&noise(200, 100)))],
        ..Docx::default()
    }
}

fn taken(store: &mut Store, docx: &Docx) -> OpenArticle {
    let read = read(&docx.bytes(), "bai.docx", None, read_here).unwrap();
    let pictures = keep_pictures(&store.photo_files(), &read, moment(1).now).unwrap();
    store.create_from_file(&read, &read.labels(), pictures, &moment(1)).unwrap()
}

#[test]
fn changes_of_a_file_are_changes_to_review_by_whoever_made_them() {
    let (_folder, mut store) = Desk::of_lan();
    let made = taken(&mut store, &report());
    let revisions = store.revisions(&made.id).unwrap();
    let authors: Vec<&str> =
        revisions.iter().rev().map(|revision| revision.author.as_str()).collect();
    assert_eq!(authors, ["Trần Thị Lan", "Trần Thị Lan", "Nguyễn Văn Hà"]);
    let draft = Draft { document: made.document.clone(), fields: made.fields.clone() };
    let review = store.review_changes(&made.id, draft, &moment(2)).unwrap();
    assert!(!review.changes.is_empty(), "they are there to be taken or turned down");
    assert!(store.diagnose().unwrap().problems.is_empty(), "and the store is sound");
}

#[test]
fn each_change_of_a_file_is_named_after_whoever_made_it() {
    let (_folder, mut store) = Desk::of_lan();
    let by = |author: &str, day: u32, text: &str| {
        format!(
            "<w:p><w:r><w:t xml:space=\"preserve\">Một đoạn văn của bài. </w:t></w:r><w:ins w:author=\"{author}\" w:date=\"2026-05-2{day}T08:00:00Z\"><w:r><w:t>{text}</w:t></w:r></w:ins></w:p>"
        )
    };
    let body = [
        styled("Title", "Làm việc với Huyện ủy"),
        p("Đoạn mở đầu của bài viết này."),
        by("Phạm Thu", 3, "Câu của Thu."),
        by("Nguyễn Văn Hà", 4, "Câu của Hà."),
        by("Lê Mai", 5, "Câu của Mai."),
    ];
    let made = taken(&mut store, &Docx { body: body.concat(), ..Docx::default() });
    let draft = Draft { document: made.document, fields: made.fields };
    let changes = store.review_changes(&made.id, draft, &moment(2)).unwrap().changes;
    let authors: Vec<&str> = changes.iter().filter_map(|it| it.by.as_deref()).collect();
    assert_eq!(authors, ["Phạm Thu", "Nguyễn Văn Hà", "Lê Mai"], "{changes:#?}");
}

#[test]
fn comments_and_photos_of_a_file_come_along() {
    let (_folder, mut store) = Desk::of_lan();
    let made = taken(&mut store, &report());
    let photo = made.document.photos().next().unwrap();
    assert_eq!(
        (text_of(&photo.content).as_str(), photo.attrs.alt.as_str()),
        ("Quang cảnh", "Hội trường")
    );
    let hash = photo.attrs.photo.clone().unwrap();
    assert_eq!(made.photos[&hash].width, 200);
    assert!(store.photo_files().read(&hash).is_ok());
    let talks = store.talks(&made.id).unwrap();
    assert_eq!(talks.threads.len(), 1);
    let said: Vec<(&str, &str)> = talks.threads[0]
        .comments
        .iter()
        .map(|comment| (comment.by_name.as_str(), comment.text.as_str()))
        .collect();
    assert_eq!(said, [("Nguyễn Văn Hà", "Đã hỏi lại."), ("Trần Thị Lan", "Được.")]);
    assert_eq!(talks.threads[0].anchor.quote, "254");
}

fn total(store: &Store) -> u32 {
    let query = ListQuery { view: View::All, filter: String::new(), offset: 0, limit: 10 };
    store.list(&query, crate::time::Timestamp(0)).unwrap().total
}

#[test]
fn nothing_is_there_before_somebody_confirms_and_nothing_where_it_is_refused() {
    let (folder, mut store) = Desk::of_lan();
    let before = total(&store);
    let photos = folder.path().join("photos");
    let count = || -> usize {
        let folders = std::fs::read_dir(&photos).unwrap();
        folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
    };
    let kept = count();
    let read = read(&report().bytes(), "bai.docx", None, read_here).unwrap();
    assert_eq!(count(), kept, "a file that is looked at leaves no photo");
    let refused = store.create_from_file(&read, &[Label::Junk], vec![None], &moment(1));
    assert_eq!(refused.unwrap_err().code, Code::BadInput);
    assert_eq!(total(&store), before);
    taken(&mut store, &report());
    assert_eq!((total(&store), count()), (before + 1, kept + 1), "confirmed, both are there");
}
