import { asFailure, ipc } from "../ipc";
import type { SavedSearch, Search, SearchFilters } from "../ipc";
import { notices } from "./notices.svelte";
import { screens } from "./screens.svelte";

export const noFilters: SearchFilters = {
  authors: [],
  sections: [],
  states: [],
  from: null,
  until: null,
  withPhoto: false,
  captionMissing: false,
  deliveredTo: [],
  myTurn: false,
};

const noSearch: Search = { text: "", filters: noFilters, order: "newest" };

/** The search over all articles, which lies over the panes while it is asked for. What was looked
 *  for stays as it was left. */
class Searching {
  asked = $state.raw<Search>(noSearch);
  saved = $state.raw<SavedSearch[]>([]);
  /** Counts the calls for the field; the screen takes the caret there on each. */
  wantsField = $state(0);
  /** The words to be shown in the article that is opened next. */
  wordsToShow = $state.raw<string | null>(null);
  #read = false;

  open(asked?: Search): void {
    if (asked) this.asked = asked;
    screens.shown = "search";
    this.wantsField += 1;
  }

  close(): void {
    screens.close();
  }

  clear(): void {
    this.asked = { ...noSearch, order: this.asked.order };
  }

  /** The searches that are kept; read once. */
  async readSaved(): Promise<void> {
    if (this.#read) return;
    this.#read = true;
    await this.#take(ipc.savedSearches());
  }

  save(saved: SavedSearch): Promise<boolean> {
    return this.#take(ipc.saveSearch(saved));
  }

  remove(id: string): Promise<boolean> {
    return this.#take(ipc.removeSearch(id));
  }

  async #take(answer: Promise<SavedSearch[]>): Promise<boolean> {
    try {
      this.saved = await answer;
      return true;
    } catch (thrown) {
      notices.fail(asFailure(thrown));
      return false;
    }
  }
}

export const searching = new Searching();

/** Whether two searches ask for the same. */
export function isSame(a: Search, b: Search): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
