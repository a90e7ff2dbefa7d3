/** An article to read: the page as it looks when nobody writes in it. */
import type { Node } from "prosemirror-model";
import { EditorState, Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet, EditorView, type NodeView } from "prosemirror-view";

import {
  changeElement,
  changesPlugin,
  markChange,
  showChanges,
  type ChangeSide,
  type ChangeText,
  type ShownChange,
} from "./changes";
import type { DocumentJSON, ShownPhoto } from "./document";
import { parseEdits, shownSize } from "./photoEdits";
import { schema } from "./schema";
import type { Translate } from "./words";

export interface ReaderOptions {
  document: DocumentJSON;
  t: Translate;
  /** What a reader aloud says this text is. */
  label: string;
  photoUrl(hash: string, rendition: "thumb" | "desk", edits?: string): string;
  photoInfo(hash: string): ShownPhoto | undefined;
  side?: ChangeSide;
  changeText?(change: ShownChange): ChangeText;
  onPickChange?(id: string): void;
}

export interface ReaderHandle {
  readonly dom: HTMLElement;
  showChanges(changes: readonly ShownChange[]): void;
  markChange(id: string | null): void;
  /** What shows a change; null where this text does not. */
  changeElement(id: string): HTMLElement | null;
  destroy(): void;
}

/** Throws when the document is not a valid one. */
export function mountReader(place: HTMLElement, options: ReaderOptions): ReaderHandle {
  const doc = schema.nodeFromJSON(options.document);
  doc.check();
  const view = new EditorView(place, {
    state: EditorState.create({
      doc,
      plugins: [
        changesPlugin(
          {
            t: options.t,
            changeText: (change) => options.changeText?.(change) ?? { what: "", who: "" },
            photoUrl: (hash, rendition, edits) => options.photoUrl(hash, rendition, edits),
            onPickChange: (id) => options.onPickChange?.(id),
          },
          options.side ?? "both",
        ),
        gaps(),
        still(),
      ],
    }),
    editable: () => false,
    attributes: {
      class: `page reader reader-${options.side ?? "both"}`,
      lang: "vi",
      role: "document",
      tabindex: "0",
      "aria-label": options.label,
      translate: "no",
    },
    nodeViews: {
      photo: (node) => new ReaderPhoto(node, options),
      photoGroup: () => new ReaderGroup(),
    },
  });
  views.set(view.dom, view);

  return {
    dom: view.dom,
    showChanges: (changes) => view.dispatch(showChanges(view.state.tr, changes)),
    markChange: (id) => view.dispatch(markChange(view.state.tr, id)),
    changeElement: (id) => changeElement(view, id),
    destroy: () => view.destroy(),
  };
}

/**
 * Brings blocks of two readers that belong together to one height, by room before the one that
 * stands higher. `pairs` are numbers of blocks, headline and lead included, and rise on both sides.
 * Returns whether anything had to move.
 */
export function alignReaders(
  left: ReaderHandle,
  right: ReaderHandle,
  pairs: readonly (readonly [number, number])[],
): boolean {
  const [leftView, rightView] = [views.get(left.dom), views.get(right.dom)];
  if (!leftView || !rightView) return false;
  const leftTops = naturalTops(leftView);
  const rightTops = naturalTops(rightView);
  const leftGaps = new Map<number, number>();
  const rightGaps = new Map<number, number>();
  let leftShift = 0;
  let rightShift = 0;
  for (const [a, b] of pairs) {
    const [leftTop, rightTop] = [leftTops[a], rightTops[b]];
    if (leftTop === undefined || rightTop === undefined) continue;
    const lower = Math.round(rightTop + rightShift - leftTop - leftShift);
    if (lower > 0) {
      leftGaps.set(a, lower);
      leftShift += lower;
    } else if (lower < 0) {
      rightGaps.set(b, -lower);
      rightShift -= lower;
    }
  }
  const leftMoved = setGaps(leftView, leftGaps);
  const rightMoved = setGaps(rightView, rightGaps);
  return leftMoved || rightMoved;
}

const views = new WeakMap<HTMLElement, EditorView>();

