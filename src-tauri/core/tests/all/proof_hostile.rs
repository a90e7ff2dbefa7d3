//! Text that nobody wrote for readers, and how long the proofreader takes over it.

use std::time::{Duration, Instant};

use banthao_core::article::{Block, BlockId, Document, Fields};
use banthao_core::language::normal::nfc;
use banthao_core::proof::{
    Cache, Directory, Find, HouseRules, IyStyle, Knowledge, proof, starter_rules,
};

/// A build without optimisation takes many times as long, and what takes the square of a text shows
/// in an eighth of it, too.
const LESS: usize = if cfg!(debug_assertions) { 8 } else { 1 };
/// What is not linear takes minutes; the machine may be busy.
const LIMIT: Duration = Duration::from_secs(20);

#[test]
fn hostile_text_is_read_in_time_and_without_a_panic() {
    let many = |part: &str, times: usize| part.repeat(times / LESS);
    let marks = format!("a{}", "\u{301}".repeat(10_000));
    let texts = [
        "a".repeat(1 << 20),
        many("ệ", 1 << 19),
        many("Aa", 1 << 19),
        marks,
        many("1/", 200_000),
        many("1/2 ", 100_000),
        many("1/2 còn ", 50_000),
        many("1.", 300_000),
        many("((((“", 100_000),
        many("viêc ", 50_000),
        many("của ", 100_000),
        many("a-b ", 100_000),
        many("x@y ", 50_000),
        many("\"1\" ", 50_000),
        many("Привет việc 你好 \u{202e}gnourt\u{202c} العربية ", 5_000),
        many(",", 300_000),
        many("a,", 200_000),
        many("thứ hai, ", 50_000) + "23/5/2020",
        many("ngày ngày 3/4/2020 ", 20_000),
        many("Nguyễn Văn An ", 50_000),
        many("Nguyễn ", 100_000),
        many("ông Nguyễn Văn An, Bí thư, ", 20_000),
        many("tỉnh Bắc Kạn ", 50_000),
        many("616 đại biểu ", 20_000) + "661 đại biểu",
        many("5 xã gồm 2 xã và ", 30_000),
        many("trong đó 1 (2 3 4 ", 30_000),
        many("kĩ lí mĩ ", 50_000),
        many("the zqxv's o’clock of it’s and-and ", 10_000),
    ];
    for (text, language) in texts.iter().flat_map(|text| [(text, "vi"), (text, "en")]) {
        let start = Instant::now();
        let paragraph = Block::paragraph(BlockId("a".into()), &nfc(text));
        let mut document = Document::empty(BlockId("a".into()));
        document.blocks = vec![paragraph];
        let (directory, iy) = (Directory::standard(), IyStyle::Y);
        let knowledge = Knowledge { directory, iy, ..Knowledge::default() };
        let fields = Fields { language: language.into(), ..Fields::default() };
        let found = proof(&document, &fields, &knowledge, &mut Cache::default());
        let took = start.elapsed();
        assert!(found.len() <= 1_000, "{} findings", found.len());
        let shown: String = text.chars().take(12).collect();
        assert!(took < LIMIT, "{shown} in {language}: {took:?}");
    }
}

/// What would take other engines the age of the world, and what takes the square of a line.
#[test]
fn evil_patterns_of_a_house_are_read_in_linear_time() {
    let mut document = Document::empty(BlockId("a".into()));
    document.blocks = vec![Block::paragraph(BlockId("a".into()), &"a".repeat(200_000))];
    for pattern in [r"(a+)+$", r"(a|a)*b", r"(.*a){20}", r".*[^a]|a", r"\w+\s?\w+!"] {
        let mut rule = starter_rules().rules.remove(0);
        rule.find = Find::Pattern { pattern: pattern.into(), match_case: false };
        rule.fixes.clear();
        // One of them is too large: then it is refused, which is in time, too.
        let Ok(rules) = HouseRules::of(&[rule]) else { continue };
        let knowledge = Knowledge { rules, ..Knowledge::default() };
        let start = Instant::now();
        let found = proof(&document, &Fields::default(), &knowledge, &mut Cache::default());
        assert!(found.len() <= 200, "{pattern}: {} findings", found.len());
        assert!(start.elapsed() < LIMIT, "{pattern}: {:?}", start.elapsed());
    }
}
