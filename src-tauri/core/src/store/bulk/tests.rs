use super::*;
use crate::person::Role;
use crate::review::{Editorial, LogEvent};
use crate::store::tests::{Desk, report};

fn hold() -> BulkAction {
    BulkAction::Hold { reason: "Chờ số liệu".into() }
}

#[test]
fn what_can_be_done_is_done_and_what_cannot_is_told_for_each() {
    let mut desk = Desk::of(Role::Editor);
    let ids: Vec<ArticleId> =
        ["Một", "Hai", "Ba"].map(|text| desk.article(report(text, "Tin.")).id).into();
    for action in [Action::File, Action::Claim, Action::Approve] {
        desk.act(&ids[1], action).unwrap();
    }
    let moment = desk.moment();
    let outcomes = desk.store.do_to_all(&ids, &hold(), &moment).unwrap();
    let told: Vec<_> = outcomes
        .iter()
        .map(|it| (it.headline.as_str(), it.failure.as_ref().map(|it| it.code)))
        .collect();
    assert_eq!(told, [("Một", None), ("Hai", Some(Code::NotAllowed)), ("Ba", None)]);
    let state = |id| desk.store.open_article(id).unwrap().standing.editorial;
    assert!(matches!(state(&ids[0]), Editorial::OnHold { .. }));
    assert_eq!(state(&ids[1]), Editorial::Approved);
    let history = desk.store.history(&ids[2]).unwrap();
    let LogEvent::Moved { action, .. } = &history[0].event else { panic!("{:?}", history[0]) };
    assert_eq!(action.kind(), ActionKind::Hold);
    assert_eq!(desk.store.diagnose().unwrap().problems, []);
}

#[test]
fn what_rests_is_taken_up_again_whichever_way_it_was_put_by() {
    let mut desk = Desk::of(Role::Editor);
    let ids: Vec<ArticleId> =
        ["Một", "Hai"].map(|text| desk.article(report(text, "Tin.")).id).into();
    let moment = desk.moment();
    desk.store.do_to_all(&ids[..1], &hold(), &moment).unwrap();
    let spike = BulkAction::Spike { reason: "Trùng tin".into() };
    desk.store.do_to_all(&ids[1..], &spike, &moment).unwrap();
    let outcomes = desk.store.do_to_all(&ids, &BulkAction::Resume, &moment).unwrap();
    assert!(outcomes.iter().all(|it| it.failure.is_none()), "{outcomes:?}");
    for id in &ids {
        assert_eq!(desk.store.open_article(id).unwrap().standing.editorial, Editorial::Draft);
    }
}

#[test]
fn a_gate_that_is_shut_stops_one_article_and_no_other() {
    let mut desk = Desk::of(Role::Editor);
    let whole = desk.article(report("Tin", "Một.")).id;
    let bare = desk.article(report("", "Một.")).id;
    let moment = desk.moment();
    let ids = [bare.clone(), whole.clone()];
    let outcomes = desk.store.do_to_all(&ids, &BulkAction::File, &moment).unwrap();
    let refused = outcomes[0].failure.as_ref().unwrap();
    assert!(refused.params["gaps"].contains("headline"), "{refused:?}");
    assert_eq!(outcomes[1].failure, None);
    desk.store.do_to_all(&ids[1..], &BulkAction::Claim, &moment).unwrap();
    let signed = desk.store.do_to_all(&ids[1..], &BulkAction::Sign, &moment).unwrap();
    assert_eq!(signed[0].failure, None);
    assert_eq!(desk.store.open_article(&whole).unwrap().standing.editorial, Editorial::Approved);
}

#[test]
fn deadlines_and_sections_are_set_and_nothing_else_changes() {
    let mut desk = Desk::of(Role::Reporter);
    let before = desk.article(report("Tin", "Một."));
    let (id, moment) = (before.id.clone(), desk.moment());
    let deadline = Some(Timestamp(moment.now.0 + 3_600_000));
    let ids = [id.clone(), ArticleId("khongco".into())];
    let outcomes =
        desk.store.do_to_all(&ids, &BulkAction::SetDeadline { deadline }, &moment).unwrap();
    assert_eq!(outcomes[1].failure.as_ref().map(|it| it.code), Some(Code::NotFound));
    let section = BulkAction::SetSection { section: "  Thời sự ".into() };
    desk.store.do_to_all(&ids[..1], &section, &moment).unwrap();
    let after = desk.store.open_article(&id).unwrap();
    let fields = Fields { deadline, section: "Thời sự".into(), ..before.fields };
    assert_eq!((after.document, after.fields), (before.document, fields));
    let too_many = vec![id; AT_ONCE + 1];
    assert!(desk.store.do_to_all(&too_many, &section, &moment).is_err());
}
