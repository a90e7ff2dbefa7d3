import { describe, expect, test } from "vitest";

import { excerpt, wordChange } from "./suggestion";

describe("old words become new ones", () => {
  const told = (old: string, now: string) =>
    wordChange(old, now)
      .map(({ kind, text }) =>
        kind === "same" ? text : kind === "out" ? `-${text}-` : `+${text}+`,
      )
      .join("");

  test.each([
    ["ba đại biểu", "bốn đại biểu", "-ba-+bốn+ đại biểu"],
    ["ba đại biểu", "ba vị đại biểu", "ba +vị +đại biểu"],
    ["ba vị đại biểu", "ba đại biểu", "ba -vị -đại biểu"],
    ["viêc", "việc", "-viêc-+việc+"],
    ["", "mới", "+mới+"],
    ["cũ", "", "-cũ-"],
    ["a a", "a", "a- a-"],
    ["như cũ", "như cũ", "như cũ"],
  ])("%j → %j", (old, now, expected) => {
    expect(told(old, now)).toBe(expected);
  });
});

test("a long passage is cut between words", () => {
  expect(excerpt("một hai\nba")).toBe("một hai ba");
  const long = excerpt("đại biểu ".repeat(40));
  expect(long.endsWith("…")).toBe(true);
  expect(long.length).toBeLessThanOrEqual(121);
  expect(long).not.toMatch(/ …$/);
});
