//! What the webview may call: arguments, one call. Everything is checked in the core, as if an
//! attacker had sent it.

use std::collections::BTreeMap;

use banthao_core::Result;
use banthao_core::article::{ArticleId, Document, Fields};
use banthao_core::assignment::{Answer, CommissionOrder};
use banthao_core::compare::ChangeId;
use banthao_core::delivery::{Destination, DestinationKind, HtmlProfile};
use banthao_core::exchange::cms_sheet::CmsSheet;
use banthao_core::exchange::formats::Format;
use banthao_core::exchange::letterhead::Letterhead;
use banthao_core::exchange::recognise::{self, Label, LabelledLine, Recognition};
use banthao_core::exchange::target::Target;
use banthao_core::handoff::DeviceKey;
use banthao_core::ingest::{IngestNews, IngestOpened, IngestPick, IngestTaken};
use banthao_core::language::legacy::{Conversion, Run, Written};
use banthao_core::person::Person;
use banthao_core::photo::metadata::Credentials;
use banthao_core::photo::{PhotoInfo, WordChanges};
use banthao_core::proof::{
    Findings, HouseDecision, HouseRule, HouseRuleId, Ignore, NameChange, NameEntry, NameId,
    NamesPreview, Overrule, RuleId, Trial, starter_rules,
};
use banthao_core::review::{Action, CheckKind, CheckMark, LogFault, Workflow};
use banthao_core::royalty::{Adjustment, RoyaltyMonth, RoyaltyTable};
use banthao_core::search::{FoundMark, marks_in_lines};
use banthao_core::store::{
    ArchiveState, ArrivalOutcome, AssignmentRow, BoardColumn, BoardQuery, BulkAction, BulkOutcome,
    Calendar, CodeReplacement, ComparedTexts, DeliveryRow, DeskInfo, Draft, EditedPhotos,
    ExportForm, ExportReport, HandOffInto, HandOffOrder, HandOffReport, HistoryRow,
    KeptDestination, KeptRule, KeptTemplate, ListPage, ListQuery, NameCandidates, NamePage,
    NameQuery, NameRow, OfferedHandOffs, OpenArticle, Opened, Overruled, PastRowKind, PastRows,
    PdfReport, Peer, PhotoDetails, PhotoKit, PhotoOutcome, PhotoPage, PhotoQuery, PhotoTemplate,
    Photographer, PlannedDelivery, Plots, PrintReport, RefusedName, RejectedChanges,
    RelatedArticles, ReturnChoice, ReviewChanges, RevisionRow, RevisionText, RuleBook, Save, Saved,
    SavedSearch, Say, SearchChoices, SearchPage, SearchQuery, SetUp, Settings, Standing,
    TableLayout, TablePage, TableQuery, TakenBack, TakenKit, TakenRules, Talks, TestedDestination,
    ThisDevice, Trust,
};
use banthao_core::template::{Filling, Template, TemplateId};
use banthao_core::time::Timestamp;
use tauri::{AppHandle, State, Wry};

use crate::desk::Desk;
use crate::sheet;

pub(crate) fn handler() -> impl Fn(tauri::ipc::Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        desk_info,
        set_up,
        change_settings,
        workflow_presets,
        standard_target,
        change_me,
        list_articles,
        table,
        choose_articles,
        table_layout,
        change_table_layout,
        board,
        calendar,
        do_to_all,
        print_day_list,
        create_article,
        open_article,
        save_article,
        move_article,
        return_choices,
        mark_check,
        forget_lease,
        list_revisions,
        read_revision,
        review_changes,
        changes_since_approval,
        accept_changes,
        undo_accept,
        reject_changes,
        set_review_base,
        compare_revisions,
        restore_revision,
        article_history,
        list_threads,
        discuss,
        check_log,
        list_people,
        save_person,
        recognise_text,
        convert_text,
        recognise_file,
        create_from_lines,
        list_templates,
        save_template,
        delete_template,
        create_from_template,
        commission,
        answer_commission,
        list_assignments,
        plots,
        royalties,
        adjust_royalties,
        close_royalties,
        export_royalties,
        royalty_table,
        change_royalty_table,
        create_from_file,
        take_back_file,
        add_photos,
        photo_info,
        photo_details,
        photo_credentials,
        search_articles,
        search_choices,
        search_marks,
        saved_searches,
        save_search,
        remove_search,
        list_photos,
        choose_photos,
        list_photographers,
        edit_photos,
        undo_photo_edit,
        photo_kit,
        save_photo_template,
        delete_photo_template,
        save_code_replacements,
        import_code_replacements,
        export_code_replacements,
        import_photo_kit,
        export_photo_kit,
        choose_ingest,
        ingest_news,
        stop_ingest,
        close_ingest,
        look_into_archive,
        start_archive,
        stop_archive,
        archive_state,
        archive_rows,
        save_archive_report,
        related_articles,
        take_in,
        export_article,
        export_file,
        export_pdf,
        print_article,
        letterhead,
        change_letterhead,
        choose_logo,
        cms_sheet,
        save_cms_pictures,
        destinations,
        save_destination,
        give_password,
        remove_destination,
        test_destination,
        sample_html,
        choose_destination_folder,
        choose_certificates,
        plan_delivery,
        deliver,
        take_down,
        deliveries,
        retry_delivery,
        cancel_delivery,
        clear_delivery,
        visit_delivery,
        show_export,
        show_sheet,
        save_sheet,
        hand_off,
        choose_hand_offs,
        waiting_hand_offs,
        offered_hand_offs,
        open_hand_off,
        put_aside,
        this_device,
        list_peers,
        trust_peer,
        choose_shared_folder,
        forget_shared_folder,
        note_fault,
        proof_text,
        ignore_finding,
        unignore_finding,
        house_decisions,
        forget_decision,
        rule_book,
        save_house_rule,
        delete_house_rule,
        try_house_rule,
        overrule,
        import_house_rules,
        export_house_rules,
        take_starter_rules,
        list_names,
        name_entry,
        save_name,
        delete_name,
        preview_names,
        import_names,
        export_names,
        name_candidates,
        refuse_name,
        ask_about_name
    ]
}

