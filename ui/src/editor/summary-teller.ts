import { BehindFrame } from "./behind-frame";
import type { EditorSummary } from "./summary";

/** How long the keys pause before it is told how much has been written … */
const COUNT_PAUSE_MS = 200;
/** … and the longest that it waits for a pause. */
const COUNT_LIMIT_MS = 1_000;

/** Tells what the page says of itself: what the caret is in behind the next frame, and how much is
 *  written once the keys pause. Counts change with each key and stand far from the letter: drawing
 *  both costs more than the letter does. */
export class SummaryTeller {
  readonly #read: () => EditorSummary;
  readonly #tell: (summary: EditorSummary) => void;
  readonly #look = new BehindFrame(() => this.#compare());
  #pause: ReturnType<typeof setTimeout> | undefined;
  #limit: ReturnType<typeof setTimeout> | undefined;
  #told = "";
  #toldButCounts = "";

  constructor(read: () => EditorSummary, tell: (summary: EditorSummary) => void) {
    this.#read = read;
    this.#tell = tell;
  }

  /** The page may have changed. */
  ask(): void {
    this.#look.ask();
  }

  cancel(): void {
    this.#look.cancel();
    this.#stopWaiting();
  }

  #compare(): void {
    const next = this.#read();
    if (withoutCounts(next) !== this.#toldButCounts) return this.#tellNow(next);
    if (JSON.stringify(next) === this.#told) return this.#stopWaiting();
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#tellNow(this.#read()), COUNT_PAUSE_MS);
    this.#limit ??= setTimeout(() => this.#tellNow(this.#read()), COUNT_LIMIT_MS);
  }

  #tellNow(next: EditorSummary): void {
    this.#stopWaiting();
    this.#told = JSON.stringify(next);
    this.#toldButCounts = withoutCounts(next);
    this.#tell(next);
  }

  #stopWaiting(): void {
    clearTimeout(this.#pause);
    clearTimeout(this.#limit);
    this.#pause = this.#limit = undefined;
  }
}

function withoutCounts(summary: EditorSummary): string {
  return JSON.stringify({ ...summary, syllables: null, words: null, characters: null });
}
