/**
 * The page: an article being written.
 *
 * Plain TypeScript around one ProseMirror view. Nothing here intercepts or rewrites what is typed:
 * input methods compose in the page as in any text field, and the state follows.
 */
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { closeHistory, history, redo, undo, undoDepth } from "prosemirror-history";
import {
  EditorState,
  NodeSelection,
  Plugin,
  Selection,
  TextSelection,
  type Command,
  type Transaction,
} from "prosemirror-state";
import { Mapping } from "prosemirror-transform";
import { EditorView } from "prosemirror-view";

import { blockIds, eachBlock, withBlockIds } from "./blockIds";
import { presentState } from "./caret";
import {
  changeBesideCaret,
  changeElement,
  changePosition,
  changePositions,
  changesPlugin,
  currentChange,
  markChange,
  showChanges,
  type ChangeText,
  type ShownChange,
} from "./changes";
import {
  deleteBlock,
  insertTable,
  moveBlock,
  setKind,
  toggleBox,
  type TextKind,
} from "./commands/blocks";
import { insertBackground, insertLink, type BackgroundSource } from "./commands/background";
import { deleteSelected } from "./commands/deleting";
import { leaveBlock } from "./commands/lines";
import { setLink, toggle, unsetLink, type TextMark } from "./commands/marks";
import {
  deletePhoto,
  dissolvePhotoGroup,
  editPhoto,
  insertPhoto,
  makePhotoGroup,
  placePhotos,
  sayAtPhoto,
  setPhoto,
} from "./commands/photos";
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  evenTables,
  toggleHeaderRow,
} from "./commands/tables";
import { captionCodes, type ExpandCode } from "./codes";
import { Companions, type Companion } from "./companions";
import {
  dropTargetMeta,
  dropTargets,
  placeholders,
  redrawPlaceholders,
  shownDropTarget,
} from "./decorations";
import { documentJSON } from "./document";
import type { DocumentJSON, DropTarget, NewPhoto, ShownPhoto, UseWords } from "./document";
import { drawnWords } from "./drawn-words";
import {
  currentFinding,
  findingBesideCaret,
  findingPassages,
  findingRange,
  findingSpan,
  findingsPlugin,
  fixFindings,
  markFinding,
  showFindings,
  type FindingFix,
  type FindingPassage,
  type ShownFinding,
} from "./findings";
import { hideFoundWords, showFoundWords } from "./found-words";
import { keys } from "./keys";
import { paste, type AskOld } from "./paste/paste";
import { parseEdits, type PhotoEdits } from "./photoEdits";
import { PhotoGroupView, photoNeighbours, showBlock } from "./photoGroups";
import { PhotoView } from "./photoView";
import {
  FIRST_BLOCK,
  HEADLINE,
  LEAD,
  blockById,
  bodyStart,
  childPosition,
  currentPhoto,
  putCaret,
} from "./places";
import { rewrite } from "./rewrite";
import { schema } from "./schema";
import { summarise, type EditorSummary } from "./summary";
import { SummaryTeller } from "./summary-teller";
import {
  Trail,
  currentThread,
  draftPlace,
  draftThread,
  goToSpan,
  makeSuggestion,
  markThread,
  placePosition,
  selectedPlace,
  showThreads,
  spanOf,
  threadPositions,
  threadSpan,
  threadsPlugin,
  type PageReplacement,
  type ShownThread,
  type ThreadPlace,
} from "./threads";
import type { Translate } from "./words";

export interface EditorOptions {
  document: DocumentJSON;
  t: Translate;
  /** Address of a photo's picture. */
  photoUrl(hash: string, rendition: "thumb" | "desk", edits?: string): string;
  photoInfo(hash: string): ShownPhoto | undefined;
  /** After each change of the document that came from the writer. */
  onChange(getDocument: () => DocumentJSON): void;
  /** At most once a frame, and only when something in it is different. */
  onSummary(summary: EditorSummary): void;
  /** The writer asks for a photo to be chosen for this block. */
  onChoosePhoto(blockId: string): void;
  /** Somebody wants to crop or otherwise edit the photo of this block. */
  onEditPhoto(blockId: string): void;
  /** Somebody wants to see what is known of the photo of this block. */
  onPhotoInfo(blockId: string): void;
  /** A paste was too long to be part of an article; nothing of it was taken. */
  onPasteRefused?(): void;
  /** A paste may be in an old encoding: tells what each of its runs says, or null for no paste. */
  onOldPaste?: AskOld;
  /** What a code stands for that was just closed in a caption. */
  expandCode?: ExpandCode;
  /** What is said of a change that is shown in the page. */
  changeText?(change: ShownChange): ChangeText;
  /** A change shown in the page was clicked. */
  onPickChange?(id: string): void;
  /** Words were clicked on which the checks found something. */
  onPickFinding?(id: string): void;
}

