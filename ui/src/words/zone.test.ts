import { afterEach, expect, test } from "vitest";

import { dayStart, daysOn, monthsOn, weekStart } from "../components/calendar";
import { readTime, writeTime } from "../components/dates";
import { momentOf, newsroomDate, setZone, zoneName, zones } from "./zone.svelte";

afterEach(() => setZone(null));

const AT = Date.UTC(2026, 11, 1, 23, 30);

test("the newsroom's clock is told whatever zone the computer is in", () => {
  setZone(420);
  expect(writeTime(AT)).toBe("02/12/2026 06:30");
  expect(readTime("2/12/2026 6:30")).toBe(AT);
  setZone(-300);
  expect(writeTime(AT)).toBe("01/12/2026 18:30");
  expect(readTime("1/12/2026 18:30")).toBe(AT);
});

test("what is read is what was written, in each zone and at each hour of a year", () => {
  for (const minutes of [null, -720, -210, 0, 345, 420, 840]) {
    setZone(minutes);
    for (let at = AT; at < AT + 366 * 86_400_000; at += 7 * 3_600_000 + 60_000) {
      expect(momentOf(newsroomDate(at))).toBe(at);
      expect(readTime(writeTime(at))).toBe(at);
    }
  }
});

test("days, weeks and months begin at the newsroom's midnight", () => {
  setZone(420);
  const midnight = Date.UTC(2026, 11, 1, 17);
  expect(dayStart(AT)).toBe(midnight);
  expect(daysOn(AT, 1)).toBe(midnight + 86_400_000);
  expect(weekStart(AT), "a Monday").toBe(Date.UTC(2026, 10, 29, 17));
  expect(monthsOn(AT, 1)).toBe(Date.UTC(2027, 0, 1, 17));
});

test("each zone has a name of its own and stands once", () => {
  expect(new Set(zones.map(zoneName)).size).toBe(zones.length);
  expect(zones).toContain(420);
  expect([420, -210, 0].map(zoneName)).toEqual(["UTC+7", "UTC−3:30", "UTC+0"]);
});
