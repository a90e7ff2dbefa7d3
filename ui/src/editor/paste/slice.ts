/** Makes what was pasted fit to be part of this document, whatever it claims to be. */
import { Fragment, Slice, type Attrs, type Mark, type Node } from "prosemirror-model";

import { isBlockId, isPhotoHash, schema } from "../schema";
import { isSafeLink, normaliseText } from "../text";

const { nodes } = schema;

/** What a page has room for. */
export interface Room {
  /** Ids that may be kept: those of another article would name places of that article. */
  keepsId(id: string): boolean;
  /** Headline and lead are replaced with the rest. */
  wholePage: boolean;
  /** The headline is empty and takes the title that the paste begins with. */
  takesTitle: boolean;
}

/** The slice with text in stored form and attributes of the right shape. */
export function cleanSlice(slice: Slice, { keepsId, wholePage, takesTitle }: Room): Slice {
  const clean = (node: Node): Node | null => {
    if (node.isText) {
      const text = normaliseText(node.text ?? "");
      return text === "" ? null : schema.text(text, node.marks.filter(isSoundMark));
    }
    const content: Node[] = [];
    node.forEach((child) => {
      const cleaned = clean(child);
      if (cleaned) content.push(cleaned);
    });
    let type = node.type;
    if (!wholePage && !takesTitle && type === nodes.headline) type = nodes.subhead;
    if (!wholePage && type === nodes.lead) type = nodes.paragraph;
    return type.create(soundAttrs(type.name, node.attrs, keepsId), content);
  };

  const content: Node[] = [];
  slice.content.forEach((node) => {
    const cleaned = clean(node);
    if (cleaned) content.push(cleaned);
  });
  const cleaned = Fragment.from(content);
  if (!isSound(cleaned, wholePage)) return new Slice(Fragment.from(linesOf(cleaned)), 0, 0);
  const open = Slice.maxOpen(cleaned);
  return new Slice(
    cleaned,
    Math.min(slice.openStart, open.openStart),
    Math.min(slice.openEnd, open.openEnd),
  );
}

/** The slice as whole blocks: what stands open is closed, loose parts get their holders. */
export function asBlocks(slice: Slice): Node[] {
  const blocks: Node[] = [];
  let loose: Node[] = [];
  const hold = (): void => {
    const [first] = loose;
    if (!first) return;
    if (first.isInline) blocks.push(nodes.paragraph.create(null, loose));
    else if (first.type === nodes.listItem) blocks.push(nodes.list.create(null, loose));
    else if (first.type === nodes.tableRow) blocks.push(nodes.table.create(null, loose));
    else blocks.push(nodes.table.create(null, nodes.tableRow.create(null, loose)));
    loose = [];
  };
  slice.content.forEach((node) => {
    const part = node.isInline || PARTS.has(node.type.name);
    const [first] = loose;
    if (first && (!part || first.isInline !== node.isInline || first.type !== node.type)) {
      if (!(first.isInline && node.isInline)) hold();
    }
    if (part) loose.push(node);
    else if (node.type === nodes.headline) blocks.push(nodes.subhead.create(null, node.content));
    else if (node.type === nodes.lead) blocks.push(nodes.paragraph.create(null, node.content));
    else blocks.push(node);
  });
  hold();
  return blocks;
}

/** Each text of a fragment as a paragraph. */
export function linesOf(content: Fragment): Node[] {
  const lines: Node[] = [];
  let inline: Node[] = [];
  const flush = (): void => {
    if (inline.length > 0) lines.push(nodes.paragraph.create(null, inline));
    inline = [];
  };
  content.forEach((node) => {
    if (node.isInline) {
      inline.push(node);
      return;
    }
    flush();
    if (!node.isTextblock) lines.push(...linesOf(node.content));
    else if (node.content.size > 0) lines.push(nodes.paragraph.create(null, node.content));
  });
  flush();
  return lines;
}

/** The texts of blocks as one line, a space between them. */
export function asOneLine(blocks: readonly Node[]): Fragment {
  let line = Fragment.empty;
  for (const block of linesOf(Fragment.from(blocks))) {
    if (line.size > 0) line = line.append(Fragment.from(schema.text(" ")));
    line = line.append(block.content);
  }
  return line;
}

/** Plain text of what is copied: a blank line between blocks, a line each for items and rows. */
export function plainTextOf(slice: Slice): string {
  const lines = (node: Node): string => {
    switch (node.type) {
      case nodes.list: {
        const items: string[] = [];
        node.forEach((item, _, at) => {
          items.push(`${node.attrs["ordered"] ? `${String(at + 1)}.` : "-"} ${item.textContent}`);
        });
        return items.join("\n");
      }
      case nodes.tableRow: {
        const cells: string[] = [];
        node.forEach((cell) => cells.push(cell.textContent));
        return cells.join("\t");
      }
      case nodes.table:
        return join(node.content, "\n");
      case nodes.box:
      case nodes.photoGroup:
        return join(node.content, "\n\n");
      default:
        return node.textContent;
    }
  };
  const join = (content: Fragment, between: string): string => {
    const parts: string[] = [];
    content.forEach((node) => parts.push(lines(node)));
    return parts.filter((part) => part !== "").join(between);
  };

  const first = slice.content.firstChild;
  // A part of one line, item or row is copied as just its words.
  if (slice.content.childCount === 1 && first?.isTextblock) return first.textContent;
  if (first?.type === nodes.list && slice.content.childCount === 1 && first.childCount === 1) {
    return first.textContent;
  }
  return join(slice.content, first && PARTS.has(first.type.name) ? "\n" : "\n\n");
}

const PARTS = new Set(["listItem", "tableRow", "tableCell"]);

function isSoundMark(mark: Mark): boolean {
  return mark.type !== schema.marks.link || isSafeLink(mark.attrs["href"]);
}

function soundAttrs(type: string, attrs: Attrs, keepsId: (id: string) => boolean): Attrs | null {
  const { id, ordered, header, photo, credit, alt } = attrs as Record<string, unknown>;
  const sound = { id: isBlockId(id) && keepsId(id) ? id : "" };
  switch (type) {
    case "paragraph":
    case "subhead":
    case "quote":
    case "table":
    case "box":
    case "photoGroup":
      return sound;
    case "list":
      return { ...sound, ordered: ordered === true };
    case "tableCell":
      return { header: header === true };
    case "photo":
      return {
        ...sound,
        photo: isPhotoHash(photo) ? photo : null,
        credit: typeof credit === "string" ? normaliseText(credit) : "",
        alt: typeof alt === "string" ? normaliseText(alt) : "",
      };
    default:
      return null;
  }
}

/** Whether each node may hold what it holds. The clipboard is not to be believed. */
function isSound(content: Fragment, wholePage: boolean): boolean {
  let sound = true;
  content.forEach((node) => {
    if (node.type === nodes.doc && !wholePage) sound = false;
    node.forEach((child) => {
      // All holders but the page take any number of a few kinds: one match tells all.
      if (node.type !== nodes.doc && !node.type.contentMatch.matchType(child.type)) sound = false;
    });
    if (!node.isText && !node.isTextblock && node.childCount === 0) sound = false;
    if (!isSound(node.content, wholePage)) sound = false;
  });
  return sound;
}
