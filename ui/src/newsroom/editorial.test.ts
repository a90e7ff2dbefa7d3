import { expect, test } from "vitest";

import type { Finding } from "../ipc";
import { stops } from "./editorial";

const finding = (rule: Finding["rule"], severity: Finding["severity"]): Finding => ({
  rule,
  severity,
  from: { block: null, line: 0, offset: 0 },
  to: { block: null, line: 0, offset: 1 },
  ...{ text: "a", fixes: [], params: {}, key: "k" },
});

test("a gate waits for errors, for all that its rules find, and never for what is right", () => {
  const errors = { errors: true, rules: [] };
  expect(stops(errors, finding("TELEX", "error"))).toBe(true);
  expect(stops(errors, finding("TELEX", "warning"))).toBe(false);
  const ratio = { errors: false, rules: ["RATIO" as const] };
  expect(stops(ratio, finding("RATIO", "hint"))).toBe(true);
  expect(stops(ratio, finding("RATIO", "right"))).toBe(false);
  expect(stops(ratio, finding("TELEX", "error"))).toBe(false);
});
