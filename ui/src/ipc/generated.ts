// Made from the Rust types by `UPDATE_TYPES=1 cargo test -p banthao-core generated_types`. Do not edit.

export type Timestamp = number;

export type ZoneMinutes = number;

export type Code = "notFound" | "staleSave" | "notAllowed" | "notApproved" | "changedSinceApproval" | "embargoed" | "badInput" | "emptyFile" | "notText" | "tooLarge" | "notAPhoto" | "damagedPhoto" | "photoTooLarge" | "diskFull" | "readOnly" | "storeNewer" | "storeDamaged" | "storeBusy" | "notAHandOff" | "handOffDamaged" | "handOffRefused" | "handOffUnsigned" | "handOffNewer" | "handOffSealed" | "handOffIncomplete" | "peerChanged" | "peerBlocked" | "keyUnavailable" | "fileProblem" | "internal";

export type Failure = { code: Code, 
/**
 * Values for the sentence in the catalogue, e.g. `{"limitMegabytes": "50"}`.
 */
params: { [key in string]: string }, 
/**
 * English, for logs and for codes without a sentence of their own.
 */
message: string, };

export type PersonId = string;

export type Role = "reporter" | "editor" | "secretary";

export type Person = { id: PersonId, 
/**
 * Full name as on the identity papers, "Nguyễn Thị Thanh Mai".
 */
name: string, 
/**
 * The name under the article, "Thanh Mai".
 */
penName: string, role: Role, };

export type ArticleId = string;

export type BlockId = string;

export type Mark = { "type": "link", "attrs": { href: string, } } | { "type": "em" } | { "type": "strong" } | { "type": "sub" } | { "type": "sup" };

export type Text = { "type": "text", text: string, marks?: Array<Mark>, };

export type BlockAttrs = { id: BlockId, };

export type ListAttrs = { id: BlockId, ordered: boolean, };

export type ListItem = { "type": "listItem", content?: Array<Text>, };

export type TableCellAttrs = { header: boolean, };

export type TableCell = { "type": "tableCell", attrs: TableCellAttrs, content?: Array<Text>, };

export type TableRow = { "type": "tableRow", content: Array<TableCell>, };

export type PhotoAttrs = { id: BlockId, 
/**
 * BLAKE3 of the original, 64 hexadecimal digits; `null` is "photo missing", legal until
 * approval.
 */
photo: string | null, 
/**
 * Who took it.
 */
credit: string, 
/**
 * Text alternative for those who do not see the photo.
 */
alt: string, };

export type Photo = { attrs: PhotoAttrs, 
/**
 * The caption.
 */
content?: Array<Text>, };

export type Block = { "type": "paragraph", attrs: BlockAttrs, content?: Array<Text>, } | { "type": "subhead", attrs: BlockAttrs, content?: Array<Text>, } | { "type": "quote", attrs: BlockAttrs, content?: Array<Text>, } | { "type": "list", attrs: ListAttrs, content: Array<ListItem>, } | { "type": "table", attrs: BlockAttrs, content: Array<TableRow>, } | { "type": "box", attrs: BlockAttrs, content: Array<Block>, } | { "type": "photo" } & Photo | { "type": "photoGroup", attrs: BlockAttrs, content: Array<Block>, };

export type BylineRole = "text" | "photo" | "translation" | "editedBy";

export type Byline = { 
/**
 * The contributor behind the pen name, where this desk knows them.
 */
contributor: PersonId | null, penName: string, role: BylineRole, };

export type Fields = { 
/**
 * In the order in which they are printed.
 */
bylines: Array<Byline>, 
/**
 * The source line without its label, e.g. `thainguyen.gov.vn`.
 */
source: string, section: string, tags: Array<string>, 
/**
 * When it happened, `YYYY-MM-DD`.
 */
eventDate: string | null, eventPlace: string, 
/**
 * Last part of the address on the web; empty means "made from the headline".
 */
slug: string, 
/**
 * BCP 47, `vi` by default.
 */
language: string, 
/**
 * Not to be published before this time.
 */
embargo: Timestamp | null, deadline: Timestamp | null, 
/**
 * 1 (now) to 9, as ninjs' `urgency`; 5 is normal.
 */
priority: number, 
/**
 * Goes out with the article, to the receiving desk; never published.
 */
noteToReceiver: string, 
/**
 * Never leaves the desk.
 */
internalNote: string, 
/**
 * In syllables.
 */
targetLength: number | null, royaltyClass: string, };

