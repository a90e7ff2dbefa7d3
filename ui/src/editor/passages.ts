/**
 * Passages of the page that somebody points at: quoted, so that they are found again in a text
 * that has moved on.
 */
import type { Node } from "prosemirror-model";
import { TextSelection, type EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

import { blockById } from "./places";

/** What is pointed at. The words of one line; `block` is null in headline and lead. */
export interface PassageQuote {
  block: string | null;
  quote: string;
  /** Where the quote begins in its line, in UTF-16 units. */
  from?: number;
}

/** How far a passage could be followed: its very words, the block they stood in, or not at all. */
export type PassageFound = "words" | "block" | "gone";

const QUOTE_LIMIT = 500;
const PASSAGE_LIMIT = 20;

/** The marked words, a passage for each line that they run through. */
export function markedPassages(state: EditorState): PassageQuote[] {
  const { from, to } = state.selection;
  const passages: PassageQuote[] = [];
  state.doc.nodesBetween(from, to, (node, position, parent) => {
    if (!node.isTextblock) return true;
    const start = Math.max(from - position - 1, 0);
    const marked = textOf(node).slice(start, to - position - 1);
    const quote = marked.trim().slice(0, QUOTE_LIMIT);
    if (quote !== "" && passages.length < PASSAGE_LIMIT) {
      const lead = marked.length - marked.trimStart().length;
      passages.push({
        block: blockOf(node, parent, state.doc, position),
        quote,
        from: start + lead,
      });
    }
    return false;
  });
  return passages;
}

/** Marks a passage in the page and brings it into sight. Where its words are no longer there, its
 *  block is shown. */
export function showPassage(view: EditorView, passage: PassageQuote): PassageFound {
  const { doc } = view.state;
  const place = placeOf(doc, passage);
  const tr = view.state.tr;
  if (place) {
    tr.setSelection(TextSelection.create(doc, place.from, place.to));
  } else {
    const block = passage.block === null ? null : blockById(doc, passage.block);
    if (!block) return "gone";
    tr.setSelection(TextSelection.near(doc.resolve(block.position + 1)));
  }
  view.dispatch(tr.scrollIntoView());
  view.focus();
  return place ? "words" : "block";
}

/** Where the words of a passage stand: in its own block, or wherever they have been moved. */
export function placeOf(doc: Node, passage: PassageQuote): { from: number; to: number } | null {
  const home = found(doc, passage, (block) => block === passage.block);
  return home ?? found(doc, passage, () => true);
}

function found(
  doc: Node,
  { quote, from = 0 }: PassageQuote,
  looksIn: (block: string | null) => boolean,
): { from: number; to: number } | null {
  let best: { from: number; to: number; off: number } | null = null;
  doc.descendants((node, position, parent) => {
    if (!node.isTextblock) return true;
    if (!looksIn(blockOf(node, parent, doc, position))) return false;
    const text = textOf(node);
    for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1)) {
      const off = Math.abs(at - from);
      const start = position + 1 + at;
      if (best === null || off < best.off) best = { from: start, to: start + quote.length, off };
    }
    return false;
  });
  return best;
}

/** The text of a line, as long as the line is: what is no letter stands as one sign. */
function textOf(line: Node): string {
  return line.textBetween(0, line.content.size, undefined, "\uFFFC");
}

/** Id of the innermost block around a line; null in headline and lead. */
function blockOf(line: Node, parent: Node | null, doc: Node, position: number): string | null {
  const own: unknown = line.attrs["id"];
  if (typeof own === "string" && own !== "") return own;
  if (parent === doc) return null;
  const around = doc.resolve(position);
  for (let depth = around.depth; depth > 0; depth -= 1) {
    const id: unknown = around.node(depth).attrs["id"];
    if (typeof id === "string" && id !== "") return id;
  }
  return null;
}
