import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { asFailure, noteUncaught } from "./failure";

const invoke = vi.fn<(command: string, args: { what: string }) => Promise<null>>();

beforeEach(() => {
  invoke.mockResolvedValue(null);
  vi.stubGlobal("__TAURI_INTERNALS__", { invoke });
});

afterEach(() => {
  vi.unstubAllGlobals();
  invoke.mockReset();
});

const noted = (): string[] => invoke.mock.calls.map(([command, { what }]) => `${command} ${what}`);

test("a failure of the window is told as it is and noted on the other side only", () => {
  const failure = { code: "diskFull", params: {}, message: "no room" } as const;
  expect(asFailure(failure)).toBe(failure);
  expect(noted()).toEqual([]);
});

test("a fault of the page is noted with its place", () => {
  expect(asFailure(new TypeError("x is undefined"))).toMatchObject({ code: "internal" });
  expect(noted()[0]).toMatch(/^note_fault TypeError: x is undefined at \S+:\d+:\d+$/);
  asFailure("what is no error");
  expect(noted()[1]).toBe("note_fault what is no error");
});

test("a fault that nobody catches is noted too", () => {
  noteUncaught();
  window.dispatchEvent(new ErrorEvent("error", { message: "Script error." }));
  window.dispatchEvent(
    Object.assign(new Event("unhandledrejection"), {
      reason: { code: "storeBusy", params: {}, message: "locked" },
    }),
  );
  expect(noted()).toEqual(["note_fault Script error.", "note_fault storeBusy: locked"]);
});

test("a log that cannot be written does not stop the page", () => {
  vi.stubGlobal("__TAURI_INTERNALS__", undefined);
  expect(asFailure(new Error("x")).code).toBe("internal");
});
