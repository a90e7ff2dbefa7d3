/** Photos in the page: put in, filled, changed, grouped. */
import { closeHistory } from "prosemirror-history";
import type { Node } from "prosemirror-model";
import type { Command, EditorState, Transaction } from "prosemirror-state";

import type { DropTarget, NewPhoto, UseWords } from "../document";
import {
  FIRST_BLOCK,
  blockById,
  bodyStart,
  childPosition,
  currentPhoto,
  isEmptyParagraph,
  putCaret,
  rebuild,
  touchedChildren,
  type Place,
} from "../places";
import { printEdits, type PhotoEdits } from "../photoEdits";
import { isPhotoHash, schema } from "../schema";
import { insertionPlace } from "./blocks";
import { deleteBlockAt } from "./deleting";

const { nodes } = schema;

/** Puts a photo, or the place for one, after the block of the caret; the caret goes to its caption. */
export function insertPhoto(hash: string | null, caption = ""): Command {
  return (state, dispatch) => {
    if (hash !== null && !isPhotoHash(hash)) return false;
    if (dispatch) {
      const position = insertionPlace(state);
      const tr = closeHistory(state.tr).insert(position, newPhoto({ hash, caption }));
      dispatch(putCaret(tr, position + 1).scrollIntoView());
    }
    return true;
  };
}

/** Gives a photo block another photo, or none; caption, credit and alt text stay. */
export function setPhoto(blockId: string, hash: string | null): Command {
  return (state, dispatch) => {
    if (hash !== null && !isPhotoHash(hash)) return false;
    const block = blockById(state.doc, blockId);
    if (block?.node.type !== nodes.photo) return false;
    dispatch?.(givePhoto(closeHistory(state.tr), block, hash));
    return true;
  };
}

/** Edits the photo of a block, for this use of it. */
export function editPhoto(blockId: string, edits: PhotoEdits): Command {
  return (state, dispatch) => {
    const block = blockById(state.doc, blockId);
    if (block?.node.type !== nodes.photo) return false;
    const text = printEdits(edits);
    if (text === block.node.attrs["edits"]) return false;
    dispatch?.(closeHistory(state.tr).setNodeAttribute(block.position, "edits", text));
    return true;
  };
}

