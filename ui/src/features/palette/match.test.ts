import { expect, test } from "vitest";

import { score } from "./match";

const of = (search: string, title: string) => score("id", search, [title]);

test("commands are found without accents, and đ by d", () => {
  expect(of("duyet", "Duyệt bài")).toBe(1);
  expect(of("bai moi", "Bài mới")).toBe(1);
  expect(of("doi ngon ngu", "Đổi ngôn ngữ")).toBe(1);
});

test("every word must occur; those at the start of words come first", () => {
  expect(of("anh", "Thêm ảnh")).toBeGreaterThan(of("hem", "Thêm ảnh"));
  expect(of("ảnh xuất", "Thêm ảnh")).toBe(0);
  expect(of("", "Thêm ảnh")).toBe(1);
});
