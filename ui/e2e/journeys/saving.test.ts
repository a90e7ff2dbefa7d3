import { expect } from "vitest";
import { blocks, plain } from "../harness/desk";
import { journey } from "../harness/journey";
import { pause, until } from "../harness/until";

const LAST = "> p[data-block='paragraph']:last-of-type";

journey("What was typed more than a second ago survives the loss of power", {}, async (desk) => {
  const id = await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  await desk.caretAtEndOf("[data-block='headline']");
  await desk.type(" sau mot dem mua");
  await desk.caretAtEndOf(LAST);
  await desk.type(" Ngay mai tiep tuc cuoc hop.");
  // The promise itself is what is tested here: one second, and a little for the clock.
  await pause(1_200);
  await desk.kill();

  await desk.start();
  await desk.see("desk", 20_000);
  await desk.see("article");
  expect(await desk.openId(), "the work of last time is open again").toBe(id);
  const { document: text } = await desk.stored(id);
  expect(plain(text.content[0])).toMatch(/ sau mot dem mua$/);
  await desk.openFirst();
  await desk.says("Ngay mai tiep tuc cuoc hop.");
  await desk.picture("after-the-power-came-back");
  await desk.kill();
  const found = (await desk.cli("doctor")) as { problems: unknown[] };
  expect(found.problems, "the store is whole").toEqual([]);
});

journey("The sign tells the truth: saved is said only once it is on the disk", {}, async (desk) => {
  const id = await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  await desk.caretAtEndOf("[data-block='lead']");
  for (const word of [" mot", " hai", " ba"]) {
    await desk.type(word);
    await desk.saved();
    const { document: text } = await desk.stored(id);
    expect(plain(text.content[1]).endsWith(word), `${word} is in the store`).toBe(true);
  }
});

journey("Blocks keep their ids when they are split, joined and put back", {}, async (desk) => {
  const id = await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  const ids = (): Promise<string[]> =>
    desk.driver.run(() =>
      [...document.querySelectorAll(".ProseMirror [data-id]")].map(
        (block) => block.getAttribute("data-id") ?? "",
      ),
    );
  const before = await ids();
  expect(new Set(before).size, "every block has an id of its own").toBe(before.length);
  expect(before).not.toContain("");
  const last = before.at(-1) ?? "";
  const block = `[data-id="${last}"]`;

  await desk.caretAtEndOf(block);
  await desk.press("Home", "ctrl+Right", "Return");
  // What is done in one breath is one step of undo: these two are not.
  await pause(700);
  await until("the block is split", async () => (await ids()).length === before.length + 1);
  const split = await ids();
  expect(split.slice(0, before.length), "the first half keeps the id").toEqual(before);
  const fresh = split.at(-1) ?? "";
  expect(before).not.toContain(fresh);

  await desk.press("BackSpace");
  await until("the halves are joined", async () => (await ids()).length === before.length);
  expect(await ids()).toEqual(before);

  await desk.press("ctrl+z");
  await until("the join is undone", async () => (await ids()).length === before.length + 1);
  expect(await ids(), "undo gives each half its id back").toEqual(split);
  await desk.press("ctrl+z");
  await until("the split is undone", async () => (await ids()).length === before.length);
  expect(await ids()).toEqual(before);

  await desk.caretAtEndOf(block);
  await desk.press("Return");
  await desk.type("x");
  await desk.saved();
  const { document: text } = await desk.stored(id);
  const stored = blocks(text).map((each) => each.attrs["id"]);
  expect(new Set(stored).size).toBe(stored.length);
  expect(stored, "an id is never used again").not.toContain(fresh);
});
