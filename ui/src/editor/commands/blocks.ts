/** What a block is, and in which order blocks stand. */
import type { Attrs, Node } from "prosemirror-model";
import { NodeSelection, type Command, type EditorState, type Selection } from "prosemirror-state";

import {
  FIRST_BLOCK,
  blockById,
  bodyStart,
  childPosition,
  currentBlock,
  depthOf,
  isEmptyParagraph,
  putCaret,
  rebuild,
  touchedChildren,
} from "../places";
import { schema } from "../schema";
import { deleteBlockAt } from "./deleting";
import { newTable } from "./tables";

const { nodes } = schema;

/** What running text can be. */
export type TextKind = "paragraph" | "subhead" | "quote" | "bulletedList" | "numberedList";

/** Makes the selected lines this kind; a list that already is of this kind becomes paragraphs. */
export function setKind(kind: TextKind): Command {
  return (state, dispatch) => {
    const range = textRange(state);
    if (!range) return false;
    const { holder, first, last, start } = range;
    if (holder.type === nodes.box && kind === "quote") return false;

    const old = children(holder, first, last);
    if (!old.some(isText)) return false;
    const made =
      kind === "bulletedList" || kind === "numberedList"
        ? asList(old, kind === "numberedList")
        : asLines(state, old, start, kind);
    if (dispatch) {
      const end = start + sizeOf(old);
      dispatch(rebuild(state, state.tr, start, end, made).scrollIntoView());
    }
    return true;
  };
}

/** Puts the selected blocks into a box, or takes the box around them away. */
export const toggleBox: Command = (state, dispatch) => {
  const { $from } = state.selection;
  const depth = depthOf($from, "box");
  const selected = state.selection instanceof NodeSelection ? state.selection.node : null;
  if (depth !== null || selected?.type === nodes.box) {
    const position = depth === null ? state.selection.from : $from.before(depth);
    const box = depth === null ? selected : $from.node(depth);
    if (!box) return false;
    const inner = children(box, 0, box.childCount - 1);
    dispatch?.(rebuild(state, state.tr, position, position + box.nodeSize, inner));
    return true;
  }
  const { first, last } = touchedChildren(state.selection);
  if (first < FIRST_BLOCK || last >= state.doc.childCount) return false;
  const old = children(state.doc, first, last);
  if (!old.every(isText)) return false;
  const inner = old.map((node) =>
    node.type === nodes.quote ? nodes.paragraph.create(node.attrs, node.content) : node,
  );
  const start = childPosition(state.doc, first);
  const box = nodes.box.create(null, inner);
  dispatch?.(rebuild(state, state.tr, start, start + sizeOf(old), [box]));
  return true;
};

export function insertTable(rows = 3, columns = 3): Command {
  return (state, dispatch) => {
    if (dispatch) {
      const position = insertionPlace(state);
      const tr = state.tr.insert(position, newTable(rows, columns));
      dispatch(putCaret(tr, position + 1).scrollIntoView());
    }
    return true;
  };
}

/**
 * Where a new block goes: after the block of the caret, at the start of the body from headline
 * and lead, before an empty paragraph, which stays to be written in.
 */
export function insertionPlace(state: EditorState): number {
  const { last } = touchedChildren(state.selection);
  if (last < FIRST_BLOCK) return bodyStart(state.doc);
  const position = childPosition(state.doc, last);
  const node = state.doc.maybeChild(last);
  if (!node) return state.doc.content.size;
  return isEmptyParagraph(node) ? position : position + node.nodeSize;
}

/** Moves the block of the caret up or down among its neighbours. */
export function moveBlock(direction: -1 | 1): Command {
  return (state, dispatch) => {
    const { selection } = state;
    const onNode = selection instanceof NodeSelection;
    if (!onNode && !selection.$from.parent.isTextblock) return false;
    // From the inside out: an item in its list, then the list itself.
    for (let depth = selection.$from.depth - (onNode ? 0 : 1); depth >= 0; depth -= 1) {
      const holder = selection.$from.node(depth);
      if (isMover(holder) && depth <= selection.$from.sharedDepth(selection.to)) {
        const first = selection.$from.index(depth);
        const last = lastTouched(selection, depth);
        const neighbour = direction < 0 ? first - 1 : last + 1;
        const lowest = depth === 0 ? FIRST_BLOCK : 0;
        if (first >= lowest && neighbour >= lowest && neighbour < holder.childCount) {
          if (dispatch) {
            // The neighbour is what moves, so the caret, which is not in it, stays as it is.
            const start = depth === 0 ? 0 : selection.$from.start(depth);
            const at = (index: number): number => start + sizeOf(children(holder, 0, index - 1));
            const moved = holder.child(neighbour);
            const from = at(neighbour);
            const tr = state.tr.delete(from, from + moved.nodeSize);
            tr.insert(tr.mapping.map(direction < 0 ? at(last + 1) : at(first)), moved);
            dispatch(tr.scrollIntoView());
          }
          return true;
        }
        if (first < lowest) return false;
      }
    }
    return false;
  };
}

