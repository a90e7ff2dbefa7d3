//! What the store costs, each beside a yardstick that does the least that could be done.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]
#![expect(clippy::print_stdout, reason = "a benchmark tells what it found")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use banthao_core::article::{Block, BlockId, Document, Fields, Text};
use banthao_core::moment::Moment;
use banthao_core::person::Role;
use banthao_core::store::{
    BulkAction, Language, ListQuery, Save, SetUp, Store, TableColumn, TableQuery, TableSort, View,
};
use banthao_core::time::Timestamp;
use criterion::{Criterion, criterion_group, criterion_main};

fn moment(n: u64) -> Moment {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&n.to_le_bytes());
    Moment { now: Timestamp(1_700_000_000_000 + i64::try_from(n).unwrap()), seed }
}

fn desk() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut store = Store::open(folder.path(), "bench").unwrap();
    let answers = SetUp {
        language: Language::Vi,
        name: "Lan".into(),
        pen_name: "Lan".into(),
        role: Role::Editor,
    };
    store.set_up(answers, &moment(1)).unwrap();
    (folder, store)
}

/// 5,000 syllables in 50 paragraphs.
fn long_article() -> Document {
    let sentence = "chống chạy chức chạy quyền trong công tác cán bộ ".repeat(10);
    Document {
        headline: Text::runs("Tin"),
        lead: Text::runs("Sapo."),
        blocks: (0..50).map(|n| Block::paragraph(BlockId(format!("b{n}")), &sentence)).collect(),
    }
}

/// One save of 5,000 syllables; yardstick: the same bytes into a bare SQLite row, same settings.
fn save(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("save of 5,000 syllables");
    let (_folder, mut store) = desk();
    let document = long_article();
    let made = store.create_article_with(document.clone(), Fields::default(), &moment(2)).unwrap();
    let (mut seq, mut n) = (made.seq, 10);
    group.bench_function("store", |bencher| {
        bencher.iter(|| {
            n += 1;
            let mut document = document.clone();
            document.blocks[25] =
                Block::paragraph(BlockId("b25".into()), &format!("Câu đang gõ {n}"));
            let save =
                Save { id: made.id.clone(), base_seq: seq, document, fields: Fields::default() };
            seq = store.save_article(save, &moment(n)).unwrap().seq;
        });
    });
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let db = rusqlite::Connection::open(folder.path().join("bare.db")).unwrap();
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    db.pragma_update(None, "synchronous", "FULL").unwrap();
    db.execute_batch("CREATE TABLE row (id INTEGER PRIMARY KEY, body TEXT NOT NULL)").unwrap();
    let body = serde_json::to_string(&document).unwrap();
    db.execute("INSERT INTO row VALUES (1, ?1)", [&body]).unwrap();
    group.bench_function("yardstick: bare SQLite row", |bencher| {
        bencher.iter(|| {
            n += 1;
            db.execute("UPDATE row SET body = ?1 WHERE id = 1", [format!("{body}{n}")]).unwrap()
        });
    });
    group.finish();
}

/// Lists over 10,000 articles; yardstick: one pass of `str::contains` over as much text.
fn list(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("list of 10,000 articles");
    group.sample_size(20);
    let (_folder, mut store) = desk();
    store.fill_with_made_up(10_000, 500, &moment(3)).unwrap();
    for (name, filter) in [("newest 100", ""), ("filter van kien", "van kien")] {
        let query = ListQuery { view: View::All, filter: filter.into(), offset: 0, limit: 100 };
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(store.list(&query, Timestamp(0)).unwrap()));
        });
    }
    let text = "chong chay chuc chay quyen trong cong tac can bo ".repeat(550_000);
    group.bench_function("yardstick: one pass over 27 MB", |bencher| {
        bencher.iter(|| black_box(&text).contains(" van kien"));
    });
    group.finish();
}

