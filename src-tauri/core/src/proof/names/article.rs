//! What only the whole article tells of its people.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::line::{FOUND_LIMIT, Found, Placed};
use super::super::words::Case;
use super::super::{RuleId, Severity};
use super::letters::{Apart, apart, fold_of};
use super::{Known, Spotted};
use crate::article::{BlockId, Document, Fields};
use crate::language::fold::fold;

/// A name with where it stands first.
struct Told<'a> {
    line: usize,
    person: &'a Spotted,
}

/// The rules of names over the lines of an article.
pub(in super::super) fn look(
    document: &Document,
    fields: &Fields,
    lines: &[Placed],
    known: Known<'_>,
    found: &mut [Vec<Found>],
) {
    once_per_place(found);
    let names: Vec<Told<'_>> = lines
        .iter()
        .enumerate()
        .flat_map(|(line, placed)| {
            placed.line.names.iter().map(move |person| Told { line, person })
        })
        .collect();
    if names.is_empty() {
        return;
    }
    let mut spelt: BTreeMap<&str, Vec<&Told<'_>>> = BTreeMap::new();
    for name in &names {
        spelt.entry(&name.person.key).or_default().push(name);
    }
    let text = |told: &Told<'_>| &lines[told.line].line.text[told.person.from..told.person.to];
    misspelt(&spelt, known, text, found);
    two_ways(&spelt, text, found);
    captions(document, fields, lines, &names, found);
}

/// PLACE_OLD is told where the place stands first: after that the reader knows.
fn once_per_place(found: &mut [Vec<Found>]) {
    let mut told: HashSet<String> = HashSet::new();
    for line in found {
        line.retain(|found| {
            found.rule != RuleId::PlaceOld
                || found.params.get("entry").is_none_or(|entry| told.insert(entry.clone()))
        });
    }
}

type Spellings<'a> = BTreeMap<&'a str, Vec<&'a Told<'a>>>;

/// NAME_KNOWN: nearly the name of one known person, and of no other.
fn misspelt<'a>(
    spelt: &Spellings<'a>,
    known: Known<'_>,
    text: impl Fn(&Told<'a>) -> &'a str,
    found: &mut [Vec<Found>],
) {
    let directory = known.directory;
    for places in spelt.values() {
        let first = places[0].person;
        if first.known || first.near.is_empty() {
            continue;
        }
        let titled = places.iter().find_map(|told| told.person.titled);
        let near = match titled {
            Some(form) => first.near.iter().find(|near| near.form == form),
            None => {
                let closest = first.near[0].apart;
                let persons: HashSet<u32> = first
                    .near
                    .iter()
                    .filter(|near| near.apart == closest)
                    .map(|near| directory.form(near.form).entry)
                    .collect();
                // Of two who are nearly called so either may be meant, or a third.
                (persons.len() == 1).then(|| &first.near[0])
            }
        };
        let Some(near) = near else { continue };
        let form = directory.form(near.form);
        let written = spelt.contains_key(&*form.keys.join(" "));
        let by_marks = near.apart == Apart::Marks;
        // Somebody else may be called so: it is a name that people here have.
        let differs = form.keys.iter().zip(&first.keys).filter(|(a, b)| a != b);
        let plausible = differ_known(differs.map(|(_, b)| b), directory);
        let sure = titled.is_some()
            || first.broken
            || by_marks && (written && first.keys.len() > 2 || first.keys.len() > 3 && !plausible);
        if !sure && !by_marks && (plausible || first.keys.len() < 3) {
            continue;
        }
        if !sure && first.keys.len() < 3 && !written {
            continue;
        }
        let severity = if sure { Severity::Warning } else { Severity::Hint };
        let entry = directory.entry(form.entry);
        for told in places {
            let person = told.person;
            let wrong = Found::new(RuleId::NameKnown, severity, person.from, person.to)
                .fix(form.name.as_str())
                .with("usual", &form.name)
                .with("name", text(told))
                .with("entry", &entry.id.0);
            put(found, told.line, wrong);
        }
    }
}

fn differ_known<'a>(
    mut keys: impl Iterator<Item = &'a String>,
    directory: &super::Directory,
) -> bool {
    keys.all(|key| directory.has_syllable(key))
}

