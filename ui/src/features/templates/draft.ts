import type { KeptTemplate, Template } from "../../ipc";

/** A template without a word. */
export function blank(name: string): Template {
  return {
    ...{ id: "", name, headline: "", lead: "" },
    blocks: [{ kind: "paragraph", text: "" }],
    ...{ section: "", tags: [], genre: "", targetLength: null },
  };
}

/** A copy that is the desk's own, under a name of its own. */
export function copyOf(template: Template, name: string): Template {
  return { ...structuredClone(template), id: "", name };
}

/** What saving has to do to come from what is kept to the draft. */
export function steps(
  kept: readonly KeptTemplate[],
  draft: readonly Template[],
): { remove: Template[]; save: { at: number; template: Template }[] } {
  const own = kept.filter(({ builtIn }) => !builtIn).map(({ template }) => template);
  const same = (one: Template) => {
    const before = own.find(({ id }) => id === one.id);
    return before !== undefined && JSON.stringify(before) === JSON.stringify(one);
  };
  return {
    remove: own.filter(({ id }) => !draft.some((one) => one.id === id)),
    save: draft.flatMap((template, at) => (same(template) ? [] : [{ at, template }])),
  };
}

/** The block at `from` one place up or down; whether it could move. */
export function moveBlock(template: Template, from: number, by: 1 | -1): boolean {
  const [one, other] = [template.blocks[from], template.blocks[from + by]];
  if (!one || !other) return false;
  template.blocks[from] = other;
  template.blocks[from + by] = one;
  return true;
}
