import { afterEach, describe, expect, it } from "vitest";

import type { ExpandCode } from "./codes";
import { caret, open, p, page, photo, press, sketch, type } from "./testing";

afterEach(() => {
  document.body.replaceChildren();
});

const expandCode: ExpandCode = (text, at) => {
  const code = "\\ubnd\\";
  return text.slice(0, at).endsWith(code)
    ? { from: at - code.length, text: "Ủy ban nhân dân" }
    : null;
};

describe("a code closed in a caption", () => {
  it("is written out where it stood", () => {
    const { view } = open(page("", "", p("a"), photo("b", "Đại diện  họp")), { expandCode });
    caret(view, "b", 9);
    type(view, "\\ubnd\\");
    expect(view.state.selection.$from.parent.textContent).toBe("Đại diện Ủy ban nhân dân họp");
    type(view, " xã");
    expect(view.state.selection.$from.parent.textContent).toBe("Đại diện Ủy ban nhân dân xã họp");
  });

  it("is what was typed again after one undo", () => {
    const { view } = open(page("", "", p("a"), photo("b")), { expandCode });
    caret(view, "b", 0);
    type(view, "\\ubnd\\");
    press(view, "Mod-z");
    expect(view.state.selection.$from.parent.textContent).toBe("\\ubnd");
  });

  it("stays as it was typed in the text, and where nothing knows codes", () => {
    const { view } = open(page("", "", p("a")), { expandCode });
    caret(view, "a", 0);
    type(view, "\\ubnd\\");
    expect(sketch(view)[2]).toBe(String.raw`paragraph#a "\ubnd\"`);
    const other = open(page("", "", p("a"), photo("b"))).view;
    caret(other, "b", 0);
    type(other, "\\ubnd\\");
    expect(other.state.selection.$from.parent.textContent).toBe("\\ubnd\\");
  });
});

describe("a code closed in a field beside the caption", () => {
  /** Types into the field as the webview does; jsdom has no `execCommand` of its own. */
  function typeInto(
    field: HTMLInputElement | HTMLTextAreaElement,
    text: string,
    kind = "insertText",
  ) {
    const { selectionStart, selectionEnd } = field;
    field.setRangeText(text, selectionStart ?? 0, selectionEnd ?? 0, "end");
    field.dispatchEvent(new InputEvent("input", { inputType: kind }));
  }

  function fields(editor: ReturnType<typeof open>) {
    document.execCommand = (_name, _ui, text) => {
      const { activeElement } = document;
      if (activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement)
        typeInto(activeElement, text ?? "");
      return true;
    };
    const field = (name: string) => {
      const found = editor.view.dom.querySelector<HTMLInputElement>(`[data-field="${name}"]`);
      if (!found) throw new Error(`no field ${name}`);
      found.focus();
      return found;
    };
    const stored = (name: string): unknown => editor.view.state.doc.child(3).attrs[name];
    return { field, stored };
  }

  it.each(["credit", "alt"])("is written out in %s, and undo gives back what was typed", (name) => {
    const editor = open(page("", "", p("a"), photo("b")), { expandCode });
    const { field, stored } = fields(editor);
    const input = field(name);
    typeInto(input, "Ảnh: \\ubnd");
    typeInto(input, "\\");
    expect(stored(name)).toBe("Ảnh: Ủy ban nhân dân");
    typeInto(input, " xã");
    expect(stored(name)).toBe("Ảnh: Ủy ban nhân dân xã");
    press(editor.view, "Mod-z");
    expect(stored(name)).toBe("Ảnh: Ủy ban nhân dân");
    press(editor.view, "Mod-z");
    expect(stored(name)).toBe("Ảnh: \\ubnd\\");
  });

  it("stays when it comes back by undo", () => {
    const { field, stored } = fields(open(page("", "", p("a"), photo("b")), { expandCode }));
    typeInto(field("credit"), "\\ubnd\\", "historyUndo");
    expect(stored("credit")).toBe("\\ubnd\\");
  });
});
