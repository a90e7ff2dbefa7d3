import { describe, expect, test } from "vitest";

import { freeCorner, overlaps, placeStrip } from "./placing";
import type { Box } from "./placing";

const box = (left: number, top: number, right: number, bottom: number): Box => ({
  left,
  top,
  right,
  bottom,
});

test("boxes that only touch do not overlap", () => {
  expect(overlaps(box(0, 0, 10, 10), box(10, 0, 20, 10))).toBe(false);
  expect(overlaps(box(0, 0, 10, 10), box(9, 9, 20, 20))).toBe(true);
});

describe("a strip of tools", () => {
  const room = box(300, 100, 900, 700);
  const size = { width: 400, height: 40 };
  const at = (anchor: Box, avoid: Box) => placeStrip(size, anchor, room, avoid);

  test("stands above what it belongs to", () => {
    expect(at(box(330, 300, 870, 400), box(330, 300, 500, 320))).toEqual({ left: 330, top: 254 });
  });

  test("stands below where above is out of sight", () => {
    expect(at(box(330, 110, 870, 300), box(330, 110, 500, 130))).toEqual({ left: 330, top: 306 });
  });

  test("stays at an edge of what is longer than the room, and off the line that is written", () => {
    const long = box(330, -500, 870, 2000);
    expect(at(long, box(330, 400, 500, 430))).toEqual({ left: 330, top: 106 });
    expect(at(long, box(330, 110, 500, 140))).toEqual({ left: 330, top: 654 });
  });

  test("does not leave the room to the side", () => {
    expect(at(box(800, 300, 860, 320), box(800, 300, 860, 320))?.left).toBe(494);
    expect(at(box(100, 300, 200, 320), box(100, 300, 200, 320))?.left).toBe(306);
  });

  test("goes with what has been scrolled out of sight", () => {
    expect(at(box(330, 20, 870, 90), box(0, 0, 0, 0))).toBeNull();
    expect(at(box(330, 720, 870, 900), box(0, 0, 0, 0))).toBeNull();
  });
});

describe("the corner for notices", () => {
  const inside = box(16, 100, 1264, 704);
  const size = { width: 352, height: 120 };

  test("is at the bottom right, and stays where it is while it is free", () => {
    expect(freeCorner("bottomRight", size, inside, [])).toBe("bottomRight");
    expect(freeCorner("topRight", size, inside, [])).toBe("topRight");
  });

  test("is another one while somebody writes there", () => {
    const line = box(400, 650, 960, 680);
    expect(freeCorner("bottomRight", size, inside, [line])).toBe("topRight");
    const top = box(400, 150, 960, 180);
    expect(freeCorner("topRight", size, inside, [top])).toBe("bottomRight");
    expect(freeCorner("bottomRight", size, inside, [line, top])).toBe("bottomLeft");
    const foot = box(160, 640, 1120, 704);
    expect(freeCorner("bottomRight", size, inside, [foot, top])).toBe("topLeft");
  });

  test("is the one it has where none is free", () => {
    expect(freeCorner("topRight", size, inside, [inside])).toBe("topRight");
  });
});
