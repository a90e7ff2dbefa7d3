/** Where things are: fields, blocks and what holds them. */
import type { Node, ResolvedPos } from "prosemirror-model";
import {
  AllSelection,
  NodeSelection,
  Selection,
  TextSelection,
  type EditorState,
  type Transaction,
} from "prosemirror-state";

import { eachBlock, hasId } from "./blockIds";
import { schema } from "./schema";

const { nodes } = schema;

/** Headline and lead stand first in every page. */
export const HEADLINE = 0;
export const LEAD = 1;
export const FIRST_BLOCK = 2;

export interface Place {
  node: Node;
  position: number;
}

export function blockById(doc: Node, id: string): Place | null {
  let found: Place | null = null;
  if (id !== "") {
    eachBlock(doc, (node, position) => {
      if (node.attrs["id"] === id) found ??= { node, position };
    });
  }
  return found;
}

/** Position before the child of the page with this index. */
export function childPosition(doc: Node, index: number): number {
  let position = 0;
  for (let at = 0; at < index; at += 1) position += doc.child(at).nodeSize;
  return position;
}

export function bodyStart(doc: Node): number {
  return childPosition(doc, FIRST_BLOCK);
}

/** Children of the page, first and last, that the selection touches. */
export function touchedChildren(selection: Selection): { first: number; last: number } {
  const { $from, $to } = selection;
  const first = $from.index(0);
  const last = $to.depth === 0 ? Math.max(first, $to.index(0) - 1) : $to.index(0);
  return { first, last };
}

/** Depth of the nearest holder of this type around a position, or null. */
export function depthOf($pos: ResolvedPos, ...types: string[]): number | null {
  for (let depth = $pos.depth; depth > 0; depth -= 1) {
    if (types.includes($pos.node(depth).type.name)) return depth;
  }
  return null;
}

/** The innermost block with an id at the start of the selection. */
export function currentBlock(selection: Selection): Place | null {
  if (selection instanceof NodeSelection && hasId(selection.node)) {
    return { node: selection.node, position: selection.from };
  }
  const { $from } = selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if (hasId($from.node(depth))) {
      return { node: $from.node(depth), position: $from.before(depth) };
    }
  }
  return null;
}

/** The photo that the selection is in or on. */
export function currentPhoto(selection: Selection): Place | null {
  const block = currentBlock(selection);
  return block?.node.type === nodes.photo ? block : null;
}

/** Whether the caret stands in a textblock with nothing selected. */
export function caretIn(selection: Selection): ResolvedPos | null {
  return selection instanceof TextSelection && selection.empty ? selection.$from : null;
}

/** Nothing but an empty paragraph below the lead. */
export function isBodyEmpty(doc: Node): boolean {
  return doc.childCount === FIRST_BLOCK + 1 && isEmptyParagraph(doc.child(FIRST_BLOCK));
}

export function isEmptyParagraph(node: Node | null | undefined): boolean {
  return node?.type === nodes.paragraph && node.content.size === 0;
}

/** Puts the caret at the first or last place for it at or beyond a position. */
export function putCaret(tr: Transaction, position: number, side: 1 | -1 = 1): Transaction {
  const at = Math.max(0, Math.min(position, tr.doc.content.size));
  return tr.setSelection(Selection.near(tr.doc.resolve(at), side));
}

/**
 * Rebuilds `from` to `to` out of new nodes and keeps the caret in the words it was in: the new
 * nodes hold the same lines in the same order.
 */
export function rebuild(
  state: EditorState,
  tr: Transaction,
  from: number,
  to: number,
  made: readonly Node[],
): Transaction {
  const { selection } = state;
  const anchor = lineAt(state.doc, selection.$anchor);
  const head = lineAt(state.doc, selection.$head);
  tr.replaceWith(from, to, made);
  if (anchor && head && !(selection instanceof AllSelection)) {
    const anchorPosition = positionIn(tr.doc, anchor);
    const headPosition = positionIn(tr.doc, head);
    if (anchorPosition !== null && headPosition !== null) {
      tr.setSelection(TextSelection.create(tr.doc, anchorPosition, headPosition));
    }
  }
  return tr;
}

interface InLine {
  line: number;
  offset: number;
}

function lineAt(doc: Node, $pos: ResolvedPos): InLine | null {
  if (!$pos.parent.isTextblock) return null;
  const start = $pos.start();
  let line = -1;
  doc.nodesBetween(0, start, (node) => {
    if (node.isTextblock) line += 1;
    return !node.isTextblock;
  });
  return { line, offset: $pos.parentOffset };
}

function positionIn(doc: Node, { line, offset }: InLine): number | null {
  let at = -1;
  let found: number | null = null;
  doc.descendants((node, position) => {
    if (node.isTextblock) {
      at += 1;
      if (at === line) found = position + 1 + Math.min(offset, node.content.size);
    }
    return !node.isTextblock && found === null;
  });
  return found;
}
