import { Plugin, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

import { presentState } from "./caret";

/**
 * Letters typed into words that something is drawn around: an insertion, the passage of a
 * conversation. Where the webview types there by itself, ProseMirror takes the element around the
 * words for doubtful and makes it anew for each letter: the line is laid out twice. Put into the
 * document first, the letter only changes the text that stands there.
 *
 * In text that nothing is drawn around, the webview is faster: it repaints one line, not the
 * paragraph.
 */
export function drawnWords(): Plugin {
  return new Plugin({
    props: {
      handleKeyPress(view, event) {
        const { selection } = presentState(view);
        if (!(selection instanceof TextSelection) || !selection.empty) return false;
        const letter = String.fromCharCode(event.charCode);
        if (/[\r\n]/.test(letter) || !isDrawnAround(view)) return false;
        const insert = () => view.state.tr.insertText(letter).scrollIntoView();
        const { head } = selection;
        if (!view.someProp("handleTextInput", (f) => f(view, head, head, letter, insert))) {
          view.dispatch(insert());
        }
        return true;
      },
    },
  });
}

function isDrawnAround(view: EditorView): boolean {
  const { node } = view.domAtPos(view.state.selection.head, -1);
  const around = node instanceof Text ? node.parentElement : null;
  // ProseMirror's own sign on the elements of decorations.
  return (around as { pmIsDeco?: boolean } | null)?.pmIsDeco === true;
}
