import { tick } from "svelte";

import { ChunkReader, noRows, placeOf, rowAt } from "../components/chunks";
import type { Page, Span } from "../components/chunks";
import { pixelsOfRem } from "../components/rem.svelte";
import { placeForKey, scrollToShow, slotsOf, visibleRows } from "../components/windowing";
import { asFailure, on } from "../ipc";
import { notices } from "./notices.svelte";

/** Autosave tells of a change at every pause in typing: lists follow at their own pace. */
const FOLLOW_MS = 250;

interface Look<Item> {
  /** Of a row in rem; the style must agree. */
  rowRem: number;
  /** Least width of an item in rem, where several stand side by side. */
  itemRem?: number;
  /** Rows drawn above and below what is in sight; one at least. */
  spare: number;
  idOf(item: Item): string;
}

/** A list or grid of any length on the screen: reads its items as they come into sight, draws no
 *  others, follows what changes on the desk, and knows the item that the keys are on. Made by the
 *  component that shows it. */
export class LongList<List extends object, P extends Page<unknown>> {
  rows = $state.raw(noRows<P>());
  /** Whether what was asked for last has been read. */
  read = $state(false);
  /** The item that the keys are on; −1 while there is none. */
  active = $state(-1);
  /** What scrolls, and its inner size. */
  element = $state<HTMLElement | null>(null);
  height = $state(0);
  width = $state(0);

  #scrollTop = $state(0);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #look: Look<P["rows"][number]>;
  readonly #reader: ChunkReader<List, P>;

  readonly total = $derived.by(() => this.rows.total);
  readonly #rem = $derived(pixelsOfRem());
  readonly rowHeight = $derived.by(() => this.#look.rowRem * this.#rem);
  readonly columns = $derived.by(() => {
    const { itemRem } = this.#look;
    return itemRem === undefined ? 1 : Math.max(1, Math.floor(this.width / (itemRem * this.#rem)));
  });
  readonly rowCount = $derived(Math.ceil(this.total / this.columns));
  // Item by item, as if a row were a column of low ones: the tiles of a row then come and go over
  // several frames of scrolling, not all in one.
  readonly #drawn = $derived.by(() =>
    visibleRows(
      this.#scrollTop,
      this.height,
      this.rowHeight / this.columns,
      this.total,
      this.#look.spare * this.columns,
    ),
  );
  // Numbers, not the window: a frame of scrolling that changes neither ends here.
  readonly first = $derived(this.#drawn.first);
  readonly end = $derived(this.#drawn.end);
  /** The item of each slot. Elements belong to slots, not to items. */
  readonly slots = $derived(slotsOf({ first: this.first, end: this.end }));
  readonly activeItem: P["rows"][number] | undefined = $derived.by(() => this.at(this.active));

  constructor(ask: (query: List & Span) => Promise<P>, look: Look<P["rows"][number]>) {
    this.#look = look;
    this.#reader = new ChunkReader(
      ask,
      (rows) => this.#take(rows),
      (thrown) => notices.fail(asFailure(thrown)),
    );
    $effect(() => this.#reader.onScreen({ first: this.first, end: this.end }));
    $effect(() => this.#follow());
    $effect(() => () => clearTimeout(this.#timer));
  }

  at(index: number): P["rows"][number] | undefined {
    return index < 0 ? undefined : rowAt(this.rows, index);
  }

  /** The item there, whether it has been in sight or not. */
  reach(index: number): Promise<P["rows"][number] | undefined> {
    return this.#reader.rowAt(index);
  }

  /** Where an item stands, as far as it has been read. */
  placeOf(id: string): number | null {
    return placeOf(this.rows, (item) => this.#look.idOf(item) === id);
  }

  isDrawn(index: number): boolean {
    return index >= this.first && index < this.end;
  }

  /** Another list, from its top; typing is waited for. */
  show(list: List, pauseMs = 0): void {
    clearTimeout(this.#timer);
    const read = async () => {
      this.active = -1;
      await this.#reader.list(list);
      if (this.element) this.element.scrollTop = 0;
    };
    if (pauseMs === 0) void read();
    else this.#timer = setTimeout(() => void read(), pauseMs);
  }

  /** The same list after something has changed. */
  readAgain(): void {
    void this.#reader.again();
  }

  scrolled(top: number): void {
    this.#scrollTop = top;
  }

  moveTo(index: number): void {
    this.active = index;
    const row = Math.floor(index / this.columns);
    const top = scrollToShow(row, this.#scrollTop, this.height, this.rowHeight);
    if (this.element) this.element.scrollTop = top;
  }

  /** Where a key leads to from the item that the keys are on; null for keys that do not move. */
  placeFor(key: string): number | null {
    const rowsInPage = Math.max(1, Math.floor(this.height / this.rowHeight) - 1);
    return placeForKey(key, this.active, this.total, this.columns, rowsInPage);
  }

  /** Takes the keys from the search field into the list. */
  async enter(): Promise<void> {
    this.moveTo(Math.max(0, this.active));
    await tick();
    this.element?.focus();
  }

  focused(): void {
    if (this.active < 0 && this.total > 0) this.active = 0;
  }

  #take(rows: typeof this.rows): void {
    // What has changed may have moved: the keys stay with their item.
    const before = this.activeItem;
    this.rows = rows;
    this.read = true;
    if (before !== undefined) {
      this.active = this.placeOf(this.#look.idOf(before)) ?? this.active;
    }
    if (this.active >= rows.total) this.active = rows.total - 1;
  }

  #follow(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = on("desk-changed", () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        this.readAgain();
      }, FOLLOW_MS);
    });
    return () => {
      clearTimeout(timer);
      leave();
    };
  }
}
