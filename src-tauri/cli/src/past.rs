//! Articles of years past, taken in one by one.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use banthao_core::Result;
use banthao_core::exchange::import::past::{PastArticles, Progress};
use banthao_core::store::{PastReport, PastRow, PastRowKind, PastRun, Store};
use serde_json::json;

use crate::output::Output;
use crate::{import, moment};

/// How often it is said how far it is.
const EVERY: Duration = Duration::from_secs(2);

/// The run may be ended at any time and begun again.
pub(crate) fn import(store: &mut Store, source: &Path, output: &Output) -> Result<()> {
    let mut articles = PastArticles::open(source, banthao_apart::old_word)?;
    let mut said_at = Instant::now();
    let mut told = |report: &PastReport, progress: Progress| {
        if said_at.elapsed() >= EVERY {
            let percent = (progress.done * 100).checked_div(progress.whole).unwrap_or(100);
            output.note(&format!("{percent} % · {}", report.taken));
            said_at = Instant::now();
        }
        true
    };
    let mut report = PastReport::default();
    let reason = output.words.pick("Bài cũ từ kho lưu trữ", "From the archive");
    let run = PastRun { reason, clock: &mut moment, told: &mut told };
    store.take_in_archive(&mut articles, &mut report, run)?;
    tell(output, &report);
    Ok(())
}

fn tell(output: &Output, report: &PastReport) {
    let words = output.words;
    let count = |vi, en, count: u32| format!("{}: {count}", words.pick(vi, en));
    let listed = |what: &str, all: Vec<(String, u32)>| {
        let all: Vec<String> =
            all.iter().map(|(name, count)| format!("{name} × {count}")).collect();
        (!all.is_empty()).then(|| format!("{what}: {}", all.join(", ")))
    };
    let mut told = vec![
        count("Bài đã nhập", "Articles taken in", report.taken),
        count("Bài đã có từ trước", "Articles that were here", report.here),
    ];
    let named = |all: &BTreeMap<String, u32>| -> Vec<(String, u32)> {
        let name = |name: &str| if name.is_empty() { "?" } else { name }.to_owned();
        all.iter().map(|(it, count)| (name(it), *count)).collect()
    };
    let left_out = report.left_out.iter();
    let left_out = left_out.map(|(what, n)| (import::left_out(words, *what).to_owned(), *n));
    told.extend(listed(words.pick("Không phải bài", "No articles"), named(&report.passed)));
    told.extend(listed(words.pick("Không lấy", "Left out"), left_out.collect()));
    told.extend(listed(words.pick("Mã không hiểu", "Codes not understood"), named(&report.codes)));
    let rows = |kind| report.rows().iter().filter(move |row| row.kind == kind);
    told.extend(rows(PastRowKind::Same).map(|row| {
        let what = words.pick("Trùng nguyên văn, bỏ qua", "The same text, passed over");
        format!("{what}: {} = {}", row.from, row.other_headline)
    }));
    told.extend(rows(PastRowKind::Near).map(|row| {
        let what = words.pick("Gần giống bài khác", "Nearly the same");
        let percent = row.percent.unwrap_or_default();
        format!("{what}: {} ~ {} ({percent} %)", row.from, row.other_headline)
    }));
    told.extend(rows(PastRowKind::Refused).filter_map(|row| {
        let why = words.failure(row.failure.as_ref()?);
        Some(format!("{}: {}: {why}", words.pick("Không đọc được", "Not read"), row.from))
    }));
    let refused = rows(PastRowKind::Refused);
    let refused = refused.map(|row| json!({ "from": row.from, "failure": row.failure }));
    let like = |kind| -> Vec<&PastRow> { rows(kind).collect() };
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    output.done(
        &json!({
            "taken": report.taken,
            "here": report.here,
            "same": like(PastRowKind::Same),
            "near": like(PastRowKind::Near),
            "passed": report.passed,
            "refused": refused.collect::<Vec<_>>(),
            "leftOut": report.left_out,
            "codes": report.codes,
        }),
        &told,
    );
}
