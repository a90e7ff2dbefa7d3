//! A whole and its parts: "30 đại biểu, gồm 12 đại biểu nam và 18 đại biểu nữ".
//!
//! Parts that add up to the whole are confirmed. "Trong đó" names some of the parts, and parts may
//! overlap (*30 cán bộ nữ, 40 cán bộ trẻ*), so there only a part larger than its whole is wrong; "gồm"
//! names all of them, and a sum that differs is told where each part counts the same thing.

use super::line::{Found, Line};
use super::numbers::{Number, decimal, number};
use super::words::{Kind, Token};
use super::{RuleId, Severity};

/// What is measured and not counted: such a number is part of a whole of the same measure only.
const MEASURES: &[&str] = &[
    "triệu", "tỷ", "tỉ", "nghìn", "ngàn", "ha", "km", "km2", "m", "m2", "m3", "kg", "tấn", "tạ",
    "lít", "usd", "euro", "đồng", "mét", "điểm", "héc", "ngày", "tháng", "năm", "giờ", "phút",
    "giây", "tuần", "quý", "lần", "tuổi", "độ",
];
/// Before a number that counts nothing.
const NAMED: &[&str] = &[
    "năm",
    "ngày",
    "tháng",
    "quý",
    "số",
    "điều",
    "khoản",
    "lớp",
    "khóa",
    "khoá",
    "thứ",
    "hạng",
    "tổ",
    "đường",
    "phường",
    "quận",
    "lúc",
    "hồi",
    "mục",
    "bảng",
    "hình",
    "trang",
    "chương",
    "phần",
    "bước",
];
/// Most parts that are added up.
const PARTS: usize = 12;
/// How far before the cue its whole may stand, in tokens.
const REACH: usize = 24;

/// A number, and the first words behind it.
struct Counted<'a> {
    token: usize,
    number: Number,
    unit: Vec<&'a str>,
}

pub(super) fn look(line: &Line, found: &mut Vec<Found>) {
    if !line.tokens.iter().any(|token| token.kind == Kind::Number) {
        return;
    }
    let mut n = 0;
    while n < line.tokens.len() {
        let Some((end, all)) = cue(line, n) else {
            n += 1;
            continue;
        };
        if let Some(whole) = whole_before(line, n)
            && let Some(parts) = parts_after(line, end)
        {
            found.extend(told(line, &whole, &parts, all));
        }
        n = end;
    }
}

/// Where words that announce parts end, and whether they announce all of them.
fn cue(line: &Line, n: usize) -> Option<(usize, bool)> {
    let word = |at: usize| line.tokens.get(at).and_then(Token::word).map(|word| &*word.lower);
    match (word(n)?, word(n + 2)) {
        ("trong", Some("đó")) => Some((n + 3, false)),
        ("bao", Some("gồm")) => Some((n + 3, true)),
        ("gồm", Some("có")) => Some((n + 3, true)),
        ("gồm", _) => Some((n + 1, true)),
        _ => None,
    }
}

fn whole_before(line: &Line, cue: usize) -> Option<Counted<'_>> {
    for n in (cue.saturating_sub(REACH)..cue).rev() {
        match &line.tokens[n].kind {
            Kind::Sign('.' | ';' | '!' | '?' | ':' | '(' | ')' | '%' | '/') => return None,
            Kind::Number => return counted(line, n, cue),
            Kind::Word(_) | Kind::Space | Kind::Sign(_) | Kind::Opaque => {}
        }
    }
    None
}

/// The numbers from the cue to the end of the sentence; `None` where one of them is no part.
fn parts_after(line: &Line, from: usize) -> Option<Vec<Counted<'_>>> {
    let mut parts = Vec::new();
    // What stands in brackets explains a part.
    let mut inside = false;
    for n in from..line.tokens.len() {
        match &line.tokens[n].kind {
            Kind::Sign('.' | ';' | '!' | '?' | ':') => break,
            Kind::Sign('(') => inside = true,
            Kind::Sign(')') => inside = false,
            // A second list begins within the first.
            Kind::Word(_) if cue(line, n).is_some() => return None,
            Kind::Number if !inside => {
                if parts.len() == PARTS {
                    return None;
                }
                parts.push(counted(line, n, line.tokens.len())?);
            }
            Kind::Number | Kind::Word(_) | Kind::Space | Kind::Sign(_) | Kind::Opaque => {}
        }
    }
    Some(parts)
}

