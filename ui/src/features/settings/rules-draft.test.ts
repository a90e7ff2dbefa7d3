import { expect, test } from "vitest";

import type { KeptRule } from "../../ipc";
import {
  entriesOf,
  findAs,
  linesOf,
  measureOf,
  newRule,
  problemText,
  toggled,
  typedLines,
  withKept,
} from "./rules-draft";

const kept = (id: string, name: string): KeptRule => ({
  rule: { ...newRule(name), id },
  byName: "Lan",
  at: 0,
});

test("words become a pattern that finds the same, and a number is asked for where one is needed", () => {
  const words = { kind: "words", words: ["v.v...", "độc giả"], matchCase: true } as const;
  const pattern = findAs("pattern", { ...words, words: [...words.words] });
  expect(pattern).toEqual({ kind: "pattern", pattern: "v\\.v\\.\\.\\.|độc giả", matchCase: true });
  expect(findAs("longCaption", pattern)).toEqual({ kind: "longCaption", most: 300 });
  expect(findAs("words", findAs("noAlt", pattern))).toEqual({
    kind: "words",
    words: [],
    matchCase: false,
  });
});

test("lines come back as they were typed, empty ones too", () => {
  for (const text of ["", "a", "a\n", "a\n\nb"]) expect(linesOf(text).join("\n")).toBe(text);
});

test("examples that fail are told by the line they stand in, empty lines counted", () => {
  expect(typedLines(["", "một", " ", "hai", "ba"], [0, 2])).toEqual([2, 5]);
  expect(typedLines(["một"], [3])).toEqual([]);
});

test("what is no number is one that the core refuses", () => {
  for (const text of ["", "-1", "1.5", "x", "1e99"]) expect(measureOf(text), text).toBe(0);
  expect(measureOf("300")).toBe(300);
});

test("a place is chosen and given up, and they stay in the order of an article", () => {
  expect(toggled(["caption"], "headline")).toEqual(["headline", "caption"]);
  expect(toggled(["headline", "caption"], "caption")).toEqual(["headline"]);
});

test("a refusal says where and why; another failure is none of a rule", () => {
  const told = problemText({ problem: "pattern", why: "groupOpen", at: "7", what: "x" });
  expect(told).toContain("7");
  expect(told).toContain("ngoặc");
  expect(problemText({ what: "x" })).toBeNull();
});

test("rules that were typed and not kept stand in the list beside the others", () => {
  const rules = [kept("b", "Bình"), kept("a", "An")];
  const edits = { "new-1": newRule("Mới"), b: { ...newRule("Bình khác"), id: "b" } };
  const entries = entriesOf(rules, edits);
  expect(entries.map(({ key, rule, changed }) => [key, rule.name, changed])).toEqual([
    ["new-1", "Mới", true],
    ["a", "An", false],
    ["b", "Bình khác", true],
  ]);
  const more = entriesOf(withKept(withKept(rules, kept("c", "Ánh")), kept("a", "Ân")), {});
  expect(more.map(({ rule }) => rule.name)).toEqual(["Ánh", "Ân", "Bình"]);
});
