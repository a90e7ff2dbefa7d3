use super::super::tests::{Desk, report};
use super::*;
use crate::article::Block;
use crate::compare::ChangeKind;
use crate::failure::Code;
use crate::person::Role;
use crate::review::Action;

fn draft(desk: &Desk, id: &ArticleId) -> Draft {
    let article = desk.store.open_article(id).unwrap();
    Draft { document: article.document, fields: article.fields }
}

fn since_base(desk: &mut Desk, id: &ArticleId) -> ReviewChanges {
    let (draft, moment) = (draft(desk, id), desk.moment());
    desk.store.review_changes(id, draft, &moment).unwrap()
}

fn retype(desk: &mut Desk, id: &ArticleId, text: &str) {
    let article = desk.store.open_article(id).unwrap();
    let id = article.document.blocks[0].id().clone();
    let mut document = report("Tin", text);
    // The same block, typed in.
    document.blocks[0] = Block::paragraph(id, text);
    desk.save(&article, document).unwrap();
}

fn filed(desk: &mut Desk, text: &str) -> ArticleId {
    let id = desk.article(report("Tin", text)).id;
    desk.act(&id, Action::File).unwrap();
    id
}

#[test]
fn nothing_is_compared_before_a_text_is_filed() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một buổi làm viêc.")).id;
    assert_eq!(since_base(&mut desk, &id).base, None);
}

#[test]
fn what_an_editor_corrects_is_a_change_with_the_editors_name() {
    let mut desk = Desk::of(Role::Editor);
    let id = filed(&mut desk, "Một buổi làm viêc.");
    assert_eq!(since_base(&mut desk, &id).changes, []);
    desk.hand_over_to("lan", "Lan", Role::Editor);
    retype(&mut desk, &id, "Một buổi làm việc.");
    let changes = since_base(&mut desk, &id).changes;
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0].kind, ChangeKind::Replaced);
    assert_eq!(changes[0].by.as_deref(), Some("Lan"));
}

#[test]
fn each_of_two_people_is_named_for_their_own_words() {
    let mut desk = Desk::of(Role::Editor);
    let id = filed(&mut desk, "Một buổi làm viêc với cán bộ và nhân dân trong toàn tỉnh hôm nay.");
    let first = desk.store.me().unwrap().name;
    retype(&mut desk, &id, "Hai buổi làm viêc với cán bộ và nhân dân trong toàn tỉnh hôm nay.");
    desk.act(&id, Action::Withdraw).unwrap();
    desk.hand_over_to("lan", "Lan", Role::Editor);
    retype(&mut desk, &id, "Hai buổi làm viêc với cán bộ và nhân dân trong toàn tỉnh hôm qua.");
    let changes = since_base(&mut desk, &id).changes;
    let names: Vec<_> = changes.iter().map(|change| change.by.clone().unwrap()).collect();
    assert_eq!(names, [first, "Lan".to_owned()]);
}

#[test]
fn an_accepted_change_leaves_the_list_and_comes_back_when_that_is_undone() {
    let mut desk = Desk::of(Role::Editor);
    let id = filed(&mut desk, "Một buổi làm viêc với cán bộ và nhân dân trong tỉnh hôm nay.");
    retype(&mut desk, &id, "Hai buổi làm viêc với cán bộ và nhân dân trong tỉnh hôm qua.");
    let before = draft(&desk, &id);
    let changes = since_base(&mut desk, &id).changes;
    assert_eq!(changes.len(), 2);
    let moment = desk.moment();
    let first = [changes[0].id.clone()];
    let left = desk.store.accept_changes(&id, before.clone(), &first, &moment).unwrap();
    assert_eq!(left.changes.len(), 1);
    assert_eq!(draft(&desk, &id), before, "accepting leaves the text alone");
    let listed = desk.store.revisions(&id).unwrap();
    assert!(listed.iter().all(|row| row.reason != RevisionReason::ReviewBase));
    desk.store.undo_accept(&id).unwrap();
    assert_eq!(since_base(&mut desk, &id).changes.len(), 2);
    let nothing = desk.store.undo_accept(&id).unwrap_err();
    assert_eq!(nothing.code, Code::NotFound);
}

#[test]
fn a_rejected_change_gives_the_old_words_back_and_writes_nothing() {
    let mut desk = Desk::of(Role::Editor);
    let id = filed(&mut desk, "Một buổi làm việc.");
    let old = draft(&desk, &id);
    retype(&mut desk, &id, "Một buổi họp.");
    let new = draft(&desk, &id);
    let changes = since_base(&mut desk, &id).changes;
    let all: Vec<_> = changes.into_iter().map(|change| change.id).collect();
    let moment = desk.moment();
    let rejected = desk.store.reject_changes(&id, new.clone(), &all, &moment).unwrap();
    assert_eq!((rejected.document, rejected.fields), (old.document, old.fields));
    assert_eq!(rejected.changes, []);
    assert_eq!(draft(&desk, &id), new);
    let gone = desk.store.reject_changes(&id, new, &[ChangeId("nothing".into())], &moment);
    assert_eq!(gone.unwrap_err().code, Code::NotFound);
}

#[test]
fn one_figure_changed_after_approval_is_exactly_what_is_shown() {
    let mut desk = Desk::of(Role::Editor);
    let id = filed(&mut desk, "Có 254 trong số 616 hồ sơ.");
    desk.become_role(Role::Editor);
    desk.act(&id, Action::Claim).unwrap();
    desk.act(&id, Action::Approve).unwrap();
    retype(&mut desk, &id, "Có 255 trong số 616 hồ sơ.");
    let (text, moment) = (draft(&desk, &id), desk.moment());
    let since = desk.store.changes_since_approval(&id, text, &moment).unwrap();
    assert_eq!(since.changes.len(), 1);
    let change = &since.changes[0];
    assert_eq!(crate::article::text_of(&change.removed[0].runs), "254");
    let compared = desk.store.compare_revisions(&id, &since.base.unwrap().hash, None).unwrap();
    assert_eq!(compared.changes.len(), 1);
}

#[test]
fn a_revision_of_another_article_is_no_base() {
    let mut desk = Desk::of(Role::Editor);
    let (one, other) = (filed(&mut desk, "Một."), filed(&mut desk, "Hai."));
    let theirs = desk.store.revisions(&other).unwrap()[0].hash.clone();
    assert_eq!(desk.store.set_review_base(&one, &theirs).unwrap_err().code, Code::NotFound);
}
