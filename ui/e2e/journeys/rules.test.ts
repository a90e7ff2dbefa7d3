/** Rules that the house makes itself: tried, used, overruled, and carried to another desk. */

import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const LINES = [
  "Hội chợ sách xã Tân Lập",
  "Sáng 12/9, hội chợ sách khai mạc với 40 gian hàng.",
  "Nhiều độc giả đến từ sớm. Độc giả nhỏ tuổi nhất mới lên bốn.",
  "Bà Mai nói: “Tôi là độc giả lâu năm.” Ban tổ chức làm viêc đến tối.",
  "Thanh Mai - Thanh Hiếu",
];

const found = (desk: Desk): Promise<string[]> =>
  desk.driver.run(() =>
    [...document.querySelectorAll<HTMLElement>("[data-testid='finding']")].map((card) =>
      `${card.dataset["rule"]} ${card.dataset["severity"]} ${card.querySelector("mark")?.textContent}`.normalize(
        "NFC",
      ),
    ),
  );

async function lists(desk: Desk, wanted: readonly string[]): Promise<void> {
  await until(`the list is ${wanted.join(", ")}`, async () => {
    const now = await found(desk);
    return now.join("\n") === wanted.join("\n");
  });
}

const trialSays = (desk: Desk, words: string): Promise<unknown> =>
  until(`the trial says "${words}"`, async () => (await desk.textOf("rule-trial")).includes(words));

const shownRules = (desk: Desk): Promise<string[]> =>
  desk.driver.run(() =>
    [...document.querySelectorAll<HTMLElement>("[data-testid='rule-show']")].map((row) =>
      row.innerText.replace(/\s+/g, " ").trim().normalize("NFC"),
    ),
  );

const pageText = (desk: Desk): Promise<string> =>
  desk.driver.run(() =>
    (document.querySelector(".ProseMirror")?.textContent ?? "").normalize("NFC"),
  );

journey(
  "A desk makes a rule of its own, sees it tried, uses it, and gives it to a colleague",
  { minutes: 6 },
  async (desk) => {
    await desk.importText(LINES);
    await desk.start();
    await desk.openFirst();
    await desk.showTab("proof");
    await desk.click("order-place");
    await lists(desk, ["SYL_INVALID error viêc"]);

    await desk.click("open-house-rules");
    await desk.see("rules-dialog");
    await desk.says("Chưa có quy tắc riêng");
    await desk.click("rule-add");
    await desk.fill("rule-name", "Bạn đọc");
    await desk.fill("rule-words", "độc giả");
    await trialSays(desk, "Tìm ra 2 chỗ trong 1 bài");
    await desk.fill("rule-fixes", "bạn đọc");
    await trialSays(desk, "→ Bạn đọc");
    await desk.fill("rule-message", "Tòa soạn dùng “bạn đọc”.");
    await desk.fill("rule-source", "Sổ tay tòa soạn, mục 3");

    // Its own examples have to agree before it is used; which do not is told while typing.
    await desk.fill("rule-matches", "Thư của bạn đọc.");
    await until("the failing example is told", async () =>
      (await desk.textOf("failing-example")).includes("dòng 1"),
    );
    await desk.click("rule-live");
    await desk.click("rule-save");
    expect(await desk.textOf("rule-problem")).toContain("Thư của bạn đọc.");
    await desk.picture("refused");
    await desk.fill("rule-matches", "Thư của độc giả.");
    await desk.fill("rule-matches-not", "Thư của bạn đọc.");
    await until("no example fails", async () => (await desk.all("failing-example")).length === 0);
    await desk.click("rule-save");
    await desk.says("Đã lưu. Từ nay soát trong mọi bài.");
    expect(await shownRules(desk)).toEqual(["Bạn đọc Đang dùng"]);
    expect(await desk.textOf("rule-kept")).toContain("Nguyễn Thị Thanh Mai");
    await desk.dismissNotices();
    await desk.picture("live");

    // A pattern that is none is told by its place.
    await desk.click("rule-add");
    await desk.choose("rule-kind", "pattern");
    await desk.fill("rule-pattern", "gian (hàng");
    await trialSays(desk, "Mẫu sai ở ký tự thứ 6: ngoặc tròn chưa đóng.");
    await desk.picture("pattern");
    await desk.fill("rule-pattern", "(\\d+) gian hàng");
    await trialSays(desk, "Tìm ra 1 chỗ");
    await desk.fill("rule-name", "Gian hàng");
    await desk.click("rule-save");
    await until("it is kept as a draft", async () =>
      (await shownRules(desk)).includes("Gian hàng Nháp"),
    );

    // To a colleague, as a file.
    const file = desk.home("quy-tac.json");
    await desk.click("rules-export");
    await desk.display.answerSaveDialog("Lưu quy tắc cho tòa soạn khác", file);
    await desk.says("Đã ghi quy tắc vào");
    expect(readFileSync(file, "utf8")).toContain('"độc giả"');
    await desk.dismissNotices();
    await desk.click("rules-close");
    await desk.gone("rules-dialog");

    // In the article: all but somebody's very words, and put right at once.
    const all = ["HOUSE warning độc giả", "HOUSE warning Độc giả", "SYL_INVALID error viêc"];
    await lists(desk, all);
    await desk.clickOn(`[data-testid="finding"]:nth-child(1) .name`);
    const card = await desk.textOf("finding-list");
    expect(card).toContain("Tòa soạn dùng “bạn đọc”.");
    expect(card).toContain("Sổ tay tòa soạn, mục 3");
    await desk.picture("finding");
    await desk.clickOn(`[data-testid="finding"]:nth-child(1) [data-testid="fix"]`);
    await until("it is put right", async () =>
      (await pageText(desk)).includes("Nhiều bạn đọc đến từ sớm."),
    );
    await lists(desk, all.slice(1));
    await desk.clickOn(`[data-testid="finding"]:nth-child(1) .name`);
    await desk.click("ignore-always");
    await lists(desk, all.slice(2));

    // The house's decisions, and one taken back.
    await desk.click("open-house-rules");
    await desk.click("rules-part-decisions");
    expect(await desk.textOf("decision")).toContain("Luôn bỏ qua: Bạn đọc");
    expect(await desk.textOf("decision")).toContain("Nguyễn Thị Thanh Mai");
    await desk.picture("decisions");
    await desk.click("forget-decision");
    await desk.says("Chưa bỏ qua chữ nào");

    // What is built in is overruled, never edited.
    await desk.click("rules-part-builtIn");
    await desk.choose("overrule-SYL_INVALID", "hint");
    await desk.says("Nguyễn Thị Thanh Mai chọn");
    await desk.picture("built-in");
    await desk.click("rules-close");
    await lists(desk, ["HOUSE warning Độc giả", "SYL_INVALID hint viêc"]);
    await desk.saved();
    await desk.quit();

    // On the colleague's desk they come as drafts and find nothing yet.
    const hieu = desk.colleague("MAY-02");
    await hieu.alreadySetUp({ name: "Trần Trung Hiếu" });
    await hieu.importText(LINES);
    await hieu.start();
    await hieu.openFirst();
    await hieu.showTab("proof");
    await hieu.click("open-house-rules");
    await hieu.click("rules-import");
    await hieu.display.answerDialog("Mở tệp quy tắc của tòa soạn khác", file);
    await hieu.says("Thêm 2 quy tắc nháp");
    expect(await shownRules(hieu)).toEqual(["Bạn đọc Nháp", "Gian hàng Nháp"]);
    await hieu.dismissNotices();
    await hieu.picture("taken");
    await hieu.click("rules-import");
    await hieu.display.answerDialog("Mở tệp quy tắc của tòa soạn khác", file);
    await hieu.says("Thêm 0 quy tắc nháp, 2 quy tắc đã có sẵn.");
    await hieu.click("rules-close");
    await lists(hieu, ["SYL_INVALID error viêc"]);
  },
);