/// A number that counts something, named before the token `end`; `None` for dates, ratios, percentages and numbers of things.
fn counted(line: &Line, n: usize, end: usize) -> Option<Counted<'_>> {
    let token = |at: Option<usize>| at.and_then(|at| line.tokens.get(at));
    let glued = |token: Option<&Token>| {
        token.is_some_and(|token| {
            matches!(
                token.kind,
                Kind::Word(_)
                    | Kind::Opaque
                    | Kind::Number
                    | Kind::Sign('/' | '-' | '–' | '%' | '+' | '°' | '$')
            )
        })
    };
    let (before, after) = (n.checked_sub(1), Some(n + 1));
    if glued(token(before)) || glued(token(after)) {
        return None;
    }
    let spaced = token(after).is_some_and(Token::is_space);
    let beyond = token(Some(n + 2));
    if !spaced
        || beyond.is_some_and(|token| matches!(token.kind, Kind::Sign('%' | '-' | '–' | '/')))
    {
        return None;
    }
    let led = token(n.checked_sub(2)).and_then(Token::word);
    if led.is_some_and(|word| NAMED.contains(&&*word.lower)) {
        return None;
    }
    let words = line.tokens[n + 1..end].iter();
    let words = words.take_while(|token| token.is_space() || token.word().is_some());
    let unit: Vec<&str> = words.filter_map(Token::word).take(2).map(|word| &*word.lower).collect();
    if unit.is_empty() {
        return None;
    }
    Some(Counted { token: n, number: number(line.text_of(&line.tokens[n]))?, unit })
}

fn told(line: &Line, whole: &Counted<'_>, parts: &[Counted<'_>], all: bool) -> Option<Found> {
    let decimals = parts.iter().chain([whole]).map(|it| it.number.decimals).max()?;
    let scaled = |it: &Counted<'_>| {
        let scale = 10_i128.checked_pow(decimals - it.number.decimals)?;
        it.number.value.checked_mul(scale)
    };
    let wanted = scaled(whole)?;
    let parts_scaled: Vec<i128> = parts.iter().map(scaled).collect::<Option<_>>()?;
    let sum: i128 = parts_scaled.iter().sum();
    let same = |part: &Counted<'_>| part.unit.starts_with(&whole.unit);
    let is_measure = |it: &Counted<'_>| MEASURES.contains(&it.unit[0]);
    // Of one measure all of them, or none of a measure at all.
    let alike = parts.iter().all(|part| part.unit[0] == whole.unit[0])
        || !is_measure(whole) && !parts.iter().any(is_measure);
    let (from, to) = (line.tokens[whole.token].from, line.tokens[whole.token].to);
    let text = line.text_of(&line.tokens[whole.token]);
    let listed: Vec<&str> =
        parts.iter().map(|part| line.text_of(&line.tokens[part.token])).collect();
    let told = |severity| {
        Found::new(RuleId::Sum, severity, from, to)
            .with("whole", text)
            .with("parts", listed.join(" + "))
            .with("is", decimal(sum, decimals))
    };
    if parts.len() >= 2 && sum == wanted && alike {
        return Some(told(Severity::Right));
    }
    if parts.is_empty() || !parts.iter().all(same) {
        return None;
    }
    if all && parts.len() >= 2 {
        // As the whole is written: with dots between thousands, or without.
        let plain = decimals == 0 && !text.contains('.');
        let right = if plain { sum.to_string() } else { decimal(sum, decimals) };
        return Some(told(Severity::Warning).fix(right));
    }
    let larger = parts_scaled.iter().position(|part| *part > wanted)?;
    let part = line.text_of(&line.tokens[parts[larger].token]);
    Some(told(Severity::Warning).with("part", part).with("kind", "part"))
}
