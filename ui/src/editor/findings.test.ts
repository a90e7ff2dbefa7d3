import { describe, expect, test } from "vitest";

import { findingSpan, type FindingSeverity, type ShownFinding } from "./findings";
import { summarise } from "./summary";
import { caret, list, open, p, page, photo, press, sketch, type, type Desk } from "./testing";

function at(
  id: string,
  block: string | null,
  from: number,
  to: number,
  severity: FindingSeverity = "error",
  line = 0,
): ShownFinding {
  return { id, severity, from: { block, line, offset: from }, to: { block, line, offset: to } };
}

const article = () =>
  open(page("Tít", "Sapo", p("a", "Làm viêc với vặn kiện."), p("b", "Lần thứ hai viêc này.")));

/** The words that a finding stands on. */
function words({ view }: Desk, id: string): string | null {
  const span = findingSpan(view.state, id);
  return span && view.state.doc.textBetween(span.from, span.to);
}

describe("what the checks found", () => {
  test("stands on its words in every kind of line", () => {
    const desk = open(
      page("Tít sai", "Sapo", list("l", false, "Một", "Hai sai"), photo("f", "Chú thích")),
    );
    desk.editor.showFindings([
      at("1", null, 4, 7),
      at("2", "l", 4, 7, "hint", 1),
      at("3", "f", 4, 9, "warning"),
    ]);
    expect(["1", "2", "3"].map((id) => words(desk, id))).toEqual(["sai", "sai", "thích"]);
    expect(desk.editor.findingPassages().get("1")).toEqual({
      before: "Tít ",
      words: "sai",
      after: "",
    });
  });

  test("is left out where it has no words or no line", () => {
    const desk = article();
    desk.editor.showFindings([at("empty", "a", 3, 3), at("nowhere", "x", 0, 2)]);
    expect(desk.editor.findingPassages().size).toBe(0);
  });

  test("stands at a photo without a caption until there is one", () => {
    const desk = open(page("Tít", "Sapo", photo("f", ""), p("a", "Câu.")));
    desk.editor.showFindings([at("1", "f", 0, 0, "warning")]);
    expect(desk.editor.findingPassages().get("1")).toEqual({ before: "", words: "", after: "" });
    desk.editor.markFinding(desk.editor.findingBesideCaret(1), true);
    expect(desk.view.state.selection.$from.parent.type.name).toBe("photo");
    type(desk.view, "Chợ");
    expect(desk.editor.findingPassages().size).toBe(0);
  });

  test("goes along with its words while one writes elsewhere", () => {
    const desk = article();
    desk.editor.showFindings([at("1", "a", 4, 8), at("2", "b", 12, 16)]);
    caret(desk.view, "a", 0);
    type(desk.view, "Nay ");
    expect([words(desk, "1"), words(desk, "2")]).toEqual(["viêc", "viêc"]);
  });

  test("is gone where its words are written over", () => {
    const desk = article();
    desk.editor.showFindings([at("1", "a", 4, 8), at("2", "b", 12, 16)]);
    caret(desk.view, "a", 6);
    type(desk.view, "x");
    expect([words(desk, "1"), words(desk, "2")]).toEqual([null, "viêc"]);
  });

  test("is not told of the word that is being typed, until the caret leaves it", () => {
    const desk = article();
    caret(desk.view, "a", -1);
    type(desk.view, " nhx");
    desk.editor.showFindings([at("1", "a", 4, 8), at("2", "a", 23, 26)]);
    expect(words(desk, "2")).toBe("nhx");
    expect(summarise(desk.view.state)).toMatchObject({ hushed: ["2"], finding: null });
    caret(desk.view, "a", 5);
    expect(summarise(desk.view.state)).toMatchObject({ hushed: [], finding: "1" });
  });

  test("is walked through from the caret and around, past what is right", () => {
    const desk = article();
    desk.editor.showFindings([
      at("1", "a", 4, 8),
      at("right", "a", 13, 21, "right"),
      at("2", "b", 12, 16, "hint"),
    ]);
    caret(desk.view, "headline", 0);
    const walk = (direction: 1 | -1) => {
      const id = desk.editor.findingBesideCaret(direction);
      desk.editor.markFinding(id, true);
      return id;
    };
    expect([walk(1), walk(1), walk(1), walk(-1)]).toEqual(["1", "2", "1", "2"]);
    const { from, to } = desk.view.state.selection;
    expect(desk.view.state.doc.textBetween(from, to)).toBe("viêc");
    desk.editor.showFindings([]);
    expect(desk.editor.findingBesideCaret(1)).toBeNull();
  });

  test("is put right in one edit that one undo takes back", () => {
    const desk = article();
    const before = sketch(desk.view);
    desk.editor.showFindings([at("1", "a", 4, 8), at("2", "b", 12, 16)]);
    const done = desk.editor.fixFindings([
      { id: "2", text: "việc" },
      { id: "1", text: "việc" },
      { id: "unknown", text: "x" },
    ]);
    expect(done).toEqual(["1", "2"]);
    expect(sketch(desk.view).slice(2)).toEqual([
      'paragraph#a "Làm việc với vặn kiện."',
      'paragraph#b "Lần thứ hai việc này."',
    ]);
    // Nothing is hushed by a fix: nobody is typing there.
    expect(summarise(desk.view.state).hushed).toEqual([]);
    press(desk.view, "Mod-z");
    expect(sketch(desk.view)).toEqual(before);
  });

  test("keeps the marks of the letters that stay", () => {
    const desk = open(page("Tít", "Sapo", p("a", "Cán *bộ,tinh* thần")));
    desk.editor.showFindings([at("1", "a", 4, 11)]);
    desk.editor.fixFindings([{ id: "1", text: "bộ, tinh" }]);
    expect(sketch(desk.view)[2]).toBe('paragraph#a "Cán <strong>bộ, tinh</> thần"');
  });

  test("is put right once where two overlap", () => {
    const desk = article();
    desk.editor.showFindings([at("1", "a", 4, 8), at("2", "a", 6, 12)]);
    const done = desk.editor.fixFindings([
      { id: "1", text: "việc" },
      { id: "2", text: "x" },
    ]);
    expect(done).toEqual(["1"]);
  });
});
