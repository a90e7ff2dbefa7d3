import type { Actor, CheckKind, Gap, Right, Role, Step, Workflow } from "../../ipc";

export const roles: Role[] = ["reporter", "editor", "secretary"];
export const actors: Actor[] = ["author", "reporter", "editor", "secretary"];
export const gaps: Gap[] = [
  ...(["headline", "lead", "text", "byline"] as const),
  ...(["photo", "caption", "altText", "credit"] as const),
];
export const checks: CheckKind[] = ["photos", "spelling", "figures", "names", "legal", "rights"];
export const rights: Right[] = [
  ...(["file", "withdraw", "hold", "spike", "reopen"] as const),
  ...(["askCheck", "settleCheck", "waiveCheck", "exportPast"] as const),
  "commission",
];

/** The preset that a workflow is, or undefined where the newsroom made its own. */
export function presetOf(workflow: Workflow, presets: readonly Workflow[]): Workflow | undefined {
  const content = contentOf(workflow);
  return presets.find((preset) => contentOf(preset) === content);
}

/** The workflow under the name it is to be kept by: a preset's where it is one, never a preset's
 *  where it is not. */
export function named(workflow: Workflow, presets: readonly Workflow[], own: string): Workflow {
  const preset = presetOf(workflow, presets);
  if (preset) return { ...workflow, name: preset.name };
  const taken = presets.some(({ name }) => name === workflow.name);
  return taken ? { ...workflow, name: own } : workflow;
}

/** A further approval step, after the others; `known` are ids that other steps have or had. */
export function newStep(name: string, known: ReadonlySet<string>): Step {
  let n = 1;
  while (known.has(`step${n}`)) n += 1;
  return {
    ...{ id: `step${n}`, name, roles: ["secretary"], onChange: "flag" },
    gate: {
      gaps: ["headline", "lead", "text", "byline", "photo", "caption"],
      checks: [...checks],
      findings: { errors: false, rules: [] },
    },
  };
}

/** The list with `item` in it or not, in the order of `all`. */
export function toggled<T>(list: readonly T[], item: T, on: boolean, all: readonly T[]): T[] {
  const chosen = new Set(list);
  if (on) chosen.add(item);
  else chosen.delete(item);
  return all.filter((one) => chosen.has(one));
}

/** What the core refused, as the step to look at; `null` where it is not about one. */
export function faultyStep(workflow: Workflow, what: string): string | null {
  const steps = [workflow.review, ...workflow.approvals];
  const faulty = steps.find(({ name, roles }) =>
    what === "stepRoles" ? roles.length === 0 : what === "stepName" && name.trim() === "",
  );
  return faulty?.id ?? null;
}

/** Everything but the name, in one order of members. */
function contentOf(workflow: Workflow): string {
  return JSON.stringify({ ...workflow, name: "" }, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
