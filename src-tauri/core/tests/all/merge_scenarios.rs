//! What happens in a newsroom when a reporter and an editor change one article apart, and what
//! becomes of it.
//!
//! Articles are written a line for a block: its id, then `##` for a subhead, `>` for a quote, `-`
//! for a list, `[photo|credit]` for a photo, then the text, with `*marks*`. Further items of a
//! list begin with the `-`. Lines with `@` are fields.

use banthao_core::article::{
    Block, BlockAttrs, BlockId, Byline, BylineRole, Document, Fields, ListAttrs, ListItem, Mark,
    Photo, PhotoAttrs, Text, text_of,
};
use banthao_core::compare::Content;
use banthao_core::discuss::{
    Act, Anchor, CommentEvent, EventId, PhotoPart, Place, Replacement, TextPoint, Thread, ThreadId,
    ThreadState, anchor_at, carry, threads,
};
use banthao_core::merge::{Merged, Question, Side, merge};
use banthao_core::person::PersonId;
use banthao_core::time::Timestamp;

/// What both begin with. `R` and `E` are what reporter and editor made of it.
struct Scenario {
    base: &'static str,
    reporter: &'static str,
    editor: &'static str,
    merged: &'static str,
    asked: &'static [&'static str],
}

impl Scenario {
    /// Merges both ways, whoever was first, and sees that both desks have the same.
    fn check(&self) {
        let [base, reporter, editor] = [self.base, self.reporter, self.editor].map(read);
        let sides = [side(&reporter, "reporter", 1), side(&editor, "editor", 2)];
        let merged = merge(&base, &sides[0], &sides[1]).expect("no word is lost");
        assert_eq!(write(&merged.content), self.merged);
        let asked: Vec<String> = merged.questions.iter().map(question).collect();
        assert_eq!(asked, self.asked);
        assert_eq!(Ok(merged), merge(&base, &sides[1], &sides[0]), "both desks merge alike");
    }

    /// As [`Self::check`], with comments by the editor on some words: what each stands at after
    /// the merge.
    fn check_comments(&self, comments: &[(&str, &str)]) {
        self.check();
        let [base, reporter, editor] = [self.base, self.reporter, self.editor].map(read);
        let sides = [side(&reporter, "reporter", 1), side(&editor, "editor", 2)];
        let Merged { content, .. } = merge(&base, &sides[0], &sides[1]).expect("no word is lost");
        for (words, expected) in comments {
            let mut anchor = [comment(&editor, words)];
            carry(&mut anchor, &editor, &content);
            let [Anchor { quote, lost, place, .. }] = &anchor;
            let now =
                if *lost { format!("removed: {quote}") } else { format!("{}{quote}", at(place)) };
            assert_eq!(now, *expected);
        }
    }
}

fn side<'a>(content: &'a Content, author: &str, at: i64) -> Side<'a> {
    Side { content, author: author.into(), at: Timestamp(at), key: author.into() }
}

// ---- Lines ---------------------------------------------------------------------------------------

#[test]
fn one_splits_a_paragraph_and_the_other_types_in_its_second_half() {
    Scenario {
        base: "a Nước lên nhanh. Dân được báo kịp.",
        reporter: "a Nước lên nhanh.\nb Dân được báo kịp.",
        editor: "a Nước lên nhanh. Dân xã Vân được báo kịp.",
        merged: "a Nước lên nhanh.\nb Dân xã Vân được báo kịp.",
        asked: &[],
    }
    .check();
}

#[test]
fn one_splits_a_paragraph_and_the_other_strikes_and_comments_in_its_second_half() {
    Scenario {
        base: "a Nước lên nhanh. Dân trong xã được báo kịp.",
        reporter: "a Nước lên nhanh.\nb Dân trong xã được báo kịp.",
        editor: "a Nước lên nhanh. Dân được báo kịp.",
        merged: "a Nước lên nhanh.\nb Dân được báo kịp.",
        asked: &[],
    }
    .check_comments(&[("được báo", "b được báo"), ("lên nhanh", "a lên nhanh")]);
}

