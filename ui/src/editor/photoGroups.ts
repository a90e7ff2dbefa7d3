/** Photos side by side: the row they stand in, and the ways into it and out of it. */
import type { Node } from "prosemirror-model";
import { Plugin, type Command } from "prosemirror-state";
import {
  Decoration,
  DecorationSet,
  type EditorView,
  type NodeView,
  type ViewMutationRecord,
} from "prosemirror-view";

import { dissolvePhotoGroup, isPhotos, makePhotoGroup } from "./commands/photos";
import { blockById } from "./places";
import type { Translate } from "./words";

/** Marks each photo and group that stands before another one, so that it offers to join it. */
export function photoNeighbours(): Plugin {
  const draw = (doc: Node): DecorationSet => {
    const found: Decoration[] = [];
    doc.forEach((node, position, index) => {
      if (!isPhotos(node) || !isPhotos(doc.maybeChild(index + 1))) return;
      found.push(Decoration.node(position, position + node.nodeSize, {}, { joinsNext: true }));
    });
    return DecorationSet.create(doc, found);
  };
  const plugin: Plugin<DecorationSet> = new Plugin<DecorationSet>({
    state: {
      init: (_, state) => draw(state.doc),
      apply: (tr, drawn) => (tr.docChanged ? draw(tr.doc) : drawn),
    },
    props: { decorations: (state) => plugin.getState(state) },
  });
  return plugin;
}

/** Brings a block into sight as a whole, its pictures and fields too. */
export function showBlock(view: EditorView, blockId: string): boolean {
  const block = blockById(view.state.doc, blockId);
  const dom = block && view.nodeDOM(block.position);
  if (!(dom instanceof HTMLElement)) return false;
  (dom.closest(".photo-group") ?? dom).scrollIntoView({ block: "nearest" });
  return true;
}

/** Whether a photo or group stands before another one, as its view is told. */
export function joinsNext(decorations: readonly Decoration[]): boolean {
  return decorations.some(
    ({ spec }) => (spec as { joinsNext?: boolean } | null)?.joinsNext === true,
  );
}

export class PhotoGroupView implements NodeView {
  readonly dom = document.createElement("div");
  readonly contentDOM = document.createElement("div");

  private readonly join = document.createElement("button");
  private readonly split = document.createElement("button");

  constructor(
    private node: Node,
    private readonly view: EditorView,
    private decorations: readonly Decoration[],
    private readonly host: { t: Translate; onDestroy(): void },
  ) {
    this.dom.className = "photo-group";
    this.contentDOM.className = "photo-row";
    const actions = document.createElement("div");
    actions.className = "photo-actions photo-group-actions";
    actions.contentEditable = "false";
    for (const button of [this.join, this.split]) button.type = "button";
    this.join.className = "photo-join";
    this.split.className = "photo-split";
    this.join.addEventListener("click", () => this.run(makePhotoGroup(this.blockId)));
    this.split.addEventListener("click", () => this.run(dissolvePhotoGroup(this.blockId)));
    actions.append(this.split, this.join);
    this.dom.append(this.contentDOM, actions);
    this.refresh();
  }

  update(node: Node, decorations: readonly Decoration[]): boolean {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.decorations = decorations;
    this.refresh();
    return true;
  }

  /** Puts its words on screen anew. */
  refresh(): void {
    const { t } = this.host;
    this.dom.dataset["block"] = "photoGroup";
    this.dom.dataset["id"] = this.blockId;
    this.join.textContent = t("editor.joinNext");
    this.join.hidden = !joinsNext(this.decorations);
    this.split.textContent = t("editor.splitGroup");
  }

  stopEvent(event: Event): boolean {
    const { target } = event;
    return target instanceof Element && target.closest(".photo-group-actions") !== null;
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return !this.contentDOM.contains(mutation.target);
  }

  destroy(): void {
    this.host.onDestroy();
  }

  private get blockId(): string {
    return String(this.node.attrs["id"]);
  }

  private run(command: Command): void {
    const { blockId, view } = this;
    const first = String(this.node.firstChild?.attrs["id"]);
    command(view.state, view.dispatch);
    view.focus();
    if (!showBlock(view, blockId)) showBlock(view, first);
  }
}
