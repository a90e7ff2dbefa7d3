use super::*;
use crate::person::Role;
use crate::review::{Action, Actor};
use crate::store::schema;
use crate::template::TemplateId;
use crate::testing::laptop::Laptop;
use crate::time::Timestamp;

fn noted(desk: &mut Laptop, name: &str, role: Role) -> PersonId {
    let person = Person {
        id: PersonId(String::new()),
        name: name.to_owned(),
        pen_name: name.split(' ').next_back().unwrap_or_default().to_owned(),
        role,
        sections: Vec::new(),
    };
    let moment = desk.moment();
    desk.store.save_person(person, &moment).unwrap().id
}

fn order(to: &PersonId) -> CommissionOrder {
    CommissionOrder {
        article: None,
        to: to.clone(),
        subject: "hội nghị giao ban báo chí".into(),
        place: "TP. Thái Nguyên".into(),
        at: Some(Timestamp(1_790_100_000_000)),
        length: Some(350),
        photos: 3,
        due: Some(Timestamp(1_790_120_000_000)),
        section: "Thời sự".into(),
        notes: "Lấy số liệu quý III.".into(),
        template: Some(TemplateId("meeting".into())),
    }
}

fn commissioned(desk: &mut Laptop, to: &PersonId) -> ArticleId {
    let moment = desk.moment();
    desk.store.commission(order(to), &moment).unwrap().id
}

fn answer(desk: &mut Laptop, id: &ArticleId, answer: Answer) -> Result<AssignmentRow> {
    let moment = desk.moment();
    desk.store.answer_commission(id, answer, &moment)
}

fn late(reason: &str) -> Answer {
    Answer::Late { until: Timestamp(1_790_130_000_000), reason: reason.into() }
}

