// Made from the Rust types by `UPDATE_TYPES=1 cargo test -p banthao-core generated_types`. Do not edit.

export type Timestamp = number;

export type ZoneMinutes = number;

export type Code = "notFound" | "staleSave" | "notAllowed" | "notApproved" | "changedSinceApproval" | "embargoed" | "rightsExpired" | "rightsUnknown" | "findingsOpen" | "badInput" | "emptyFile" | "notText" | "fileDamaged" | "fileRefused" | "fileSealed" | "fileNotRead" | "tooLarge" | "notAPhoto" | "damagedPhoto" | "photoTooLarge" | "diskFull" | "readOnly" | "storeNewer" | "storeDamaged" | "storeBusy" | "notAHandOff" | "handOffDamaged" | "handOffRefused" | "handOffUnsigned" | "handOffNewer" | "handOffSealed" | "handOffIncomplete" | "peerChanged" | "peerBlocked" | "keyUnavailable" | "fileProblem" | "internal";

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
penName: string, role: Role, 
/**
 * Sections for which the role's rights hold; empty stands for all of them.
 */
sections: Array<string>, };

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
alt: string, 
/**
 * What is done to the photo for this use.
 */
edits?: string, };

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
targetLength: number | null, royaltyClass: string, 
/**
 * Block of the photo that stands for the article in lists; the first photo where there is
 * none, or where that block has no photo any more.
 */
leadPhoto?: BlockId, };

export type PhotoKind = "jpeg" | "png" | "webP" | "tiff";

export type Metadata = { headline: string, 
/**
 * IPTC Description.
 */
caption: string, 
/**
 * Photographers in order.
 */
creators: Array<string>, 
/**
 * Credit line.
 */
credit: string, source: string, copyright: string, usageTerms: string, 
/**
 * When it was taken, as ISO 8601 with as much of it as is known.
 */
created: string, 
/**
 * Where it was taken: place within the city, city, province, country, ISO code of that.
 */
sublocation: string, city: string, province: string, country: string, countryCode: string, 
/**
 * Persons shown.
 */
people: Array<string>, keywords: Array<string>, instructions: string, 
/**
 * For readers who do not see the photo.
 */
alt: string, 
/**
 * The same at length, for charts and maps.
 */
extendedDescription: string, 
/**
 * A code of cv.iptc.org/newscodes/digitalsourcetype, as its address.
 */
digitalSourceType: string, 
/**
 * Stars that somebody gave it when choosing, up to [`STARS`]; 0 where nobody has, which is left
 * out of JSON, so that words without stars are told and kept as they always were.
 */
rating?: number, };

export type Carries = { 
/**
 * Where the camera stood.
 */
position: boolean, 
/**
 * Serial numbers of camera or lens, or the owner's name.
 */
device: boolean, 
/**
 * A small picture inside, which may show what was cropped away.
 */
preview: boolean, 
/**
 * Content Credentials (C2PA).
 */
credentials: boolean, };

export type Credentials = { 
/**
 * Some of it could not be read: damaged, larger than is read, or of a form of its own.
 */
unread: boolean, 
/**
 * The program that made the claim, with its version.
 */
generator: string, title: string, 
/**
 * How the picture came about, as a code of cv.iptc.org/newscodes/digitalsourcetype: what its
 * own steps and those of what it was made from come to.
 */
sourceType: string, steps: Array<CredentialStep>, ingredients: Array<CredentialIngredient>, 
/**
 * Whom the certificate is for, and of what house.
 */
signer: string, signerHouse: string, 
/**
 * Who issued it.
 */
issuer: string, 
/**
 * By the time stamp in the signature, as RFC 3339.
 */
signedAt: string, 
/**
 * The file is byte for byte the one that was signed; `None` where it cannot be told.
 */
unchanged: boolean | null, };

export type CredentialStep = { 
/**
 * `c2pa.created`, or a name that a program made up.
 */
action: string, 
/**
 * As RFC 3339.
 */
when: string, 
/**
 * The program.
 */
agent: string, sourceType: string, };

export type CredentialIngredient = { title: string, 
/**
 * The picture is this one, edited; otherwise it is a part of it.
 */
parent: boolean, };

export type RightsKind = "unknown" | "own" | "agency" | "handout" | "permission";

export type Rights = { kind: RightsKind, 
/**
 * The last day on which it may be used, `2026-12-31`, in the newsroom's own time.
 */
until: string | null, 
/**
 * Contract, message of the holder, conditions; may be empty.
 */
note: string, };

export type DeskWords = { metadata: Metadata, rights: Rights, 
/**
 * Who has said the latest word, when, and on which device.
 */
byName: string, at: Timestamp, device: string, };

export type WordChanges = { headline?: string, caption?: string, creators?: Array<string>, credit?: string, source?: string, copyright?: string, usageTerms?: string, created?: string, sublocation?: string, city?: string, province?: string, country?: string, countryCode?: string, people?: Array<string>, keywords?: Array<string>, instructions?: string, alt?: string, extendedDescription?: string, digitalSourceType?: string, rating?: number, rights?: Rights, };

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
width: number, height: number, addedAt: Timestamp, 
/**
 * What its file says of it, in words.
 */
metadata: Metadata, 
/**
 * What its file carries beyond that, none of which is exported.
 */
carries: Carries, 
/**
 * Some of the file's text was in an encoding that had to be guessed.
 */
guessed: boolean, 
/**
 * What the desk says of it; `None` where nobody has said anything beyond its file.
 */
desk?: DeskWords, };

export type ShotKind = "jpeg" | "png" | "webP" | "tiff" | "raw" | "heif" | "other";

export type ShotProblem = "gone" | "empty" | "notAPhoto" | "heif" | "noPreview" | "tooLarge" | "damaged";

export type IngestOpened = { 
/**
 * Names it from now on: 16 hexadecimal digits.
 */
session: string, 
/**
 * Of the folder, as a person knows it.
 */
name: string, };

export type IngestEntry = { 
/**
 * Its number on the sheet, from 0 in natural order.
 */
n: number, fileName: string, 
/**
 * Below the opened folder, with `/` between its parts; empty for that folder.
 */
folder: string, kind: ShotKind, 
/**
 * Name of the RAW file beside it.
 */
rawBeside: string | null, 
/**
 * In bytes.
 */
bytes: number, 
/**
 * When it was taken, by the clock on the wall: milliseconds since 1970 as if it were UTC.
 */
taken: number, 
/**
 * The camera said so; otherwise it is the time of the file.
 */
takenByCamera: boolean, 
/**
 * In pixels as shown; 0 where it is not known.
 */
width: number, height: number, 
/**
 * Stars that its file has, 0 to 5.
 */
rating: number, 
/**
 * Longest side of the picture that can be shown at once; 0 where there is none.
 */
previewSide: number, 
/**
 * The photo is in the store already.
 */
inStore: boolean, 
/**
 * Number of an earlier photo on the sheet that has the same bytes.
 */
sameAs: number | null, 
/**
 * Number of the first photo of the burst that it belongs to.
 */
burst: number | null, 
/**
 * Number of the best file on the sheet that shows the same picture: one that can be taken, with
 * the most pixels, then the most bytes. `None` for that one itself.
 */
alike: number | null, problem: ShotProblem | null, };

export type IngestPhase = "looking" | "reading" | "taking" | "done" | "stopped";

export type IngestNews = { 
/**
 * Give this the next time.
 */
version: number, 
/**
 * The photos that are new or no longer what they were.
 */
entries: Array<IngestEntry>, phase: IngestPhase, 
/**
 * How many of the files (while looking) or photos (while reading, taking) are done.
 */
done: number, of: number, 
/**
 * There are more files or photos than a sheet holds.
 */
cut: boolean, 
/**
 * Folders that could not be read.
 */
unreadFolders: number, };

export type IngestPick = { n: number, 
/**
 * Stars that somebody gave it on the sheet, 0 to 5; `None` where nobody has.
 */
stars: number | null, };

export type IngestTaken = { n: number, photo: PhotoInfo | null, failure: Failure | null, };

