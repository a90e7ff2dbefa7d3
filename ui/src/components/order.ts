/** The list with the item at `from` moved to `to`; the same list where that changes nothing. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const within = Math.min(Math.max(0, to), list.length - 1);
  const next = [...list];
  const [item] = next.splice(from, 1);
  if (item === undefined) return next;
  next.splice(within, 0, item);
  return next;
}
