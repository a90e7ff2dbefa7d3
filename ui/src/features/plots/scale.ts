import type { SectionWeeks } from "../../ipc";
import type { Key, Params } from "../../words/words.svelte";

/** As many sections have a shade of their own; the rest are one. */
const SHOWN = 5;

/** Steps of an axis from 0 to at least `most`, at most five of them, each a round number. */
export function steps(most: number): number[] {
  const rough = Math.max(1, most) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((by) => by * power).find((by) => by >= rough) ?? 1);
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, at) => at * step);
}

/** Steps of an axis of minutes: of hours and days those that people reckon by. */
export function timeSteps(most: number): number[] {
  const round = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 7_200, 14_400];
  const step = round.find((by) => most / by <= 5) ?? steps(most)[1] ?? 1;
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, at) => at * step);
}

/** How long something took, in the unit that is nearest. */
export function lengthWords(minutes: number): { key: Key; params: Params } {
  const tenth = (value: number) => Math.round(value * 10) / 10;
  if (minutes < 60) return { key: "plots.minutes", params: { count: minutes } };
  if (minutes < 1_440) return { key: "plots.hours", params: { count: tenth(minutes / 60) } };
  return { key: "plots.days", params: { count: tenth(minutes / 1_440) } };
}

/** The largest sections, and all others as one, which is null. */
export function shownSections(
  sections: readonly SectionWeeks[],
): { section: string | null; articles: number[]; total: number }[] {
  if (sections.length <= SHOWN + 1) return [...sections];
  const rest = sections.slice(SHOWN);
  const weeks = rest[0]?.articles.length ?? 0;
  const articles = Array.from({ length: weeks }, (_, week) =>
    rest.reduce((sum, row) => sum + (row.articles[week] ?? 0), 0),
  );
  const total = rest.reduce((sum, row) => sum + row.total, 0);
  return [...sections.slice(0, SHOWN), { section: null, articles, total }];
}