export type ReturnTarget = { "kind": "author" } | { "kind": "editor", person: PersonId, } | { "kind": "step", step: number, };

export type Passage = { 
/**
 * `None` for headline or lead.
 */
block: BlockId | null, quote: string, 
/**
 * Where the quote began in its line, in UTF-16 units: tells apart words that occur twice.
 */
from?: number, };

export type Editorial = { "state": "draft" } | { "state": "filed" } | { "state": "inReview", by: PersonId, } | { "state": "awaitingApproval", step: number, of: number, } | { "state": "approved" } | { "state": "returned", to: ReturnTarget, by: PersonId, reason: string, passages: Array<Passage>, } | { "state": "withdrawn" } | { "state": "onHold", was: Editorial, reason: string, } | { "state": "spiked", was: Editorial, reason: string, };

export type StepId = string;

export type Gap = "headline" | "lead" | "text" | "byline" | "photo" | "caption" | "altText" | "credit";

export type CheckKind = "photos" | "spelling" | "figures" | "names" | "legal" | "rights";

export type CheckMark = { "mark": "notNeeded" } | { "mark": "needed" } | { "mark": "done" } | { "mark": "waived", reason: string, };

export type OnChange = "flag" | "reopen";

export type FindingGate = { 
/**
 * All errors, whichever rule has found them.
 */
errors: boolean, 
/**
 * Whatever these rules have found, but what they have found right.
 */
rules: Array<RuleId>, };

export type Gate = { 
/**
 * Gaps that must be closed.
 */
gaps: Array<Gap>, 
/**
 * Checks that must be settled if they are needed at all.
 */
checks: Array<CheckKind>, 
/**
 * What the proofreader must not find any more.
 */
findings: FindingGate, };

export type Step = { 
/**
 * Given once and kept when the step is renamed or moved; empty until it is accepted.
 */
id: StepId, 
/**
 * A preset's name of a step, or the newsroom's own.
 */
name: string, 
/**
 * Who may sign it.
 */
roles: Array<Role>, 
/**
 * What signing waits for.
 */
gate: Gate, 
/**
 * What a change of the text does to its sign-off.
 */
onChange: OnChange, };

export type Right = "file" | "withdraw" | "hold" | "spike" | "reopen" | "askCheck" | "settleCheck" | "waiveCheck" | "exportPast" | "commission";

export type Actor = "author" | "reporter" | "editor" | "secretary";

export type Workflow = { 
/**
 * Name of a preset, or the newsroom's own.
 */
name: string, 
/**
 * What filing waits for.
 */
filing: Gate, 
/**
 * What an export waits for beside an approval.
 */
exporting: FindingGate, 
/**
 * Claiming, editing and passing on. Where there are no approvals, the editor who reviews is
 * the one who approves.
 */
review: Step, 
/**
 * Approvals after the review, in order; the last one approves the article.
 */
approvals: Array<Step>, 
/**
 * Checks that every article needs from its start.
 */
needed: Array<CheckKind>, 
/**
 * What a change of the text does to a check that was done or waived.
 */
checksOnChange: OnChange, 
/**
 * Who may do what beside the steps; a right that is not here is nobody's.
 */
rights: { [key in Right]?: Array<Actor> }, };

export type Action = { "action": "file" } | { "action": "claim" } | { "action": "release" } | { "action": "passOn" } | { "action": "approve" } | { "action": "return", to: ReturnTarget, reason: string, passages: Array<Passage>, } | { "action": "withdraw" } | { "action": "hold", reason: string, } | { "action": "resume" } | { "action": "spike", reason: string, } | { "action": "restore" } | { "action": "reopen", reason: string, };

export type ActionKind = "file" | "claim" | "release" | "passOn" | "approve" | "return" | "withdraw" | "hold" | "resume" | "spike" | "restore" | "reopen";

export type CommissionId = string;

export type Commission = { id: CommissionId, to: PersonId, 
/**
 * For desks that know the person by name only.
 */
toName: string, 
/**
 * The event or subject.
 */
subject: string, place: string, 
/**
 * When it takes place.
 */
at: Timestamp | null, 
/**
 * In syllables.
 */
length: number | null, photos: number, due: Timestamp | null, section: string, notes: string, 
/**
 * Name of the template that the article began with; empty where it began with none.
 */
template: string, };

export type Answer = { "answer": "accepted" } | { "answer": "declined", reason: string, } | { "answer": "late", until: Timestamp, reason: string, };

export type SignedAs = { step: StepId, 
/**
 * As the step was called then.
 */
name: string, };

export type PassedFinding = { 
/**
 * Name of its rule; that of a newer version is read, too.
 */
rule: string, 
/**
 * Its words and some of those around; empty where a photo has no caption.
 */
passage: string, };

export type WaivedFindings = { count: number, 
/**
 * The first of them.
 */
first: Array<PassedFinding>, reason: string, };

export type LogEvent = { "event": "created" } | { "event": "moved", action: Action, from: Editorial, to: Editorial, 
/**
 * The step that was signed with it.
 */
signed?: SignedAs, 
/**
 * What the gate would have waited for, and why it did not.
 */
waived?: WaivedFindings, } | { "event": "checked", kind: CheckKind, mark: CheckMark, } | { "event": "stepReopened", step: string, 
/**
 * Who had signed it.
 */
signedBy: string, from: Editorial, to: Editorial, } | { "event": "stepsChanged", from: Editorial, to: Editorial, } | { "event": "exported", bundle: string, 
/**
 * Given where a gate was overridden.
 */
overrideReason: string | null, } | { "event": "restored", from: string, } | { "event": "delivered", 
/**
 * Name of the destination.
 */
to: string, link: string, 
/**
 * Fields that do not read there as they were sent.
 */
differs: number, } | { "event": "takenDown", from: string, reason: string, } | { "event": "deliveryStopped", to: string, 
/**
 * It was to take the article down.
 */
down: boolean, givenUp: boolean, 
/**
 * What stood in its way last.
 */
trouble: Trouble | null, } | { "event": "leftoversCleared", from: string, } | { "event": "handedOff", 
/**
 * Name of the person it is for; `None` where it is for whoever opens it.
 */
to: string | null, } | { "event": "received", from: string, device: string, } | { "event": "merged", 
/**
 * Passages that both had worded and that somebody has to decide.
 */
questions: number, } | { "event": "commissioned", commission: Commission, } | { "event": "answered", to: CommissionId, answer: Answer, } | { "event": "unknown" };

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

export type UnitAttr = "photo" | "edits" | "credit" | "alt" | "kind" | "ordered";

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

export type LogFault = { "fault": "changed", entry: number, } | { "fault": "cut", kept: number, } | { "fault": "stateElsewhere" } | { "fault": "peerChanged", device: string, entry: number, } | { "fault": "peerCut", device: string, kept: number, } | { "fault": "peersMissing" };

export type Language = "vi" | "en";

export type Theme = "system" | "light" | "dark";

export type Measure = "longestSide" | "width";

export type Shape = "wide" | "standard" | "square";

export type Making = { "kind": "web", measure: Measure, pixels: number, quality: number, format: PhotoKind, 
/**
 * Cut to this shape around the focal point; `None` is as the photo is used.
 */
shape?: Shape | null, } | { "kind": "print" };

export type TargetRendition = { 
/**
 * A part of file names: lower-case letters of ASCII, digits, and `-` between them.
 */
name: string, made: Making, };

export type Target = { 
/**
 * Empty for [`Target::standard`] alone.
 */
name: string, 
/**
 * In the order of the files; the first one for the web stands in the article's page.
 */
renditions: Array<TargetRendition>, 
/**
 * What the article is written in, each once and in the order of [`Format`].
 */
formats: Array<Format>, 
/**
 * Whether pictures tell where the camera stood.
 */
position: boolean, };

export type NameOrder = "given" | "family";

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
newsroom: string, 
/**
 * An article goes out only where somebody has given the rights of each of its photos.
 */
photosNeedRights: boolean, 
/**
 * Where articles go, beside [`Target::standard`].
 */