/** Deletes a block by its id; without one, the block of the caret. */
export function deleteBlock(blockId?: string): Command {
  return (state, dispatch) => {
    const block =
      blockId === undefined ? currentBlock(state.selection) : blockById(state.doc, blockId);
    if (!block) return false;
    if (dispatch) {
      const tr = state.tr;
      deleteBlockAt(tr, block.position);
      dispatch(tr.scrollIntoView());
    }
    return true;
  };
}

/** Index of the last child that the selection touches, in the holder at this depth. */
function lastTouched(selection: Selection, depth: number): number {
  const { $from, $to } = selection;
  if (depth === 0) return touchedChildren(selection).last;
  return selection instanceof NodeSelection && $from.depth === depth
    ? $from.index(depth)
    : $to.index(depth);
}

interface TextRange {
  holder: Node;
  first: number;
  last: number;
  /** Position before the first child of the range. */
  start: number;
}

/** The children of page or box that the selection touches. */
function textRange(state: EditorState): TextRange | null {
  const { $from, $to } = state.selection;
  const box = depthOf($from, "box");
  if (box !== null && $to.depth >= box && $to.node(box) === $from.node(box)) {
    const holder = $from.node(box);
    const first = $from.index(box);
    const last = $to.index(box);
    return {
      holder,
      first,
      last,
      start: $from.start(box) + sizeOf(children(holder, 0, first - 1)),
    };
  }
  const { first, last } = touchedChildren(state.selection);
  if (first < FIRST_BLOCK || last >= state.doc.childCount) return null;
  return { holder: state.doc, first, last, start: childPosition(state.doc, first) };
}

function asList(old: readonly Node[], ordered: boolean): Node[] {
  const texts = old.filter(isText);
  const isSame = texts.every(
    (node) => node.type === nodes.list && node.attrs["ordered"] === ordered,
  );
  if (isSame) {
    return old.flatMap((node) => (isText(node) ? linesOfList(node, nodes.paragraph.name) : [node]));
  }
  const made: Node[] = [];
  let items: Node[] = [];
  let attrs: Attrs = {};
  const close = (): void => {
    if (items.length > 0) made.push(nodes.list.create({ ...attrs, ordered }, items));
    items = [];
  };
  for (const node of old) {
    if (!isText(node)) {
      close();
      made.push(node);
      continue;
    }
    if (items.length === 0) attrs = { id: node.attrs["id"] };
    if (node.type === nodes.list) items.push(...children(node, 0, node.childCount - 1));
    else items.push(nodes.listItem.create(null, node.content));
  }
  close();
  return made;
}

/** Lines of one kind; of a list only the items that are selected leave it. */
function asLines(state: EditorState, old: readonly Node[], start: number, kind: string): Node[] {
  const { from, to } = state.selection;
  let position = start;
  return old.flatMap((node) => {
    const at = position;
    position += node.nodeSize;
    const type = schema.nodes[kind];
    if (!isText(node) || !type) return [node];
    if (node.type !== nodes.list) return [type.create({ id: node.attrs["id"] }, node.content)];

    const touched: boolean[] = [];
    node.forEach((item, offset) => {
      const begin = at + 1 + offset;
      touched.push(begin < to + (from === to ? 1 : 0) && begin + item.nodeSize > from);
    });
    const first = touched.indexOf(true);
    const last = touched.lastIndexOf(true);
    if (first < 0) return [node];
    const part = (a: number, b: number): Node[] => children(node, a, b);
    const made: Node[] = [];
    if (first > 0) made.push(nodes.list.create(node.attrs, part(0, first - 1)));
    part(first, last).forEach((item, index) => {
      const id: unknown = first === 0 && index === 0 ? node.attrs["id"] : "";
      made.push(type.create({ id }, item.content));
    });
    if (last + 1 < node.childCount) {
      made.push(nodes.list.create({ ...node.attrs, id: "" }, part(last + 1, node.childCount - 1)));
    }
    return made;
  });
}

function linesOfList(list: Node, kind: string): Node[] {
  const type = schema.nodes[kind];
  if (!type) return [list];
  return children(list, 0, list.childCount - 1).map((item, index) =>
    type.create({ id: index === 0 ? list.attrs["id"] : "" }, item.content),
  );
}

function isText(node: Node): boolean {
  return (
    node.type === nodes.paragraph ||
    node.type === nodes.subhead ||
    node.type === nodes.quote ||
    node.type === nodes.list
  );
}

/** Whether what it holds can change places. */
function isMover(node: Node): boolean {
  return (
    node.type === nodes.doc ||
    node.type === nodes.box ||
    node.type === nodes.list ||
    node.type === nodes.photoGroup
  );
}

function children(node: Node, first: number, last: number): Node[] {
  const found: Node[] = [];
  for (let at = first; at <= last; at += 1) found.push(node.child(at));
  return found;
}

function sizeOf(list: readonly Node[]): number {
  return list.reduce((size, node) => size + node.nodeSize, 0);
}
