import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { blocks, plain } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const FIXTURES = join(import.meta.dirname, "../fixtures");

journey("A text pasted from Word keeps its title, headings and lists", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  const sample = await desk.openId();
  await desk.press("ctrl+n");
  await until("the new article is open", async () => (await desk.openId()) !== sample);
  await until("the caret is in the page", () => desk.caretInPage());
  await desk.press("Return", "Return");
  await desk.display.copyHtml(readFileSync(join(FIXTURES, "word.html"), "utf8"));
  await desk.press("ctrl+v");
  await desk.says("Cống qua suối");
  await desk.saved();
  await desk.picture("pasted");

  const { document: stored } = await desk.stored(await desk.openId());
  expect(plain(stored.content[0])).toBe("Xã Tân Lập thông xe tuyến đường liên thôn");
  expect(blocks(stored).map((block) => `${block.type}: ${plain(block)}`)).toEqual([
    "paragraph: Sáng 12/9, xã Tân Lập thông xe.",
    "subhead: Kết quả",
    "list: Dài 4 km, nối năm thôn2.000 m² đất được hiếnÔ tô vào được",
    "paragraph: Giai đoạn hai:",
    "list: Hai cầu bảnCống qua suối",
    "paragraph: Đoạn thụt lề, không phải mục.",
  ]);
  const ordered = blocks(stored).filter(({ type }) => type === "list");
  expect(ordered.map(({ attrs }) => attrs["ordered"])).toEqual([false, true]);
});
