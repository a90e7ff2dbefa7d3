import { expect, test } from "vitest";

import { letterDay } from "./letterhead";

test("the day of a letter has its zeros after the decree", () => {
  expect(letterDay(new Date(2020, 1, 5), "vi")).toBe("ngày 05 tháng 02 năm 2020");
  expect(letterDay(new Date(2020, 4, 23), "vi")).toBe("ngày 23 tháng 5 năm 2020");
  expect(letterDay(new Date(2020, 4, 23), "en")).toBe("23 May 2020");
});
