import type { Attachment } from "svelte/attachments";

import { expansionAt } from "../../newsroom/codes";
import { photoDesk } from "../../state/photo-desk.svelte";

/** Writes code replacements out as they are closed. Never while an input method composes: what it
 *  holds is not in the text yet. */
export const writesCodesOut: Attachment<HTMLInputElement | HTMLTextAreaElement> = (field) => {
  const look = (event: Event) => {
    if (event instanceof InputEvent && event.isComposing) return;
    const { selectionStart: caret, selectionEnd: end, value } = field;
    if (caret === null || caret !== end) return;
    const found = expansionAt(value, caret, photoDesk.kit.codes);
    if (!found) return;
    field.setSelectionRange(found.from, caret);
    // As if typed: undo takes it back, and the field hears of it.
    document.execCommand("insertText", false, found.text);
  };
  field.addEventListener("input", look);
  field.addEventListener("compositionend", look);
  return () => {
    field.removeEventListener("input", look);
    field.removeEventListener("compositionend", look);
  };
};
