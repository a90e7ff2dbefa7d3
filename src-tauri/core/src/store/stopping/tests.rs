//! Gates that wait for what the proofreader finds.

use crate::article::ArticleId;
use crate::failure::{Code, Failure};
use crate::person::Role;
use crate::proof::Cache;
use crate::proof::{Ignore, IgnoreScope, Overrule, RuleId};
use crate::review::{Action, FindingGate, LogEvent, Right, Workflow};
use crate::store::tests::{Desk, report};
use crate::store::{Draft, Settings, Standing};

const FAULTY: &str = "Ông làm viêc ở đây, kinh tế- xã hội phát triển.";

impl Desk {
    fn gates(&mut self, change: impl FnOnce(&mut Workflow)) {
        let mut settings = self.store.settings().unwrap();
        change(&mut settings.workflow);
        let moment = self.moment();
        self.store.change_settings(settings, &moment).unwrap();
    }

    fn faulty(&mut self) -> ArticleId {
        self.article(report("Tin", FAULTY)).id
    }

    fn past(&mut self, id: &ArticleId, action: Action, reason: &str) -> Result<Standing, Failure> {
        let moment = self.moment();
        self.store.move_article(id, action, Some(reason.to_owned()), &moment)
    }
}

#[test]
fn the_portal_approves_nothing_in_which_an_error_is_left_and_says_which() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.faulty();
    desk.act_all(&id, &[Action::File, Action::Claim]);
    let refused = desk.act(&id, Action::Approve).unwrap_err();
    assert_eq!(refused.code, Code::FindingsOpen);
    assert_eq!(refused.params["findings"], "2");
    assert_eq!(refused.params["action"], "approve");
    assert_eq!(
        refused.params["first"].split('\n').collect::<Vec<_>>(),
        [
            "SYL_INVALID\tÔng làm viêc ở đây, kinh…",
            "HYPHEN_SPACE\t…ở đây, kinh tế- xã hội phát triển."
        ]
    );
    let article = desk.store.open_article(&id).unwrap();
    desk.save(&article, report("Tin", "Ông làm việc ở đây, kinh tế - xã hội phát triển.")).unwrap();
    let approved = desk.act(&id, Action::Approve).unwrap();
    assert!(approved.approval.is_some(), "what is put right stops nobody");
}

#[test]
fn what_was_left_alone_and_what_the_house_has_turned_off_stops_nobody() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.faulty();
    desk.act_all(&id, &[Action::File, Action::Claim]);
    let moment = desk.moment();
    let open = desk.store.open_article(&id).unwrap();
    let draft = Draft { document: open.document, fields: open.fields };
    let cache = &mut Cache::default();
    let reader = desk.store.proofreader(Some(&id), &draft, cache, &moment).unwrap();
    let found = reader.read(draft, cache, &moment).unwrap().findings;
    let broken = found.iter().find(|it| it.rule == RuleId::SylInvalid).unwrap();
    let (text, key) = (broken.text.clone(), broken.key.clone());
    let ignore = Ignore { rule: broken.rule, house: None, text, key, scope: IgnoreScope::Here };
    desk.store.ignore_finding(&id, ignore, &moment).unwrap();
    assert_eq!(desk.act(&id, Action::Approve).unwrap_err().params["findings"], "1");
    desk.store.overrule(RuleId::HyphenSpace, Some(Overrule::Hint), &moment).unwrap();
    desk.act(&id, Action::Approve).unwrap();
}

#[test]
fn a_gate_on_a_rule_waits_for_hints_of_it_and_for_nothing_else() {
    let mut desk = Desk::of(Role::Editor);
    desk.gates(|workflow| {
        workflow.filing.findings = FindingGate { errors: false, rules: vec![RuleId::ToneStyle] };
    });
    let id = desk.article(report("Tin", "Một ngôi nhà hoà bình, làm viêc.")).id;
    let refused = desk.act(&id, Action::File).unwrap_err();
    assert_eq!((refused.code, &*refused.params["findings"]), (Code::FindingsOpen, "1"));
    assert!(refused.params["first"].starts_with("TONE_STYLE\t"));
    assert_eq!(refused.params["action"], "file");
    let blocked = desk.store.open_article(&id).unwrap().standing.blocked;
    assert_eq!(blocked.findings.rules, [RuleId::ToneStyle], "the screen can say so before");
}

