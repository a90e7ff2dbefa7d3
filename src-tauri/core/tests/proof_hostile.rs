//! Text that nobody wrote for readers, and how long the proofreader takes over it.

use std::time::{Duration, Instant};

use banthao_core::article::{Block, BlockId, Document, Fields};
use banthao_core::language::normal::nfc;
use banthao_core::proof::{Cache, Knowledge, proof};

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
    ];
    for text in texts {
        let start = Instant::now();
        let paragraph = Block::paragraph(BlockId("a".into()), &nfc(&text));
        let mut document = Document::empty(BlockId("a".into()));
        document.blocks = vec![paragraph];
        let found =
            proof(&document, &Fields::default(), &Knowledge::default(), &mut Cache::default());
        let took = start.elapsed();
        assert!(found.len() <= 1_000, "{} findings", found.len());
        // A debug build on a busy machine; what is not linear takes minutes.
        let shown: String = text.chars().take(12).collect();
        assert!(took < Duration::from_secs(20), "{shown}: {took:?}");
    }
}