fn only(desk: &Laptop) -> AssignmentRow {
    let mut rows = desk.store.assignments().unwrap();
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

fn hieu_and_mai() -> (Laptop, Laptop) {
    (
        Laptop::new(1, "Trần Trung Hiếu", Role::Editor),
        Laptop::new(2, "Nguyễn Thị Mai", Role::Reporter),
    )
}

#[test]
fn a_commission_becomes_the_reporters_draft_with_its_template_filled() {
    let (mut hieu, _) = hieu_and_mai();
    let mai = noted(&mut hieu, "Nguyễn Thị Mai", Role::Reporter);
    let id = commissioned(&mut hieu, &mai);
    let open = hieu.open_article(&id);
    assert_eq!(open.document.headline_text(), "Hội nghị giao ban báo chí");
    assert_eq!(open.document.photos().count(), 3);
    assert_eq!(open.fields.deadline, order(&mai).due);
    assert_eq!(open.fields.target_length, Some(350));
    assert_eq!(open.fields.byline_line(), "Mai");
    assert_eq!(open.standing.author.unwrap().id, mai);
    let row = only(&hieu);
    assert!(row.by_me && !row.mine && !row.done);
    assert_eq!(row.assignment.commission.template, "Tin hội nghị");
    assert!(hieu.store.diagnose().unwrap().problems.is_empty());
}

#[test]
fn who_may_commission_is_for_the_workflow_to_say() {
    let (mut hieu, mut mai) = hieu_and_mai();
    let lan = noted(&mut mai, "Lê Thị Lan", Role::Reporter);
    let moment = mai.moment();
    let refused = mai.store.commission(order(&lan), &moment).unwrap_err();
    assert_eq!(refused.code, Code::NotAllowed);

    let mut settings = mai.store.settings().unwrap();
    settings.workflow.rights.insert(Right::Commission, vec![Actor::Reporter]);
    mai.store.change_settings(settings, &moment).unwrap();
    mai.store.commission(order(&lan), &moment).unwrap();

    let moment = hieu.moment();
    let unknown = hieu.store.commission(order(&PersonId("khongco".into())), &moment).unwrap_err();
    assert_eq!(unknown.code, Code::NotFound);
}

#[test]
fn an_assignment_and_its_answers_go_both_ways_in_hand_off_files() {
    let (mut hieu, mut mai) = hieu_and_mai();
    // Hiếu has never had a file of Mai: he knows her by name only.
    let by_name = noted(&mut hieu, "Nguyễn Thị Mai", Role::Reporter);
    let id = commissioned(&mut hieu, &by_name);
    let file = hieu.hand_off(&id, Some(&by_name));
    mai.open(&file).unwrap();
    let row = only(&mai);
    assert!(row.mine && !row.by_me);
    assert_eq!(row.assignment.answer(), None);

    answer(&mut mai, &id, Answer::Accepted).unwrap();
    assert_eq!(mai.open_article(&id).standing.author.unwrap().id, mai.me, "it is hers now");
    let row = answer(&mut mai, &id, late("Hội nghị kéo dài")).unwrap();
    assert_eq!(row.assignment.answers.len(), 2);

    let back = mai.hand_off(&id, None);
    hieu.open(&back).unwrap();
    let row = only(&hieu);
    assert_eq!(row.assignment.answer(), Some(&late("Hội nghị kéo dài")));
    assert_eq!(hieu.open_article(&id).standing.author.unwrap().id, mai.me);
    let before = hieu.dump();
    hieu.open(&back).unwrap();
    assert_eq!(hieu.store.assignments().unwrap(), vec![row]);
    assert_eq!(before["log"], hieu.dump()["log"], "opening it twice adds nothing");
    for desk in [&hieu, &mai] {
        assert!(desk.store.diagnose().unwrap().problems.is_empty());
    }
    mai.act(&id, Action::File);
    assert!(only(&mai).done);
    assert_eq!(answer(&mut mai, &id, Answer::Accepted).unwrap_err().code, Code::NotAllowed);
}

#[test]
fn a_declined_commission_goes_to_somebody_else_with_the_text_as_it_is() {
    let (mut hieu, mut mai) = hieu_and_mai();
    let by_name = noted(&mut hieu, "Nguyễn Thị Mai", Role::Reporter);
    let id = commissioned(&mut hieu, &by_name);
    mai.open(&hieu.hand_off(&id, None)).unwrap();
    answer(&mut mai, &id, Answer::Declined { reason: "Trùng lịch".into() }).unwrap();
    hieu.open(&mai.hand_off(&id, None)).unwrap();
    let text = hieu.content(&id).document;

    let lan = noted(&mut hieu, "Lê Thị Lan", Role::Reporter);
    let again = CommissionOrder {
        article: Some(id.clone()),
        due: Some(Timestamp(1_790_200_000_000)),
        ..order(&lan)
    };
    let moment = hieu.moment();
    let open = hieu.store.commission(again.clone(), &moment).unwrap();
    assert_eq!(open.document, text);
    assert_eq!(open.fields.deadline, again.due);
    assert_eq!(open.standing.author.unwrap().id, lan);
    assert_eq!(only(&hieu).assignment.answers, []);
    // Both desks say the same once they have the same events, whoever spoke last.
    answer(&mut mai, &id, Answer::Accepted).unwrap();
    let (from_hieu, from_mai) = (hieu.hand_off(&id, None), mai.hand_off(&id, None));
    hieu.open(&from_mai).unwrap();
    mai.open(&from_hieu).unwrap();
    assert_eq!(only(&hieu).assignment, only(&mai).assignment);
    assert_eq!(only(&hieu).assignment.author(), &lan, "an answer to the old one changes nothing");
    assert!(!only(&mai).mine);
}

#[test]
fn nobody_answers_for_a_colleague() {
    let (mut hieu, _) = hieu_and_mai();
    let mai = noted(&mut hieu, "Nguyễn Thị Mai", Role::Reporter);
    let id = commissioned(&mut hieu, &mai);
    assert_eq!(answer(&mut hieu, &id, Answer::Accepted).unwrap_err().code, Code::NotAllowed);
    let none = hieu.article(crate::testing::report(&mut crate::testing::Dice::new(1)));
    assert_eq!(answer(&mut hieu, &none, Answer::Accepted).unwrap_err().code, Code::NotFound);
}

#[test]
fn commissions_are_found_by_an_index_and_by_nothing_that_somebody_wrote() {
    let (mut hieu, _) = hieu_and_mai();
    let mai = noted(&mut hieu, "Nguyễn Thị Mai", Role::Reporter);
    let id = commissioned(&mut hieu, &mai);
    let held = hieu.article(crate::testing::report(&mut crate::testing::Dice::new(1)));
    hieu.act(&held, Action::Hold { reason: r#""event":"commissioned""#.to_owned() });
    assert_eq!(only(&hieu).article, id, "words of a reason are none");

    let db = rusqlite::Connection::open(hieu.folder().join("desk.db")).unwrap();
    let plan: String = db
        .query_row(
            r#"EXPLAIN QUERY PLAN SELECT article FROM log
               WHERE instr(body, '"event":"commissioned"') > 0"#,
            [],
            |row| row.get(3),
        )
        .unwrap();
    assert!(plan.contains("log_commissions"), "{plan}");
}

#[test]
fn a_desk_of_an_older_version_gets_the_right_as_the_presets_have_it() {
    let (mut hieu, _) = hieu_and_mai();
    let settings = hieu.store.settings().unwrap();
    let moment = hieu.moment();
    hieu.store.change_settings(settings, &moment).unwrap();
    hieu.store.checkpoint().unwrap();
    let raw = rusqlite::Connection::open(hieu.folder().join("desk.db")).unwrap();
    raw.pragma_update(None, "foreign_keys", false).unwrap();
    raw.execute_batch(&schema::back_to_v3()).unwrap();
    raw.execute_batch(
        "UPDATE meta SET value = json_remove(value, '$.workflow.rights.commission')
         WHERE name = 'settings';",
    )
    .unwrap();
    raw.pragma_update(None, "user_version", 3).unwrap();
    drop(raw);
    hieu.store = Store::open(hieu.folder(), "MAY-01").unwrap();
    let rights = hieu.store.settings().unwrap().workflow.rights;
    assert_eq!(rights[&Right::Commission], [Actor::Editor, Actor::Secretary]);
}
