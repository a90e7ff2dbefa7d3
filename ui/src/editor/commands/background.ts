/** What is taken over from another article: a link to it, or a paragraph of it with its source. */
import { closeHistory } from "prosemirror-history";
import type { Command } from "prosemirror-state";

import { bodyStart, putCaret } from "../places";
import { schema } from "../schema";
import { isSafeLink } from "../text";
import { insertionPlace } from "./blocks";

/** Where a paragraph was taken from, as it is told behind it. */
export interface BackgroundSource {
  text: string;
  /** Empty where it is not on the web. */
  href: string;
}

/** Puts words with a link at the caret, in place of what is marked in one line. */
export function insertLink(text: string, href: string): Command {
  return (state, dispatch) => {
    const { $from, $to } = state.selection;
    const { link } = schema.marks;
    const words = text.replace(/\s+/g, " ").trim();
    if (words === "" || !isSafeLink(href)) return false;
    if (!$from.sameParent($to) || !$from.parent.isTextblock) return false;
    if (!$from.parent.type.allowsMarkType(link)) return false;
    if (dispatch) {
      const before = $from.parent.textBetween(0, $from.parentOffset);
      const after = $to.parent.textBetween($to.parentOffset, $to.parent.content.size);
      const nodes = [schema.text(words, [link.create({ href })])];
      if (/[^\s([{“‘"']$/.test(before)) nodes.unshift(schema.text(" "));
      if (/^[\p{L}\p{N}]/u.test(after)) nodes.push(schema.text(" "));
      const tr = closeHistory(state.tr).replaceWith($from.pos, $to.pos, nodes);
      const length = nodes.reduce((sum, node) => sum + node.nodeSize, 0);
      putCaret(tr, $from.pos + length);
      // What is typed behind it is no part of the link.
      dispatch(tr.removeStoredMark(link).scrollIntoView());
    }
    return true;
  };
}

/** Puts a paragraph after the block of the caret, in one step; the caret goes to its end. */
export function insertBackground(text: string, source: BackgroundSource): Command {
  return (state, dispatch) => {
    const words = text.replace(/\s+/g, " ").trim();
    if (words === "") return false;
    if (dispatch) {
      const position = Math.max(insertionPlace(state), bodyStart(state.doc));
      const parts = [schema.text(words)];
      const from = source.text.replace(/\s+/g, " ").trim();
      if (from !== "") {
        const link = isSafeLink(source.href)
          ? [schema.marks.link.create({ href: source.href })]
          : [];
        parts.push(schema.text(" ("), schema.text(from, link), schema.text(")"));
      }
      const paragraph = schema.nodes.paragraph.create(null, parts);
      const tr = closeHistory(state.tr).insert(position, paragraph);
      dispatch(putCaret(tr, position + 1 + paragraph.content.size).scrollIntoView());
    }
    return true;
  };
}
