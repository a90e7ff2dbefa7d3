/** The photo in the page: its picture, caption, credit and alt text. */
import { redo, undo } from "prosemirror-history";
import type { Node } from "prosemirror-model";
import { NodeSelection, type Command } from "prosemirror-state";
import type { Decoration, EditorView, NodeView, ViewMutationRecord } from "prosemirror-view";

import { expandInField, mayCloseCode, type ExpandCode } from "./codes";
import { deleteBlock } from "./commands/blocks";
import { makePhotoGroup, setPhoto } from "./commands/photos";
import type { ShownPhoto } from "./document";
import { parseEdits, shownSize } from "./photoEdits";
import { joinsNext, showBlock } from "./photoGroups";
import { putCaret } from "./places";
import { schema } from "./schema";
import type { EditorWord, Translate } from "./words";

export interface PhotoHost {
  t: Translate;
  photoUrl(hash: string, rendition: "thumb" | "desk", edits?: string): string;
  photoInfo(hash: string): ShownPhoto | undefined;
  onChoosePhoto(blockId: string): void;
  onEditPhoto(blockId: string): void;
  onPhotoInfo(blockId: string): void;
  expandCode: ExpandCode;
  onDestroy(): void;
}

type FieldName = "credit" | "alt";

export class PhotoView implements NodeView {
  readonly dom: HTMLElement;
  readonly contentDOM: HTMLElement;

  private readonly picture = element("div", "photo-picture");
  private readonly image = document.createElement("img");
  private readonly missing = element("div", "photo-missing");
  private readonly missingTitle = element("p", "photo-missing-title");
  private readonly missingHint = element("p", "photo-missing-hint");
  private readonly actions = element("div", "photo-actions");
  private readonly choose = button("photo-choose");
  private readonly edit = button("photo-edit");
  private readonly info = button("photo-info");
  private readonly remove = button("photo-remove");
  private readonly join = button("photo-join");
  private readonly erase = button("photo-delete");
  private readonly fields: Record<FieldName, Field>;
  /** Of the picture on screen; undefined before anything is. */
  private shown: string | null | undefined;

  constructor(
    private node: Node,
    private readonly view: EditorView,
    private readonly getPos: () => number | undefined,
    private decorations: readonly Decoration[],
    private readonly host: PhotoHost,
  ) {
    this.dom = element("figure", "photo");
    this.contentDOM = element("figcaption", "photo-caption");
    this.fields = { credit: this.field("credit"), alt: this.field("alt") };
    const fields = element("div", "photo-fields");
    fields.append(this.fields.credit.label, this.fields.alt.label);

    this.missing.append(this.missingTitle, this.missingHint);
    this.actions.append(this.choose, this.edit, this.info, this.remove, this.join, this.erase);
    this.picture.append(this.image, this.missing, this.actions);
    for (const part of [this.picture, fields]) part.contentEditable = "false";
    this.dom.append(this.picture, this.contentDOM, fields);

    this.image.draggable = false;
    this.image.decoding = "async";
    this.image.addEventListener("error", () => this.showState("unreadable"));
    this.image.addEventListener("load", () => this.showState("shown"));
    this.picture.addEventListener("mousedown", (event) => this.select(event));
    this.choose.addEventListener("click", () => this.host.onChoosePhoto(this.blockId));
    this.edit.addEventListener("click", () => this.host.onEditPhoto(this.blockId));
    this.info.addEventListener("click", () => this.host.onPhotoInfo(this.blockId));
    this.remove.addEventListener("click", () => this.run(setPhoto(this.blockId, null)));
    this.join.addEventListener("click", () => {
      this.run(makePhotoGroup(this.blockId));
      showBlock(this.view, this.blockId);
    });
    this.erase.addEventListener("click", () => this.run(deleteBlock(this.blockId)));
    this.show();
  }

  update(node: Node, decorations: readonly Decoration[]): boolean {
    if (node.type !== this.node.type) return false;
    const sameMarkup = node.sameMarkup(this.node);
    this.node = node;
    this.decorations = decorations;
    // A letter in the caption touches nothing around it.
    if (!sameMarkup) this.show();
    else this.showJoin();
    return true;
  }

