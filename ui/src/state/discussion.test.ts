import { flushSync } from "svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";

import type { Anchor, Fields, Say, Talks, Thread } from "../ipc";
import {
  Discussion,
  listing,
  type DiscussedPage,
  type DiscussionHost,
  type Talker,
} from "./discussion.svelte";

function anchor(quote: string, lost = false): Anchor {
  const point = (offset: number) => ({ block: "p1", line: 0, offset });
  return {
    place: { kind: "range", from: point(0), to: point(quote.length) },
    quote,
    before: "",
    after: "",
    lost,
  };
}

function thread(id: string, more: Partial<Thread> = {}): Thread {
  return {
    id,
    anchor: anchor(id),
    suggestion: null,
    why: null,
    state: "open",
    stateBy: "Mai",
    stateAt: 0,
    comments: [
      {
        id: `${id}0`,
        by: "mai",
        byName: "Mai",
        device: "MAY-01",
        at: 0,
        text: id,
        mentions: [],
        editedAt: null,
        removed: false,
      },
    ],
    ...more,
  };
}

const suggested = (id: string) =>
  thread(id, { suggestion: { kind: "text", runs: [{ type: "text", text: "mới" }] } });

/** A page that remembers what it was told, and what stands in it. */
class Page implements DiscussedPage {
  document: object = {};
  composing = false;
  positions = new Map<string, number>();
  shown: string[] = [];
  moved: string[] = [];
  marked: (string | null)[] = [];
  drafted: unknown = undefined;
  suggests = true;
  companion: { undo(): void; redo(): void } | undefined;
  selected: ReturnType<DiscussedPage["selectedPlace"]> = anchor("chữ").place;

  getDocument = () => ({ type: "doc", content: [] }) as never;
  stamp = () => this.document;
  isComposing = () => this.composing;
  settle = () => Promise.resolve();
  rewrite = (_: unknown, companion?: Page["companion"]) => void (this.companion = companion);
  showThreads = (threads: readonly { id: string }[], _: object, moved?: ReadonlySet<string>) => {
    this.shown = threads.map(({ id }) => id);
    this.moved = [...(moved ?? [])];
  };
  markThread = (id: string | null) => void this.marked.push(id);
  draftThread = (place: unknown) => void (this.drafted = place);
  draftPlace = () => null;
  selectedPlace = () => this.selected;
  placeText = () => "chữ";
  placePosition = () => null;
  caretPosition = () => 5;
  showPlace = vi.fn(() => true);
  threadPositions = () => this.positions;
  suggest = (_: string, __: unknown, companion: Page["companion"]) => {
    if (this.suggests) this.companion = companion;
    return this.suggests;
  };
}

/** A store that keeps the threads it is given and answers with what a test makes of them. */
class Store implements Talker {
  said: Say[] = [];
  seq = 1;
  threads: Thread[];
  constructor(threads: Thread[]) {
    this.threads = threads;
  }
  answer = (): Promise<Talks> => Promise.resolve({ seq: this.seq, threads: this.threads });
  list = vi.fn(() => this.answer());
  say = (_: string, say: Say): Promise<Talks> => {
    this.said.push(say);
    return this.answer();
  };
}

interface Desk {
  discussion: Discussion;
  page: Page;
  store: Store;
  host: DiscussionHost & { onFailure: ReturnType<typeof vi.fn> };
}

async function open(...threads: Thread[]): Promise<Desk> {
  const page = new Page();
  const store = new Store(threads);
  const host = {
    id: "a",
    page,
    talker: store,
    seq: 1,
    me: () => "mai",
    flush: vi.fn(() => Promise.resolve(true)),
    readFields: () => ({ source: "cũ" }) as Fields,
    writeFields: vi.fn(),
    onImpossible: vi.fn(),
    onFailure: vi.fn(),
  };
  const discussion = new Discussion(host);
  await settled();
  return { discussion, page, store, host };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  flushSync();
}

beforeEach(() => {
  vi.useFakeTimers();
  listing.filter = "open";
});