targets: Array<Target>, 
/**
 * Name of the target that was exported to last; empty for the standard one.
 */
lastTarget: string, 
/**
 * Where the house puts the tone mark in hòa, thủy.
 */
toneStyle: ToneStyle, 
/**
 * Whether the house writes kỹ, lý or kĩ, lí.
 */
iyStyle: IyStyle, 
/**
 * By which part of their names people are listed.
 */
namesBy: NameOrder, };

export type DeskInfo = { 
/**
 * `None` until the first start is done.
 */
me: Person | null, settings: Settings, 
/**
 * Where the store lies, for the settings screen.
 */
store: string, 
/**
 * The folder that is watched for hand-offs; `None` where none was chosen.
 */
sharedFolder: string | null, version: string, };

export type SetUp = { language: Language, name: string, penName: string, role: Role, };

export type View = "myDrafts" | "waitingForMe" | "returned" | "approved" | "all" | "dueToday" | "notExported" | "liveDiffers" | "onHold" | "mineThisMonth";

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
openThreads: number, 
/**
 * In one of them I was asked by name, and have not answered.
 */
asked: boolean, deadline: Timestamp | null, 
/**
 * Since when it stands as it stands; unknown for what an older version moved.
 */
since: Timestamp | null, 
/**
 * Who else has it, as first heard.
 */
lease: Lease | null, };

export type ListPage = { 
/**
 * Rows in the whole list.
 */
total: number, offset: number, rows: Array<ArticleRow>, 
/**
 * Articles in each view, without regard to the filter.
 */
counts: { [key in View]?: number }, };

export type TableColumn = "headline" | "byline" | "section" | "state" | "keeper" | "deadline" | "embargo" | "updated" | "created" | "length" | "photos" | "sent";

export type TableSort = { column: TableColumn, descending: boolean, };

export type TableQuery = { view: View, sort: TableSort, 
/**
 * Rows to pass over.
 */
offset: number, 
/**
 * Rows to give, at most 500.
 */
limit: number, };

export type TablePage = { total: number, offset: number, rows: Array<TableEntry>, };

export type TableEntry = { article: ArticleRow, section: string, 
/**
 * Name of the one person it waits for; `None` where it waits for a role, or for nobody.
 */
keeper: string | null, createdAt: Timestamp, 
/**
 * In headline, lead, text and captions.
 */
syllables: number, sent: SentState, 
/**
 * When something of it went out last.
 */
sentAt: Timestamp | null, };

export type SentState = "never" | "asApproved" | "differs" | "down";

export type TableLayout = { 
/**
 * In their order, each once; the headline is among them.
 */
columns: Array<TableColumn>, sort: TableSort, };

export type BoardColumn = { 
/**
 * The state, and the number of its step (from 1) where it waits for one: `awaitingApproval/1`.
 */
id: string, 
/**
 * Name of the step; empty where it is none.
 */
step: string, 
/**
 * Articles in this state.
 */
total: number, 
/**
 * The first of them: what is due first on top where deadlines press, then the newest.
 */
cards: Array<TableEntry>, };

export type BoardQuery = { 
/**
 * By the id of the column; 30 where it is not named, 500 at most.
 */
cards: { [key in string]: number }, };

export type CalendarKind = "deadline" | "embargo";

export type CalendarEntry = { at: Timestamp, kind: CalendarKind, entry: TableEntry, };

export type Calendar = { entries: Array<CalendarEntry>, 
/**
 * How many more there are.
 */
leftOut: number, };

export type BulkAction = { "kind": "hold", reason: string, } | { "kind": "spike", reason: string, } | { "kind": "resume" } | { "kind": "claim" } | { "kind": "file" } | { "kind": "sign" } | { "kind": "setDeadline", deadline: Timestamp | null, } | { "kind": "setSection", section: string, };

export type BulkOutcome = { id: ArticleId, headline: string, 
/**
 * Why nothing was done to it.
 */
failure: Failure | null, };

export type SignOff = { by: string, at: Timestamp, 
/**
 * Hash of the approved revision.
 */
revision: string, };

export type StepSignOff = { step: StepId, 
/**
 * As the step was called then.
 */
name: string, by: string, at: Timestamp, device: string, 
/**
 * Hash of the revision that was signed.
 */
revision: string, 
/**
 * What readers get has changed since.
 */
changed: boolean, 
/**
 * It must be given again before the next gate.
 */
outdated: boolean, };

export type CheckState = "notNeeded" | "needed" | "done" | "waived";

export type CheckRow = { kind: CheckKind, state: CheckState, 
/**
 * Why it was waived.
 */
reason: string | null, 
/**
 * Who said so; nobody has where it comes from the workflow.
 */
by: string | null, at: Timestamp | null, device: string | null, 
/**
 * What it looks at has changed since it was done or waived.
 */
changed: boolean, 
/**
 * A gate that waits for it is not passed as it stands.
 */
open: boolean, 
/**
 * The workflow asks for it from the start: it is done or waived, not called off.
 */
demanded: boolean, };

export type PhotoConcern = { "kind": "rightsUnknown" } | { "kind": "rightsEnd", until: string, } | { "kind": "madeByAi", said: boolean, } | { "kind": "small", width: number, height: number, };

export type PhotoNote = { block: BlockId, 
/**
 * Hash of the photo.
 */
photo: string, fileName: string, about: PhotoConcern, };

export type Blocked = { gaps: Array<Gap>, checks: Array<CheckKind>, 
/**
 * Which findings of the proofreader it waits for. Whether there are some is not told here:
 * an article is read when it is shown and when it is moved, not with each save.
 */
findings: FindingGate, };

export type Lease = { name: string, device: string, since: Timestamp, };

export type LastReturn = { by: string, at: Timestamp, reason: string, passages: Array<Passage>, };

export type ReturnChoice = { to: ReturnTarget, 
/**
 * Name of the person or of the step; a preset's step has the preset's name for it.
 */
name: string, };

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
 * What is still missing, whether anything waits for it or not.
 */
gaps: Array<Gap>, approval: SignOff | null, 
/**
 * The text is no longer the one that was approved.
 */
changedSinceApproval: boolean, 
/**
 * Since when it stands as it stands; unknown for what an older version moved.
 */
since: Timestamp | null, 
/**
 * Every sign-off of this round, filing first, then in the order of the steps.
 */
signOffs: Array<StepSignOff>, 
/**
 * All six checks, in one order.
 */
checks: Array<CheckRow>, 
/**
 * What should be known of its photos before it goes out.
 */
photoNotes: Array<PhotoNote>, 
/**
 * What the next gate on the way waits for.
 */
blocked: Blocked, 
/**
 * What I may do beside moving it.
 */
rights: Array<Right>, 
/**
 * Who else has it, as last heard.
 */
leases: Array<Lease>, 
/**
 * The newest return, while the article is on its way back to whom it came from.
 */
lastReturn: LastReturn | null, };

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

export type RevisionReason = "created" | "writing" | "filed" | "returned" | "approved" | "moved" | "checked" | "handOff" | "merged" | "exported" | "printed" | "beforeRestore" | "restored" | "reviewBase";

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

export type Spot = { line: number, 
/**
 * From the start of the line, in UTF-16 code units, as the editor counts.
 */
offset: number, };

export type Span = { line: number, from: number, to: number, };

export type ChangeId = string;

export type ChangeKind = "inserted" | "deleted" | "replaced" | "blockInserted" | "blockDeleted" | "blockMoved" | "blockKind" | "split" | "joined" | "marks" | "photo" | "edits" | "credit" | "alt" | "field";

export type RemovedLine = { 
/**
 * What began here (see [`Kind::name`]); `None` for words in the middle of a line.
 */
start: string | null, runs: Array<Text>, };

export type AttrChange = { 
/**
 * `photo`, `edits`, `credit`, `alt`, `kind`, `holder`, or the name of a field.
 */
name: string, old: string, new: string, };

