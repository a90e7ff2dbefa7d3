/**
 * What the checks found, under the words of the page.
 *
 * No part of the document and no decoration either: the lines are the webview's own highlights over
 * ranges of what it shows, so a letter has nothing drawn anew for them. A key only moves numbers
 * along; ranges are put right behind the frame, and never while an input method composes.
 */
import type { Node } from "prosemirror-model";
import { isHistoryTransaction } from "prosemirror-history";
import {
  Plugin,
  PluginKey,
  TextSelection,
  type EditorState,
  type Transaction,
} from "prosemirror-state";
import type { StepMap } from "prosemirror-transform";
import type { EditorView } from "prosemirror-view";

import { BehindFrame } from "./behind-frame";
import { positionOfPoint, type TextPoint } from "./threads";

export type FindingSeverity = "error" | "warning" | "hint" | "right";

/** A finding as the page needs it. */
export interface ShownFinding {
  readonly id: string;
  readonly severity: FindingSeverity;
  readonly from: TextPoint;
  readonly to: TextPoint;
}

/** Words put in the place of what a finding stands on. */
export interface FindingFix {
  readonly id: string;
  readonly text: string;
}

/** The words that a finding stands on, and a few around them. */
export interface FindingPassage {
  readonly before: string;
  readonly words: string;
  readonly after: string;
}

interface Span {
  readonly id: string;
  readonly severity: FindingSeverity;
  readonly from: number;
  readonly to: number;
}

interface Found {
  /** In reading order. */
  readonly spans: readonly Span[];
  readonly current: string | null;
  /** Where somebody is typing: what stands there is not finished, and nothing is said of it. */
  readonly typedAt: number | null;
}

type Order =
  | { kind: "show"; findings: readonly ShownFinding[] }
  | { kind: "mark"; id: string | null }
  | { kind: "fix" };

const found = new PluginKey<Found>("findings");

const NONE: Found = { spans: [], current: null, typedAt: null };

export function findingsPlugin(onPick: (id: string) => void): Plugin<Found> {
  return new Plugin<Found>({
    key: found,
    state: {
      init: () => NONE,
      apply(tr, before) {
        const order = tr.getMeta(found) as Order | undefined;
        const now = follow(before, tr, order);
        switch (order?.kind) {
          case undefined:
          case "fix":
            return now;
          case "show":
            return { ...now, spans: spansIn(tr.doc, order.findings) };
          case "mark":
            return { ...now, current: order.id };
        }
      },
    },
    view: (view) => new Painter(view),
    props: {
      handleClick(view, position, { clientX: x, clientY: y }) {
        const span = shortestAt(view.state, position);
        const rects = [...(span ? (rangeOf(view, span)?.getClientRects() ?? []) : [])];
        const within = (rect: DOMRect): boolean =>
          rect.left <= x && x <= rect.right && rect.top <= y && y <= rect.bottom;
        if (span && rects.some(within)) onPick(span.id);
        return false;
      },
    },
  });
}

/** Shows these findings in place of those before; their places are those of the document as it
 *  stands. */
export function showFindings(tr: Transaction, findings: readonly ShownFinding[]): Transaction {
  const order: Order = { kind: "show", findings };
  return tr.setMeta(found, order).setMeta("addToHistory", false);
}

/** Sets one finding off from the others. */
export function markFinding(tr: Transaction, id: string | null): Transaction {
  const order: Order = { kind: "mark", id };
  return tr.setMeta(found, order).setMeta("addToHistory", false);
}

export function currentFinding(state: EditorState): string | null {
  return stateOf(state).current;
}

/** Where a finding stands by now; null where its words were written over. */
export function findingSpan(state: EditorState, id: string): { from: number; to: number } | null {
  return stateOf(state).spans.find((span) => span.id === id) ?? null;
}

/** The finding on the words at the caret: the shortest, if there are several. */
export function findingAtCaret(state: EditorState): string | null {
  const { from, to } = state.selection;
  const span = shortestAt(state, from);
  return span && to <= span.to ? span.id : null;
}

/** Findings on what is being typed at this moment. */
export function hushedFindings(state: EditorState): string[] {
  const { spans, typedAt } = stateOf(state);
  return typedAt === null ? [] : spans.filter((span) => touches(span, typedAt)).map(({ id }) => id);
}

/** The next finding as seen from the caret, or from the one that is selected; past the last comes
 *  the first. What is right is passed over. */
