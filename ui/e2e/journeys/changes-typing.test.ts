/**
 * Telex typed into a page that is full of changes: inside and beside words that were inserted and
 * words that were deleted, which stand in the line and are not in the text.
 */

import { expect } from "vitest";
import type { ArticleId } from "../../src/ipc/generated";
import { rewrite } from "../harness/articles";
import type { Desk } from "../harness/desk";
import { blocks, plain } from "../harness/desk";
import { journey } from "../harness/journey";
import { BACKSPACE, replay } from "../harness/keyboard";
import { until } from "../harness/until";

const PARAGRAPHS = 30;
const CHANGES = 120;
const BEFORE = "Một câu đầu tiên, hai câu tiếp theo, ba câu nữa và bốn câu cuối.";
/** Deleted at the start, replaced, inserted and deleted inside, deleted at the end. */
const AFTER = "câu đầu tiên, 2 câu tiếp theo, ba câu mới nữa và bốn câu";

const KEYS = "tieesng vieejt";
const WRITTEN = "tiếng việt";
const REPLAYED = ["tie", "<ê", "<ế", "ng ", "vie", "<ê", "<ệ", "t"]
  .join("")
  .replaceAll("<", BACKSPACE);

/** Where the caret goes in a paragraph, and what then stands there. */
const PLACES: [
  name: string,
  caret: { after: string; widget?: "before" | "after" },
  text: string,
][] = [
  ["inside inserted words", { after: "m" }, AFTER.replace("mới", `m${WRITTEN}ới`)],
  ["at the end of inserted words", { after: "mới" }, AFTER.replace("mới", `mới${WRITTEN}`)],
  ["before inserted words", { after: "ba câu" }, AFTER.replace("ba câu", `ba câu${WRITTEN}`)],
  ["after a replaced word", { after: ", 2" }, AFTER.replace(", 2", `, 2${WRITTEN}`)],
  [
    "between a deleted word and its replacement",
    { after: ", " },
    AFTER.replace(", 2", `, ${WRITTEN}2`),
  ],
  ["at the start, after deleted words", { after: "" }, `${WRITTEN}${AFTER}`],
  ["at the end, beside deleted words", { after: AFTER }, `${AFTER}${WRITTEN}`],
];

journey("Telex beside 120 changes is Vietnamese", { telex: true }, async (desk) => {
  const id = await openWithChanges(desk);
  let paragraph = 0;
  for (const [name, { after }, text] of PLACES) {
    await caretAfter(desk, paragraph, after);
    await desk.type(`${KEYS} `);
    await holds(desk, paragraph, `${text.replace(WRITTEN, `${WRITTEN} `)}`, name);
    // Once more where the changes have been drawn anew around what was typed.
    await drawnAnew(desk);
    await desk.type("ddoofng");
    await desk.press("Left");
    await holds(desk, paragraph, text.replace(WRITTEN, `${WRITTEN} đồng`), `${name}, again`);
    await desk.picture(name.replaceAll(/\W+/g, "-"));
    paragraph += 1;
  }
  await desk.saved();
  const { document } = await desk.stored(id);
  const stored = blocks(document).map(plain);
  PLACES.forEach(([name, , text], index) => {
    expect(stored[index], `the store: ${name}`).toBe(text.replace(WRITTEN, `${WRITTEN} đồng`));
  });
  expect(stored[PLACES.length]).toBe(AFTER);
});

journey("What UniKey sends on Windows beside 120 changes is Vietnamese", {}, async (desk) => {
  await openWithChanges(desk);
  let paragraph = 0;
  for (const [name, { after }, text] of PLACES) {
    await caretAfter(desk, paragraph, after);
    await replay(desk.driver, REPLAYED);
    await holds(desk, paragraph, text, name);
    paragraph += 1;
  }
});

