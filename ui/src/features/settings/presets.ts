import type { Workflow } from "../../ipc";

export type PresetName = "twoStep" | "threeStep" | "longChain";

/** The chains that newsrooms choose from, as the core names them. */
export const presets: (Workflow & { name: PresetName })[] = [
  { name: "twoStep", approvals: [] },
  { name: "threeStep", approvals: [{ name: "secretary", roles: ["secretary"] }] },
  {
    name: "longChain",
    approvals: [
      { name: "secondEditor", roles: ["editor", "secretary"] },
      { name: "secretary", roles: ["secretary"] },
      { name: "release", roles: ["secretary"] },
    ],
  },
];

/** The preset that a chain is, or `own` where the newsroom made its own. */
export function presetOf(workflow: Workflow): PresetName | "own" {
  return presets.find(({ name }) => name === workflow.name)?.name ?? "own";
}
