/** Photos in the page: put in, filled, changed, grouped. */
import type { Node } from "prosemirror-model";
import type { Command, EditorState, Transaction } from "prosemirror-state";

import type { DropTarget, NewPhoto } from "../document";
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
} from "../places";
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
      const tr = state.tr.insert(position, newPhoto({ hash, caption }));
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
    dispatch?.(state.tr.setNodeAttribute(block.position, "photo", hash));
    return true;
  };
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

/** Groups the selected photos; with the caret in one photo, that one and the photo after it. */
export const makePhotoGroup: Command = (state, dispatch) => {
  let { first, last } = touchedChildren(state.selection);
  const { doc } = state;
  while (first <= last && doc.maybeChild(first)?.type !== nodes.photo) first += 1;
  if (first > last || first < FIRST_BLOCK) return false;
  let end = first;
  while (end < last && doc.maybeChild(end + 1)?.type === nodes.photo) end += 1;
  last = end;
  if (first === last && doc.maybeChild(last + 1)?.type === nodes.photo) last += 1;
  const photos: Node[] = [];
  for (let at = first; at <= last; at += 1) photos.push(doc.child(at));
  const from = childPosition(doc, first);
  const to = photos.reduce((position, photo) => position + photo.nodeSize, from);
  dispatch?.(rebuild(state, state.tr, from, to, [nodes.photoGroup.create(null, photos)]));
  return true;
};

/** Takes the group around the caret apart into single photos. */
export const dissolvePhotoGroup: Command = (state, dispatch) => {
  const { first } = touchedChildren(state.selection);
  const group = state.doc.maybeChild(first);
  if (group?.type !== nodes.photoGroup) return false;
  const from = childPosition(state.doc, first);
  const photos: Node[] = [];
  group.forEach((photo) => photos.push(photo));
  dispatch?.(rebuild(state, state.tr, from, from + group.nodeSize, photos));
  return true;
};

function placed(state: EditorState, target: DropTarget, photos: readonly NewPhoto[]): Transaction {
  const tr = state.tr;
  const [firstPhoto, ...others] = photos;
  let rest = photos;
  let after: number;
  const missing = target.kind === "photo-missing" ? blockById(tr.doc, target.blockId) : null;
  if (missing?.node.type === nodes.photo && firstPhoto) {
    const { position, node } = missing;
    tr.setNodeAttribute(position, "photo", firstPhoto.hash);
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