#[tauri::command]
async fn desk_info(desk: State<'_, Desk>) -> Result<DeskInfo> {
    desk.info().await
}

#[tauri::command]
async fn set_up(desk: State<'_, Desk>, set_up: SetUp) -> Result<DeskInfo> {
    desk.set_up(set_up).await
}

#[tauri::command]
async fn change_settings(desk: State<'_, Desk>, settings: Settings) -> Result<DeskInfo> {
    desk.change_settings(settings).await
}

#[tauri::command]
async fn workflow_presets() -> Result<Vec<Workflow>> {
    Ok(Workflow::presets())
}

#[tauri::command]
async fn standard_target() -> Result<Target> {
    Ok(Target::standard())
}

#[tauri::command]
async fn change_me(desk: State<'_, Desk>, person: Person) -> Result<DeskInfo> {
    desk.run(move |store, _| store.change_me(person)).await?;
    desk.info().await
}

#[tauri::command]
async fn list_articles(desk: State<'_, Desk>, query: ListQuery) -> Result<ListPage> {
    desk.run(move |store, moment| store.list(&query, moment.now)).await
}

#[tauri::command]
async fn table(desk: State<'_, Desk>, query: TableQuery) -> Result<TablePage> {
    desk.run(move |store, moment| store.table(&query, moment.now)).await
}

#[tauri::command]
async fn choose_articles(desk: State<'_, Desk>, query: TableQuery) -> Result<Vec<ArticleId>> {
    desk.run(move |store, moment| store.choose_articles(&query, moment.now)).await
}

#[tauri::command]
async fn table_layout(desk: State<'_, Desk>) -> Result<TableLayout> {
    desk.run(|store, _| store.table_layout()).await
}

#[tauri::command]
async fn change_table_layout(desk: State<'_, Desk>, layout: TableLayout) -> Result<TableLayout> {
    desk.run(move |store, _| store.change_table_layout(layout)).await
}

#[tauri::command]
async fn board(desk: State<'_, Desk>, query: BoardQuery) -> Result<Vec<BoardColumn>> {
    desk.run(move |store, _| store.board(&query)).await
}

#[tauri::command]
async fn calendar(desk: State<'_, Desk>, from: Timestamp, to: Timestamp) -> Result<Calendar> {
    desk.run(move |store, _| store.calendar(from, to)).await
}

#[tauri::command]
async fn do_to_all(
    desk: State<'_, Desk>,
    ids: Vec<ArticleId>,
    what: BulkAction,
) -> Result<Vec<BulkOutcome>> {
    desk.run(move |store, moment| store.do_to_all(&ids, &what, &moment)).await
}

#[tauri::command]
async fn print_day_list(desk: State<'_, Desk>) -> Result<PrintReport> {
    desk.print_day_list().await
}

#[tauri::command]
async fn create_article(desk: State<'_, Desk>) -> Result<OpenArticle> {
    desk.run(|store, moment| store.create_article(&moment)).await
}

#[tauri::command]
async fn open_article(desk: State<'_, Desk>, id: ArticleId) -> Result<OpenArticle> {
    desk.run(move |store, _| store.open_article(&id)).await
}

#[tauri::command]
async fn save_article(desk: State<'_, Desk>, save: Save) -> Result<Saved> {
    desk.run(move |store, moment| store.save_article(save, &moment)).await
}

