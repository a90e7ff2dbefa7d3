/** Tables: from cell to cell, rows and columns. */
import type { Node, ResolvedPos } from "prosemirror-model";
import {
  Plugin,
  TextSelection,
  type Command,
  type EditorState,
  type Transaction,
} from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

import { depthOf, putCaret } from "../places";
import { schema } from "../schema";

const { nodes } = schema;

interface Cell {
  table: Node;
  /** Position before the table. */
  position: number;
  row: number;
  column: number;
}

/** The cell that the selection starts in. */
export function cellAt($pos: ResolvedPos): Cell | null {
  const depth = depthOf($pos, "table");
  if (depth === null || $pos.depth < depth + 2) return null;
  return {
    table: $pos.node(depth),
    position: $pos.before(depth),
    row: $pos.index(depth),
    column: $pos.index(depth + 1),
  };
}

/** Tab: the next cell, past the last one in a new row. */
export const nextCell: Command = (state, dispatch) => {
  const cell = cellAt(state.selection.$from);
  if (!cell) return false;
  const { table, row, column } = cell;
  if (column + 1 < table.child(row).childCount) selectCell(state, dispatch, cell, row, column + 1);
  else if (row + 1 < table.childCount) selectCell(state, dispatch, cell, row + 1, 0);
  else return insertRow(state, dispatch, cell, row + 1, 0);
  return true;
};

export const previousCell: Command = (state, dispatch) => {
  const cell = cellAt(state.selection.$from);
  if (!cell) return false;
  const { table, row, column } = cell;
  if (column > 0) selectCell(state, dispatch, cell, row, column - 1);
  else if (row > 0) selectCell(state, dispatch, cell, row - 1, table.child(row - 1).childCount - 1);
  return true;
};

/** The cell below, or false in the last row. */
export const cellBelow: Command = (state, dispatch) => {
  const cell = cellAt(state.selection.$from);
  if (!cell || cell.row + 1 >= cell.table.childCount) return false;
  selectCell(state, dispatch, cell, cell.row + 1, cell.column);
  return true;
};

export const addRowAfter: Command = (state, dispatch) => {
  const cell = cellAt(state.selection.$from);
  return cell !== null && insertRow(state, dispatch, cell, cell.row + 1, cell.column);
};

export const addRowBefore: Command = (state, dispatch) => {
  const cell = cellAt(state.selection.$from);
  return cell !== null && insertRow(state, dispatch, cell, cell.row, cell.column);
};

export const addColumnAfter: Command = (state, dispatch) => addColumn(state, dispatch, 1);
export const addColumnBefore: Command = (state, dispatch) => addColumn(state, dispatch, 0);

/** Deletes the row of the caret; the last one takes the table with it. */
export const deleteRow: Command = (state, dispatch) => {
  const cell = cellAt(state.selection.$from);
  if (!cell) return false;
  if (cell.table.childCount === 1) return deleteTable(state, dispatch);
  const from = rowPosition(cell, cell.row);
  const tr = state.tr.delete(from, from + cell.table.child(cell.row).nodeSize);
  caretInCell(tr, cell.position, Math.min(cell.row, cell.table.childCount - 2), cell.column);
  dispatch?.(tr.scrollIntoView());
  return true;
};

export const deleteColumn: Command = (state, dispatch) => {
  const cell = cellAt(state.selection.$from);
  if (!cell) return false;
  const { table, column } = cell;
  if (table.child(cell.row).childCount === 1) return deleteTable(state, dispatch);
  const tr = state.tr;
  for (let row = table.childCount - 1; row >= 0; row -= 1) {
    const holder = table.child(row);
    if (column >= holder.childCount) continue;
    const from = cellPosition(cell, row, column);
    tr.delete(from, from + holder.child(column).nodeSize);
  }
  caretInCell(tr, cell.position, cell.row, Math.max(0, column - 1));
  dispatch?.(tr.scrollIntoView());
  return true;
};

export const deleteTable: Command = (state, dispatch) => {
  const cell = cellAt(state.selection.$from);
  if (!cell) return false;
  const { position, table } = cell;
  const paragraph = nodes.paragraph.create();
  const tr = state.tr.replaceWith(position, position + table.nodeSize, paragraph);
  dispatch?.(putCaret(tr, position + 1).scrollIntoView());
  return true;
};

/** Turns the first row into heads of columns, or back. */
export const toggleHeaderRow: Command = (state, dispatch) => {
  const cell = cellAt(state.selection.$from);
  const first = cell?.table.child(0);
  if (!cell || !first) return false;
  const header = first.child(0).attrs["header"] !== true;
  const tr = state.tr;
  first.forEach((_, __, column) => {
    tr.setNodeAttribute(cellPosition(cell, 0, column), "header", header);
  });
  dispatch?.(tr);
  return true;
};