  /** Puts the words and what is known of the photo on screen anew. */
  refresh(): void {
    this.show();
  }

  isComposing(): boolean {
    return this.fields.credit.composing || this.fields.alt.composing;
  }

  selectNode(): void {
    this.dom.classList.add("ProseMirror-selectednode");
  }

  deselectNode(): void {
    this.dom.classList.remove("ProseMirror-selectednode");
  }

  stopEvent(event: Event): boolean {
    const target = event.target;
    if (!(target instanceof globalThis.Node) || this.contentDOM.contains(target)) return false;
    // The fields and buttons are the webview's own; of the picture only the mouse is taken.
    return this.isControl(target) || event.type === "mousedown";
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

  private get hash(): string | null {
    const { photo } = this.node.attrs;
    return typeof photo === "string" ? photo : null;
  }

  private show(): void {
    const { t } = this.host;
    this.dom.dataset["block"] = "photo";
    this.dom.dataset["id"] = this.blockId;
    this.contentDOM.dataset["placeholder"] = t("editor.caption");
    this.showPicture();
    this.choose.textContent = t(this.hash === null ? "editor.choosePhoto" : "editor.changePhoto");
    this.edit.textContent = t("editor.editPhoto");
    this.info.textContent = t("editor.photoInfo");
    this.remove.textContent = t("editor.removePhoto");
    this.join.textContent = t("editor.joinNext");
    this.erase.textContent = t("editor.deletePhoto");
    this.showJoin();
    for (const field of Object.values(this.fields)) field.show();
  }

  private showJoin(): void {
    this.join.hidden = !joinsNext(this.decorations);
  }

  private showPicture(): void {
    const hash = this.hash;
    const { t, photoUrl, photoInfo } = this.host;
    for (const ofPhoto of [this.remove, this.edit, this.info]) ofPhoto.hidden = hash === null;
    const edits = String(this.node.attrs["edits"]);
    const source = hash === null ? null : photoUrl(hash, "desk", edits);
    if (source !== this.shown) {
      this.shown = source;
      if (source === null) this.image.removeAttribute("src");
      else this.image.src = source;
      this.showState(source === null ? "missing" : "shown");
    }
    const info = hash === null ? undefined : photoInfo(hash);
    // The size is known before the picture is there, so the page does not jump.
    if (info) {
      const { width, height } = shownSize(info, parseEdits(edits));
      this.image.width = width;
      this.image.height = height;
    } else {
      this.image.removeAttribute("width");
      this.image.removeAttribute("height");
    }
    this.image.alt = String(this.node.attrs["alt"]) || (info?.fileName ?? "");
    this.missingTitle.textContent = t(
      hash === null ? "editor.photoMissing" : "editor.photoUnreadable",
    );
    this.missingHint.textContent = hash === null ? t("editor.photoMissingHint") : "";
  }

  private showState(state: "shown" | "missing" | "unreadable"): void {
    this.dom.dataset["photo"] = state;
    this.image.hidden = state !== "shown";
    this.missing.hidden = state === "shown";
  }

  private field(name: FieldName): Field {
    const field = new Field(
      name,
      () => String(this.node.attrs[name]),
      () => this.host.t(FIELD_WORDS[name]),
      (value, visit) => this.write(name, value, visit),
      this.host.expandCode,
    );
    const { input }: { input: HTMLElement } = field;
    input.addEventListener("keydown", (event) => this.fieldKey(name, event));
    return field;
  }

  private fieldKey(name: FieldName, event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    const mod = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (mod && !event.altKey && (key === "z" || key === "y")) {
      // One history for the article: the webview's own would undo in the wrong place.
      event.preventDefault();
      const command = key === "y" || event.shiftKey ? redo : undo;
      command(this.view.state, this.view.dispatch);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (name === "credit") this.fields.alt.input.focus();
      else this.leave(1);
    } else if (
      event.key === "Escape" ||
      (event.key === "Tab" && event.shiftKey && name === "credit")
    ) {
      event.preventDefault();
      this.leave(-1);
    }
  }

  /** Back to the caption, or on to what follows the photo. */
  private leave(direction: 1 | -1): void {
    const position = this.getPos();
    if (position === undefined) return;
    const end = position + this.node.nodeSize;
    const tr = this.view.state.tr;
    const $end = tr.doc.resolve(end);
    if (direction < 0) {
      putCaret(tr, end - 1, -1);
    } else if ($end.nodeAfter) {
      putCaret(tr, end, 1);
    } else {
      const below = $end.depth === 0 ? end : $end.after(1);
      if (!tr.doc.resolve(below).nodeAfter) tr.insert(below, schema.nodes.paragraph.create());
      putCaret(tr, below, 1);
    }
    this.view.dispatch(tr.scrollIntoView());
    this.view.focus();
  }

  private write(name: FieldName, value: string, visit: number): void {
    const position = this.getPos();
    if (position === undefined || this.view.isDestroyed) return;
    if (this.view.state.doc.nodeAt(position)?.type !== this.node.type) return;
    const tr = this.view.state.tr.setNodeAttribute(position, name, value);
    // What is typed in one visit to a field is one step of undo, as the history does it for the
    // words of one composition.
    this.view.dispatch(tr.setMeta("composition", visit));
  }

  private run(command: Command): void {
    command(this.view.state, this.view.dispatch);
    this.view.focus();
  }

  private select(event: MouseEvent): void {
    const position = this.getPos();
    if (event.button !== 0 || position === undefined || this.isControl(event.target)) return;
    event.preventDefault();
    const { state } = this.view;
    this.view.dispatch(state.tr.setSelection(NodeSelection.create(state.doc, position)));
    this.view.focus();
  }

  private isControl(target: EventTarget | null): boolean {
    return target instanceof Element && target.closest("button, input, textarea, label") !== null;
  }
}

const FIELD_WORDS: Record<FieldName, EditorWord> = { credit: "editor.credit", alt: "editor.alt" };

/** Visits to fields count down, compositions of the page count up: they never meet. */
let lastVisit = 0;

/**
 * One labelled text beside the document, written to an attribute as it is typed. The alt text is
 * a sentence and has two lines of room; it is one line of text all the same.
 */
class Field {
  readonly label = document.createElement("label");
  readonly input: HTMLInputElement | HTMLTextAreaElement;
  composing = false;
  private readonly name: HTMLElement;
  private visit = 0;