#[tauri::command]
async fn move_article(
    desk: State<'_, Desk>,
    id: ArticleId,
    action: Action,
    waiver: Option<String>,
) -> Result<Standing> {
    desk.run(move |store, moment| store.move_article(&id, action, waiver, &moment)).await
}

#[tauri::command]
async fn return_choices(desk: State<'_, Desk>, id: ArticleId) -> Result<Vec<ReturnChoice>> {
    desk.run(move |store, _| store.return_choices(&id)).await
}

#[tauri::command]
async fn mark_check(
    desk: State<'_, Desk>,
    id: ArticleId,
    kind: CheckKind,
    mark: CheckMark,
) -> Result<Standing> {
    desk.run(move |store, moment| store.mark_check(&id, kind, mark, &moment)).await
}

/// Takes the notice back that another device has the article.
#[tauri::command]
async fn forget_lease(desk: State<'_, Desk>, id: ArticleId, device: String) -> Result<()> {
    desk.run(move |store, _| store.forget_lease(&id, &device)).await
}

#[tauri::command]
async fn list_revisions(desk: State<'_, Desk>, id: ArticleId) -> Result<Vec<RevisionRow>> {
    desk.run(move |store, _| store.revisions(&id)).await
}

#[tauri::command]
async fn read_revision(desk: State<'_, Desk>, id: ArticleId, hash: String) -> Result<RevisionText> {
    desk.run(move |store, _| store.revision(&id, &hash)).await
}

#[tauri::command]
async fn review_changes(
    desk: State<'_, Desk>,
    id: ArticleId,
    draft: Draft,
) -> Result<ReviewChanges> {
    desk.run(move |store, moment| store.review_changes(&id, draft, &moment)).await
}

#[tauri::command]
async fn changes_since_approval(
    desk: State<'_, Desk>,
    id: ArticleId,
    draft: Draft,
) -> Result<ReviewChanges> {
    desk.run(move |store, moment| store.changes_since_approval(&id, draft, &moment)).await
}

#[tauri::command]
async fn accept_changes(
    desk: State<'_, Desk>,
    id: ArticleId,
    draft: Draft,
    ids: Vec<ChangeId>,
) -> Result<ReviewChanges> {
    desk.run(move |store, moment| store.accept_changes(&id, draft, &ids, &moment)).await
}

#[tauri::command]
async fn undo_accept(desk: State<'_, Desk>, id: ArticleId) -> Result<()> {
    desk.run(move |store, _| store.undo_accept(&id)).await
}

#[tauri::command]
async fn reject_changes(
    desk: State<'_, Desk>,
    id: ArticleId,
    draft: Draft,
    ids: Vec<ChangeId>,
) -> Result<RejectedChanges> {
    desk.run(move |store, moment| store.reject_changes(&id, draft, &ids, &moment)).await
}

#[tauri::command]
async fn set_review_base(desk: State<'_, Desk>, id: ArticleId, hash: String) -> Result<()> {
    desk.run(move |store, _| store.set_review_base(&id, &hash)).await
}

#[tauri::command]
async fn compare_revisions(
    desk: State<'_, Desk>,
    id: ArticleId,
    old: String,
    new: Option<String>,
) -> Result<ComparedTexts> {
    desk.run(move |store, _| store.compare_revisions(&id, &old, new.as_deref())).await
}

#[tauri::command]
async fn restore_revision(
    desk: State<'_, Desk>,
    id: ArticleId,
    hash: String,
) -> Result<OpenArticle> {
    desk.run(move |store, moment| store.restore_revision(&id, &hash, &moment)).await
}

#[tauri::command]
async fn article_history(desk: State<'_, Desk>, id: ArticleId) -> Result<Vec<HistoryRow>> {
    desk.run(move |store, _| store.history(&id)).await
}

#[tauri::command]
async fn list_threads(desk: State<'_, Desk>, id: ArticleId) -> Result<Talks> {
    desk.run(move |store, _| store.talks(&id)).await
}

#[tauri::command]
async fn discuss(desk: State<'_, Desk>, id: ArticleId, say: Say) -> Result<Talks> {
    desk.run(move |store, moment| store.discuss(&id, say, &moment)).await
}

#[tauri::command]
async fn check_log(desk: State<'_, Desk>, id: ArticleId) -> Result<Option<LogFault>> {
    desk.run(move |store, _| store.check_log(&id)).await
}

#[tauri::command]
async fn list_people(desk: State<'_, Desk>) -> Result<Vec<Person>> {
    desk.run(|store, _| store.people()).await
}

