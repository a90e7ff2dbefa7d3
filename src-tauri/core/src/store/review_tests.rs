//! The workflow of the review as the store keeps it.

use std::collections::BTreeMap;

use super::tests::{Desk, report};
use super::*;
use crate::article::{Block, BlockId, Fields};
use crate::moment::Moment;
use crate::person::{Person, PersonId, Role};
use crate::review::{
    Action, ActionKind, CheckKind, CheckMark, Editorial, FindingGate, LogEvent, LogFault, OnChange,
    Passage, ReturnTarget, Right, StepId, Workflow,
};
use crate::time::Timestamp;

impl Desk {
    fn set_workflow(&mut self, workflow: Workflow) {
        let settings = Settings { workflow, ..self.store.settings().unwrap() };
        let moment = self.moment();
        self.store.change_settings(settings, &moment).unwrap();
    }

    pub(super) fn act_all(&mut self, id: &ArticleId, actions: &[Action]) -> Standing {
        let mut last = None;
        for action in actions {
            last = Some(self.act(id, action.clone()).unwrap());
        }
        last.expect("at least one action")
    }

    fn mark(&mut self, id: &ArticleId, kind: CheckKind, mark: CheckMark) -> Result<Standing> {
        let moment = self.moment();
        self.store.mark_check(id, kind, mark, &moment)
    }

    fn retype(&mut self, id: &ArticleId, text: &str) -> Standing {
        let article = self.store.open_article(id).unwrap();
        self.save(&article, report("Tin", text)).unwrap().standing
    }

    fn in_section(&mut self, headline: &str, section: &str) -> ArticleId {
        let moment = self.moment();
        let fields = Fields { section: section.into(), ..super::tests::signed() };
        let document = report(headline, "Một.");
        self.store.create_article_with(document, fields, &moment).unwrap().id
    }

