import { describe, expect, test } from "vitest";

import {
  ALL,
  WHOLE,
  cropTo,
  frameSize,
  noEdits,
  parseEdits,
  printEdits,
  pulled,
  shownSize,
  turned,
  type PhotoEdits,
} from "./photoEdits";

const text = "turn=90;straighten=-150;light=3;crop=0,1250,10000,7500;focus=5000,4000;blur=1,2,3,4";

describe("the edits of a photo", () => {
  test("come back from their text", () => {
    expect(printEdits(parseEdits(text))).toBe(text);
    expect(parseEdits("")).toEqual(noEdits);
    expect(printEdits(noEdits)).toBe("");
  });

  test("a crop that is all of the frame is none", () => {
    expect(printEdits({ ...noEdits, crop: ALL })).toBe("");
  });

  test("what is not understood shows the photo as it came", () => {
    for (const odd of ["turn=45", "frame=1", "crop=a,b", "light=0.5"]) {
      expect(parseEdits(odd)).toEqual(noEdits);
    }
  });

  test("four turns bring everything back to where it was", () => {
    const edits: PhotoEdits = {
      ...noEdits,
      crop: { x: 100, y: 2000, width: 3000, height: 4000 },
      focus: { x: 200, y: 9000 },
      blurs: [{ x: 5, y: 6, width: 700, height: 80 }],
    };
    let around = edits;
    for (let turn = 0; turn < 4; turn += 1) around = turned(around, "right");
    expect(around).toEqual(edits);
    expect(turned(turned(edits, "left"), "right")).toEqual(edits);
  });

  test("a turn to the right takes the top left corner to the top right", () => {
    const corner = { x: 0, y: 0, width: 1000, height: 2000 };
    expect(turned({ ...noEdits, crop: corner }, "right").crop).toEqual({
      x: 8000,
      y: 0,
      width: 2000,
      height: 1000,
    });
  });

  test("a turned photo has its sides exchanged, a cropped one fewer pixels", () => {
    const photo = { width: 6000, height: 4000 };
    expect(frameSize(photo, { ...noEdits, turn: 90 })).toEqual({ width: 4000, height: 6000 });
    const crop = { x: 0, y: 0, width: 5000, height: 10000 };
    expect(shownSize(photo, { ...noEdits, crop })).toEqual({ width: 3000, height: 4000 });
  });

  test("straightening keeps the shape and costs some of the edge", () => {
    const frame = frameSize({ width: 6000, height: 4000 }, { ...noEdits, straighten: 500 });
    expect(frame.width / frame.height).toBeCloseTo(1.5);
    expect(frame.width).toBeLessThan(6000);
    expect(frame.width).toBeGreaterThan(5000);
  });

  test("a crop in a shape has that shape in pixels and lies in the frame", () => {
    const frame = { width: 6000, height: 4000 };
    for (const ratio of [16 / 9, 4 / 3, 1, 3 / 4]) {
      const crop = cropTo(ratio, frame, { x: 9000, y: 0, width: 1000, height: 1000 });
      expect((crop.width * frame.width) / (crop.height * frame.height)).toBeCloseTo(ratio, 2);
      expect(crop.x + crop.width).toBeLessThanOrEqual(WHOLE);
      expect(Math.max(crop.width, crop.height)).toBe(WHOLE);
    }
  });

  test("a pulled corner leaves the opposite one where it is", () => {
    const area = { x: 2000, y: 2000, width: 4000, height: 4000 };
    expect(pulled(area, "nw", { x: -500, y: 1000 }, 200, null)).toEqual({
      x: 1500,
      y: 3000,
      width: 4500,
      height: 3000,
    });
    expect(pulled(area, "se", { x: 9000, y: -9000 }, 200, null)).toEqual({
      x: 2000,
      y: 2000,
      width: 8000,
      height: 200,
    });
  });

  test("a shape that is kept never leaves the frame", () => {
    const area = { x: 2000, y: 2000, width: 4000, height: 2000 };
    for (const edge of ["n", "e", "s", "w", "ne", "se", "sw", "nw"] as const) {
      for (const by of [-9000, -700, 700, 9000]) {
        const { x, y, width, height } = pulled(area, edge, { x: by, y: by }, 200, 2);
        expect(width / height).toBeCloseTo(2, 1);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(WHOLE);
        expect(y + height).toBeLessThanOrEqual(WHOLE);
      }
    }
  });
});