#[tauri::command]
async fn save_person(desk: State<'_, Desk>, person: Person) -> Result<Person> {
    desk.run(move |store, moment| store.save_person(person, &moment)).await
}

#[tauri::command]
async fn recognise_text(
    desk: State<'_, Desk>,
    runs: Vec<Run>,
    written: Option<Written>,
) -> Result<Recognition> {
    desk.aside(move || recognise::recognise_runs(runs, written, "UTF-8")).await
}

#[tauri::command]
async fn convert_text(
    desk: State<'_, Desk>,
    runs: Vec<Run>,
    written: Option<Written>,
) -> Result<Conversion> {
    desk.aside(move || recognise::convert_runs(&runs, written)).await
}

#[tauri::command]
async fn recognise_file(desk: State<'_, Desk>) -> Result<Option<Recognition>> {
    desk.recognise_chosen_file().await
}

#[tauri::command]
async fn create_from_lines(desk: State<'_, Desk>, lines: Vec<LabelledLine>) -> Result<OpenArticle> {
    desk.run(move |store, moment| store.create_from_lines(&lines, &moment)).await
}

#[tauri::command]
async fn create_from_file(
    desk: State<'_, Desk>,
    key: String,
    labels: Vec<Label>,
) -> Result<OpenArticle> {
    desk.create_from_file(key, labels).await
}

#[tauri::command]
async fn take_back_file(
    desk: State<'_, Desk>,
    key: String,
    labels: Vec<Label>,
) -> Result<TakenBack> {
    desk.take_back_file(key, labels).await
}

#[tauri::command]
async fn add_photos(desk: State<'_, Desk>) -> Result<Vec<PhotoOutcome>> {
    desk.add_chosen_photos().await
}

#[tauri::command]
async fn photo_info(
    desk: State<'_, Desk>,
    hashes: Vec<String>,
) -> Result<BTreeMap<String, PhotoInfo>> {
    desk.run(move |store, _| store.photo_infos(&hashes)).await
}

#[tauri::command]
async fn photo_details(desk: State<'_, Desk>, hash: String) -> Result<PhotoDetails> {
    desk.run(move |store, _| store.photo_details(&hash)).await
}

#[tauri::command]
async fn photo_credentials(desk: State<'_, Desk>, hash: String) -> Result<Option<Credentials>> {
    desk.photo_credentials(hash).await
}

#[tauri::command]
async fn search_articles(desk: State<'_, Desk>, query: SearchQuery) -> Result<SearchPage> {
    desk.search(query).await
}

#[tauri::command]
async fn search_choices(desk: State<'_, Desk>) -> Result<SearchChoices> {
    desk.search_choices().await
}

#[tauri::command]
async fn search_marks(
    desk: State<'_, Desk>,
    text: String,
    lines: Vec<String>,
) -> Result<Vec<Vec<FoundMark>>> {
    desk.aside(move || Ok(marks_in_lines(&text, &lines))).await
}

#[tauri::command]
async fn saved_searches(desk: State<'_, Desk>) -> Result<Vec<SavedSearch>> {
    desk.run(|store, _| store.saved_searches()).await
}

#[tauri::command]
async fn save_search(desk: State<'_, Desk>, saved: SavedSearch) -> Result<Vec<SavedSearch>> {
    desk.run(move |store, moment| store.save_search(saved, &moment)).await
}

#[tauri::command]
async fn remove_search(desk: State<'_, Desk>, id: String) -> Result<Vec<SavedSearch>> {
    desk.run(move |store, _| store.remove_search(&id)).await
}

#[tauri::command]
async fn list_photos(desk: State<'_, Desk>, query: PhotoQuery) -> Result<PhotoPage> {
    desk.run(move |store, moment| store.list_photos(&query, &moment)).await
}

#[tauri::command]
async fn choose_photos(desk: State<'_, Desk>, query: PhotoQuery) -> Result<Vec<String>> {
    desk.run(move |store, moment| store.choose_photos(&query, &moment)).await
}

#[tauri::command]
async fn list_photographers(desk: State<'_, Desk>) -> Result<Vec<Photographer>> {
    desk.run(|store, _| store.photographers()).await
}

#[tauri::command]
async fn edit_photos(
    desk: State<'_, Desk>,
    hashes: Vec<String>,
    changes: WordChanges,
) -> Result<EditedPhotos> {
    desk.run(move |store, moment| store.edit_photos(&hashes, &changes, &moment)).await
}

#[tauri::command]
async fn undo_photo_edit(desk: State<'_, Desk>, batch: String) -> Result<EditedPhotos> {
    desk.run(move |store, moment| store.undo_photo_edit(&batch, &moment)).await
}

#[tauri::command]
async fn photo_kit(desk: State<'_, Desk>) -> Result<PhotoKit> {
    desk.run(|store, _| store.photo_kit()).await
}

