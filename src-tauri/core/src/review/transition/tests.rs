use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::person::Role;
use crate::review::{CheckKind, Gap, Gate, OnChange, Step};

fn person(id: &str, role: Role) -> Person {
    Person {
        id: PersonId(id.to_owned()),
        name: id.to_owned(),
        pen_name: id.to_owned(),
        role,
        sections: Vec::new(),
    }
}

fn returned(to: ReturnTarget) -> Action {
    Action::Return { to, reason: "Thiếu ảnh".to_owned(), passages: Vec::new() }
}

fn reason() -> String {
    "Chờ số liệu".to_owned()
}

/// An article by "mai" on its way, with the sign-offs that a store would keep.
#[derive(Debug, Clone)]
struct Way {
    workflow: Workflow,
    state: Editorial,
    section: String,
    author: PersonId,
    /// Counts the changes of the text.
    text: u32,
    /// By step: who signed it, and which text.
    sign_offs: BTreeMap<StepId, (PersonId, u32)>,
    had_it: Vec<PersonId>,
}

impl Way {
    fn of(workflow: Workflow) -> Self {
        Self {
            workflow,
            state: Editorial::Draft,
            section: String::new(),
            author: PersonId("mai".to_owned()),
            text: 0,
            sign_offs: BTreeMap::new(),
            had_it: Vec::new(),
        }
    }

