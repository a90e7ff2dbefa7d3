import { afterEach, describe, expect, it, vi } from "vitest";

import type { EditorSummary } from "./summary";
import type { DropTarget } from "./document";
import {
  HASH,
  OTHER_HASH,
  box,
  caret,
  group,
  ids,
  line,
  list,
  open,
  p,
  page,
  photo,
  press,
  sketch,
  table,
  type,
} from "./testing";

afterEach(() => {
  document.body.replaceChildren();
});

/** The frame, and what is only told behind it. */
const frame = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

const everything = page(
  "Tít bài",
  "Sapo *đậm*",
  p("a", "Một hai - ba"),
  line("subhead", "b", "Mục"),
  line("quote", "c", "Lời"),
  list("d", true, "1", "2"),
  table("e", ["1", "2"]),
  box("f", p("g", "trong khung")),
  photo("h", "Chú thích ảnh", HASH),
  group("i", photo("j", ""), photo("k", "x")),
);

describe("the document", () => {
  it("comes out as it went in", () => {
    const withoutEmpty = JSON.parse(JSON.stringify(everything)) as typeof everything;
    withoutEmpty.content
      .flatMap((node) => [node, ...(node.content ?? [])])
      .forEach((node) => {
        if (node.content?.length === 0) delete node.content;
      });
    const { editor } = open(everything);
    expect(editor.getDocument()).toEqual(withoutEmpty);
  });

  it("that is not one is refused and changes nothing", () => {
    const { editor, view } = open(page("Tít", "Sapo", p("a", "x")));
    const before = sketch(view);
    const wrong = [
      { type: "doc", content: [] },
      { type: "paragraph", content: [] },
      page("t", "s"),
      page("t", "s", { type: "video", attrs: {} }),
      page("t", "s", box("b", photo("c"))),
      page("t", "s", { ...photo("c"), attrs: { id: "c", photo: 5, credit: "", alt: "" } }),
    ];
    for (const document of wrong) {
      expect(() => editor.setDocument(document as typeof everything)).toThrow();
    }
    expect(sketch(view)).toEqual(before);
  });

  it("set from outside forgets undo and tells nobody of a change", () => {
    const { editor, view, options } = open(page("Tít", "Sapo", p("a", "x")));
    caret(view, "a", 1);
    type(view, "y");
    expect(options.onChange).toHaveBeenCalledOnce();
    editor.setDocument(page("Khác", "", p("b", "z")));
    expect(sketch(view)[0]).toBe('headline "Khác"');
    expect(editor.commands.undo()).toBe(false);
    expect(options.onChange).toHaveBeenCalledOnce();
    caret(view, "b", 0);
    press(view, "Enter");
    expect(new Set(ids(view)).size).toBe(2);
  });

  it("is told of with each change and read when wanted", () => {
    const onChange = vi.fn();
    const { view } = open(page("", "", p("a")), { onChange });
    caret(view, "headline", 0);
    expect(onChange).not.toHaveBeenCalled();
    type(view, "ab");
    expect(onChange).toHaveBeenCalledTimes(2);
    const read = onChange.mock.calls[0]?.[0] as () => typeof everything;
    expect(read().content[0]?.content?.[0]?.text, "as it stands when read").toBe("ab");
  });
});

