import fc from "fast-check";
import { expect, test } from "vitest";

import { chunksOf, placeForKey, scrollToShow, slotsOf, visibleRows } from "./windowing";

test("an empty list draws nothing", () => {
  expect(visibleRows(0, 500, 100, 0, 3)).toEqual({ first: 0, end: 0 });
});

test("a list at its top draws what fits and some to spare", () => {
  expect(visibleRows(0, 500, 100, 10_000, 3)).toEqual({ first: 0, end: 12 });
});

test("as many rows are drawn wherever the list stands", () => {
  for (const top of [0, 50, 100, 130_050, 999_500]) {
    const { first, end } = visibleRows(top, 500, 100, 10_000, 3);
    expect(end - first, `at ${String(top)}`).toBe(12);
  }
});

test("scrolling on gives only the slots of what has left to what has come", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100_000 }),
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 0, max: 90 }),
      (first, count, step) => {
        const before = slotsOf({ first, end: first + count });
        const after = slotsOf({ first: first + step, end: first + step + count });
        expect(Array.from(after).sort((a, b) => a - b)).toEqual(
          Array.from({ length: count }, (_, item) => first + step + item),
        );
        const moved = after.filter((item, slot) => item !== before[slot]);
        expect(moved).toHaveLength(Math.min(step, count));
      },
    ),
  );
});

test("showing a row moves the list no further than it must", () => {
  expect(scrollToShow(3, 0, 500, 100), "on screen already").toBe(0);
  expect(scrollToShow(5, 0, 500, 100), "just below").toBe(100);
  expect(scrollToShow(2, 450, 500, 100), "above").toBe(200);
});

// Eleven in rows of four, two rows to a page.
test.each([
  ["ArrowRight", -1, 0],
  ["ArrowRight", 3, 4],
  ["ArrowRight", 10, 10],
  ["ArrowLeft", 0, 0],
  ["ArrowDown", -1, 0],
  ["ArrowDown", 2, 6],
  ["ArrowDown", 7, 10],
  ["ArrowDown", 9, 9],
  ["ArrowUp", 6, 2],
  ["ArrowUp", 2, 2],
  ["PageDown", 1, 9],
  ["PageDown", 9, 10],
  ["PageUp", 9, 1],
  ["PageUp", 3, 0],
  ["Home", 7, 0],
  ["End", 0, 10],
  ["End", -1, 10],
  ["a", 0, null],
])("in a grid %s leads from %i to %s", (key, from, to) => {
  expect(placeForKey(key, from, 11, 4, 2)).toBe(to);
});

test("in a list keys move within it and stop at its ends", () => {
  const go = (key: string, from: number) => placeForKey(key, from, 5, 1, 3);
  expect(go("ArrowDown", 4)).toBe(4);
  expect(go("ArrowUp", 0)).toBe(0);
  expect(go("PageDown", 0)).toBe(3);
  expect(go("PageUp", 1)).toBe(0);
  expect(placeForKey("ArrowDown", -1, 0, 1, 3), "nothing leads anywhere").toBeNull();
});

test("a window asks for exactly the chunks it touches", () => {
  expect(chunksOf({ first: 95, end: 105 }, 100)).toEqual([0, 1]);
  expect(chunksOf({ first: 100, end: 200 }, 100)).toEqual([1]);
  expect(chunksOf({ first: 0, end: 0 }, 100)).toEqual([]);
});
