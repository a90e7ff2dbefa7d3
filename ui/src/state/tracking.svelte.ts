import { textOfLines } from "../editor";
import type { DocumentJSON, EditorHandle } from "../editor";
import type { ArticleId, Change, Document, Draft, Fields, RevisionRow, Thread, ipc } from "../ipc";
import type { Question } from "./discussion.svelte";

/** What changes are counted from: the text under review, or the approved one. */
export type Since = "base" | "approval";

/** Where a walk stops: at a change, or at what a merge could not decide. */
export type Stop =
  | { readonly kind: "change"; readonly id: string; readonly change: Change }
  | { readonly kind: "question"; readonly id: string; readonly thread: Thread };

/** Changes that one can walk through. */
export interface ChangeWalk {
  readonly stops: readonly Stop[];
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
  | "changePositions"
  | "caretPosition"
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
  /** What merges have left open, in reading order. It stays with the conversations. */
  questions(): readonly Question[];
  /** Looks at the conversation of a question; `reveal` brings its passage into sight. */
  showQuestion(id: string, reveal: boolean): void;
  questionElement(id: string): Element | null;
  /** Decides a question; false where nothing came of it. */
  answer(id: string, how: "accept" | "decline"): Promise<boolean>;
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

  /** All of them in reading order. Questions are asked where decisions are made. */
  readonly stops: readonly Stop[] = $derived.by(() =>
    inOrder(
      this.list,
      this.decidable && this.known ? this.#host.questions() : [],
      this.list.length > 0 ? this.#host.page.changePositions() : new Map(),
    ),
  );

  readonly #host: TrackingHost;
  /** Where the caret was put when a question was looked at. */
  #askedAt = -1;
  /** A question to look at once it is among the stops. */
  #wanted: string | null = null;
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
    if (id === null || !this.#isQuestion(id)) {
      this.#draw((page) => page.markChange(id, reveal));
      return;
    }
    this.#draw((page) => {
      page.markChange(null);
      this.#host.showQuestion(id, reveal);
      this.#askedAt = page.caretPosition();
    });
  }

  step(direction: 1 | -1): void {
    const { stops } = this;
    if (stops.length === 0) return;
    const at = stops.findIndex(({ id }) => id === this.current);
    const next = direction > 0 ? at + 1 : (at < 0 ? stops.length : at) - 1;
    const beside = this.#besideCaret(direction);
    this.goTo(beside ?? stops[(next + stops.length) % stops.length]?.id ?? null);
  }

  /** Looks at the first question, as soon as it is known. */
  goToQuestion(): void {
    const first = this.#host.questions()[0];
    this.#wanted = first?.thread.id ?? null;
    this.#goToWanted();
  }

  /** Where a stop is seen in the page. */
  element(id: string): Element | null {
    return this.#isQuestion(id)
      ? this.#host.questionElement(id)
      : this.#host.page.changeElement(id);
  }

  accept(ids: readonly string[]): Promise<void> {
    const [only] = ids;
    if (ids.length === 1 && this.#isQuestion(only)) return this.#answer(only, "accept");
    return this.#decide(ids, async (draft, chosen) => {
      const { id, reckoner } = this.#host;
      const { base, changes } = await reckoner.acceptChanges(id, draft, chosen);
      this.base = base;
      this.#host.onAccepted(chosen.length, () => void this.#undoAccept());
      return changes;
    });
  }

  reject(ids: readonly string[]): Promise<void> {
    const [only] = ids;
    if (ids.length === 1 && this.#isQuestion(only)) return this.#answer(only, "decline");
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

  /** Whoever has put the caret elsewhere goes on from there: the next stop as seen from it. Null where
   *  it stands as a stop has left it, and where there is none. */
  #besideCaret(direction: 1 | -1): string | null {
    const { page } = this.#host;
    const caret = page.caretPosition();
    const asked = this.#isQuestion(this.current);
    if (asked && caret === this.#askedAt) return null;
    const change = page.changeBesideCaret(direction);
    if (change === null && this.current !== null && !asked) return null;
    const ahead = this.#host
      .questions()
      .filter(({ position }) => (direction > 0 ? position >= caret : position <= caret));
    const question = direction > 0 ? ahead[0] : ahead.at(-1);
    const place = change === null ? undefined : page.changePositions().get(change);
    if (!question || !this.#isQuestion(question.thread.id)) return change;
    if (place === undefined) return change ?? question.thread.id;
    const nearer = direction > 0 ? question.position <= place : question.position > place;
    return nearer ? question.thread.id : change;
  }

  #goToWanted(): void {
    if (!this.#isQuestion(this.#wanted)) return;
    this.goTo(this.#wanted);
    this.#wanted = null;
  }

  #isQuestion(id: string | null | undefined): id is string {
    return this.stops.some((stop) => stop.kind === "question" && stop.id === id);
  }

  /** Decides a question, and goes on to what stands there then. */
  async #answer(id: string, how: "accept" | "decline"): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const at = this.stops.findIndex((stop) => stop.id === id);
      if (!(await this.#host.answer(id, how)) || this.#gone) return;
      this.goTo((this.stops[at] ?? this.stops.at(-1))?.id ?? null);
    } finally {
      this.busy = false;
    }
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
        const at = this.stops.findIndex(({ id }) => id === chosen[0]);
        const changes = await make(this.#draft(), chosen);
        if (changes === null) continue;
        this.#take(changes, page.stamp());
        this.goTo((this.stops[at] ?? this.stops.at(-1))?.id ?? null);
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
      if (asked !== this.#asked || !this.#isWanted()) return;
      if (page.isComposing() || page.stamp() !== stamp) return this.#later(LAZY_MS);
      this.base = answer.base;
      this.known = true;
      this.#told = false;
      this.#take(answer.changes, stamp);
      this.#goToWanted();
    } catch (thrown) {
      // Once: it is tried again with each pause of the keys.
      if (asked === this.#asked && this.#isWanted() && !this.#told) this.#host.onFailure(thrown);
      this.#told = true;
    }
  }

  #draft(): Draft {
    const document = this.#host.page.getDocument() as unknown as Document;
    return { document, fields: this.#host.readFields() };
  }

  #isWanted(): boolean {
    return tracking.shown && !this.#gone;
  }

  #take(changes: readonly Change[], stamp: object): void {
    if (!this.#isWanted()) return;
    this.#stamp = stamp;
    this.list = changes;
    this.fresh = true;
    this.lines = textOfLines(this.#host.page.getDocument());
    this.#host.page.showChanges(changes);
    if (!this.stops.some(({ id }) => id === this.current)) this.current = null;
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

/** Changes as stops of a walk. */
export function stopsOf(changes: readonly Change[]): Stop[] {
  return changes.map((change) => ({ kind: "change", id: change.id, change }));
}

/** Changes with questions between them: each before the first change that stands behind it. */
function inOrder(
  changes: readonly Change[],
  questions: readonly Question[],
  positions: ReadonlyMap<string, number>,
): Stop[] {
  const stops: Stop[] = [];
  let asked = 0;
  const askUpTo = (position: number) => {
    for (let next = questions[asked]; next && next.position <= position; next = questions[asked]) {
      stops.push({ kind: "question", id: next.thread.id, thread: next.thread });
      asked += 1;
    }
  };
  for (const stop of stopsOf(changes)) {
    askUpTo(positions.get(stop.id) ?? -Infinity);
    stops.push(stop);
  }
  askUpTo(Infinity);
  return stops;
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