export type FocusPlace = "headline" | "lead" | "body";

export interface EditorHandle {
  /** For tests and tools. Change the document through the commands. */
  readonly view: EditorView;
  readonly commands: EditorCommands;
  /** The document as it stands, in mid-composition too. */
  getDocument(): DocumentJSON;
  /**
   * Shows another document in place of this one. What could be undone is forgotten.
   * Throws, and changes nothing, when the document is not a valid one.
   */
  setDocument(document: DocumentJSON): void;
  focus(place: FocusPlace): void;
  /** Puts the caret into a block and brings it into sight. */
  showBlock(blockId: string): boolean;
  setLanguage(t: Translate): void;
  /** What is known of photos has changed. */
  refreshPhotos(): void;
  isComposing(): boolean;
  /** Ends what an input method is composing, as a click elsewhere would; then the page is as it
   *  reads. */
  settle(): Promise<void>;
  /** Stands for the document as it is now: another object after each change of it. */
  stamp(): object;
  /** Lays changes over the page; they must be those of the document as it stands. */
  showChanges(changes: readonly ShownChange[]): void;
  /** Sets one of the changes shown off from the others; `reveal` brings it into sight and the
   *  caret to it. */
  markChange(id: string | null, reveal?: boolean): void;
  /** The next of the changes shown, as seen from the caret; null where there is none, or where
   *  the caret stands as it did when a change was marked. */
  changeBesideCaret(direction: 1 | -1): string | null;
  /** Where each change that the page shows begins. */
  changePositions(): ReadonlyMap<string, number>;
  /** What shows a change; null where the page does not. */
  changeElement(id: string): Element | null;
  /**
   * Makes this document out of the one on the page, as one edit that can be undone; `companion` is
   * undone with it. Throws, and changes nothing, when the document is not a valid one.
   */
  rewrite(document: DocumentJSON, companion?: Companion): void;
  /**
   * Shows these conversations in place of those before. Their places are those of the document
   * `saved`, as `mark` gave it; those in the page already stay where their
   * words are by now, unless they are among the `moved`.
   */
  showThreads(threads: readonly ShownThread[], saved: object, moved?: ReadonlySet<string>): void;
  /** Remembers from here on what happens to the document; gives its stamp. */
  mark(): object;
  /** What happened before this stamp need not be remembered any longer. */
  forgetBefore(stamp: object): void;
  /** Sets one of the conversations off from the others; `reveal` brings its passage into sight
   *  and the caret to it. */
  markThread(id: string | null, reveal?: boolean): void;
  /** Shows about what a conversation is going to be. */
  draftThread(place: ThreadPlace | null): void;
  /** Where that is by now; null where it stands beside the page. */
  draftPlace(): ThreadPlace | null;
  /** What the selection, or the field of a photo that has the keyboard, says a conversation is
   *  about; null where there is nothing. */
  selectedPlace(): ThreadPlace | null;
  /** The words that stand at a place. */
  placeText(place: ThreadPlace): string;
  placePosition(place: ThreadPlace): number | null;
  caretPosition(): number;
  /** The photo of a block and what is done to it; null where there is none. */
  photoOf(blockId: string): { hash: string; edits: PhotoEdits } | null;
  /** The blocks that show photos, in the order of the page. */
  photoBlocks(): string[];
  /** What stands at the photo of a block; null where there is none. */
  wordsAt(blockId: string): UseWords | null;
  /** The words of a block, or of the lead; empty where there is none. */
  blockText(blockId: string | null): string;
  /** Brings a place into sight, and the caret to it. */
  showPlace(place: ThreadPlace): boolean;
  /** Where each conversation shown begins. */
  threadPositions(): ReadonlyMap<string, number>;
  /** What shows a conversation; null where the page does not. */
  threadElement(id: string): Element | null;
  /** How high in the window places stand, by the names of their conversations: their words, or what
   *  is left around them. Those beside the page are left out. */
  threadTops(places: ReadonlyMap<string, ThreadPlace>): Map<string, number>;
  /** Makes a suggestion where its conversation stands, as one edit that can be undone; `companion`
   *  is undone with it. False, and nothing is changed, where that cannot be done. */
  suggest(id: string, replacement: PageReplacement, companion: Companion): boolean;
  /** Draws lines under what the checks found; the places are those of the document as it stands. */
  showFindings(findings: readonly ShownFinding[]): void;
  /** Sets one of the findings off from the others; `reveal` selects its words and brings them into
   *  sight. */
  markFinding(id: string | null, reveal?: boolean): void;
  /** The next finding as seen from the caret; past the last comes the first. */
  findingBesideCaret(direction: 1 | -1): string | null;
  /** The words of each finding shown, with a few around them. */
  findingPassages(): ReadonlyMap<string, FindingPassage>;
  /** Where a finding is seen in the page; null where its words are gone. */
  findingRange(id: string): Range | null;
  /** Puts other words in the places of findings, as one edit that can be undone. Gives the ids of
   *  those that were still there. */
  fixFindings(fixes: readonly FindingFix[]): string[];
  /** Sets off words that were searched for and brings the first of them into sight. `find` tells where
   *  they stand in the lines of the page. */
  showFoundWords(find: Parameters<typeof showFoundWords>[1]): Promise<void>;
  /** Where a photo dropped at this point of the window would land. */
  dropTargetAt(x: number, y: number): DropTarget;
  showDropTarget(target: DropTarget): void;
  hideDropTarget(): void;
  applyPhotos(target: DropTarget, photos: readonly NewPhoto[]): boolean;
  destroy(): void;
}

