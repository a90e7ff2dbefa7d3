import { beforeEach, expect, test } from "vitest";

import type { ShownChange } from "./changes";
import { caret, open, p, page, press, sketch, type Desk } from "./testing";

beforeEach(() => {
  document.body.replaceChildren();
});

const PARAGRAPH = 2;
const WORDS = "Đồng chí Hiếu phát biểu";

/** A page with "chí Hiếu" drawn as new. */
function withInsertion(): Desk {
  const desk = open(page("Tít", "Sapo", p("a", WORDS), p("b")));
  const inserted: ShownChange = {
    id: "x",
    kind: "inserted",
    old: [],
    new: [{ line: PARAGRAPH, from: 5, to: 13 }],
    at: { line: PARAGRAPH, offset: 5 },
    removed: [],
    attr: null,
    movedFrom: null,
  };
  desk.editor.showChanges([inserted]);
  desk.view.focus();
  return desk;
}

/** A key with a letter, as the webview tells of it; whether the page took it upon itself. */
function key({ view }: Desk, letter: string): boolean {
  const event = new KeyboardEvent("keypress", {
    charCode: letter.charCodeAt(0),
    bubbles: true,
    cancelable: true,
  });
  return !view.dom.dispatchEvent(event);
}

const drawn = ({ view }: Desk) => view.dom.querySelector("ins");

test.each([
  ["at their end", 13, "chí Hiếus"],
  ["in their middle", 8, "chís Hiếu"],
])("a letter typed into new words %s goes into the element that is there", (_, offset, words) => {
  const desk = withInsertion();
  const before = drawn(desk);
  caret(desk.view, "a", offset);
  expect(key(desk, "s")).toBe(true);
  expect(drawn(desk)).toBe(before);
  expect(drawn(desk)?.textContent).toBe(words);
  expect(desk.view.state.doc.child(PARAGRAPH).textContent).toBe(WORDS.replace("chí Hiếu", words));
  expect(getSelection()?.anchorNode?.parentNode, "the caret stays in it").toBe(before);
});

test("letters typed into new words are undone together", () => {
  const desk = withInsertion();
  caret(desk.view, "a", 13);
  for (const letter of " Ninh") key(desk, letter);
  expect(sketch(desk.view)[PARAGRAPH]).toBe('paragraph#a "Đồng chí Hiếu Ninh phát biểu"');
  press(desk.view, "Mod-z");
  expect(sketch(desk.view)[PARAGRAPH]).toBe(`paragraph#a "${WORDS}"`);
});

test("a letter typed into new words takes the marks that wait for it", () => {
  const desk = withInsertion();
  caret(desk.view, "a", 13);
  press(desk.view, "Mod-b");
  key(desk, "s");
  expect(sketch(desk.view)[PARAGRAPH]).toBe('paragraph#a "Đồng chí Hiếu<strong>s</> phát biểu"');
});

test("where nothing is drawn, and over marked words, the webview types", () => {
  const desk = withInsertion();
  caret(desk.view, "a", 2);
  expect(key(desk, "s")).toBe(false);
  caret(desk.view, "a", 6, 9);
  expect(key(desk, "s")).toBe(false);
});
