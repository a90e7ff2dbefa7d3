import type { Failure } from "./generated";

/** What was thrown, as a failure that a screen can put into words. */
export function asFailure(thrown: unknown): Failure {
  if (isFailure(thrown)) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", params: {}, message };
}

function isFailure(thrown: unknown): thrown is Failure {
  return (
    typeof thrown === "object" &&
    thrown !== null &&
    typeof (thrown as Failure).code === "string" &&
    typeof (thrown as Failure).params === "object"
  );
}