/** Each returns whether it did anything, and gives the page the focus back. */
export interface EditorCommands {
  undo(): boolean;
  redo(): boolean;
  toggleMark(mark: TextMark): boolean;
  setLink(href: string): boolean;
  unsetLink(): boolean;
  setKind(kind: TextKind): boolean;
  toggleBox(): boolean;
  insertTable(rows?: number, columns?: number): boolean;
  insertPhoto(hash: string | null, caption?: string): boolean;
  setPhoto(blockId: string, hash: string | null): boolean;
  editPhoto(blockId: string, edits: PhotoEdits): boolean;
  /** Puts words at the photo of a block; empty ones change nothing. */
  sayAtPhoto(blockId: string, words: UseWords): boolean;
  deletePhoto(): boolean;
  /** Words with a link at the caret. */
  insertLink(text: string, href: string): boolean;
  /** A paragraph of another article, with where it is from, after the block of the caret. */
  insertBackground(text: string, source: BackgroundSource): boolean;
  makePhotoGroup(): boolean;
  dissolvePhotoGroup(): boolean;
  moveBlockUp(): boolean;
  moveBlockDown(): boolean;
  deleteBlock(blockId?: string): boolean;
  leaveBlock(): boolean;
  addRowBefore(): boolean;
  addRowAfter(): boolean;
  addColumnBefore(): boolean;
  addColumnAfter(): boolean;
  deleteRow(): boolean;
  deleteColumn(): boolean;
  deleteTable(): boolean;
  toggleHeaderRow(): boolean;
}

