//! What the proofreader finds and what it cries wolf over, on Vietnamese prose that nobody wrote for
//! it, with and without an archive, beside a dictionary (`hunspell-vi` through spellbook).
//!
//! `cargo xtask bench checks` fetches the prose and writes the tables into docs/checks.md.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]
#![expect(clippy::print_stdout, reason = "a benchmark tells what it found")]

mod more;
mod slips;
mod text;

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use banthao_core::article::{Block, BlockId, Document, Fields};
use banthao_core::proof::{
    Cache, Finding, Knowledge, PairCounts, Pairs, Severity, is_syllable, pairs_in, proof,
};
use slips::{Chance, Slip, slipped};
use text::Page;

/// Slips of each kind that are made.
const SLIPS: usize = 1_000;

fn main() {
    let Some(folder) = std::env::var_os("BANTHAO_PROSE") else {
        println!("skipped: cargo xtask bench checks fetches the prose that this reads");
        return;
    };
    let folder = Path::new(&folder);
    let pages = text::pages(folder);
    // Eight parts in ten are the archive. Weights were tried on one (BANTHAO_TRY), and what is
    // reported is found in another, which they were not tried on.
    let part = |page: &Page| {
        let bytes = page.name.bytes();
        bytes.fold(7_u32, |sum, b| sum.wrapping_mul(31).wrapping_add(u32::from(b))) % 10
    };
    let tried = std::env::var_os("BANTHAO_TRY").is_some();
    let (wanted, other) = if tried { (8, 1) } else { (1, 8) };
    let archive: Vec<&Page> =
        pages.iter().filter(|page| ![wanted, other].contains(&part(page))).collect();
    let read: Vec<&Page> = pages.iter().filter(|page| part(page) == wanted).collect();

    let mut counts = PairCounts::new();
    for page in &archive {
        for (pair, count) in pairs_in(&document(&page.paragraphs)) {
            *counts.entry(pair).or_default() += count;
        }
    }
    let alone = Knowledge::default();
    let learnt = Knowledge { pairs: Pairs::of(&counts), ..Knowledge::default() };
    let dictionary = dictionary(folder);
    let mut report = format!(
        "Archive: {} syllables in {} pages, {} different pairs. Read: {} syllables in {} other pages.\n\n",
        syllables(&archive),
        archive.len(),
        learnt.pairs.len(),
        syllables(&read),
        read.len()
    );
    report += "| on the text as it is | flags in 1,000 words | of these real faults of the text | wrong in 1,000 words | hints in 1,000 | ms for 1,000 words |\n|---|---|---|---|---|---|\n";
    let real = real_faults();
    for (name, knowledge) in
        [("errors and warnings, no archive", &alone), ("with the archive", &learnt)]
    {
        let (row, passages) = flags(&read, knowledge, &real);
        writeln!(report, "| {name} {row} {:.2} |", speed(&read, knowledge)).unwrap();
        if std::env::var_os("BANTHAO_LIST").is_some() {
            println!("{name}:\n{passages}");
        }
    }
    let [(flagged, by_dictionary), (_, by_grammar)] = words_alone(&dictionary, &read);
    let thousands = thousands(&read);
    writeln!(
        report,
        "| hunspell-vi by spellbook (spelling only) | {:.1} | not read | | | {by_dictionary:.3} |\n\
         | the syllables alone, read by their grammar | | | | | {by_grammar:.3} |\n",
        flagged as f64 / thousands,
    )
    .unwrap();

    report += "| slip, one at a time | no archive: found | first suggestion right | with the archive: found | first suggestion right | other words flagged for it | hunspell-vi: found |\n|---|---|---|---|---|---|---|\n";
    // Slips are made in words of Vietnamese, as far as the archive has them.
    let known: HashSet<&str> = counts.keys().map(|(_, word)| word.as_str()).collect();
    for (slip, name) in slips::ALL {
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let mut row = format!("| {name} ");
        let [first, second] =
            [&alone, &learnt].map(|knowledge| score(&read, &known, slip, knowledge, &dictionary));
        for score in [&first, &second] {
            let (found, right) =
                (percent(score.found, score.made), percent(score.first, score.found));
            write!(row, "| {found:.1} % | {right:.1} % ").unwrap();
        }
        writeln!(
            report,
            "{row}| {} in {} | {:.1} % |",
            second.beside,
            second.made,
            percent(second.by_dictionary, second.made)
        )
        .unwrap();
    }
    let all: Vec<&Page> = pages.iter().collect();
    report += "\n";
    report += &more::of_vietnamese(&all, &read, &counts);
    let english = text::english_pages(folder);
    report += &more::of_english(&english.iter().collect::<Vec<_>>());
    println!("{report}");
    if let Some(path) = std::env::var_os("BANTHAO_REPORT") {
        write_down(Path::new(&path), &report);
    }
}

