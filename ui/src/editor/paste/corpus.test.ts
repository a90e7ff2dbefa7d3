/**
 * What other programs put on the clipboard, one file for each, as it was taken from there or in its
 * shape (corpus/README.md); beside it what the page makes of it.
 */
import { afterEach, expect, it } from "vitest";

import { caret, open, p, page, sketch } from "../testing";

const sources = import.meta.glob<string>("./corpus/*/*.html", {
  query: "?raw",
  import: "default",
  eager: true,
});

afterEach(() => {
  document.body.replaceChildren();
});

it("has a file for each program that reporters copy from", () => {
  expect(Object.keys(sources).map((path) => path.replace(/^\.\/corpus\/|\.html$/g, ""))).toEqual([
    "shaped/excel",
    "shaped/google-docs",
    "shaped/libreoffice",
    "shaped/news-site",
    "shaped/portal",
    "shaped/word-windows",
    "shaped/zalo",
    "taken/libreoffice-7-edited",
    "taken/libreoffice-7",
    "taken/web-page-chromium-156",
    "taken/web-page-firefox-153",
    "taken/web-page-webkitgtk",
  ]);
});

for (const [path, html] of Object.entries(sources))
  it(`${path} becomes what stands beside it`, async () => {
    const { view } = open(page("Tít", "Sapo", p("a")));
    caret(view, "a", 0);
    view.pasteHTML(html);
    view.state.doc.check();
    const blocks = sketch(view)
      .slice(2)
      .map((block) => block.replace(/#\w+/g, ""));
    await expect(`${blocks.join("\n")}\n`).toMatchFileSnapshot(path.replace(/html$/, "txt"));
    const shown = view.dom.innerHTML;
    for (const bad of ["script", "onclick", "onmouseover", "javascript:", "file:", "mso-", "data:"])
      expect(shown, bad).not.toContain(bad);
  });
