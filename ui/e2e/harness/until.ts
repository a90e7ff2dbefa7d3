/** Waiting for a condition, never for a time. */

const POLL_MS = 40;

/**
 * Asks `probe` again and again until it gives something true, and returns that.
 *
 * A probe that throws counts as "not yet"; its last error is told when time runs out, because
 * that is what one needs to know then.
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | false | null | undefined> | T | false | null | undefined,
  withinMs = 10_000,
  everyMs = POLL_MS,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer !== false && answer !== null && answer !== undefined) {
        return answer;
      }
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= deadline) {
      const why = last instanceof Error ? ` (${last.message})` : "";
      throw new Error(`waited ${withinMs} ms in vain until ${what}${why}`, { cause: last });
    }
    await pause(everyMs);
  }
}

/** A pause that is part of what is tested (the pace of a typist, a pointer at rest). */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
