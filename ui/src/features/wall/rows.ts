import { chunksOf } from "../../components/windowing";
import type { Window } from "../../components/windowing";
import type { PhotoPage, PhotoQuery, PhotoRow } from "../../ipc";
import type { WallFilter } from "../../state/wall.svelte";

/** Photos asked for at once. */
export const CHUNK = 100;
/** Questions that are on their way at once. What is scrolled past meanwhile is never asked. */
const AT_ONCE = 2;

/** The photos of a list as far as they have been read. */
export interface Rows {
  total: number;
  chunks: ReadonlyMap<number, PhotoRow[]>;
}

export const noRows: Rows = { total: 0, chunks: new Map() };

export function rowAt(rows: Rows, index: number): PhotoRow | undefined {
  return rows.chunks.get(Math.floor(index / CHUNK))?.[index % CHUNK];
}

/** Reads the photos of one list, chunk by chunk as they come on screen: of all that were passed by
 *  only those that are still in sight are asked for. */
export class PhotoReader {
  readonly #ask: (query: PhotoQuery) => Promise<PhotoPage>;
  readonly #show: (rows: Rows) => void;
  readonly #fail: (thrown: unknown) => void;
  #filter: WallFilter | null = null;
  #rows: Rows = noRows;
  #window: Window = { first: 0, end: 1 };
  #generation = 0;
  #asked = new Set<number>();
  #broken = new Set<number>();

  constructor(
    ask: (query: PhotoQuery) => Promise<PhotoPage>,
    show: (rows: Rows) => void,
    fail: (thrown: unknown) => void,
  ) {
    this.#ask = ask;
    this.#show = show;
    this.#fail = fail;
  }

  /** Another list: starts from its top. Resolves when its first photos are shown. */
  async list(filter: WallFilter): Promise<void> {
    this.#filter = filter;
    this.#window = { first: 0, end: 1 };
    await this.again();
  }

  /** The same list after something changed. What is on screen stays there until the new photos
   *  are here. */
  async again(): Promise<void> {
    if (!this.#filter) return;
    this.#generation += 1;
    this.#asked = new Set();
    this.#broken = new Set();
    const generation = this.#generation;
    const wanted = chunksOf(this.#window, CHUNK);
    const pages = await Promise.all(
      (wanted.length > 0 ? wanted : [0]).map((chunk) => this.#read(chunk)),
    );
    const last = pages.at(-1);
    if (generation !== this.#generation || !last) return;
    const chunks = new Map<number, PhotoRow[]>();
    for (const page of pages) if (page) chunks.set(page.offset / CHUNK, page.rows);
    this.#take({ total: last.total, chunks });
    this.#fill();
  }

  /** These photos are on screen now. */
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
          this.#take({ total: page.total, chunks });
        }
        this.#fill();
      });
    }
  }

  async #read(chunk: number): Promise<PhotoPage | null> {
    const asked = this.#asked;
    asked.add(chunk);
    try {
      const filter = this.#filter;
      if (!filter) return null;
      return await this.#ask({ ...filter, offset: chunk * CHUNK, limit: CHUNK });
    } catch (thrown) {
      // Asked again with the next list, not without end.
      this.#broken.add(chunk);
      this.#fail(thrown);
      return null;
    } finally {
      asked.delete(chunk);
    }
  }

  #take(rows: Rows): void {
    this.#rows = rows;
    this.#show(rows);
  }
}
