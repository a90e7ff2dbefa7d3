import { AllSelection, TextSelection } from "prosemirror-state";
import { expect, test } from "vitest";

import { markedPassages, placeOf, showPassage } from "./passages";
import { list, open, p, page, photo } from "./testing";
import type { Desk } from "./testing";

const report = () =>
  page(
    "Góp ý văn kiện",
    "Sáng 23/5, hội nghị khai mạc.",
    p("a", "Đạt 254 phiếu, *còn* 254 phiếu chưa rõ."),
    list("l", false, "Tổ trưởng", "Tổ phó"),
    photo("f", "Quang cảnh hội nghị"),
  );

/** Marks from the first occurrence of `first` to the end of the first one of `last`. */
function mark(desk: Desk, first: string, last = first): void {
  const { doc } = desk.view.state;
  const find = (words: string) => {
    const place = placeOf(doc, { block: null, quote: words });
    if (!place) throw new Error(`"${words}" is not in the page`);
    return place;
  };
  const selection = TextSelection.create(doc, find(first).from, find(last).to);
  desk.view.dispatch(desk.view.state.tr.setSelection(selection));
}

function selected(desk: Desk): string {
  const { from, to } = desk.view.state.selection;
  return desk.view.state.doc.textBetween(from, to, "|");
}

test("what is marked is quoted, with its block and where it begins", () => {
  const desk = open(report());
  mark(desk, "254 phiếu, còn");
  expect(markedPassages(desk.view.state)).toEqual([
    { block: "a", quote: "254 phiếu, còn", from: 4 },
  ]);
});

test("headline and lead have no block, a caption has that of its photo", () => {
  const desk = open(report());
  mark(desk, "văn kiện");
  expect(markedPassages(desk.view.state)).toEqual([{ block: null, quote: "văn kiện", from: 6 }]);
  mark(desk, "hội nghị khai");
  expect(markedPassages(desk.view.state)[0]?.block).toBeNull();
  mark(desk, "Quang cảnh");
  expect(markedPassages(desk.view.state)).toEqual([{ block: "f", quote: "Quang cảnh", from: 0 }]);
});

test("a mark over several lines is a passage for each of them", () => {
  const desk = open(report());
  mark(desk, "chưa rõ.", "Tổ phó");
  expect(markedPassages(desk.view.state)).toEqual([
    { block: "a", quote: "chưa rõ.", from: 29 },
    { block: "l", quote: "Tổ trưởng", from: 0 },
    { block: "l", quote: "Tổ phó", from: 0 },
  ]);
});

test("without a mark there is no passage, and a whole page is not a hundred", () => {
  const desk = open(page("T", "L", ...Array.from({ length: 80 }, (_, n) => p(`b${n}`, "Một."))));
  expect(markedPassages(desk.view.state)).toEqual([]);
  const all = new AllSelection(desk.view.state.doc);
  desk.view.dispatch(desk.view.state.tr.setSelection(all));
  expect(markedPassages(desk.view.state)).toHaveLength(20);
});

test("words that occur twice are found where they were pointed at", () => {
  const desk = open(report());
  expect(showPassage(desk.view, { block: "a", quote: "254", from: 19 })).toBe("words");
  expect(selected(desk)).toBe("254");
  expect(desk.view.state.selection.$from.parentOffset).toBe(19);
});

test("a passage is found again after typing before it and after a move of its block", () => {
  const desk = open(report());
  const passage = { block: "a", quote: "còn 254", from: 15 };
  desk.view.dispatch(desk.view.state.tr.insertText("Kết quả: ", 51));
  expect(showPassage(desk.view, passage)).toBe("words");
  expect(selected(desk)).toBe("còn 254");
  expect(showPassage(desk.view, { ...passage, block: "gone" }), "moved to another block").toBe(
    "words",
  );
});

test("where the words have changed the block is shown, and where it is gone nothing is", () => {
  const desk = open(report());
  expect(showPassage(desk.view, { block: "a", quote: "Đạt 999", from: 0 })).toBe("block");
  expect(desk.view.state.selection.$from.parent.textContent).toContain("Đạt 254");
  const before = desk.view.state.selection;
  expect(showPassage(desk.view, { block: "nowhere", quote: "Đạt 999", from: 0 })).toBe("gone");
  expect(desk.view.state.selection.eq(before)).toBe(true);
});
