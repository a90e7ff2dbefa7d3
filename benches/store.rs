//! What the store costs, each beside a yardstick that does the least that could be done.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]

use std::hint::black_box;

use banthao_core::article::{Block, BlockId, Document, Fields, Text};
use banthao_core::moment::Moment;
use banthao_core::person::Role;
use banthao_core::store::{Language, ListQuery, Save, SetUp, Store, View};
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
            bencher.iter(|| black_box(store.list(&query).unwrap()));
        });
    }
    let text = "chong chay chuc chay quyen trong cong tac can bo ".repeat(550_000);
    group.bench_function("yardstick: one pass over 27 MB", |bencher| {
        bencher.iter(|| black_box(&text).contains(" van kien"));
    });
    group.finish();
}

criterion_group!(benches, save, list);
criterion_main!(benches);
