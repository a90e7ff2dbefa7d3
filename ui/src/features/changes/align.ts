import type { DocumentJSON, NodeJSON } from "../../editor";

/**
 * Which blocks of two texts stand side by side: headline with headline, lead with lead, then each
 * block with itself, as far as both texts have them in one order. Between two such pairs the blocks
 * that are only in one text stand beside those that are only in the other.
 */
export function pairsOf(
  old: DocumentJSON,
  now: DocumentJSON,
  moved: ReadonlySet<string>,
): [number, number][] {
  const places = new Map(old.content.map((node, index) => [nameOf(node), index]));
  const pairs: [number, number][] = [];
  let last = -1;
  now.content.forEach((node, index) => {
    const name = nameOf(node);
    const place = places.get(name);
    if (place === undefined || place <= last || moved.has(name)) return;
    pairs.push([place, index]);
    last = place;
  });
  return pairs;
}

function nameOf({ type, attrs }: NodeJSON): string {
  const id = attrs?.["id"];
  return typeof id === "string" && id !== "" ? id : type;
}
