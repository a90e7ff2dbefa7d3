//! What the store answers to a screen or the command line, and what it is asked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::article::{ArticleId, BlockId, Document, Fields};
use crate::compare::Change;
use crate::discuss::{Anchor, ThreadId};
use crate::exchange::target::Target;
use crate::failure::{Failure, Result};
use crate::language::collate::NameOrder;
use crate::person::{Person, Role};
use crate::photo::PhotoInfo;
use crate::proof::{IyStyle, ToneStyle};
use crate::review::{
    ActionKind, CheckKind, Editorial, FindingGate, Gap, LogFault, Passage, ReturnTarget, Right,
    StepId, Workflow,
};
use crate::time::{Timestamp, ZoneMinutes};

/// Settings of this desk. Kept in the store; no secret is among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Settings {
    /// Language of the screens: `vi` or `en`.
    pub language: Language,
    pub theme: Theme,
    /// Linux: show the syllable being typed inside the text (WebKitGTK's preedit). Off only
    /// where an input method places its window wrongly.
    pub preedit: bool,
    pub zone: ZoneMinutes,
    pub workflow: Workflow,
    /// Name of the newsroom, as publisher in what is exported; may be empty.
    pub newsroom: String,
    /// An article goes out only where somebody has given the rights of each of its photos.
    pub photos_need_rights: bool,
    /// Where articles go, beside [`Target::standard`].
    pub targets: Vec<Target>,
    /// Name of the target that was exported to last; empty for the standard one.
    pub last_target: String,
    /// Where the house puts the tone mark in hòa, thủy.
    pub tone_style: ToneStyle,
    /// Whether the house writes kỹ, lý or kĩ, lí.
    pub iy_style: IyStyle,
    /// By which part of their names people are listed.
    pub names_by: NameOrder,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::Vi,
            theme: Theme::System,
            preedit: true,
            zone: ZoneMinutes::default(),
            workflow: Workflow::two_step(),
            newsroom: String::new(),
            photos_need_rights: false,
            targets: Vec::new(),
            last_target: String::new(),
            tone_style: ToneStyle::Old,
            iy_style: IyStyle::Any,
            names_by: NameOrder::default(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Language {
    Vi,
    En,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    System,
    Light,
    Dark,
}

/// This desk: who uses it and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DeskInfo {
    /// `None` until the first start is done.
    pub me: Option<Person>,
    pub settings: Settings,
    /// Where the store lies, for the settings screen.
    pub store: String,
    /// The folder that is watched for hand-offs; `None` where none was chosen.
    pub shared_folder: Option<String>,
    pub version: String,
}

/// The answers of the first start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetUp {
    pub language: Language,
    pub name: String,
    pub pen_name: String,
    pub role: Role,
}

/// Which articles a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum View {
    /// Mine, still being written (draft or withdrawn).
    MyDrafts,
    /// What waits for me to do something.
    WaitingForMe,
    Returned,
    Approved,
    All,
    /// Due today or overdue, and not approved; by deadline.
    DueToday,
    /// Approved, and nothing of it has ever gone out.
    NotExported,
    /// What is out is not what is approved, or does not read there as it was sent.
    LiveDiffers,
    OnHold,
    /// Begun by me this month, and not spiked; the last begun first.
    MineThisMonth,
}

impl View {
    pub const ALL: [Self; 10] = [
        Self::MyDrafts,
        Self::WaitingForMe,
        Self::Returned,
        Self::Approved,
        Self::All,
        Self::DueToday,
        Self::NotExported,
        Self::LiveDiffers,
        Self::OnHold,
        Self::MineThisMonth,
    ];
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListQuery {
    pub view: View,
    /// Words that must all occur, without regard to accents or case; empty finds everything.
    pub filter: String,
    /// Rows to pass over.
    pub offset: u32,
    /// Rows to give, at most 500.
    pub limit: u32,
}

/// A piece of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ListPage {
    /// Rows in the whole list.
    pub total: u32,
    pub offset: u32,
    pub rows: Vec<ArticleRow>,
    /// Articles in each view, without regard to the filter.
    pub counts: BTreeMap<View, u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ArticleRow {
    pub id: ArticleId,
    /// Empty while there is none.
    pub headline: String,
    /// The beginning of the lead, or of the text where there is no lead.
    pub summary: String,
    pub byline: String,
    pub editorial: Editorial,
    /// Name of the person whom the state names (claimed by, returned by), for the row.
    pub with: Option<String>,
    pub updated_at: Timestamp,
    pub embargo: Option<Timestamp>,
    pub photos: u32,
    pub photos_missing: u32,
    /// Conversations that wait for an answer or a decision.
    pub open_threads: u32,
    /// In one of them I was asked by name, and have not answered.
    pub asked: bool,
    pub deadline: Option<Timestamp>,
    /// Since when it stands as it stands; unknown for what an older version moved.
    pub since: Option<Timestamp>,
    /// Who else has it, as first heard.
    pub lease: Option<Lease>,
}

/// An article as it is opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OpenArticle {
    pub id: ArticleId,
    /// Counts the saves of the working copy; a save names the one it started from.
    #[cfg_attr(test, ts(type = "number"))]
    pub seq: i64,
    pub document: Document,
    pub fields: Fields,
    pub saved_at: Timestamp,
    pub standing: Standing,
    /// The photos in use, by hash.
    pub photos: BTreeMap<String, PhotoInfo>,
}

