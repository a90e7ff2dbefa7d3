import { describe, expect, test } from "vitest";

import type { Person } from "../../ipc";
import { askedAt, mentionedIn, partsOf, peopleAsked, withName } from "./mentions";

const person = (id: string, name: string, penName: string): Person => ({
  id,
  name,
  penName,
  role: "reporter",
  sections: [],
});

const mai = person("1", "Nguyễn Thị Thanh Mai", "Thanh Mai");
const hieu = person("2", "Trần Thanh Hiếu", "Thanh Hiếu");
const dat = person("3", "Đỗ Đạt", "");
const people = [mai, hieu, dat];

describe("a name is looked for", () => {
  test.each([
    ["@", { at: 0, name: "" }],
    ["Nhờ @th", { at: 4, name: "th" }],
    ["Nhờ @Thanh Ma", { at: 4, name: "Thanh Ma" }],
    ["(@mai", { at: 1, name: "mai" }],
    ["mai@thainguyen.gov.vn", null],
    ["Nhờ @Thanh Mai xem lại đoạn này giúp", null],
    ["Không có ai", null],
  ])("in %j", (text, expected) => {
    expect(askedAt(text, text.length)).toEqual(expected);
  });

  test("only before the caret", () => {
    expect(askedAt("@mai xem", 3)).toEqual({ at: 0, name: "ma" });
  });

  test("without accents, by any of its words, the first words first", () => {
    const found = (name: string) => peopleAsked(people, { at: 0, name }).map(({ id }) => id);
    expect(found("")).toEqual(["1", "2", "3"]);
    expect(found("hieu")).toEqual(["2"]);
    expect(found("Thanh")).toEqual(["1", "2"]);
    expect(found("tran")).toEqual(["2"]);
    expect(found("dat")).toEqual(["3"]);
    expect(found("ai")).toEqual([]);
  });

  test("and put into the text once it is chosen", () => {
    const asked = { at: 4, name: "th" };
    expect(withName("Nhờ @th xem", 7, asked, hieu)).toEqual({
      text: "Nhờ @Thanh Hiếu xem",
      caret: 16,
    });
    expect(withName("Nhờ @th", 7, asked, dat).text).toBe("Nhờ @Đỗ Đạt ");
  });
});

test("those who are mentioned are those whose names stand there as a whole", () => {
  expect(mentionedIn("@Thanh Mai và @Đỗ Đạt xem", people)).toEqual(["1", "3"]);
  expect(mentionedIn("@Thanh Maika, mai@Thanh", people)).toEqual([]);
  expect(mentionedIn("Không ai", people)).toEqual([]);
});

test("a comment is told apart into words and names", () => {
  const mentions = [
    { person: "a", name: "Thanh" },
    { person: "b", name: "Thanh Mai" },
  ];
  expect(partsOf("Hỏi @Thanh Mai, @Thanh, @ai", mentions)).toEqual([
    { text: "Hỏi ", mention: false },
    { text: "@Thanh Mai", mention: true },
    { text: ", ", mention: false },
    { text: "@Thanh", mention: true },
    { text: ", @ai", mention: false },
  ]);
  expect(partsOf("", [])).toEqual([]);
});