#[tauri::command]
async fn save_photo_template(desk: State<'_, Desk>, template: PhotoTemplate) -> Result<PhotoKit> {
    desk.run(move |store, _| store.save_photo_template(template)).await
}

#[tauri::command]
async fn delete_photo_template(desk: State<'_, Desk>, name: String) -> Result<PhotoKit> {
    desk.run(move |store, _| store.delete_photo_template(&name)).await
}

#[tauri::command]
async fn save_code_replacements(
    desk: State<'_, Desk>,
    codes: Vec<CodeReplacement>,
) -> Result<PhotoKit> {
    desk.run(move |store, _| store.save_code_replacements(codes)).await
}

#[tauri::command]
async fn import_code_replacements(desk: State<'_, Desk>) -> Result<Option<Vec<CodeReplacement>>> {
    desk.import_code_replacements().await
}

#[tauri::command]
async fn export_code_replacements(desk: State<'_, Desk>) -> Result<Option<String>> {
    desk.export_code_replacements().await
}

#[tauri::command]
async fn import_photo_kit(desk: State<'_, Desk>) -> Result<Option<TakenKit>> {
    desk.import_photo_kit().await
}

#[tauri::command]
async fn export_photo_kit(desk: State<'_, Desk>) -> Result<Option<String>> {
    desk.export_photo_kit().await
}

#[tauri::command]
async fn choose_ingest(desk: State<'_, Desk>) -> Result<Option<IngestOpened>> {
    desk.choose_ingest().await
}

#[tauri::command]
async fn ingest_news(desk: State<'_, Desk>, session: String, since: u32) -> Result<IngestNews> {
    desk.ingest_news(session, since).await
}

#[tauri::command]
async fn stop_ingest(desk: State<'_, Desk>, session: String) -> Result<()> {
    desk.stop_ingest(session).await
}

#[tauri::command]
async fn close_ingest(desk: State<'_, Desk>, session: String) -> Result<()> {
    desk.close_ingest(session).await
}

#[tauri::command]
async fn look_into_archive(desk: State<'_, Desk>, folder: bool) -> Result<Option<ArchiveState>> {
    desk.look_into_archive(folder).await
}

#[tauri::command]
async fn start_archive(desk: State<'_, Desk>) -> Result<()> {
    desk.start_archive().await
}

#[tauri::command]
async fn stop_archive(desk: State<'_, Desk>) -> Result<()> {
    desk.stop_archive().await
}

#[tauri::command]
async fn archive_state(desk: State<'_, Desk>) -> Result<ArchiveState> {
    desk.archive_state().await
}

#[tauri::command]
async fn archive_rows(
    desk: State<'_, Desk>,
    kind: PastRowKind,
    offset: u32,
    limit: u32,
) -> Result<PastRows> {
    desk.archive_rows(kind, offset, limit).await
}

#[tauri::command]
async fn save_archive_report(desk: State<'_, Desk>) -> Result<Option<String>> {
    desk.save_archive_report().await
}

#[tauri::command]
async fn related_articles(desk: State<'_, Desk>, article: ArticleId) -> Result<RelatedArticles> {
    desk.related_articles(article).await
}

#[tauri::command]
async fn take_in(
    desk: State<'_, Desk>,
    session: String,
    picks: Vec<IngestPick>,
) -> Result<Vec<IngestTaken>> {
    desk.take_in(session, picks).await
}

#[tauri::command]
async fn export_article(
    desk: State<'_, Desk>,
    id: ArticleId,
    form: ExportForm,
    target: String,
    override_reason: Option<String>,
) -> Result<Option<ExportReport>> {
    desk.export(id, form, target, override_reason).await
}

#[tauri::command]
async fn export_file(
    desk: State<'_, Desk>,
    id: ArticleId,
    format: Format,
    target: String,
    override_reason: Option<String>,
) -> Result<Option<ExportReport>> {
    desk.export_file(id, format, target, override_reason).await
}

#[tauri::command]
async fn export_pdf(
    desk: State<'_, Desk>,
    id: ArticleId,
    override_reason: Option<String>,
) -> Result<Option<PdfReport>> {
    desk.export_pdf(id, override_reason).await
}

#[tauri::command]
async fn print_article(desk: State<'_, Desk>, id: ArticleId) -> Result<PrintReport> {
    desk.print_article(id).await
}

#[tauri::command]
async fn letterhead(desk: State<'_, Desk>) -> Result<Letterhead> {
    desk.run(|store, _| store.letterhead()).await
}

#[tauri::command]
async fn change_letterhead(desk: State<'_, Desk>, letterhead: Letterhead) -> Result<Letterhead> {
    desk.change_letterhead(letterhead).await
}