    /// Somebody else sits down at this desk.
    pub(super) fn hand_over_to(&mut self, id: &str, name: &str, role: Role) {
        let raw = self.raw();
        raw.execute(
            "INSERT OR IGNORE INTO person (id, name, pen_name, role) VALUES (?1, ?2, ?2, 'editor')",
            [id, name],
        )
        .unwrap();
        raw.execute("UPDATE meta SET value = json_quote(?1) WHERE name = 'me'", [id]).unwrap();
        self.become_role(role);
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn signed_steps(standing: &Standing) -> Vec<(&str, &str, bool)> {
    let sign_offs = standing.sign_offs.iter();
    sign_offs.map(|it| (it.step.0.as_str(), it.by.as_str(), it.changed)).collect()
}

#[test]
fn every_step_keeps_who_signed_it_where_when_and_for_which_text() {
    let mut desk = Desk::of(Role::Editor);
    desk.set_workflow(Workflow { needed: vec![], ..Workflow::three_step() });
    let id = desk.article(report("Tin", "Một.")).id;
    desk.act_all(&id, &[Action::File, Action::Claim, Action::PassOn]);
    desk.hand_over_to("tam", "Lê Văn Tâm", Role::Secretary);
    let approved = desk.act(&id, Action::Approve).unwrap();
    assert_eq!(
        signed_steps(&approved),
        [
            ("filing", "Trần Thị Lan", false),
            ("review", "Trần Thị Lan", false),
            ("secretary", "Lê Văn Tâm", false),
        ]
    );
    let revisions = desk.store.revisions(&id).unwrap();
    for sign_off in &approved.sign_offs {
        assert_eq!(sign_off.device, "MAY-01");
        let revision = revisions.iter().find(|row| row.hash == sign_off.revision);
        assert_eq!(revision.map(|row| row.at), Some(sign_off.at), "{}", sign_off.step.0);
    }
    let changed = desk.retype(&id, "Hai.");
    assert!(changed.sign_offs.iter().all(|it| it.changed), "each was for another text");
    let outdated: Vec<_> =
        changed.sign_offs.iter().filter(|it| it.outdated).map(|it| it.step.0.as_str()).collect();
    assert_eq!(outdated, ["secretary"], "the review's rule is to flag only");
    assert_eq!(desk.store.diagnose().unwrap().problems, []);
}

#[test]
fn a_return_takes_back_the_sign_offs_from_its_step_on() {
    let mut desk = Desk::of(Role::Secretary);
    desk.set_workflow(Workflow { needed: vec![], ..Workflow::long_chain() });
    let id = desk.article(report("Tin", "Một.")).id;
    let walk = [Action::File, Action::Claim, Action::PassOn, Action::Approve, Action::Approve];
    desk.act_all(&id, &walk);
    let to_step = |step| Action::Return {
        to: ReturnTarget::Step { step },
        reason: "Xem lại số liệu".into(),
        passages: vec![Passage {
            block: Some(BlockId("p1".into())),
            quote: "Một".into(),
            from: Some(0),
        }],
    };
    let returned = desk.act(&id, to_step(2)).unwrap();
    let steps: Vec<_> = returned.sign_offs.iter().map(|it| it.step.0.as_str()).collect();
    assert_eq!(steps, ["filing", "review", "secondEditor"]);
    assert!(matches!(
        &returned.editorial,
        Editorial::Returned { to: ReturnTarget::Step { step: 2 }, passages, .. } if passages.len() == 1
    ));
    assert_eq!(returned.actions[0], ActionKind::Approve, "the step goes on from here");
    let back = desk.act(&id, Action::Approve).unwrap();
    assert_eq!(back.editorial, Editorial::AwaitingApproval { step: 3, of: 3 });
    assert_eq!(desk.store.diagnose().unwrap().problems, []);
}

#[test]
fn a_return_goes_to_the_author_an_editor_who_had_it_or_an_earlier_step() {
    let mut desk = Desk::of(Role::Reporter);
    desk.set_workflow(Workflow { needed: vec![], ..Workflow::long_chain() });
    let id = desk.article(report("Tin", "Một.")).id;
    desk.act(&id, Action::File).unwrap();
    desk.hand_over_to("hoa", "Phạm Thị Hoa", Role::Editor);
    desk.act(&id, Action::Claim).unwrap();
    desk.hand_over_to("vinh", "Đỗ Quang Vinh", Role::Editor);
    desk.act_all(&id, &[Action::Claim, Action::PassOn, Action::Approve]);
    desk.hand_over_to("tam", "Lê Văn Tâm", Role::Secretary);
    let choices = desk.store.return_choices(&id).unwrap();
    let listed: Vec<_> = choices.iter().map(|choice| choice.name.as_str()).collect();
    assert_eq!(listed, ["Trần Thị Lan", "Đỗ Quang Vinh", "Phạm Thị Hoa", "secondEditor"]);
    for choice in choices {
        let mut again = Action::Return { to: choice.to, reason: "Sửa".into(), passages: vec![] };
        let standing = desk.act(&id, again.clone()).unwrap();
        assert!(matches!(standing.editorial, Editorial::Returned { .. }));
        // Back to where it was, to try the next.
        desk.store
            .write(|transaction| {
                let mut working = articles::working(transaction, &id)?;
                working.editorial = Editorial::AwaitingApproval { step: 2, of: 3 };
                articles::update(transaction, &working)
            })
            .unwrap();
        if let Action::Return { to, .. } = &mut again {
            *to = ReturnTarget::Editor { person: PersonId("nobody".into()) };
        }
        assert_eq!(desk.act(&id, again).unwrap_err().code, Code::BadInput);
    }
}

#[test]
fn taking_over_a_claim_says_from_whom() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    let claimed = desk.act_all(&id, &[Action::File, Action::Claim]);
    let since = claimed.since.unwrap();
    assert!(since > desk.store.revisions(&id).unwrap().last().unwrap().at);
    desk.hand_over_to("hoa", "Phạm Thị Hoa", Role::Editor);
    let seen = desk.store.open_article(&id).unwrap().standing;
    assert_eq!(seen.with.unwrap().name, "Trần Thị Lan");
    assert_eq!(seen.since, Some(since), "looking at it changes nothing");
    desk.act(&id, Action::Claim).unwrap();
    let history = desk.store.history(&id).unwrap();
    assert_eq!(history[0].by, "Phạm Thị Hoa");
    assert_eq!(history[0].about.as_deref(), Some("Trần Thị Lan"));
    assert_eq!(history[1].about, None, "the first claim took it from nobody");
}

#[test]
fn who_else_has_an_article_is_told_on_its_row_and_on_itself() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    desk.raw()
        .execute(
            "INSERT INTO lease (article, person_name, device, since) VALUES (?1, 'Lan', 'MAY-03', 5)",
            [&id.0],
        )
        .unwrap();
    let lease = Lease { name: "Lan".into(), device: "MAY-03".into(), since: Timestamp(5) };
    let standing = desk.store.open_article(&id).unwrap().standing;
    assert_eq!(standing.leases, std::slice::from_ref(&lease));
    let query = ListQuery { view: View::All, filter: "tin".into(), offset: 0, limit: 9 };
    let rows = desk.store.list(&query, crate::time::Timestamp(0)).unwrap().rows;
    let row = rows.iter().find(|row| row.id == id).unwrap();
    assert_eq!(row.lease, Some(lease));
    assert_eq!(row.since, standing.since);

