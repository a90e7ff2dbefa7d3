/** So many syllables a reader takes in in a minute: an even pace for news, neither skimmed nor read
 *  aloud. */
const SYLLABLES_A_MINUTE = 220;

/** Whole minutes, of a text that has any at least one. */
export function readingMinutes(syllables: number): number {
  return syllables === 0 ? 0 : Math.max(1, Math.round(syllables / SYLLABLES_A_MINUTE));
}
