import { expect, test } from "vitest";

import { expansionAt } from "./codes";

const codes = [
  { code: "ubnd", texts: ["Ủy ban nhân dân tỉnh Thái Nguyên"] },
  { code: "pmc", texts: ["Phạm Minh Chính", "Trưởng Ban Tổ chức Trung ương"] },
  { code: "hđnd", texts: ["Hội đồng nhân dân"] },
];
const at = (text: string) => expansionAt(text, text.length, codes);

test.each([
  ["\\ubnd\\", { from: 0, text: "Ủy ban nhân dân tỉnh Thái Nguyên" }],
  ["Đồng chí \\pmc#2\\", { from: 9, text: "Trưởng Ban Tổ chức Trung ương" }],
  ["\\PMC\\", { from: 0, text: "Phạm Minh Chính" }],
  ["\\h\u0111nd\\", { from: 0, text: "Hội đồng nhân dân" }],
  ["\\x\\ubnd\\", { from: 2, text: "Ủy ban nhân dân tỉnh Thái Nguyên" }],
])("%s is written out", (text, expected) => {
  expect(at(text)).toEqual(expected);
});

test.each(["\\ubnd", "ubnd\\", "\\nosuch\\", "\\pmc#3\\", "\\pmc#0\\", "\\ub nd\\", "\\\\", ""])(
  "%s is left as it is",
  (text) => {
    expect(at(text)).toBeNull();
  },
);

test("only what ends at the caret is looked at", () => {
  expect(expansionAt("\\ubnd\\ sau", 10, codes)).toBeNull();
  expect(expansionAt("\\ubnd\\ sau", 6, codes)?.from).toBe(0);
});
