/**
 * Texts from before Unicode, as they are pasted: in the fonts that gave letters their shapes, or
 * in letters that make no words. What they say is found out elsewhere, from these runs.
 */
import { BLOCKS, isDropped, isElement, isText } from "./foreign";

/** A stretch of text in one font, as HTML names it. */
export interface FontRun {
  text: string;
  font: string;
}

/** What is to be put in once somebody has said what it is. */
export interface OldPaste {
  runs: FontRun[];
  /** The HTML or plain text with a text for each run. */
  with(texts: readonly string[]): { html: string } | { text: string };
}

/** A paste that may be in an old encoding; null for any other, which needs no looking at. */
export function oldPaste(data: DataTransfer | null): OldPaste | null {
  const html = data?.getData("text/html") ?? "";
  if (html !== "") {
    if (html.length > LONGEST || html.includes("data-pm-slice")) return null;
    const { body, parts } = read(html);
    if (!mayBeOld(parts)) return null;
    return {
      runs: parts.map(({ text, font }) => ({ text, font })),
      with(texts) {
        parts.forEach(({ node }, at) => {
          if (node) node.data = texts[at] ?? node.data;
        });
        return { html: body.innerHTML };
      },
    };
  }
  const text = data?.getData("text/plain") ?? "";
  const runs = [{ text, font: "" }];
  if (text.length > LONGEST || !mayBeOld(runs)) return null;
  return { runs, with: ([whole]) => ({ text: whole ?? text }) };
}

/** The lines of HTML in the runs of its fonts, where one of them is an old one. */
export function oldFontRuns(html: string): FontRun[] | null {
  if (html.length > LONGEST) return null;
  const { parts } = read(html);
  if (!parts.some(isInOldFont)) return null;
  return parts.map(({ node, text, font }) => ({
    text: node ? text.replace(/[ \t\r\n\f]+/g, " ") : text,
    font,
  }));
}

interface Part extends FontRun {
  /** Null for the end of a line. */
  node: Text | null;
}

function read(html: string): { body: HTMLElement; parts: Part[] } {
  // A page of its own: nothing in it is loaded or run.
  const page = new DOMParser().parseFromString(html, "text/html");
  const { body } = page;
  const fonts = sheetFonts(page);
  const parts: Part[] = [];
  const end = (): void => {
    if (parts.length > 0 && parts.at(-1)?.node) parts.push({ node: null, text: "\n", font: "" });
  };
  const walk = (parent: Node, font: string, depth: number): void => {
    for (const child of parent.childNodes) {
      if (isText(child)) {
        parts.push({ node: child, text: child.data, font });
      } else if (isElement(child) && !isDropped(child) && depth < DEEPEST) {
        const breaks = child.localName === "br" || BLOCKS.has(child.localName);
        if (breaks) end();
        walk(child, fontOf(child, fonts) ?? font, depth + 1);
        if (breaks) end();
      }
    }
  };
  walk(body, "", 0);
  return { body, parts };
}

function fontOf(element: HTMLElement, fonts: ReadonlyMap<string, string>): string | null {
  const own = familyIn(element.getAttribute("style") ?? "") ?? element.getAttribute("face");
  if (own !== null || fonts.size === 0) return own;
  for (const name of element.classList) {
    const font = fonts.get(`${element.localName}.${name}`) ?? fonts.get(`.${name}`);
    if (font !== undefined) return font;
  }
  return fonts.get(element.localName) ?? null;
}

/** Fonts of elements and of their classes, as Word gives them at the head of what it copies. */
function sheetFonts(page: Document): Map<string, string> {
  const fonts = new Map<string, string>();
  for (const sheet of page.querySelectorAll("style")) {
    const rules = (sheet.textContent ?? "").replace(/\/\*[^]*?\*\/|<!--|-->/g, "");
    for (const [, selectors, declarations] of rules.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
      const font = familyIn(declarations ?? "");
      if (font === null) continue;
      for (const selector of (selectors ?? "").split(",")) {
        const simple = /^([a-z][a-z0-9]*)?(\.[\w-]+)?$/i.exec(selector.trim());
        if (simple) fonts.set((simple[1] ?? "").toLowerCase() + (simple[2] ?? ""), font);
      }
    }
  }
  return fonts;
}

function familyIn(style: string): string | null {
  return /(?:^|[;\s])font-family\s*:\s*([^;]+)/i.exec(style)?.[1]?.trim() ?? null;
}

function isInOldFont({ text, font }: FontRun): boolean {
  return /^["']?(?:\.vn|vni[- ])/i.test(font) && text.trim() !== "";
}

/** Whether it is worth asking: the fonts or the letters of a text are none that people use today. */
function mayBeOld(runs: readonly FontRun[]): boolean {
  if (runs.some(isInOldFont)) return true;
  const text = runs.map((run) => run.text).join("");
  if (UNICODE.test(text)) return false;
  if (STRANGE.test(text)) return true;
  return (text.match(VIQR)?.length ?? 0) >= 3;
}

/** What only Unicode has of Vietnamese, its marks alone among that. */
const UNICODE = /[\u0300-\u0303\u0306\u0309\u031b\u0323\u1ea0-\u1ef9ăđĩũơưĂĐĨŨƠƯ]/u;

/** Letters and signs of windows-1252 but those of Vietnamese and those that people set. */
const STRANGE =
  /(?![àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ«»°²³·×])[\u0080-\u009f\u00a1-\u00ffŒœŠšŸŽžƒˆ˜†‡‰‹›€™„‚]/u;

const VIQR = /[aeo]\^|a\(|[uo]\+|[aeiouy][`~]|[aeiouy]['?.](?=[a-z])/gi;

/** Most letters that are looked at, and the deepest nesting. */
const LONGEST = 4_000_000;
const DEEPEST = 256;