    fn with_case<T>(&self, look: impl FnOnce(&Case<'_>) -> T) -> T {
        let of_other_text =
            |step: &Step| self.sign_offs.get(&step.id).is_some_and(|(_, text)| *text != self.text);
        let reopens = |step: &Step| of_other_text(step) && step.on_change == OnChange::Reopen;
        let ids = |wanted: &dyn Fn(&Step) -> bool| -> Vec<StepId> {
            let chain = self.workflow.chain().filter(|step| wanted(step));
            chain.map(|step| step.id.clone()).collect()
        };
        look(&Case {
            state: &self.state,
            author: &self.author,
            section: &self.section,
            workflow: &self.workflow,
            signed: &ids(&|step| self.sign_offs.contains_key(&step.id) && !reopens(step)),
            stale: &ids(&reopens),
            changed: !ids(&of_other_text).is_empty(),
            reviewer: self.sign_offs.get(&StepId::review()).map(|(by, _)| by),
            had_it: &self.had_it,
        })
    }

    fn allowed(&self, who: &Person) -> Vec<ActionKind> {
        self.with_case(|case| allowed(case, who))
    }

    fn act(&mut self, who: &Person, action: &Action) -> Result<()> {
        let (state, signed) = self.with_case(|case| {
            apply(case, action, who).map(|state| (state, signed_by(case, action)))
        })?;
        match action {
            Action::Claim => self.had_it.push(who.id.clone()),
            Action::Reopen { .. } => self.sign_offs.clear(),
            Action::Return { to, .. } => {
                let from = match to {
                    ReturnTarget::Step { step } => *step as usize,
                    ReturnTarget::Author | ReturnTarget::Editor { .. } => 0,
                };
                let kept: Vec<_> =
                    self.workflow.chain().take(from).map(|step| step.id.clone()).collect();
                self.sign_offs.retain(|id, _| kept.contains(id));
            }
            _ => {}
        }
        if let Some(step) = signed.and_then(|place| self.workflow.step(place)) {
            self.sign_offs.insert(step.id.clone(), (who.id.clone(), self.text));
        }
        self.state = state;
        Ok(())
    }

    /// Every action of a kind that the data leave open.
    fn actions(&self, kind: ActionKind, who: &Person) -> Vec<Action> {
        match kind {
            ActionKind::File => vec![Action::File],
            ActionKind::Claim => vec![Action::Claim],
            ActionKind::Release => vec![Action::Release],
            ActionKind::PassOn => vec![Action::PassOn],
            ActionKind::Approve => vec![Action::Approve],
            ActionKind::Withdraw => vec![Action::Withdraw],
            ActionKind::Hold => vec![Action::Hold { reason: reason() }],
            ActionKind::Resume => vec![Action::Resume],
            ActionKind::Spike => vec![Action::Spike { reason: reason() }],
            ActionKind::Restore => vec![Action::Restore],
            ActionKind::Reopen => vec![Action::Reopen { reason: reason() }],
            ActionKind::Return => {
                let editors = self.had_it.iter().filter(|id| **id != who.id);
                let editors = editors.map(|id| ReturnTarget::Editor { person: id.clone() });
                let now = match self.state {
                    Editorial::Approved => self.workflow.approvals.len() + 1,
                    ref state => place_of(state, &self.workflow).unwrap_or(0),
                };
                let steps = (1..now).map(|step| ReturnTarget::Step { step: step as u32 });
                let all = std::iter::once(ReturnTarget::Author).chain(editors).chain(steps);
                all.map(returned).collect()
            }
        }
    }
}

/// Runs actions as (who, action) from a draft by "mai".
#[track_caller]
fn run(workflow: &Workflow, moves: &[(&Person, Action)]) -> Result<Editorial> {
    let mut way = Way::of(workflow.clone());
    for (who, action) in moves {
        way.act(who, action)?;
    }
    Ok(way.state)
}

#[test]
fn a_report_goes_from_draft_to_approved_in_the_two_step_portal() {
    let (mai, lan) = (person("mai", Role::Reporter), person("lan", Role::Editor));
    let end = run(
        &Workflow::two_step(),
        &[
            (&mai, Action::File),
            (&lan, Action::Claim),
            (&lan, returned(ReturnTarget::Author)),
            (&mai, Action::File),
            (&lan, Action::Claim),
            (&lan, Action::Approve),
        ],
    );
    assert_eq!(end, Ok(Editorial::Approved));
}

#[test]
fn each_approval_step_is_walked_in_the_long_chain() {
    let (mai, lan) = (person("mai", Role::Reporter), person("lan", Role::Editor));
    let tam = person("tam", Role::Secretary);
    let workflow = Workflow::long_chain();
    let mut moves = vec![
        (&mai, Action::File),
        (&lan, Action::Claim),
        (&lan, Action::PassOn),
        (&lan, Action::Approve),
    ];
    assert_eq!(run(&workflow, &moves), Ok(Editorial::AwaitingApproval { step: 2, of: 3 }));
    moves.push((&lan, Action::Approve));
    assert_eq!(
        run(&workflow, &moves).map_err(|failure| failure.code),
        Err(Code::NotAllowed),
        "an editor does not approve the secretary's step"
    );
    moves.pop();
    moves.extend([(&tam, Action::Approve), (&tam, Action::Approve)]);
    assert_eq!(run(&workflow, &moves), Ok(Editorial::Approved));
}

#[test]
fn a_reporter_cannot_approve() {
    let mai = person("mai", Role::Reporter);
    let end = run(&Workflow::two_step(), &[(&mai, Action::File), (&mai, Action::Approve)]);
    assert_eq!(end.map_err(|failure| failure.code), Err(Code::NotAllowed));
}

#[test]
fn a_return_goes_to_anybody_who_has_had_it_and_to_nobody_else() {
    let (mai, lan) = (person("mai", Role::Reporter), person("lan", Role::Editor));
    let (hoa, tam) = (person("hoa", Role::Editor), person("tam", Role::Secretary));
    let mut way = Way::of(Workflow::long_chain());
    for (who, action) in [
        (&mai, Action::File),
        (&lan, Action::Claim),
        (&hoa, Action::Claim),
        (&hoa, Action::PassOn),
        (&lan, Action::Approve),
        (&tam, Action::Approve),
    ] {
        way.act(who, &action).unwrap();
    }
    assert_eq!(way.state, Editorial::AwaitingApproval { step: 3, of: 3 });
    let to = |person: &Person| ReturnTarget::Editor { person: person.id.clone() };
    for target in [
        ReturnTarget::Author,
        to(&lan),
        to(&hoa),
        ReturnTarget::Step { step: 1 },
        ReturnTarget::Step { step: 2 },
    ] {
        let mut back = way.clone();
        back.act(&tam, &returned(target.clone())).unwrap();
        assert!(matches!(&back.state, Editorial::Returned { to, .. } if *to == target));
    }
    for target in [
        to(&mai),
        to(&tam),
        ReturnTarget::Step { step: 0 },
        ReturnTarget::Step { step: 3 },
        ReturnTarget::Step { step: 9 },
    ] {
        let refused = way.clone().act(&tam, &returned(target.clone())).unwrap_err();
        assert_eq!(refused.code, Code::BadInput, "{target:?}");
    }
}

#[test]
fn an_editor_who_gets_an_article_back_goes_on_from_there() {
    let (mai, lan) = (person("mai", Role::Reporter), person("lan", Role::Editor));
    let tam = person("tam", Role::Secretary);
    let mut way = Way::of(Workflow::three_step());
    let to_lan = returned(ReturnTarget::Editor { person: lan.id.clone() });
    for (who, action) in
        [(&mai, Action::File), (&lan, Action::Claim), (&lan, Action::PassOn), (&tam, to_lan)]
    {
        way.act(who, &action).unwrap();
    }
    assert!(way.sign_offs.is_empty(), "what was passed on is passed on anew");
    assert!(way.with_case(|case| waits_for(case, &lan, false)));
    assert!(way.allowed(&mai).is_empty());
    for action in [Action::Claim, Action::PassOn] {
        way.act(&lan, &action).unwrap();
    }
    assert_eq!(way.state, Editorial::AwaitingApproval { step: 1, of: 1 });
}

#[test]
fn a_return_without_a_reason_is_refused() {
    let (mai, lan) = (person("mai", Role::Reporter), person("lan", Role::Editor));
    let silent = Action::Return { to: ReturnTarget::Author, reason: "  ".into(), passages: vec![] };
    let end =
        run(&Workflow::two_step(), &[(&mai, Action::File), (&lan, Action::Claim), (&lan, silent)]);
    assert_eq!(end.map_err(|failure| failure.code), Err(Code::BadInput));
}

#[test]
fn a_spiked_or_held_article_comes_back_to_where_it_was() {
    let (mai, lan) = (person("mai", Role::Reporter), person("lan", Role::Editor));
    let end = run(
        &Workflow::two_step(),
        &[
            (&mai, Action::File),
            (&lan, Action::Claim),
            (&lan, Action::Hold { reason: reason() }),
            (&lan, Action::Spike { reason: reason() }),
            (&lan, Action::Restore),
            (&lan, Action::Resume),
        ],
    );
    assert_eq!(end, Ok(Editorial::InReview { by: lan.id }));
}

#[test]
fn the_author_does_not_let_go_on_what_an_editor_holds() {
    let (mai, lan) = (person("mai", Role::Reporter), person("lan", Role::Editor));
    let mut way = Way::of(Workflow::two_step());
    way.act(&mai, &Action::Hold { reason: reason() }).unwrap();
    assert!(way.allowed(&mai).contains(&ActionKind::Resume), "one's own, at home");
    way.act(&mai, &Action::Resume).unwrap();
    way.act(&mai, &Action::File).unwrap();
    way.act(&lan, &Action::Hold { reason: reason() }).unwrap();
    assert_eq!(way.allowed(&mai), []);
}

#[test]
fn a_section_that_is_not_mine_is_not_mine_to_move() {
    let mai = person("mai", Role::Reporter);
    let sport = Person { sections: vec!["Thể thao".into()], ..person("lan", Role::Editor) };
    let mut way = Way::of(Workflow::two_step());
    way.act(&mai, &Action::File).unwrap();
    assert!(way.allowed(&sport).contains(&ActionKind::Claim), "no section yet: everybody's");
    way.section = "thể  thao".into();
    assert!(way.allowed(&sport).contains(&ActionKind::Claim));
    way.section = "Thời sự".into();
    assert_eq!(way.allowed(&sport), []);
    assert!(!way.with_case(|case| waits_for(case, &sport, false)));
}

#[test]
fn a_change_after_a_sign_off_goes_back_to_that_step_or_is_only_flagged_as_the_data_say() {
    let (mai, lan) = (person("mai", Role::Reporter), person("lan", Role::Editor));
    let tam = person("tam", Role::Secretary);
    for (on_change, expected) in [
        (OnChange::Flag, Editorial::Approved),
        (OnChange::Reopen, Editorial::InReview { by: lan.id.clone() }),
    ] {
        let mut workflow = Workflow::three_step();
        workflow.review.on_change = on_change;
        let mut way = Way::of(workflow);
        for (who, action) in [(&mai, Action::File), (&lan, Action::Claim), (&lan, Action::PassOn)] {
            way.act(who, &action).unwrap();
        }
        way.text += 1;
        way.act(&tam, &Action::Approve).unwrap();
        assert_eq!(way.state, expected, "{on_change:?}");
        if on_change == OnChange::Reopen {
            assert_eq!(way.allowed(&lan)[0], ActionKind::Approve, "nothing else is missing");
            way.act(&lan, &Action::Approve).unwrap();
            assert_eq!(way.state, Editorial::Approved, "the secretary's sign-off still holds");
        }
    }
}

#[test]
fn an_approved_article_is_signed_again_only_by_those_whose_step_it_is() {
    let (mai, lan) = (person("mai", Role::Reporter), person("lan", Role::Editor));
    let tam = person("tam", Role::Secretary);
    let mut way = Way::of(Workflow::three_step());
    for (who, action) in [
        (&mai, Action::File),
        (&lan, Action::Claim),
        (&lan, Action::PassOn),
        (&tam, Action::Approve),
    ] {
        way.act(who, &action).unwrap();
    }
    assert!(!way.allowed(&tam).contains(&ActionKind::Approve), "nothing new to approve");
    way.text += 1;
    assert!(way.allowed(&tam).contains(&ActionKind::Approve));
    assert!(!way.allowed(&lan).contains(&ActionKind::Approve));
    assert_eq!(
        way.with_case(reopened),
        Some((1, Editorial::AwaitingApproval { step: 1, of: 1 })),
        "an export sends it back there"
    );
    way.act(&tam, &Action::Approve).unwrap();
    assert_eq!(way.state, Editorial::Approved);
    assert_eq!(way.with_case(reopened), None);
}

#[test]
fn articles_of_a_step_that_is_taken_out_go_to_the_next_that_remains() {
    let long = Workflow::long_chain();
    let at = |step, of| Editorial::AwaitingApproval { step, of };
    let without = |gone: &[usize]| {
        let mut workflow = long.clone();
        let mut n = 0;
        workflow.approvals.retain(|_| {
            n += 1;
            !gone.contains(&n)
        });
        workflow
    };
    assert_eq!(carry(&at(2, 3), &long, &long), at(2, 3));
    assert_eq!(carry(&at(2, 3), &long, &without(&[1])), at(1, 2), "followed to its new place");
    assert_eq!(carry(&at(2, 3), &long, &without(&[2])), at(2, 2), "release comes next");
    assert_eq!(carry(&at(3, 3), &long, &without(&[3])), at(2, 2), "the last sees it again");
    assert_eq!(carry(&at(1, 3), &long, &Workflow::two_step()), Editorial::Filed);
    let mut reversed = long.clone();
    reversed.approvals.reverse();
    assert_eq!(carry(&at(1, 3), &long, &reversed), at(3, 3));
    let held = Editorial::OnHold { was: Box::new(at(3, 3)), reason: reason() };
    let carried = carry(&held, &long, &without(&[1]));
    assert_eq!(carried, Editorial::OnHold { was: Box::new(at(2, 2)), reason: reason() });
}

#[test]
fn a_step_number_from_another_desk_is_brought_to_one_that_there_is() {
    let at = |step, of| Editorial::AwaitingApproval { step, of };
    assert_eq!(settle(&at(7, 9), &Workflow::long_chain()), at(3, 3));
    assert_eq!(settle(&at(0, 9), &Workflow::long_chain()), at(1, 3));
    assert_eq!(settle(&at(u32::MAX, 1), &Workflow::two_step()), Editorial::Filed);
}

// ---- Over any workflow that a newsroom may make ----

fn roles() -> impl Strategy<Value = Vec<Role>> {
    proptest::sample::subsequence(vec![Role::Reporter, Role::Editor, Role::Secretary], 1..=3)
}

fn on_change() -> impl Strategy<Value = OnChange> {
    prop_oneof![Just(OnChange::Flag), Just(OnChange::Reopen)]
}

fn step() -> impl Strategy<Value = Step> {
    (proptest::sample::select(vec!["", "a", "b", "c", "d", "secretary"]), roles(), on_change())
        .prop_map(|(id, roles, on_change)| Step {
            id: StepId(id.to_owned()),
            name: "Bước".to_owned(),
            roles,
            gate: Gate {
                gaps: vec![Gap::Headline],
                checks: vec![CheckKind::Legal],
                ..Gate::default()
            },
            on_change,
        })
}

fn workflows() -> impl Strategy<Value = Workflow> {
    let actors = vec![Actor::Author, Actor::Reporter, Actor::Editor, Actor::Secretary];
    let rights = vec![
        Right::File,
        Right::Withdraw,
        Right::Hold,
        Right::Spike,
        Right::Reopen,
        Right::AskCheck,
        Right::SettleCheck,
        Right::WaiveCheck,
        Right::ExportPast,
    ];
    let rights = proptest::collection::btree_map(
        proptest::sample::select(rights),
        proptest::sample::subsequence(actors, 0..=4),
        0..=9,
    );
    (step(), vec(step(), 0..=5), rights).prop_filter_map(
        "two steps of one id, or nobody who files",
        |(review, approvals, rights)| {
            Workflow { review, approvals, rights, ..Workflow::two_step() }.accept().ok()
        },
    )
}

/// The author and one person of each role, with all sections or with one.
fn cast() -> Vec<Person> {
    let sport = |person: Person| Person { sections: vec!["Thể thao".into()], ..person };
    vec![
        person("mai", Role::Reporter),
        person("nga", Role::Reporter),
        person("lan", Role::Editor),
        person("hoa", Role::Editor),
        person("tam", Role::Secretary),
        sport(person("vinh", Role::Editor)),
        sport(person("yen", Role::Secretary)),
    ]
}

/// One turn of a walk: who, which of the open actions, whether the text changes first.
type Turn = (usize, usize, bool);

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    vec((0..7_usize, 0..64_usize, any::<bool>()), 0..60)
}

