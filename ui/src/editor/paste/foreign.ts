/**
 * Reads the HTML of other programs into blocks of the article.
 *
 * Built from nothing rather than cleaned: only what is recognised here is made anew, so no
 * attribute, address or element of the source can come through.
 */
import type { Mark, MarkType, Node } from "prosemirror-model";

import { schema } from "../schema";
import { isSafeLink, normaliseText } from "../text";

const { nodes, marks } = schema;

/** The blocks in a piece of parsed HTML of any origin. */
export function readForeign(dom: globalThis.Node): Node[] {
  const reader = new Reader();
  reader.flow(dom, { marks: [], line: "paragraph", keepsBreaks: false, depth: 0 });
  return reader.finish();
}

interface Context {
  marks: readonly Mark[];
  /** What a line of text becomes here. */
  line: "headline" | "paragraph" | "subhead" | "quote";
  /** Line breaks in the source are line breaks of the text. */
  keepsBreaks: boolean;
  depth: number;
}

class Reader {
  private readonly blocks: Node[] = [];
  private runs: { text: string; marks: readonly Mark[] }[] = [];
  /** Items of a word processor's list: paragraphs in a row that call themselves items. */
  private items: Node[] = [];
  private itemsOrdered = false;
  /** The paragraph before was empty, in the middle or a cell: LibreOffice leaves so much of a picture. */
  private afterPicture = false;

  finish(): Node[] {
    this.endLine("paragraph");
    this.endItems();
    return this.blocks;
  }

  flow(parent: globalThis.Node, context: Context): void {
    if (context.depth > DEEPEST) {
      // Nobody writes like this: keep the words, not the nesting.
      this.text(parent.textContent ?? "", context);
      return;
    }
    for (const child of parent.childNodes) {
      if (isText(child)) this.text(child.data, context);
      else if (isElement(child)) this.element(child, { ...context, depth: context.depth + 1 });
    }
  }

  private element(element: HTMLElement, context: Context): void {
    const name = element.localName;
    if (isDropped(element)) return;
    const afterPicture = this.afterPicture;
    if (BLOCKS.has(name))
      this.afterPicture = leftOfPicture(element) || (afterPicture && name !== "p");

    if (name === "br") return this.endLine(context.line);
    if (/^h[1-6]$/.test(name)) return this.lines(element, context, { line: "subhead" });
    if (name === "blockquote") return this.lines(element, context, { line: "quote" });
    if (name === "pre") return this.lines(element, context, { keepsBreaks: true });
    if (name === "ul" || name === "ol") return this.list(element, name === "ol", context);
    if (name === "table" && isDataTable(element)) return this.table(element, context);
    if (name === "figure" && isPhotoFigure(element)) return this.figure(element, context);
    if (
      (name === "table" && isCaptionTable(element)) ||
      hasClass(element, CAPTION) ||
      (afterPicture && isCaptionLine(element))
    )
      return this.caption(element, context);
    if (isWordListItem(element)) return this.wordListItem(element, context);
    if (hasClass(element, WORD_TITLE)) return this.lines(element, context, { line: "headline" });
    if (hasClass(element, WORD_HEADING)) return this.lines(element, context, { line: "subhead" });
    if (BLOCKS.has(name)) return this.lines(element, context);
    this.flow(element, { ...context, marks: marksOf(element, context.marks) });
    // Sites set the dash behind the place by their style sheets.
    if (element.classList.contains(PLACE)) this.text(" - ", context);
    if (element.classList.contains(NOTE_SIGN)) this.text(" ", context);
  }

  /** The content of an element that stands on lines of its own. */
  private lines(element: HTMLElement, outer: Context, change: Partial<Context> = {}): void {
    this.endLine(outer.line);
    const context = { ...outer, ...change, marks: marksOf(element, outer.marks) };
    this.flow(element, context);
    this.endLine(context.line);
  }

  private list(element: HTMLElement, ordered: boolean, context: Context): void {
    this.endLine(context.line);
    this.endItems();
    const items: Node[] = [];
    collectItems(element, context.depth, (item) => {
      const content = inlineOf(item, context);
      if (content.length > 0) items.push(nodes.listItem.create(null, content));
    });
    if (items.length > 0) this.blocks.push(nodes.list.create({ ordered }, items));
  }