#[test]
fn one_splits_a_paragraph_and_the_other_corrects_a_word_of_its_second_half() {
    Scenario {
        base: "a Nước lên nhanh. Viêc báo tin kịp thời.",
        reporter: "a Nước lên nhanh.\nb Viêc báo tin kịp thời.",
        editor: "a Nước lên nhanh. Việc báo tin kịp thời.",
        merged: "a Nước lên nhanh.\nb Việc báo tin kịp thời.",
        asked: &[],
    }
    .check();
}

#[test]
fn one_joins_two_paragraphs_and_the_other_types_and_comments_in_the_second() {
    Scenario {
        base: "a Nước lên nhanh.\nb Dân được báo kịp.",
        reporter: "a Nước lên nhanh. Dân được báo kịp.",
        editor: "a Nước lên nhanh.\nb Dân xã Vân được báo kịp.",
        merged: "a Nước lên nhanh. Dân xã Vân được báo kịp.",
        asked: &[],
    }
    .check_comments(&[("được báo", "a được báo")]);
}

#[test]
fn both_split_a_paragraph_at_the_same_place() {
    Scenario {
        base: "a Nước lên nhanh. Dân được báo kịp.",
        reporter: "a Nước lên nhanh.\nb Dân được báo kịp.",
        editor: "a Nước lên nhanh.\nc Dân được báo kịp.",
        merged: "a Nước lên nhanh.\nb Dân được báo kịp.",
        asked: &[],
    }
    .check();
}

#[test]
fn both_split_a_paragraph_at_different_places() {
    Scenario {
        base: "a Nước lên nhanh. Dân được báo kịp. Đê an toàn.",
        reporter: "a Nước lên nhanh.\nb Dân được báo kịp. Đê an toàn.",
        editor: "a Nước lên nhanh. Dân được báo kịp.\nc Đê an toàn.",
        merged: "a Nước lên nhanh.\nb Dân được báo kịp.\nc Đê an toàn.",
        asked: &[],
    }
    .check();
}

#[test]
fn one_joins_two_paragraphs_and_the_other_writes_a_new_one_between_them() {
    Scenario {
        base: "a Nước lên nhanh.\nb Dân được báo kịp.",
        reporter: "a Nước lên nhanh. Dân được báo kịp.",
        editor: "a Nước lên nhanh.\nc Đê an toàn.\nb Dân được báo kịp.",
        merged: "a Nước lên nhanh. \nc Đê an toàn.\nb Dân được báo kịp.",
        asked: &["reporter, joined: b “Dân được báo kịp.” -> join"],
    }
    .check();
}

#[test]
fn one_turns_a_paragraph_into_a_subhead_and_the_other_types_strikes_and_comments_in_it() {
    Scenario {
        base: "a Tình hình đê điều trong xã hôm nay",
        reporter: "a ## Tình hình đê điều trong xã hôm nay",
        editor: "a Tình hình các tuyến đê trong xã",
        merged: "a ## Tình hình các tuyến đê trong xã",
        asked: &[],
    }
    .check_comments(&[("tuyến đê", "a tuyến đê")]);
}

#[test]
fn both_turn_a_paragraph_into_something_else() {
    Scenario {
        base: "a Đê còn thì làng còn.",
        reporter: "a ## Đê còn thì làng còn.",
        editor: "a > Đê còn thì làng còn.",
        merged: "a ## Đê còn thì làng còn.",
        asked: &["editor, both: a “Đê còn thì làng còn.” -> Kind quote"],
    }
    .check();
}

#[test]
fn one_makes_a_list_of_paragraphs_and_the_other_types_in_them() {
    Scenario {
        base: "a Gạo.\nb Mì tôm.\nc Nước uống.",
        reporter: "a - Gạo.\n- Mì tôm.\n- Nước uống.",
        editor: "a Gạo tẻ.\nb Mì tôm.\nc Nước uống đóng chai.",
        merged: "a - Gạo tẻ.\n- Mì tôm.\n- Nước uống đóng chai.",
        asked: &[],
    }
    .check();
}

// ---- Paragraphs that come, go and move -----------------------------------------------------------