    desk.store.forget_lease(&id, "MAY-03").unwrap();
    assert!(desk.store.open_article(&id).unwrap().standing.leases.is_empty());
    let refused = desk.store.forget_lease(&id, "MAY-03").unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
}

#[test]
fn a_check_blocks_the_gates_that_name_it_until_it_is_done_or_waived_with_a_reason() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    desk.act_all(&id, &[Action::File, Action::Claim]);
    desk.mark(&id, CheckKind::Legal, CheckMark::Needed).unwrap();
    let refused = desk.act(&id, Action::Approve).unwrap_err();
    assert_eq!(refused.code, Code::NotAllowed);
    assert_eq!(refused.params["checks"], "legal");
    assert!(!refused.params.contains_key("gaps"));

    let silent = CheckMark::Waived { reason: " ".into() };
    assert_eq!(desk.mark(&id, CheckKind::Legal, silent).unwrap_err().code, Code::BadInput);
    let waived = CheckMark::Waived { reason: "Tin vắn, không nêu tên ai".into() };
    let standing = desk.mark(&id, CheckKind::Legal, waived.clone()).unwrap();
    assert_eq!(standing.blocked.checks, []);
    let legal = standing.checks.iter().find(|check| check.kind == CheckKind::Legal).unwrap();
    assert_eq!(legal.state, CheckState::Waived);
    assert_eq!(legal.by.as_deref(), Some("Trần Thị Lan"));
    assert_eq!(legal.reason.as_deref(), Some("Tin vắn, không nêu tên ai"));
    assert!(legal.at.is_some() && !legal.changed && !legal.open);
    assert_eq!(desk.act(&id, Action::Approve).unwrap().editorial, Editorial::Approved);

    let history = desk.store.history(&id).unwrap();
    assert_eq!(history[1].event, LogEvent::Checked { kind: CheckKind::Legal, mark: waived });
    assert_eq!(desk.store.diagnose().unwrap().problems, []);
}

#[test]
fn a_change_after_a_check_shows_and_blocks_again_where_the_data_say_so() {
    for (rule, blocks) in [(OnChange::Flag, false), (OnChange::Reopen, true)] {
        let mut desk = Desk::of(Role::Editor);
        desk.set_workflow(Workflow { checks_on_change: rule, ..Workflow::two_step() });
        let id = desk.article(report("Tin", "Đạt 41,23%.")).id;
        desk.act_all(&id, &[Action::File, Action::Claim]);
        desk.mark(&id, CheckKind::Figures, CheckMark::Done).unwrap();
        desk.mark(&id, CheckKind::Photos, CheckMark::Done).unwrap();
        let standing = desk.retype(&id, "Đạt 41,32%.");
        let changed: Vec<_> =
            standing.checks.iter().filter(|check| check.changed).map(|check| check.kind).collect();
        assert_eq!(changed, [CheckKind::Figures], "no photo has changed");
        assert_eq!(!standing.blocked.checks.is_empty(), blocks, "{rule:?}");
        assert_eq!(desk.act(&id, Action::Approve).is_err(), blocks, "{rule:?}");
    }
}

