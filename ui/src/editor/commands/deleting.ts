/** Deleting: what Backspace, Delete and typing over a selection do. */
import { AllSelection, NodeSelection, type Command, type Transaction } from "prosemirror-state";
import type { Node, ResolvedPos } from "prosemirror-model";
import { canJoin } from "prosemirror-transform";

import { FIRST_BLOCK, LEAD, caretIn, depthOf, putCaret } from "../places";
import { schema } from "../schema";

const { nodes } = schema;

export const backspace: Command = (state, dispatch) => {
  if (!state.selection.empty) {
    const tr = state.tr;
    if (!deleteSelected(tr)) return false;
    dispatch?.(tr.scrollIntoView());
    return true;
  }
  const $caret = caretIn(state.selection);
  // Inside a line the webview deletes: it knows letters, words and input methods.
  if (!$caret || $caret.parentOffset > 0) return false;
  const tr = state.tr;
  joinBack(tr, $caret);
  if (tr.docChanged || tr.selectionSet) dispatch?.(tr.scrollIntoView());
  return true;
};

export const deleteForward: Command = (state, dispatch) => {
  if (!state.selection.empty) return backspace(state, dispatch);
  const $caret = caretIn(state.selection);
  if (!$caret || $caret.parentOffset < $caret.parent.content.size) return false;
  const tr = state.tr;
  joinNext(tr, $caret);
  if (tr.docChanged || tr.selectionSet) dispatch?.(tr.scrollIntoView());
  return true;
};

/**
 * Deletes what is selected. Headline, lead, captions and cells stay what they are: a selection
 * that crosses their borders takes the words on both sides and joins nothing.
 */
export function deleteSelected(tr: Transaction): boolean {
  const { selection } = tr;
  if (selection.empty) return false;
  if (selection instanceof NodeSelection) {
    deleteBlockAt(tr, selection.from);
    return true;
  }
  const { $from, $to } = selection;
  const apart =
    !(selection instanceof AllSelection) &&
    $from.parent.isTextblock &&
    $to.parent.isTextblock &&
    !$from.sameParent($to) &&
    (fenceOf($from) !== null || fenceOf($to) !== null) &&
    fenceOf($from) !== fenceOf($to);
  if (!apart) {
    tr.deleteSelection();
    return true;
  }

  const caret = $from.pos;
  const pieces: { from: number; to: number }[] = [{ from: $from.pos, to: $from.end() }];
  const between = { from: $from.after(), to: $to.before() };
  tr.doc.nodesBetween(between.from, between.to, (node, position, parent, index) => {
    const end = position + node.nodeSize;
    if (position < between.from || end > between.to) return !node.isTextblock;
    const isBlock = parent?.type === nodes.doc ? index >= FIRST_BLOCK : isHolder(parent);
    if (isBlock) pieces.push({ from: position, to: end });
    else if (node.isTextblock) pieces.push({ from: position + 1, to: end - 1 });
    return !isBlock && !node.isTextblock;
  });
  pieces.push({ from: $to.start(), to: $to.pos });
  for (const { from, to } of pieces.reverse()) if (from < to) tr.delete(from, to);
  putCaret(tr, caret);
  return true;
}

/** Deletes the block at a position, its group or box with it where it was the last in there. */
export function deleteBlockAt(tr: Transaction, position: number): void {
  const $pos = tr.doc.resolve(position);
  const node = $pos.nodeAfter;
  if (!node) return;
  if ($pos.depth > 0 && $pos.parent.childCount === 1) {
    deleteBlockAt(tr, $pos.before());
    return;
  }
  if ($pos.depth === 0 && tr.doc.childCount === FIRST_BLOCK + 1) {
    tr.replaceWith(position, position + node.nodeSize, nodes.paragraph.create());
    putCaret(tr, position + 1);
    return;
  }
  tr.delete(position, position + node.nodeSize);
  putCaret(tr, position, $pos.index() === $pos.parent.childCount - 1 ? -1 : 1);
}