#[test]
fn one_deletes_a_paragraph_and_the_other_types_and_comments_in_it() {
    Scenario {
        base: "a Nước lên nhanh.\nb Dân được báo kịp.\nc Đê an toàn.",
        reporter: "a Nước lên nhanh.\nc Đê an toàn.",
        editor: "a Nước lên nhanh.\nb Dân xã Vân được báo kịp.\nc Đê an toàn.",
        merged: "a Nước lên nhanh.\nb Dân xã Vân được báo kịp.\nc Đê an toàn.",
        asked: &["reporter, deleted: b “Dân xã Vân được báo kịp.” -> delete"],
    }
    .check_comments(&[("được báo", "b được báo")]);
}

#[test]
fn one_deletes_a_paragraph_and_the_other_only_comments_on_it() {
    Scenario {
        base: "a Nước lên nhanh.\nb Dân được báo kịp.\nc Đê an toàn.",
        reporter: "a Nước lên nhanh.\nc Đê an toàn.",
        editor: "a Nước lên nhanh.\nb Dân được báo kịp.\nc Đê rất an toàn.",
        merged: "a Nước lên nhanh.\nc Đê rất an toàn.",
        asked: &[],
    }
    .check_comments(&[("được báo", "removed: được báo")]);
}

#[test]
fn one_moves_a_paragraph_and_the_other_types_corrects_and_comments_in_it() {
    Scenario {
        base: "a Nước lên nhanh.\nb Viêc báo tin kịp thời.\nc Đê an toàn.",
        reporter: "a Nước lên nhanh.\nc Đê an toàn.\nb Viêc báo tin kịp thời.",
        editor: "a Nước lên nhanh.\nb Việc báo tin tới dân kịp thời.\nc Đê an toàn.",
        merged: "a Nước lên nhanh.\nc Đê an toàn.\nb Việc báo tin tới dân kịp thời.",
        asked: &[],
    }
    .check_comments(&[("báo tin", "b báo tin")]);
}

#[test]
fn one_cuts_a_paragraph_and_pastes_it_elsewhere_and_the_other_types_in_it() {
    Scenario {
        base: "a Nước lên nhanh.\nb Dân được báo kịp.\nc Đê an toàn.",
        reporter: "a Nước lên nhanh.\nc Đê an toàn.\nd Dân được báo kịp.",
        editor: "a Nước lên nhanh.\nb Dân xã Vân được báo kịp.\nc Đê an toàn.",
        merged: "a Nước lên nhanh.\nc Đê an toàn.\nd Dân xã Vân được báo kịp.",
        asked: &[],
    }
    .check();
}

#[test]
fn both_move_a_paragraph_to_different_places() {
    Scenario {
        base: "a Nước lên nhanh.\nb Dân báo.\nc Tuyến đê vẫn an toàn.\nd Lúa trong đồng đã gặt.",
        reporter: "a Nước lên nhanh.\nc Tuyến đê vẫn an toàn.\nb Dân báo.\nd Lúa trong đồng đã gặt.",
        editor: "a Nước lên nhanh.\nc Tuyến đê vẫn an toàn.\nd Lúa trong đồng đã gặt.\nb Dân báo.",
        merged: "a Nước lên nhanh.\nc Tuyến đê vẫn an toàn.\nb Dân báo.\nd Lúa trong đồng đã gặt.",
        asked: &["editor, moved: b “Dân báo.” -> after d"],
    }
    .check();
}

#[test]
fn one_moves_a_paragraph_and_the_other_joins_it_to_the_one_before() {
    Scenario {
        base: "a Nước lên nhanh.\nb Dân báo kịp.\nc Đê an toàn, lúa đã gặt.",
        reporter: "a Nước lên nhanh.\nc Đê an toàn, lúa đã gặt.\nb Dân báo kịp.",
        editor: "a Nước lên nhanh. Dân báo kịp.\nc Đê an toàn, lúa đã gặt.",
        merged: "a Nước lên nhanh. \nc Đê an toàn, lúa đã gặt.\nb Dân báo kịp.",
        asked: &["editor, joined: b “Dân báo kịp.” -> join"],
    }
    .check();
}

