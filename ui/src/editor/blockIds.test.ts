import fc from "fast-check";
import { NodeSelection, TextSelection } from "prosemirror-state";
import { afterEach, describe, expect, it, vi } from "vitest";

import { randomBlockId } from "./blockIds";
import { blockById } from "./places";
import {
  HASH,
  box,
  caret,
  copy,
  cut,
  group,
  ids,
  line,
  list,
  open,
  p,
  page,
  photo,
  press,
  selectAcross,
  sketch,
  table,
  type,
  type Desk,
} from "./testing";

afterEach(() => {
  document.body.replaceChildren();
});

function example(): Desk {
  return open(
    page(
      "Tít bài",
      "Sapo của bài",
      p("a", "Một hai ba bốn"),
      line("subhead", "b", "Mục"),
      photo("c", "Chú thích", HASH),
      list("d", false, "thứ nhất", "thứ hai"),
      box("e", p("f", "trong khung"), p("g", "nữa")),
      table("h", ["1", "2"], ["3", "4"]),
      group("i", photo("j", "trái"), photo("k", "phải")),
      p("l", "Đoạn cuối"),
    ),
  );
}

describe("ids of blocks", () => {
  it("are eight digits of base 36", () => {
    for (let at = 0; at < 200; at += 1) expect(randomBlockId()).toMatch(/^[0-9a-z]{8}$/);
    expect(new Set(Array.from({ length: 500 }, randomBlockId)).size).toBe(500);
  });

  it("are given to blocks that came without one or with another's", () => {
    const { view } = open(page("t", "s", p("a"), p(""), p("a"), p("không hợp lệ")));
    expect(ids(view)[0]).toBe("a");
    for (const id of ids(view).slice(1)) expect(id).toMatch(/^[0-9a-z]{8}$/);
  });

  it("do not follow a copy", () => {
    const { view } = example();
    selectAcross(view, "a", 0, "b", 3);
    const { html } = copy(view);
    caret(view, "l", -1);
    press(view, "Enter");
    view.pasteHTML(html);
    expect(
      sketch(view)
        .slice(-2)
        .map((block) => block.replace(/#\w+/, "#")),
    ).toEqual(['paragraph# "Một hai ba bốn"', 'subhead# "Mục"']);
    expect(ids(view).slice(0, 2)).toEqual(["a", "b"]);
    expect(new Set(ids(view)).size).toBe(ids(view).length);
  });

  it("do not follow a copy pasted before the block itself", () => {
    const { view } = open(page("t", "s", p("x"), p("a", "một"), p("b", "hai")));
    selectAcross(view, "a", 0, "b", 3);
    const { html } = copy(view);
    caret(view, "x", 0);
    view.pasteHTML(html);
    expect(ids(view).slice(2)).toEqual(["a", "b"]);
    expect(new Set(ids(view)).size).toBe(4);
  });

  it("follow what is cut and pasted, once", () => {
    const { view } = example();
    view.dispatch(
      view.state.tr.setSelection(
        NodeSelection.create(view.state.doc, blockById(view.state.doc, "c")?.position ?? 0),
      ),
    );
    const { html } = cut(view);
    caret(view, "l", -1);
    press(view, "Enter");
    view.pasteHTML(html);
    expect(blockById(view.state.doc, "c")?.node.attrs).toMatchObject({ photo: HASH });
    view.pasteHTML(html);
    expect(ids(view).filter((id) => id === "c")).toHaveLength(1);
    expect(new Set(ids(view)).size).toBe(ids(view).length);
  });

  it("follow the words of a whole block that is cut and pasted elsewhere", () => {
    const { view } = open(page("t", "s", p("a", "một"), p("b", "hai"), p("c", "ba")));
    caret(view, "a", 0, -1);
    const { html } = cut(view);
    caret(view, "c", -1);
    press(view, "Enter");
    view.pasteHTML(html);
    expect(sketch(view)[5]).toBe('paragraph#a "một"');
    expect(ids(view)[0]).not.toBe("a");
    press(view, "Mod-z");
    expect(sketch(view)[2]).toBe('paragraph#a ""');
  });

  it("of another article stay there", () => {
    const other = open(page("t", "s", p("other1", "một"), p("other2", "hai")));
    selectAcross(other.view, "other1", 0, "other2", 3);
    const { html } = copy(other.view);
    const { view } = open(page("t", "s", p("a")));
    caret(view, "a", 0);
    view.pasteHTML(html);
    expect(
      sketch(view)
        .slice(2)
        .map((block) => block.replace(/#\w+/, "")),
    ).toEqual(['paragraph "một"', 'paragraph "hai"']);
    for (const id of ids(view)) expect(id).not.toMatch(/^other/);
  });

  it("are not touched while an input method composes, and given after it", () => {
    vi.useFakeTimers();
    try {
      const { view } = open(page("t", "s", p("a", "một hai")));
      caret(view, "a", 3);
      view.dom.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
      expect(view.composing).toBe(true);
      view.dispatch(view.state.tr.split(view.state.selection.from));
      expect(ids(view), "the block being composed keeps its DOM").toEqual(["a", "a"]);
      view.dom.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
      vi.advanceTimersByTime(200);
      expect(ids(view)[0]).toBe("a");
      expect(ids(view)[1]).toMatch(/^[0-9a-z]{8}$/);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("whatever is done to a page", () => {
  it("each block has one id of its own, and the document stays a document", () => {
    fc.assert(
      fc.property(fc.array(deed, { minLength: 1, maxLength: 25 }), (deeds) => {
        const desk = example();
        const clipboard = { html: "" };
        for (const { act } of deeds) {
          act(desk, clipboard);
          const held = ids(desk.view);
          expect(new Set(held).size, "unique").toBe(held.length);
          for (const id of held) expect(id).toMatch(/^[A-Za-z0-9_-]{1,24}$/);
          desk.view.state.doc.check();
        }
        desk.editor.destroy();
        document.body.replaceChildren();
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it("undoing everything brings everything back, ids included, and redoing does too", () => {
    fc.assert(
      fc.property(fc.array(deed, { minLength: 1, maxLength: 12 }), (deeds) => {
        const desk = example();
        const before = sketch(desk.view);
        const clipboard = { html: "" };
        for (const { act } of deeds) act(desk, clipboard);
        const after = sketch(desk.view);
        while (desk.editor.commands.undo());
        expect(sketch(desk.view)).toEqual(before);
        while (desk.editor.commands.redo());
        // Redo also brings back what the deeds themselves had undone.
        if (!deeds.includes(undoOne) && !deeds.includes(redoOne)) {
          expect(sketch(desk.view)).toEqual(after);
        }
        desk.editor.destroy();
        document.body.replaceChildren();
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it("a split and a join give the block back as it was", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("a", "b", "d/0", "d/1", "f", "g", "l"),
        fc.nat(20),
        (where, offset) => {
          const { view, editor } = example();
          const before = sketch(view);
          caret(view, where, 0);
          const size = view.state.selection.$from.parent.content.size;
          caret(view, where, offset % (size + 1));
          press(view, "Enter");
          const at = view.state.selection.from;
          view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at)));
          press(view, "Backspace");
          expect(sketch(view)).toEqual(before);
          editor.destroy();
          document.body.replaceChildren();
        },
      ),
      { numRuns: 100 },
    );
  }, 60_000);
});

interface Clipboard {
  html: string;
}

type Act = (desk: Desk, clipboard: Clipboard) => unknown;

/** One thing a writer does; named, so that a failing script can be read. */
class Deed {
  constructor(
    readonly name: string,
    readonly act: Act,
  ) {}

  [fc.toStringMethod](): string {
    return this.name;
  }
}

const undoOne = new Deed("undo", ({ view }) => press(view, "Mod-z"));
const redoOne = new Deed("redo", ({ view }) => press(view, "Mod-y"));

/** A selection somewhere, most often a caret. */
const place = fc.tuple(fc.nat(1000), fc.oneof(fc.constant(0), fc.nat(60))).map(
  ([at, length]) =>
    new Deed(`select ${String(at)}+${String(length)}`, ({ view }) => {
      const { doc } = view.state;
      const from = Math.min(doc.content.size - 1, at % doc.content.size);
      const to = Math.min(doc.content.size, from + length);
      view.dispatch(
        view.state.tr.setSelection(TextSelection.between(doc.resolve(from), doc.resolve(to))),
      );
    }),
);

const wholeBlock = fc.nat(100).map(
  (at) =>
    new Deed(`select block ${String(at)}`, ({ view }) => {
      const { doc } = view.state;
      const index = 2 + (at % (doc.childCount - 2));
      let position = 0;
      for (let child = 0; child < index; child += 1) position += doc.child(child).nodeSize;
      if (!NodeSelection.isSelectable(doc.child(index))) return;
      view.dispatch(view.state.tr.setSelection(NodeSelection.create(doc, position)));
    }),
);

const key = fc
  .constantFrom(
    "Enter",
    "Mod-Enter",
    "Backspace",
    "Delete",
    "Tab",
    "Alt-ArrowUp",
    "Alt-ArrowDown",
    "Mod-b",
    "Mod-a",
  )
  .map((name) => new Deed(name, ({ view }) => press(view, name)));

const command = fc
  .constantFrom<[string, Act]>(
    ["paragraph", ({ editor }) => editor.commands.setKind("paragraph")],
    ["subhead", ({ editor }) => editor.commands.setKind("subhead")],
    ["quote", ({ editor }) => editor.commands.setKind("quote")],
    ["bulleted", ({ editor }) => editor.commands.setKind("bulletedList")],
    ["numbered", ({ editor }) => editor.commands.setKind("numberedList")],
    ["box", ({ editor }) => editor.commands.toggleBox()],
    ["table", ({ editor }) => editor.commands.insertTable(2, 2)],
    ["photo", ({ editor }) => editor.commands.insertPhoto(null)],
    ["group", ({ editor }) => editor.commands.makePhotoGroup()],
    ["ungroup", ({ editor }) => editor.commands.dissolvePhotoGroup()],
    ["delete photo", ({ editor }) => editor.commands.deletePhoto()],
    ["delete block", ({ editor }) => editor.commands.deleteBlock()],
    ["row", ({ editor }) => editor.commands.addRowAfter()],
    ["column", ({ editor }) => editor.commands.addColumnBefore()],
    ["delete row", ({ editor }) => editor.commands.deleteRow()],
    ["delete column", ({ editor }) => editor.commands.deleteColumn()],
    [
      "drop",
      ({ view, editor }) =>
        editor.applyPhotos({ kind: "between", afterBlockId: ids(view)[1] ?? null }, [
          { hash: HASH },
        ]),
    ],
  )
  .map(([name, act]) => new Deed(name, act));

function always(name: string, act: Act): fc.Arbitrary<Deed> {
  return fc.constant(new Deed(name, act));
}

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 5, arbitrary: place },
  { weight: 1, arbitrary: wholeBlock },
  { weight: 4, arbitrary: key },
  { weight: 3, arbitrary: command },
  { weight: 2, arbitrary: always("type", ({ view }) => type(view, "ơ")) },
  { weight: 2, arbitrary: always("copy", ({ view }, board) => (board.html = copy(view).html)) },
  { weight: 2, arbitrary: always("cut", ({ view }, board) => (board.html = cut(view).html)) },
  {
    weight: 3,
    arbitrary: always("paste", ({ view }, { html }) => html !== "" && view.pasteHTML(html)),
  },
  { weight: 1, arbitrary: fc.constant(undoOne) },
  { weight: 1, arbitrary: fc.constant(redoOne) },
);
