import { afterEach, describe, expect, test } from "vitest";

import { en } from "./en";
import { vi } from "./vi";
import type { Key, Sentence } from "./words.svelte";
import { fill, fullTime, size, t, tIfKnown, when, words } from "./words.svelte";

const keys = Object.keys(vi) as Key[];
const forms = (sentence: Sentence) =>
  typeof sentence === "string" ? [sentence] : Object.values(sentence);
const holes = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

describe("the catalogues", () => {
  test("have the same keys in both languages", () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort());
  });

  test.each(keys)("%s has the same parameters in every language and form", (key) => {
    const [first, ...others] = [...forms(vi[key]), ...forms(en[key])];
    for (const other of others) expect(holes(other)).toEqual(holes(first ?? ""));
  });

  test("have no empty sentence and none with spaces at its ends", () => {
    for (const key of keys) {
      for (const form of [...forms(vi[key]), ...forms(en[key])]) {
        expect(form, key).toBe(form.trim());
        expect(form, key).not.toBe("");
      }
    }
  });

  test("are in NFC", () => {
    for (const key of keys) {
      for (const form of forms(vi[key])) expect(form, key).toBe(form.normalize("NFC"));
    }
  });
});

describe("t", () => {
  afterEach(() => words.speak("vi"));

  test("follows the language of the screens", async () => {
    expect(t("view.all")).toBe("Tất cả");
    await words.speak("en");
    expect(t("view.all")).toBe("All");
  });

  test("writes numbers and plurals as the language does", async () => {
    expect(t("desk.found", { count: 12_345 })).toBe("Tìm thấy 12.345 bài");
    await words.speak("en");
    expect(t("desk.found", { count: 12_345 })).toBe("12,345 articles found");
    expect(t("desk.found", { count: 1 })).toBe("1 article found");
  });

  test("speaks the language chosen last, whichever catalogue is read first", async () => {
    await Promise.all([words.speak("en"), words.speak("vi")]);
    expect(t("view.all")).toBe("Tất cả");
    expect(document.documentElement.lang).toBe("vi");
  });

  test("leaves a hole that nothing fills in sight instead of hiding it", () => {
    expect(fill("{name} nộp bài", {}, "vi-VN")).toBe("{name} nộp bài");
  });

  test("knows no sentence for a key that is not in the catalogue", () => {
    expect(tIfKnown("failure.diskFull")).toContain("Ổ đĩa");
    expect(tIfKnown("failure.nosuch")).toBeNull();
    expect(tIfKnown("toString")).toBeNull();
  });
});

test("a time is as short as it stays clear", () => {
  const now = new Date(2026, 10, 23, 18, 0).getTime();
  expect(when(new Date(2026, 10, 23, 14, 5).getTime(), now)).toBe("14:05");
  expect(when(new Date(2026, 4, 3, 9, 30).getTime(), now)).toMatch(/^03[/-]05 09:30$/);
  expect(when(new Date(2020, 4, 23, 9, 30).getTime(), now)).toMatch(/2020/);
});

test("a whole time is written as the language writes it", async () => {
  const at = new Date(2026, 10, 24, 7, 3).getTime();
  expect(fullTime(at)).toBe("07:03 ngày 24/11/2026");
  await words.speak("en");
  expect(fullTime(at)).toBe("24 November 2026 at 07:03");
  await words.speak("vi");
});

test("the size of a file is told as the language writes numbers", async () => {
  await words.speak("vi");
  expect([1, 12_400, 3_440_000].map(size)).toEqual(["1 kB", "12 kB", "3,4 MB"]);
  await words.speak("en");
  expect(size(3_440_000)).toBe("3.4 MB");
});