/// Puts the tables where the document has the last ones.
fn write_down(path: &Path, report: &str) {
    const BEGIN: &str = "<!-- measured: cargo xtask bench checks -->\n";
    const END: &str = "<!-- end of what was measured -->";
    let text = fs::read_to_string(path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    fs::write(path, format!("{before}{BEGIN}\n{report}\n{END}{after}")).unwrap();
}

/// Findings that were read one by one and are faults of the text: each as a line of the list.
fn real_faults() -> HashSet<&'static str> {
    include_str!("real.txt").lines().filter(|line| !line.starts_with('#')).collect()
}

fn dictionary(folder: &Path) -> spellbook::Dictionary {
    let files = folder.join("usr/share/hunspell");
    let [affixes, words] =
        ["vi_VN.aff", "vi_VN.dic"].map(|name| fs::read_to_string(files.join(name)).unwrap());
    spellbook::Dictionary::new(&affixes, &words).unwrap()
}

/// What a spelling checker by dictionary looks at.
fn all_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

/// The words that a dictionary does not have, and those that are no syllable; how long a thousand
/// take, in ms. That is what of the proofreader a dictionary does as well.
fn words_alone(dictionary: &spellbook::Dictionary, pages: &[&Page]) -> [(usize, f64); 2] {
    let unknown = |is_known: &dyn Fn(&str) -> bool| {
        let paragraphs = pages.iter().flat_map(|page| &page.paragraphs);
        paragraphs.flat_map(|text| all_words(text)).filter(|word| !is_known(word)).count()
    };
    let best =
        best([&|| unknown(&|word| dictionary.check(word)), &|| unknown(&|word| is_syllable(word))]);
    best.map(|(count, time)| (count, time.as_secs_f64() * 1_000.0 / thousands(pages)))
}

fn document(paragraphs: &[String]) -> Document {
    let mut document = Document::empty(BlockId("b".into()));
    document.blocks = paragraphs
        .iter()
        .enumerate()
        .map(|(n, text)| Block::paragraph(BlockId(format!("b{n}")), text))
        .collect();
    document
}

fn syllables(pages: &[&Page]) -> usize {
    let words = |page: &&Page| -> usize {
        page.paragraphs.iter().map(|text| text.split_whitespace().count()).sum()
    };
    pages.iter().map(words).sum()
}

fn is_loud(finding: &Finding) -> bool {
    matches!(finding.severity, Severity::Error | Severity::Warning)
}

fn read_page(paragraphs: &[String], knowledge: &Knowledge, cache: &mut Cache) -> Vec<Finding> {
    proof(&document(paragraphs), &Fields::default(), knowledge, cache)
}

/// A row of the table, and every loud finding with some words around it.
fn flags(pages: &[&Page], knowledge: &Knowledge, real: &HashSet<&str>) -> (String, String) {
    let (mut loud, mut faults, mut hints) = (0_usize, 0_usize, 0_usize);
    let mut passages = String::new();
    for page in pages {
        for finding in read_page(&page.paragraphs, knowledge, &mut Cache::default()) {
            if !is_loud(&finding) {
                hints += usize::from(finding.severity == Severity::Hint);
                continue;
            }
            let text: Vec<u16> = page.paragraphs[paragraph_of(&finding)].encode_utf16().collect();
            let (from, to) = span(&finding);
            let around = |a: usize, b: usize| String::from_utf16_lossy(&text[a..b]);
            let passage = format!(
                "{} {}[{}]{}",
                finding.rule.name(),
                around(from.saturating_sub(30), from),
                finding.text,
                around(to, (to + 30).min(text.len()))
            );
            loud += 1;
            faults += usize::from(real.contains(&*passage));
            let fix = finding.fixes.first().map_or("", String::as_str);
            writeln!(passages, "{passage} → {fix}").unwrap();
        }
    }
    let per = |count: usize| count as f64 / thousands(pages);
    let row = format!(
        "| {:.2} | {faults} of {loud} | {:.2} | {:.2} |",
        per(loud),
        per(loud - faults),
        per(hints)
    );
    (row, passages)
}

