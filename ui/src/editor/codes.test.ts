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