describe("what is shown", () => {
  test("stands in reading order, as the filter has it", async () => {
    const { discussion, page } = await open(
      thread("a"),
      thread("b", { state: "resolved" }),
      thread("c"),
      thread("d", {
        comments: thread("d").comments.map((comment) => ({ ...comment, by: "hieu" })),
      }),
    );
    page.positions = new Map([
      ["a", 9],
      ["c", 3],
      ["d", 1],
    ]);
    await discussion.read();
    const listed = () => discussion.listed.map(({ id }) => id);
    expect(listed()).toEqual(["d", "c", "a"]);
    expect(discussion.openCount).toBe(3);
    listing.filter = "settled";
    expect(listed()).toEqual(["b"]);
    listing.filter = "mine";
    expect(listed()).toEqual(["b", "c", "a"]);
    expect(page.shown).toEqual(["a", "b", "c", "d"]);
  });

  test("what is beside the text comes before it, what is printed below it comes last", async () => {
    const beside = (id: string, place: Anchor["place"]) =>
      thread(id, { anchor: { ...anchor(id), place } });
    const { discussion, page } = await open(
      beside("bylines", { kind: "field", name: "bylines" }),
      thread("a"),
      beside("tags", { kind: "field", name: "tags" }),
      beside("whole", { kind: "article" }),
    );
    page.positions = new Map([["a", 9]]);
    await discussion.read();
    expect(discussion.ordered.map(({ id }) => id)).toEqual(["tags", "whole", "a", "bylines"]);
  });

  test("what is being written stands among them where its words are", async () => {
    const { discussion, page } = await open(thread("a"), thread("b"));
    page.positions = new Map([
      ["a", 3],
      ["b", 9],
    ]);
    await discussion.read();
    discussion.startAt({ kind: "article" });
    expect(discussion.beforeDraft).toBe(0);
    page.placePosition = () => 5 as never;
    discussion.startAt(anchor("chữ").place);
    expect(discussion.beforeDraft).toBe(1);
    // Words typed before it have moved it on.
    page.positions = new Map([...page.positions, ["draft", 20]]);
    discussion.saved(2, {}, {});
    expect(discussion.beforeDraft).toBe(2);
  });

  test("what a merge left open is a question until it is decided", async () => {
    const { discussion, page, store } = await open(
      thread("a", { why: "both" }),
      thread("b"),
      thread("c", { why: "moved", state: "declined" }),
      thread("d", { why: "deleted" }),
    );
    page.positions = new Map([
      ["a", 9],
      ["d", 3],
    ]);
    await discussion.read();
    const asked = () => discussion.questions.map(({ thread, position }) => [thread.id, position]);
    expect(asked()).toEqual([
      ["d", 3],
      ["a", 9],
    ]);
    store.threads = store.threads.map((each) => ({ ...each, state: "accepted" }));
    await discussion.read();
    expect(asked()).toEqual([]);
  });

  test("a save brings the anchors that it moved, and they are drawn there", async () => {
    const { discussion, page } = await open(thread("a"), thread("b"));
    const document = {};
    discussion.saved(2, { a: anchor("a", true) }, document);
    expect(discussion.threads[0]?.anchor.lost).toBe(true);
    expect(page.moved).toEqual(["a"]);
    discussion.saved(3, {}, document);
    expect(page.moved).toEqual([]);
  });

  test("nothing is drawn while an input method composes; it is right after", async () => {
    const { discussion, page } = await open(thread("a"));
    page.composing = true;
    page.shown = [];
    discussion.saved(2, { a: anchor("a") }, {});
    vi.advanceTimersByTime(1_000);
    expect(page.shown).toEqual([]);
    page.composing = false;
    vi.advanceTimersByTime(1_000);
    expect(page.shown).toEqual(["a"]);
    expect(page.moved).toEqual(["a"]);
  });

  test("an answer about another text than the page saved is asked for again", async () => {
    const { store } = await open(thread("a"));
    expect(store.list).toHaveBeenCalledTimes(1);
    const { store: other, discussion } = await open(thread("a"));
    other.seq = 2;
    await discussion.read();
    vi.advanceTimersByTime(1_000);
    expect(other.list).toHaveBeenCalledTimes(3);
  });
});

describe("one looks at", () => {
  test("the next one and the one before, round and round", async () => {
    const { discussion } = await open(thread("a"), thread("b"));
    expect(discussion.step(1)).toBe(true);
    expect(discussion.current).toBe("a");
    discussion.step(1);
    discussion.step(1);
    expect(discussion.current).toBe("a");
    discussion.step(-1);
    expect(discussion.current).toBe("b");
    listing.filter = "settled";
    expect(discussion.step(1)).toBe(false);
  });

  test("from the caret on, when one has looked at none", async () => {
    const { discussion, page } = await open(thread("a"), thread("b"), thread("c"));
    page.positions = new Map([
      ["a", 1],
      ["b", 4],
      ["c", 5],
    ]);
    await discussion.read();
    discussion.step(1);
    expect(discussion.current).toBe("c");
    discussion.goTo(null);
    discussion.step(-1);
    expect(discussion.current).toBe("b");
  });

  test("nothing any more once it is settled", async () => {
    const { discussion, store } = await open(thread("a"));
    discussion.goTo("a");
    store.threads = [thread("a", { state: "resolved" })];
    await discussion.resolve("a");
    expect(discussion.current).toBeNull();
    discussion.goTo("a");
    expect(discussion.current, "unless the settled ones are listed").toBe("a");
  });

  test("what the caret is at, until it leaves", async () => {
    const { discussion, page } = await open(
      thread("a"),
      thread("lost", { anchor: anchor("lost", true) }),
    );
    discussion.caretAt("a");
    expect(discussion.current).toBe("a");
    discussion.caretAt(null);
    expect(discussion.current).toBeNull();
    discussion.goTo("lost");
    expect(page.showPlace).toHaveBeenCalled();
    discussion.caretAt(null);
    expect(discussion.current, "the caret can be nowhere in it").toBe("lost");
    discussion.caretAt("a");
    expect(discussion.current).toBe("a");
  });

  test("what is not listed is listed then", async () => {
    const { discussion } = await open(thread("a", { state: "resolved" }));
    discussion.goTo("a");
    expect(listing.filter).toBe("settled");
  });
});

