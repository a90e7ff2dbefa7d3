/** The photo that a key leads to in a grid of `columns`, or null for other keys. `active` is −1
 *  while there is none yet. */
export function photoForKey(
  key: string,
  active: number,
  total: number,
  columns: number,
  page: number,
): number | null {
  if (total === 0) return null;
  const within = (index: number) => Math.min(Math.max(0, index), total - 1);
  const from = Math.max(0, active);
  switch (key) {
    case "ArrowRight":
      return within(active + 1);
    case "ArrowLeft":
      return within(active - 1);
    case "ArrowDown":
      // From a last row that is not full, down stays where it is.
      return active < 0
        ? 0
        : from + columns < total
          ? from + columns
          : lastRow(from, total, columns);
    case "ArrowUp":
      return from - columns >= 0 ? from - columns : from;
    case "PageDown":
      return within(from + columns * page);
    case "PageUp":
      return within(from - columns * page);
    case "Home":
      return 0;
    case "End":
      return total - 1;
    default:
      return null;
  }
}

/** Down from the row before the last, where the last has no photo below: its last one. */
function lastRow(from: number, total: number, columns: number): number {
  const row = (index: number) => Math.floor(index / columns);
  return row(from) < row(total - 1) ? total - 1 : from;
}
