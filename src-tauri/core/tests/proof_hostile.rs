//! Text that nobody wrote for readers, and how long the proofreader takes over it.

use std::time::{Duration, Instant};

use banthao_core::article::{Block, BlockId, Document, Fields};
use banthao_core::language::normal::nfc;
use banthao_core::proof::{
    Cache, Directory, Find, HouseRules, IyStyle, Knowledge, proof, starter_rules,
};

#[test]
fn hostile_text_is_read_in_time_and_without_a_panic() {
    let marks = format!("a{}", "\u{301}".repeat(10_000));
    let texts = [
        "a".repeat(1 << 20),
        "ệ".repeat(1 << 19),
        "Aa".repeat(1 << 19),
        marks,
        "1/".repeat(200_000),
        "1/2 ".repeat(100_000),
        "1/2 còn ".repeat(50_000),
        "1.".repeat(300_000),
        "((((“".repeat(100_000),
        "viêc ".repeat(50_000),
        "của ".repeat(100_000),
        "a-b ".repeat(100_000),
        "x@y ".repeat(50_000),
        "\"1\" ".repeat(50_000),
        "Привет việc 你好 \u{202e}gnourt\u{202c} العربية ".repeat(5_000),
        ",".repeat(300_000),
        "a,".repeat(200_000),
        "thứ hai, ".repeat(50_000) + "23/5/2020",
        "ngày ngày 3/4/2020 ".repeat(20_000),
        "Nguyễn Văn An ".repeat(50_000),
        "Nguyễn ".repeat(100_000),
        "ông Nguyễn Văn An, Bí thư, ".repeat(20_000),
        "tỉnh Bắc Kạn ".repeat(50_000),
        "616 đại biểu ".repeat(20_000) + "661 đại biểu",
        "5 xã gồm 2 xã và ".repeat(30_000),
        "trong đó 1 (2 3 4 ".repeat(30_000),
        "kĩ lí mĩ ".repeat(50_000),
        "the zqxv's o’clock of it’s and-and ".repeat(10_000),
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
        // A debug build on a busy machine; what is not linear takes minutes.
        let shown: String = text.chars().take(12).collect();
        assert!(took < Duration::from_secs(60), "{shown} in {language}: {took:?}");
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
        assert!(start.elapsed() < Duration::from_secs(60), "{pattern}: {:?}", start.elapsed());
    }
}