/// NAME_TWO_WAYS: one article, nearly one name, neither of them known.
fn two_ways<'a>(
    spelt: &Spellings<'a>,
    text: impl Fn(&Told<'a>) -> &'a str,
    found: &mut [Vec<Found>],
) {
    let unknown: Vec<&Vec<&Told<'a>>> = spelt
        .values()
        .filter(|places| {
            let person = places[0].person;
            !person.broken && !person.credit
        })
        .collect();
    // Those alike share their letters without marks, or all syllables but one.
    let mut groups: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, places) in unknown.iter().enumerate() {
        for alike in &places[0].person.alike {
            groups.entry(alike).or_default().push(n);
        }
    }
    let mut pairs: HashSet<(usize, usize)> = HashSet::new();
    for group in groups.values().filter(|group| (2..=8).contains(&group.len())) {
        for (n, a) in group.iter().enumerate() {
            pairs.extend(group[n + 1..].iter().filter(|b| *b != a).map(|b| (*a.min(b), *a.max(b))));
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_unstable();
    for (a, b) in pairs {
        let (a, b) = (unknown[a], unknown[b]);
        let (one, other) = (a[0].person, b[0].person);
        if one.known && other.known || apart(&one.keys, &other.keys).is_none() {
            continue;
        }
        // Two in one sentence are two: nobody misspells a name a moment after writing it.
        let together = |x: &&Told<'_>| {
            let near = |y: &&&Told<'_>| x.line == y.line && x.person.sentence == y.person.sentence;
            b.iter().any(|y| near(&y))
        };
        if a.iter().any(together) {
            continue;
        }
        // The rarer one is the slip, of as many the later one; what is known is right.
        let rank = |places: &[&Told<'_>]| {
            let first = places[0];
            (first.person.known, places.len(), std::cmp::Reverse((first.line, first.person.from)))
        };
        let (usual, slips) = if rank(a) >= rank(b) { (a, b) } else { (b, a) };
        for told in slips.iter().filter(|told| !told.person.quoted) {
            let person = told.person;
            let taken = found[told.line].iter().any(|other| {
                matches!(other.rule, RuleId::NameKnown | RuleId::NameTwoWays)
                    && other.from == person.from
            });
            if taken {
                continue;
            }
            let other = Found::new(RuleId::NameTwoWays, Severity::Hint, person.from, person.to)
                .fix(text(usual[0]))
                .with("usual", text(usual[0]))
                .with("name", text(told))
                .with("count", usual.len());
            put(found, told.line, other);
        }
    }
}

/// CAPTION_NAME: whom a caption names and no line that is read does.
fn captions(
    document: &Document,
    fields: &Fields,
    lines: &[Placed],
    names: &[Told<'_>],
    found: &mut [Vec<Found>],
) {
    let photos: HashSet<&BlockId> = document.photos().map(|photo| &photo.attrs.id).collect();
    if photos.is_empty() || !crate::article::has_body_text(document) {
        return;
    }
    let is_caption = |line: usize| lines[line].block.as_ref().is_some_and(|id| photos.contains(id));
    let (captions, read): (Vec<&Told<'_>>, Vec<&Told<'_>>) =
        names.iter().partition(|told| is_caption(told.line));
    if captions.is_empty() {
        return;
    }
    let read: Vec<&[String]> = read.iter().map(|told| &*told.person.keys).collect();
    let bylines: HashSet<String> = fields.bylines.iter().map(|it| fold(&it.pen_name)).collect();
    let credits: HashSet<String> =
        document.photos().map(|photo| fold(&photo.attrs.credit)).collect();
    let called = called(lines, is_caption);
    let mut seen = HashSet::new();
    for told in captions {
        let person = told.person;
        let there = read.iter().any(|keys| {
            *keys == person.keys
                || apart(keys, &person.keys).is_some()
                || keys.ends_with(&person.keys)
        });
        let name = fold_of(&person.keys);
        let signs = bylines.contains(&name) || credits.iter().any(|credit| credit.contains(&name));
        let called = person.keys.last().is_some_and(|given| called.contains(given.as_str()));
        if there || signs || called || person.credit || !seen.insert(&person.keys) {
            continue;
        }
        let text = &lines[told.line].line.text[person.from..person.to];
        let alone = Found::new(RuleId::CaptionName, Severity::Hint, person.from, person.to);
        put(found, told.line, alone.with("name", text));
    }
}

/// Given names that the text calls people by: "ông An", "đồng chí Hải".
fn called(lines: &[Placed], is_caption: impl Fn(usize) -> bool) -> HashSet<&str> {
    let read = lines.iter().enumerate().filter(|(line, _)| !is_caption(*line));
    let mut called = HashSet::new();
    for (_, placed) in read {
        let mut before = "";
        for word in placed.line.tokens.iter().filter_map(|token| token.word()) {
            let is_name = word.case == Case::Capital
                && matches!(before, "ông" | "bà" | "anh" | "chị" | "chí" | "cô" | "em" | "cụ");
            if is_name {
                called.insert(&*word.key);
            }
            before = &word.lower;
        }
    }
    called
}

/// Keeps a finding, and drops what was said of the spelling of one of its words.
fn put(found: &mut [Vec<Found>], line: usize, new: Found) {
    let found = &mut found[line];
    if found.len() >= 2 * FOUND_LIMIT {
        return;
    }
    if new.rule == RuleId::NameKnown {
        found.retain(|other| {
            !matches!(other.rule, RuleId::SylInvalid | RuleId::SylLetters) || !other.overlaps(&new)
        });
    }
    found.push(new);
}
