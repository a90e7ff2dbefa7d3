import type { CodeReplacement } from "../ipc";

/** What is to be written in place of a code that has just been closed. */
export interface Expansion {
  /** Where the code begins in the text, in UTF-16 units, up to the caret. */
  from: number;
  text: string;
}

/** No code is longer. */
const LONGEST = 110;

/**
 * Looks back from the caret for a code that its second stroke has just closed: `\ubnd\` gives the
 * first text of the code, `\ubnd#2\` the second. Case does not matter. Null where there is none.
 */
export function expansionAt(
  text: string,
  caret: number,
  codes: readonly CodeReplacement[],
): Expansion | null {
  const found = /\\([^\\#\s]+)(?:#(\d{1,2}))?\\$/u.exec(
    text.slice(Math.max(0, caret - LONGEST), caret),
  );
  if (!found?.[1]) return null;
  const wanted = found[1].normalize("NFC").toLocaleLowerCase();
  const code = codes.find((each) => each.code.toLocaleLowerCase() === wanted);
  const column = found[2] === undefined ? 1 : Number(found[2]);
  const replacement = code?.texts[column - 1];
  if (!replacement) return null;
  return { from: caret - found[0].length, text: replacement };
}