#[test]
fn a_check_that_the_workflow_asks_for_is_not_called_off() {
    let mut desk = Desk::of(Role::Editor);
    desk.set_workflow(Workflow { needed: vec![CheckKind::Names], ..Workflow::two_step() });
    let id = desk.article(report("Tin", "Một.")).id;
    let names = desk.store.open_article(&id).unwrap().standing.checks[3].clone();
    assert_eq!((names.kind, names.state), (CheckKind::Names, CheckState::Needed));
    assert!(names.demanded && names.by.is_none());
    let refused = desk.mark(&id, CheckKind::Names, CheckMark::NotNeeded).unwrap_err();
    assert_eq!(refused.code, Code::NotAllowed);
    desk.become_role(Role::Reporter);
    let refused = desk.mark(&id, CheckKind::Names, CheckMark::Done).unwrap_err();
    assert_eq!(refused.code, Code::NotAllowed, "a reporter does not settle checks");
    desk.mark(&id, CheckKind::Legal, CheckMark::Needed).unwrap();
}

#[test]
fn a_change_of_steps_takes_the_articles_on_their_way_along_and_says_so() {
    let mut desk = Desk::of(Role::Secretary);
    desk.set_workflow(Workflow { needed: vec![], ..Workflow::long_chain() });
    let steps = [Action::File, Action::Claim, Action::PassOn, Action::Approve];
    let waiting = desk.article(report("Chờ", "Một.")).id;
    desk.act_all(&waiting, &steps);
    let held = desk.article(report("Giữ", "Một.")).id;
    desk.act_all(&held, &steps);
    desk.act(&held, Action::Hold { reason: "Chờ số liệu".into() }).unwrap();
    let draft = desk.article(report("Nháp", "Một.")).id;
    desk.store.take_changes();

    let mut shorter = desk.store.settings().unwrap().workflow;
    shorter.approvals.remove(1);
    desk.set_workflow(shorter);
    let mut moved = [held.clone(), waiting.clone()];
    moved.sort_unstable();
    assert_eq!(desk.store.take_changes(), moved, "the lists hear of them, and of no other");
    let standing = desk.store.open_article(&waiting).unwrap().standing;
    assert_eq!(
        standing.editorial,
        Editorial::AwaitingApproval { step: 2, of: 2 },
        "release is next"
    );
    assert!(matches!(
        &desk.store.history(&waiting).unwrap()[0].event,
        LogEvent::StepsChanged { .. }
    ));
    assert!(matches!(desk.store.history(&draft).unwrap()[0].event, LogEvent::Created));
    assert_eq!(desk.found(View::WaitingForMe, ""), ["Chờ"]);

    desk.set_workflow(Workflow::two_step());
    let standing = desk.store.open_article(&held).unwrap().standing;
    let filed = Box::new(Editorial::Filed);
    assert_eq!(standing.editorial, Editorial::OnHold { was: filed, reason: "Chờ số liệu".into() });
    assert_eq!(desk.store.diagnose().unwrap().problems, []);
}

#[test]
fn a_workflow_that_is_refused_changes_nothing() {
    let mut desk = Desk::of(Role::Editor);
    let before = desk.store.settings().unwrap();
    let mut workflow = Workflow::long_chain();
    workflow.approvals[2].roles.clear();
    let moment = desk.moment();
    let refused =
        desk.store.change_settings(Settings { workflow, ..before.clone() }, &moment).unwrap_err();
    assert_eq!(refused.code, Code::BadInput);
    assert_eq!(refused.params["what"], "stepRoles");
    assert_eq!(desk.store.settings().unwrap(), before);
}

