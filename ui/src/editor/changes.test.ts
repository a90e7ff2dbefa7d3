import { afterEach, describe, expect, it, vi } from "vitest";

import { changePosition, currentChange, type ShownChange } from "./changes";
import { positionOf, spotAt, textOfLines } from "./lines";
import { mountReader } from "./reader";
import {
  HASH,
  OTHER_HASH,
  box,
  caret,
  group,
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

const run = (text: string) => ({ type: "text", text });

function change(id: string, kind: ShownChange["kind"], more: Partial<ShownChange> = {}) {
  const made: ShownChange = {
    id,
    kind,
    old: [],
    new: [],
    at: { line: 0, offset: 0 },
    removed: [],
    attr: null,
    movedFrom: null,
    ...more,
  };
  return made;
}

const inserted = (id: string, lineNumber: number, from: number, to: number) =>
  change(id, "inserted", {
    new: [{ line: lineNumber, from, to }],
    at: { line: lineNumber, offset: from },
  });

const deleted = (id: string, lineNumber: number, offset: number, text: string) =>
  change(id, "deleted", {
    at: { line: lineNumber, offset },
    removed: [{ start: null, runs: [run(text)] }],
  });

const changeText = ({ kind }: ShownChange) => ({ what: kind, who: "Mai" });

/** The page as a reader sees it, changes in brackets. */
function seen(root: ParentNode): string[] {
  const sight = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (!(node instanceof HTMLElement)) return "";
    if (node.matches("img, br, .photo-actions, .photo-fields, .photo-missing")) {
      return node.matches(".change-values img") ? `(${node.getAttribute("src") ?? ""})` : "";
    }
    const inner = [...node.childNodes].map(sight).join("");
    if (node.matches(".change-in, .change-out")) return `<${node.tagName.toLowerCase()} ${inner}>`;
    if (node.matches(".change-marks")) return `<marks ${inner}>`;
    if (node.matches(".change-tag")) return `<tag ${inner}>`;
    if (node.matches("[data-change]")) return `<${node.className.split(" ")[0] ?? ""} ${inner}>`;
    return inner;
  };
  return [...root.children].map(sight);
}

function shown(document: Parameters<typeof open>[0], ...changes: ShownChange[]) {
  const onPickChange = vi.fn();
  const desk = open(document, { changeText, onPickChange });
  desk.editor.showChanges(changes);
  return { ...desk, onPickChange, seen: () => seen(desk.view.dom) };
}

