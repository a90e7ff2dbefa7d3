import { expect, test } from "vitest";

import type { Change, Replacement, Thread } from "../ipc";
import { changeText, excerptOf, questionExcerpt } from "./change-words";

function change(kind: Change["kind"], more: Partial<Change> = {}): Change {
  return {
    id: "1",
    kind,
    block: null,
    old: [],
    new: [],
    at: { line: 0, offset: 0 },
    removed: [],
    attr: null,
    movedFrom: null,
    by: null,
    byAt: null,
    ...more,
  };
}

const run = (text: string) => [{ type: "text" as const, text }];
const lines = ["Tít", "Sapo mới", "một hai ba"];

test("a change of words is told by what went and what came", () => {
  const replaced = change("replaced", {
    new: [{ line: 1, from: 5, to: 8 }],
    removed: [{ start: null, runs: run("cũ") }],
  });
  expect(excerptOf(replaced, lines)).toEqual({ gone: "cũ", come: "mới", kept: "" });
  const gone = change("blockDeleted", {
    removed: [
      { start: "paragraph", runs: run("một") },
      { start: "paragraph", runs: run("hai") },
    ],
  });
  expect(excerptOf(gone, lines).gone).toBe("một ¶ hai");
  const moved = change("blockMoved", { new: [{ line: 2, from: 0, to: 10 }] });
  expect(excerptOf(moved, lines).kept).toBe("một hai ba");
});

test("a long passage is cut", () => {
  const long = change("inserted", { new: [{ line: 0, from: 0, to: 999 }] });
  expect(excerptOf(long, ["x".repeat(999)]).come.length).toBeLessThan(250);
});

test("who made it and when is told where it is known", () => {
  expect(changeText(change("inserted")).who).toBe("");
  expect(changeText(change("inserted", { by: "Mai" })).who).toBe("Mai");
  expect(changeText(change("inserted", { by: "Mai", byAt: Date.now() })).who).toMatch(
    /^Mai, \d\d:\d\d$/,
  );
});

test("kinds of lines, holders and fields have names that people use", () => {
  const attr = (name: string, old: string, now: string) => ({ attr: { name, old, new: now } });
  const what = (kind: Change["kind"], more: Partial<Change>) => changeText(change(kind, more)).what;
  expect(what("blockKind", attr("kind", "paragraph", "subhead"))).toBe("Đoạn văn thành tít phụ");
  expect(what("blockMoved", attr("holder", "", "box"))).toBe("Đưa vào khung thông tin");
  expect(what("blockMoved", attr("holder", "photoGroup", ""))).toBe("Đưa ra khỏi nhóm ảnh");
  expect(what("blockMoved", {})).toBe("Chuyển chỗ");
  expect(what("field", attr("source", "", "x"))).toBe("Đổi “Nguồn”");
  expect(what("field", attr("bylines", "", "x"))).toBe("Đổi “Tên dưới bài”");
  expect(what("blockDeleted", { removed: [{ start: "photo", runs: [] }] })).toBe("Xóa ảnh");
});

test("values of fields are written as people write them", () => {
  const values = (name: string, old: string, now: string) => {
    const { gone, come } = excerptOf(change("field", { attr: { name, old, new: now } }), []);
    return [gone, come];
  };
  expect(values("eventDate", "", "2026-05-23")).toEqual(["", "23/05/2026"]);
  expect(values("bylines", "Mai", "Mai, Hiếu [photo]")).toEqual(["Mai", "Mai, Hiếu (ảnh)"]);
  expect(values("language", "vi", "xx")).toEqual(["Tiếng Việt", "xx"]);
  const at = new Date(2026, 4, 23, 15, 30).getTime();
  expect(values("embargo", "", String(at))[1]).toContain("2026");
});

test("a question of a merge is told by what stands there and what the other side has", () => {
  const told = (quote: string, suggestion: Replacement) =>
    questionExcerpt({ anchor: { quote }, suggestion } as Thread);
  const words = (text: string): Replacement => ({ kind: "text", runs: run(text) });
  expect(told("bốn hộ", words("năm hộ"))).toEqual({ gone: "bốn hộ", come: "năm hộ", kept: "" });
  const long = "Đoàn công tác của huyện đã";
  expect(told(`${long} đến nơi`, words(`${long} đi đến nơi`))).toEqual({
    gone: "…đến nơi",
    come: "…đi đến nơi",
    kept: "",
  });
  expect(told("Thừa", { kind: "deleteBlock" })).toEqual({ gone: "Thừa", come: "", kept: "" });
  expect(told("Cũ", { kind: "field", name: "source", value: '"Mới"' }).come).toBe("Mới");
  expect(told("Đoạn", { kind: "moveAfter", block: null }).kept).toBe("Đoạn");
});
