/** A card beside the text. */
export interface Card {
  /** How high its words stand; null for what stands before all text. */
  readonly wanted: number | null;
  readonly height: number;
}

/**
 * How high each card stands, from the first to the last: as high as its words, or as near as the
 * cards before it let it. The one that is looked at stands exactly there; the others give way, those
 * before it upwards and past `first` if they must. None reaches into the `gap` of another.
 */
export function placeCards(
  cards: readonly Card[],
  current: number,
  gap: number,
  first: number,
): number[] {
  const wanted = cards.map(({ wanted }) => Math.max(first, Math.round(wanted ?? first)));
  const tops = [...wanted];
  for (const [at, top] of wanted.entries()) {
    if (at === 0 || at <= current) continue;
    tops[at] = Math.max(top, (tops[at - 1] ?? 0) + (cards[at - 1]?.height ?? 0) + gap);
  }
  for (let at = current - 1; at >= 0; at -= 1) {
    const room = (tops[at + 1] ?? 0) - (cards[at]?.height ?? 0) - gap;
    tops[at] = Math.min(wanted[at] ?? first, room);
  }
  return tops;
}