export function mountEditor(place: HTMLElement, options: EditorOptions): EditorHandle {
  let { t } = options;
  const photoViews = new Set<PhotoView>();
  const groupViews = new Set<PhotoGroupView>();
  const plugins = [
    keys(),
    paste(() => options.onPasteRefused?.(), options.onOldPaste),
    blockIds(),
    evenTables(),
    history(),
    gapCursor(),
    dropCursor({ color: false, class: "drop-cursor" }),
    placeholders(() => t),
    dropTargets(),
    photoNeighbours(),
    changesPlugin({
      t: (key) => t(key),
      changeText: (change) => options.changeText?.(change) ?? { what: "", who: "" },
      photoUrl: (hash, rendition, edits) => options.photoUrl(hash, rendition, edits),
      onPickChange: (id) => options.onPickChange?.(id),
    }),
    threadsPlugin(),
    findingsPlugin((id) => options.onPickFinding?.(id)),
    captionCodes((text, caret) => options.expandCode?.(text, caret) ?? null),
    drawnWords(),
    nativeEvents(),
  ];
  const companions = new Companions();
  const trail = new Trail();
  /** Where the caret was when a change was marked last. */
  let lookedFrom: Selection | null = null;

  const view = new EditorView(place, {
    state: EditorState.create({ doc: readDocument(options.document), plugins }),
    attributes: () => ({
      class: "page",
      lang: "vi",
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": t("editor.page"),
      spellcheck: "false",
      autocorrect: "off",
      autocapitalize: "off",
      translate: "no",
    }),
    nodeViews: {
      photo(node, editorView, getPos, decorations) {
        const photo = new PhotoView(node, editorView, getPos, decorations, {
          t: (key) => t(key),
          photoUrl: (hash, rendition, edits) => options.photoUrl(hash, rendition, edits),
          photoInfo: (hash) => options.photoInfo(hash),
          onChoosePhoto: (blockId) => options.onChoosePhoto(blockId),
          onEditPhoto: (blockId) => options.onEditPhoto(blockId),
          onPhotoInfo: (blockId) => options.onPhotoInfo(blockId),
          expandCode: (text, caret) => options.expandCode?.(text, caret) ?? null,
          onDestroy: () => photoViews.delete(photo),
        });
        photoViews.add(photo);
        return photo;
      },
      photoGroup(node, editorView, _getPos, decorations) {
        const group = new PhotoGroupView(node, editorView, decorations, {
          t: (key) => t(key),
          onDestroy: () => groupViews.delete(group),
        });
        groupViews.add(group);
        return group;
      },
    },
    handleTextInput: (editorView, _from, _to, text) => typeOver(editorView, text),
    dispatchTransaction(tr) {
      const before = undoDepth(view.state);
      const { state, transactions } = view.state.applyTransaction(tr);
      view.updateState(state);
      companions.follow(transactions, before, undoDepth(state));
      trail.follow(transactions);
      if (transactions.some((part) => part.docChanged)) options.onChange(getDocument);
      summaries.ask();
    },
  });

  const getDocument = (): DocumentJSON => documentJSON(view.state.doc);
  const isComposing = (): boolean =>
    view.composing || [...photoViews].some((photo) => photo.isComposing());
  const summaries = new SummaryTeller(() => summarise(view.state), options.onSummary.bind(options));
  summaries.ask();
  const asOneEdit = (tr: Transaction, companion?: Companion): void => {
    view.dispatch(tr);
    if (companion) companions.add(undoDepth(view.state), companion);
    // What is typed right after it is an edit of its own.
    view.dispatch(closeHistory(view.state.tr));
  };

  return {
    view,
    commands: commandsOf(view),
    getDocument,

    setDocument(document) {
      const doc = readDocument(document);
      // An input method must not go on writing into a line that is no longer there.
      if (view.composing) view.dom.blur();
      view.updateState(EditorState.create({ doc, plugins }));
      companions.clear();
      trail.clear();
      summaries.ask();
    },

    focus(where) {
      const { doc } = view.state;
      const tr = view.state.tr;
      if (where === "headline") putCaret(tr, childPosition(doc, LEAD) - 1, -1);
      else if (where === "lead") putCaret(tr, bodyStart(doc) - 1, -1);
      else putCaret(tr, bodyStart(doc) + 1, 1);
      view.dispatch(tr.scrollIntoView());
      view.focus();
    },

    showBlock(blockId) {
      const block = blockById(view.state.doc, blockId);
      if (!block) return false;
      view.dispatch(putCaret(view.state.tr, block.position + 1).scrollIntoView());
      view.focus();
      return true;
    },

    setLanguage(translate) {
      t = translate;
      const { tr } = presentState(view);
      view.setProps({});
      view.dispatch(tr.setMeta(redrawPlaceholders, true));
      for (const shown of [...photoViews, ...groupViews]) shown.refresh();
    },

    refreshPhotos() {
      for (const photo of photoViews) photo.refresh();
    },

    isComposing,

    async settle() {
      if (!isComposing()) return;
      const active = document.activeElement;
      if (active instanceof HTMLElement) active.blur();
      for (let wait = 0; wait < SETTLE_TRIES && isComposing(); wait += 1) {
        await new Promise((done) => setTimeout(done, SETTLE_MS));
      }
      view.focus();
    },

    stamp: () => view.state.doc,

    showChanges: (changes) => view.dispatch(showChanges(presentState(view).tr, changes)),

    markChange(id, reveal = false) {
      const state = presentState(view);
      if (id !== currentChange(state)) view.dispatch(markChange(state.tr, id));
      lookedFrom = view.state.selection;
      if (id === null || !reveal) return;
      const position = changePosition(view.state, id);
      if (position === null) return;
      const $position = view.state.doc.resolve(position);
      view.dispatch(view.state.tr.setSelection(Selection.near($position)));
      lookedFrom = view.state.selection;
      const element = changeElement(view, id);
      if (element) bringIntoSight(element);
    },

    changeBesideCaret(direction) {
      const state = presentState(view);
      if (currentChange(state) !== null && lookedFrom?.eq(state.selection)) return null;
      return changeBesideCaret(state, direction);
    },

    changePositions: () => changePositions(view.state),

    changeElement: (id) => changeElement(view, id),

    rewrite(document, companion) {
      const doc = readDocument(document);
      const tr = rewrite(closeHistory(presentState(view).tr), doc);
      if (!tr.docChanged) {
        if (!companion) return;
        keepInHistory(tr);
      }
      asOneEdit(tr, companion);
    },

    showThreads(threads, saved, moved) {
      const state = presentState(view);
      const since = saved === state.doc ? new Mapping() : trail.since(saved);
      // Without a trail the places are those of the page as it is: better near than nowhere.
      const [then, mapping] = since
        ? [saved as typeof state.doc, since]
        : [state.doc, new Mapping()];
      view.dispatch(showThreads(state.tr, threads, then, mapping, moved));
    },

    mark() {
      trail.mark(view.state.doc);
      return view.state.doc;
    },

    forgetBefore: (stamp) => trail.forgetBefore(stamp),

    markThread(id, reveal = false) {
      const state = presentState(view);
      if (id !== currentThread(state)) view.dispatch(markThread(state.tr, id));
      const span = id !== null && reveal ? threadSpan(view.state, id) : null;
      if (!span) return;
      view.dispatch(goToSpan(view.state.tr, span));
      const element = threadElement(view, id ?? "");
      if (element) bringIntoSight(element);
    },

    draftThread: (place) => view.dispatch(draftThread(presentState(view).tr, place)),

    draftPlace: () => draftPlace(view.state),

    selectedPlace() {
      const { activeElement } = document;
      const figure = activeElement?.closest<HTMLElement>("figure[data-id]");
      const field = activeElement?.closest<HTMLElement>("[data-field]")?.dataset["field"];
      if (figure && view.dom.contains(figure) && (field === "credit" || field === "alt")) {
        return { kind: "photo", block: figure.dataset["id"] ?? "", part: field };
      }
      return selectedPlace(presentState(view));
    },

    placeText(place) {
      const { doc } = view.state;
      if (place.kind === "photo") {
        const photo = blockById(doc, place.block)?.node;
        const own = place.part === "credit" || place.part === "alt";
        return own ? String(photo?.attrs[place.part] ?? "") : (photo?.textContent ?? "");
      }
      const span = spanOf(doc, place);
      return span ? doc.textBetween(span.from, span.to, "\n") : "";
    },

    caretPosition: () => presentState(view).selection.head,

    photoOf(blockId) {
      const block = blockById(view.state.doc, blockId);
      const hash: unknown = block?.node.attrs["photo"];
      if (typeof hash !== "string") return null;
      return { hash, edits: parseEdits(String(block?.node.attrs["edits"])) };
    },

    photoBlocks() {
      const blocks: string[] = [];
      eachBlock(view.state.doc, ({ attrs }) => {
        if (typeof attrs["photo"] === "string") blocks.push(String(attrs["id"]));
      });
      return blocks;
    },

    wordsAt(blockId) {
      const node = blockById(view.state.doc, blockId)?.node;
      if (node?.type !== schema.nodes.photo) return null;
      const { credit, alt } = node.attrs;
      return { caption: node.textContent, credit: String(credit), alt: String(alt) };
    },

    blockText(blockId) {
      const { doc } = view.state;
      const block = blockId === null ? doc.child(LEAD) : blockById(doc, blockId)?.node;
      return block?.textContent ?? "";
    },

    placePosition: (place) => placePosition(view.state.doc, place),

    showPlace(place) {
      const at = placePosition(view.state.doc, place);
      if (at === null) return false;
      view.dispatch(putCaret(view.state.tr, at));
      const { node } = view.domAtPos(view.state.selection.from);
      const element = node instanceof HTMLElement ? node : node.parentElement;
      if (element) bringIntoSight(element);
      return true;
    },

    threadPositions: () => threadPositions(view.state),

    threadElement: (id) => threadElement(view, id),

    threadTops: (places) => threadTops(view, places),

    suggest(id, replacement, companion) {
      const { tr } = presentState(view);
      const span = threadSpan(view.state, id);
      if (!span) return false;
      closeHistory(tr);
      if (!makeSuggestion(tr, replacement, span)) return false;
      if (!tr.docChanged) keepInHistory(tr);
      asOneEdit(tr.scrollIntoView(), companion);
      return true;
    },

    showFindings: (findings) => view.dispatch(showFindings(presentState(view).tr, findings)),

    markFinding(id, reveal = false) {
      const state = presentState(view);
      if (id !== currentFinding(state)) view.dispatch(markFinding(state.tr, id));
      const span = id !== null && reveal ? findingSpan(view.state, id) : null;
      if (!span) return;
      const selection = TextSelection.create(view.state.doc, span.from, span.to);
      view.dispatch(view.state.tr.setSelection(selection));
      const { node } = view.domAtPos(span.from);
      const element = node instanceof HTMLElement ? node : node.parentElement;
      if (element) bringIntoSight(element);
    },

    async showFoundWords(find) {
      const first = await showFoundWords(view, find);
      const element = first?.startContainer.parentElement;
      if (element) bringIntoSight(element);
    },

    findingBesideCaret: (direction) => findingBesideCaret(presentState(view), direction),

    findingPassages: () => findingPassages(view.state),

    findingRange: (id) => findingRange(view, id),

    fixFindings(fixes) {
      const tr = closeHistory(presentState(view).tr);
      const done = fixFindings(tr, view.state, fixes);
      if (tr.docChanged) asOneEdit(tr.scrollIntoView());
      return done;
    },

    dropTargetAt: (x, y) => dropTargetAt(view, x, y),

    showDropTarget(target) {
      if (sameTarget(shownDropTarget(view.state), target)) return;
      view.dispatch(presentState(view).tr.setMeta(...dropTargetMeta(target)));
    },

    hideDropTarget() {
      if (shownDropTarget(view.state) === null) return;
      view.dispatch(presentState(view).tr.setMeta(...dropTargetMeta(null)));
    },

    applyPhotos(target, photos) {
      const done = placePhotos(target, photos)(presentState(view), view.dispatch);
      if (!done) return false;
      // First the focus: WebKit scrolls to where the caret was when it gives it.
      view.focus();
      // The caret alone is only its caption.
      showBlock(view, String(currentPhoto(view.state.selection)?.node.attrs["id"]));
      return true;
    },

    destroy() {
      summaries.cancel();
      hideFoundWords();
      view.destroy();
    },
  };
}

