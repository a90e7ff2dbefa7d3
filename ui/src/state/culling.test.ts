import { describe, expect, test } from "vitest";

import type { IngestEntry } from "../ipc";
import { countsOf, originalOf, placeInBurst, sheetKey, shownOn, starsGiven } from "./culling";
import type { Judgement, Judgements } from "./culling";

function photo(n: number, more: Partial<IngestEntry> = {}): IngestEntry {
  return {
    n,
    fileName: `IMG_${String(n)}.JPG`,
    folder: "",
    kind: "jpeg",
    rawBeside: null,
    bytes: 1,
    taken: 1_000 * n,
    takenByCamera: true,
    width: 3,
    height: 2,
    rating: 0,
    previewSide: 160,
    inStore: false,
    sameAs: null,
    burst: null,
    alike: null,
    problem: null,
    ...more,
  };
}

const judged = (...all: [number, Judgement["mark"], number][]): Judgements =>
  new Map(all.map(([n, mark, stars]) => [n, { mark, stars }]));

describe("what is shown", () => {
  const entries = [photo(0, { taken: 9_000 }), photo(1), photo(2, { rating: 3 }), photo(3)];
  const opinions = judged([0, "picked", 5], [1, "rejected", 0]);
  const shown = (showing: "all" | "picked" | "rejected" | "unrated", stars = 0) =>
    shownOn(entries, opinions, { showing, stars, sorting: "name" }).map(({ n }) => n);

  test("follows what was decided on", () => {
    expect(shown("all")).toEqual([0, 1, 2, 3]);
    expect(shown("picked")).toEqual([0]);
    expect(shown("rejected")).toEqual([1]);
    expect(shown("unrated"), "stars of the camera count").toEqual([3]);
    expect(shown("all", 3)).toEqual([0, 2]);
    expect(countsOf(entries, opinions)).toEqual({ all: 4, picked: 1, rejected: 1, unrated: 1 });
  });

  test("stars that are those of the file are nobody's on the sheet", () => {
    const [first, second, third, fourth] = entries as [
      IngestEntry,
      IngestEntry,
      IngestEntry,
      IngestEntry,
    ];
    expect([first, second, third, fourth].map((it) => starsGiven(it, opinions))).toEqual([
      5,
      null,
      null,
      null,
    ]);
    const taken = judged([2, "picked", 0], [3, "picked", 0]);
    expect(starsGiven(third, taken), "taken away").toBe(0);
    expect(starsGiven(fourth, taken)).toBeNull();
  });

  test("is in the order of time or of names", () => {
    const inTime = shownOn(entries, opinions, { showing: "all", stars: 0, sorting: "taken" });
    expect(inTime.map(({ n }) => n)).toEqual([1, 2, 3, 0]);
    expect(
      entries.map(({ n }) => n),
      "the list itself stays as it is",
    ).toEqual([0, 1, 2, 3]);
  });
});

describe("the keys", () => {
  test("are those of the tools that photographers know", () => {
    const does = (key: string, code = "") => sheetKey({ key, code });
    expect(does("p", "KeyP")).toEqual({ does: "judge", mark: "picked" });
    expect(does("t", "KeyT")).toEqual({ does: "judge", mark: "picked" });
    expect(does("X", "KeyX")).toEqual({ does: "judge", mark: "rejected" });
    expect(does("u", "KeyU")).toEqual({ does: "judge", mark: null });
    expect(does("5", "Digit5")).toEqual({ does: "rate", stars: 5 });
    expect(does("0", "Numpad0")).toEqual({ does: "rate", stars: 0 });
    expect(does(" ", "Space")).toEqual({ does: "zoom" });
    expect(does("6", "Digit6")).toBeNull();
    expect(does("ư", "KeyW")).toBeNull();
  });

  test("work while a Vietnamese layout makes other letters of them", () => {
    expect(sheetKey({ key: "Process", code: "KeyX" })).toEqual({ does: "judge", mark: "rejected" });
    // The row of digits has letters on it in TCVN.
    expect(sheetKey({ key: "ă", code: "Digit1" })).toEqual({ does: "rate", stars: 1 });
  });
});

test("a copy without a time of its own stands behind its original, where photos go by time", () => {
  const entries = [
    photo(0, { taken: 99_000, takenByCamera: false, alike: 2 }),
    photo(1, { taken: 10 }),
    photo(2, { taken: 20 }),
    photo(3, { taken: 20 }),
    photo(4, { taken: 5, alike: 3 }),
    photo(5, { taken: 1, takenByCamera: false, sameAs: 1 }),
  ];
  const order = (sorting: "taken" | "name") =>
    shownOn(entries, new Map(), { showing: "all", stars: 0, sorting }).map(({ n }) => n);
  expect(order("taken"), "one with a time of its own stays at it").toEqual([4, 1, 5, 2, 0, 3]);
  expect(order("name")).toEqual([0, 1, 2, 3, 4, 5]);
  expect(entries.map((entry) => originalOf(entry, entries)?.n ?? null)).toEqual([
    2,
    null,
    null,
    null,
    3,
    1,
  ]);
});

test("a photo knows its place in a burst by time, not by name", () => {
  const entries = [
    photo(0, { burst: 0, taken: 30 }),
    photo(1, { burst: 0, taken: 10 }),
    photo(2, { burst: 2 }),
    photo(3, { burst: 0, taken: 30 }),
  ];
  expect(entries.slice(0, 2).map((entry) => placeInBurst(entry, entries))).toEqual([
    { place: 2, of: 3 },
    { place: 1, of: 3 },
  ]);
  expect(placeInBurst(photo(9), entries)).toBeNull();
});