#[test]
fn what_waits_for_me_follows_my_sections() {
    let mut desk = Desk::of(Role::Editor);
    let mut ids = Vec::new();
    for (headline, section) in [("Bóng đá", "Thể thao"), ("Hội nghị", "Thời sự"), ("Chưa rõ", "")]
    {
        ids.push(desk.in_section(headline, section));
        desk.act(&ids[ids.len() - 1], Action::File).unwrap();
    }
    assert_eq!(desk.found(View::WaitingForMe, ""), ["Chưa rõ", "Hội nghị", "Bóng đá"]);
    let me = desk.store.me().unwrap();
    let sport = Person { sections: names(&[" thể thao ", ""]), ..me };
    let me = desk.store.change_me(sport).unwrap();
    assert_eq!(me.sections, ["thể thao"]);
    assert_eq!(desk.found(View::WaitingForMe, ""), ["Chưa rõ", "Bóng đá"]);
    let foreign = ids[1].clone();
    let standing = desk.store.open_article(&foreign).unwrap().standing;
    assert!(!standing.actions.contains(&ActionKind::Claim));
    assert_eq!(desk.act(&foreign, Action::Claim).unwrap_err().code, Code::NotAllowed);
}

#[test]
fn a_right_taken_away_in_the_data_is_taken_away() {
    let mut desk = Desk::of(Role::Editor);
    let mut workflow = Workflow::two_step();
    workflow.rights.insert(Right::ExportPast, vec![crate::review::Actor::Secretary]);
    desk.set_workflow(workflow);
    let id = desk.article(report("Tin", "Một.")).id;
    let moment = desk.moment();
    let refused = desk.store.plan_export(&id, "", Some("Gấp".into()), &moment).unwrap_err();
    assert_eq!((refused.code, refused.params["who"].as_str()), (Code::NotAllowed, "secretary"));
    let standing = desk.store.open_article(&id).unwrap().standing;
    assert!(!standing.rights.contains(&Right::ExportPast));
    desk.become_role(Role::Secretary);
    assert!(desk.store.plan_export(&id, "", Some("Gấp".into()), &moment).is_ok());
}

#[test]
fn an_export_of_a_changed_text_sends_the_article_back_to_whom_it_was_approved_by() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    desk.act_all(&id, &[Action::File, Action::Claim, Action::Approve]);
    desk.retype(&id, "Hai.");
    desk.store.take_changes();
    let moment = desk.moment();
    let refused = desk.store.plan_export(&id, "", None, &moment).unwrap_err();
    assert_eq!(refused.code, Code::ChangedSinceApproval);
    assert_eq!(desk.store.take_changes(), std::slice::from_ref(&id));
    let standing = desk.store.open_article(&id).unwrap().standing;
    let me = desk.store.me().unwrap().id;
    assert_eq!(standing.editorial, Editorial::InReview { by: me });
    assert!(standing.approval.is_some() && standing.changed_since_approval, "it still says so");
    assert_eq!(desk.found(View::WaitingForMe, ""), ["Tin"]);
    assert!(matches!(
        &desk.store.history(&id).unwrap()[0].event,
        LogEvent::StepReopened { step, signed_by, .. }
            if step == "review" && signed_by == "Trần Thị Lan"
    ));
    desk.act(&id, Action::Approve).unwrap();
    assert!(desk.store.plan_export(&id, "", None, &moment).is_ok());
    assert_eq!(desk.store.diagnose().unwrap().problems, []);
}

#[test]
fn where_the_rule_is_to_flag_a_changed_text_goes_out_as_what_it_is() {
    let mut desk = Desk::of(Role::Editor);
    let mut workflow = Workflow::two_step();
    workflow.review.on_change = OnChange::Flag;
    desk.set_workflow(workflow);
    let id = desk.article(report("Tin", "Một.")).id;
    desk.act_all(&id, &[Action::File, Action::Claim, Action::Approve]);
    desk.retype(&id, "Hai.");
    let moment = desk.moment();
    let plan = desk.store.plan_export(&id, "", None, &moment).unwrap();
    assert_eq!(plan.document, report("Tin", "Hai."));
    assert!(!plan.approved, "this very text was not signed");
}

