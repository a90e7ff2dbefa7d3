use super::*;
use crate::exchange::import::past::{Next, PastArticles};
use crate::store::tests::{Desk, minute};
use crate::store::views::{ListQuery, View};
use crate::testing::office::{Docx, p, styled};
use crate::time::Timestamp;

fn moment(n: i64) -> Moment {
    minute(1_779_500_000_000, n)
}

fn total(store: &Store, view: View) -> u32 {
    let query = ListQuery { view, filter: String::new(), offset: 0, limit: 10 };
    store.list(&query, moment(0).now).unwrap().total
}

/// Takes in at most `most` of a source; how many were taken and how many were here.
fn take_in(store: &mut Store, source: &std::path::Path, most: u32) -> (u32, u32) {
    let mut past = PastArticles::open(source).unwrap();
    let (mut taken, mut here) = (0, 0);
    while taken < most
        && let Some(next) = past.read_next().unwrap()
    {
        let Next::Article(past) = next else { continue };
        match store.take_in_past(&past, "Bài cũ", &moment(i64::from(taken) + 1)).unwrap() {
            PastOutcome::Taken(_) => taken += 1,
            PastOutcome::Here(_) => here += 1,
        }
    }
    (taken, here)
}

#[test]
fn a_folder_comes_onto_the_desk_once_and_goes_on_where_it_broke_off() {
    let (_folder, mut store) = Desk::of_lan();
    let source = tempfile::tempdir().unwrap();
    std::fs::create_dir(source.path().join("2019")).unwrap();
    for number in 0..5 {
        let body = styled("Title", &format!("Tít số {number}")) + &p("Một đoạn văn.");
        let path = source.path().join(format!("2019/bai-{number}.docx"));
        std::fs::write(path, Docx::of(&body).bytes()).unwrap();
    }
    std::fs::write(source.path().join("bai.txt"), "Tít của tệp chữ\n\nMột đoạn văn ở đây.")
        .unwrap();
    let (before, mine) = (total(&store, View::All), total(&store, View::MyDrafts));
    assert_eq!(take_in(&mut store, source.path(), 2), (2, 0));
    assert_eq!(take_in(&mut store, source.path(), 100), (4, 2), "what is here is passed over");
    assert_eq!(take_in(&mut store, source.path(), 100), (0, 6));
    assert_eq!(total(&store, View::All), before + 6);
    assert_eq!(total(&store, View::MyDrafts), mine, "they are nobody's work to do");
    let problems = store.diagnose().unwrap().problems;
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn a_post_has_its_date_its_names_and_where_it_was() {
    let (folder, mut store) = Desk::of_lan();
    let file = folder.path().join("export.xml");
    std::fs::write(&file, crate::testing::export::sample()).unwrap();
    assert_eq!(take_in(&mut store, &file, 100), (2, 0));
    let query = ListQuery { view: View::All, filter: "khai mac".into(), offset: 0, limit: 10 };
    let row = store.list(&query, moment(0).now).unwrap().rows.remove(0);
    assert_eq!(row.updated_at, Timestamp(1_590_220_800_000));
    let open = store.open_article(&row.id).unwrap();
    assert_eq!(open.document.headline_text(), "Khai mạc hội chợ & triển lãm");
    assert_eq!(open.fields.bylines[0].pen_name, "Thanh Mai");
    assert_eq!((open.fields.section.as_str(), open.fields.slug.as_str()), ("Kinh tế", "khai-mac"));
    assert_eq!(open.fields.tags, ["hội chợ"]);
    assert!(open.fields.internal_note.contains("https://bao.vn/khai-mac"));
    assert_eq!(open.document.photos().count(), 1, "a caption waits for its photo");
}