describe("a conversation is opened", () => {
  test("about the text as it is on the disk", async () => {
    const { discussion, page, store, host } = await open();
    expect(discussion.start()).toBe(true);
    expect(page.drafted).toEqual(page.selected);
    // A key comes in after the first save.
    let saves = 0;
    vi.mocked(host.flush).mockImplementation(() => {
      saves += 1;
      if (saves === 1) page.document = {};
      else discussion.saved((store.seq = 2), {}, page.document);
      return Promise.resolve(true);
    });
    store.threads = [thread("new")];
    expect(await discussion.open("Hỏi", ["hieu"], null)).toBe(true);
    expect(store.said).toEqual([
      {
        kind: "open",
        seq: 2,
        place: page.selected,
        text: "Hỏi",
        mentions: ["hieu"],
        suggestion: null,
      },
    ]);
    expect(discussion.draft).toBeNull();
    expect(page.drafted).toBeNull();
    expect(discussion.current).toBe("new");
  });

  test("with other words for a passage, a credit, a field", async () => {
    const { discussion, store } = await open();
    const cases = [
      [anchor("a").place, { kind: "text", runs: [{ type: "text", text: "mới" }] }],
      [
        { kind: "photo", block: "f", part: "alt" },
        { kind: "attr", name: "alt", value: "mới" },
      ],
      [
        { kind: "field", name: "source" },
        { kind: "field", name: "source", value: '"mới"' },
      ],
      [{ kind: "article" }, null],
    ] as const;
    for (const [place, expected] of cases) {
      discussion.startAt(place, true);
      await discussion.open("", [], "mới");
      expect(store.said.at(-1)).toMatchObject({ place, suggestion: expected });
    }
    discussion.startAt(anchor("a").place, true);
    await discussion.open("", [], "");
    expect(store.said.at(-1)).toMatchObject({ suggestion: { kind: "text", runs: [] } });
  });

  test("not where nothing is selected, and not while nothing can be saved", async () => {
    const { discussion, page, store, host } = await open();
    page.selected = null;
    expect(discussion.start()).toBe(false);
    page.selected = anchor("a").place;
    discussion.start();
    vi.mocked(host.flush).mockResolvedValue(false);
    expect(await discussion.open("Hỏi", [], null)).toBe(false);
    expect(store.said).toEqual([]);
    expect(discussion.draft, "its words are kept").not.toBeNull();
  });

  test("what the store refuses is told, and the words are kept", async () => {
    const { discussion, store, host } = await open();
    discussion.start();
    store.say = () => Promise.reject(new Error("full"));
    expect(await discussion.open("Hỏi", [], null)).toBe(false);
    expect(host.onFailure).toHaveBeenCalledOnce();
    expect(discussion.draft).not.toBeNull();
    expect(discussion.busy).toBe(false);
  });
});

describe("a suggestion is accepted", () => {
  test("made in the page, saved, then noted; undoing it opens it again", async () => {
    const { discussion, page, store, host } = await open(suggested("a"));
    const order: string[] = [];
    vi.mocked(host.flush).mockImplementation(() => {
      order.push("saved");
      return Promise.resolve(true);
    });
    store.say = (_, say) => {
      order.push(say.kind);
      store.said.push(say);
      return store.answer();
    };
    expect(await discussion.accept("a")).toBe(true);
    expect(order).toEqual(["saved", "accept"]);
    page.companion?.undo();
    page.companion?.redo();
    await settled();
    expect(store.said.map(({ kind }) => kind)).toEqual(["accept", "reopen", "accept"]);
  });

  test("not noted where the text could not be saved, or it does not fit any more", async () => {
    const { discussion, page, store, host } = await open(suggested("a"), thread("b"));
    page.suggests = false;
    expect(await discussion.accept("a")).toBe(false);
    expect(host.onImpossible).toHaveBeenCalledOnce();
    page.suggests = true;
    vi.mocked(host.flush).mockResolvedValue(false);
    expect(await discussion.accept("a")).toBe(false);
    expect(await discussion.accept("b"), "there is no suggestion").toBe(false);
    expect(store.said).toEqual([]);
  });

  test("of a field, with its undo", async () => {
    const field = thread("f", {
      suggestion: { kind: "field", name: "source", value: '"mới"' },
    });
    const { discussion, page, host } = await open(field);
    await discussion.accept("f");
    expect(host.writeFields).toHaveBeenLastCalledWith({ source: "mới" });
    page.companion?.undo();
    expect(host.writeFields).toHaveBeenLastCalledWith({ source: "cũ" });
    page.companion?.redo();
    expect(host.writeFields).toHaveBeenLastCalledWith({ source: "mới" });
  });
});

test("nothing is told or drawn any more once the page is gone", async () => {
  const { discussion, page, store, host } = await open(thread("a"));
  discussion.destroy();
  page.shown = [];
  store.list.mockRejectedValue(new Error("gone"));
  await discussion.read();
  discussion.saved(2, {}, {});
  vi.advanceTimersByTime(1_000);
  expect(page.shown).toEqual([]);
  expect(host.onFailure).not.toHaveBeenCalled();
});