/** A step that changes nothing gives the history something to undo a companion with. */
function keepInHistory(tr: Transaction): void {
  const first = bodyStart(tr.doc);
  tr.setNodeAttribute(first, "id", tr.doc.nodeAt(first)?.attrs["id"]);
}

function threadElement(view: EditorView, id: string): HTMLElement | null {
  return view.dom.querySelector<HTMLElement>(`[data-thread="${CSS.escape(id)}"]`);
}

function threadTops(
  view: EditorView,
  places: ReadonlyMap<string, ThreadPlace>,
): Map<string, number> {
  const passages = new Map<string, Element>();
  for (const element of view.dom.querySelectorAll("[data-thread]")) {
    const id = element.getAttribute("data-thread") ?? "";
    if (!passages.has(id)) passages.set(id, element);
  }
  const tops = new Map<string, number>();
  for (const [id, place] of places) {
    const element = (place.kind === "range" && passages.get(id)) || unitElement(view, place);
    if (element) tops.set(id, element.getBoundingClientRect().top);
  }
  return tops;
}

/** The block, line or field of a photo that a place is in. */
function unitElement(view: EditorView, place: ThreadPlace): Element | null {
  const { doc } = view.state;
  if (place.kind === "photo") {
    const photo = blockById(doc, place.block);
    const figure = photo && view.nodeDOM(photo.position);
    if (!(figure instanceof Element)) return null;
    return figure.querySelector(`[data-field="${place.part}"]`) ?? figure;
  }
  if (place.kind !== "range") return null;
  const { block, line } = place.from;
  const position =
    block === null
      ? childPosition(doc, line === HEADLINE ? HEADLINE : LEAD)
      : blockById(doc, block)?.position;
  const element = position === undefined ? null : view.nodeDOM(position);
  return element instanceof Element ? element : null;
}

