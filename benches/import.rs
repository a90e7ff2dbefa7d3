//! What it costs to read a Word document of fifty pages with changes and comments, and to make the
//! article of it; and how many articles of an archive come onto the desk in a second.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]
#![expect(clippy::print_stdout, reason = "a benchmark tells what it found")]

use std::hint::black_box;

use banthao_core::article::BlockId;
use banthao_core::exchange::import::past::PastArticles;
use banthao_core::exchange::import::{read, read_here};
use banthao_core::moment::Moment;
use banthao_core::person::Role;
use banthao_core::store::{Language, PastReport, PastRun, SetUp, Store};
use banthao_core::testing::Dice;
use banthao_core::testing::export::{export, item};
use banthao_core::testing::office::long_docx;
use banthao_core::time::Timestamp;
use criterion::{Criterion, criterion_group, criterion_main};

fn import(c: &mut Criterion) {
    let file = long_docx(50, &mut Dice::new(1)).bytes();
    c.bench_function("read a docx of 50 pages", |b| {
        b.iter(|| black_box(read(black_box(&file), "bai.docx", None, read_here).unwrap()));
    });
    let read = read(&file, "bai.docx", None, read_here).unwrap();
    let labels = read.labels();
    c.bench_function("make an article of it", |b| {
        b.iter(|| {
            let mut count = 0;
            let mut new_id = || {
                count += 1;
                BlockId(format!("n{count}"))
            };
            black_box(read.compose(&labels, &[], &[], &mut new_id).unwrap())
        });
    });
}

/// Articles of the archive: reports of some 400 syllables, each with words of its own.
const ARTICLES: u32 = 3_000;

/// By the processor's time, of user and system, which no other program disturbs.
fn archive(_: &mut Criterion) {
    let words = "hội nghị báo cáo tỉnh xã phường kế hoạch năm đại biểu nhân dân quyết định đường trường học \
        bệnh viện sản xuất đầu tư phát triển kinh tế văn hóa xã hội an ninh đội bóng thời tiết giá vàng lúa";
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut dice = Dice::new(7);
    let mut items = String::new();
    for n in 0..ARTICLES {
        let mut text = String::new();
        for _ in 0..8 {
            let paragraph: Vec<&str> = (0..50).map(|_| *dice.pick(&words)).collect();
            text.push_str(&format!("<p>Ông Nguyễn Văn {n}, {}.</p>", paragraph.join(" ")));
        }
        items.push_str(&item(n + 1, "post", "publish", &format!("Bài số {n}"), &text));
    }
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("export.xml");
    std::fs::write(&path, export(&items)).unwrap();
    let mut n = 0_u64;
    let mut clock = || {
        n += 1;
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&n.to_le_bytes());
        Ok(Moment { now: Timestamp(1_700_000_000_000 + i64::try_from(n).unwrap()), seed })
    };
    let mut store = Store::open(&folder.path().join("store"), "bench").unwrap();
    let answers = SetUp {
        language: Language::Vi,
        name: "Lan".into(),
        pen_name: "Lan".into(),
        role: Role::Editor,
    };
    store.set_up(answers, &clock().unwrap()).unwrap();
    let mut report = PastReport::default();
    let mut articles = PastArticles::open(&path, read_here).unwrap();
    let before = processor();
    let run = PastRun { reason: "x", clock: &mut clock, told: &mut |_, _| true };
    store.take_in_archive(&mut articles, &mut report, run).unwrap();
    let seconds = processor() - before;
    assert_eq!(report.taken, ARTICLES);
    println!(
        "archive: {:.0} articles a second of the processor ({ARTICLES} in {seconds:.2} s, {} near)",
        f64::from(ARTICLES) / seconds,
        report.near
    );
}

/// Seconds that this process has had of the processor; 0 where the system does not say.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect::<Vec<_>>();
    let ticks = |at: usize| fields.get(at).and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

criterion_group!(benches, import, archive);
criterion_main!(benches);