/// Where an article stands, and what I may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    pub editorial: Editorial,
    pub author: Option<Person>,
    /// The person whom the state names (claimed by, returned by).
    pub with: Option<Person>,
    /// What I may do now, the natural next step first.
    pub actions: Vec<ActionKind>,
    /// What is still missing, whether anything waits for it or not.
    pub gaps: Vec<Gap>,
    pub approval: Option<SignOff>,
    /// The text is no longer the one that was approved.
    pub changed_since_approval: bool,
    /// Since when it stands as it stands; unknown for what an older version moved.
    pub since: Option<Timestamp>,
    /// Every sign-off of this round, filing first, then in the order of the steps.
    pub sign_offs: Vec<StepSignOff>,
    /// All six checks, in one order.
    pub checks: Vec<CheckRow>,
    /// What should be known of its photos before it goes out.
    pub photo_notes: Vec<PhotoNote>,
    /// What the next gate on the way waits for.
    pub blocked: Blocked,
    /// What I may do beside moving it.
    pub rights: Vec<Right>,
    /// Who else has it, as last heard.
    pub leases: Vec<Lease>,
    /// The newest return, while the article is on its way back to whom it came from.
    pub last_return: Option<LastReturn>,
}

/// Who approved which text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SignOff {
    pub by: String,
    pub at: Timestamp,
    /// Hash of the approved revision.
    pub revision: String,
}

/// Who signed a step, and whether it was for the text as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct StepSignOff {
    pub step: StepId,
    /// As the step was called then.
    pub name: String,
    pub by: String,
    pub at: Timestamp,
    pub device: String,
    /// Hash of the revision that was signed.
    pub revision: String,
    /// What readers get has changed since.
    pub changed: bool,
    /// It must be given again before the next gate.
    pub outdated: bool,
}

/// One check of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CheckRow {
    pub kind: CheckKind,
    pub state: CheckState,
    /// Why it was waived.
    pub reason: Option<String>,
    /// Who said so; nobody has where it comes from the workflow.
    pub by: Option<String>,
    pub at: Option<Timestamp>,
    pub device: Option<String>,
    /// What it looks at has changed since it was done or waived.
    pub changed: bool,
    /// A gate that waits for it is not passed as it stands.
    pub open: bool,
    /// The workflow asks for it from the start: it is done or waived, not called off.
    pub demanded: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum CheckState {
    NotNeeded,
    Needed,
    Done,
    Waived,
}

/// What a gate waits for; empty where it stands open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Blocked {
    pub gaps: Vec<Gap>,
    pub checks: Vec<CheckKind>,
    /// Which findings of the proofreader it waits for. Whether there are some is not told here:
    /// an article is read when it is shown and when it is moved, not with each save.
    pub findings: FindingGate,
}

/// Something about a photo in use that an editor should know; no gate waits for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PhotoNote {
    pub block: BlockId,
    /// Hash of the photo.
    pub photo: String,
    pub file_name: String,
    pub about: PhotoConcern,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum PhotoConcern {
    /// Nobody has given its rights, and the newsroom asks for them: no export.
    RightsUnknown,
    /// Its rights end after this day, `2026-12-31`; from then on, no export.
    RightsEnd { until: String },
    /// A machine made it or a part of it, by its file or by the desk. `said`: by the desk, too.
    MadeByAi { said: bool },
    /// Shown large it will look coarse; in pixels.
    Small { width: u32, height: u32 },
}

/// Somebody else has the article, as last heard from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Lease {
    pub name: String,
    pub device: String,
    pub since: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LastReturn {
    pub by: String,
    pub at: Timestamp,
    pub reason: String,
    pub passages: Vec<Passage>,
}

/// Somebody to whom an article can go back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReturnChoice {
    pub to: ReturnTarget,
    /// Name of the person or of the step; a preset's step has the preset's name for it.
    pub name: String,
}

/// The working copy on its way into the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Save {
    pub id: ArticleId,
    /// [`OpenArticle::seq`] or [`Saved::seq`] of the last state seen.
    #[cfg_attr(test, ts(type = "number"))]
    pub base_seq: i64,
    pub document: Document,
    pub fields: Fields,
}

/// A committed save.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Saved {
    #[cfg_attr(test, ts(type = "number"))]
    pub seq: i64,
    pub saved_at: Timestamp,
    pub standing: Standing,
    /// The threads whose anchors the save has moved, lost or found again.
    pub moved_threads: BTreeMap<ThreadId, Anchor>,
}

