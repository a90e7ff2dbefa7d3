import type { Finding, RuleId } from "../ipc";
import { t, tIfKnown } from "../words/words.svelte";
import type { Key } from "../words/words.svelte";

/** Where a rule comes from. */
const sources: Record<RuleId, Key> = {
  SPACE_RUN: "proof.source.typography",
  NBSP: "proof.source.typography",
  SPACE_BEFORE: "proof.source.typography",
  SPACE_AFTER_OPEN: "proof.source.typography",
  SPACE_MISSING: "proof.source.typography",
  HYPHEN_SPACE: "proof.source.typography",
  PUNCT_RUN: "proof.source.typography",
  PAIR: "proof.source.typography",
  QUOTE: "proof.source.consistency",
  ELLIPSIS: "proof.source.consistency",
  SYL_INVALID: "proof.source.syllable",
  SYL_LETTERS: "proof.source.syllable",
  TELEX: "proof.source.syllable",
  DOUBLE: "proof.source.copy",
  DOC_VARIANT: "proof.source.article",
  CONFUSION: "proof.source.confusion",
  CONTEXT: "proof.source.approved",
  CASE_TERM: "proof.source.capitals",
  CASE_VARIANT: "proof.source.article",
  HYPHEN_VARIANT: "proof.source.article",
  ABBR: "proof.source.copy",
  TONE_STYLE: "proof.source.house",
  RATIO: "proof.source.sums",
  REMAIN: "proof.source.sums",
  RATIO_FULL: "proof.source.sums",
  RATIO_GT1: "proof.source.sums",
  NUM_DECIMAL: "proof.source.numbers",
  NUM_GROUP: "proof.source.numbers",
  PCT_SPACE: "proof.source.house",
  DATE_BAD: "proof.source.calendar",
  WEEKDAY_BAD: "proof.source.calendar",
  RANGE_BAD: "proof.source.calendar",
  DATE_OK: "proof.source.calendar",
  TERM_MIX: "proof.source.article",
  HOUSE: "proof.source.house",
  NAME_KNOWN: "proof.source.names",
  TITLE: "proof.source.names",
  NAME_TWO_WAYS: "proof.source.article",
  CAPTION_NAME: "proof.source.copy",
  PLACE_OLD: "proof.source.names",
  EN_SPELLING: "proof.source.english",
  SUM: "proof.source.sums",
  TWO_FIGURES: "proof.source.article",
  IY_STYLE: "proof.source.house",
  PHOTO_CAPTION: "proof.source.photos",
  PHOTO_CREDIT: "proof.source.photos",
  PHOTO_ALT: "proof.source.photos",
  PHOTO_SMALL: "proof.source.photos",
  PHOTO_RIGHTS: "proof.source.rights",
  PHOTO_COLOURS: "proof.source.photos",
};

/** The rules that are built in, as they are listed. */
export const builtInRules = (Object.keys(sources) as RuleId[]).filter((rule) => rule !== "HOUSE");

/** Those that only ever say that something is right. */
export const confirmingRules: ReadonlySet<RuleId> = new Set<RuleId>(["RATIO_FULL", "DATE_OK"]);

/** Where a built-in rule comes from. */
export const ruleSource = (rule: RuleId): Key => sources[rule];

export interface FindingText {
  name: string;
  says: string;
  source: string;
}

/** What a finding is called, what it says of its words, and by which rule. */
export function findingText({ rule, severity, text, fixes, params }: Finding): FindingText {
  const [fix = ""] = fixes;
  if (rule === "HOUSE") return houseText(params, fix);
  const blanks: Record<string, string> = { text, fix, ...params };
  // The core says weekdays in Vietnamese; the screens may speak another language.
  const day = tIfKnown(`weekday.${params["day"] ?? ""}`);
  if (day) blanks["is"] = day;
  // What is right, or not sure, may be said in words of its own; so may what has kinds.
  const own =
    tIfKnown(`rule.${rule}.${params["kind"] ?? ""}`, blanks) ??
    tIfKnown(`rule.${rule}.${severity}`, blanks);
  return {
    name: t(`rule.${rule}`),
    says: own ?? t(`rule.${rule}.says`, blanks),
    source: t(sources[rule]),
  };
}

/** A rule of the house speaks for itself; where it says nothing, what it looks for does. */
function houseText(params: Finding["params"], fix: string): FindingText {
  const blanks: Record<string, string> = { fix };
  for (const [name, value] of Object.entries(params)) if (value !== undefined) blanks[name] = value;
  const ofKind = tIfKnown(`rule.HOUSE.${params["kind"] ?? ""}`, blanks);
  const plain = fix === "" ? t("rule.HOUSE.says") : t("rule.HOUSE.fix", blanks);
  return {
    name: params["name"] ?? t("rule.HOUSE"),
    says: [params["says"], ofKind, plain].find(Boolean) ?? plain,
    source: params["source"] || t(sources.HOUSE),
  };
}

/** Words as a label shows them: blanks at their ends, and nothing at all, have to be seen. */
export function visible(text: string): string {
  if (text === "") return t("proof.nothing");
  return text.replace(/\u00a0/g, "⍽").replace(/ {2,}|^ | $/g, (run) => "␣".repeat(run.length));
}
