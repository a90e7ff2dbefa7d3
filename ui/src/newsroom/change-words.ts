import type { ChangeText, ShownChange } from "../editor";
import type { Change, Thread } from "../ipc";
import { writeDay } from "../components/dates";
import { fullTime, t, tIfKnown, when } from "../words/words.svelte";
import type { Key } from "../words/words.svelte";

/** What a change is and whose, as labels in the page, lists and bars say it. */
export function changeText(change: ShownChange): ChangeText {
  return { what: whatText(change), who: whoText(change as Change) };
}

/** What a merge asks, and who wrote the other text, as lists and bars say it. */
export function questionText({ why, comments }: Thread): ChangeText {
  return { what: t(`change.question.${why ?? "both"}`), who: comments[0]?.byName ?? "" };
}

/** What the text has there, and what the other side would have. */
export function questionExcerpt({ anchor, suggestion }: Thread): Excerpt {
  const kept = { gone: "", come: "", kept: short(anchor.quote) };
  switch (suggestion?.kind) {
    case "text":
      return apart(anchor.quote, suggestion.runs.map(({ text }) => text).join(""));
    case "deleteBlock":
      return apart(anchor.quote, "");
    case "field":
      return apart(anchor.quote, printedField(suggestion.value));
    case "attr": {
      const worded = suggestion.name === "credit" || suggestion.name === "alt";
      return worded ? apart(anchor.quote, suggestion.value ?? "") : kept;
    }
    case "joinBefore":
    case "moveAfter":
    case undefined:
      return kept;
  }
}

/** How much two texts may begin alike before they are told from where they part. */
const ALIKE_LENGTH = 20;

/** Two texts, so that what is cut off of them is not where they differ. */
function apart(gone: string, come: string): Excerpt {
  let same = 0;
  while (same < gone.length && gone[same] === come[same]) same += 1;
  const start = gone.lastIndexOf(" ", same - 1) + 1;
  const cut = (text: string) =>
    short(start > ALIKE_LENGTH && text !== "" ? `…${text.slice(start)}` : text);
  return { gone: cut(gone), come: cut(come), kept: "" };
}

/** What a change took out and put in, in short. */
export interface Excerpt {
  gone: string;
  come: string;
  /** Words that stayed and are otherwise changed. */
  kept: string;
}

const EXCERPT_LENGTH = 200;

/** `lines`: what each line of the newer text says. */
export function excerptOf(change: ShownChange, lines: readonly string[]): Excerpt {
  const { kind, attr } = change;
  if (attr && (kind === "credit" || kind === "alt" || kind === "field")) {
    const read = (value: string) => short(kind === "field" ? fieldText(attr.name, value) : value);
    return { gone: read(attr.old), come: read(attr.new), kept: "" };
  }
  const here = short(
    change.new.map(({ line, from, to }) => (lines[line] ?? "").slice(from, to)).join(" ¶ "),
  );
  const gone = short(
    change.removed
      .map(({ runs }) => runs.map(({ text = "" }) => text).join(""))
      .join(kind === "deleted" || kind === "replaced" ? "¶" : " ¶ "),
  );
  switch (kind) {
    case "inserted":
    case "blockInserted":
      return { gone: "", come: here, kept: "" };
    case "deleted":
    case "blockDeleted":
      return { gone, come: "", kept: "" };
    case "replaced":
      return { gone, come: here, kept: "" };
    case "split":
      return { gone: "", come: "¶", kept: "" };
    case "joined":
      return { gone: "¶", come: "", kept: "" };
    case "blockMoved":
    case "blockKind":
    case "marks":
      return { gone: "", come: "", kept: here };
    case "photo":
    case "edits":
    case "credit":
    case "alt":
    case "field":
      return { gone: "", come: "", kept: "" };
  }
}

function whatText({ kind, attr, removed }: ShownChange): string {
  const { name = "", old = "", new: now = "" } = attr ?? {};
  if (kind === "field") {
    const field = name === "bylines" ? t("bylines.title") : tIfKnown(`field.${name}`);
    return t("change.field", { field: field ?? name });
  }
  if (kind === "blockKind" && attr) {
    return t("change.kindTo", { old: kindText(old), new: kindText(now).toLocaleLowerCase() });
  }
  if (kind === "blockMoved" && name === "holder" && old !== now) {
    const holder = kindText(now || old).toLocaleLowerCase();
    return t(now === "" ? "change.outOf" : "change.into", { holder });
  }
  if (kind === "blockDeleted" && removed.every(({ start }) => start === "photo")) {
    return t("change.photoDeleted");
  }
  return t(`change.${kind}`);
}

/** Kinds of lines and of what holds them, as the core names them. */
const kindWords: Record<string, Key> = {
  headline: "label.headline",
  lead: "label.lead",
  paragraph: "label.paragraph",
  subhead: "label.subhead",
  quote: "toolbar.quote",
  listItem: "toolbar.bulletedList",
  orderedItem: "toolbar.numberedList",
  tableCell: "toolbar.table",
  headerCell: "table.headerRow",
  photo: "toolbar.photo",
  box: "toolbar.box",
  photoGroup: "change.photoGroup",
};

function kindText(kind: string): string {
  const key = kindWords[kind];
  return key ? t(key) : kind;
}

/** The value of a field as a person writes it: the core prints times as numbers and roles as
 *  codes. */
function fieldText(name: string, value: string): string {
  if (value === "") return "";
  switch (name) {
    case "embargo":
    case "deadline":
      return fullTime(Number(value));
    case "leadPhoto":
      return t("change.leadPhoto");
    case "eventDate":
      return writeDay(value);
    case "language":
      return tIfKnown(`language.${value}`) ?? value;
    case "bylines":
      return value.replace(/\[(\w+)\]/g, (code, role: string) => {
        const word = tIfKnown(`bylineRole.${role}`);
        return word ? `(${word.toLocaleLowerCase()})` : code;
      });
    default:
      return value;
  }
}

/** A field's value as it is printed, out of its JSON. */
export function printedField(value: string): string {
  const read: unknown = JSON.parse(value);
  if (read === null) return "";
  if (!Array.isArray(read)) return String(read);
  const names = read.map((each: unknown) =>
    typeof each === "object" && each !== null && "penName" in each
      ? String(each.penName)
      : String(each),
  );
  return names.join(", ");
}

function whoText({ by, byAt }: Change): string {
  if (!by) return "";
  return byAt === null ? by : t("change.by", { name: by, at: when(byAt) });
}

function short(text: string): string {
  return text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text;
}
