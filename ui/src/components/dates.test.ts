import fc from "fast-check";
import { expect, test } from "vitest";

import { dayOf, readDay, readTime, writeDay, writeTime } from "./dates";

const now = new Date(2026, 10, 23, 9, 0);
const at = (...parts: [number, number, number, number?, number?]) => new Date(...parts).getTime();

test.each([
  ["23/5/2026", at(2026, 4, 23)],
  ["23/05/2026 15:30", at(2026, 4, 23, 15, 30)],
  ["23.5.26 8:05", at(2026, 4, 23, 8, 5)],
  ["23-5 7h30", at(2026, 4, 23, 7, 30)],
  ["23/5 7g", at(2026, 4, 23, 7)],
  [" 1/1/2027 ", at(2027, 0, 1)],
])("%s is understood", (text, expected) => {
  expect(readTime(text, now)).toBe(expected);
});

test.each(["", "hôm nay", "31/2/2026", "23/13/2026", "23/5/2026 25:00", "5", "23/5/2026 7:75"])(
  "“%s” is no time, and is not mended into one",
  (text) => {
    expect(readTime(text, now)).toBeNull();
  },
);

test("a day has no hour", () => {
  expect(readDay("23/5", now)).toBe("2026-05-23");
  expect(readDay("23/5/2020", now)).toBe("2020-05-23");
  expect(readDay("23/5/2020 15:30", now)).toBeNull();
});

test("just after midnight it is the new day here, whatever the day is in Greenwich", () => {
  expect(dayOf(new Date(2026, 6, 1, 0, 5))).toBe("2026-07-01");
  expect(dayOf(new Date(2026, 6, 1, 23, 55))).toBe("2026-07-01");
});

test("what is written is read back as the same", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(1990, 0, 1), max: new Date(2090, 0, 1), noInvalidDate: true }),
      (date) => {
        date.setSeconds(0, 0);
        expect(readTime(writeTime(date.getTime()), now)).toBe(date.getTime());
        const iso = readDay(writeTime(date.getTime()).slice(0, 10), now) ?? "";
        expect(readDay(writeDay(iso), now)).toBe(iso);
      },
    ),
  );
});
