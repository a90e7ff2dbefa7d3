/** What is undone and done again together with an edit of the page, though it is not on it. */
import { isHistoryTransaction } from "prosemirror-history";
import type { Transaction } from "prosemirror-state";

export interface Companion {
  undo(): void;
  redo(): void;
}

/** Keeps the companions of edits by the depth that the history had after them. */
export class Companions {
  readonly #byDepth = new Map<number, Companion>();

  add(depth: number, companion: Companion): void {
    this.#byDepth.set(depth, companion);
  }

  clear(): void {
    this.#byDepth.clear();
  }

  /** The page took a transaction; the depths are those of the history before and after it. */
  follow(transactions: readonly Transaction[], before: number, after: number): void {
    if (this.#byDepth.size === 0) return;
    if (transactions.some(isHistoryTransaction)) {
      if (after < before) this.#byDepth.get(before)?.undo();
      else if (after > before) this.#byDepth.get(after)?.redo();
      return;
    }
    if (!transactions.some((tr) => tr.docChanged)) return;
    // The history forgets its oldest edits from time to time: then no depth says any more which.
    if (after < before) return this.clear();
    // What was undone cannot be done again after an edit of another kind.
    for (const depth of [...this.#byDepth.keys()]) {
      if (depth > before) this.#byDepth.delete(depth);
    }
  }
}
