import { describe, expect, test } from "vitest";

import { dayForKey, dayStart, daysOn, monthsOn, weekOf, weekStart, weeksOfMonth } from "./calendar";

const at = (text: string) => new Date(text).getTime();
const day = (time: number) => {
  const date = new Date(time);
  return `${date.getDate()}/${date.getMonth() + 1}`;
};

describe("a calendar", () => {
  test("begins its weeks on Monday", () => {
    expect(day(weekStart(at("2026-11-27T21:47")))).toBe("23/11");
    expect(day(weekStart(at("2026-11-29T00:00")))).toBe("23/11");
    expect(day(weekStart(at("2026-11-23T00:00")))).toBe("23/11");
    expect(weekOf(at("2026-11-27T12:00")).map(day)).toEqual(
      "23/11 24/11 25/11 26/11 27/11 28/11 29/11".split(" "),
    );
  });

  test("shows every day of a month in whole weeks", () => {
    const weeks = weeksOfMonth(at("2026-11-27T12:00"));
    expect(weeks.map((week) => day(week[0] ?? 0))).toEqual(
      "26/10 2/11 9/11 16/11 23/11 30/11".split(" "),
    );
    expect(weeksOfMonth(at("2027-02-10T12:00"))).toHaveLength(4);
  });

  test("goes by days, weeks and months with the keys", () => {
    const start = dayStart(at("2026-11-30T09:00"));
    expect(day(dayForKey("ArrowRight", start) ?? 0)).toBe("1/12");
    expect(day(dayForKey("ArrowUp", start) ?? 0)).toBe("23/11");
    expect(day(dayForKey("End", start) ?? 0)).toBe("6/12");
    expect(day(dayForKey("PageDown", at("2027-01-31T00:00")) ?? 0)).toBe("28/2");
    expect(dayForKey("a", start)).toBeNull();
    expect(day(daysOn(monthsOn(start, 12), 0))).toBe("30/11");
  });
});
