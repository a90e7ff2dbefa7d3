/** The desk at a glance: the lists that a newsroom asks for, the table, the board, the calendar, one thing
 *  done to many articles, and the day's list on paper. */

import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const HEADLINES = [
  "Đường liên thôn thông xe trước mùa mưa",
  "Dân vận khéo ở xã vùng cao",
  "Ăn Tết cùng đồng bào vùng lũ",
  "An toàn hồ chứa mùa mưa bão",
  "Điện về bản Khe Mo",
];

/** Five reports beside the sample, the first of them approved. */
async function newsroom(desk: Desk): Promise<string[]> {
  await desk.alreadySetUp({ name: "Trần Thị Lan", role: "editor" });
  const ids: string[] = [];
  for (const headline of HEADLINES) {
    ids.push(
      await desk.importText([
        headline,
        "Sáng 12/9, xã Tân Lập hoàn thành công việc sau ba tháng, sớm hơn kế hoạch một tháng.",
        "Người dân hiến hơn 2.000 mét vuông đất. Các chi bộ góp 300 ngày công.",
        "Thanh Mai",
      ]),
    );
  }
  for (const action of ["file", "claim", "approve"])
    await desk.cli("review", String(ids[0]), action);
  await desk.cli("review", String(ids[1]), "file");
  return ids;
}

async function headlines(desk: Desk): Promise<string[]> {
  return desk.driver.run(() => {
    const rows = [...document.querySelectorAll<HTMLElement>("[data-testid='table-row']")];
    const shown = rows.filter((row) => row.dataset["id"] !== undefined);
    const top = (row: HTMLElement) => Number.parseFloat(row.style.top);
    return shown
      .sort((a, b) => top(a) - top(b))
      .map((row) => row.querySelector("[data-column='headline']")?.textContent.trim() ?? "");
  });
}

journey("The desk's lists answer what a newsroom asks", {}, async (desk) => {
  await newsroom(desk);
  await desk.start();
  await desk.see("desk", 20_000);
  expect((await desk.all("view-notExported")).length, "what is rarely asked is folded").toBe(0);
  await desk.picture("folded");
  await desk.click("more-views");
  await desk.click("view-notExported");
  await until("the approved report is there", async () => (await desk.all("row")).length === 1);
  expect(await desk.textOf("count-notExported")).toBe("1");
  expect(await desk.textOf("count-dueToday")).toBe("0");
  await desk.picture("not-exported");
  await desk.click("view-liveDiffers");
  await desk.says("Bản đăng nào cũng đúng bản duyệt");
  await desk.click("more-views");
  await desk.see("view-liveDiffers");
  await desk.picture("differs");
});

journey(
  "The table is sorted by a column, and its columns are chosen and kept",
  {},
  async (desk) => {
    await newsroom(desk);
    await desk.start();
    await desk.openFirst();
    await desk.press("ctrl+shift+b");
    await desk.see("table");
    await until("all six are listed", async () => (await headlines(desk)).length === 6);
    await desk.picture("table");
    await desk.click("sort-headline");
    await until("they stand in the order of the alphabet", async () => {
      const found = await headlines(desk);
      const wanted = [HEADLINES[3], HEADLINES[2], HEADLINES[1], HEADLINES[4], HEADLINES[0]];
      return found.filter((one) => HEADLINES.includes(one)).join() === wanted.join();
    });
    await desk.click("overview-columns");
    await desk.see("columns-dialog");
    await desk.click("column-sent");
    await desk.click("column-section");
    await desk.picture("columns");
    await desk.press("Escape");
    await desk.gone("columns-dialog");
    await desk.see("sort-sent");
    await desk.gone("sort-section");
    for (const theme of ["light", "dark"] as const) {
      await desk.driver.run((name) => {
        document.documentElement.dataset["theme"] = name;
      }, theme);
      await desk.picture(`table-${theme}`);
    }
    // Escape leads back, and the table is as it was left after the program was gone.
    await desk.press("Escape");
    await desk.gone("overview");
    await desk.startAgain();
    await desk.see("desk", 20_000);
    await desk.click("open-overview");
    await desk.see("sort-sent");
    expect(await desk.attribute("sort-headline", "data-sorted")).toBe("ascending");
  },
);

