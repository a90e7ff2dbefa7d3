import type { Key, Params } from "../words/words.svelte";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far off a deadline is, as a sentence. Never more precise than it stays true for the whole
 *  minute that it stands on the screen: what is left is rounded down, what is over too. */
export interface Countdown {
  key: Key;
  params: Params;
  /** `near` within the hour, `late` once it is past. */
  urgency: "far" | "near" | "late";
}

export function countdown(deadline: number, now: number): Countdown {
  const left = deadline - now;
  if (left > 0) {
    const urgency = left < HOUR ? "near" : "far";
    if (left < MINUTE) return { key: "deadline.now", params: {}, urgency };
    return { ...span("deadline.left", left), urgency };
  }
  if (-left < MINUTE) return { key: "deadline.justOver", params: {}, urgency: "late" };
  return { ...span("deadline.over", -left), urgency: "late" };
}

type Spans = "deadline.left" | "deadline.over";

function span(sentence: Spans, length: number): { key: Key; params: Params } {
  const days = Math.floor(length / DAY);
  const hours = Math.floor((length % DAY) / HOUR);
  const minutes = Math.floor((length % HOUR) / MINUTE);
  // Two units are as much as anybody reads: minutes no longer matter beside days.
  if (days > 0) {
    return hours === 0
      ? { key: `${sentence}.days`, params: { days } }
      : { key: `${sentence}.daysHours`, params: { days, hours } };
  }
  if (hours > 0) {
    return minutes === 0
      ? { key: `${sentence}.hours`, params: { hours } }
      : { key: `${sentence}.hoursMinutes`, params: { hours, minutes } };
  }
  return { key: `${sentence}.minutes`, params: { minutes } };
}
