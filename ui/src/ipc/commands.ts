import { invoke } from "@tauri-apps/api/core";

import type {
  ChangeId,
  FoundMark,
  SavedSearch,
  SearchChoices,
  SearchPage,
  SearchQuery,
  ComparedTexts,
  Conversion,
  Draft,
  RejectedChanges,
  ReviewChanges,
  Action,
  Adjustment,
  Answer,
  ArchiveState,
  ArrivalOutcome,
  AssignmentRow,
  CommissionOrder,
  ArticleId,
  BoardColumn,
  BoardQuery,
  BulkAction,
  BulkOutcome,
  Calendar,
  TableLayout,
  TablePage,
  TableQuery,
  Timestamp,
  Document,
  Fields,
  Findings,
  HouseDecision,
  Ignore,
  RuleId,
  HouseRule,
  HouseRuleId,
  KeptRule,
  Overrule,
  Overruled,
  RuleBook,
  TakenBack,
  TakenRules,
  TestedDestination,
  Trial,
  CheckKind,
  CheckMark,
  CmsSheet,
  Credentials,
  CodeReplacement,
  DeliveryRow,
  Filling,
  KeptTemplate,
  Plots,
  RoyaltyMonth,
  RoyaltyTable,
  Template,
  TemplateId,
  DeskInfo,
  Destination,
  HtmlProfile,
  DestinationKind,
  DeviceKey,
  EditedPhotos,
  ExportForm,
  ExportReport,
  Format,
  HandOffInto,
  HandOffOrder,
  HandOffReport,
  HistoryRow,
  IngestNews,
  IngestOpened,
  IngestPick,
  IngestTaken,
  KeptDestination,
  Label,
  LabelledLine,
  Letterhead,
  ListPage,
  ListQuery,
  LogFault,
  OfferedHandOffs,
  PastRowKind,
  PastRows,
  RelatedArticles,
  NameCandidates,
  NameChange,
  NameEntry,
  NameId,
  NamePage,
  NameQuery,
  NameRow,
  NamesPreview,
  OpenArticle,
  Opened,
  PdfReport,
  PlannedDelivery,
  Peer,
  Person,
  PhotoDetails,
  PhotoInfo,
  PhotoKit,
  PhotoOutcome,
  PhotoPage,
  PhotoQuery,
  PhotoTemplate,
  Photographer,
  PrintReport,
  Recognition,
  ReturnChoice,
  RevisionRow,
  RevisionText,
  Run,
  Save,
  Saved,
  Say,
  Settings,
  SetUp,
  Standing,
  TakenKit,
  RefusedName,
  Talks,
  ThisDevice,
  Trust,
  WordChanges,
  Written,
  Target,
  Workflow,
} from "./generated";

/** What an export is put into. */

// One line per command of the window; each rejects with a Failure.
export const deskInfo = () => invoke<DeskInfo>("desk_info");
export const setUp = (setUp: SetUp) => invoke<DeskInfo>("set_up", { setUp });
export const changeSettings = (settings: Settings) =>
  invoke<DeskInfo>("change_settings", { settings });
export const workflowPresets = () => invoke<Workflow[]>("workflow_presets");
export const standardTarget = () => invoke<Target>("standard_target");
export const changeMe = (person: Person) => invoke<DeskInfo>("change_me", { person });

export const listArticles = (query: ListQuery) => invoke<ListPage>("list_articles", { query });
export const table = (query: TableQuery) => invoke<TablePage>("table", { query });
export const chooseArticles = (query: TableQuery) =>
  invoke<ArticleId[]>("choose_articles", { query });
export const tableLayout = () => invoke<TableLayout>("table_layout");
export const changeTableLayout = (layout: TableLayout) =>
  invoke<TableLayout>("change_table_layout", { layout });
export const board = (query: BoardQuery) => invoke<BoardColumn[]>("board", { query });
export const calendar = (from: Timestamp, to: Timestamp) =>
  invoke<Calendar>("calendar", { from, to });
export const doToAll = (ids: ArticleId[], what: BulkAction) =>
  invoke<BulkOutcome[]>("do_to_all", { ids, what });
export const printDayList = () => invoke<PrintReport>("print_day_list");
export const createArticle = () => invoke<OpenArticle>("create_article");
export const openArticle = (id: ArticleId) => invoke<OpenArticle>("open_article", { id });
export const saveArticle = (save: Save) => invoke<Saved>("save_article", { save });
/** `waiver` is why findings that the gate waits for are passed; null where nobody passes them. */
export const moveArticle = (id: ArticleId, action: Action, waiver: string | null) =>
  invoke<Standing>("move_article", { id, action, waiver });