#[tauri::command]
async fn choose_logo(desk: State<'_, Desk>) -> Result<Option<String>> {
    desk.choose_logo().await
}

#[tauri::command]
async fn cms_sheet(
    desk: State<'_, Desk>,
    id: ArticleId,
    target: String,
    override_reason: Option<String>,
) -> Result<CmsSheet> {
    desk.cms_sheet(id, target, override_reason).await
}

#[tauri::command]
async fn save_cms_pictures(desk: State<'_, Desk>) -> Result<Option<String>> {
    desk.save_cms_pictures().await
}

#[tauri::command]
async fn destinations(desk: State<'_, Desk>) -> Result<Vec<Destination>> {
    desk.run(|store, _| store.destinations()).await
}

#[tauri::command]
async fn save_destination(
    desk: State<'_, Desk>,
    destination: Destination,
    password: Option<String>,
) -> Result<KeptDestination> {
    desk.save_destination(destination, password).await
}

#[tauri::command]
async fn give_password(desk: State<'_, Desk>, to: String, password: String) -> Result<bool> {
    desk.give_password(to, password).await
}

#[tauri::command]
async fn remove_destination(desk: State<'_, Desk>, name: String) -> Result<()> {
    desk.remove_destination(name).await
}

#[tauri::command]
async fn test_destination(
    desk: State<'_, Desk>,
    destination: Destination,
    password: Option<String>,
) -> Result<TestedDestination> {
    desk.test_destination(destination, password).await
}

/// What a report looks like there, as HTML to be read and not shown; `null` where files are taken.
#[tauri::command]
async fn sample_html(kind: DestinationKind, profile: HtmlProfile) -> Option<String> {
    banthao_delivery::sample_html(&kind, profile)
}

#[tauri::command]
async fn choose_destination_folder(desk: State<'_, Desk>) -> Result<Option<String>> {
    desk.choose_destination_folder().await
}

#[tauri::command]
async fn choose_certificates(desk: State<'_, Desk>) -> Result<Option<String>> {
    desk.choose_certificates().await
}

#[tauri::command]
async fn plan_delivery(
    desk: State<'_, Desk>,
    id: ArticleId,
    to: String,
    publish_at: Option<Timestamp>,
    override_reason: Option<String>,
) -> Result<PlannedDelivery> {
    desk.plan_delivery(id, to, publish_at, override_reason).await
}

#[tauri::command]
async fn deliver(
    desk: State<'_, Desk>,
    id: ArticleId,
    to: String,
    publish_at: Option<Timestamp>,
    overwrite: bool,
    override_reason: Option<String>,
) -> Result<DeliveryRow> {
    desk.queue_delivery(id, to, publish_at, overwrite, override_reason).await
}

#[tauri::command]
async fn take_down(
    desk: State<'_, Desk>,
    id: ArticleId,
    from: String,
    reason: String,
) -> Result<DeliveryRow> {
    desk.queue_take_down(id, from, reason).await
}

#[tauri::command]
async fn deliveries(desk: State<'_, Desk>, article: Option<ArticleId>) -> Result<Vec<DeliveryRow>> {
    desk.deliveries(article).await
}

#[tauri::command]
async fn retry_delivery(desk: State<'_, Desk>, id: String) -> Result<DeliveryRow> {
    desk.retry_delivery(id).await
}

#[tauri::command]
async fn cancel_delivery(desk: State<'_, Desk>, id: String) -> Result<DeliveryRow> {
    desk.cancel_delivery(id).await
}

#[tauri::command]
async fn clear_delivery(desk: State<'_, Desk>, id: String) -> Result<DeliveryRow> {
    desk.clear_delivery(id).await
}

#[tauri::command]
async fn visit_delivery(desk: State<'_, Desk>, id: String) -> Result<()> {
    desk.visit_delivery(id).await
}

#[tauri::command]
async fn show_export(desk: State<'_, Desk>) -> Result<()> {
    desk.show_export().await
}

#[tauri::command]
async fn show_sheet(app: AppHandle, desk: State<'_, Desk>, id: ArticleId) -> Result<()> {
    sheet::show(&app, &desk, id).await
}

#[tauri::command]
async fn save_sheet(
    app: AppHandle,
    desk: State<'_, Desk>,
    id: ArticleId,
) -> Result<Option<String>> {
    sheet::save(&app, &desk, id).await
}

#[tauri::command]
async fn hand_off(
    desk: State<'_, Desk>,
    id: ArticleId,
    order: HandOffOrder,
    into: HandOffInto,
) -> Result<Option<HandOffReport>> {
    desk.hand_off(id, order, into).await
}

