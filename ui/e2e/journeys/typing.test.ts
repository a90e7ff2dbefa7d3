/**
 * Vietnamese typing, as people do it: Telex through ibus-unikey on Linux, where the syllable grows
 * as a composition, and the Backspaces and letters that UniKey and EVKey send on Windows.
 */

import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { blocks, plain } from "../harness/desk";
import { journey } from "../harness/journey";
import { BACKSPACE, replay } from "../harness/keyboard";
import { until } from "../harness/until";

const KEYS = "tieesng vieejt ddoofng chis Thanh Hieesu";
const WRITTEN = "tiếng việt đồng chí Thanh Hiếu";

/** What UniKey makes of the same keys: the letters so far are taken back and put right. */
const REPLAYED = [
  ["tie", "<ê", "<ế", "ng "],
  ["vie", "<ê", "<ệ", "t "],
  ["d", "<đ", "o", "<ô", "<ồ", "ng "],
  ["chi", "<í", " "],
  ["Thanh "],
  ["Hie", "<ê", "<ế", "u"],
]
  .flat()
  .join("")
  .replaceAll("<", BACKSPACE);

const PLACES = [
  ["the body", "> p[data-block='paragraph']:last-of-type"],
  ["the headline", "[data-block='headline']"],
  ["the lead", "[data-block='lead']"],
  ["a caption", "figure figcaption"],
] as const;

for (const [place, selector] of PLACES) {
  const step = place.replace(/^\w+ /, "");

  journey(
    `Telex typed at human speed into ${place} is Vietnamese`,
    { telex: true },
    async (desk) => {
      const id = await openSample(desk);
      await emptyBlock(desk, selector);
      await desk.type(KEYS);
      await desk.picture(`typed-in-${step}`);
      await desk.press("End");
      await holds(desk, selector, WRITTEN);
      expect(await compositions(desk), "each accented syllable was composed").toBeGreaterThan(4);
      await desk.saved();
      const { document: stored } = await desk.stored(id);
      expect(stored.content.map(plain), "the store has what the page shows").toContain(WRITTEN);
    },
  );

  journey(`What UniKey sends on Windows into ${place} is Vietnamese`, {}, async (desk) => {
    const id = await openSample(desk);
    await emptyBlock(desk, selector);
    await replay(desk.driver, REPLAYED);
    await holds(desk, selector, WRITTEN);
    expect(await compositions(desk), "nothing was composed").toBe(0);
    await desk.saved();
    const { document: stored } = await desk.stored(id);
    expect(stored.content.map(plain), "the store has what the page shows").toContain(WRITTEN);
  });
}

journey("Undo takes Telex typing back and redo brings it again", { telex: true }, async (desk) => {
  await openSample(desk);
  const body = PLACES[0][1];
  await desk.caretAtEndOf(body);
  const before = await text(desk, body);
  await desk.type(` ${KEYS}`);
  await desk.press("End");
  await holds(desk, body, `${before} ${WRITTEN}`);
  await until("everything typed is undone", async () => {
    await desk.press("ctrl+z");
    return (await text(desk, body)) === before;
  });
  await until("everything typed is back", async () => {
    await desk.press("ctrl+shift+z");
    return (await text(desk, body)) === `${before} ${WRITTEN}`;
  });
});

journey(
  "Enter in the middle of a word splits it and nothing else",
  { telex: true },
  async (desk) => {
    const id = await openSample(desk);
    const body = PLACES[0][1];
    await emptyBlock(desk, body);
    const count = blocks((await desk.stored(id)).document).length;
    // In a word that is finished …
    await desk.type("tieesng vieejt");
    await desk.press("Left", "Left", "Return");
    await holds(desk, body, "ệt");
    // … and in one that is still being composed.
    await desk.press("End");
    await desk.type(" ddoofn");
    await desk.press("Return");
    await desk.type("g chis");
    await desk.press("End");
    await holds(desk, body, "g chí");
    await desk.picture("split");
    await desk.saved();
    const { document: stored } = await desk.stored(id);
    const texts = blocks(stored).map(plain);
    expect(texts.slice(-3)).toEqual(["tiếng vi", "ệt đồn", "g chí"]);
    expect(texts.length).toBe(count + 2);
  },
);

