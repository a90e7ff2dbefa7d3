//! What holds of every merge, whatever two people did to an article apart.
//!
//! Two thousand made-up cases on each run; `cargo xtask test --long` makes many more and writes what
//! came of them into `docs/review.md`.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use banthao_core::article::{Document, text_of};
use banthao_core::compare::Content;
use banthao_core::compare::tokens::{Kind, LineStart, Token, build, flatten, lines};
use banthao_core::discuss::{
    Act, Anchor, CommentEvent, EventId, Place, Replacement, TextPoint, Thread, ThreadId, UnitAttr,
    accept_replacement, anchor_at, carry, threads,
};
use banthao_core::merge::{Merged, Question, Side, merge};
use banthao_core::person::PersonId;
use banthao_core::testing::{Dice, article, edited};
use banthao_core::time::Timestamp;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};

const CASES: u32 = 2_000;
/// How many cases there are to be, if not so many; the laws of the review go by it too.
const WANTED: &str = "BANTHAO_LAW_CASES";
/// Where the long run writes its figures.
const FIGURES: &str = "BANTHAO_REVIEW_FIGURES";

#[test]
fn whatever_two_people_do_apart_nothing_is_lost_and_both_desks_have_the_same() {
    let wanted = std::env::var(WANTED).ok();
    let cases = wanted.map_or(CASES, |wanted| wanted.parse().expect("a number of cases"));
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = u32::try_from(threads).expect("there are few");
    let figures = Figures::default();
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| run(cases.div_ceil(threads), &figures));
        }
    });
    if let Some(file) = std::env::var_os(FIGURES) {
        std::fs::write(file, figures.page(start.elapsed())).expect("the folder can be written");
    }
}

