/**
 * Conversations laid over the page: which words, photos and lines are talked about.
 *
 * They are no part of the document. Where each stands is told by its anchor, which belongs to a
 * text as it was saved; from then on a key only maps the decorations.
 */
import type { Node } from "prosemirror-model";
import {
  AllSelection,
  NodeSelection,
  Plugin,
  PluginKey,
  Selection,
  type EditorState,
  type Transaction,
} from "prosemirror-state";
import { Mapping } from "prosemirror-transform";
import { Decoration, DecorationSet } from "prosemirror-view";

import { deleteBlockAt, joinBack } from "./commands/deleting";
import type { NodeJSON } from "./document";
import { linesOf } from "./lines";
import { blockById } from "./places";
import { schema } from "./schema";

/** A place between two letters, told from the block that holds it. */
export interface TextPoint {
  /** The unit: a text block, list, table or photo; null for headline and lead. */
  readonly block: string | null;
  /** Line within the unit; without a block 0 is the headline and 1 the lead. */
  readonly line: number;
  readonly offset: number;
}

export type PhotoPart = "whole" | "photo" | "credit" | "alt";

/** What a conversation is about. */
export type ThreadPlace =
  | { readonly kind: "range"; readonly from: TextPoint; readonly to: TextPoint }
  | { readonly kind: "photo"; readonly block: string; readonly part: PhotoPart }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "article" };

/** What a suggestion does in the page. */
export type PageReplacement =
  | { readonly kind: "text"; readonly runs: readonly NodeJSON[] }
  | { readonly kind: "deleteBlock" }
  | { readonly kind: "joinBefore" }
  | { readonly kind: "moveAfter"; readonly block: string | null }
  | { readonly kind: "attr"; readonly name: UnitAttr; readonly value: string | null };

export type UnitAttr = "photo" | "edits" | "credit" | "alt" | "kind" | "ordered";

/** A conversation as the page needs it. */
export interface ShownThread {
  readonly id: string;
  readonly place: ThreadPlace;
  /** Its passage is no longer in the text. */
  readonly lost: boolean;
  /** It waits for an answer; the others are seen only when one looks at them. */
  readonly open: boolean;
  /** The words that are suggested for the passage. */
  readonly words: string | null;
}

interface Drawn {
  threads: ReadonlyMap<string, ShownThread>;
  decorations: DecorationSet;
  /** The conversation that one looks at. */
  current: string | null;
  /** The passage about which a new one is being written. */
  draft: { from: number; to: number } | null;
}

interface Spec {
  thread: string;
}

type Order =
  | {
      kind: "show";
      threads: readonly ShownThread[];
      /** Those that are drawn at their anchor's place wherever they are drawn now. */
      moved: ReadonlySet<string>;
      saved: Node;
      since: Mapping;
    }
  | { kind: "mark"; id: string | null }
  | { kind: "draft"; place: { from: number; to: number } | null };

const shown = new PluginKey<Drawn>("threads");

/** Name of the conversation that is only being written. */
export const DRAFT = "draft";

export function threadsPlugin(): Plugin<Drawn> {
  return new Plugin<Drawn>({
    key: shown,
    state: {
      init: () => ({
        threads: new Map<string, ShownThread>(),
        decorations: DecorationSet.empty,
        current: null,
        draft: null,
      }),
      apply(tr, before) {
        const mapped = tr.docChanged ? map(before, tr) : before;
        const order = tr.getMeta(shown) as Order | undefined;
        switch (order?.kind) {
          case undefined:
            return mapped;
          case "show":
            return show(tr.doc, mapped, order);
          case "mark":
            return redraw(tr.doc, { ...mapped, current: order.id }, [mapped.current, order.id]);
          case "draft":
            return redraw(tr.doc, { ...mapped, draft: order.place }, [DRAFT]);
        }
      },
    },
    props: { decorations: (state) => shown.getState(state)?.decorations },
  });
}

/**
 * Shows these conversations in place of those before. Their places are those of the document
 * `saved`; `since` is what has happened to it. Those that are in the page already stay where their
 * words are by now, unless they are among the `moved`.
 */
export function showThreads(
  tr: Transaction,
  threads: readonly ShownThread[],
  saved: Node,
  since: Mapping,
  moved: ReadonlySet<string> = new Set(),
): Transaction {
  const order: Order = { kind: "show", threads, moved, saved, since };
  return tr.setMeta(shown, order);
}

