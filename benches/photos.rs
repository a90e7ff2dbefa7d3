//! What a desk with 100,000 photos costs, beside a yardstick that does the least that could be
//! done.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]
#![expect(clippy::print_stdout, reason = "a benchmark tells what it found")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use banthao_core::article::{Block, BlockId, Document, Fields, Photo, PhotoAttrs, Text};
use banthao_core::moment::Moment;
use banthao_core::person::Role;
use banthao_core::photo::WordChanges;
use banthao_core::store::{Language, PhotoQuery, RightsFilter, SetUp, Store};
use banthao_core::time::Timestamp;
use criterion::{Criterion, criterion_group, criterion_main};

const PHOTOS: u32 = 100_000;
const ARTICLES: u64 = 2_000;

fn moment(n: u64) -> Moment {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&n.to_le_bytes());
    Moment { now: Timestamp(1_790_000_000_000 + i64::try_from(n).unwrap()), seed }
}

fn wall(criterion: &mut Criterion) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut store = Store::open(folder.path(), "bench").unwrap();
    let answers = SetUp {
        language: Language::Vi,
        name: "Lan".into(),
        pen_name: "Lan".into(),
        role: Role::Editor,
    };
    store.set_up(answers, &moment(1)).unwrap();
    store.fill_with_made_up_photos(PHOTOS, &moment(2)).unwrap();
    let now = moment(3);
    let all = store.choose_photos(&PhotoQuery::default(), &now).unwrap();
    for n in 0..ARTICLES {
        let photo = all[usize::try_from(n).unwrap() * 3].clone();
        let attrs =
            PhotoAttrs { id: BlockId("f".into()), photo: Some(photo), ..PhotoAttrs::default() };
        let document = Document {
            headline: Text::runs("Tin"),
            lead: Text::runs("Sapo."),
            blocks: vec![Block::Photo(Photo { attrs, content: Text::runs("Quang cảnh") })],
        };
        store.create_article_with(document, Fields::default(), &moment(10 + n)).unwrap();
    }

    let query = |search: &str| PhotoQuery {
        search: search.to_owned(),
        limit: 100,
        ..PhotoQuery::default()
    };
    let cases = [
        ("newest 100", query("")),
        ("100 from the middle", PhotoQuery { offset: PHOTOS / 2, ..query("") }),
        ("search a word that many have", query("thai nguyen")),
        ("search a file's name", query("dsc 012345")),
        ("search words that stand apart", query("hoi can tho")),
        ("unused ones", PhotoQuery { unused: true, ..query("") }),
        ("rights unknown", PhotoQuery { rights: Some(RightsFilter::Unknown), ..query("") }),
    ];
    let mut group = criterion.benchmark_group("wall of 100,000 photos");
    group.sample_size(10);
    for (name, query) in &cases {
        group.bench_function(*name, |bencher| {
            bencher.iter(|| black_box(store.list_photos(query, &now).unwrap()));
        });
        let fastest = fastest(|| drop(black_box(store.list_photos(query, &now).unwrap())));
        let total = store.list_photos(query, &now).unwrap().total;
        println!("{name}: {fastest:.1?} ({total} found); to hold: 100 ms");
    }
    let text =
        "thong dung thac cao o giao dung giao kinh dich tinh nha thai nguyen ".repeat(400_000);
    let yardstick = fastest(|| {
        black_box(black_box(&text).contains(" van kien"));
    });
    println!("yardstick: one pass over {} MB: {yardstick:.1?}", text.len() >> 20);

    let db = rusqlite::Connection::open(folder.path().join("desk.db")).unwrap();
    let used = &all[0];
    let noted = fastest(|| drop(black_box(store.photo_details(used).unwrap())));
    let read = fastest(|| {
        let sql = "SELECT DISTINCT article.id FROM article, json_tree(article.document) AS node
                   WHERE node.key = 'photo' AND node.value = ?1";
        let mut statement = db.prepare(sql).unwrap();
        let rows = statement.query_map([used], |row| row.get::<_, String>(0)).unwrap();
        black_box(rows.count());
    });
    println!("where a photo is used, with what was said of it: {noted:.1?}");
    println!("the same out of {ARTICLES} very short articles with SQL alone: {read:.1?}");

    let mut n = 0;
    group.bench_function("say something of 100 photos", |bencher| {
        bencher.iter(|| {
            n += 1;
            let caption = Some(format!("Quang cảnh {n}"));
            let changes = WordChanges { caption, ..WordChanges::default() };
            store.edit_photos(&all[..100], &changes, &moment(100_000 + n)).unwrap()
        });
    });
    group.finish();
}

/// The fastest of some runs: what the machine does besides only ever adds.
fn fastest(mut work: impl FnMut()) -> Duration {
    let one = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..10).map(one).min().unwrap()
}

criterion_group!(benches, wall);
criterion_main!(benches);
