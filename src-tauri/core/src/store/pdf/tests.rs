use super::super::tests::{Desk, report};
use super::*;
use crate::failure::Code;
use crate::person::Role;
use crate::photo::test_pictures;
use crate::review::Action;
use crate::store::PhotoQuery;

fn plan(desk: &mut Desk, id: &ArticleId) -> PdfPlan {
    let moment = desk.moment();
    desk.store.plan_print(id, None, &moment).unwrap()
}

#[test]
fn paper_stands_for_one_revision_approved_or_not() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    let draft = plan(&mut desk, &id);
    assert!(!draft.approved);
    assert_eq!(plan(&mut desk, &id).revision, draft.revision, "no revision for nothing");
    for action in [Action::File, Action::Claim, Action::Approve] {
        desk.act(&id, action).unwrap();
    }
    let approved = plan(&mut desk, &id);
    assert!(approved.approved);
    let moment = desk.moment();
    let export = desk.store.plan_export(&id, "", None, &moment).unwrap();
    let exported = desk.store.export_as_pdf(&export).unwrap();
    let files = desk.store.photo_files();
    assert_eq!(exported.make(&files).unwrap(), approved.make(&files).unwrap());

    let article = desk.store.open_article(&id).unwrap();
    desk.save(&article, report("Tin", "Hai.")).unwrap();
    let changed = plan(&mut desk, &id);
    assert!(!changed.approved, "what was approved was another text");
    let moment = desk.moment();
    let before = desk.store.plan_print(&id, Some(&approved.revision), &moment).unwrap();
    assert_eq!(before.document, approved.document, "the old revision can still be had");
    assert_eq!(desk.store.diagnose().unwrap().problems, []);
}

#[test]
fn a_revision_of_another_article_is_not_printed() {
    let mut desk = Desk::of(Role::Editor);
    let (one, two) = (desk.article(report("Tin", "Một.")).id, desk.article(report("B", "Hai.")).id);
    let other = plan(&mut desk, &two).revision;
    let moment = desk.moment();
    let refused = desk.store.plan_print(&one, Some(&other), &moment).unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
}

#[test]
fn a_letterhead_is_kept_with_its_logo_and_no_list_of_photos_has_that() {
    let mut desk = Desk::of(Role::Editor);
    assert_eq!(desk.store.letterhead().unwrap(), Letterhead::default());
    let unknown = Letterhead { logo: Some("a".repeat(64)), ..Letterhead::default() };
    assert_eq!(desk.store.change_letterhead(unknown).unwrap_err().code, Code::NotFound);

    let photos = |desk: &mut Desk| {
        let moment = desk.moment();
        desk.store.list_photos(&PhotoQuery::default(), &moment).unwrap().total
    };
    let before = photos(&mut desk);
    let bytes = test_pictures::jpeg(&test_pictures::signpost());
    let files = desk.store.photo_files();
    let hash = files.keep_logo(&bytes, "bieu-trung.jpg", Timestamp(0)).unwrap();
    let letterhead =
        Letterhead { office: "BÁO SÔNG VÂN ".into(), logo: Some(hash), ..Letterhead::default() };
    let kept = desk.store.change_letterhead(letterhead).unwrap();
    assert_eq!(kept.office, "BÁO SÔNG VÂN");
    assert_eq!(desk.store.letterhead().unwrap(), kept);
    assert_eq!(photos(&mut desk), before);
    assert_eq!(desk.store.diagnose().unwrap().problems, []);

    let id = desk.article(report("Tin", "Một.")).id;
    let with_logo = plan(&mut desk, &id).make(&files).unwrap();
    desk.store.change_letterhead(Letterhead { logo: None, ..kept }).unwrap();
    let without = plan(&mut desk, &id).make(&files).unwrap();
    assert!(with_logo.bytes.len() > without.bytes.len(), "the logo is in the file");
}

#[test]
fn a_file_is_named_after_its_headline_and_revision() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Đồng Hỷ: hội chợ", "Một.")).id;
    let plan = plan(&mut desk, &id);
    assert_eq!(plan.file_name(), format!("dong-hy-hoi-cho-{}.pdf", &plan.revision[..12]));
}
