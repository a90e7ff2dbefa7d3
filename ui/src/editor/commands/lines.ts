/** Enter and its kin: new lines, and out of one thing into the next. */
import type { Node, NodeType, ResolvedPos } from "prosemirror-model";
import { NodeSelection, type Command, type Transaction } from "prosemirror-state";

import { FIRST_BLOCK, LEAD, bodyStart, depthOf, isEmptyParagraph, putCaret } from "../places";
import { schema } from "../schema";
import { deleteSelected } from "./deleting";
import { cellBelow } from "./tables";

const { nodes } = schema;

export const enter: Command = (state, dispatch) => {
  const { selection } = state;
  const tr = state.tr;
  if (selection instanceof NodeSelection || !selection.$from.parent.isTextblock) {
    if (selection instanceof NodeSelection) newParagraph(tr, selection.to);
    else if (selection.empty) newParagraph(tr, selection.from);
    else return false;
  } else {
    const { $from } = selection;
    if ($from.parent.type === nodes.tableCell && cellBelow(state, dispatch)) return true;
    // Where Enter only goes on to the next place it takes nothing with it.
    const goesOn = GOES_ON.has($from.parent.type) && $from.sameParent(selection.$to);
    if (!selection.empty && !goesOn) deleteSelected(tr);
    breakLine(tr, tr.selection.$from);
  }
  dispatch?.(tr.scrollIntoView());
  return true;
};

const GOES_ON = new Set<NodeType>([nodes.headline, nodes.lead, nodes.tableCell, nodes.photo]);

/** Out of whatever holds the caret, into a new paragraph after it. */
export const leaveBlock: Command = (state, dispatch) => {
  const { $to } = state.selection;
  const tr = state.tr;
  if ($to.depth === 0) newParagraph(tr, $to.pos);
  else if ($to.index(0) <= LEAD) newParagraph(tr, bodyStart(tr.doc));
  else newParagraph(tr, $to.after(1));
  dispatch?.(tr.scrollIntoView());
  return true;
};

function breakLine(tr: Transaction, $caret: ResolvedPos): void {
  const { parent } = $caret;
  switch (parent.type) {
    case nodes.headline:
      putCaret(tr, $caret.after() + 1);
      return;
    case nodes.lead: {
      const body = $caret.after();
      const first = tr.doc.child(FIRST_BLOCK);
      if (first.isTextblock && first.type !== nodes.photo) putCaret(tr, body + 1);
      else newParagraph(tr, body);
      return;
    }
    case nodes.photo:
    case nodes.tableCell:
      goBelow(tr, $caret.after(1));
      return;
    case nodes.listItem:
      if (parent.content.size === 0) leaveList(tr, $caret);
      else tr.split($caret.pos);
      return;
  }

  const box = depthOf($caret, "box");
  if (box !== null && leavesBox($caret, box)) {
    tr.delete($caret.before(), $caret.after());
    newParagraph(tr, tr.mapping.map($caret.after(box)));
    return;
  }
  if (parent.content.size === 0) {
    // A heading or quotation without words is not wanted after all.
    if (parent.type !== nodes.paragraph) {
      tr.setNodeMarkup($caret.before(), nodes.paragraph, { id: parent.attrs["id"] });
    } else {
      tr.split($caret.pos);
    }
  } else if ($caret.parentOffset === 0) {
    // Room is made above; the block and its id stay with the words.
    tr.insert($caret.before(), nodes.paragraph.create());
  } else if ($caret.parentOffset === parent.content.size) {
    newParagraph(tr, $caret.after());
  } else {
    tr.split($caret.pos);
  }
}

function leavesBox($caret: ResolvedPos, box: number): boolean {
  const holder = $caret.node(box);
  return (
    $caret.depth === box + 1 &&
    isEmptyParagraph($caret.parent) &&
    holder.childCount > 1 &&
    $caret.index(box) === holder.childCount - 1
  );
}

function leaveList(tr: Transaction, $caret: ResolvedPos): void {
  const list = $caret.node(-1);
  const at = $caret.index(-1);
  const position = $caret.before(-1);
  const before: Node[] = [];
  const after: Node[] = [];
  list.forEach((item, _, index) => {
    if (index < at) before.push(item);
    if (index > at) after.push(item);
  });
  const made: Node[] = [];
  if (before.length > 0) made.push(nodes.list.create(list.attrs, before));
  // The id stays with the first part; the second is a new list.
  const isAlone = before.length === 0 && after.length === 0;
  made.push(nodes.paragraph.create(isAlone ? { id: list.attrs["id"] } : null));
  if (after.length > 0) {
    const id: unknown = before.length === 0 ? list.attrs["id"] : "";
    made.push(nodes.list.create({ ...list.attrs, id }, after));
  }
  tr.replaceWith(position, position + list.nodeSize, made);
  putCaret(tr, position + (before.length > 0 ? (made[0]?.nodeSize ?? 0) : 0) + 1);
}

/** Into the empty paragraph at a position, made where there is none. */
function goBelow(tr: Transaction, position: number): void {
  if (isEmptyParagraph(tr.doc.resolve(position).nodeAfter)) putCaret(tr, position + 1);
  else newParagraph(tr, position);
}

function newParagraph(tr: Transaction, position: number): void {
  tr.insert(position, nodes.paragraph.create());
  putCaret(tr, position + 1);
}
