/** The directory of names: filled from a table, held against an article, and asked about. */

import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const TABLE = [
  "Họ và tên;Chức vụ;Từ ngày;Đến ngày",
  "Trần Quốc Tỏ;Bí thư Tỉnh ủy;1/2/2015;15/5/2020",
  "Trần Quốc Tỏ;Thứ trưởng Bộ Công an;16/5/2020;",
  "Lê Quang Tiến;Phó Chủ tịch UBND tỉnh;31/2/2018;",
  "Nguyễn Thanh Hải;Bí thư Tỉnh ủy Thái Nguyên;22/5/2020;nay",
];

const APPROVED = [
  "Hội đồng nhân dân tỉnh họp chuyên đề",
  "Sáng 10/9, tại hội trường tỉnh, kỳ họp chuyên đề khai mạc với sự tham gia của đông đủ đại biểu các đơn vị trong toàn tỉnh.",
  "Chủ tịch HĐND tỉnh Trương Mạnh Kiểm khai mạc kỳ họp. Ca sĩ Đỗ Thùy Dương hát chào mừng.",
  "Thanh Mai - Thanh Hiếu",
];

const ARTICLE = [
  "Kiểm tra tiến độ làm đường liên xã",
  "Sáng 12/9, đoàn công tác của tỉnh kiểm tra công trình đường liên xã tại Đồng Hỷ, nghe báo cáo và trao đổi với bà con hai bên đường.",
  "Bí thư Tỉnh ủy Trần Quốc Tỏ nghe báo cáo. Đoàn đi từ tỉnh Bắc Kạn về.",
  "Phát biểu kết luận, Thứ trưởng Bộ Công an Trần Quốc Tô biểu dương các đơn vị thi công.",
  "Thanh Mai - Thanh Hiếu",
];

const rules = (desk: Desk): Promise<string[]> =>
  desk.driver.run(() =>
    [...document.querySelectorAll<HTMLElement>("[data-testid='finding']")].map((card) =>
      `${card.dataset["rule"]} ${card.querySelector("mark")?.textContent}`.normalize("NFC"),
    ),
  );

async function lists(desk: Desk, wanted: readonly string[]): Promise<void> {
  await until(`the list is ${wanted.join(", ")}`, async () => {
    return (await rules(desk)).join("\n") === wanted.join("\n");
  });
}

const rows = (desk: Desk, id: string): Promise<string[]> =>
  desk.driver.run(
    (selector) =>
      [...document.querySelectorAll<HTMLElement>(selector)].map((row) =>
        row.innerText.normalize("NFC"),
      ),
    `[data-testid="${id}"]`,
  );

const lookAt = (desk: Desk, place: number): Promise<void> =>
  desk.clickOn(`[data-testid="finding"]:nth-child(${place + 1}) .name`);

const FORMER = "PLACE_OLD tỉnh Bắc Kạn";
const TITLE = "TITLE Bí thư Tỉnh ủy";
const SLIP = "NAME_KNOWN Trần Quốc Tô";