/** How long an input method may take to end its word: as many tries, each so many ms. */
const SETTLE_TRIES = 20;
const SETTLE_MS = 25;

/** Puts an element into the middle of the window, unless it is in sight already. */
function bringIntoSight(element: HTMLElement): void {
  const { top, bottom, height } = element.getBoundingClientRect();
  const edge = window.innerHeight / 6;
  if (top >= edge && bottom <= window.innerHeight - edge) return;
  const tall = height > window.innerHeight / 2;
  element.scrollIntoView({ block: tall ? "start" : "center" });
}

function commandsOf(view: EditorView): EditorCommands {
  const run = (command: Command): boolean => {
    const done = command(presentState(view), view.dispatch, view);
    view.focus();
    return done;
  };
  return {
    undo: () => run(undo),
    redo: () => run(redo),
    toggleMark: (mark) => run(toggle[mark]),
    setLink: (href) => run(setLink(href)),
    unsetLink: () => run(unsetLink),
    setKind: (kind) => run(setKind(kind)),
    toggleBox: () => run(toggleBox),
    insertTable: (rows, columns) => run(insertTable(rows, columns)),
    insertPhoto: (hash, caption) => run(insertPhoto(hash, caption)),
    setPhoto: (blockId, hash) => run(setPhoto(blockId, hash)),
    editPhoto: (blockId, edits) => run(editPhoto(blockId, edits)),
    sayAtPhoto: (blockId, words) => run(sayAtPhoto(blockId, words)),
    deletePhoto: () => run(deletePhoto),
    insertLink: (text, href) => run(insertLink(text, href)),
    insertBackground: (text, source) => run(insertBackground(text, source)),
    makePhotoGroup: () => run(makePhotoGroup()),
    dissolvePhotoGroup: () => run(dissolvePhotoGroup()),
    moveBlockUp: () => run(moveBlock(-1)),
    moveBlockDown: () => run(moveBlock(1)),
    deleteBlock: (blockId) => run(deleteBlock(blockId)),
    leaveBlock: () => run(leaveBlock),
    addRowBefore: () => run(addRowBefore),
    addRowAfter: () => run(addRowAfter),
    addColumnBefore: () => run(addColumnBefore),
    addColumnAfter: () => run(addColumnAfter),
    deleteRow: () => run(deleteRow),
    deleteColumn: () => run(deleteColumn),
    deleteTable: () => run(deleteTable),
    toggleHeaderRow: () => run(toggleHeaderRow),
  };
}