export const returnChoices = (id: ArticleId) => invoke<ReturnChoice[]>("return_choices", { id });
export const markCheck = (id: ArticleId, kind: CheckKind, mark: CheckMark) =>
  invoke<Standing>("mark_check", { id, kind, mark });
/** Takes the notice back that another device has the article. */
export const forgetLease = (id: ArticleId, device: string) =>
  invoke<null>("forget_lease", { id, device });

export const listRevisions = (id: ArticleId) => invoke<RevisionRow[]>("list_revisions", { id });
export const readRevision = (id: ArticleId, hash: string) =>
  invoke<RevisionText>("read_revision", { id, hash });
export const restoreRevision = (id: ArticleId, hash: string) =>
  invoke<OpenArticle>("restore_revision", { id, hash });

export const reviewChanges = (id: ArticleId, draft: Draft) =>
  invoke<ReviewChanges>("review_changes", { id, draft });
export const changesSinceApproval = (id: ArticleId, draft: Draft) =>
  invoke<ReviewChanges>("changes_since_approval", { id, draft });
export const acceptChanges = (id: ArticleId, draft: Draft, ids: ChangeId[]) =>
  invoke<ReviewChanges>("accept_changes", { id, draft, ids });
export const undoAccept = (id: ArticleId) => invoke<null>("undo_accept", { id });
export const rejectChanges = (id: ArticleId, draft: Draft, ids: ChangeId[]) =>
  invoke<RejectedChanges>("reject_changes", { id, draft, ids });
export const setReviewBase = (id: ArticleId, hash: string) =>
  invoke<null>("set_review_base", { id, hash });
/** `next` null is the working copy. */
export const compareRevisions = (id: ArticleId, old: string, next: string | null) =>
  invoke<ComparedTexts>("compare_revisions", { id, old, new: next });

export const articleHistory = (id: ArticleId) => invoke<HistoryRow[]>("article_history", { id });
export const checkLog = (id: ArticleId) => invoke<LogFault | null>("check_log", { id });

export const listThreads = (id: ArticleId) => invoke<Talks>("list_threads", { id });
export const discuss = (id: ArticleId, say: Say) => invoke<Talks>("discuss", { id, say });

export const listPeople = () => invoke<Person[]>("list_people");
export const savePerson = (person: Person) => invoke<Person>("save_person", { person });

/** `written` null finds out by itself in which encoding the runs were written. */
export const recogniseText = (runs: Run[], written: Written | null) =>
  invoke<Recognition>("recognise_text", { runs, written });
export const convertText = (runs: Run[], written: Written | null) =>
  invoke<Conversion>("convert_text", { runs, written });
export const recogniseFile = () => invoke<Recognition | null>("recognise_file");
export const createFromLines = (lines: LabelledLine[]) =>
  invoke<OpenArticle>("create_from_lines", { lines });
/** `key` names the file that was recognised last; one label for each of its lines. */
export const createFromFile = (key: string, labels: Label[]) =>
  invoke<OpenArticle>("create_from_file", { key, labels });
/** Takes it back into the article that it was made of. */
export const takeBackFile = (key: string, labels: Label[]) =>
  invoke<TakenBack>("take_back_file", { key, labels });

export const addPhotos = () => invoke<PhotoOutcome[]>("add_photos");
export const photoInfo = (hashes: string[]) =>
  invoke<Record<string, PhotoInfo>>("photo_info", { hashes });

export const photoDetails = (hash: string) => invoke<PhotoDetails>("photo_details", { hash });
/** What its Content Credentials say, as its file is now. */
export const photoCredentials = (hash: string) =>
  invoke<Credentials | null>("photo_credentials", { hash });
export const searchArticles = (query: SearchQuery) =>
  invoke<SearchPage>("search_articles", { query });
export const searchChoices = () => invoke<SearchChoices>("search_choices");
/** Where the words of a search stand in lines of a text. */
export const searchMarks = (text: string, lines: string[]) =>
  invoke<FoundMark[][]>("search_marks", { text, lines });
export const savedSearches = () => invoke<SavedSearch[]>("saved_searches");
export const saveSearch = (saved: SavedSearch) => invoke<SavedSearch[]>("save_search", { saved });
export const removeSearch = (id: string) => invoke<SavedSearch[]>("remove_search", { id });
export const listPhotos = (query: PhotoQuery) => invoke<PhotoPage>("list_photos", { query });
/** The hashes of a whole list, as many as can be chosen at once. */
export const choosePhotos = (query: PhotoQuery) => invoke<string[]>("choose_photos", { query });
export const listPhotographers = () => invoke<Photographer[]>("list_photographers");
/** Says something else of photos; fields that are not named stay as they are. */
export const editPhotos = (hashes: string[], changes: WordChanges) =>
  invoke<EditedPhotos>("edit_photos", { hashes, changes });
