/** What panels and menus need to know of the page, small enough to be made once a frame. */
import { redoDepth, undoDepth } from "prosemirror-history";
import type { Node } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";

import { linkAt, type TextMark } from "./commands/marks";
import { makePhotoGroup } from "./commands/photos";
import { findingAtCaret, hushedFindings } from "./findings";
import { FIRST_BLOCK, HEADLINE, LEAD, currentBlock, depthOf, isBodyEmpty } from "./places";
import { schema } from "./schema";
import { characters, syllables, words } from "./text";
import { threadAtCaret } from "./threads";

const { nodes } = schema;

/** What the caret is in. */
export type CaretPlace =
  | "headline"
  | "lead"
  | "paragraph"
  | "subhead"
  | "quote"
  | "bulletedList"
  | "numberedList"
  | "table"
  | "box"
  | "photo"
  | "photoGroup";

export interface EditorSummary {
  place: CaretPlace;
  /** Innermost block of the caret; null in headline and lead. */
  blockId: string | null;
  inBox: boolean;
  inPhotoGroup: boolean;
  /** Whether the photo of the caret, or those selected, can be put side by side. */
  canGroupPhotos: boolean;
  hasSelection: boolean;
  /** Marks that typed text gets or the selection has. */
  marks: Record<TextMark, boolean>;
  /** Address of the link at the caret. */
  link: string | null;
  /** Whether text here may carry marks. */
  takesMarks: boolean;
  canUndo: boolean;
  canRedo: boolean;
  /** Syllables: the body without captions, the total with everything. */
  syllables: { headline: number; lead: number; body: number; captions: number; total: number };
  /** As word processors count them, of everything. */
  words: number;
  characters: { all: number; solid: number };
  /** Syllables of what is selected; null where nothing is. */
  selected: number | null;
  empty: { headline: boolean; lead: boolean; body: boolean };
  /** Photo blocks that have no photo. */
  photosMissing: number;
  /** The conversation about the words at the caret. */
  thread: string | null;
  /** What the checks found on the words at the caret. */
  finding: string | null;
  /** What they found on the words that are being typed. */
  hushed: string[];
}

export function summarise(state: EditorState): EditorSummary {
  const { doc, selection } = state;
  const { $from } = selection;
  const counts = countsOf(doc);
  const place = placeOf(state);
  return {
    place,
    blockId: idOf(state),
    inBox: depthOf($from, "box") !== null,
    inPhotoGroup: depthOf($from, "photoGroup") !== null || place === "photoGroup",
    canGroupPhotos: makePhotoGroup()(state),
    hasSelection: !selection.empty,
    marks: {
      strong: isActive(state, "strong"),
      em: isActive(state, "em"),
      sub: isActive(state, "sub"),
      sup: isActive(state, "sup"),
    },
    link: linkAt($from),
    takesMarks: $from.parent.isTextblock && $from.parent.type !== nodes.headline,
    canUndo: undoDepth(state) > 0,
    canRedo: redoDepth(state) > 0,
    syllables: counts.syllables,
    words: counts.words,
    characters: counts.characters,
    selected: selectedSyllables(state),
    empty: {
      headline: doc.child(HEADLINE).content.size === 0,
      lead: doc.child(LEAD).content.size === 0,
      body: isBodyEmpty(doc),
    },
    photosMissing: counts.photosMissing,
    thread: threadAtCaret(state),
    finding: findingAtCaret(state),
    hushed: hushedFindings(state),
  };
}

function placeOf(state: EditorState): CaretPlace {
  const { selection } = state;
  const child = selection.$from.index(0);
  if (child === HEADLINE) return "headline";
  if (child === LEAD) return "lead";
  const block = currentBlock(selection)?.node;
  switch (block?.type) {
    case nodes.list:
      return block.attrs["ordered"] ? "numberedList" : "bulletedList";
    case nodes.subhead:
      return "subhead";
    case nodes.quote:
      return "quote";
    case nodes.table:
      return "table";
    case nodes.box:
      return "box";
    case nodes.photo:
      return "photo";
    case nodes.photoGroup:
      return "photoGroup";
    default:
      return "paragraph";
  }
}

function idOf(state: EditorState): string | null {
  const block = currentBlock(state.selection);
  return block ? String(block.node.attrs["id"]) : null;
}

function isActive(state: EditorState, name: TextMark): boolean {
  const { empty, $from, from, to } = state.selection;
  const type = schema.marks[name];
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  return state.doc.rangeHasMark(from, to, type);
}

function selectedSyllables({ doc, selection }: EditorState): number | null {
  if (selection.empty) return null;
  return syllables(doc.textBetween(selection.from, selection.to, "\n", " "));
}

interface Counts {
  syllables: EditorSummary["syllables"];
  words: number;
  characters: EditorSummary["characters"];
  photosMissing: number;
}

function countsOf(doc: Node): Counts {
  const title = count(doc.child(HEADLINE));
  const summary = count(doc.child(LEAD));
  const [headline, lead] = [title.all, summary.all];
  const written = { words: title.words + summary.words, all: title.letters, solid: title.solid };
  written.all += summary.letters;
  written.solid += summary.solid;
  let all = 0;
  let captions = 0;
  let photosMissing = 0;
  for (let at = FIRST_BLOCK; at < doc.childCount; at += 1) {
    const block = count(doc.child(at));
    all += block.all;
    captions += block.captions;
    photosMissing += block.photosMissing;
    written.words += block.words;
    written.all += block.letters;
    written.solid += block.solid;
  }
  return {
    words: written.words,
    characters: { all: written.all, solid: written.solid },
    syllables: { headline, lead, body: all - captions, captions, total: headline + lead + all },
    photosMissing,
  };
}

interface BlockCount {
  all: number;
  captions: number;
  photosMissing: number;
  words: number;
  letters: number;
  solid: number;
}

/** A key changes one block: the others are counted once. */
const counted = new WeakMap<Node, BlockCount>();

function count(node: Node): BlockCount {
  const known = counted.get(node);
  if (known) return known;
  const made: BlockCount = {
    ...{ all: 0, captions: 0, photosMissing: 0 },
    ...{ words: 0, letters: 0, solid: 0 },
  };
  if (node.isTextblock) {
    const text = node.textContent;
    made.all = syllables(text);
    made.words = words(text);
    ({ all: made.letters, solid: made.solid } = characters(text));
    if (node.type === nodes.photo) {
      made.captions = made.all;
      made.photosMissing = node.attrs["photo"] === null ? 1 : 0;
    }
  } else {
    node.forEach((child) => {
      const inner = count(child);
      made.all += inner.all;
      made.captions += inner.captions;
      made.photosMissing += inner.photosMissing;
      made.words += inner.words;
      made.letters += inner.letters;
      made.solid += inner.solid;
    });
  }
  counted.set(node, made);
  return made;
}
