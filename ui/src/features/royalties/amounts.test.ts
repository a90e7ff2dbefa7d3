import { expect, test } from "vitest";

import { amountOf, monthAfter, monthOf, readCoefficient, readDong, readRate } from "./amounts";

test("an amount is read however its thousands are marked", () => {
  expect(["150000", "150.000", "150,000", "150 000 đ", "-50.000"].map(readDong)).toEqual([
    150_000, 150_000, 150_000, 150_000, -50_000,
  ]);
  expect(["", "1.5", "mười", "1.50.000x"].map(readDong)).toEqual([null, null, null, null]);
});

test("a coefficient is read with either sign and kept in hundredths", () => {
  expect(["1", "1,5", "0.25", "10"].map(readCoefficient)).toEqual([100, 150, 25, 1_000]);
  expect(["", "1,555", "-1", "a"].map(readCoefficient)).toEqual([null, null, null, null]);
});

test("a rate comes to what the core says", () => {
  expect(amountOf({ kind: "coefficient", hundredths: 30 }, 234_000)).toBe(70_200);
  expect(amountOf({ kind: "dong", amount: 150_000 }, 234_000)).toBe(150_000);
  expect(readRate("dong", "-5")).toBeNull();
  expect(readRate("coefficient", "0,3")).toEqual({ kind: "coefficient", hundredths: 30 });
});

test("months follow each other over the end of a year", () => {
  expect(monthAfter("2026-12", 1)).toBe("2027-01");
  expect(monthAfter("2026-01", -1)).toBe("2025-12");
  expect(monthOf(Date.UTC(2026, 9, 31, 17), 420)).toBe("2026-11");
});