describe("lines", () => {
  const everything = page(
    "Tít",
    "Sapo",
    p("a", "một"),
    list("b", false, "hai", ""),
    table("c", ["ba", "bốn"], ["năm", "sáu"]),
    box("d", p("e", "bảy")),
    group("f", photo("g", "tám"), photo("h", "chín")),
  );

  it("are counted in reading order, whatever holds them", () => {
    const { view } = open(everything);
    const { doc } = view.state;
    const texts = Array.from({ length: 12 }, (_, at) => {
      const position = positionOf(doc, { line: at, offset: 0 });
      return position === null ? null : doc.resolve(position).parent.textContent;
    });
    expect(texts).toEqual([
      ...["Tít", "Sapo", "một", "hai", "", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"],
    ]);
    expect(positionOf(doc, { line: 12, offset: 0 })).toBeNull();
    expect(textOfLines(everything)).toEqual(texts);
  });

  it("give each position back as the spot it was asked for", () => {
    const { doc } = open(everything).view.state;
    for (let at = 0; at < 12; at += 1) {
      for (const offset of [0, 1, 2]) {
        const position = positionOf(doc, { line: at, offset }) ?? 0;
        const { parent } = doc.resolve(position);
        const spot = { line: at, offset: Math.min(offset, parent.content.size) };
        expect(spotAt(doc, position)).toEqual(spot);
      }
    }
  });
});

describe("changes in the page", () => {
  it("are underlined, struck through and labelled where they are", () => {
    const { seen } = shown(
      page("Tít mới", "Sapo", p("a", "một hai ba"), p("b", "đoạn mới")),
      change("1", "replaced", {
        new: [{ line: 0, from: 4, to: 7 }],
        at: { line: 0, offset: 4 },
        removed: [{ start: null, runs: [run("cũ")] }],
      }),
      inserted("2", 2, 4, 7),
      deleted("3", 2, 10, " bốn"),
      change("4", "blockInserted", {
        new: [{ line: 3, from: 0, to: 8 }],
        at: { line: 3, offset: 0 },
      }),
    );
    expect(seen()).toEqual([
      "Tít <del cũ><ins mới>",
      "Sapo",
      "một <ins hai> ba<del  bốn>",
      "<tag blockInserted · Mai>",
      "<ins đoạn mới>",
    ]);
  });

  it("show lines that are gone between the lines that are left", () => {
    const gone = (id: string, at: ShownChange["at"], ...texts: string[]) =>
      change(id, "blockDeleted", {
        at,
        removed: texts.map((text) => ({ start: "paragraph", runs: [run(text)] })),
      });
    const text = page(
      "Tít",
      "",
      p("a", "một"),
      list("b", true, "hai", "ba"),
      table("c", ["x", "y"], ["z", "t"]),
    );
    const title = "blockDeleted · Mai";
    const after = (...changes: ShownChange[]) => shown(text, ...changes).seen();
    expect(after(gone("1", { line: 1, offset: 0 }, "đầu"))[2]).toContain(`${title}<del đầu>`);
    expect(after(gone("1", { line: 0, offset: 3 }, "sapo"))[2]).toContain(`${title}<del sapo>`);
    expect(after(gone("1", { line: 2, offset: 3 }, "a", "b"))[3]).toContain("<del a><del b>");
    // Between two items of a list, and after the whole of it.
    expect(after(gone("1", { line: 3, offset: 3 }, "mục"))[3]).toMatch(/^hai<.*<del mục>>ba$/);
    expect(after(gone("1", { line: 4, offset: 2 }, "mục"))[4]).toContain("<del mục>");
    // Nothing stands between two cells: there the words are struck in the line.
    expect(after(gone("1", { line: 6, offset: 1 }, "ô"))[4]).toBe("xy<del ¶ô>zt");
  });

  it("show a line in the place of another one", () => {
    const { seen } = shown(
      page("Tít", "Sapo", p("a", "một"), p("b", "câu mới")),
      change("1", "replaced", {
        new: [{ line: 3, from: 0, to: 7 }],
        at: { line: 2, offset: 3 },
        removed: [{ start: "subhead", runs: [run("mục cũ")] }],
      }),
    );
    expect(seen().slice(2)).toEqual([
      "một",
      "<change-removed-lines replaced · Mai<del mục cũ>>",
      "<ins câu mới>",
    ]);
  });

  it("mark a block that moved where it is and where it was", () => {
    const { seen, onPickChange, view } = shown(
      page("Tít", "", p("b", "hai"), p("c", "ba"), p("a", "một hai ba bốn năm")),
      change("1", "blockMoved", {
        new: [{ line: 4, from: 0, to: 18 }],
        at: { line: 4, offset: 0 },
        movedFrom: { line: 1, offset: 0 },
      }),
    );
    expect(seen()).toEqual([
      "Tít",
      "",
      "<change-moved-from editor.movedFrom · Mai: một hai ba bốn năm>",
      "hai",
      "ba",
      "<tag editor.movedHere · Mai>",
      "một hai ba bốn năm",
    ]);
    view.dom.querySelector<HTMLElement>(".change-moved-from")?.click();
    expect(onPickChange).toHaveBeenCalledWith("1");
  });

  it("show a photo before and after, and its credit and alt text as words", () => {
    const attr = (name: string, old: string, now: string) => ({ name, old, new: now });
    const at = { line: 2, offset: 0 };
    const spans = { new: [{ line: 2, from: 0, to: 9 }], at };
    const { seen } = shown(
      page("Tít", "", photo("a", "chú thích", OTHER_HASH)),
      change("1", "photo", { ...spans, attr: attr("photo", HASH, OTHER_HASH) }),
      change("2", "credit", { ...spans, attr: attr("credit", "", "Lan Anh") }),
    );
    expect(seen()[2]).toBe(
      `<change-values photo · Mai<del (photo://localhost/${HASH}/thumb)>→` +
        `<ins (photo://localhost/${OTHER_HASH}/thumb)>>`,
    );
    expect(seen()[3]).toBe("<change-values credit · Mai<del –>→<ins Lan Anh>>");
  });

  it("show where a line was split and where two were joined", () => {
    const { seen } = shown(
      page("Tít", "", p("a", "một"), p("b", "hai ba")),
      change("1", "split", { new: [{ line: 3, from: 0, to: 0 }], at: { line: 3, offset: 0 } }),
      change("2", "joined", {
        at: { line: 3, offset: 3 },
        removed: [{ start: "paragraph", runs: [] }],
      }),
    );
    expect(seen().slice(2)).toEqual(["một<change-pilcrow ¶>", "hai<del ¶> ba"]);
  });

  it("keep the marks of what was deleted, and read none of it as markup", () => {
    const { view } = shown(
      page("Tít", "", p("a", "một")),
      change("1", "deleted", {
        at: { line: 2, offset: 0 },
        removed: [
          {
            start: null,
            runs: [
              { type: "text", text: "<b>", marks: [{ type: "strong" }, { type: "unknown" }] },
              run("& hai"),
            ],
          },
        ],
      }),
    );
    expect(view.dom.querySelector("del")?.innerHTML).toBe("<strong>&lt;b&gt;</strong>&amp; hai");
  });

  it("are not in the document, not in what is copied, and not saved", () => {
    const text = page("Tít", "", p("a", "một hai ba"));
    const { editor, view, options } = shown(
      text,
      inserted("1", 2, 4, 7),
      deleted("2", 2, 3, "xoá"),
    );
    expect(sketch(view)[2]).toBe('paragraph#a "một hai ba"');
    expect(JSON.stringify(editor.getDocument())).not.toContain("xoá");
    expect(options.onChange).not.toHaveBeenCalled();
    caret(view, "a", 0, 10);
    const { dom } = view.serializeForClipboard(view.state.selection.content());
    expect(dom.textContent).toBe("một hai ba");
    expect(dom.querySelector("ins, del")).toBeNull();
  });

  it("that have no place in the page any more are left out", () => {
    const { seen } = shown(
      page("Tít", "", p("a", "một")),
      inserted("1", 9, 0, 3),
      deleted("2", 9, 0, "xa"),
      inserted("3", 2, 2, 99),
      change("4", "field", { attr: { name: "source", old: "", new: "x" } }),
    );
    expect(seen()).toEqual(["Tít", "", "mộ<ins t>"]);
  });
});

describe("keys in a page with changes", () => {
  const text = page("Tít", "", p("a", "một hai ba"));

  it("move the changes along and reckon nothing", () => {
    const { view, seen } = shown(text, inserted("1", 2, 4, 7), deleted("2", 2, 10, " bốn"));
    const kept = view.dom.querySelector("del");
    caret(view, "a", 0);
    type(view, "không ");
    expect(seen()[2]).toBe("không một <ins hai> ba<del  bốn>");
    expect(view.dom.querySelector("del"), "the widget is the same element").toBe(kept);
  });

  it("at the end of new words are new words, before them they are not", () => {
    const { view, seen } = shown(text, inserted("1", 2, 4, 7));
    caret(view, "a", 7);
    type(view, "x");
    expect(seen()[2]).toBe("một <ins haix> ba");
    caret(view, "a", 4);
    type(view, "y");
    expect(seen()[2]).toBe("một y<ins haix> ba");
  });

  it("beside what was deleted go where the caret is", () => {
    const { view, seen } = shown(text, deleted("1", 2, 4, "xoá "), deleted("2", 2, 10, " hết"));
    caret(view, "a", 4);
    type(view, "x");
    expect(seen()[2]).toBe("một <del xoá >xhai ba<del  hết>");
    caret(view, "a", 11);
    type(view, "y");
    expect(sketch(view)[2]).toBe('paragraph#a "một xhai bay"');
    press(view, "Enter");
    expect(sketch(view)[2]).toBe('paragraph#a "một xhai bay"');
  });

  it("that delete a change take it out of sight", () => {
    const { view, seen } = shown(text, inserted("1", 2, 4, 7));
    view.dispatch(view.state.tr.delete(8, 16));
    expect(seen().join()).not.toContain("<ins");
  });
});

describe("the change that one looks at", () => {
  const text = page("Tít", "", p("a", "một hai ba"), p("b", "bốn năm"));
  const changes = [inserted("1", 2, 4, 7), deleted("2", 2, 10, "x"), inserted("3", 3, 4, 7)];
  const current = (root: ParentNode) =>
    [...root.querySelectorAll<HTMLElement>(".change-current")].map(
      (each) => each.dataset["change"],
    );

  it("is set off from the others, and stays so while it moves", () => {
    const { editor, view } = shown(text, ...changes);
    editor.markChange("2");
    expect(current(view.dom)).toEqual(["2"]);
    caret(view, "a", 0);
    type(view, "và ");
    editor.markChange("3", true);
    expect(current(view.dom)).toEqual(["3"]);
    expect(view.state.selection.from).toBe(changePosition(view.state, "3"));
    editor.showChanges(changes.slice(0, 1));
    expect(currentChange(view.state), "it is no longer there").toBeNull();
    expect(current(view.dom)).toEqual([]);
  });

  it("is found from the caret, forwards and backwards", () => {
    const { editor, view } = shown(text, ...changes);
    caret(view, "a", 5);
    expect(editor.changeBesideCaret(1)).toBe("2");
    expect(editor.changeBesideCaret(-1)).toBe("1");
    caret(view, "b", 7);
    expect(editor.changeBesideCaret(1)).toBeNull();
    expect(editor.changeBesideCaret(-1)).toBe("3");
    editor.markChange("1", true);
    expect(editor.changeBesideCaret(1), "the caret came there with the change").toBeNull();
    caret(view, "a", 5);
    expect(editor.changeBesideCaret(1), "and has been put elsewhere since").toBe("2");
  });

  it("is chosen by a click, but not by marking words with the mouse", () => {
    const { view, onPickChange } = shown(text, ...changes);
    const ins = view.dom.querySelector<HTMLElement>("ins");
    caret(view, "a", 5, 6);
    ins?.click();
    expect(onPickChange).not.toHaveBeenCalled();
    caret(view, "a", 5);
    ins?.click();
    expect(onPickChange).toHaveBeenLastCalledWith("1");
    view.dom.querySelector<HTMLElement>("del")?.click();
    expect(onPickChange).toHaveBeenLastCalledWith("2");
  });

  it("is drawn anew only where it is another one", () => {
    const { editor, view } = shown(text, ...changes);
    const before = [...view.dom.querySelectorAll("ins, del")];
    editor.showChanges(changes.map((each) => ({ ...each })));
    expect([...view.dom.querySelectorAll("ins, del")]).toEqual(before);
  });
});

describe("a page made into another one", () => {
  it("is one edit, undone and done again with what stands beside it", () => {
    const { editor, view, options } = open(page("Tít", "", p("a", "một hai ba"), p("b", "x")));
    caret(view, "a", 10);
    type(view, " bốn");
    const beside: string[] = [];
    editor.rewrite(page("Tít", "", p("a", "một ba bốn"), p("c", "y")), {
      undo: () => beside.push("undone"),
      redo: () => beside.push("redone"),
    });
    expect(sketch(view).slice(2)).toEqual(['paragraph#a "một ba bốn"', 'paragraph#c "y"']);
    expect(options.onChange).toHaveBeenCalled();
    caret(view, "a", 10);
    type(view, "!");
    press(view, "Mod-z");
    expect(sketch(view)[2]).toBe('paragraph#a "một ba bốn"');
    expect(beside).toEqual([]);
    press(view, "Mod-z");
    expect(sketch(view).slice(2)).toEqual(['paragraph#a "một hai ba bốn"', 'paragraph#b "x"']);
    expect(beside).toEqual(["undone"]);
    press(view, "Mod-y");
    expect(beside).toEqual(["undone", "redone"]);
    press(view, "Mod-z");
    caret(view, "b", 1);
    type(view, "z");
    press(view, "Mod-z");
    press(view, "Mod-z");
    expect(beside, "another edit took its place").toEqual(["undone", "redone", "undone"]);
  });

  it("can be undone where only what stands beside it changed", () => {
    const text = page("Tít", "", p("a", "một"));
    const { editor, view } = open(text);
    const undo = vi.fn();
    editor.rewrite(text, { undo, redo: vi.fn() });
    expect(sketch(view)[2]).toBe('paragraph#a "một"');
    press(view, "Mod-z");
    expect(undo).toHaveBeenCalledOnce();
    expect(sketch(view)[2]).toBe('paragraph#a "một"');
  });

  it("is refused and left alone where the other is none", () => {
    const { editor, view } = open(page("Tít", "", p("a", "một")));
    expect(() => editor.rewrite({ type: "doc", content: [] })).toThrow();
    expect(sketch(view)[2]).toBe('paragraph#a "một"');
  });
});

describe("two texts side by side", () => {
  const read = (side: "old" | "new", text: Parameters<typeof open>[0], ...all: ShownChange[]) => {
    const place = document.createElement("div");
    document.body.append(place);
    const reader = mountReader(place, {
      document: text,
      t: (key) => key,
      label: side,
      photoUrl: (hash) => hash,
      photoInfo: () => undefined,
      changeText,
      side,
    });
    reader.showChanges(all);
    return seen(reader.dom);
  };
  const changes = [
    change("1", "replaced", {
      old: [{ line: 2, from: 4, to: 7 }],
      new: [{ line: 2, from: 4, to: 8 }],
      at: { line: 2, offset: 4 },
      removed: [{ start: null, runs: [run("hai")] }],
    }),
    change("2", "blockDeleted", {
      old: [{ line: 3, from: 0, to: 3 }],
      at: { line: 2, offset: 8 },
      removed: [{ start: "paragraph", runs: [run("bỏ")] }],
    }),
    change("3", "credit", {
      old: [{ line: 4, from: 0, to: 2 }],
      new: [{ line: 3, from: 0, to: 2 }],
      at: { line: 3, offset: 0 },
      attr: { name: "credit", old: "Lan", new: "Anh" },
    }),
  ];

  it("show in the older one what went, in the newer one what came", () => {
    expect(
      read("old", page("", "", p("a", "một hai"), p("b", "bỏ!"), photo("c", "ảnh")), ...changes),
    ).toEqual([
      ...["", "", "một <del hai>", "<tag blockDeleted · Mai>", "<del bỏ!>"],
      ...["<change-values credit · Mai<del Lan>>", "ảnh"],
    ]);
    expect(read("new", page("", "", p("a", "một hay!"), photo("c", "ảnh")), ...changes)).toEqual([
      ...["", "", "một <ins hay!>", "<change-values credit · Mai<ins Anh>>", "ảnh"],
    ]);
  });

  it("can neither be written in nor left by a link", () => {
    const place = document.createElement("div");
    document.body.append(place);
    const link = {
      type: "text",
      text: "x",
      marks: [{ type: "link", attrs: { href: "https://a" } }],
    };
    const { dom } = mountReader(place, {
      document: page(
        "",
        "",
        { type: "paragraph", attrs: { id: "a" }, content: [link] },
        line("quote", "b", ""),
      ),
      t: (key) => key,
      label: "cũ",
      photoUrl: (hash) => hash,
      photoInfo: () => undefined,
    });
    expect(dom.getAttribute("contenteditable")).toBe("false");
    const click = new MouseEvent("click", { bubbles: true, cancelable: true });
    dom.querySelector("a")?.dispatchEvent(click);
    expect(click.defaultPrevented).toBe(true);
  });
});
