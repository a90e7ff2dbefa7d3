import { expect, test } from "vitest";

import { photoForKey } from "./grid";

// Eleven photos in rows of four, two rows to a page.
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
  ["Home", 7, 0],
  ["End", 0, 10],
  ["a", 0, null],
])("%s from %i leads to %s", (key, from, to) => {
  expect(photoForKey(key, from, 11, 4, 2)).toBe(to);
});

test("nothing leads anywhere on an empty wall", () => {
  expect(photoForKey("Home", -1, 0, 4, 2)).toBeNull();
});