#[test]
fn both_write_a_new_paragraph_at_the_same_place() {
    Scenario {
        base: "a Nước lên nhanh.\nb Đê an toàn.",
        reporter: "a Nước lên nhanh.\nc Dân được báo kịp.\nb Đê an toàn.",
        editor: "a Nước lên nhanh.\nd Lúa đã gặt.\nb Đê an toàn.",
        merged: "a Nước lên nhanh.\nc Dân được báo kịp.\nd Lúa đã gặt.\nb Đê an toàn.",
        asked: &[],
    }
    .check();
}

// ---- Words ---------------------------------------------------------------------------------------

#[test]
fn one_deletes_a_sentence_and_the_other_types_in_it() {
    Scenario {
        base: "a Nước lên nhanh. Dân được báo kịp. Đê an toàn.",
        reporter: "a Nước lên nhanh. Đê an toàn.",
        editor: "a Nước lên nhanh. Dân xã Vân được báo kịp. Đê an toàn.",
        merged: "a Nước lên nhanh. Dân xã Vân được báo kịp. Đê an toàn.",
        asked: &["reporter, deleted: a “Dân xã Vân được báo kịp. ” -> “”"],
    }
    .check();
}

#[test]
fn one_deletes_a_sentence_and_the_other_writes_on_behind_it() {
    Scenario {
        base: "a Nước lên nhanh. Dân được báo kịp.",
        reporter: "a Nước lên nhanh.",
        editor: "a Nước lên nhanh. Dân được báo kịp. Đê an toàn.",
        merged: "a Nước lên nhanh. Đê an toàn.",
        asked: &[],
    }
    .check();
}

#[test]
fn both_make_the_same_correction() {
    Scenario {
        base: "a Viêc báo tin kịp thời.",
        reporter: "a Việc báo tin kịp thời.",
        editor: "a Việc báo tin rất kịp thời.",
        merged: "a Việc báo tin rất kịp thời.",
        asked: &[],
    }
    .check();
}

#[test]
fn both_replace_the_same_word_differently() {
    Scenario {
        base: "a Có 17 hộ phải dời.",
        reporter: "a Có 18 hộ phải dời.",
        editor: "a Có 19 hộ phải dời.",
        merged: "a Có 18 hộ phải dời.",
        asked: &["editor, both: a “18” -> “19”"],
    }
    .check();
}

#[test]
fn both_type_at_the_same_place() {
    Scenario {
        base: "a Nước lên.",
        reporter: "a Nước lên nhanh.",
        editor: "a Nước lên suốt đêm.",
        merged: "a Nước lên nhanh suốt đêm.",
        asked: &[],
    }
    .check();
}

#[test]
fn one_makes_words_bold_and_the_other_corrects_one_of_them() {
    Scenario {
        base: "a Ông Nguyễn Văn Mùi chỉ đạo.",
        reporter: "a Ông *Nguyễn Văn Mùi* chỉ đạo.",
        editor: "a Ông Nguyễn Văn Mười chỉ đạo.",
        merged: "a Ông *Nguyễn Văn Mười* chỉ đạo.",
        asked: &[],
    }
    .check();
}

// ---- Photos --------------------------------------------------------------------------------------

#[test]
fn one_swaps_a_photo_and_the_other_edits_its_caption() {
    Scenario {
        base: "f [1|Lan] Đê sông Vân.",
        reporter: "f [2|Lan] Đê sông Vân.",
        editor: "f [1|Lan] Đê sông Vân sáng nay.",
        merged: "f [2|Lan] Đê sông Vân sáng nay.",
        asked: &[],
    }
    .check_comments(&[("sông Vân", "f sông Vân")]);
}

#[test]
fn both_change_the_credit_of_a_photo() {
    Scenario {
        base: "f [1|Lan] Đê sông Vân.",
        reporter: "f [1|Mai Lan] Đê sông Vân.",
        editor: "f [1|Lan Anh] Đê sông Vân.",
        merged: "f [1|Mai Lan] Đê sông Vân.",
        asked: &["editor, both: f credit -> Credit Lan Anh"],
    }
    .check();
}