/** Typing over what is more than a part of one line. The rest is the webview's. */
function typeOver(view: EditorView, text: string): boolean {
  const { selection } = view.state;
  if (selection instanceof TextSelection && selection.$from.sameParent(selection.$to)) return false;
  const tr = view.state.tr;
  if (selection instanceof NodeSelection) {
    // A letter is no order to delete a photo: it begins a line below.
    const below = selection.$to.depth === 0 ? selection.to : selection.$to.after(1);
    tr.insert(below, schema.nodes.paragraph.create());
    putCaret(tr, below + 1);
  } else if (!deleteSelected(tr)) {
    return false;
  }
  view.dispatch(tr.insertText(text).scrollIntoView());
  return true;
}

/** The document as nodes; throws where it is not one of ours. */
function readDocument(document: DocumentJSON): EditorState["doc"] {
  const doc = schema.nodeFromJSON(document);
  doc.check();
  if (doc.type !== schema.topNodeType) throw new RangeError("not a document");
  return withBlockIds(doc);
}

/** The keyCode of keys that an input method keeps to itself. */
const IN_COMPOSITION = 229;

/**
 * Makes the view take a key that comes right after a composition for what it is.
 *
 * In Safari, the Enter that confirms a Japanese word arrives once more after the composition has
 * ended, and ProseMirror drops it. It takes WebKitGTK for Safari; but there an input method that
 * used a key up never hands it on as such (it comes as 229), and Vietnamese ones end the word
 * *because* of the Enter or Tab, which is meant.
 */
