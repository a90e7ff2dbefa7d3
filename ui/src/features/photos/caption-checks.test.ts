import { expect, test } from "vitest";

import { answered } from "./caption-checks";

const check = (caption: string, beside: Partial<Parameters<typeof answered>[0]> = {}) => {
  const found = answered({ caption, people: "", places: [], created: "", ...beside });
  return Object.entries(found).flatMap(([question, yes]) => (yes ? [question] : []));
};

test.each([
  ["", []],
  ["Quang cảnh", []],
  ["Quang cảnh buổi làm việc sáng 23/5", ["what", "when"]],
  [
    "Đồng chí Phạm Minh Chính phát biểu tại Hội trường Tỉnh ủy, ngày 23/5/2020",
    ["who", "what", "where", "when"],
  ],
  ["Các đại biểu tham dự buổi làm việc", ["who", "what"]],
  ["Sau cơn mưa, Nguyễn Thị Lan dọn lại gian hàng ở chợ Thái", ["who", "what", "where"]],
])("of “%s” it is seen what it answers", (caption, expected) => {
  expect(check(caption)).toEqual(expected);
});

test("fields beside the caption answer, too, once there is a caption", () => {
  const beside = { people: "Lan", places: ["Thái Nguyên"], created: "2020-05-23" };
  expect(check("Quang cảnh", beside)).toEqual(["who", "where", "when"]);
  expect(check("", beside)).toEqual(["who"]);
});
