/** Which rows of a long list are worth drawing. All rows have one height, so that the place of
 *  each is known without drawing those before it. */
export interface Window {
  first: number;
  /** One past the last. */
  end: number;
}

/** What is in sight and `spare` rows around it: as many wherever the list stands, so that scrolling
 *  neither makes elements nor does away with any. */
export function visibleRows(
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  total: number,
  spare: number,
): Window {
  if (total === 0 || rowHeight <= 0 || viewHeight <= 0) return { first: 0, end: 0 };
  const held = Math.min(total, Math.ceil(viewHeight / rowHeight) + 1 + 2 * spare);
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight) - spare;
  const within = Math.min(Math.max(0, first), total - held);
  return { first: within, end: within + held };
}

/** Shares the items of a window out among as many slots: an item keeps its slot as long as it is
 *  drawn, and the slot of one that has left goes to one that came. */
export function slotsOf({ first, end }: Window): number[] {
  const slots = Array.from({ length: end - first }, () => 0);
  for (let item = first; item < end; item += 1) slots[item % slots.length] = item;
  return slots;
}

/** The scroll position that brings `row` into view with the least movement. */
export function scrollToShow(
  row: number,
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + viewHeight) return top + rowHeight - viewHeight;
  return scrollTop;
}

/** The place that a key leads to in a grid of `columns`, or null for keys that do not move. `place`
 *  is −1 while there is none yet. */
export function placeForKey(
  key: string,
  place: number,
  total: number,
  columns: number,
  rowsInPage: number,
): number | null {
  if (total === 0) return null;
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    PageDown: columns * rowsInPage,
    PageUp: -columns * rowsInPage,
    Home: -total,
    End: total,
  };
  const step = steps[key];
  if (step === undefined) return null;
  if (place < 0) return key === "End" ? total - 1 : key === "PageDown" ? within(step, total) : 0;
  const to = place + step;
  // Up from the first row and down from the last one lead nowhere; down from above a last row that
  // is not full leads to the last of it.
  if (key === "ArrowUp" && to < 0) return place;
  const row = (index: number) => Math.floor(index / columns);
  if (key === "ArrowDown" && to >= total && row(place) === row(total - 1)) return place;
  return within(to, total);
}

function within(place: number, total: number): number {
  return Math.min(Math.max(0, place), total - 1);
}

/** The chunks, each `size` rows, that `window` touches. */
export function chunksOf(window: Window, size: number): number[] {
  const chunks: number[] = [];
  for (let chunk = Math.floor(window.first / size); chunk * size < window.end; chunk += 1) {
    chunks.push(chunk);
  }
  return chunks;
}