/// Walks by random choices among what is open, checking each stop.
fn walk(way: &mut Way, turns: &[Turn], mut check: impl FnMut(&Way)) {
    let cast = cast();
    check(way);
    for (who, choice, text_changes) in turns {
        if *text_changes {
            way.text += 1;
        }
        let who = &cast[*who];
        let open: Vec<Action> =
            way.allowed(who).into_iter().flat_map(|kind| way.actions(kind, who)).collect();
        if open.is_empty() {
            continue;
        }
        way.act(who, &open[choice % open.len()]).expect("a listed action can be done");
        check(way);
    }
}

/// Whether the data give `who` this action at all, in whatever state: written apart from the
/// rules, as one reads it off the settings.
fn the_data_name(way: &Way, who: &Person, kind: ActionKind) -> bool {
    let covers = who.covers(&way.section);
    let by_right = |right| {
        let actors = way.workflow.rights.get(&right).map(Vec::as_slice).unwrap_or_default();
        (covers && actors.contains(&Actor::from(who.role)))
            || (actors.contains(&Actor::Author) && who.id == way.author)
    };
    let by_step = |first: usize| {
        covers && way.workflow.chain().skip(first).any(|step| step.roles.contains(&who.role))
    };
    let reviews = covers && way.workflow.review.roles.contains(&who.role);
    match kind {
        ActionKind::File => by_right(Right::File),
        ActionKind::Withdraw => by_right(Right::Withdraw),
        ActionKind::Claim | ActionKind::Release | ActionKind::PassOn => reviews,
        ActionKind::Approve => by_step(0),
        ActionKind::Return => by_step(0) || by_right(Right::Reopen),
        ActionKind::Hold => by_right(Right::Hold),
        ActionKind::Resume => by_right(Right::Hold) || reviews,
        ActionKind::Spike => by_right(Right::Spike),
        ActionKind::Restore => by_right(Right::Spike) || reviews,
        ActionKind::Reopen => by_right(Right::Reopen),
    }
}

