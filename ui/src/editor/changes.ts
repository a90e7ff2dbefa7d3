/**
 * Changes laid over the page: what was inserted, deleted, moved or swapped since another text.
 *
 * The changes are no part of the document. They are reckoned elsewhere, some time after the last
 * key, and drawn as decorations that a key only maps. What was deleted stands there as a widget
 * that the caret passes over.
 */
import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";

import type { NodeJSON } from "./document";
import { linesOf, positionOf, type Line, type Span, type Spot } from "./lines";
import type { Translate } from "./words";

export type ChangeKind =
  | "inserted"
  | "deleted"
  | "replaced"
  | "blockInserted"
  | "blockDeleted"
  | "blockMoved"
  | "blockKind"
  | "split"
  | "joined"
  | "marks"
  | "photo"
  | "edits"
  | "credit"
  | "alt"
  | "field";

/** A change as the core tells it; what the page needs of it. */
export interface ShownChange {
  readonly id: string;
  readonly kind: ChangeKind;
  /** Where it is in the older text. */
  readonly old: readonly Span[];
  /** Where it is in the text on the page. */
  readonly new: readonly Span[];
  /** In the text on the page: where what was removed is drawn; for whole lines, the end of the
   *  line before them. */
  readonly at: Spot;
  readonly removed: readonly RemovedLine[];
  readonly attr: { readonly name: string; readonly old: string; readonly new: string } | null;
  /** In the text on the page: the end of the line that a moved block followed before. */
  readonly movedFrom: Spot | null;
}

export interface RemovedLine {
  /** What the line that began here was; null for words of a line that began before. */
  readonly start: string | null;
  readonly runs: readonly NodeJSON[];
}

/** What is said of a change beside it: "Thêm", "Thanh Mai, 14:05". */
export interface ChangeText {
  what: string;
  who: string;
}

/**
 * Which page the changes are laid over: the newer text with all that was removed, or one of two
 * that stand side by side.
 */
export type ChangeSide = "both" | "old" | "new";

export interface ChangesHost {
  t: Translate;
  changeText(change: ShownChange): ChangeText;
  photoUrl(hash: string, rendition: "thumb" | "desk", edits?: string): string;
  /** A change in the page was clicked. */
  onPickChange(id: string): void;
}

interface Drawn {
  changes: ReadonlyMap<string, ShownChange>;
  decorations: DecorationSet;
  /** The change that one looks at. */
  current: string | null;
}

type Order = { show: readonly ShownChange[] } | { mark: string | null };

const shown = new PluginKey<Drawn>("changes");
const nothing: Drawn = { changes: new Map(), decorations: DecorationSet.empty, current: null };

export function changesPlugin(host: ChangesHost, side: ChangeSide = "both"): Plugin<Drawn> {
  return new Plugin<Drawn>({
    key: shown,
    state: {
      init: () => nothing,
      apply(tr, before) {
        const order = tr.getMeta(shown) as Order | undefined;
        if (order && "show" in order) return show(tr.doc, order.show, before.current, side, host);
        const mapped = tr.docChanged
          ? { ...before, decorations: before.decorations.map(tr.mapping, tr.doc) }
          : before;
        return order ? mark(tr.doc, mapped, order.mark, side, host) : mapped;
      },
    },
    props: {
      decorations: (state) => shown.getState(state)?.decorations,
      handleDOMEvents: {
        click(view, event) {
          const found = changeUnder(event.target);
          const id = found?.dataset["change"];
          // Who marks words with the mouse wants the words.
          const meant = view.state.selection.empty || found?.classList.contains(WIDGET);
          if (id !== undefined && meant) host.onPickChange(id);
          return false;
        },
      },
    },
  });
}

/** Lays these changes over the page in place of those shown before. */
export function showChanges(tr: Transaction, changes: readonly ShownChange[]): Transaction {
  const order: Order = { show: changes };
  return tr.setMeta(shown, order);
}

/** Sets one change off from the others. */
export function markChange(tr: Transaction, id: string | null): Transaction {
  const order: Order = { mark: id };
  return tr.setMeta(shown, order);
}

export function currentChange(state: EditorState): string | null {
  return shown.getState(state)?.current ?? null;
}

