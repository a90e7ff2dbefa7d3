/**
 * The shape of an article: the same as the core's, node for node and attribute for attribute.
 * What a paste brings that has no place here is reduced to its text or dropped.
 */
import { Schema, type AttributeSpec, type Attrs, type DOMOutputSpec } from "prosemirror-model";

import { parseEdits, printEdits } from "./photoEdits";
import { isSafeLink } from "./text";

export const schema = new Schema({
  nodes: {
    doc: { content: "headline lead block+" },

    headline: {
      content: "text*",
      marks: "",
      isolating: true,
      selectable: false,
      parseDOM: [{ tag: "h1[data-block=headline]" }],
      toDOM: () => ["h1", { "data-block": "headline" }, 0],
    },

    lead: {
      content: "text*",
      isolating: true,
      selectable: false,
      parseDOM: [{ tag: "p[data-block=lead]" }],
      toDOM: () => ["p", { "data-block": "lead" }, 0],
    },

    // First of the blocks: what the editor makes where it has to make one.
    paragraph: {
      group: "block",
      content: "text*",
      attrs: { id: id() },
      selectable: false,
      parseDOM: [{ tag: "p", getAttrs: readId }],
      toDOM: (node) => ["p", marked("paragraph", node.attrs), 0],
    },

    subhead: {
      group: "block",
      content: "text*",
      attrs: { id: id() },
      selectable: false,
      defining: true,
      parseDOM: ["h1", "h2", "h3", "h4", "h5", "h6"].map((tag) => ({ tag, getAttrs: readId })),
      toDOM: (node) => ["h2", marked("subhead", node.attrs), 0],
    },

    quote: {
      group: "block",
      content: "text*",
      attrs: { id: id() },
      selectable: false,
      defining: true,
      parseDOM: [{ tag: "blockquote", getAttrs: readId }],
      toDOM: (node) => ["blockquote", marked("quote", node.attrs), 0],
    },

    list: {
      group: "block",
      content: "listItem+",
      attrs: { id: id(), ordered: { default: false, validate: "boolean" } },
      selectable: false,
      parseDOM: [
        { tag: "ul", getAttrs: (dom) => ({ ...readId(dom), ordered: false }) },
        { tag: "ol", getAttrs: (dom) => ({ ...readId(dom), ordered: true }) },
      ],
      toDOM: (node) => [node.attrs["ordered"] ? "ol" : "ul", marked("list", node.attrs), 0],
    },

    listItem: {
      content: "text*",
      selectable: false,
      parseDOM: [{ tag: "li" }],
      toDOM: () => ["li", 0],
    },

    table: {
      group: "block",
      content: "tableRow+",
      attrs: { id: id() },
      isolating: true,
      parseDOM: [{ tag: "table", getAttrs: readId }],
      toDOM: (node) => ["table", marked("table", node.attrs), ["tbody", 0]],
    },

    tableRow: {
      content: "tableCell+",
      selectable: false,
      parseDOM: [{ tag: "tr" }],
      toDOM: () => ["tr", 0],
    },

    tableCell: {
      content: "text*",
      attrs: { header: { default: false, validate: "boolean" } },
      isolating: true,
      selectable: false,
      parseDOM: [
        { tag: "td", attrs: { header: false } },
        { tag: "th", attrs: { header: true } },
      ],
      toDOM: (node) => [node.attrs["header"] ? "th" : "td", 0],
    },

    // A side bar.
    box: {
      group: "block",
      content: "(paragraph | subhead | list)+",
      attrs: { id: id() },
      isolating: true,
      parseDOM: [{ tag: "aside", getAttrs: readId }],
      toDOM: (node) => ["aside", marked("box", node.attrs), 0],
    },

    // The content is the caption of this use of the photo.
    photo: {
      group: "block",
      content: "text*",
      attrs: {
        id: id(),
        photo: { default: null, validate: "string|null" },
        credit: { default: "", validate: "string" },
        alt: { default: "", validate: "string" },
        // What is done to the photo for this use, see photoEdits.ts.
        edits: { default: "", validate: "string" },
      },
      isolating: true,
      parseDOM: [{ tag: "figure", getAttrs: readPhoto, contentElement: captionOf }],
      toDOM: photoToDOM,
    },

    photoGroup: {
      group: "block",
      content: "photo+",
      attrs: { id: id() },
      isolating: true,
      parseDOM: [{ tag: "div[data-block=photoGroup]", getAttrs: readId }],
      toDOM: (node) => ["div", marked("photoGroup", node.attrs), 0],
    },

    text: {},
  },

  // In the order in which marks are stored.
  marks: {
    link: {
      attrs: { href: { validate: "string" } },
      inclusive: false,
      parseDOM: [
        {
          tag: "a[href]",
          getAttrs: (dom) => {
            const href = dom.getAttribute("href");
            return isSafeLink(href) && { href };
          },
        },
      ],
      // `rel` and no target: the window opens no page of its own.
      toDOM: (mark) => ["a", { href: String(mark.attrs["href"]), rel: "noopener" }, 0],
    },
    em: {
      parseDOM: [
        { tag: "em" },
        { tag: "i", getAttrs: (dom) => dom.style.fontStyle !== "normal" && null },
        { style: "font-style=italic" },
        { style: "font-style=normal", clearMark: (mark) => mark.type.name === "em" },
      ],
      toDOM: () => ["em", 0],
    },
    strong: {
      parseDOM: [
        { tag: "strong" },
        // Word processors on the web wrap everything in a <b> that is not bold.
        { tag: "b", getAttrs: (dom) => !isNormalWeight(dom.style.fontWeight) && null },
        {
          style: "font-weight",
          getAttrs: (value) => /^(?:bold(?:er)?|[6-9]\d\d)$/.test(value) && null,
        },
        { style: "font-weight=400", clearMark: (mark) => mark.type.name === "strong" },
        { style: "font-weight=normal", clearMark: (mark) => mark.type.name === "strong" },
      ],
      toDOM: () => ["strong", 0],
    },
    sub: {
      excludes: "sub sup",
      parseDOM: [{ tag: "sub" }, { style: "vertical-align=sub" }],
      toDOM: () => ["sub", 0],
    },
    sup: {
      excludes: "sub sup",
      parseDOM: [{ tag: "sup" }, { style: "vertical-align=super" }],
      toDOM: () => ["sup", 0],
    },
  },
});