#[test]
fn one_deletes_a_photo_and_the_other_swaps_it() {
    Scenario {
        base: "a Nước lên nhanh.\nf [1|Lan] Đê sông Vân.",
        reporter: "a Nước lên nhanh.",
        editor: "a Nước lên nhanh.\nf [2|Lan] Đê sông Vân.",
        merged: "a Nước lên nhanh.\nf [2|Lan] Đê sông Vân.",
        asked: &["reporter, deleted: f whole -> delete"],
    }
    .check();
}

#[test]
fn both_swap_a_photo() {
    Scenario {
        base: "f [1|Lan] Đê sông Vân.",
        reporter: "f [2|Lan] Đê sông Vân.",
        editor: "f [3|Lan] Đê sông Vân.",
        merged: "f [2|Lan] Đê sông Vân.",
        asked: &[concat!(
            "editor, both: f photo -> Photo ",
            "3333333333333333333333333333333333333333333333333333333333333333"
        )],
    }
    .check();
}

#[test]
fn both_edit_a_caption() {
    Scenario {
        base: "f [1|Lan] Đê sông Vân hôm nay.",
        reporter: "f [1|Lan] Tuyến đê sông Vân hôm nay.",
        editor: "f [1|Lan] Đê sông Vân sáng nay.",
        merged: "f [1|Lan] Tuyến đê sông Vân sáng nay.",
        asked: &[],
    }
    .check();
}

#[test]
fn one_deletes_a_photo_and_the_other_edits_and_comments_on_its_caption() {
    Scenario {
        base: "a Nước lên nhanh.\nf [1|Lan] Đê sông Vân.",
        reporter: "a Nước lên nhanh.",
        editor: "a Nước lên nhanh.\nf [1|Lan] Đê sông Vân sáng nay.",
        merged: "a Nước lên nhanh.\nf [1|Lan] Đê sông Vân sáng nay.",
        asked: &["reporter, deleted: f whole -> delete"],
    }
    .check_comments(&[("sông Vân", "f sông Vân")]);
}

#[test]
fn one_swaps_a_photo_and_the_other_makes_a_paragraph_of_its_caption() {
    Scenario {
        base: "f [1|Lan] Đê sông Vân sáng nay vẫn an toàn.\na Nước lên nhanh.",
        reporter: "f [2|Lan] Đê sông Vân sáng nay vẫn an toàn.\na Nước lên nhanh.",
        editor: "b Cán bộ xã. Đê sông Vân sáng nay vẫn an toàn.\na Nước lên nhanh.",
        merged: "f [2|Lan] \nb Cán bộ xã. Đê sông Vân sáng nay vẫn an toàn.\na Nước lên nhanh.",
        asked: &["editor, deleted: f whole -> delete"],
    }
    .check();
}

#[test]
fn one_moves_a_photo_and_the_other_edits_its_caption() {
    Scenario {
        base: "f [1|Lan] Đê sông Vân.\na Nước lên nhanh, dân báo kịp.\nb Đê an toàn, lúa đã gặt.",
        reporter: "a Nước lên nhanh, dân báo kịp.\nf [1|Lan] Đê sông Vân.\nb Đê an toàn, lúa đã gặt.",
        editor: "f [1|Mai] Tuyến đê sông Vân.\na Nước lên nhanh, dân báo kịp.\nb Đê an toàn, lúa đã gặt.",
        merged: "a Nước lên nhanh, dân báo kịp.\nf [1|Mai] Tuyến đê sông Vân.\nb Đê an toàn, lúa đã gặt.",
        asked: &[],
    }
    .check();
}

// ---- Conversations -------------------------------------------------------------------------------

/// The reporter's and the editor's events of one conversation, whichever desk has them first: what
/// both see.
fn conversation(reporter: &[CommentEvent], editor: &[CommentEvent]) -> Thread {
    let one = threads(reporter.iter().chain(editor));
    assert_eq!(one, threads(editor.iter().chain(reporter).chain(reporter)), "both see the same");
    let [thread] = &one[..] else { panic!("one conversation: {one:?}") };
    thread.clone()
}

