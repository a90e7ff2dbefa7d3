/** The approval sheet: looked at, printed and saved, as a newsroom puts it into its archive. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { ArticleId } from "../../src/ipc/generated";
import { PICTURES } from "../harness/app";
import { rewrite } from "../harness/articles";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const TITLE = /^Phiếu duyệt – /;
const SAVE = "Lưu phiếu duyệt";

journey("An approval sheet is looked at, printed and saved as a file", {}, async (desk) => {
  const id = await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  await desk.showTab("review");
  for (const action of ["file", "claim"]) await desk.makeMove(action);
  await edited(desk, id);
  await desk.makeMove("approve");
  await desk.see("approval");

  await desk.click("sheet-print");
  await sheetWindow(desk);
  await look(desk, "sheet");

  // The print dialog of the system, over the sheet.
  await desk.press("ctrl+p");
  await until("the print dialog is open", async () => !TITLE.test(await title(desk)));
  await look(desk, "print-dialog");
  await desk.press("Escape");
  await sheetWindow(desk);

  // The dialog marks the name without its ending, which is left as it is.
  const path = desk.home("phieu.html");
  await desk.press("ctrl+s");
  await desk.display.answerDialog(SAVE, desk.home("phieu"));
  await until("the sheet is written", () => existsSync(path));
  const page = readFileSync(path, "utf8");
  const { standing } = await desk.stored(id);
  expect(page, "the approved revision is named").toContain(standing.approval?.revision);
  expect(page).toContain("<del>6,4</del><ins>6,8</ins>");
  expect(page).toContain("Chuyển đến đây");
  expect(page.match(/<img src="data:image\/jpeg;base64,/g)).toHaveLength(2);
  expect(page).toContain("Đúng nội dung này");
  expect(page).not.toMatch(/<script|https?:\/\//);

  await desk.press("ctrl+w");
  await until("the desk has the keyboard again", async () => !TITLE.test(await title(desk)));

  // From the palette, straight into a file; its bytes differ by the time of printing only.
  const again = desk.home("again.html");
  await desk.click("sheet-save");
  await desk.display.answerDialog(SAVE, desk.home("again"));
  await desk.says("Đã lưu phiếu duyệt");
  await desk.picture("saved");
  const timeless = (text: string) => text.replace(/<time[^>]*>[^<]*<\/time>/g, "");
  expect(timeless(readFileSync(again, "utf8"))).toBe(timeless(page));
  const revisions = await desk.ask("list_revisions", { id });
  expect(revisions[0]?.hash, "nothing was revised to print it").toBe(standing.approval?.revision);

  // A sheet that is left open does not keep the program.
  await desk.press("ctrl+p");
  await sheetWindow(desk);
  await desk.display.xdotool("search", "--name", "Bản Thảo", "windowclose");
  await until("the program has ended", () => !existsSync(`/proc/${desk.app.pid}`));
});

/** The text as an editor leaves it: a figure corrected, a paragraph moved, a credit changed. */
async function edited(desk: Desk, id: ArticleId): Promise<void> {
  await rewrite(desk, id, (document, fields) => {
    const content = document.content as {
      attrs?: { credit?: string };
      content: { text: string }[];
    }[];
    for (const block of content) {
      if (block.attrs?.credit !== undefined) block.attrs.credit += "/TTXVN";
      for (const run of block.content) run.text = run.text.replace("6,4 km", "6,8 km");
    }
    const last = content.pop();
    if (last) content.splice(2, 0, last);
    fields.section = "Đời sống";
  });
  // The page goes by what it has read: it is opened anew.
  await desk.quit();
  await desk.start();
  await desk.openFirst();
  await desk.showTab("review");
}

function title(desk: Desk): Promise<string> {
  return desk.display.activeWindow().catch(() => "");
}

/** Waits for the sheet to have the keyboard, and to be drawn. */
async function sheetWindow(desk: Desk): Promise<void> {
  await until("the sheet is open", async () => TITLE.test(await title(desk)));
  await new Promise((done) => setTimeout(done, 1_500));
}

async function look(desk: Desk, step: string): Promise<void> {
  await new Promise((done) => setTimeout(done, 500));
  await desk.display.picture(join(PICTURES, `approval-sheet-${step}.png`));
}
