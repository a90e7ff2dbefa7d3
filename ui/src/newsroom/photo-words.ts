import { ipc } from "../ipc";
import type { EditedPhotos, Metadata, PhotoInfo, Rights, WordChanges } from "../ipc";

/** What is said of a photo: the desk's words, or else its file's. */
export function wordsOf({ desk, metadata }: PhotoInfo): Metadata {
  return desk?.metadata ?? metadata;
}

export function rightsOf({ desk }: PhotoInfo): Rights {
  return desk?.rights ?? { kind: "unknown", until: null, note: "" };
}

/** The words that stand with a photo in an article. */
export interface UsedWords {
  caption: string;
  credit: string;
  alt: string;
}

/** What a use of a photo starts from, and what "update from the photo" puts there. */
export function usedAs(photo: PhotoInfo): UsedWords {
  const { caption, credit, creators, alt } = wordsOf(photo);
  const oneLine = (text: string) => text.replaceAll(/\s+/g, " ");
  return {
    caption: oneLine(caption),
    credit: oneLine(credit || creators.join(" - ")),
    alt: oneLine(alt),
  };
}

/** The words of a photo as they are now, for a use that is to follow them; null where the desk
 *  does not have it. */
export async function captionFromPhoto(hash: string): Promise<UsedWords | null> {
  const photo = (await ipc.photoInfo([hash]))[hash];
  return photo ? usedAs(photo) : null;
}

/** Gives the words of a use to the photo itself. What is empty there says nothing. */
export function captionToPhoto(hash: string, used: UsedWords): Promise<EditedPhotos> {
  const changes: WordChanges = {};
  for (const name of ["caption", "credit", "alt"] as const) {
    const text = used[name].trim();
    if (text !== "") changes[name] = text;
  }
  return ipc.editPhotos([hash], changes);
}

/** Today where the screen stands, `2026-12-31`. */
export function today(now: Date = new Date()): string {
  const pad = (value: number, length: number) => String(value).padStart(length, "0");
  return `${pad(now.getFullYear(), 4)}-${pad(now.getMonth() + 1, 2)}-${pad(now.getDate(), 2)}`;
}

/** Days until the end of `day` as the calendar counts them: 0 is today, below that it is over. */
export function daysLeft(day: string, now: Date = new Date()): number {
  const noon = (text: string) => new Date(`${text}T12:00:00`).getTime();
  return Math.round((noon(day) - noon(today(now))) / 86_400_000);
}
