import { expect, test } from "vitest";

import { tagsOf } from "./tags";

test("tags are trimmed, once each, and never empty", () => {
  expect(tagsOf(" Đại hội Đảng,  cán bộ ;Đại hội Đảng,,")).toEqual(["Đại hội Đảng", "cán bộ"]);
});
