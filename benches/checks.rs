//! What the proofreader costs: a whole article cold, and one changed paragraph.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]

use std::hint::black_box;
use std::sync::Arc;

use banthao_core::article::{ArticleId, Block, BlockId, Document, Fields};
use banthao_core::proof::{
    Cache, Directory, Find, HouseRule, HouseRuleId, HouseRules, Knowledge, NameEntry, NameKind,
    NameTitle, Occasion, RuleState, Severity, TriedArticle, Trying, built_in_names, proof,
    proof_on,
};
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

/// Five thousand people with three titles each, and the provinces.
fn directory() -> Directory {
    let surnames = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ"];
    let middles = ["Văn", "Thị", "Quang", "Minh", "Thanh", "Xuân", "Đức", "Hữu", "Ngọc", "Quốc"];
    let given = ["An", "Bình", "Chính", "Dũng", "Giang", "Hải", "Hòa", "Hùng", "Khánh", "Lan"];
    let last = ["Anh", "Sơn", "Hà", "Phúc", "Tùng"];
    let people = (0..5_000_usize).map(|n| {
        let name = format!(
            "{} {} {} {}",
            surnames[n % 10],
            middles[n / 10 % 10],
            given[n / 100 % 10],
            last[n / 1_000]
        );
        let title = |title: &str, from: &str, to: Option<&str>| NameTitle {
            title: title.to_owned(),
            from: Some(from.to_owned()),
            to: to.map(str::to_owned),
        };
        let titles = vec![
            title("Bí thư Tỉnh ủy", "2015-01-01", Some("2020-05-15")),
            title("Chủ tịch UBND tỉnh Thái Nguyên", "2020-05-16", Some("2024-12-31")),
            title("Thứ trưởng Bộ Công an", "2025-01-01", None),
        ];
        NameEntry { titles, ..NameEntry::new(NameKind::Person, &name) }
    });
    Directory::of(people.chain(built_in_names().iter().cloned()).collect(), [])
}

/// An article about people: one in each sentence, some of them nearly known.
fn people(syllables: usize) -> Document {
    let mut document = article(syllables);
    for (n, block) in document.blocks.iter_mut().enumerate() {
        let name = ["Nguyễn Văn An Anh", "Trần Thị Binh Anh", "Lê Quang Chính Sơn"][n % 3];
        let text = format!(
            "Tin {n}. Bí thư Tỉnh ủy {name} về tỉnh Bắc Kạn cùng ông Lê Hữu Tám và bà Vũ Thị Thủy, \
             Chủ tịch UBND xã, để nghe ý kiến của bà con về đường sá và trường lớp trong năm nay."
        );
        *block = Block::paragraph(BlockId(format!("b{n}")), &text);
    }
    document
}

fn reading(criterion: &mut Criterion) {
    let fields = Fields::default();
    let document = article(5_000);
    let knowledge = Knowledge { directory: Arc::new(self::directory()), ..Knowledge::default() };
    let mut group = criterion.benchmark_group("proofreading 5,000 syllables");
    group.sample_size(20);
    group.bench_function("cold (to hold: 30 ms)", |bencher| {
        bencher.iter(|| proof(black_box(&document), &fields, &knowledge, &mut Cache::default()));
    });
    let named = people(5_000);
    group.bench_function("cold, three people in each paragraph", |bencher| {
        bencher.iter(|| proof(black_box(&named), &fields, &knowledge, &mut Cache::default()));
    });
    group.bench_function("compiling a directory of 5,000 people", |bencher| {
        bencher.iter(self::directory);
    });
    group.bench_function("one paragraph changed (to hold: 2 ms)", |bencher| {
        let mut cache = Cache::default();
        let mut changed = document.clone();
        let mut n = 0;
        bencher.iter(|| {
            n += 1;
            *changed.blocks.last_mut().unwrap() =
                Block::paragraph(BlockId("z".into()), &format!("Lần {n}: ông làm viêc tại tỉnh."));
            proof(black_box(&changed), &fields, &knowledge, &mut cache)
        });
    });
    group.finish();
}

