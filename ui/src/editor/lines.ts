/**
 * Places as the core names them: the line, which is the n-th textblock in reading order, and the
 * UTF-16 offset in it.
 */
import type { Node } from "prosemirror-model";

import type { DocumentJSON, NodeJSON } from "./document";
import { schema } from "./schema";

/** A place between two letters. */
export interface Spot {
  line: number;
  offset: number;
}

/** A passage within one line; empty where `from` equals `to`. */
export interface Span {
  line: number;
  from: number;
  to: number;
}

export interface Line {
  node: Node;
  /** Position before the first letter. */
  start: number;
}

/** A document never changes: its lines are looked for once, however many places are asked for. */
const known = new WeakMap<Node, readonly Line[]>();

export function linesOf(doc: Node): readonly Line[] {
  const before = known.get(doc);
  if (before) return before;
  const lines: Line[] = [];
  doc.descendants((node, position) => {
    if (node.isTextblock) lines.push({ node, start: position + 1 });
    return !node.isTextblock;
  });
  known.set(doc, lines);
  return lines;
}

/** The position of a spot; null where the document has no such line. Past the end is the end. */
export function positionOf(doc: Node, { line, offset }: Spot): number | null {
  const found = linesOf(doc)[line];
  return found ? found.start + Math.min(offset, found.node.content.size) : null;
}

/** The spot at or before a position; the start of the first line where there is none before. */
export function spotAt(doc: Node, position: number): Spot {
  const lines = linesOf(doc);
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines[middle]?.start ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  const found = lines[low];
  if (!found) return { line: 0, offset: 0 };
  const offset = Math.max(0, Math.min(position - found.start, found.node.content.size));
  return { line: low, offset };
}

/** What each line says, without its marks. */
export function textOfLines(document: DocumentJSON): string[] {
  const lines: string[] = [];
  const visit = ({ type, content = [] }: NodeJSON): void => {
    const holdsText = schema.nodes[type as keyof typeof schema.nodes]?.isTextblock;
    if (holdsText) lines.push(content.map(({ text = "" }) => text).join(""));
    else content.forEach(visit);
  };
  document.content.forEach(visit);
  return lines;
}
