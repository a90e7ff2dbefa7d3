import { expect, test } from "vitest";

import type { Label, Recognition } from "../../ipc";
import { labelled, labelsFor, previewOf, relabel, restore, sumOf } from "./preview";

function recognition(...lines: [string, Label, number][]): Recognition {
  return {
    lines: lines.map(([text, label, confidence]) => ({ text, label, confidence })),
    hardSpaces: 0,
    decomposed: 0,
    invisible: 0,
    encoding: "UTF-8",
    written: "unicode",
    fonts: [],
    source: [],
  };
}

const report = recognition(
  ["Truy cập nội dung luôn", "junk", 0.97],
  ["Thực hiện nghiêm quy định", "headline", 0.98],
  ["Đó là nhấn mạnh của đồng chí", "lead", 0.95],
  ["Các đại biểu tham dự buổi làm việc", "caption", 0.7],
  ["Tại buổi làm việc, đồng chí đã báo cáo", "paragraph", 0.99],
  ["Nguồn: thainguyen.gov.vn", "source", 1],
  ["Thanh Mai - Thanh Hiếu", "byline", 0.93],
);

test("guesses that are not sure are marked to be checked", () => {
  const lines = previewOf(report);
  expect(lines.filter((line) => !line.sure).map((line) => line.text)).toEqual([
    "Các đại biểu tham dự buổi làm việc",
  ]);
  expect(sumOf(lines)).toEqual({
    paragraphs: 1,
    photos: 1,
    dropped: 1,
    toCheck: 1,
    hasHeadline: true,
    nothing: false,
  });
});

test("a line that a person has labelled is checked, even with the same label", () => {
  const lines = relabel(previewOf(report), 3, "caption");
  expect(sumOf(lines).toCheck).toBe(0);
});

test("an article has one headline: the old one becomes text", () => {
  const lines = relabel(previewOf(report), 4, "headline");
  expect(lines.map((line) => line.label)).toEqual([
    "junk",
    "paragraph",
    "lead",
    "caption",
    "headline",
    "source",
    "byline",
  ]);
});

test("a dropped line comes back as what it was, junk as text", () => {
  const dropped = relabel(previewOf(report), 6, "junk");
  expect(restore(dropped, 6)[6]?.label).toBe("byline");
  expect(restore(dropped, 0)[0]?.label).toBe("paragraph");
});

test("dropped lines are sent as junk, so that the store decides nothing by itself", () => {
  expect(labelled(previewOf(report))[0]).toEqual({
    text: "Truy cập nội dung luôn",
    label: "junk",
  });
});

test("when every line is dropped there is nothing to make an article of", () => {
  const lines = previewOf(recognition(["Chia sẻ", "junk", 1]));
  expect(sumOf(lines).nothing).toBe(true);
});

test("a photo of a file is one or none, and a list can be taken apart", () => {
  const [photo, list, text] = previewOf(
    recognition(["anh.jpg", "photo", 1], ["• một • hai", "list", 1], ["Một đoạn.", "paragraph", 1]),
  );
  expect(photo && labelsFor(photo)).toEqual(["photo", "junk"]);
  expect(list && labelsFor(list).slice(0, 2)).toEqual(["list", "headline"]);
  expect(text && labelsFor(text)).not.toContain("list");
});
