import type { Byline } from "../ipc";

/** The names as printed under the article: text bylines joined by " - ". */
export function bylineLine(bylines: readonly Byline[]): string {
  return bylines
    .filter(({ role, penName }) => role === "text" && penName !== "")
    .map(({ penName }) => penName)
    .join(" - ");
}