export const undoPhotoEdit = (batch: string) => invoke<EditedPhotos>("undo_photo_edit", { batch });
export const photoKit = () => invoke<PhotoKit>("photo_kit");
export const savePhotoTemplate = (template: PhotoTemplate) =>
  invoke<PhotoKit>("save_photo_template", { template });
export const deletePhotoTemplate = (name: string) =>
  invoke<PhotoKit>("delete_photo_template", { name });
export const saveCodeReplacements = (codes: CodeReplacement[]) =>
  invoke<PhotoKit>("save_code_replacements", { codes });
/** Asks for a file and reads it; null where nothing was chosen. Nothing is kept yet. */
export const importCodeReplacements = () =>
  invoke<CodeReplacement[] | null>("import_code_replacements");
/** The path of what was written, or null where nothing was chosen. */
export const exportCodeReplacements = () => invoke<string | null>("export_code_replacements");
/** Asks for the templates and codes of another desk and takes them over; null where nothing was
 *  chosen. */
export const importPhotoKit = () => invoke<TakenKit | null>("import_photo_kit");
/** The path of what was written for another desk, or null where nothing was chosen. */
export const exportPhotoKit = () => invoke<string | null>("export_photo_kit");
/** Asks for a folder or card with photos; null where nothing was chosen. */
export const chooseIngest = () => invoke<IngestOpened | null>("choose_ingest");
export const ingestNews = (session: string, since: number) =>
  invoke<IngestNews>("ingest_news", { session, since });
export const stopIngest = (session: string) => invoke<null>("stop_ingest", { session });
export const lookIntoArchive = (folder: boolean) =>
  invoke<ArchiveState | null>("look_into_archive", { folder });
export const startArchive = () => invoke<null>("start_archive");
export const stopArchive = () => invoke<null>("stop_archive");
export const archiveState = () => invoke<ArchiveState>("archive_state");
export const archiveRows = (kind: PastRowKind, offset: number, limit: number) =>
  invoke<PastRows>("archive_rows", { kind, offset, limit });
export const saveArchiveReport = () => invoke<string | null>("save_archive_report");
export const relatedArticles = (article: ArticleId) =>
  invoke<RelatedArticles>("related_articles", { article });
export const closeIngest = (session: string) => invoke<null>("close_ingest", { session });
export const takeIn = (session: string, picks: IngestPick[]) =>
  invoke<IngestTaken[]>("take_in", { session, picks });

/** Opens the file manager where the last export or hand-off went. */
export const showExport = () => invoke<null>("show_export");
/** `target` is the name of one; empty for the standard one. */
export const exportArticle = (
  id: ArticleId,
  form: ExportForm,
  target: string,
  overrideReason: string | null,
) => invoke<ExportReport | null>("export_article", { id, form, target, overrideReason });

/** Asks for a name and writes one file; null where nothing was chosen. */
export const exportFile = (
  id: ArticleId,
  format: Format,
  target: string,
  overrideReason: string | null,
) => invoke<ExportReport | null>("export_file", { id, format, target, overrideReason });
/** Asks where to and saves the approved text as PDF; null where nothing was chosen. */
export const exportPdf = (id: ArticleId, overrideReason: string | null) =>
  invoke<PdfReport | null>("export_pdf", { id, overrideReason });
/** Makes a PDF of the saved text and opens it in the system's own program, to print there. */
export const printArticle = (id: ArticleId) => invoke<PrintReport>("print_article", { id });
export const letterhead = () => invoke<Letterhead>("letterhead");
export const changeLetterhead = (letterhead: Letterhead) =>
  invoke<Letterhead>("change_letterhead", { letterhead });
/** Asks for a picture and keeps it; its hash, or null where nothing was chosen. */
export const chooseLogo = () => invoke<string | null>("choose_logo");

/** Shows the approval sheet of the saved text in a window of its own, to look at and print. */
export const showSheet = (id: ArticleId) => invoke<null>("show_sheet", { id });
/** Asks where to and saves it as HTML; the path, or null where nothing was chosen. */
export const saveSheet = (id: ArticleId) => invoke<string | null>("save_sheet", { id });

