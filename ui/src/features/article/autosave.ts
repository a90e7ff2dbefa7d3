import { asFailure } from "../../ipc";
import type { Failure } from "../../ipc";

/** Whether what is on the page is on the disk. */
export type SaveSign =
  | { is: "saved"; at: number }
  /** Typed or on its way, not yet committed. */
  | { is: "saving" }
  | { is: "unsaved"; failure: Failure }
  /** Somebody else saved the article since it was read; saving waits for an answer. */
  | { is: "stale" };

export interface Committed {
  seq: number;
  savedAt: number;
}

export interface AutosaveOptions<Content, Answer extends Committed> {
  /** What the article was opened with. */
  from: Committed;
  /** The article as it stands on the page now. */
  read: () => Content;
  /** Commits; resolves only when it is on the disk. */
  commit: (content: Content, baseSeq: number) => Promise<Answer>;
  onSign: (sign: SaveSign) => void;
  onCommitted: (answer: Answer) => void;
}

/** Typing has paused. */
export const PAUSE_MS = 300;
/** The longest that anything typed waits for its save to begin. */
export const LIMIT_MS = 1_000;
/** How soon a failed save is tried again by itself. */
export const RETRY_MS = 5_000;

/**
 * Keeps the working copy on the disk while somebody types. Knows nothing of the screen: it is
 * told that something changed and reads the article when it is time.
 *
 * One save at a time: the next waits for the answer of the one before, because it names the
 * `seq` that this answer brings.
 */
export class Autosave<Content, Answer extends Committed> {
  readonly #options: AutosaveOptions<Content, Answer>;
  #seq: number;
  #sign: SaveSign;
  /** Counts changes; a save takes everything up to the number it starts with. */
  #changes = 0;
  #committed = 0;
  #pause: Timer = null;
  #limit: Timer = null;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(options: AutosaveOptions<Content, Answer>) {
    this.#options = options;
    this.#seq = options.from.seq;
    this.#sign = { is: "saved", at: options.from.savedAt };
  }

  get sign(): SaveSign {
    return this.#sign;
  }

  /** Whether anything on the page is not on the disk. */
  get dirty(): boolean {
    return this.#committed < this.#changes;
  }

  /** Something on the page changed. Never saves by itself, so that typing never waits. */
  changed(): void {
    if (this.#stopped) return;
    this.#changes += 1;
    if (this.#sign.is === "stale") return;
    if (this.#sign.is === "saved") this.#show({ is: "saving" });
    this.#pause = restart(this.#pause, PAUSE_MS, this.#due);
    this.#limit ??= setTimeout(this.#due, LIMIT_MS);
  }

  /** Saves at once and resolves when everything typed so far is on the disk (`true`) or cannot
   *  be put there (`false`). */
  async flush(): Promise<boolean> {
    while (this.dirty && this.#sign.is !== "stale") {
      const before = this.#committed;
      await this.#save();
      if (this.#committed === before) break;
    }
    return !this.dirty;
  }

  /** Goes on after a stale save, from the state of the store that the answer was about. */
  continueFrom(seq: number): Promise<boolean> {
    this.#seq = seq;
    // The page differs from the store, whether or not a key was pressed since.
    this.#changes += 1;
    this.#show({ is: "saving" });
    return this.flush();
  }

  /** The page is going away. Nothing is saved from here on: flush first. */
  stop(): void {
    this.#stopped = true;
    this.#clearTimers();
  }

  readonly #due = (): void => {
    void this.#save();
  };

  /** Runs one save, after the one that is running. */
  async #save(): Promise<void> {
    while (this.#running) await this.#running;
    this.#clearTimers();
    if (!this.dirty || this.#stopped || this.#sign.is === "stale") return;
    this.#running = this.#commit().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  async #commit(): Promise<void> {
    const upTo = this.#changes;
    if (this.#sign.is === "saved") this.#show({ is: "saving" });
    try {
      const answer = await this.#options.commit(this.#options.read(), this.#seq);
      this.#seq = answer.seq;
      this.#committed = upTo;
      this.#options.onCommitted(answer);
      this.#show(this.dirty ? { is: "saving" } : { is: "saved", at: answer.savedAt });
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.code === "staleSave") {
        this.#clearTimers();
        this.#show({ is: "stale" });
      } else {
        this.#show({ is: "unsaved", failure });
        if (!this.#stopped) this.#limit ??= setTimeout(this.#due, RETRY_MS);
      }
    }
  }

  #show(sign: SaveSign): void {
    this.#sign = sign;
    this.#options.onSign(sign);
  }

  #clearTimers(): void {
    if (this.#pause !== null) clearTimeout(this.#pause);
    if (this.#limit !== null) clearTimeout(this.#limit);
    this.#pause = this.#limit = null;
  }
}

type Timer = ReturnType<typeof setTimeout> | null;

function restart(timer: Timer, after: number, due: () => void): Timer {
  if (timer !== null) clearTimeout(timer);
  return setTimeout(due, after);
}
