import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Pictures } from "./pictures";

/** Images that are decoded when the test says so; one whose source is gone never answers. */
class HeldImage {
  static all: HeldImage[] = [];
  src = "";
  alt = "";
  decoding = "";
  done: () => void = () => undefined;
  refused: () => void = () => undefined;
  frame: Frame | null = null;
  constructor() {
    HeldImage.all.push(this);
  }
  decode(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.done = resolve;
      this.refused = () => reject(new Error("not an image"));
    });
  }
  remove(): void {
    this.frame?.images.splice(this.frame.images.indexOf(this), 1);
  }
  removeAttribute(): void {
    this.src = "";
  }
}

class Frame {
  images: HeldImage[] = [];
  append(image: HeldImage): void {
    this.images.push(image);
    image.frame = this;
  }
}

let frames: (() => void)[] = [];

beforeEach(() => {
  HeldImage.all = [];
  frames = [];
  vi.stubGlobal("Image", HeldImage);
  vi.stubGlobal("requestAnimationFrame", (run: () => void) => frames.push(run));
});
afterEach(() => vi.unstubAllGlobals());

const settle = () => new Promise((resolve) => setTimeout(resolve));
const asked = () => HeldImage.all.map(({ src }) => src);
const pictures = () => new Pictures((hash) => `photo/${hash}`);
const show = (of: Pictures, frame: Frame, hash: string) =>
  of.show(frame as unknown as HTMLElement, hash);

async function nextFrame(): Promise<void> {
  await settle();
  frames.shift()?.();
}

test("a picture comes into the page once it is decoded, a few a frame while it is scrolled", async () => {
  const wall = pictures();
  wall.at("slow");
  const tiles = Array.from({ length: 10 }, () => new Frame());
  tiles.forEach((tile, at) => show(wall, tile, String(at)));
  expect(asked(), "only so many at once").toHaveLength(8);
  expect(tiles.some(({ images }) => images.length > 0)).toBe(false);
  for (let at = 0; at < 10; at += 1) {
    HeldImage.all[at]?.done();
    await settle();
  }
  expect(tiles.flatMap(({ images }) => images)).toHaveLength(0);
  await nextFrame();
  expect(tiles.flatMap(({ images }) => images)).toHaveLength(3);
  wall.at("rest");
  await nextFrame();
  expect(tiles.every(({ images }) => images.length === 1)).toBe(true);
});

test("what has been scrolled past is not waited for, even where it never answers", async () => {
  const wall = pictures();
  const passed = Array.from({ length: 8 }, (_, at) =>
    show(wall, new Frame(), `passed${String(at)}`),
  );
  const tile = new Frame();
  show(wall, tile, "seen");
  expect(asked()).not.toContain("photo/seen");
  for (const leave of passed) leave();
  await settle();
  HeldImage.all.at(-1)?.done();
  await nextFrame();
  expect(tile.images.map(({ src }) => src)).toEqual(["photo/seen"]);
});

test("a tile that was given another photo never shows the one before", async () => {
  const wall = pictures();
  const tile = new Frame();
  const leave = show(wall, tile, "before");
  HeldImage.all[0]?.done();
  await settle();
  leave();
  show(wall, tile, "after");
  HeldImage.all[1]?.done();
  await nextFrame();
  expect(tile.images.map(({ src }) => src)).toEqual(["photo/after"]);
});

test("nothing is asked for while the wall flies past, nor what has left it then", async () => {
  const wall = pictures();
  wall.at("fast");
  const leave = show(wall, new Frame(), "passed");
  show(wall, new Frame(), "seen");
  expect(asked()).toEqual([]);
  leave();
  wall.at("slow");
  expect(asked()).toEqual(["photo/seen"]);
});

test("a photo that cannot be shown keeps nobody else waiting", async () => {
  const wall = pictures();
  for (let at = 0; at < 9; at += 1) show(wall, new Frame(), String(at));
  for (const image of HeldImage.all.slice()) image.refused();
  await settle();
  expect(asked()).toContain("photo/8");
});