fn run(cases: u32, figures: &Figures) {
    let edits = || proptest::collection::vec(any::<u64>(), 0..10);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let strategy = (any::<u64>(), edits(), edits());
    match TestRunner::new(config).run(&strategy, |(seed, a, b)| laws(seed, &a, &b, figures)) {
        Ok(()) => {}
        Err(TestError::Fail(why, (seed, a, b))) => panic!("{why}\nseed {seed}, {a:?}, {b:?}"),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}

// What the laws once failed on, by the seeds of article and edits.

fn assert_laws(seed: u64, a: &[u64], b: &[u64]) {
    if let Err(why) = laws(seed, a, b, &Figures::default()) {
        panic!("{why}");
    }
}

/// "…15/6." of one side and "31/48…" of the other do not become a number 6.31.
#[test]
fn a_number_behind_a_full_stop_stays_a_number_of_its_own() {
    assert_laws(4006982909526709935, &[8543207874756011985], &[15793943145605465952]);
}

/// One side put "ũ" for words, the other joined "xã" to them: the suggestion is not "ũxã".
#[test]
fn accepting_a_suggestion_does_not_run_its_words_into_their_neighbours() {
    assert_laws(
        8013001735493663518,
        &[12063014753915864089],
        &[11529104380310971, 4520371056200853855, 9888265189613925261],
    );
}

#[test]
fn a_suggestion_may_begin_between_two_spaces() {
    assert_laws(3001747521664668083, &[17494617244659055333], &[2057458069203668589]);
}

/// The caption was deleted, or some of its words were moved on into another line; the other side
/// had swapped the photo or worded what describes it.
#[test]
fn a_photo_swapped_or_described_by_one_outlives_that_the_other_took_its_caption_apart() {
    assert_laws(
        6386284764940398885,
        &[7634790313552004388],
        &[12114798837266033141, 4298090809642501041, 3500050494172344642, 16156887894702879793],
    );
    assert_laws(
        220868632123263442,
        &[13866852933415761341],
        &[6120247858249341351, 11604654694025135515, 13022397028979024901],
    );
    assert_laws(
        10697998833991412523,
        &[1795502605520451453, 7002423679291938931, 5809506729449542547],
        &[8015687647060792238],
    );
    assert_laws(
        7886615170457316523,
        &[6376301118797709223, 1812719344073897702],
        &[7726865437161626490],
    );
    assert_laws(
        17694209983501793530,
        &[15088507867448475926, 12637483622644601197],
        &[7534776856116346369],
    );
    assert_laws(
        15093918119929128823,
        &[14938632068943149396, 8114159312388305685, 12426218375432842008],
        &[18125288030705030555],
    );
}

/// One made a photo of an item, the other a list of its own.
#[test]
fn a_new_photo_goes_before_another_kind_of_line() {
    assert_laws(
        14569223514878330901,
        &[4284783103336551673, 17706501701931613721],
        &[17295767898645343277],
    );
}

/// The line break came right before the words, so little of what stood before them is in their
/// line now.
#[test]
fn a_comment_goes_along_with_words_behind_a_new_line_break() {
    assert_laws(
        10288402471436462216,
        &[13838847473378964360],
        &[4302607868142182840, 9895387622632544739, 12522109726066451122, 7185306952477564729],
    );
}

/// Nothing that stood around the words is there any more, but they stood once and stand once.
#[test]
fn a_comment_goes_along_with_words_that_moved_without_what_stood_around_them() {
    assert_laws(
        13791064693742111787,
        &[
            13040839280937353831,
            5420129067289023689,
            11844215164904346411,
            3548441615673404686,
            4234502265341652612,
        ],
        &[
            12087612456089933698,
            10943443728121526476,
            10513075197396656183,
            14757187535735300660,
            5986888055454727318,
        ],
    );
    assert_laws(
        17236749653004808038,
        &[7554549363824313661],
        &[6204619758457789892, 12994497928126004018],
    );
    assert_laws(
        11576639310898654111,
        &[8147334820720658868, 2631462793228617714],
        &[2459285395177840983, 4967878280010476036, 4674718133393189367],
    );
    assert_laws(
        4251607784467809812,
        &[16059009036073804290, 5703962757012482989],
        &[13703231753305568999],
    );
    assert_laws(
        9267813833222327991,
        &[9202953298781032981, 1696312546698200853],
        &[2717108203255311030, 13460386912581688144, 8728173912050128318],
    );
    assert_laws(
        3087320384290782261,
        &[1867588146941423456],
        &[17786293891409400733, 8334055413224985239, 53570445348181709],
    );
}

/// What was seen in all cases; the tests fail on the first that is lost or asymmetric.
#[derive(Default)]
struct Figures {
    cases: AtomicU64,
    edits: AtomicU64,
    words: AtomicU64,
    words_lost: AtomicU64,
    comments: AtomicU64,
    removed: AtomicU64,
    comments_lost: AtomicU64,
    questions: AtomicU64,
    asymmetric: AtomicU64,
    refused: AtomicU64,
    micros: AtomicU64,
}

fn laws(seed: u64, a: &[u64], b: &[u64], figures: &Figures) -> Result<(), TestCaseError> {
    let count = |figure: &AtomicU64, more: usize| {
        figure.fetch_add(u64::try_from(more).unwrap_or(u64::MAX), Ordering::Relaxed);
    };
    let base = article(&mut Dice::new(seed));
    count(&figures.edits, a.len() + b.len());
    let (a, b) = (edited(&base, a), edited(&base, b));
    let sides = [side(&a, 1), side(&b, 2)];
    count(&figures.cases, 1);

    let start = Instant::now();
    let merged = merge(&base, &sides[0], &sides[1]);
    count(&figures.micros, start.elapsed().as_micros().try_into().unwrap_or(usize::MAX));
    count(&figures.refused, usize::from(merged.is_err()));
    prop_assert!(merged.is_ok(), "refused: {:?}", merged);
    let merged = merged.expect("it was not refused");

    let turned = merge(&base, &sides[1], &sides[0]).expect("it was not refused");
    count(&figures.asymmetric, usize::from(merged != turned));
    prop_assert_eq!(&merged, &turned, "both desks have the same");

    assert_accepted(&merged)?;
    count(&figures.questions, merged.questions.len());

    // Merging with what one side came from, or with itself, is that side; merging again with one
    // of the two, whose nearest common revision is then that one, changes nothing.
    let unasked = |content: &Content| Ok(Merged { content: content.clone(), questions: vec![] });
    prop_assert_eq!(merge(&base, &side(&a, 1), &side(&base, 2)), unasked(&a));
    prop_assert_eq!(merge(&base, &side(&base, 1), &side(&b, 2)), unasked(&b));
    prop_assert_eq!(merge(&base, &side(&a, 1), &side(&a, 2)), unasked(&a));
    for one in [&a, &b] {
        let again = merge(one, &side(one, 1), &side(&merged.content, 3));
        prop_assert_eq!(again, unasked(&merged.content));
    }

    let had = words(&base, &[]);
    let has = words(&merged.content, &merged.questions);
    for (n, side) in [&a, &b].into_iter().enumerate() {
        let typed: Vec<String> = words(side, &[]).difference(&had).cloned().collect();
        let lost: Vec<&String> = typed.iter().filter(|word| !has.contains(*word)).collect();
        count(&figures.words, typed.len());
        count(&figures.words_lost, lost.len());
        prop_assert!(lost.is_empty(), "lost: {lost:?}");
        // Accepting what a side asks for brings every word of it into the text.
        let accepted = accept_all(&merged, n)?;
        let lost: Vec<String> =
            typed.into_iter().filter(|word| !words(&accepted, &[]).contains(word)).collect();
        prop_assert!(lost.is_empty(), "not after accepting: {lost:?}");
        comments(side, &merged.content, seed, figures)?;
    }
    conversations(&base, [&a, &b], &merged.content, seed)
}

fn side(content: &Content, at: i64) -> Side<'_> {
    let name = format!("side {at}");
    Side { content, author: name.clone(), at: Timestamp(at), key: name }
}

