import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/** What ProseMirror watches the page with. It has no public door. */
interface Watched {
  domObserver: { flush(): void };
}

/**
 * The page with the caret where the webview has it by now. The webview moves the caret for an arrow
 * or a click at once and tells of it a task later; whatever is drawn into the page in between would
 * put it back where it was, and the key would be lost.
 */
export function presentState(view: EditorView): EditorState {
  // An input method's word is read when the word is done.
  if (!view.composing) (view as unknown as Watched).domObserver.flush();
  return view.state;
}