export type PhotoKind = "jpeg" | "png" | "webP";

export type PhotoInfo = { 
/**
 * BLAKE3 of the original, 64 hexadecimal digits.
 */
hash: string, 
/**
 * Name of the file as it was added, without its folder.
 */
fileName: string, kind: PhotoKind, 
/**
 * Of the original in bytes.
 */
bytes: number, 
/**
 * In pixels, as shown (after EXIF orientation).
 */
width: number, height: number, addedAt: Timestamp, };

export type ReturnTarget = { "kind": "author" } | { "kind": "editor", person: PersonId, } | { "kind": "step", step: number, };

export type Passage = { 
/**
 * `None` for headline or lead.
 */
block: BlockId | null, quote: string, };

export type Editorial = { "state": "draft" } | { "state": "filed" } | { "state": "inReview", by: PersonId, } | { "state": "awaitingApproval", step: number, of: number, } | { "state": "approved" } | { "state": "returned", to: ReturnTarget, by: PersonId, reason: string, passages: Array<Passage>, } | { "state": "withdrawn" } | { "state": "onHold", was: Editorial, reason: string, } | { "state": "spiked", was: Editorial, reason: string, };

export type ApprovalStep = { name: string, 
/**
 * Who may approve this step.
 */
roles: Array<Role>, };

export type Workflow = { name: string, 
/**
 * Approvals after the review; empty in the two-step preset, where the editor who
 * reviews is the one who approves.
 */
approvals: Array<ApprovalStep>, };

export type Action = { "action": "file" } | { "action": "claim" } | { "action": "release" } | { "action": "passOn" } | { "action": "approve" } | { "action": "return", to: ReturnTarget, reason: string, passages: Array<Passage>, } | { "action": "withdraw" } | { "action": "hold", reason: string, } | { "action": "resume" } | { "action": "spike", reason: string, } | { "action": "restore" } | { "action": "reopen", reason: string, };

export type ActionKind = "file" | "claim" | "release" | "passOn" | "approve" | "return" | "withdraw" | "hold" | "resume" | "spike" | "restore" | "reopen";

export type Gap = "headline" | "lead" | "text" | "byline" | "photo" | "caption" | "altText" | "credit";

export type LogEvent = { "event": "created" } | { "event": "moved", action: Action, from: Editorial, to: Editorial, } | { "event": "exported", bundle: string, 
/**
 * Given where a gate was overridden.
 */
overrideReason: string | null, } | { "event": "restored", from: string, } | { "event": "handedOff", 
/**
 * Name of the person it is for; `None` where it is for whoever opens it.
 */
to: string | null, } | { "event": "received", from: string, device: string, } | { "event": "merged", 
/**
 * Passages that both had worded and that somebody has to decide.
 */
questions: number, };

export type TextPoint = { 
/**
 * The block that opens the unit: a paragraph, subhead, quote or photo (its caption), or the
 * list or table as a whole, never a box or photo group. `None` for headline and lead.
 */
block: BlockId | null, 
/**
 * Line within the unit, from 0: the item of a list, the cell of a table in reading order,
 * else 0. Without a block 0 is the headline and 1 the lead.
 */
line: number, 
/**
 * UTF-16 code units from the start of the line.
 */
offset: number, };

export type PhotoPart = "whole" | "photo" | "credit" | "alt";

export type Place = { "kind": "range", from: TextPoint, to: TextPoint, } | { "kind": "photo", block: BlockId, part: PhotoPart, } | { "kind": "field", name: string, } | { "kind": "article" };