export function findingBesideCaret(state: EditorState, direction: 1 | -1): string | null {
  const { from, to } = state.selection;
  const { current } = stateOf(state);
  const spans = stateOf(state).spans.filter((span) => isSeen(span, stateOf(state).typedAt));
  const at = spans.findIndex((span) => span.id === current && span.from === from && span.to === to);
  let next: number;
  if (at >= 0) next = at + direction;
  else if (direction > 0) next = spans.findIndex((span) => span.from >= from);
  else next = spans.findLastIndex((span) => span.to <= from);
  if (at < 0 && next < 0) next = direction > 0 ? 0 : spans.length - 1;
  return spans[(next + spans.length) % spans.length]?.id ?? null;
}

/** What each finding stands on, with a few words around it. */
export function findingPassages(state: EditorState): Map<string, FindingPassage> {
  const passages = new Map<string, FindingPassage>();
  for (const { id, from, to } of stateOf(state).spans) {
    const $from = state.doc.resolve(from);
    const start = $from.start();
    const text = $from.parent.textBetween(0, $from.parent.content.size, undefined, "\uFFFC");
    passages.set(id, {
      before: lastWords(text.slice(0, from - start)),
      words: text.slice(from - start, to - start),
      after: firstWords(text.slice(to - start)),
    });
  }
  return passages;
}

/**
 * Puts other words in the places of findings, in one edit. Of two that overlap only the first is
 * done. Gives the ids of those that were.
 */
export function fixFindings(
  tr: Transaction,
  state: EditorState,
  fixes: readonly FindingFix[],
): string[] {
  const chosen = fixes
    .flatMap(({ id, text }) => {
      const span = findingSpan(state, id);
      return span ? [{ id, text, from: span.from, to: span.to }] : [];
    })
    .sort((a, b) => a.from - b.from || a.to - b.to);
  let end = -1;
  const apart = chosen.filter(({ from, to }) => {
    if (from < end) return false;
    end = to;
    return true;
  });
  // From the end to the start: what is done there moves nothing that is still to be done.
  for (const { text, from, to } of apart.toReversed()) replaceWords(tr, from, to, text);
  const order: Order = { kind: "fix" };
  tr.setMeta(found, order);
  const first = apart[0];
  if (first) {
    tr.setSelection(TextSelection.create(tr.doc, first.from + first.text.length));
  }
  return apart.map(({ id }) => id);
}

/** The range of the webview's text that shows a finding. */
export function findingRange(view: EditorView, id: string): Range | null {
  const span = stateOf(view.state).spans.find((one) => one.id === id);
  return span ? rangeOf(view, span) : null;
}

function stateOf(state: EditorState): Found {
  return found.getState(state) ?? NONE;
}

function follow(before: Found, tr: Transaction, order: Order | undefined): Found {
  if (!tr.docChanged) {
    const left = before.typedAt !== null && tr.selection.head !== before.typedAt;
    return left ? { ...before, typedAt: null } : before;
  }
  const spans = before.spans.flatMap((span) => followSpan(span, tr.mapping.maps));
  return { ...before, spans, typedAt: isTyped(tr, order) ? tr.selection.head : null };
}

/** A finding goes along with its words; where they are written over it is gone. */
function followSpan(span: Span, maps: readonly StepMap[]): Span[] {
  let { from, to } = span;
  for (const map of maps) {
    let touched = false;
    map.forEach((oldStart, oldEnd) => {
      touched ||= oldStart < to && oldEnd > from;
    });
    if (touched) return [];
    from = map.map(from, 1);
    to = map.map(to, -1);
    // Something is written where nothing was.
    if (from > to) return [];
  }
  return from === span.from && to === span.to ? [span] : [{ ...span, from, to }];
}

function isTyped(tr: Transaction, order: Order | undefined): boolean {
  return (
    order === undefined &&
    tr.selection.empty &&
    tr.getMeta("uiEvent") === undefined &&
    tr.getMeta("paste") === undefined &&
    !isHistoryTransaction(tr)
  );
}

function spansIn(doc: Node, findings: readonly ShownFinding[]): Span[] {
  return findings
    .flatMap(({ id, severity, from, to }): Span[] => {
      const start = positionOfPoint(doc, from);
      const end = positionOfPoint(doc, to);
      if (start === null || end === null || start > end) return [];
      const $start = doc.resolve(start);
      // Of one line and not empty: anything else is no place that a line can be drawn under. Of a
      // caption that is empty that may be the very finding.
      const isMissing = $start.parent.type.name === "photo" && $start.parent.content.size === 0;
      if (start === end && !isMissing) return [];
      return $start.sameParent(doc.resolve(end)) ? [{ id, severity, from: start, to: end }] : [];
    })
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

function touches({ from, to }: Span, position: number): boolean {
  return from <= position && position <= to;
}

function isSeen(span: Span, typedAt: number | null): boolean {
  return span.severity !== "right" && (typedAt === null || !touches(span, typedAt));
}

function shortestAt(state: EditorState, position: number): Span | null {
  const { spans, typedAt } = stateOf(state);
  let best: Span | null = null;
  for (const span of spans) {
    if (!isSeen(span, typedAt) || !touches(span, position)) continue;
    if (best === null || span.to - span.from < best.to - best.from) best = span;
  }
  return best;
}

/** Only what differs is replaced, so that marks and conversations on the rest stay. */
function replaceWords(tr: Transaction, from: number, to: number, text: string): void {
  const before = tr.doc.textBetween(from, to, undefined, "\uFFFC");
  let start = 0;
  const most = Math.min(before.length, text.length);
  while (start < most && before[start] === text[start]) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === text.at(-1 - end)) end += 1;
  const words = text.slice(start, text.length - end);
  if (words === "") tr.delete(from + start, to - end);
  else tr.insertText(words, from + start, to - end);
}

