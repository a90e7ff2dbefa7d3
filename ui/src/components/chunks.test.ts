import { expect, test } from "vitest";

import { CHUNK, ChunkReader, noRows, placeOf, rowAt } from "./chunks";
import type { Page, Rows, Span } from "./chunks";

const TOTAL = 10 * CHUNK;

interface Row {
  hash: string;
}

interface List {
  search: string;
}

const noFilter: List = { search: "" };
const row = (index: number): Row => ({ hash: String(index) });

/** A reader whose questions wait until they are answered by hand. */
function reader() {
  const asked: { query: List & Span; answer: () => Promise<void>; fail: () => Promise<void> }[] =
    [];
  let shown: Rows<Page<Row>> = noRows();
  const failures: unknown[] = [];
  const settle = () => new Promise<void>((done) => setTimeout(done));
  const made = new ChunkReader<List, Page<Row>>(
    (query) =>
      new Promise<Page<Row>>((done, failed) => {
        const { offset, limit } = query;
        const rows = Array.from({ length: limit }, (_, at) => row(offset + at));
        asked.push({
          query,
          answer: () => (done({ total: TOTAL, offset, rows }), settle()),
          fail: () => (failed(new Error("refused")), settle()),
        });
      }),
    (rows) => (shown = rows),
    (thrown) => failures.push(thrown),
  );
  return { made, asked, failures, shown: () => shown };
}

test("a list starts from its top and reads on as it comes on screen", async () => {
  const { made, asked, shown } = reader();
  void made.list({ ...noFilter, search: "lan" });
  expect(asked.map(({ query }) => [query.search, query.offset])).toEqual([["lan", 0]]);
  await asked[0]?.answer();
  expect(shown().total).toBe(TOTAL);
  made.onScreen({ first: 90, end: 130 });
  await asked[1]?.answer();
  expect(rowAt(shown(), 125)?.hash).toBe("125");
});

test("what is scrolled past while others are read is never asked for", async () => {
  const { made, asked } = reader();
  void made.list(noFilter);
  await asked[0]?.answer();
  for (let at = 1; at < 9; at += 1) made.onScreen({ first: at * CHUNK, end: at * CHUNK + 30 });
  expect(asked.map(({ query }) => query.offset / CHUNK)).toEqual([0, 1, 2]);
  await asked[1]?.answer();
  expect(asked.map(({ query }) => query.offset / CHUNK)).toEqual([0, 1, 2, 8]);
});

test("an answer to a list that is no longer asked for is thrown away", async () => {
  const { made, asked, shown } = reader();
  void made.list({ ...noFilter, search: "cu" });
  void made.list({ ...noFilter, search: "moi" });
  await asked[1]?.answer();
  expect(shown().total).toBe(TOTAL);
  const before = shown();
  await asked[0]?.answer();
  expect(shown()).toBe(before);
});

test("a chunk that cannot be read is told once and not asked for without end", async () => {
  const { made, asked, failures } = reader();
  void made.list(noFilter);
  await asked[0]?.answer();
  made.onScreen({ first: CHUNK, end: CHUNK + 10 });
  await asked[1]?.fail();
  made.onScreen({ first: CHUNK, end: CHUNK + 11 });
  expect(asked).toHaveLength(2);
  expect(failures).toHaveLength(1);
});

test("the same rows are asked for once", async () => {
  const { made, asked } = reader();
  void made.list(noFilter);
  await asked[0]?.answer();
  made.onScreen({ first: CHUNK, end: CHUNK + 10 });
  made.onScreen({ first: CHUNK + 1, end: CHUNK + 11 });
  expect(asked).toHaveLength(2);
});

test("after a change the rows on screen are read again, wherever the list stands", async () => {
  const { made, asked, shown } = reader();
  void made.list(noFilter);
  await asked[0]?.answer();
  made.onScreen({ first: 5 * CHUNK, end: 5 * CHUNK + 10 });
  await asked[1]?.answer();
  void made.again();
  expect(asked.at(-1)?.query.offset).toBe(5 * CHUNK);
  await asked[2]?.answer();
  expect(rowAt(shown(), 5 * CHUNK + 5)?.hash).toBe(String(5 * CHUNK + 5));
  expect(rowAt(shown(), 5), "rows out of sight are read when they come back").toBeUndefined();
});

test("a row is found where it stands, if it has been read", async () => {
  const { made, asked, shown } = reader();
  void made.list(noFilter);
  await asked[0]?.answer();
  const found = (hash: string) => placeOf(shown(), (row) => row.hash === hash);
  expect(found("42")).toBe(42);
  expect(found(String(CHUNK))).toBeNull();
});