export const handOff = (id: ArticleId, order: HandOffOrder, into: HandOffInto) =>
  invoke<HandOffReport | null>("hand_off", { id, order, into });
export const chooseHandOffs = () => invoke<ArrivalOutcome[]>("choose_hand_offs");
/** Files that were dropped, double-clicked or given to a second start; each is told once. */
export const waitingHandOffs = () => invoke<ArrivalOutcome[]>("waiting_hand_offs");
/** What is new in the shared folder. */
export const offeredHandOffs = () => invoke<OfferedHandOffs>("offered_hand_offs");
/** Opens what the page was shown under this id; `accepted` is a key that was found right. */
export const openHandOff = (id: string, accepted: DeviceKey | null) =>
  invoke<Opened>("open_hand_off", { id, accepted });
export const putAside = (id: string) => invoke<null>("put_aside", { id });

export const thisDevice = () => invoke<ThisDevice>("this_device");
export const listPeers = () => invoke<Peer[]>("list_peers");
export const trustPeer = (key: DeviceKey, trust: Trust) =>
  invoke<Peer[]>("trust_peer", { key, trust });
export const chooseSharedFolder = () => invoke<DeskInfo>("choose_shared_folder");
export const forgetSharedFolder = () => invoke<DeskInfo>("forget_shared_folder");

/** Puts a fault of the page into the desk's log, where no words of an article are let in. */
export const noteFault = (what: string) => invoke<null>("note_fault", { what });

/** Reads the text on the page and tells what stands out, without what was decided about. */
export const proofText = (id: ArticleId, document: Document, fields: Fields) =>
  invoke<Findings>("proof_text", { id, document, fields });

export const ignoreFinding = (id: ArticleId, ignore: Ignore) =>
  invoke<null>("ignore_finding", { id, ignore });

export const unignoreFinding = (id: ArticleId, ignore: Ignore) =>
  invoke<null>("unignore_finding", { id, ignore });

/** The house list: what rules leave alone in all articles. */
export const houseDecisions = () => invoke<HouseDecision[]>("house_decisions");

export const forgetDecision = (rule: RuleId | null, house: HouseRuleId | null, text: string) =>
  invoke<HouseDecision[]>("forget_decision", { rule, house, text });

export const ruleBook = () => invoke<RuleBook>("rule_book");

export const saveHouseRule = (rule: HouseRule) => invoke<KeptRule>("save_house_rule", { rule });

export const deleteHouseRule = (id: HouseRuleId) => invoke<null>("delete_house_rule", { id });

/** Null where a newer trial has begun. */
export const tryHouseRule = (rule: HouseRule) => invoke<Trial | null>("try_house_rule", { rule });

export const overrule = (rule: RuleId, overrule: Overrule | null) =>
  invoke<Overruled[]>("overrule", { rule, overrule });

/** Null where nothing was chosen. */
export const importHouseRules = () => invoke<TakenRules | null>("import_house_rules");

export const exportHouseRules = () => invoke<string | null>("export_house_rules");

export const takeStarterRules = () => invoke<TakenRules>("take_starter_rules");

/** A piece of the directory of people, organisations and places. */
export const listNames = (query: NameQuery) => invoke<NamePage>("list_names", { query });
export const nameEntry = (id: NameId) => invoke<NameRow>("name_entry", { id });
/** Keeps an entry; one without an id is new. */
export const saveName = (entry: NameEntry) => invoke<NameRow>("save_name", { entry });
export const deleteName = (id: NameId) => invoke<null>("delete_name", { id });
/** Asks for a table and tells what it would do; null where none was chosen. */
export const previewNames = () => invoke<NamesPreview | null>("preview_names");
/** Keeps the table that was shown last. */
export const importNames = (skipBroken: boolean) =>
  invoke<NameChange>("import_names", { skipBroken });
/** Asks where to and writes the entries of this desk; the path, or null. */
export const exportNames = () => invoke<string | null>("export_names");
/** People of approved articles whom the directory does not have. */
export const nameCandidates = () => invoke<NameCandidates>("name_candidates");
/** Never asks about a name again. */
export const refuseName = (refused: RefusedName) => invoke<null>("refuse_name", { refused });
export const askAboutName = (name: string) => invoke<null>("ask_about_name", { name });

/** An article laid out for copying into a form by hand. */
export const cmsSheet = (id: ArticleId, target: string, overrideReason: string | null) =>
  invoke<CmsSheet>("cms_sheet", { id, target, overrideReason });
