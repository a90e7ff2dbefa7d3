use super::super::tests::Desk;
use super::super::views::Draft;
use super::*;
use crate::article::{Block, BlockId, Document, Fields};
use crate::person::Role;
use crate::proof::{Cache, Find, Findings, Ignore, IgnoreScope, Severity};

fn rule(name: &str, word: &str) -> HouseRule {
    HouseRule {
        id: HouseRuleId(String::new()),
        name: name.into(),
        state: RuleState::Live,
        severity: Severity::Error,
        find: Find::Words { words: vec![word.into()], match_case: false },
        except: Vec::new(),
        scopes: Vec::new(),
        in_quotes: false,
        message: String::new(),
        fixes: Vec::new(),
        source: String::new(),
        valid_from: None,
        valid_to: None,
        matches: Vec::new(),
        matches_not: Vec::new(),
    }
}

fn document(text: &str) -> Document {
    let mut document = Document::empty(BlockId("a".into()));
    document.blocks = vec![Block::paragraph(BlockId("a".into()), text)];
    document
}

fn save(desk: &mut Desk, rule: HouseRule) -> HouseRule {
    let moment = desk.moment();
    desk.store.save_house_rule(rule, &moment).unwrap().rule
}

fn read(
    store: &Store,
    id: &ArticleId,
    draft: Draft,
    cache: &mut Cache,
    moment: &Moment,
) -> Findings {
    let reader = store.proofreader(Some(id), &draft, cache, moment).unwrap();
    reader.read(draft, cache, moment).unwrap()
}

/// What is found in a text, as rule and text, by one memory.
fn look(desk: &mut Desk, id: &ArticleId, text: &str, cache: &mut Cache) -> Vec<(RuleId, String)> {
    let draft = Draft { document: document(text), fields: Fields::default() };
    let moment = desk.moment();
    let found = read(&desk.store, id, draft, cache, &moment).findings;
    found.into_iter().map(|it| (it.rule, it.text)).collect()
}

#[test]
fn a_rule_is_used_from_when_it_is_live_and_until_it_is_gone() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(document("Thư độc giả.")).id;
    let mut cache = Cache::default();
    let moment = desk.moment();
    let found = |desk: &mut Desk, cache: &mut Cache| look(desk, &id, "Thư độc giả.", cache).len();
    assert_eq!(found(&mut desk, &mut cache), 0);
    let draft = HouseRule { state: RuleState::Draft, ..rule("Bạn đọc", "độc giả") };
    let kept = desk.store.save_house_rule(draft, &moment).unwrap();
    assert_eq!(kept.by_name, "Trần Thị Lan");
    assert_eq!(found(&mut desk, &mut cache), 0, "a draft finds nothing");
    let live = HouseRule { state: RuleState::Live, ..kept.rule.clone() };
    save(&mut desk, live.clone());
    assert_eq!(found(&mut desk, &mut cache), 1);
    let book = desk.store.rule_book().unwrap();
    assert_eq!(book.rules.iter().map(|it| &it.rule).collect::<Vec<_>>(), [&live]);
    desk.store.delete_house_rule(&live.id).unwrap();
    assert_eq!(found(&mut desk, &mut cache), 0);
}