const KINDS: [ActionKind; 12] = [
    ActionKind::File,
    ActionKind::Claim,
    ActionKind::Release,
    ActionKind::PassOn,
    ActionKind::Approve,
    ActionKind::Return,
    ActionKind::Withdraw,
    ActionKind::Hold,
    ActionKind::Resume,
    ActionKind::Spike,
    ActionKind::Restore,
    ActionKind::Reopen,
];

/// Somebody can move the article on, or it is approved and done.
fn is_stranded(way: &Way) -> bool {
    way.state != Editorial::Approved && cast().iter().all(|who| way.allowed(who).is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_action_that_is_listed_can_be_done_and_no_other(
        workflow in workflows(), turns in turns(), sport in any::<bool>()
    ) {
        let mut way = Way::of(workflow);
        if sport {
            way.section = "Thời sự".into();
        }
        walk(&mut way, &turns, |way| {
            for who in &cast() {
                let open = way.allowed(who);
                for kind in KINDS {
                    for action in way.actions(kind, who) {
                        let done = way.clone().act(who, &action);
                        let code = done.map_err(|failure| failure.code);
                        let expected =
                            if open.contains(&kind) { Ok(()) } else { Err(Code::NotAllowed) };
                        assert_eq!(code, expected, "{kind:?} in {:?}", way.state);
                    }
                }
                let mut once = open.clone();
                once.sort_unstable();
                once.dedup();
                assert_eq!(once.len(), open.len(), "a menu names each action once");
            }
        });
    }

    #[test]
    fn nobody_outside_the_roles_of_the_data_moves_anything(
        workflow in workflows(), turns in turns(), sport in any::<bool>()
    ) {
        let mut way = Way::of(workflow);
        if sport {
            way.section = "Thời sự".into();
        }
        walk(&mut way, &turns, |way| {
            for who in &cast() {
                for kind in way.allowed(who) {
                    assert!(the_data_name(way, who, kind), "{kind:?} by {} in {:?}", who.id.0, way.state);
                }
            }
        });
    }

    #[test]
    fn no_walk_and_no_edit_of_the_workflow_strands_an_article(
        workflow in workflows(), other in workflows(), turns in turns()
    ) {
        let mut way = Way::of(workflow);
        walk(&mut way, &turns, |way| {
            assert!(!is_stranded(way), "{:?}", way.state);
            let carried = carry(&way.state, &way.workflow, &other);
            if way.state != Editorial::Approved {
                assert_ne!(carried, Editorial::Approved, "an edit approves nothing");
            }
            let edited = Way { state: carried, workflow: other.clone(), ..way.clone() };
            assert!(!is_stranded(&edited), "{:?} became {:?}", way.state, edited.state);
            assert_eq!(carry(&way.state, &way.workflow, &way.workflow), way.state.clone());

            // As from a desk with other steps, without a word of what they were.
            let settled = settle(&way.state, &other);
            let foreign = Way { state: settled, workflow: other.clone(), ..way.clone() };
            assert!(!is_stranded(&foreign), "{:?} became {:?}", way.state, foreign.state);
        });
    }

    #[test]
    fn what_is_approved_has_a_sign_off_for_every_step_and_none_is_outdated(
        workflow in workflows(), turns in turns()
    ) {
        let mut way = Way::of(workflow);
        let mut before = Editorial::Draft;
        walk(&mut way, &turns, |way| {
            if way.state == Editorial::Approved && before != Editorial::Approved {
                let restored = matches!(before, Editorial::Spiked { .. });
                for step in way.workflow.chain() {
                    let signed = way.sign_offs.get(&step.id);
                    let (_, text) = signed.expect("each step was signed");
                    let holds = *text == way.text || step.on_change == OnChange::Flag;
                    assert!(holds || restored, "{} was signed for another text", step.id.0);
                }
            }
            before = way.state.clone();
        });
    }
}
