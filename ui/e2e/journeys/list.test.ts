import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const ROWS = 10_000;

journey("A word without accents finds the word with them", {}, async (desk) => {
  await desk.alreadySetUp();
  const wanted = await desk.importText([
    "Lấy ý kiến nhân dân vào dự thảo văn kiện",
    "Sáng 12/9, Đảng ủy xã họp cho ý kiến về dự thảo, tiếp thu ý kiến của các chi bộ trực thuộc.",
    "Các đại biểu đề nghị bám sát thực tiễn, nêu rõ nguyên nhân và bài học kinh nghiệm.",
  ]);
  await desk.importText([
    "Đường liên thôn thông xe trước mùa mưa",
    "Chiều 14/9, tuyến đường dài 4 km được bàn giao cho xã sau ba tháng thi công liên tục.",
    "Người dân hiến hơn 2.000 mét vuông đất để mở rộng mặt đường.",
  ]);
  await desk.start();
  await desk.see("desk", 20_000);
  await desk.click("view-all");
  await until("all three are listed", async () => (await desk.all("row")).length === 3);
  await desk.click("filter");
  await desk.type("van kien");
  await until("one is found", async () => (await desk.all("row")).length === 1);
  await desk.picture("van-kien");
  await desk.press("Down", "Return");
  await desk.editor();
  expect(await desk.openId(), "Enter opens what was found").toBe(wanted);

  await desk.click("filter");
  await desk.press("ctrl+a");
  await desk.type("duong lien thon");
  await until("the road is found by d for đ", () =>
    desk.driver.run(() => {
      const [row, ...others] = document.querySelectorAll("[data-testid='row']");
      return others.length === 0 && (row?.textContent ?? "").includes("Đường liên thôn");
    }),
  );
  await desk.press("Escape");
  await until("all are back", async () => (await desk.all("row")).length === 3);
});

journey("The row of an article follows when an older text is brought back", {}, async (desk) => {
  const id = await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  const row = (): Promise<string> =>
    desk.driver.run(
      (selector) => document.querySelector(selector)?.textContent ?? "",
      `[data-testid='row'][data-id='${id}'] .headline`,
    );
  const before = (await row()).trim();
  await desk.caretAtEndOf("[data-block='headline']");
  await desk.type(" sua lai");
  await until("the row has the new headline", async () => (await row()).includes("sua lai"));
  await desk.saved();
  await desk.showTab("history");
  await desk.see("revisions");
  const revisions = await desk.all("revision");
  const oldest = revisions.at(-1);
  if (oldest) await desk.driver.click(oldest);
  await desk.see("revision-dialog");
  await desk.click("revision-restore");
  await desk.click("revision-restore-confirm");
  await desk.gone("revision-dialog");
  await until("the row has the old headline again", async () => (await row()).trim() === before);
  await desk.picture("row-as-before");
});

journey("Ten thousand articles scroll without a hitch", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.cli("bench-data", String(ROWS), "--syllables", "60");
  await desk.start();
  await desk.see("desk", 30_000);
  await desk.click("view-all");
  await until("the whole list is there", async () => {
    return (await desk.textOf("count-all")).replace(/\D/g, "") === String(ROWS + 1);
  });
  expect((await desk.all("row")).length, "only what is seen is drawn").toBeLessThan(60);

  await desk.driver.run(() => {
    document.querySelector<HTMLElement>("[data-testid='list']")?.focus();
  });
  await desk.press("End");
  await until("the last row is drawn", () => hasRow(desk, ROWS + 1));
  await desk.picture("at-the-end");
  await desk.press("Home");
  await until("the first row is drawn", () => hasRow(desk, 1));

  const drawn = await desk.driver.run(scrollThrough);
  expect(drawn.empty, "no row stays empty where the scrolling stops").toBe(0);
  expect(drawn.most, "only what is seen is drawn").toBeLessThan(60);
});

function hasRow(desk: Desk, place: number): Promise<boolean> {
  return desk.driver.run(
    (selector) => (document.querySelector(selector)?.textContent ?? "").trim() !== "",
    `[data-testid='row'][aria-posinset='${place}']`,
  );
}

/** Scrolls through the whole list in big steps and looks at what is drawn after each. */
async function scrollThrough(): Promise<{ empty: number; most: number }> {
  const list = document.querySelector("[data-testid='list']");
  let most = 0;
  if (!list) return { empty: -1, most };
  const rows = (): Element[] => [...list.querySelectorAll("[data-testid='row']")];
  for (let step = 0; step <= 40; step += 1) {
    list.scrollTop = (list.scrollHeight * step) / 40;
    await new Promise((done) => requestAnimationFrame(done));
    most = Math.max(most, rows().length);
  }
  for (let waited = 0; waited < 200; waited += 1) {
    if (rows().every((row) => row.textContent?.trim())) break;
    await new Promise((done) => requestAnimationFrame(done));
  }
  return { empty: rows().filter((row) => !row.textContent?.trim()).length, most };
}
