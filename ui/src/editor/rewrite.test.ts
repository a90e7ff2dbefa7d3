import fc from "fast-check";
import { EditorState } from "prosemirror-state";
import { describe, expect, it } from "vitest";

import type { DocumentJSON, NodeJSON } from "./document";
import { longestRise, rewrite } from "./rewrite";
import { schema } from "./schema";
import { HASH, OTHER_HASH, box, group, line, list, p, page, photo, table } from "./testing";

function steps(before: DocumentJSON, after: DocumentJSON) {
  const target = schema.nodeFromJSON(after);
  const { tr } = EditorState.create({ doc: schema.nodeFromJSON(before) });
  rewrite(tr, target);
  expect(tr.doc.toJSON()).toEqual(target.toJSON());
  tr.doc.check();
  return tr;
}

/** Documents like those of an editor's day, of few ids so that two of them have some in common. */
const words = fc
  .array(fc.constantFrom("một", "hai ", "ba", "😀", "bốn*năm*", " "), { maxLength: 5 })
  .map((parts) => parts.join(""));
const leaf = (id: string): fc.Arbitrary<NodeJSON> =>
  fc.oneof(
    words.map((text) => p(id, text)),
    words.map((text) => line("subhead", id, text)),
    fc.tuple(words, fc.constantFrom(null, HASH, OTHER_HASH)).map(([a, b]) => photo(id, a, b)),
    fc.array(words, { minLength: 1, maxLength: 3 }).map((items) => list(id, false, ...items)),
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), words)
      .map(([rows, columns, text]) =>
        table(id, ...Array.from({ length: rows }, () => Array<string>(columns).fill(text))),
      ),
    words.map((text) => box(id, p(`${id}x`, text), p(`${id}y`, "đoạn"))),
    words.map((text) => group(id, photo(`${id}v`, text), photo(`${id}w`))),
  );
const texts = fc
  .shuffledSubarray(["a", "b", "c", "d", "e", "f"], { minLength: 1 })
  .chain((ids) => fc.tuple(words, words, fc.tuple(...ids.map(leaf))))
  .map(([headline, lead, blocks]) => page(headline.replaceAll("*", ""), lead, ...blocks));

describe("rewriting a page", () => {
  it("gives the other page, whatever the two are", () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        steps(before, after);
      }),
      { numRuns: 400 },
    );
  });

  it("touches only the letters that differ", () => {
    const tr = steps(
      page("Tít", "Sapo", p("a", "một hai ba"), photo("b", "chú thích", HASH), p("c", "cuối")),
      page("Tít", "Sapo", p("a", "một bốn ba"), photo("b", "chú thích", HASH), p("c", "cuối")),
    );
    expect(tr.steps).toHaveLength(1);
    expect(tr.mapping.map(tr.doc.content.size)).toBe(tr.doc.content.size);
    const changed: number[] = [];
    tr.steps[0]?.getMap().forEach((from, to) => changed.push(to - from));
    expect(changed).toEqual([3]);
  });

  it("doubles a letter without losing its twin", () => {
    steps(page("Tít", "", p("a", "aa")), page("Tít", "", p("a", "a")));
    steps(page("Tít", "", p("a", "ababa")), page("Tít", "", p("a", "aba")));
    steps(page("Tít", "", p("a", "aba")), page("Tít", "", p("a", "ababa")));
  });

  it("gives a photo back without building its block anew", () => {
    const tr = steps(
      page("Tít", "", p("a", "x"), photo("b", "chú thích", HASH)),
      page("Tít", "", p("a", "x"), photo("b", "chú thích", OTHER_HASH)),
    );
    expect(tr.steps.map((step) => step.toJSON() as unknown)).toEqual([
      expect.objectContaining({ stepType: "attr", attr: "photo", value: OTHER_HASH }),
    ]);
  });

  it("takes a moved block out of one place and puts it into the other", () => {
    const tr = steps(
      page("", "", p("a", "một"), p("b", "hai"), p("c", "ba"), p("d", "bốn")),
      page("", "", p("b", "hai"), p("c", "ba"), p("a", "một"), p("d", "bốn")),
    );
    expect(tr.steps).toHaveLength(2);
  });
});

it("the longest rise keeps as much as can stay in order", () => {
  const rise = (...values: number[]) =>
    longestRise(values.map((value, at) => [value, at])).map(([value]) => value);
  expect(rise()).toEqual([]);
  expect(rise(3, 0, 1, 2)).toEqual([0, 1, 2]);
  expect(rise(0, 4, 1, 2, 3)).toEqual([0, 1, 2, 3]);
  expect(rise(2, 1, 0)).toHaveLength(1);
});
