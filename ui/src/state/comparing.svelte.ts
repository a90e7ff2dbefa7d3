import type { ArticleId, Change } from "../ipc";
import { stopsOf } from "./tracking.svelte";
import type { ChangeWalk } from "./tracking.svelte";

/** Two texts of the open article that are being compared. */
export interface Compared {
  readonly article: ArticleId;
  /** Hash of the older revision. */
  readonly old: string;
  /** Hash of the newer one; null is the page as it stands. */
  readonly new: string | null;
}

/** The view that compares two texts in place of the page. */
class Comparing implements ChangeWalk {
  asked = $state.raw<Compared | null>(null);
  /** Two pages instead of one; stays as it was left. */
  sideBySide = $state(false);
  list = $state.raw<readonly Change[]>([]);
  readonly stops = $derived(stopsOf(this.list));
  current = $state<string | null>(null);
  /** Counts the calls to bring the current change into sight. */
  sought = $state(0);

  open(article: ArticleId, old: string, now: string | null): void {
    this.asked = { article, old, new: now };
    this.show([]);
  }

  close(): void {
    this.asked = null;
    this.show([]);
  }

  show(changes: readonly Change[]): void {
    this.list = changes;
    this.current = null;
  }

  goTo(id: string | null): void {
    this.current = id;
    this.sought += 1;
  }

  step(direction: 1 | -1): void {
    const { list } = this;
    if (list.length === 0) return;
    const at = list.findIndex(({ id }) => id === this.current);
    const next = direction > 0 ? at + 1 : (at < 0 ? list.length : at) - 1;
    this.goTo(list[(next + list.length) % list.length]?.id ?? null);
  }
}

export const comparing = new Comparing();