export type Change = { id: ChangeId, kind: ChangeKind, 
/**
 * The block of the new text to go to; `None` for headline, lead and fields.
 */
block: BlockId | null, 
/**
 * Where it is in the old text, a passage for each line; a line that is there as a whole, or
 * that opens here, is named even if it is empty.
 */
old: Array<Span>, 
/**
 * Where it is in the new text, likewise.
 */
new: Array<Span>, 
/**
 * In the new text: where what was removed is drawn, or where the change begins.
 */
at: Spot, removed: Array<RemovedLine>, 
/**
 * For changes of something that is not text.
 */
attr: AttrChange | null, 
/**
 * In the new text: the end of what a moved block stood behind; `None` where it stays in its
 * place and only its box or group is another.
 */
movedFrom: Spot | null, 
/**
 * Who made the change, where that is known.
 */
by: string | null, byAt: Timestamp | null, };

export type Draft = { document: Document, fields: Fields, };

export type ReviewChanges = { 
/**
 * What the changes are counted from; `None` where nothing has been set yet.
 */
base: RevisionRow | null, 
/**
 * In the reading order of the text.
 */
changes: Array<Change>, 
/**
 * The photos of the base, by hash.
 */
photos: { [key in string]: PhotoInfo }, };

export type RejectedChanges = { document: Document, fields: Fields, changes: Array<Change>, };

export type ComparedTexts = { document: Document, fields: Fields, oldDocument: Document, oldFields: Fields, changes: Array<Change>, 
/**
 * The photos of both, by hash.
 */
photos: { [key in string]: PhotoInfo }, };

export type HistoryRow = { at: Timestamp, by: string, device: string, 
/**
 * The revision that the event is about; for a sign-off, the one that was signed.
 */
revision: string, event: LogEvent, 
/**
 * Name of the other person it is about: whose work was taken over, to whom it was returned.
 */
about: string | null, 
/**
 * Written by another desk.
 */
peer: boolean, 
/**
 * The chain of hashes holds up to here.
 */
intact: boolean, };

export type PhotoOutcome = { fileName: string, photo: PhotoInfo | null, failure: Failure | null, };

export type EditedPhotos = { 
/**
 * Names the change, to take it back; `None` where everything was said already.
 */
batch: string | null, 
/**
 * The photos that say something else now, by hash.
 */
photos: { [key in string]: PhotoInfo }, };

export type PhotoUse = { article: ArticleId, 
/**
 * Empty while there is none.
 */
headline: string, updatedAt: Timestamp, };

export type Said = { at: Timestamp, byName: string, device: string, changes: WordChanges, };

export type PhotoDetails = { info: PhotoInfo, 
/**
 * Working copies that use it, newest first.
 */
uses: Array<PhotoUse>, 
/**
 * What was said of it, newest first.
 */
said: Array<Said>, };

export type RightsFilter = "unknown" | "valid" | "expired";

export type PhotoQuery = { 
/**
 * Words that must all occur, without regard to accents or case; empty finds everything.
 */
search: string, 
/**
 * First and last day on which it was taken, `2026-12-31`.
 */
from: string | null, to: string | null, 
/**
 * Names of the photographers as [`Store::photographers`] lists them.
 */
creators: string | null, rights: RightsFilter | null, 
/**
 * Only those with at least so many stars, up to 5.
 */
stars: number, 
/**
 * Only those that no article uses.
 */
unused: boolean, 
/**
 * Rows to pass over.
 */
offset: number, 
/**
 * Rows to give, at most 500.
 */
limit: number, };

export type PhotoRow = { hash: string, fileName: string, 
/**
 * In pixels.
 */
width: number, height: number, addedAt: Timestamp, 
/**
 * The beginning of the caption, or the headline where there is none.
 */
caption: string, creators: Array<string>, 
/**
 * When it was taken, as ISO 8601 with as much of it as is known.
 */
created: string, rights: Rights, 
/**
 * The right to use it has run out.
 */
expired: boolean, 
/**
 * Stars, 0 to 5.
 */
rating: number, 
/**
 * How many articles use it.
 */
uses: number, 
/**
 * Somebody at a desk has said something of it.
 */
edited: boolean, };

export type PhotoPage = { 
/**
 * Photos in the whole list.
 */
total: number, offset: number, rows: Array<PhotoRow>, };

export type SearchFilters = { 
/**
 * Names in the byline.
 */
authors: Array<string>, sections: Array<string>, 
/**
 * States as lists name them: `draft`, `filed`, `inReview`, `awaitingApproval`, `approved`,
 * `returned`, `withdrawn`, `onHold`, `spiked`.
 */
states: Array<string>, 
/**
 * Last changed from this moment on, and before that one.
 */
from: Timestamp | null, until: Timestamp | null, 
/**
 * Has a photo.
 */
withPhoto: boolean, 
/**
 * Has a photo that says nothing below it.
 */
captionMissing: boolean, 
/**
 * Names of destinations that it has reached; an empty name stands for a bundle of files.
 */
deliveredTo: Array<string>, 
/**
 * Waits for me.
 */
myTurn: boolean, };

export type Search = { 
/**
 * As typed.
 */
text: string, filters: SearchFilters, order: SearchOrder, };

export type SearchQuery = { search: Search, 
/**
 * Rows to pass over.
 */
offset: number, 
/**
 * Rows to give, at most 100.
 */
limit: number, };

export type SearchRow = { article: ArticleRow, tier: SearchTier, 
/**
 * Words in the headline.
 */
headline: Array<FoundMark>, 
/**
 * Where else the words stand, and around what; `None` where they stand in the headline alone.
 */
part: SearchPart | null, passage: FoundPassage | null, };

export type SearchPage = { 
/**
 * Hits that were counted; the further a list is read, the further it is counted, up to
 * [`crate::search::HITS`].
 */
total: number, 
/**
 * There are more than that.
 */
more: boolean, offset: number, rows: Array<SearchRow>, 
/**
 * How much of the desk has been read into the index.
 */
progress: IndexProgress, };

export type SavedSearch = { 
/**
 * Empty for a new one.
 */
id: string, name: string, search: Search, };

export type SearchChoices = { authors: Array<string>, sections: Array<string>, 
/**
 * Destinations that something has reached.
 */
destinations: Array<string>, };

export type SearchPart = "headline" | "lead" | "text" | "captions" | "people" | "details" | "comments";

export type SearchTier = "phrase" | "apart" | "alike";

export type SearchOrder = "newest" | "nearest";

export type FoundMark = { from: number, to: number, };

export type FoundPassage = { text: string, 
/**
 * In order; none overlaps another.
 */
marks: Array<FoundMark>, 
/**
 * Something stands before it, or behind it.
 */
cutBefore: boolean, cutAfter: boolean, };

export type IndexProgress = { 
/**
 * Articles in it.
 */
done: number, 
/**
 * Articles that have changed since they were read, or were never read.
 */
left: number, };

export type Photographer = { 
/**
 * Several names of one photo are one entry, joined by ` - `.
 */
name: string, photos: number, };

export type PhotoTemplate = { name: string, changes: WordChanges, };

export type CodeReplacement = { code: string, texts: Array<string>, };

export type PhotoKit = { 
/**
 * By name.
 */
templates: Array<PhotoTemplate>, codes: Array<CodeReplacement>, 
/**
 * Names of the variables that words may hold; see [`crate::photo::VARIABLES`].
 */
variables: Array<string>, };

export type TakenKit = { templates: number, codes: number, kit: PhotoKit, };

export type ExportForm = "folder" | "zip";

export type Format = "html" | "text" | "markdown" | "ninjs" | "newsml" | "nitf" | "jsonld" | "docx" | "docxReview";

export type ExportReport = { 
/**
 * The folder or the zip file.
 */
path: string, 
/**
 * BLAKE3 over the manifest, hexadecimal: the same for the same revision.
 */
bundle: string, files: Array<string>, };