interface Gaps {
  heights: ReadonlyMap<number, number>;
  drawn: DecorationSet;
}

const gapsKey = new PluginKey<Gaps>("gaps");

/** Room before blocks, by the number of the block. */
function gaps(): Plugin<Gaps> {
  return new Plugin<Gaps>({
    key: gapsKey,
    state: {
      init: () => ({ heights: new Map(), drawn: DecorationSet.empty }),
      apply(tr, before) {
        const heights = tr.getMeta(gapsKey) as ReadonlyMap<number, number> | undefined;
        return heights ? { heights, drawn: drawGaps(tr.doc, heights) } : before;
      },
    },
    props: { decorations: (state) => gapsKey.getState(state)?.drawn },
  });
}

function drawGaps(doc: Node, heights: ReadonlyMap<number, number>): DecorationSet {
  const drawn: Decoration[] = [];
  doc.forEach((_, position, index) => {
    const height = heights.get(index);
    if (height === undefined) return;
    const draw = (): HTMLElement => {
      const dom = document.createElement("div");
      dom.className = "reader-gap";
      dom.style.height = `${height}px`;
      return dom;
    };
    // Before whatever is drawn at the same place: labels stay with their block.
    const spec = { key: `gap ${index} ${height}`, side: -2, ignoreSelection: true };
    drawn.push(Decoration.widget(position, draw, spec));
  });
  return DecorationSet.create(doc, drawn);
}

function setGaps(view: EditorView, heights: ReadonlyMap<number, number>): boolean {
  const before = gapsKey.getState(view.state)?.heights;
  const same =
    before?.size === heights.size &&
    [...heights].every(([index, height]) => before.get(index) === height);
  if (!same) view.dispatch(view.state.tr.setMeta(gapsKey, heights));
  return !same;
}

/** Where each block would begin without room before blocks, from the top of the page. */
function naturalTops(view: EditorView): number[] {
  const heights = gapsKey.getState(view.state)?.heights;
  const { top } = view.dom.getBoundingClientRect();
  const tops: number[] = [];
  let before = 0;
  view.state.doc.forEach((_, position, index) => {
    before += heights?.get(index) ?? 0;
    const dom = view.nodeDOM(position);
    const at = dom instanceof HTMLElement ? dom.getBoundingClientRect().top : top;
    tops.push(at - top - before);
  });
  return tops;
}

/** A link in a text that is only read would take the window away from the app. */
function still(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        click(_, event) {
          const { target } = event;
          if (target instanceof Element && target.closest("a")) event.preventDefault();
          return false;
        },
      },
    },
  });
}

class ReaderPhoto implements NodeView {
  readonly dom = document.createElement("figure");
  readonly contentDOM = document.createElement("figcaption");

  constructor(node: Node, { t, photoUrl, photoInfo }: ReaderOptions) {
    const { id, photo, credit, alt, edits } = node.attrs;
    this.dom.className = "photo";
    this.dom.dataset["block"] = "photo";
    this.dom.dataset["id"] = String(id);
    this.contentDOM.className = "photo-caption";
    const picture = part("div", "photo-picture");
    if (typeof photo === "string") {
      const image = document.createElement("img");
      const info = photoInfo(photo);
      if (info) {
        const { width, height } = shownSize(info, parseEdits(String(edits)));
        image.width = width;
        image.height = height;
      }
      image.alt = String(alt) || (info?.fileName ?? "");
      image.decoding = "async";
      image.src = photoUrl(photo, "desk", String(edits));
      picture.append(image);
    } else {
      picture.append(part("div", "photo-missing", t("editor.photoMissing")));
    }
    this.dom.append(picture, this.contentDOM);
    for (const [name, value] of [
      [t("editor.credit"), credit],
      [t("editor.alt"), alt],
    ] as const) {
      if (value) this.dom.append(part("p", "reader-photo-field", `${name}: ${String(value)}`));
    }
  }

  ignoreMutation(): boolean {
    return true;
  }
}

class ReaderGroup implements NodeView {
  readonly dom = part("div", "photo-group");
  readonly contentDOM = part("div", "photo-row");

  constructor() {
    this.dom.append(this.contentDOM);
  }
}

function part(name: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
