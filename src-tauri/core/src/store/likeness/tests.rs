use super::*;
use crate::article::{Block, BlockId, Document, Fields, Text};
use crate::moment::Moment;
use crate::store::Save;
use crate::store::tests::{Desk, minute};

fn moment(n: i64) -> Moment {
    minute(1_779_500_000_000, n)
}

fn write(
    store: &mut Store,
    n: i64,
    headline: &str,
    paragraphs: &[&str],
    fields: Fields,
) -> ArticleId {
    let mut document = Document::empty(BlockId("p0".to_owned()));
    document.headline = Text::runs(headline);
    document.blocks = paragraphs
        .iter()
        .enumerate()
        .map(|(at, text)| Block::paragraph(BlockId(format!("b{at}")), text))
        .collect();
    store.create_article_with(document, fields, &moment(n)).unwrap().id
}

fn index(store: &mut Store) {
    while store.index_texts().unwrap() {}
}

const FIRST: &str = "Theo báo cáo tại hội nghị, toàn tỉnh giảm 254 trên tổng số 616 đơn vị, đạt hơn bốn mươi \
    phần trăm so với kế hoạch đề ra từ đầu năm, sớm hơn tiến độ chung của cả nước.";
const SECOND: &str = "Nhiều đại biểu cho rằng cần tiếp tục rà soát, lấy ý kiến nhân dân trước khi trình Hội \
    đồng nhân dân tỉnh xem xét, quyết định tại kỳ họp cuối năm nay.";

#[test]
fn a_text_that_changes_is_found_by_what_it_says_now() {
    let (_folder, mut store) = Desk::of_lan();
    let ours = write(&mut store, 1, "Đang viết", &[FIRST], Fields::default());
    let theirs = write(&mut store, 2, "Bài cũ", &[SECOND, FIRST], Fields::default());
    index(&mut store);
    let found = store.alike(&ours).unwrap();
    assert_eq!((found[0].id.clone(), found[0].percent, found.len()), (theirs.clone(), 100, 1));
    assert_eq!(found[0].paragraphs[0].here, Some(BlockId("b0".to_owned())));
    let open = store.open_article(&theirs).unwrap();
    let mut document = open.document;
    document.blocks.pop();
    let save = Save { id: theirs.clone(), base_seq: open.seq, document, fields: open.fields };
    store.save_article(save, &moment(3)).unwrap();
    index(&mut store);
    assert_eq!(store.alike(&ours).unwrap(), [], "what was taken out is not found any more");
    let marks = |store: &Store| -> u32 {
        store.connection.query_row("SELECT count(*) FROM text_mark", [], |row| row.get(0)).unwrap()
    };
    let kept = marks(&store);
    store
        .connection
        .execute_batch(
            "DELETE FROM text_mark; DELETE FROM text_print; UPDATE text_state SET change = 0;",
        )
        .unwrap();
    index(&mut store);
    assert_eq!(marks(&store), kept, "it can be made anew");
}

#[test]
fn earlier_articles_on_the_same_people_come_before_those_on_the_same_beat() {
    let (_folder, mut store) = Desk::of_lan();
    for n in 0..12 {
        let text = format!("Tin vắn số {n}: Sáng qua tại Thái Nguyên, trời mưa rào.");
        write(&mut store, n, &format!("Thời tiết {n}"), &[&text], Fields::default());
    }
    let fields = Fields {
        internal_note: "Ghi chú\nhttps://bao.vn/bai-cu/".to_owned(),
        tags: vec!["sáp nhập xã".to_owned()],
        ..Fields::default()
    };
    let text = "Ông Nguyễn Văn Hùng, Giám đốc Sở Nội vụ, làm việc tại huyện Phú Bình.";
    let theirs = write(&mut store, 20, "Sở Nội vụ làm việc", &[text], fields);
    let ours = write(
        &mut store,
        21,
        "Hội nghị",
        &["Tại Thái Nguyên, ông Nguyễn Văn Hùng báo cáo về huyện Phú Bình."],
        Fields { tags: vec!["Sáp nhập xã".to_owned()], ..Fields::default() },
    );
    index(&mut store);
    let found = store.related(&ours).unwrap();
    assert_eq!(found[0].id, theirs);
    assert_eq!(found[0].link, "https://bao.vn/bai-cu/");
    for name in ["Nguyễn Văn Hùng", "Phú Bình", "sáp nhập xã"] {
        assert!(found[0].names.iter().any(|it| it == name), "{name}: {:?}", found[0].names);
    }
    assert!(found.iter().all(|it| it.id != ours), "not itself");
    let unlike = write(&mut store, 30, "Khác", &["Không nhắc tên ai cả."], Fields::default());
    index(&mut store);
    assert_eq!(store.related(&unlike).unwrap(), []);
}
