import { expect, test } from "vitest";

import type { Workflow } from "../../ipc";
import { faultyStep, named, newStep, presetOf, toggled } from "./workflow-draft";

const findings = { errors: false, rules: [] };
const gate = { gaps: [], checks: [], findings };
const two: Workflow = {
  name: "twoStep",
  filing: gate,
  exporting: findings,
  review: { id: "review", name: "review", roles: ["editor"], gate, onChange: "reopen" },
  approvals: [],
  needed: [],
  checksOnChange: "reopen",
  rights: { file: ["author"], hold: ["editor"] },
};
const three: Workflow = { ...two, name: "threeStep", approvals: [newStep("x", new Set())] };

test("a preset is known by what it says, not by its name or the order of its members", () => {
  const same = {
    ...two,
    name: "Của tôi",
    rights: { hold: two.rights.hold, file: two.rights.file },
  };
  expect(presetOf(same as Workflow, [two, three])?.name).toBe("twoStep");
  expect(presetOf({ ...two, needed: ["legal"] }, [two, three])).toBeUndefined();
});

test("what is no preset any more does not go by the name of one", () => {
  const changed: Workflow = { ...two, needed: ["legal"] };
  expect(named(changed, [two, three], "Riêng").name).toBe("Riêng");
  expect(named({ ...changed, name: "Báo ngày" }, [two, three], "Riêng").name).toBe("Báo ngày");
  expect(named({ ...two, name: "Báo ngày" }, [two, three], "Riêng").name).toBe("twoStep");
});

test("a new step takes an id that no step has or had", () => {
  expect(newStep("x", new Set(["step1", "step3"])).id).toBe("step2");
});

test("a choice keeps the order of what there is to choose", () => {
  const all = ["a", "b", "c"];
  expect(toggled(["c"], "a", true, all)).toEqual(["a", "c"]);
  expect(toggled(["a", "c"], "a", false, all)).toEqual(["c"]);
  expect(toggled(["a"], "a", true, all)).toEqual(["a"]);
});

test("what the core refuses is shown at the step it is about", () => {
  const nobody = { ...newStep("Duyệt hai", new Set()), roles: [] };
  const workflow: Workflow = { ...two, approvals: [nobody] };
  expect(faultyStep(workflow, "stepRoles")).toBe("step1");
  expect(faultyStep({ ...two, review: { ...two.review, name: " " } }, "stepName")).toBe("review");
  expect(faultyStep(two, "stepCount")).toBeNull();
});