  private table(element: HTMLElement, context: Context): void {
    this.endLine(context.line);
    this.endItems();
    const caption = element.querySelector("caption");
    if (caption) this.lines(caption, context);
    const rows = rowsOf(element).map((row) =>
      [...row.children].flatMap((cell) => {
        if (!isElement(cell) || (cell.localName !== "td" && cell.localName !== "th")) return [];
        const header = cell.localName === "th";
        const made = nodes.tableCell.create({ header }, inlineOf(cell, context));
        // Merged cells are taken apart; the text stays in the first.
        const more = Math.min(span(cell), WIDEST) - 1;
        const fillers = Array.from({ length: more }, () => nodes.tableCell.create({ header }));
        return [made, ...fillers];
      }),
    );
    const width = Math.min(Math.max(...rows.map((row) => row.length)), WIDEST);
    const made = rows.map((row) => {
      const cells = row.slice(0, width);
      while (cells.length < width) cells.push(nodes.tableCell.create());
      return nodes.tableRow.create(null, cells);
    });
    this.blocks.push(nodes.table.create(null, made));
  }

  private figure(element: HTMLElement, context: Context): void {
    this.endLine(context.line);
    this.endItems();
    const caption = element.querySelector("figcaption");
    const content = caption ? inlineOf(caption, context) : [];
    this.blocks.push(nodes.photo.create(null, content));
  }

  /** A caption whose photo stands elsewhere, or nowhere: the photo is missing until it is put in. */
  private caption(element: HTMLElement, context: Context): void {
    this.endLine(context.line);
    this.endItems();
    const content = withoutLook(inlineOf(element, context), marks.em);
    if (content.length > 0) this.blocks.push(nodes.photo.create(null, content));
  }

  private wordListItem(element: HTMLElement, context: Context): void {
    this.endLine(context.line, true);
    const set = [...element.querySelectorAll("[style]")].find((part) =>
      /mso-list:\s*ignore/i.test(part.getAttribute("style") ?? ""),
    );
    const typed = set ? null : wordMarker(element);
    const ordered = /^\s*\(?(?:\d+|[a-z]+)[\d.]*[.)]/i.test(typed ?? set?.textContent ?? "");
    if (this.items.length > 0 && ordered !== this.itemsOrdered) this.endItems();
    const line = inlineOf(element, context);
    const content = typed === null ? line : withoutMarker(line, typed);
    if (content.length === 0) return;
    this.items.push(nodes.listItem.create(null, content));
    this.itemsOrdered = ordered;
  }

  private text(data: string, context: Context): void {
    if (!context.keepsBreaks) {
      this.runs.push({ text: data.replace(/[ \t\r\n\f]+/g, " "), marks: context.marks });
      return;
    }
    data.split(/\r\n?|\n/).forEach((line, at) => {
      if (at > 0) this.endLine(context.line);
      this.runs.push({ text: line, marks: context.marks });
    });
  }

  private endLine(line: Context["line"], keepItems = false): void {
    const content = inlineNodes(this.runs);
    this.runs = [];
    if (content.length === 0) return;
    if (!keepItems) this.endItems();
    if (line === "headline") {
      const text = content.map((run) => run.text ?? "").join("");
      this.blocks.push(nodes.headline.create(null, schema.text(text)));
      return;
    }
    // A heading is bold by being one, a quote slanted.
    const own = line === "subhead" ? marks.strong : line === "quote" ? marks.em : null;
    this.blocks.push(nodes[line].create(null, own ? withoutLook(content, own) : content));
  }

  private endItems(): void {
    if (this.items.length === 0) return;
    this.blocks.push(nodes.list.create({ ordered: this.itemsOrdered }, this.items));
    this.items = [];
  }
}

/** A line without the mark that all of it has: that is how such lines look there. */
function withoutLook(line: Node[], look: MarkType): Node[] {
  if (!line.every((run) => look.isInSet(run.marks))) return line;
  return line.map((run) => run.mark(look.removeFromSet(run.marks)));
}

/** All text of an element as one line: for items, cells and captions. */
function inlineOf(element: HTMLElement, context: Context): Node[] {
  const runs: { text: string; marks: readonly Mark[] }[] = [];
  const walk = (parent: globalThis.Node, active: readonly Mark[], depth: number): void => {
    if (depth > DEEPEST) {
      runs.push({ text: parent.textContent ?? "", marks: active });
      return;
    }
    for (const child of parent.childNodes) {
      if (isText(child)) {
        runs.push({ text: child.data, marks: active });
      } else if (isElement(child) && !isDropped(child) && !isList(child)) {
        const breaks = child.localName === "br" || BLOCKS.has(child.localName);
        if (breaks) runs.push({ text: " ", marks: active });
        walk(child, marksOf(child, active), depth + 1);
        if (breaks) runs.push({ text: " ", marks: active });
      }
    }
  };
  walk(element, context.marks, context.depth);
  return inlineNodes(
    runs.map(({ text, marks }) => ({ text: text.replace(/[ \t\r\n\f]+/g, " "), marks })),
  );
}