/// `n` counts on from what the one who does it knows.
fn event(by: &str, n: u32, act: Act) -> CommentEvent {
    CommentEvent {
        id: EventId(format!("{by}{n}")),
        thread: ThreadId("t".into()),
        n,
        by: PersonId(by.into()),
        by_name: by.into(),
        device: by.into(),
        at: Timestamp(n.into()),
        act,
    }
}

fn opened(content: &Content, words: &str, suggested: Option<&str>) -> CommentEvent {
    let suggestion = suggested.map(|text| Replacement::Text { runs: runs(text) });
    let act = Act::Opened {
        anchor: comment(content, words),
        text: String::from("Xem lại."),
        mentions: Vec::new(),
        suggestion,
        why: None,
    };
    event("editor", 1, act)
}

#[test]
fn one_suggests_other_words_and_the_other_changes_the_paragraph_around_them() {
    let base = "a Có 17 hộ phải dời. Dân được báo kịp.";
    let scenario = Scenario {
        base,
        reporter: "a Đến nay có 17 hộ phải dời.\nb Dân xã Vân được báo kịp.",
        editor: base,
        merged: "a Đến nay có 17 hộ phải dời.\nb Dân xã Vân được báo kịp.",
        asked: &[],
    };
    scenario.check_comments(&[("17 hộ", "a 17 hộ"), ("được báo", "b được báo")]);
    let thread = conversation(&[], &[opened(&read(base), "17 hộ", Some("19 hộ"))]);
    assert_eq!(thread.state, ThreadState::Open);
    assert_eq!(thread.suggestion, Some(Replacement::Text { runs: runs("19 hộ") }));
}

#[test]
fn one_resolves_a_conversation_and_the_other_answers_in_it() {
    let start = opened(&read("a Có 17 hộ phải dời."), "17 hộ", None);
    let resolved = event("reporter", 2, Act::Resolved);
    let reply = Act::Replied { text: "Huyện nói 19.".into(), mentions: Vec::new() };
    let thread = conversation(&[start.clone(), resolved], &[start, event("editor", 2, reply)]);
    assert_eq!(thread.state, ThreadState::Resolved);
    let said: Vec<&str> = thread.comments.iter().map(|comment| &*comment.text).collect();
    assert_eq!(said, ["Xem lại.", "Huyện nói 19."], "what was said is there to be read");
}

#[test]
fn both_resolve_a_conversation() {
    let start = opened(&read("a Có 17 hộ phải dời."), "17 hộ", None);
    let resolved = |by| event(by, 2, Act::Resolved);
    let thread = conversation(&[start.clone(), resolved("reporter")], &[start, resolved("editor")]);
    assert_eq!((thread.state, thread.comments.len()), (ThreadState::Resolved, 1));
}

#[test]
fn one_accepts_a_suggestion_and_the_other_types_in_its_passage() {
    let base = "a Có 17 hộ phải dời.";
    Scenario {
        base,
        reporter: "a Có 19 hộ phải dời.",
        editor: "a Có 17 hộ dân phải dời.",
        merged: "a Có 19 hộ dân phải dời.",
        asked: &[],
    }
    .check_comments(&[("17 hộ", "a 19 hộ")]);
    let start = opened(&read(base), "17", Some("19"));
    let accepted = event("reporter", 2, Act::Accepted);
    let thread = conversation(&[start.clone(), accepted], &[start]);
    assert_eq!(thread.state, ThreadState::Accepted);
}

#[test]
fn one_resolves_a_conversation_and_the_other_opens_it_again_after_having_seen_that() {
    let start = opened(&read("a Có 17 hộ phải dời."), "17 hộ", None);
    let resolved = event("reporter", 2, Act::Resolved);
    let reopened = event("editor", 3, Act::Reopened);
    let thread = conversation(&[start.clone(), resolved.clone()], &[start, resolved, reopened]);
    assert_eq!((thread.state, &*thread.state_by), (ThreadState::Open, "editor"));
}

// ---- Beside the text -----------------------------------------------------------------------------