/** Backspace at the start of a line. */
export function joinBack(tr: Transaction, $caret: ResolvedPos): void {
  const { parent } = $caret;
  switch (parent.type) {
    case nodes.headline:
    case nodes.tableCell:
      return;
    case nodes.lead:
      putCaret(tr, $caret.before() - 1, -1);
      return;
    case nodes.photo:
      tr.setSelection(NodeSelection.create(tr.doc, $caret.before()));
      return;
    case nodes.listItem:
      if ($caret.index(-1) > 0) tr.join($caret.before());
      else liftFirstItem(tr, $caret);
      return;
  }

  if (parent.content.size === 0 && parent.type !== nodes.paragraph) {
    tr.setNodeMarkup($caret.before(), nodes.paragraph, { id: parent.attrs["id"] });
    return;
  }
  const position = $caret.before();
  const before = tr.doc.resolve(position).nodeBefore;
  const holder = $caret.node(-1);
  const alone = holder.childCount === (holder.type === nodes.doc ? FIRST_BLOCK + 1 : 1);

  if (holder.type === nodes.box && !before) {
    if (alone && parent.content.size === 0) deleteBlockAt(tr, $caret.before(-1));
    else putCaretBefore(tr, $caret.before(-1));
    return;
  }
  if (!before || before.type === nodes.lead) {
    // The lead is a field of its own: the caret goes there, the words stay.
    if (parent.content.size === 0 && !alone) tr.delete(position, position + parent.nodeSize);
    putCaret(tr, position - 1, -1);
    return;
  }
  if (isJoinable(before)) {
    if (before.content.size === 0) tr.delete(position - before.nodeSize, position);
    else if (parent.content.size === 0) deleteEmptyAfter(tr, position, parent);
    else if (canJoin(tr.doc, position)) tr.join(position);
    return;
  }
  if (before.type === nodes.list) {
    const end = position - 2;
    const content = parent.content;
    tr.delete(position, position + parent.nodeSize).insert(end, content);
    putCaret(tr, end);
    return;
  }
  // A photo, table or box: an empty line before it goes, a written one only meets it.
  if (parent.content.size === 0) deleteEmptyAfter(tr, position, parent);
  else tr.setSelection(NodeSelection.create(tr.doc, position - before.nodeSize));
}

/** Delete at the end of a line. */
function joinNext(tr: Transaction, $caret: ResolvedPos): void {
  const { parent } = $caret;
  switch (parent.type) {
    case nodes.headline:
    case nodes.lead:
    case nodes.tableCell:
    case nodes.photo:
      return;
    case nodes.listItem:
      if ($caret.indexAfter(-1) < $caret.node(-1).childCount) {
        tr.join($caret.after());
        return;
      }
      pullNext(tr, $caret.after(-1), $caret.pos);
      return;
  }
  const end = $caret.after();
  if (parent.content.size === 0) {
    const next = tr.doc.resolve(end).nodeAfter;
    if (!next) return;
    tr.delete($caret.before(), end);
    const at = $caret.before();
    if (next.isTextblock && next.type !== nodes.photo) putCaret(tr, at + 1);
    else if (NodeSelection.isSelectable(next)) tr.setSelection(NodeSelection.create(tr.doc, at));
    else putCaret(tr, at);
    return;
  }
  pullNext(tr, end, $caret.pos);
}

/** Brings the line after `position` to the caret, which stands at the end of the line before. */
function pullNext(tr: Transaction, position: number, caret: number): void {
  const next = tr.doc.resolve(position).nodeAfter;
  if (!next) return;
  if (isJoinable(next)) {
    if (canJoin(tr.doc, position)) tr.join(position);
    else {
      tr.delete(position, position + next.nodeSize).insert(caret, next.content);
      putCaret(tr, caret);
    }
    return;
  }
  if (next.type === nodes.list) {
    const item = next.child(0);
    const whole = next.childCount === 1;
    tr.delete(position + (whole ? 0 : 1), position + (whole ? next.nodeSize : 1 + item.nodeSize));
    tr.insert(caret, item.content);
    putCaret(tr, caret);
    return;
  }
  tr.setSelection(NodeSelection.create(tr.doc, position));
}

function liftFirstItem(tr: Transaction, $caret: ResolvedPos): void {
  const list = $caret.node(-1);
  const position = $caret.before(-1);
  const paragraph = nodes.paragraph.create(
    list.childCount === 1 ? { id: list.attrs["id"] } : null,
    $caret.parent.content,
  );
  if (list.childCount === 1) tr.replaceWith(position, position + list.nodeSize, paragraph);
  else tr.delete($caret.before(), $caret.after()).insert(position, paragraph);
  putCaret(tr, position + 1);
}

function deleteEmptyAfter(tr: Transaction, position: number, empty: Node): void {
  tr.delete(position, position + empty.nodeSize);
  const before = tr.doc.resolve(position).nodeBefore;
  if (before?.type === nodes.photo) {
    tr.setSelection(NodeSelection.create(tr.doc, position - before.nodeSize));
  } else {
    putCaret(tr, position, -1);
  }
}

function putCaretBefore(tr: Transaction, position: number): void {
  const before = tr.doc.resolve(position).nodeBefore;
  if (before && NodeSelection.isSelectable(before)) {
    tr.setSelection(NodeSelection.create(tr.doc, position - before.nodeSize));
  } else {
    putCaret(tr, position, -1);
  }
}

function isJoinable(node: Node): boolean {
  return node.type === nodes.paragraph || node.type === nodes.subhead || node.type === nodes.quote;
}

/** Whether any of what it holds may go. A table keeps its shape. */
function isHolder(node: Node | null): boolean {
  return node?.type === nodes.list || node?.type === nodes.box || node?.type === nodes.photoGroup;
}

/** Start of the headline, lead, caption or cell around a position; null in running text. */
function fenceOf($pos: ResolvedPos): number | null {
  if ($pos.index(0) <= LEAD && $pos.depth > 0) return $pos.start(1);
  const depth = depthOf($pos, "photo", "tableCell", "box");
  return depth === null ? null : $pos.start(depth);
}
