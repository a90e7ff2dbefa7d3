//! How long a PDF takes once its photos are rendered: the sample report with its two photos, a long
//! article of four pages with ten photos, and a letterhead around both.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]

use std::collections::BTreeMap;
use std::hint::black_box;

use banthao_core::article::{ArticleId, Block, Document};
use banthao_core::exchange::letterhead::Letterhead;
use banthao_core::exchange::pdf::{Paper, pdf};
use banthao_core::exchange::sample::sample;
use banthao_core::exchange::sheet::picture_key;
use banthao_core::photo::{Edits, Rendition, render};
use banthao_core::testing::{Dice, report};
use banthao_core::time::{Timestamp, ZoneMinutes};
use criterion::{Criterion, criterion_group, criterion_main};

const REVISION: &str = "c0ffee84db00d2fce00b31a7fc73224d5f1d7a84db00d2fce00b31a7fc73224d";

fn papers(criterion: &mut Criterion) {
    let mut content = report(&mut Dice::new(1));
    let sample = sample();
    let mut pictures = BTreeMap::new();
    for (block, photo) in content.document.photos_mut().zip(&sample.photos) {
        block.attrs.photo = Some(blake3::hash(photo.bytes).to_hex().to_string());
        let picture = render(photo.bytes, &Rendition::Web.wanted(), &Edits::default()).unwrap();
        pictures.insert(picture_key(block).unwrap(), picture);
    }
    // Every photo another file, so that none is written once for all.
    let mut long: Document = content.document.clone();
    for copy in 0..4 {
        for block in &content.document.blocks {
            let mut block = block.clone();
            if let Block::Photo(photo) = &mut block {
                let mut picture = pictures[&picture_key(photo).unwrap()].clone();
                picture.push(copy);
                photo.attrs.photo = Some(blake3::hash(&picture).to_hex().to_string());
                pictures.insert(picture_key(photo).unwrap(), picture);
            }
            long.blocks.push(block);
        }
    }
    let letterhead = Letterhead {
        office: "BÁO ĐIỆN TỬ SÔNG VÂN".into(),
        second_line: "Cơ quan của Đảng bộ tỉnh".into(),
        place: "Đồng Hỷ".into(),
        footer: "Số 1, đường Hoa Phượng".into(),
        logo: None,
    };
    let id = ArticleId("bai-1".into());
    let paper = |document| Paper {
        article: &id,
        revision: REVISION,
        document,
        fields: &content.fields,
        newsroom: "Báo Sông Vân",
        zone: ZoneMinutes::default(),
        approved: true,
        dated: Timestamp(1_590_222_600_000),
        letterhead: &letterhead,
        logo: None,
        pictures: &pictures,
    };
    let mut group = criterion.benchmark_group("pdf");
    group.bench_function("sample, 2 photos", |bencher| {
        bencher.iter(|| black_box(pdf(&paper(&content.document)).unwrap()));
    });
    group.bench_function("long, 10 photos", |bencher| {
        bencher.iter(|| black_box(pdf(&paper(&long)).unwrap()));
    });
    group.finish();
}

criterion_group!(benches, papers);
criterion_main!(benches);
