import { beforeEach, expect, test } from "vitest";

import { caret, open, p, page, press, type } from "./testing";

beforeEach(() => {
  document.body.replaceChildren();
});

const json = (desk: ReturnType<typeof open>) => JSON.stringify(desk.view.state.doc.toJSON());

test("a link goes to the caret, and what is typed behind it is none", () => {
  const desk = open(page("Tít", "Sapo", p("a", "Xem thêm:")));
  caret(desk.view, "a", -1);
  expect(desk.editor.commands.insertLink("Bài  cũ", "https://a.vn/bai")).toBe(true);
  type(desk.view, " x");
  expect(desk.view.state.doc.child(2).textContent).toBe("Xem thêm: Bài cũ x");
  const [, linked, rest] = desk.view.state.doc.child(2).toJSON().content as { marks?: unknown }[];
  expect(linked?.marks).toEqual([{ type: "link", attrs: { href: "https://a.vn/bai" } }]);
  expect(rest?.marks).toBeUndefined();
});

test("a link in the middle of words stands apart from them, and in brackets it does not", () => {
  const desk = open(page("Tít", "Sapo", p("a", "trước(sau")));
  caret(desk.view, "a", 5);
  desk.editor.commands.insertLink("cũ", "https://a.vn/bai");
  expect(desk.view.state.doc.child(2).textContent).toBe("trước cũ(sau");
  caret(desk.view, "a", 9);
  desk.editor.commands.insertLink("mới", "https://a.vn/moi");
  expect(desk.view.state.doc.child(2).textContent).toBe("trước cũ(mới sau");
});

test("no link stands in a headline, and none leads to what is no address", () => {
  const desk = open(page("Tít", "Sapo", p("a", "x")));
  const before = json(desk);
  caret(desk.view, "headline", 0);
  expect(desk.editor.commands.insertLink("Bài cũ", "https://a.vn")).toBe(false);
  caret(desk.view, "a", 0);
  for (const href of ["", "javascript:alert(1)", "file:///etc/passwd"]) {
    expect(desk.editor.commands.insertLink("Bài cũ", href), href).toBe(false);
  }
  expect(json(desk)).toBe(before);
});

test("a paragraph of another article comes behind the block of the caret and goes with one undo", () => {
  const desk = open(page("Tít", "Sapo", p("a", "Đoạn một"), p("b", "Đoạn hai")));
  const before = json(desk);
  caret(desk.view, "a", 2);
  const source = { text: "theo bài “Cũ”, 23/5/2019", href: "https://a.vn/cu" };
  desk.editor.commands.insertBackground("Đoạn\nlấy lại.", source);
  desk.view.state.doc.check();
  const texts = desk.view.state.doc.content.content.slice(2).map((block) => block.textContent);
  expect(texts).toEqual(["Đoạn một", "Đoạn lấy lại. (theo bài “Cũ”, 23/5/2019)", "Đoạn hai"]);
  expect(json(desk)).toContain("https://a.vn/cu");
  press(desk.view, "Mod-z");
  expect(json(desk)).toBe(before);
  expect(desk.editor.commands.insertBackground("  ", source)).toBe(false);
});

test("in the headline it comes before the first block", () => {
  const desk = open(page("Tít", "Sapo", p("a", "Đoạn một")));
  caret(desk.view, "headline", 0);
  desk.editor.commands.insertBackground("Đoạn lấy lại.", { text: "", href: "" });
  expect(desk.view.state.doc.child(2).textContent).toBe("Đoạn lấy lại.");
});