export type Anchor = { place: Place, 
/**
 * The words there, lines parted by `\n`; of a lost anchor those that were there. For a photo
 * its caption or attribute, for a field its value as printed. Cut at a limit.
 */
quote: string, 
/**
 * Words of the same line just before and just after.
 */
before: string, after: string, 
/**
 * The passage was removed; `place` is then where it stood.
 */
lost: boolean, };

export type ThreadId = string;

export type EventId = string;

export type Mention = { person: PersonId, 
/**
 * As written in the text after the `@`, for desks that do not know the person.
 */
name: string, };

export type UnitAttr = "photo" | "credit" | "alt" | "kind" | "ordered";

export type Replacement = { "kind": "text", runs: Array<Text>, } | { "kind": "deleteBlock" } | { "kind": "joinBefore" } | { "kind": "moveAfter", block: BlockId | null, } | { "kind": "attr", name: UnitAttr, value: string | null, } | { "kind": "field", name: string, value: string, };

export type Why = "both" | "deleted" | "moved" | "joined";

export type ThreadState = "open" | "resolved" | "accepted" | "declined";

export type Comment = { id: EventId, by: PersonId, byName: string, device: string, at: Timestamp, 
/**
 * Empty where it was removed.
 */
text: string, mentions: Array<Mention>, editedAt: Timestamp | null, removed: boolean, };

export type Thread = { id: ThreadId, 
/**
 * Where it was opened.
 */
anchor: Anchor, suggestion: Replacement | null, why: Why | null, state: ThreadState, 
/**
 * Who brought it into this state, and when; of an open thread, who opened it.
 */
stateBy: string, stateAt: Timestamp, 
/**
 * The first is the one that opened it; never empty.
 */
comments: Array<Comment>, };

export type Say = { "kind": "open", 
/**
 * [`Saved::seq`](super::Saved::seq) of the text in which the place was found.
 */
seq: number, place: Place, 
/**
 * May be empty where there is a suggestion.
 */
text: string, mentions: Array<PersonId>, suggestion: Replacement | null, } | { "kind": "reply", thread: ThreadId, text: string, mentions: Array<PersonId>, } | { "kind": "resolve", thread: ThreadId, } | { "kind": "reopen", thread: ThreadId, } | { "kind": "accept", thread: ThreadId, } | { "kind": "decline", thread: ThreadId, } | { "kind": "edit", thread: ThreadId, comment: EventId, text: string, mentions: Array<PersonId>, } | { "kind": "remove", thread: ThreadId, comment: EventId, };

export type Talks = { 
/**
 * [`Saved::seq`](super::Saved::seq) of the text in which the anchors stand.
 */
seq: number, 
/**
 * Oldest first.
 */
threads: Array<Thread>, };

export type Language = "vi" | "en";

export type Theme = "system" | "light" | "dark";

export type Settings = { 
/**
 * Language of the screens: `vi` or `en`.
 */
language: Language, theme: Theme, 
/**
 * Linux: show the syllable being typed inside the text (WebKitGTK's preedit). Off only
 * where an input method places its window wrongly.
 */
preedit: boolean, zone: ZoneMinutes, workflow: Workflow, 
/**
 * Name of the newsroom, as publisher in what is exported; may be empty.
 */
newsroom: string, };

export type DeskInfo = { 
/**
 * `None` until the first start is done.
 */
me: Person | null, settings: Settings, 
/**
 * Where the store lies, for the settings screen.
 */
store: string, version: string, };

export type SetUp = { language: Language, name: string, penName: string, role: Role, };

export type View = "myDrafts" | "waitingForMe" | "returned" | "approved" | "all";

export type ListQuery = { view: View, 
/**
 * Words that must all occur, without regard to accents or case; empty finds everything.
 */
filter: string, 
/**
 * Rows to pass over.
 */
offset: number, 
/**
 * Rows to give, at most 500.
 */
limit: number, };

