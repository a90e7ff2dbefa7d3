import { expect, test } from "vitest";

import type { Arrival, SenderIs } from "../ipc";
import { opensAtOnce } from "./incoming.svelte";

const arrival = (sender: SenderIs, forMe = true) => ({ sender, forMe }) as Arrival;

test("a file of a known colleague opens without a question", () => {
  for (const sender of ["own", "known", "verified"] as const) {
    expect(opensAtOnce(arrival(sender)), sender).toBe(true);
  }
});

test("a stranger, another key and a file for somebody else are asked about", () => {
  for (const sender of ["new", "changed", "replaced", "blocked", "imposter"] as const) {
    expect(opensAtOnce(arrival(sender)), sender).toBe(false);
  }
  expect(opensAtOnce(arrival("verified", false))).toBe(false);
});
