import type { Node } from "prosemirror-model";

/** The article's document as it is stored: the JSON of the core and of the page are one. */
export interface DocumentJSON {
  type: "doc";
  content: NodeJSON[];
}

export interface NodeJSON {
  type: string;
  attrs?: Record<string, unknown>;
  content?: NodeJSON[];
  marks?: { type: string; attrs?: Record<string, unknown> }[];
  text?: string;
}

/** A document as it is stored: edits of a photo are left out where there are none. */
export function documentJSON(doc: Node): DocumentJSON {
  const bare = (node: NodeJSON): NodeJSON => {
    if (node.type === "photoGroup") return { ...node, content: node.content?.map(bare) ?? [] };
    if (node.type !== "photo" || node.attrs?.["edits"] !== "") return node;
    const attrs = Object.entries(node.attrs).filter(([name]) => name !== "edits");
    return { ...node, attrs: Object.fromEntries(attrs) };
  };
  const json = doc.toJSON() as DocumentJSON;
  return { ...json, content: json.content.map(bare) };
}

/** What is shown of a photo besides its picture. */
export interface ShownPhoto {
  fileName: string;
  width: number;
  height: number;
}

/** A photo to be put into the page. */
export interface NewPhoto {
  hash: string;
  caption?: string;
  credit?: string;
  alt?: string;
}

/** What stands at a photo in the page. */
export interface UseWords {
  caption: string;
  credit: string;
  alt: string;
}

/** Where a dragged photo would land. `afterBlockId: null` is the start of the body. */
export type DropTarget =
  { kind: "photo-missing"; blockId: string } | { kind: "between"; afterBlockId: string | null };