/** The part of the page that a change is drawn in: where a bar for it belongs. */
export function changeElement(view: EditorView, id: string): HTMLElement | null {
  return view.dom.querySelector<HTMLElement>(`[data-change="${CSS.escape(id)}"]`);
}

/** The first change after the caret, or the last one before it. */
export function changeBesideCaret(state: EditorState, direction: 1 | -1): string | null {
  const { decorations } = shown.getState(state) ?? nothing;
  const { head } = state.selection;
  let found: Decoration | null = null;
  for (const each of decorations.find()) {
    if (direction > 0 ? each.from < head : each.from > head) continue;
    const nearer = found && (direction > 0 ? each.from < found.from : each.from > found.from);
    if (!found || nearer) found = each;
  }
  return found && specOf(found).change;
}

/** Where each change that is seen in the page begins. */
export function changePositions(state: EditorState): Map<string, number> {
  const positions = new Map<string, number>();
  for (const each of (shown.getState(state) ?? nothing).decorations.find()) {
    const { change } = specOf(each);
    positions.set(change, Math.min(each.from, positions.get(change) ?? each.from));
  }
  return positions;
}

/** Where the caret goes to be at a change. */
export function changePosition(state: EditorState, id: string): number | null {
  const { decorations } = shown.getState(state) ?? nothing;
  const parts = decorations.find(undefined, undefined, (spec) => specIs(spec, id));
  const inText = parts.filter((part) => state.doc.resolve(part.from).parent.isTextblock);
  const [first] = (inText.length > 0 ? inText : parts).toSorted((a, b) => a.from - b.from);
  return first?.from ?? null;
}

// Drawing.

/** One way in which a change is seen in the page. */
type Part =
  /** Words that are new, gone (in the older page) or otherwise marked. */
  | "in"
  | "out"
  | "marks"
  /** Lines as a whole. */
  | "lineIn"
  | "lineOut"
  | "lineMoved"
  | "lineKind"
  | "lineAttr"
  /** What is not in the text. */
  | "removed"
  | "removedLines"
  | "pilcrow"
  | "tag"
  | "movedFrom"
  | "values";

interface Spec {
  change: string;
  part: Part;
}

function show(
  doc: Node,
  changes: readonly ShownChange[],
  before: string | null,
  side: ChangeSide,
  host: ChangesHost,
): Drawn {
  const byId = new Map(changes.map((change) => [change.id, change]));
  const current = before !== null && byId.has(before) ? before : null;
  const pencil = new Pencil(doc, current, side, host);
  for (const change of changes) pencil.draw(change);
  return { changes: byId, decorations: DecorationSet.create(doc, pencil.drawn), current };
}

/** Draws the change that was current, and the one that becomes it, anew where they are by now. */
function mark(
  doc: Node,
  before: Drawn,
  id: string | null,
  side: ChangeSide,
  host: ChangesHost,
): Drawn {
  if (id === before.current) return before;
  const parts = before.decorations.find(
    undefined,
    undefined,
    (spec) => specIs(spec, id) || specIs(spec, before.current),
  );
  const pencil = new Pencil(doc, id, side, host);
  for (const drawn of parts) {
    const spec = specOf(drawn);
    const change = before.changes.get(spec.change);
    if (change) pencil.put(spec.part, drawn.from, drawn.to, change);
  }
  const decorations = before.decorations.remove(parts).add(doc, pencil.drawn);
  return { ...before, decorations, current: id };
}

class Pencil {
  readonly drawn: Decoration[] = [];

  constructor(
    private readonly doc: Node,
    private readonly current: string | null,
    private readonly side: ChangeSide,
    private readonly host: ChangesHost,
  ) {}