/// Lists over 100,000 articles: a page at the top and one deep down, the counts after a change, and the
/// table by another order; yardstick: the same number of bare rows read by their index, at the same place.
fn long_list(criterion: &mut Criterion) {
    const ARTICLES: u32 = 100_000;
    let mut group = criterion.benchmark_group("list of 100,000 articles");
    group.sample_size(20);
    let (folder, mut store) = desk();
    store.fill_with_made_up(ARTICLES, 60, &moment(3)).unwrap();
    let now = Timestamp(1_700_000_000_000);
    let page = |offset| ListQuery { view: View::All, filter: String::new(), offset, limit: 100 };
    let deep = ARTICLES - 200;
    for (name, offset) in [("page at the top", 0), ("page deep down", deep)] {
        let query = page(offset);
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(store.list(&query, now).unwrap()));
        });
    }
    let newest = store.list(&page(0), now).unwrap().rows[0].id.clone();
    let deadline = |n: i64| BulkAction::SetDeadline { deadline: Some(Timestamp(n)) };
    let mut n = 10;
    group.bench_function("page with counts after a change", |bencher| {
        bencher.iter_batched(
            || {
                n += 1;
                let at = moment(u64::try_from(n).unwrap());
                store.do_to_all(std::slice::from_ref(&newest), &deadline(n), &at).unwrap();
            },
            |()| black_box(counted(&folder, now)),
            criterion::BatchSize::PerIteration,
        );
    });
    let table = TableQuery {
        view: View::All,
        sort: TableSort { column: TableColumn::Headline, descending: false },
        offset: deep,
        limit: 100,
    };
    group.bench_function("table by headline, deep down", |bencher| {
        bencher.iter(|| black_box(store.table(&table, now).unwrap()));
    });
    let db = rusqlite::Connection::open(folder.path().join("desk.db")).unwrap();
    let bare = |offset: u32| {
        let sql = "SELECT article FROM article_listed ORDER BY updated_at DESC, article
                   LIMIT 100 OFFSET ?1";
        let mut rows = db.prepare_cached(sql).unwrap();
        let ids = rows.query_map([offset], |row| row.get::<_, String>(0)).unwrap();
        ids.map(|id| id.unwrap().len()).sum::<usize>()
    };
    group.bench_function("yardstick: bare rows at the top", |bencher| {
        bencher.iter(|| black_box(bare(0)));
    });
    group.bench_function("yardstick: bare rows deep down", |bencher| {
        bencher.iter(|| black_box(bare(deep)));
    });
    group.finish();

    let yardstick = fastest(|| {
        black_box(bare(deep));
    });
    for (name, time) in [
        ("a page at the top", fastest(|| drop(black_box(store.list(&page(0), now).unwrap())))),
        ("a page deep down", fastest(|| drop(black_box(store.list(&page(deep), now).unwrap())))),
        (
            "a page with counts of a store just opened",
            fastest(|| drop(black_box(counted(&folder, now)))),
        ),
        ("a page of the table", fastest(|| drop(black_box(store.table(&table, now).unwrap())))),
    ] {
        println!(
            "{name} of {ARTICLES} takes {time:.1?}, {:.1} times the bare rows deep down \
             ({yardstick:.1?})",
            time.as_secs_f64() / yardstick.as_secs_f64(),
        );
    }
    let (small, store) = desk();
    drop(store);
    let empty = fastest(|| drop(black_box(counted(&small, now))));
    let full = fastest(|| drop(black_box(counted(&folder, now))));
    println!(
        "opening the store and its first list grows from {empty:.1?} to {full:.1?} with {ARTICLES} \
         articles; to hold: 100 ms"
    );
}

/// Opens a store as the window does, and reads the first page of all articles with the counts.
fn counted(folder: &tempfile::TempDir, now: Timestamp) -> banthao_core::store::ListPage {
    let store = Store::open(folder.path(), "bench").unwrap();
    let query = ListQuery { view: View::All, filter: String::new(), offset: 0, limit: 100 };
    store.list(&query, now).unwrap()
}