export type Letterhead = { 
/**
 * Name of the office or paper.
 */
office: string, 
/**
 * Below it: what it belongs to, its motto, its address on the web.
 */
secondLine: string, 
/**
 * Where letters are written: `Thái Nguyên`; the day follows. Without it no day is given.
 */
place: string, 
/**
 * At the foot of every page: address, telephone, licence.
 */
footer: string, 
/**
 * BLAKE3 of the picture's file, which lies among the originals; `null` for none.
 */
logo: string | null, };

export type PdfReport = { path: string, 
/**
 * BLAKE3 of the file, hexadecimal: the same for the same revision and letterhead.
 */
hash: string, pages: number, 
/**
 * Letters in whose place a box is printed, each once.
 */
missing: string, 
/**
 * Whether this very revision is approved.
 */
approved: boolean, };

export type PrintReport = { report: PdfReport, 
/**
 * Whether a program of the system shows it.
 */
opened: boolean, };

export type DeviceKey = string;

export type Trust = "firstUse" | "verified" | "replaced" | "blocked";

export type Peer = { key: DeviceKey, 
/**
 * To be read to each other over the telephone.
 */
fingerprint: string, person: PersonId, name: string, device: string, firstSeen: Timestamp, trust: Trust, };

export type ThisDevice = { name: string, fingerprint: string, 
/**
 * In the keyring of the system; otherwise in a file that only this user can read.
 */
inKeyring: boolean, };

export type HandOffOrder = { 
/**
 * `None` for whoever opens it.
 */
to: PersonId | null, 
/**
 * Everything, also what the receiver is known to have.
 */
whole: boolean, 
/**
 * Encrypted to the known devices of the receiver.
 */
sealed: boolean, 
/**
 * A word to the receiver; may be empty.
 */
note: string, };

export type HandOffInto = "file" | "sharedFolder";

export type HandOffReport = { path: string, 
/**
 * Revisions in the file.
 */
revisions: number, photos: number, 
/**
 * In bytes.
 */
bytes: number, sealed: boolean, 
/**
 * Names of photos in use whose original this desk does not have (or not as it was).
 */
missingPhotos: Array<string>, };

export type SenderIs = "own" | "known" | "verified" | "new" | "changed" | "replaced" | "blocked" | "imposter";

export type Arrival = { 
/**
 * Hash of its manifest; it is opened by this name and by no path.
 */
id: string, article: ArticleId, headline: string, from: string, device: string, key: DeviceKey, fingerprint: string, sender: SenderIs, 
/**
 * The one that is known, where the sender has another key now.
 */
knownFingerprint: string | null, 
/**
 * For whom it is; `None` for whoever opens it.
 */
to: string | null, 
/**
 * It is for nobody in particular, or for the person who uses this desk.
 */
forMe: boolean, note: string, at: Timestamp, sealed: boolean, 
/**
 * The article is on this desk already.
 */
here: boolean, photos: number, 
/**
 * It has been opened or put aside before.
 */
seen: boolean, };

export type OfferedHandOffs = { 
/**
 * Newest first.
 */
arrivals: Array<Arrival>, 
/**
 * Since when the folder has not been reachable; `None` while it is.
 */
unreachableSince: Timestamp | null, };

export type ArrivalOutcome = { fileName: string, arrival: Arrival | null, failure: Failure | null, };

export type Outcome = "new" | "forward" | "merged" | "kept" | "apart" | "nothing";

export type Opened = { article: ArticleId, headline: string, 
/**
 * Who handed it off, on which device.
 */
from: string, device: string, fingerprint: string, 
/**
 * The first file of this device.
 */
firstTime: boolean, at: Timestamp, 
/**
 * A word of the sender; may be empty.
 */
note: string, sealed: boolean, outcome: Outcome, 
/**
 * Changes of the text by the sender, and new words in conversations.
 */
changes: number, comments: number, 
/**
 * Passages that both had worded and that somebody has to decide.
 */
questions: number, photos: number, 
/**
 * The state of the article is another than before.
 */
moved: boolean, 
/**
 * The sender's log does not go on where it had been: its store was brought back from a
 * backup, or somebody has rewritten it.
 */
logRewritten: boolean, };

export type Label = "headline" | "lead" | "paragraph" | "subhead" | "caption" | "quote" | "list" | "table" | "photo" | "source" | "byline" | "dateLine" | "junk";

export type RecognisedLine = { text: string, label: Label, 
/**
 * 0 to 1; a screen takes 0.9 and more as settled.
 */
confidence: number, };

export type LabelledLine = { text: string, label: Label, };

export type Written = "unicode" | "tcvn3" | "vni" | "viscii" | "windows1258" | "mojibake" | "viqr";

export type Run = { text: string, 
/**
 * As HTML names it, a list of fonts too; empty where it is not known.
 */
font: string, };

export type Conversion = { 
/**
 * One text for each run.
 */
texts: Array<string>, 
/**
 * How most of what was converted was written.
 */
written: Written, 
/**
 * The fonts that told it, in the order in which they came.
 */
fonts: Array<string>, };

export type FileFormat = "docx" | "odt" | "doc" | "rtf" | "html" | "markdown" | "text";

export type FileSummary = { format: FileFormat, 
/**
 * BLAKE3 of the file: names it while a person looks at its lines.
 */
key: string, 
/**
 * Pictures that become photos of the desk.
 */
photos: number, 
/**
 * Stretches of text that were tracked as changes.
 */
changes: number, 
/**
 * Who made them.
 */
authors: Array<string>, comments: number, 
/**
 * What is not taken over, each kind with how often it is there.
 */
leftOut: Array<[LeftOut, number]>, 
/**
 * The article of this desk that the file was made of.
 */
returnsTo: ReturnsTo | null, };

export type LeftOut = "note" | "formula" | "drawing" | "picture" | "linkedPicture" | "hiddenText" | "comment" | "code";

export type ReturnsTo = { article: ArticleId, headline: string, 
/**
 * When the revision was made that the file has.
 */
at: Timestamp, };

export type TakenBack = { article: OpenArticle, outcome: Outcome, 
/**
 * Changes of the text.
 */
changes: number, 
/**
 * What was said in the file and is new here.
 */
comments: number, 
/**
 * Passages that were worded anew in the file and here, and that somebody has to decide.
 */
questions: number, };

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
 * How the text was read where it came from, e.g. `UTF-8`.
 */
encoding: string, 
/**
 * The old encoding that it was converted from.
 */
written: Written, 
/**
 * The fonts that told the old encoding, if any did.
 */
fonts: Array<string>, 
/**
 * The text as it came, where it may be in an old encoding: to be recognised as another one.
 */
source: Array<Run>, 
/**
 * What came along, where it is a file of more than letters.
 */
file?: FileSummary, };

export type ToneStyle = "old" | "new";

export type IyStyle = "any" | "y" | "i";

export type RuleId = "SPACE_RUN" | "NBSP" | "SPACE_BEFORE" | "SPACE_AFTER_OPEN" | "SPACE_MISSING" | "HYPHEN_SPACE" | "PUNCT_RUN" | "PAIR" | "QUOTE" | "ELLIPSIS" | "SYL_INVALID" | "SYL_LETTERS" | "TELEX" | "DOUBLE" | "DOC_VARIANT" | "CONFUSION" | "CONTEXT" | "CASE_TERM" | "CASE_VARIANT" | "HYPHEN_VARIANT" | "ABBR" | "TONE_STYLE" | "RATIO" | "REMAIN" | "RATIO_FULL" | "RATIO_GT1" | "NUM_DECIMAL" | "NUM_GROUP" | "PCT_SPACE" | "DATE_BAD" | "WEEKDAY_BAD" | "RANGE_BAD" | "DATE_OK" | "TERM_MIX" | "HOUSE" | "NAME_KNOWN" | "TITLE" | "NAME_TWO_WAYS" | "CAPTION_NAME" | "PLACE_OLD" | "EN_SPELLING" | "SUM" | "TWO_FIGURES" | "IY_STYLE" | "PHOTO_CAPTION" | "PHOTO_CREDIT" | "PHOTO_ALT" | "PHOTO_SMALL" | "PHOTO_RIGHTS" | "PHOTO_COLOURS";

export type HouseRuleId = string;