describe("the summary", () => {
  it("is told at most once a frame and only when it differs", async () => {
    const onSummary = vi.fn();
    const { view } = open(page("", "", p("a", "một")), { onSummary });
    await frame();
    expect(onSummary).toHaveBeenCalledOnce();
    caret(view, "a", 1);
    type(view, "xyz");
    await frame();
    expect(onSummary).toHaveBeenCalledTimes(2);
    caret(view, "a", 2);
    await frame();
    expect(onSummary, "the same again is no news").toHaveBeenCalledTimes(2);
  });

  it("counts syllables and knows what is empty", async () => {
    const onSummary = vi.fn<(summary: EditorSummary) => void>();
    const { editor, view } = open(everything, { onSummary });
    await frame();
    expect(onSummary.mock.lastCall?.[0]).toMatchObject({
      syllables: { headline: 2, lead: 2, body: 11, captions: 4, total: 19 },
      empty: { headline: false, lead: false, body: false },
      photosMissing: 2,
      thread: null,
      canUndo: false,
    });
    editor.setDocument(page("", "", p("a")));
    await frame();
    expect(onSummary.mock.lastCall?.[0]).toMatchObject({
      syllables: { total: 0 },
      empty: { headline: true, lead: true, body: true },
    });
    caret(view, "a", 0);
    type(view, "x");
    await frame();
    expect(onSummary.mock.lastCall?.[0]).toMatchObject({ canUndo: true, empty: { body: false } });
  });

  it("says where the caret is and which marks are on", async () => {
    const onSummary = vi.fn<(summary: EditorSummary) => void>();
    const { view, editor } = open(everything, { onSummary });
    const at = async (where: string, offset: number): Promise<EditorSummary | undefined> => {
      caret(view, where, offset);
      await frame();
      return onSummary.mock.lastCall?.[0];
    };
    expect(await at("headline", 0)).toMatchObject({
      place: "headline",
      takesMarks: false,
      blockId: null,
    });
    expect(await at("lead", 6)).toMatchObject({
      place: "lead",
      marks: { strong: true, em: false },
    });
    expect(await at("d/1", 0)).toMatchObject({ place: "numberedList", blockId: "d" });
    expect(await at("e/1", 0)).toMatchObject({ place: "table", blockId: "e" });
    expect(await at("g", 0)).toMatchObject({ place: "paragraph", blockId: "g", inBox: true });
    expect(await at("k", 0)).toMatchObject({ place: "photo", blockId: "k", inPhotoGroup: true });
    caret(view, "a", 0, 3);
    editor.commands.setLink("https://vi.du");
    expect(await at("a", 1)).toMatchObject({ link: "https://vi.du", hasSelection: false });
    editor.destroy();
  });
});

