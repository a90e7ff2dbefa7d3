import { NodeSelection } from "prosemirror-state";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { noEdits } from "./photoEdits";
import { blockById } from "./places";
import {
  HASH,
  OTHER_HASH,
  box,
  caret,
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

/** Opens a page and sketches what a deed leaves of it; unknown ids read as `?`. */
function check(
  blocks: Parameters<typeof p>[0] extends string ? ReturnType<typeof p>[] : never,
  deed: (desk: Desk) => void,
  expected: string[],
): Desk {
  const desk = open(page("Tít", "Sapo", ...blocks));
  const before = new Set(ids(desk.view));
  deed(desk);
  desk.view.state.doc.check();
  const after = sketch(desk.view)
    .slice(2)
    .map((block) =>
      block.replace(/#([a-z0-9]+)/g, (all, id: string) => (before.has(id) ? all : "#?")),
    );
  expect(after).toEqual(expected);
  expect(new Set(ids(desk.view)).size, "ids are unique").toBe(ids(desk.view).length);
  expect(ids(desk.view), "each block has an id").not.toContain("");
  return desk;
}

beforeEach(() => {
  document.body.replaceChildren();
});

afterEach(() => {
  document.body.replaceChildren();
});

describe("Enter", () => {
  it("goes from the headline to the lead and from the lead to the body", () => {
    const { view } = open(page("Tít", "Sapo", p("a", "Thân")));
    caret(view, "headline", -1);
    press(view, "Enter");
    expect(view.state.selection.$from.parent.type.name).toBe("lead");
    press(view, "Enter");
    expect(view.state.selection.$from.parent.type.name).toBe("paragraph");
    expect(view.state.selection.$from.parentOffset).toBe(0);
    expect(sketch(view)).toEqual(['headline "Tít"', 'lead "Sapo"', 'paragraph#a "Thân"']);
  });

  it("makes a line between the lead and a photo that follows it", () => {
    check(
      [photo("a", "chú thích")],
      ({ view }) => {
        caret(view, "lead", 4);
        press(view, "Enter");
        type(view, "x");
      },
      ['paragraph#? "x"', 'photo#a "chú thích"'],
    );
  });

  it("splits a paragraph in mid-word and leaves the id with the first half", () => {
    check(
      [p("a", "nghiêm")],
      ({ view }) => {
        caret(view, "a", 3);
        press(view, "Enter");
        type(view, "_");
      },
      ['paragraph#a "ngh"', 'paragraph#? "_iêm"'],
    );
  });

  it("at the start of a block leaves block and id with the words", () => {
    check(
      [line("subhead", "a", "Mục")],
      ({ view }) => {
        caret(view, "a", 0);
        press(view, "Enter");
        type(view, "_");
      },
      ['paragraph#? ""', 'subhead#a "_Mục"'],
    );
  });

  it("after a subhead or a quotation begins a paragraph", () => {
    check(
      [line("subhead", "a", "Mục")],
      ({ view }) => {
        caret(view, "a", -1);
        press(view, "Enter");
      },
      ['subhead#a "Mục"', 'paragraph#? ""'],
    );
    check(
      [line("quote", "a", "Lời")],
      ({ view }) => {
        caret(view, "a", 1);
        press(view, "Enter");
      },
      ['quote#a "L"', 'quote#? "ời"'],
    );
  });

  it("replaces what is selected", () => {
    check(
      [p("a", "một hai ba")],
      ({ view }) => {
        caret(view, "a", 4, 7);
        press(view, "Enter");
      },
      ['paragraph#a "một "', 'paragraph#? " ba"'],
    );
  });

  it("makes items in a list and leaves it from an empty one", () => {
    check(
      [list("a", false, "một", "hai")],
      ({ view }) => {
        caret(view, "a/1", -1);
        press(view, "Enter");
        type(view, "ba");
        press(view, "Enter");
        press(view, "Enter");
        type(view, "ra");
      },
      ['list#a [listItem "một", listItem "hai", listItem "ba"]', 'paragraph#? "ra"'],
    );
    check(
      [list("a", true, "một", "", "ba")],
      ({ view }) => {
        caret(view, "a/1", 0);
        press(view, "Enter");
        type(view, "x");
      },
      ['numbered#a [listItem "một"]', 'paragraph#? "x"', 'numbered#? [listItem "ba"]'],
    );
    check(
      [list("a", false, "")],
      ({ view }) => {
        caret(view, "a", 0);
        press(view, "Enter");
        type(view, "x");
      },
      ['paragraph#a "x"'],
    );
  });

  it("in a caption goes on below the photo and never splits it", () => {
    check(
      [photo("a", "chú thích")],
      ({ view }) => {
        caret(view, "a", 3);
        press(view, "Enter");
        type(view, "x");
      },
      ['photo#a "chú thích"', 'paragraph#? "x"'],
    );
    check(
      [group("g", photo("a", "một"), photo("b", "hai")), p("c")],
      ({ view }) => {
        caret(view, "a", 1);
        press(view, "Enter");
        type(view, "x");
      },
      ['photoGroup#g [photo#a "một", photo#b "hai"]', 'paragraph#c "x"'],
    );
  });

  it("leaves a box from an empty last line", () => {
    check(
      [box("a", p("b", "trong"))],
      ({ view }) => {
        caret(view, "b", -1);
        press(view, "Enter");
        press(view, "Enter");
        type(view, "ngoài");
      },
      ['box#a [paragraph#b "trong"]', 'paragraph#? "ngoài"'],
    );
  });

  it("with Ctrl leaves whatever holds the caret", () => {
    check(
      [table("a", ["1", "2"]), p("b", "sau")],
      ({ view }) => {
        caret(view, "a/0", 1);
        press(view, "Mod-Enter");
        type(view, "x");
      },
      ['table#a [tableRow [tableCell "1", tableCell "2"]]', 'paragraph#? "x"', 'paragraph#b "sau"'],
    );
  });

  it("goes down in a table and leaves it below the last row", () => {
    check(
      [table("a", ["1"], ["2"])],
      ({ view }) => {
        caret(view, "a/0", 1);
        press(view, "Enter");
        expect(view.state.selection.$from.parent.textContent).toBe("2");
        press(view, "Enter");
        type(view, "x");
      },
      ['table#a [tableRow [tableCell "1"], tableRow [tableCell "2"]]', 'paragraph#? "x"'],
    );
  });
});

describe("Backspace", () => {
  it("joins paragraphs and keeps the first id", () => {
    check(
      [p("a", "một "), p("b", "hai")],
      ({ view }) => {
        caret(view, "b", 0);
        press(view, "Backspace");
        type(view, "_");
      },
      ['paragraph#a "một _hai"'],
    );
  });

  it("takes an empty line before a block away and leaves the block what it is", () => {
    check(
      [p("a"), line("subhead", "b", "Mục")],
      ({ view }) => {
        caret(view, "b", 0);
        press(view, "Backspace");
      },
      ['subhead#b "Mục"'],
    );
  });

  it("joins nothing across headline, lead and body", () => {
    check(
      [p("a", "thân")],
      ({ view }) => {
        caret(view, "a", 0);
        expect(press(view, "Backspace")).toBe(true);
        expect(view.state.selection.$from.parent.type.name).toBe("lead");
        caret(view, "lead", 0);
        press(view, "Backspace");
        expect(view.state.selection.$from.parent.type.name).toBe("headline");
        caret(view, "headline", 0);
        expect(press(view, "Backspace")).toBe(true);
      },
      ['paragraph#a "thân"'],
    );
    check(
      [p("a"), p("b", "thân")],
      ({ view }) => {
        caret(view, "a", 0);
        press(view, "Backspace");
      },
      ['paragraph#b "thân"'],
    );
  });

  it("takes a first item out of its list and joins the others", () => {
    check(
      [list("a", false, "một", "hai")],
      ({ view }) => {
        caret(view, "a/0", 0);
        press(view, "Backspace");
      },
      ['paragraph#? "một"', 'list#a [listItem "hai"]'],
    );
    check(
      [list("a", false, "một", "hai")],
      ({ view }) => {
        caret(view, "a/1", 0);
        press(view, "Backspace");
        type(view, " ");
      },
      ['list#a [listItem "một hai"]'],
    );
  });

  it("brings a paragraph into the list before it", () => {
    check(
      [list("a", false, "một"), p("b", "hai")],
      ({ view }) => {
        caret(view, "b", 0);
        press(view, "Backspace");
        type(view, "_");
      },
      ['list#a [listItem "một_hai"]'],
    );
  });

  it("meets a photo before it deletes it", () => {
    check(
      [photo("a", "chú thích"), p("b", "sau")],
      ({ view }) => {
        caret(view, "b", 0);
        press(view, "Backspace");
        expect(view.state.selection).toBeInstanceOf(NodeSelection);
        press(view, "Backspace");
      },
      ['paragraph#b "sau"'],
    );
    check(
      [photo("a", "chú thích"), p("b")],
      ({ view }) => {
        caret(view, "b", 0);
        press(view, "Backspace");
      },
      ['photo#a "chú thích"'],
    );
  });

  it("does nothing at the start of a cell and selects the photo from its caption", () => {
    check(
      [table("a", ["1", "2"]), photo("b", "chú")],
      ({ view }) => {
        caret(view, "a/1", 0);
        expect(press(view, "Backspace")).toBe(true);
        caret(view, "b", 0);
        press(view, "Backspace");
        expect(view.state.selection).toBeInstanceOf(NodeSelection);
      },
      ['table#a [tableRow [tableCell "1", tableCell "2"]]', 'photo#b "chú"'],
    );
  });

  it("leaves one empty paragraph where the last block was deleted", () => {
    check(
      [photo("a", "chú")],
      ({ view }) => {
        view.dispatch(
          view.state.tr.setSelection(
            NodeSelection.create(view.state.doc, blockById(view.state.doc, "a")?.position ?? 0),
          ),
        );
        press(view, "Backspace");
      },
      ['paragraph#? ""'],
    );
  });
});

describe("Delete", () => {
  it("joins the next line, item or first item to this one", () => {
    check(
      [p("a", "một"), p("b", "hai")],
      ({ view }) => {
        caret(view, "a", -1);
        press(view, "Delete");
      },
      ['paragraph#a "mộthai"'],
    );
    check(
      [p("a", "một"), list("b", false, "hai", "ba")],
      ({ view }) => {
        caret(view, "a", -1);
        press(view, "Delete");
      },
      ['paragraph#a "mộthai"', 'list#b [listItem "ba"]'],
    );
    check(
      [list("a", false, "một"), p("b", "hai")],
      ({ view }) => {
        caret(view, "a", -1);
        press(view, "Delete");
      },
      ['list#a [listItem "mộthai"]'],
    );
  });

  it("takes an empty line away and meets a photo", () => {
    check(
      [p("a"), photo("b", "chú")],
      ({ view }) => {
        caret(view, "a", 0);
        press(view, "Delete");
        expect(view.state.selection).toBeInstanceOf(NodeSelection);
      },
      ['photo#b "chú"'],
    );
    check(
      [p("a", "x"), photo("b", "chú")],
      ({ view }) => {
        caret(view, "a", 1);
        press(view, "Delete");
        expect(view.state.selection).toBeInstanceOf(NodeSelection);
      },
      ['paragraph#a "x"', 'photo#b "chú"'],
    );
  });

  it("stops at the end of headline, lead, caption and cell", () => {
    const { view } = open(page("Tít", "Sapo", photo("a", "chú"), table("b", ["1", "2"])));
    const before = sketch(view);
    for (const place of ["headline", "lead", "a", "b/0"]) {
      caret(view, place, -1);
      expect(press(view, "Delete"), place).toBe(true);
    }
    expect(sketch(view)).toEqual(before);
  });
});

describe("deleting a selection", () => {
  it("keeps headline, lead and body apart", () => {
    const { view } = open(page("Tít bài", "Sapo", p("a", "một"), p("b", "hai ba")));
    selectAcross(view, "headline", 3, "b", 3);
    press(view, "Backspace");
    expect(sketch(view)).toEqual(['headline "Tít"', 'lead ""', 'paragraph#b " ba"']);
    expect(view.state.selection.$from.parent.type.name).toBe("headline");
  });

  it("by typing does the same", () => {
    const { view } = open(page("Tít bài", "Sapo", p("a", "một")));
    selectAcross(view, "headline", 3, "lead", 2);
    type(view, "!");
    expect(sketch(view).slice(0, 2)).toEqual(['headline "Tít!"', 'lead "po"']);
  });

  it("keeps captions and cells what they are", () => {
    check(
      [p("a", "một"), photo("b", "chú thích", HASH), p("c", "hai")],
      ({ view }) => {
        selectAcross(view, "a", 1, "b", 4);
        press(view, "Delete");
      },
      ['paragraph#a "m"', 'photo#b "thích"', 'paragraph#c "hai"'],
    );
    check(
      [table("a", ["11", "22"], ["33", "44"])],
      ({ view }) => {
        selectAcross(view, "a/0", 1, "a/3", 1);
        press(view, "Delete");
      },
      ['table#a [tableRow [tableCell "1", tableCell ""], tableRow [tableCell "", tableCell "4"]]'],
    );
    check(
      [p("a", "một"), list("l", false, "x", "y", "z"), table("b", ["1", "2"])],
      ({ view }) => {
        selectAcross(view, "l/0", 1, "b/1", 1);
        press(view, "Delete");
      },
      [
        'paragraph#a "một"',
        'list#l [listItem "x"]',
        'table#b [tableRow [tableCell "", tableCell ""]]',
      ],
    );
  });

  it("by typing over everything begins with the headline", () => {
    const { view } = open(page("Tít", "Sapo", photo("a", "x", HASH), p("b", "y")));
    press(view, "Mod-a");
    type(view, "M");
    expect(sketch(view).map((block) => block.replace(/#\w+/, ""))).toEqual([
      'headline "M"',
      'lead ""',
      'paragraph ""',
    ]);
  });

  it("is not what a letter does to a selected photo", () => {
    check(
      [photo("a", "x", HASH), p("b", "y")],
      ({ view }) => {
        const position = blockById(view.state.doc, "a")?.position ?? 0;
        view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, position)));
        type(view, "mới");
      },
      ['photo#a "x"', 'paragraph#? "mới"', 'paragraph#b "y"'],
    );
  });

  it("by cutting does the same", () => {
    const { view } = open(page("Tít bài", "Sapo", p("a", "một hai")));
    selectAcross(view, "headline", 3, "a", 3);
    expect(cut(view).text).toBe(" bài\n\nSapo\n\nmột");
    expect(sketch(view)).toEqual(['headline "Tít"', 'lead ""', 'paragraph#a " hai"']);
  });

  it("of everything leaves an empty page", () => {
    const { view } = open(page("Tít", "Sapo", photo("a", "x", HASH), p("b", "y")));
    press(view, "Mod-a");
    press(view, "Backspace");
    expect(sketch(view).map((block) => block.replace(/#\w+/, ""))).toEqual([
      'headline ""',
      'lead ""',
      'paragraph ""',
    ]);
    expect(ids(view)[0]).toMatch(/^[0-9a-z]{8}$/);
  });
});

describe("kinds of blocks", () => {
  it("change and keep the id", () => {
    check(
      [p("a", "*một* hai")],
      ({ view, editor }) => {
        caret(view, "a", 2);
        editor.commands.setKind("subhead");
        type(view, "_");
      },
      ['subhead#a "<strong>mộ_t</> hai"'],
    );
  });

  it("make one list of several lines and several lines of one list", () => {
    const desk = check(
      [p("a", "một"), line("quote", "b", "hai"), p("c", "ba")],
      ({ view, editor }) => {
        selectAcross(view, "a", 1, "b", 2);
        editor.commands.setKind("numberedList");
      },
      ['numbered#a [listItem "một", listItem "hai"]', 'paragraph#c "ba"'],
    );
    desk.editor.commands.setKind("bulletedList");
    expect(sketch(desk.view)[2]).toBe('list#a [listItem "một", listItem "hai"]');
    desk.editor.commands.setKind("bulletedList");
    expect(sketch(desk.view)[2]).toBe('paragraph#a "một"');
    expect(desk.view.state.selection.from).toBeLessThan(desk.view.state.selection.to);
  });

  it("take only the selected items out of a list", () => {
    check(
      [list("a", false, "1", "2", "3")],
      ({ view, editor }) => {
        caret(view, "a/1", 1);
        editor.commands.setKind("subhead");
        type(view, "_");
      },
      ['list#a [listItem "1"]', 'subhead#? "2_"', 'list#? [listItem "3"]'],
    );
    check(
      [list("a", false, "1", "2")],
      ({ view, editor }) => {
        caret(view, "a/0", 0);
        editor.commands.setKind("paragraph");
      },
      ['paragraph#a "1"', 'list#? [listItem "2"]'],
    );
  });

  it("are refused in headline, lead, photo and table", () => {
    const { view, editor } = open(page("Tít", "Sapo", photo("a", "x"), table("b", ["1", "2"])));
    const before = sketch(view);
    for (const place of ["headline", "lead", "a", "b/0"]) {
      caret(view, place, 0);
      expect(editor.commands.setKind("subhead"), place).toBe(false);
    }
    expect(sketch(view)).toEqual(before);
  });

  it("go into a box and out of it", () => {
    const desk = check(
      [p("a", "một"), line("quote", "b", "hai")],
      ({ view, editor }) => {
        selectAcross(view, "a", 0, "b", 1);
        editor.commands.toggleBox();
      },
      ['box#? [paragraph#a "một", paragraph#b "hai"]'],
    );
    desk.editor.commands.toggleBox();
    expect(sketch(desk.view).slice(2)).toEqual(['paragraph#a "một"', 'paragraph#b "hai"']);
    expect(open(page("t", "s", photo("a"))).editor.commands.toggleBox()).toBe(false);
  });

  it("inside a box are set by the same keys, quotations not", () => {
    check(
      [box("x", p("a", "một"), p("b", "hai"))],
      ({ view, editor }) => {
        caret(view, "b", 1);
        editor.commands.setKind("subhead");
        expect(editor.commands.setKind("quote")).toBe(false);
      },
      ['box#x [paragraph#a "một", subhead#b "hai"]'],
    );
  });
});

describe("moving", () => {
  it("takes a block up and down with caret and id, and stops at the lead", () => {
    check(
      [p("a", "một"), photo("b", "hai"), p("c", "ba")],
      ({ view }) => {
        caret(view, "c", 1);
        press(view, "Alt-ArrowUp");
        press(view, "Alt-ArrowUp");
        press(view, "Alt-ArrowUp");
        type(view, "_");
      },
      ['paragraph#c "b_a"', 'paragraph#a "một"', 'photo#b "hai"'],
    );
    check(
      [p("a", "một"), p("b", "hai")],
      ({ view }) => {
        caret(view, "a", 3);
        press(view, "Alt-ArrowDown");
        press(view, "Alt-ArrowDown");
        type(view, "_");
      },
      ['paragraph#b "hai"', 'paragraph#a "một_"'],
    );
  });

  it("takes all selected blocks", () => {
    check(
      [p("a", "1"), p("b", "2"), p("c", "3")],
      ({ view }) => {
        selectAcross(view, "b", 0, "c", 1);
        press(view, "Alt-ArrowUp");
      },
      ['paragraph#b "2"', 'paragraph#c "3"', 'paragraph#a "1"'],
    );
  });

  it("moves an item in its list, at its end the list", () => {
    check(
      [list("l", false, "1", "2"), p("a", "x")],
      ({ view }) => {
        caret(view, "l/0", 1);
        press(view, "Alt-ArrowDown");
        press(view, "Alt-ArrowDown");
        type(view, "_");
      },
      ['paragraph#a "x"', 'list#l [listItem "2", listItem "1_"]'],
    );
  });

  it("does nothing in headline and lead", () => {
    const { view } = open(page("Tít", "Sapo", p("a", "x")));
    const before = sketch(view);
    for (const place of ["headline", "lead"]) {
      caret(view, place, 0);
      press(view, "Alt-ArrowDown");
      press(view, "Alt-ArrowUp");
    }
    expect(sketch(view)).toEqual(before);
  });
});

describe("tables", () => {
  it("are put after the block of the caret, with heads", () => {
    const { view } = check(
      [p("a", "x")],
      ({ view, editor }) => {
        caret(view, "a", 0);
        editor.commands.insertTable(2, 2);
        type(view, "đầu");
      },
      [
        'paragraph#a "x"',
        'table#? [tableRow [tableCell "đầu", tableCell ""], tableRow [tableCell "", tableCell ""]]',
      ],
    );
    expect(view.state.doc.child(3).child(0).child(0).attrs["header"]).toBe(true);
    expect(view.state.doc.child(3).child(1).child(0).attrs["header"]).toBe(false);
  });

  it("are walked by Tab, which adds a row at the end", () => {
    check(
      [table("a", ["1", "2"], ["3", "4"])],
      ({ view }) => {
        caret(view, "a/0", 0);
        for (let cell = 0; cell < 4; cell += 1) press(view, "Tab");
        type(view, "mới");
        press(view, "Shift-Tab");
        type(view, "bốn");
      },
      [
        'table#a [tableRow [tableCell "1", tableCell "2"], tableRow [tableCell "3", tableCell "bốn"], tableRow [tableCell "mới", tableCell ""]]',
      ],
    );
  });

  it("gain and lose rows and columns", () => {
    check(
      [table("a", ["1", "2"], ["3", "4"])],
      ({ view, editor }) => {
        caret(view, "a/3", 0);
        editor.commands.addColumnBefore();
        type(view, "c");
        editor.commands.addRowBefore();
        type(view, "r");
      },
      [
        'table#a [tableRow [tableCell "1", tableCell "", tableCell "2"], tableRow [tableCell "", tableCell "r", tableCell ""], tableRow [tableCell "3", tableCell "c", tableCell "4"]]',
      ],
    );
    check(
      [table("a", ["1", "2"], ["3", "4"])],
      ({ view, editor }) => {
        caret(view, "a/0", 0);
        editor.commands.deleteColumn();
        editor.commands.deleteRow();
        type(view, "_");
      },
      ['table#a [tableRow [tableCell "_4"]]'],
    );
    check(
      [table("a", ["1"])],
      ({ view, editor }) => {
        caret(view, "a/0", 0);
        editor.commands.deleteRow();
      },
      ['paragraph#? ""'],
    );
  });

  it("stay rectangular", () => {
    const desk = open(page("t", "s", table("a", ["1", "2"], ["3"])));
    caret(desk.view, "a/0", 0);
    type(desk.view, "x");
    expect(sketch(desk.view)[2]).toBe(
      'table#a [tableRow [tableCell "x1", tableCell "2"], tableRow [tableCell "3", tableCell ""]]',
    );
  });
});

describe("marks and links", () => {
  it("are put on by keys and not in the headline", () => {
    check(
      [p("a", "một hai")],
      ({ view }) => {
        caret(view, "a", 0, 3);
        press(view, "Mod-b");
        press(view, "Mod-i");
      },
      ['paragraph#a "<em+strong>một</> hai"'],
    );
    const { view, editor } = open(page("Tít", "Sapo", p("a")));
    caret(view, "headline", 0, 3);
    editor.commands.toggleMark("strong");
    expect(sketch(view)[0]).toBe('headline "Tít"');
  });

  it("sub and superscript exclude each other", () => {
    check(
      [p("a", "m2")],
      ({ view, editor }) => {
        caret(view, "a", 1, 2);
        editor.commands.toggleMark("sub");
        editor.commands.toggleMark("sup");
      },
      ['paragraph#a "m<sup>2</>"'],
    );
  });

  it("link the selection, change the link at the caret and take it away", () => {
    const { view, editor } = open(page("t", "s", p("a", "một hai ba")));
    caret(view, "a", 4, 7);
    expect(editor.commands.setLink("https://vi.du/một")).toBe(true);
    caret(view, "a", 5);
    expect(editor.commands.setLink("mailto:toa.soan@vi.du")).toBe(true);
    expect(view.state.doc.child(2).child(1).marks[0]?.attrs["href"]).toBe("mailto:toa.soan@vi.du");
    expect(editor.commands.unsetLink()).toBe(true);
    expect(sketch(view)[2]).toBe('paragraph#a "một hai ba"');
    expect(editor.commands.setLink("https://vi.du"), "nothing is selected").toBe(false);
    caret(view, "a", 0, 3);
    for (const href of [
      "javascript:alert(1)",
      "data:text/html,x",
      "vi.du",
      "https://a b",
      "HTTPS:x",
    ]) {
      expect(editor.commands.setLink(href), href).toBe(false);
    }
  });
});

describe("photos", () => {
  it("go after the block of the caret, before an empty line", () => {
    check(
      [p("a", "x"), p("b", "y")],
      ({ view, editor }) => {
        caret(view, "a", 0);
        editor.commands.insertPhoto(HASH, "chú");
      },
      ['paragraph#a "x"', 'photo#? "chú"', 'paragraph#b "y"'],
    );
    check(
      [p("a")],
      ({ view, editor }) => {
        caret(view, "a", 0);
        editor.commands.insertPhoto(null);
        type(view, "chú");
      },
      ['photo#? "chú"', 'paragraph#a ""'],
    );
    check(
      [p("a", "x")],
      ({ view, editor }) => {
        caret(view, "headline", 0);
        editor.commands.insertPhoto(null);
        expect(editor.commands.insertPhoto("../../etc/passwd")).toBe(false);
      },
      ['photo#? ""', 'paragraph#a "x"'],
    );
  });

  it("dropped on a missing one take its caption, the others follow", () => {
    const { view, editor } = check(
      [photo("a", "chú thích"), p("b", "y")],
      ({ editor }) => {
        editor.applyPhotos({ kind: "photo-missing", blockId: "a" }, [
          { hash: HASH, caption: "của tệp", credit: "Lê Bình" },
          { hash: OTHER_HASH, caption: "thứ hai" },
        ]);
      },
      ['photo#a "chú thích"', 'photo#? "thứ hai"', 'paragraph#b "y"'],
    );
    expect(view.state.doc.child(2).attrs).toMatchObject({ photo: HASH, credit: "Lê Bình" });
    expect(view.state.selection.$from.parent.attrs["id"], "the caption is next").toBe("a");
    editor.commands.undo();
    expect(sketch(view)[3], "one step of undo").toBe('paragraph#b "y"');
  });

  it("dropped between blocks go there", () => {
    check(
      [p("a", "x"), p("b", "y")],
      ({ editor }) => {
        editor.applyPhotos({ kind: "between", afterBlockId: "a" }, [{ hash: HASH }]);
        editor.applyPhotos({ kind: "between", afterBlockId: null }, [
          { hash: HASH, caption: "đầu" },
        ]);
        editor.applyPhotos({ kind: "between", afterBlockId: "gone" }, [
          { hash: HASH, caption: "cuối" },
        ]);
        expect(editor.applyPhotos({ kind: "between", afterBlockId: "a" }, [{ hash: "x" }])).toBe(
          false,
        );
      },
      ['photo#? "đầu"', 'paragraph#a "x"', 'photo#? ""', 'paragraph#b "y"', 'photo#? "cuối"'],
    );
  });

  it("are changed and taken away by block, the caption stays", () => {
    const { view, editor } = open(page("t", "s", photo("a", "chú", HASH)));
    expect(editor.commands.setPhoto("a", OTHER_HASH)).toBe(true);
    expect(view.state.doc.child(2).attrs["photo"]).toBe(OTHER_HASH);
    expect(editor.commands.setPhoto("a", null)).toBe(true);
    expect(sketch(view)[2]).toBe('photo#a "chú"');
    expect(editor.commands.setPhoto("b", HASH)).toBe(false);
    caret(view, "a", 0);
    expect(editor.commands.deletePhoto()).toBe(true);
    expect(sketch(view)[2]).toMatch(/^paragraph#\w+ ""$/);
  });

  it("are edited by block, as one step, and another photo starts without edits", () => {
    const { view, editor } = open(page("t", "s", photo("a", "chú", HASH)));
    const edits = { ...noEdits, turn: 90, light: 3 } as const;
    expect(editor.commands.editPhoto("a", edits)).toBe(true);
    expect(editor.commands.editPhoto("a", edits)).toBe(false);
    expect(editor.photoOf("a")).toEqual({ hash: HASH, edits });
    expect(editor.getDocument().content[2]?.attrs?.["edits"]).toBe("turn=90;light=3");
    editor.commands.setPhoto("a", OTHER_HASH);
    expect(editor.photoOf("a")).toEqual({ hash: OTHER_HASH, edits: noEdits });
    editor.commands.undo();
    expect(editor.photoOf("a")).toEqual({ hash: HASH, edits });
    editor.commands.undo();
    expect(view.state.doc.child(2).attrs["edits"]).toBe("");
    expect(editor.commands.editPhoto("b", edits)).toBe(false);
  });

  it("are given words by block, as one step, and empty words leave what is there", () => {
    const { editor } = open(page("t", "s", photo("a", "chú", HASH)));
    const words = { caption: "Đại biểu  dự họp", credit: "Thanh Hiếu", alt: "" };
    expect(editor.commands.sayAtPhoto("a", words)).toBe(true);
    const said = { caption: "Đại biểu dự họp", credit: "Thanh Hiếu", alt: "" };
    expect(editor.wordsAt("a")).toEqual(said);
    expect(editor.commands.sayAtPhoto("a", words)).toBe(false);
    editor.commands.undo();
    expect(editor.wordsAt("a")).toEqual({ caption: "chú", credit: "", alt: "" });
    expect(editor.wordsAt("z")).toBeNull();
  });

  it("are grouped and ungrouped, and the last one takes the group along", () => {
    const desk = check(
      [photo("a", "1"), photo("b", "2"), p("c", "x")],
      ({ view, editor }) => {
        caret(view, "a", 1);
        editor.commands.makePhotoGroup();
        type(view, "_");
      },
      ['photoGroup#? [photo#a "1_", photo#b "2"]', 'paragraph#c "x"'],
    );
    desk.editor.commands.deletePhoto();
    desk.editor.commands.dissolvePhotoGroup();
    expect(sketch(desk.view).slice(2)).toEqual(['photo#b "2"', 'paragraph#c "x"']);
    const one = open(page("t", "s", group("g", photo("a", "1")), p("b", "x")));
    one.editor.commands.deleteBlock("a");
    expect(sketch(one.view).slice(2)).toEqual(['paragraph#b "x"']);
  });

  it("join a group that stands beside them, which keeps its name", () => {
    check(
      [group("g", photo("a", "1"), photo("b", "2")), photo("c", "3"), p("d", "x")],
      ({ view, editor }) => {
        caret(view, "b", 1);
        editor.commands.makePhotoGroup();
        type(view, "_");
      },
      ['photoGroup#g [photo#a "1", photo#b "2_", photo#c "3"]', 'paragraph#d "x"'],
    );
    check(
      [photo("a", "1"), group("g", photo("b", "2"), photo("c", "3"))],
      ({ view, editor }) => {
        caret(view, "a", 1);
        editor.commands.makePhotoGroup();
      },
      ['photoGroup#g [photo#a "1", photo#b "2", photo#c "3"]'],
    );
    check(
      [photo("a"), photo("b"), photo("c"), p("d", "x")],
      ({ view, editor }) => {
        selectAcross(view, "a", 0, "d", 1);
        editor.commands.makePhotoGroup();
      },
      ['photoGroup#? [photo#a "", photo#b "", photo#c ""]', 'paragraph#d "x"'],
    );
  });

  it("are not grouped where no other photo follows", () => {
    const { view, editor } = open(
      page("t", "s", photo("a"), p("b", "x"), group("g", photo("c"), photo("d")), p("e", "y")),
    );
    const before = sketch(view);
    for (const where of ["a", "b", "c", "d", "e", "headline"]) {
      caret(view, where, 0);
      expect(editor.commands.makePhotoGroup(), where).toBe(false);
    }
    caret(view, "b", 0);
    expect(editor.commands.dissolvePhotoGroup()).toBe(false);
    expect(sketch(view)).toEqual(before);
  });

  it("come and go in one step of undo, right after a letter too", () => {
    const { view, editor } = open(page("t", "s", p("a", "x"), photo("b", "chú")));
    const before = sketch(view);
    caret(view, "a", 1);
    type(view, "y");
    editor.applyPhotos({ kind: "photo-missing", blockId: "b" }, [
      { hash: HASH, credit: "Lê Bình" },
      { hash: OTHER_HASH, caption: "hai" },
    ]);
    expect(sketch(view).slice(3)).toEqual([
      'photo#b "chú"',
      expect.stringMatching(/^photo#.* "hai"/),
    ]);
    expect(view.state.doc.child(3).attrs).toMatchObject({ photo: HASH, credit: "Lê Bình" });
    editor.commands.undo();
    expect(sketch(view)).toEqual([...before.slice(0, 2), 'paragraph#a "xy"', 'photo#b "chú"']);
    expect(view.state.doc.child(3).attrs).toMatchObject({ photo: null, credit: "" });
    editor.commands.redo();
    editor.commands.setPhoto("b", null);
    editor.commands.undo();
    expect(view.state.doc.child(3).attrs["photo"]).toBe(HASH);
    expect(view.state.doc.childCount).toBe(5);
  });
});

describe("undo", () => {
  it("brings ids back and redo does so too", () => {
    const { view, editor } = open(page("t", "s", p("a", "một hai")));
    caret(view, "a", 3);
    press(view, "Enter");
    const split = ids(view);
    press(view, "Mod-z");
    expect(ids(view)).toEqual(["a"]);
    press(view, "Mod-y");
    expect(ids(view)).toEqual(split);
    editor.commands.undo();
    press(view, "Mod-Shift-z");
    expect(ids(view)).toEqual(split);
  });
});
