import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { makeCard, openCard, wholeCard } from "../harness/card";
import { blocks, type Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const REPORT = [
  "Xã vùng cao sửa xong tuyến đường liên thôn",
  "Sáng 12/9, xã Tân Lập hoàn thành tuyến đường liên thôn dài 4 km sau ba tháng thi công.",
  "Tuyến đường nối năm thôn với trung tâm xã. Người dân hiến hơn 2.000 mét vuông đất.",
  "Theo Ủy ban nhân dân xã, giai đoạn hai sẽ làm thêm hai cây cầu bản trong năm tới.",
];

journey(
  "Photos of a card are culled by keyboard and taken into the article",
  { minutes: 5 },
  async (desk) => {
    await desk.alreadySetUp();
    const id = await desk.importText(REPORT);
    const card = await makeCard(desk);
    const before = readFileSync(join(card, "DCIM/100CANON/IMG_0001.JPG"));
    await desk.start();
    await desk.openFirst();
    await desk.caretAtEndOf("> p[data-block='paragraph']:last-of-type");
    await openCard(desk, card);
    await sharp(desk);
    await desk.picture("sheet");

    expect(await names(desk), "in the order of time").toEqual([
      ...["IMG_0001.JPG", "IMG_0001.JPG", "IMG_0002.JPG", "IMG_0003.JPG", "IMG_0004.JPG"],
      // Half a copy of the one before it, and of the same moment; behind the photo that it is a copy
      // of, what has lost its time.
      ...["IMG_0092.JPG", "IMG_0005.JPG", "zalo-0093.jpg", "IMG_0006.JPG", "IMG_0007.JPG"],
      ...["IMG_0008.JPG", "IMG_0009.JPG", "IMG_0010.JPG", "IMG_0090.JPG", "IMG_0091.HEIC"],
    ]);
    const words = await desk.words();
    expect(words).toContain("bên trong không phải ảnh");
    expect(words).toContain("HEIC");
    expect(words).toContain("Ảnh hỏng hoặc chép dở");
    const bursts = await desk.all("sheet-burst");
    expect(bursts, "three shots of one moment and a copy; two of another").toHaveLength(6);
    expect(await desk.all("sheet-same"), "the copy in the other folder").toHaveLength(1);
    expect(await desk.all("sheet-alike"), "the one of a messenger").toHaveLength(1);
    expect(await current(desk)).toBe("IMG_0001.JPG");

    // Twice to the right: the second shot of the burst; picked, with five stars.
    await desk.press("Right", "Right", "p", "5");
    expect(await marked(desk, "picked")).toEqual(["IMG_0002.JPG"]);
    await desk.press("Right", "x", "Right", "t", "Down", "x");
    expect(await marked(desk, "picked")).toEqual(["IMG_0002.JPG", "IMG_0004.JPG"]);
    expect(await desk.textOf("sheet-count-rejected")).toBe("2");
    await desk.picture("culled");

    // What is no photo cannot be picked.
    await desk.press("End", "p");
    expect(await desk.textOf("sheet-count-picked")).toBe("2");

    await desk.press("Home", "Right", "Right", "space");
    await desk.see("loupe");
    await sharp(desk);
    await desk.picture("enlarged");
    await desk.press("z");
    await until("every pixel is there", () =>
      desk.driver.run(() => {
        const full = document.querySelector<HTMLImageElement>("[data-testid='loupe-full']");
        return full !== null && full.complete && full.naturalWidth === 2400;
      }),
    );
    await desk.picture("true-size");
    await desk.press("Escape", "c");
    await until("two are compared", async () => (await desk.all("loupe")).length === 2);
    await sharp(desk);
    await desk.picture("compared");
    expect(await current(desk), "the keys are on the later one").toBe("IMG_0003.JPG");
    await desk.press("Tab", "u", "Escape");
    await until("the sheet is back", () => attributeIs(desk, "data-mode", "grid"));
    expect(await marked(desk, "picked")).toEqual(["IMG_0004.JPG"]);
    expect(await current(desk)).toBe("IMG_0002.JPG");
    await desk.press("p");

    await desk.click("sheet-rejected");
    expect(await names(desk)).toHaveLength(2);
    await desk.click("sheet-picked");
    expect(await names(desk)).toEqual(["IMG_0002.JPG", "IMG_0004.JPG"]);
    await desk.picture("only-picked");

    // Out of sight and back: nothing is lost.
    await desk.press("Escape");
    await desk.gone("ingest");
    await desk.press("ctrl+alt+p");
    await desk.see("ingest");
    expect(await desk.textOf("sheet-count-picked")).toBe("2");
    expect(await desk.textOf("sheet-take")).toBe("Nhận 2 ảnh vào bài");
    await desk.click("sheet-take");
    await until("both are in the page", () => drawn(desk, 2), 30_000);
    await desk.gone("ingest");
    await desk.saved();
    await desk.picture("in-the-article");
    const photos = blocks((await desk.stored(id)).document).filter(({ type }) => type === "photo");
    expect(photos).toHaveLength(2);
    expect(readFileSync(join(card, "DCIM/100CANON/IMG_0001.JPG")).equals(before)).toBe(true);
    const rated = (await desk.cli("photos", "--stars", "5")) as { rows: { fileName: string }[] };
    expect(
      rated.rows.map(({ fileName }) => fileName),
      "its stars came along",
    ).toEqual(["IMG_0002.JPG"]);

    await desk.press("ctrl+alt+p");
    await desk.see("ingest");
    await desk.click("sheet-all");
    expect(await desk.all("sheet-in-store"), "they are known now").toHaveLength(2);
    await desk.picture("taken");
  },
);

journey(
  "A card that is pulled out costs the photos that were on it and nothing else",
  { screen: "1920x1080", minutes: 4 },
  async (desk) => {
    await desk.alreadySetUp();
    await desk.importText(REPORT);
    const card = await makeCard(desk);
    await desk.start();
    await desk.openFirst();
    await desk.click("open-settings");
    await desk.choose("settings-theme", "dark");
    await desk.click("settings-done");
    await desk.gone("settings-dialog");
    await desk.dropFiles([card], "[data-testid='article']");
    await wholeCard(desk);
    await sharp(desk);
    await desk.picture("dark");
    await desk.press("Right", "Right", "p", "Right", "x", "space");
    await desk.see("loupe");
    await sharp(desk);
    await desk.picture("dark-enlarged");
    await desk.press("c");
    await until("two are compared", async () => (await desk.all("loupe")).length === 2);
    await sharp(desk);
    await desk.picture("dark-compared");
    await desk.press("Escape");

    rmSync(card, { recursive: true });
    await desk.click("sheet-take");
    await desk.see("notice");
    await desk.says("Có 1 ảnh không nhận được");
    await desk.says("thẻ đã rút");
    await desk.picture("pulled-out");
    expect(await desk.all("ingest"), "the sheet stays for the others").toHaveLength(1);
    await desk.press("Escape");
    await desk.gone("ingest");
    await desk.kill();
    const health = (await desk.cli("doctor")) as { problems: unknown[] };
    expect(health.problems).toEqual([]);
  },
);

/** Waits until no picture in sight is still to come. */
async function sharp(desk: Desk): Promise<void> {
  await until(
    "the pictures are drawn",
    () =>
      desk.driver.run(() => {
        const shown = [...document.querySelectorAll<HTMLElement>("[data-testid='ingest'] img")];
        return shown.every((image) => (image as HTMLImageElement).complete);
      }),
    20_000,
  );
}

function names(desk: Desk): Promise<(string | undefined)[]> {
  return desk.driver.run(() => {
    const all = [...document.querySelectorAll<HTMLElement>("[data-testid='shot']")];
    const place = (shot: HTMLElement): number => Number(shot.getAttribute("aria-posinset"));
    return all.sort((a, b) => place(a) - place(b)).map((shot) => shot.dataset["name"]);
  });
}

function marked(desk: Desk, mark: string): Promise<(string | undefined)[]> {
  return desk.driver.run(
    (selector) =>
      [...document.querySelectorAll<HTMLElement>(selector)].map((shot) => shot.dataset["name"]),
    `[data-testid='shot'][data-mark='${mark}']`,
  );
}

function current(desk: Desk): Promise<string | undefined> {
  return desk.driver.run(() => {
    const id = document
      .querySelector("[data-testid='sheet']")
      ?.getAttribute("aria-activedescendant");
    return document.getElementById(String(id))?.dataset["name"];
  });
}

async function attributeIs(desk: Desk, name: string, value: string): Promise<boolean> {
  return (await desk.attribute("ingest", name)) === value;
}

function drawn(desk: Desk, count: number): Promise<boolean> {
  return desk.driver.run((wanted) => {
    const images = [...document.querySelectorAll<HTMLImageElement>(".ProseMirror figure img")];
    return images.filter((image) => image.complete && image.naturalWidth > 0).length === wanted;
  }, count);
}
