import type { Language } from "../ipc";
import type { Key } from "./vi";
import { newsroomDate } from "./zone.svelte";

export type { Key } from "./vi";

/** A sentence, or one for each plural form where the language has them. The form is chosen by
 *  the parameter `count`. */
export type Sentence = string | { one: string; other: string };
export type Params = Record<string, string | number>;

type Catalogue = Record<Key, Sentence>;

// Each is read when it is spoken for the first time: at a start the webview would spend as long
// on a catalogue that nobody sees as on the page.
const readers: Record<Language, () => Promise<Catalogue>> = {
  vi: async () => (await import("./vi")).vi,
  en: async () => (await import("./en")).en,
};
const locales: Record<Language, string> = { vi: "vi-VN", en: "en-GB" };

const catalogues = new Map<Language, Catalogue>();
let language = $state<Language>("vi");
let catalogue = $state.raw<Partial<Catalogue>>({});
/** Of two choices the later one counts, whichever catalogue is read first. */
let chosen: Language = "vi";

/** The language of the screens; whatever reads it follows when it changes. */
export const words = {
  get language(): Language {
    return language;
  },
  get locale(): string {
    return locales[language];
  },
  /** Has the screens speak `next`; nothing may be shown before that is done once. */
  async speak(next: Language): Promise<void> {
    chosen = next;
    const read = catalogues.get(next) ?? (await readers[next]());
    catalogues.set(next, read);
    if (chosen !== next) return;
    language = next;
    catalogue = read;
    // Readers aloud and hyphenation go by it.
    document.documentElement.lang = next;
  },
};

/** The sentence for `key` in the chosen language, with `{name}` filled from `params`. Numbers
 *  are written as the language writes them. */
export function t(key: Key, params: Params = {}): string {
  return fill(catalogue[key] ?? key, params, words.locale);
}

/** The sentence for a key made at run time, or null where the catalogue has none. */
export function tIfKnown(key: string, params: Params = {}): string | null {
  return Object.hasOwn(catalogue, key) ? t(key as Key, params) : null;
}

export function fill(sentence: Sentence, params: Params, locale: string): string {
  const form =
    typeof sentence === "string" ? sentence : sentence[pluralForm(params["count"], locale)];
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? numbers(locale).format(value) : value;
  });
}

function pluralForm(count: string | number | undefined, locale: string): "one" | "other" {
  const rules = remembered("plural", locale, () => new Intl.PluralRules(locale));
  return rules.select(Number(count)) === "one" ? "one" : "other";
}

export function number(value: number): string {
  return numbers(words.locale).format(value);
}

/** `1,5`: with as many digits behind the comma, no more and no fewer. */
export function decimal(value: number, digits: number): string {
  const { locale } = words;
  return remembered(`decimal ${digits}`, locale, () => {
    const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return new Intl.NumberFormat(locale, fraction);
  }).format(value);
}

/** `14:05` */
export function clock(at: number): string {
  return dates("clock", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    newsroomDate(at),
  );
}

/** Day and time, as short as it stays clear: the time alone today, the day without its year
 *  this year. */
export function when(at: number, now: number = Date.now()): string {
  const then = newsroomDate(at);
  const today = newsroomDate(now);
  if (then.toDateString() === today.toDateString()) return clock(at);
  if (then.getFullYear() === today.getFullYear()) {
    return dates("day", { day: "2-digit", month: "2-digit" }).format(then) + " " + clock(at);
  }
  return dates("date", { day: "2-digit", month: "2-digit", year: "numeric" }).format(then);
}

/** The whole date and time, for those who must be sure: `07:03 ngày 24/11/2026`. */
export function fullTime(at: number): string {
  // The months of Vietnamese are numbers; those of English are told from days by their names.
  const month = language === "vi" ? "2-digit" : "long";
  const day = dates("fullDay", { day: "2-digit", month, year: "numeric" }).format(newsroomDate(at));
  return t("time.full", { clock: clock(at), day });
}

/** The size of a file: `12 kB`, `3,4 MB`. */
export function size(bytes: number): string {
  if (bytes < 1_000_000) return `${number(Math.max(1, Math.round(bytes / 1_000)))} kB`;
  return `${number(Math.round(bytes / 100_000) / 10)} MB`;
}

/** `08:15:09` of a clock on the wall, given as if the wall stood in UTC: a camera tells the time
 *  and not where it was. */
export function wallClock(at: number): string {
  return dates("wallClock", { timeStyle: "medium", timeZone: "UTC", hourCycle: "h23" }).format(at);
}

/** The same with its day: `08:15:09 12/09/2026`. */
export function wallTime(at: number): string {
  const day = dates("wallDay", {
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
    timeZone: "UTC",
  });
  return `${wallClock(at)} ${day.format(at)}`;
}

function dates(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { locale } = words;
  return remembered(name, locale, () => new Intl.DateTimeFormat(locale, options));
}

function numbers(locale: string): Intl.NumberFormat {
  return remembered("number", locale, () => new Intl.NumberFormat(locale));
}

// Making an Intl formatter costs more than using it a thousand times.
const kept = new Map<string, unknown>();

function remembered<T>(name: string, locale: string, make: () => T): T {
  const key = `${name} ${locale}`;
  let found = kept.get(key) as T | undefined;
  if (found === undefined) {
    found = make();
    kept.set(key, found);
  }
  return found;
}
