import type { Key } from "../words/words.svelte";

/** Something that can be done from the palette or by keys. The one table of them is in the
 *  shell. */
export interface Command {
  id: string;
  title: Key;
  group: Key;
  /** As shown, e.g. `Ctrl+Shift+V`; the first one is also what the palette names. */
  keys?: string[];
  /** Whether it can be done now; left out where it always can. */
  possible?: () => boolean;
  run: () => void;
}

/** Whether a key press is the one that `keys` names. On Mac keyboards ⌘ stands for Ctrl. */
export function matches(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split("+");
  const key = parts.at(-1) ?? "";
  return (
    (event.ctrlKey || event.metaKey) === parts.includes("Ctrl") &&
    event.shiftKey === parts.includes("Shift") &&
    event.altKey === parts.includes("Alt") &&
    event.key.toLowerCase() === key.toLowerCase()
  );
}
