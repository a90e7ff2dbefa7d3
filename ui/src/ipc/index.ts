export * as ipc from "./commands";
export { on } from "./events";
export type { Events } from "./events";
export { asFailure, noteUncaught } from "./failure";
export { photoUrl, sheetPictureUrl } from "./photo-url";
export type { Rendition, SheetPicture } from "./photo-url";
export { onWindowClosing } from "./window";
export type * from "./generated";