/// As many live rules as a large house may have: half of them words, half patterns of the kinds that
/// people write, made of the prose itself, so that they nearly find something everywhere.
fn rules(count: usize) -> Vec<HouseRule> {
    let prose = include_str!("../src-tauri/core/src/proof/clean.txt");
    let lines = prose.lines().filter(|line| !line.starts_with('#'));
    let syllables: Vec<&str> = lines
        .flat_map(|line| line.split(|c: char| !c.is_alphabetic()))
        .filter(|word| word.chars().count() > 1)
        .collect();
    let word = |n: usize| syllables[(n * 31) % syllables.len()];
    let find = |n: usize| {
        let (a, b, c) = (word(n), word(n + 7), word(n + 13));
        let pattern = match n % 10 {
            0 => format!(r"\b{a} {b}\b"),
            2 => format!(r"\b(?:{a}|{b}|{c}) {a}\b"),
            4 => format!(r"\d+ ?{a} {b}"),
            6 => format!(r"{a}\s+(\w+)\s+{b}"),
            8 => format!(r"[A-ZĐ]\w+ {a} {b}"),
            _ => {
                let words = (0..4).map(|k| format!("{} {}", word(n + k), word(n + 3 * k + 1)));
                return Find::Words { words: words.collect(), match_case: false };
            }
        };
        Find::Pattern { pattern, match_case: n.is_multiple_of(20) }
    };
    let rule = |n: usize| HouseRule {
        id: HouseRuleId(format!("rule{n}")),
        name: format!("Quy tắc {n}"),
        state: RuleState::Live,
        severity: Severity::Warning,
        find: find(n),
        except: vec![],
        scopes: vec![],
        in_quotes: false,
        message: "Xem lại.".into(),
        fixes: vec!["$0".into()],
        source: "Sổ tay".into(),
        valid_from: None,
        valid_to: None,
        matches: vec![],
        matches_not: vec![],
    };
    (0..count).map(rule).collect()
}

fn by_house(criterion: &mut Criterion) {
    let fields = Fields::default();
    let document = article(5_000);
    let rules = rules(500);
    let occasion = Occasion { today: "2026-11-27".into(), ..Occasion::default() };
    let mut group = criterion.benchmark_group("5,000 syllables by 500 rules of the house");
    group.sample_size(20);
    group.bench_function("making the rules ready, once", |bencher| {
        bencher.iter(|| HouseRules::of(black_box(&rules)).unwrap());
    });
    let knowledge = Knowledge { rules: HouseRules::of(&rules).unwrap(), ..Knowledge::default() };
    group.bench_function("cold (to hold: 30 ms)", |bencher| {
        bencher.iter(|| {
            let cache = &mut Cache::default();
            proof_on(&occasion, black_box(&document), &fields, &knowledge, cache)
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
            proof_on(&occasion, black_box(&changed), &fields, &knowledge, &mut cache)
        });
    });
    group.finish();
}

/// What somebody waits for who types a rule, less the reading of the articles from the disk.
fn trials(criterion: &mut Criterion) {
    let tried = |n: usize| TriedArticle {
        id: ArticleId(format!("a{n}")),
        document: article(500),
        fields: Fields::default(),
    };
    let articles: Vec<TriedArticle> = (0..500).map(tried).collect();
    let occasion = Occasion { today: "2026-11-27".into(), ..Occasion::default() };
    let mut group = criterion.benchmark_group("a trial on 500 articles of 500 syllables");
    group.sample_size(10);
    for (name, n) in [("words", 1), ("a pattern", 2)] {
        let rule = rules(3).swap_remove(n);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut trying = Trying::new(rule.clone()).unwrap();
                trying.take(black_box(&articles), &occasion);
                trying.done()
            });
        });
    }
    group.finish();
}

criterion_group!(checks, reading, by_house, trials);
criterion_main!(checks);
