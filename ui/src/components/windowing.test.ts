import fc from "fast-check";
import { expect, test } from "vitest";

import { chunksOf, rowForKey, scrollToShow, visibleRows } from "./windowing";

test("an empty list draws nothing", () => {
  expect(visibleRows(0, 500, 100, 0, 3)).toEqual({ first: 0, end: 0 });
});

test("a list at its top draws what fits and some to spare", () => {
  expect(visibleRows(0, 500, 100, 10_000, 3)).toEqual({ first: 0, end: 8 });
});

test("every row that is on screen is drawn, and never more than the screen and the spare", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2_000_000 }),
      fc.integer({ min: 1, max: 4_000 }),
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 0, max: 20_000 }),
      fc.integer({ min: 0, max: 10 }),
      (scrollTop, viewHeight, rowHeight, total, spare) => {
        const { first, end } = visibleRows(scrollTop, viewHeight, rowHeight, total, spare);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(total);
        expect(end - first).toBeLessThanOrEqual(Math.ceil(viewHeight / rowHeight) + 1 + 2 * spare);
        const firstOnScreen = Math.floor(scrollTop / rowHeight);
        const lastOnScreen = Math.ceil((scrollTop + viewHeight) / rowHeight) - 1;
        for (const row of [firstOnScreen, lastOnScreen]) {
          if (row < total) {
            expect(row).toBeGreaterThanOrEqual(first);
            expect(row).toBeLessThan(end);
          }
        }
      },
    ),
  );
});

test("showing a row moves the list no further than it must", () => {
  expect(scrollToShow(3, 0, 500, 100), "on screen already").toBe(0);
  expect(scrollToShow(5, 0, 500, 100), "just below").toBe(100);
  expect(scrollToShow(2, 450, 500, 100), "above").toBe(200);
});

test("keys move within the list and stop at its ends", () => {
  expect(rowForKey("ArrowDown", -1, 5, 3)).toBe(0);
  expect(rowForKey("ArrowDown", 4, 5, 3)).toBe(4);
  expect(rowForKey("ArrowUp", 0, 5, 3)).toBe(0);
  expect(rowForKey("PageDown", 0, 5, 3)).toBe(3);
  expect(rowForKey("PageUp", 1, 5, 3)).toBe(0);
  expect(rowForKey("Home", 3, 5, 3)).toBe(0);
  expect(rowForKey("End", 0, 5, 3)).toBe(4);
  expect(rowForKey("x", 0, 5, 3)).toBeNull();
  expect(rowForKey("ArrowDown", -1, 0, 3)).toBeNull();
});

test("a window asks for exactly the chunks it touches", () => {
  expect(chunksOf({ first: 95, end: 105 }, 100)).toEqual([0, 1]);
  expect(chunksOf({ first: 100, end: 200 }, 100)).toEqual([1]);
  expect(chunksOf({ first: 0, end: 0 }, 100)).toEqual([]);
});
