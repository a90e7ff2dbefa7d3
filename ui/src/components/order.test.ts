import { expect, test } from "vitest";

import { moved } from "./order";

test("a name moves up, down and to the ends, and nobody is lost", () => {
  const names = ["Mai", "Hiếu", "Lan"];
  expect(moved(names, 2, 0)).toEqual(["Lan", "Mai", "Hiếu"]);
  expect(moved(names, 0, 1)).toEqual(["Hiếu", "Mai", "Lan"]);
  expect(moved(names, 0, -1), "above the first").toEqual(names);
  expect(moved(names, 2, 9), "below the last").toEqual(names);
  expect(moved(names, 7, 0), "from nowhere").toEqual(names);
});
