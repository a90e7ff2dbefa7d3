import type { Mention, Person, PersonId } from "../../ipc";

/** What follows an `@` just before the caret: who may be meant. */
export interface Asked {
  /** Place of the `@`. */
  readonly at: number;
  readonly name: string;
}

/** Longest name that is still being looked for. */
const NAME_LETTERS = 40;

/** The beginning of a name that is being written at the caret; null where there is none. */
export function askedAt(text: string, caret: number): Asked | null {
  const before = text.slice(Math.max(0, caret - NAME_LETTERS - 1), caret);
  const found = /(?:^|[\s(“"'])@([\p{L}\p{M}][\p{L}\p{M}.-]*(?: [\p{L}\p{M}.-]*){0,4}|)$/u.exec(
    before,
  );
  const name = found?.[1];
  return name === undefined ? null : { at: caret - name.length - 1, name };
}

/** The name that somebody is called by. */
export function calledOf({ name, penName }: Person): string {
  return penName === "" ? name : penName;
}

/** Those whose names begin with, or hold words that begin with, what was written; without regard
 *  to accents and case. At most eight. */
export function peopleAsked(people: readonly Person[], { name }: Asked): Person[] {
  const wanted = fold(name);
  const place = (person: Person): number => {
    const places = [calledOf(person), person.name].map((full) => {
      const folded = ` ${fold(full)}`;
      const at = folded.indexOf(` ${wanted}`);
      return at < 0 ? Number.POSITIVE_INFINITY : at;
    });
    return Math.min(...places);
  };
  return people
    .map((person) => ({ person, at: place(person) }))
    .filter(({ at }) => Number.isFinite(at))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, 8)
    .map(({ person }) => person);
}

/** The text with a name chosen for what was being written, and where the caret is then. */
export function withName(
  text: string,
  caret: number,
  { at }: Asked,
  person: Person,
): { text: string; caret: number } {
  const name = `@${calledOf(person)} `;
  const after = text.slice(caret).replace(/^ /, "");
  return { text: text.slice(0, at) + name + after, caret: at + name.length };
}

/** Whom a text mentions. */
export function mentionedIn(text: string, people: readonly Person[]): PersonId[] {
  const named = people.filter((person) =>
    partsOf(text, [{ person: person.id, name: calledOf(person) }]).some(({ mention }) => mention),
  );
  // Two may share a name: then both are meant.
  return named.map(({ id }) => id);
}

export interface Part {
  text: string;
  /** It is the name of somebody. */
  mention: boolean;
}

/** A comment in parts: its words, and the names of those it mentions. */
export function partsOf(text: string, mentions: readonly Mention[]): Part[] {
  const names = mentions
    .map(({ name }) => `@${name}`)
    .filter((name) => name !== "@")
    .toSorted((a, b) => b.length - a.length);
  const parts: Part[] = [];
  const add = (words: string, mention: boolean): void => {
    const last = parts.at(-1);
    if (words === "") return;
    if (last && last.mention === mention && !mention) last.text += words;
    else parts.push({ text: words, mention });
  };
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf("@", at);
    if (next < 0) break;
    const name = names.find(
      (each) =>
        text.startsWith(each, next) && !/^[\p{L}\p{M}\p{N}]/u.test(text.slice(next + each.length)),
    );
    add(text.slice(at, next), false);
    add(name ?? "@", name !== undefined);
    at = next + (name?.length ?? 1);
  }
  add(text.slice(at), false);
  return parts;
}

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}
