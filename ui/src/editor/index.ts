/** The page editor's door: nothing behind it is imported from elsewhere. */
export { BehindFrame } from "./behind-frame";
export { expandInField, mayCloseCode } from "./codes";
export {
  mountEditor,
  type EditorCommands,
  type EditorHandle,
  type EditorOptions,
  type FocusPlace,
} from "./editor";
export type {
  DocumentJSON,
  DropTarget,
  NewPhoto,
  NodeJSON,
  ShownPhoto,
  UseWords,
} from "./document";
export type { ChangeKind, ChangeSide, ChangeText, RemovedLine, ShownChange } from "./changes";
export type { Companion } from "./companions";
export type { FindingFix, FindingPassage, FindingSeverity, ShownFinding } from "./findings";
export { alignReaders, mountReader, type ReaderHandle, type ReaderOptions } from "./reader";
export { textOfLines, type Span, type Spot } from "./lines";
export { markedPassages, showPassage, type PassageFound, type PassageQuote } from "./passages";
export {
  ALL,
  BLUR_LIMIT,
  CROP_MIN,
  LIGHT_LIMIT,
  STRAIGHTEN_LIMIT,
  WHOLE,
  cropTo,
  frameSize,
  moved,
  noEdits,
  parseEdits,
  printEdits,
  pulled,
  shownSize,
  straightenScale,
  turned,
  type Area,
  type Edge,
  type PhotoEdits,
  type Point,
  type Size,
} from "./photoEdits";
export { oldFontRuns, type FontRun } from "./paste/old";
export type { TextKind } from "./commands/blocks";
export type { TextMark } from "./commands/marks";
export type { CaretPlace, EditorSummary } from "./summary";
export type { EditorWord, Translate } from "./words";
export { isSafeLink, syllables } from "./text";
export { DRAFT } from "./threads";
export type { PageReplacement, ShownThread, TextPoint, ThreadPlace } from "./threads";
