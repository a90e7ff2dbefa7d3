/** The words the editor shows. The host's catalogue holds them in each language. */
export type EditorWord =
  | "editor.page"
  | "editor.headline"
  | "editor.lead"
  | "editor.body"
  | "editor.caption"
  | "editor.photoMissing"
  | "editor.photoMissingHint"
  | "editor.photoUnreadable"
  | "editor.credit"
  | "editor.alt"
  | "editor.choosePhoto"
  | "editor.changePhoto"
  | "editor.editPhoto"
  | "editor.photoInfo"
  | "editor.removePhoto"
  | "editor.deletePhoto"
  | "editor.joinNext"
  | "editor.splitGroup"
  | "editor.movedHere"
  | "editor.movedFrom"
  | "editor.movedAway";

export type Translate = (key: EditorWord) => string;
