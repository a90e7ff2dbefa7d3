import { textOfLines } from "../editor";
import type { DocumentJSON, EditorHandle } from "../editor";
import type { ArticleId, Change, Document, Draft, Fields, RevisionRow, ipc } from "../ipc";

/** What changes are counted from: the text under review, or the approved one. */
export type Since = "base" | "approval";

/** Changes that one can walk through. */
export interface ChangeWalk {
  readonly list: readonly Change[];
  readonly current: string | null;
  /** Looks at one change, and brings it into sight. */
  goTo(id: string | null): void;
  /** Looks at the next one or the one before; past the last comes the first. */
  step(direction: 1 | -1): void;
}

/** What the page must do for changes to be shown in it. */
export type TrackedPage = Pick<
  EditorHandle,
  | "getDocument"
  | "stamp"
  | "isComposing"
  | "settle"
  | "showChanges"
  | "markChange"
  | "changeBesideCaret"
  | "changeElement"
  | "rewrite"
>;

/** Who reckons the changes. */
export type Reckoner = Pick<
  typeof ipc,
  "reviewChanges" | "changesSinceApproval" | "acceptChanges" | "undoAccept" | "rejectChanges"
>;

export interface TrackingHost {
  readonly id: ArticleId;
  readonly page: TrackedPage;
  readonly reckoner: Reckoner;
  readFields(): Fields;
  writeFields(part: Partial<Fields>): void;
  onAccepted(count: number, undo: () => void): void;
  onRejected(count: number): void;
  onFailure(thrown: unknown): void;
}

/** How long after the last key the changes are reckoned anew. */
export const LAZY_MS = 150;

/** Whether changes are shown in the page: so from one article to the next. */
class Tracking {
  shown = $state(false);
}

export const tracking = new Tracking();

/**
 * The changes of the open article, laid over its page while somebody writes in it.
 *
 * Reckoned when the keys have paused and never while an input method composes. An answer that the
 * page has moved on from is thrown away: another one follows.
 */
export class ArticleChanges implements ChangeWalk {
  list = $state.raw<readonly Change[]>([]);
  /** What each line of the page said when `list` was made. */
  lines = $state.raw<readonly string[]>([]);
  current = $state<string | null>(null);
  /** Somebody goes on writing: nothing must float over the words. */
  writing = $state(false);
  since = $state<Since>("base");
  base = $state.raw<RevisionRow | null>(null);
  /** Whether what is shown has been reckoned since it was switched on. */
  known = $state(false);
  /** Whether `list` is that of the article as it stands. */
  fresh = $state(false);
  /** A decision is on its way. */
  busy = $state(false);

  readonly #host: TrackingHost;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Counts what was asked for: only the last answer counts. */
  #asked = 0;
  /** The document that `list` belongs to. */
  #stamp: object | null = null;
  #told = false;
  #gone = false;

  constructor(host: TrackingHost) {
    this.#host = host;
    if (tracking.shown) this.#later(0);
  }

  get shown(): boolean {
    return tracking.shown;
  }

  /** Only changes from the text under review can be decided on. */
  get decidable(): boolean {
    return this.since === "base";
  }

  show(since: Since = "base"): void {
    if (tracking.shown && this.since === since) return;
    tracking.shown = true;
    this.since = since;
    this.#forget();
    this.#later(0);
  }

  hide(): void {
    tracking.shown = false;
    this.#asked += 1;
    this.#stop();
    this.#forget();
  }

  toggle(): void {
    if (tracking.shown) this.hide();
    else this.show();
  }

  /** Something in the article changed. Runs with each key, and does next to nothing. */
  changed(): void {
    if (!tracking.shown) return;
    this.fresh = false;
    if (this.current !== null) this.writing = true;
    this.#later(LAZY_MS);
  }

  /** What is shown may be old for another reason than typing. */
  refresh(): void {
    if (tracking.shown) this.#later(0);
  }

  goTo(id: string | null, reveal = true): void {
    this.current = id;
    this.writing = false;
    this.#draw((page) => page.markChange(id, reveal));
  }

  step(direction: 1 | -1): void {
    const { list } = this;
    if (list.length === 0) return;
    const at = list.findIndex(({ id }) => id === this.current);
    // Whoever has put the caret elsewhere goes on from there.
    const beside = this.#host.page.changeBesideCaret(direction);
    const next = direction > 0 ? at + 1 : (at < 0 ? list.length : at) - 1;
    this.goTo(beside ?? list[(next + list.length) % list.length]?.id ?? null);
  }

  /** Where a change is seen in the page. */
  element(id: string): Element | null {
    return this.#host.page.changeElement(id);
  }

