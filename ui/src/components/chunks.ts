import { chunksOf } from "./windowing";
import type { Window } from "./windowing";

/** Rows asked for at once. */
export const CHUNK = 100;
/** Questions that are on their way at once. What is scrolled past meanwhile is never asked. */
const AT_ONCE = 2;

/** A part of a list, and how long all of it is. */
export interface Page<Row> {
  total: number;
  offset: number;
  rows: Row[];
}

/** What part of a list is asked for. */
export interface Span {
  offset: number;
  limit: number;
}

/** The rows of one list as far as they have been read, and the newest page of it. */
export interface Rows<P extends Page<unknown>> {
  total: number;
  /** Null before anything was read. */
  page: P | null;
  chunks: ReadonlyMap<number, P["rows"]>;
}

export function noRows<P extends Page<unknown>>(): Rows<P> {
  return { total: 0, page: null, chunks: new Map() };
}

export function rowAt<P extends Page<unknown>>(
  rows: Rows<P>,
  index: number,
): P["rows"][number] | undefined {
  return rows.chunks.get(Math.floor(index / CHUNK))?.[index % CHUNK];
}

/** Where a row stands in the list, as far as it has been read. */
export function placeOf<P extends Page<unknown>>(
  rows: Rows<P>,
  is: (row: P["rows"][number]) => boolean,
): number | null {
  for (const [chunk, read] of rows.chunks) {
    const place = read.findIndex(is);
    if (place !== -1) return chunk * CHUNK + place;
  }
  return null;
}

/** Reads the rows of one list, chunk by chunk as they come on screen: of all that were passed by
 *  only those that are still in sight are asked for. An answer to a question that is no longer asked
 *  is thrown away. */
export class ChunkReader<List extends object, P extends Page<unknown>> {
  readonly #ask: (query: List & Span) => Promise<P>;
  readonly #show: (rows: Rows<P>) => void;
  readonly #fail: (thrown: unknown) => void;
  #list: List | null = null;
  #rows: Rows<P> = noRows();
  #window: Window = { first: 0, end: 1 };
  #generation = 0;
  #asked = new Set<number>();
  #broken = new Set<number>();

  constructor(
    ask: (query: List & Span) => Promise<P>,
    show: (rows: Rows<P>) => void,
    fail: (thrown: unknown) => void,
  ) {
    this.#ask = ask;
    this.#show = show;
    this.#fail = fail;
  }

  /** Another list: starts from its top. Resolves when its first rows are shown. */
  async list(list: List): Promise<void> {
    this.#list = list;
    this.#window = { first: 0, end: 1 };
    await this.again();
  }

  /** The same list after something changed. What is on screen stays there until the new rows
   *  are here. */
  async again(): Promise<void> {
    if (this.#list === null) return;
    this.#generation += 1;
    this.#asked = new Set();
    this.#broken = new Set();
    const generation = this.#generation;
    const seen = chunksOf(this.#window, CHUNK);
    const wanted = seen.length > 0 ? seen : [0];
    const pages = await Promise.all(wanted.map((chunk) => this.#read(chunk)));
    const last = pages.at(-1);
    if (generation !== this.#generation) return;
    for (const chunk of wanted) this.#asked.delete(chunk);
    if (!last) return;
    const chunks = new Map<number, P["rows"]>();
    for (const page of pages) if (page) chunks.set(page.offset / CHUNK, page.rows);
    this.#take({ total: last.total, page: last, chunks });
    // The list may have grown shorter or the window moved on meanwhile.
    this.#fill();
  }

  /** One row of the list, whether it has been on screen or not. */
  async rowAt(index: number): Promise<P["rows"][number] | undefined> {
    if (this.#list === null || index < 0) return undefined;
    const known = rowAt(this.#rows, index);
    if (known !== undefined) return known;
    return (await this.#ask({ ...this.#list, offset: index, limit: 1 })).rows[0];
  }

  /** These rows are on screen now. */
  onScreen(window: Window): void {
    this.#window = window;
    this.#fill();
  }

  #fill(): void {
    const generation = this.#generation;
    for (const chunk of chunksOf(this.#window, CHUNK)) {
      if (this.#asked.size >= AT_ONCE) return;
      const known = this.#rows.chunks.has(chunk);
      if (known || this.#asked.has(chunk) || this.#broken.has(chunk)) continue;
      void this.#read(chunk).then((page) => {
        if (generation !== this.#generation) return;
        if (page) {
          const chunks = new Map(this.#rows.chunks).set(chunk, page.rows);
          this.#take({ total: page.total, page, chunks });
        }
        // Only now: until its rows are there it would be asked for again.
        this.#asked.delete(chunk);
        this.#fill();
      });
    }
  }

  async #read(chunk: number): Promise<P | null> {
    const list = this.#list;
    if (list === null) return null;
    this.#asked.add(chunk);
    try {
      return await this.#ask({ ...list, offset: chunk * CHUNK, limit: CHUNK });
    } catch (thrown) {
      // Asked again with the next list, not without end.
      this.#broken.add(chunk);
      this.#fail(thrown);
      return null;
    }
  }

  #take(rows: Rows<P>): void {
    this.#rows = rows;
    this.#show(rows);
  }
}