  draw(change: ShownChange): void {
    const spans = this.side === "old" ? change.old : change.new;
    switch (change.kind) {
      case "inserted":
        this.words("in", spans, change);
        break;
      case "deleted":
        this.words("out", this.side === "old" ? spans : [], change);
        this.gone(change);
        break;
      case "replaced":
        // A whole line in the place of another one, or words in the place of words.
        if (change.removed.some(({ start }) => start !== null)) this.goneLines(change);
        else this.gone(change);
        this.words(this.side === "old" ? "out" : "in", spans, change);
        break;
      case "blockInserted":
        this.words("in", spans, change);
        this.lines("lineIn", spans, change);
        break;
      case "blockDeleted":
        if (this.side === "old") {
          this.words("out", spans, change);
          this.lines("lineOut", spans, change);
        }
        this.goneLines(change);
        break;
      case "blockMoved":
        this.lines("lineMoved", spans, change);
        if (this.side === "both" && change.movedFrom) this.movedFrom(change.movedFrom, change);
        break;
      case "blockKind":
        this.lines("lineKind", spans, change);
        break;
      case "split":
        if (this.side === "old") break;
        this.words("in", spans, change);
        this.pilcrow(spans, change);
        break;
      case "joined":
        if (this.side === "old") {
          this.words("out", spans, change);
          this.pilcrow(spans, change);
        }
        this.gone(change);
        break;
      case "marks":
        this.words("marks", spans, change);
        break;
      case "photo":
      case "edits":
      case "credit":
      case "alt":
        this.values(spans, change);
        break;
      case "field":
        // Stands beside the page.
        break;
    }
  }

  /** Puts one part of a change into the page. */
  put(part: Part, from: number, to: number, change: ShownChange): void {
    const spec: Spec = { change: change.id, part };
    const current = change.id === this.current;
    const { what, who } = this.host.changeText(change);
    const title = who === "" ? what : `${what} · ${who}`;
    switch (part) {
      case "in":
      case "out":
      case "marks": {
        const nodeName = part === "in" ? "ins" : part === "out" ? "del" : "span";
        const attrs = {
          nodeName,
          class: classes(`change-${part}`, current),
          "data-change": change.id,
          title,
        };
        // Who goes on writing at the end of new words writes new words; and an input method does
        // not find its word in another element than the one it began in.
        this.drawn.push(Decoration.inline(from, to, attrs, { ...spec, inclusiveEnd: true }));
        break;
      }
      case "lineIn":
      case "lineOut":
      case "lineMoved":
      case "lineKind":
      case "lineAttr":
        this.drawn.push(Decoration.node(from, to, { class: classes(LINES[part], current) }, spec));
        break;
      case "removed":
        this.widget(spec, from, current, title, () => removed(change.removed));
        break;
      case "removedLines":
        this.widget(spec, from, current, title, () => removedLines(change.removed, title));
        break;
      case "pilcrow":
        this.widget(spec, from, current, title, () =>
          pilcrow(change.kind === "split" ? "ins" : "del"),
        );
        break;
      case "tag":
        this.widget(spec, from, current, title, () => tag(this.tagText(change, title)));
        break;
      case "movedFrom": {
        const quote = this.quoteOf(change);
        const text = this.host.t("editor.movedFrom");
        this.widget(spec, from, current, title, () => movedFrom(text, quote, who), quote);
        break;
      }
      case "values":
        this.widget(spec, from, current, title, () => this.valuesOf(change, what, who));
        break;
    }
  }

  /** A widget's key holds what it shows and never where it is: it outlives every move. */
  private widget(
    spec: Spec,
    at: number,
    current: boolean,
    title: string,
    make: () => HTMLElement,
    more = "",
  ): void {
    const draw = (): HTMLElement => {
      const dom = make();
      dom.className = classes(dom.className, current);
      dom.dataset["change"] = spec.change;
      dom.title = title;
      // The press must not move the caret: there is no text to put it in.
      dom.addEventListener("mousedown", (event) => event.preventDefault());
      return dom;
    };
    const key = [spec.change, spec.part, this.side, String(current), title, more].join(" ");
    this.drawn.push(
      Decoration.widget(at, draw, {
        ...spec,
        key,
        side: -1,
        marks: [],
        ignoreSelection: true,
        stopEvent: (event) => event.type === "mousedown",
      }),
    );
  }

  private words(part: "in" | "out" | "marks", spans: readonly Span[], change: ShownChange): void {
    for (const { line, from, to } of spans) {
      const start = positionOf(this.doc, { line, offset: from });
      const end = positionOf(this.doc, { line, offset: to });
      if (start !== null && end !== null && start < end) this.put(part, start, end, change);
    }
  }