/** Sets one conversation off from the others. */
export function markThread(tr: Transaction, id: string | null): Transaction {
  const order: Order = { kind: "mark", id };
  return tr.setMeta(shown, order);
}

/** Shows about what a new conversation is going to be. */
export function draftThread(tr: Transaction, place: ThreadPlace | null): Transaction {
  const order: Order = { kind: "draft", place: place && spanOf(tr.doc, place) };
  return tr.setMeta(shown, order);
}

/** Where the passage is by now about which a new conversation is being written. */
export function draftPlace(state: EditorState): ThreadPlace | null {
  const draft = shown.getState(state)?.draft;
  if (!draft || state.doc.nodeAt(draft.from)?.type === schema.nodes.photo) return null;
  return passage(state.doc, draft.from, draft.to);
}

export function currentThread(state: EditorState): string | null {
  return shown.getState(state)?.current ?? null;
}

/** The conversation about the words at the caret: the shortest passage, if there are several. */
export function threadAtCaret(state: EditorState): string | null {
  const drawn = shown.getState(state);
  if (!drawn || drawn.threads.size === 0) return null;
  const { from, to } = state.selection;
  const around = drawn.decorations
    .find(from, to)
    .filter((each) => each.from <= from && to <= each.to && each.from < each.to)
    .filter((each) => drawn.threads.get(specOf(each).thread)?.open);
  const [shortest] = around.toSorted((a, b) => a.to - a.from - (b.to - b.from));
  return shortest ? specOf(shortest).thread : null;
}

/** Where a conversation stands in the page now; null where it stands beside it or nowhere. */
export function threadSpan(state: EditorState, id: string): { from: number; to: number } | null {
  const drawn = shown.getState(state);
  if (!drawn) return null;
  const parts = drawn.decorations.find(undefined, undefined, (spec) => isOf(spec, id));
  const whole = parts.find((part) => (part.spec as { whole?: boolean }).whole === true);
  return whole ? { from: whole.from, to: whole.to } : null;
}

/** Reading order: where each conversation that stands in the page begins. */
export function threadPositions(state: EditorState): Map<string, number> {
  const positions = new Map<string, number>();
  for (const each of shown.getState(state)?.decorations.find() ?? []) {
    const { thread } = specOf(each);
    positions.set(thread, Math.min(each.from, positions.get(thread) ?? each.from));
  }
  return positions;
}

/** What the selection says a new conversation is about; null where there is nothing. */
export function selectedPlace(state: EditorState): ThreadPlace | null {
  const { selection, doc } = state;
  if (selection instanceof NodeSelection) {
    const { node, from } = selection;
    if (node.type === schema.nodes.photo) {
      return { kind: "photo", block: String(node.attrs["id"]), part: "whole" };
    }
    return passage(doc, from, from + node.nodeSize);
  }
  if (!selection.empty || selection instanceof AllSelection) {
    return passage(doc, selection.from, selection.to);
  }
  const { $from } = selection;
  if (!$from.parent.isTextblock) return null;
  const word = wordAround($from.parent.textContent, $from.parentOffset);
  const start = $from.start();
  // In an empty caption it is the photo that is meant.
  if ($from.parent.content.size === 0 && $from.parent.type === schema.nodes.photo) {
    return { kind: "photo", block: String($from.parent.attrs["id"]), part: "whole" };
  }
  return passage(doc, start + word.from, start + word.to);
}

/** The place of a passage without the spaces at its ends; null where there are no words in it. */
function passage(doc: Node, from: number, to: number): ThreadPlace | null {
  const words = linesOf(doc).flatMap(({ node, start }) => {
    const text = node.textContent;
    const left = Math.max(0, from - start);
    const right = Math.min(text.length, to - start);
    if (left >= right) return [];
    const part = text.slice(left, right);
    const trimmed = part.trimStart();
    if (trimmed === "") return [];
    const first = start + left + part.length - trimmed.length;
    return [{ first, last: first + trimmed.trimEnd().length }];
  });
  const first = words[0]?.first;
  const last = words.at(-1)?.last;
  if (first === undefined || last === undefined) return null;
  return { kind: "range", from: pointAt(doc, first), to: pointAt(doc, last) };
}