#[test]
fn both_change_the_headline() {
    Scenario {
        base: "H Đê sông Vân an toàn",
        reporter: "H Đê sông Vân vẫn an toàn",
        editor: "H Đê sông Vân an toàn trong lũ",
        merged: "H Đê sông Vân vẫn an toàn trong lũ",
        asked: &[],
    }
    .check();
}

#[test]
fn both_add_a_byline_and_one_takes_one_out() {
    Scenario {
        base: "@bylines Lan, Mai",
        reporter: "@bylines Lan, Hiếu",
        editor: "@bylines Lan, Mai, Tú",
        merged: "@bylines Lan, Hiếu, Tú",
        asked: &[],
    }
    .check();
}

#[test]
fn both_change_the_same_field_and_each_another_one() {
    Scenario {
        base: "@source Báo xã\n@section Thời sự",
        reporter: "@source Báo huyện\n@section Thời sự\n@tags lũ",
        editor: "@source Báo tỉnh\n@section Xã hội",
        merged: "@source Báo huyện\n@section Xã hội\n@tags lũ",
        asked: &["editor, both: @source -> source \"Báo tỉnh\""],
    }
    .check();
}

// ---- Articles in letters ---------------------------------------------------------------------

/// Without headline and lead where they are not said.
fn read(text: &str) -> Content {
    let mut document = Document { headline: Vec::new(), lead: Vec::new(), blocks: Vec::new() };
    let mut fields = Fields::default();
    for line in text.lines() {
        let (id, rest) = line.split_once(' ').unwrap_or((line, ""));
        let attrs = BlockAttrs { id: BlockId(id.to_owned()) };
        let names = || rest.split(", ").map(str::to_owned);
        match (id, rest.split_once(' ')) {
            ("H", _) => document.headline = runs(rest),
            ("@source", _) => rest.clone_into(&mut fields.source),
            ("@section", _) => rest.clone_into(&mut fields.section),
            ("@tags", _) => fields.tags = names().collect(),
            ("@bylines", _) => {
                let byline =
                    |pen_name| Byline { contributor: None, pen_name, role: BylineRole::Text };
                fields.bylines = names().map(byline).collect();
            }
            ("-", _) => match document.blocks.last_mut() {
                Some(Block::List { content, .. }) => content.push(ListItem { content: runs(rest) }),
                _ => panic!("an item follows an item"),
            },
            (_, Some(("##", text))) => {
                document.blocks.push(Block::Subhead { attrs, content: runs(text) });
            }
            (_, Some((">", text))) => {
                document.blocks.push(Block::Quote { attrs, content: runs(text) });
            }
            (_, Some(("-", text))) => document.blocks.push(Block::List {
                attrs: ListAttrs { id: attrs.id, ordered: false },
                content: vec![ListItem { content: runs(text) }],
            }),
            _ if rest.starts_with('[') => {
                let (photo, caption) = rest[1..].split_once("] ").expect("[photo|credit] caption");
                let (photo, credit) = photo.split_once('|').expect("[photo|credit] caption");
                document.blocks.push(Block::Photo(Photo {
                    attrs: PhotoAttrs {
                        id: attrs.id,
                        photo: Some(photo.repeat(64)),
                        credit: credit.to_owned(),
                        alt: String::new(),
                        ..PhotoAttrs::default()
                    },
                    content: runs(caption),
                }));
            }
            _ => document.blocks.push(Block::Paragraph { attrs, content: runs(rest) }),
        }
    }
    if document.blocks.is_empty() {
        document.blocks.push(Block::paragraph(BlockId("z".into()), ""));
    }
    Content { document, fields }
}

fn runs(text: &str) -> Vec<Text> {
    let run = |(at, text): (usize, &str)| Text {
        text: text.to_owned(),
        marks: if at % 2 == 1 { vec![Mark::Strong] } else { Vec::new() },
    };
    text.split('*').enumerate().map(run).filter(|run| !run.text.is_empty()).collect()
}

