import { inOrder } from "../../components/collate";
import type { Find, HouseRule, HouseRuleId, KeptRule, Scope, Severity } from "../../ipc";
import { t, tIfKnown } from "../../words/words.svelte";

export const kinds: Find["kind"][] = [
  "words",
  "pattern",
  "noCaption",
  "noCredit",
  "noAlt",
  "longCaption",
  "smallPicture",
];
export const scopes: Scope[] = ["headline", "lead", "subhead", "body", "table", "caption"];
export const severities: Exclude<Severity, "right">[] = ["error", "warning", "hint"];

/** A rule in the list: as it is kept, as it is being changed, or both. */
export interface Entry {
  key: string;
  kept: KeptRule | null;
  rule: HouseRule;
  changed: boolean;
}

/** A rule that finds words, with nothing in it yet. */
export function newRule(name: string): HouseRule {
  return {
    id: "",
    name,
    state: "draft",
    severity: "warning",
    find: { kind: "words", words: [], matchCase: false },
    except: [],
    scopes: [],
    inQuotes: false,
    message: "",
    fixes: [],
    source: "",
    validFrom: null,
    validTo: null,
    matches: [],
    matchesNot: [],
  };
}

/** What is looked for, of another kind; what was typed goes along as far as it can. */
export function findAs(kind: Find["kind"], before: Find): Find {
  switch (kind) {
    case "words":
      return {
        kind,
        words: before.kind === "pattern" && before.pattern !== "" ? [before.pattern] : [],
        matchCase: "matchCase" in before && before.matchCase,
      };
    case "pattern":
      return {
        kind,
        pattern: before.kind === "words" ? before.words.map(escaped).join("|") : "",
        matchCase: "matchCase" in before && before.matchCase,
      };
    case "longCaption":
      return { kind, most: 300 };
    case "smallPicture":
      return { kind, least: 1200 };
    case "noCaption":
    case "noCredit":
    case "noAlt":
      return { kind };
  }
}

export const isOfText = (find: Find): boolean => find.kind === "words" || find.kind === "pattern";

/** Lines as they are typed: the core drops those with nothing in them. */
export const linesOf = (text: string): string[] => (text === "" ? [] : text.split("\n"));

/** Where the examples of a trial stand among the lines that were typed, from 1 on. */
export function typedLines(lines: readonly string[], places: readonly number[]): number[] {
  const told = lines.flatMap((line, at) => (line.trim() === "" ? [] : [at + 1]));
  return places.flatMap((place) => told[place] ?? []);
}

/** The number somebody typed; 0 where it is none, which the core refuses. */
export function measureOf(text: string): number {
  const value = Number(text.trim() === "" ? Number.NaN : text);
  return Number.isInteger(value) && value >= 0 && value <= 4_294_967_295 ? value : 0;
}

export function toggled(chosen: readonly Scope[], scope: Scope): Scope[] {
  return scopes.filter((it) => (it === scope) !== chosen.includes(it));
}

/** What the core refused a rule for; null where that was something else. */
export function problemText(params: Partial<Record<string, string>>): string | null {
  const blanks: Record<string, string> = { at: "", text: "", which: "", fix: "", rule: "" };
  for (const [name, value] of Object.entries(params)) if (value !== undefined) blanks[name] = value;
  blanks["why"] = tIfKnown(`rules.why.${params["why"] ?? ""}`) ?? t("rules.why.other");
  return tIfKnown(`rules.problem.${params["problem"] ?? ""}`, blanks);
}

/** Every rule, those that are not kept yet first, the others by name. */
export function entriesOf(
  kept: readonly KeptRule[],
  edits: Readonly<Record<string, HouseRule>>,
): Entry[] {
  const known = new Set(kept.map(({ rule }) => rule.id));
  const made = Object.entries(edits).filter(([key]) => !known.has(key));
  return [
    ...made.map(([key, rule]) => ({ key, kept: null, rule, changed: true })),
    ...kept.toSorted(byName).map((row) => {
      const rule = edits[row.rule.id] ?? row.rule;
      const changed = rule !== row.rule && JSON.stringify(rule) !== JSON.stringify(row.rule);
      return { key: row.rule.id, kept: row, rule, changed };
    }),
  ];
}

/** The rules with this one in place of the one before. */
export const withKept = (rules: readonly KeptRule[], row: KeptRule): KeptRule[] => [
  ...withoutRule(rules, row.rule.id),
  row,
];

export const withoutRule = (rules: readonly KeptRule[], id: HouseRuleId): KeptRule[] =>
  rules.filter(({ rule }) => rule.id !== id);

function byName(a: KeptRule, b: KeptRule): number {
  return inOrder(a.rule.name, b.rule.name);
}

function escaped(text: string): string {
  return text.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