  accept(ids: readonly string[]): Promise<void> {
    return this.#decide(ids, async (draft, chosen) => {
      const { id, reckoner } = this.#host;
      const { base, changes } = await reckoner.acceptChanges(id, draft, chosen);
      this.base = base;
      this.#host.onAccepted(chosen.length, () => void this.#undoAccept());
      return changes;
    });
  }

  reject(ids: readonly string[]): Promise<void> {
    return this.#decide(ids, async (draft, chosen) => {
      const { id, page, reckoner, writeFields } = this.#host;
      const stamp = page.stamp();
      const made = await reckoner.rejectChanges(id, draft, chosen);
      // A key came in between: what was made of the page before it would take it back.
      if (page.isComposing() || page.stamp() !== stamp) return null;
      const [before, after] = difference(draft.fields, made.fields);
      const beside = Object.keys(after).length > 0;
      page.rewrite(
        made.document as unknown as DocumentJSON,
        beside ? { undo: () => writeFields(before), redo: () => writeFields(after) } : undefined,
      );
      if (beside) writeFields(after);
      this.#host.onRejected(chosen.length);
      return made.changes;
    });
  }

  destroy(): void {
    this.#gone = true;
    this.#stop();
  }

  /** Decides on those of the changes that are still there when the page stands still. */
  async #decide(
    ids: readonly string[],
    make: (draft: Draft, ids: string[]) => Promise<Change[] | null>,
  ): Promise<void> {
    const { page } = this.#host;
    if (this.busy || !this.decidable) return;
    this.busy = true;
    try {
      for (let tries = 0; tries < DECISION_TRIES; tries += 1) {
        await page.settle();
        if (page.stamp() !== this.#stamp) await this.#reckon();
        if (page.stamp() !== this.#stamp) continue;
        const chosen = this.list.filter(({ id }) => ids.includes(id)).map(({ id }) => id);
        if (chosen.length === 0) return;
        const at = this.list.findIndex(({ id }) => id === chosen[0]);
        const changes = await make(this.#draft(), chosen);
        if (changes === null) continue;
        this.#take(changes, page.stamp());
        this.goTo((this.list[at] ?? this.list.at(-1))?.id ?? null);
        return;
      }
    } catch (thrown) {
      this.#host.onFailure(thrown);
      this.refresh();
    } finally {
      this.busy = false;
    }
  }

  async #undoAccept(): Promise<void> {
    try {
      await this.#host.reckoner.undoAccept(this.#host.id);
    } catch (thrown) {
      this.#host.onFailure(thrown);
    }
    this.refresh();
  }

  async #reckon(): Promise<void> {
    const { id, page, reckoner } = this.#host;
    if (!tracking.shown || this.#gone) return;
    if (page.isComposing()) return this.#later(LAZY_MS);
    const asked = (this.#asked += 1);
    const stamp = page.stamp();
    const draft = this.#draft();
    try {
      const answer = await (this.since === "base"
        ? reckoner.reviewChanges(id, draft)
        : reckoner.changesSinceApproval(id, draft));
      if (asked !== this.#asked || !this.#wanted()) return;
      if (page.isComposing() || page.stamp() !== stamp) return this.#later(LAZY_MS);
      this.base = answer.base;
      this.known = true;
      this.#told = false;
      this.#take(answer.changes, stamp);
    } catch (thrown) {
      // Once: it is tried again with each pause of the keys.
      if (asked === this.#asked && this.#wanted() && !this.#told) this.#host.onFailure(thrown);
      this.#told = true;
    }
  }

  #draft(): Draft {
    const document = this.#host.page.getDocument() as unknown as Document;
    return { document, fields: this.#host.readFields() };
  }

  #wanted(): boolean {
    return tracking.shown && !this.#gone;
  }

  #take(changes: readonly Change[], stamp: object): void {
    if (!this.#wanted()) return;
    this.#stamp = stamp;
    this.list = changes;
    this.fresh = true;
    this.lines = textOfLines(this.#host.page.getDocument());
    if (!changes.some(({ id }) => id === this.current)) this.current = null;
    this.#host.page.showChanges(changes);
  }

  #forget(): void {
    this.list = [];
    this.current = null;
    this.base = null;
    this.known = false;
    this.fresh = false;
    this.#stamp = null;
    this.#told = false;
    this.#draw((page) => page.showChanges([]));
  }

  /** Draws in the page at once, or as soon as the input method's word is done. */
  #draw(work: (page: TrackedPage) => void): void {
    const { page } = this.#host;
    if (!page.isComposing()) return work(page);
    void page.settle().then(() => {
      if (!this.#gone) work(page);
    });
  }

  #later(after: number): void {
    this.#stop();
    this.#timer = setTimeout(() => void this.#reckon(), after);
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** How often a decision gives way to somebody who goes on typing. */
const DECISION_TRIES = 5;

/** The changes of one paragraph, this one among them. */
export function paragraphOf(list: readonly Change[], id: string): string[] {
  const of = (change: Change): string | null => {
    if (change.kind === "field") return `field ${change.id}`;
    return change.block === null ? `line ${change.at.line}` : `block ${change.block}`;
  };
  const chosen = list.find((change) => change.id === id);
  return chosen
    ? list.filter((change) => of(change) === of(chosen)).map((change) => change.id)
    : [];
}

/** The fields in which two sets differ, as they are in the one and in the other. */
function difference(before: Fields, after: Fields): [Partial<Fields>, Partial<Fields>] {
  const names = (Object.keys(after) as (keyof Fields)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const pick = (fields: Fields): Partial<Fields> =>
    Object.fromEntries(names.map((name) => [name, fields[name]]));
  return [pick(before), pick(after)];
}
