//! What the proofreader costs: a whole article cold, and one changed paragraph.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]

use std::hint::black_box;

use banthao_core::article::{Block, BlockId, Document, Fields};
use banthao_core::proof::{Cache, Knowledge, proof};
use criterion::{Criterion, criterion_group, criterion_main};

/// The clean prose of the tests again and again, to so many syllables, each paragraph another one.
fn article(syllables: usize) -> Document {
    let prose = include_str!("../src-tauri/core/src/proof/clean.txt");
    let lines: Vec<&str> = prose.lines().filter(|line| !line.starts_with('#')).collect();
    let mut document = Document::empty(BlockId("b".into()));
    let mut count = 0;
    for n in 0.. {
        if count >= syllables {
            break;
        }
        let text = format!("Tin {n}. {} {}", lines[n % lines.len()], lines[(n * 7) % lines.len()]);
        count += text.split_whitespace().count();
        document.blocks.push(Block::paragraph(BlockId(format!("b{n}")), &text));
    }
    document
}

fn reading(criterion: &mut Criterion) {
    let fields = Fields::default();
    let document = article(5_000);
    let mut group = criterion.benchmark_group("proofreading 5,000 syllables");
    group.sample_size(20);
    group.bench_function("cold (to hold: 30 ms)", |bencher| {
        bencher.iter(|| {
            proof(black_box(&document), &fields, &Knowledge::default(), &mut Cache::default())
        });
    });
    group.bench_function("one paragraph changed (to hold: 2 ms)", |bencher| {
        let mut cache = Cache::default();
        let mut changed = document.clone();
        let mut n = 0;
        bencher.iter(|| {
            n += 1;
            *changed.blocks.last_mut().unwrap() =
                Block::paragraph(BlockId("z".into()), &format!("Lần {n}: ông làm viêc tại tỉnh."));
            proof(black_box(&changed), &fields, &Knowledge::default(), &mut cache)
        });
    });
    group.finish();
}

criterion_group!(checks, reading);
criterion_main!(checks);
