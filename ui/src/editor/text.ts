/** Text rules shared by paste and counts. They mirror the core's, which has the last word. */

/**
 * Pasted text in the form in which it is stored: NFC with Vietnamese mark order, normal spaces,
 * nothing invisible. Only for text that arrives from outside: rewriting what is being typed
 * breaks input methods.
 */
export function normaliseText(text: string): string {
  return nfc(
    text.toWellFormed().replace(HARD_SPACES, " ").replace(INVISIBLE, "").replace(STRAY_JOINERS, ""),
  );
}

/**
 * NFC after putting shape marks before tone marks: plain NFC would leave `ó` + circumflex, which
 * looks like `ố` and is found by nobody.
 */
function nfc(text: string): string {
  if (!COMBINING.test(text)) return text.normalize("NFC");
  return text
    .normalize("NFD")
    .replace(MARK_RUNS, (run) => {
      const marks = [...run];
      return [...marks.filter(isShape), ...marks.filter((mark) => !isShape(mark))].join("");
    })
    .normalize("NFC");
}

/** Syllables: the parts between spaces that hold at least one letter or digit. */
export function syllables(text: string): number {
  let count = 0;
  for (const part of text.split(/\s+/u)) {
    if (/[\p{L}\p{N}]/u.test(part)) count += 1;
  }
  return count;
}

/** Words as word processors count them: the parts between spaces, whatever is in them. */
export function words(text: string): number {
  return text.match(/\S+/gu)?.length ?? 0;
}

/** Characters, and those that are no spaces. */
export function characters(text: string): { all: number; solid: number } {
  let all = 0;
  let solid = 0;
  for (const letter of text) {
    all += 1;
    if (!/\s/u.test(letter)) solid += 1;
  }
  return { all, solid };
}

/** Whether an address may stand in a document: http, https or mailto and nothing hidden in it. */
export function isSafeLink(href: unknown): href is string {
  return (
    typeof href === "string" &&
    href.length <= 4000 &&
    !/[\s\p{Cc}]/u.test(href) &&
    /^(?:https?:\/\/|mailto:)/iu.test(href)
  );
}

/** No-break, figure and typographic spaces, tabs, line breaks, other control characters. */
const HARD_SPACES = /[\p{Cc}\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/gu;

/** Zero width, soft hyphens, byte order marks, text direction overrides. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;

/** Joiners hold emoji together; anywhere else they only hide. */
const STRAY_JOINERS =
  /(?<!\p{Extended_Pictographic}|\ufe0f|\p{Emoji_Modifier})\u200d|\u200d(?!\p{Extended_Pictographic})/gu;

/** Circumflex, breve, horn, then the tones, the two old ones included. */
const COMBINING = /[\u0300-\u0303\u0306\u0309\u031b\u0323\u0340\u0341]/u;
const MARK_RUNS = /[\u0300-\u0303\u0306\u0309\u031b\u0323]{2,}/gu;

function isShape(mark: string): boolean {
  return mark === "\u0302" || mark === "\u0306" || mark === "\u031b";
}