export function newTable(rows: number, columns: number): Node {
  return nodes.table.create(
    null,
    Array.from({ length: rows }, (_, row) =>
      nodes.tableRow.create(
        null,
        Array.from({ length: columns }, () => nodes.tableCell.create({ header: row === 0 })),
      ),
    ),
  );
}

/**
 * Keeps tables rectangular, whatever a deletion or a paste left of them. Like block ids it waits
 * while an input method composes.
 */
export function evenTables(): Plugin {
  let view: EditorView | null = null;
  return new Plugin({
    appendTransaction(transactions, _before, after) {
      if (view?.composing || !transactions.some((tr) => tr.docChanged)) return null;
      return evenOut(after);
    },
    view(editorView) {
      view = editorView;
      return {
        destroy() {
          view = null;
        },
      };
    },
  });
}

function evenOut(state: EditorState): Transaction | null {
  const tr = state.tr;
  state.doc.forEach((table, position) => {
    if (table.type !== nodes.table) return;
    let width = 0;
    table.forEach((row) => (width = Math.max(width, row.childCount)));
    table.forEach((row, offset) => {
      const missing = width - row.childCount;
      if (missing === 0) return;
      const cells = Array.from({ length: missing }, () =>
        nodes.tableCell.create({ header: row.lastChild?.attrs["header"] === true }),
      );
      tr.insert(tr.mapping.map(position + 1 + offset + row.nodeSize - 1), cells);
    });
  });
  return tr.docChanged ? tr : null;
}

type Dispatch = ((tr: Transaction) => void) | undefined;

function insertRow(
  state: EditorState,
  dispatch: Dispatch,
  cell: Cell,
  row: number,
  column: number,
): boolean {
  const { table } = cell;
  const model = table.child(Math.min(row, table.childCount - 1));
  const cells: Node[] = [];
  // A column of heads goes on; a row of heads does not.
  model.forEach((like, _, at) => {
    const header = at === 0 && table.childCount > 1 && isHeadColumn(table) && like !== null;
    cells.push(nodes.tableCell.create({ header }));
  });
  const tr = state.tr.insert(rowPosition(cell, row), nodes.tableRow.create(null, cells));
  caretInCell(tr, cell.position, row, column);
  dispatch?.(tr.scrollIntoView());
  return true;
}

function addColumn(state: EditorState, dispatch: Dispatch, side: 0 | 1): boolean {
  const cell = cellAt(state.selection.$from);
  if (!cell) return false;
  const { table } = cell;
  const column = cell.column + side;
  const tr = state.tr;
  for (let row = table.childCount - 1; row >= 0; row -= 1) {
    const holder = table.child(row);
    const at = Math.min(column, holder.childCount);
    const header = holder.child(Math.min(cell.column, holder.childCount - 1)).attrs["header"];
    tr.insert(cellPosition(cell, row, at), nodes.tableCell.create({ header }));
  }
  caretInCell(tr, cell.position, cell.row, column);
  dispatch?.(tr.scrollIntoView());
  return true;
}

function isHeadColumn(table: Node): boolean {
  return table.lastChild?.firstChild?.attrs["header"] === true;
}

function selectCell(
  state: EditorState,
  dispatch: Dispatch,
  cell: Cell,
  row: number,
  column: number,
): void {
  if (!dispatch) return;
  const start = cellPosition(cell, row, column) + 1;
  const end = start + cell.table.child(row).child(column).content.size;
  dispatch(state.tr.setSelection(TextSelection.create(state.doc, start, end)).scrollIntoView());
}

function caretInCell(tr: Transaction, position: number, row: number, column: number): void {
  const table = tr.doc.nodeAt(position);
  if (table?.type !== nodes.table) return;
  const at = Math.min(row, table.childCount - 1);
  const place = { table, position, row: at, column };
  putCaret(tr, cellPosition(place, at, Math.min(column, table.child(at).childCount - 1)) + 1);
}

function rowPosition({ table, position }: Cell, row: number): number {
  let at = position + 1;
  for (let index = 0; index < row; index += 1) at += table.child(index).nodeSize;
  return at;
}

function cellPosition(cell: Cell, row: number, column: number): number {
  let at = rowPosition(cell, row) + 1;
  const holder = cell.table.child(row);
  for (let index = 0; index < column; index += 1) at += holder.child(index).nodeSize;
  return at;
}
