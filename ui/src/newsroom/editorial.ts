import type {
  ActionKind,
  CheckKind,
  Editorial,
  Finding,
  FindingGate,
  Gap,
  Gate,
  RevisionRow,
  Workflow,
} from "../ipc";
import { tIfKnown } from "../words/words.svelte";
import type { Key } from "../words/words.svelte";

/** The word for each state of the editorial axis. */
export const stateWords: Record<Editorial["state"], Key> = {
  draft: "state.draft",
  filed: "state.filed",
  inReview: "state.inReview",
  awaitingApproval: "state.awaitingApproval",
  approved: "state.approved",
  returned: "state.returned",
  withdrawn: "state.withdrawn",
  onHold: "state.onHold",
  spiked: "state.spiked",
};

export const actionWords: Record<ActionKind, Key> = {
  file: "action.file",
  claim: "action.claim",
  release: "action.release",
  passOn: "action.passOn",
  approve: "action.approve",
  return: "action.return",
  withdraw: "action.withdraw",
  hold: "action.hold",
  resume: "action.resume",
  spike: "action.spike",
  restore: "action.restore",
  reopen: "action.reopen",
};

/** What a revision was made for; one made for a move names that move. */
export function revisionWord({ reason, action }: RevisionRow): Key {
  return reason === "moved" && action ? actionWords[action] : `revision.${reason}`;
}

export const gapWords: Record<Gap, Key> = {
  headline: "gap.headline",
  lead: "gap.lead",
  text: "gap.text",
  byline: "gap.byline",
  photo: "gap.photo",
  caption: "gap.caption",
  altText: "gap.altText",
  credit: "gap.credit",
};

export const checkWords: Record<CheckKind, Key> = {
  photos: "check.photos",
  spelling: "check.spelling",
  figures: "check.figures",
  names: "check.names",
  legal: "check.legal",
  rights: "check.rights",
};

/** A step by its name: those of the presets are in the language of the screens, a newsroom's own
 *  as it wrote them. */
export function stepName(name: string): string {
  return tIfKnown(`step.${name}`) ?? name;
}

/** Whether a gate waits for this finding, as the core has it. */
export function stops(gate: FindingGate, { severity, rule }: Finding): boolean {
  if (severity === "right") return false;
  return (severity === "error" && gate.errors) || gate.rules.includes(rule);
}

/** The gaps that some gate of the newsroom waits for; the others are asked for, not demanded. */
export function demandedGaps(workflow: Workflow | undefined): ReadonlySet<Gap> {
  if (!workflow) return new Set();
  const gates = [workflow.filing, workflow.review.gate, ...workflow.approvals.map(gateOf)];
  return new Set(gates.flatMap(({ gaps }) => gaps));
}

function gateOf(step: Workflow["approvals"][number]): Gate {
  return step.gate;
}