/** Puts words at the photo of a block, as one step; empty ones leave there what is there. */
export function sayAtPhoto(blockId: string, words: UseWords): Command {
  return (state, dispatch) => {
    const block = blockById(state.doc, blockId);
    if (block?.node.type !== nodes.photo) return false;
    const { node, position } = block;
    const tr = closeHistory(state.tr);
    for (const name of ["credit", "alt"] as const) {
      const value = oneLine(words[name]);
      if (value !== "" && value !== node.attrs[name]) tr.setNodeAttribute(position, name, value);
    }
    const caption = oneLine(words.caption);
    if (caption !== "" && caption !== node.textContent) {
      tr.replaceWith(position + 1, position + 1 + node.content.size, schema.text(caption));
    }
    if (!tr.docChanged) return false;
    dispatch?.(tr);
    return true;
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** What was done to the photo before is of no use for another one. */
function givePhoto(tr: Transaction, { node, position }: Place, hash: string | null): Transaction {
  if (hash !== node.attrs["photo"]) tr.setNodeAttribute(position, "edits", "");
  return tr.setNodeAttribute(position, "photo", hash);
}

/** Deletes the photo block of the caret with its caption. */
export const deletePhoto: Command = (state, dispatch) => {
  const photo = currentPhoto(state.selection);
  if (!photo) return false;
  if (dispatch) {
    const tr = state.tr;
    deleteBlockAt(tr, photo.position);
    dispatch(tr.scrollIntoView());
  }
  return true;
};

/**
 * Puts photos where they were dropped. On a missing photo the first one fills it and keeps its
 * caption, the others follow. One step for undo.
 */
export function placePhotos(target: DropTarget, photos: readonly NewPhoto[]): Command {
  return (state, dispatch) => {
    const sound = photos.filter(({ hash }) => isPhotoHash(hash));
    if (sound.length === 0) return false;
    if (dispatch) dispatch(placed(state, target, sound).scrollIntoView());
    return true;
  };
}

/**
 * Groups the selected photos; from one photo, that one and the photo after it. The photo is the
 * one of the caret, or the one with this id. Groups among them become one with the photos.
 */
export function makePhotoGroup(blockId?: string): Command {
  return (state, dispatch) => {
    const members = groupable(state, blockId);
    const [start] = members;
    if (!start || members.length < 2) return false;
    if (dispatch) {
      const from = start.position;
      const to = members.reduce((position, { node }) => position + node.nodeSize, from);
      // One that is there already keeps its name, and takes the others in.
      const group = members.find(({ node }) => node.type === nodes.photoGroup)?.node;
      const made = nodes.photoGroup.create(group?.attrs ?? null, members.flatMap(photosIn));
      dispatch(rebuild(state, closeHistory(state.tr), from, to, [made]));
    }
    return true;
  };
}

/** Takes a group apart into single photos: the one around the caret, or the one with this id. */
export function dissolvePhotoGroup(blockId?: string): Command {
  return (state, dispatch) => {
    const { doc } = state;
    const index = indexOf(state, blockId);
    const group = doc.maybeChild(index);
    if (group?.type !== nodes.photoGroup) return false;
    if (dispatch) {
      const from = childPosition(doc, index);
      const to = from + group.nodeSize;
      const photos = photosIn({ node: group });
      dispatch(rebuild(state, closeHistory(state.tr), from, to, photos));
    }
    return true;
  };
}

/** Photos and groups that stand in a row, as `makePhotoGroup` takes them. */
function groupable(state: EditorState, blockId?: string): Place[] {
  const { doc } = state;
  const isMember = (index: number): boolean => isPhotos(doc.maybeChild(index));
  let { first, last } = touchedChildren(state.selection);
  if (blockId !== undefined) first = last = indexOf(state, blockId);
  while (first <= last && !isMember(first)) first += 1;
  if (first > last || first < FIRST_BLOCK) return [];
  let end = first;
  while (end < last && isMember(end + 1)) end += 1;
  if (end === first && isMember(end + 1)) end += 1;
  const members: Place[] = [];
  for (let at = first; at <= end; at += 1) {
    members.push({ node: doc.child(at), position: childPosition(doc, at) });
  }
  return members;
}

/** Child of the page that a block is or is in; that of the caret without an id. */
function indexOf(state: EditorState, blockId?: string): number {
  if (blockId === undefined) return touchedChildren(state.selection).first;
  const block = blockById(state.doc, blockId);
  return block ? state.doc.resolve(block.position).index(0) : -1;
}

function photosIn({ node }: { node: Node }): Node[] {
  if (node.type === nodes.photo) return [node];
  const photos: Node[] = [];
  node.forEach((photo) => photos.push(photo));
  return photos;
}

/** Whether a node is a photo or a group of them. */
export function isPhotos(node: Node | null): boolean {
  return node?.type === nodes.photo || node?.type === nodes.photoGroup;
}

function placed(state: EditorState, target: DropTarget, photos: readonly NewPhoto[]): Transaction {
  // A step of its own, however soon it comes after a letter.
  const tr = closeHistory(state.tr);
  const [firstPhoto, ...others] = photos;
  let rest = photos;
  let after: number;
  const missing = target.kind === "photo-missing" ? blockById(tr.doc, target.blockId) : null;
  if (missing?.node.type === nodes.photo && firstPhoto) {
    const { position, node } = missing;
    givePhoto(tr, missing, firstPhoto.hash);
    for (const name of ["credit", "alt"] as const) {
      if (node.attrs[name] === "" && firstPhoto[name]) {
        tr.setNodeAttribute(position, name, firstPhoto[name]);
      }
    }
    if (node.content.size === 0 && firstPhoto.caption) {
      tr.insert(position + 1, schema.text(firstPhoto.caption));
    }
    rest = others;
    after = position + (tr.doc.nodeAt(position)?.nodeSize ?? 0);
  } else {
    after = placeAfter(tr.doc, target);
  }
  tr.insert(
    after,
    rest.map((photo) => newPhoto(photo)),
  );
  // Into the caption: what comes next is to say what the photo shows.
  const filled = missing ? missing.position : after;
  return putCaret(tr, filled + (tr.doc.nodeAt(filled)?.nodeSize ?? 1) - 1, -1);
}

/** Position after the block of a target, at the end where the block is gone. */
function placeAfter(doc: Node, target: DropTarget): number {
  if (target.kind === "between" && target.afterBlockId === null) return bodyStart(doc);
  const id = target.kind === "between" ? (target.afterBlockId ?? "") : target.blockId;
  const block = blockById(doc, id);
  if (!block) return doc.content.size;
  const $place = doc.resolve(block.position);
  if ($place.depth > 0 && $place.parent.type !== nodes.photoGroup) return $place.after(1);
  // Dropped on an empty line: the line stays below to be written in.
  return isEmptyParagraph(block.node) ? block.position : block.position + block.node.nodeSize;
}

function newPhoto(photo: Omit<NewPhoto, "hash"> & { hash: string | null }): Node {
  const { hash, caption = "", credit = "", alt = "" } = photo;
  const content = caption === "" ? [] : [schema.text(caption)];
  return nodes.photo.create({ photo: hash, credit, alt }, content);
}
