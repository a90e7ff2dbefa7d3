import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { Failure } from "../../ipc";
import { Autosave, LIMIT_MS, PAUSE_MS, RETRY_MS } from "./autosave";
import type { Committed, SaveSign } from "./autosave";

/** A page of text, a store that answers when the test says so, and the signs shown. */
function desk() {
  const state = { text: "", signs: [] as SaveSign[], saved: [] as string[], seq: 1 };
  const waiting: { resolve: () => void; reject: (failure: Failure) => void }[] = [];
  const bases: number[] = [];
  const autosave = new Autosave<string, Committed>({
    from: { seq: 1, savedAt: 0 },
    read: () => state.text,
    commit: (text, base) => {
      bases.push(base);
      return new Promise((resolve, reject) => {
        waiting.push({
          resolve: () => {
            state.saved.push(text);
            state.seq = base + 1;
            resolve({ seq: state.seq, savedAt: Date.now() });
          },
          reject,
        });
      });
    },
    onSign: (sign) => state.signs.push(sign),
    onCommitted: () => undefined,
  });
  return {
    state,
    waiting,
    bases,
    autosave,
    type(text: string) {
      state.text += text;
      autosave.changed();
    },
    async answer() {
      waiting.shift()?.resolve();
      await settle();
    },
    async refuse(code: Failure["code"]) {
      waiting.shift()?.reject({ code, params: {}, message: code });
      await settle();
    },
  };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe("autosave", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("nothing is saved while nothing changed", async () => {
    const { waiting, autosave } = desk();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(waiting).toHaveLength(0);
    expect(await autosave.flush()).toBe(true);
    expect(autosave.sign).toEqual({ is: "saved", at: 0 });
  });

  test("a pause in typing saves", async () => {
    const { type, waiting } = desk();
    type("T");
    await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
    expect(waiting).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(waiting).toHaveLength(1);
  });

  test("typing without a pause saves within the limit of the first unsaved key", async () => {
    const { type, waiting } = desk();
    let elapsed = 0;
    while (waiting.length === 0) {
      type("a");
      await vi.advanceTimersByTimeAsync(100);
      elapsed += 100;
    }
    expect(elapsed).toBeLessThanOrEqual(LIMIT_MS);
  });

  test("the sign says saved only after the commit", async () => {
    const { type, answer, autosave } = desk();
    type("Thực");
    expect(autosave.sign.is).toBe("saving");
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(autosave.sign.is).toBe("saving");
    await answer();
    expect(autosave.sign).toEqual({ is: "saved", at: Date.now() });
  });

  test("what is typed during a save is not called saved by that save", async () => {
    const { type, answer, autosave, state } = desk();
    type("một");
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    type(" hai");
    await answer();
    expect(autosave.sign.is).toBe("saving");
    await vi.advanceTimersByTimeAsync(LIMIT_MS);
    await answer();
    expect(state.saved).toEqual(["một", "một hai"]);
    expect(autosave.sign.is).toBe("saved");
  });

  test("a save waits for the answer of the one before and starts from its seq", async () => {
    const { type, answer, waiting, bases } = desk();
    type("a");
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    type("b");
    await vi.advanceTimersByTimeAsync(LIMIT_MS);
    expect(waiting).toHaveLength(1);
    await answer();
    expect(waiting).toHaveLength(1);
    await answer();
    expect(bases).toEqual([1, 2]);
  });

  test("a flush saves at once and waits for all that was typed", async () => {
    const { type, answer, autosave, state } = desk();
    type("a");
    const flushed = autosave.flush();
    await settle();
    type("b");
    await answer();
    await answer();
    expect(await flushed).toBe(true);
    expect(state.saved).toEqual(["a", "ab"]);
  });

  test("a failed save says why, keeps the text and tries again", async () => {
    const { type, refuse, answer, autosave, state } = desk();
    type("a");
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    await refuse("diskFull");
    expect(autosave.sign).toMatchObject({ is: "unsaved", failure: { code: "diskFull" } });
    await vi.advanceTimersByTimeAsync(RETRY_MS);
    await answer();
    expect(state.saved).toEqual(["a"]);
    expect(autosave.sign.is).toBe("saved");
  });

  test("the sign keeps telling of a failure while typing goes on", async () => {
    const { type, refuse, autosave } = desk();
    type("a");
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    await refuse("diskFull");
    type("b");
    expect(autosave.sign.is).toBe("unsaved");
  });

  test("a flush that cannot save says so instead of waiting for ever", async () => {
    const { type, refuse, autosave } = desk();
    type("a");
    const flushed = autosave.flush();
    await settle();
    await refuse("readOnly");
    expect(await flushed).toBe(false);
  });

  test("a stale save stops saving until it is answered, then goes on from the new base", async () => {
    const { type, refuse, answer, autosave, waiting, bases, state } = desk();
    type("mine");
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    await refuse("staleSave");
    type("!");
    await vi.advanceTimersByTimeAsync(RETRY_MS * 3);
    expect(waiting).toHaveLength(0);
    expect(autosave.sign.is).toBe("stale");

    const resumed = autosave.continueFrom(9);
    await settle();
    await answer();
    expect(await resumed).toBe(true);
    expect(bases).toEqual([1, 9]);
    expect(state.saved).toEqual(["mine!"]);
  });

  test("nothing is saved after the page is gone", async () => {
    const { type, autosave, waiting } = desk();
    type("a");
    autosave.stop();
    await vi.advanceTimersByTimeAsync(RETRY_MS);
    expect(waiting).toHaveLength(0);
  });
});
