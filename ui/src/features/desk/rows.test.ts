import { expect, test } from "vitest";

import type { ArticleRow, ListPage, ListQuery } from "../../ipc";
import { CHUNK, ChunkReader, noRows, rowAt } from "../../components/chunks";
import type { Rows, Span } from "../../components/chunks";
import { indexOf } from "./rows";

/** A store of `total` articles whose answers come when the test lets them. */
function store(total: number) {
  const state = { total, asked: [] as ListQuery[], shown: noRows() as Rows<ListPage>, failures: 0 };
  const held: (() => void)[] = [];
  let hold = false;
  const reader = new ChunkReader<Omit<ListQuery, keyof Span>, ListPage>(
    (query) => {
      state.asked.push(query);
      const rows = Array.from(
        { length: Math.max(0, Math.min(query.limit, state.total - query.offset)) },
        (_, row) => ({ id: `${query.filter}${String(query.offset + row)}` }) as ArticleRow,
      );
      const page: ListPage = { total: state.total, offset: query.offset, rows, counts: {} };
      if (!hold) return Promise.resolve(page);
      return new Promise((resolve) => held.push(() => resolve(page)));
    },
    (rows) => (state.shown = rows),
    () => (state.failures += 1),
  );
  return {
    state,
    reader,
    holdAnswers: () => (hold = true),
    release: async (index: number) => {
      held[index]?.();
      await settle();
    },
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

test("a list of ten thousand is read only where it is on screen", async () => {
  const { state, reader } = store(10_000);
  await reader.list({ view: "all", filter: "" });
  expect(state.asked).toHaveLength(1);
  expect(state.shown.total).toBe(10_000);

  reader.onScreen({ first: 5_095, end: 5_105 });
  await settle();
  expect(state.asked.map((query) => query.offset)).toEqual([0, 5_000, 5_100]);
  expect(rowAt(state.shown, 5_101)?.id).toBe("5101");
  expect(rowAt(state.shown, 300)).toBeUndefined();
  expect(indexOf(state.shown, "5101")).toBe(5_101);
  expect(indexOf(state.shown, "300"), "its row has not been read").toBeNull();
});

test("the same rows are asked for once", async () => {
  const { state, reader } = store(1_000);
  await reader.list({ view: "all", filter: "" });
  reader.onScreen({ first: 100, end: 110 });
  reader.onScreen({ first: 101, end: 111 });
  await settle();
  expect(state.asked).toHaveLength(2);
});

test("an answer to an old filter never covers the answer to the new one", async () => {
  const { state, reader, holdAnswers, release } = store(5);
  holdAnswers();
  void reader.list({ view: "all", filter: "van" });
  void reader.list({ view: "all", filter: "van kien" });
  await release(1);
  await release(0);
  expect(rowAt(state.shown, 0)?.id).toBe("van kien0");
});

test("after a change the rows on screen are read again, wherever the list stands", async () => {
  const { state, reader } = store(1_000);
  await reader.list({ view: "all", filter: "" });
  reader.onScreen({ first: 500, end: 510 });
  await settle();
  await reader.again();
  expect(state.asked.at(-1)?.offset).toBe(500);
  expect(rowAt(state.shown, 505)?.id).toBe("505");
  expect(rowAt(state.shown, 5), "rows out of sight are read when they come back").toBeUndefined();
  expect(CHUNK).toBe(100);
});