fn assert_accepted(Merged { content, questions }: &Merged) -> Result<(), TestCaseError> {
    let mut no_id = || unreachable!("every block has an id of its own");
    let accepted = content.document.clone().accept(&mut no_id);
    prop_assert_eq!(accepted.as_ref(), Ok(&content.document));
    prop_assert_eq!(content.fields.clone().accept(), Ok(content.fields.clone()));
    let ids: HashSet<&String> = questions.iter().map(|question| &question.id).collect();
    prop_assert_eq!(ids.len(), questions.len(), "each question has an id of its own");
    for Question { anchor, replacement, .. } in questions {
        let Anchor { place, lost, .. } = anchor;
        prop_assert!(!lost);
        prop_assert_eq!(anchor_at(place.clone(), content), Some(anchor.clone()));
        prop_assert_eq!(accept_replacement(replacement.clone()), Ok(replacement.clone()));
    }
    Ok(())
}

/// Comments on words of a side all go with the merged text, and none whose word is still there
/// is said to be removed.
fn comments(
    side: &Content,
    merged: &Content,
    seed: u64,
    figures: &Figures,
) -> Result<(), TestCaseError> {
    let mut dice = Dice::new(seed);
    let mut anchors: Vec<Anchor> =
        (0..8).filter_map(|_| anchor_at(some_place(side, &mut dice), side)).collect();
    let before = anchors.clone();
    carry(&mut anchors, side, merged);
    prop_assert_eq!(anchors.len(), before.len());
    let (mine, theirs) = (plain(&side.document), plain(&merged.document));
    for (anchor, before) in anchors.iter().zip(&before) {
        let times = |text: &str, quote: &str| text.matches(quote).count();
        let quote = &before.quote;
        // A number that is typed once; the words of these articles are few.
        let digits = |c: char| !c.is_ascii_digit();
        let must_be_there = quote.split(digits).any(|number| number.len() > 2)
            && times(&mine, quote) == 1
            && times(&theirs, quote) == 1;
        let lost = if anchor.lost {
            // With the words it was about.
            must_be_there || anchor.quote != *quote
        } else {
            anchor_at(anchor.place.clone(), merged).is_none()
        };
        figures.comments.fetch_add(1, Ordering::Relaxed);
        figures.removed.fetch_add(u64::from(anchor.lost), Ordering::Relaxed);
        figures.comments_lost.fetch_add(u64::from(lost), Ordering::Relaxed);
        prop_assert!(!lost, "{before:?} became {anchor:?}");
    }
    Ok(())
}

