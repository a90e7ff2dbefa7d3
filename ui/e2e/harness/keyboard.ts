/** Keys as a person at a keyboard presses them: through the X server and the input method. */

import type { Display } from "./display";
import type { InputSource, WebDriver } from "./webdriver";

const NAMES: Record<string, string> = {
  " ": "space",
  "\n": "Return",
  "\t": "Tab",
  ",": "comma",
  ".": "period",
  "-": "minus",
  "/": "slash",
  ":": "colon",
  _: "underscore",
  "'": "apostrophe",
  "@": "at",
  "?": "question",
};

/** Each key's pause before the next, in ms: a fast, uneven typist; the same in every run. */
const RHYTHM = [72, 64, 88, 61, 79, 90, 67, 75];

/** Types ASCII as single key presses at the speed of a fast typist. */
export async function type(display: Display, text: string, rhythm = RHYTHM): Promise<void> {
  const chain: string[] = [];
  for (const [index, sign] of [...text].entries()) {
    if (sign.charCodeAt(0) > 126) throw new Error(`no key on this keyboard gives ${sign}`);
    const wait = rhythm[index % rhythm.length] ?? 75;
    chain.push("key", NAMES[sign] ?? sign, "sleep", String(wait / 1000));
  }
  await display.xdotool(...chain);
}

/** Presses keys or chords in X's names: `Return`, `ctrl+k`, `shift+Left`. */
export async function press(display: Display, ...chords: string[]): Promise<void> {
  await display.xdotool(
    ...chords.flatMap((chord) => ["key", "--clearmodifiers", chord, "sleep", "0.03"]),
  );
}

export const BACKSPACE = "\uE003";

/**
 * Key events as UniKey and EVKey make them on Windows: no composition, but Backspaces that take
 * letters back and the letters that replace them, back to back.
 */
export async function replay(driver: WebDriver, keys: string): Promise<void> {
  const actions: InputSource["actions"] = [];
  for (const key of keys)
    actions.push({ type: "keyDown", value: key }, { type: "keyUp", value: key });
  await driver.act([{ type: "key", id: "keyboard", actions }]);
}
