import type { FoundMark } from "../../ipc";

/** A piece of a text, looked for or not. */
export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

/** A text cut where its marks begin and end. */
export function piecesOf(text: string, marks: readonly FoundMark[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, to } of marks) {
    if (from > at) pieces.push({ text: text.slice(at, from), found: false });
    pieces.push({ text: text.slice(from, to), found: true });
    at = to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), found: false });
  return pieces;
}
