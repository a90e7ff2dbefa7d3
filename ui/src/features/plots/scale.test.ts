import { expect, test } from "vitest";

import { lengthWords, shownSections, steps, timeSteps } from "./scale";

test("an axis has few steps, round ones, and reaches what it has to show", () => {
  for (const most of [0, 1, 3, 4, 7, 12, 40, 99, 100, 101, 4_321]) {
    const found = steps(most);
    expect(found[0]).toBe(0);
    expect(found.length).toBeLessThanOrEqual(6);
    expect(found.at(-1)).toBeGreaterThanOrEqual(most);
    expect(found.every(Number.isInteger), String(found)).toBe(true);
  }
});

test("an axis of time goes by hours and days", () => {
  expect(timeSteps(50)).toEqual([0, 10, 20, 30, 40, 50]);
  expect(timeSteps(250)).toEqual([0, 60, 120, 180, 240, 300]);
  expect(timeSteps(4_000)).toEqual([0, 1_440, 2_880, 4_320]);
});

test("a length is told in its nearest unit", () => {
  expect(lengthWords(45)).toEqual({ key: "plots.minutes", params: { count: 45 } });
  expect(lengthWords(90)).toEqual({ key: "plots.hours", params: { count: 1.5 } });
  expect(lengthWords(2_160)).toEqual({ key: "plots.days", params: { count: 1.5 } });
});

test("sections beyond the largest are one", () => {
  const row = (section: string, count: number) => ({
    section,
    articles: [count, 1],
    total: count + 1,
  });
  const many = ["a", "b", "c", "d", "e", "f", "g"].map((name, at) => row(name, 10 - at));
  const shown = shownSections(many);
  expect(shown).toHaveLength(6);
  expect(shown.at(-1)).toEqual({ section: null, articles: [9, 2], total: 11 });
  expect(shownSections(many.slice(0, 6))).toHaveLength(6);
});