#[tauri::command]
async fn choose_hand_offs(desk: State<'_, Desk>) -> Result<Vec<ArrivalOutcome>> {
    desk.choose_hand_offs().await
}

#[tauri::command]
async fn waiting_hand_offs(desk: State<'_, Desk>) -> Result<Vec<ArrivalOutcome>> {
    desk.waiting_hand_offs().await
}

#[tauri::command]
async fn offered_hand_offs(desk: State<'_, Desk>) -> Result<OfferedHandOffs> {
    desk.offered_hand_offs().await
}

#[tauri::command]
async fn open_hand_off(
    desk: State<'_, Desk>,
    id: String,
    accepted: Option<DeviceKey>,
) -> Result<Opened> {
    desk.open_hand_off(id, accepted).await
}

#[tauri::command]
async fn put_aside(desk: State<'_, Desk>, id: String) -> Result<()> {
    desk.put_aside(id).await
}

#[tauri::command]
async fn this_device(desk: State<'_, Desk>) -> Result<ThisDevice> {
    desk.this_device().await
}

#[tauri::command]
async fn list_peers(desk: State<'_, Desk>) -> Result<Vec<Peer>> {
    desk.run(|store, _| store.peers()).await
}

#[tauri::command]
async fn trust_peer(desk: State<'_, Desk>, key: DeviceKey, trust: Trust) -> Result<Vec<Peer>> {
    desk.run(move |store, _| store.trust_peer(&key, trust)).await
}

#[tauri::command]
async fn choose_shared_folder(desk: State<'_, Desk>) -> Result<DeskInfo> {
    desk.choose_shared_folder().await
}

#[tauri::command]
async fn forget_shared_folder(desk: State<'_, Desk>) -> Result<DeskInfo> {
    desk.share_folder(None).await
}

#[tauri::command]
async fn note_fault(desk: State<'_, Desk>, what: String) -> Result<()> {
    desk.note_fault(what).await
}

#[tauri::command]
async fn proof_text(
    desk: State<'_, Desk>,
    id: ArticleId,
    document: Document,
    fields: Fields,
) -> Result<Findings> {
    desk.proof(id, Draft { document, fields }).await
}

#[tauri::command]
async fn ignore_finding(desk: State<'_, Desk>, id: ArticleId, ignore: Ignore) -> Result<()> {
    desk.run(move |store, moment| store.ignore_finding(&id, ignore, &moment)).await
}

#[tauri::command]
async fn unignore_finding(desk: State<'_, Desk>, id: ArticleId, ignore: Ignore) -> Result<()> {
    desk.run(move |store, _| store.unignore_finding(&id, ignore)).await
}

#[tauri::command]
async fn house_decisions(desk: State<'_, Desk>) -> Result<Vec<HouseDecision>> {
    desk.run(|store, _| store.house_decisions()).await
}

#[tauri::command]
async fn forget_decision(
    desk: State<'_, Desk>,
    rule: Option<RuleId>,
    house: Option<HouseRuleId>,
    text: String,
) -> Result<Vec<HouseDecision>> {
    desk.run(move |store, _| store.forget_decision(rule, house.as_ref(), &text)).await
}

#[tauri::command]
async fn rule_book(desk: State<'_, Desk>) -> Result<RuleBook> {
    desk.run(|store, _| store.rule_book()).await
}

#[tauri::command]
async fn save_house_rule(desk: State<'_, Desk>, rule: HouseRule) -> Result<KeptRule> {
    desk.run(move |store, moment| store.save_house_rule(rule, &moment)).await
}

#[tauri::command]
async fn delete_house_rule(desk: State<'_, Desk>, id: HouseRuleId) -> Result<()> {
    desk.run(move |store, _| store.delete_house_rule(&id)).await
}

#[tauri::command]
async fn try_house_rule(desk: State<'_, Desk>, rule: HouseRule) -> Result<Option<Trial>> {
    desk.try_house_rule(rule).await
}

#[tauri::command]
async fn overrule(
    desk: State<'_, Desk>,
    rule: RuleId,
    overrule: Option<Overrule>,
) -> Result<Vec<Overruled>> {
    desk.run(move |store, moment| store.overrule(rule, overrule, &moment)).await
}

#[tauri::command]
async fn import_house_rules(desk: State<'_, Desk>) -> Result<Option<TakenRules>> {
    desk.import_house_rules().await
}

#[tauri::command]
async fn export_house_rules(desk: State<'_, Desk>) -> Result<Option<String>> {
    desk.export_house_rules().await
}

#[tauri::command]
async fn take_starter_rules(desk: State<'_, Desk>) -> Result<TakenRules> {
    desk.run(|store, moment| store.take_house_rules(starter_rules(), &moment)).await
}