fn write(content: &Content) -> String {
    let Content { document, fields } = content;
    let marked = |runs: &[Text]| -> String {
        let star = |run: &Text| if run.marks.is_empty() { "" } else { "*" };
        runs.iter().map(|run| format!("{0}{1}{0}", star(run), run.text)).collect()
    };
    let mut lines = Vec::new();
    if !document.headline.is_empty() {
        lines.push(format!("H {}", text_of(&document.headline)));
    }
    for block in document.blocks.iter().filter(|block| block.id().0 != "z") {
        let id = &block.id().0;
        match block {
            Block::Paragraph { content, .. } => lines.push(format!("{id} {}", marked(content))),
            Block::Subhead { content, .. } => lines.push(format!("{id} ## {}", marked(content))),
            Block::Quote { content, .. } => lines.push(format!("{id} > {}", marked(content))),
            Block::List { content, .. } => {
                for (at, item) in content.iter().enumerate() {
                    let mark = if at == 0 { format!("{id} -") } else { "-".to_owned() };
                    lines.push(format!("{mark} {}", marked(&item.content)));
                }
            }
            Block::Photo(Photo { attrs, content }) => {
                let photo = attrs.photo.as_ref().map_or("", |photo| &photo[..1]);
                lines.push(format!("{id} [{photo}|{}] {}", attrs.credit, marked(content)));
            }
            other => panic!("not in these scenarios: {other:?}"),
        }
    }
    let names: Vec<&str> = fields.bylines.iter().map(|byline| &*byline.pen_name).collect();
    for (name, value) in [
        ("source", fields.source.clone()),
        ("section", fields.section.clone()),
        ("tags", fields.tags.join(", ")),
        ("bylines", names.join(", ")),
    ] {
        if !value.is_empty() {
            lines.push(format!("@{name} {value}"));
        }
    }
    lines.join("\n")
}

fn at(place: &Place) -> String {
    match place {
        Place::Range { from: TextPoint { block, .. }, .. } => {
            format!("{} ", block.as_ref().map_or("H", |block| &block.0))
        }
        Place::Photo { block, part } => {
            let part = match part {
                PhotoPart::Whole => "whole",
                PhotoPart::Photo => "photo",
                PhotoPart::Credit => "credit",
                PhotoPart::Alt => "alt",
            };
            format!("{} {part}", block.0)
        }
        Place::Field { name } => format!("@{name}"),
        Place::Article => "article".to_owned(),
    }
}

fn question(question: &Question) -> String {
    let why = format!("{:?}", question.why).to_lowercase();
    let mut place = at(&question.anchor.place);
    if matches!(question.anchor.place, Place::Range { .. }) {
        place = format!("{place}“{}”", question.anchor.quote);
    }
    let wish = match &question.replacement {
        Replacement::Text { runs } => format!("“{}”", text_of(runs)),
        Replacement::DeleteBlock => "delete".to_owned(),
        Replacement::JoinBefore => "join".to_owned(),
        Replacement::MoveAfter { block } => {
            format!("after {}", block.as_ref().map_or("lead", |block| &block.0))
        }
        Replacement::Attr { name, value } => {
            format!("{name:?} {}", value.as_deref().unwrap_or("none"))
        }
        Replacement::Field { name, value } => format!("{name} {value}"),
    };
    format!("{}, {why}: {place} -> {wish}", question.author)
}

/// A comment on the first place where `words` stand.
fn comment(content: &Content, words: &str) -> Anchor {
    let runs = |block: &Block| match block {
        Block::Paragraph { content, .. }
        | Block::Subhead { content, .. }
        | Block::Quote { content, .. } => text_of(content),
        Block::Photo(photo) => text_of(&photo.content),
        _ => String::new(),
    };
    let (block, at, text) = content
        .document
        .walk()
        .find_map(|block| {
            let text = runs(block);
            Some((block.id().clone(), text.find(words)?, text))
        })
        .expect("the words are in the article");
    let units = |text: &str| u32::try_from(text.encode_utf16().count()).expect("it is short");
    let from = units(&text[..at]);
    let place = Place::within(Some(block), 0, from, from + units(words));
    anchor_at(place, content).expect("there are words")
}
