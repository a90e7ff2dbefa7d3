import { expect, test } from "vitest";

import { asKind, faultOf, fromCandidate, namesOf, newEntry, newTitle, titleToday } from "./draft";

test("a candidate becomes an entry with the title that it mostly has", () => {
  const entry = fromCandidate({ name: "Trương Mạnh Kiểm", title: "Chủ tịch", articles: 3 });
  expect([entry.name, entry.kind, entry.titles]).toEqual([
    "Trương Mạnh Kiểm",
    "person",
    [{ title: "Chủ tịch", from: null, to: null }],
  ]);
  expect(fromCandidate({ name: "Lan", title: "", articles: 1 }).titles).toEqual([]);
});

test("what only people have does not stay with a place, and the other way round", () => {
  const person = { ...newEntry("A"), titles: [newTitle("B")] };
  const place = asKind(person, "place");
  expect(place.titles).toEqual([]);
  const former = { ...place, to: "2025-06-30", successor: "C" };
  const back = asKind(former, "person");
  expect([back.to, back.successor, back.name]).toEqual([null, "", "A"]);
});

test("spellings are typed with semicolons or a line each", () => {
  expect(namesOf(" Tỏ; QT\n\n Quốc Tỏ;")).toEqual(["Tỏ", "QT", "Quốc Tỏ"]);
});

test("a list shows what somebody is today", () => {
  const entry = {
    ...newEntry("A"),
    titles: [
      { title: "Bí thư", from: "2015-01-01", to: "2020-05-15" },
      { title: "Ủy viên", from: null, to: null },
      { title: "Thứ trưởng", from: "2020-05-16", to: null },
    ],
  };
  expect(titleToday(entry, "2026-01-01")).toBe("Thứ trưởng");
  expect(titleToday(entry, "2016-01-01")).toBe("Bí thư");
  expect(titleToday(newEntry("A"), "2016-01-01")).toBe("");
});

test("what was refused names its row where it is about one", () => {
  expect(faultOf({ what: "day", row: "1" })).toEqual({ what: "day", row: 1 });
  expect(faultOf({ what: "nameEmpty" })).toEqual({ what: "nameEmpty", row: null });
});
