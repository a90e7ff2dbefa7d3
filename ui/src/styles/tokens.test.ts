import { expect, test } from "vitest";

import css from "./tokens.css?raw";

/** Day and night value of each colour token. */
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name, day, night]) => [name ?? "", [day ?? "", night ?? ""]] as const,
  ),
);

/** Text that stands on a ground, for every ground it stands on. */
const pairs: [text: string, grounds: string[]][] = [
  ["ink", ["desk", "pane", "page", "raised", "hover", "accent-soft", "warn-soft", "bad-soft"]],
  ["ink-soft", ["desk", "pane", "page", "raised", "hover"]],
  ["accent", ["desk", "pane", "page", "hover", "accent-soft"]],
  ["on-accent", ["accent", "accent-hover"]],
  ["warn", ["pane", "page", "hover", "warn-soft"]],
  ["bad", ["desk", "pane", "page", "hover", "bad-soft"]],
  ["good", ["pane", "page", "hover", "good-soft"]],
  ["inserted", ["pane", "page", "hover", "inserted-soft", "accent-soft"]],
  ["removed", ["pane", "page", "hover", "removed-soft", "accent-soft"]],
  ["moved", ["pane", "page", "hover", "moved-soft", "accent-soft"]],
  ["ink", ["note-soft", "note-strong"]],
  ["ink", ["inserted-soft", "removed-soft", "moved-soft"]],
];

test.each(pairs.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground])))(
  "%s on %s is readable by day and by night",
  (text, ground) => {
    for (const theme of [0, 1]) {
      const ratio = contrast(colours.get(text)?.[theme], colours.get(ground)?.[theme]);
      expect(ratio, `${text} on ${ground}, ${theme === 0 ? "day" : "night"}`).toBeGreaterThan(4.5);
    }
  },
);

test("the edges of controls can be seen", () => {
  for (const theme of [0, 1]) {
    for (const ground of ["pane", "page", "raised"]) {
      const edge = colours.get("line-strong")?.[theme];
      expect(contrast(edge, colours.get(ground)?.[theme])).toBeGreaterThan(3);
    }
  }
});

/** WCAG 2: relative luminance of two colours, the lighter over the darker. */
function contrast(a = "", b = ""): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: string): number {
  expect(colour, "a colour of tokens.css").toMatch(/^#\w{6}$/);
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}