journey(
  "Deleting and splitting beside changes touches the text and nothing else",
  { telex: true },
  async (desk) => {
    await openWithChanges(desk);
    await caretAfter(desk, 0, ", 2");
    await desk.press("BackSpace", "BackSpace");
    await holds(desk, 0, AFTER.replace(", 2", ","), "Backspace over a deleted word");
    await caretAfter(desk, 1, "câu đầu tiên,");
    await desk.press("Delete", "Delete");
    await holds(desk, 1, AFTER.replace(", 2", ","), "Delete over a deleted word");
    await caretAfter(desk, 2, "");
    await desk.press("Right", "Right", "Right");
    await desk.type("x ");
    await holds(desk, 2, AFTER.replace("câu", "câux "), "arrows from the start of a line");
    await caretAfter(desk, 3, AFTER);
    await desk.type(" moiws");
    await desk.press("Return");
    await desk.type("ddoanj sau");
    await desk.press("Left");
    await holds(desk, 3, `${AFTER} mới`, "Enter beside deleted words");
    await holds(desk, 4, "đoạn sau", "the line after it");
  },
);

/** A page with four changes in each paragraph, which the desk shows. */
async function openWithChanges(desk: Desk): Promise<ArticleId> {
  const id = await desk.importText([
    "Lấy ý kiến nhân dân vào dự thảo văn kiện đại hội",
    "Sáng 12/9, Đảng ủy xã Tân Lập họp cho ý kiến về dự thảo văn kiện, tiếp thu góp ý các chi bộ.",
    ...Array.from({ length: PARAGRAPHS }, () => BEFORE),
    "Thanh Mai - Thanh Hiếu",
  ]);
  await desk.cli("review", id, "file");
  await desk.start();
  await desk.openFirst();
  await rewrite(desk, id, ({ content }) => {
    for (const block of content.slice(2) as { content: { type: "text"; text: string }[] }[]) {
      block.content = [{ type: "text", text: AFTER }];
    }
  });
  await desk.quit();
  await desk.start();
  await desk.openFirst();
  await desk.press("ctrl+shift+e");
  await desk.see("changes-shown");
  await drawnAnew(desk);
  const count = await desk.driver.run(
    () =>
      new Set(
        [...document.querySelectorAll("[data-change]")].map((each) =>
          each.getAttribute("data-change"),
        ),
      ).size,
  );
  expect(count, "changes on the page").toBeGreaterThanOrEqual(CHANGES);
  return id;
}

/** Waits until the changes shown are those of the text as it stands. */
async function drawnAnew(desk: Desk): Promise<void> {
  await until("the changes are drawn", async () => {
    return (await desk.attribute("toggle-changes", "aria-busy")) === "false";
  });
}

async function caretAfter(desk: Desk, paragraph: number, text: string): Promise<void> {
  const put = (index: number, before: string): boolean => {
    const block = document.querySelectorAll(".ProseMirror > p[data-block='paragraph']")[index];
    if (!block) return false;
    block.scrollIntoView({ block: "center" });
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let seen = "";
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement?.closest(".ProseMirror-widget")) continue;
      const here = node.textContent ?? "";
      const end = (seen + here).indexOf(before) + before.length;
      if ((seen + here).includes(before) && end >= seen.length) {
        // Asked twice: the page hears of a caret that a script has put only after a while.
        const page = window as unknown as { caretPut?: string };
        const place = `${String(index)} ${before}`;
        if (page.caretPut === place) return true;
        page.caretPut = place;
        (document.querySelector(".ProseMirror") as HTMLElement).focus();
        getSelection()?.collapse(node, Math.max(0, end - seen.length));
        return false;
      }
      seen += here;
    }
    return false;
  };
  await until(`the caret is after "${text}"`, () => desk.driver.run(put, paragraph, text));
}

/** What a paragraph says, without what was deleted from it. */
async function holds(desk: Desk, paragraph: number, expected: string, what: string): Promise<void> {
  const text = (): Promise<string> =>
    desk.driver.run((index) => {
      const block = document.querySelectorAll(".ProseMirror > p[data-block='paragraph']")[index];
      const copy = block?.cloneNode(true) as HTMLElement | undefined;
      copy?.querySelectorAll(".ProseMirror-widget").forEach((widget) => widget.remove());
      return copy?.textContent ?? "";
    }, paragraph);
  await until(what, async () => (await text()) === expected, 3_000).catch(() => undefined);
  expect(await text(), what).toBe(expected);
}
