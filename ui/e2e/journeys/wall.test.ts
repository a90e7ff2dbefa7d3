import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { blocks, type Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const FIXTURES = join(import.meta.dirname, "../fixtures");
const REPORT = [
  "Xã vùng cao sửa xong tuyến đường liên thôn",
  "Sáng 12/9, xã Tân Lập hoàn thành tuyến đường liên thôn dài 4 km sau ba tháng thi công.",
  "Tuyến đường nối năm thôn với trung tâm xã. Người dân hiến hơn 2.000 mét vuông đất.",
];
const MADE_UP = 600;
/** Those of the sample report. */
const SAMPLE = 2;

for (const screen of ["1280x720", "1920x1080"] as const) {
  journey(`The wall at ${screen}, by day and by night`, { screen }, async (desk) => {
    await desk.alreadySetUp();
    await desk.cli("bench-data", "0", "--photos", String(MADE_UP));
    await desk.start();
    await desk.openFirst();
    await desk.press("ctrl+shift+k");
    await counted(desk, MADE_UP + SAMPLE);
    await desk.press("Down", "Right", "Right", "space", "Right", "space", "Down");
    await pictured(desk);
    await desk.see("active-photo");
    for (const theme of ["light", "dark"] as const) {
      await desk.driver.run((name) => {
        document.documentElement.dataset["theme"] = name;
      }, theme);
      await desk.picture(theme);
      await desk.click("wall-info");
      await desk.see("photo-caption");
      await desk.picture(`${theme}-panel`);
      await desk.press("Escape");
      await desk.gone("photo-info");
    }
  });
}

journey("A photo is found without accents and put into the article by keys", {}, async (desk) => {
  await desk.alreadySetUp();
  const id = await desk.importText(REPORT);
  const meeting = picture(desk, "meeting.jpg");
  const other = await desk.importText([
    "Hội nghị bàn về tuyến đường liên thôn của xã",
    "Chiều 11/9, xã Tân Lập họp bàn phương án thi công tuyến đường liên thôn dài 4 km.",
    "Các ý kiến tập trung vào việc hiến đất.",
  ]);
  await desk.cli("illustrate", other, meeting);
  await desk.cli("bench-data", "0", "--photos", "300");
  const { rows } = (await desk.cli("photos", "--search", "meeting")) as {
    rows: { hash: string }[];
  };
  const hash = String(rows[0]?.hash);
  await desk.cli("photo", hash, "--set", "caption=Hội nghị tại Đồng Hỷ", "--set", "credit=Mai");
  await desk.start();
  await desk.see("desk", 20_000);
  await desk.click("view-all");
  await desk.clickOn(`[data-id="${id}"]`);
  await desk.editor();
  await desk.caretAtEndOf("> p[data-block='paragraph']:last-of-type");

  await desk.press("ctrl+shift+k");
  await desk.see("wall");
  await desk.type("hoi nghi tai dong hy");
  await counted(desk, 1);
  await desk.settled();
  await desk.press("Return");
  await until("its uses are told", async () => {
    return (await desk.textOf("wall-uses")).includes("Hội nghị bàn");
  });
  await desk.picture("found");
  await desk.press("ctrl+Return");
  await desk.gone("wall");
  await desk.saved();
  const placed = await until("the photo is in the article", async () => {
    const photos = blocks((await desk.stored(id)).document).filter(({ type }) => type === "photo");
    return photos[0];
  });
  expect(placed.attrs).toMatchObject({ photo: hash, credit: "Mai" });
  expect(await desk.words()).toContain("Hội nghị tại Đồng Hỷ");
  await desk.picture("inserted");

  await desk.press("ctrl+shift+k");
  await desk.see("wall");
  await desk.press("ctrl+f", "ctrl+a", "BackSpace");
  await counted(desk, 300 + SAMPLE + 1);
  await desk.click("wall-unused");
  await counted(desk, 300);
  await desk.choose("wall-creators", "Thanh Mai");
  await counted(desk, 75);
  await desk.fill("wall-from", "5/1/2026");
  await desk.press("Tab");
  await until("fewer are left", async () => (await count(desk)) < 75);
  await desk.press("ctrl+f");
  await desk.type("khong co anh nao nhu vay");
  await desk.see("wall-empty");
  await desk.picture("nothing");
  await desk.clickOn("[data-testid='wall-empty'] button");
  await counted(desk, 300 + SAMPLE + 1);

  await desk.press("Down");
  await desk.press("ctrl+a");
  await until("all are chosen", async () => (await desk.textOf("wall-chosen")).includes("303"));
  await desk.press("End");
  await until("the last one is in sight", () =>
    desk.driver.run(() => document.getElementById("tile-302") !== null),
  );
  await pictured(desk);
  await desk.picture("end");
  await desk.press("Escape");
  await desk.press("Escape");
  await desk.gone("wall");
  await until("the caret is in the page again", () => desk.caretInPage());
});

journey(
  "Stars are given on the wall and in the panel, and narrow what is shown",
  {},
  async (desk) => {
    await desk.alreadySetUp();
    await desk.cli("bench-data", "0", "--photos", "40");
    await desk.start();
    await desk.openFirst();
    await desk.press("ctrl+shift+k");
    await counted(desk, 40 + SAMPLE);
    await desk.press("Down", "space", "Right", "space", "4");
    await desk.press("Escape", "Right", "2");
    await until("the tiles show them", async () => (await desk.all("tile-stars")).length === 3);
    await pictured(desk);
    for (const theme of ["light", "dark"] as const) {
      await desk.driver.run((name) => {
        document.documentElement.dataset["theme"] = name;
      }, theme);
      await desk.picture(theme);
    }
    await desk.choose("wall-stars", "3");
    await counted(desk, 2);
    await desk.press("ctrl+f", "Down", "Return");
    await desk.see("photo-rating");
    const lit = () =>
      desk.driver.run(() => document.querySelectorAll("[data-testid='photo-rating'] .lit").length);
    expect(await lit()).toBe(4);
    await desk.picture("panel");
    await desk.click("photo-rating-1");
    expect(await lit()).toBe(1);
    await desk.press("ctrl+Return");
    await desk.gone("photo-info");
    await counted(desk, 1);
    const { rows } = (await desk.cli("photos", "--stars", "1")) as { rows: { rating: number }[] };
    expect(rows.map(({ rating }) => rating).sort()).toEqual([1, 2, 4]);
  },
);

async function counted(desk: Desk, photos: number): Promise<void> {
  await until(`${photos} photos are told`, async () => (await count(desk)) === photos);
}

async function count(desk: Desk): Promise<number> {
  return Number((await desk.textOf("wall-count")).replace(/\D/g, ""));
}

/** Waits until every tile in sight has its picture. */
async function pictured(desk: Desk): Promise<void> {
  await until("every tile has its picture", () =>
    desk.driver.run(() => {
      const tiles = [...document.querySelectorAll("[data-testid='tile']")];
      const drawn = tiles.filter((tile) => {
        const image = tile.querySelector("img");
        return image?.complete === true && image.naturalWidth > 0;
      });
      return tiles.length > 0 && drawn.length === tiles.length;
    }),
  );
}

function picture(desk: Desk, name: string): string {
  mkdirSync(desk.home("Pictures"));
  copyFileSync(join(FIXTURES, name), desk.home("Pictures", name));
  return desk.home("Pictures", name);
}