#[test]
fn whoever_may_waive_a_check_passes_with_a_reason_that_the_log_keeps() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.faulty();
    desk.act_all(&id, &[Action::File, Action::Claim]);
    assert_eq!(desk.past(&id, Action::Approve, " ").unwrap_err().code, Code::FindingsOpen);
    let long = "a".repeat(20_001);
    assert_eq!(desk.past(&id, Action::Approve, &long).unwrap_err().code, Code::BadInput);
    desk.past(&id, Action::Approve, " Trích nguyên văn ").unwrap();
    let history = desk.store.history(&id).unwrap();
    let LogEvent::Moved { waived: Some(waived), .. } = &history[0].event else {
        panic!("{:?}", history[0].event);
    };
    assert_eq!((waived.count, &*waived.reason), (2, "Trích nguyên văn"));
    assert_eq!(waived.first[0].rule, "SYL_INVALID");
    assert_eq!(desk.store.check_log(&id).unwrap(), None, "the chain holds");
}

#[test]
fn nobody_passes_who_may_not_waive_a_check() {
    let mut desk = Desk::of(Role::Editor);
    desk.gates(|workflow| {
        workflow.rights.insert(Right::WaiveCheck, Vec::new());
    });
    let id = desk.faulty();
    desk.act_all(&id, &[Action::File, Action::Claim]);
    let refused = desk.past(&id, Action::Approve, "Vội").unwrap_err();
    assert_eq!(refused.code, Code::NotAllowed);
}

#[test]
fn a_reason_where_nothing_was_found_leaves_no_word_in_the_log() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một câu đúng.")).id;
    desk.act_all(&id, &[Action::File, Action::Claim]);
    desk.past(&id, Action::Approve, "Vội").unwrap();
    let history = desk.store.history(&id).unwrap();
    assert!(matches!(history[0].event, LogEvent::Moved { waived: None, .. }));
}

#[test]
fn an_export_waits_for_findings_where_the_newsroom_asks_and_passes_with_a_reason() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.faulty();
    desk.act_all(&id, &[Action::File, Action::Claim]);
    desk.past(&id, Action::Approve, "Vội").unwrap();
    let moment = desk.moment();
    desk.store.plan_export(&id, "", None, &moment).unwrap();
    desk.gates(|workflow| workflow.exporting.errors = true);
    let refused = desk.store.plan_export(&id, "", None, &moment).unwrap_err();
    assert_eq!(refused.code, Code::FindingsOpen);
    assert_eq!(refused.params["who"], "editor,secretary");
    assert_eq!(refused.params["findings"], "2");
    let plan = desk.store.plan_export(&id, "", Some("Trích nguyên văn".into()), &moment).unwrap();
    assert!(plan.approved, "the text is the approved one all the same");
}

#[test]
fn a_desk_of_an_older_version_has_no_gate_on_findings() {
    let mut desk = Desk::of(Role::Editor);
    let mut settings = serde_json::to_value(desk.store.settings().unwrap()).unwrap();
    let workflow = settings["workflow"].as_object_mut().unwrap();
    workflow.remove("exporting");
    workflow["filing"].as_object_mut().unwrap().remove("findings");
    workflow["review"]["gate"].as_object_mut().unwrap().remove("findings");
    settings.as_object_mut().unwrap().remove("iyStyle");
    let old = settings.to_string();
    desk.raw().execute("UPDATE meta SET value = ?1 WHERE name = 'settings'", [&old]).unwrap();
    let read: Settings = desk.store.settings().unwrap();
    assert!(read.workflow.review.gate.findings.is_open() && read.workflow.exporting.is_open());
    let id = desk.faulty();
    desk.act_all(&id, &[Action::File, Action::Claim, Action::Approve]);
}
