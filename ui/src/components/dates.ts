// Days as people here write them, 23/5/2026, in both languages of the screens. The webview's own
// date fields follow the language of the system instead, and show 05/23.

import { momentOf, newsroomDate } from "../words/zone.svelte";

/** `23/5/2026 15:30` or `23/5/2026` by the newsroom's clock; a day without an hour
 *  begins at midnight, one without a year is this year's. Null where it is no such time. */
export function readTime(text: string, now: Date = newsroomDate(Date.now())): number | null {
  const found =
    /^\s*(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?(?:[\s,]+(\d{1,2})(?:[:hg](\d{2})?)?)?\s*$/iu.exec(
      text,
    );
  if (!found) return null;
  const [day, month, year, hour, minute] = found.slice(1).map((part) => Number(part ?? Number.NaN));
  const whole = wholeYear(year ?? Number.NaN, now.getFullYear());
  const at = new Date(whole, (month ?? 0) - 1, day, or(hour, 0), or(minute, 0));
  // The calendar mends 31/2 and 25:70 silently; a mended date is not the one that was meant.
  const same =
    at.getFullYear() === whole &&
    at.getMonth() === (month ?? 0) - 1 &&
    at.getDate() === day &&
    at.getHours() === or(hour, 0) &&
    at.getMinutes() === or(minute, 0);
  return same ? momentOf(at) : null;
}

/** As {@link readTime}, but a day of the calendar without an hour, `2026-05-23`. */
export function readDay(text: string, now: Date = newsroomDate(Date.now())): string | null {
  const at = readTime(text, now);
  if (at === null || /[\s,]\d{1,2}[:hg]/iu.test(text)) return null;
  return dayOf(newsroomDate(at));
}

/** The day of the calendar that it is here then, `2026-05-23`. */
export function dayOf(time: Date): string {
  return `${pad(time.getFullYear(), 4)}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`;
}

/** `23/05/2026 15:30` */
export function writeTime(at: number): string {
  const time = newsroomDate(at);
  const day = `${pad(time.getDate())}/${pad(time.getMonth() + 1)}/${pad(time.getFullYear(), 4)}`;
  return `${day} ${pad(time.getHours())}:${pad(time.getMinutes())}`;
}

/** `2026-05-23` as `23/05/2026`. */
export function writeDay(day: string): string {
  return day.split("-").reverse().join("/");
}

function wholeYear(year: number, thisYear: number): number {
  if (Number.isNaN(year)) return thisYear;
  return year < 100 ? 2000 + year : year;
}

function or(value: number | undefined, otherwise: number): number {
  return value === undefined || Number.isNaN(value) ? otherwise : value;
}

function pad(value: number, length = 2): string {
  return String(value).padStart(length, "0");
}
