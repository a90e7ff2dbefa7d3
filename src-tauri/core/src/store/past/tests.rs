use super::*;
use crate::exchange::import::past::{Next, PastArticles};
use crate::exchange::import::read_here;
use crate::store::past_report::PastRowKind;
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
    let mut past = PastArticles::open(source, read_here).unwrap();
    let (mut taken, mut here) = (0, 0);
    while taken < most
        && let Some(next) = past.read_next().unwrap()
    {
        let Next::Article(past) = next else { continue };
        match store.take_in_past(&past, "Bài cũ", &moment(i64::from(taken) + 1)).unwrap() {
            PastOutcome::Taken(_) => taken += 1,
            PastOutcome::Here(_) => here += 1,
            PastOutcome::Same(other) => panic!("the same text as {other}"),
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

const BODY: &str = "Sáng 23/5, Bí thư Tỉnh ủy chủ trì hội nghị bàn về sắp xếp các đơn vị hành chính cấp xã \
    trên địa bàn tỉnh. Theo báo cáo tại hội nghị, toàn tỉnh giảm 254 trên tổng số 616 đơn vị, đạt hơn bốn \
    mươi phần trăm so với kế hoạch đề ra. Nhiều đại biểu cho rằng cần tiếp tục rà soát, lấy ý kiến nhân dân.";

/// Takes in all of a source in one run, which is ended after so many batches.
fn run(store: &mut Store, source: &std::path::Path, batches: u32) -> PastReport {
    let mut articles = PastArticles::open(source, read_here).unwrap();
    let (mut n, mut told) = (0, 0);
    let mut clock = || {
        n += 1;
        Ok(moment(n))
    };
    let mut report = PastReport::default();
    let run = PastRun {
        reason: "Bài cũ",
        clock: &mut clock,
        told: &mut |_, _| {
            told += 1;
            told < batches
        },
    };
    store.take_in_archive(&mut articles, &mut report, run).unwrap();
    report
}

fn kinds(report: &PastReport) -> Vec<PastRowKind> {
    report.rows().iter().map(|row| row.kind).collect()
}

#[test]
fn the_same_text_from_elsewhere_is_passed_over_and_a_near_copy_is_told_of() {
    use crate::testing::export::{export, item};
    let (folder, mut store) = Desk::of_lan();
    let file = folder.path().join("export.xml");
    let near = BODY.replace("toàn tỉnh giảm", "cả tỉnh đã giảm");
    let other = "Chiều nay giải bóng đá thiếu niên khai mạc tại sân vận động với mười hai đội dự giải, \
        trận đầu tiên đội chủ nhà thắng hai bàn không gỡ trước đông đảo khán giả đến sân cổ vũ.";
    let items = [
        item(1, "post", "publish", "Bài gốc", BODY),
        item(2, "post", "publish", "Tít khác", &BODY.to_uppercase()),
        item(3, "post", "publish", "Bài sửa vài chữ", &near),
        item(4, "post", "publish", "Bóng đá", other),
    ];
    std::fs::write(&file, export(&items.concat())).unwrap();
    let report = run(&mut store, &file, u32::MAX);
    use PastRowKind::{Near, Same, Taken};
    assert_eq!(kinds(&report), [Taken, Same, Near, Taken]);
    assert_eq!((report.taken, report.near, report.same), (3, 1, 1));
    let row = &report.rows()[1];
    assert_eq!((row.other_headline.as_str(), row.article.as_ref()), ("Bài gốc", None));
    let row = &report.rows()[2];
    assert!((60..100).contains(&row.percent.unwrap()), "{row:?}");
    assert_eq!(row.other, report.rows()[0].article);
    let again = run(&mut store, &file, u32::MAX);
    assert_eq!((again.here, again.same, again.taken), (3, 1, 0));

    let open = store.alike(row.article.as_ref().unwrap()).unwrap();
    assert_eq!((open[0].headline.as_str(), open.len()), ("Bài gốc", 1));
    assert_eq!(open[0].paragraphs.len(), 1);
    let problems = store.diagnose().unwrap().problems;
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn a_run_that_is_ended_goes_on_where_it_was_and_one_article_over_a_limit_costs_itself() {
    let (folder, mut store) = Desk::of_lan();
    let source = folder.path().join("kho");
    std::fs::create_dir(&source).unwrap();
    for number in 0..120 {
        let text = format!("Tít số {number}\n\nMột đoạn văn số {number} của bài này.");
        std::fs::write(source.join(format!("bai-{number:03}.txt")), text).unwrap();
    }
    let long = "Tít dài\n\n".to_owned() + &"dòng\n\n".repeat(6_000);
    std::fs::write(source.join("bai-000b.txt"), long).unwrap();
    // Seen only when it is written, together with its neighbours.
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(120));
    let wide = format!("# Tít rộng\n\n{}{}{}", row("a"), row("-"), row("b"));
    std::fs::write(source.join("bai-001b.md"), wide).unwrap();
    let first = run(&mut store, &source, 1);
    assert!(first.stopped && first.taken < 120, "{first:?}");
    assert_eq!(first.refused, 2, "{first:?}");
    let second = run(&mut store, &source, u32::MAX);
    assert!(!second.stopped);
    assert_eq!((first.taken + second.taken, second.here), (120, first.taken));
}

#[test]
fn what_is_looked_into_is_not_kept() {
    let (folder, mut store) = Desk::of_lan();
    let file = folder.path().join("export.xml");
    std::fs::write(&file, crate::testing::export::sample()).unwrap();
    let before = total(&store, View::All);
    let look = |store: &Store| {
        let mut articles = PastArticles::open(&file, read_here).unwrap();
        store.look_into_archive(&mut articles, &mut || true).unwrap()
    };
    let found = look(&store);
    assert_eq!((found.new, found.here, found.whole), (2, 0, true));
    assert_eq!(found.headlines[1], "Bài thứ hai");
    assert_eq!(total(&store, View::All), before);
    run(&mut store, &file, u32::MAX);
    assert_eq!((look(&store).new, look(&store).here), (0, 2));
}
