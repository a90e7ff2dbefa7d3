//! What an export costs: each format of a report with ten photos, and its bundle.
//!
//! The photos go out as they came (a target that prints), so that no picture is made anew: that is
//! measured in `renditions`. Only the words that go along are written into them.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]

use std::collections::BTreeMap;
use std::hint::black_box;

use banthao_core::article::{ArticleId, Block, Document, Fields, Photo, PhotoAttrs, Text};
use banthao_core::compare::{Content, compare};
use banthao_core::exchange::bundle::{Edition, bundle};
use banthao_core::exchange::formats::docx::Review;
use banthao_core::exchange::formats::{Format, one_file};
use banthao_core::exchange::target::{Making, Target, TargetRendition};
use banthao_core::photo::metadata::{Carries, Metadata};
use banthao_core::photo::{PhotoInfo, inspect};
use banthao_core::testing::{Dice, edited};
use banthao_core::time::{Timestamp, ZoneMinutes};
use criterion::{Criterion, criterion_group, criterion_main};
use jpeg_encoder::{ColorType, Encoder};

const PHOTOS: u16 = 10;
/// Syllables of the text: a long report.
const SYLLABLES: usize = 2_000;

struct Article {
    id: ArticleId,
    document: Document,
    fields: Fields,
    photos: BTreeMap<String, (PhotoInfo, Vec<u8>)>,
}

/// A picture of the size that portals ask for, some hundred kilobytes of it.
fn photo(number: u16) -> (String, (PhotoInfo, Vec<u8>)) {
    let (width, height) = (1600_u16, 1067 - number);
    let mut dice = Dice::new(number.into());
    let pixels: Vec<u8> = (0..usize::from(width) * usize::from(height))
        .flat_map(|at| {
            let (x, y) = (at % usize::from(width), at / usize::from(width));
            let grain = (dice.number() % 12) as u8;
            [(x / 8) as u8 / 2 + grain, (y / 5) as u8 / 2 + grain, ((x + y) / 11) as u8 / 2 + grain]
        })
        .collect();
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, 82).encode(&pixels, width, height, ColorType::Rgb).unwrap();
    let seen = inspect(&bytes, "a.jpg").unwrap();
    let hash = blake3::hash(&bytes).to_hex().to_string();
    let info = PhotoInfo {
        hash: hash.clone(),
        file_name: "a.jpg".into(),
        kind: seen.kind,
        bytes: bytes.len() as u64,
        width: seen.width,
        height: seen.height,
        added_at: Timestamp(0),
        metadata: Metadata::default(),
        carries: Carries::default(),
        guessed: false,
        desk: None,
    };
    (hash, (info, bytes))
}

fn article() -> Article {
    let mut dice = Dice::new(11);
    let photos: BTreeMap<_, _> = (0..PHOTOS).map(photo).collect();
    let mut blocks = Vec::new();
    let each = SYLLABLES / photos.len();
    for hash in photos.keys() {
        for _ in 0..each / 100 {
            let text: Vec<String> = (0..5).map(|_| dice.sentence(20)).collect();
            blocks.push(Block::paragraph(dice.id(), &text.join(" ")));
        }
        let attrs = PhotoAttrs {
            id: dice.id(),
            photo: Some(hash.clone()),
            credit: "Quang Huy".into(),
            alt: dice.sentence(12),
            ..PhotoAttrs::default()
        };
        blocks.push(Block::Photo(Photo { attrs, content: Text::runs(&dice.sentence(15)) }));
    }
    let headline = Text::runs(&dice.sentence(12));
    let document = Document { headline, lead: Text::runs(&dice.sentence(40)), blocks };
    let id = ArticleId("k7m2pq9x4aabbccd".into());
    Article { id, document, fields: Fields::default(), photos }
}

fn edition<'a>(article: &'a Article, target: &'a Target) -> Edition<'a> {
    Edition {
        article: &article.id,
        revision: "5f1d7a84db00d2fce00b31a7fc73224d5f1d7a84db00d2fce00b31a7fc73224d",
        document: &article.document,
        fields: &article.fields,
        newsroom: "Báo Thượng Vạn",
        zone: ZoneMinutes::default(),
        approved: true,
        dated: Timestamp(1_590_244_200_000),
        created_at: Timestamp(1_590_221_000_000),
        version: 3,
        target,
        photos: article.photos.clone(),
        review: None,
    }
}

fn exports(criterion: &mut Criterion) {
    let article = article();
    let as_it_came = TargetRendition { name: "in".into(), made: Making::Print };
    let target =
        Target { name: "Báo in".into(), renditions: vec![as_it_came], ..Target::standard() };
    let edition = edition(&article, &target);
    let mut group = criterion.benchmark_group("export");
    group.sample_size(20);
    for format in Format::ALL {
        group.bench_function(format!("{format:?}"), |bench| {
            bench.iter(|| black_box(one_file(&edition, format).unwrap()));
        });
    }
    group.bench_function("bundle", |bench| {
        bench.iter(|| black_box(bundle(&edition).unwrap()));
    });

    // The words alone: what of a page and its data is not the pictures.
    let mut words = article.document.clone();
    words.blocks.retain(|block| !matches!(block, Block::Photo(_)));
    let bare = Article {
        id: article.id.clone(),
        document: words,
        fields: article.fields.clone(),
        photos: BTreeMap::new(),
    };
    let standard = Target::standard();
    for format in [Format::Html, Format::Ninjs] {
        group.bench_function(format!("{format:?} without photos"), |bench| {
            let edition = self::edition(&bare, &standard);
            bench.iter(|| black_box(one_file(&edition, format).unwrap()));
        });
    }

    // As after a day of work on it.
    let new = Content { document: article.document.clone(), fields: article.fields.clone() };
    let mut dice = Dice::new(5);
    let edits: Vec<u64> = (0..40).map(|_| dice.number()).collect();
    let base = edited(&new, &edits);
    let changes = compare(&base, &new).into_changes();
    let review = Review { base: Some(base), changes, threads: Vec::new() };
    let edition = Edition { review: Some(&review), ..edition };
    group.bench_function("DocxReview, 40 edits", |bench| {
        bench.iter(|| black_box(one_file(&edition, Format::DocxReview).unwrap()));
    });
    group.finish();
}

criterion_group!(benches, exports);
criterion_main!(benches);
