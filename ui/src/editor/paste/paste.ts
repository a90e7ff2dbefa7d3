/** The door for what is pasted and dropped into the page, and for what is copied out of it. */
import { DOMParser, Fragment, Slice, type ParseOptions, type ResolvedPos } from "prosemirror-model";
import { Plugin } from "prosemirror-state";

import { isKnownId } from "../blockIds";
import { schema } from "../schema";
import { normaliseText } from "../text";
import { readForeign } from "./foreign";
import { oldPaste, type FontRun } from "./old";
import { isWholePage, placePaste, takesTitle } from "./place";
import { cleanSlice, plainTextOf } from "./slice";

/** Most letters in one paste: above it an article could no longer be saved. */
const PASTE_LIMIT = 2_000_000;

/** Asks what the runs of a text in an old encoding say: a text for each, or null for no paste. */
export type AskOld = (runs: FontRun[]) => Promise<readonly string[] | null>;

export function paste(onRefused: () => void, askOld: AskOld | undefined): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        paste(view, event) {
          const old = askOld && !view.composing ? oldPaste(event.clipboardData) : null;
          if (!askOld || !old) return false;
          event.preventDefault();
          void askOld(old.runs).then((texts) => {
            if (!texts || view.isDestroyed) return;
            const put = old.with(texts);
            if ("html" in put) view.pasteHTML(put.html, event);
            else view.pasteText(put.text, event);
          });
          return true;
        },
      },
      clipboardParser: new ClipboardParser(schema, DOMParser.fromSchema(schema).rules),
      clipboardTextParser: readLines,
      clipboardTextSerializer: plainTextOf,
      transformPasted: (slice, view) =>
        cleanSlice(slice, {
          keepsId: (id) => isKnownId(view.state, id),
          wholePage: isWholePage(view.state),
          takesTitle: takesTitle(view.state, slice),
        }),
      handlePaste(view, _event, slice) {
        if (slice.content.size > PASTE_LIMIT) {
          onRefused();
          return true;
        }
        const tr = placePaste(view.state, slice);
        if (!tr) return false;
        view.dispatch(tr.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
        return true;
      },
    },
  });
}

/** Our own copies carry their structure; everything else is read from scratch. */
class ClipboardParser extends DOMParser {
  override parseSlice(dom: globalThis.Node, options?: ParseOptions): Slice {
    const own = "querySelector" in dom && (dom as Element).querySelector("[data-pm-slice]");
    if (own || (dom as Element).hasAttribute?.("data-pm-slice")) {
      return super.parseSlice(dom, options);
    }
    return Slice.maxOpen(Fragment.from(readForeign(dom)));
  }
}

/** Plain text: each line that is not empty is a paragraph. */
function readLines(text: string, $context: ResolvedPos): Slice {
  const lines = text
    .split(/\r\n?|[\n\u2028\u2029]/)
    .map((line) => normaliseText(line).trim())
    .filter((line) => line !== "");
  const [only] = lines;
  if (only !== undefined && lines.length === 1) {
    // A word or two in the middle of a line keeps the spaces it was copied with.
    const whole = normaliseText(text.replace(/^[\r\n]+|[\r\n]+$/g, ""));
    const run = schema.text(whole, $context.marks());
    return new Slice(Fragment.from(schema.nodes.paragraph.create(null, run)), 1, 1);
  }
  const paragraphs = lines.map((line) => schema.nodes.paragraph.create(null, schema.text(line)));
  return paragraphs.length === 0 ? Slice.empty : new Slice(Fragment.from(paragraphs), 1, 1);
}