#[test]
fn a_finding_of_one_rule_is_left_alone_and_that_of_another_is_not() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(document("Thư độc giả.")).id;
    let moment = desk.moment();
    for name in ["Một", "Hai"] {
        save(&mut desk, rule(name, "độc giả"));
    }
    let mut cache = Cache::default();
    let draft = || Draft { document: document("Thư độc giả."), fields: Fields::default() };
    let read = |desk: &Desk, cache: &mut Cache| read(&desk.store, &id, draft(), cache, &moment);
    let first = read(&desk, &mut cache).findings.remove(0);
    let house = first.params.get("house").cloned().map(HouseRuleId);
    let ignore = |scope| Ignore {
        rule: RuleId::House,
        house: house.clone(),
        text: first.text.clone(),
        key: first.key.clone(),
        scope,
    };
    for scope in [IgnoreScope::Here, IgnoreScope::Always] {
        desk.store.ignore_finding(&id, ignore(scope), &moment).unwrap();
        let now = read(&desk, &mut cache);
        assert_eq!((now.findings.len(), now.ignored.len()), (1, 1), "{scope:?}");
        assert_eq!(now.ignored[0].finding.key, first.key);
        desk.store.unignore_finding(&id, ignore(scope)).unwrap();
    }
    desk.store.ignore_finding(&id, ignore(IgnoreScope::Always), &moment).unwrap();
    let listed = desk.store.house_decisions().unwrap();
    assert_eq!((listed[0].rule, &listed[0].house), (Some(RuleId::House), &house));
    assert_eq!(desk.store.forget_decision(listed[0].rule, house.as_ref(), "độc giả").unwrap(), []);
    let nameless = Ignore { house: None, ..ignore(IgnoreScope::Always) };
    assert!(desk.store.ignore_finding(&id, nameless, &moment).is_err());
}

#[test]
fn a_built_in_rule_is_as_grave_as_the_house_has_it_and_can_be_off() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(document("Ông làm viêc.")).id;
    let moment = desk.moment();
    let severity = |desk: &Desk| {
        let draft = Draft { document: document("Ông làm viêc."), fields: Fields::default() };
        let mut found = read(&desk.store, &id, draft, &mut Cache::default(), &moment).findings;
        found.pop().map(|it| it.severity)
    };
    assert_eq!(severity(&desk), Some(Severity::Error));
    for (overrule, expected) in [
        (Some(Overrule::Hint), Some(Severity::Hint)),
        (Some(Overrule::Warning), Some(Severity::Warning)),
        (Some(Overrule::Off), None),
        (None, Some(Severity::Error)),
    ] {
        desk.store.overrule(RuleId::SylInvalid, overrule, &moment).unwrap();
        assert_eq!(severity(&desk), expected, "{overrule:?}");
    }
    assert!(desk.store.overrule(RuleId::House, Some(Overrule::Off), &moment).is_err());
    let listed = desk.store.overrule(RuleId::Abbr, Some(Overrule::Off), &moment).unwrap();
    assert_eq!((listed[0].rule, &*listed[0].by_name), (RuleId::Abbr, "Trần Thị Lan"));
}

#[test]
fn what_is_right_stays_so_however_grave_the_rule_is() {
    let mut desk = Desk::of(Role::Editor);
    let text = "Có 254/616 hộ góp ý, chiếm 41,23%.";
    let id = desk.article(document(text)).id;
    let moment = desk.moment();
    desk.store.overrule(RuleId::Ratio, Some(Overrule::Error), &moment).unwrap();
    let draft = || Draft { document: document(text), fields: Fields::default() };
    let found =
        |desk: &Desk| read(&desk.store, &id, draft(), &mut Cache::default(), &moment).findings;
    assert_eq!(found(&desk)[0].severity, Severity::Right);
    desk.store.overrule(RuleId::Ratio, Some(Overrule::Off), &moment).unwrap();
    assert_eq!(found(&desk), []);
}