fn thousands(pages: &[&Page]) -> f64 {
    syllables(pages) as f64 / 1_000.0
}

fn paragraph_of(finding: &Finding) -> usize {
    finding.from.block.as_ref().unwrap().0[1..].parse().unwrap()
}

fn span(finding: &Finding) -> (usize, usize) {
    (finding.from.offset as usize, finding.to.offset as usize)
}

#[derive(Default)]
struct Score {
    made: usize,
    found: usize,
    /// Of those found, the first suggestion gave the text back.
    first: usize,
    /// Other words that were flagged only because of the slip.
    beside: usize,
    by_dictionary: usize,
}

/// Makes one slip at a time in a page and reads the page again.
fn score(
    pages: &[&Page],
    known: &HashSet<&str>,
    slip: Slip,
    knowledge: &Knowledge,
    dictionary: &spellbook::Dictionary,
) -> Score {
    let mut chance = Chance::new(slip as u64 + 1);
    let mut score = Score::default();
    let mut read: HashMap<usize, (Cache, HashSet<String>)> = HashMap::new();
    for _ in 0..SLIPS * 50 {
        if score.made == SLIPS {
            break;
        }
        let place = chance.below(pages.len());
        let page = pages[place];
        let n = chance.below(page.paragraphs.len());
        let text = &page.paragraphs[n];
        let mut words: Vec<(usize, &str)> = words(text);
        words.retain(|(_, word)| known.contains(word));
        if words.is_empty() {
            continue;
        }
        let (at, word) = words[chance.below(words.len())];
        let Some(wrong) = slipped(word, slip, &mut chance) else { continue };
        let (cache, before) = read.entry(place).or_insert_with(|| {
            let mut cache = Cache::default();
            let found = read_page(&page.paragraphs, knowledge, &mut cache);
            (cache, found.into_iter().filter(is_loud).map(|it| it.text).collect())
        });
        let mut paragraphs = page.paragraphs.clone();
        paragraphs[n] = format!("{}{wrong}{}", &text[..at], &text[at + word.len()..]);
        let from = text[..at].encode_utf16().count();
        let to = from + wrong.encode_utf16().count();
        let found: Vec<Finding> =
            read_page(&paragraphs, knowledge, cache).into_iter().filter(is_loud).collect();
        let is_it = |it: &&Finding| {
            let (start, end) = span(it);
            paragraph_of(it) == n && start < to && end > from
        };
        score.made += 1;
        score.by_dictionary += usize::from(!dictionary.check(&wrong));
        score.beside +=
            usize::from(found.iter().any(|it| !is_it(&it) && !before.contains(&it.text)));
        if let Some(finding) = found.iter().find(is_it) {
            score.found += 1;
            let (start, end) = span(finding);
            let units: Vec<u16> = paragraphs[n].encode_utf16().collect();
            let put_right = |fix: &String| {
                let fix: Vec<u16> = fix.encode_utf16().collect();
                String::from_utf16_lossy(&[&units[..start], &fix, &units[end..]].concat()) == *text
            };
            score.first += usize::from(finding.fixes.first().is_some_and(put_right));
        }
    }
    score
}

/// Words in lower case with two letters or more, where they stand in bytes.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_alphabetic() {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            let word = &text[from..at];
            let vietnamese = word.chars().all(|c| c.is_lowercase() && !"fjwz".contains(c));
            if vietnamese && word.chars().count() >= 2 {
                words.push((from, word));
            }
        }
    }
    words
}

/// Milliseconds for a thousand syllables, everything read anew.
fn speed(pages: &[&Page], knowledge: &Knowledge) -> f64 {
    let read = || -> usize {
        let page =
            |page: &&Page| read_page(&page.paragraphs, knowledge, &mut Cache::default()).len();
        pages.iter().map(page).sum()
    };
    best([&read])[0].1.as_secs_f64() * 1_000.0 / thousands(pages)
}

/// The best of some runs of each, in turns: a slow moment of the machine falls on all.
fn best<const N: usize>(works: [&dyn Fn() -> usize; N]) -> [(usize, Duration); N] {
    let once = || {
        works.map(|work| {
            let start = Instant::now();
            (work(), start.elapsed())
        })
    };
    let mut best = once();
    for _ in 1..9 {
        for (best, next) in best.iter_mut().zip(once()) {
            if next.1 < best.1 {
                *best = next;
            }
        }
    }
    best
}
