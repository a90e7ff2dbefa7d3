import type { Metadata, PhotoInfo, Rights, RightsKind, WordChanges } from "../../ipc";
import { readDay, readTime, writeDay } from "../../components/dates";
import { rightsOf, wordsOf } from "../../newsroom/photo-words";
import { t } from "../../words/words.svelte";
import { newsroomDate } from "../../words/zone.svelte";

type Lists = "creators" | "people" | "keywords";
type RightsField = "rightsKind" | "rightsUntil" | "rightsNote";
/** A field of the panel; those of the rights are one value to the core. */
export type FieldName = keyof Metadata | RightsField;

export type Section = "content" | "access" | "place" | "source";

export interface FieldSpec {
  name: FieldName;
  section: Section;
  kind: "line" | "text" | "list" | "moment" | "day" | "rights" | "sourceType" | "stars";
  /** Two of these stand beside each other. */
  half?: boolean;
  /** What IIM 4.2 holds of it in bytes, of a list for each entry: what is longer is cut in the
   *  part of an exported file that old tools read. */
  iimBytes?: number;
}

export const fields: readonly FieldSpec[] = [
  { name: "headline", section: "content", kind: "line", iimBytes: 256 },
  { name: "caption", section: "content", kind: "text", iimBytes: 2_000 },
  { name: "people", section: "content", kind: "list" },
  { name: "keywords", section: "content", kind: "list", iimBytes: 64 },
  { name: "rating", section: "content", kind: "stars" },
  { name: "alt", section: "access", kind: "text" },
  { name: "extendedDescription", section: "access", kind: "text" },
  { name: "created", section: "place", kind: "moment", half: true },
  { name: "sublocation", section: "place", kind: "line", half: true, iimBytes: 32 },
  { name: "city", section: "place", kind: "line", half: true, iimBytes: 32 },
  { name: "province", section: "place", kind: "line", half: true, iimBytes: 32 },
  { name: "country", section: "place", kind: "line", half: true, iimBytes: 64 },
  { name: "countryCode", section: "place", kind: "line", half: true, iimBytes: 3 },
  { name: "creators", section: "source", kind: "list", half: true, iimBytes: 32 },
  { name: "credit", section: "source", kind: "line", half: true, iimBytes: 32 },
  { name: "source", section: "source", kind: "line", half: true, iimBytes: 32 },
  { name: "copyright", section: "source", kind: "line", half: true, iimBytes: 128 },
  { name: "rightsKind", section: "source", kind: "rights", half: true },
  { name: "rightsUntil", section: "source", kind: "day", half: true },
  { name: "rightsNote", section: "source", kind: "line" },
  { name: "usageTerms", section: "source", kind: "line" },
  { name: "instructions", section: "source", kind: "line", iimBytes: 256 },
  { name: "digitalSourceType", section: "source", kind: "sourceType" },
];

export const sections: readonly Section[] = ["content", "access", "place", "source"];

export const rightsKinds: readonly RightsKind[] = [
  ...(["unknown", "own", "agency"] as const),
  ...(["handout", "permission"] as const),
];

const VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/";
/** What a newsroom needs of cv.iptc.org/newscodes/digitalsourcetype; other codes stay as they
 *  are. */
export const sourceTypes = [
  ...(["digitalCapture", "negativeFilm", "print", "screenCapture"] as const),
  ...(["humanEdits", "compositeCapture", "algorithmicallyEnhanced"] as const),
  ...(["digitalCreation", "trainedAlgorithmicMedia"] as const),
  "compositeWithTrainedAlgorithmicMedia",
] as const;

export function sourceTypeAddress(code: (typeof sourceTypes)[number]): string {
  return VOCABULARY + code;
}

const byMachine = ["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"] as const;

/** A machine that was trained on pictures made it, or a part of it. */
export function isMadeByAi(address: string): boolean {
  return byMachine.some((code) => sourceTypeAddress(code) === address);
}

/** How a picture came about, in words; what is no code of the newsroom's as it is. */
export function sourceTypeIn(address: string): string {
  const code = sourceTypes.find((code) => sourceTypeAddress(code) === address);
  return code ? t(`sourceType.${code}`) : address.replace(VOCABULARY, "");
}

/** Longest text alternative that readers aloud take in one go, in characters. */
export const ALT_LENGTH = 250;

const lists: ReadonlySet<FieldName> = new Set<Lists>(["creators", "people", "keywords"]);

/** The text of one field as the panel shows it. */
export function textOf(words: Metadata, rights: Rights, name: FieldName): string {
  switch (name) {
    case "rightsKind":
      return rights.kind;
    case "rightsUntil":
      return rights.until === null ? "" : writeDay(rights.until);
    case "rightsNote":
      return rights.note;
    case "created":
      return writeMoment(words.created);
    case "creators":
    case "people":
    case "keywords":
      return words[name].join("; ");
    case "rating":
      return words.rating ? String(words.rating) : "";
    default:
      return words[name];
  }
}

/** `2020-05-23T08:15:00+07:00` as `23/05/2020 08:15`, with as much of it as is known. */
export function writeMoment(created: string): string {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}:\d{2}))?)?)?/.exec(created);
  if (!found) return created;
  const [, year, month, day, clock] = found;
  const date = [day, month, year].filter((part) => part !== undefined).join("/");
  return clock === undefined ? date : `${date} ${clock}`;
}

/** What was typed as a moment in ISO 8601; null where it is none. The offset of what was there
 *  stays, since nobody types one. */
