import { noteFault } from "./commands";
import type { Failure } from "./generated";

/** What was thrown, as a failure that a screen can put into words. What is none is a fault of the
 *  page itself: it is noted in the desk's log, since no sentence on the screen tells it. */
export function asFailure(thrown: unknown): Failure {
  if (isFailure(thrown)) return thrown;
  note(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", params: {}, message };
}

/** Notes from now on what nobody catches. */
export function noteUncaught(): void {
  window.addEventListener("error", ({ error, message }) => note(error ?? message));
  window.addEventListener("unhandledrejection", ({ reason }) => note(reason));
}

function note(thrown: unknown): void {
  noteFault(describe(thrown)).catch(() => {
    // Where nothing can be noted, nothing else is amiss.
  });
}

function describe(thrown: unknown): string {
  if (isFailure(thrown)) return `${thrown.code}: ${thrown.message}`;
  if (!(thrown instanceof Error)) return String(thrown);
  const place = /\S+:\d+:\d+/.exec(thrown.stack ?? "")?.[0] ?? "an unknown place";
  return `${thrown.name}: ${thrown.message} at ${place}`;
}

function isFailure(thrown: unknown): thrown is Failure {
  return (
    typeof thrown === "object" &&
    thrown !== null &&
    typeof (thrown as Failure).code === "string" &&
    typeof (thrown as Failure).params === "object"
  );
}