#[test]
fn a_log_edited_by_hand_is_flagged_where_it_was_edited() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    desk.act_all(&id, &[Action::File, Action::Claim, Action::Approve]);
    assert_eq!(desk.store.check_log(&id).unwrap(), None);
    let fault = |desk: &Desk, sql: &str| {
        let raw = desk.raw();
        let rows: Vec<(i64, String, String)> = raw
            .prepare("SELECT n, body, hash FROM log WHERE article = ?1")
            .unwrap()
            .query_map([&id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        assert!(raw.execute(sql, [&id.0]).unwrap() > 0, "{sql}");
        let found = desk.store.check_log(&id).unwrap();
        let history = desk.store.history(&id).unwrap();
        let problems = desk.store.diagnose().unwrap().problems;
        raw.execute("DELETE FROM log WHERE article = ?1", [&id.0]).unwrap();
        for (n, body, hash) in rows {
            raw.execute(
                "INSERT INTO log (article, n, body, hash) VALUES (?1, ?2, ?3, ?4)",
                rusqlite::params![id.0, n, body, hash],
            )
            .unwrap();
        }
        assert!(
            problems.iter().any(|it| it.kind == ProblemKind::Log && it.fault == found),
            "{sql}"
        );
        (found, history.iter().map(|row| row.intact).collect::<Vec<_>>())
    };
    let (found, intact) = fault(
        &desk,
        "UPDATE log SET body = replace(body, 'Trần Thị Lan', 'Ai đó') WHERE article = ?1 AND n = 3",
    );
    assert_eq!(found, Some(LogFault::Changed { entry: 3 }));
    assert_eq!(intact, [false, false, true, true], "newest first");
    let (found, intact) = fault(&desk, "UPDATE log SET body = 'x' WHERE article = ?1 AND n = 2");
    assert_eq!(found, Some(LogFault::Changed { entry: 2 }));
    assert_eq!(intact.len(), 4, "what cannot be read is still a line");
    let (found, _) = fault(&desk, "DELETE FROM log WHERE article = ?1 AND n = 2");
    assert_eq!(found, Some(LogFault::Changed { entry: 2 }));
    let (found, _) = fault(&desk, "DELETE FROM log WHERE article = ?1 AND n > 2");
    assert_eq!(found, Some(LogFault::Cut { kept: 2 }));
    assert_eq!(desk.store.check_log(&id).unwrap(), None, "as it was");
}

#[test]
fn an_edited_log_keeps_nobody_from_working_on() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    desk.act(&id, Action::File).unwrap();
    desk.raw().execute("UPDATE log SET body = 'x' WHERE article = ?1", [&id.0]).unwrap();
    desk.act(&id, Action::Claim).unwrap();
    let history = desk.store.history(&id).unwrap();
    assert_eq!(history.len(), 3);
    assert!(history.iter().all(|row| !row.intact), "what builds on it proves nothing either");
    assert_eq!(desk.store.check_log(&id).unwrap(), Some(LogFault::Changed { entry: 1 }));
}

#[test]
fn a_sign_off_put_in_by_hand_is_flagged() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    desk.act_all(&id, &[Action::File, Action::Claim, Action::Approve]);
    let raw = desk.raw();
    let body: String = raw
        .query_row("SELECT body FROM sign_off WHERE step = 'review'", [], |row| row.get(0))
        .unwrap();
    let forged = body.replace("Trần Thị Lan", "Tổng biên tập");
    let hash = blake3::hash(forged.as_bytes()).to_hex().to_string();
    raw.execute("UPDATE sign_off SET body = ?1, hash = ?2 WHERE step = 'review'", [&forged, &hash])
        .unwrap();
    let problems = desk.store.diagnose().unwrap().problems;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].kind, ProblemKind::Signature);
    assert_eq!(problems[0].what, id.0);
}

#[test]
fn a_state_changed_by_hand_is_flagged() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    desk.act(&id, Action::File).unwrap();
    desk.store
        .write(|transaction| {
            let mut working = articles::working(transaction, &id)?;
            working.editorial = Editorial::Approved;
            articles::update(transaction, &working)
        })
        .unwrap();
    assert_eq!(desk.store.check_log(&id).unwrap(), Some(LogFault::StateElsewhere));
}