journey("Many are put on hold at once, and what could not be is told", {}, async (desk) => {
  await newsroom(desk);
  await desk.start();
  await desk.openFirst();
  await desk.press("ctrl+shift+b");
  await desk.see("table");
  await until("all six are listed", async () => (await headlines(desk)).length === 6);
  await desk.click("table");
  await desk.press("ctrl+a");
  await until("all are chosen", async () => (await desk.textOf("overview-chosen")).includes("6"));
  await desk.click("bulk-hold");
  await desk.see("bulk-dialog");
  // Without a reason it stays, with the caret where the reason goes.
  await desk.click("bulk-confirm");
  await desk.see("bulk-reason");
  await desk.type("Cho so lieu");
  await desk.picture("hold");
  await desk.click("bulk-confirm");
  await desk.see("refused");
  expect(await desk.words()).toContain("Không làm được với 1 bài");
  expect(await desk.textOf("refused")).toContain("không làm được việc này");
  await until("the other five are on hold", async () => {
    const page = await desk.ask("list_articles", {
      query: { view: "onHold", filter: "", offset: 0, limit: 10 },
    });
    return page.total === 5;
  });
  await desk.picture("refused");
  const log = await desk.ask("article_history", { id: await desk.openId() });
  expect(log.map(({ event }) => event.event)).toContain("moved");
});

journey("The board shows every state, and a card opens its article", {}, async (desk) => {
  const ids = await newsroom(desk);
  await desk.start();
  await desk.openFirst();
  await desk.press("ctrl+shift+b");
  await desk.click("overview-board");
  await desk.see("column-draft");
  await until("six cards are there", async () => (await desk.all("card")).length === 6);
  for (const theme of ["light", "dark"] as const) {
    await desk.driver.run((name) => {
      document.documentElement.dataset["theme"] = name;
    }, theme);
    await desk.picture(theme);
  }
  await desk.clickOn(`[data-testid='column-filed'] [data-id='${String(ids[1])}']`);
  await desk.picture("chosen");
  await desk.press("Return");
  await desk.gone("overview");
  await desk.editor();
  expect(await desk.openId()).toBe(ids[1]);
});

journey("The calendar shows what is due, by month and by week", {}, async (desk) => {
  await newsroom(desk);
  await desk.start();
  await desk.openFirst();
  await desk.press("ctrl+shift+b");
  await desk.see("table");
  await until("all six are listed", async () => (await headlines(desk)).length === 6);
  await desk.click("table");
  await desk.press("ctrl+a");
  await desk.click("bulk-setDeadline");
  const now = new Date();
  await desk.fill("bulk-deadline", `${now.getDate()}/${now.getMonth() + 1} 23:30`);
  await desk.click("bulk-confirm");
  await desk.says("Đã làm xong với 6 bài.");
  await desk.click("overview-calendar");
  await until("three entries of today and how many more", async () => {
    return (await desk.all("calendar-entry")).length === 3;
  });
  for (const theme of ["light", "dark"] as const) {
    await desk.driver.run((name) => {
      document.documentElement.dataset["theme"] = name;
    }, theme);
    await desk.picture(`month-${theme}`);
  }
  await desk.click("calendar-week");
  // The approved one is due no more.
  await until("all five are there", async () => (await desk.all("calendar-entry")).length === 5);
  await desk.picture("week");
  await desk.click("calendar-today");
  await desk.press("Return", "Return");
  await desk.gone("overview");
});

journey("The day's list is made for the printer", {}, async (desk) => {
  await newsroom(desk);
  const folder = desk.home("bin");
  mkdirSync(folder, { recursive: true });
  const program = `#!/bin/sh\nprintf '%s' "$1" > '${desk.home("shown")}'\n`;
  writeFileSync(join(folder, "xdg-open"), program, { mode: 0o755 });
  const { env } = desk.display.processes;
  env["PATH"] = `${folder}:${env["PATH"]}`;
  await desk.start();
  await desk.openFirst();
  await desk.press("ctrl+shift+b");
  await desk.click("overview-print");
  await desk.says("Đã mở bản in việc trong ngày.");
  const path = readFileSync(desk.home("shown"), "utf8");
  expect(existsSync(path)).toBe(true);
  const text = desk.home("words.txt");
  await desk.display.processes.run("pdftotext", ["-layout", path, text]);
  expect(readFileSync(text, "utf8")).toContain("Việc trong ngày");
  expect(readFileSync(text, "utf8")).toContain("Dân vận khéo");
  copyFileSync(path, join(import.meta.dirname, "../../../target/journeys/day-list.pdf"));
});
