/** Strong, emphasis, sub- and superscript, links. */
import { toggleMark } from "prosemirror-commands";
import type { Mark, ResolvedPos } from "prosemirror-model";
import type { Command } from "prosemirror-state";

import { schema } from "../schema";
import { isSafeLink } from "../text";

export type TextMark = "strong" | "em" | "sub" | "sup";

export const toggle: Record<TextMark, Command> = {
  strong: toggleMark(schema.marks.strong, null, { includeWhitespace: false }),
  em: toggleMark(schema.marks.em, null, { includeWhitespace: false }),
  sub: toggleMark(schema.marks.sub, null, { includeWhitespace: false }),
  sup: toggleMark(schema.marks.sup, null, { includeWhitespace: false }),
};

/** Links the selected words, or changes the link that the caret is in. */
export function setLink(href: string): Command {
  return (state, dispatch) => {
    if (!isSafeLink(href)) return false;
    const range = linkRange(state.selection.$from, state.selection.$to);
    if (!range || state.selection.$from.parent.type === schema.nodes.headline) return false;
    if (dispatch) {
      const link = schema.marks.link;
      const tr = state.tr.removeMark(range.from, range.to, link);
      dispatch(tr.addMark(range.from, range.to, link.create({ href })));
    }
    return true;
  };
}

export const unsetLink: Command = (state, dispatch) => {
  const { from, to, $from } = state.selection;
  const range = from === to ? linkAround($from) : { from, to };
  if (!range || !state.doc.rangeHasMark(range.from, range.to, schema.marks.link)) return false;
  dispatch?.(state.tr.removeMark(range.from, range.to, schema.marks.link));
  return true;
};

/** The link at a position: the one the caret is in or touches. */
export function linkAt($pos: ResolvedPos): string | null {
  const mark = linkBeside($pos);
  return mark ? String(mark.attrs["href"]) : null;
}

function linkRange($from: ResolvedPos, $to: ResolvedPos): { from: number; to: number } | null {
  if ($from.pos !== $to.pos) return { from: $from.pos, to: $to.pos };
  return linkAround($from);
}

function linkAround($pos: ResolvedPos): { from: number; to: number } | null {
  const mark = linkBeside($pos);
  if (!mark) return null;
  const { parent } = $pos;
  const start = $pos.start();
  let found: { from: number; to: number } | null = null;
  let run: { from: number; to: number } | null = null;
  parent.forEach((child, offset) => {
    const from = start + offset;
    const to = from + child.nodeSize;
    if (!mark.isInSet(child.marks)) run = null;
    else run = run ? { from: run.from, to } : { from, to };
    if (run && run.from <= $pos.pos && $pos.pos <= to) found = run;
  });
  return found;
}

function linkBeside($pos: ResolvedPos): Mark | null {
  const { link } = schema.marks;
  return (
    link.isInSet($pos.nodeAfter?.marks ?? []) ?? link.isInSet($pos.nodeBefore?.marks ?? []) ?? null
  );
}