function wordAround(text: string, offset: number): { from: number; to: number } {
  const before = /[\p{L}\p{N}\p{M}]*$/u.exec(text.slice(0, offset))?.[0] ?? "";
  const after = /^[\p{L}\p{N}\p{M}]*/u.exec(text.slice(offset))?.[0] ?? "";
  if (before === "" && after === "") return { from: 0, to: text.length };
  return { from: offset - before.length, to: offset + after.length };
}

/** The point of a position in a line. */
export function pointAt(doc: Node, position: number): TextPoint {
  const $at = doc.resolve(position);
  const offset = $at.parentOffset;
  for (let depth = $at.depth; depth > 0; depth -= 1) {
    const id: unknown = $at.node(depth).attrs["id"];
    if (id === undefined) continue;
    let line = -1;
    const unit = $at.node(depth);
    const inside = $at.before(depth) + 1;
    if (unit.isTextblock) return { block: String(id), line: 0, offset };
    unit.descendants((node, at) => {
      if (node.isTextblock && inside + at < position) line += 1;
      return !node.isTextblock;
    });
    return { block: String(id), line: Math.max(0, line), offset };
  }
  return { block: null, line: $at.index(0), offset };
}

/** The position of a point; null where there is no such line. Past the end is the end. */
export function positionOfPoint(doc: Node, { block, line, offset }: TextPoint): number | null {
  const found = lineOf(doc, block, line);
  return found && found.start + Math.min(offset, found.node.content.size);
}

function lineOf(
  doc: Node,
  block: string | null,
  line: number,
): { node: Node; start: number } | null {
  if (block === null) return (line < 2 ? linesOf(doc)[line] : undefined) ?? null;
  const unit = blockById(doc, block);
  if (!unit) return null;
  if (unit.node.isTextblock) {
    return line === 0 ? { node: unit.node, start: unit.position + 1 } : null;
  }
  let at = -1;
  let found: { node: Node; start: number } | null = null;
  unit.node.descendants((node, position) => {
    if (node.isTextblock) {
      at += 1;
      if (at === line) found = { node, start: unit.position + 1 + position + 1 };
    }
    return !node.isTextblock;
  });
  return found;
}

/** What a place covers in a document; null for what stands beside it, or is not there. */
export function spanOf(doc: Node, place: ThreadPlace): { from: number; to: number } | null {
  switch (place.kind) {
    case "range": {
      const from = positionOfPoint(doc, place.from);
      const to = positionOfPoint(doc, place.to);
      return from !== null && to !== null && from < to ? { from, to } : null;
    }
    case "photo": {
      const photo = blockById(doc, place.block);
      return photo && { from: photo.position, to: photo.position + photo.node.nodeSize };
    }
    case "field":
    case "article":
      return null;
  }
}

/** Where a place begins, also one whose words are gone. */
export function placePosition(doc: Node, place: ThreadPlace): number | null {
  if (place.kind === "range") return positionOfPoint(doc, place.from);
  return spanOf(doc, place)?.from ?? null;
}

/**
 * Makes a suggestion: `span` is where its conversation stands, `place` its anchor. False, and
 * nothing is changed, where that cannot be done.
 */
export function makeSuggestion(
  tr: Transaction,
  replacement: PageReplacement,
  span: { from: number; to: number },
): boolean {
  const unit = unitAt(tr.doc, span.from);
  switch (replacement.kind) {
    case "text":
      return replaceText(tr, replacement.runs, span);
    case "deleteBlock":
      if (!unit) return false;
      deleteBlockAt(tr, unit.position);
      return true;
    case "joinBefore": {
      if (!unit) return false;
      const start = unit.position + 1 + (unit.node.isTextblock ? 0 : 1);
      joinBack(tr, tr.doc.resolve(start));
      return tr.docChanged;
    }
    case "moveAfter":
      return unit !== null && moveAfter(tr, unit, replacement.block);
    case "attr":
      return unit !== null && setAttr(tr, unit, replacement.name, replacement.value);
  }
}

function replaceText(
  tr: Transaction,
  runs: readonly NodeJSON[],
  { from, to }: { from: number; to: number },
): boolean {
  const [only] = runs;
  if (!only) {
    tr.delete(from, to);
  } else if (runs.length === 1 && (only.marks ?? []).length === 0) {
    // Words without marks of their own take those of the words they replace.
    tr.insertText(only.text ?? "", from, to);
  } else {
    const marks = tr.doc.resolve(from).parent.type.markSet;
    const nodes = runs.map((run) => {
      const node = schema.nodeFromJSON(run);
      return marks === null
        ? node
        : node.mark(node.marks.filter(({ type }) => marks.includes(type)));
    });
    tr.replaceWith(from, to, nodes);
  }
  return true;
}

