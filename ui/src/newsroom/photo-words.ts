import { dayOf } from "../components/dates";
import type { UseWords } from "../editor";
import type { Metadata, PhotoInfo, Rights } from "../ipc";
import { newsroomDate } from "../words/zone.svelte";

/** What is said of a photo: the desk's words, or else its file's. */
export function wordsOf({ desk, metadata }: PhotoInfo): Metadata {
  return desk?.metadata ?? metadata;
}

export function rightsOf({ desk }: PhotoInfo): Rights {
  return desk?.rights ?? { kind: "unknown", until: null, note: "" };
}

/** What a use of a photo starts from, and what it takes over from the photo later. */
export function usedAs({ caption, credit, creators, alt }: Said): UseWords {
  const oneLine = (text: string) => text.replaceAll(/\s+/g, " ").trim();
  return {
    caption: oneLine(caption),
    credit: oneLine(credit || creators.join(" - ")),
    alt: oneLine(alt),
  };
}

type Said = Pick<Metadata, "caption" | "credit" | "creators" | "alt">;

/** Days until the end of `day` as the calendar counts them: 0 is today, below that it is over. */
export function daysLeft(day: string, now: Date = newsroomDate(Date.now())): number {
  const noon = (text: string) => new Date(`${text}T12:00:00`).getTime();
  return Math.round((noon(day) - noon(dayOf(now))) / 86_400_000);
}
