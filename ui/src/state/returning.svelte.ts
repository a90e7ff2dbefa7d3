import type { ArticleId, Passage, ReturnTarget } from "../ipc";
import type { Session } from "./open.svelte";
import { panes } from "./panes.svelte";

/** A return that is being written. It stays while the reader goes through the page to show what
 *  it is about, and is gone once the article is returned. */
class Returning {
  #article = $state<ArticleId | null>(null);
  to = $state.raw<ReturnTarget>({ kind: "author" });
  reason = $state("");
  passages = $state.raw<Passage[]>([]);

  /** Whether a return of this article is being written. */
  of(session: Session): boolean {
    return this.#article === session.id;
  }

  /** Opens the form, with what is marked in the page. */
  begin(session: Session): void {
    if (!this.of(session)) {
      this.#article = session.id;
      this.to = { kind: "author" };
      this.reason = "";
      this.passages = [];
      this.pin(session);
    }
    panes.showTab("review");
  }

  /** Adds what is marked in the page; `false` where nothing is, or all of it is there already. */
  pin(session: Session): boolean {
    const known = new Set(this.passages.map(keyOf));
    const added = session.markedPassages().filter((passage) => !known.has(keyOf(passage)));
    this.passages = [...this.passages, ...added];
    return added.length > 0;
  }

  unpin(passage: Passage): void {
    this.passages = this.passages.filter((one) => one !== passage);
  }

  end(): void {
    this.#article = null;
  }
}

function keyOf({ block, quote, from }: Passage): string {
  return JSON.stringify([block, quote, from]);
}

export const returning = new Returning();
