import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { EditorSummary } from "./summary";
import { SummaryTeller } from "./summary-teller";

/** As far as the teller looks at it. */
function summary(all: number, blockId = "a"): EditorSummary {
  const counts = { words: all, characters: { all, solid: all } };
  return { blockId, syllables: { total: all }, ...counts } as unknown as EditorSummary;
}

let page: EditorSummary;
let told: EditorSummary[];
let teller: SummaryTeller;

beforeEach(() => {
  vi.useFakeTimers();
  page = summary(1);
  told = [];
  teller = new SummaryTeller(
    () => page,
    (next) => told.push(next),
  );
  teller.ask();
  vi.advanceTimersByTime(50);
});

afterEach(() => {
  teller.cancel();
  vi.useRealTimers();
});

function type(keys: number): void {
  for (let key = 0; key < keys; key += 1) {
    page = summary(page.words + 1);
    teller.ask();
    vi.advanceTimersByTime(75);
  }
}

test("what the caret is in is told behind the next frame", () => {
  expect(told).toEqual([summary(1)]);
  page = summary(1, "b");
  teller.ask();
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(50);
  expect(told).toEqual([summary(1), summary(1, "b")]);
});

test("counts are told when the keys pause, and then they are those of the page", () => {
  type(5);
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(300);
  expect(told).toEqual([summary(1), summary(6)]);
  vi.advanceTimersByTime(5_000);
  expect(told).toHaveLength(2);
});

test("whoever types without a pause sees the counts once a second", () => {
  type(40);
  expect(told.length - 1).toBeGreaterThanOrEqual(2);
  expect(told.length - 1).toBeLessThanOrEqual(3);
});

test("counts that are back where they were are not told", () => {
  page = summary(2);
  teller.ask();
  vi.advanceTimersByTime(50);
  page = summary(1);
  teller.ask();
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([summary(1)]);
});

test("a move of the caret tells the counts with it, and once", () => {
  type(2);
  page = summary(4, "b");
  teller.ask();
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([summary(1), summary(4, "b")]);
});

test("a page that goes away tells nothing more", () => {
  type(2);
  teller.cancel();
  vi.advanceTimersByTime(5_000);
  expect(told).toHaveLength(1);
});
