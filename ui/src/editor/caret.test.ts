import { beforeEach, expect, test } from "vitest";

import { caret, lineStart, open, p, page, type Desk } from "./testing";

beforeEach(() => {
  document.body.replaceChildren();
});

const ARROWED = 3;

/** A page in which the webview has moved the caret and has not yet told of it. */
function withMovedCaret(): Desk {
  const desk = open(page("Tít", "Sapo", p("a", "Đoạn một"), p("b", "Đoạn hai")));
  desk.view.focus();
  caret(desk.view, "a", 1);
  const text = desk.view.domAtPos(lineStart(desk.view.state.doc, "a") + 1).node;
  getSelection()?.collapse(text, ARROWED);
  expect(desk.view.state.selection.head, "not told yet").toBe(at(desk, 1));
  return desk;
}

const at = ({ view }: Desk, offset: number) => lineStart(view.state.doc, "a") + offset;

test.each<[string, (desk: Desk) => void]>([
  ["changes", ({ editor }) => editor.showChanges([])],
  ["threads", ({ editor }) => editor.showThreads([], editor.stamp())],
  ["findings", ({ editor }) => editor.showFindings([])],
  ["the words of a language", ({ editor }) => editor.setLanguage((key) => `${key} in English`)],
  [
    "a place to drop at",
    ({ editor }) => editor.showDropTarget({ kind: "between", afterBlockId: "a" }),
  ],
])("%s that are drawn right behind an arrow leave the caret where it went", (_, draw) => {
  const desk = withMovedCaret();
  draw(desk);
  expect(desk.view.state.selection.head).toBe(at(desk, ARROWED));
  expect(getSelection()?.anchorOffset).toBe(ARROWED);
});

test("a command works where the caret is, not where it was", () => {
  const desk = withMovedCaret();
  desk.editor.commands.insertLink("cũ", "https://a.vn");
  expect(desk.view.state.doc.child(2).textContent).toBe("Đoạ cũ n một");
});
