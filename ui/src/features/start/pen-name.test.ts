import { expect, test } from "vitest";

import { suggestedPenName } from "./pen-name";

test("the pen name suggested is the last two syllables of the name", () => {
  expect(suggestedPenName("Nguyễn Thị Thanh Mai")).toBe("Thanh Mai");
  expect(suggestedPenName("  Hiếu ")).toBe("Hiếu");
  expect(suggestedPenName("")).toBe("");
});
