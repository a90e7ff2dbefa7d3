//! Articles of years past, taken in one by one.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use banthao_core::exchange::import::LeftOut;
use banthao_core::exchange::import::past::{Next, PastArticles};
use banthao_core::store::{PastOutcome, Store};
use banthao_core::{Code, Failure, Result};
use serde_json::json;

use crate::output::Output;
use crate::{import, moment};

/// How often it is said how far it is.
const EVERY: Duration = Duration::from_secs(2);

#[derive(Default)]
struct Sums {
    taken: u64,
    here: u64,
    /// What is no article, by what it calls itself.
    passed: BTreeMap<String, u64>,
    refused: Vec<(String, Failure)>,
    left_out: BTreeMap<LeftOut, u64>,
    codes: BTreeMap<String, u64>,
}

/// Each article is committed by itself: the run may be ended at any time and begun again.
pub(crate) fn import(store: &mut Store, source: &Path, output: &Output) -> Result<()> {
    let mut articles = PastArticles::open(source)?;
    let mut sums = Sums::default();
    let mut told = Instant::now();
    let reason = output.words.pick("Bài cũ từ kho lưu trữ", "From the archive");
    while let Some(next) = articles.read_next()? {
        match next {
            Next::Passed(kind) => *sums.passed.entry(kind).or_default() += 1,
            Next::Refused { from, failure } => sums.refused.push((from, failure)),
            Next::Article(past) => match store.take_in_past(&past, reason, &moment()?) {
                Ok(PastOutcome::Taken(_)) => {
                    sums.taken += 1;
                    let file = past.incoming.recognition.file.iter();
                    for (what, count) in file.flat_map(|file| &file.left_out) {
                        *sums.left_out.entry(*what).or_default() += u64::from(*count);
                    }
                    for (code, count) in past.codes {
                        *sums.codes.entry(code).or_default() += u64::from(count);
                    }
                }
                Ok(PastOutcome::Here(_)) => sums.here += 1,
                // One article that is over a limit costs itself alone; a full disk ends the run.
                Err(failure) if matches!(failure.code, Code::BadInput | Code::TooLarge) => {
                    sums.refused.push((past.from, failure));
                }
                Err(failure) => return Err(failure),
            },
        }
        if told.elapsed() >= EVERY {
            let progress = articles.progress();
            let percent = (progress.done * 100).checked_div(progress.whole).unwrap_or(100);
            output.note(&format!("{percent} % · {}", sums.taken));
            told = Instant::now();
        }
    }
    tell(output, &sums);
    Ok(())
}

fn tell(output: &Output, sums: &Sums) {
    let words = output.words;
    let count = |vi, en, count: u64| format!("{}: {count}", words.pick(vi, en));
    let listed = |what: &str, all: &[(String, u64)]| {
        let all: Vec<String> =
            all.iter().map(|(name, count)| format!("{name} × {count}")).collect();
        (!all.is_empty()).then(|| format!("{what}: {}", all.join(", ")))
    };
    let mut told = vec![
        count("Bài đã nhập", "Articles taken in", sums.taken),
        count("Bài đã có từ trước", "Articles that were here", sums.here),
    ];
    let named = |all: &BTreeMap<String, u64>| -> Vec<(String, u64)> {
        all.iter()
            .map(|(name, count)| {
                let name = if name.is_empty() { "?" } else { name };
                (name.to_owned(), *count)
            })
            .collect()
    };
    let left_out: Vec<(String, u64)> = sums
        .left_out
        .iter()
        .map(|(what, count)| (import::left_out(words, *what).to_owned(), *count))
        .collect();
    told.extend(listed(words.pick("Không phải bài", "No articles"), &named(&sums.passed)));
    told.extend(listed(words.pick("Không lấy", "Left out"), &left_out));
    told.extend(listed(words.pick("Mã không hiểu", "Codes not understood"), &named(&sums.codes)));
    told.extend(sums.refused.iter().map(|(from, failure)| {
        format!("{}: {from}: {}", words.pick("Không đọc được", "Not read"), words.failure(failure))
    }));
    let refused: Vec<_> = sums
        .refused
        .iter()
        .map(|(from, failure)| json!({ "from": from, "failure": failure }))
        .collect();
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    output.done(
        &json!({
            "taken": sums.taken,
            "here": sums.here,
            "passed": sums.passed,
            "refused": refused,
            "leftOut": sums.left_out.iter().collect::<Vec<_>>(),
            "codes": sums.codes,
        }),
        &told,
    );
}
