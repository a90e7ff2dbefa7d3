//! What the table of slips does not tell: figures, pairs that no archive has, and English.

use std::collections::HashSet;
use std::fmt::Write as _;

use banthao_core::article::Fields;
use banthao_core::proof::{
    Cache, Finding, IyStyle, Knowledge, PairCounts, RuleId, Severity, pairs_in, proof,
};

use crate::slips::Chance;
use crate::text::Page;
use crate::{document, is_loud, paragraph_of, read_page, syllables};

/// Rules that reckon.
const FIGURES: [RuleId; 8] = [
    RuleId::Ratio,
    RuleId::Remain,
    RuleId::RatioGt1,
    RuleId::Sum,
    RuleId::TwoFigures,
    RuleId::DateBad,
    RuleId::WeekdayBad,
    RuleId::RangeBad,
];
/// Makes a slip in a word at one of its letters.
type Made = fn(&str, usize) -> String;

/// Slips of each kind that are made in English words.
const SLIPS: usize = 1_000;

/// A sentence on the figures of all pages, and one on the pairs of `read` that the archive lacks.
pub(crate) fn of_vietnamese(pages: &[&Page], read: &[&Page], counts: &PairCounts) -> String {
    let (mut wrong, mut right, mut either) = (0, 0, 0);
    for page in pages {
        let found = read_page(&page.paragraphs, &Knowledge::default(), &mut Cache::default());
        for finding in found.iter().filter(|it| FIGURES.contains(&it.rule)) {
            let confirmed = finding.severity == Severity::Right;
            right += usize::from(confirmed);
            wrong += usize::from(!confirmed);
            if !confirmed {
                listed(finding, &page.paragraphs);
            }
        }
        for iy in [IyStyle::Y, IyStyle::I] {
            let styled = Knowledge { iy, ..Knowledge::default() };
            let found = read_page(&page.paragraphs, &styled, &mut Cache::default());
            let found = found.iter().filter(|it| it.rule == RuleId::IyStyle);
            either += found.inspect(|it| listed(it, &page.paragraphs)).count();
        }
    }
    let (mut unseen, mut all) = (0, 0);
    for page in read {
        let pairs = pairs_in(&document(&page.paragraphs));
        all += pairs.len();
        unseen += pairs.keys().filter(|pair| !counts.contains_key(*pair)).count();
    }
    format!(
        "Figures, in all {} syllables: {wrong} findings to look at, {right} confirmed. i/y with each of the two \
         styles on: {either} hints in all. Pairs of words of a page that the archive has never seen: {unseen} of {all} \
         ({:.0} in 1,000 words).\n\n",
        syllables(pages),
        1_000.0 * unseen as f64 / syllables(read) as f64,
    )
}

/// A sentence on English prose as it is and with slips.
pub(crate) fn of_english(pages: &[&Page]) -> String {
    let fields = Fields { language: "en".into(), ..Fields::default() };
    let knowledge = Knowledge::default();
    let mut cache = Cache::default();
    let mut read = |paragraphs: &[String]| -> Vec<Finding> {
        proof(&document(paragraphs), &fields, &knowledge, &mut cache)
    };
    let (mut loud, mut hints, mut kinds) = (0, 0, HashSet::new());
    for page in pages {
        for finding in read(&page.paragraphs).iter().filter(|it| it.rule == RuleId::EnSpelling) {
            listed(finding, &page.paragraphs);
            hints += usize::from(finding.severity == Severity::Hint);
            loud += usize::from(is_loud(finding));
            if is_loud(finding) {
                kinds.insert(finding.text.to_lowercase());
            }
        }
    }
    let thousands = syllables(pages) as f64 / 1_000.0;
    let mut told = format!(
        "English, LibreOffice's help: {} words in {} pages; {:.2} warnings ({} different words) and {:.2} hints in 1,000 words. \
         Slips, one at a time, in words of four letters and more:",
        syllables(pages),
        pages.len(),
        loud as f64 / thousands,
        kinds.len(),
        hints as f64 / thousands,
    );
    let kinds: [(&str, Made); 3] = [
        ("letter lost", |word, at| format!("{}{}", &word[..at], &word[at + 1..])),
        ("letter doubled", |word, at| format!("{}{}", &word[..=at], &word[at..])),
        ("two letters swapped", |word, at| {
            format!("{}{}{}{}", &word[..at], &word[at + 1..at + 2], &word[at..=at], &word[at + 2..])
        }),
    ];
    for (seed, (name, slip)) in (1..).zip(kinds) {
        let mut chance = Chance::new(seed);
        let (mut made, mut found, mut loud, mut first) = (0, 0, 0, 0);
        for _ in 0..SLIPS * 50 {
            if made == SLIPS {
                break;
            }
            let page = pages[chance.below(pages.len())];
            let n = chance.below(page.paragraphs.len());
            let text = &page.paragraphs[n];
            let words: Vec<&str> = text
                .split(' ')
                .filter(|it| it.len() >= 4 && it.bytes().all(|b| b.is_ascii_lowercase()))
                .collect();
            if words.is_empty() {
                continue;
            }
            let word = words[chance.below(words.len())];
            let wrong = slip(word, chance.below(word.len() - 1));
            if wrong == word {
                continue;
            }
            let line = text.split(' ').map(|it| if it == word { &*wrong } else { it });
            let line = line.collect::<Vec<_>>().join(" ");
            made += 1;
            let told = read(std::slice::from_ref(&line));
            if let Some(it) = told.iter().find(|it| it.text == wrong) {
                found += 1;
                loud += usize::from(is_loud(it));
                first += usize::from(it.fixes.first().is_some_and(|fix| fix == word));
            }
        }
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let [found_in, loud_in] = [found, loud].map(|part| percent(part, made));
        let first_in = percent(first, found);
        write!(
            told,
            " {name} {found_in:.1} % found ({loud_in:.1} % as a warning), first suggestion right \
             {first_in:.1} %;"
        )
        .expect("text");
    }
    told.pop();
    told + ".\n"
}

/// For whoever wants to read them one by one.
fn listed(finding: &Finding, paragraphs: &[String]) {
    if std::env::var_os("BANTHAO_LIST").is_some() {
        let text = &paragraphs[paragraph_of(finding)];
        let at: String = String::from_utf16_lossy(
            &text
                .encode_utf16()
                .skip((finding.from.offset as usize).saturating_sub(40))
                .take(110)
                .collect::<Vec<_>>(),
        );
        println!(
            "{} {:?} [{}] {:?} … {at}",
            finding.rule.name(),
            finding.severity,
            finding.text,
            finding.fixes
        );
    }
}