function forgetComposition(view: EditorView): void {
  const { input } = view as unknown as { input?: { compositionEndedAt?: number } };
  if (!view.composing && input?.compositionEndedAt !== undefined) input.compositionEndedAt = -2e8;
}

/** What the webview would do by itself and must not. */
function nativeEvents(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        // The window takes files itself; the webview would open them in place of the app.
        drop: (_, event) => preventWithFiles(event),
        dragover: (_, event) => preventWithFiles(event),
        cut(view, event) {
          const { selection } = view.state;
          if (selection.empty || !event.clipboardData) return false;
          const { dom, text } = view.serializeForClipboard(selection.content());
          event.clipboardData.clearData();
          event.clipboardData.setData("text/html", dom.innerHTML);
          event.clipboardData.setData("text/plain", text);
          event.preventDefault();
          const tr = view.state.tr;
          deleteSelected(tr);
          view.dispatch(tr.scrollIntoView().setMeta("uiEvent", "cut"));
          return true;
        },
        click(_, event) {
          const { target } = event;
          if (target instanceof Element && target.closest("a")) event.preventDefault();
          return false;
        },
        keydown(view, event) {
          if (!event.isComposing && event.keyCode !== IN_COMPOSITION) forgetComposition(view);
          return false;
        },
        beforeinput(view, event) {
          if (event.inputType === "historyUndo" || event.inputType === "historyRedo") {
            event.preventDefault();
            (event.inputType === "historyUndo" ? undo : redo)(view.state, view.dispatch);
            return true;
          }
          // Underlining and colours from the webview's own keys and menus.
          if (!event.inputType.startsWith("format")) return false;
          event.preventDefault();
          return true;
        },
      },
    },
  });
}

function preventWithFiles(event: DragEvent): boolean {
  if (!event.dataTransfer?.types.includes("Files")) return false;
  event.preventDefault();
  return true;
}

function dropTargetAt(view: EditorView, x: number, y: number): DropTarget {
  const under = view.root.elementFromPoint(x, y);
  const missing = under?.closest<HTMLElement>('figure.photo[data-photo="missing"]');
  const missingId = missing && view.dom.contains(missing) ? missing.dataset["id"] : undefined;
  if (missingId) return { kind: "photo-missing", blockId: missingId };

  const { doc } = view.state;
  let afterBlockId: string | null = null;
  doc.forEach((node, position, index) => {
    if (index < FIRST_BLOCK) return;
    const dom = view.nodeDOM(position);
    if (!(dom instanceof HTMLElement)) return;
    const { top, bottom } = dom.getBoundingClientRect();
    if ((top + bottom) / 2 < y) afterBlockId = String(node.attrs["id"]);
  });
  return { kind: "between", afterBlockId };
}

function sameTarget(a: DropTarget | null, b: DropTarget): boolean {
  if (a?.kind === "between" && b.kind === "between") return a.afterBlockId === b.afterBlockId;
  return a?.kind === "photo-missing" && b.kind === "photo-missing" && a.blockId === b.blockId;
}
