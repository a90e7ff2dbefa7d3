import { expect, test } from "vitest";

import { leftEdge, partAfterDrag, partAt } from "./loupe";

const room = { width: 1_000, height: 500 };

test("a picture larger than the room shows its part, a smaller one stands in the middle", () => {
  expect(leftEdge(0, 3_000, 1_000)).toBeCloseTo(0);
  expect(leftEdge(1, 3_000, 1_000)).toBe(-2_000);
  expect(leftEdge(1, 600, 1_000)).toBe(200);
});

test("dragging to the right brings what is left into sight", () => {
  const picture = { width: 3_000, height: 400 };
  const from = { x: 0.5, y: 0.5 };
  expect(partAfterDrag(from, { x: 200, y: 90 }, picture, room)).toEqual({ x: 0.4, y: 0.5 });
  expect(partAfterDrag(from, { x: 9_000, y: 0 }, picture, room).x, "no further").toBe(0);
});

test("a click into a photo asks for the part under it", () => {
  // A square photo stands in the middle with 250 on both sides.
  expect(partAt({ x: 250, y: 0 }, 1, room)).toEqual({ x: 0, y: 0 });
  expect(partAt({ x: 500, y: 250 }, 1, room)).toEqual({ x: 0.5, y: 0.5 });
  expect(partAt({ x: 10, y: 500 }, 1, room), "beside it").toEqual({ x: 0, y: 1 });
  expect(partAt({ x: 5, y: 5 }, 1, { width: 0, height: 0 })).toEqual({ x: 0.5, y: 0.5 });
});
