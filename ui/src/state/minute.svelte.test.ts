import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { minute } from "./minute.svelte";

beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2026, 10, 24, 8, 0, 20) }));
afterEach(() => void vi.useRealTimers());

test("moves on at the full minute, and only while somebody looks", async () => {
  const seen: string[] = [];
  const stop = $effect.root(() => {
    $effect(() => void seen.push(new Date(minute.now).toISOString().slice(14, 19)));
  });
  flushSync();
  expect(seen).toEqual(["00:20"]);
  vi.advanceTimersByTime(39_000);
  flushSync();
  expect(seen, "not before").toHaveLength(1);
  vi.advanceTimersByTime(1_000);
  flushSync();
  vi.advanceTimersByTime(60_000);
  flushSync();
  expect(seen).toEqual(["00:20", "01:00", "02:00"]);
  stop();
  // Leaving is noted once what is going on has come to an end.
  await Promise.resolve();
  expect(vi.getTimerCount(), "nobody looks any more").toBe(0);
});

test("is right at once when the window is looked at again", () => {
  let seen = 0;
  const stop = $effect.root(() => {
    $effect(() => void (seen = minute.now));
  });
  flushSync();
  vi.setSystemTime(Date.UTC(2026, 10, 24, 11, 30));
  window.dispatchEvent(new Event("focus"));
  flushSync();
  expect(new Date(seen).toISOString()).toContain("11:30:00");
  stop();
});