/// What two people say beside the text while they are apart: each comments on and suggests other
/// words for passages of its own text, and answers, settles and takes up again what it knows of.
/// Afterwards all of it is there on both desks, and goes with the merged text.
fn conversations(
    base: &Content,
    sides: [&Content; 2],
    merged: &Content,
    seed: u64,
) -> Result<(), TestCaseError> {
    let mut dice = Dice::new(seed ^ 0xC0FFEE);
    let mut number = 0;
    let mut before = Vec::new();
    for _ in 0..3 {
        before.extend(said("base", base, &[], &mut dice, &mut number));
    }
    let heard = ["a", "b"].map(|by| {
        let content = sides[usize::from(by == "b")];
        let mut events = before.clone();
        for _ in 0..8 {
            let known = if dice.chance(2, 3) { events.clone() } else { Vec::new() };
            events.extend(said(by, content, &known, &mut dice, &mut number));
        }
        events
    });
    let both = threads(heard[0].iter().chain(&heard[1]));
    prop_assert_eq!(&threads(heard[1].iter().chain(&heard[0])), &both, "both desks hear the same");

    let of = |id: &ThreadId| both.iter().find(|thread| thread.id == *id);
    for event in heard.iter().flatten() {
        let thread = of(&event.thread);
        prop_assert!(thread.is_some(), "a conversation is lost: {:?}", event);
        if let Act::Opened { text, .. } | Act::Replied { text, .. } = &event.act {
            let comments = thread.map_or(&[][..], |thread| &thread.comments);
            let is_there = comments.iter().any(|it| it.id == event.id && it.text == *text);
            prop_assert!(is_there, "a comment is lost: {:?}", event);
        }
    }
    for (n, side) in sides.into_iter().enumerate() {
        let (mine, theirs) = (threads(&heard[n]), threads(&heard[1 - n]));
        for thread in &mine {
            let untouched = theirs.iter().find(|it| it.id == thread.id);
            let touched_there = untouched.is_some_and(|it| {
                heard[1 - n].iter().filter(|event| event.thread == it.id).count() > 1
            });
            let state = of(&thread.id).map(|it| it.state);
            prop_assert!(touched_there || state == Some(thread.state), "{:?}", thread);
        }
        let own = |thread: &&Thread| untold(&thread.id, &before);
        let mut anchors: Vec<Anchor> =
            mine.iter().filter(own).map(|thread| thread.anchor.clone()).collect();
        let count = anchors.len();
        carry(&mut anchors, side, merged);
        prop_assert_eq!(anchors.len(), count);
        for anchor in anchors.iter().filter(|anchor| !anchor.lost) {
            prop_assert!(anchor_at(anchor.place.clone(), merged).is_some(), "{:?}", anchor);
        }
    }
    Ok(())
}

fn untold(thread: &ThreadId, events: &[CommentEvent]) -> bool {
    events.iter().all(|event| event.thread != *thread)
}

/// Something that somebody says: about a passage, or in one of the conversations that are `known`.
/// `None` where there is no passage.
fn said(
    by: &str,
    content: &Content,
    known: &[CommentEvent],
    dice: &mut Dice,
    number: &mut i64,
) -> Option<CommentEvent> {
    *number += 1;
    let id = format!("{by}{number}");
    let (thread, n, act) = if known.is_empty() {
        let anchor = anchor_at(some_place(content, dice), content)?;
        let suggestion = dice
            .chance(1, 2)
            .then(|| Replacement::Text { runs: banthao_core::article::Text::runs("chữ khác") });
        let text = format!("Xem lại {number}");
        let act = Act::Opened { anchor, text, mentions: Vec::new(), suggestion, why: None };
        (ThreadId(id.clone()), 0, act)
    } else {
        let thread = dice.pick(known).thread.clone();
        let last = known.iter().filter(|event| event.thread == thread).map(|event| event.n).max();
        let act = match dice.below(5) {
            0 | 1 => Act::Replied { text: format!("Đáp {number}"), mentions: Vec::new() },
            2 => Act::Resolved,
            3 => Act::Reopened,
            _ => Act::Accepted,
        };
        (thread, last.unwrap_or_default() + 1, act)
    };
    Some(CommentEvent {
        id: EventId(id),
        thread,
        n,
        by: PersonId(by.to_owned()),
        by_name: by.to_uppercase(),
        device: by.to_owned(),
        at: Timestamp(*number),
        act,
    })
}