/** Text nodes of a line: spaces at its ends and before other spaces are of the source only. */
function inlineNodes(runs: { text: string; marks: readonly Mark[] }[]): Node[] {
  const made: { text: string; marks: readonly Mark[] }[] = [];
  let endsInSpace = true;
  for (const { text: source, marks } of runs) {
    const text: string = endsInSpace ? source.replace(/^ +/, "") : source;
    if (text === "") continue;
    endsInSpace = text.endsWith(" ");
    made.push({ text, marks });
  }
  const texts = made.map(({ text, marks }) => ({ text: normaliseText(text), marks }));
  for (let last = texts.at(-1); last; last = texts.at(-1)) {
    last.text = last.text.trimEnd();
    if (last.text !== "") break;
    texts.pop();
  }
  for (let first = texts[0]; first; first = texts[0]) {
    first.text = first.text.trimStart();
    if (first.text !== "") break;
    texts.shift();
  }
  return texts.filter(({ text }) => text !== "").map(({ text, marks }) => schema.text(text, marks));
}

function marksOf(element: HTMLElement, outer: readonly Mark[]): readonly Mark[] {
  let active = outer;
  const add = (mark: Mark): void => {
    active = mark.addToSet(active);
  };
  const { fontWeight, fontStyle, verticalAlign } = element.style;
  switch (element.localName) {
    case "a": {
      const href = element.getAttribute("href");
      if (isSafeLink(href)) add(marks.link.create({ href }));
      break;
    }
    case "b":
    case "strong":
      add(marks.strong.create());
      break;
    case "i":
    case "em":
    case "cite":
      add(marks.em.create());
      break;
    case "sub":
      add(marks.sub.create());
      break;
    case "sup":
      add(marks.sup.create());
      break;
  }
  if (/^(?:bold(?:er)?|[6-9]00)$/.test(fontWeight)) add(marks.strong.create());
  if (/^(?:normal|[1-4]00)$/.test(fontWeight)) active = marks.strong.removeFromSet(active);
  if (fontStyle === "italic") add(marks.em.create());
  if (fontStyle === "normal") active = marks.em.removeFromSet(active);
  if (verticalAlign === "sub") add(marks.sub.create());
  if (verticalAlign === "super") add(marks.sup.create());
  return active;
}

function collectItems(list: HTMLElement, depth: number, add: (item: HTMLElement) => void): void {
  if (depth > DEEPEST) return;
  for (const child of list.children) {
    if (!isElement(child) || isDropped(child)) continue;
    if (isList(child)) {
      collectItems(child, depth + 1, add);
      continue;
    }
    add(child);
    // Lists have one level: inner items follow the item that held them.
    for (const inner of innerLists(child)) collectItems(inner, depth + 1, add);
  }
}

function innerLists(item: HTMLElement): HTMLElement[] {
  return [...item.querySelectorAll<HTMLElement>("ul, ol")].filter(
    (list) => list.parentElement?.closest("ul, ol, li") === item,
  );
}

function rowsOf(table: HTMLElement): HTMLElement[] {
  return [...table.querySelectorAll<HTMLElement>("tr")].filter(
    (row) => row.closest("table") === table && row.querySelector("td, th") !== null,
  );
}

/** Not one that only arranges a page. */
function isDataTable(table: HTMLElement): boolean {
  if (/^(?:presentation|none)$/.test(table.getAttribute("role") ?? "")) return false;
  if (table.querySelector("table, figure, ul, ol, h1, h2, h3, blockquote")) return false;
  const rows = rowsOf(table);
  return rows.length <= LONGEST && rows.some((row) => row.children.length > 1);
}

/** One column that holds one picture and a line or two: how portals set a photo with its caption. */
function isCaptionTable(table: HTMLElement): boolean {
  if (table.querySelector("table") || table.querySelectorAll("img").length !== 1) return false;
  if (rowsOf(table).some((row) => row.children.length > 1)) return false;
  return (table.textContent ?? "").trim().split(/\s+/).length <= CAPTION_WORDS;
}

function leftOfPicture(element: HTMLElement): boolean {
  if (element.localName !== "p" || (element.textContent ?? "").trim() !== "") return false;
  return isCentred(element) || element.parentElement?.localName === "td";
}

/** A short line in the middle, all of it slanted. */
function isCaptionLine(element: HTMLElement): boolean {
  if (element.localName !== "p" || !isCentred(element)) return false;
  const text = (element.textContent ?? "").trim();
  const slanted = [...element.querySelectorAll("i, em")].map((part) => part.textContent ?? "");
  return (
    text !== "" &&
    slanted.join("").replace(/\s+/g, "") === text.replace(/\s+/g, "") &&
    text.split(/\s+/).length <= CAPTION_WORDS
  );
}

function isCentred(element: HTMLElement): boolean {
  return element.getAttribute("align") === "center" || element.style.textAlign === "center";
}