#[test]
fn rules_of_another_desk_come_as_drafts_beside_those_that_are_here() {
    let mut mai = Desk::of(Role::Editor);
    let mut hieu = Desk::of(Role::Editor);
    let kept = save(&mut mai, rule("Bạn đọc", "độc giả"));
    save(&mut mai, rule("Huyện", "huyện"));
    let take = |desk: &mut Desk, from: &Desk| {
        let shared = from.store.shared_rules().unwrap();
        let moment = desk.moment();
        let taken = desk.store.take_house_rules(shared, &moment).unwrap();
        (taken.added, taken.known, taken.book.rules)
    };
    let (added, known, rules) = take(&mut hieu, &mai);
    assert_eq!((added, known), (2, 0));
    assert!(rules.iter().all(|it| it.rule.state == RuleState::Draft));
    assert_eq!(rules[0].rule.id, kept.id, "the same rule is the same on both desks");
    // Hiếu uses one of them: what comes again word for word does not change that.
    let live = HouseRule { state: RuleState::Live, ..rules[0].rule.clone() };
    save(&mut hieu, live.clone());
    let (added, known, rules) = take(&mut hieu, &mai);
    assert_eq!((added, known), (0, 2));
    assert_eq!(rules[0].rule, live);
    // Mai says it otherwise by now: that comes beside it.
    let otherwise = HouseRule { message: "Viết “bạn đọc”.".into(), ..kept.clone() };
    save(&mut mai, otherwise.clone());
    let (added, known, rules) = take(&mut hieu, &mai);
    assert_eq!((added, known, rules.len()), (1, 1, 3));
    assert!(rules.iter().any(|it| it.rule == live), "what is live here stays");
    let new = rules.iter().find(|it| it.rule.message == otherwise.message).unwrap();
    assert_eq!(new.rule.state, RuleState::Draft);
    assert_ne!(new.rule.id, kept.id);
    let (added, known, _) = take(&mut hieu, &mai);
    assert_eq!((added, known), (0, 2), "and only once");
}

#[test]
fn too_many_rules_are_refused_and_change_nothing() {
    let mut desk = Desk::of(Role::Editor);
    let moment = desk.moment();
    let many = (0..RULE_LIMIT).map(|n| rule(&format!("Quy tắc {n}"), &format!("từ{n}")));
    let shared = SharedRules::of(many.collect());
    desk.store.take_house_rules(shared, &moment).unwrap();
    let one_more = rule("Thêm", "thêm");
    let moment = desk.moment();
    let refused = desk.store.save_house_rule(one_more.clone(), &moment).unwrap_err();
    assert_eq!(refused.params["problem"], "count");
    let shared = SharedRules::of(vec![one_more]);
    let moment = desk.moment();
    assert!(desk.store.take_house_rules(shared, &moment).is_err());
    assert_eq!(desk.store.rule_book().unwrap().rules.len(), RULE_LIMIT);
}

#[test]
fn a_damaged_rule_is_named_by_the_doctor_and_does_not_stop_the_others() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(document("Thư độc giả ở huyện.")).id;
    for (name, word) in [("Bạn đọc", "độc giả"), ("Huyện", "huyện")] {
        save(&mut desk, rule(name, word));
    }
    let sql = "UPDATE house_rule SET body = replace(body, 'độc giả', 'độc gia')";
    desk.store.connection.execute(sql, []).unwrap();
    let found = look(&mut desk, &id, "Thư độc giả ở huyện.", &mut Cache::default());
    assert_eq!(found, [(RuleId::House, "huyện".into())]);
    assert_eq!(desk.store.rule_book().unwrap().rules.len(), 1);
    let problems = desk.store.diagnose().unwrap().problems;
    let kinds: Vec<_> = problems.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [super::super::views::ProblemKind::HouseRule]);
}

#[test]
fn a_trial_reads_the_newest_articles_part_by_part() {
    let mut desk = Desk::of(Role::Editor);
    for n in 0..5 {
        desk.article(document(&format!("Bài {n} về huyện.")));
    }
    let all = desk.store.articles_to_try(0, 100).unwrap();
    let parts = [0, 2, 4].map(|offset| desk.store.articles_to_try(offset, 2).unwrap());
    let ids =
        |articles: &[TriedArticle]| articles.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&parts.concat()), ids(&all));
    let mut trying = Trying::new(rule("Huyện", "huyện")).unwrap();
    let moment = desk.moment();
    let occasion = desk.store.trial_occasion(&trying, &all, &moment).unwrap();
    trying.take(&all, &occasion);
    let trial = trying.done();
    assert_eq!((trial.articles, trial.found), (u32::try_from(all.len()).unwrap(), 5));
}
