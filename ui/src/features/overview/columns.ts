import type { TableColumn } from "../../ipc";
import type { Key } from "../../words/words.svelte";

interface Column {
  name: Key;
  rem: number;
  descending: boolean;
  /** Its values stand at the right, and so does its name. */
  figure?: boolean;
}

/** Every column with its name, its width in rem (the headline takes what is left) and what it has to
 *  begin with when one sorts by it: the newest and the most, or the first in the alphabet. */
export const columns: Record<TableColumn, Column> = {
  headline: { name: "column.headline", rem: 0, descending: false },
  byline: { name: "column.byline", rem: 10, descending: false },
  section: { name: "column.section", rem: 7.5, descending: false },
  state: { name: "column.state", rem: 10.5, descending: false },
  keeper: { name: "column.keeper", rem: 9, descending: false },
  deadline: { name: "column.deadline", rem: 9.5, descending: false },
  embargo: { name: "column.embargo", rem: 7.5, descending: false },
  updated: { name: "column.updated", rem: 7, descending: true },
  created: { name: "column.created", rem: 7, descending: true },
  length: { name: "column.length", rem: 5, descending: true, figure: true },
  photos: { name: "column.photos", rem: 4.5, descending: true, figure: true },
  sent: { name: "column.sent", rem: 9, descending: true },
};

export const allColumns = Object.keys(columns) as TableColumn[];

/** The tracks of a grid with these columns, the first of which is for the mark of what is chosen. */
export function tracks(shown: TableColumn[]): string {
  const widths = shown.map((column) => {
    const { rem } = columns[column];
    return rem === 0 ? "minmax(14rem, 1fr)" : `${rem}rem`;
  });
  return ["2rem", ...widths].join(" ");
}

/** Least width of the table in rem, with its scroll bar, from which on it scrolls sideways. */
export function leastWidth(shown: TableColumn[]): number {
  return shown.reduce((sum, column) => sum + (columns[column].rem || 14), 3);
}
