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

/** Where a dragged photo would land. `afterBlockId: null` is the start of the body. */
export type DropTarget =
  { kind: "photo-missing"; blockId: string } | { kind: "between"; afterBlockId: string | null };
