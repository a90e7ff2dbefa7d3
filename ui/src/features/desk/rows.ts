import type { ArticleId, ArticleRow, ListPage, ListQuery, View } from "../../ipc";
import { chunksOf } from "../../components/windowing";
import type { Window } from "../../components/windowing";

/** Rows asked for at once. */
export const CHUNK = 100;

/** The rows of one list as far as they have been read. */
export interface Rows {
  total: number;
  counts: ListPage["counts"];
  chunks: ReadonlyMap<number, ArticleRow[]>;
}

export const noRows: Rows = { total: 0, counts: {}, chunks: new Map() };

export function rowAt(rows: Rows, index: number): ArticleRow | undefined {
  return rows.chunks.get(Math.floor(index / CHUNK))?.[index % CHUNK];
}

/** Where an article stands in the list, as far as its row has been read. */
export function indexOf(rows: Rows, id: ArticleId): number | null {
  for (const [chunk, read] of rows.chunks) {
    const place = read.findIndex((row) => row.id === id);
    if (place !== -1) return chunk * CHUNK + place;
  }
  return null;
}

/** Reads the rows of one view and filter, chunk by chunk as they come on screen. An answer to a
 *  question that is no longer asked is thrown away. */
export class RowReader {
  readonly #ask: (query: ListQuery) => Promise<ListPage>;
  readonly #show: (rows: Rows) => void;
  readonly #fail: (thrown: unknown) => void;
  #view: View = "myDrafts";
  #filter = "";
  #rows: Rows = noRows;
  #window: Window = { first: 0, end: 1 };
  #generation = 0;
  #asked = new Set<number>();

  constructor(
    ask: (query: ListQuery) => Promise<ListPage>,
    show: (rows: Rows) => void,
    fail: (thrown: unknown) => void,
  ) {
    this.#ask = ask;
    this.#show = show;
    this.#fail = fail;
  }

  /** Another list: starts from its top. Resolves when its first rows are shown. */
  async list(view: View, filter: string): Promise<void> {
    this.#view = view;
    this.#filter = filter;
    this.#window = { first: 0, end: 1 };
    await this.again();
  }

  /** The same list after something changed. What is on screen stays there until the new rows
   *  are here. */
  async again(): Promise<void> {
    this.#generation += 1;
    this.#asked = new Set();
    const generation = this.#generation;
    const wanted = chunksOf(this.#window, CHUNK);
    const pages = await Promise.all(
      (wanted.length > 0 ? wanted : [0]).map((chunk) => this.#read(chunk)),
    );
    const last = pages.at(-1);
    if (generation !== this.#generation || !last) return;
    const chunks = new Map<number, ArticleRow[]>();
    for (const page of pages) if (page) chunks.set(page.offset / CHUNK, page.rows);
    this.#take({ total: last.total, counts: last.counts, chunks });
    // The list may have grown shorter or the window moved on meanwhile.
    this.onScreen(this.#window);
  }

  /** These rows are on screen now. */
  onScreen(window: Window): void {
    this.#window = window;
    const generation = this.#generation;
    for (const chunk of chunksOf(window, CHUNK)) {
      if (this.#rows.chunks.has(chunk) || this.#asked.has(chunk)) continue;
      void this.#read(chunk).then((page) => {
        if (!page || generation !== this.#generation) return;
        const chunks = new Map(this.#rows.chunks).set(chunk, page.rows);
        this.#take({ total: page.total, counts: page.counts, chunks });
      });
    }
  }

  async #read(chunk: number): Promise<ListPage | null> {
    this.#asked.add(chunk);
    try {
      return await this.#ask({
        view: this.#view,
        filter: this.#filter,
        offset: chunk * CHUNK,
        limit: CHUNK,
      });
    } catch (thrown) {
      this.#fail(thrown);
      return null;
    }
  }

  #take(rows: Rows): void {
    this.#rows = rows;
    this.#show(rows);
  }
}