export type RuleState = "draft" | "live";

export type Scope = "headline" | "lead" | "subhead" | "body" | "table" | "caption";

export type Find = { "kind": "words", words: Array<string>, matchCase: boolean, } | { "kind": "pattern", pattern: string, matchCase: boolean, } | { "kind": "noCaption" } | { "kind": "noCredit" } | { "kind": "noAlt" } | { "kind": "longCaption", most: number, } | { "kind": "smallPicture", least: number, };

export type HouseRule = { 
/**
 * Empty for one that has not been kept yet.
 */
id: HouseRuleId, name: string, state: RuleState, 
/**
 * Never [`Severity::Right`].
 */
severity: Severity, find: Find, 
/**
 * Words, or patterns where a pattern finds: what lies wholly in one of them is left alone.
 */
except: Array<string>, 
/**
 * Where it looks; everywhere where there is none.
 */
scopes: Array<Scope>, 
/**
 * Whether it speaks of somebody's very words, too.
 */
inQuotes: boolean, 
/**
 * What it says; may be empty.
 */
message: string, 
/**
 * What could stand there instead, best first: `$0` is what was found, `$1` the first group of
 * a pattern, `$$` a dollar.
 */
fixes: Array<string>, 
/**
 * Where it comes from: a law, a style book, a decision of the house.
 */
source: string, 
/**
 * First day it holds for, `YYYY-MM-DD`, by the day of the event or else by today.
 */
validFrom: string | null, 
/**
 * Last day it holds for.
 */
validTo: string | null, 
/**
 * Sentences in which it must find something.
 */
matches: Array<string>, 
/**
 * Sentences in which it must find nothing.
 */
matchesNot: Array<string>, };

export type Overrule = "off" | "hint" | "warning" | "error";

export type Severity = "error" | "warning" | "hint" | "right";

export type Finding = { rule: RuleId, severity: Severity, from: TextPoint, to: TextPoint, 
/**
 * What stands there.
 */
text: string, 
/**
 * What could stand there instead, best first.
 */
fixes: Array<string>, 
/**
 * The blanks of the rule's sentence.
 */
params: { [key in string]: string }, 
/**
 * Tells this finding from others of its rule by its words and those around, not by its place:
 * what was ignored once stays so while other lines change.
 */
key: string, };

export type IgnoreScope = "here" | "always" | "word";

export type Ignore = { rule: RuleId, 
/**
 * Which rule of the house, where it is one.
 */
house?: HouseRuleId, text: string, key: string, scope: IgnoreScope, };

export type Ignored = { finding: Finding, scope: IgnoreScope, byName: string, at: Timestamp, };

export type Findings = { findings: Array<Finding>, 
/**
 * Those that somebody has decided to leave.
 */
ignored: Array<Ignored>, };

export type HouseDecision = { 
/**
 * The rule that leaves the text alone; `None` for a house word, which all do.
 */
rule: RuleId | null, 
/**
 * Which rule of the house, where it is one.
 */
house: HouseRuleId | null, text: string, byName: string, at: Timestamp, };

export type KeptRule = { rule: HouseRule, byName: string, at: Timestamp, };

export type Overruled = { rule: RuleId, overrule: Overrule, byName: string, at: Timestamp, };

export type RuleBook = { 
/**
 * By name.
 */
rules: Array<KeptRule>, overruled: Array<Overruled>, };

export type TakenRules = { 
/**
 * New here, as drafts.
 */
added: number, 
/**
 * Here already, word for word; whether they are live has not changed.
 */
known: number, book: RuleBook, };

export type ExampleFaults = { 
/**
 * It finds nothing in these.
 */
matches: Array<number>, 
/**
 * It finds something in these.
 */
matchesNot: Array<number>, };

export type TrialPassage = { article: ArticleId, headline: string, before: string, words: string, after: string, fixes: Array<string>, };

export type Trial = { 
/**
 * How many articles were looked at.
 */
articles: number, 
/**
 * In how many of them it finds something, and how often in all.
 */
foundIn: number, found: number, 
/**
 * The first of what it finds, newest articles first.
 */
passages: Array<TrialPassage>, faults: ExampleFaults, };

export type NameId = string;

export type NameKind = "person" | "organisation" | "place";

export type NameTitle = { title: string, 
/**
 * `2021-01-26`; open where it is not known.
 */
from: string | null, to: string | null, };

export type NameEntry = { id: NameId, kind: NameKind, name: string, 
/**
 * Other spellings that are right, pen names, short names.
 */
otherNames: Array<string>, 
/**
 * Of a person only.
 */
titles: Array<NameTitle>, 
/**
 * From when to when an organisation or place is called so; not of a person.
 */
from: string | null, to: string | null, 
/**
 * What an organisation or place has become part of, or is called now.
 */
successor: string, note: string, 
/**
 * Where the newsroom has it from.
 */
source: string, 
/**
 * The rules pass over it: an entry that came with the program and does not hold here.
 */
off: boolean, };

export type NameOrigin = "own" | "builtIn" | "overruling";

export type NameQuery = { 
/**
 * Words that must all occur in names or titles, without regard to accents or case.
 */
filter: string, kind: NameKind | null, offset: number, 
/**
 * At most 500.
 */
limit: number, };

export type NameRow = { entry: NameEntry, origin: NameOrigin, };

export type NamePage = { total: number, offset: number, rows: Array<NameRow>, 
/**
 * How many there are of each kind, whatever the filter says.
 */
counts: { [key in NameKind]?: number }, };

export type RefusedName = { name: string, 
/**
 * It is no person at all: no rule takes it for one.
 */
noPerson: boolean, };

export type RowFault = "noName" | "unknownKind" | "noDay" | "daysReversed" | "tooLong" | "titleOfNobody" | "unreadable";

export type BrokenRow = { 
/**
 * The line of the file, from 1 on; the headings are in the first.
 */
row: number, why: RowFault, 
/**
 * The cell, or the beginning of the row.
 */
text: string, };

export type PlannedName = { 
/**
 * The first line of the file that speaks of it.
 */
row: number, kind: NameKind, name: string, isNew: boolean, 
/**
 * What comes or changes, in words of the table.
 */
changes: Array<string>, };

export type NamesPreview = { encoding: string, separator: string, 
/**
 * Rows below the headings.
 */
rows: number, new: number, changed: number, 
/**
 * Entries that are known just so.
 */
same: number, broken: number, 
/**
 * The first of what is new or changes; all of it is more than anybody reads.
 */
planned: Array<PlannedName>, 
/**
 * The first of the broken rows.
 */
brokenRows: Array<BrokenRow>, };

export type NameChange = { new: number, changed: number, 
/**
 * Rows that were passed over.
 */
broken: number, };

export type NameCandidate = { name: string, 
/**
 * What most often stands before the name; may be empty.
 */
title: string, 
/**
 * How many articles name them.
 */
articles: number, };

export type NameCandidates = { candidates: Array<NameCandidate>, 
/**
 * About whom it has been decided already.
 */
refused: Array<RefusedName>, };

export type Destination = { 
/**
 * Names its password in the keyring; given once, never the address. Empty for a new one.
 */
id: string, name: string, kind: DestinationKind, 
/**
 * `https://…` without a slash at its end, `http://` for this very machine only; `sftp://…`; the
 * whole path of a folder.
 */
address: string, 
/**
 * Empty where the kind has none.
 */
user: string, 
/**
 * Name of the export target whose pictures are sent; empty for the standard one.
 */
target: string, postAs: PostAs, 
/**
 * How the text is written there.
 */
html: HtmlProfile, 
/**
 * Section of the desk to category there; a section that is not named keeps its name.
 */
sections: Array<Mapped>, 
/**
 * Pen name to user (or co-author) there, by its name in addresses.
 */
authors: Array<Mapped>, proxy: ProxyChoice, 
/**
 * Certificates to trust instead of the system's, as a file in PEM.
 */
caFile: string, 
/**
 * Whether a password was given for it; asked where a kind may do without one.
 */
hasPassword: boolean, };

