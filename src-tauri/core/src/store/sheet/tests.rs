use super::super::tests::{Desk, report};
use super::*;
use crate::article::Block;
use crate::exchange::sheet::Signed;
use crate::failure::Code;
use crate::person::Role;
use crate::review::{Action, LogEvent};

fn printed(desk: &mut Desk, id: &ArticleId) -> Sheet {
    let moment = desk.moment();
    desk.store.plan_sheet(id, &moment).unwrap().sheet
}

fn retype(desk: &mut Desk, id: &ArticleId, text: &str) {
    let article = desk.store.open_article(id).unwrap();
    let mut document = report("Tin", text);
    document.blocks[0] = Block::paragraph(article.document.blocks[0].id().clone(), text);
    desk.save(&article, document).unwrap();
}

fn since(signed: &[Signed]) -> Vec<(&str, u32)> {
    signed.iter().map(|it| (it.sign_off.step.0.as_str(), it.changes_since)).collect()
}

#[test]
fn a_sheet_names_the_revision_that_has_its_text() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    let first = printed(&mut desk, &id);
    let count = desk.store.revisions(&id).unwrap().len();
    assert_eq!(printed(&mut desk, &id).revision.hash, first.revision.hash, "the same text");
    assert_eq!(desk.store.revisions(&id).unwrap().len(), count, "no revision for nothing");

    let article = desk.store.open_article(&id).unwrap();
    desk.save(&article, report("Tin", "Hai.")).unwrap();
    let second = printed(&mut desk, &id);
    assert_ne!(second.revision.hash, first.revision.hash);
    let text = desk.store.revision(&id, &second.revision.hash).unwrap();
    assert_eq!(text.document, second.content.document);
    assert_eq!(second.version, first.version + 1);
    assert_eq!(desk.store.diagnose().unwrap().problems, []);
}

#[test]
fn printing_moves_nothing_and_signs_nothing() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    desk.act(&id, Action::File).unwrap();
    let before = desk.store.open_article(&id).unwrap().standing;
    let sheet = printed(&mut desk, &id);
    assert_eq!(desk.store.open_article(&id).unwrap().standing, before);
    let logged = sheet.history.iter().filter(|row| matches!(row.event, LogEvent::Moved { .. }));
    assert_eq!(logged.count(), 1);
}

#[test]
fn changes_are_counted_from_what_was_filed_and_signed() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Buổi làm viêc với cán bộ toàn tỉnh.")).id;
    assert!(printed(&mut desk, &id).filed.is_none(), "nothing was filed yet");
    desk.act(&id, Action::File).unwrap();
    assert_eq!(printed(&mut desk, &id).filed.unwrap().changes, []);

    desk.hand_over_to("hai", "Phạm Văn Hải", Role::Editor);
    desk.act(&id, Action::Claim).unwrap();
    retype(&mut desk, &id, "Buổi làm việc với cán bộ toàn tỉnh.");
    desk.act(&id, Action::Approve).unwrap();
    let approved = printed(&mut desk, &id);
    let filed = approved.filed.unwrap();
    assert_eq!(filed.changes.len(), 1);
    assert_eq!(filed.changes[0].by.as_deref(), Some("Phạm Văn Hải"));
    assert!(filed.unsigned.is_empty(), "all of it is signed for");
    assert_eq!(since(&approved.sign_offs), [("filing", 1), ("review", 0)]);

    retype(&mut desk, &id, "Buổi làm việc với cán bộ toàn tỉnh hôm nay.");
    let changed = printed(&mut desk, &id);
    let filed = changed.filed.unwrap();
    assert_eq!((filed.changes.len(), filed.unsigned.len()), (2, 1), "{:?}", filed.changes);
    assert_eq!(since(&changed.sign_offs), [("filing", 2), ("review", 1)]);
}

#[test]
fn a_sheet_has_the_sample_with_its_photos_and_a_name_for_its_file() {
    let mut desk = Desk::of(Role::Reporter);
    let query = crate::store::ListQuery {
        view: crate::store::View::All,
        filter: String::new(),
        offset: 0,
        limit: 1,
    };
    let id = desk.store.list(&query, crate::time::Timestamp(0)).unwrap().rows[0].id.clone();
    let moment = desk.moment();
    let plan = desk.store.plan_sheet(&id, &moment).unwrap();
    let path = desk.folder.path().join(plan.file_name());
    plan.write(&desk.store.photo_files(), &path).unwrap();
    let page = std::fs::read_to_string(&path).unwrap();
    assert_eq!(page.matches("<img src=\"data:image/jpeg;base64,").count(), 2);
    let name = plan.file_name();
    assert!(name.starts_with("phieu-duyet-thuong-van-kiem-tra") && name.ends_with(".html"));
    assert!(name.contains(plan.sheet.short_hash()), "{name}");
}

#[test]
fn an_article_that_is_not_there_has_no_sheet() {
    let mut desk = Desk::of(Role::Editor);
    let moment = desk.moment();
    let missing = desk.store.plan_sheet(&ArticleId("nothere".into()), &moment);
    assert_eq!(missing.unwrap_err().code, Code::NotFound);
}
