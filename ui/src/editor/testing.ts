/** Pages for tests: documents in short, keys as the webview sends them. */
import type { Node } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { vi } from "vitest";

import { blockById } from "./places";
import type { DocumentJSON, NodeJSON } from "./document";
import { mountEditor, type EditorHandle, type EditorOptions } from "./editor";
import { schema } from "./schema";

// jsdom lays nothing out: to what asks where things are it says that all are in one corner.
const nowhere = new DOMRect(0, 0, 0, 0);
Object.assign(Range.prototype, {
  getClientRects: () => [nowhere],
  getBoundingClientRect: () => nowhere,
});
Object.assign(Element.prototype, {
  getClientRects: () => [nowhere],
  scrollIntoView: () => undefined,
});
Object.assign(Document.prototype, { elementFromPoint: () => null });
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
globalThis.ClipboardEvent ??= Event as unknown as typeof ClipboardEvent;

export const HASH = "a".repeat(64);
export const OTHER_HASH = "b".repeat(64);

/** Runs of text; `*word*` is strong. */
export function runs(text: string): NodeJSON[] {
  return text
    .split(/(\*[^*]+\*)/)
    .filter((part) => part !== "")
    .map((part) =>
      part.startsWith("*")
        ? { type: "text", marks: [{ type: "strong" }], text: part.slice(1, -1) }
        : { type: "text", text: part },
    );
}

export function line(type: string, id: string, text: string): NodeJSON {
  return { type, attrs: { id }, content: runs(text) };
}

export const p = (id: string, text = ""): NodeJSON => line("paragraph", id, text);

export function list(id: string, ordered: boolean, ...items: string[]): NodeJSON {
  return {
    type: "list",
    attrs: { id, ordered },
    content: items.map((item) => ({ type: "listItem", content: runs(item) })),
  };
}

export function table(id: string, ...rows: string[][]): NodeJSON {
  return {
    type: "table",
    attrs: { id },
    content: rows.map((row) => ({
      type: "tableRow",
      content: row.map((cell) => ({
        type: "tableCell",
        attrs: { header: false },
        content: runs(cell),
      })),
    })),
  };
}

export function box(id: string, ...content: NodeJSON[]): NodeJSON {
  return { type: "box", attrs: { id }, content };
}

export function photo(id: string, caption = "", hash: string | null = null): NodeJSON {
  return {
    type: "photo",
    attrs: { id, photo: hash, credit: "", alt: "" },
    content: runs(caption),
  };
}

export function group(id: string, ...content: NodeJSON[]): NodeJSON {
  return { type: "photoGroup", attrs: { id }, content };
}

export function page(headline: string, lead: string, ...blocks: NodeJSON[]): DocumentJSON {
  return {
    type: "doc",
    content: [
      { type: "headline", content: runs(headline) },
      { type: "lead", content: runs(lead) },
      ...blocks,
    ],
  };
}

export interface Desk {
  editor: EditorHandle;
  view: EditorView;
  options: EditorOptions;
}

export function open(document: DocumentJSON, options: Partial<EditorOptions> = {}): Desk {
  const place = globalThis.document.createElement("div");
  globalThis.document.body.append(place);
  const all: EditorOptions = {
    document,
    t: (key) => key,
    photoUrl: (hash, rendition) => `photo://localhost/${hash}/${rendition}`,
    photoInfo: () => ({ fileName: "a.jpg", width: 1200, height: 800 }),
    onChange: vi.fn(),
    onSummary: vi.fn(),
    onChoosePhoto: vi.fn(),
    onEditPhoto: vi.fn(),
    onPhotoInfo: vi.fn(),
    ...options,
  };
  const editor = mountEditor(place, all);
  return { editor, view: editor.view, options: all };
}

/**
 * Puts the caret where `|` stands in a block's text, or selects from `[` to `]`. The block is
 * named by its id, by `headline` or `lead`, or as `id/2` for the third line inside it.
 */
export function caret(view: EditorView, where: string, from: number, to = from): void {
  const start = lineStart(view.state.doc, where);
  const size = view.state.doc.resolve(start).parent.content.size;
  const at = (offset: number): number => start + (offset < 0 ? size + 1 + offset : offset);
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at(from), at(to))));
}

export function selectAcross(view: EditorView, a: string, from: number, b: string, to: number) {
  const { doc } = view.state;
  const start = lineStart(doc, a) + from;
  const end = lineStart(doc, b) + to;
  view.dispatch(view.state.tr.setSelection(TextSelection.create(doc, start, end)));
}

