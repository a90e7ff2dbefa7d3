import { afterEach, describe, expect, it, vi } from "vitest";

import { caret, open, p, page, photo, press, sketch, table, type } from "./testing";

afterEach(() => {
  document.body.replaceChildren();
});

/**
 * How UniKey and EVKey write Telex on Windows: letters as they come, and where a key changes what
 * stands there, Backspaces and the letters anew. `\b` is a Backspace.
 */
const UNIKEY = "tie\bêng\b\b\bếng vie\bêt\b\bệt d\bđo\bông\b\b\bộng chi\bỉ Thanh Hie\bêu\b\bếu";
const SENTENCE = "tiếng việt động chỉ Thanh Hiếu";

describe("keyboards that send Backspaces and letters", () => {
  it.each([
    ["headline", "headline"],
    ["lead", "lead"],
    ["paragraph", "a"],
    ["caption", "b"],
    ["cell", "c/0"],
  ])("write Vietnamese into the %s", (_, where) => {
    const { view } = open(page("", "", p("a"), photo("b"), table("c", ["", ""])));
    caret(view, where, 0);
    type(view, UNIKEY);
    const { parent } = view.state.selection.$from;
    expect(parent.textContent).toBe(SENTENCE);
    expect(parent.textContent).toBe(parent.textContent.normalize("NFC"));
    expect(sketch(view)).toHaveLength(5);
  });

  it("write over a selection, in mid-word and after Enter", () => {
    const { view } = open(page("", "", p("a", "một hai ba")));
    caret(view, "a", 4, 7);
    type(view, UNIKEY);
    expect(sketch(view)[2]).toBe(`paragraph#a "một ${SENTENCE} ba"`);
    caret(view, "a", 2);
    press(view, "Enter");
    type(view, "d\bđ");
    expect(sketch(view)[3]).toMatch(/^paragraph#\w+ "đt tiếng/);
  });

  it("keep the marks they type in", () => {
    const { view } = open(page("", "", p("a")));
    caret(view, "a", 0);
    press(view, "Mod-b");
    type(view, "vie\bêt\b\bệt");
    press(view, "Mod-b");
    type(view, " nam");
    expect(sketch(view)[2]).toBe('paragraph#a "<strong>việt</> nam"');
  });

  it("are undone by the word they wrote, not by the letter", () => {
    const { view } = open(page("", "", p("a")));
    caret(view, "a", 0);
    type(view, UNIKEY);
    press(view, "Mod-z");
    expect(sketch(view)[2]).toBe('paragraph#a ""');
    press(view, "Mod-y");
    expect(sketch(view)[2]).toBe(`paragraph#a "${SENTENCE}"`);
  });
});

describe("an input method that composes", () => {
  /** The webview writes into the DOM; the page reads what stands there. */
  async function compose(
    desk: ReturnType<typeof open>,
    line: Element,
    steps: readonly string[],
  ): Promise<void> {
    const { view } = desk;
    view.dom.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    let text: Text | null = null;
    for (const step of steps) {
      if (text) {
        text.data = step;
      } else {
        text = document.createTextNode(step);
        line.replaceChildren(text);
      }
      document.getSelection()?.collapse(text, step.length);
      view.dom.dispatchEvent(
        new CompositionEvent("compositionupdate", { bubbles: true, data: step }),
      );
      await Promise.resolve();
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  it("keeps its text node: nothing in the page is drawn anew under it", async () => {
    const desk = open(page("", "", p("a"), photo("b")));
    const { view, editor } = desk;
    view.focus();
    caret(view, "a", 0);
    const line = view.dom.children[2] as HTMLElement;
    await compose(desk, line, ["T", "Th", "Thư", "Thực"]);
    expect(editor.isComposing()).toBe(true);
    expect(view.dom.children[2], "the paragraph is the same element").toBe(line);
    expect(line.textContent).toBe("Thực");
    const typed = line.firstChild;
    editor.setLanguage((key) => `vi:${key}`);
    expect(line.firstChild, "new words around it leave it alone").toBe(typed);
    expect(JSON.stringify(editor.getDocument()), "the text as it stands").toContain("Thực");
    view.dom.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "Thực" }));
    await vi.waitFor(() => expect(editor.isComposing()).toBe(false));
    expect(sketch(view)[2]).toBe('paragraph#a "Thực"');
    editor.destroy();
  });
});
