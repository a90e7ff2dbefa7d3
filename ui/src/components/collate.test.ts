import { expect, test } from "vitest";

import { inOrder } from "./collate";

// The same lists as in the core's language/collate.rs.
test.each([
  [["a", "ă", "â", "b", "d", "đ", "e", "ê", "o", "ô", "ơ", "u", "ư", "v"]],
  [["ma", "mà", "mả", "mã", "má", "mạ"]],
  [["Cà Mau", "Cao Bằng", "Cần Thơ", "Da Lat", "Đà Nẵng", "Đắk Lắk", "Huế", "Hưng Yên"]],
  [["Bài 2", "Bài 10", "breaking", "Breaking news", "update"]],
])("a list stands in the order of the core", (list) => {
  expect([...list].reverse().sort(inOrder)).toEqual(list);
});