export function lineStart(doc: Node, where: string): number {
  if (where === "headline") return 1;
  if (where === "lead") return doc.child(0).nodeSize + 1;
  const [id = "", inner = "0"] = where.split("/");
  const block = blockById(doc, id);
  if (!block) throw new Error(`no block ${id}`);
  const { node, position } = block;
  if (node.isTextblock) return position + 1;
  const starts: number[] = [];
  node.descendants((child, offset) => {
    if (child.isTextblock) starts.push(position + 1 + offset + 1);
    return !child.isTextblock;
  });
  const start = starts[Number(inner)];
  if (start === undefined) throw new Error(`no line ${where}`);
  return start;
}

const CODES: Record<string, number> = {
  Enter: 13,
  Backspace: 8,
  Delete: 46,
  Tab: 9,
  ArrowUp: 38,
  ArrowDown: 40,
};

/** Presses a key: `Enter`, `Mod-b`, `Alt-ArrowUp`. Says whether the page took it. */
export function press(view: EditorView, name: string): boolean {
  const parts = name.split("-");
  const key = parts.pop() ?? "";
  const event = new KeyboardEvent("keydown", {
    key,
    keyCode: CODES[key] ?? key.toUpperCase().charCodeAt(0),
    ctrlKey: parts.includes("Mod"),
    shiftKey: parts.includes("Shift"),
    altKey: parts.includes("Alt"),
    bubbles: true,
    cancelable: true,
  } as KeyboardEventInit);
  return view.someProp("handleKeyDown", (handle) => handle(view, event)) ?? false;
}

/**
 * Types as keyboards that do not compose: a letter is a key press, a Backspace deletes the letter
 * before the caret, all of it through the view's own doors.
 */
export function type(view: EditorView, text: string): void {
  for (const letter of text) {
    if (letter === "\b") {
      if (press(view, "Backspace")) continue;
      // In mid-line the webview deletes by itself; here in its place.
      const { from } = view.state.selection;
      view.dispatch(view.state.tr.delete(from - 1, from));
      continue;
    }
    const { from, to } = view.state.selection;
    const handled = view.someProp("handleTextInput", (handle) =>
      handle(view, from, to, letter, () => view.state.tr.insertText(letter, from, to)),
    );
    if (!handled) view.dispatch(view.state.tr.insertText(letter, from, to));
  }
}

/** The document in short: `paragraph#a "text"`, what it holds in brackets. */
export function sketch(view: EditorView): string[] {
  const short = (node: Node): string => {
    const id = node.attrs["id"] === undefined ? "" : `#${String(node.attrs["id"])}`;
    const words: string[] = [];
    node.forEach((child) => {
      if (child.isText) {
        const marks = child.marks.map((mark) => mark.type.name).join("+");
        words.push(marks === "" ? `${child.text ?? ""}` : `<${marks}>${child.text ?? ""}</>`);
      } else {
        words.push(short(child));
      }
    });
    const name =
      node.type === schema.nodes.list && node.attrs["ordered"] ? "numbered" : node.type.name;
    return node.isTextblock
      ? `${name}${id} "${words.join("")}"`
      : `${name}${id} [${words.join(", ")}]`;
  };
  const blocks: string[] = [];
  view.state.doc.forEach((node) => blocks.push(short(node)));
  return blocks;
}

/** Ids in reading order. */
export function ids(view: EditorView): string[] {
  const found: string[] = [];
  view.state.doc.descendants((node) => {
    if (node.attrs["id"] !== undefined) found.push(String(node.attrs["id"]));
    return !node.isTextblock;
  });
  return found;
}

/** What the clipboard gets of the selection. */
export function copy(view: EditorView): { html: string; text: string } {
  const { dom, text } = view.serializeForClipboard(view.state.selection.content());
  return { html: new XMLSerializer().serializeToString(dom), text };
}

export function cut(view: EditorView): { html: string; text: string } {
  const data = new Map<string, string>();
  const event = new ClipboardEvent("cut", { bubbles: true, cancelable: true });
  Object.defineProperty(event, "clipboardData", {
    value: {
      clearData: () => data.clear(),
      setData: (kind: string, value: string) => data.set(kind, value),
    },
  });
  view.dom.dispatchEvent(event);
  return { html: data.get("text/html") ?? "", text: data.get("text/plain") ?? "" };
}
