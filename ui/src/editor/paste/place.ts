/** Puts a cleaned paste where the caret is, without breaking what holds the caret. */
import { Fragment, Slice, type Node } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";

import { isKnownId } from "../blockIds";
import { deleteSelected } from "../commands/deleting";
import {
  FIRST_BLOCK,
  HEADLINE,
  blockById,
  bodyStart,
  depthOf,
  isBodyEmpty,
  isEmptyParagraph,
  putCaret,
} from "../places";
import { schema } from "../schema";
import { asBlocks, asOneLine } from "./slice";

const { nodes } = schema;

/** The transaction of a paste that needs care, or null where ProseMirror's own way is right. */
export function placePaste(state: EditorState, slice: Slice): Transaction | null {
  const { $from, $to } = state.selection;
  if (slice.size === 0 || $from.depth === 0) return null;
  if (takesTitle(state, slice)) return withTitle(state, slice);
  const tr = state.tr;
  if (!state.selection.empty && !$from.sameParent($to)) deleteSelected(tr);
  const $caret = tr.selection.$from;
  if (!$caret.parent.isTextblock) return null;

  const blocks = asBlocks(slice);
  const [first] = blocks;
  if (!first) return null;
  const words = wordsOf(slice);

  switch ($caret.parent.type) {
    case nodes.headline:
    case nodes.lead:
      return intoField(tr, blocks);
    case nodes.photo:
    case nodes.tableCell:
      if (blocks.every(isRunningText)) return intoLine(tr, asOneLine(blocks));
      return afterHolder(tr, blocks);
    case nodes.listItem:
      if (words) return intoLine(tr, words);
      if (blocks.every(isRunningText)) return intoList(tr, blocks);
      return afterHolder(tr, blocks);
  }
  if (depthOf($caret, "box") !== null) {
    if (words) return intoLine(tr, words);
    if (!blocks.every(isRunningText)) return afterHolder(tr, blocks);
    const fitting = blocks.map((node) =>
      node.type === nodes.quote ? nodes.paragraph.create(node.attrs, node.content) : node,
    );
    return intoText(tr, fitting, slice);
  }
  if (words && !(first.isTextblock && isMoved(state, first))) {
    return tr.docChanged || !first.isTextblock ? intoLine(tr, words) : null;
  }
  return intoText(tr, blocks, slice);
}

/**
 * Whether a paste begins with the title of a whole text and the page still has none: then the
 * title is its headline, wherever in the text the caret is. In the headline itself it lands anyway.
 */
export function takesTitle(state: EditorState, slice: Slice): boolean {
  const { $from } = state.selection;
  return (
    slice.content.firstChild?.type === nodes.headline &&
    slice.content.firstChild.content.size > 0 &&
    slice.content.childCount > 1 &&
    state.doc.child(HEADLINE).content.size === 0 &&
    $from.depth > 0 &&
    $from.parent.type !== nodes.headline
  );
}

function withTitle(state: EditorState, slice: Slice): Transaction {
  const [title, ...others] = slice.content.content;
  const open = Slice.maxOpen(Fragment.from(others));
  const rest = new Slice(open.content, open.openStart, Math.min(open.openEnd, slice.openEnd));
  const tr = placePaste(state, rest) ?? state.tr.replaceSelection(rest);
  return tr.insert(HEADLINE + 1, schema.text(title?.textContent ?? ""));
}

/** What is pasted of one line, be it an item or a cell; null for anything more. */
function wordsOf(slice: Slice): Fragment | null {
  let { content, openStart, openEnd } = slice;
  for (;;) {
    const [only] = content.content;
    if (only?.isInline) return content;
    if (!only || content.childCount > 1 || openStart === 0 || openEnd === 0) return null;
    content = only.content;
    openStart -= 1;
    openEnd -= 1;
  }
}

/** Headline and lead take one line; what else was pasted begins the body. */
function intoField(tr: Transaction, blocks: Node[]): Transaction {
  const [first, ...others] = blocks;
  const rest = first?.isTextblock && first.type !== nodes.photo ? others : blocks;
  if (first && rest !== blocks) intoLine(tr, first.content);
  if (rest.length > 0) {
    const start = bodyStart(tr.doc);
    if (isBodyEmpty(tr.doc)) tr.replaceWith(start, tr.doc.content.size, rest);
    else tr.insert(start, rest);
  }
  return tr;
}

function intoLine(tr: Transaction, line: Fragment): Transaction {
  return tr.replaceSelection(new Slice(line, 0, 0));
}

function intoList(tr: Transaction, blocks: Node[]): Transaction {
  const items = blocks.flatMap((block) => {
    if (block.type !== nodes.list) return [nodes.listItem.create(null, block.content)];
    const inner: Node[] = [];
    block.forEach((item) => inner.push(item));
    return inner;
  });
  return tr.replaceSelection(new Slice(Fragment.from(nodes.list.create(null, items)), 2, 2));
}

/** Whole blocks take the place of an empty paragraph; otherwise the ends join the text around. */
function intoText(tr: Transaction, blocks: Node[], slice: Slice): Transaction {
  const { $from } = tr.selection;
  if (!isEmptyParagraph($from.parent)) {
    const open = new Slice(
      Fragment.from(blocks),
      Math.min(slice.openStart, blocks[0]?.isTextblock ? 1 : 0),
      Math.min(slice.openEnd, blocks.at(-1)?.isTextblock ? 1 : 0),
    );
    return tr.replaceSelection(open);
  }
  const from = $from.before();
  tr.replaceWith(from, $from.after(), blocks);
  const size = blocks.reduce((sum, block) => sum + block.nodeSize, 0);
  return putCaret(tr, from + size, -1);
}

function afterHolder(tr: Transaction, blocks: Node[]): Transaction {
  const position = tr.selection.$from.after(1);
  tr.insert(position, blocks);
  const size = blocks.reduce((sum, block) => sum + block.nodeSize, 0);
  return putCaret(tr, position + size, -1);
}

/** Cut out of this document and not back yet: it returns as the block it was. */
function isMoved(state: EditorState, block: Node): boolean {
  const id = String(block.attrs["id"] ?? "");
  if (!isEmptyParagraph(state.selection.$from.parent) || !isKnownId(state, id)) return false;
  const holder = blockById(state.doc, id);
  return holder === null || (holder.node.isTextblock && holder.node.content.size === 0);
}

function isRunningText(node: Node): boolean {
  return (node.isTextblock && node.type !== nodes.photo) || node.type === nodes.list;
}

/** Whether a selection takes in headline and lead, so that a paste may bring its own. */
export function isWholePage(state: EditorState): boolean {
  const { from, to } = state.selection;
  return from === 0 && to === state.doc.content.size && state.doc.childCount > FIRST_BLOCK;
}