#[test]
fn the_last_return_stays_in_sight_of_whoever_reads_the_article_again() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    let passage =
        Passage { block: Some(BlockId("p1".into())), quote: "Một".into(), from: Some(0) };
    let back = Action::Return {
        to: ReturnTarget::Author,
        reason: "Kiểm tra số liệu".into(),
        passages: vec![passage.clone()],
    };
    let filed = desk.act_all(&id, &[Action::File, Action::Claim, back, Action::File]);
    let seen = filed.last_return.unwrap();
    assert_eq!((seen.reason.as_str(), seen.by.as_str()), ("Kiểm tra số liệu", "Trần Thị Lan"));
    assert_eq!(seen.passages, [passage]);
    let approved = desk.act_all(&id, &[Action::Claim, Action::Approve]);
    assert_eq!(approved.last_return, None, "settled");
}

#[test]
fn a_store_of_the_first_version_opens_with_what_it_had() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.in_section("Bóng đá", "Thể thao");
    desk.act_all(&id, &[Action::File, Action::Claim, Action::Approve]);
    // Back to what the first version knew.
    let Desk { folder, mut store, .. } = desk;
    store.checkpoint().unwrap();
    drop(store);
    let raw = rusqlite::Connection::open(folder.path().join("desk.db")).unwrap();
    raw.pragma_update(None, "foreign_keys", false).unwrap();
    raw.execute_batch(&schema::back_to_v1()).unwrap();
    raw.execute_batch(
        "UPDATE meta SET value = json_set(value, '$.workflow',
            json('{\"name\": \"threeStep\",
                   \"approvals\": [{\"name\": \"secretary\", \"roles\": [\"secretary\"]}]}'))
         WHERE name = 'settings';",
    )
    .unwrap();
    raw.pragma_update(None, "user_version", 1).unwrap();
    drop(raw);

    let store = Store::open(folder.path(), "MAY-01").unwrap();
    let mut then = Workflow::three_step();
    then.approvals[0].gate.findings = FindingGate::default();
    assert_eq!(store.settings().unwrap().workflow, then, "no gate begins to stand there");
    assert_eq!(store.me().unwrap().sections, Vec::<String>::new());
    let opened = store.open_article(&id).unwrap();
    assert_eq!(opened.standing.editorial, Editorial::Approved);
    let kept: BTreeMap<_, _> =
        opened.standing.sign_offs.iter().map(|it| (it.step.clone(), it.by.as_str())).collect();
    assert_eq!(kept[&StepId("secretary".into())], "Trần Thị Lan", "from the approval itself");
    assert_eq!(store.check_log(&id).unwrap(), None);
    let section: String = store
        .connection
        .query_row("SELECT section FROM article WHERE id = ?1", [&id.0], |row| row.get(0))
        .unwrap();
    assert_eq!(section, "the thao");
}

#[test]
fn a_move_made_in_a_burst_of_seconds_keeps_its_order() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    let moment = desk.moment();
    for (n, action) in [Action::File, Action::Claim, Action::Approve].into_iter().enumerate() {
        let seed = [u8::try_from(n).unwrap(); 32];
        desk.store.move_article(&id, action, None, &Moment { now: moment.now, seed }).unwrap();
    }
    let kinds: Vec<_> = desk
        .store
        .history(&id)
        .unwrap()
        .into_iter()
        .filter_map(|row| match row.event {
            LogEvent::Moved { action, .. } => Some(action.kind()),
            _ => None,
        })
        .collect();
    assert_eq!(kinds, [ActionKind::Approve, ActionKind::Claim, ActionKind::File]);
}

#[test]
fn a_photo_check_asks_again_when_a_caption_changes() {
    let mut desk = Desk::of(Role::Editor);
    let mut document = report("Tin", "Một.");
    document.blocks.push(Block::photo_missing(BlockId("f1".into()), "Quang cảnh"));
    let article = desk.article(document.clone());
    let standing = desk.mark(&article.id, CheckKind::Photos, CheckMark::Done).unwrap();
    assert!(!standing.checks[0].changed);
    document.blocks[1] = Block::photo_missing(BlockId("f1".into()), "Toàn cảnh");
    let article = desk.store.open_article(&article.id).unwrap();
    let standing = desk.save(&article, document).unwrap().standing;
    assert!(standing.checks[0].changed && standing.checks[0].open);
}