export function readMoment(text: string, before: string): string | null {
  const typed = text.trim();
  if (typed === "") return "";
  if (typed === writeMoment(before)) return before;
  const partly = /^(?:(\d{1,2})\/)?(\d{4})$/.exec(typed);
  if (partly) return [partly[2], partly[1]?.padStart(2, "0")].filter(Boolean).join("-");
  const day = readDay(typed);
  if (day !== null) return day;
  const at = readTime(typed);
  if (at === null) return null;
  const time = newsroomDate(at);
  const pad = (value: number) => String(value).padStart(2, "0");
  const date = readDay(typed.split(/\s/)[0] ?? "");
  if (date === null) return null;
  const offset = /(?:Z|[+-]\d{2}:\d{2})$/.exec(before)?.[0] ?? "";
  return `${date}T${pad(time.getHours())}:${pad(time.getMinutes())}:00${offset}`;
}

export function listOf(text: string): string[] {
  return text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** One field of the panel. */
export interface Entry {
  text: string;
  /** The photos say different things. */
  mixed: boolean;
  /** With several photos: it is to be written over. */
  ticked: boolean;
}

export type Draft = Record<FieldName, Entry>;

export function draftOf(photos: readonly PhotoInfo[]): Draft {
  const entry = ({ name }: FieldSpec): [FieldName, Entry] => {
    const texts = new Set(photos.map((photo) => textOf(wordsOf(photo), rightsOf(photo), name)));
    const [text = ""] = texts;
    const mixed = texts.size > 1;
    return [name, { text: mixed ? "" : text, mixed, ticked: false }];
  };
  return Object.fromEntries(fields.map(entry)) as Draft;
}

/** Fields whose text is none that can be kept. */
export function wrongFields(draft: Draft): FieldName[] {
  const wrong: FieldName[] = [];
  if (readMoment(draft.created.text, "") === null) wrong.push("created");
  const until = draft.rightsUntil.text.trim();
  if (until !== "" && readDay(until) === null) wrong.push("rightsUntil");
  return wrong;
}

/** Which fields are to be kept: with one photo those that were changed, with several those that
 *  are ticked. */
export function toKeep(draft: Draft, photos: readonly PhotoInfo[]): FieldName[] {
  const [only] = photos;
  const keeps = ({ name }: FieldSpec): boolean =>
    photos.length === 1 && only
      ? draft[name].text.trim() !== textOf(wordsOf(only), rightsOf(only), name)
      : draft[name].ticked;
  return fields.filter(keeps).map(({ name }) => name);
}

/** What fields of the panel say, as changes. `photos` give what the rights keep beside what is
 *  said of them here. */
export function changesOf(
  draft: Draft,
  names: readonly FieldName[],
  photos: readonly PhotoInfo[],
): WordChanges {
  const changes: Record<string, unknown> = {};
  const [first] = photos;
  let rights: Rights | null = null;
  const before = (): Rights => rights ?? (first ? rightsOf(first) : noRights);
  for (const name of names) {
    const text = draft[name].text.trim();
    if (name === "rightsKind") rights = { ...before(), kind: (text || "unknown") as RightsKind };
    else if (name === "rightsUntil") rights = { ...before(), until: readDay(text) };
    else if (name === "rightsNote") rights = { ...before(), note: text };
    else if (name === "created") {
      changes[name] = readMoment(text, first ? wordsOf(first).created : "") ?? "";
    } else if (name === "rating") changes[name] = Number(text);
    else changes[name] = lists.has(name) ? listOf(text) : text;
  }
  if (rights) changes["rights"] = rights;
  return changes as WordChanges;
}

const noRights: Rights = { kind: "unknown", until: null, note: "" };

/** The three fields of the rights are one: they are ticked together. */
export function tickedWith(name: FieldName): FieldName[] {
  const rights: FieldName[] = ["rightsKind", "rightsUntil", "rightsNote"];
  return rights.includes(name) ? rights : [name];
}

/** Puts the words of a template into the draft, ticked. */
export function withTemplate(draft: Draft, changes: WordChanges): Draft {
  const next = { ...draft };
  const put = (name: FieldName, text: string) => {
    next[name] = { ...next[name], text, ticked: true };
  };
  for (const { name } of fields) {
    if (name === "rightsKind" || name === "rightsUntil" || name === "rightsNote") {
      if (changes.rights) put(name, textOf({} as Metadata, changes.rights, name));
      continue;
    }
    const value = changes[name];
    if (value === undefined) continue;
    if (name === "created") put(name, writeMoment(String(value)));
    else if (typeof value === "number") put(name, value > 0 ? String(value) : "");
    else put(name, Array.isArray(value) ? value.join("; ") : value);
  }
  return next;
}

/** What a template of the draft says: every field with words, or with several photos those that
 *  are ticked. The day of one photo and its stars are no template for another. */
export function templateFields(draft: Draft, several: boolean): FieldName[] {
  const says = ({ name }: FieldSpec): boolean => {
    if (several) return draft[name].ticked;
    if (name === "created" || name === "rating" || name === "rightsKind") return false;
    return draft[name].text.trim() !== "";
  };
  const names = new Set(fields.filter(says).flatMap(({ name }) => tickedWith(name)));
  return fields.map(({ name }) => name).filter((name) => names.has(name));
}

/** Bytes of a text in UTF-8, of a list those of its longest entry. */
export function bytesOf(text: string, kind: FieldSpec["kind"]): number {
  const bytes = (part: string) => new TextEncoder().encode(part).length;
  return kind === "list" ? Math.max(0, ...listOf(text).map(bytes)) : bytes(text.trim());
}