interface Unit {
  node: Node;
  position: number;
}

/** The block that a place belongs to: the innermost with an id that is no box and no photo group. */
function unitAt(doc: Node, position: number): Unit | null {
  const $at = doc.resolve(position);
  const after = $at.nodeAfter;
  if (after && !after.isText && after.attrs["id"] !== undefined) return { node: after, position };
  for (let depth = $at.depth; depth > 0; depth -= 1) {
    const node = $at.node(depth);
    if (node.attrs["id"] !== undefined) return { node, position: $at.before(depth) };
  }
  return null;
}

function moveAfter(tr: Transaction, { node, position }: Unit, block: string | null): boolean {
  if (block !== null && !blockById(tr.doc, block)) return false;
  if (block !== null && block === node.attrs["id"]) return false;
  deleteBlockAt(tr, position);
  const target = block === null ? null : blockById(tr.doc, block);
  let at = linesOf(tr.doc)[1]?.start ?? 0;
  if (target) at = target.position + target.node.nodeSize;
  else at = tr.doc.resolve(at).after(1);
  const $at = tr.doc.resolve(at);
  // What does not belong into a box or photo group goes behind it.
  for (let depth = $at.depth; depth >= 0; depth -= 1) {
    const holder = $at.node(depth);
    const index = depth === $at.depth ? $at.index() : $at.indexAfter(depth);
    if (!holder.canReplaceWith(index, index, node.type)) continue;
    tr.insert(depth === $at.depth ? at : $at.after(depth + 1), node);
    return true;
  }
  return false;
}

function setAttr(
  tr: Transaction,
  { node, position }: Unit,
  name: UnitAttr,
  value: string | null,
): boolean {
  if (name === "kind") {
    const type = schema.nodes[value as "paragraph" | "subhead" | "quote"];
    const $at = tr.doc.resolve(position);
    const index = $at.index();
    const fits =
      node.isTextblock &&
      node.type !== schema.nodes.photo &&
      $at.parent.canReplaceWith(index, index + 1, type);
    if (fits) tr.setNodeMarkup(position, type, { id: String(node.attrs["id"]) });
    return fits;
  }
  if (node.attrs[name] === undefined) return false;
  const given = name === "ordered" ? value === "true" : name === "photo" ? value : (value ?? "");
  tr.setNodeAttribute(position, name, given);
  return true;
}

/** What has happened to the document since some moments, so that places told of it then can be
 *  found now. */
export class Trail {
  readonly #since = new Map<Node, Mapping>();

  /** From here on. */
  mark(doc: Node): void {
    // Marked anew, it is the newest.
    const known = this.#since.get(doc);
    this.#since.delete(doc);
    this.#since.set(doc, known ?? new Mapping());
  }