export type DestinationKind = { "kind": "wordPress" } | { "kind": "webhook", 
/**
 * Where pictures are sent to, one by one; empty: they stand in the article as base64.
 */
picturesTo: string, } | { "kind": "folder", form: ExportForm, } | { "kind": "webDav", form: ExportForm, } | { "kind": "sftp", form: ExportForm, 
/**
 * The whole path of a private key; empty: the password, or the keys of the agent.
 */
keyFile: string, 
/**
 * By which the server is known, as `ssh-ed25519 AAAA…`; empty until somebody has said that
 * it is the right one.
 */
hostKey: string, } | { "kind": "ghost" } | { "kind": "liferay74", 
/**
 * Number or key of the site.
 */
site: string, 
/**
 * Number of the structure of web content.
 */
structure: string, 
/**
 * Name of the field of that structure that takes the text; not its label.
 */
contentField: string, 
/**
 * Number of the folder for pictures; empty for the site's own.
 */
folder: string, 
/**
 * Whether user and password are the id and the secret of an OAuth 2 client.
 */
oauth: boolean, } | { "kind": "liferay62", 
/**
 * Number of the site.
 */
group: string, 
/**
 * Number of the folder of web content; empty for the site's own.
 */
folder: string, 
/**
 * Number of the folder for pictures; empty for the site's own.
 */
pictures: string, 
/**
 * Key of the structure of web content; empty for simple content.
 */
structure: string, template: string, 
/**
 * Name of the field of the structure that takes the text.
 */
contentField: string, };

export type Elements = "today" | "plain";

export type HtmlProfile = { lead: LeadForm, leadPhoto: LeadPhoto, subheads: SubheadForm, elements: Elements, 
/**
 * Whether the line of the source stands under the text.
 */
source: boolean, 
/**
 * Whether names stand under the text. Authors who have a field of their own there are not
 * repeated in any case.
 */
names: boolean, };

export type Leftover = { kind: LeftoverKind, 
/**
 * The name that is ours alone: of a picture ([`ParcelPicture::key`](super::ParcelPicture::key)),
 * of an article ([`key_of`](super::key_of)), of a package that was begun.
 */
key: string, 
/**
 * Ending of the file of a picture, without the dot.
 */
ending: string, };

export type LeftoverKind = "picture" | "draft" | "part";

export type LeadForm = "usual" | "strong" | "plain" | "out";

export type LeadPhoto = "usual" | "inText" | "above";

export type SubheadForm = "h2" | "h3" | "strong";

export type PostAs = "draft" | "pending" | "publish" | "private";

export type Mapped = { here: string, there: string, };

export type ProxyChoice = { "kind": "system" } | { "kind": "none" } | { "kind": "manual", address: string, };

export type DeliveryId = string;

export type Delivery = { id: DeliveryId, 
/**
 * Id of the destination, and its name when this was queued.
 */
destination: string, destinationName: string, article: ArticleId, 
/**
 * Hash of the revision that goes out; never changes.
 */
revision: string, errand: Errand, queuedAt: Timestamp, status: DeliveryStatus, 
/**
 * Tries in a row without a step done.
 */
attempts: number, 
/**
 * Nothing is tried before.
 */
nextAt: Timestamp, 
/**
 * Why the last try came to nothing.
 */
trouble: Trouble | null, 
/**
 * Where the article stood there before this delivery, and what was then read of it.
 */
known: Remote | null, knownLive: string | null, steps: Array<DeliveryStep>, };

export type Errand = { "kind": "bring", overwrite: boolean, 
/**
 * Nothing is sent before: what takes files has no time at which it would publish them.
 */
notBefore?: Timestamp | null, } | { "kind": "takeDown", reason: string, } | { "kind": "clear", leftovers: Array<Leftover>, };

export type DeliveryStatus = "open" | "needsUser" | "done" | "cancelled";

export type DeliveryStep = { kind: DeliveryStepKind, state: DeliveryStepState, 
/**
 * When its request was last about to be sent.
 */
sentAt: Timestamp | null, 
/**
 * BLAKE3 of that request, hexadecimal.
 */
request: string | null, 
/**
 * What it left there.
 */
remote: Remote | null, 
/**
 * What the other side said, as JSON.
 */
receipt: string | null, };

export type DeliveryStepKind = "preflight" | { "media": number } | "reserve" | "write" | "verify" | "takeDown" | { "clear": number };

export type DeliveryStepState = "waiting" | "sent" | "done";

export type Remote = { id: string, 
/**
 * Where people see it; empty where there is no such place.
 */
link: string, };

export type DeliveryStage = { "stage": "queued" } | { "stage": "held", until: Timestamp, } | { "stage": "preflight" } | { "stage": "media", number: number, of: number, } | { "stage": "reserve" } | { "stage": "write" } | { "stage": "verify" } | { "stage": "takeDown" } | { "stage": "clear" } | { "stage": "needsUser" } | { "stage": "done" } | { "stage": "cancelled" };

export type Trouble = { kind: TroubleKind, 
/**
 * Values for the sentence that is told, e.g. `{"host": "…"}`.
 */
params?: { [key in string]: string }, 
/**
 * How long the other side asks to be left alone, in seconds.
 */
wait?: number | null, };

export type TroubleKind = "unreachable" | "noAnswer" | "serverFault" | "busy" | "proxyPassword" | "proxyFailed" | "certificate" | "oldTls" | "notData" | "sentElsewhere" | "answerTooLarge" | "noPassword" | "keyringShut" | "wrongPassword" | "noRight" | "notThere" | "refused" | "changedThere" | "folderGone" | "noSpace" | "hostUnknown" | "hostChanged" | "keyFile" | "noProgram";

export type Checked = { 
/**
 * BLAKE3 of what stands there, by which a later change is noticed.
 */
live: string, link: string, differences: Array<Difference>, 
/**
 * What a lost answer had doubled, and was taken away.
 */
doubles: Array<string>, };

export type Difference = { field: string, sent: string, found: string, };

export type DeliveryPlan = { 
/**
 * The post that would be changed; `None` where a new one would be made.
 */
post: Remote | null, requests: Array<PlannedRequest>, 
/**
 * What the other side would not take, by field.
 */
dropped: Array<Difference>, 
/**
 * Paragraphs that would go and come, in order; `-` and `+` before each.
 */
changes: Array<string>, 
/**
 * Whether what stands there was read for them.
 */
compared: boolean, 
/**
 * Bytes of pictures still to be sent.
 */
upload: number, 
/**
 * Somebody has changed there what was delivered last.
 */
changedThere: boolean, };

export type PlannedRequest = { method: string, path: string, 
/**
 * The body, or what is in it.
 */
body: unknown, };

export type Tested = { 
/**
 * What the other side calls us; empty where it asks for no name.
 */
user: string, may: Array<Ability>, };

export type Ability = "write" | "upload" | "publish" | "chooseAuthor" | "nameCoauthors";

export type DeliveryRow = { delivery: Delivery, 
/**
 * Of the article as it is now; empty where it has none.
 */
headline: string, stage: DeliveryStage, 
/**
 * A request was sent of which nothing is known.
 */
isUnknown: boolean, 
/**
 * What was read back at the end.
 */
checked: Checked | null, 
/**
 * It was given up, and may have left something there that can be taken away.
 */
leaves: boolean, };

export type PlannedDelivery = { plan: DeliveryPlan | null, trouble: Trouble | null, };

export type TestedDestination = { tested: Tested | null, trouble: Trouble | null, };

export type PastLook = { 
/**
 * Articles that are not here yet, and those that an earlier run has taken in.
 */
new: number, here: number, refused: number, passed: { [key in string]: number }, 
/**
 * Of the first new ones.
 */
headlines: Array<string>, 
/**
 * Whether all of it was looked at.
 */
whole: boolean, };

