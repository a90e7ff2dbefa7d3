import type { Editorial, StepId, StepSignOff, Workflow } from "../../ipc";

/** A step of the chain with what has been signed of it. */
export interface ChainStep {
  id: StepId;
  /** As the workflow names it; as it was signed where the workflow no longer has it. */
  name: string;
  signed: StepSignOff | null;
  /** The article waits for this one now. */
  current: boolean;
}

/** Filing, the review and the approvals in their order, then what was signed for steps that have
 *  been taken out since. */
export function chainOf(
  workflow: Workflow,
  signOffs: readonly StepSignOff[],
  editorial: Editorial,
): ChainStep[] {
  const now = currentStep(workflow, editorial);
  const step = (id: StepId, name: string): ChainStep => ({
    id,
    name,
    signed: signOffs.find((one) => one.step === id) ?? null,
    current: id === now,
  });
  const chain = [
    step("filing", "filing"),
    step(workflow.review.id, workflow.review.name),
    ...workflow.approvals.map(({ id, name }) => step(id, name)),
  ];
  const known = new Set(chain.map(({ id }) => id));
  return [
    ...chain,
    ...signOffs.filter((one) => !known.has(one.step)).map((one) => step(one.step, one.name)),
  ];
}

/** The step whose turn it is; null for what is approved and for what rests. */
export function currentStep(workflow: Workflow, editorial: Editorial): StepId | null {
  switch (editorial.state) {
    case "draft":
    case "withdrawn":
      return "filing";
    case "filed":
    case "inReview":
      return workflow.review.id;
    case "awaitingApproval":
      return workflow.approvals[editorial.step - 1]?.id ?? null;
    case "returned":
      if (editorial.to.kind === "author") return "filing";
      if (editorial.to.kind === "editor") return workflow.review.id;
      return workflow.approvals[editorial.to.step - 1]?.id ?? null;
    case "approved":
    case "onHold":
    case "spiked":
      return null;
  }
}
