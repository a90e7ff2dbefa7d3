/** Which rows of a long list are worth drawing. All rows have one height, so that the place of
 *  each is known without drawing those before it. */
export interface Window {
  first: number;
  /** One past the last. */
  end: number;
}

export function visibleRows(
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  total: number,
  spare: number,
): Window {
  if (total === 0 || rowHeight <= 0 || viewHeight <= 0) return { first: 0, end: 0 };
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight) - spare;
  const end = Math.ceil((Math.max(0, scrollTop) + viewHeight) / rowHeight) + spare;
  return {
    first: Math.min(Math.max(0, first), total),
    end: Math.min(Math.max(0, end), total),
  };
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

/** The row that a key leads to from `active` (−1: none yet), or null for other keys. */
export function rowForKey(key: string, active: number, total: number, page: number): number | null {
  if (total === 0) return null;
  const within = (row: number) => Math.min(Math.max(0, row), total - 1);
  switch (key) {
    case "ArrowDown":
      return within(active + 1);
    case "ArrowUp":
      return within(active - 1);
    case "PageDown":
      return within(Math.max(0, active) + page);
    case "PageUp":
      return within(active - page);
    case "Home":
      return 0;
    case "End":
      return total - 1;
    default:
      return null;
  }
}

/** The chunks, each `size` rows, that `window` touches. */
export function chunksOf(window: Window, size: number): number[] {
  const chunks: number[] = [];
  for (let chunk = Math.floor(window.first / size); chunk * size < window.end; chunk += 1) {
    chunks.push(chunk);
  }
  return chunks;
}
