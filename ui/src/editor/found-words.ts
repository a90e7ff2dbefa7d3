/**
 * The words that somebody searched for, set off in the page that was found: the webview's own
 * highlights over what it shows, as findings are, and no part of the document. They go with the first
 * change of what they stand in, and all with the next search or article.
 */
import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";

/** The name that found-words.css draws by. */
const LOOK = "found-words";

/** A place in a line, in UTF-16 units. */
export interface WordMark {
  readonly from: number;
  readonly to: number;
}

interface Line {
  readonly text: string;
  /** Where its text begins in the document. */
  readonly start: number;
}

export function linesOf(doc: Node): Line[] {
  const lines: Line[] = [];
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, undefined, "\uFFFC");
    lines.push({ text, start: position + 1 });
    return false;
  });
  return lines;
}

/** Sets off what `find` finds in the lines of the page, and gives the first of it; null where there is
 *  nothing, or where the page has changed meanwhile. */
export async function showFoundWords(
  view: EditorView,
  find: (lines: string[]) => Promise<readonly (readonly WordMark[])[]>,
): Promise<Range | null> {
  const { doc } = view.state;
  const lines = linesOf(doc);
  const marks = await find(lines.map(({ text }) => text));
  if (view.isDestroyed || !view.state.doc.eq(doc)) return null;
  const ranges = lines.flatMap(({ start }, n) =>
    (marks[n] ?? []).flatMap(({ from, to }) => rangeOf(view, start + from, start + to) ?? []),
  );
  if ("highlights" in CSS) CSS.highlights.set(LOOK, new Highlight(...ranges));
  return ranges[0] ?? null;
}

export function hideFoundWords(): void {
  if ("highlights" in CSS) CSS.highlights.delete(LOOK);
}

function rangeOf(view: EditorView, from: number, to: number): Range | null {
  const start = view.domAtPos(from, 1);
  const end = view.domAtPos(to, -1);
  const range = document.createRange();
  try {
    range.setStart(start.node, start.offset);
    range.setEnd(end.node, end.offset);
  } catch {
    // What the webview shows is a moment behind the document.
    return null;
  }
  return range;
}
