import { expect, test } from "vitest";

import { readingMinutes } from "./reading";

test("a text takes at least a minute to read, and none takes none", () => {
  expect([0, 1, 220, 329, 331, 2_200].map(readingMinutes)).toEqual([0, 1, 1, 1, 2, 10]);
});
