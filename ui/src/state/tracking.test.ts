import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { Change, Document, Draft, Fields } from "../ipc";
import { ArticleChanges, LAZY_MS, paragraphOf, tracking } from "./tracking.svelte";
import type { Question } from "./discussion.svelte";
import type { Reckoner, TrackingHost } from "./tracking.svelte";

beforeEach(() => {
  vi.useFakeTimers();
  tracking.shown = false;
});
afterEach(() => vi.useRealTimers());

function change(id: string, more: Partial<Change> = {}): Change {
  return {
    id,
    kind: "inserted",
    block: "a",
    old: [],
    new: [],
    at: { line: 2, offset: 0 },
    removed: [],
    attr: null,
    movedFrom: null,
    by: "Mai",
    byAt: 1,
    ...more,
  };
}

const answer = (changes: Change[]) => Promise.resolve({ base: null, changes, photos: {} });

/** A page of one word for each change that is left in it. */
function desk(...left: string[]) {
  const state = {
    document: { words: left, content: [] },
    fields: { source: "mới", tags: ["a"] } as unknown as Fields,
    composing: false,
    accepted: [] as string[],
    drawn: [] as string[],
    marked: null as string | null,
    caret: 0,
    questions: [] as Question[],
    shownQuestions: [] as string[],
    answered: [] as string[],
    failed: [] as unknown[],
    told: [] as string[],
    undo: null as (() => void) | null,
    companion: undefined as { undo(): void; redo(): void } | undefined,
  };
  const changesOf = (document: unknown): Change[] =>
    (document as typeof state.document).words
      .filter((word) => !state.accepted.includes(word))
      .map((word) => change(word));
  const reckoner = {
    reviewChanges: vi.fn((_: string, { document }: Draft) => answer(changesOf(document))),
    changesSinceApproval: vi.fn((_: string, __: Draft) => answer([change("s")])),
    acceptChanges: vi.fn((_: string, { document }: Draft, ids: string[]) => {
      state.accepted.push(...ids);
      return answer(changesOf(document));
    }),
    undoAccept: vi.fn((_: string) => {
      state.accepted = [];
      return Promise.resolve(null);
    }),
    rejectChanges: vi.fn((_: string, { document, fields }: Draft, ids: string[]) => {
      const { words } = document as unknown as typeof state.document;
      const made = { words: words.filter((word) => !ids.includes(word)), content: [] };
      return Promise.resolve({
        document: made as unknown as Document,
        fields: ids.includes("field") ? { ...fields, source: "cũ" } : fields,
        changes: changesOf(made),
      });
    }),
  } satisfies Reckoner;
  const host: TrackingHost = {
    id: "1",
    reckoner,
    page: {
      getDocument: () => state.document as never,
      stamp: () => state.document,
      isComposing: () => state.composing,
      settle: () => {
        state.composing = false;
        return Promise.resolve();
      },
      showChanges: (all) => (state.drawn = all.map(({ id }) => id)),
      markChange: (id) => (state.marked = id),
      changeBesideCaret: () => (state.marked === null ? (state.drawn[1] ?? null) : null),
      changePositions: () => new Map(state.drawn.map((id, at) => [id, at * 10])),
      caretPosition: () => state.caret,
      changeElement: () => null,
      rewrite: (document, companion) => {
        state.document = document as never;
        state.companion = companion;
      },
    },
    readFields: () => ({ ...state.fields }),
    writeFields: (part) => (state.fields = { ...state.fields, ...part }),
    questions: () => state.questions,
    showQuestion: (id) => {
      state.shownQuestions.push(id);
      state.caret = state.questions.find(({ thread }) => thread.id === id)?.position ?? 0;
    },
    questionElement: () => null,
    answer: (id, how) => {
      state.answered.push(`${how} ${id}`);
      state.questions = state.questions.filter(({ thread }) => thread.id !== id);
      return Promise.resolve(true);
    },
    onAccepted: (count, undo) => {
      state.told.push(`accepted ${count}`);
      state.undo = undo;
    },
    onRejected: (count) => state.told.push(`rejected ${count}`),
    onFailure: (thrown) => state.failed.push(thrown),
  };
  const changes = new ArticleChanges(host);
  const type = (...words: string[]) => {
    state.document = { words: [...state.document.words, ...words], content: [] };
    changes.changed();
  };
  return { state, changes, reckoner, type };
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const pause = () => vi.advanceTimersByTimeAsync(LAZY_MS);

describe("changes while somebody writes", () => {
  test("are reckoned when switched on and cleared when switched off", async () => {
    const { state, changes, reckoner, type } = desk("a", "b");
    type("c");
    await pause();
    expect(reckoner.reviewChanges).not.toHaveBeenCalled();
    changes.toggle();
    await settle();
    expect(state.drawn).toEqual(["a", "b", "c"]);
    changes.toggle();
    expect(state.drawn).toEqual([]);
    type("d");
    await pause();
    expect(reckoner.reviewChanges).toHaveBeenCalledOnce();
  });

  test("are reckoned once, after the keys have paused", async () => {
    const { state, changes, reckoner, type } = desk("a");
    changes.show();
    await settle();
    for (const word of ["b", "c", "d"]) {
      type(word);
      await vi.advanceTimersByTimeAsync(LAZY_MS - 1);
    }
    expect(reckoner.reviewChanges).toHaveBeenCalledOnce();
    await pause();
    expect(reckoner.reviewChanges).toHaveBeenCalledTimes(2);
    expect(state.drawn).toEqual(["a", "b", "c", "d"]);
  });

  test("wait until the input method's word is done", async () => {
    const { state, changes, reckoner, type } = desk("a");
    changes.show();
    await settle();
    state.composing = true;
    type("b");
    await vi.advanceTimersByTimeAsync(LAZY_MS * 5);
    expect(reckoner.reviewChanges).toHaveBeenCalledOnce();
    state.composing = false;
    await pause();
    expect(state.drawn).toEqual(["a", "b"]);
  });

  test("are not drawn where the page has moved on, but reckoned again", async () => {
    const { state, changes, reckoner, type } = desk("a");
    let give: (value: Awaited<ReturnType<typeof answer>>) => void = () => undefined;
    reckoner.reviewChanges.mockImplementationOnce(() => new Promise((done) => (give = done)));
    changes.show();
    await settle();
    type("b");
    give({ base: null, changes: [change("old")], photos: {} });
    await settle();
    expect(state.drawn).toEqual([]);
    await pause();
    expect(state.drawn).toEqual(["a", "b"]);
  });

  test("that cannot be reckoned say so once, and come back by themselves", async () => {
    const { state, changes, reckoner, type } = desk("a");
    reckoner.reviewChanges.mockRejectedValueOnce("busy").mockRejectedValueOnce("busy");
    changes.show();
    await settle();
    type("b");
    await pause();
    expect(state.failed).toEqual(["busy"]);
    type("c");
    await pause();
    expect(state.drawn).toEqual(["a", "b", "c"]);
  });

  test("go from one article to the next", async () => {
    desk("a").changes.show();
    const next = desk("x", "y");
    await settle();
    expect(next.state.drawn).toEqual(["x", "y"]);
    next.changes.destroy();
    next.type("z");
    await pause();
    expect(next.reckoner.reviewChanges).toHaveBeenCalledOnce();
  });

  test("since the approval are shown, and not decided on", async () => {
    const { state, changes, reckoner } = desk("a");
    changes.show("approval");
    await settle();
    expect(state.drawn).toEqual(["s"]);
    await changes.reject(["s"]);
    expect(reckoner.rejectChanges).not.toHaveBeenCalled();
    changes.show("base");
    await settle();
    expect(state.drawn).toEqual(["a"]);
  });
});

describe("walking", () => {
  test("starts at the caret, goes round, and is seen in the page", async () => {
    const { state, changes } = desk("a", "b", "c");
    changes.show();
    await settle();
    changes.step(1);
    expect(state.marked).toBe("b");
    changes.step(1);
    changes.step(1);
    expect([changes.current, state.marked]).toEqual(["a", "a"]);
    changes.step(-1);
    expect(state.marked).toBe("c");
  });

  test("leads nowhere where nothing changed", async () => {
    const { changes } = desk();
    changes.show();
    await settle();
    changes.step(1);
    expect(changes.current).toBeNull();
  });
});

describe("what a merge could not decide", () => {
  const question = (id: string, position: number): Question => ({
    thread: { id } as Question["thread"],
    position,
  });
  async function merged(...questions: Question[]) {
    const it = desk("a", "b");
    it.state.questions = questions;
    it.changes.show();
    await settle();
    return it;
  }
  const order = ({ changes }: ReturnType<typeof desk>) => changes.stops.map(({ id }) => id);

  test("stands among the changes in reading order, and the walk comes to it", async () => {
    const it = await merged(question("q", 5), question("r", 30));
    expect(order(it)).toEqual(["a", "q", "b", "r"]);
    it.changes.goTo("a");
    const seen = order(it).map(() => {
      it.changes.step(1);
      return it.changes.current;
    });
    expect(seen).toEqual(["q", "b", "r", "a"]);
    expect(it.state.shownQuestions).toEqual(["q", "r"]);
    it.changes.step(-1);
    expect(it.changes.current).toBe("r");
  });

  test("comes next for whoever put the caret before it", async () => {
    const it = await merged(question("q", 5), question("r", 30));
    it.changes.goTo("r");
    it.state.caret = 3;
    it.changes.step(1);
    expect(it.changes.current).toBe("q");
  });

  test("is decided in its conversation, and the walk goes on", async () => {
    const it = await merged(question("q", 5), question("r", 30));
    it.changes.goTo("q");
    await it.changes.accept(["q"]);
    expect(it.state.answered).toEqual(["accept q"]);
    await it.changes.reject(["r"]);
    expect(it.state.answered).toEqual(["accept q", "decline r"]);
    expect(it.reckoner.acceptChanges).not.toHaveBeenCalled();
    expect(it.reckoner.rejectChanges).not.toHaveBeenCalled();
  });

  test("is not asked where changes are only looked at", async () => {
    const it = await merged(question("q", 5));
    it.changes.show("approval");
    await settle();
    expect(order(it)).toEqual(["s"]);
  });

  test("stays looked at while somebody types", async () => {
    const it = await merged(question("q", 5));
    it.changes.goTo("q");
    it.type("c");
    await pause();
    expect(it.changes.current).toBe("q");
    expect(order(it)).toEqual(["a", "q", "b", "c"]);
  });
});

describe("deciding", () => {
  test("on one accepts it and goes on to the next; the notice takes it back", async () => {
    const { state, changes, reckoner } = desk("a", "b", "c");
    changes.show();
    await settle();
    await changes.accept(["b"]);
    expect(state.drawn).toEqual(["a", "c"]);
    expect(changes.current).toBe("c");
    expect(state.told).toEqual(["accepted 1"]);
    expect(state.document.words, "the text stays as it is").toEqual(["a", "b", "c"]);
    state.undo?.();
    await settle();
    expect(reckoner.undoAccept).toHaveBeenCalledWith("1");
    expect(state.drawn).toEqual(["a", "b", "c"]);
  });

  test("on all rejects them in one edit, and the fields with it", async () => {
    const { state, changes } = desk("a", "field");
    changes.show();
    await settle();
    await changes.reject(["a", "field"]);
    expect(state.document.words).toEqual([]);
    expect(state.fields).toEqual({ source: "cũ", tags: ["a"] });
    expect(changes.current).toBeNull();
    state.fields = { ...state.fields, tags: ["b"] };
    state.companion?.undo();
    expect(state.fields, "what else was changed since stays").toEqual({
      source: "mới",
      tags: ["b"],
    });
    state.companion?.redo();
    expect(state.fields.source).toBe("cũ");
  });

  test("on a text alone leaves the fields alone", async () => {
    const { state, changes } = desk("a", "b");
    changes.show();
    await settle();
    await changes.reject(["a"]);
    expect(state.companion).toBeUndefined();
    expect(state.drawn).toEqual(["b"]);
  });

  test("looks first at what was typed since the list was made", async () => {
    const { state, changes, type } = desk("a");
    changes.show();
    await settle();
    state.composing = true;
    type("b");
    await changes.reject(["a"]);
    expect(state.document.words).toEqual(["b"]);
    expect(state.told).toEqual(["rejected 1"]);
  });

  test("gives way to a key that comes in between and takes nothing of it back", async () => {
    const { state, changes, reckoner, type } = desk("a");
    changes.show();
    await settle();
    reckoner.rejectChanges.mockImplementationOnce((_, draft) => {
      type("b");
      return Promise.resolve({ ...draft, changes: [] });
    });
    await changes.reject(["a"]);
    expect(state.document.words).toEqual(["b"]);
    expect(state.told).toEqual(["rejected 1"]);
  });

  test("on what is gone does nothing", async () => {
    const { state, changes, reckoner } = desk("a");
    changes.show();
    await settle();
    state.document = { words: [], content: [] };
    await changes.reject(["a"]);
    expect(reckoner.rejectChanges).not.toHaveBeenCalled();
    expect(changes.busy).toBe(false);
  });

  test("that fails says so and leaves everything as it was", async () => {
    const { state, changes, reckoner } = desk("a");
    changes.show();
    await settle();
    reckoner.acceptChanges.mockRejectedValueOnce("full");
    await changes.accept(["a"]);
    await settle();
    expect(state.failed).toEqual(["full"]);
    expect(state.drawn).toEqual(["a"]);
    expect(changes.busy).toBe(false);
  });
});

test("a paragraph's changes are those of its block, and a field is no paragraph", () => {
  const list = [
    change("f", { kind: "field", block: null, at: { line: 0, offset: 0 } }),
    change("h", { block: null, at: { line: 0, offset: 3 } }),
    change("i", { block: null, at: { line: 0, offset: 9 } }),
    change("l", { block: null, at: { line: 1, offset: 0 } }),
    change("a1"),
    change("b1", { block: "b" }),
    change("a2", { at: { line: 9, offset: 0 } }),
  ];
  expect(paragraphOf(list, "h")).toEqual(["h", "i"]);
  expect(paragraphOf(list, "f")).toEqual(["f"]);
  expect(paragraphOf(list, "a1")).toEqual(["a1", "a2"]);
  expect(paragraphOf(list, "zzz")).toEqual([]);
});
