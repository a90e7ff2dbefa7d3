// Clocks on the screens are the newsroom's: an embargo is a time there, also on a computer whose own
// zone is set wrongly, or that has been taken abroad.

const MINUTE_MS = 60_000;

/** Minutes ahead of UTC; null for the computer's own zone, until the desk has told. */
let zone = $state<number | null>(null);

export function setZone(minutes: number | null): void {
  zone = minutes;
}

/** A date whose parts (hours, days, months) are what the newsroom's clock and calendar show then.
 *  As a point in time it is another one: {@link momentOf} leads back. */
export function newsroomDate(at: number): Date {
  return new Date(at + shift(at));
}

/** The point in time at which the newsroom's clock and calendar show the parts of a date. */
export function momentOf(date: Date): number {
  const shown = date.getTime();
  return shown - shift(shown);
}

/** How far the newsroom's clock is ahead of the computer's. */
function shift(at: number): number {
  return zone === null ? 0 : (zone + new Date(at).getTimezoneOffset()) * MINUTE_MS;
}

/** Zones that there are, in minutes ahead of UTC. */
export const zones: readonly number[] = [
  ...Array.from({ length: 27 }, (_, hours) => (hours - 12) * 60),
  ...[-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765],
].sort((a, b) => a - b);

/** `UTC+7`, `UTC−3:30` */
export function zoneName(minutes: number): string {
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const sign = minutes < 0 ? "−" : "+";
  return `UTC${sign}${String(hours)}${rest === 0 ? "" : `:${String(rest)}`}`;
}
