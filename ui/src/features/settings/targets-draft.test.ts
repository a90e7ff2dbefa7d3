import { expect, test } from "vitest";

import type { Target } from "../../ipc";
import { faultOf, madeAs, newRendition, newTarget, wholeNumber } from "./targets-draft";

const standard: Target = {
  name: "",
  renditions: [
    {
      name: "web",
      made: { kind: "web", measure: "longestSide", pixels: 1600, quality: 82, format: "jpeg" },
    },
  ],
  formats: ["html", "text"],
  position: false,
};

test("a new target begins with the default renditions, under a name that no other has", () => {
  const first = newTarget("Nơi nhận mới", [], standard);
  expect(first).toEqual({ ...standard, name: "Nơi nhận mới" });
  const second = newTarget("Nơi nhận mới", [{ ...first, name: "NƠI NHẬN MỚI" }], standard);
  expect(second.name).toBe("Nơi nhận mới 2");
  expect(second.renditions[0], "targets share nothing").not.toBe(first.renditions[0]);
});

test("a new rendition takes a name that no other of the target has", () => {
  const target = { ...standard, name: "Một" };
  const second = newRendition(target, standard);
  expect(second.name).toBe("web-2");
  const third = newRendition({ ...target, renditions: [...target.renditions, second] }, standard);
  expect(third.name).toBe("web-3");
});

test("a rendition for print is told nothing else, and back for the web it has a size again", () => {
  expect(madeAs("print", standard)).toEqual({ kind: "print" });
  expect(madeAs("web", standard)).toEqual(standard.renditions[0]?.made);
});

test("what is no whole number, or too large for any, is one that the core refuses", () => {
  for (const text of ["", " ", "-5", "1.5", "1e99", "abc", "256"]) {
    expect(wholeNumber(text, "quality"), text).toBe(0);
  }
  expect(wholeNumber(" 82 ", "quality")).toBe(82);
  expect(wholeNumber("1600", "pixels")).toBe(1600);
});

test("what the core refuses is shown at the target and the row that it is about", () => {
  expect(faultOf({ what: "renditionName", target: "1", row: "0" })).toEqual({
    what: "renditionName",
    target: 1,
    row: 0,
  });
  expect(faultOf({ what: "targetCount" })).toEqual({
    what: "targetCount",
    target: null,
    row: null,
  });
});
