/** A card out of a camera, and the way to its contact sheet. */

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Desk } from "./desk";
import { until } from "./until";

const FIXTURES = join(import.meta.dirname, "../fixtures");
const CHOOSE = "Chọn thư mục hoặc thẻ nhớ có ảnh";

/** A card as a camera leaves it: a burst, copies, and what is no photo. */
export async function makeCard(desk: Desk): Promise<string> {
  const card = desk.home("CANON_EOS");
  const scenes: [file: string, from: string, ...change: string[]][] = [
    ["100CANON/IMG_0001.JPG", "meeting", "-crop", "100%x98%+0+0"],
    ["100CANON/IMG_0002.JPG", "meeting", "-crop", "100%x98%+2+4"],
    ["100CANON/IMG_0003.JPG", "meeting", "-crop", "98%x98%+4+6", "-blur", "0x2"],
    ["100CANON/IMG_0004.JPG", "speaker"],
    ["100CANON/IMG_0005.JPG", "speaker", "-flop"],
    ["100CANON/IMG_0006.JPG", "speaker", "-gravity", "East", "-crop", "50%x100%+0+0"],
    ["100CANON/IMG_0007.JPG", "meeting", "-flip"],
    ["100CANON/IMG_0008.JPG", "meeting", "-gravity", "West", "-crop", "45%x60%+0+0"],
    ["100CANON/IMG_0009.JPG", "speaker", "-gravity", "North", "-crop", "100%x50%+0+0"],
    ["100CANON/IMG_0010.JPG", "meeting", "-gravity", "East", "-crop", "50%x50%+0+0"],
  ];
  const { processes } = desk.display;
  for (const [index, [file, from, ...change]] of scenes.entries()) {
    const path = join(card, "DCIM", file);
    mkdirSync(dirname(path), { recursive: true });
    const made = [...change, "+repage", "-resize", "2400x2400", "-quality", "90", path];
    await processes.run("convert", [join(FIXTURES, `${from}.jpg`), ...made]);
    const small = `${path}.small.jpg`;
    await processes.run("convert", [path, "-resize", "160x120", small]);
    // A burst within two seconds; everything else half an hour apart.
    const minute = index < 3 ? 0 : index * 5;
    const at = `2026:09:12 08:${String(minute).padStart(2, "0")}:0${String(Math.min(index, 2))}`;
    await processes.run("exiftool", [
      ...["-q", "-overwrite_original", `-DateTimeOriginal=${at}`],
      ...[`-ThumbnailImage<=${small}`, path],
    ]);
    rmSync(small);
  }
  const first = join(card, "DCIM/100CANON/IMG_0001.JPG");
  mkdirSync(join(card, "DCIM/101CANON"));
  copyFileSync(first, join(card, "DCIM/101CANON/IMG_0001.JPG"));
  // The same picture as it comes back from a messenger: smaller, lighter, without its time.
  await processes.run("convert", [
    ...[join(card, "DCIM/100CANON/IMG_0005.JPG"), "-strip", "-resize", "960x960"],
    ...["-modulate", "108", "-quality", "60", join(card, "DCIM/101CANON/zalo-0093.jpg")],
  ]);
  const put = (name: string, bytes: string | Buffer): void =>
    writeFileSync(join(card, "DCIM/101CANON", name), bytes);
  put("IMG_0090.JPG", "<html><script>document.title = 'x'</script></html>");
  put("IMG_0091.HEIC", "\0\0\0\x18ftypheic\0\0\0\0mif1heic");
  const whole = readFileSync(join(card, "DCIM/100CANON/IMG_0004.JPG"));
  put("IMG_0092.JPG", whole.subarray(0, whole.length / 2));
  return card;
}

export async function openCard(desk: Desk, card: string): Promise<void> {
  await desk.press("ctrl+alt+p");
  await desk.display.answerDialog(CHOOSE, card);
  await wholeCard(desk);
}

export async function wholeCard(desk: Desk): Promise<void> {
  await desk.see("sheet");
  await until(
    "every photo was read",
    async () => (await desk.attribute("sheet-work", "data-phase")) === "done",
    60_000,
  );
}