journey("A table fills the directory, and an article is held against it", {}, async (desk) => {
  await desk.importText(ARTICLE);
  const table = desk.home("danh-ba.csv");
  writeFileSync(table, TABLE.join("\n"));
  await desk.start();
  await desk.openFirst();
  await desk.showTab("proof");
  await desk.click("order-place");
  // Without a directory the article alone tells of the name.
  await lists(desk, [FORMER, "NAME_TWO_WAYS Trần Quốc Tô"]);

  // The table: what it would do, and which row is broken, before anything is kept.
  await desk.click("open-names");
  await desk.see("names-dialog");
  await desk.picture("provinces");
  await desk.click("names-import");
  await desk.display.answerDialog("Nhập danh bạ", table);
  await desk.see("names-preview");
  expect(await desk.textOf("preview-new")).toContain("2");
  expect(await desk.textOf("preview-broken")).toContain("1");
  expect(await desk.textOf("broken-rows")).toMatch(/Dòng 4:\s*không phải ngày\s*31\/2\/2018/u);
  await desk.picture("preview");
  await desk.click("names-import-cancel");
  await desk.fill("names-filter", "quoc to");
  await desk.see("names-none");
  await desk.click("names-import");
  await desk.display.answerDialog("Nhập danh bạ", table);
  await desk.click("names-import-confirm");
  await until("the person is found without accents", async () => {
    return (await rows(desk, "name-row")).join().startsWith("Trần Quốc Tỏ");
  });
  await desk.dismissNotices();
  await desk.click("name-row");
  await desk.see("name-form");
  await desk.picture("entry");

  // A title that ends before it begins is refused in words.
  await desk.clickOn("li:nth-child(2) [data-testid='name-title-to']");
  await desk.paste("1/1/2019");
  await desk.press("Tab");
  await desk.click("name-save");
  expect(await desk.textOf("names-problem")).toContain("trước ngày bắt đầu");
  await desk.picture("refused");
  // Nothing that was typed is lost on the way out.
  await desk.press("Escape");
  await desk.see("names-leaving");
  await desk.picture("not-saved");
  await desk.click("names-discard");
  await desk.gone("names-dialog");

  await lists(desk, [TITLE, FORMER, SLIP]);
  await desk.picture("findings");
  await lookAt(desk, 2);
  await desk.clickOn('[data-testid="finding"]:nth-child(3) [data-testid="fix"]');
  await lists(desk, [TITLE, FORMER]);
  await lookAt(desk, 0);
  await desk.click("show-in-names");
  await desk.see("name-form");
  await until("the others are listed beside it", async () => {
    return (await rows(desk, "name-row")).length > 0;
  });
  expect(
    await desk.driver.run(() =>
      document.querySelector<HTMLInputElement>("[data-testid='name-name']")?.value.normalize(),
    ),
  ).toBe("Trần Quốc Tỏ");
  await desk.press("Escape");
  await desk.gone("names-dialog");
  await lookAt(desk, 0);
  await desk.clickOn('[data-testid="finding"]:nth-child(1) [data-testid="fix"]');
  await lists(desk, [FORMER]);
  await desk.saved();

  // Out again, as it came in.
  await desk.click("open-names");
  const out = desk.home("ra.csv");
  await desk.click("names-export");
  await desk.display.answerSaveDialog("Lưu danh bạ", out);
  await until("the table is written", () => {
    try {
      return readFileSync(out, "utf8").includes("Thứ trưởng Bộ Công an,2020-05-16");
    } catch {
      return false;
    }
  });
  // What comes with the program is not edited: the desk puts its own in its place.
  await desk.fill("names-filter", "bac kan");
  await until("the province alone is listed", async () => {
    const [first = "", ...others] = await rows(desk, "name-row");
    return first.includes("Bắc Kạn") && others.length === 0;
  });
  await desk.click("name-row");
  await desk.see("name-built-in");
  await desk.click("name-overrule");
  await desk.fill("name-note", "Tòa soạn đã xem");
  await desk.click("name-save");
  await desk.see("name-restore");
  await desk.click("name-on");
  await desk.click("name-save");
  await desk.dismissNotices();
  await desk.picture("overruled");
  await desk.press("Escape");
  await desk.gone("names-dialog");
  await lists(desk, []);
});

journey("Whom approved articles name is asked about, in English and dark", {}, async (desk) => {
  await desk.alreadySetUp({ name: "Nguyễn Thị Thanh Mai", language: "en" });
  const approved = await desk.importText(APPROVED);
  for (const action of ["file", "claim", "approve"]) await desk.cli("review", approved, action);
  await desk.start();
  await desk.openFirst();
  await desk.driver.run(() => {
    document.documentElement.dataset["theme"] = "dark";
  });
  // By keys alone.
  await desk.press("ctrl+k");
  await desk.type("names and t");
  await desk.press("Return");
  await desk.see("names-dialog");
  await desk.click("names-side-asking");
  await until("both are asked about", async () => {
    const asked = (await rows(desk, "candidate")).map((row) => row.split("\n")[0]);
    return asked.join() === "Trương Mạnh Kiểm,Đỗ Thùy Dương";
  });
  await desk.clickOn("li:nth-child(2) [data-testid='candidate']");
  await desk.click("refuse-ignore");
  await until("one is left", async () => (await rows(desk, "candidate")).length === 1);
  await desk.click("candidate");
  await desk.see("candidate-actions");
  await desk.picture("candidate");
  expect(
    await desk.driver.run(() =>
      document.querySelector<HTMLInputElement>("[data-testid='name-title']")?.value.normalize(),
    ),
  ).toBe("Chủ tịch HĐND tỉnh");
  await desk.click("name-save");
  await desk.see("no-candidates");
  await desk.click("names-refused");
  await desk.picture("nobody-left");
  await desk.click("names-side-directory");
  await desk.fill("names-filter", "truong manh");
  await until("the person is in the directory", async () => {
    return (await rows(desk, "name-row")).length === 1;
  });
  await desk.click("name-row");
  await desk.picture("english-dark");
  await desk.quit();
  const listed = (await desk.cli("names", "list", "manh kiem")) as { total: number };
  expect(listed.total).toBe(1);
});
