import { copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { blocks, type Desk, plain } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const FIXTURES = join(import.meta.dirname, "../fixtures");
const CHOOSE = "Chọn ảnh";
const REPORT = [
  "Xã vùng cao sửa xong tuyến đường liên thôn",
  "Sáng 12/9, xã Tân Lập hoàn thành tuyến đường liên thôn dài 4 km sau ba tháng thi công liên tục, kịp trước mùa mưa lũ.",
  "Tuyến đường nối năm thôn với trung tâm xã. Người dân hiến hơn 2.000 mét vuông đất và đóng góp gần một nghìn ngày công để mở rộng mặt đường.",
  "Các đại biểu cắt băng thông xe tuyến đường",
  "Theo Ủy ban nhân dân xã, giai đoạn hai sẽ làm thêm hai cây cầu bản trong năm tới, ưu tiên những đoạn thường bị chia cắt khi mưa lớn kéo dài.",
];

journey(
  "A photo chosen in the dialog is in the page at once, with caption and credit",
  {},
  async (desk) => {
    await desk.alreadySetUp();
    const id = await desk.importText(REPORT);
    const [meeting] = pictures(desk);
    await desk.start();
    await desk.openFirst();
    await desk.caretAtEndOf("> p[data-block='paragraph']:last-of-type");
    const before = await photos(desk, id);
    await desk.press("ctrl+shift+p");
    await desk.display.dialog(CHOOSE);
    await desk.picture("dialog");
    await desk.display.answerDialog(CHOOSE, meeting);
    await until("the picture is drawn", () => drawn(desk, before.length + 1 - missing(before)));
    await desk.saved();
    await desk.picture("in-the-page");

    const added = (await photos(desk, id)).find((photo) => photo.hash !== null);
    const figure = `figure[data-id="${added?.id}"]`;
    await inSight(desk, figure);
    await desk.caretAtEndOf(`${figure} figcaption`);
    await desk.paste("Các đại biểu dự buổi làm việc");
    await desk.clickOn(`.ProseMirror ${figure} [data-field='credit']`);
    await desk.paste("Thanh Hiếu");
    await desk.press("Return");
    await desk.paste("Phòng họp có bàn dài và bảy người");
    await until("the caption is there", async () =>
      (await desk.words()).includes("dự buổi làm việc"),
    );
    await desk.saved();
    await desk.picture("captioned");
    const stored = (await photos(desk, id)).find((photo) => photo.id === added?.id);
    expect(stored).toMatchObject({
      caption: "Các đại biểu dự buổi làm việc",
      credit: "Thanh Hiếu",
      alt: "Phòng họp có bàn dài và bảy người",
    });
    const original = readdirSync(desk.store, { recursive: true }).map(String);
    expect(
      original.some((path) => path.includes(String(stored?.hash))),
      "the original lies in the store under its hash",
    ).toBe(true);
  },
);

journey("A photo brings along what its file says of it", {}, async (desk) => {
  await desk.alreadySetUp();
  const id = await desk.importText(REPORT);
  const [meeting, speaker] = pictures(desk);
  const say = (path: string, ...tags: string[]): Promise<string> =>
    desk.display.processes.run("exiftool", ["-q", "-overwrite_original", ...tags, path]);
  await say(
    meeting,
    "-XMP-dc:Description=Các đại biểu tham dự buổi làm việc",
    "-XMP-iptcCore:AltTextAccessibility=Hội trường có hai dãy bàn",
    "-XMP-photoshop:Credit=Thanh Hiếu",
    "-GPSLatitude=21.59",
  );
  await say(speaker, "-charset", "iptc=UTF8", "-IPTC:CodedCharacterSet=UTF8");
  await say(
    speaker,
    ...["-IPTC:Caption-Abstract=Đồng chí Bí thư phát biểu", "-IPTC:By-line=Thanh Mai"],
  );
  await desk.start();
  await desk.openFirst();
  const missing = ".ProseMirror figure[data-photo='missing'] .photo-picture";
  await desk.dropFiles([meeting], ".ProseMirror p[data-block='paragraph']", () =>
    desk.picture("over-the-page"),
  );
  await until("the picture is drawn", () => drawn(desk, 1));
  await desk.dropFiles([speaker], missing, () => desk.picture("over-the-missing-photo"));
  await until("both pictures are drawn", () => drawn(desk, 2));
  await desk.saved();
  await desk.picture("captioned");
  const all = await photos(desk, id);
  expect(all[0]).toMatchObject({
    caption: "Các đại biểu tham dự buổi làm việc",
    credit: "Thanh Hiếu",
    alt: "Hội trường có hai dãy bàn",
  });
  expect(all[1], "the caption that was there stays").toMatchObject({
    caption: "Các đại biểu cắt băng thông xe tuyến đường",
    credit: "Thanh Mai",
  });
});

journey("Photos dragged from the file manager land where they are dropped", {}, async (desk) => {
  await desk.alreadySetUp();
  const id = await desk.importText(REPORT);
  const both = pictures(desk);
  await desk.start();
  await desk.openFirst();
  const first = "p[data-block='paragraph']";
  await desk.dropFiles([...both], `.ProseMirror ${first}`, () => desk.picture("over-the-page"));
  await until("both pictures are drawn", () => drawn(desk, 2));
  await desk.saved();
  await desk.picture("dropped");
  const { document: text } = await desk.stored(id);
  expect(
    blocks(text)
      .map((block) => block.type)
      .slice(0, 4),
  ).toEqual(expect.arrayContaining(["paragraph", "photo", "photo"]));
  for (const path of both)
    expect(existsSync(path), "the originals stay where they were").toBe(true);
});

journey("A photo dropped on a missing one takes its caption", {}, async (desk) => {
  await desk.alreadySetUp();
  const id = await desk.importText(REPORT);
  const [, speaker] = pictures(desk);
  await desk.start();
  await desk.openFirst();
  const [waiting] = await photos(desk, id);
  expect(waiting?.hash, "the caption came without its photo").toBeNull();
  await desk.dropFiles([speaker], ".ProseMirror figure[data-photo='missing'] .photo-picture", () =>
    desk.picture("over-the-missing-photo"),
  );
  await until("the picture is drawn", () => drawn(desk, 1));
  await desk.saved();
  await desk.picture("taken");
  const after = await photos(desk, id);
  expect(after).toHaveLength(1);
  expect(after[0]).toMatchObject({ id: waiting?.id, caption: waiting?.caption });
  expect(after[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
});

journey("Two photos stand side by side and apart again", {}, async (desk) => {
  await desk.alreadySetUp();
  const id = await desk.importText(REPORT);
  const both = pictures(desk);
  await desk.start();
  await desk.openFirst();
  await desk.dropFiles([both[0]], ".ProseMirror figure[data-photo='missing'] .photo-picture");
  await until("the picture is drawn", () => drawn(desk, 1));
  await desk.dropFiles([both[1]], ".ProseMirror figure .photo-actions");
  await until("both pictures are drawn", () => drawn(desk, 2));
  await desk.clickOn(".ProseMirror .photo-join:not([hidden])");
  const [left, right] = await until("they stand side by side", async () => {
    const boxes = await figures(desk);
    return boxes.length === 2 && boxes[0]?.y === boxes[1]?.y && boxes;
  });
  expect(Number(right?.x), "the second stands beside the first").toBeGreaterThan(
    Number(left?.x) + Number(left?.width) - 1,
  );
  expect(right?.width).toBeCloseTo(Number(left?.width), 0);
  await desk.picture("grouped");
  await desk.caretAtEndOf("figure:nth-child(2) figcaption");
  await desk.paste("Đại diện các thôn ký cam kết giữ đường");
  await desk.saved();
  await desk.picture("side-by-side");
  expect(blocks((await desk.stored(id)).document).map((block) => block.type)).toContain(
    "photoGroup",
  );

  await desk.press("ctrl+k");
  await desk.see("palette");
  await desk.type("tach nhom");
  await desk.picture("in-the-palette");
  await desk.press("Return");
  await desk.gone("palette");
  await until("they are apart", async () => {
    const boxes = await figures(desk);
    return boxes.length === 2 && boxes[0]?.y !== boxes[1]?.y;
  });
  await desk.press("ctrl+z");
  await until("undo groups them again", async () => {
    return (await desk.driver.findAll(".ProseMirror .photo-group figure")).length === 2;
  });

  // By keys alone, both ways.
  await desk.press("ctrl+y");
  await until("they are apart again", async () => {
    return (await desk.driver.findAll(".ProseMirror .photo-group")).length === 0;
  });
  await desk.caretAtEndOf("figure figcaption");
  await desk.press("ctrl+k");
  await desk.see("palette");
  await desk.type("ghep");
  await desk.picture("group-in-the-palette");
  await desk.press("Return");
  await desk.gone("palette");
  await until("they are side by side by keys", async () => {
    return (await desk.driver.findAll(".ProseMirror .photo-group figure")).length === 2;
  });
});

journey("Photos for a missing one come and go in one step of undo", {}, async (desk) => {
  await desk.alreadySetUp();
  const id = await desk.importText(REPORT);
  const both = pictures(desk);
  await desk.start();
  await desk.openFirst();
  const [waiting] = await photos(desk, id);
  const figure = `.ProseMirror figure[data-id="${String(waiting?.id)}"]`;
  await desk.dropFiles([...both], `${figure} .photo-picture`);
  await until("both pictures are drawn", () => drawn(desk, 2));
  await desk.press("ctrl+z");
  await until("one undo takes both away", () => drawn(desk, 0));
  await desk.press("ctrl+shift+z");
  await until("one redo brings both again", () => drawn(desk, 2));
  await desk.press("ctrl+z");
  await until("they are away", () => drawn(desk, 0));

  await desk.clickOn(`${figure} .photo-choose`);
  await desk.display.answerDialog(CHOOSE, both[1]);
  await until("the picture is drawn", () => drawn(desk, 1));
  await inSight(desk, figure);
  await desk.picture("in-sight-as-a-whole");
  await desk.press("ctrl+z");
  await until("the caption waits again", () => drawn(desk, 0));
  await desk.saved();
  expect(await photos(desk, id)).toEqual([waiting]);
});

/** Where the figures of the page are. */
function figures(desk: Desk): Promise<{ x: number; y: number; width: number }[]> {
  return desk.driver.run(() =>
    [...document.querySelectorAll(".ProseMirror figure")].map((figure) => {
      const { x, y, width } = figure.getBoundingClientRect();
      return { x, y, width };
    }),
  );
}

/** Waits until nothing of an element is scrolled away. */
async function inSight(desk: Desk, selector: string): Promise<void> {
  await until(`the whole of ${selector} is in sight`, () =>
    desk.driver.run((one) => {
      const element = document.querySelector(one);
      const page = document.querySelector(".ProseMirror")?.closest(".scroll");
      if (!element || !page) return false;
      const [inner, outer] = [element.getBoundingClientRect(), page.getBoundingClientRect()];
      return inner.top >= outer.top && inner.bottom <= outer.bottom + 1;
    }, selector),
  );
}

interface Photo {
  id: unknown;
  hash: unknown;
  credit: unknown;
  alt: unknown;
  caption: string;
}

async function photos(desk: Desk, id: string): Promise<Photo[]> {
  const { document: text } = await desk.stored(id);
  return blocks(text)
    .filter((block) => block.type === "photo")
    .map((block) => ({
      id: block.attrs["id"],
      hash: block.attrs["photo"],
      credit: block.attrs["credit"],
      alt: block.attrs["alt"],
      caption: plain(block),
    }));
}

function missing(all: Photo[]): number {
  return all.filter((photo) => photo.hash === null).length;
}

function drawn(desk: Desk, count: number): Promise<boolean> {
  return desk.driver.run((wanted) => {
    const images = [...document.querySelectorAll<HTMLImageElement>(".ProseMirror figure img")];
    return images.filter((image) => image.complete && image.naturalWidth > 0).length === wanted;
  }, count);
}

/** Two photos among the person's pictures. */
function pictures(desk: Desk): [string, string] {
  mkdirSync(desk.home("Pictures"));
  const copy = (name: string): string => {
    copyFileSync(join(FIXTURES, name), desk.home("Pictures", name));
    return desk.home("Pictures", name);
  };
  return [copy("meeting.jpg"), copy("speaker.jpg")];
}
