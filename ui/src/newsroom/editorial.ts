import type { ActionKind, Editorial, Gap, RevisionRow } from "../ipc";
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

/** Asked for, not demanded: approval does not wait for these. */
export const softGaps: ReadonlySet<Gap> = new Set<Gap>(["altText", "credit"]);