/** Asks for a folder and saves the photos of the last sheet there; their path, or null. */
export const saveCmsPictures = () => invoke<string | null>("save_cms_pictures");

export const destinations = () => invoke<Destination[]>("destinations");
/** Keeps a destination; one without an id is new. Without a password the one that is kept stays. */
export const saveDestination = (destination: Destination, password: string | null) =>
  invoke<KeptDestination>("save_destination", { destination, password });
/** The password that a destination was waiting for; whether the keyring has it now. */
export const givePassword = (to: string, password: string) =>
  invoke<boolean>("give_password", { to, password });
export const removeDestination = (name: string) => invoke<null>("remove_destination", { name });
export const testDestination = (destination: Destination, password: string | null) =>
  invoke<TestedDestination>("test_destination", { destination, password });
/** The text of a short report as such a site would be sent it; null where files are taken. */
export const sampleHtml = (kind: DestinationKind, profile: HtmlProfile) =>
  invoke<string | null>("sample_html", { kind, profile });
/** Asks for a folder to deliver to; its path, or null. */
export const chooseDestinationFolder = () => invoke<string | null>("choose_destination_folder");
/** Asks for a file of certificates; its path, or null. */
export const chooseCertificates = () => invoke<string | null>("choose_certificates");

/** What a delivery would do there; nothing is sent. `to` is the name of a destination. */
export const planDelivery = (
  id: ArticleId,
  to: string,
  publishAt: number | null,
  overrideReason: string | null,
) => invoke<PlannedDelivery>("plan_delivery", { id, to, publishAt, overrideReason });

/** Puts an article into the outbox. */
export const deliver = (
  id: ArticleId,
  to: string,
  publishAt: number | null,
  overwrite: boolean,
  overrideReason: string | null,
) => invoke<DeliveryRow>("deliver", { id, to, publishAt, overwrite, overrideReason });

export const takeDown = (id: ArticleId, from: string, reason: string) =>
  invoke<DeliveryRow>("take_down", { id, from, reason });

/** What is on its way, the last of what was, and all of `article`, newest first. */
export const deliveries = (article: ArticleId | null) =>
  invoke<DeliveryRow[]>("deliveries", { article });
export const retryDelivery = (id: string) => invoke<DeliveryRow>("retry_delivery", { id });
/** Takes away what a delivery that was given up has left there. */
export const clearDelivery = (id: string) => invoke<DeliveryRow>("clear_delivery", { id });
export const cancelDelivery = (id: string) => invoke<DeliveryRow>("cancel_delivery", { id });
/** Opens what it left there in the browser. */
export const visitDelivery = (id: string) => invoke<null>("visit_delivery", { id });

/** The templates of the program, then those of this desk. */
export const listTemplates = () => invoke<KeptTemplate[]>("list_templates");
/** Keeps a template; one without an id is new. */
export const saveTemplate = (template: Template) =>
  invoke<KeptTemplate[]>("save_template", { template });
export const deleteTemplate = (id: TemplateId) => invoke<KeptTemplate[]>("delete_template", { id });
export const createFromTemplate = (id: TemplateId, filling: Filling) =>
  invoke<OpenArticle>("create_from_template", { id, filling });

/** Asks somebody to write an article: a new one, or one that is here. */
export const commission = (order: CommissionOrder) => invoke<OpenArticle>("commission", { order });
export const answerCommission = (id: ArticleId, answer: Answer) =>
  invoke<AssignmentRow>("answer_commission", { id, answer });
/** What is commissioned: what is still to be handed in first, by its deadline. */
export const listAssignments = () => invoke<AssignmentRow[]>("list_assignments");

/** A month of royalties, `2026-11`: as it stands, or as it was closed. */
export const royalties = (month: string) => invoke<RoyaltyMonth>("royalties", { month });
export const adjustRoyalties = (month: string, article: ArticleId, adjustment: Adjustment) =>
  invoke<RoyaltyMonth>("adjust_royalties", { month, article, adjustment });
/** From now on it stays as it is. */
export const closeRoyalties = (month: string) => invoke<RoyaltyMonth>("close_royalties", { month });
/** Asks where to and writes the table of a month; the path, or null. */
export const exportRoyalties = (month: string) =>
  invoke<string | null>("export_royalties", { month });
export const royaltyTable = () => invoke<RoyaltyTable>("royalty_table");
export const changeRoyaltyTable = (table: RoyaltyTable) =>
  invoke<RoyaltyTable>("change_royalty_table", { table });

/** What the last weeks look like, with the one that is. */
export const plots = (weeks: number) => invoke<Plots>("plots", { weeks });
