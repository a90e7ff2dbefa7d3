import type { Making, Measure, PhotoKind, Shape, Target, TargetRendition } from "../../ipc";

export const kinds: Making["kind"][] = ["web", "print"];
export const measures: Measure[] = ["longestSide", "width"];
export const shapes: Shape[] = ["wide", "standard", "square"];
export const formats: PhotoKind[] = ["jpeg", "webP", "png"];

/** Most that the core can be told; what is more is refused there as what is nothing. */
const most = { pixels: 4_294_967_295, quality: 255 };

/** What the core refused, and at which target and row; `null` where it is about no single one. */
export interface Fault {
  what: string;
  target: number | null;
  row: number | null;
}

/** A further target, with what goes out where nothing is set. */
export function newTarget(name: string, targets: readonly Target[], standard: Target): Target {
  const taken = targets.map((target) => target.name.toLocaleLowerCase());
  return { ...structuredClone(standard), name: unlike(name, taken, " ") };
}

/** A further rendition, for the web. */
export function newRendition(target: Target, standard: Target): TargetRendition {
  const model = structuredClone(standard.renditions[0]) ?? { name: "web", made: { kind: "print" } };
  const taken = target.renditions.map(({ name }) => name);
  return { ...model, name: unlike(model.name, taken, "-") };
}

/** A rendition made in another way; what it was told before is not kept. */
export function madeAs(kind: Making["kind"], standard: Target): Making {
  const web = standard.renditions.find(({ made }) => made.kind === "web");
  return kind === "web" && web ? structuredClone(web.made) : { kind: "print" };
}

/** What somebody typed as a whole number; 0 where it is none, which the core refuses. */
export function wholeNumber(text: string, field: keyof typeof most): number {
  const value = Number(text.trim() === "" ? Number.NaN : text);
  return Number.isInteger(value) && value >= 0 && value <= most[field] ? value : 0;
}

export function faultOf(params: Partial<Record<string, string>>): Fault {
  const place = (text: string | undefined) => (text === undefined ? null : Number(text));
  return {
    what: params["what"] ?? "",
    target: place(params["target"]),
    row: place(params["row"]),
  };
}

function unlike(name: string, taken: readonly string[], between: string): string {
  if (!taken.includes(name.toLocaleLowerCase())) return name;
  let n = 2;
  while (taken.includes(`${name}${between}${n}`.toLocaleLowerCase())) n += 1;
  return `${name}${between}${n}`;
}
