import type { NameCandidate, NameEntry, NameKind, NameTitle } from "../../ipc";

export const kinds: NameKind[] = ["person", "organisation", "place"];

/** What the core refused, and at which title; `null` where it is about no single one. */
export interface Fault {
  what: string;
  row: number | null;
}

/** An entry of which nothing but the name is known. */
export function newEntry(name = "", kind: NameKind = "person"): NameEntry {
  return {
    id: "",
    kind,
    name,
    otherNames: [],
    titles: [],
    from: null,
    to: null,
    successor: "",
    note: "",
    source: "",
    off: false,
  };
}

export const newTitle = (title = ""): NameTitle => ({ title, from: null, to: null });

/** The entry that a candidate would become. */
export function fromCandidate({ name, title }: NameCandidate): NameEntry {
  return { ...newEntry(name), titles: title === "" ? [] : [newTitle(title)] };
}

/** As another kind: only people have titles, only the others have days and a successor. */
export function asKind(entry: NameEntry, kind: NameKind): NameEntry {
  return kind === "person"
    ? { ...entry, kind, from: null, to: null, successor: "" }
    : { ...entry, kind, titles: [] };
}

/** Spellings as they are typed, one a line or with semicolons between. */
export function namesOf(text: string): string[] {
  return text
    .split(/[;\n]/u)
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** What somebody is today: the newest title that still holds; empty where none does. */
export function titleToday({ titles }: NameEntry, today: string): string {
  const held = titles.filter(
    ({ from, to }) => (from === null || from <= today) && (to === null || today <= to),
  );
  const newest = held.toSorted((a, b) => (b.from ?? "").localeCompare(a.from ?? ""));
  return newest[0]?.title ?? "";
}

export function faultOf(params: Partial<Record<string, string>>): Fault {
  const row = params["row"];
  return { what: params["what"] ?? "", row: row === undefined ? null : Number(row) };
}