#[tauri::command]
async fn list_names(desk: State<'_, Desk>, query: NameQuery) -> Result<NamePage> {
    desk.run(move |store, _| store.names(&query)).await
}

#[tauri::command]
async fn name_entry(desk: State<'_, Desk>, id: NameId) -> Result<NameRow> {
    desk.run(move |store, _| store.name_entry(&id)).await
}

#[tauri::command]
async fn save_name(desk: State<'_, Desk>, entry: NameEntry) -> Result<NameRow> {
    desk.run(move |store, moment| store.save_name(entry, &moment)).await
}

#[tauri::command]
async fn delete_name(desk: State<'_, Desk>, id: NameId) -> Result<()> {
    desk.run(move |store, _| store.delete_name(&id)).await
}

#[tauri::command]
async fn preview_names(desk: State<'_, Desk>) -> Result<Option<NamesPreview>> {
    desk.preview_names().await
}

#[tauri::command]
async fn import_names(desk: State<'_, Desk>, skip_broken: bool) -> Result<NameChange> {
    desk.import_names(skip_broken).await
}

#[tauri::command]
async fn export_names(desk: State<'_, Desk>) -> Result<Option<String>> {
    desk.export_names().await
}

#[tauri::command]
async fn name_candidates(desk: State<'_, Desk>) -> Result<NameCandidates> {
    desk.name_candidates().await
}

#[tauri::command]
async fn refuse_name(desk: State<'_, Desk>, refused: RefusedName) -> Result<()> {
    desk.run(move |store, moment| store.refuse_name(&refused, &moment)).await
}

#[tauri::command]
async fn ask_about_name(desk: State<'_, Desk>, name: String) -> Result<()> {
    desk.run(move |store, _| store.ask_about_name(&name)).await
}

#[tauri::command]
async fn list_templates(desk: State<'_, Desk>) -> Result<Vec<KeptTemplate>> {
    desk.run(|store, _| store.templates()).await
}

#[tauri::command]
async fn save_template(desk: State<'_, Desk>, template: Template) -> Result<Vec<KeptTemplate>> {
    desk.run(move |store, moment| store.save_template(template, &moment)).await
}

#[tauri::command]
async fn delete_template(desk: State<'_, Desk>, id: TemplateId) -> Result<Vec<KeptTemplate>> {
    desk.run(move |store, _| store.delete_template(&id)).await
}

#[tauri::command]
async fn create_from_template(
    desk: State<'_, Desk>,
    id: TemplateId,
    filling: Filling,
) -> Result<OpenArticle> {
    desk.run(move |store, moment| store.create_from_template(&id, &filling, &moment)).await
}

#[tauri::command]
async fn commission(desk: State<'_, Desk>, order: CommissionOrder) -> Result<OpenArticle> {
    desk.run(move |store, moment| store.commission(order, &moment)).await
}

#[tauri::command]
async fn answer_commission(
    desk: State<'_, Desk>,
    id: ArticleId,
    answer: Answer,
) -> Result<AssignmentRow> {
    desk.run(move |store, moment| store.answer_commission(&id, answer, &moment)).await
}

#[tauri::command]
async fn list_assignments(desk: State<'_, Desk>) -> Result<Vec<AssignmentRow>> {
    desk.run(|store, _| store.assignments()).await
}

#[tauri::command]
async fn royalties(desk: State<'_, Desk>, month: String) -> Result<RoyaltyMonth> {
    desk.run(move |store, _| store.royalties(&month)).await
}

#[tauri::command]
async fn adjust_royalties(
    desk: State<'_, Desk>,
    month: String,
    article: ArticleId,
    adjustment: Adjustment,
) -> Result<RoyaltyMonth> {
    desk.run(move |store, _| store.adjust_royalties(&month, &article, adjustment)).await
}

#[tauri::command]
async fn close_royalties(desk: State<'_, Desk>, month: String) -> Result<RoyaltyMonth> {
    desk.run(move |store, moment| store.close_royalties(&month, &moment)).await
}

#[tauri::command]
async fn export_royalties(desk: State<'_, Desk>, month: String) -> Result<Option<String>> {
    desk.export_royalties(month).await
}

#[tauri::command]
async fn royalty_table(desk: State<'_, Desk>) -> Result<RoyaltyTable> {
    desk.run(|store, _| store.royalty_table()).await
}

#[tauri::command]
async fn change_royalty_table(desk: State<'_, Desk>, table: RoyaltyTable) -> Result<RoyaltyTable> {
    desk.run(move |store, _| store.change_royalty_table(table)).await
}

#[tauri::command]
async fn plots(desk: State<'_, Desk>, weeks: u32) -> Result<Plots> {
    desk.run(move |store, moment| store.plots(weeks, &moment)).await
}
