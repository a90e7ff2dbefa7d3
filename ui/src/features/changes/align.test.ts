import { expect, test } from "vitest";

import type { DocumentJSON } from "../../editor";
import { pairsOf } from "./align";

const text = (...ids: string[]): DocumentJSON => ({
  type: "doc",
  content: [
    { type: "headline" },
    { type: "lead" },
    ...ids.map((id) => ({ type: "paragraph", attrs: { id } })),
  ],
});

const pairs = (old: string[], now: string[], ...moved: string[]) =>
  pairsOf(text(...old), text(...now), new Set(moved))
    .slice(2)
    .map(([a, b]) => [old[a - 2], now[b - 2]].join());

test("each block stands beside itself", () => {
  expect(pairsOf(text("a"), text("a"), new Set())).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
  expect(pairs(["a", "b", "c"], ["a", "x", "c"])).toEqual(["a,a", "c,c"]);
  expect(pairs(["a", "b"], ["x", "a", "y", "b", "z"])).toEqual(["a,a", "b,b"]);
  expect(pairs(["a", "b"], ["x"])).toEqual([]);
});

test("a block that moved pulls nothing along", () => {
  expect(pairs(["a", "b", "c", "d"], ["d", "a", "b", "c"], "d")).toEqual(["a,a", "b,b", "c,c"]);
  expect(pairs(["a", "b", "c"], ["b", "c", "a"], "a")).toEqual(["b,b", "c,c"]);
});
