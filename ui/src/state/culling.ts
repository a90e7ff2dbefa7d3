import type { IngestEntry } from "../ipc";

/** What a person thinks of a photo on a contact sheet. */
export interface Judgement {
  mark: "picked" | "rejected" | null;
  /** 0 to 5. */
  stars: number;
}

export type Showing = "all" | "picked" | "rejected" | "unrated";
export type Sorting = "taken" | "name";

export interface SheetView {
  showing: Showing;
  /** Only photos with at least so many stars. */
  stars: number;
  sorting: Sorting;
}

export type Judgements = ReadonlyMap<number, Judgement>;

export function judgementOf(entry: IngestEntry, judged: Judgements): Judgement {
  return judged.get(entry.n) ?? { mark: null, stars: entry.rating };
}

/** The photos to show, in their order. */
export function shownOn(
  entries: readonly IngestEntry[],
  judged: Judgements,
  { showing, stars, sorting }: SheetView,
): IngestEntry[] {
  const shown = entries.filter((entry) => {
    const judgement = judgementOf(entry, judged);
    return judgement.stars >= stars && (showing === "all" || standing(judgement) === showing);
  });
  // Numbers are in the order of names already.
  if (sorting === "name") return shown;
  const places = new Map(shown.map((entry) => [entry, placeInTime(entry, entries)]));
  const placed = (entry: IngestEntry) => places.get(entry) ?? [];
  return shown.sort((a, b) => compareLists(placed(a), placed(b)));
}

/** A copy that has lost its time stands behind the photo that it is a copy of. */
function placeInTime(entry: IngestEntry, entries: readonly IngestEntry[]): number[] {
  const original = originalOf(entry, entries);
  const { taken } = entry.takenByCamera ? entry : (original ?? entry);
  return [taken, (original ?? entry).n, original ? 1 : 0, entry.n];
}

function compareLists(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((number, at) => number !== other[at]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

/** The photo of which this is but another file: with the same bytes, or of the same picture. */
export function originalOf(
  entry: IngestEntry,
  entries: readonly IngestEntry[],
): IngestEntry | null {
  const n = entry.alike ?? entry.sameAs;
  return (n === null ? undefined : entries[n]) ?? null;
}

/** The stars that somebody gave a photo on the sheet; null where they are those of its file. */
export function starsGiven(entry: IngestEntry, judged: Judgements): number | null {
  const { stars } = judgementOf(entry, judged);
  return stars === entry.rating ? null : stars;
}

/** How many photos each choice would show. */
export function countsOf(
  entries: readonly IngestEntry[],
  judged: Judgements,
): Record<Showing, number> {
  const counts = { all: entries.length, picked: 0, rejected: 0, unrated: 0 };
  for (const entry of entries) {
    const is = standing(judgementOf(entry, judged));
    if (is !== null) counts[is] += 1;
  }
  return counts;
}

/** Neither picked nor rejected nor given a star is what nobody has decided on yet. */
function standing({ mark, stars }: Judgement): Exclude<Showing, "all"> | null {
  return mark ?? (stars === 0 ? "unrated" : null);
}

/** What a key asks for on a contact sheet; null for other keys. */
export type SheetKey =
  | { does: "judge"; mark: Judgement["mark"] }
  | { does: "rate"; stars: number }
  | { does: "zoom" | "whole" | "compare" | "back" | "other" };

export function sheetKey({ key, code }: { key: string; code: string }): SheetKey | null {
  // By the place of the key where an input method may have made another letter of it.
  const letter = /^Key([A-Z])$/.exec(code)?.[1] ?? key.toUpperCase();
  const digit = /^(?:Digit|Numpad)([0-5])$/.exec(code)?.[1] ?? (/^[0-5]$/.test(key) ? key : null);
  if (digit !== null) return { does: "rate", stars: Number(digit) };
  switch (key) {
    case "Escape":
      return { does: "back" };
    case "Enter":
    case " ":
      return { does: "zoom" };
    case "Tab":
      return { does: "other" };
  }
  switch (letter) {
    case "P":
    case "T":
      return { does: "judge", mark: "picked" };
    case "X":
      return { does: "judge", mark: "rejected" };
    case "U":
      return { does: "judge", mark: null };
    case "Z":
      return { does: "whole" };
    case "C":
      return { does: "compare" };
    default:
      return null;
  }
}

/** The photos of a burst in the order of time, and the place of one in it. */
export function placeInBurst(
  entry: IngestEntry,
  entries: readonly IngestEntry[],
): { place: number; of: number } | null {
  if (entry.burst === null) return null;
  let [place, of] = [1, 0];
  for (const other of entries) {
    if (other.burst !== entry.burst) continue;
    of += 1;
    if (other.taken < entry.taken || (other.taken === entry.taken && other.n < entry.n)) place += 1;
  }
  return { place, of };
}