/// A word or two of some line.
fn some_place(content: &Content, dice: &mut Dice) -> Place {
    let lines = lines(&content.document);
    let at = dice.below(lines.len());
    let unit = (0..=at).rev().find(|at| lines[*at].start.id.is_some()).unwrap_or(0);
    let text = text_of(&lines[at].runs);
    let units = |text: &str| u32::try_from(text.encode_utf16().count()).expect("it is short");
    let mut ends: Vec<u32> = text.match_indices(' ').map(|(at, _)| units(&text[..at])).collect();
    ends.push(units(&text));
    let from = dice.below(ends.len());
    let start = if from == 0 { 0 } else { ends[from - 1] + 1 };
    let to = ends[(from + dice.below(3)).min(ends.len() - 1)];
    let line = u32::try_from(at - unit).expect("it is short");
    Place::within(lines[unit].start.id.clone(), line, start, to)
}

fn plain(document: &Document) -> String {
    lines(document).iter().map(|line| text_of(&line.runs) + "\n").collect()
}

/// Every word of an article, and of what is asked about it.
fn words(content: &Content, questions: &[Question]) -> HashSet<String> {
    let mut text = plain(&content.document);
    for photo in content.document.photos() {
        let photo = &photo.attrs;
        for value in [&photo.credit, &photo.alt, photo.photo.as_ref().unwrap_or(&photo.alt)] {
            text.push_str(value);
            text.push('\n');
        }
    }
    text.push_str(&serde_json::to_string(&content.fields).expect("fields are plain values"));
    for question in questions {
        text.push('\n');
        match &question.replacement {
            Replacement::Text { runs } => text.push_str(&text_of(runs)),
            Replacement::Attr { value: Some(value), .. } | Replacement::Field { value, .. } => {
                text.push_str(value);
            }
            _ => {}
        }
    }
    let digits = text.split(|c: char| !c.is_numeric());
    let letters = text.split(|c: char| !c.is_alphabetic());
    digits.chain(letters).map(str::to_owned).collect()
}

/// The text in which everything that a side asks for, and that brings words, has been accepted.
fn accept_all(merged: &Merged, side: usize) -> Result<Content, TestCaseError> {
    let mut content = merged.content.clone();
    // A run of spaces is one token, and a passage may begin or end between two of them: a side may
    // have left a space before what it deleted.
    let mut tokens: Vec<Token> =
        flatten(&content.document).into_iter().flat_map(one_space_each).collect();
    // From the end on, so that the places before keep their meaning.
    let mine = format!("side {}", side + 1);
    let mut passages = Vec::new();
    for question in merged.questions.iter().filter(|question| question.author == mine) {
        match (&question.anchor.place, &question.replacement) {
            (Place::Range { from, to }, Replacement::Text { runs }) => {
                let (from, to) = (token_at(&tokens, from), token_at(&tokens, to));
                prop_assert!(from.is_some() && to.is_some(), "between words: {question:?}");
                passages.push((from.unwrap_or(0)..to.unwrap_or(0), runs));
            }
            (Place::Photo { block, .. }, Replacement::Attr { name, value }) => {
                for token in &mut tokens {
                    if let Token::Start(LineStart { id, kind, .. }) = token
                        && id.as_ref() == Some(block)
                        && let Kind::Caption { photo, credit, alt, edits } = kind
                    {
                        match name {
                            UnitAttr::Photo => photo.clone_from(value),
                            UnitAttr::Credit => *credit = value.clone().unwrap_or_default(),
                            UnitAttr::Alt => *alt = value.clone().unwrap_or_default(),
                            UnitAttr::Edits => {
                                let value = value.as_deref().unwrap_or_default();
                                *edits = value.parse().expect("edits as they are printed");
                            }
                            UnitAttr::Kind | UnitAttr::Ordered => {}
                        }
                    }
                }
            }
            (Place::Field { .. }, Replacement::Field { name, value }) => {
                let mut fields = serde_json::to_value(&content.fields).expect("plain values");
                fields[name] = serde_json::from_str(value).expect("it is JSON");
                content.fields = serde_json::from_value(fields).expect("the field takes it");
            }
            _ => {}
        }
    }
    passages.sort_by_key(|(passage, _)| std::cmp::Reverse(passage.start));
    for (passage, runs) in passages {
        let words =
            runs.iter().map(|run| Token::Word { text: run.text.clone(), marks: run.marks.clone() });
        tokens.splice(passage, words.collect::<Vec<_>>());
    }
    content.document = build(tokens);
    Ok(content)
}