describe("a photo in the page", () => {
  function figure(): ReturnType<typeof open> & { at: (selector: string) => HTMLElement } {
    const desk = open(page("t", "s", photo("a", "Chú thích", HASH), photo("b", "")));
    const at = (selector: string): HTMLElement => {
      const found = desk.view.dom.querySelector<HTMLElement>(selector);
      if (!found) throw new Error(selector);
      return found;
    };
    return { ...desk, at };
  }

  it("shows its picture or that it is missing", () => {
    const { at, editor } = figure();
    expect(at('[data-id="a"] img').getAttribute("src")).toBe(`photo://localhost/${HASH}/desk`);
    expect(at('[data-id="a"]').dataset["photo"]).toBe("shown");
    expect(at('[data-id="b"]').dataset["photo"]).toBe("missing");
    expect(at('[data-id="b"] img').hidden).toBe(true);
    expect(at('[data-id="b"] .photo-missing-title').textContent).toBe("editor.photoMissing");
    at('[data-id="a"] img').dispatchEvent(new Event("error"));
    expect(at('[data-id="a"] .photo-missing-title').textContent).toBe("editor.photoUnreadable");
    editor.commands.setPhoto("a", OTHER_HASH);
    expect(at('[data-id="a"]').dataset["photo"], "another photo is tried anew").toBe("shown");
  });

  it("writes credit and alt text as they are typed, as one step of undo", () => {
    const { at, view, editor } = figure();
    const input = at('[data-id="a"] [data-field=credit]') as HTMLInputElement;
    const before = at('[data-id="a"]');
    input.focus();
    for (const value of ["L", "Lê", "Lê Bình"]) {
      input.value = value;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    expect(view.state.doc.child(2).attrs["credit"]).toBe("Lê Bình");
    expect(at('[data-id="a"]'), "the figure is not drawn anew").toBe(before);
    input.dispatchEvent(
      new KeyboardEvent("keydown", { key: "z", ctrlKey: true, bubbles: true, cancelable: true }),
    );
    expect(view.state.doc.child(2).attrs["credit"]).toBe("");
    expect(input.value).toBe("");
    editor.commands.redo();
    expect(input.value).toBe("Lê Bình");
  });

  it("waits for the end of a composition in its fields", () => {
    const { at, view, editor } = figure();
    const input = at('[data-id="a"] [data-field=alt]') as HTMLInputElement;
    input.focus();
    input.dispatchEvent(new CompositionEvent("compositionstart"));
    input.value = "Hieê";
    input.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
    expect(view.state.doc.child(2).attrs["alt"]).toBe("");
    expect(editor.isComposing()).toBe(true);
    editor.setLanguage((key) => key.toUpperCase());
    expect(input.value, "the unfinished word stays").toBe("Hieê");
    input.value = "Hiế";
    input.dispatchEvent(new CompositionEvent("compositionend"));
    expect(view.state.doc.child(2).attrs["alt"]).toBe("Hiế");
    expect(editor.isComposing()).toBe(false);
    input.value = "Hiếu";
    input.dispatchEvent(new FocusEvent("blur"));
    expect(view.state.doc.child(2).attrs["alt"]).toBe("Hiếu");
  });

  it("is put beside the next one by its button, and taken apart by that of the group", () => {
    const desk = open(
      page("t", "s", photo("a", "1", HASH), photo("b", "2"), p("c", "x"), photo("d", "3")),
    );
    const at = (selector: string): HTMLElement | null => desk.view.dom.querySelector(selector);
    expect(at('[data-id="a"] .photo-join')?.hidden).toBe(false);
    expect(at('[data-id="b"] .photo-join')?.hidden, "text follows").toBe(true);
    expect(at('[data-id="d"] .photo-join')?.hidden, "nothing follows").toBe(true);
    caret(desk.view, "c", 0);
    desk.editor.commands.moveBlockDown();
    expect(at('[data-id="b"] .photo-join')?.hidden, "a photo follows now").toBe(false);

    at('[data-id="a"] .photo-join')?.click();
    expect(sketch(desk.view).slice(2)).toEqual([
      expect.stringMatching(/^photoGroup#\w+ \[photo#a "1", photo#b "2"\]$/),
      'photo#d "3"',
      'paragraph#c "x"',
    ]);
    expect(at('.photo-row [data-id="a"] .photo-join')?.hidden, "the group has one for all").toBe(
      true,
    );
    at(".photo-group > .photo-actions .photo-join")?.click();
    expect(at(".photo-group > .photo-actions .photo-join")?.hidden).toBe(true);
    expect(desk.view.dom.querySelectorAll(".photo-row > figure")).toHaveLength(3);
    desk.editor.setLanguage((key) => `en:${key}`);
    expect(at(".photo-split")?.textContent).toBe("en:editor.splitGroup");
    at(".photo-split")?.click();
    expect(sketch(desk.view).slice(2)).toEqual([
      'photo#a "1"',
      'photo#b "2"',
      'photo#d "3"',
      'paragraph#c "x"',
    ]);
  });

  it("says whether it can be grouped", async () => {
    const onSummary = vi.fn<(summary: EditorSummary) => void>();
    const { view } = open(page("t", "s", photo("a"), photo("b"), p("c")), { onSummary });
    for (const [where, can] of [
      ["a", true],
      ["b", false],
      ["c", false],
    ] as const) {
      caret(view, where, 0);
      await frame();
      expect(onSummary.mock.lastCall?.[0].canGroupPhotos, where).toBe(can);
    }
  });

  it("keeps its alt text on one line, in a field of two", () => {
    const { at, view } = figure();
    const field = at('[data-id="a"] [data-field=alt]') as HTMLTextAreaElement;
    expect(field.rows).toBe(2);
    field.value = "Bảy người\r\n ngồi quanh bàn";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    expect(view.state.doc.child(2).attrs["alt"]).toBe("Bảy người ngồi quanh bàn");
  });

  it("asks for a photo, gives it up and goes by its buttons", () => {
    const { at, view, options } = figure();
    at('[data-id="b"] .photo-choose').click();
    expect(options.onChoosePhoto).toHaveBeenCalledExactlyOnceWith("b");
    expect(at('[data-id="b"] .photo-remove').hidden).toBe(true);
    at('[data-id="a"] .photo-remove').click();
    expect(sketch(view)[2]).toBe('photo#a "Chú thích"');
    expect(view.state.doc.child(2).attrs["photo"]).toBeNull();
    at('[data-id="a"] .photo-delete').click();
    expect(sketch(view)).toHaveLength(3);
  });

  it("speaks the language that is set, hints included", () => {
    const { at, editor, view } = figure();
    editor.setLanguage((key) => `en:${key}`);
    expect(at('[data-id="a"] .photo-credit span').textContent).toBe("en:editor.credit");
    expect(at('[data-id="b"] .photo-choose').textContent).toBe("en:editor.choosePhoto");
    expect(at('[data-id="b"]').dataset["placeholder"]).toBe("en:editor.caption");
    expect(view.dom.getAttribute("aria-label")).toBe("en:editor.page");
  });

  it("is walked by Tab from caption to credit and back", () => {
    const { at, view } = figure();
    caret(view, "b", 0);
    expect(press(view, "Tab")).toBe(true);
    const credit = at('[data-id="b"] [data-field=credit]');
    expect(document.activeElement).toBe(credit);
    credit.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Tab", shiftKey: true, bubbles: true, cancelable: true }),
    );
    expect(view.hasFocus()).toBe(true);
    expect(view.state.selection.$from.parent.attrs["id"]).toBe("b");
    caret(view, "b", 0);
    press(view, "Tab");
    for (const key of ["Enter", "Enter"]) {
      document.activeElement?.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
      );
    }
    expect(view.hasFocus(), "Enter goes on to alt text and out").toBe(true);
    type(view, "x");
    expect(sketch(view)[4], "below the last photo a line is begun").toMatch(/^paragraph#\w+ "x"$/);
  });

  it("keeps what is typed and clicked in its fields from the page", () => {
    const { at, view } = figure();
    const before = sketch(view);
    const input = at('[data-id="a"] [data-field=credit]');
    for (const key of ["Enter", "Backspace", "Tab", "Delete"]) {
      input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }
    expect(sketch(view)).toEqual(before);
  });
});

describe("hints", () => {
  it("stand in what is empty and are no part of the text", () => {
    const { view, editor } = open(page("", "", p("a")));
    const hints = (): (string | undefined)[] =>
      [...view.dom.querySelectorAll<HTMLElement>(".is-empty")].map(
        (element) => element.dataset["placeholder"],
      );
    expect(hints()).toEqual(["editor.headline", "editor.lead", "editor.body"]);
    expect(view.dom.textContent).toBe("");
    caret(view, "headline", 0);
    const headline = view.dom.children[0];
    type(view, "T");
    expect(hints()).toEqual(["editor.lead", "editor.body"]);
    expect(view.dom.children[0], "the line is not drawn anew").toBe(headline);
    editor.setDocument(page("a", "b", p("c", ""), p("d", "x")));
    expect(hints()).toEqual([]);
  });
});

describe("a dragged photo", () => {
  /** Each child of the page is 100 high, one under the other. */
  function laidOut(): ReturnType<typeof open> {
    const desk = open(page("t", "s", p("a", "x"), photo("b"), p("c", "y")));
    [...desk.view.dom.children].forEach((child, at) => {
      child.getBoundingClientRect = () => new DOMRect(0, at * 100, 600, 100);
    });
    vi.spyOn(document, "elementFromPoint").mockImplementation((_, y) => {
      return desk.view.dom.children[Math.floor(y / 100)] ?? null;
    });
    return desk;
  }

  it("lands on a missing photo or between blocks", () => {
    const { editor } = laidOut();
    const cases: [number, DropTarget][] = [
      [10, { kind: "between", afterBlockId: null }],
      [210, { kind: "between", afterBlockId: null }],
      [290, { kind: "between", afterBlockId: "a" }],
      [310, { kind: "photo-missing", blockId: "b" }],
      [410, { kind: "between", afterBlockId: "b" }],
      [2000, { kind: "between", afterBlockId: "c" }],
    ];
    for (const [y, target] of cases) expect(editor.dropTargetAt(5, y), String(y)).toEqual(target);
  });

  it("shows where it lands until it is gone, and changes nothing by it", () => {
    const { editor, view, options } = laidOut();
    editor.showDropTarget({ kind: "photo-missing", blockId: "b" });
    expect(view.dom.querySelector(".drop-here")?.getAttribute("data-id")).toBe("b");
    editor.showDropTarget({ kind: "between", afterBlockId: null });
    expect(view.dom.querySelector(".drop-here")).toBeNull();
    expect(view.dom.querySelector(".drop-after")?.getAttribute("data-block")).toBe("lead");
    editor.showDropTarget({ kind: "between", afterBlockId: "c" });
    expect(view.dom.querySelector(".drop-after")?.getAttribute("data-id")).toBe("c");
    editor.hideDropTarget();
    expect(view.dom.querySelector(".drop-after, .drop-here")).toBeNull();
    expect(options.onChange).not.toHaveBeenCalled();
  });
});

describe("the focus", () => {
  it("goes to headline, lead and body", () => {
    const { editor, view } = open(page("Tít", "Sapo", p("a", "x")));
    for (const [place, type, offset] of [
      ["headline", "headline", 3],
      ["lead", "lead", 4],
      ["body", "paragraph", 0],
    ] as const) {
      editor.focus(place);
      expect(view.state.selection.$from.parent.type.name).toBe(type);
      expect(view.state.selection.$from.parentOffset).toBe(offset);
    }
    expect(editor.showBlock("a")).toBe(true);
    expect(editor.showBlock("gone")).toBe(false);
  });

  it("is given back after a command", () => {
    const { editor, view } = open(page("Tít", "Sapo", p("a", "x")));
    caret(view, "a", 0, 1);
    editor.commands.toggleMark("em");
    expect(view.hasFocus()).toBe(true);
  });
});
