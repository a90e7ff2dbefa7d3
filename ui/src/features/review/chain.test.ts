import { expect, test } from "vitest";

import type { Editorial, StepSignOff, Workflow } from "../../ipc";
import { chainOf, currentStep } from "./chain";

const findings = { errors: false, rules: [] };
const gate = { gaps: [], checks: [], findings };
const step = (id: string) => ({ id, name: id, roles: [], gate, onChange: "flag" as const });
const workflow: Workflow = {
  name: "own",
  filing: gate,
  exporting: findings,
  review: step("review"),
  approvals: [step("second"), step("last")],
  needed: [],
  checksOnChange: "flag",
  rights: {},
};
const signed = (id: string): StepSignOff => ({
  ...{ step: id, name: id, by: "Lan", at: 0, device: "MAY-01", revision: "a" },
  ...{ changed: false, outdated: false },
});

test("each step is there in its order, with who signed it", () => {
  const editorial: Editorial = { state: "awaitingApproval", step: 1, of: 2 };
  const chain = chainOf(workflow, [signed("filing"), signed("review")], editorial);
  expect(chain.map(({ id }) => id)).toEqual(["filing", "review", "second", "last"]);
  expect(chain.map((one) => one.signed !== null)).toEqual([true, true, false, false]);
  expect(chain.find(({ current }) => current)?.id).toBe("second");
});

test("what was signed for a step that is no more is still told", () => {
  const chain = chainOf(workflow, [signed("gone")], { state: "approved" });
  expect(chain.at(-1)).toMatchObject({ id: "gone", current: false });
  expect(chain.some(({ current }) => current)).toBe(false);
});

test.each([
  [{ state: "draft" }, "filing"],
  [{ state: "filed" }, "review"],
  [{ state: "awaitingApproval", step: 2, of: 2 }, "last"],
  [{ state: "awaitingApproval", step: 9, of: 9 }, null],
  [returned({ kind: "author" }), "filing"],
  [returned({ kind: "editor", person: "x" }), "review"],
  [returned({ kind: "step", step: 1 }), "second"],
  [{ state: "spiked", was: { state: "filed" }, reason: "" }, null],
] as [Editorial, string | null][])("%o waits for %s", (editorial, expected) => {
  expect(currentStep(workflow, editorial)).toBe(expected);
});

function returned(to: Extract<Editorial, { state: "returned" }>["to"]): Editorial {
  return { state: "returned", to, by: "lan", reason: "Sửa", passages: [] };
}
