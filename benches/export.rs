//! What an export costs: each format of a report with ten photos, and its bundle.
//!
//! The photos go out as they came (a target that prints), so that no picture is made anew: that is
//! measured in `renditions`. Only the words that go along are written into them.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]
#![expect(clippy::print_stdout, reason = "what is compared with others is told here")]

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use banthao_core::article::{ArticleId, Block, Document, Fields, Photo, PhotoAttrs, Text};
use banthao_core::compare::{Content, compare};
use banthao_core::exchange::bundle::{Edition, bundle};
use banthao_core::exchange::formats::docx::Review;
use banthao_core::exchange::formats::{Format, one_file};
use banthao_core::exchange::letterhead::Letterhead;
use banthao_core::exchange::pdf::{Paper, pdf};
use banthao_core::exchange::sheet::picture_key;
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

/// The same article by others in the same run: pandoc makes a Word file of its page, LibreOffice a PDF
/// of its Word file. Theirs are processes, ours are calls: so each is also asked for an article of one
/// word, which is what its start costs, and told without that.
fn others(_: &mut Criterion) {
    // Who asks for one figure by its name does not wait for these.
    if std::env::args().skip(1).any(|argument| !argument.starts_with('-') && argument != "others") {
        return;
    }
    let article = article();
    let target = Target {
        renditions: vec![TargetRendition { name: "in".into(), made: Making::Print }],
        ..Target::standard()
    };
    let edition = edition(&article, &target);
    let word = one_file(&edition, Format::Docx).unwrap();
    let letterhead = Letterhead::default();
    let keys = article.document.photos().map(|photo| (photo, picture_key(photo).unwrap()));
    let pictures = keys.map(|(photo, key)| {
        let hash = photo.attrs.photo.as_ref().unwrap();
        (key, article.photos[hash].1.clone())
    });
    let pictures: BTreeMap<_, _> = pictures.collect();
    let paper = Paper {
        article: edition.article,
        revision: edition.revision,
        document: edition.document,
        fields: edition.fields,
        newsroom: edition.newsroom,
        zone: edition.zone,
        approved: true,
        dated: edition.dated,
        letterhead: &letterhead,
        logo: None,
        pictures: &pictures,
    };
    let ours = [
        median(20, || drop(black_box(one_file(&edition, Format::Docx).unwrap()))),
        median(20, || drop(black_box(pdf(&paper).unwrap()))),
    ];

    let folder = std::env::temp_dir().join(format!("banthao-bench-{}", std::process::id()));
    for (path, bytes) in bundle(&edition).unwrap().files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::write(folder.join("article.docx"), &word.bytes).unwrap();
    let one_word = Document { headline: Text::runs("Tin"), lead: Vec::new(), blocks: Vec::new() };
    let edition = Edition { document: &one_word, photos: BTreeMap::new(), ..edition };
    fs::write(folder.join("word.docx"), &one_file(&edition, Format::Docx).unwrap().bytes).unwrap();
    fs::write(folder.join("word.html"), "<p>Tin</p>").unwrap();
    fs::create_dir(folder.join("made")).unwrap();

    let pandoc = |name: &str| {
        let mut pandoc = Command::new("pandoc");
        pandoc.args(["-f", "html", "-t", "docx", "-o", "made/article.docx", name]);
        pandoc
    };
    let office = |name: &str| {
        let mut office = Command::new("soffice");
        // A profile of its own: one that somebody works with would be asked instead.
        office.arg(format!("-env:UserInstallation=file://{}/profile", folder.display()));
        office.args(["--headless", "--convert-to", "pdf", "--outdir", "made", name]);
        office
    };
    println!();
    compare_with("DOCX, pandoc", ours[0], &folder, [pandoc("article.html"), pandoc("word.html")]);
    compare_with(
        "PDF, LibreOffice",
        ours[1],
        &folder,
        [office("article.docx"), office("word.docx")],
    );
    fs::remove_dir_all(folder).unwrap();
}

fn compare_with(what: &str, ours: Duration, folder: &Path, [mut whole, mut start]: [Command; 2]) {
    let run = |command: &mut Command| {
        let command = command.current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    // The first run makes a profile and reads the disk.
    if !run(&mut whole) || !run(&mut start) {
        println!("{what}: skipped, the program is not there or fails");
        return;
    }
    let whole = median(5, || assert!(run(&mut whole)));
    let start = median(5, || assert!(run(&mut start)));
    let times = |theirs: Duration| theirs.as_secs_f64() / ours.as_secs_f64();
    println!(
        "{what}: ours {ours:.1?}; theirs {whole:.0?}, {:.0} times ours; {:.0?} without the start, {:.1} times ours",
        times(whole),
        whole.saturating_sub(start),
        times(whole.saturating_sub(start)),
    );
}

fn median(runs: usize, mut run: impl FnMut()) -> Duration {
    let mut all: Vec<Duration> = (0..runs)
        .map(|_| {
            let began = Instant::now();
            run();
            began.elapsed()
        })
        .collect();
    all.sort_unstable();
    all[runs / 2]
}

criterion_group!(benches, exports, others);
criterion_main!(benches);
