import { expect, test } from "vitest";

import { beginningOf } from "./encoding";

test("a preview shows the first lines, joined over fonts and without empty ones", () => {
  expect(beginningOf(["ĐẠI HỘI", "\n", " \n", "Sáng ", "12/6,  họp."])).toEqual({
    lines: ["ĐẠI HỘI", "Sáng 12/6, họp."],
    more: false,
  });
});

test("a long text is cut, and that is told", () => {
  const { lines, more } = beginningOf(Array.from({ length: 100 }, () => "một dòng\n"));
  expect([lines.length, more]).toEqual([12, true]);
  expect(beginningOf(["a".repeat(5_000)])).toEqual({ lines: ["a".repeat(1_500)], more: true });
  expect(beginningOf([])).toEqual({ lines: [], more: false });
});