/** How much of a line is shown around the words of a finding. */
const AROUND = 32;

function lastWords(text: string): string {
  if (text.length <= AROUND) return text;
  const cut = text.slice(-AROUND);
  return `…${cut.slice(cut.search(/\s/) + 1)}`;
}

function firstWords(text: string): string {
  if (text.length <= AROUND) return text;
  const cut = text.slice(0, AROUND);
  const space = cut.search(/\s\S*$/);
  return `${space > 0 ? cut.slice(0, space) : cut}…`;
}

function rangeOf(view: EditorView, { from, to }: { from: number; to: number }): Range | null {
  const start = view.domAtPos(from, 1);
  const end = view.domAtPos(to, -1);
  const range = document.createRange();
  try {
    range.setStart(start.node, start.offset);
    range.setEnd(end.node, end.offset);
  } catch {
    // What the webview shows is a moment behind the document: another painting follows.
    return null;
  }
  return range;
}

// Painting.

/** The names that editor.css draws by. */
const LOOKS = ["error", "warning", "hint", "current"] as const;
type Look = (typeof LOOKS)[number];

/** So many findings are drawn at most; the list has them all. */
const PAINTED = 500;

/** How long painting waits for an input method. */
const COMPOSING_MS = 100;

class Painter {
  readonly #view: EditorView;
  readonly #looks = new Map<Look, Highlight>();
  readonly #ranges = new Map<string, { look: Look; range: Range }>();
  readonly #behind = new BehindFrame(() => this.#paint());
  #waits: ReturnType<typeof setTimeout> | undefined;

  constructor(view: EditorView) {
    this.#view = view;
    if (!("highlights" in CSS)) return;
    LOOKS.forEach((look, priority) => {
      const highlight = new Highlight();
      highlight.priority = priority;
      CSS.highlights.set(`finding-${look}`, highlight);
      this.#looks.set(look, highlight);
    });
  }

  update(view: EditorView): void {
    if (this.#looks.size === 0 || this.#waits !== undefined) return;
    if (stateOf(view.state).spans.length === 0 && this.#ranges.size === 0) return;
    this.#behind.ask();
  }

  destroy(): void {
    this.#behind.cancel();
    clearTimeout(this.#waits);
    for (const [look, highlight] of this.#looks) {
      const name = `finding-${look}`;
      if (CSS.highlights.get(name) === highlight) CSS.highlights.delete(name);
    }
  }

  #paint(): void {
    const view = this.#view;
    this.#waits = undefined;
    if (view.composing) {
      // The ranges are alive: the webview moves them along with what is composed.
      this.#waits = setTimeout(() => this.#paint(), COMPOSING_MS);
      return;
    }
    const { spans, typedAt, current } = stateOf(view.state);
    const wanted = new Map<string, { look: Look; span: Span }>();
    for (const span of spans) {
      if (wanted.size >= PAINTED) break;
      if (!isSeen(span, typedAt)) continue;
      wanted.set(span.id, { look: span.severity as Look, span });
    }
    const chosen = spans.find(({ id }) => id === current);
    if (chosen) wanted.set("current", { look: "current", span: chosen });

    for (const [key, { look, range }] of [...this.#ranges]) {
      if (wanted.get(key)?.look === look) continue;
      this.#looks.get(look)?.delete(range);
      this.#ranges.delete(key);
    }
    for (const [key, { look, span }] of wanted) {
      const range = rangeOf(view, span);
      const before = this.#ranges.get(key)?.range;
      if (!range || (before && sameRange(before, range))) continue;
      if (before) this.#looks.get(look)?.delete(before);
      this.#looks.get(look)?.add(range);
      this.#ranges.set(key, { look, range });
    }
  }
}

function sameRange(a: Range, b: Range): boolean {
  return (
    a.startContainer === b.startContainer &&
    a.startOffset === b.startOffset &&
    a.endContainer === b.endContainer &&
    a.endOffset === b.endOffset
  );
}
