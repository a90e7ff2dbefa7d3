/** Makes one document out of another in as few and as small steps as keep everything in place. */
import { Fragment, Slice, type Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";

/**
 * Turns the document of `tr` into `target`. What is equal is not touched, so the caret, the
 * pictures and whatever is drawn over the page stay where they are.
 */
export function rewrite(tr: Transaction, target: Node): Transaction {
  rewriteContent(tr, tr.doc, target, 0);
  return tr;
}

/** `start` is the position before the first child. */
function rewriteContent(tr: Transaction, before: Node, after: Node, start: number): void {
  if (before.content.eq(after.content)) return;
  if (before.isTextblock) return rewriteText(tr, before, after, start);

  const old = childrenOf(before);
  const made = childrenOf(after);
  const pairs = pairsOf(old, made);
  const positions = [start];
  for (const node of old) positions.push((positions.at(-1) ?? start) + node.nodeSize);
  const position = (index: number): number => positions[index] ?? start;

  // From the end to the start: what is done there moves nothing that is still to be done.
  let oldEnd = old.length;
  let madeEnd = made.length;
  for (const [oldAt, madeAt] of [[-1, -1] as const, ...pairs].toReversed()) {
    if (oldAt + 1 < oldEnd || madeAt + 1 < madeEnd) {
      const nodes = made.slice(madeAt + 1, madeEnd);
      replace(tr, position(oldAt + 1), position(oldEnd), Fragment.from(nodes));
    }
    const from = old[oldAt];
    const to = made[madeAt];
    if (from && to) rewriteNode(tr, from, to, position(oldAt));
    oldEnd = oldAt;
    madeEnd = madeAt;
  }
}

function rewriteNode(tr: Transaction, before: Node, after: Node, position: number): void {
  rewriteContent(tr, before, after, position + 1);
  for (const [name, value] of Object.entries(after.attrs)) {
    if (before.attrs[name] !== value) tr.setNodeAttribute(position, name, value);
  }
}

function rewriteText(tr: Transaction, before: Node, after: Node, start: number): void {
  const from = before.content.findDiffStart(after.content);
  const ends = before.content.findDiffEnd(after.content);
  if (from === null || ends === null) return;
  // "aa" out of "a": what is equal at both ends must not be counted twice.
  const overlap = Math.max(0, from - Math.min(ends.a, ends.b));
  const slice = after.slice(from, ends.b + overlap);
  replace(tr, start + from, start + ends.a + overlap, slice.content);
}

function replace(tr: Transaction, from: number, to: number, content: Fragment): void {
  tr.step(new ReplaceStep(from, to, new Slice(content, 0, 0)));
}

/**
 * Which child becomes which, in order. Children that say who they are (by id, or as the only one
 * of their type) are found again; others, items, rows and cells, stay by their number.
 */
function pairsOf(old: readonly Node[], made: readonly Node[]): (readonly [number, number])[] {
  const oldNames = namesOf(old);
  const madeNames = namesOf(made);
  if (!oldNames || !madeNames) {
    const pairs: [number, number][] = [];
    for (let at = 0; at < Math.min(old.length, made.length); at += 1) {
      if (old[at]?.type === made[at]?.type) pairs.push([at, at]);
    }
    return pairs;
  }
  const places = new Map(oldNames.map((name, at) => [name, at]));
  return longestRise(
    madeNames.flatMap((name, at) => {
      const oldAt = places.get(name);
      return oldAt === undefined ? [] : [[oldAt, at] as const];
    }),
  );
}

function namesOf(nodes: readonly Node[]): string[] | null {
  const names = nodes.map(({ type, attrs }) => `${type.name} ${String(attrs["id"] ?? "")}`);
  return new Set(names).size === names.length ? names : null;
}

/** The longest run of pairs whose first numbers rise as the second ones do. */
export function longestRise(
  pairs: readonly (readonly [number, number])[],
): (readonly [number, number])[] {
  const tails: number[] = [];
  const before: number[] = [];
  pairs.forEach(([value], at) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] ?? 0]?.[0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    before[at] = tails[low - 1] ?? -1;
    tails[low] = at;
  });
  const rise: (readonly [number, number])[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = pairs[at];
    if (pair) rise.push(pair);
  }
  return rise.reverse();
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  node.forEach((child) => children.push(child));
  return children;
}