/// One revision in the history of an article, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RevisionRow {
    /// BLAKE3 of the canonical form, hexadecimal.
    pub hash: String,
    pub reason: RevisionReason,
    /// The move that it was made for, where it was made for one.
    pub action: Option<ActionKind>,
    pub author: String,
    pub device: String,
    pub at: Timestamp,
    pub headline: String,
    /// Syllables in headline, lead, text and captions.
    pub syllables: u32,
    pub is_head: bool,
}

/// Why a revision was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum RevisionReason {
    Created,
    /// Made quietly while writing.
    Writing,
    Filed,
    Returned,
    Approved,
    /// Another transition (claim, hold, withdrawal …).
    Moved,
    /// A check was done or waived for it.
    Checked,
    HandOff,
    Merged,
    Exported,
    /// An approval sheet was made of it.
    Printed,
    /// The state before an older revision was restored.
    BeforeRestore,
    Restored,
    /// What the review view compares with, grown by accepted changes. Never in a list: nobody
    /// wrote this text.
    ReviewBase,
}

/// A revision with its text, for reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RevisionText {
    pub row: RevisionRow,
    pub document: Document,
    pub fields: Fields,
    pub photos: BTreeMap<String, PhotoInfo>,
}

/// A text as it stands on the page, saved or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Draft {
    pub document: Document,
    pub fields: Fields,
}

/// What has changed in a text, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReviewChanges {
    /// What the changes are counted from; `None` where nothing has been set yet.
    pub base: Option<RevisionRow>,
    /// In the reading order of the text.
    pub changes: Vec<Change>,
    /// The photos of the base, by hash.
    pub photos: BTreeMap<String, PhotoInfo>,
}

/// A text without the changes that were rejected, and the changes that are left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RejectedChanges {
    pub document: Document,
    pub fields: Fields,
    pub changes: Vec<Change>,
}

/// Two texts of one article and what differs between them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ComparedTexts {
    pub document: Document,
    pub fields: Fields,
    pub old_document: Document,
    pub old_fields: Fields,
    pub changes: Vec<Change>,
    /// The photos of both, by hash.
    pub photos: BTreeMap<String, PhotoInfo>,
}

/// One line of an article's history for a screen, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct HistoryRow {
    pub at: Timestamp,
    pub by: String,
    pub device: String,
    /// The revision that the event is about; for a sign-off, the one that was signed.
    pub revision: String,
    pub event: crate::review::LogEvent,
    /// Name of the other person it is about: whose work was taken over, to whom it was returned.
    pub about: Option<String>,
    /// Written by another desk.
    pub peer: bool,
    /// The chain of hashes holds up to here.
    pub intact: bool,
}

/// An export that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ExportReport {
    /// The folder or the zip file.
    pub path: String,
    /// BLAKE3 over the manifest, hexadecimal: the same for the same revision.
    pub bundle: String,
    pub files: Vec<String>,
}

/// What the doctor found in a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    pub articles: u32,
    pub revisions: u32,
    pub photos: u32,
    /// One per thing that is not as it was stored; empty is healthy.
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    pub kind: ProblemKind,
    /// Which article, revision, block, photo or page.
    pub what: String,
    /// Where a log is not what was written.
    pub fault: Option<LogFault>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ProblemKind {
    /// SQLite's own check found a fault.
    Database,
    /// A working copy does not carry its hash.
    WorkingCopy,
    /// A revision, one that it came of or one of its blocks is missing, does not carry its hash
    /// or is out of its place.
    Revision,
    /// The log of an article has been cut or changed.
    Log,
    /// A conversation or the place of one cannot be read.
    Conversation,
    /// A sign-off or a check does not carry its hash or is not what the logs tell.
    Signature,
    /// A rule of the house does not carry its hash: the proofreader goes without it.
    HouseRule,
    /// A closed month of royalties, or what was decided by hand, does not carry its hash.
    Royalties,
    /// What is on its way to another system is not what was queued: nothing more of it is sent.
    Delivery,
    /// The text that changes are counted from is missing or of another article.
    ReviewBase,
    /// A photo's file is missing.
    PhotoMissing,
    /// A photo's file does not carry its hash.
    PhotoDamaged,
    /// What was said of a photo was changed, or the desk says something else of it.
    PhotoWords,
    /// Lists do not have a photo as it is, or not the photos of an article; they can be made anew.
    PhotoLists,
    /// Lists do not have an article as it is; they can be made anew.
    ArticleLists,
}

/// A photo that was offered to the desk: taken, or why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PhotoOutcome {
    pub file_name: String,
    pub photo: Option<PhotoInfo>,
    pub failure: Option<Failure>,
}

impl PhotoOutcome {
    pub fn new(file_name: String, added: Result<PhotoInfo>) -> Self {
        match added {
            Ok(photo) => Self { file_name, photo: Some(photo), failure: None },
            Err(failure) => Self { file_name, photo: None, failure: Some(failure) },
        }
    }
}

/// How a bundle is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ExportForm {
    Folder,
    Zip,
}