fn one_space_each(token: Token) -> Vec<Token> {
    match token {
        Token::Word { text, marks } if text.chars().all(char::is_whitespace) => {
            let space = |c: char| Token::Word { text: c.to_string(), marks: marks.clone() };
            text.chars().map(space).collect()
        }
        other => vec![other],
    }
}

/// The token that begins at a point, or the end of its line.
fn token_at(tokens: &[Token], point: &TextPoint) -> Option<usize> {
    let opens = |token: &Token| match (token, &point.block) {
        (Token::Start(start), None) => start.kind == Kind::Headline,
        (Token::Start(start), block) => start.id == *block,
        (Token::Word { .. }, _) => false,
    };
    let is_start = |at: &usize| matches!(tokens[*at], Token::Start(_));
    let unit = tokens.iter().position(opens)?;
    let start = (unit..tokens.len()).filter(is_start).nth(point.line as usize)?;
    let mut offset = 0;
    for at in start + 1..=tokens.len() {
        if offset == point.offset {
            return Some(at);
        }
        offset += tokens.get(at)?.len_utf16();
    }
    None
}

impl Figures {
    fn page(&self, took: Duration) -> String {
        let get = |figure: &AtomicU64| figure.load(Ordering::Relaxed);
        let thousands = |figure: &AtomicU64| {
            let digits = get(figure).to_string();
            let mut text = String::new();
            for (at, digit) in digits.chars().enumerate() {
                if at > 0 && (digits.len() - at) % 3 == 0 {
                    text.push(',');
                }
                text.push(digit);
            }
            text
        };
        let cases = get(&self.cases).max(1);
        let per_merge = get(&self.micros) / cases;
        let mut page = format!(
            "# Merge and review: the last long run\n\n\
             Written by `cargo xtask test --long`, which runs it again: a quarter of an hour on two \
             cores, and this page is new. Nothing is written where a law fails; the message then \
             names the case by its seeds.\n\n\
             ## Merge\n\n\
             Two people change one made-up article apart, up to nine edits each: words, splits, \
             joins, moves, kinds of blocks, lists, tables, boxes, photos, bylines, fields. Then \
             the two texts are merged. In each case:\n\n\
             - Both desks have the same, text and questions, whoever merges with whom.\n\
             - Every word that either has typed is in the text or in an open question, and in the \
             text once that side's questions are accepted.\n\
             - A merge with what one side came from is the other side; merging again changes \
             nothing.\n\
             - Every comment stands at its words, or says that they were removed and quotes \
             them; none says so whose words are still there.\n\
             - What either has said in a conversation, suggested, answered, settled or taken up again \
             is there, and both desks tell it alike.\n\
             - The merged text is an article as every door accepts it.\n\n\
             Told in [merge_laws.rs](../src-tauri/core/tests/all/merge_laws.rs); every run of the \
             tests makes {CASES} cases.\n\n\
             | what | figure |\n|---|---:|\n",
        );
        for (what, figure) in [
            ("cases", &self.cases),
            ("edits made", &self.edits),
            ("different words typed", &self.words),
            ("**words lost**", &self.words_lost),
            ("comments carried", &self.comments),
            ("of these on passages that were removed", &self.removed),
            ("**comments lost**", &self.comments_lost),
            ("questions asked", &self.questions),
            ("**asymmetric results**", &self.asymmetric),
            ("merges refused", &self.refused),
        ] {
            page.push_str(&format!("| {what} | {} |\n", thousands(figure)));
        }
        page.push_str(&format!("| microseconds for a merge | {per_merge} |\n"));
        page.push_str(&format!(
            "| minutes for the run, all laws | {:.1} |\n",
            took.as_secs_f64() / 60.0
        ));
        page.push_str(&format!(
            "\n## Review\n\n\
             Before that, {} cases of each law of the review held, on an article and what up to \
             thirteen edits made of it: no change made is the old text and all of them the new \
             one; changes accepted or rejected one by one, in any order, come to an end and give \
             just that; any mix of them is a valid article; a mix and its opposite meet, and both \
             ends can be reached again from there. Told in \
             [laws.rs](../src-tauri/core/src/compare/tests/laws.rs); every run of the tests makes \
             3,000 cases of each.\n",
            thousands(&self.cases)
        ));
        page
    }
}
