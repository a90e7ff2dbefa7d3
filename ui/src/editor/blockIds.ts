/**
 * Ids of blocks: given once, kept through everything, never doubled.
 *
 * A comment, a change and a merge name their place by a block's id. So an id follows its text:
 * a split keeps it on the first half, Enter at the start of a block leaves it with the text, a
 * copy gets a new one, what was cut and pasted keeps its own, undo and redo bring it back.
 */
import type { Fragment, Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

import { presentState } from "./caret";
import { isBlockId } from "./schema";

/** All ids this document has held since it was opened; only ever grows. */
const knownIds = new PluginKey<Set<string>>("blockIds");

export function blockIds(newId: () => string = randomBlockId): Plugin<Set<string>> {
  let view: EditorView | null = null;

  return new Plugin<Set<string>>({
    key: knownIds,
    state: {
      init: (_, state) => remember(new Set(), state.doc),
      apply: (tr, known) => (tr.docChanged ? remember(known, tr.doc) : known),
    },

    appendTransaction(transactions, before, after) {
      if (!transactions.some((tr) => tr.docChanged)) return null;
      // An attribute set on the block that is being composed rebuilds its DOM, and with it the
      // input method's word is lost. It waits until the composition is over.
      if (view?.composing) return null;
      return settle(after, newId, rightfulPlaces(before.doc, transactions));
    },

    view(editorView) {
      view = editorView;
      let timer: number | undefined;
      const settleLater = (): void => {
        window.clearTimeout(timer);
        // Past the moment in which ProseMirror reads the end of a composition from the DOM.
        timer = window.setTimeout(() => {
          if (editorView.composing) return settleLater();
          const tr = settle(presentState(editorView), newId);
          if (tr) editorView.dispatch(tr.setMeta("addToHistory", false));
        }, 60);
      };
      editorView.dom.addEventListener("compositionend", settleLater);
      return {
        destroy() {
          window.clearTimeout(timer);
          editorView.dom.removeEventListener("compositionend", settleLater);
          view = null;
        },
      };
    },
  });
}

/** Whether the document held this id at any time since it was opened. */
export function isKnownId(state: EditorState, id: string): boolean {
  return knownIds.getState(state)?.has(id) ?? false;
}

/** The document with an id on each block; the same document where nothing was missing. */
export function withBlockIds(doc: Node, newId: () => string = randomBlockId): Node {
  const seen = new Set<string>();
  const give = (node: Node): Node => {
    if (node.isText) return node;
    let { attrs } = node;
    if (hasId(node)) {
      const id: unknown = attrs["id"];
      if (isBlockId(id) && !seen.has(id)) seen.add(id);
      else attrs = { ...attrs, id: freshId(newId, seen) };
    }
    const children: Node[] = [];
    node.forEach((child) => children.push(give(child)));
    const changed = attrs !== node.attrs || children.some((child, at) => child !== node.child(at));
    return changed ? node.type.create(attrs, children, node.marks) : node;
  };
  return give(doc);
}

/** Calls `visit` for each block that has an id, holders before what they hold. */
export function eachBlock(
  content: Fragment | Node,
  visit: (node: Node, position: number) => void,
): void {
  content.descendants((node, position) => {
    if (hasId(node)) visit(node, position);
    return !node.isTextblock;
  });
}

export function hasId(node: Node): boolean {
  return node.type.spec.attrs?.["id"] !== undefined;
}

/** Eight digits of base 36. */
export function randomBlockId(): string {
  let id = "";
  while (id.length < 8) {
    for (const byte of crypto.getRandomValues(new Uint8Array(12))) {
      // 252 is the last multiple of 36 in a byte: no digit is likelier than another.
      if (byte < 252 && id.length < 8) id += (byte % 36).toString(36);
    }
  }
  return id;
}

interface Holder {
  position: number;
  hasText: boolean;
}

function settle(
  state: EditorState,
  newId: () => string,
  rightful?: (id: string) => number | null,
): Transaction | null {
  const holders = new Map<string, Holder[]>();
  const missing: number[] = [];
  eachBlock(state.doc, (node, position) => {
    const id: unknown = node.attrs["id"];
    if (!isBlockId(id)) {
      missing.push(position);
      return;
    }
    const holder = { position, hasText: node.textContent !== "" };
    const others = holders.get(id);
    if (others) others.push(holder);
    else holders.set(id, [holder]);
  });

  for (const [id, places] of holders) {
    if (places.length < 2) continue;
    const keeper = keeperOf(places, rightful?.(id) ?? null);
    for (const place of places) if (place !== keeper) missing.push(place.position);
  }
  if (missing.length === 0) return null;

  const taken = new Set([...holders.keys(), ...(knownIds.getState(state) ?? [])]);
  const tr = state.tr;
  for (const position of missing) tr.setNodeAttribute(position, "id", freshId(newId, taken));
  return tr;
}

/** Who held the id before keeps it, unless only its shell is left and the text is elsewhere. */
function keeperOf(places: Holder[], before: number | null): Holder | undefined {
  const first = places.find((place) => place.position === before) ?? places[0];
  if (first?.hasText) return first;
  return places.find((place) => place.hasText) ?? first;
}

/** Where the holder of an id of the old document stands in the new one. */
function rightfulPlaces(
  before: Node,
  transactions: readonly Transaction[],
): (id: string) => number | null {
  let places: Map<string, number> | undefined;
  return (id) => {
    if (!places) {
      const found = new Map<string, number>();
      eachBlock(before, (node, position) => found.set(String(node.attrs["id"]), position));
      places = found;
    }
    const old = places.get(id);
    if (old === undefined) return null;
    return transactions.reduce((position, tr) => tr.mapping.map(position, 1), old);
  };
}

function remember(known: Set<string>, doc: Node): Set<string> {
  eachBlock(doc, (node) => {
    const id: unknown = node.attrs["id"];
    if (isBlockId(id)) known.add(id);
  });
  return known;
}

function freshId(newId: () => string, taken: Set<string>): string {
  for (;;) {
    const id = newId();
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
}