function isPhotoFigure(figure: HTMLElement): boolean {
  if (figure.querySelector("table, blockquote, pre, figure, ul, ol")) return false;
  return figure.querySelector("img, picture, figcaption") !== null;
}

function isWordListItem(element: HTMLElement): boolean {
  if (element.localName !== "p") return false;
  return (
    /mso-list:\s*(?!none|ignore)\S/i.test(element.getAttribute("style") ?? "") ||
    wordMarker(element) !== null
  );
}

/**
 * The bullet or number that Word set before an item, where it stands in the text. WebKitGTK hands
 * on the classes of Word and its fonts, but none of the styles that tell an item from a line; a
 * paragraph of that class without a sign is only an indented one.
 */
function wordMarker(element: HTMLElement): string | null {
  if (!hasClass(element, WORD_ITEM)) return null;
  const found = WORD_MARKER.exec(element.textContent ?? "");
  return found?.[1] ?? found?.[2] ?? null;
}

/** A line without the sign that it begins with and the spaces behind that. */
function withoutMarker(line: readonly Node[], marker: string): Node[] {
  let toDrop = marker.length;
  let atStart = true;
  return line.flatMap((run) => {
    const dropped = Math.min(toDrop, run.text?.length ?? 0);
    toDrop -= dropped;
    let text = (run.text ?? "").slice(dropped);
    if (toDrop === 0 && atStart) text = text.trimStart();
    if (text === "") return [];
    atStart = false;
    return [schema.text(text, run.marks)];
  });
}

function hasClass(element: HTMLElement, name: RegExp): boolean {
  return element.localName === "p" && [...element.classList].some((one) => name.test(one));
}

export function isDropped(element: HTMLElement): boolean {
  const name = element.localName;
  if (DROPPED.has(name) || /^[vwm]:/.test(name)) return true;
  if (element.hidden || element.style.display === "none") return true;
  if ([...element.classList].some((one) => ASIDE.test(one))) return true;
  const style = element.getAttribute("style") ?? "";
  return /mso-list:\s*ignore|mso-hide:\s*all/i.test(style);
}

function isList(element: Element): boolean {
  return element.localName === "ul" || element.localName === "ol";
}

function span(cell: Element): number {
  const columns = Number.parseInt(cell.getAttribute("colspan") ?? "1", 10);
  return columns > 1 ? columns : 1;
}

export function isText(node: globalThis.Node): node is Text {
  return node.nodeType === node.TEXT_NODE;
}

/** Elements of HTML; those of SVG and MathML are not for reading. */
export function isElement(node: globalThis.Node): node is HTMLElement {
  return (
    node.nodeType === node.ELEMENT_NODE &&
    (node as Element).namespaceURI === "http://www.w3.org/1999/xhtml"
  );
}

/** Captions of Word and of LibreOffice. */
const CAPTION = /^(?:MsoCaption|(?:caption|illustration)(?:-\w+)?)$/i;
const CAPTION_WORDS = 60;
/** The place in front of the lead. */
const PLACE = "location-stamp";

/** The number in front of a note of LibreOffice. */
const NOTE_SIGN = "sdfootnotesym";

/** What stands beside the words: comments of Word, signs and times of day of Zalo. */
const ASIDE = /^(?:msocom(?:anchor|txt|off)|MsoComment\w+|emoji-inner|card-send-time__\w+)$/;

const WORD_TITLE = /^MsoTitle(?:CxSp\w+)?$/;
const WORD_HEADING = /^MsoHeading\d$/;
const WORD_ITEM = /^MsoList(?:Paragraph|Bullet|Number)/;

/**
 * The signs that Word sets: bullets, those of its symbol fonts among them, and numbers or letters
 * with a full stop or bracket. A letter that is a bullet in such a font needs Word's row of hard
 * spaces behind it to be told from a word.
 */
const WORD_MARKER =
  /^\s*(?:([·•●○◦▪■□§*–-]|[\uf000-\uf0ff]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{2,5})[.)])(?=\s)|([oqvØüà])(?=\s*\u00a0\s))/iu;

/** Deepest nesting that is looked at, widest and longest table. */
const DEEPEST = 256;
const WIDEST = 100;
const LONGEST = 2000;

export const BLOCKS: ReadonlySet<string> = new Set(
  (
    "address article aside blockquote body caption center dd details dialog dir div dl dt " +
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main " +
    "menu ol p pre search section summary table tbody td tfoot th thead tr ul"
  ).split(" "),
);

const DROPPED = new Set(
  (
    "applet area audio base button canvas datalist del embed frame frameset head iframe img input " +
    "link map math meta meter nav noembed noframes noscript object optgroup option output param " +
    "picture progress script select slot source style svg template textarea title track video " +
    "wbr xml"
  ).split(" "),
);
