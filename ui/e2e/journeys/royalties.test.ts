/** A month's royalties: the rates are set, an article is shared and adjusted, the table is written. */

import { existsSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

journey(
  "The royalties of a month go into a table for those who pay",
  { minutes: 4 },
  async (desk) => {
    const id = await desk.alreadySetUp({ name: "Trần Thị Lan", role: "secretary" });
    await desk.cli("review", id, "file");
    await desk.cli("review", id, "claim");
    await desk.cli("review", id, "approve", "--waive", "Bài mẫu");
    await desk.start();
    await desk.openFirst();
    await desk.showTab("details");
    await desk.fill("field-royaltyClass", "Phản ánh hiện trường");
    await desk.saved();
    await desk.see("counts");
    await desk.driver.run(() =>
      document.querySelector("[data-testid='counts']")?.scrollIntoView({ block: "center" }),
    );
    await desk.picture("counts");

    await desk.press("ctrl+alt+b");
    await desk.see("royalties");
    await desk.see("royalty-people");
    await desk.click("royalty-byArticle");
    await desk.see("royalty-article");
    expect(await desk.words()).toContain("biểu không có “Phản ánh hiện trường”");
    await desk.picture("not-rated");
    await desk.click("royalty-table");
    await desk.see("royalty-table-dialog");
    await desk.click("royalty-add-genre");
    const rows = (await desk.all("royalty-genre")).length;
    await until("the caret is in the new row", () =>
      desk.driver.run(
        (at) =>
          document.activeElement ===
          document.querySelectorAll("[data-testid='royalty-genre']")[at - 1],
        rows,
      ),
    );
    await desk.paste("Phản ánh hiện trường");
    await desk.press("Tab", "ctrl+a");
    await desk.paste("1,5");
    await desk.picture("table");
    await desk.click("royalty-table-save");
    await desk.gone("royalty-table-dialog");
    await desk.says("175.500");
    await desk.picture("by-article");

    await desk.click("royalty-adjust");
    await desk.see("royalty-adjust-dialog");
    await desk.fill("royalty-adjust-amount", "49.000");
    await desk.click("royalty-adjust-save");
    expect(await desk.textOf("royalty-adjust-problem")).toContain("phải có lý do");
    await desk.click("royalty-adjust-reason");
    await desk.paste("Đi cơ sở hai ngày");
    await desk.picture("adjust");
    await desk.click("royalty-adjust-save");
    await desk.gone("royalty-adjust-dialog");
    await desk.click("royalty-byAuthor");
    await desk.see("royalty-people");
    await desk.picture("by-author");

    await desk.click("royalty-export");
    const file = desk.home("nhuan-but.csv");
    await desk.display.answerSaveDialog("Lưu bảng nhuận bút", file);
    await until("the table is written", () => existsSync(file));
    const bytes = readFileSync(file);
    expect([...bytes.subarray(0, 3)], "Excel goes by the mark").toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.toString()).toContain("Đi cơ sở hai ngày");

    await desk.click("open-settings");
    await desk.choose("settings-theme", "dark");
    await desk.choose("settings-language", "en");
    await desk.click("settings-done");
    await desk.gone("settings-dialog");
    await desk.picture("by-author-dark-english");
    await desk.click("royalty-byArticle");
    await desk.picture("by-article-dark-english");
    await desk.click("royalty-table");
    await desk.see("royalty-table-dialog");
    await desk.picture("table-dark-english");
    await desk.press("Escape");
    await desk.gone("royalty-table-dialog");
    await desk.press("ctrl+alt+w");
    await desk.see("plots");
    await desk.see("plot-waits");
    await desk.picture("plots-dark-english");
  },
);

journey("The weeks of a desk are drawn, with a table behind each drawing", {}, async (desk) => {
  await desk.alreadySetUp({ name: "Trần Thị Lan", role: "secretary" });
  const sections = ["Thời sự", "Xã hội", "Kinh tế"];
  for (const [at, section] of sections.entries()) {
    const id = await desk.importText([
      `Bài ${at} của ${section}`,
      "Một đoạn văn ngắn cho bài này.",
    ]);
    await desk.cli("review", id, "file");
    await desk.cli("review", id, "claim");
  }
  await desk.start();
  await desk.see("desk", 20_000);
  await desk.press("ctrl+alt+w");
  await desk.see("plots");
  await desk.see("plot-sections", 20_000);
  await desk.picture("plots");
  await desk.choose("plots-weeks", "52");
  await desk.driver.run(() => {
    for (const each of document.querySelectorAll("details")) each.open = true;
  });
  await desk.picture("plots-year-tables");
});