  /** Nobody asks any more for what was before this moment. */
  forgetBefore(doc: object): void {
    if (!this.#since.has(doc as Node)) return;
    for (const moment of [...this.#since.keys()]) {
      if (moment === doc) return;
      this.#since.delete(moment);
    }
  }

  follow(transactions: readonly Transaction[]): void {
    for (const tr of transactions) {
      if (!tr.docChanged) continue;
      for (const mapping of this.#since.values()) mapping.appendMapping(tr.mapping);
    }
  }

  since(doc: object): Mapping | null {
    return this.#since.get(doc as Node) ?? null;
  }

  clear(): void {
    this.#since.clear();
  }
}

// Drawing.

function map(before: Drawn, tr: Transaction): Drawn {
  const decorations = before.decorations.map(tr.mapping, tr.doc);
  if (!before.draft) return { ...before, decorations };
  const from = tr.mapping.map(before.draft.from, 1);
  const to = tr.mapping.map(before.draft.to, -1);
  return { ...before, decorations, draft: from < to ? { from, to } : null };
}

function show(doc: Node, before: Drawn, order: Order & { kind: "show" }): Drawn {
  const threads = new Map(order.threads.map((thread) => [thread.id, thread]));
  const current = before.current !== null && threads.has(before.current) ? before.current : null;
  const now = spansOf(before.decorations);
  const decorations: Decoration[] = [];
  for (const thread of threads.values()) {
    if (thread.lost) continue;
    const known = order.moved.has(thread.id) ? undefined : now.get(thread.id);
    const span = known ?? spanNow(order, thread.place);
    if (span) decorations.push(...draw(doc, thread, span, thread.id === current));
  }
  if (before.draft) decorations.push(...drawDraft(doc, before.draft));
  return { ...before, threads, current, decorations: DecorationSet.create(doc, decorations) };
}

function spanNow(
  { saved, since }: Order & { kind: "show" },
  place: ThreadPlace,
): { from: number; to: number } | null {
  const span = spanOf(saved, place);
  if (!span) return null;
  const from = since.map(span.from, 1);
  const to = since.map(span.to, -1);
  return from < to ? { from, to } : null;
}

function spansOf(decorations: DecorationSet): Map<string, { from: number; to: number }> {
  const spans = new Map<string, { from: number; to: number }>();
  for (const { from, to, spec } of decorations.find()) {
    if ((spec as { whole?: boolean }).whole === true) {
      const { thread } = spec as Spec;
      const known = spans.get(thread);
      spans.set(thread, {
        from: Math.min(from, known?.from ?? from),
        to: Math.max(to, known?.to ?? to),
      });
    }
  }
  return spans;
}

/** Draws some of the conversations anew where they are by now. */
function redraw(doc: Node, now: Drawn, ids: readonly (string | null)[]): Drawn {
  const parts = now.decorations.find(undefined, undefined, (spec) => ids.includes(specIn(spec)));
  const spans = spansOf(now.decorations);
  const drawn: Decoration[] = [];
  for (const id of new Set(ids)) {
    const thread = id === null ? undefined : now.threads.get(id);
    const span = id === null ? undefined : spans.get(id);
    if (thread && span) drawn.push(...draw(doc, thread, span, id === now.current));
  }
  if (ids.includes(DRAFT) && now.draft) drawn.push(...drawDraft(doc, now.draft));
  return { ...now, decorations: now.decorations.remove(parts).add(doc, drawn) };
}

function draw(
  doc: Node,
  thread: ShownThread,
  { from, to }: { from: number; to: number },
  current: boolean,
): Decoration[] {
  const names = ["thread"];
  if (thread.words !== null) names.push("thread-suggestion");
  if (!thread.open) names.push("thread-quiet");
  if (current) names.push("thread-current");
  const attrs = { class: names.join(" "), "data-thread": thread.id };
  const spec = { thread: thread.id, whole: true };
  if (thread.place.kind === "photo") {
    return doc.nodeAt(from)?.type === schema.nodes.photo
      ? [Decoration.node(from, to, attrs, spec)]
      : [];
  }
  // An element for each: where two meet, neither takes the other's name.
  const drawn = [Decoration.inline(from, to, { ...attrs, nodeName: "span" }, spec)];
  if (current && thread.open && thread.words !== null && thread.words !== "") {
    const { words, id } = thread;
    drawn.push(
      Decoration.widget(to, () => newWords(words), {
        thread: id,
        side: 1,
        ignoreSelection: true,
        key: `thread ${id} ${words}`,
      }),
    );
  }
  return drawn;
}

function drawDraft(doc: Node, { from, to }: { from: number; to: number }): Decoration[] {
  const spec = { thread: DRAFT };
  const attrs = { class: "thread thread-current", "data-thread": DRAFT };
  const isPhoto = doc.nodeAt(from)?.type === schema.nodes.photo;
  return isPhoto
    ? [Decoration.node(from, to, attrs, spec)]
    : [Decoration.inline(from, to, { ...attrs, nodeName: "span" }, spec)];
}

function newWords(words: string): HTMLElement {
  const dom = document.createElement("ins");
  dom.className = "thread-words";
  dom.textContent = words;
  return dom;
}

function specOf(decoration: Decoration): Spec {
  return decoration.spec as Spec;
}

function specIn(spec: unknown): string | null {
  return (spec as Partial<Spec> | null)?.thread ?? null;
}

function isOf(spec: unknown, id: string): boolean {
  return specIn(spec) === id;
}

/** Puts the caret at the start of a passage, or selects a photo. */
export function goToSpan(tr: Transaction, { from }: { from: number }): Transaction {
  const $from = tr.doc.resolve(from);
  return tr.setSelection(
    $from.nodeAfter?.type === schema.nodes.photo
      ? NodeSelection.create(tr.doc, from)
      : Selection.near($from),
  );
}
