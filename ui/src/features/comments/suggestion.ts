/** Words that go, come or stay. */
export interface Piece {
  kind: "same" | "out" | "in";
  text: string;
}

/**
 * Old words and new ones told as one line: what is equal at both ends stands once, between them
 * what goes and what comes.
 */
export function wordChange(old: string, now: string): Piece[] {
  const before = wordsOf(old);
  const after = wordsOf(now);
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start])
    start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const piece = (kind: Piece["kind"], words: string[]): Piece => ({ kind, text: words.join("") });
  return [
    piece("same", before.slice(0, start)),
    piece("out", before.slice(start, before.length - end)),
    piece("in", after.slice(start, after.length - end)),
    piece("same", end === 0 ? [] : before.slice(-end)),
  ].filter(({ text }) => text !== "");
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}]+|\s+|[^\p{L}\p{M}\p{N}\s]/gu) ?? [];
}

/** The beginning of a long passage. */
export function excerpt(text: string, letters = 120): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= letters) return line;
  const cut = line.slice(0, letters);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), letters - 20)).trimEnd()}…`;
}
