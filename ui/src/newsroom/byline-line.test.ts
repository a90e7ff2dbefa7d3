import { expect, test } from "vitest";

import { bylineLine } from "./byline-line";

test("two reporters sign as one line, in their order; photographers do not sign the text", () => {
  expect(
    bylineLine([
      { contributor: null, penName: "Thanh Mai", role: "text" },
      { contributor: null, penName: "Lan Anh", role: "photo" },
      { contributor: null, penName: "Thanh Hiếu", role: "text" },
    ]),
  ).toBe("Thanh Mai - Thanh Hiếu");
  expect(bylineLine([])).toBe("");
});
