import type { Written } from "../../ipc";

/** How a text may have been written, the commonest first. */
export const encodings: Written[] = [
  "tcvn3",
  "vni",
  "viscii",
  "windows1258",
  "mojibake",
  "viqr",
  "unicode",
];

/** Most of a text that a preview shows. */
const LINES = 12;
const LETTERS = 1_500;

/** The first lines of a text that came in runs, and whether there is more. */
export function beginningOf(texts: readonly string[]): { lines: string[]; more: boolean } {
  let text = "";
  for (const part of texts) {
    if (text.length > LETTERS) break;
    text += part;
  }
  const lines = text
    .slice(0, LETTERS)
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "");
  return { lines: lines.slice(0, LINES), more: text.length > LETTERS || lines.length > LINES };
}
