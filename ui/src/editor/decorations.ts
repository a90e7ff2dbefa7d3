/** What is drawn over the page and is not part of it: hints in empty fields, the drop line. */
import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

import type { DropTarget } from "./document";
import { FIRST_BLOCK, HEADLINE, LEAD, blockById, childPosition, isBodyEmpty } from "./places";
import { schema } from "./schema";
import type { Translate } from "./words";

const redraw = new PluginKey("placeholders");
const dropKey = new PluginKey<DropTarget | null>("dropTarget");

/** Meta that makes the hints appear in the present language. */
export const redrawPlaceholders = redraw;

/**
 * Hints in what is empty. Attributes on the node only: text put into an editable line would get
 * in the way of input methods.
 */
export function placeholders(t: () => Translate): Plugin {
  const draw = (doc: Node): DecorationSet => {
    const found: Decoration[] = [];
    const hint = (node: Node, position: number, text: string): void => {
      found.push(
        Decoration.node(position, position + node.nodeSize, {
          class: "is-empty",
          "data-placeholder": text,
        }),
      );
    };
    const words = t();
    doc.forEach((node, position, index) => {
      if (index === HEADLINE && node.content.size === 0) {
        hint(node, position, words("editor.headline"));
      } else if (index === LEAD && node.content.size === 0) {
        hint(node, position, words("editor.lead"));
      } else if (index === FIRST_BLOCK && isBodyEmpty(doc)) {
        hint(node, position, words("editor.body"));
      } else if (node.type === schema.nodes.photo) {
        if (node.content.size === 0) hint(node, position, words("editor.caption"));
      } else if (node.type === schema.nodes.photoGroup) {
        node.forEach((photo, offset) => {
          if (photo.content.size === 0) hint(photo, position + 1 + offset, words("editor.caption"));
        });
      }
    });
    return DecorationSet.create(doc, found);
  };

  const plugin: Plugin<DecorationSet> = new Plugin<DecorationSet>({
    key: redraw,
    state: {
      init: (_, state) => draw(state.doc),
      apply: (tr, hints) => (tr.docChanged || tr.getMeta(redraw) ? draw(tr.doc) : hints),
    },
    props: {
      decorations: (state) => plugin.getState(state),
    },
  });
  return plugin;
}

/** Shows where a dragged photo would land. */
export function dropTargets(): Plugin<DropTarget | null> {
  return new Plugin<DropTarget | null>({
    key: dropKey,
    state: {
      init: () => null,
      apply(tr, target) {
        const set = tr.getMeta(dropKey) as { target: DropTarget | null } | undefined;
        return set ? set.target : target;
      },
    },
    props: {
      decorations(state) {
        const target = dropKey.getState(state);
        return target ? drawTarget(state, target) : null;
      },
    },
  });
}

export function dropTargetMeta(target: DropTarget | null): [PluginKey, unknown] {
  return [dropKey, { target }];
}

export function shownDropTarget(state: EditorState): DropTarget | null {
  return dropKey.getState(state) ?? null;
}

function drawTarget(state: EditorState, target: DropTarget): DecorationSet {
  const { doc } = state;
  if (target.kind === "between" && target.afterBlockId === null) {
    const position = childPosition(doc, LEAD);
    return nodeClass(doc, position, doc.child(LEAD), "drop-after");
  }
  const id = target.kind === "between" ? (target.afterBlockId ?? "") : target.blockId;
  const block = blockById(doc, id);
  if (!block) return DecorationSet.empty;
  const name = target.kind === "between" ? "drop-after" : "drop-here";
  return nodeClass(doc, block.position, block.node, name);
}

function nodeClass(doc: Node, position: number, node: Node, name: string): DecorationSet {
  return DecorationSet.create(doc, [
    Decoration.node(position, position + node.nodeSize, { class: name }),
  ]);
}
