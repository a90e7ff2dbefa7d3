import { closeHistory } from "prosemirror-history";
import { Plugin } from "prosemirror-state";

/** What is to be written in place of a code that has just been closed: `from` counts from the
 *  beginning of the text, in UTF-16 units. */
export type ExpandCode = (text: string, caret: number) => { from: number; text: string } | null;

/** Writes out a code that has just been closed in a field of the webview's own, as if it had been
 *  typed: undo takes it back, and the field hears of it. */
export function expandInField(
  field: HTMLInputElement | HTMLTextAreaElement,
  expand: ExpandCode,
  before: () => void = () => undefined,
): boolean {
  const { selectionStart: caret, selectionEnd: end, value } = field;
  if (caret === null || caret !== end) return false;
  const found = expand(value, caret);
  if (!found) return false;
  before();
  field.setSelectionRange(found.from, caret);
  document.execCommand("insertText", false, found.text);
  return true;
}

/** Whether something was typed that may have closed a code: never while an input method composes,
 *  whose word is not in the text yet, and never by undo, which would write it out again. */
export function mayCloseCode(event: Event): boolean {
  if (!(event instanceof InputEvent)) return true;
  return !event.isComposing && event.inputType.startsWith("insert");
}

/** The stroke that opens and closes a code. */
const STROKE = "\\";

/** Writes code replacements out as they are closed in a caption. What an input method composes is
 *  never touched: it is not in the text yet. */
export function captionCodes(expand: ExpandCode): Plugin {
  return new Plugin({
    props: {
      handleTextInput(view, from, to, text) {
        if (view.composing || !text.endsWith(STROKE)) return false;
        const at = view.state.doc.resolve(from);
        if (at.parent.type.name !== "photo" || to > at.end()) return false;
        const before = at.parent.textBetween(0, at.parentOffset, undefined, "\uFFFC") + text;
        const found = expand(before, before.length);
        // A code that begins in what is typed now is no code yet that somebody has seen.
        if (!found || found.from > at.parentOffset) return false;
        const { tr } = view.state;
        tr.insertText(found.text, at.start() + found.from, to).scrollIntoView();
        // Undo gives back what was typed.
        view.dispatch(closeHistory(tr));
        return true;
      },
    },
  });
}
