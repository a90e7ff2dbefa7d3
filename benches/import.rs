//! What it costs to read a Word document of fifty pages with changes and comments, and to make the
//! article of it.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]

use std::hint::black_box;

use banthao_core::article::BlockId;
use banthao_core::exchange::import::read;
use banthao_core::testing::Dice;
use banthao_core::testing::office::long_docx;
use criterion::{Criterion, criterion_group, criterion_main};

fn import(c: &mut Criterion) {
    let file = long_docx(50, &mut Dice::new(1)).bytes();
    c.bench_function("read a docx of 50 pages", |b| {
        b.iter(|| black_box(read(black_box(&file), "bai.docx", None).unwrap()));
    });
    let read = read(&file, "bai.docx", None).unwrap();
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

criterion_group!(benches, import);
criterion_main!(benches);
