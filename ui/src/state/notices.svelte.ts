import type { Code, Failure } from "../ipc";
import type { Key, Params } from "../words/words.svelte";

/** A sentence at the edge of the window. Kept as key and parameters, so that it follows a change
 *  of language while it stands there. */
export interface Notice {
  id: number;
  kind: "done" | "warning" | "failure";
  says: { key: Key; params: Params } | { failure: Failure; about?: string };
  /** What can be done about it there and then. */
  action?: NoticeAction;
}

export interface NoticeAction {
  key: Key;
  run: () => void;
}

const READING_TIME_MS = 5_000;
/** With something to decide on. */
const DECIDING_TIME_MS = 12_000;

/** Refused by the rules of the newsroom: nothing is broken, and the sentence says what to do. */
const refusals: ReadonlySet<Code> = new Set<Code>([
  "notAllowed",
  "notApproved",
  "changedSinceApproval",
  "embargoed",
  "rightsExpired",
  "rightsUnknown",
  "findingsOpen",
  "emptyFile",
  "notText",
]);

class Notices {
  list = $state.raw<Notice[]>([]);
  #next = 1;

  /** Tells what was done; goes away by itself, or for the next of its kind. */
  tell(key: Key, params: Params = {}, action?: NoticeAction): void {
    this.list = this.list.filter(({ kind }) => kind !== "done");
    const notice = { kind: "done" as const, says: { key, params } };
    if (action) this.#add({ ...notice, action }, DECIDING_TIME_MS);
    else this.#add(notice, READING_TIME_MS);
  }

  /** Tells something to look at; stays until it is read. */
  warn(key: Key, params: Params = {}): void {
    this.#add({ kind: "warning", says: { key, params } }, null);
  }

  /** Tells what failed; stays until it is read. `about` names the file or thing it is about. */
  fail(failure: Failure, about?: string): void {
    const says = about === undefined ? { failure } : { failure, about };
    const kind = refusals.has(failure.code) ? "warning" : "failure";
    this.#add({ kind, says }, null);
  }

  /** A move succeeded: what was refused before it is no longer so. */
  outlived(): void {
    this.list = this.list.filter(({ kind }) => kind !== "warning");
  }

  /** What this sentence told of is on the screen now. */
  seen(key: Key): void {
    this.list = this.list.filter(({ says }) => !("key" in says && says.key === key));
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  #add(notice: Omit<Notice, "id">, after: number | null): void {
    const id = this.#next++;
    // Five at most: a hundred broken photos need not hide the page.
    this.list = [...this.list.slice(-4), { ...notice, id }];
    if (after !== null) setTimeout(() => this.dismiss(id), after);
  }
}

export const notices = new Notices();
