//! How long a search takes, over made-up articles of 500 syllables: the question asked of the
//! index, and the passages of twenty hits. By the clock on the wall: the system tells a thread's own time
//! in steps of 4 ms only.
//!
//! `BANTHAO_ARTICLES=1000000 cargo bench --package banthao-core --bench search` measures a large archive;
//! the index of each size is kept below `target/tmp` and made once.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]
#![expect(clippy::print_stdout, reason = "a benchmark tells what it found")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use banthao_core::article::ArticleId;
use banthao_core::made_up::Prose;
use banthao_core::search::{Entry, Index, Page, Query, SearchOrder, Span, passage};
use banthao_core::time::Timestamp;

/// Syllables of an article.
const SYLLABLES: u32 = 500;
const HEADLINE: u32 = 12;
const LEAD: u32 = 30;
/// Two hours apart.
const APART_MS: i64 = 2 * 3_600_000;
/// A screenful of hits.
const SCREEN: Page = Page { offset: 0, limit: 20 };
/// Questions of each class.
const QUESTIONS: u64 = 120;

fn main() {
    let articles: u64 =
        std::env::var("BANTHAO_ARTICLES").map_or(100_000, |number| number.parse().unwrap());
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("search-{articles}"));
    std::fs::create_dir_all(&folder).unwrap();
    let mut index = Index::open(&folder).unwrap();
    fill(&mut index, articles);
    let bytes = std::fs::metadata(folder.join("search.db")).unwrap().len();
    println!("{articles} articles of {SYLLABLES} syllables, index {} MB", bytes / 1_000_000);
    println!("{:<42} {:>8} {:>8} {:>8}", "", "p50 ms", "p95 ms", "hits");
    for (name, words, quoted, accents, content) in [
        ("1 syllable", 1, false, true, true),
        ("1 syllable, accent-blind", 1, false, false, true),
        ("2 syllables", 2, false, true, true),
        ("2 syllables, accent-blind", 2, false, false, true),
        ("2-syllable phrase", 2, true, true, true),
        ("2-syllable phrase, accent-blind", 2, true, false, true),
        ("3 syllables", 3, false, true, true),
        ("3 syllables, accent-blind", 3, false, false, true),
        ("3-syllable phrase", 3, true, true, true),
        ("3-syllable phrase, accent-blind", 3, true, false, true),
        ("any words, 1 syllable, accent-blind", 1, false, false, false),
        ("any words, 2-syllable phrase, accent-blind", 2, true, false, false),
        ("any words, 3-syllable phrase, accent-blind", 3, true, false, false),
        ("beginning of 3 letters", 0, false, false, true),
    ] {
        let questions: Vec<String> = (0..QUESTIONS)
            .map(|n| question(n, words, quoted, accents, content, articles))
            .collect();
        for order in [SearchOrder::Newest, SearchOrder::Nearest] {
            let (mut times, mut hits) = (Vec::new(), 0);
            for question in &questions {
                let start = Instant::now();
                let query = Query::read(question);
                let found = index.find(&query, &[], Span::default(), order, SCREEN).unwrap();
                let asked = start.elapsed();
                // The passages of a screenful.
                let texts: Vec<_> = found
                    .hits
                    .iter()
                    .map(|hit| (hit.tier, article(hit.article.0.parse().unwrap())))
                    .collect();
                let start = Instant::now();
                for (tier, text) in &texts {
                    std::hint::black_box(passage(&query, *tier, text, 32));
                }
                times.push(asked + start.elapsed());
                hits += found.total;
            }
            tell(&format!("{name}, {order:?}"), times, hits / questions.len());
        }
    }
    insert(&mut index, articles);
}

/// One article more, as after each change of one.
fn insert(index: &mut Index, articles: u64) {
    let mut times = Vec::new();
    for n in 0..200 {
        let entry = entry(articles + n);
        let start = Instant::now();
        index.put(&[entry], 0).unwrap();
        times.push(start.elapsed());
    }
    tell("one article taken in, in its transaction", times, 1);
}

fn tell(name: &str, mut times: Vec<Duration>, hits: usize) {
    times.sort_unstable();
    let at = |part: usize| times[(times.len() - 1) * part / 100].as_secs_f64() * 1_000.0;
    println!("{name:<52} {:>8.2} {:>8.2} {hits:>8}", at(50), at(95));
}

fn fill(index: &mut Index, articles: u64) {
    let have = u64::from(index.len().unwrap());
    if have >= articles {
        return;
    }
    let start = Instant::now();
    for from in (have..articles).step_by(2_000) {
        let batch: Vec<Entry> = (from..articles.min(from + 2_000)).map(entry).collect();
        index.put(&batch, 1).unwrap();
    }
    println!("made in {:.0} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    index.tidy().unwrap();
    println!("put together in {:.0} s", start.elapsed().as_secs_f64());
}

fn article(n: u64) -> String {
    Prose::new(n).paragraph(SYLLABLES)
}

fn entry(n: u64) -> Entry {
    let mut parts: [String; 7] = Default::default();
    let mut prose = Prose::new(n ^ 0xABCD_EF00);
    parts[0] = prose.sentence(HEADLINE);
    parts[1] = prose.sentence(LEAD);
    parts[2] = article(n);
    Entry {
        article: ArticleId(n.to_string()),
        at: Timestamp(i64::try_from(n).unwrap() * APART_MS),
        parts,
        facets: vec!["xqapproved".to_owned()],
        names: Vec::new(),
    }
}

/// Words that stand in some article, one after another; `content` words are none of the hundred
/// commonest. Without words, the beginning of one.
fn question(
    n: u64,
    words: usize,
    quoted: bool,
    accents: bool,
    content: bool,
    articles: u64,
) -> String {
    let common: Vec<String> = banthao_core::made_up::commonest(100);
    let mut prose = Prose::new(n);
    loop {
        let text = article(prose.below(articles)).to_lowercase().replace('.', "");
        let all: Vec<&str> = text.split(' ').collect();
        let from = prose.below((all.len() - words.max(1)) as u64) as usize;
        let chosen = &all[from..from + words.max(1)];
        if content && chosen.iter().any(|word| common.iter().any(|it| it == word)) {
            continue;
        }
        let chosen = chosen.join(" ");
        let chosen = if accents { chosen } else { banthao_core::language::fold::fold(&chosen) };
        if words == 0 {
            let begin: String = chosen.chars().take(3).collect();
            if begin.chars().count() < 3 {
                continue;
            }
            return begin;
        }
        return if quoted { format!("\"{chosen}\"") } else { format!("{chosen} ") };
    }
}
