import type { Attachment } from "svelte/attachments";

import { expandInField, mayCloseCode } from "../../editor";
import { expansionAt } from "../../newsroom/codes";
import { photoDesk } from "../../state/photo-desk.svelte";

/** Writes code replacements out as they are closed. */
export const writesCodesOut: Attachment<HTMLInputElement | HTMLTextAreaElement> = (field) => {
  const look = (event: Event) => {
    if (!mayCloseCode(event)) return;
    expandInField(field, (text, caret) => expansionAt(text, caret, photoDesk.kit.codes));
  };
  field.addEventListener("input", look);
  field.addEventListener("compositionend", look);
  return () => {
    field.removeEventListener("input", look);
    field.removeEventListener("compositionend", look);
  };
};
