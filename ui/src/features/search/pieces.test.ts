import { describe, expect, it } from "vitest";

import { piecesOf } from "./pieces";

describe("a text with marks", () => {
  it("is cut where they begin and end, and nothing of it is lost", () => {
    const marks = [
      { from: 0, to: 3 },
      { from: 4, to: 8 },
    ];
    expect(piecesOf("Văn kiện Đại hội", marks)).toEqual([
      { text: "Văn", found: true },
      { text: " ", found: false },
      { text: "kiện", found: true },
      { text: " Đại hội", found: false },
    ]);
  });

  it("is one piece without any, and none when it is empty", () => {
    expect(piecesOf("Tin", [])).toEqual([{ text: "Tin", found: false }]);
    expect(piecesOf("", [])).toEqual([]);
  });
});
