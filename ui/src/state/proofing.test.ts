import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { Fields, Finding, Ignore, Ignored, Severity } from "../ipc";
import { ArticleProof, PROOF_MS, proofView } from "./proofing.svelte";
import type { ProofHost } from "./proofing.svelte";

beforeEach(() => {
  vi.useFakeTimers();
  proofView.order = "severity";
});
afterEach(() => vi.useRealTimers());

function finding(key: string, severity: Severity = "error", more: Partial<Finding> = {}): Finding {
  const point = { block: "a", line: 0, offset: 0 };
  return {
    rule: "SYL_INVALID",
    severity,
    from: point,
    to: { ...point, offset: 4 },
    text: "viêc",
    fixes: ["việc", "viếc"],
    params: {},
    key,
    ...more,
  };
}

function desk(...found: Finding[]) {
  const state = {
    document: {},
    composing: false,
    found,
    ignored: [] as Ignore[],
    shown: [] as string[],
    marked: null as string | null,
    fixed: [] as string[],
    told: [] as string[],
    undo: null as (() => void) | null,
  };
  const reader = {
    proofText: vi.fn(() => {
      const isIgnored = ({ key }: Finding) => state.ignored.some((one) => one.key === key);
      return Promise.resolve({
        findings: state.found.filter((one) => !isIgnored(one)),
        ignored: state.found
          .filter(isIgnored)
          .map((one): Ignored => ({ finding: one, scope: "here", byName: "Mai", at: 1 })),
      });
    }),
    ignoreFinding: vi.fn((_: string, ignore: Ignore) => {
      state.ignored.push(ignore);
      return Promise.resolve(null);
    }),
    unignoreFinding: vi.fn((_: string, { key }: Ignore) => {
      state.ignored = state.ignored.filter((one) => one.key !== key);
      return Promise.resolve(null);
    }),
  };
  const host = {
    id: "1",
    reader,
    page: {
      getDocument: () => state.document as never,
      stamp: () => state.document,
      isComposing: () => state.composing,
      settle: () => Promise.resolve(),
      showFindings: (all) => (state.shown = all.map(({ id }) => id)),
      markFinding: (id) => (state.marked = id),
      findingBesideCaret: () => state.shown[0] ?? null,
      findingPassages: () =>
        new Map(state.shown.map((id) => [id, { before: "", words: "viêc", after: "" }])),
      findingRange: () => null,
      fixFindings: (fixes) => {
        state.document = {};
        state.fixed.push(...fixes.map(({ text }) => text));
        return fixes.map(({ id }) => id);
      },
    },
    readFields: () => ({}) as Fields,
    onFixed: (count) => state.told.push(`fixed ${count}`),
    onIgnored: (scope, undo) => {
      state.told.push(scope);
      state.undo = undo;
    },
    onFailure: (thrown) => state.told.push(String(thrown)),
  } satisfies ProofHost;
  const proof = new ArticleProof(host);
  const type = () => {
    state.document = {};
    proof.changed();
  };
  return { state, proof, reader, type };
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const pause = () => vi.advanceTimersByTimeAsync(PROOF_MS);
const keys = (findings: readonly Finding[]) => findings.map(({ key }) => key);

describe("the checks while somebody writes", () => {
  test("read when the article opens and when the keys have paused, not with each key", async () => {
    const { proof, reader, type } = desk(finding("1"));
    await settle();
    expect(keys(proof.open)).toEqual(["1"]);
    for (let key = 0; key < 9; key += 1) {
      type();
      await vi.advanceTimersByTimeAsync(PROOF_MS / 3);
    }
    expect(reader.proofText).toHaveBeenCalledTimes(1);
    await pause();
    expect(reader.proofText).toHaveBeenCalledTimes(2);
  });

  test("wait for an input method to end its word", async () => {
    const { state, reader, type } = desk();
    await settle();
    state.composing = true;
    type();
    await vi.advanceTimersByTimeAsync(PROOF_MS * 4);
    expect(reader.proofText).toHaveBeenCalledTimes(1);
    state.composing = false;
    await pause();
    expect(reader.proofText).toHaveBeenCalledTimes(2);
  });

  test("throw an answer away that the page has moved on from", async () => {
    const { state, proof, reader } = desk(finding("1"));
    reader.proofText.mockImplementationOnce(() => {
      state.document = {};
      return Promise.resolve({ findings: [finding("old")], ignored: [] });
    });
    await settle();
    expect(proof.list).toEqual([]);
    await pause();
    expect(keys(proof.list)).toEqual(["1"]);
  });

  test("say nothing of what is being typed", async () => {
    const { proof } = desk(finding("1"), finding("2"));
    await settle();
    const hushed = [proof.list[0]?.id ?? ""];
    proof.caretAt({ hushed, finding: null } as never);
    expect([keys(proof.open), proof.count("error")]).toEqual([["2"], 1]);
    proof.caretAt({ hushed: [], finding: null } as never);
    expect(keys(proof.open)).toEqual(["1", "2"]);
  });

  test("tell of a failure once", async () => {
    const { state, reader, type } = desk();
    await settle();
    reader.proofText.mockRejectedValue("broken");
    for (let times = 0; times < 3; times += 1) {
      type();
      await pause();
    }
    expect(state.told).toEqual(["broken"]);
  });
});

describe("the list", () => {
  test("is by severity or by place, with what is right apart", async () => {
    const { proof } = desk(
      finding("hint", "hint"),
      finding("ok", "right"),
      finding("error"),
      finding("warning", "warning"),
    );
    await settle();
    expect(keys(proof.open)).toEqual(["error", "warning", "hint"]);
    proofView.order = "place";
    expect(keys(proof.open)).toEqual(["hint", "error", "warning"]);
    expect(keys(proof.confirmed)).toEqual(["ok"]);
  });

  test("keeps apart findings of the same words", async () => {
    const { state, proof } = desk(finding("1"), finding("1"));
    await settle();
    expect(new Set(state.shown).size).toBe(2);
    expect(proof.alike(proof.list[0] as never)).toHaveLength(2);
  });
});

describe("what is done about a finding", () => {
  test("a fix is made in the page, is off the list at once, and the next one is looked at", async () => {
    const { state, proof } = desk(finding("1"), finding("2"));
    await settle();
    const [first] = proof.open;
    if (!first) throw new Error("nothing found");
    await proof.fix([first], "việc");
    expect(state.fixed).toEqual(["việc"]);
    expect(keys(proof.open)).toEqual(["2"]);
    expect(state.marked).toBe(proof.open[0]?.id);
    expect(state.told).toEqual(["fixed 1"]);
  });

  test("what is ignored is off the list and comes back when that is undone", async () => {
    const { state, proof } = desk(finding("1"), finding("2"));
    await settle();
    const [first] = proof.open;
    if (!first) throw new Error("nothing found");
    await proof.ignore(first, "here");
    await settle();
    expect([keys(proof.open), proof.ignored.length]).toEqual([["2"], 1]);
    state.undo?.();
    await settle();
    expect([keys(proof.open), proof.ignored.length]).toEqual([["1", "2"], 0]);
  });

  test("typing shuts the menu of a word", async () => {
    const { proof, type } = desk(finding("1"));
    await settle();
    proof.openMenu(proof.list[0]?.id ?? "", false);
    expect(proof.menu).not.toBeNull();
    type();
    expect(proof.menu).toBeNull();
  });
});
