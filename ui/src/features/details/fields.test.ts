import { expect, test } from "vitest";

import { localInput, localTime, tagsOf } from "./fields";

test("a time survives the way through its field", () => {
  const at = new Date(2026, 4, 23, 15, 30).getTime();
  expect(localInput(at)).toBe("2026-05-23T15:30");
  expect(localTime(localInput(at))).toBe(at);
});

test("an empty or broken time is no time", () => {
  expect(localTime("")).toBeNull();
  expect(localTime("2026-05")).not.toBe(0);
  expect(localTime("hôm nay")).toBeNull();
  expect(localInput(null)).toBe("");
});

test("tags are trimmed, once each, and never empty", () => {
  expect(tagsOf(" Đại hội Đảng,  cán bộ ;Đại hội Đảng,,")).toEqual(["Đại hội Đảng", "cán bộ"]);
});