export type ArticleRow = { id: ArticleId, 
/**
 * Empty while there is none.
 */
headline: string, 
/**
 * The beginning of the lead, or of the text where there is no lead.
 */
summary: string, byline: string, editorial: Editorial, 
/**
 * Name of the person whom the state names (claimed by, returned by), for the row.
 */
with: string | null, updatedAt: Timestamp, embargo: Timestamp | null, photos: number, photosMissing: number, 
/**
 * Conversations that wait for an answer or a decision.
 */
openThreads: number, };

export type ListPage = { 
/**
 * Rows in the whole list.
 */
total: number, offset: number, rows: Array<ArticleRow>, 
/**
 * Articles in each view, without regard to the filter.
 */
counts: { [key in View]?: number }, };

export type SignOff = { by: string, at: Timestamp, 
/**
 * Hash of the approved revision.
 */
revision: string, };

export type Standing = { editorial: Editorial, author: Person | null, 
/**
 * The person whom the state names (claimed by, returned by).
 */
with: Person | null, 
/**
 * What I may do now, the natural next step first.
 */
actions: Array<ActionKind>, 
/**
 * What is still missing for filing and approval.
 */
gaps: Array<Gap>, approval: SignOff | null, 
/**
 * The text is no longer the one that was approved.
 */
changedSinceApproval: boolean, };

export type OpenArticle = { id: ArticleId, 
/**
 * Counts the saves of the working copy; a save names the one it started from.
 */
seq: number, document: Document, fields: Fields, savedAt: Timestamp, standing: Standing, 
/**
 * The photos in use, by hash.
 */
photos: { [key in string]: PhotoInfo }, };

export type Save = { id: ArticleId, 
/**
 * [`OpenArticle::seq`] or [`Saved::seq`] of the last state seen.
 */
baseSeq: number, document: Document, fields: Fields, };

export type Saved = { seq: number, savedAt: Timestamp, standing: Standing, 
/**
 * The threads whose anchors the save has moved, lost or found again.
 */
movedThreads: { [key in ThreadId]: Anchor }, };

export type RevisionReason = "created" | "writing" | "filed" | "returned" | "approved" | "moved" | "handOff" | "merged" | "exported" | "beforeRestore" | "restored" | "reviewBase";

export type RevisionRow = { 
/**
 * BLAKE3 of the canonical form, hexadecimal.
 */
hash: string, reason: RevisionReason, 
/**
 * The move that it was made for, where it was made for one.
 */
action: ActionKind | null, author: string, device: string, at: Timestamp, headline: string, 
/**
 * Syllables in headline, lead, text and captions.
 */
syllables: number, isHead: boolean, };

export type RevisionText = { row: RevisionRow, document: Document, fields: Fields, photos: { [key in string]: PhotoInfo }, };

export type HistoryRow = { at: Timestamp, by: string, device: string, event: LogEvent, };

export type PhotoOutcome = { fileName: string, photo: PhotoInfo | null, failure: Failure | null, };

export type ExportForm = "folder" | "zip";

export type ExportReport = { 
/**
 * The folder or the zip file.
 */
path: string, 
/**
 * BLAKE3 over the manifest, hexadecimal: the same for the same revision.
 */
bundle: string, files: Array<string>, };

export type Label = "headline" | "lead" | "paragraph" | "subhead" | "caption" | "source" | "byline" | "dateLine" | "junk";

export type RecognisedLine = { text: string, label: Label, 
/**
 * 0 to 1; a screen takes 0.9 and more as settled.
 */
confidence: number, };

export type LabelledLine = { text: string, label: Label, };

export type Recognition = { lines: Array<RecognisedLine>, 
/**
 * Hard spaces that became normal ones.
 */
hardSpaces: number, 
/**
 * Letters that were written in parts (NFD), in another order or with a foreign `Ð`.
 */
decomposed: number, 
/**
 * Characters of no width that were taken out.
 */
invisible: number, 
/**
 * How the text was written where it came from, e.g. `UTF-8`.
 */
encoding: string, };

export type Headline = { type: "headline", content?: Array<Text> };

export type Lead = { type: "lead", content?: Array<Text> };

export type Document = { type: "doc", content: [Headline, Lead, ...Array<Block>] };