  private lines(part: keyof typeof LINES, spans: readonly Span[], change: ShownChange): void {
    const all = linesOf(this.doc);
    for (const { line } of spans) {
      const found = all[line];
      if (found) this.put(part, found.start - 1, found.start - 1 + found.node.nodeSize, change);
    }
    const first = all[spans[0]?.line ?? -1];
    const at = first && edgeOf(this.doc, first, -1);
    if (at !== undefined && at !== null) this.put("tag", at, at, change);
  }

  /** Words that were taken out of a line, or out of one line into the next. */
  private gone(change: ShownChange): void {
    if (this.side !== "both" || change.removed.length === 0) return;
    const at = positionOf(this.doc, change.at);
    if (at !== null) this.put("removed", at, at, change);
  }

  /** Whole lines that were taken out: drawn after the line that they followed. */
  private goneLines(change: ShownChange): void {
    const line = linesOf(this.doc)[change.at.line];
    if (this.side !== "both" || !line) return;
    const at = this.behind(line);
    if (at !== null) return this.put("removedLines", at, at, change);
    const inLine = positionOf(this.doc, change.at);
    if (inLine !== null) this.put("removed", inLine, inLine, change);
  }

  /** Between two blocks after a line. Nothing can stand between headline and lead: there it is
   *  after both. */
  private behind(line: Line): number | null {
    const { doc } = this;
    const all = linesOf(doc);
    return edgeOf(doc, line === all[0] ? (all[1] ?? line) : line, 1);
  }

  private movedFrom(spot: Spot, change: ShownChange): void {
    const line = linesOf(this.doc)[spot.line];
    const at = line ? this.behind(line) : null;
    if (at !== null) this.put("movedFrom", at, at, change);
  }

  /** The sign of a line's opening stands at the end of the line before, where it was typed. */
  private pilcrow(spans: readonly Span[], change: ShownChange): void {
    const line = spans.at(-1)?.line ?? change.at.line;
    const before = linesOf(this.doc)[line - 1];
    const at = before && before.start + before.node.content.size;
    if (at !== undefined) this.put("pilcrow", at, at, change);
  }

  private values(spans: readonly Span[], change: ShownChange): void {
    const all = linesOf(this.doc);
    const found =
      all[spans[0]?.line ?? -1] ?? (this.side === "old" ? undefined : all[change.at.line]);
    if (!found) return;
    this.put("lineAttr", found.start - 1, found.start - 1 + found.node.nodeSize, change);
    const at = edgeOf(this.doc, found, -1);
    if (at !== null) this.put("values", at, at, change);
  }

  private tagText(change: ShownChange, title: string): string {
    if (change.kind !== "blockMoved") return title;
    if (this.side === "old") return this.host.t("editor.movedAway");
    return `${this.host.t("editor.movedHere")} · ${this.host.changeText(change).who}`.replace(
      / · $/,
      "",
    );
  }

  private quoteOf(change: ShownChange): string {
    const text = linesOf(this.doc)[change.new[0]?.line ?? -1]?.node.textContent ?? "";
    const words = text.split(" ");
    return words.length > QUOTE_WORDS ? `${words.slice(0, QUOTE_WORDS).join(" ")}…` : text;
  }

  private valuesOf(change: ShownChange, what: string, who: string): HTMLElement {
    const strip = element("div", "change-values");
    const name = element("span", "change-values-name");
    name.textContent = who === "" ? what : `${what} · ${who}`;
    strip.append(name);
    const { old = "", new: now = "" } = change.attr ?? {};
    const show = (tagName: "del" | "ins", value: string): void => {
      const shownValue = element(tagName, `change-${tagName === "del" ? "out" : "in"}`);
      if (change.kind === "photo") shownValue.append(this.thumb(value));
      else if (change.kind === "edits") shownValue.append(this.thumb(this.photoOf(change), value));
      else shownValue.textContent = value === "" ? "–" : value;
      strip.append(shownValue);
    };
    if (this.side !== "new") show("del", old);
    if (this.side === "both") strip.append(arrow());
    if (this.side !== "old") show("ins", now);
    return strip;
  }

  private photoOf(change: ShownChange): string {
    const spans = this.side === "old" ? change.old : change.new;
    const hash: unknown = linesOf(this.doc)[spans[0]?.line ?? -1]?.node.attrs["photo"];
    return typeof hash === "string" ? hash : "";
  }