/// The history of an article with 5,000 revisions, made as writing makes them; yardstick: the same
/// rows read from SQLite with nothing done about them.
fn history(criterion: &mut Criterion) {
    const REVISIONS: u32 = 5_000;
    let (folder, mut store) = desk();
    let mut document = long_article();
    let made = store.create_article_with(document.clone(), Fields::default(), &moment(2)).unwrap();
    let before = packed_bytes(&folder);
    let (mut seq, mut written) = (made.seq, 0);
    for n in 1..=REVISIONS {
        // Some ten saves in one paragraph, then elsewhere.
        let at = n as usize / 10 * 37 % document.blocks.len();
        let text = format!("{}{n}", "chống chạy chức chạy quyền trong công tác cán bộ ".repeat(10));
        document.blocks[at] = Block::paragraph(document.blocks[at].id().clone(), &text);
        written += serde_json::to_string(&document.blocks[at]).unwrap().len();
        let (id, document) = (made.id.clone(), document.clone());
        let save = Save { id, base_seq: seq, document, fields: Fields::default() };
        // More than half a minute between two, so that each leaves a revision.
        seq = store.save_article(save, &moment(u64::from(n) * 31_000)).unwrap().seq;
    }
    assert!(store.revisions(&made.id).unwrap().len() > REVISIONS as usize);
    let grown = packed_bytes(&folder) - before;
    let beyond = (grown - f64::from(u32::try_from(written).unwrap())) / f64::from(REVISIONS);
    let whole = serde_json::to_string(&document).unwrap().len();
    println!(
        "a quiet revision grows the store by {beyond:.0} bytes beyond the changed block, {:.3} of \
         a whole copy ({whole}); to hold: 3,000",
        beyond / f64::from(u32::try_from(whole).unwrap()),
    );

    let mut group = criterion.benchmark_group("history of 5,000 revisions");
    group.sample_size(20);
    // What the screen asks for when it is opened: the list, and the revision that is shown.
    let open = |id: &str| {
        let rows = store.revisions(&made.id).unwrap();
        let shown = store.revision(&made.id, id).unwrap();
        (rows.len(), shown)
    };
    let newest = store.revisions(&made.id).unwrap()[0].hash.clone();
    group.bench_function("list and newest", |bencher| bencher.iter(|| black_box(open(&newest))));
    let db = rusqlite::Connection::open(folder.path().join("desk.db")).unwrap();
    let bare = || {
        let mut rows = db.prepare("SELECT hash, body, headline, syllables FROM revision").unwrap();
        let bytes = rows.query_map([], |row| {
            let (hash, body): (String, String) = (row.get(0)?, row.get(1)?);
            let (headline, _): (String, i64) = (row.get(2)?, row.get(3)?);
            Ok(hash.len() + body.len() + headline.len())
        });
        bytes.unwrap().map(|bytes| bytes.unwrap()).sum::<usize>()
    };
    group.bench_function("yardstick: bare rows", |bencher| bencher.iter(|| black_box(bare())));
    group.finish();
    let opening = fastest(|| drop(black_box(open(&newest))));
    let yardstick = fastest(|| {
        black_box(bare());
    });
    println!(
        "a history of {REVISIONS} revisions opens in {opening:.1?}, {:.1} times the bare rows \
         ({yardstick:.1?}); to hold: 200 ms",
        opening.as_secs_f64() / yardstick.as_secs_f64(),
    );
}

/// Size of the database without what a writer leaves free.
fn packed_bytes(folder: &tempfile::TempDir) -> f64 {
    let copy = folder.path().join("packed.db");
    let db = rusqlite::Connection::open(folder.path().join("desk.db")).unwrap();
    db.execute("VACUUM INTO ?1", [copy.to_string_lossy()]).unwrap();
    let bytes = std::fs::metadata(&copy).unwrap().len();
    std::fs::remove_file(&copy).unwrap();
    f64::from(u32::try_from(bytes).unwrap())
}

/// The fastest of some runs: what the machine does besides only ever adds.
fn fastest(mut work: impl FnMut()) -> Duration {
    let one = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..20).map(one).min().unwrap()
}

criterion_group!(benches, save, list, long_list, history);
criterion_main!(benches);
