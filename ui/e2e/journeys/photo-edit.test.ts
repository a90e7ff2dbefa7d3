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
  "Các đại biểu cắt băng thông xe tuyến đường",
  "Tuyến đường nối năm thôn với trung tâm xã. Người dân hiến hơn 2.000 mét vuông đất.",
];
const IMAGE = ".ProseMirror figure img";

journey(
  "A photo is edited for its place in the article and can be taken back",
  {},
  async (desk) => {
    await desk.alreadySetUp();
    const id = await desk.importText(REPORT);
    mkdirSync(desk.home("Pictures"));
    const meeting = desk.home("Pictures", "meeting.jpg");
    copyFileSync(join(FIXTURES, "meeting.jpg"), meeting);
    await desk.cli("illustrate", id, meeting);
    await desk.start();
    await desk.openFirst();
    const whole = await until("the picture is drawn", () => shape(desk));

    await desk.clickOn(`.ProseMirror figure .photo-edit`);
    await desk.see("photo-edit");
    await until("the frame is drawn", () => frameDrawn(desk));
    await desk.settled();
    await desk.picture("as-it-came");
    await desk.click("ratio-1:1");
    await drag(desk, "handle-nw", 60, 60);
    await desk.picture("cropped");
    await desk.press("Right", "Right");
    await desk.click("tool-blur");
    await desk.click("add-blur");
    await desk.clickOn("[data-testid='blur-area']");
    await desk.press("Left", "shift+Down");
    await desk.picture("blurred");
    await desk.click("tool-focus");
    await desk.clickOn("[data-testid='photo-frame']");
    await desk.clickOn("[data-testid='straighten']");
    await desk.press("Home", "Right");
    await desk.clickOn("[data-testid='light']");
    await desk.press("End");
    await desk.picture("straightened");
    await desk.click("use-edits");
    await desk.gone("photo-edit");
    await desk.saved();
    const square = await until("the picture is drawn as edited", async () => {
      const now = await shape(desk);
      return now && Math.abs(now - 1) < 0.02 && now;
    });
    expect(square).not.toBeCloseTo(whole, 1);
    await desk.picture("in-the-page");
    const edits = await editsOf(desk, id);
    expect(edits).toMatch(
      /^straighten=-1490;light=20;crop=\d+,\d+,\d+,\d+;focus=\d+,\d+;blur=\d+,\d+,\d+,\d+$/,
    );

    await desk.clickOn(".ProseMirror figcaption");
    await desk.press("ctrl+z");
    await until("the picture is whole again", async () => (await shape(desk)) === whole);
    await desk.saved();
    expect(await editsOf(desk, id)).toBeUndefined();
    await desk.press("ctrl+y");
    await until("the edits are there again", async () => (await shape(desk)) !== whole);
    await desk.saved();

    await desk.clickOn(`.ProseMirror figure .photo-edit`);
    await until("the frame is drawn", () => frameDrawn(desk));
    await desk.click("turn-right");
    await desk.picture("turned");
    await desk.click("reset-photo");
    await desk.click("use-edits");
    await until("the picture is whole again", async () => (await shape(desk)) === whole);
    await desk.saved();
    expect(await editsOf(desk, id)).toBeUndefined();
  },
);

/** Width by height of the picture in the page, as far as it is drawn. */
function shape(desk: Desk): Promise<number> {
  return desk.driver.run((selector) => {
    const image = document.querySelector<HTMLImageElement>(selector);
    const drawn = image?.closest("figure")?.dataset["photo"] === "shown";
    if (!drawn || !image?.complete || image.naturalWidth === 0) return 0;
    return image.naturalWidth / image.naturalHeight;
  }, IMAGE);
}

function frameDrawn(desk: Desk): Promise<boolean> {
  return desk.driver.run(() => {
    const image = document.querySelector<HTMLImageElement>("[data-testid='photo-frame'] img");
    return image !== null && image.complete && image.naturalWidth > 0;
  });
}

async function editsOf(desk: Desk, id: string): Promise<unknown> {
  const { document: text } = await desk.stored(id);
  return blocks(text).find((block) => block.type === "photo")?.attrs["edits"];
}

/** Pulls the first thing with this test id by a distance in CSS pixels. */
async function drag(desk: Desk, testid: string, right: number, down: number): Promise<void> {
  const { x, y, width, height } = await desk.rect(`[data-testid='${testid}']`);
  const at = [x + width / 2, y + height / 2].map(Math.round);
  const move = (dx: number, dy: number): Promise<string> =>
    desk.display.xdotool("mousemove", String(Number(at[0]) + dx), String(Number(at[1]) + dy));
  await move(0, 0);
  await desk.display.xdotool("mousedown", "1");
  await move(right / 2, down / 2);
  await move(right, down);
  await desk.display.xdotool("mouseup", "1");
}