journey("Enter right after a Telex word goes to the next field", { telex: true }, async (desk) => {
  await openSample(desk);
  const sample = await desk.openId();
  await desk.press("ctrl+n");
  await until("the new article is open", async () => (await desk.openId()) !== sample);
  await until("the caret is in the page", () => desk.caretInPage());
  await desk.type("Tin moiws");
  await desk.press("Return");
  await desk.type("Sapo ngawns");
  await desk.press("Return");
  await desk.type("Thaan baif");
  await desk.press("Return");
  await desk.type("Heets");
  await desk.press("End");
  await holds(desk, "[data-block='headline']", "Tin mới");
  await holds(desk, "[data-block='lead']", "Sapo ngắn");
  await holds(desk, PLACES[0][1], "Hết");
  await desk.saved();
  const { document: stored } = await desk.stored(await desk.openId());
  expect(stored.content.map(plain)).toEqual(["Tin mới", "Sapo ngắn", "Thân bài", "Hết"]);
});

journey("Tab right after a Telex word goes to the next cell", { telex: true }, async (desk) => {
  await openSample(desk);
  await desk.caretAtEndOf(PLACES[0][1]);
  await desk.click("tool-table");
  await desk.see("table-tools");
  // Each word is still being composed when the key comes.
  for (const keys of ["Ddiaj phuwowng", "keets quar", "tieesn booj"]) {
    await desk.type(keys);
    await desk.press("Tab");
  }
  await desk.type("x");
  await desk.press("shift+Tab", "End");
  await desk.type(" hown");
  await desk.press("Tab");
  await desk.picture("in-a-table");
  const table = await desk.driver.run(() =>
    [...document.querySelectorAll(".ProseMirror td, .ProseMirror th")].map(
      (cell) => cell.textContent ?? "",
    ),
  );
  expect(table.slice(0, 4)).toEqual(["Địa phương", "kết quả", "tiến bộ hơn", "x"]);
  await desk.saved();
  const { document: stored } = await desk.stored(await desk.openId());
  expect(blocks(stored).map(plain).join()).toContain("Địa phươngkết quảtiến bộ hơnx");
});

journey("Telex typed over a selection replaces it", { telex: true }, async (desk) => {
  await openSample(desk);
  const body = PLACES[0][1];
  await emptyBlock(desk, body);
  await desk.type("tieesng vieejt ddejp");
  await desk.press("End");
  await holds(desk, body, "tiếng việt đẹp");
  await desk.press("ctrl+shift+Left");
  await desk.type("ddaji hooji");
  await desk.press("End");
  await holds(desk, body, "tiếng việt đại hội");
  await desk.press("shift+Home");
  await desk.type("Hieesu");
  await desk.press("End");
  await holds(desk, body, "Hiếu");
  await desk.picture("replaced");
});

/** The sample report, open, with compositions being counted. */
async function openSample(desk: Desk): Promise<string> {
  await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  await desk.driver.run(() => {
    const page = window as unknown as { compositions: number };
    page.compositions = 0;
    addEventListener("compositionstart", () => (page.compositions += 1), true);
  });
  return desk.openId();
}

/** Puts the caret into a block and takes out what is in it. */
async function emptyBlock(desk: Desk, selector: string): Promise<void> {
  await desk.mark(selector);
  await desk.press("BackSpace");
  await until(`${selector} is empty`, async () => (await text(desk, selector)) === "");
}

async function holds(desk: Desk, selector: string, expected: string): Promise<void> {
  await until(
    `${selector} is there`,
    async () => (await text(desk, selector)) === expected,
    3_000,
  ).catch(() => undefined);
  // What went elsewhere says more than what is missing here.
  const page = await desk.driver.run(() =>
    [...document.querySelectorAll(".ProseMirror [data-block]")].map((one) => one.textContent),
  );
  expect(await text(desk, selector), `the page holds ${JSON.stringify(page)}`).toBe(expected);
}

/** As the document has it: what is not NFC here would not be NFC in the store. */
function text(desk: Desk, selector: string): Promise<string> {
  return desk.driver.run(
    (one) => document.querySelector(one)?.textContent ?? "",
    `.ProseMirror ${selector}`,
  );
}

function compositions(desk: Desk): Promise<number> {
  return desk.driver.run(() => (window as unknown as { compositions: number }).compositions);
}