export type PastReport = { 
/**
 * Among them those that are nearly the same as another article.
 */
taken: number, near: number, 
/**
 * Taken in by an earlier run.
 */
here: number, 
/**
 * The same text is here from elsewhere.
 */
same: number, refused: number, 
/**
 * What is no article, by what it calls itself.
 */
passed: { [key in string]: number }, leftOut: Array<[LeftOut, number]>, 
/**
 * Codes of plugins that were left out, by name.
 */
codes: { [key in string]: number }, 
/**
 * Whether somebody ended it before its end.
 */
stopped: boolean, };

export type PastRow = { kind: PastRowKind, 
/**
 * Where it stands in the archive: a path, an address.
 */
from: string, headline: string, 
/**
 * The article that it became or is.
 */
article: ArticleId | null, 
/**
 * The article of this desk that it is like.
 */
other: ArticleId | null, otherHeadline: string, 
/**
 * How much of it is in the other, in percent.
 */
percent: number | null, failure: Failure | null, };

export type PastRowKind = "taken" | "near" | "here" | "same" | "refused";

export type PastRows = { total: number, rows: Array<PastRow>, };

export type ArchivePhase = "nothing" | "looked" | "running" | "done";

export type ArchiveState = { phase: ArchivePhase, 
/**
 * Of the folder or file, without where it lies.
 */
name: string, look: PastLook | null, percent: number, report: PastReport | null, failure: Failure | null, };

export type AlikeArticle = { id: ArticleId, headline: string, byline: string, at: Timestamp, 
/**
 * How much of the text that was asked about is in it, 1 to 100.
 */
percent: number, paragraphs: Array<SharedParagraph>, };

export type SharedParagraph = { 
/**
 * The block of this one here; `None` is the lead.
 */
here: BlockId | null, 
/**
 * As it stands there.
 */
text: string, 
/**
 * How much of the one here is in the one there, in percent.
 */
percent: number, };

export type RelatedArticle = { id: ArticleId, headline: string, byline: string, section: string, at: Timestamp, 
/**
 * Names and tags that both have, the rarest first.
 */
names: Array<string>, 
/**
 * Where it is on the web; empty where nobody knows.
 */
link: string, 
/**
 * Where it was taken from.
 */
source: string, };

export type RelatedArticles = { alike: Array<AlikeArticle>, related: Array<RelatedArticle>, };

export type KeptDestination = { destination: Destination, 
/**
 * Whether the system's keyring has its password; `None` where no new one was given.
 */
inKeyring: boolean | null, };

export type CmsSheet = { 
/**
 * In the order in which forms ask for them; those that are empty are left out.
 */
fields: Array<CmsField>, 
/**
 * The text without headline and lead: paragraphs, headings, lists, tables and plain marks.
 * Where a picture stands there is a line with its number, then its caption.
 */
html: string, 
/**
 * The same without marks, for editors that take none.
 */
text: string, pictures: Array<CmsPicture>, };

export type CmsField = { name: CmsFieldName, value: string, };

export type CmsFieldName = "headline" | "lead" | "bylines" | "source" | "section" | "tags" | "slug";

export type CmsPicture = { 
/**
 * As it is called in the folder that the pictures are saved to; begins with its number.
 */
fileName: string, width: number, height: number, 
/**
 * Of its first use, with the credit.
 */
caption: string, alt: string, 
/**
 * It stands for the article.
 */
isLead: boolean, };

export type TemplateId = string;

export type TemplateBlockKind = "paragraph" | "subhead" | "quote" | "photo";

export type TemplateBlock = { kind: TemplateBlockKind, 
/**
 * Of a photo its caption.
 */
text: string, };

export type Template = { 
/**
 * Empty until it is kept.
 */
id: TemplateId, name: string, headline: string, lead: string, blocks: Array<TemplateBlock>, section: string, tags: Array<string>, 
/**
 * Becomes the royalty class.
 */
genre: string, 
/**
 * In syllables.
 */
targetLength: number | null, };

export type Filling = { 
/**
 * The event, or the subject.
 */
event: string, place: string, time: Timestamp | null, 
/**
 * Photos that are wanted; the template may have more.
 */
photos: number, 
/**
 * In syllables; that of the template where there is none.
 */
targetLength: number | null, 
/**
 * That of the template where it is empty.
 */
section: string, };

export type KeptTemplate = { template: Template, 
/**
 * One of the program: it can be copied and not changed.
 */
builtIn: boolean, };

export type CommissionOrder = { 
/**
 * The article that is commissioned anew; `None` for a new one.
 */
article: ArticleId | null, to: PersonId, subject: string, place: string, at: Timestamp | null, length: number | null, photos: number, due: Timestamp | null, section: string, notes: string, template: TemplateId | null, };

export type Answered = { by: PersonId, byName: string, at: Timestamp, answer: Answer, };

export type Assignment = { commission: Commission, 
/**
 * Who commissioned it, and when.
 */
by: PersonId, byName: string, givenAt: Timestamp, answers: Array<Answered>, };

export type AssignmentRow = { article: ArticleId, 
/**
 * Empty while there is none.
 */
headline: string, editorial: Editorial, assignment: Assignment, 
/**
 * It is for whoever uses this desk.
 */
mine: boolean, 
/**
 * Whoever uses this desk has commissioned it.
 */
byMe: boolean, 
/**
 * It has been handed in, or will not run: nothing is to be answered any more.
 */
done: boolean, };

export type Rate = { "kind": "coefficient", hundredths: number, } | { "kind": "dong", amount: number, };

export type GenreRate = { genre: string, rate: Rate, };

export type Counted = "approved" | "exported";

export type RoyaltyTable = { 
/**
 * What one unit of coefficient comes to, in đồng.
 */
unit: number, 
/**
 * By genre, which is the article's royalty class.
 */
genres: Array<GenreRate>, 
/**
 * For each photo in use.
 */
photo: Rate, counted: Counted, };

export type Payee = string;

export type Correction = { 
/**
 * In đồng; below zero where it is taken away.
 */
amount: number, reason: string, };

export type Adjustment = { 
/**
 * Parts of the text's amount; who is not named has one part. Parts of nothing but zeros are
 * equal parts.
 */
shares: Record<string, number>, 
/**
 * What is added or taken away, and why.
 */
corrections: Record<string, Correction>, };

export type RoyaltyLine = { payee: Payee, 
/**
 * Full name where the desk knows it, else the pen name.
 */
name: string, penName: string, 
/**
 * Part of the text; 0 for who only took photos.
 */
share: number, text: number, photos: number, photo: number, correction: number, reason: string, total: number, };

export type RoyaltyArticle = { article: ArticleId, headline: string, section: string, genre: string, at: Timestamp, syllables: number, photos: number, 
/**
 * The table has its genre.
 */
rated: boolean, lines: Array<RoyaltyLine>, total: number, };

export type RoyaltyPerson = { payee: Payee, name: string, penName: string, articles: number, photos: number, text: number, photo: number, correction: number, total: number, };

export type ClosedMonth = { at: Timestamp, by: string, };

export type RoyaltyMonth = { 
/**
 * `2026-11`
 */
month: string, closed: ClosedMonth | null, table: RoyaltyTable, 
/**
 * In the order in which they count.
 */
articles: Array<RoyaltyArticle>, 
/**
 * By name.
 */
people: Array<RoyaltyPerson>, total: number, };

export type SectionWeeks = { 
/**
 * Empty for articles without one.
 */
section: string, 
/**
 * As many as there are weeks.
 */
articles: Array<number>, total: number, };

export type WeekWait = { articles: number, shortest: number, 
/**
 * A quarter took no longer.
 */
quarter: number, median: number, 
/**
 * Three quarters took no longer.
 */
threeQuarters: number, longest: number, };

export type Plots = { 
/**
 * First day of each week, `2026-11-23`.
 */
weeks: Array<string>, 
/**
 * Articles by the week in which they were first handed in, largest section first.
 */
sections: Array<SectionWeeks>, 
/**
 * From first handed in to first approved, by the week of the approval.
 */
waits: Array<WeekWait>, };

export type Headline = { type: "headline", content?: Array<Text> };

export type Lead = { type: "lead", content?: Array<Text> };

export type Document = { type: "doc", content: [Headline, Lead, ...Array<Block>] };
