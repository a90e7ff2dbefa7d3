import { undoDepth } from "prosemirror-history";
import { Mapping } from "prosemirror-transform";
import { describe, expect, test, vi } from "vitest";

import { blockById } from "./places";
import { summarise } from "./summary";
import {
  box,
  caret,
  group,
  ids,
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
import {
  Trail,
  pointAt,
  positionOfPoint,
  threadSpan,
  type PageReplacement,
  type ShownThread,
  type TextPoint,
  type ThreadPlace,
} from "./threads";

function point(block: string | null, offset: number, line = 0): TextPoint {
  return { block, line, offset };
}

function range(block: string | null, from: number, to: number, line = 0): ThreadPlace {
  return { kind: "range", from: point(block, from, line), to: point(block, to, line) };
}

function thread(id: string, place: ThreadPlace, more: Partial<ShownThread> = {}): ShownThread {
  return { id, place, lost: false, open: true, words: null, ...more };
}

/** Shows conversations at places of the document as it is. */
function show(desk: Desk, ...threads: ShownThread[]): void {
  desk.editor.showThreads(threads, desk.editor.mark());
}

/** The words that a conversation stands on. */
function words(desk: Desk, id: string): string | null {
  const { state } = desk.view;
  const span = threadSpan(state, id);
  return span && state.doc.textBetween(span.from, span.to, "\n");
}

const article = () =>
  open(
    page(
      "Khánh thành đê",
      "Sáng nay.",
      p("a", "Ba đại biểu dự lễ."),
      list("l", false, "Một", "Hai mươi"),
      table("t", ["A1", "B1"], ["A2", "B2 và"]),
      box("x", p("y", "Trong hộp.")),
      group("g", photo("f", "Chú thích"), photo("h", "Khác")),
    ),
  );

describe("where a conversation stands", () => {
  test("every letter of every line has a point, and the point leads back to it", () => {
    const { view } = article();
    const { doc } = view.state;
    const points: string[] = [];
    doc.descendants((node, position) => {
      if (!node.isTextblock) return true;
      for (let offset = 0; offset <= node.content.size; offset += 1) {
        const made = pointAt(doc, position + 1 + offset);
        expect(positionOfPoint(doc, made)).toBe(position + 1 + offset);
        if (offset === 0) points.push(`${made.block ?? ""}/${String(made.line)}`);
      }
      return false;
    });
    expect(points).toEqual([
      ...["/0", "/1", "a/0", "l/0", "l/1", "t/0", "t/1", "t/2", "t/3", "y/0", "f/0", "h/0"],
    ]);
    expect(positionOfPoint(doc, point("nobody", 0))).toBeNull();
    expect(positionOfPoint(doc, point("l", 0, 2))).toBeNull();
    expect(positionOfPoint(doc, point(null, 0, 2))).toBeNull();
    expect(positionOfPoint(doc, point("a", 99))).toBe(positionOfPoint(doc, point("a", 18)));
  });

  test("it is drawn on its words, in a list, a cell, a caption and on a photo as a whole", () => {
    const desk = article();
    show(
      desk,
      thread("1", range(null, 0, 10)),
      thread("2", range("l", 0, 3, 1)),
      thread("3", range("t", 0, 2, 3)),
      thread("4", range("f", 0, 3)),
      thread("5", { kind: "photo", block: "h", part: "whole" }),
      thread("6", { kind: "field", name: "source" }),
      thread("7", range("a", 0, 2), { lost: true }),
      thread("8", range("nobody", 0, 2)),
    );
    expect(["1", "2", "3", "4"].map((id) => words(desk, id))).toEqual([
      ...["Khánh thàn", "Hai", "B2", "Chú"],
    ]);
    const drawn = [...desk.view.dom.querySelectorAll("[data-thread]")];
    expect(drawn.map((dom) => dom.getAttribute("data-thread"))).toEqual(["1", "2", "3", "4", "5"]);
    expect(drawn.at(-1)?.tagName).toBe("FIGURE");
    expect([...desk.editor.threadPositions().keys()].sort()).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("its height is that of its words, or of what is left around them", () => {
    const desk = article();
    const credit: ThreadPlace = { kind: "photo", block: "f", part: "credit" };
    const photo: ThreadPlace = { kind: "photo", block: "h", part: "whole" };
    const places = {
      words: range("l", 0, 3, 1),
      lost: range("a", 4, 9),
      lead: range(null, 0, 2, 1),
      gone: range("nobody", 0, 2),
      credit,
      photo,
      same: photo,
      field: { kind: "field", name: "source" },
      draft: range("y", 0, 5),
    } as const;
    const lost = ["lost", "lead", "gone"];
    show(
      desk,
      ...Object.entries(places)
        .filter(([id]) => id !== "draft")
        .map(([id, place]) => thread(id, place, { lost: lost.includes(id) })),
    );
    desk.editor.draftThread(places.draft);
    const measured = new Map<number, Element>();
    const measure = vi.spyOn(Element.prototype, "getBoundingClientRect");
    measure.mockImplementation(function (this: Element) {
      measured.set(measured.size, this);
      return { top: measured.size - 1 } as DOMRect;
    });
    const tops = desk.editor.threadTops(new Map(Object.entries(places)));
    measure.mockRestore();
    const seen = (id: keyof typeof places) => measured.get(tops.get(id) ?? -1);
    expect([...tops.keys()].sort()).toEqual([
      ...["credit", "draft", "lead", "lost", "photo", "same", "words"],
    ]);
    expect(seen("words")?.textContent).toBe("Hai");
    expect(seen("draft")?.textContent).toBe("Trong");
    expect(seen("lost")?.getAttribute("data-id")).toBe("a");
    expect(seen("lead")?.textContent).toBe("Sáng nay.");
    expect(seen("credit")?.matches("[data-id='f'] [data-field='credit']")).toBe(true);
    for (const id of ["photo", "same"] as const) {
      expect(seen(id)?.getAttribute("data-id")).toBe("h");
    }
  });

  test("two that meet keep their names", () => {
    const desk = open(page("T", "S", p("a", "một hai ba bốn")));
    show(desk, thread("1", range("a", 0, 7)), thread("2", range("a", 4, 10)));
    for (const id of ["1", "2"]) expect(desk.editor.threadElement(id)).not.toBeNull();
    const both = [...desk.view.dom.querySelectorAll("[data-thread='1'] [data-thread='2']")];
    const other = [...desk.view.dom.querySelectorAll("[data-thread='2'] [data-thread='1']")];
    expect([...both, ...other].map((dom) => dom.textContent)).toEqual(["hai"]);
  });

  test("a passage over several blocks is one", () => {
    const desk = open(page("T", "S", p("a", "một hai"), p("b", "ba bốn"), p("c", "năm")));
    show(desk, thread("1", { kind: "range", from: point("a", 4), to: point("c", 2) }));
    expect(words(desk, "1")).toBe("hai\nba bốn\nnă");
    caret(desk.view, "b", 1);
    type(desk.view, "X");
    expect(words(desk, "1")).toBe("hai\nbXa bốn\nnă");
  });

  test("typing moves it along and is part of it only inside", () => {
    const desk = open(page("T", "S", p("a", "một hai ba")));
    show(desk, thread("1", range("a", 4, 7)));
    for (const [offset, expected] of [
      [0, "hai"],
      [5, "hai"],
      [7, "hXai"],
    ] as const) {
      caret(desk.view, "a", offset);
      type(desk.view, "X");
      expect(words(desk, "1")).toBe(expected);
    }
    caret(desk.view, "a", 10);
    type(desk.view, "X");
    expect(words(desk, "1")).toBe("hXai");
  });

  test("words typed over it take its place; words deleted take it away", () => {
    const desk = open(page("T", "S", p("a", "một hai ba")));
    show(desk, thread("1", range("a", 4, 7)), thread("2", range("a", 8, 10)));
    const from = positionOfPoint(desk.view.state.doc, point("a", 4)) ?? 0;
    desk.view.dispatch(desk.view.state.tr.insertText("năm", from, from + 3));
    expect(words(desk, "1")).toBe("năm");
    desk.view.dispatch(desk.view.state.tr.delete(from, from + 3));
    expect(words(desk, "1")).toBeNull();
    expect(words(desk, "2")).toBe("ba");
  });

  test("what is told of a saved text is found in the text of now", () => {
    const desk = open(page("T", "S", p("a", "một hai ba")));
    const saved = desk.editor.mark();
    caret(desk.view, "a", 0);
    type(desk.view, "Xin ");
    desk.editor.showThreads([thread("1", range("a", 4, 7))], saved);
    expect(words(desk, "1")).toBe("hai");
  });

  test("one that is shown stays where its words are, unless it was moved", () => {
    const desk = open(page("T", "S", p("a", "một hai ba")));
    const saved = desk.editor.mark();
    desk.editor.showThreads([thread("1", range("a", 4, 7))], saved);
    const other = thread("1", range("a", 8, 10));
    desk.editor.showThreads([other], saved);
    expect(words(desk, "1")).toBe("hai");
    desk.editor.showThreads([other], saved, new Set(["1"]));
    expect(words(desk, "1")).toBe("ba");
  });

  test("one whose words come back is drawn again with the next that is told", () => {
    const desk = open(page("T", "S", p("a", "một hai ba")));
    show(desk, thread("1", range("a", 4, 7)));
    const from = positionOfPoint(desk.view.state.doc, point("a", 4)) ?? 0;
    desk.view.dispatch(desk.view.state.tr.delete(from, from + 4));
    expect(words(desk, "1")).toBeNull();
    desk.editor.commands.undo();
    show(desk, thread("1", range("a", 4, 7)));
    expect(words(desk, "1")).toBe("hai");
  });

  test("a trail of many saves remembers only what somebody can ask for", () => {
    const trail = new Trail();
    const { view } = open(page("T", "S", p("a", "một")));
    const first = view.state.doc;
    trail.mark(first);
    const tr = view.state.tr.insertText("x", 1);
    trail.follow([tr]);
    trail.mark(tr.doc);
    expect(trail.since(first)?.map(5)).toBe(6);
    expect(trail.since(tr.doc)?.map(5)).toBe(5);
    trail.forgetBefore(tr.doc);
    expect(trail.since(first)).toBeNull();
    trail.forgetBefore(first);
    expect(trail.since(tr.doc)).toBeInstanceOf(Mapping);
  });
});

test("a key, and the save after it, draw none of a hundred conversations anew", () => {
  const paragraphs = Array.from({ length: 100 }, (_, at) => p(`p${String(at)}`, "một hai ba"));
  const desk = open(page("T", "S", ...paragraphs));
  const all = paragraphs.map((_, at) => thread(String(at), range(`p${String(at)}`, 4, 7)));
  show(desk, ...all);
  const drawn = () => [...desk.view.dom.querySelectorAll("[data-thread]")];
  const before = drawn();
  expect(before).toHaveLength(100);
  caret(desk.view, "p50", 0);
  type(desk.view, "Xin ");
  const moved = thread("50", range("p50", 8, 11));
  desk.editor.showThreads(
    all.map((each) => (each.id === "50" ? moved : each)),
    desk.editor.mark(),
    new Set(["50"]),
  );
  expect(drawn()).toEqual(before);
  expect(drawn().every((dom, at) => dom === before[at])).toBe(true);
  expect(words(desk, "50")).toBe("hai");
});

describe("one looks at", () => {
  test("the conversation at the caret, the shortest where several meet", () => {
    const desk = open(page("T", "S", p("a", "một hai ba bốn")));
    show(
      desk,
      thread("long", range("a", 0, 14)),
      thread("short", range("a", 4, 7)),
      thread("done", range("a", 8, 10), { open: false }),
    );
    const at = (offset: number) => {
      caret(desk.view, "a", offset);
      return summarise(desk.view.state).thread;
    };
    expect([at(5), at(9), at(12)]).toEqual(["short", "long", "long"]);
    caret(desk.view, "lead", 0);
    expect(summarise(desk.view.state).thread).toBeNull();
  });

  test("what is suggested is shown beside the words when one looks at it, and is no text", () => {
    const desk = open(page("T", "S", p("a", "một hai ba")));
    show(desk, thread("1", range("a", 4, 7), { words: "mười" }));
    expect(desk.view.dom.querySelector(".thread-words")).toBeNull();
    desk.editor.markThread("1");
    expect(desk.view.dom.querySelector(".thread-words")?.textContent).toBe("mười");
    expect(desk.editor.threadElement("1")?.className).toContain("thread-current");
    expect(sketch(desk.view)).toEqual(['headline "T"', 'lead "S"', 'paragraph#a "một hai ba"']);
    desk.editor.markThread(null);
    expect(desk.view.dom.querySelector(".thread-words")).toBeNull();
  });

  test("nothing is added to what can be undone", () => {
    const desk = open(page("T", "S", p("a", "một hai ba")));
    show(desk, thread("1", range("a", 4, 7)));
    desk.editor.markThread("1", true);
    desk.editor.draftThread(range("a", 0, 3));
    expect(undoDepth(desk.view.state)).toBe(0);
    expect(desk.options.onChange).not.toHaveBeenCalled();
  });
});

describe("what a new conversation is about", () => {
  test("the selected words without the spaces around them", () => {
    const desk = article();
    caret(desk.view, "a", 2, 12);
    expect(desk.editor.selectedPlace()).toEqual(range("a", 3, 11));
    expect(desk.editor.placeText(range("a", 3, 11))).toBe("đại biểu");
    selectAcross(desk.view, "a", 15, "l/1", 3);
    expect(desk.editor.selectedPlace()).toEqual({
      kind: "range",
      from: point("a", 15),
      to: point("l", 3, 1),
    });
  });

  test("without a selection the word at the caret, else the line", () => {
    const desk = article();
    caret(desk.view, "a", 5);
    expect(desk.editor.selectedPlace()).toEqual(range("a", 3, 6));
    const spaced = open(page("T", "S", p("a", "một – hai"), p("e", "")));
    caret(spaced.view, "a", 5);
    expect(spaced.editor.selectedPlace()).toEqual(range("a", 0, 9));
    caret(spaced.view, "e", 0);
    expect(spaced.editor.selectedPlace()).toBeNull();
  });

  test("a photo where it is selected, or its caption is empty, or one is in its fields", () => {
    const desk = open(page("T", "S", photo("f", "")));
    caret(desk.view, "f", 0);
    const whole = { kind: "photo", block: "f", part: "whole" };
    expect(desk.editor.selectedPlace()).toEqual(whole);
    desk.view.dom.querySelector<HTMLElement>("[data-field=credit]")?.focus();
    expect(desk.editor.selectedPlace()).toEqual({ ...whole, part: "credit" });
  });

  test("it is shown while it is being written, and goes along", () => {
    const desk = open(page("T", "S", p("a", "một hai ba")));
    desk.editor.draftThread(range("a", 4, 7));
    expect(desk.view.dom.querySelector(".thread-current")?.textContent).toBe("hai");
    caret(desk.view, "a", 0);
    type(desk.view, "X ");
    expect(desk.editor.draftPlace()).toEqual(range("a", 6, 9));
    show(desk);
    expect(desk.view.dom.querySelector(".thread-current")?.textContent).toBe("hai");
    desk.editor.draftThread(null);
    expect(desk.view.dom.querySelector(".thread-current")).toBeNull();
  });
});

describe("a suggestion is made", () => {
  const companion = () => ({ undo: vi.fn(), redo: vi.fn() });

  /** Makes it at a place of a page, tells the page after it, and that undoing gives it back. */
  function made(desk: Desk, place: ThreadPlace, replacement: PageReplacement): string[] | null {
    const before = sketch(desk.view);
    show(desk, thread("1", place));
    const noted = companion();
    if (!desk.editor.suggest("1", replacement, noted)) {
      expect(sketch(desk.view)).toEqual(before);
      return null;
    }
    const after = sketch(desk.view);
    expect(undoDepth(desk.view.state)).toBe(1);
    desk.editor.commands.undo();
    expect(sketch(desk.view)).toEqual(before);
    expect(noted.undo).toHaveBeenCalledOnce();
    desk.editor.commands.redo();
    expect(sketch(desk.view)).toEqual(after);
    expect(noted.redo).toHaveBeenCalledOnce();
    return after;
  }

  const text = (...runs: { text: string; strong?: boolean }[]): PageReplacement => ({
    kind: "text",
    runs: runs.map(({ text: words, strong }) => ({
      type: "text",
      text: words,
      ...(strong ? { marks: [{ type: "strong" }] } : {}),
    })),
  });

  test("words for words, in the dress of those they replace", () => {
    const desk = open(page("T", "S", p("a", "một *hai* ba")));
    expect(made(desk, range("a", 4, 7), text({ text: "mười" }))?.at(-1)).toBe(
      'paragraph#a "một <strong>mười</> ba"',
    );
    expect(words(desk, "1")).toBe("mười");
  });

  test("words with their own dress, which a headline does not wear", () => {
    const runs = text({ text: "A " }, { text: "B", strong: true });
    const desk = open(page("Tin", "S", p("a", "một hai")));
    expect(made(desk, range("a", 0, 3), runs)?.at(-1)).toBe('paragraph#a "A <strong>B</> hai"');
    const other = open(page("Tin", "S", p("a", "một hai")));
    expect(made(other, range(null, 0, 3), runs)?.[0]).toBe('headline "A B"');
  });

  test("no words: the passage goes", () => {
    const desk = open(page("T", "S", p("a", "một hai ba")));
    expect(made(desk, range("a", 3, 7), text())?.at(-1)).toBe('paragraph#a "một ba"');
  });

  test("a block is deleted, whatever of it is talked about", () => {
    const remove: PageReplacement = { kind: "deleteBlock" };
    const gone = (place: ThreadPlace): string[] => {
      const desk = article();
      made(desk, place, remove);
      return ids(desk.view);
    };
    expect(gone(range("a", 0, 2))).not.toContain("a");
    expect(gone(range("l", 0, 2, 1))).not.toContain("l");
    expect(gone({ kind: "photo", block: "f", part: "whole" })).not.toContain("f");
    expect(gone(range("y", 0, 2))).not.toContain("x");
  });

  test("a block is joined to the one before it", () => {
    const desk = open(page("T", "S", p("a", "một "), p("b", "hai")));
    const joined = made(desk, range("b", 0, 2), { kind: "joinBefore" });
    expect(joined?.at(-1)).toBe('paragraph#a "một hai"');
  });

  test("a block is moved: to the start, behind another one, behind a group it does not fit in", () => {
    const order = (place: ThreadPlace, block: string | null): string[] => {
      const desk = article();
      made(desk, place, { kind: "moveAfter", block });
      return ids(desk.view);
    };
    expect(order(range("y", 0, 2), null)).toEqual(["y", "a", "l", "t", "g", "f", "h"]);
    expect(order(range("a", 0, 2), "t")).toEqual(["l", "t", "a", "x", "y", "g", "f", "h"]);
    expect(order(range("a", 0, 2), "y")).toEqual(["l", "t", "x", "y", "a", "g", "f", "h"]);
    expect(order(range("a", 0, 2), "f")).toEqual(["l", "t", "x", "y", "g", "f", "h", "a"]);
    expect(order(range("f", 0, 2), "h")).toEqual(["a", "l", "t", "x", "y", "g", "h", "f"]);
    const desk = article();
    expect(made(desk, range("a", 0, 2), { kind: "moveAfter", block: "nobody" })).toBeNull();
    expect(made(desk, range("a", 0, 2), { kind: "moveAfter", block: "a" })).toBeNull();
  });

  test("what a block is changes, where it can", () => {
    const desk = article();
    const kind = (value: string): PageReplacement => ({ kind: "attr", name: "kind", value });
    expect(made(desk, range("a", 0, 2), kind("quote"))?.[2]).toBe('quote#a "Ba đại biểu dự lễ."');
    expect(made(article(), range("y", 0, 2), kind("quote")), "no quotes in a box").toBeNull();
    expect(made(article(), range("f", 0, 2), kind("subhead"))).toBeNull();
    expect(made(article(), range("l", 0, 2), kind("subhead"))).toBeNull();
    const numbered: PageReplacement = { kind: "attr", name: "ordered", value: "true" };
    expect(made(article(), range("l", 0, 2), numbered)?.[3]).toMatch(/^numbered#l/);
    expect(made(article(), range("a", 0, 2), numbered)).toBeNull();
  });

  test("a photo is swapped, its credit worded anew", () => {
    const desk = article();
    const attr = (name: "photo" | "credit", value: string | null) =>
      made(desk, { kind: "photo", block: "f", part: name }, { kind: "attr", name, value });
    attr("credit", "Thanh Hiếu");
    expect(blockById(desk.view.state.doc, "f")?.node.attrs["credit"]).toBe("Thanh Hiếu");
    const other = article();
    show(other, thread("1", { kind: "photo", block: "f", part: "photo" }));
    other.editor.suggest("1", { kind: "attr", name: "photo", value: "b".repeat(64) }, companion());
    expect(blockById(other.view.state.doc, "f")?.node.attrs["photo"]).toBe("b".repeat(64));
  });

  test("not where its words are gone", () => {
    const desk = open(page("T", "S", p("a", "một hai ba")));
    expect(made(desk, range("nobody", 4, 7), text({ text: "x" }))).toBeNull();
  });

  test("of another's making is undone by itself, and then what was typed before it", () => {
    const desk = open(page("T", "S", p("a", "một hai ba")));
    caret(desk.view, "a", 10);
    type(desk.view, "!");
    show(desk, thread("1", range("a", 4, 7)));
    desk.editor.suggest("1", text({ text: "mười" }), companion());
    caret(desk.view, "a", 0);
    type(desk.view, "X");
    for (const expected of ["một mười ba!", "một hai ba!", "một hai ba"]) {
      press(desk.view, "Mod-z");
      expect(sketch(desk.view).at(-1)).toBe(`paragraph#a "${expected}"`);
    }
  });
});