  constructor(
    kind: FieldName,
    private readonly stored: () => string,
    private readonly word: () => string,
    private readonly write: (value: string, visit: number) => void,
    private readonly expand: ExpandCode,
  ) {
    this.label.className = `photo-${kind}`;
    this.name = element("span", "photo-field-name");
    this.input = kind === "alt" ? twoLines() : oneLine();
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    this.input.maxLength = 2000;
    this.input.dataset["field"] = kind;
    this.label.append(this.name, this.input);

    this.input.addEventListener("focus", () => this.begin());
    this.input.addEventListener("compositionstart", () => (this.composing = true));
    this.input.addEventListener("compositionend", (event) => {
      this.composing = false;
      this.typed(event);
    });
    this.input.addEventListener("input", (event) => {
      const composing = event instanceof InputEvent && event.isComposing;
      if (!composing && !this.composing) this.typed(event);
    });
    this.input.addEventListener("blur", () => {
      this.composing = false;
      this.commit();
    });
  }

  /** What is typed from here on is a step of undo of its own. */
  private begin(): void {
    lastVisit -= 1;
    this.visit = lastVisit;
  }

  private typed(event: Event): void {
    this.commit();
    // Undo gives back what was typed, and takes nothing else with it.
    const begin = () => this.begin();
    if (mayCloseCode(event) && expandInField(this.input, this.expand, begin)) begin();
  }

  commit(): void {
    const value = this.input.value.replace(/\s*[\r\n]+\s*/g, " ");
    if (value !== this.stored()) this.write(value, this.visit);
  }

  show(): void {
    this.name.textContent = this.word();
    // Never under the hands of an input method: it would lose its word.
    if (!this.composing && this.input.value !== this.stored()) this.input.value = this.stored();
  }
}

function oneLine(): HTMLInputElement {
  const made = document.createElement("input");
  made.type = "text";
  return made;
}

function twoLines(): HTMLTextAreaElement {
  const made = document.createElement("textarea");
  made.rows = 2;
  return made;
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function button(className: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  return made;
}
