// Days of a calendar that begins its weeks on Monday, as points in time; midnight is the
// newsroom's.

import { momentOf, newsroomDate } from "../words/zone.svelte";

/** Midnight before a point in time. */
export function dayStart(at: number): number {
  const day = newsroomDate(at);
  day.setHours(0, 0, 0, 0);
  return momentOf(day);
}

/** Midnight so many days on; days are not always 24 hours long. */
export function daysOn(at: number, days: number): number {
  const day = newsroomDate(dayStart(at));
  day.setDate(day.getDate() + days);
  return momentOf(day);
}

/** The Monday of the week. */
export function weekStart(at: number): number {
  const day = newsroomDate(at).getDay();
  return daysOn(at, -((day + 6) % 7));
}

export function monthStart(at: number): number {
  const day = newsroomDate(dayStart(at));
  day.setDate(1);
  return momentOf(day);
}

/** The same day so many months on; the last of the month where it has no such day. */
export function monthsOn(at: number, months: number): number {
  const day = newsroomDate(dayStart(at));
  const wanted = day.getDate();
  day.setDate(1);
  day.setMonth(day.getMonth() + months);
  const last = new Date(day.getFullYear(), day.getMonth() + 1, 0).getDate();
  day.setDate(Math.min(wanted, last));
  return momentOf(day);
}

/** The weeks that a month touches, each of seven days. */
export function weeksOfMonth(at: number): number[][] {
  const first = monthStart(at);
  const next = monthsOn(first, 1);
  const weeks: number[][] = [];
  for (let monday = weekStart(first); monday < next; monday = daysOn(monday, 7)) {
    weeks.push(weekOf(monday));
  }
  return weeks;
}

/** The seven days of a week from its Monday on. */
export function weekOf(at: number): number[] {
  const monday = weekStart(at);
  return [0, 1, 2, 3, 4, 5, 6].map((days) => daysOn(monday, days));
}

/** Where a key leads to in a calendar; null for keys that do not move. */
export function dayForKey(key: string, day: number): number | null {
  switch (key) {
    case "ArrowLeft":
      return daysOn(day, -1);
    case "ArrowRight":
      return daysOn(day, 1);
    case "ArrowUp":
      return daysOn(day, -7);
    case "ArrowDown":
      return daysOn(day, 7);
    case "Home":
      return weekStart(day);
    case "End":
      return daysOn(weekStart(day), 6);
    case "PageUp":
      return monthsOn(day, -1);
    case "PageDown":
      return monthsOn(day, 1);
    default:
      return null;
  }
}