/** Whether `value` has the shape of a block id. */
export function isBlockId(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9_-]{1,24}$/.test(value);
}

/** Whether `value` has the shape of a photo's hash. */
export function isPhotoHash(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function id(): AttributeSpec {
  return { default: "", validate: "string" };
}

function marked(block: string, attrs: Attrs): Record<string, string> {
  return { "data-block": block, "data-id": String(attrs["id"]) };
}

function readId(dom: HTMLElement): { id: string } {
  const value = dom.getAttribute("data-id");
  return { id: isBlockId(value) ? value : "" };
}

function readPhoto(dom: HTMLElement): Attrs {
  const photo = dom.getAttribute("data-photo");
  return {
    ...readId(dom),
    photo: isPhotoHash(photo) ? photo : null,
    credit: dom.getAttribute("data-credit") ?? "",
    alt: dom.getAttribute("data-alt") ?? "",
    edits: printEdits(parseEdits(dom.getAttribute("data-edits") ?? "")),
  };
}

function captionOf(dom: Node): HTMLElement {
  const figure = dom as HTMLElement;
  return figure.querySelector("figcaption") ?? figure;
}

function photoToDOM(node: { attrs: Attrs }): DOMOutputSpec {
  const attrs: Record<string, string> = marked("photo", node.attrs);
  const { photo, credit, alt, edits } = node.attrs;
  if (typeof photo === "string") attrs["data-photo"] = photo;
  if (credit) attrs["data-credit"] = String(credit);
  if (alt) attrs["data-alt"] = String(alt);
  if (edits) attrs["data-edits"] = String(edits);
  return ["figure", attrs, ["figcaption", 0]];
}

function isNormalWeight(weight: string): boolean {
  return weight === "normal" || weight === "400";
}