journey("The starter set is looked through in English and in the dark", {}, async (desk) => {
  await desk.alreadySetUp({ name: "Thanh Mai", language: "en" });
  await desk.start();
  await desk.openFirst();
  await desk.press("ctrl+alt+s");
  await desk.choose("settings-theme", "dark");
  await desk.click("settings-rules");
  await desk.click("rules-starter");
  await desk.says("added as drafts");
  await desk.dismissNotices();
  const names = await shownRules(desk);
  expect(names.length).toBeGreaterThan(9);
  expect(names.every((name) => name.endsWith("Draft"))).toBe(true);
  await desk.clickOn(`[data-testid="rule-show"][title^="Chưa có bản án"]`);
  await trialSays(desk, "Nothing found in the newest");
  await desk.picture("starter");
  await desk.clickOn(`[data-testid="rule-show"][title^="Chú thích không quá"]`);
  await desk.see("rule-measure");
  await desk.picture("photos");

  await desk.fill("rule-measure", "20");
  await trialSays(desk, "2 found in 1 article");
  await desk.click("rule-live");
  await desk.click("rule-save");
  await desk.says("All articles are checked by it");
  await desk.dismissNotices();
  await desk.click("rules-part-builtIn");
  await desk.choose("tone-style", "new");
  await desk.see("built-in-rules");
  await desk.picture("built-in");
  await until("the desk knows the style", async () => {
    return (await desk.ask("desk_info")).settings.toneStyle === "new";
  });

  // A deleted rule comes back as it was.
  await desk.clickOn(`[data-testid="rule-show"][title^="Mới đây"]`);
  const before = (await shownRules(desk)).length;
  await desk.clickOn(`li.shown [data-testid="rule-remove"]`);
  await desk.says("The rule “Mới đây nhất” is deleted.");
  await until("it is gone", async () => (await shownRules(desk)).length === before - 1);
  await desk.clickOn("[data-testid='notice-action']");
  await until("it is back", async () => (await shownRules(desk)).length === before);

  // What the house asks of captions is told at them.
  await desk.click("rules-close");
  await desk.showTab("proof");
  const told = "HOUSE hint";
  await until("both captions are told", async () => {
    return (await found(desk)).filter((finding) => finding.startsWith(told)).length === 2;
  });
  await desk.clickOn(`[data-testid="finding"][data-rule="HOUSE"] .name`);
  expect(await desk.textOf("finding-list")).toContain("at most 20 are wanted");
  await desk.picture("captions");
});
