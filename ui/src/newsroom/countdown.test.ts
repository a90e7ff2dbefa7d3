import { afterEach, describe, expect, test } from "vitest";

import { t, words } from "../words/words.svelte";
import { countdown } from "./countdown";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 24, 8, 0);

function says(minutes: number, seconds = 0): string {
  const { key, params } = countdown(NOW + minutes * MINUTE + seconds * 1000, NOW);
  return t(key, params);
}

describe("a deadline", () => {
  afterEach(() => words.speak("vi"));

  test.each([
    [130, 0, "còn 2 giờ 10 phút"],
    [130, 59, "còn 2 giờ 10 phút"],
    [129, 59, "còn 2 giờ 9 phút"],
    [120, 0, "còn 2 giờ"],
    [59, 30, "còn 59 phút"],
    [1, 0, "còn 1 phút"],
    [0, 59, "còn chưa đầy 1 phút"],
    [0, 0, "vừa hết hạn"],
    [0, -59, "vừa hết hạn"],
    [-1, 0, "quá hạn 1 phút"],
    [-15, 0, "quá hạn 15 phút"],
    [-15, -59, "quá hạn 15 phút"],
    [-135, 0, "quá hạn 2 giờ 15 phút"],
    [26 * 60, 0, "còn 1 ngày 2 giờ"],
    [48 * 60 + 59, 0, "còn 2 ngày"],
    [-72 * 60, 0, "quá hạn 3 ngày"],
  ])("%i minutes and %i seconds away reads “%s”", (minutes, seconds, expected) => {
    expect(says(minutes, seconds)).toBe(expected);
  });

  test("counts one and many in English", async () => {
    await words.speak("en");
    expect(says(61)).toBe("1 h 1 min left");
    expect(says(-15)).toBe("15 min overdue");
    expect(says(26 * 60)).toBe("1 d 2 h left");
  });

  test.each([
    [61, "far"],
    [60, "far"],
    [59, "near"],
    [0, "late"],
    [-1, "late"],
  ] as const)("%i minutes away is %s", (minutes, urgency) => {
    expect(countdown(NOW + minutes * MINUTE, NOW).urgency).toBe(urgency);
  });
});
