/** Texts from before Unicode, opened and pasted: seen converted before anything is made of them. */

import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { blocks, type Desk, plain } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const FIXTURES = join(import.meta.dirname, "../fixtures");

const lines = (desk: Desk): Promise<string[]> =>
  desk.driver.run(() =>
    [...document.querySelectorAll("[data-testid='recognise-line'] .text")].map((line) =>
      (line.textContent ?? "").trim().normalize("NFC"),
    ),
  );

const HEADLINE = "Đại hội Đảng bộ xã Tân Lập";

journey("A file in TCVN3 is seen converted before it becomes an article", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.see("desk", 20_000);
  const path = desk.home("tin cu.txt");
  copyFileSync(join(FIXTURES, "tcvn3.txt"), path);
  await desk.press("ctrl+o");
  await desk.display.answerDialog("Mở tệp để tạo bài", path);
  await desk.see("recognise-dialog");
  expect(await desk.textOf("encoding-said")).toBe("Đã đổi sang Unicode từ TCVN3 (ABC).");
  expect((await lines(desk))[0]).toBe(HEADLINE);
  await desk.picture("found");

  await desk.choose("encoding-choice", "unicode");
  await until(
    "the text is as it came",
    async () => (await lines(desk))[0] === "§¹i héi §¶ng bé x· T©n LËp",
  );
  expect(await desk.textOf("encoding-said")).toBe("Văn bản được để nguyên.");
  await desk.picture("as-it-came");
  await desk.choose("encoding-choice", "tcvn3");
  await until("the text is converted", async () => (await lines(desk))[0] === HEADLINE);

  await desk.click("recognise-create");
  await desk.gone("recognise-dialog");
  await desk.editor();
  const { document: stored } = await desk.stored(await desk.openId());
  expect(plain(stored.content[0])).toBe(HEADLINE);
  expect(stored.content.map(plain).join("\n")).toContain("Thường trực Tỉnh ủy dự và chỉ đạo.");
});

journey("A paste from Word keeps to the fonts of its runs, after a look", {}, async (desk) => {
  await desk.alreadySetUp({ name: "Mai Anh", language: "en" });
  await desk.start();
  await desk.see("desk", 20_000);
  await desk.click("open-settings");
  await desk.choose("settings-theme", "dark");
  await desk.click("settings-done");
  await desk.gone("settings-dialog");
  await desk.openFirst();
  const sample = await desk.openId();
  await desk.press("ctrl+n");
  await until("the new article is open", async () => (await desk.openId()) !== sample);
  await until("the caret is in the page", () => desk.caretInPage());
  await desk.press("Return", "Return");
  await desk.display.copyHtml(readFileSync(join(FIXTURES, "word-vntime.html"), "utf8"));
  await desk.press("ctrl+v");
  await desk.see("old-paste-dialog");
  expect(await desk.textOf("encoding-said")).toMatch(/^Converted from TCVN3 \(ABC\), .*\.VnTimeH/);
  const seen = await desk.driver.run(() =>
    [...document.querySelectorAll("[data-testid='old-paste-text'] p")].map((line) =>
      (line.textContent ?? "").normalize("NFC"),
    ),
  );
  expect(seen).toEqual([
    "KẾT QUẢ",
    "Sáng 12/9, Thường trực Tỉnh ủy dự ĐẠI HỘI.",
    "Đoạn này là Unicode, café còn nguyên.",
  ]);
  await desk.picture("looked-at");

  await desk.press("Escape");
  await desk.gone("old-paste-dialog");
  expect(await desk.words(), "nothing is put in unasked").not.toContain("KẾT QUẢ");
  await until("the caret is in the page again", () => desk.caretInPage());
  await desk.press("ctrl+v");
  await desk.see("old-paste-dialog");
  await desk.press("Return");
  await desk.gone("old-paste-dialog");
  await desk.says("Thường trực Tỉnh ủy dự ĐẠI HỘI.");
  await desk.saved();
  await desk.picture("put-in");
  const { document: stored } = await desk.stored(await desk.openId());
  expect(blocks(stored).map((block) => `${block.type}: ${plain(block)}`)).toEqual([
    "subhead: KẾT QUẢ",
    "paragraph: Sáng 12/9, Thường trực Tỉnh ủy dự ĐẠI HỘI.",
    "paragraph: Đoạn này là Unicode, café còn nguyên.",
  ]);

  // The door for new articles reads the same fonts.
  await desk.press("ctrl+shift+v");
  await desk.see("paste-dialog");
  await desk.press("ctrl+v");
  await desk.see("recognise-dialog");
  expect(await lines(desk)).toContain("Sáng 12/9, Thường trực Tỉnh ủy dự ĐẠI HỘI.");
  await desk.picture("recognised");
});
