//! What a comparison of two texts costs, beside a plain difference of their words; and a merge of
//! three, as so many comparisons.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]
#![expect(clippy::print_stdout, reason = "a benchmark tells what it found")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use banthao_core::article::{Block, Document, Fields, Text, plain_text};
use banthao_core::compare::{Content, compare};
use banthao_core::merge::{Side, merge};
use banthao_core::testing::{Dice, edited};
use banthao_core::time::Timestamp;
use criterion::{Criterion, criterion_group, criterion_main};

/// An article of so many syllables, in paragraphs of about a hundred.
fn article(dice: &mut Dice, syllables: usize) -> Content {
    let blocks = (0..syllables / 100).map(|_| {
        let text: Vec<String> = (0..5).map(|_| dice.sentence(20)).collect();
        Block::paragraph(dice.id(), &text.join(" "))
    });
    let document = Document {
        blocks: blocks.collect(),
        headline: Text::runs("Tin"),
        lead: Text::runs("Sapo."),
    };
    Content { document, fields: Fields::default() }
}

/// The fastest of so many runs: what the machine does besides only ever adds.
fn fastest(runs: usize, mut work: impl FnMut()) -> Duration {
    let one = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..runs).map(one).min().unwrap()
}

/// Yardstick for a comparison: the shortest script from the words of one to those of the other. It
/// knows nothing of blocks, moves, marks or fields, and gives no change that could be undone.
fn words_only(old: &str, new: &str) -> usize {
    let mut words = imara_diff::Interner::new(old.len() / 4);
    let [before, after] = [old, new].map(|text| {
        let cut = text.split_inclusive(char::is_whitespace);
        cut.map(|word| words.intern(word)).collect::<Vec<_>>()
    });
    let mut diff = imara_diff::Diff::default();
    diff.compute_with(imara_diff::Algorithm::Myers, &before, &after, words.num_tokens());
    diff.hunks().count()
}

fn ratio(criterion: &mut Criterion) {
    for (syllables, most) in [(5_000, 10), (20_000, 60)] {
        let mut dice = Dice::new(7);
        let base = article(&mut dice, syllables);
        // As after a day: an edit for every hundred syllables on either side.
        let edits =
            |dice: &mut Dice| (0..syllables / 100).map(|_| dice.number()).collect::<Vec<_>>();
        let [a, b] = [edited(&base, &edits(&mut dice)), edited(&base, &edits(&mut dice))];
        let side = |content, at: i64| Side {
            content,
            author: at.to_string(),
            at: Timestamp(at),
            key: at.to_string(),
        };
        let [a, b] = [side(&a, 1), side(&b, 2)];
        let questions = merge(&base, &a, &b).unwrap().questions.len();

        let texts = [&base, a.content].map(|content| plain_text(&content.document));

        let mut group = criterion.benchmark_group(format!("{syllables} syllables"));
        group.sample_size(20);
        group.bench_function("yardstick: words only", |bencher| {
            bencher.iter(|| words_only(black_box(&texts[0]), black_box(&texts[1])));
        });
        group.bench_function("one comparison", |bencher| {
            bencher.iter(|| compare(black_box(&base), black_box(a.content)));
        });
        group.bench_function("merge", |bencher| {
            bencher.iter(|| merge(black_box(&base), black_box(&a), black_box(&b)).unwrap());
        });
        group.finish();

        let comparison = fastest(30, || drop(compare(black_box(&base), black_box(a.content))));
        let merging = fastest(30, || drop(merge(&base, black_box(&a), black_box(&b)).unwrap()));
        let yardstick = fastest(30, || {
            black_box(words_only(black_box(&texts[0]), black_box(&texts[1])));
        });
        let ratio = merging.as_secs_f64() / comparison.as_secs_f64();
        println!(
            "{syllables} syllables: a comparison takes {comparison:.1?}, {:.1} times a plain \
             difference of the words ({yardstick:.1?}); to hold: {most} ms",
            comparison.as_secs_f64() / yardstick.as_secs_f64(),
        );
        println!(
            "{syllables} syllables: a merge of two sides with {} edits each ({questions} questions) \
             takes {merging:.1?}, {ratio:.2} times one comparison ({comparison:.1?}); to hold: 3\n",
            syllables / 100,
        );
    }
}

criterion_group!(merging, ratio);
criterion_main!(merging);