  private thumb(hash: string, edits = ""): HTMLElement {
    if (hash === "") {
      const missing = element("span", "change-no-photo");
      missing.textContent = this.host.t("editor.photoMissing");
      return missing;
    }
    const image = document.createElement("img");
    image.src = this.host.photoUrl(hash, "thumb", edits);
    image.alt = "";
    image.draggable = false;
    return image;
  }
}

const QUOTE_WORDS = 10;

const LINES = {
  lineIn: "change-line change-line-in",
  lineOut: "change-line change-line-out",
  lineMoved: "change-line change-line-moved",
  lineKind: "change-line change-line-kind",
  lineAttr: "change-line change-line-attr",
} as const;

/**
 * The place between blocks before or after a line. Items of a list are told apart, cells of a
 * table and photos of a row are not: there it is before or after the whole, or null in mid-table.
 */
function edgeOf(doc: Node, line: Line, side: 1 | -1): number | null {
  const $at = doc.resolve(line.start);
  for (let depth = $at.depth; depth > 0; depth -= 1) {
    const holder = $at.node(depth - 1);
    const index = $at.index(depth - 1);
    const last = side < 0 ? index === 0 : index === holder.childCount - 1;
    const { name } = holder.type;
    if (name === "doc" || name === "box" || (name === "list" && !last)) {
      return side < 0 ? $at.before(depth) : $at.after(depth);
    }
    if ((name === "table" || name === "tableRow") && !last) return null;
  }
  return null;
}

function removed(lines: readonly RemovedLine[]): HTMLElement {
  const dom = element("del", "change-out");
  lines.forEach(({ start, runs }) => {
    if (start !== null) dom.append(pilcrow("del"));
    appendRuns(dom, runs);
  });
  return dom;
}

function removedLines(lines: readonly RemovedLine[], title: string): HTMLElement {
  const dom = element("div", "change-removed-lines");
  const name = element("span", "change-removed-name");
  name.textContent = title;
  dom.append(name);
  for (const { runs } of lines) {
    const line = element("p", "change-removed-line");
    const words = element("del", "change-out");
    appendRuns(words, runs);
    line.append(words);
    dom.append(line);
  }
  return dom;
}

function movedFrom(text: string, quote: string, who: string): HTMLElement {
  const dom = element("div", "change-moved-from");
  const words = element("span", "change-moved-words");
  words.textContent = quote;
  dom.append(who === "" ? `${text}: ` : `${text} · ${who}: `, words);
  return dom;
}

/** A label in the room between two blocks: it takes none of its own. */
function tag(text: string): HTMLElement {
  const dom = element("div", "change-tag");
  const label = element("span", "change-tag-text");
  label.textContent = text;
  dom.append(label);
  return dom;
}

function pilcrow(kind: "ins" | "del"): HTMLElement {
  const dom = element(kind, "change-pilcrow");
  dom.textContent = "¶";
  return dom;
}

function arrow(): HTMLElement {
  const dom = element("span", "change-arrow");
  dom.textContent = "→";
  dom.setAttribute("aria-hidden", "true");
  return dom;
}

/** Text with its marks, as text nodes and elements: nothing of it is read as markup. */
function appendRuns(place: HTMLElement, runs: readonly NodeJSON[]): void {
  for (const { text = "", marks = [] } of runs) {
    let inner: globalThis.Node = document.createTextNode(text);
    for (const { type } of marks.toReversed()) {
      const name = MARK_ELEMENTS[type];
      if (name === undefined) continue;
      const outer = document.createElement(name);
      outer.append(inner);
      inner = outer;
    }
    place.append(inner);
  }
}

const MARK_ELEMENTS: Record<string, string | undefined> = {
  strong: "strong",
  em: "em",
  sub: "sub",
  sup: "sup",
  link: "u",
};

function classes(name: string, current: boolean): string {
  return current ? `${name} change-current` : name;
}

/** The class that the view gives to the elements of widgets. */
const WIDGET = "ProseMirror-widget";

function changeUnder(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-change]") : null;
}

function specOf(decoration: Decoration): Spec {
  return decoration.spec as Spec;
}

function specIs(spec: unknown, id: string | null): boolean {
  return id !== null && (spec as Partial<Spec> | null)?.change === id;
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
